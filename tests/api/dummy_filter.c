#include <tests/api/dummy_filter.h>

#include <string.h>

enum { TYPE_HELLO = 1, TYPE_DATA, TYPE_KEY, TYPE_KEY_DONE, TYPE_BYE };
enum { HEAD = 8, MASK = 0x5a, KEY_EVERY = 4, IN_CAP = HEAD + DUMMY_FRAME, OUT_CAP = 4 * HEAD + DUMMY_FRAME };

typedef struct dummy {
    kp__transport transport;
    kp__alloc *alloc;
    bool server;
    bool up;
    bool ended; /* BYE came */
    bool waits; /* for the answer to our KEY */
    int hellos_sent, hellos_seen;
    unsigned frames, keys;
    size_t in_len;
    size_t plain_at, plain_len; /* inside `plain`: decoded, not yet read */
    size_t out_at, out_len;
    uint8_t in[IN_CAP];
    uint8_t plain[DUMMY_FRAME];
    uint8_t out[OUT_CAP];
} dummy;

static dummy *dummy_of(kp__transport *transport) { return (dummy *)(void *)transport; }

static uint8_t check_of(const uint8_t *data, size_t len)
{
    uint8_t sum = 0x17;
    for (size_t i = 0; i < len; i++)
        sum = (uint8_t)(sum * 3 + data[i]);
    return sum;
}

/* ---- out ---- */

static kp_err pass_on(dummy *d)
{
    while (d->out_at < d->out_len) {
        struct iovec iov = {d->out + d->out_at, d->out_len - d->out_at};
        size_t put = 0;
        kp_err err = d->transport.below->ops->write(d->transport.below, &iov, 1, &put);
        if (err != KP_OK)
            return err;
        d->out_at += put;
    }
    d->out_at = d->out_len = 0;
    return KP_OK;
}

static void stage(dummy *d, uint8_t type, const struct iovec *iov, int count, size_t len)
{
    uint8_t *head = d->out + d->out_len;
    uint8_t *at = head + HEAD;
    size_t left = len;
    for (int i = 0; i < count && left > 0; i++) {
        size_t n = iov[i].iov_len < left ? iov[i].iov_len : left;
        memcpy(at, iov[i].iov_base, n);
        at += n;
        left -= n;
    }
    for (uint8_t *each = head + HEAD; each < at; each++)
        *each ^= MASK;
    memset(head, 0, HEAD);
    head[0] = type;
    head[1] = check_of(head + HEAD, len);
    head[4] = (uint8_t)(len >> 24);
    head[5] = (uint8_t)(len >> 16);
    head[6] = (uint8_t)(len >> 8);
    head[7] = (uint8_t)len;
    d->out_len += HEAD + len;
}

/* ---- in ---- */

static kp_err take_frame(dummy *d, uint8_t type, const uint8_t *payload, size_t len)
{
    switch (type) {
    case TYPE_HELLO:
        d->hellos_seen++;
        return d->up || len != DUMMY_HELLO - HEAD ? KP_ERR_DISCONNECTED : KP_OK;
    case TYPE_DATA:
        if (!d->up)
            return KP_ERR_DISCONNECTED;
        for (size_t i = 0; i < len; i++)
            d->plain[i] = payload[i] ^ MASK;
        d->plain_at = 0;
        d->plain_len = len;
        return KP_OK;
    case TYPE_KEY:
        stage(d, TYPE_KEY_DONE, NULL, 0, 0);
        return KP_OK;
    case TYPE_KEY_DONE:
        if (!d->waits)
            return KP_ERR_DISCONNECTED;
        d->waits = false;
        return KP_OK;
    case TYPE_BYE:
        d->ended = true;
        return KP_OK;
    default:
        return KP_ERR_DISCONNECTED;
    }
}

/* Takes one frame of those that were read. KP_AGAIN: there is no whole one, or no place for what it holds. */
static kp_err next_frame(dummy *d)
{
    if (d->in_len < HEAD)
        return KP_AGAIN;
    size_t len = (size_t)d->in[4] << 24 | (size_t)d->in[5] << 16 | (size_t)d->in[6] << 8 | d->in[7];
    if (len > DUMMY_FRAME)
        return KP_ERR_DISCONNECTED;
    if (d->in_len < HEAD + len)
        return KP_AGAIN;
    if (d->plain_len > 0 && d->in[0] == TYPE_DATA)
        return KP_AGAIN;
    if (d->out_len + HEAD > OUT_CAP)
        return KP_AGAIN;
    if (check_of(d->in + HEAD, len) != d->in[1])
        return KP_ERR_DISCONNECTED;
    kp_err err = take_frame(d, d->in[0], d->in + HEAD, len);
    d->in_len -= HEAD + len;
    memmove(d->in, d->in + HEAD + len, d->in_len);
    return err;
}

