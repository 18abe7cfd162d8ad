/* kprod broker: the embedded broker in a process of its own. */
#include <kprod/broker.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <cli/commands.h>
#include <cli/say.h>

typedef struct arguments {
    cli_common common; /* only its help, verbose and positional are used */
    const char *data_dir;
    const char *host;
    int64_t port;
    bool ephemeral;
    bool no_auto_create;
    int64_t partitions;
    const char *fsync;
    int64_t fsync_interval_ms;
    int64_t connections_max;
    int64_t connections_max_idle_ms;
    int64_t request_bytes_max;
    int64_t segment_bytes;
} arguments;

/* clang-format off */
static const cli_arg args[] = {
    {CLI_TEXT, 'd', "data-dir", offsetof(arguments, data_dir), "DIR", "where topics are kept; made when missing", NULL},
    {CLI_FLAG, 0, "ephemeral", offsetof(arguments, ephemeral), NULL, "keep nothing: a directory of its own, removed at the end", NULL},
    {CLI_TEXT, 0, "host", offsetof(arguments, host), "ADDRESS", "to listen on (127.0.0.1)", NULL},
    {CLI_NUMBER, 'p', "port", offsetof(arguments, port), "N", "to listen on (9092); 0: any free one, see the ready line", NULL},
    {CLI_NUMBER, 0, "partitions", offsetof(arguments, partitions), "N", "of a topic that is made when first asked for", NULL},
    {CLI_FLAG, 0, "no-auto-create", offsetof(arguments, no_auto_create), NULL, "topics are made by `kprod topics --create` only", NULL},
    {CLI_TEXT, 0, "fsync", offsetof(arguments, fsync), "WHEN", "always (before each answer), interval or never", NULL},
    {CLI_NUMBER, 0, "fsync-interval-ms", offsetof(arguments, fsync_interval_ms), "MS", "with --fsync interval", NULL},
    {CLI_NUMBER, 0, "segment-bytes", offsetof(arguments, segment_bytes), "N", "a log file's size, then the next one begins", NULL},
    {CLI_NUMBER, 0, "connections-max", offsetof(arguments, connections_max), "N", "more are refused", NULL},
    {CLI_NUMBER, 0, "connections-max-idle-ms", offsetof(arguments, connections_max_idle_ms), "MS", "who sends and takes nothing for so long is closed", NULL},
    {CLI_NUMBER, 0, "request-bytes-max", offsetof(arguments, request_bytes_max), "N", "larger requests end their connection", NULL},
    {CLI_FLAG, 'v', "verbose", offsetof(cli_common, verbose), NULL, "what the broker logs, on stderr", NULL},
    {CLI_FLAG, 'h', "help", offsetof(cli_common, help), NULL, "this text", NULL},
    {CLI_END, 0, NULL, 0, NULL, NULL, NULL},
};
/* clang-format on */

static void log_line(void *context, int severity, const char *event, const char *text)
{
    (void)context;
    (void)severity;
    fprintf(stderr, "kprod broker: %s: %s\n", event, text);
}

static int check_number(const char *name, int64_t value, int64_t low, int64_t high)
{
    if (value >= low && value <= high)
        return 0;
    return cli_fail(CLI_EXIT_USAGE, "--%s %lld: must be %lld to %lld", name, (long long)value, (long long)low,
                    (long long)high);
}

