#include <broker/conn.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <base/ns.h>
#include <broker/dispatch.h>
#include <broker/wait.h>
#include <wire/primitives.h>

enum {
    SIZE = 4,                /* of the number before each frame */
    FRAME_MIN = 8,           /* key, version, correlation id */
    OUT_MAX = 1024 * 1024,   /* output not taken above which nothing more is read */
    TURN_READ_MAX = 4 << 20, /* bytes of one connection in one turn */
    TURN_WRITE_MAX = 8 << 20,
    GROW_FROM = 2 << 20,         /* a larger request gets its memory as it arrives, not when it is announced */
    CROWDED = KP__INPUT_MAX / 2, /* of all connections, from where on every request does */
    GROW_FROM_CROWDED = 256,
    SPARE_MAX = 2 << 20,
    IOV = 16
};

kp_err kp__conn_new(kp_broker *broker, kp__conn **out)
{
    kp__conn *conn = kp__new(&broker->alloc, sizeof *conn);
    if (!conn)
        return KP_ERR_NO_MEMORY;
    conn->broker = broker;
    kp__list_init(&conn->out);
    kp__list_push(&broker->conns, &conn->node);
    conn->active_at = broker->now;
    broker->conn_count++;
    *out = conn;
    return KP_OK;
}

void kp__conn_wake(kp__conn *conn)
{
    if (!kp__list_linked(&conn->ready))
        kp__list_push(&conn->broker->ready, &conn->ready);
}

void kp__conn_fail(kp__conn *conn, const char *format, ...)
{
    char text[160];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    kp__logf(&conn->broker->log, KP__LOG_WARNING, "connection", "connection %llu is closed: %s",
             (unsigned long long)conn->number, text);
    conn->closing = true;
    kp__conn_wake(conn);
}

/* ---- idleness ---- */

static void note_active(kp__conn *conn)
{
    conn->active_at = conn->broker->now;
    kp__list_remove(&conn->node);
    kp__list_push(&conn->broker->conns, &conn->node);
}

kp_ns kp__conns_idle_deadline(const kp_broker *broker)
{
    kp__list *first = kp__list_first(&broker->conns);
    return first ? kp__ns_add(KP__CONTAINER(first, kp__conn, node)->active_at, broker->connections_max_idle) : KP_NEVER;
}

void kp__conns_close_idle(kp_broker *broker)
{
    while (kp__conns_idle_deadline(broker) <= broker->now) {
        kp__conn *conn = KP__CONTAINER(kp__list_first(&broker->conns), kp__conn, node);
        note_active(conn);
        if (conn->wait)
            continue;
        kp__logf(&broker->log, KP__LOG_INFO, "connection", "connection %llu is closed: nothing came for %lld ms",
                 (unsigned long long)conn->number, (long long)(broker->connections_max_idle / KP_MS(1)));
        kp__conn_drop(conn);
    }
}

/* ---- input ---- */

static void drop_input(kp__conn *conn)
{
    kp_broker *broker = conn->broker;
    broker->budget.input -= conn->in_cap;
    if (conn->in_cap <= SPARE_MAX && conn->in_cap > broker->spare_cap) {
        kp__delete(&broker->alloc, broker->spare);
        broker->spare = conn->in;
        broker->spare_cap = conn->in_cap;
    } else {
        kp__delete(&broker->alloc, conn->in);
    }
    conn->in = NULL;
    conn->in_len = conn->in_cap = 0;
    kp__budget_request_end(conn);
}

/* How far the buffer grows towards a frame of `need` bytes, its size included, of which `have` are there. */
static size_t next_cap(const kp__conn *conn, size_t need, size_t have)
{
    size_t grow_from = conn->broker->budget.input > CROWDED ? GROW_FROM_CROWDED : GROW_FROM;
    if (need <= grow_from)
        return need;
    size_t cap = have * 2 > grow_from ? have * 2 : grow_from;
    return cap < need ? cap : need;
}

/* Not zeroed. */
static kp_err grow_input(kp__conn *conn, size_t cap)
{
    kp_broker *broker = conn->broker;
    if (!conn->in && !(conn->in = kp__new(&broker->alloc, 16)))
        return KP_ERR_NO_MEMORY;
    uint8_t *grown = kp__resize(&broker->alloc, conn->in, cap);
    if (!grown)
        return KP_ERR_NO_MEMORY;
    conn->in = grown;
    broker->budget.input += cap - conn->in_cap;
    conn->in_cap = cap;
    return KP_OK;
}

