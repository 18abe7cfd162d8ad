/* What the command says and with what it ends. stdout is for data, stderr for talk. */
#ifndef KP_CLI_SAY_H
#define KP_CLI_SAY_H

#include <kprod/error.h>
#include <kprod/export.h>

/* Exit codes. After a signal: 128 + its number. */
enum {
    CLI_EXIT_OK = 0,
    CLI_EXIT_INTERNAL = 1,    /* something that should not happen, or that no other code says */
    CLI_EXIT_USAGE = 2,       /* arguments, options, names: nothing was done */
    CLI_EXIT_NOT_WRITTEN = 3, /* some records were certainly not written */
    CLI_EXIT_UNKNOWN = 4,     /* of some records it is not known */
    CLI_EXIT_CONNECT = 5,     /* no broker, or it does not know us */
    CLI_EXIT_INPUT = 6        /* the input is not what it was said to be */
};

/* The command at hand, for the begin of each line. */
void cli_say_as(const char *command);

/* One line on stderr. */
void cli_say(const char *format, ...) KP_PRINTF(1, 2);

/* The same; returns `code`. */
int cli_fail(int code, const char *format, ...) KP_PRINTF(2, 3);

/* Says what the library said (or the code's own text), and what to do about it; returns the exit code for it. `what` is
 * what was tried, NULL when the error says it all. */
int cli_fail_err(kp_err err, const kp_error *error, const char *what);

int cli_exit_of(kp_err err);

#endif