/* Checks, and fills the broker's options; -1 stands for the default. */
static int options_of(const arguments *in, kp_broker_options *options)
{
    if (in->common.positional.count)
        return cli_fail(CLI_EXIT_USAGE, "%s: what is this? (kprod broker --help)", in->common.positional.items[0]);
    if (!in->data_dir == !in->ephemeral)
        return cli_fail(CLI_EXIT_USAGE, in->data_dir ? "--data-dir and --ephemeral contradict each other"
                                                     : "where to keep the data? Give --data-dir DIR, or --ephemeral");
    if (in->fsync && strcmp(in->fsync, "always") && strcmp(in->fsync, "interval") && strcmp(in->fsync, "never"))
        return cli_fail(CLI_EXIT_USAGE, "--fsync %s: must be always, interval or never", in->fsync);
    const struct {
        const char *name;
        int64_t value, low, high;
    } ranges[] = {
        {"port", in->port, 0, 65535},
        {"partitions", in->partitions, 1, 10000},
        {"fsync-interval-ms", in->fsync_interval_ms, 1, 86400000},
        {"segment-bytes", in->segment_bytes, 1024, INT32_MAX},
        {"connections-max", in->connections_max, 1, 1000000},
        {"connections-max-idle-ms", in->connections_max_idle_ms, 1, INT32_MAX},
        {"request-bytes-max", in->request_bytes_max, 1024, INT32_MAX},
    };
    int code = 0;
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0] && !code; i++)
        if (ranges[i].value != INT64_MIN)
            code = check_number(ranges[i].name, ranges[i].value, ranges[i].low, ranges[i].high);
    options->data_dir = in->data_dir;
    options->ephemeral = in->ephemeral;
    options->port = (uint16_t)in->port;
    options->auto_create = !in->no_auto_create;
    if (in->host)
        options->host = in->host;
    if (in->fsync)
        options->fsync = in->fsync;
    if (in->partitions != INT64_MIN)
        options->default_partitions = (int32_t)in->partitions;
    if (in->fsync_interval_ms != INT64_MIN)
        options->fsync_interval = KP_MS(in->fsync_interval_ms);
    if (in->segment_bytes != INT64_MIN)
        options->segment_bytes = in->segment_bytes;
    if (in->connections_max != INT64_MIN)
        options->connections_max = (int32_t)in->connections_max;
    if (in->connections_max_idle_ms != INT64_MIN)
        options->connections_max_idle = KP_MS(in->connections_max_idle_ms);
    if (in->request_bytes_max != INT64_MIN)
        options->request_bytes_max = (int32_t)in->request_bytes_max;
    return code;
}

static int serve(const kp_broker_options *options, const kp_hooks *hooks)
{
    /* Blocked before the broker's thread exists, so that sigwait gets them. */
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    kp_error error = KP_ERROR_INIT;
    kp_broker *broker;
    kp_err err = kp_broker_open(options, hooks, &broker, &error);
    if (err)
        return cli_fail_err(err, &error, NULL);
    printf("ready %s\n", kp_broker_address(broker));
    fflush(stdout);
    int number;
    sigwait(&ends, &number);
    pthread_sigmask(SIG_UNBLOCK, &ends, NULL); /* a second one ends a close that takes too long */
    kp_broker_close(broker);
    return 0;
}

static int run(const cli_command *command, int argc, char **argv)
{
    static arguments in;
    in = (arguments){.port = 9092,
                     .partitions = INT64_MIN,
                     .fsync_interval_ms = INT64_MIN,
                     .connections_max = INT64_MIN,
                     .connections_max_idle_ms = INT64_MIN,
                     .request_bytes_max = INT64_MIN,
                     .segment_bytes = INT64_MIN};
    int code = cli_args_parse(command, argc, argv, &in);
    if (code)
        return code;
    if (in.common.help) {
        cli_help(command);
        return 0;
    }
    kp_broker_options options;
    kp_broker_options_init(&options);
    code = options_of(&in, &options);
    if (code)
        return code;
    kp_hooks hooks = KP_HOOKS_INIT;
    hooks.log = log_line;
    hooks.log_severity = in.common.verbose ? 7 : 4;
    return serve(&options, &hooks);
}

const cli_command cli_broker = {
    "broker",
    "--data-dir DIR|--ephemeral [OPTIONS]",
    "Runs the embedded broker: for development, demos and tests.",
    args,
    "The first line on stdout is \"ready HOST:PORT\", when clients may connect. SIGINT or SIGTERM end it in good "
    "order.\n"
    "It is one node without replication, and not for production.\n"
    "Whatever clients do, they make it hold less than --request-bytes-max (100 MiB) + 128 MiB, and 2 KiB a connection "
    "(10000\nat most); topics come on top. A client idle for 10 minutes is closed.\n",
    run,
};
