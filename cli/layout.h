/* How a line of input is a record: headers, key and value, as Java's console producer has it. */
#ifndef KP_CLI_LAYOUT_H
#define KP_CLI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include <cli/args.h>
#include <kprod/record.h>

enum { CLI_HEADERS_MAX = 1024, CLI_SEPARATOR_MAX = 64 };

typedef struct cli_text {
    char bytes[CLI_SEPARATOR_MAX];
    size_t size;
} cli_text;

typedef struct cli_layout {
    bool parse_key;
    bool parse_headers;
    bool ignore_error;
    bool empty_is_null;
    bool has_null_marker;
    cli_text key_separator;         /* \t */
    cli_text headers_delimiter;     /* \t: between headers and key */
    cli_text headers_separator;     /* ,: between two headers */
    cli_text headers_key_separator; /* :: inside one */
    cli_text null_marker;
    const char *fixed_key; /* NULL: none */
    int fixed_headers;     /* the first ones of `headers`: -H */
    kp_header headers[CLI_HEADERS_MAX];
} cli_layout;

void cli_layout_init(cli_layout *layout);

/* One property of --property (parse.key, key.separator, ...). Returns 0 or an exit code. */
int cli_layout_property(cli_layout *layout, const char *pair);

/* The separator of -K: its escapes (\t \n \r \0 \\ \xNN) are read. Returns 0 or an exit code. */
int cli_layout_key_separator(cli_layout *layout, const char *text);

/* A header for every record: name=value, or a name alone for a null. */
int cli_layout_header(cli_layout *layout, const char *pair);

/* Separators that are the same make lines ambiguous. Returns 0 or an exit code. */
int cli_layout_check(const cli_layout *layout);

/* What is wrong with a line. */
typedef struct cli_fault {
    const char *what;          /* "no key.separator", "a header without a name" ... */
    const cli_text *separator; /* what is missing; NULL: nothing is */
    const char *at;            /* in this part of the line */
    size_t size;
} cli_fault;

/* Takes a line apart into key, value and headers (which point into it and into the layout). False: see `fault`. */
bool cli_layout_apply(cli_layout *layout, const char *line, size_t size, kp_record *record, cli_fault *fault);

/* Reads escapes; false when there is a bad one or no room. */
bool cli_unescape(const char *text, cli_text *out);

#endif
