/* A process of the test's own that tells with "ready HOST:PORT" on its first line that it serves. */
#ifndef KP_TESTS_WALLS_CHILD_H
#define KP_TESTS_WALLS_CHILD_H

#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* `words` ends with NULL and is at most 15 long. -1 when it could not be started or said something else. */
static inline pid_t child_start(const char *const *words, char *address, size_t cap)
{
    int out[2];
    pid_t pid;
    char *argv[16] = {NULL};
    for (int i = 0; i < 15 && words[i]; i++)
        memcpy(&argv[i], &words[i], sizeof argv[i]); /* spawn takes what it never changes */
    posix_spawn_file_actions_t actions;
    if (pipe(out) != 0)
        return -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    posix_spawn_file_actions_addclose(&actions, out[0]);
    int refused = posix_spawn(&pid, words[0], &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    FILE *from = refused ? NULL : fdopen(out[0], "r");
    char line[256] = "";
    if (!from || !fgets(line, sizeof line, from) || strncmp(line, "ready ", 6) != 0) {
        fprintf(stderr, "%s said: %s\n", words[0], line);
        return -1;
    }
    line[strcspn(line, "\r\n")] = 0;
    snprintf(address, cap, "%s", line + 6);
    return pid; /* `from` stays open: the child may say more */
}

/* What it ended with; 0: all was well. */
static inline int child_stop(pid_t pid)
{
    int status = -1;
    kill(pid, SIGTERM);
    waitpid(pid, &status, 0);
    return status;
}

#endif
