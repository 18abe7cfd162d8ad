/* kprod produce: lines become records. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cli/commands.h>
#include <cli/connect.h>
#include <cli/layout.h>
#include <cli/lines.h>
#include <cli/say.h>
#include <cli/signals.h>
#include <cli/tally.h>
#include <kprod/producer.h>

typedef struct arguments {
    cli_common common;
    const char *topic;
    cli_list properties;
    const char *separator;
    const char *key;
    cli_list headers;
    int64_t partition;
    const char *delimiter;
    const char *line_reader;
    bool whole_files;
    bool by_line;
    bool empty_is_null;
    bool sync;
} arguments;

#define FLAGS offsetof(cli_common, flags)

/* clang-format off */
static const cli_arg args[] = {
    CLI_COMMON_ARGS,
    {CLI_LIST, 0, "producer-property", offsetof(cli_common, properties), NULL, NULL, NULL},
    {CLI_LIST, 0, "producer.config", offsetof(cli_common, files), NULL, NULL, NULL},
    {CLI_TEXT, 't', "topic", offsetof(arguments, topic), "NAME", "where to (required)", NULL},
    {CLI_FLAG, 0, "sync", offsetof(arguments, sync), NULL, "wait for each record's outcome before the next one", NULL},
    {CLI_LIST, 0, "property", offsetof(arguments, properties), "NAME=VALUE", "how lines are read, see below", NULL},
    {CLI_LIST, 0, "reader-property", offsetof(arguments, properties), NULL, NULL, NULL},
    {CLI_TEXT, 'K', NULL, offsetof(arguments, separator), "SEP", "key and value are apart by SEP (escapes: \\t \\xNN ...)", NULL},
    {CLI_TEXT, 'k', NULL, offsetof(arguments, key), "KEY", "the same key for all", NULL},
    {CLI_LIST, 'H', NULL, offsetof(arguments, headers), "NAME=VALUE", "a header for all; NAME alone is a null", NULL},
    {CLI_NUMBER, 'p', "partition", offsetof(arguments, partition), "N", "the partition for all", NULL},
    {CLI_TEXT, 'D', NULL, offsetof(arguments, delimiter), "SEP", "records end with SEP, not with a line", NULL},
    {CLI_FLAG, 'Z', NULL, offsetof(arguments, empty_is_null), NULL, "an empty key or value is null", NULL},
    {CLI_FLAG, 'w', "whole-files", offsetof(arguments, whole_files), NULL, "each FILE (or stdin) is one record", NULL},
    {CLI_FLAG, 'l', NULL, offsetof(arguments, by_line), NULL, NULL, NULL},
    {CLI_FLAG, 'P', NULL, offsetof(arguments, by_line), NULL, NULL, NULL},
    {CLI_OPTION, 'z', "compression-codec", FLAGS, "NAME", "compression.type", "compression.type"},
    {CLI_OPTION, 0, "request-required-acks", FLAGS, "N", "acks", "acks"},
    {CLI_OPTION, 0, "batch-size", FLAGS, "BYTES", "batch.size", "batch.size"},
    {CLI_OPTION, 0, "max-partition-memory-bytes", FLAGS, NULL, NULL, "batch.size"},
    {CLI_OPTION, 0, "timeout", FLAGS, "MS", "linger.ms", "linger.ms"},
    {CLI_OPTION, 0, "max-block-ms", FLAGS, "MS", "max.block.ms", "max.block.ms"},
    {CLI_OPTION, 0, "max-memory-bytes", FLAGS, "BYTES", "buffer.memory", "buffer.memory"},
    {CLI_OPTION, 0, "message-send-max-retries", FLAGS, "N", "retries", "retries"},
    {CLI_OPTION, 0, "request-timeout-ms", FLAGS, "MS", "request.timeout.ms", "request.timeout.ms"},
    {CLI_OPTION, 0, "retry-backoff-ms", FLAGS, "MS", "retry.backoff.ms", "retry.backoff.ms"},
    {CLI_OPTION, 0, "metadata-expiry-ms", FLAGS, "MS", "metadata.max.age.ms", "metadata.max.age.ms"},
    {CLI_OPTION, 0, "socket-buffer-size", FLAGS, "BYTES", "send.buffer.bytes", "send.buffer.bytes"},
    {CLI_TEXT, 0, "line-reader", offsetof(arguments, line_reader), NULL, NULL, NULL},
    {CLI_END, 0, NULL, 0, NULL, NULL, NULL},
};
/* clang-format on */

