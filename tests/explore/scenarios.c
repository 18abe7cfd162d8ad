/* The shared zone under every schedule with up to three preemptions: who appends, who closes a lane, who waits for
 * memory, who flushes, against a core that takes, releases and sleeps. In each run: no record is lost, changed in order
 * or taken twice; the core does not sleep over anything; at most one is told to wake it; the pool is whole again at the
 * end.
 *
 *     intake_explore             every scenario, then every planted bug (each must be found; not under TSan, which
 *                                stops at the first of them: they are races)
 *     intake_explore MUTANT      one planted bug, by number; prints the schedule that finds it */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <base/sanitized.h>
#include <explorer.h>
#include <intake/lane.h>

enum { PAGES = 2, LANES = 2, RECORDS_MAX = 64 };
enum { FEWER = KP__ASAN }; /* preemptions, where a run takes thirty times as long */

static struct {
    kp__intake intake;
    kp__lane lanes[LANES];
    bool known[LANES]; /* the core's own list */
    bool busy[LANES];  /* it found the lane locked, and comes back */
    kp__segment *held; /* what is given back later */
    bool core_releases;
    bool patient; /* the core sends what is full, or hurried, and nothing else */
    _Atomic uint32_t refused[LANES];
    _Atomic uint32_t sleeps, wakes;
    _Atomic uint32_t released;
    bool closed; /* lane 0, and so many records were in it by then */
    uint32_t accepted_at_close;
    struct {
        bool waiting;
    } waiters[EX_THREADS_MAX];
    kp__lock waiters_lock;
    struct {
        uint8_t lane, who, number;
        bool accepted, taken;
    } records[RECORDS_MAX];
    int record_count;
    int last_taken[LANES][EX_THREADS_MAX]; /* per thread: numbers come in order */
} z;

static uint8_t *memory;

static void begin(kp_ns linger, uint32_t batch_bytes)
{
    memset(&z, 0, sizeof z);
    kp__intake_init(&z.intake, memory, PAGES * KP__PAGE, linger, batch_bytes, batch_bytes);
    for (int i = 0; i < LANES; i++)
        kp__lane_init(&z.lanes[i], NULL, i);
    ex_quiet(&z.intake.pool.lock);
    ex_quiet(&z.intake.pool.used);
    ex_quiet(&z.waiters_lock);
    ex_quiet(&z.intake.flush_generation);
    ex_quiet(&z.intake.txn_generation);
    for (int i = 0; i < LANES; i++)
        ex_quiet(&z.lanes[i].grow);
}

/* ---- application threads ---- */

static void tell(bool wake)
{
    if (!wake)
        return;
    if (kp__add(&z.wakes, 1) >= kp__load(&z.sleeps))
        ex_fail("two are told to wake one sleeper");
    ex_wake();
}

static kp_err put_size(int lane, int who, int number, size_t size)
{
    static const uint8_t zeros[4096];
    if (z.record_count == RECORDS_MAX)
        ex_fail("too many tries");
    uint8_t at = (uint8_t)z.record_count++;
    kp_record record = KP_RECORD_INIT;
    record.key = &at;
    record.key_size = 1;
    record.value = zeros;
    record.value_size = size;
    z.records[at].lane = (uint8_t)lane;
    z.records[at].who = (uint8_t)who;
    z.records[at].number = (uint8_t)number;
    bool refused = kp__load(&z.refused[lane]);
    kp__appended out;
    kp_err err = kp__lane_append(&z.intake, &z.lanes[lane], &record, 1, 1, NULL, NULL, true, &out);
    if (err == KP_OK && refused)
        ex_fail("a lane that was refused took a record");
    z.records[at].accepted = err == KP_OK;
    tell(out.wake);
    return err;
}

static void put(int lane, int who, int number)
{
    kp_err err = put_size(lane, who, number, 10);
    if (err != KP_OK && err != KP_ERR_CLOSED)
        ex_fail("an append failed");
}