static kp_err more_bytes(dummy *d)
{
    if (d->in_len == IN_CAP)
        return KP_AGAIN;
    size_t got = 0;
    kp_err err = d->transport.below->ops->read(d->transport.below, d->in + d->in_len, IN_CAP - d->in_len, &got);
    if (err == KP_OK)
        d->in_len += got;
    if (err == KP_ERR_END_OF_FILE)
        return d->ended ? KP_ERR_END_OF_FILE : KP_ERR_DISCONNECTED;
    return err;
}

/* One step in: a frame, or more bytes. Our answers go out first. */
static kp_err step_in(dummy *d)
{
    kp_err err = pass_on(d);
    if (err != KP_OK)
        return err; /* read wants write */
    err = next_frame(d);
    if (err != KP_AGAIN)
        return err;
    return d->ended ? KP_ERR_END_OF_FILE : more_bytes(d);
}

/* ---- the table ---- */

static void say_hello(dummy *d)
{
    uint8_t nonce[DUMMY_HELLO - HEAD];
    memset(nonce, d->server ? 's' : 'c', sizeof nonce);
    struct iovec iov = {nonce, sizeof nonce};
    stage(d, TYPE_HELLO, &iov, 1, sizeof nonce);
    d->hellos_sent++;
}

static bool may_say_hello(const dummy *d)
{
    return d->server ? d->hellos_sent < d->hellos_seen && d->hellos_sent < 1
                     : d->hellos_sent <= d->hellos_seen && d->hellos_sent < 2;
}

static bool handshake_done(const dummy *d)
{
    return d->server ? d->hellos_seen == 2 : d->hellos_sent == 2 && d->out_len == 0;
}

static kp_err dummy_handshake(kp__transport *transport)
{
    dummy *d = dummy_of(transport);
    if (d->up)
        return KP_OK;
    kp_err err = d->transport.below->ops->handshake(d->transport.below);
    while (err == KP_OK && !handshake_done(d)) {
        if (may_say_hello(d))
            say_hello(d);
        err = pass_on(d);
        if (err == KP_OK && !handshake_done(d) && !may_say_hello(d))
            err = step_in(d);
    }
    d->up = err == KP_OK;
    return err == KP_ERR_END_OF_FILE ? KP_ERR_DISCONNECTED : err;
}

static kp_err dummy_read(kp__transport *transport, void *buf, size_t cap, size_t *got)
{
    dummy *d = dummy_of(transport);
    while (d->plain_len == 0) {
        kp_err err = step_in(d);
        if (err != KP_OK)
            return err;
    }
    size_t n = d->plain_len < cap ? d->plain_len : cap;
    memcpy(buf, d->plain + d->plain_at, n);
    d->plain_at += n;
    d->plain_len -= n;
    *got = n;
    return KP_OK;
}

static size_t total_of(const struct iovec *iov, int count)
{
    size_t total = 0;
    for (int i = 0; i < count; i++)
        total += iov[i].iov_len;
    return total;
}

static kp_err dummy_write(kp__transport *transport, const struct iovec *iov, int count, size_t *put)
{
    dummy *d = dummy_of(transport);
    *put = 0;
    kp_err err = pass_on(d);
    if (err != KP_OK || count == 0)
        return err;
    while (d->waits) { /* write wants read */
        err = step_in(d);
        if (err != KP_OK)
            return err == KP_ERR_END_OF_FILE ? KP_ERR_DISCONNECTED : err;
    }
    err = pass_on(d);
    if (err != KP_OK)
        return err;
    size_t len = total_of(iov, count);
    if (len > DUMMY_FRAME)
        len = DUMMY_FRAME;
    stage(d, TYPE_DATA, iov, count, len);
    if (++d->frames % KEY_EVERY == 0) {
        stage(d, TYPE_KEY, NULL, 0, 0);
        d->waits = true;
        d->keys++;
    }
    err = pass_on(d);
    if (err != KP_OK && err != KP_AGAIN)
        return err;
    *put = len;
    return KP_OK;
}

static void dummy_close(kp__transport *transport)
{
    dummy *d = dummy_of(transport);
    if (d->up && d->out_len == 0) {
        stage(d, TYPE_BYE, NULL, 0, 0);
        (void)pass_on(d);
    }
    d->transport.below->ops->close(d->transport.below);
    kp__delete(d->alloc, d);
}

static const kp__transport_ops dummy_ops = {
    .handshake = dummy_handshake, .read = dummy_read, .write = dummy_write, .close = dummy_close};

kp_err dummy_filter_new(kp__alloc *alloc, kp__transport *below, bool server, kp__transport **out)
{
    dummy *d = kp__new(alloc, sizeof *d);
    if (!d)
        return KP_ERR_NO_MEMORY;
    d->transport = (kp__transport){.ops = &dummy_ops, .below = below};
    d->alloc = alloc;
    d->server = server;
    *out = &d->transport;
    return KP_OK;
}

kp_err dummy_filter_wrap(void *arg, kp__alloc *alloc, kp__transport *below, const char *host, kp__transport **out)
{
    (void)arg;
    (void)host;
    return dummy_filter_new(alloc, below, false, out);
}

unsigned dummy_filter_keys(const kp__transport *transport) { return ((const dummy *)(const void *)transport)->keys; }