static bool take_spare(kp__conn *conn, size_t need)
{
    kp_broker *broker = conn->broker;
    if (broker->spare_cap < need || broker->budget.input > CROWDED)
        return false;
    conn->in = broker->spare;
    conn->in_cap = broker->spare_cap;
    broker->budget.input += conn->in_cap;
    broker->spare = NULL;
    broker->spare_cap = 0;
    return true;
}

/* Of the frame that has begun, its size included; a guess until that is known. */
static size_t frame_need(const kp__conn *conn)
{
    return conn->in_len < SIZE ? SIZE : SIZE + (size_t)kp__get_u32(conn->in);
}

/* The buffer as it should be before the next read: larger when it is full. */
static size_t cap_wanted(const kp__conn *conn)
{
    size_t need = frame_need(conn);
    bool full = conn->in_len == conn->in_cap && need > conn->in_cap;
    return full ? next_cap(conn, need, conn->in_len) : conn->in_cap;
}

/* Bytes of the frame that begins at `at`, its size field included; 0: not known yet. */
static kp_err frame_bytes(kp__conn *conn, const uint8_t *at, size_t have, size_t *bytes)
{
    *bytes = 0;
    if (have < SIZE)
        return KP_OK;
    int32_t size = (int32_t)kp__get_u32(at);
    if (size < FRAME_MIN || size > conn->broker->request_bytes_max) {
        kp__conn_fail(conn, "a request of %d bytes was announced (%d to %d are taken; first bytes %02x %02x %02x %02x)",
                      (int)size, FRAME_MIN, (int)conn->broker->request_bytes_max, at[0], at[1], at[2], at[3]);
        return KP_ERR_PROTOCOL;
    }
    *bytes = SIZE + (size_t)size;
    return KP_OK;
}

static bool paused(const kp__conn *conn)
{
    return conn->wait || conn->out_bytes > OUT_MAX || conn->closing || kp__budget_owes_output(conn);
}

static bool held_back(const kp__conn *conn) { return paused(conn) || !kp__budget_has_output(conn->broker); }

/* Handles the whole frames of `bytes`; *used tells how far it came. */
static void handle_frames(kp__conn *conn, const uint8_t *bytes, size_t have, size_t *used)
{
    size_t need;
    *used = 0;
    while (!held_back(conn) && frame_bytes(conn, bytes + *used, have - *used, &need) == KP_OK) {
        if (need == 0 || need > have - *used)
            return;
        kp__slice frame = kp__slice_of(bytes + *used + SIZE, need - SIZE);
        *used += need; /* before: the handler may look at the connection */
        kp__dispatch(conn, frame);
    }
}

/* What is left over waits in memory of the connection's own; for the bytes that are there, there is room (read_fresh).
 */
static kp_err keep(kp__conn *conn, const uint8_t *bytes, size_t have)
{
    size_t need;
    kp_err err = frame_bytes(conn, bytes, have, &need);
    if (!err && !take_spare(conn, need > have ? need : have)) {
        size_t cap = next_cap(conn, need > have ? need : have, have);
        err = grow_input(conn, kp__budget_has_input(conn, cap) ? cap : have);
    }
    if (err)
        return err;
    memcpy(conn->in, bytes, have);
    conn->in_len = have;
    return KP_OK;
}

static kp_err read_some(kp__conn *conn, void *buf, size_t cap, size_t *got)
{
    kp_err err = conn->transport->ops->read(conn->transport, buf, cap, got);
    if (err == KP_AGAIN)
        conn->readable = false;
    return err;
}

/* No request has begun: read into the shared buffer, where most requests are handled without a copy. */
static kp_err read_fresh(kp__conn *conn, size_t *got)
{
    size_t used;
    size_t room = kp__budget_has_input(conn, KP__CONN_READ) ? KP__CONN_READ : KP__CONN_SMALL;
    kp_err err = read_some(conn, conn->broker->in, room, got);
    if (err)
        return err;
    handle_frames(conn, conn->broker->in, *got, &used);
    if (used < *got && !conn->closing)
        err = keep(conn, conn->broker->in + used, *got - used);
    return err;
}

/* A request has begun, or was kept back: handle what is there, then read exactly to the end of the first frame. For the
 * larger buffer there is room (may_read). */
