#include <wire/gather.h>

#include <string.h>

void kp__gather_init(kp__gather *gather, kp__alloc *alloc, size_t max)
{
    memset(gather, 0, sizeof *gather);
    kp__buf_init(&gather->scratch, alloc, max < UINT32_MAX ? max : UINT32_MAX); /* what a piece can tell */
}

void kp__gather_deinit(kp__gather *gather)
{
    kp__delete(gather->scratch.alloc, gather->pieces);
    kp__buf_deinit(&gather->scratch);
    gather->pieces = NULL;
    gather->count = gather->cap = 0;
}

void kp__gather_reset(kp__gather *gather)
{
    kp__buf_clear(&gather->scratch);
    gather->count = 0;
    gather->total = 0;
    gather->frame_at = 0;
    gather->frame_total = 0;
}

kp__slice kp__gather_piece(const kp__gather *gather, int32_t i)
{
    const struct kp__gather_piece *piece = &gather->pieces[i];
    return kp__slice_of(piece->data ? piece->data : gather->scratch.data + piece->offset, piece->len);
}

enum { PIECES_FIRST = 8 };

static kp_err hold_pieces(kp__gather *gather, size_t count)
{
    if (count <= (size_t)gather->cap)
        return KP_OK;
    if (count > INT32_MAX)
        return KP_ERR_LIMIT;
    count = count < PIECES_FIRST ? PIECES_FIRST : count;
    void *pieces = kp__resize(gather->scratch.alloc, gather->pieces, count * sizeof *gather->pieces);
    if (!pieces)
        return KP_ERR_NO_MEMORY;
    gather->pieces = pieces;
    gather->cap = (int32_t)count;
    return KP_OK;
}

kp_err kp__gather_hold(kp__gather *gather, size_t small, size_t pieces)
{
    kp_err err = hold_pieces(gather, pieces);
    return err ? err : kp__buf_hold(&gather->scratch, small);
}

kp_err kp__gather_reserve(kp__gather *gather, size_t small, size_t referenced, size_t pieces, uint8_t **at)
{
    size_t room = gather->scratch.max > gather->total ? gather->scratch.max - gather->total : 0;
    if (small > room || referenced > room - small)
        return KP_ERR_LIMIT;
    kp_err err = hold_pieces(gather, (size_t)gather->count + pieces);
    if (err)
        return err;
    *at = kp__buf_reserve(&gather->scratch, small);
    err = kp__buf_err(&gather->scratch);
    gather->scratch.err = KP_OK; /* what is there stays good, and the next may find memory */
    return err;
}

void kp__gather_add_small(kp__gather *gather, size_t len)
{
    struct kp__gather_piece *last = gather->count ? &gather->pieces[gather->count - 1] : NULL;
    if (len == 0)
        return;
    if (last && !last->data && last->offset + last->len == gather->scratch.len)
        last->len += (uint32_t)len;
    else
        gather->pieces[gather->count++] = (struct kp__gather_piece){NULL, (uint32_t)gather->scratch.len, (uint32_t)len};
    gather->scratch.len += len;
    gather->total += len;
}

void kp__gather_add_reference(kp__gather *gather, kp__slice bytes)
{
    if (bytes.len == 0)
        return;
    gather->pieces[gather->count++] = (struct kp__gather_piece){bytes.data, 0, (uint32_t)bytes.len};
    gather->total += bytes.len;
}
