/* Requests come in: read, cut into frames, handed over. What is not whole waits in memory of its connection's own. */
#include <broker/conn.h>

#include <string.h>

#include <broker/dispatch.h>
#include <wire/primitives.h>

enum {
    SIZE = 4,                    /* of the number before each frame */
    FRAME_MIN = 8,               /* key, version, correlation id */
    TURN_READ_MAX = 4 << 20,     /* bytes of one connection in one turn */
    GROW_FROM = 2 << 20,         /* a larger request gets its memory as it arrives, not when it is announced */
    CROWDED = KP__INPUT_MAX / 2, /* of all connections, from where on every request does */
    GROW_FROM_CROWDED = 256,
    SPARE_MAX = 2 << 20
};

/* ---- the buffer of a request ---- */

void kp__conn_drop_input(kp__conn *conn)
{
    kp_broker *broker = conn->broker;
    if (conn->in_cap <= SPARE_MAX && conn->in_cap > broker->spare_cap) {
        kp__delete(&broker->alloc, broker->spare);
        broker->spare = conn->in;
        broker->spare_cap = conn->in_cap;
    } else {
        kp__delete(&broker->alloc, conn->in);
    }
    kp__budget_request_end(conn);
    conn->in = NULL;
    conn->in_len = conn->in_cap = 0;
}

/* How far the buffer grows towards a frame of `need` bytes, its size included, of which `have` are there. */
static size_t next_cap(const kp__conn *conn, size_t need, size_t have)
{
    size_t grow_from = conn->broker->budget.input > CROWDED ? GROW_FROM_CROWDED : GROW_FROM;
    if (need <= grow_from || kp__budget_on_express(conn))
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
    kp__budget_take(conn, cap - conn->in_cap);
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
    kp__budget_take(conn, conn->in_cap);
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

/* ---- frames ---- */

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

static bool held_back(const kp__conn *conn) { return kp__conn_paused(conn) || !kp__budget_has_output(conn->broker); }

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
    size_t need, least = have > SIZE ? have : SIZE;
    kp_err err = frame_bytes(conn, bytes, have, &need);
    if (need < least)
        need = least;
    if (!err && !take_spare(conn, need)) {
        size_t cap = next_cap(conn, need, have);
        err = grow_input(conn, kp__budget_has_input(conn, cap) ? cap : least);
    }
    if (err)
        return err;
    memcpy(conn->in, bytes, have);
    conn->in_len = have;
    return KP_OK;
}

/* ---- reading ---- */

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

/* What was kept back, or has become whole. What stays is one request that is not, and whose size may be. */
static void handle_kept(kp__conn *conn)
{
    size_t used;
    handle_frames(conn, conn->in, conn->in_len, &used);
    conn->in_len -= used;
    if (conn->in_len == 0)
        kp__conn_drop_input(conn);
    else if (used)
        memmove(conn->in, conn->in + used, conn->in_len);
}

/* Exactly to the end of the request that has begun. For the larger buffer there is room (may_read). */
static kp_err read_rest(kp__conn *conn, size_t *got)
{
    kp_err err = KP_OK;
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
static bool may_read(kp__conn *conn)
{
    bool more = conn->in && conn->readable;
    return kp__budget_ask(conn, more ? cap_wanted(conn) - conn->in_cap : 0, more ? frame_need(conn) : 0);
}

static void read_all(kp__conn *conn)
{
    size_t total = 0, got = 0;
    while (!kp__conn_paused(conn)) {
        if (conn->in)
            handle_kept(conn);
        if (kp__conn_paused(conn) || !may_read(conn) || !conn->readable)
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
            kp__conn_note_active(conn);
    }
}

void kp__conn_read(kp__conn *conn)
{
    if (!conn->up && !shake(conn))
        return;
    read_all(conn);
    conn->stopped = kp__conn_paused(conn);
    if (conn->stopped)
        kp__budget_leave_line(conn);
    kp__budget_note(conn);
}
