/* kprod cluster: who is there. */
#include <stdio.h>
#include <string.h>

#include <cli/commands.h>
#include <cli/connect.h>
#include <cli/say.h>
#include <kprod/admin.h>

typedef struct arguments {
    cli_common common;
} arguments;

static const cli_arg args[] = {
    CLI_COMMON_ARGS,
    {CLI_LIST, 'c', "config", offsetof(cli_common, files), NULL, NULL, NULL},
    {CLI_END, 0, NULL, 0, NULL, NULL, NULL},
};

static void list_endpoints(const kp_cluster_info *info)
{
    int widest = 10;
    for (int32_t i = 0; i < info->broker_count; i++)
        if ((int)strlen(info->brokers[i]->host) > widest)
            widest = (int)strlen(info->brokers[i]->host);
    printf("%-10s %-*s %-10s %-10s %-10s %-15s\n", "ID", widest, "HOST", "PORT", "RACK", "STATE", "ENDPOINT_TYPE");
    for (int32_t i = 0; i < info->broker_count; i++) {
        const kp_broker_info *broker = info->brokers[i];
        printf("%-10d %-*s %-10d %-10s %-10s %-15s\n", broker->id, widest, broker->host, broker->port,
               broker->rack ? broker->rack : "null", "unfenced", "broker");
    }
}

static int ask(const char *what, cli_connect *connect)
{
    kp_error error = KP_ERROR_INIT;
    kp_admin *admin;
    const kp_cluster_info *info;
    kp_err err = kp_admin_open(connect->options, &connect->hooks, &admin, &error);
    if (err)
        return cli_fail_err(err, &error, NULL);
    int code = 0;
    err = kp_admin_cluster(admin, connect->patience, &info, &error);
    if (err)
        code = cli_fail_err(err, &error, connect->bootstrap);
    else if (strcmp(what, "cluster-id") == 0)
        printf("Cluster ID: %s\n", info->cluster_id ? info->cluster_id : "");
    else
        list_endpoints(info);
    kp_admin_close(admin);
    return code;
}

static int run(const cli_command *command, int argc, char **argv)
{
    static arguments in;
    int code = cli_args_parse(command, argc, argv, &in);
    if (code)
        return code;
    if (in.common.help) {
        cli_help(command);
        return 0;
    }
    const char *what = in.common.positional.count == 1 ? in.common.positional.items[0] : "";
    if (strcmp(what, "cluster-id") != 0 && strcmp(what, "list-endpoints") != 0)
        return cli_fail(CLI_EXIT_USAGE, "%s%swhat? cluster-id or list-endpoints", what, *what ? ": " : "");
    cli_connect connect;
    code = cli_connect_init(&connect, &in.common, true);
    if (!code)
        code = ask(what, &connect);
    cli_connect_deinit(&connect);
    return code;
}

const cli_command cli_cluster = {
    "cluster", "cluster-id|list-endpoints [OPTIONS]", "Shows a cluster's id, or its brokers.", args, NULL, run,
};