/* Waits for memory as the api does: be seen, try again, then sleep. */
static void put_waiting(int lane, int who, int number)
{
    while (put_size(lane, who, number, 2000) != KP_OK) {
        kp__lock_take(&z.waiters_lock);
        z.waiters[who].waiting = true;
        kp__lock_drop(&z.waiters_lock);
        if (put_size(lane, who, number, 2000) == KP_OK)
            break;
        ex_park(who);
    }
    kp__lock_take(&z.waiters_lock);
    z.waiters[who].waiting = false;
    kp__lock_drop(&z.waiters_lock);
}

/* ---- the core ---- */

static void take_note(kp__batch *batch)
{
    const uint8_t *at = batch->body->data + 61;
    for (uint32_t i = 0; i < batch->record_count; i++) {
        /* length (1 or 2 bytes), attributes, deltas of a byte each, key length 1, key */
        size_t length = at[0] & 0x7f, prefix = 1;
        if (at[0] & 0x80) {
            length |= (size_t)at[1] << 7;
            prefix = 2;
        }
        if (at[prefix + 2] != i << 1 || at[prefix + 3] != 2)
            ex_fail("a batch is not what was written");
        uint8_t record = at[prefix + 4];
        if (record >= z.record_count || z.records[record].taken)
            ex_fail("a record is taken twice");
        z.records[record].taken = true;
        int *last = &z.last_taken[z.records[record].lane][z.records[record].who];
        if (z.records[record].lane != batch->lane->partition || z.records[record].number < *last)
            ex_fail("records changed their order");
        *last = z.records[record].number;
        at += prefix + length / 2;
    }
}

static void done(kp__batch *batch)
{
    take_note(batch);
    kp__batch_release_body(&z.intake, batch);
    kp__batch_release(&z.intake, batch);
    kp__store(&z.released, 1);
}

/* True when the lane stays on the core's list. */
static bool work(int lane, bool pressed)
{
    z.busy[lane] = false;
    if (z.patient) {
        kp__lane_look look;
        kp_err err = kp__lane_look_at(&z.lanes[lane], &look);
        if (err)
            return z.busy[lane] = err == KP_AGAIN_LANE;
        if (!look.full && !pressed)
            return true;
    }
    for (;;) {
        kp__batch *batch;
        kp_err err = kp__lane_take(&z.lanes[lane], 2, &batch);
        if (err)
            return z.busy[lane] = err == KP_AGAIN_LANE;
        done(batch);
    }
}

/* After something was given back, by who holds the turn. */
static void wake_waiters(void)
{
    if (!kp__load(&z.released) || !kp__swap(&z.released, 0))
        return;
    kp__lock_take(&z.waiters_lock);
    for (int i = 0; i < EX_THREADS_MAX; i++)
        if (z.waiters[i].waiting)
            ex_unpark(i);
    kp__lock_drop(&z.waiters_lock);
}

static void turn(void)
{
    kp__lane *lane = kp__intake_take_dirty(&z.intake);
    while (lane) {
        z.known[lane->partition] = true;
        lane = kp__lane_dirty_next(lane);
    }
    /* As the core has it: what is refused for memory, or in a hurry, pays no linger. */
    bool pressed = kp__pool_wanted_take(&z.intake.pool) || kp__load_relaxed(&z.intake.hurry);
    for (int i = 0; i < LANES; i++)
        if (z.known[i])
            z.known[i] = work(i, pressed);
}

static kp__lock *busy_lane(void)
{
    for (int i = 0; i < LANES; i++)
        if (z.busy[i])
            return &z.lanes[i].lock;
    return NULL;
}

static void release_held(void)
{
    kp__segment *held = z.held;
    z.held = NULL;
    kp__pool_release(&z.intake.pool, held);
    kp__store(&z.released, 1);
}

static void core(void)
{
    for (;;) {
        turn();
        if (z.core_releases && z.held)
            release_held();
        wake_waiters();
        kp__lock *busy = busy_lane();
        if (busy) {
            ex_later(busy);
            continue;
        }
        (void)kp__add(&z.sleeps, 1);
        if (kp__intake_sleep(&z.intake, KP_NEVER)) {
            bool woken = ex_sleep();
            kp__intake_awake(&z.intake);
            if (!woken)
                return;
        }
    }
}

