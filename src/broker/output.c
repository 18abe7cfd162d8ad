/* Answers go out: memory as it is, records in pieces from their segment files. */
#include <broker/conn.h>

#include <string.h>

enum { TURN_WRITE_MAX = 8 << 20 /* bytes of one connection in one turn */, IOV = 16 };

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
        kp__conn_note_active(conn);
        total += put;
    }
    if (conn->stopped && !kp__conn_paused(conn))
        kp__conn_wake(conn); /* requests that were kept back */
    kp__budget_note(conn);
}

void kp__conn_drop_output(kp__conn *conn)
{
    while (!kp__list_empty(&conn->out))
        drop_chunk(conn, KP__CONTAINER(kp__list_first(&conn->out), kp__chunk, node));
    conn->out_bytes = 0;
    kp__list_remove(&conn->flushing);
}
