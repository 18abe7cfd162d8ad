/* The client's end as a transport that is stacked on another. */
#include <tests/simulation/shield.h>

#include <string.h>

typedef struct shield_transport {
    kp__transport transport; /* first */
    shield end;
    shield_filter *filter;
    kp__alloc *alloc;
    bool below_up, below_ended;
} shield_transport;

static shield_transport *of(kp__transport *transport) { return (shield_transport *)(void *)transport; }

/* Passes on what is kept. KP_OK: nothing is kept any more. */
static kp_err push(shield_transport *t)
{
    kp__transport *below = t->transport.below;
    while (t->end.out.len) {
        struct iovec iov = {t->end.out.data, t->end.out.len};
        size_t put = 0;
        kp_err err = below->ops->write(below, &iov, 1, &put);
        if (err)
            return err;
        t->filter->partial_frames += put < t->end.out.len;
        shield_bytes_drop(&t->end.out, put);
    }
    t->end.rekey_answer = false;
    return KP_OK;
}

/* Takes in what is there. KP_AGAIN: all that was there. */
static kp_err pull(shield_transport *t)
{
    kp__transport *below = t->transport.below;
    uint8_t buf[5000];
    size_t got = 0;
    if (t->below_ended)
        return KP_ERR_END_OF_FILE;
    kp_err err = below->ops->read(below, buf, sizeof buf, &got);
    if (err) {
        t->below_ended = err == KP_ERR_END_OF_FILE;
        return err;
    }
    shield_receive(&t->end, buf, got);
    return t->end.failed ? KP_ERR_DISCONNECTED : KP_OK;
}

static kp_err shielded_handshake(kp__transport *transport)
{
    shield_transport *t = of(transport);
    if (!t->below_up) {
        kp_err err = transport->below->ops->handshake(transport->below);
        if (err)
            return err;
        t->below_up = true;
    }
    for (;;) {
        kp_err pushed = push(t);
        if (pushed && pushed != KP_AGAIN)
            return pushed;
        if (t->end.up) {
            t->filter->handshakes += !pushed;
            return pushed;
        }
        kp_err pulled = pull(t);
        if (pulled)
            return pulled == KP_ERR_END_OF_FILE ? KP_ERR_DISCONNECTED : pulled;
    }
}

static kp_err shielded_read(kp__transport *transport, void *buf, size_t cap, size_t *got)
{
    shield_transport *t = of(transport);
    while (!t->end.plain.len) {
        if (t->end.rekey_answer) { /* reading goes on when the answer has left */
            kp_err err = push(t);
            if (err) {
                t->filter->read_wanted_write++;
                return err;
            }
        }
        if (t->end.ended) {
            t->filter->closes_told++;
            return KP_ERR_END_OF_FILE;
        }
        kp_err err = pull(t);
        if (err == KP_ERR_END_OF_FILE)
            t->filter->ends_cut++;
        if (err)
            return err == KP_ERR_END_OF_FILE ? KP_ERR_DISCONNECTED : err;
    }
    size_t size = t->end.plain.len < cap ? t->end.plain.len : cap;
    memcpy(buf, t->end.plain.data, size);
    shield_bytes_drop(&t->end.plain, size);
    *got = size;
    return KP_OK;
}

static kp_err shielded_write(kp__transport *transport, const struct iovec *iov, int count, size_t *put)
{
    shield_transport *t = of(transport);
    size_t taken = 0;
    *put = 0;
    kp_err err = push(t);
    if (err || !count)
        return err;
    if (t->end.rekey_sent) { /* writing goes on when the answer was read; the owner reads before it writes */
        t->filter->write_wanted_read++;
        return KP_AGAIN;
    }
    for (int i = 0; i < count && taken < SHIELD_FRAME_MAX && !t->end.rekey_sent; i++) {
        size_t part = iov[i].iov_len < SHIELD_FRAME_MAX - taken ? iov[i].iov_len : SHIELD_FRAME_MAX - taken;
        shield_data(&t->end, iov[i].iov_base, part);
        taken += part;
        if (part < iov[i].iov_len)
            break;
    }
    err = push(t);
    if (err && err != KP_AGAIN)
        return err;
    *put = taken;
    return KP_OK;
}

static void shielded_close(kp__transport *transport)
{
    shield_transport *t = of(transport);
    if (t->below_up) {
        shield_close(&t->end);
        (void)push(t);
    }
    transport->below->ops->close(transport->below);
    shield_deinit(&t->end);
    kp__delete(t->alloc, t);
}

static const kp__transport_ops shielded = {
    .handshake = shielded_handshake, .read = shielded_read, .write = shielded_write, .close = shielded_close};

static kp_err wrap(void *arg, kp__alloc *alloc, kp__transport *below, const char *host, kp__transport **out)
{
    (void)host;
    shield_transport *t = kp__new(alloc, sizeof *t);
    if (!t)
        return KP_ERR_NO_MEMORY;
    t->transport.ops = &shielded;
    t->transport.below = below;
    t->filter = arg;
    t->alloc = alloc;
    shield_init(&t->end, true, t->filter->rekey_every);
    *out = &t->transport;
    return KP_OK;
}

kp__filter shield_filter_of(shield_filter *filter) { return (kp__filter){.arg = filter, .wrap = wrap}; }
