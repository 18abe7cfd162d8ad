/* The embedded broker in a process of its own, so that this process has only the threads of what is tested, and so that
 * it can be killed. */
#ifndef KP_TESTS_WALLS_CHILD_BROKER_H
#define KP_TESTS_WALLS_CHILD_BROKER_H

#include <stdint.h>
#include <sys/types.h>

typedef struct child_broker {
    pid_t pid;
    uint16_t port;
    char dir[64];
} child_broker;

/* A new data directory and any free port. Fork early: the child needs a process without threads. */
void child_broker_start(child_broker *broker);
void child_broker_kill(child_broker *broker);    /* SIGKILL, and waits for its end */
void child_broker_restart(child_broker *broker); /* same directory, same port */
void child_broker_stop(child_broker *broker);    /* kills it, removes the directory */

/* Entries in /proc/self/task. */
int tasks(void);

#endif