static kp_err read_rest(kp__conn *conn, size_t *got)
{
    size_t used;
    kp_err err = KP_OK;
    *got = 0;
    handle_frames(conn, conn->in, conn->in_len, &used);
    if (conn->closing)
        return KP_OK;
    conn->in_len -= used;
    if (conn->in_len == 0) {
        drop_input(conn);
        return KP_OK;
    }
    if (used)
        memmove(conn->in, conn->in + used, conn->in_len);
    if (held_back(conn))
        return KP_OK;
    size_t cap = cap_wanted(conn), need = frame_need(conn);
    if (cap > conn->in_cap)
        err = grow_input(conn, cap);
    if (err)
        return err;
    size_t room = conn->in_cap < need ? conn->in_cap : need;
    err = read_some(conn, conn->in + conn->in_len, room - conn->in_len, got);
    conn->in_len += err ? 0 : *got;
    return err;
}

static bool shake(kp__conn *conn)
{
    kp_err err = conn->transport->ops->handshake(conn->transport);
    conn->up = err == KP_OK;
    if (err && err != KP_AGAIN)
        conn->closing = true;
    return conn->up;
}

/* There is room for an answer, and for a request that goes on; else it stands in line. */
static bool may_read(kp__conn *conn) { return kp__budget_ask(conn, conn->in ? cap_wanted(conn) - conn->in_cap : 0); }

static void read_all(kp__conn *conn)
{
    size_t total = 0, got = 0;
    while (!paused(conn) && (conn->readable || conn->in_len)) {
        if (!may_read(conn))
            return;
        if (total >= TURN_READ_MAX) {
            kp__conn_wake(conn); /* the others first */
            return;
        }
        kp_err err = conn->in ? read_rest(conn, &got) : read_fresh(conn, &got);
        if (err == KP_AGAIN)
            return;
        if (err == KP_ERR_END_OF_FILE || err == KP_ERR_DISCONNECTED) {
            conn->closing = true;
            return;
        }
        if (err) {
            if (!conn->closing)
                kp__conn_fail(conn, "cannot take more: %s", kp_err_text(err));
            return;
        }
        total += got;
        if (got)
            note_active(conn);
    }
}

void kp__conn_read(kp__conn *conn)
{
    if (!conn->up && !shake(conn))
        return;
    read_all(conn);
    conn->stopped = paused(conn);
    if (conn->stopped)
        kp__budget_leave_line(conn);
    kp__budget_note(conn);
}

/* ---- output ---- */

/* Of `data` bytes in memory. */
static kp_err push_chunk(kp__conn *conn, size_t data, kp__chunk **out)
{
    kp__chunk *chunk = kp__new(&conn->broker->alloc, sizeof *chunk + data);
    if (!chunk)
        return KP_ERR_NO_MEMORY;
    chunk->held = sizeof *chunk + data;
    conn->share.output += chunk->held;
    conn->broker->budget.output += chunk->held;
    kp__list_push(&conn->out, &chunk->node);
    *out = chunk;
    return KP_OK;
}

static void drop_chunk(kp__conn *conn, kp__chunk *chunk)
{
    conn->share.output -= chunk->held;
    conn->broker->budget.output -= chunk->held;
    kp__list_remove(&chunk->node);
    kp__segment_drop(chunk->segment);
    kp__delete(&conn->broker->alloc, chunk);
}

static const kp__range *range_of(kp__slice piece, const kp__range *ranges, int32_t count)
{
    uintptr_t at = (uintptr_t)piece.data, first = (uintptr_t)ranges;
    bool inside = count && at >= first && at < first + (size_t)count * sizeof *ranges;
    return inside ? (const kp__range *)(const void *)piece.data : NULL;
}

static kp_err send_range(kp__conn *conn, const kp__range *range)
{
    kp__chunk *chunk;
    kp_err err = push_chunk(conn, 0, &chunk);
    if (err)
        return err;
    kp__segment_hold(range->segment);
    chunk->segment = range->segment;
    chunk->position = range->position;
    chunk->len = (size_t)range->size;
    return KP_OK;
}

/* Pieces first..last - 1 are memory: one chunk. */
static kp_err send_memory(kp__conn *conn, const kp__gather *gather, int32_t first, int32_t last)
{
    kp__chunk *chunk;
    size_t len = 0;
    for (int32_t i = first; i < last; i++)
        len += kp__gather_piece(gather, i).len;
    if (len == 0)
        return KP_OK;
    kp_err err = push_chunk(conn, len, &chunk);
    for (int32_t i = first; i < last && !err; i++) {
        kp__slice piece = kp__gather_piece(gather, i);
        memcpy(chunk->data + chunk->len, piece.data, piece.len);
        chunk->len += piece.len;
    }
    return err;
}