/* ---- the end of every run ---- */

static void check(void)
{
    for (int i = 0; i < z.record_count; i++)
        if (z.records[i].accepted != z.records[i].taken)
            ex_fail(z.records[i].taken ? "a refused record was taken" : "the core sleeps, and a record waits");
    if (z.closed && z.lanes[0].accepted_low != z.accepted_at_close)
        ex_fail("a closed lane took one more record");
    for (int i = 0; i < LANES; i++)
        if (!kp__lane_ok(&z.intake, &z.lanes[i]) || z.lanes[i].queued)
            ex_fail("a lane is not in order");
    if (z.held)
        kp__pool_release(&z.intake.pool, z.held);
    if (!kp__pool_ok(&z.intake.pool) || kp__pool_used(&z.intake.pool))
        ex_fail("the pool did not get everything back");
}

/* ---- scenarios ---- */

static void put_twice_lane_0(void)
{
    put(0, 0, 1);
    put(0, 0, 2);
}

static void put_once_lane_0(void) { put(0, 1, 1); }
static void put_once_lane_1(void) { put(1, 1, 1); }

/* Nobody closes, flushes or runs out of memory. */
static void begin_only_appends(uint32_t batch_bytes)
{
    begin(0, batch_bytes);
    ex_quiet(&z.intake.closed);
    ex_quiet(&z.intake.hurry);
    ex_quiet(&z.intake.pokes);
    ex_quiet(&z.intake.pool.wanted);
    ex_quiet(&z.released);
    for (int i = 0; i < LANES; i++)
        ex_quiet(&z.refused[i]);
}

static void begin_plain(void) { begin_only_appends(16384); }

/* Each record fills a batch, so that there are always several. */
static void begin_small(void) { begin_only_appends(80); }

static void begin_to_close(void)
{
    begin(0, 16384);
    ex_quiet(&z.intake.hurry);
    ex_quiet(&z.intake.pokes);
    ex_quiet(&z.intake.pool.wanted);
    ex_quiet(&z.released);
}

static void close_lane_0(void)
{
    while (kp__lane_refuse(&z.lanes[0]) == KP_AGAIN_LANE)
        ex_later(&z.lanes[0].lock);
    ex_look(&z.lanes[0].lock);
    z.accepted_at_close = z.lanes[0].accepted_low;
    z.closed = true;
    kp__store(&z.refused[0], 1);
    kp__fence();
}

static void close_all(void)
{
    kp__store(&z.intake.closed, 1);
    kp__fence();
    close_lane_0();
}

/* Leaves `chunks` free, and hands the core something to give back. */
static void begin_short(int chunks)
{
    begin(0, 16384);
    ex_quiet(&z.intake.closed);
    for (int i = 0; i < LANES; i++)
        ex_quiet(&z.refused[i]);
    kp__segment *segment, *page = kp__pool_page(&z.intake.pool);
    while ((segment = kp__pool_chunk(&z.intake.pool))) {
        segment->next = z.held;
        z.held = segment;
    }
    for (; chunks > 0; chunks--) {
        segment = z.held;
        z.held = segment->next;
        segment->next = NULL;
        kp__pool_release(&z.intake.pool, segment);
    }
    page->next = z.held;
    z.held = page;
    (void)kp__pool_wanted_take(&z.intake.pool);
}

static void begin_one_chunk(void)
{
    begin_short(1);
    ex_quiet(&z.intake.hurry);
    z.core_releases = true;
}

static void begin_no_memory(void)
{
    begin_short(0);
    ex_quiet(&z.intake.hurry);
    z.core_releases = true;
}

