/* kprod consume: records become lines. Partitions are read directly, there are no groups. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cli/commands.h>
#include <cli/connect.h>
#include <cli/print.h>
#include <cli/say.h>
#include <cli/signals.h>
#include <kprod/reader.h>

typedef struct arguments {
    cli_common common;
    const char *topic;
    int64_t partition;
    const char *offset;
    bool from_beginning;
    int64_t max_messages;
    int64_t timeout_ms;
    bool exit_at_end;
    cli_list properties;
    const char *group;
    const char *include;
    const char *formatter;
    bool ignored;
} arguments;

/* clang-format off */
static const cli_arg args[] = {
    CLI_COMMON_ARGS,
    {CLI_LIST, 0, "consumer-property", offsetof(cli_common, properties), NULL, NULL, NULL},
    {CLI_LIST, 0, "consumer.config", offsetof(cli_common, files), NULL, NULL, NULL},
    {CLI_TEXT, 't', "topic", offsetof(arguments, topic), "NAME", "where from (required)", NULL},
    {CLI_NUMBER, 'p', "partition", offsetof(arguments, partition), "N", "this partition only", NULL},
    {CLI_TEXT, 'o', "offset", offsetof(arguments, offset), "WHERE", "earliest, latest, or a number (latest)", NULL},
    {CLI_FLAG, 0, "from-beginning", offsetof(arguments, from_beginning), NULL, "the same as --offset earliest", NULL},
    {CLI_NUMBER, 'c', "max-messages", offsetof(arguments, max_messages), "N", "end after N records", NULL},
    {CLI_NUMBER, 0, "timeout-ms", offsetof(arguments, timeout_ms), "MS", "end when none comes for so long", NULL},
    {CLI_FLAG, 'e', "exit", offsetof(arguments, exit_at_end), NULL, "end when all is read", NULL},
    {CLI_LIST, 0, "property", offsetof(arguments, properties), "NAME=VALUE", "what is printed, see below", NULL},
    {CLI_LIST, 0, "formatter-property", offsetof(arguments, properties), NULL, NULL, NULL},
    {CLI_TEXT, 0, "formatter", offsetof(arguments, formatter), NULL, NULL, NULL},
    {CLI_OPTION, 0, "isolation-level", offsetof(cli_common, flags), "LEVEL", "isolation.level", "isolation.level"},
    {CLI_TEXT, 'G', "group", offsetof(arguments, group), NULL, NULL, NULL},
    {CLI_TEXT, 0, "include", offsetof(arguments, include), NULL, NULL, NULL},
    {CLI_FLAG, 'C', NULL, offsetof(arguments, ignored), NULL, NULL, NULL},
    {CLI_FLAG, 'u', NULL, offsetof(arguments, ignored), NULL, NULL, NULL},
    {CLI_END, 0, NULL, 0, NULL, NULL, NULL},
};
/* clang-format on */

enum {
    SLICE_MS = 200, /* a signal is noticed at least this often */
    STUCK = 3       /* times the patience with which a broker is waited for */
};

static int64_t now_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int read_offset(const arguments *in, int64_t *offset)
{
    static const struct {
        const char *word;
        int64_t offset;
    } words[] = {{"earliest", KP_OFFSET_EARLIEST},
                 {"beginning", KP_OFFSET_EARLIEST},
                 {"latest", KP_OFFSET_LATEST},
                 {"end", KP_OFFSET_LATEST}};
    *offset = in->from_beginning ? KP_OFFSET_EARLIEST : KP_OFFSET_LATEST;
    if (!in->offset)
        return 0;
    if (in->from_beginning)
        return cli_fail(CLI_EXIT_USAGE, "--from-beginning and --offset contradict each other");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i].word, in->offset) == 0) {
            *offset = words[i].offset;
            return 0;
        }
    if (!cli_number(in->offset, offset) || *offset < 0)
        return cli_fail(CLI_EXIT_USAGE, "--offset %s: must be earliest, latest or a number from 0 on", in->offset);
    if (in->partition < 0)
        return cli_fail(CLI_EXIT_USAGE, "--offset %s needs --partition: offsets belong to one partition", in->offset);
    return 0;
}

static int check(const arguments *in)
{
    if (in->group)
        return cli_fail(CLI_EXIT_USAGE, "--group %s: kprod reads partitions directly and has no groups; leave it away",
                        in->group);
    if (in->include)
        return cli_fail(CLI_EXIT_USAGE, "--include %s: kprod reads one topic; give --topic NAME", in->include);
    if (!in->topic)
        return cli_fail(CLI_EXIT_USAGE, "which topic? Give --topic NAME");
    if (in->formatter && !strstr(in->formatter, "DefaultMessageFormatter"))
        return cli_fail(CLI_EXIT_USAGE, "--formatter %s: kprod loads no Java class; see --property", in->formatter);
    if (in->common.positional.count)
        return cli_fail(CLI_EXIT_USAGE, "%s: what is this? (kprod consume --help)", in->common.positional.items[0]);
    if (in->partition < -1 || in->partition > INT32_MAX)
        return cli_fail(CLI_EXIT_USAGE, "--partition %" PRId64 ": must be 0 or more", in->partition);
    return 0;
}

