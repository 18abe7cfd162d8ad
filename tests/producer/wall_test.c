/* Walls that one core without a network can be driven against. */
#include <tests/producer/world.h>

/* ---- wall 7: of 200 lanes one loses a sequence number and heals; the other 199 flow on as if nothing were ---- */

enum { LANES = 200, SICK = 77, STEPS = 200 };

static kp_ns worst;
static int healthy_done;

static void note_delay(world *w, kp__batch *batch)
{
    (void)w;
    if (batch->lane->partition == SICK)
        return;
    assert_int_equal(batch->err, KP_OK);
    assert_int_equal(batch->producer_epoch, 0);
    assert_int_equal(batch->attempts, 1);
    healthy_done += (int)batch->record_count;
    if (batch->answered - batch->opened > worst)
        worst = batch->answered - batch->opened;
}

/* The broker loses what it knew of the sick lane: the 20th batch that comes, and what follows under that epoch. */
static bool lose_state(world *w, const sent *s, verdict *out)
{
    if (s->partition != SICK || s->header.producer_epoch != 0 || (w->hook_state && --w->hook_state))
        return false;
    out->err = 45;
    return true;
}

static kp_ns flow(bool sick)
{
    world *w = malloc(sizeof *w);
    assert_non_null(w);
    world_open(w, (settings){.partitions = LANES, .brokers = 3});
    world_ready(w);
    worst = 0;
    healthy_done = 0;
    w->on_done = note_delay;
    if (sick) {
        w->hook = lose_state;
        w->hook_state = 20;
    }
    for (int step = 0; step < STEPS && w->sent_count < SENT_MAX - 3 * LANES; step++) {
        for (int32_t p = 0; p < LANES; p++)
            world_append(w, p, "0123456789");
        world_for(w, KP_US(300));
    }
    int appended = w->acked;
    world_for(w, KP_SEC(3));
    assert_true(w->acked >= appended);
    assert_int_equal(w->failed, 0);
    assert_int_equal(w->acked % LANES, 0);
    assert_int_equal(healthy_done, w->acked / LANES * (LANES - 1));
    assert_int_equal(w->logs[SICK].end, w->acked / LANES); /* none lost, none twice */
    assert_int_equal(kp__core_stats_of(w->core)->epoch_bumps, sick ? 1 : 0);
    if (sick) { /* bodies were not touched: the same records, in the same order, under the next epoch */
        int first = -1, again = -1;
        for (int i = 0; i < w->sent_count; i++)
            if (w->sent[i].partition == SICK && w->sent[i].header.producer_epoch == 1 && again < 0)
                again = i;
        assert_true(again >= 0);
        for (int i = 0; i < again; i++)
            if (w->sent[i].partition == SICK && w->sent[i].len == w->sent[again].len &&
                memcmp(w->sent[i].bytes + KP__BATCH_HEADER, w->sent[again].bytes + KP__BATCH_HEADER,
                       w->sent[i].len - KP__BATCH_HEADER) == 0)
                first = i;
        assert_true(first >= 0);
        assert_int_equal(w->sent[again].header.base_sequence, 0);
    }
    world_close(w);
    free(w);
    return worst;
}

TEST(wall_7_one_lane_heals_while_199_others_flow)
{
    kp_ns well = flow(false);
    kp_ns sick = flow(true);
    kp_ns round_trip = KP_MS(1); /* world.latency */
    assert_true(well > 0);
    assert_true(sick <= well + round_trip);
}

/* ---- wall 3: nothing grows ---- */

/* Leaves the pool nothing but chunks, `count` of them. Returns what is held to that end. */
static kp__segment *only_chunks(kp__pool *pool, int count)
{
    kp__segment *held = NULL, *free_ones = NULL, *next;
    for (int i = 0; i < count; i++) { /* every 16th stays, so that no page becomes whole again */
        kp__segment *chunk = kp__pool_chunk(pool);
        kp__segment **list = i % 16 == 0 ? &held : &free_ones;
        assert_non_null(chunk);
        chunk->next = *list;
        *list = chunk;
    }
    for (kp__segment *page; (page = kp__pool_page(pool)) != NULL; held = page)
        page->next = held;
    (void)kp__pool_wanted_take(pool);
    for (; free_ones; free_ones = next) {
        next = free_ones->next;
        free_ones->next = NULL;
        kp__pool_release(pool, free_ones);
    }
    return held;
}

/* Small requests, and then the largest that there can be: all partitions at once, as many bytes as a request takes, in
 * the smallest pieces. */
TEST(wall_3_the_largest_request_after_small_ones_allocates_nothing)
{
    enum { ALL = PARTITIONS_MAX, LARGE = 3000, MANY = 64, EACH = 5 };
    static char large[LARGE + 1];
    world *w = malloc(sizeof *w);
    assert_non_null(w);
    memset(large, 'x', LARGE);
    world_open(w, (settings){.partitions = ALL});
    world_ready(w);
    for (int i = 0; i < 3; i++) {
        world_append(w, 0, "small");
        world_for(w, KP_MS(5));
    }
    const kp__core_stats *stats = kp__core_stats_of(w->core);
    uint64_t calls = w->alloc.calls, requests = stats->requests_sent;
    for (int32_t p = 0; p < ALL; p++)
        world_append(w, p, "small");
    world_for(w, KP_MS(5));
    assert_int_equal(w->acked, 3 + ALL);
    assert_int_equal(stats->requests_sent, requests + 1);
    assert_int_equal(w->alloc.calls, calls);

    kp__segment *held = only_chunks(&w->intake.pool, 2400);
    for (int32_t p = 0; p < MANY; p++)
        for (int i = 0; i < EACH; i++)
            world_append(w, p, large);
    world_for(w, KP_MS(50));
    assert_int_equal(w->acked, 3 + ALL + MANY * EACH);
    assert_int_equal(stats->requests_sent, requests + 2);
    assert_int_equal(w->alloc.calls, calls);
    kp__pool_release(&w->intake.pool, held);
    world_close(w);
    free(w);
}

TESTS(t(wall_7_one_lane_heals_while_199_others_flow), t(wall_3_the_largest_request_after_small_ones_allocates_nothing))
