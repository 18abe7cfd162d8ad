/* Makes a failing seed small: runs it again and again, each time with fewer faults, fibers or records, and keeps what
 * fails by the same invariant. Each run is a process of its own, as it may crash. */
#include <tests/simulation/scenario.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct shrinking {
    uint64_t seed;
    sim_trim trim;
    char invariant[16]; /* by which it fails */
    int runs;
} shrinking;

static void name_of_failure(const sim_report *report, char out[16])
{
    size_t length = report->failure_count ? strcspn(report->failures[0], " :") : 0;
    (void)snprintf(out, 16, "%.*s", (int)length, report->failures[0]);
}

/* Writes the invariant that `trim` breaks: "" is none, "CRASH" the end of the process. */
static void run(shrinking *s, const sim_trim *trim, char out[16])
{
    int ends[2];
    (void)fflush(stdout);
    if (pipe(ends))
        exit(2);
    s->runs++;
    pid_t pid = fork();
    if (pid == 0) {
        static sim_report report;
        char name[16] = "";
        sim_scenario_run(s->seed, trim, false, &report);
        name_of_failure(&report, name);
        _exit(write(ends[1], name, sizeof name) != sizeof name);
    }
    (void)close(ends[1]);
    if (read(ends[0], out, 16) != 16)
        (void)snprintf(out, 16, "CRASH");
    (void)close(ends[0]);
    (void)waitpid(pid, NULL, 0);
}

/* Takes `trim` over if it fails in the same way. */
static bool keep(shrinking *s, const sim_trim *trim)
{
    char name[16];
    run(s, trim, name);
    if (strcmp(name, s->invariant) != 0)
        return false;
    s->trim = *trim;
    return true;
}

static bool without_faults(shrinking *s, int from, int count)
{
    sim_trim trim = s->trim;
    bool fewer = false;
    for (int i = from; i < from + count && i < SIM_TRIM_FAULTS; i++) {
        fewer |= !trim.left_out[i];
        trim.left_out[i] = true;
    }
    return fewer && keep(s, &trim);
}

static void fewer_faults(shrinking *s)
{
    for (int size = SIM_TRIM_FAULTS; size; size /= 2)
        for (int from = 0; from < SIM_TRIM_FAULTS; from += size)
            (void)without_faults(s, from, size);
}

static void fewer_records(shrinking *s)
{
    for (int fiber = 0; fiber < SIM_FIBERS; fiber++) {
        sim_trim trim = s->trim;
        trim.records_max[fiber] = 0;
        if (keep(s, &trim))
            continue;
        for (uint64_t records = SIM_RECORDS_MIN / SIM_FIBERS; records; records /= 2) {
            trim = s->trim;
            trim.records_max[fiber] = records;
            if (!keep(s, &trim))
                break;
        }
    }
}

int sim_shrink(uint64_t seed)
{
    static shrinking s;
    static sim_report report;
    s.seed = seed;
    sim_trim_nothing(&s.trim);
    run(&s, &s.trim, s.invariant);
    if (!*s.invariant) {
        (void)printf("seed %" PRIu64 " does not fail\n", seed);
        return 0;
    }
    fewer_records(&s); /* the shorter the run, the faster the rest */
    fewer_faults(&s);
    fewer_records(&s);
    if (strcmp(s.invariant, "CRASH") != 0)
        sim_scenario_run(seed, &s.trim, true, &report);
    (void)printf("seed %" PRIu64 " fails by %s after %d runs with the strikes", seed, s.invariant, s.runs);
    for (int i = 0; i < SIM_TRIM_FAULTS; i++)
        if (!s.trim.left_out[i])
            (void)printf(" %d", i);
    (void)printf(" and records at most");
    for (int i = 0; i < SIM_FIBERS; i++)
        (void)printf(" %" PRIu64, s.trim.records_max[i] == UINT64_MAX ? SIM_RECORDS_MIN : s.trim.records_max[i]);
    (void)printf(" a fiber\n");
    return 1;
}
