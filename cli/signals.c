#include <cli/signals.h>

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

volatile sig_atomic_t cli_signal;

static int ends[2] = {-1, -1};

static void on_signal(int number)
{
    int saved = errno;
    cli_signal = number;
    ssize_t n = write(ends[1], "", 1);
    (void)n; /* full: it is readable already */
    errno = saved;
}

int cli_signal_fd(void) { return ends[0]; }

void cli_signals_catch(void)
{
    if (pipe(ends) == 0)
        for (int i = 0; i < 2; i++) {
            fcntl(ends[i], F_SETFD, FD_CLOEXEC);
            fcntl(ends[i], F_SETFL, O_NONBLOCK);
        }
    /* SA_RESETHAND: the second signal ends the process. */
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}
