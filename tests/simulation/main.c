/* The simulator as a command. Runs seeds, adds up what they met, and says which failed.
 *
 *   simulation_seeds [--seeds N] [--from N] [--jobs N] [--require]
 *                                                             many seeds; --require: every fault often, every rare
 *                                                             state once
 *   simulation_seeds --seed N [--trace]                       one seed; --trace prints all that happened
 *   simulation_seeds --seed N --shrink                        leaves out what one that fails does not need to fail, and
 *                                                             prints the trace of what is left
 *   simulation_seeds --all ...                                names every seed that failed, not only the first twenty
 *   simulation_seeds --hashes ...                                   a line "seed hash" each, to compare two builds
 *   simulation_mutants --mutant NAME ...                       stops at the first seed that finds the planted bug
 */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <base/mutant.h>
#include <tests/simulation/scenario.h>

enum { SECONDS_MAX = 60, JOBS_MAX = 16, FAULTS_REQUIRED = 100, FAILURES_SHOWN = 20 };

typedef struct arguments {
    uint64_t from, seeds;
    int jobs;
    bool trace, hashes, require, all, shrink;
    const char *mutant;
} arguments;

typedef struct total {
    uint64_t seeds, failed, records, records_in_log, faults, switches, requests, traced;
    double virtual_s;
    sim_seen seen;
    uint64_t first_failed;
} total;

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- adding up ---- */

static void add(const arguments *args, total *t, const sim_report *report)
{
    t->seeds++;
    t->records += report->records;
    t->records_in_log += report->records_in_log;
    t->faults += report->faults;
    t->switches += report->switches;
    t->requests += report->requests;
    t->traced += report->traced;
    t->virtual_s += (double)report->virtual_time / 1e9;
    for (int i = 0; i < SIM_FAULT_COUNT; i++)
        t->seen.faults[i] += report->seen.faults[i];
    for (int i = 0; i < SIM_PROBE_COUNT; i++)
        t->seen.probes[i] += report->seen.probes[i];
    if (args->hashes)
        (void)printf("%" PRIu64 " %016" PRIx64 "\n", report->seed, report->hash);
    if (!report->failure_count)
        return;
    if (!t->failed++ || report->seed < t->first_failed)
        t->first_failed = report->seed;
    if (t->failed > FAILURES_SHOWN && !args->all)
        return;
    (void)printf("seed %" PRIu64 " FAILED (replay: build/tests/simulation_seeds --seed %" PRIu64 " --trace)\n",
                 report->seed, report->seed);
    for (int i = 0; i < report->failure_count && i < 3; i++)
        (void)printf("    %s\n", report->failures[i]);
}

/* ---- in several processes ---- */

typedef struct message {
    bool begins;
    uint64_t seed;
    sim_report report;
} message;

static bool write_whole(int fd, const void *data, size_t size)
{
    const char *at = data;
    while (size) {
        ssize_t n = write(fd, at, size);
        if (n <= 0)
            return false;
        at += n;
        size -= (size_t)n;
    }
    return true;
}

static bool read_whole(int fd, void *data, size_t size)
{
    char *at = data;
    while (size) {
        ssize_t n = read(fd, at, size);
        if (n <= 0)
            return false;
        at += n;
        size -= (size_t)n;
    }
    return true;
}

static void child(const arguments *args, uint64_t from, int fd)
{
    static message m;
    sim_trim whole;
    sim_trim_nothing(&whole);
    for (uint64_t seed = from; seed < args->from + args->seeds; seed += (uint64_t)args->jobs) {
        m.begins = true;
        m.seed = seed;
        if (!write_whole(fd, &m, offsetof(message, report)))
            break;
        (void)alarm(SECONDS_MAX); /* a run that hangs ends its process, and is reported as one that crashed */
        sim_scenario_run(m.seed, &whole, false, &m.report);
        (void)alarm(0);
        m.begins = false;
        if (!write_whole(fd, &m, sizeof m))
            break;
        if (args->mutant && m.report.failure_count)
            break;
    }
    sim_fiber_tidy();
    exit(0);
}