kp_err kp__conn_send(kp__conn *conn, const kp__range *ranges, int32_t range_count)
{
    const kp__gather *gather = &conn->broker->gather;
    int32_t first = 0;
    kp_err err = KP_OK;
    for (int32_t i = 0; i < gather->count && !err; i++) {
        const kp__range *range = range_of(kp__gather_piece(gather, i), ranges, range_count);
        if (!range)
            continue;
        err = send_memory(conn, gather, first, i);
        if (!err)
            err = send_range(conn, range);
        first = i + 1;
    }
    if (!err)
        err = send_memory(conn, gather, first, gather->count);
    conn->out_bytes += gather->total;
    if (!kp__list_linked(&conn->flushing))
        kp__list_push(&conn->broker->flushing, &conn->flushing);
    return err;
}

/* Fills the gather list of one write: memory from where it lies, records through the shared buffer. */
static kp_err gather_output(kp__conn *conn, struct iovec *iov, int *count)
{
    size_t room = KP__CONN_WRITE, got;
    *count = 0;
    KP__LIST_EACH(node, &conn->out)
    {
        kp__chunk *chunk = KP__CONTAINER(node, kp__chunk, node);
        size_t left = chunk->len - chunk->done;
        if (*count == IOV || (chunk->segment && room == 0))
            return KP_OK;
        if (!chunk->segment) {
            iov[(*count)++] = (struct iovec){chunk->data + chunk->done, left};
            continue;
        }
        uint8_t *at = conn->broker->out + (KP__CONN_WRITE - room);
        size_t want = left < room ? left : room;
        kp_err err = kp__segment_read(chunk->segment, chunk->position + (int64_t)chunk->done, at, want, &got);
        if (!err && got < want)
            err = KP_ERR_CORRUPT;
        if (err)
            return err;
        iov[(*count)++] = (struct iovec){at, want};
        room -= want;
        if (want < left)
            return KP_OK;
    }
    return KP_OK;
}

static void sent(kp__conn *conn, size_t n)
{
    conn->out_bytes -= n;
    while (n > 0) {
        kp__chunk *chunk = KP__CONTAINER(kp__list_first(&conn->out), kp__chunk, node);
        size_t left = chunk->len - chunk->done;
        if (n < left) {
            chunk->done += n;
            return;
        }
        n -= left;
        drop_chunk(conn, chunk);
    }
}

void kp__conn_flush(kp__conn *conn)
{
    struct iovec iov[IOV];
    size_t total = 0, put;
    int count;

    while (!kp__list_empty(&conn->out)) {
        if (total >= TURN_WRITE_MAX) { /* the others first */
            kp__list_push(&conn->broker->flushing, &conn->flushing);
            break;
        }
        kp_err err = gather_output(conn, iov, &count);
        if (err) {
            kp__conn_fail(conn, "its records cannot be read: %s", kp_err_text(err));
            return;
        }
        err = conn->transport->ops->write(conn->transport, iov, count, &put);
        if (err == KP_AGAIN)
            break; /* an event comes */
        if (err) {
            kp__conn_drop(conn);
            return;
        }
        sent(conn, put);
        note_active(conn);
        total += put;
    }
    if (conn->stopped && !paused(conn))
        kp__conn_wake(conn); /* requests that were kept back */
    kp__budget_note(conn);
}

static void drop_output(kp__conn *conn)
{
    while (!kp__list_empty(&conn->out))
        drop_chunk(conn, KP__CONTAINER(kp__list_first(&conn->out), kp__chunk, node));
    conn->out_bytes = 0;
    kp__list_remove(&conn->flushing);
}

void kp__conn_drop(kp__conn *conn)
{
    drop_output(conn);
    conn->closing = true;
    kp__conn_wake(conn);
}

void kp__conn_free(kp__conn *conn)
{
    kp_broker *broker = conn->broker;
    kp__wait_cancel(conn);
    drop_output(conn);
    drop_input(conn);
    kp__budget_leave(conn);
    if (conn->transport)
        conn->transport->ops->close(conn->transport);
    kp__list_remove(&conn->node);
    kp__list_remove(&conn->ready);
    kp__list_remove(&conn->flushing);
    broker->conn_count--;
    kp__delete(&broker->alloc, conn);
}
