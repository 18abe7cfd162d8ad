#include <cli/signals.h>

#include <stddef.h>

volatile sig_atomic_t cli_signal;

static void on_signal(int number) { cli_signal = number; }

void cli_signals_catch(void)
{
    if (pipe(ends) == 0)
        for (int i = 0; i < 2; i++) {
            fcntl(ends[i], F_SETFD, FD_CLOEXEC);
            fcntl(ends[i], F_SETFL, O_NONBLOCK);
        }
    /* No SA_RESTART: a read that waits is interrupted. SA_RESETHAND: the second one ends the process. */
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}
