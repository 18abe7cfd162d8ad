#include <tests/simulation/tap.h>

#include <stdlib.h>
#include <string.h>

#include <wire/batch.h>
#include <wire/codec.h>
#include <wire/messages.h>

enum { QUEUE_MAX = 64, KEY_PRODUCE = 0, KEY_METADATA = 3, KEY_INIT = 22 };

typedef struct stream {
    uint8_t *data;
    size_t len, cap;
    kp_ns begun; /* the frame at its head */
} stream;

/* A request without an answer yet. `lanes`: bit topic * 16 + partition. */
typedef struct waiting {
    int32_t correlation_id;
    int16_t key, version;
    bool produce;
    uint64_t lanes;
} waiting;

typedef struct tap_conn {
    struct tap_conn *next;
    sim_conn *conn;
    stream out, in;
    waiting queue[QUEUE_MAX];
    int count, produces;
    kp_ns throttled_until;
} tap_conn;

static tap_conn *of(sim_tap_state *tap, sim_conn *conn)
{
    tap_conn *tc = *sim_conn_tap_slot(conn);
    if (tc)
        return tc;
    tc = calloc(1, sizeof *tc);
    if (!tc)
        abort();
    tc->conn = conn;
    tc->next = tap->conns;
    tap->conns = tc;
    *sim_conn_tap_slot(conn) = tc;
    return tc;
}

static void add(stream *s, kp_ns now, const uint8_t *data, size_t size)
{
    if (!s->len)
        s->begun = now;
    if (s->len + size > s->cap) {
        s->cap = (s->len + size) * 2;
        s->data = realloc(s->data, s->cap);
        if (!s->data)
            abort();
    }
    memcpy(s->data + s->len, data, size);
    s->len += size;
}

static uint32_t be32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Calls `each` for every whole frame, and returns how many there were. */
static int frames(sim_tap_state *tap, tap_conn *tc, stream *s, void (*each)(sim_tap_state *, tap_conn *, kp__slice))
{
    int whole = 0;
    size_t at = 0;
    while (s->len - at >= 4) {
        size_t size = be32(s->data + at);
        if (s->len - at - 4 < size)
            break;
        each(tap, tc, kp__slice_of(s->data + at + 4, size));
        at += 4 + size;
        s->begun = tap->world->now;
        whole++;
    }
    s->len -= at;
    if (at && s->len)
        memmove(s->data, s->data + at, s->len);
    return whole;
}

/* ---- what goes out ---- */

/* What was told is decided: its records do not leave once more. What had begun to leave goes on. */
static void check_untold(sim_tap_state *tap, const tap_conn *tc, const kp__batch_header *header, kp__slice batch)
{
    kp__record_reader reader;
    kp__record_view first;
    kp__record_reader_init(&reader, header, kp__slice_of(batch.data + KP__BATCH_HEADER, batch.len - KP__BATCH_HEADER));
    if (kp__record_reader_next(&reader, &first))
        return; /* the model will say so */
    const check_record *record = check_value_find(tap->journal, first.value.data, first.value.len);
    if (record && record->completions && record->done_at < tc->out.begun)
        sim_fail(tap->world, "I7", "record %td leaves %lld us after it was told (%d)", record - tap->journal->records,
                 (long long)(tc->out.begun - record->done_at) / 1000, record->err);
}