typedef struct job {
    pid_t pid;
    int fd; /* -1: over */
    uint64_t begun;
    bool open;
} job;

static void job_start(const arguments *args, job *j, uint64_t from)
{
    int ends[2];
    (void)fflush(stdout);
    if (pipe(ends))
        exit(2);
    j->open = false;
    j->pid = fork();
    if (j->pid == 0) {
        (void)close(ends[0]);
        child(args, from, ends[1]);
    }
    (void)close(ends[1]);
    j->fd = ends[0];
}

/* A child that ends in the middle of a seed has crashed: that is a failure with a name, too, and another goes on. */
static void job_ended(const arguments *args, total *t, job *j)
{
    int status;
    (void)close(j->fd);
    (void)waitpid(j->pid, &status, 0);
    j->fd = -1;
    if (!j->open)
        return;
    static sim_report crash;
    crash = (sim_report){.seed = j->begun, .failure_count = 1};
    (void)snprintf(crash.failures[0], SIM_FAILURE_TEXT,
                   "CRASH: the process ended by signal %d in the middle of the run",
                   WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    add(args, t, &crash);
    if (!args->mutant && j->begun + (uint64_t)args->jobs < args->from + args->seeds)
        job_start(args, j, j->begun + (uint64_t)args->jobs);
}

static void job_read(const arguments *args, total *t, job *j)
{
    static message m;
    bool ok = read_whole(j->fd, &m, offsetof(message, report));
    if (ok && m.begins) {
        j->begun = m.seed;
        j->open = true;
        return;
    }
    if (ok && read_whole(j->fd, &m.report, sizeof m - offsetof(message, report))) {
        j->open = false;
        add(args, t, &m.report);
        return;
    }
    job_ended(args, t, j);
}

static void run_jobs(const arguments *args, total *t)
{
    static job jobs[JOBS_MAX];
    struct pollfd fds[JOBS_MAX];
    for (int i = 0; i < args->jobs; i++)
        job_start(args, &jobs[i], args->from + (uint64_t)i);
    for (int left = args->jobs; left > 0;) {
        left = 0;
        for (int i = 0; i < args->jobs; i++) {
            fds[i] = (struct pollfd){.fd = jobs[i].fd, .events = POLLIN};
            left += jobs[i].fd >= 0;
        }
        if (!left || poll(fds, (nfds_t)args->jobs, -1) < 0)
            break;
        for (int i = 0; i < args->jobs; i++)
            if (jobs[i].fd >= 0 && fds[i].revents)
                job_read(args, t, &jobs[i]);
    }
}

/* ---- what is asked of them all ---- */

static int print_seen(const arguments *args, const total *t)
{
    int missing = 0;
    (void)printf("faults:\n");
    for (int i = 0; i < SIM_FAULT_COUNT; i++) {
        bool few = args->require && t->seen.faults[i] < FAULTS_REQUIRED;
        missing += few;
        (void)printf("  %9" PRIu64 " %-18s %s%s\n", t->seen.faults[i], sim_fault_names[i], sim_fault_texts[i],
                     few ? "   <-- TOO FEW" : "");
    }
    (void)printf("rare states:\n");
    for (int i = 0; i < SIM_PROBE_COUNT; i++) {
        bool never = args->require && t->seen.probes[i] == 0;
        missing += never;
        (void)printf("  %9" PRIu64 " %-20s %s%s\n", t->seen.probes[i], sim_probe_names[i], sim_probe_texts[i],
                     never ? "   <-- NEVER" : "");
    }
    return missing;
}

static int run_many(const arguments *args)
{
    static total t;
    double began = seconds();
    run_jobs(args, &t);
    double took = seconds() - began;
    if (args->hashes)
        return t.failed != 0;
    int missing = args->mutant ? 0 : print_seen(args, &t);
    (void)printf("%" PRIu64 " seeds on %s, %" PRIu64 " records, %" PRIu64
                 " faults, %.1f simulated hours in %.1f s (%.1f ms a seed)\n",
                 t.seeds, sim_fiber_kind(), t.records, t.faults, t.virtual_s / 3600, took,
                 took * 1000 * args->jobs / (double)(t.seeds ? t.seeds : 1));
    if (args->mutant) {
        (void)printf(t.failed ? "mutant %s found at seed %" PRIu64 "\n" : "mutant %s NOT FOUND\n", args->mutant,
                     t.first_failed);
        return t.failed ? 0 : 1;
    }
    (void)printf("counts: %" PRIu64 " passed, %" PRIu64 " failed, 0 skipped\n", t.seeds - t.failed,
                 t.failed + (uint64_t)missing);
    return t.failed || missing;
}

static int run_one(const arguments *args)
{
    static sim_report report;
    static total t;
    sim_trim whole;
    sim_trim_nothing(&whole);
    sim_scenario_run(args->from, &whole, args->trace, &report);
    add(args, &t, &report);
    (void)printf("seed %" PRIu64 " hash %016" PRIx64 ": %" PRIu64 " records, %" PRIu64 " in the logs, %" PRIu64
                 " faults, %" PRIu64 " requests, %" PRIu64 " switches, %.3f simulated s\n",
                 report.seed, report.hash, report.records, report.records_in_log, report.faults, report.requests,
                 report.switches, (double)report.virtual_time / 1e9);
    sim_fiber_tidy();
    return report.failure_count != 0;
}

/* ---- arguments ---- */

static bool choose_mutant(const char *name)
{
#ifdef KP_MUTANTS
    static const char *const names[] = {
#define MUTANT_NAME(name, text) #name,
        KP__MUTANTS(MUTANT_NAME)
#undef MUTANT_NAME
    };
    for (int i = 0; i < KP__MUTANT_COUNT; i++)
        if (!strcmp(names[i], name)) {
            kp__mutant_on = i;
            return true;
        }
#endif
    (void)fprintf(stderr, "this build has no mutant %s\n", name);
    return false;
}

static uint64_t number_of(const char *text) { return text ? strtoull(text, NULL, 10) : 0; }

int main(int argc, char **argv)
{
    arguments args = {.from = 1, .seeds = 1000, .jobs = 2};
    bool one = false;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (!strcmp(argv[i], "--trace")) {
            args.trace = true;
        } else if (!strcmp(argv[i], "--shrink")) {
            args.shrink = true;
        } else if (!strcmp(argv[i], "--hashes")) {
            args.hashes = true;
        } else if (!strcmp(argv[i], "--all")) {
            args.all = true;
        } else if (!strcmp(argv[i], "--require")) {
            args.require = true;
        } else if (!strcmp(argv[i], "--seed") && ++i) {
            one = true;
            args.from = number_of(value);
        } else if (!strcmp(argv[i], "--seeds") && ++i) {
            args.seeds = number_of(value);
        } else if (!strcmp(argv[i], "--from") && ++i) {
            args.from = number_of(value);
        } else if (!strcmp(argv[i], "--jobs") && ++i) {
            args.jobs = (int)number_of(value);
        } else if (!strcmp(argv[i], "--mutant") && ++i) {
            args.mutant = value ? value : "";
        } else {
            (void)fprintf(stderr, "unknown argument %s\n", argv[i]);
            return 2;
        }
    }
    if (args.mutant && !choose_mutant(args.mutant))
        return 2;
    if (args.jobs < 1 || args.jobs > JOBS_MAX)
        args.jobs = 1;
    if (one && args.shrink)
        return sim_shrink(args.from);
    return one ? run_one(&args) : run_many(&args);
}