/* What is missing lies in an open batch that would wait for its linger, had nobody been refused. */
static void begin_under_pressure(void)
{
    begin_short(3);
    z.patient = true;
    (void)put_size(1, 1, 1, 10);
    z.known[1] = true;
    (void)kp__intake_take_dirty(&z.intake);
    (void)kp__lane_dirty_next(&z.lanes[1]);
}

static void put_big_and_flush(void)
{
    put_waiting(0, 0, 1);
    tell(kp__intake_hurry_begin(&z.intake));
}

/* Another thread gives back, by turn as it were: it wakes who waits, and what it leaves out the core does. */
static void begin_released_by_another(void)
{
    begin_short(1);
    ex_quiet(&z.intake.hurry);
}

static void release(void)
{
    release_held();
    wake_waiters();
}
static void put_big_lane_0(void) { put_waiting(0, 0, 1); }
static void put_big_lane_1(void) { put_waiting(1, 1, 1); }

static void begin_patient(void)
{
    begin(KP_NEVER, 16384);
    ex_quiet(&z.intake.closed);
    ex_quiet(&z.intake.pool.wanted);
    ex_quiet(&z.released);
    for (int i = 0; i < LANES; i++)
        ex_quiet(&z.refused[i]);
    z.patient = true;
}

static void flush(void)
{
    tell(kp__intake_hurry_begin(&z.intake));
    /* What waits for the flush ends with the run. */
}

enum {
    PRESSURE,
    TWO_APPEND,
    TWO_APPEND_SMALL,
    TWO_LANES,
    CLOSE_LANE,
    CLOSE_ALL,
    MEMORY,
    MEMORY_FROM_ANOTHER,
    MEMORY_TWO_WAIT,
    FLUSH,
    SCENARIOS
};

static const struct {
    ex_scenario what;
    ex_bounds bounds;
} scenarios[SCENARIOS] = {
    [TWO_APPEND] =
        {{"append, append, take: one lane", 3, {put_twice_lane_0, put_once_lane_0, core}, begin_plain, check},
         {3, 1, false}},
    [TWO_APPEND_SMALL] = {{"append, append, take: a batch for each record",
                           3,
                           {put_twice_lane_0, put_once_lane_0, core},
                           begin_small,
                           check},
                          {3, 1, false}},
    [TWO_LANES] =
        {{"append, append, take: two lanes", 3, {put_twice_lane_0, put_once_lane_1, core}, begin_plain, check},
         {3, 1, false}},
    [CLOSE_LANE] = {{"append, close-lane, take", 3, {put_twice_lane_0, close_lane_0, core}, begin_to_close, check},
                    {3, 1, false}},
    [CLOSE_ALL] = {{"append, close, take", 3, {put_twice_lane_0, close_all, core}, begin_to_close, check},
                   {3, 1, false}},
    [PRESSURE] = {{"pool-empty, take what waits for linger", 2, {put_big_and_flush, core}, begin_under_pressure, check},
                  {3, 1, false}},
    [MEMORY] = {{"pool-empty, release and take", 2, {put_big_lane_0, core}, begin_one_chunk, check}, {3, 1, false}},
    [MEMORY_FROM_ANOTHER] =
        {{"pool-empty, release, take", 3, {put_big_lane_0, release, core}, begin_released_by_another, check},
         {3, 1, false}},
    [MEMORY_TWO_WAIT] = {{"pool-empty, pool-empty, release and take",
                          3,
                          {put_big_lane_0, put_big_lane_1, core},
                          begin_no_memory,
                          check},
                         {2, 0, false}},
    [FLUSH] = {{"append, flush, take", 3, {put_twice_lane_0, flush, core}, begin_patient, check}, {3, 1, false}},
};

