/* Input, a piece at a time: large reads, delimiters found by memchr, no copy of what is whole in the buffer. */
#ifndef KP_CLI_LINES_H
#define KP_CLI_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CLI_READ_BYTES = 1 << 18, CLI_PIECE_MAX = 1 << 30 };

typedef struct cli_lines {
    int fd;
    const char *delimiter; /* at least one byte */
    size_t delimiter_size;
    bool drop_cr; /* a carriage return before the delimiter belongs to it */
    char *data;
    size_t cap;
    size_t begin, end; /* what is read and not given */
    size_t scanned;    /* from begin: no delimiter begins here */
    bool at_end;
    int stop_fd;    /* when this is readable nothing more is read; -1: none */
    uint64_t bytes; /* read in all */
} cli_lines;

typedef enum cli_lines_result {
    CLI_LINES_PIECE,
    CLI_LINES_END,
    CLI_LINES_STOPPED,
    CLI_LINES_ERROR,
    CLI_LINES_TOO_LONG
} cli_lines_result;

void cli_lines_init(cli_lines *lines, int fd, const char *delimiter, size_t delimiter_size, int stop_fd);
void cli_lines_deinit(cli_lines *lines);

/* The next piece without its delimiter, valid (and writable) until the next call. The last one needs no delimiter.
 * STOPPED: by stop_fd, after every piece that was read whole. ERROR: see errno. */
cli_lines_result cli_lines_next(cli_lines *lines, char **piece, size_t *size);

/* All that is left, as one piece; END when that is nothing and something was given before. */
cli_lines_result cli_lines_rest(cli_lines *lines, char **piece, size_t *size);

#endif