static void lane_sent(sim_tap_state *tap, tap_conn *tc, int topic, int32_t partition, kp__slice batch)
{
    sim_tap_lane *lane = &tap->lanes[sim_conn_client(tc->conn)][topic][partition];
    kp__batch_header header;
    if (kp__batch_header_read(batch, &header))
        return; /* the model will say so */
    sim_notef(tap->world, "conn %u sends topic %d partition %d: producer %lld epoch %d sequence %d, %d records",
              sim_conn_id(tc->conn), topic, partition, (long long)header.producer_id, header.producer_epoch,
              header.base_sequence, header.record_count);
    check_untold(tap, tc, &header, batch);
    if (lane->requests && lane->conn != sim_conn_id(tc->conn))
        sim_fail(tap->world, "I20", "topic %d partition %d is on its way on connections %u and %u at once", topic,
                 partition, lane->conn, sim_conn_id(tc->conn));
    if (header.producer_id >= 0 && lane->requests && lane->producer_id == header.producer_id &&
        lane->epoch == header.producer_epoch && header.base_sequence < lane->next_sequence)
        sim_fail(tap->world, "I4", "topic %d partition %d: sequence %d is sent while %d is next", topic, partition,
                 header.base_sequence, lane->next_sequence);
    lane->conn = sim_conn_id(tc->conn);
    lane->requests++;
    lane->producer_id = header.producer_id;
    lane->epoch = header.producer_epoch;
    int64_t next = (int64_t)header.base_sequence + header.record_count;
    lane->next_sequence = (int32_t)(next > INT32_MAX ? next - INT32_MAX - 1 : next);
}

static bool produce_sent(sim_tap_state *tap, tap_conn *tc, int16_t version, kp__slice body, waiting *w)
{
    kp__produce_request request;
    kp__arena_reset(&tap->arena);
    if (kp__wire_decode(&kp__produce_request_message, version, body, &tap->arena, &request, NULL))
        return false;
    for (int32_t i = 0; i < request.topic_data.count; i++) {
        const kp__produce_request_topic_produce_data *topic = &request.topic_data.items[i];
        int t = tap->topic_index(tap->topic_arg, (const char *)topic->name.data, topic->name.len,
                                 version >= 13 ? topic->topic_id.bytes : NULL);
        for (int32_t k = 0; t >= 0 && request.acks && k < topic->partition_data.count; k++) {
            int32_t partition = topic->partition_data.items[k].index;
            if (partition < 0 || partition >= SIM_TAP_PARTITIONS)
                continue;
            w->lanes |= UINT64_C(1) << (t * SIM_TAP_PARTITIONS + partition);
            lane_sent(tap, tc, t, partition, topic->partition_data.items[k].records.flat);
        }
    }
    return request.acks != 0;
}

static void frame_sent(sim_tap_state *tap, tap_conn *tc, kp__slice frame)
{
    kp__request_header header;
    kp__slice body;
    if (kp__wire_request_header(frame, &header, &body))
        return;
    waiting w = {.correlation_id = header.correlation_id, .key = header.key, .version = header.version};
    if (header.key == KEY_PRODUCE) {
        w.produce = produce_sent(tap, tc, header.version, body, &w);
        if (!w.produce)
            return;
        int32_t max = tap->inflight_max[sim_conn_client(tc->conn)];
        if (++tc->produces > max)
            sim_fail(tap->world, "I20", "%d Produce requests on their way on one connection, at most %d are allowed",
                     tc->produces, max);
        if (tc->produces == 5)
            sim_probe(tap->world, SIM_PROBE_FIVE_IN_FLIGHT);
    }
    if (tc->count < QUEUE_MAX)
        tc->queue[tc->count++] = w;
}

static void tap_wrote(void *arg, sim_conn *conn, const uint8_t *data, size_t size)
{
    sim_tap_state *tap = arg;
    tap_conn *tc = of(tap, conn);
    int begun = -(tc->out.len > 0);
    add(&tc->out, tap->world->now, data, size);
    begun += frames(tap, tc, &tc->out, frame_sent);
    begun += tc->out.len > 0;
    if (begun && tap->world->now < tc->throttled_until)
        sim_fail(tap->world, "F17",
                 "connection %u: a request begins %lld us before the pause that its node asked for is over",
                 sim_conn_id(conn), (long long)(tc->throttled_until - tap->world->now) / 1000);
}

/* ---- what comes back ---- */