typedef struct producing {
    const arguments *in;
    cli_connect connect;
    cli_layout layout;
    cli_text delimiter;
    cli_tally tally;
    kp_producer *producer;
    kp_topic *topic;
    uint64_t number;    /* of the record at hand, from 1 */
    const char *source; /* what it is from */
    uint64_t line;      /* its number there */
    bool prompt;
} producing;

/* A callback gets one pointer, the record's number; the tally is the command's only one. */
static producing all;

static void on_done(const kp_delivery *delivery, void *arg)
{
    cli_tally *tally = &all.tally;
    if (delivery->err == KP_OK) {
        atomic_fetch_add_explicit(&tally->acked, 1, memory_order_relaxed);
        return;
    }
    atomic_fetch_add(delivery->status == KP_NOT_WRITTEN ? &tally->not_written : &tally->maybe_written, 1);
    const char *reason = delivery->reason;
    cli_tally_complain(tally, (uint64_t)(uintptr_t)arg, delivery->err, "%s%s%s", kp_err_text(delivery->err),
                       reason ? ": " : "", reason ? reason : "");
}

/* ---- one record ---- */

static const char *unit(void) { return all.in->delimiter || all.in->whole_files ? "record" : "line"; }

/* The limits are those of the library, and come in its order. */
static void complain_of_size(const kp_record *record)
{
    const char *option = "max.request.size";
    size_t size = kp_record_bytes(record);
    if ((int64_t)size <= cli_option_number(all.connect.options, option))
        option = "buffer.memory";
    cli_tally_complain(&all.tally, all.number, KP_ERR_RECORD_TOO_LARGE,
                       "%s, %s %" PRIu64 ": %zu bytes are more than %s=%" PRId64, all.source, unit(), all.line, size,
                       option, cli_option_number(all.connect.options, option));
}

static void refuse(const kp_record *record, kp_err err)
{
    all.tally.refused++;
    if (err == KP_ERR_RECORD_TOO_LARGE)
        complain_of_size(record);
    else
        cli_tally_complain(&all.tally, all.number, err, "%s", kp_err_text(err));
}

static void send_synced(const kp_record *record)
{
    kp_delivery delivery = KP_DELIVERY_INIT;
    kp_err err = kp_producer_send_wait(all.producer, record, KP_NEVER, &delivery);
    if (err == KP_ERR_RECORD_TOO_LARGE) {
        refuse(record, err);
        return;
    }
    if (err) {
        delivery.err = err;
        if (err == KP_ERR_TIMEOUT)
            delivery.status = KP_MAYBE_WRITTEN;
    }
    on_done(&delivery, (void *)(uintptr_t)all.number);
}

/* Returns 0, or an exit code when it makes no sense to go on. */
static int send_record(const kp_record *record)
{
    all.tally.sent++;
    all.tally.bytes += record->key_size + record->value_size;
    if (all.in->sync) {
        send_synced(record);
        return 0;
    }
    kp_err err = kp_producer_send(all.producer, record, on_done, (void *)(uintptr_t)all.number);
    if (!err)
        return 0;
    refuse(record, err);
    return err == KP_ERR_RECORD_TOO_LARGE || err == KP_ERR_UNKNOWN_PARTITION ? 0 : CLI_EXIT_NOT_WRITTEN;
}

/* A terminal is not to obey what is in a file. */
static void print_shown(char *to, size_t cap, const char *from, size_t size)
{
    size_t len = size < cap ? size : cap - 1;
    for (size_t i = 0; i < len; i++)
        to[i] = (unsigned char)from[i] < 0x20 || from[i] == 0x7f ? '?' : from[i];
    to[len] = 0;
}

static void print_escaped(char *to, size_t cap, const cli_text *text)
{
    size_t at = 0;
    to[0] = 0;
    for (size_t i = 0; i < text->size && at + 5 <= cap; i++) {
        unsigned char c = (unsigned char)text->bytes[i];
        const char *format = c == '\t' ? "\\t" : c == '\n' ? "\\n" : c < 0x20 || c == 0x7f ? "\\x%02x" : "%c";
        at += (size_t)snprintf(to + at, cap - at, format, c);
    }
}

static int complain_of_line(const cli_fault *fault)
{
    char shown[61], separator[4 * CLI_SEPARATOR_MAX + 1] = "";
    print_shown(shown, sizeof shown, fault->at, fault->size);
    if (fault->separator)
        print_escaped(separator, sizeof separator, fault->separator);
    const char *quote = fault->separator ? "\"" : "";
    cli_tally_clear(&all.tally);
    return cli_fail(CLI_EXIT_INPUT, "%s, %s %" PRIu64 ": %s%s%s%s%s in \"%s\"", all.source, unit(), all.line,
                    fault->what, fault->separator ? " " : "", quote, separator, quote, shown);
}

