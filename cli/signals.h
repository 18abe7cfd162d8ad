/* SIGINT and SIGTERM end a command in good order the first time, and at once the second time. */
#ifndef KP_CLI_SIGNALS_H
#define KP_CLI_SIGNALS_H

#include <signal.h>

extern volatile sig_atomic_t cli_signal; /* 0, or the one that came */

void cli_signals_catch(void);

/* Becomes readable, and stays so, with the first signal: a wait that also watches this one misses none. -1 before
 * cli_signals_catch. */
int cli_signal_fd(void);

#endif
