#include <cli/connect.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cli/say.h>
#include <kprod/broker.h>

static void log_line(void *context, int severity, const char *event, const char *text)
{
    (void)context;
    static const char *const names[] = {"emerg", "alert", "crit", "error", "warning", "notice", "info", "debug"};
    fprintf(stderr, "%s %s: %s\n", severity >= 0 && severity < 8 ? names[severity] : "log", event, text);
}

bool cli_split_pair(const char *pair, char *name, size_t cap, const char **value)
{
    const char *equals = strchr(pair, '=');
    if (!equals || equals == pair)
        return false;
    snprintf(name, cap, "%.*s", (int)(equals - pair), pair);
    *value = equals + 1;
    return true;
}

static int set_pairs(kp_options *options, const cli_list *pairs)
{
    for (int i = 0; i < pairs->count; i++) {
        char name[256];
        const char *value;
        kp_error error = KP_ERROR_INIT;
        if (!cli_split_pair(pairs->items[i], name, sizeof name, &value))
            return cli_fail(CLI_EXIT_USAGE, "-X %s: must be name=value", pairs->items[i]);
        kp_err err = kp_options_set(options, name, value, &error);
        if (err)
            return cli_fail_err(err, &error, NULL);
    }
    return 0;
}

static int set_all(kp_options *options, const cli_common *common)
{
    kp_error error = KP_ERROR_INIT;
    for (int i = 0; i < common->files.count; i++) {
        kp_err err = kp_options_load(options, common->files.items[i], &error);
        if (err)
            return cli_fail(CLI_EXIT_USAGE, "%s", error.text);
    }
    int code = set_pairs(options, &common->properties);
    if (!code)
        code = set_pairs(options, &common->flags);
    if (code || !common->bootstrap)
        return code;
    kp_err err = kp_options_set(options, "bootstrap.servers", common->bootstrap, &error);
    return err ? cli_fail_err(err, &error, NULL) : 0;
}

/* Every broker's data directory has this file, and no other directory has. */
static int find_embedded(const char *bootstrap)
{
    static const char embedded[] = "embedded:";
    char path[4096];
    if (strncmp(bootstrap, embedded, sizeof embedded - 1) != 0)
        return 0;
    snprintf(path, sizeof path, "%s/meta.properties", bootstrap + sizeof embedded - 1);
    return access(path, F_OK) == 0 || errno != ENOENT
               ? 0
               : cli_fail(CLI_EXIT_USAGE,
                          "%s: nothing is there; `kprod produce` and `kprod topics --create` begin there", bootstrap);
}

int cli_connect_init(cli_connect *connect, const cli_common *common, bool reads)
{
    *connect = (cli_connect){.hooks = KP_HOOKS_INIT};
    connect->hooks.embedded = kp_broker_embedded;
    connect->hooks.embedded_release = kp_broker_embedded_release;
    if (common->verbose) {
        connect->hooks.log = log_line;
        connect->hooks.log_severity = 6;
    }
    connect->options = kp_options_new();
    if (!connect->options)
        return cli_fail(CLI_EXIT_INTERNAL, "out of memory");
    int code = set_all(connect->options, common);
    if (code)
        return code;
    const char *bootstrap = kp_options_get(connect->options, "bootstrap.servers");
    if (!bootstrap)
        return cli_fail(CLI_EXIT_USAGE,
                        "which cluster? Give --bootstrap-server HOST:PORT, or embedded:DIR for the broker inside");
    if (reads && (code = find_embedded(bootstrap)))
        return code;
    snprintf(connect->bootstrap, sizeof connect->bootstrap, "%s", bootstrap);
    connect->patience = KP_MS(CLI_PATIENCE_MS);
    static const char *const limits[] = {"max.block.ms", "default.api.timeout.ms"};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        if (cli_option_number(connect->options, limits[i]) < CLI_PATIENCE_MS)
            connect->patience = KP_MS(cli_option_number(connect->options, limits[i]));
    return 0;
}

void cli_connect_deinit(cli_connect *connect) { kp_options_free(connect->options); }

int64_t cli_option_number(kp_options *options, const char *name)
{
    int64_t value = 0;
    const char *text = kp_options_get(options, name);
    return text && cli_number(text, &value) ? value : 0;
}
