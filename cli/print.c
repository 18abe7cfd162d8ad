#include <cli/print.h>

#include <inttypes.h>
#include <string.h>

#include <cli/connect.h>
#include <cli/say.h>

static void set_text(cli_text *text, const char *from)
{
    text->size = strlen(from);
    memcpy(text->bytes, from, text->size);
}

void cli_print_init(cli_print *print)
{
    *print = (cli_print){.value = true};
    set_text(&print->separator, "\t");
    set_text(&print->line_separator, "\n");
    set_text(&print->headers_separator, ",");
    set_text(&print->null_literal, "null");
}

static const struct {
    const char *name;
    size_t offset;
} columns[] = {
    {"print.timestamp", offsetof(cli_print, timestamp)},
    {"print.partition", offsetof(cli_print, partition)},
    {"print.offset", offsetof(cli_print, offset)},
    {"print.delivery", offsetof(cli_print, delivery)},
    {"print.epoch", offsetof(cli_print, epoch)},
    {"print.headers", offsetof(cli_print, headers)},
    {"print.key", offsetof(cli_print, key)},
    {"print.value", offsetof(cli_print, value)},
};

static const struct {
    const char *name;
    size_t offset;
} texts[] = {
    {"key.separator", offsetof(cli_print, separator)},
    {"line.separator", offsetof(cli_print, line_separator)},
    {"headers.separator", offsetof(cli_print, headers_separator)},
    {"null.literal", offsetof(cli_print, null_literal)},
};

int cli_print_property(cli_print *print, const char *pair)
{
    char name[64];
    const char *value;
    if (!cli_split_pair(pair, name, sizeof name, &value))
        return cli_fail(CLI_EXIT_USAGE, "--property %s: must be name=value", pair);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (strcmp(columns[i].name, name) == 0) {
            *(bool *)((char *)print + columns[i].offset) = strcmp(value, "true") == 0;
            return 0;
        }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(texts[i].name, name) == 0) {
            if (strlen(value) > CLI_SEPARATOR_MAX)
                return cli_fail(CLI_EXIT_USAGE, "--property %s: at most %d bytes", name, CLI_SEPARATOR_MAX);
            set_text((cli_text *)(void *)((char *)print + texts[i].offset), value);
            return 0;
        }
    return cli_fail(CLI_EXIT_USAGE, "--property %s: no such property (kprod consume --help)", name);
}

/* ---- one record ---- */

typedef struct writing {
    const cli_print *print;
    FILE *out;
    bool begun;
} writing;

static void put_text(FILE *out, const cli_text *text) { fwrite(text->bytes, 1, text->size, out); }

static void begin_column(writing *line)
{
    if (line->begun)
        put_text(line->out, &line->print->separator);
    line->begun = true;
}

static void put_bytes(writing *line, const void *data, size_t size)
{
    if (data)
        fwrite(data, 1, size, line->out);
    else
        put_text(line->out, &line->print->null_literal);
}

static void put_headers(writing *line, const kp_read_record *record)
{
    begin_column(line);
    if (!record->header_count)
        fputs("NO_HEADERS", line->out);
    for (size_t i = 0; i < record->header_count; i++) {
        const kp_header *header = &record->headers[i];
        if (i)
            put_text(line->out, &line->print->headers_separator);
        fwrite(header->name, 1, header->name_size, line->out);
        fputc(':', line->out);
        put_bytes(line, header->value, header->value_size);
    }
}

static void put_timestamp(writing *line, const kp_read_record *record)
{
    begin_column(line);
    if (record->timestamp_ms < 0)
        fputs("NO_TIMESTAMP", line->out);
    else
        fprintf(line->out, "%s:%" PRId64, record->timestamp_type ? "LogAppendTime" : "CreateTime",
                record->timestamp_ms);
}

void cli_print_record(const cli_print *print, const kp_read_record *record, FILE *out)
{
    writing line = {.print = print, .out = out};
    if (print->timestamp)
        put_timestamp(&line, record);
    if (print->partition) {
        begin_column(&line);
        fprintf(out, "Partition:%" PRId32, record->partition);
    }
    if (print->offset) {
        begin_column(&line);
        fprintf(out, "Offset:%" PRId64, record->offset);
    }
    if (print->delivery) {
        begin_column(&line);
        fputs("Delivery:NOT_PRESENT", out);
    }
    if (print->epoch) {
        begin_column(&line);
        fprintf(out, "Epoch:%" PRId32, record->leader_epoch);
    }
    if (print->headers)
        put_headers(&line, record);
    if (print->key) {
        begin_column(&line);
        put_bytes(&line, record->key, record->key_size);
    }
    if (print->value) {
        begin_column(&line);
        put_bytes(&line, record->value, record->value_size);
    }
    put_text(out, &print->line_separator);
}
