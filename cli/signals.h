/* SIGINT and SIGTERM end a command in good order the first time, and at once the second time. */
#ifndef KP_CLI_SIGNALS_H
#define KP_CLI_SIGNALS_H

#include <signal.h>

extern volatile sig_atomic_t cli_signal; /* 0, or the one that came */

void cli_signals_catch(void);

#endif