/* An end was asked for and does not come: honest brokers tell it at once. */
static int stuck(const kp_error *error, kp_ns quiet)
{
    return cli_fail(CLI_EXIT_CONNECT, "nothing came for %" PRId64 " ms, and the end is not reached: %s",
                    quiet / KP_MS(1), error->text);
}

/* Records until the end that was asked for. */
static int read_records(kp_reader *reader, const arguments *in, const cli_print *print, const cli_connect *connect)
{
    kp_error error = KP_ERROR_INIT;
    int64_t count = 0, quiet_since = now_ms();
    int code = 0;
    while (!cli_signal && count != in->max_messages && !ferror(stdout)) {
        kp_read_record record = KP_READ_RECORD_INIT;
        kp_err err = kp_reader_next(reader, 0, &record, &error);
        if (err == KP_ERR_TIMEOUT) {
            fflush(stdout); /* what there is is seen before the wait */
            err = kp_reader_next(reader, KP_MS(SLICE_MS), &record, &error);
        }
        if (err == KP_ERR_TIMEOUT) {
            if (in->timeout_ms >= 0 && now_ms() - quiet_since >= in->timeout_ms)
                break;
            if (!in->exit_at_end || KP_MS(now_ms() - quiet_since) < connect->patience * STUCK)
                continue;
            code = stuck(&error, connect->patience * STUCK);
            break;
        }
        if (err == KP_ERR_END_OF_FILE)
            break;
        if (err) {
            code = cli_fail_err(err, &error, cli_exit_of(err) == CLI_EXIT_CONNECT ? connect->bootstrap : NULL);
            break;
        }
        cli_print_record(print, &record, stdout);
        count++;
        if (in->timeout_ms >= 0 || in->exit_at_end)
            quiet_since = now_ms();
    }
    fflush(stdout);
    if (!in->common.quiet)
        fprintf(stderr, "Processed a total of %" PRId64 " messages\n", count);
    return code ? code : cli_signal ? 128 + (int)cli_signal : 0;
}

static int consume(const arguments *in, const cli_print *print, int64_t offset, cli_connect *connect)
{
    kp_error error = KP_ERROR_INIT;
    kp_reader *reader;
    kp_err err = kp_reader_open(connect->options, &connect->hooks, &reader, &error);
    if (err)
        return cli_fail_err(err, &error, NULL);
    int code;
    err = kp_reader_assign(reader, in->topic, (int32_t)in->partition, offset, connect->patience, &error);
    if (err) {
        code = cli_fail_err(err, &error, cli_exit_of(err) == CLI_EXIT_CONNECT ? connect->bootstrap : NULL);
    } else {
        kp_reader_stop_at_end(reader, in->exit_at_end);
        cli_signals_catch();
        code = read_records(reader, in, print, connect);
    }
    kp_reader_close(reader);
    return code;
}

static int run(const cli_command *command, int argc, char **argv)
{
    static arguments in;
    static cli_print print;
    static char buffer[1 << 16];
    in = (arguments){.partition = -1, .max_messages = -1, .timeout_ms = -1};
    int code = cli_args_parse(command, argc, argv, &in);
    if (!code && in.common.help) {
        cli_help(command);
        return 0;
    }
    int64_t offset;
    cli_print_init(&print);
    if (!code)
        code = check(&in);
    if (!code)
        code = read_offset(&in, &offset);
    for (int i = 0; i < in.properties.count && !code; i++)
        code = cli_print_property(&print, in.properties.items[i]);
    if (code)
        return code;
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    cli_connect connect;
    code = cli_connect_init(&connect, &in.common, true);
    if (!code)
        code = consume(&in, &print, offset, &connect);
    cli_connect_deinit(&connect);
    fflush(stdout); /* before the buffer goes */
    return code;
}

const cli_command cli_consume = {
    "consume",
    "--topic NAME [OPTIONS]",
    "Prints the records of a topic, of all partitions or one.",
    args,
    "Properties (--property NAME=VALUE), as in Java's console consumer, in the order of the columns:\n"
    "  print.timestamp=false print.partition=false print.offset=false print.delivery=false print.epoch=false\n"
    "  print.headers=false print.key=false print.value=true\n"
    "  key.separator=<tab>        between columns\n"
    "  line.separator=<newline>   after each record\n"
    "  headers.separator=,        between headers\n"
    "  null.literal=null          for a null key or value\n"
    "\n"
    "  kprod consume -b embedded:./data -t packages --from-beginning -e --property print.key=true\n",
    run,
};
