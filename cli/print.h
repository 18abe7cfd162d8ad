/* How a record is a line of output: Java's console consumer's layout. */
#ifndef KP_CLI_PRINT_H
#define KP_CLI_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include <cli/layout.h>
#include <kprod/reader.h>

typedef struct cli_print {
    bool timestamp, partition, offset, delivery, epoch, headers, key, value;
    cli_text separator; /* key.separator: between columns */
    cli_text line_separator;
    cli_text headers_separator;
    cli_text null_literal;
} cli_print;

void cli_print_init(cli_print *print);

/* One property of --property. Returns 0 or an exit code. */
int cli_print_property(cli_print *print, const char *pair);

/* Errors stay in the stream: ask ferror. */
void cli_print_record(const cli_print *print, const kp_read_record *record, FILE *out);

#endif