/* What is planted, and the scenario that has to find it. */
static const struct {
    const char *what;
    int scenario;
} mutants[EX_MUTANTS] = {
    [EX_SLEEP_WITHOUT_FENCE] = {"the core goes to sleep without a fence", TWO_APPEND},
    [EX_SLEEP_WITHOUT_A_SECOND_LOOK] = {"the core does not look again after it said that it sleeps", TWO_APPEND},
    [EX_WAKE_BY_ALL] = {"whoever sees the core asleep wakes it", TWO_LANES},
    [EX_PUSH_IS_NOT_ATOMIC] = {"the dirty list is pushed on by load and store", TWO_LANES},
    [EX_REFUSE_WITHOUT_LOCK] = {"a lane is closed without its lock", CLOSE_LANE},
    [EX_WANTED_IS_FORGOTTEN] = {"a refusal for memory is not noted", PRESSURE},
    [EX_REFUSAL_KEEPS_MEMORY] = {"a refusal keeps the head chunk", MEMORY},
    [EX_HURRY_WAKES_NOBODY] = {"a flush does not wake the core", FLUSH},
};

static bool explore_all(void)
{
    bool ok = true;
    uint64_t all = 0;
    for (int i = 0; i < SCENARIOS; i++) {
        ex_result result;
        ex_bounds bounds = scenarios[i].bounds;
        clock_t from = clock();
        bounds.preemptions -= FEWER;
        ex_explore(&scenarios[i].what, bounds, &result);
        printf("%-46s %d preemptions, %d delayed stores: %8llu schedules, %8llu ends, %6.2f s  %s\n",
               scenarios[i].what.name, bounds.preemptions, bounds.delays, (unsigned long long)result.schedules,
               (unsigned long long)result.ends, (double)(clock() - from) / CLOCKS_PER_SEC,
               result.failed ? result.message : "ok");
        if (result.failed)
            printf("    %s\n", result.trace);
        (void)fflush(stdout);
        all += result.schedules;
        ok = ok && !result.failed;
    }
    printf("%llu schedules in all\n", (unsigned long long)all);
    return ok;
}

/* The explorer on itself: cutting schedules short must lose no end. */
static bool check_cut(void)
{
    bool ok = true;
    uint64_t cut = 0, all = 0;
    for (int i = 0; i < SCENARIOS; i++) {
        ex_result with, without;
        ex_explore(&scenarios[i].what, (ex_bounds){1, 1, false}, &with);
        ex_explore(&scenarios[i].what, (ex_bounds){1, 1, true}, &without);
        if (with.ends != without.ends)
            printf("%s: %llu ends when cut, %llu when not\n", scenarios[i].what.name, (unsigned long long)with.ends,
                   (unsigned long long)without.ends);
        ok = ok && with.ends == without.ends;
        cut += with.schedules;
        all += without.schedules;
    }
    printf("with one preemption, %llu schedules that were cut short reach %s as %llu that were not\n",
           (unsigned long long)cut, ok ? "the same ends" : "OTHER ENDS", (unsigned long long)all);
    return ok;
}

static bool find(int mutant, bool verbose)
{
    int at = mutants[mutant].scenario;
    ex_result result;
    ex_mutant = mutant;
    ex_explore(&scenarios[at].what, scenarios[at].bounds, &result);
    ex_mutant = EX_NOTHING;
    if (result.failed)
        printf("planted: %-58s found after %llu schedules in \"%s\": %s\n", mutants[mutant].what,
               (unsigned long long)result.schedules, scenarios[at].what.name, result.message);
    else
        printf("planted: %-58s NOT FOUND in %llu schedules\n", mutants[mutant].what,
               (unsigned long long)result.schedules);
    if (verbose)
        printf("    %s\n", result.trace);
    (void)fflush(stdout);
    return result.failed;
}

int main(int argc, char **argv)
{
    memory = aligned_alloc(64, PAGES * KP__PAGE);
    if (!memory)
        return 1;
    bool ok = true;
    if (argc > 1) {
        int mutant = atoi(argv[1]);
        return mutant > 0 && mutant < EX_MUTANTS && mutants[mutant].what ? !find(mutant, true) : 2;
    }
    ok = explore_all() && check_cut();
    for (int i = 1; i < EX_MUTANTS && !KP__TSAN; i++)
        if (mutants[i].what)
            ok = find(i, false) && ok;
    free(memory);
    return !ok;
}