static int take_piece(const char *piece, size_t size)
{
    kp_record record = KP_RECORD_INIT;
    cli_fault fault;
    record.topic = all.topic;
    record.partition = (int32_t)all.in->partition;
    all.number++;
    all.line++;
    if (!cli_layout_apply(&all.layout, piece, size, &record, &fault))
        return complain_of_line(&fault);
    return send_record(&record);
}

/* ---- input ---- */

static int say_result(cli_lines_result result)
{
    int number = errno;
    cli_tally_clear(&all.tally);
    if (result == CLI_LINES_TOO_LONG)
        return cli_fail(CLI_EXIT_INPUT, "%s, %s %" PRIu64 ": longer than 1 GiB", all.source, unit(), all.line + 1);
    return cli_fail(CLI_EXIT_INPUT, "%s: %s", all.source, strerror(number));
}

static int take_input(const char *source, int fd)
{
    cli_lines lines;
    cli_lines_init(&lines, fd, all.delimiter.bytes, all.delimiter.size, cli_signal_fd());
    lines.drop_cr = !all.in->delimiter;
    all.source = source;
    all.line = 0;
    int code = 0;
    while (!code) {
        char *piece;
        size_t size;
        if (all.prompt)
            fputs(">", stderr);
        cli_lines_result result =
            all.in->whole_files ? cli_lines_rest(&lines, &piece, &size) : cli_lines_next(&lines, &piece, &size);
        if (result == CLI_LINES_END || result == CLI_LINES_STOPPED)
            break;
        code = result == CLI_LINES_PIECE ? take_piece(piece, size) : say_result(result);
        if ((all.number & 255) == 0)
            cli_tally_show(&all.tally);
    }
    cli_lines_deinit(&lines);
    return code;
}