static void release(sim_tap_state *tap, tap_conn *tc, const waiting *w)
{
    for (int bit = 0; bit < 64; bit++) {
        if (!(w->lanes >> bit & 1))
            continue;
        sim_tap_lane *lane = &tap->lanes[sim_conn_client(tc->conn)][bit / SIM_TAP_PARTITIONS][bit % SIM_TAP_PARTITIONS];
        if (lane->requests && lane->conn == sim_conn_id(tc->conn))
            lane->requests--;
    }
    tc->produces -= w->produce;
}

typedef union answer {
    kp__produce_response produce;
    kp__metadata_response metadata;
    kp__init_producer_id_response init;
} answer;

/* The pause that an answer asks for, from the versions on in which the client has to keep it. */
static int32_t throttle_of(sim_tap_state *tap, const waiting *w, kp__slice frame)
{
    answer a;
    kp__slice body;
    int32_t correlation_id;
    kp__arena_reset(&tap->arena);
    if (kp__wire_response_header(frame, w->key, w->version, &correlation_id, &body) ||
        kp__wire_decode(kp__message_response(w->key), w->version, body, &tap->arena, &a, NULL))
        return 0; /* the client will say so */
    switch (w->key) {
    case KEY_PRODUCE:
        return w->version >= 6 ? a.produce.throttle_time_ms : 0;
    case KEY_METADATA:
        return w->version >= 6 ? a.metadata.throttle_time_ms : 0;
    default:
        return w->version >= 1 ? a.init.throttle_time_ms : 0;
    }
}

static void heed_throttle(sim_tap_state *tap, tap_conn *tc, const waiting *w, kp__slice frame)
{
    if (w->key != KEY_PRODUCE && w->key != KEY_METADATA && w->key != KEY_INIT)
        return;
    kp_ns until = tap->world->now + KP_MS(throttle_of(tap, w, frame));
    if (tc->throttled_until < until)
        tc->throttled_until = until;
}

static void frame_read(sim_tap_state *tap, tap_conn *tc, kp__slice frame)
{
    if (frame.len < 4 || !tc->count || tc->queue[0].correlation_id != (int32_t)be32(frame.data))
        return; /* not what was asked for: the client has to cope */
    heed_throttle(tap, tc, &tc->queue[0], frame);
    release(tap, tc, &tc->queue[0]);
    tc->count--;
    memmove(&tc->queue[0], &tc->queue[1], (size_t)tc->count * sizeof tc->queue[0]);
}

static void tap_read(void *arg, sim_conn *conn, const uint8_t *data, size_t size)
{
    sim_tap_state *tap = arg;
    tap_conn *tc = of(tap, conn);
    add(&tc->in, tap->world->now, data, size);
    (void)frames(tap, tc, &tc->in, frame_read);
}

static void tap_closed(void *arg, sim_conn *conn)
{
    tap_conn *tc = of(arg, conn);
    for (int i = 0; i < tc->count; i++)
        release(arg, tc, &tc->queue[i]);
    tc->count = 0;
    free(tc->out.data);
    free(tc->in.data);
    tc->out = tc->in = (stream){0};
}

void sim_tap_init(sim_tap_state *tap, sim_world *world, sim_net *net,
                  int (*topic_index)(void *arg, const char *name, size_t size, const uint8_t *id), void *arg)
{
    memset(tap, 0, sizeof *tap);
    tap->world = world;
    tap->topic_index = topic_index;
    tap->topic_arg = arg;
    kp__alloc_init(&tap->alloc, NULL);
    kp__arena_init(&tap->arena, &tap->alloc, 16 * 1024 * 1024);
    const sim_tap calls = {tap, tap_wrote, tap_read, tap_closed};
    if (net)
        sim_net_tap(net, &calls);
}

void sim_tap_deinit(sim_tap_state *tap)
{
    while (tap->conns) {
        tap_conn *tc = tap->conns;
        tap->conns = tc->next;
        free(tc->out.data);
        free(tc->in.data);
        free(tc);
    }
    kp__arena_deinit(&tap->arena);
}
