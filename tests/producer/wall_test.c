/* Wall test 7: of 200 lanes one loses a sequence number and heals; the other 199 flow on as if nothing were. */
#include <tests/producer/world.h>

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

TESTS(t(wall_7_one_lane_heals_while_199_others_flow))
