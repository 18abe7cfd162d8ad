#include <cli/lines.h>

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void cli_lines_init(cli_lines *lines, int fd, const char *delimiter, size_t delimiter_size, int stop_fd)
{
    *lines = (cli_lines){.fd = fd, .delimiter = delimiter, .delimiter_size = delimiter_size, .stop_fd = stop_fd};
}

void cli_lines_deinit(cli_lines *lines)
{
    free(lines->data);
    lines->data = NULL;
}

/* Makes room for a read: moves what is left to the front, or doubles. */
static cli_lines_result make_room(cli_lines *lines)
{
    if (lines->begin) {
        memmove(lines->data, lines->data + lines->begin, lines->end - lines->begin);
        lines->end -= lines->begin;
        lines->begin = 0;
    }
    if (lines->cap - lines->end >= CLI_READ_BYTES)
        return CLI_LINES_PIECE;
    size_t cap = lines->cap ? lines->cap * 2 : 2 * (size_t)CLI_READ_BYTES;
    if (cap > 2 * (size_t)CLI_PIECE_MAX)
        return CLI_LINES_TOO_LONG;
    char *data = realloc(lines->data, cap);
    if (!data)
        return CLI_LINES_ERROR;
    lines->data = data;
    lines->cap = cap;
    return CLI_LINES_PIECE;
}

/* Waits until there is something to read, or the end is asked for. */
static cli_lines_result wait_for_input(const cli_lines *lines)
{
    for (;;) {
        struct pollfd fds[2] = {{.fd = lines->fd, .events = POLLIN}, {.fd = lines->stop_fd, .events = POLLIN}};
        int n = poll(fds, 2, -1);
        if (n < 0 && errno != EINTR)
            return CLI_LINES_ERROR;
        if (n > 0)
            return fds[1].revents ? CLI_LINES_STOPPED : CLI_LINES_PIECE;
    }
}

static cli_lines_result fill(cli_lines *lines)
{
    cli_lines_result result = make_room(lines);
    if (result == CLI_LINES_PIECE)
        result = wait_for_input(lines);
    if (result != CLI_LINES_PIECE)
        return result;
    ssize_t n;
    do
        n = read(lines->fd, lines->data + lines->end, CLI_READ_BYTES);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return CLI_LINES_ERROR;
    lines->at_end = n == 0;
    lines->end += (size_t)n;
    lines->bytes += (uint64_t)n;
    return CLI_LINES_PIECE;
}

/* The delimiter's place behind `begin`, or NULL; remembers how far it looked. */
static char *find_delimiter(cli_lines *lines)
{
    char *from = lines->data + lines->begin;
    size_t left = lines->end - lines->begin;
    while (lines->scanned + lines->delimiter_size <= left) {
        char *at =
            memchr(from + lines->scanned, lines->delimiter[0], left - lines->scanned - (lines->delimiter_size - 1));
        if (!at) {
            lines->scanned = left - (lines->delimiter_size - 1);
            return NULL;
        }
        if (memcmp(at, lines->delimiter, lines->delimiter_size) == 0)
            return at;
        lines->scanned = (size_t)(at - from) + 1;
    }
    return NULL;
}

static cli_lines_result give_rest(cli_lines *lines, char **piece, size_t *size)
{
    *piece = lines->data + lines->begin;
    *size = lines->end - lines->begin;
    lines->begin = lines->end;
    lines->scanned = 0;
    return CLI_LINES_PIECE;
}

cli_lines_result cli_lines_next(cli_lines *lines, char **piece, size_t *size)
{
    for (;;) {
        char *at = lines->begin < lines->end ? find_delimiter(lines) : NULL;
        if (at) {
            *piece = lines->data + lines->begin;
            *size = (size_t)(at - *piece);
            lines->begin += *size + lines->delimiter_size;
            *size -= lines->drop_cr && *size && at[-1] == '\r';
            lines->scanned = 0;
            return CLI_LINES_PIECE;
        }
        if (lines->at_end)
            return lines->begin == lines->end ? CLI_LINES_END : give_rest(lines, piece, size);
        if (lines->end - lines->begin > CLI_PIECE_MAX)
            return CLI_LINES_TOO_LONG;
        cli_lines_result result = fill(lines);
        if (result != CLI_LINES_PIECE)
            return result;
    }
}

cli_lines_result cli_lines_rest(cli_lines *lines, char **piece, size_t *size)
{
    if (lines->at_end)
        return CLI_LINES_END;
    while (!lines->at_end) {
        cli_lines_result result = fill(lines);
        if (result != CLI_LINES_PIECE)
            return result;
        if (lines->end - lines->begin > CLI_PIECE_MAX)
            return CLI_LINES_TOO_LONG;
    }
    return give_rest(lines, piece, size);
}