static int take_files(const cli_list *files)
{
    if (!files->count)
        return take_input("stdin", STDIN_FILENO);
    int code = 0;
    for (int i = 0; i < files->count && !code && !cli_signal; i++) {
        bool is_stdin = strcmp(files->items[i], "-") == 0;
        int fd = is_stdin ? STDIN_FILENO : open(files->items[i], O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            return cli_fail(CLI_EXIT_INPUT, "%s: %s", files->items[i], strerror(errno));
        code = take_input(files->items[i], fd);
        if (!is_stdin)
            close(fd);
    }
    return code;
}

/* ---- the run ---- */

static int read_arguments(const arguments *in)
{
    cli_layout_init(&all.layout);
    all.in = in;
    if (!in->topic)
        return cli_fail(CLI_EXIT_USAGE, "which topic? Give --topic NAME");
    if (in->partition != KP_PARTITION_ANY && (in->partition < 0 || in->partition > INT32_MAX))
        return cli_fail(CLI_EXIT_USAGE, "--partition %" PRId64 ": must be 0 or more", in->partition);
    if (in->line_reader && !strstr(in->line_reader, "LineMessageReader"))
        return cli_fail(CLI_EXIT_USAGE,
                        "--line-reader %s: kprod loads no Java class; lines are read as --property says",
                        in->line_reader);
    if (!cli_unescape(in->delimiter ? in->delimiter : "\n", &all.delimiter) || all.delimiter.size == 0)
        return cli_fail(CLI_EXIT_USAGE, "-D %s: must be 1 to %d characters", in->delimiter, CLI_SEPARATOR_MAX);
    int code = 0;
    for (int i = 0; i < in->properties.count && !code; i++)
        code = cli_layout_property(&all.layout, in->properties.items[i]);
    for (int i = 0; i < in->headers.count && !code; i++)
        code = cli_layout_header(&all.layout, in->headers.items[i]);
    if (!code && in->separator)
        code = cli_layout_key_separator(&all.layout, in->separator);
    all.layout.fixed_key = in->key;
    all.layout.empty_is_null = in->empty_is_null;
    return code ? code : cli_layout_check(&all.layout);
}

/* Says what keeps us from sending before the first line is read. */
static int reach_topic(void)
{
    kp_error error = KP_ERROR_INIT;
    bool tell = isatty(STDERR_FILENO) && !all.in->common.quiet && all.connect.patience > KP_SEC(1);
    kp_ns first = tell ? KP_SEC(1) : all.connect.patience;
    kp_err err = kp_producer_wait_ready(all.producer, first, &error);
    if (err == KP_ERR_TIMEOUT && tell) {
        fprintf(stderr, "%s; waiting on\n", error.text);
        err = kp_producer_wait_ready(all.producer, all.connect.patience - first, &error);
    }
    if (err)
        return cli_fail_err(err, &error, all.connect.bootstrap);
    char what[300];
    snprintf(what, sizeof what, "topic \"%.250s\"", all.in->topic);
    err = kp_producer_topic(all.producer, all.in->topic, &all.topic);
    int32_t count = 0;
    if (!err)
        err = kp_topic_partitions(all.producer, all.topic, all.connect.patience, &count);
    if (err)
        return cli_fail_err(err == KP_ERR_TIMEOUT ? KP_ERR_UNKNOWN_TOPIC_OR_PARTITION : err, NULL, what);
    if (all.in->partition >= count)
        return cli_fail(CLI_EXIT_USAGE, "--partition %" PRId64 ": topic \"%s\" has %d partitions, 0 to %d",
                        all.in->partition, all.in->topic, (int)count, (int)count - 1);
    return 0;
}

/* Waits for the outcome of all; a second signal ends that. */
static void wait_for_outcomes(void)
{
    kp_ns limit = KP_MS(cli_option_number(all.connect.options, "delivery.timeout.ms")) + KP_SEC(10);
    kp_err err = kp_producer_flush(all.producer, limit);
    if (err)
        cli_say("not everything was decided in time: %s", kp_err_text(err));
    err = kp_producer_close(all.producer, KP_SEC(10)); /* what is left fails now, and is counted */
    if (err)
        cli_say("close: %s", kp_err_text(err));
}

static int produce(void)
{
    kp_error error = KP_ERROR_INIT;
    kp_err err = kp_producer_open(all.connect.options, &all.connect.hooks, &all.producer, &error);
    if (err)
        return cli_fail_err(err, &error, NULL);
    int code = reach_topic();
    if (!code) {
        bool terminal = isatty(STDERR_FILENO), typed = isatty(STDIN_FILENO) && !all.in->common.positional.count;
        all.prompt = typed && terminal && !all.in->common.quiet;
        cli_tally_init(&all.tally, terminal && !typed && !all.in->common.quiet);
        cli_signals_catch();
        code = take_files(&all.in->common.positional);
        wait_for_outcomes();
        int outcome = cli_tally_end(&all.tally, all.in->common.quiet);
        code = code ? code : outcome;
        if (cli_signal && !code)
            code = 128 + (int)cli_signal;
    }
    kp_producer_free(all.producer);
    return code;
}

static int run(const cli_command *command, int argc, char **argv)
{
    static arguments in;
    in = (arguments){.partition = KP_PARTITION_ANY};
    int code = cli_args_parse(command, argc, argv, &in);
    if (!code && in.common.help) {
        cli_help(command);
        return 0;
    }
    if (!code)
        code = read_arguments(&in);
    if (code)
        return code;
    code = cli_connect_init(&all.connect, &in.common, false);
    if (!code)
        code = produce();
    cli_connect_deinit(&all.connect);
    return code;
}

const cli_command cli_produce = {
    "produce",
    "--topic NAME [FILE ...] [OPTIONS]",
    "Sends lines of files or of stdin, each as one record.",
    args,
    "A line ends with a newline, or a carriage return and a newline, as in Java's console producer; unlike there, a\n"
    "carriage return alone is a part of the line, and with -D '\\n' any is.\n"
    "\n"
    "Properties (--property NAME=VALUE), as in Java's console producer:\n"
    "  parse.key=false            the line begins with the key, then key.separator=<tab>\n"
    "  parse.headers=false        the line begins with name:value,name:value, then headers.delimiter=<tab>;\n"
    "                             headers.separator=, headers.key.separator=: (plain text, no regular expression)\n"
    "  null.marker=TEXT           a key, value or header value that is TEXT is null\n"
    "  ignore.error=false         a line without its separators is taken whole, a header without its value is null\n"
    "\n"
    "Exit codes: 0 all records are acknowledged; 2 arguments; 3 some were not written; 4 of some it is unknown;\n"
    "5 no broker; 6 input; 130, 143 after a signal (what was read is still delivered).\n"
    "\n"
    "  kprod produce -b embedded:./data -t packages -K ' ' /var/log/dpkg.log\n"
    "  tail -F app.log | kprod produce -b kafka:9092 -t logs -X linger.ms=50\n",
    run,
};
