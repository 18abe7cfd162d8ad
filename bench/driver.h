/* What every driver of the benchmark does alike: options, the clock, one JSON line. A driver sends `warmup` records,
 * waits for them, then measures from its first produce call to its last delivery report. */
#ifndef KP_BENCH_DRIVER_H
#define KP_BENCH_DRIVER_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef struct driver {
    const char *bootstrap, *library, *assign; /* assign: rr (round robin by the caller) or own (the library's choice) */
    const char *acks;
    long messages, warmup, size, partitions, linger_ms, batch_bytes, memory_bytes, key_bytes, headers;
    bool defaults; /* leave batch size, linger and memory to the library's Java-like defaults */
    bool callbacks;
} driver;

static inline void driver_parse(driver *d, int argc, char **argv)
{
    *d = (driver){.bootstrap = "",
                  .assign = "rr",
                  .acks = "all",
                  .messages = 1000000,
                  .warmup = 100000,
                  .size = 100,
                  .partitions = 8,
                  .linger_ms = 5,
                  .batch_bytes = 1000000,
                  .memory_bytes = 64 << 20,
                  .callbacks = true};
    struct {
        const char *name;
        const char **text;
        long *number;
    } rows[] = {{"--bootstrap", &d->bootstrap, NULL},
                {"--library", &d->library, NULL},
                {"--assign", &d->assign, NULL},
                {"--acks", &d->acks, NULL},
                {"--messages", NULL, &d->messages},
                {"--warmup", NULL, &d->warmup},
                {"--size", NULL, &d->size},
                {"--partitions", NULL, &d->partitions},
                {"--linger-ms", NULL, &d->linger_ms},
                {"--batch-bytes", NULL, &d->batch_bytes},
                {"--memory-bytes", NULL, &d->memory_bytes},
                {"--key-bytes", NULL, &d->key_bytes},
                {"--headers", NULL, &d->headers}};
    for (int i = 1; i < argc; i++) {
        bool found = strcmp(argv[i], "--defaults") == 0 || strcmp(argv[i], "--no-callbacks") == 0;
        if (strcmp(argv[i], "--defaults") == 0)
            d->defaults = true;
        if (strcmp(argv[i], "--no-callbacks") == 0)
            d->callbacks = false;
        for (size_t r = 0; r < sizeof rows / sizeof rows[0] && i + 1 < argc && !found; r++) {
            if (strcmp(argv[i], rows[r].name) != 0)
                continue;
            found = true;
            i++;
            if (rows[r].text)
                *rows[r].text = argv[i];
            else
                *rows[r].number = atol(argv[i]);
        }
        if (!found) {
            fprintf(stderr, "%s: unknown option %s\n", argv[0], argv[i]);
            exit(2);
        }
    }
}

typedef struct reading {
    double wall, cpu;
    long switches;
} reading;

static inline reading driver_read(void)
{
    struct timespec now;
    struct rusage use;
    clock_gettime(CLOCK_MONOTONIC, &now);
    getrusage(RUSAGE_SELF, &use);
    return (reading){.wall = (double)now.tv_sec + (double)now.tv_nsec * 1e-9,
                     .cpu = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
                            (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) * 1e-6,
                     .switches = use.ru_nvcsw + use.ru_nivcsw};
}

/* Prints the line; the exit code says whether every record was acknowledged. */
static inline int driver_report(const driver *d, const char *client, const char *version, reading from, reading to,
                                long acked, long failed)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    double seconds = to.wall - from.wall;
    printf("{\"client\":\"%s\",\"version\":\"%s\",\"records\":%ld,\"acked\":%ld,\"failed\":%ld,\"seconds\":%.4f,"
           "\"records_per_s\":%.0f,\"cpu_ns_per_record\":%.1f,\"switches_per_record\":%.5f,\"max_rss_kib\":%ld}\n",
           client, version, d->messages, acked, failed, seconds, (double)d->messages / seconds,
           (to.cpu - from.cpu) * 1e9 / (double)d->messages, (double)(to.switches - from.switches) / (double)d->messages,
           use.ru_maxrss);
    return failed || acked != d->messages ? 1 : 0;
}

#endif
