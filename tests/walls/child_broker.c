#define _GNU_SOURCE
#include <tests/walls/child_broker.h>

#include <dirent.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <kprod/broker.h>
#include <tests/check.h>

static void serve(const child_broker *broker, int ready)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    kp_broker_options options;
    kp_broker_options_init(&options);
    options.data_dir = broker->dir;
    options.port = broker->port;
    options.default_partitions = 3;
    kp_broker *served = NULL;
    kp_error error = KP_ERROR_INIT;
    uint16_t port = 0;
    if (kp_broker_open(&options, NULL, &served, &error) == KP_OK)
        port = (uint16_t)strtoul(strrchr(kp_broker_address(served), ':') + 1, NULL, 10);
    else
        (void)fprintf(stderr, "broker: %s\n", error.text);
    if (write(ready, &port, sizeof port) != sizeof port)
        _exit(1);
    for (;;)
        (void)pause();
}

void child_broker_restart(child_broker *broker)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    broker->pid = fork();
    assert_true(broker->pid >= 0);
    if (broker->pid == 0) {
        (void)close(ends[0]);
        serve(broker, ends[1]);
    }
    (void)close(ends[1]);
    uint16_t port = 0;
    assert_int_equal(read(ends[0], &port, sizeof port), sizeof port);
    (void)close(ends[0]);
    assert_int_not_equal(port, 0);
    broker->port = port;
}

void child_broker_start(child_broker *broker)
{
    memset(broker, 0, sizeof *broker);
    (void)snprintf(broker->dir, sizeof broker->dir, "/tmp/kprod-wall-XXXXXX");
    assert_non_null(mkdtemp(broker->dir));
    child_broker_restart(broker);
}

void child_broker_kill(child_broker *broker)
{
    int status;
    (void)kill(broker->pid, SIGKILL);
    assert_int_equal(waitpid(broker->pid, &status, 0), broker->pid);
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st;
    (void)kind;
    (void)where;
    return remove(path);
}

void child_broker_stop(child_broker *broker)
{
    child_broker_kill(broker);
    (void)nftw(broker->dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

int tasks(void)
{
    int count = 0;
    DIR *dir = opendir("/proc/self/task");
    assert_non_null(dir);
    while (readdir(dir))
        count++;
    (void)closedir(dir);
    return count - 2;
}
