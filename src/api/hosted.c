#include <api/hosted.h>

#include <base/error_fill.h>

struct kp_bell {
    kp__transport transport;
    kp__hosting *hosting;
    void *token;
    void *connection; /* the host's */
    kp__watch *watch; /* NULL: no descriptor */
    kp_error error;   /* of the last call */
    bool up;
    bool closed;           /* still on `rung` */
    _Atomic uint32_t rung; /* on `rung` */
    kp_bell *next;
};

static kp_bell *bell_of(kp__transport *transport) { return (kp_bell *)(void *)transport; }

kp_err kp__hosted_check(const kp_transport *table, kp_error *error)
{
    const char *lacks = !table->connect ? "connect"
                        : !table->read  ? "read"
                        : !table->write ? "write"
                        : !table->close ? "close"
                                        : NULL;
    return lacks ? kp__fail(error, KP_ERR_ARGUMENT, "hooks.transport lacks the function %s", lacks) : KP_OK;
}

/* ---- bells ---- */

void kp_bell_ring(kp_bell *bell)
{
    kp__hosting *hosting = bell->hosting;
    if (kp__io_forked(hosting->io) || atomic_exchange(&bell->rung, 1u) != 0)
        return;
    bell->next = atomic_load(&hosting->rung);
    while (!atomic_compare_exchange_weak(&hosting->rung, &bell->next, bell))
        ;
    hosting->io->ops->wake(hosting->poller);
}

void kp__hosting_take(kp__hosting *hosting, void (*rung)(void *arg, void *token), void *arg)
{
    if (!atomic_load_explicit(&hosting->rung, memory_order_relaxed))
        return;
    for (kp_bell *bell = atomic_exchange(&hosting->rung, NULL), *next; bell; bell = next) {
        next = bell->next;
        if (bell->closed) {
            kp__delete(hosting->io->alloc, bell);
            continue;
        }
        (void)atomic_exchange(&bell->rung, 0u); /* sees all that came before the ring */
        rung(arg, bell->token);
    }
}

static void nobody(void *arg, void *token)
{
    (void)arg;
    (void)token;
}

void kp__hosting_deinit(kp__hosting *hosting)
{
    if (hosting->io)
        kp__hosting_take(hosting, nobody, NULL);
}

/* ---- what the host says ---- */

static kp_error *no_words(kp_bell *bell)
{
    bell->error.text[0] = '\0';
    return &bell->error;
}

/* The host gave up the connection. */
static kp_err lost(kp_bell *bell, kp_err err)
{
    bell->error.text[sizeof bell->error.text - 1] = '\0';
    if (!bell->error.text[0])
        (void)kp__fail(&bell->error, err, "%s", kp_err_text(err));
    return bell->up ? KP_ERR_DISCONNECTED : KP_ERR_CONNECT;
}

static kp_err lied(kp_bell *bell, const char *call, size_t count, size_t asked)
{
    kp__hosting *hosting = bell->hosting;
    (void)kp__fail(&bell->error, KP_ERR_BROKEN, "the host's transport answered a %s of %zu bytes with a count of %zu",
                   call, asked, count);
    kp__logf(hosting->log, KP__LOG_ERROR, "transport", "%s", bell->error.text);
    kp__health_fail_by_host(hosting->health, "a transport's count is outside its range");
    return KP_ERR_BROKEN;
}

/* ---- the table ---- */

static kp_err hosted_handshake(kp__transport *transport)
{
    kp_bell *bell = bell_of(transport);
    const kp_transport *table = bell->hosting->table;
    kp_err err = bell->up || !table->handshake ? KP_OK : table->handshake(bell->connection, no_words(bell));
    bell->up = err == KP_OK;
    return err == KP_OK || err == KP_AGAIN ? err : lost(bell, err);
}

static kp_err hosted_read(kp__transport *transport, void *buf, size_t cap, size_t *got)
{
    kp_bell *bell = bell_of(transport);
    size_t count = 0;
    kp_err err = bell->hosting->table->read(bell->connection, buf, cap, &count, no_words(bell));
    if (err == KP_OK && (count == 0 || count > cap))
        return lied(bell, "read", count, cap);
    if (err == KP_OK)
        *got = count;
    return err == KP_OK || err == KP_AGAIN || err == KP_ERR_END_OF_FILE ? err : lost(bell, err);
}

static kp_err hosted_write(kp__transport *transport, const struct iovec *iov, int count, size_t *put)
{
    kp_bell *bell = bell_of(transport);
    size_t total = 0, taken = 0;
    for (int i = 0; i < count; i++)
        total += iov[i].iov_len;
    *put = 0;
    kp_err err = bell->hosting->table->write(bell->connection, iov, count, &taken, no_words(bell));
    if (err == KP_OK && (taken > total || (taken == 0 && total > 0)))
        return lied(bell, "write", taken, total);
    if (err == KP_OK)
        *put = taken;
    return err == KP_OK || err == KP_AGAIN ? err : lost(bell, err);
}

static const char *hosted_why(const kp__transport *transport)
{
    return ((const kp_bell *)(const void *)transport)->error.text;
}

static void bell_free(kp_bell *bell)
{
    if (atomic_load(&bell->rung))
        bell->closed = true; /* the next turn finds it on the list */
    else
        kp__delete(bell->hosting->io->alloc, bell);
}

static void hosted_close(kp__transport *transport)
{
    kp_bell *bell = bell_of(transport);
    kp__io *io = bell->hosting->io;
    if (bell->watch)
        io->ops->unwatch(bell->watch);
    if (!kp__io_forked(io))
        bell->hosting->table->close(bell->connection);
    bell_free(bell);
}

static const kp__transport_ops hosted_ops = {.handshake = hosted_handshake,
                                             .read = hosted_read,
                                             .write = hosted_write,
                                             .why = hosted_why,
                                             .close = hosted_close};

/* ---- connecting ---- */

static kp_err begin(kp_bell *bell, kp_endpoint *endpoint, kp_error *error)
{
    kp__hosting *hosting = bell->hosting;
    const kp_transport *table = hosting->table;
    int fd = -1;
    endpoint->size = (uint32_t)sizeof *endpoint;
    endpoint->bell = bell;
    kp_err err = table->connect(table->context, endpoint, &bell->connection, &fd, no_words(bell));
    if (err != KP_OK) {
        err = lost(bell, err);
        return kp__fail(error, err, "%s", bell->error.text);
    }
    if (fd >= 0)
        err = hosting->io->ops->watch(hosting->poller, fd, bell->token, &bell->watch);
    if (err != KP_OK) {
        table->close(bell->connection);
        return kp__fail(error, err, "the descriptor %d of the host's transport cannot be watched: %s", fd,
                        kp_err_text(err));
    }
    return KP_OK;
}

kp_err kp__hosted_connect(kp__hosting *hosting, kp_endpoint *endpoint, void *token, kp__transport **out,
                          kp_error *error)
{
    kp_bell *bell = kp__new(hosting->io->alloc, sizeof *bell);
    if (!bell)
        return KP_ERR_NO_MEMORY;
    bell->transport.ops = &hosted_ops;
    bell->hosting = hosting;
    bell->token = token;
    bell->error.size = (uint32_t)sizeof bell->error;
    kp_err err = begin(bell, endpoint, error);
    if (err != KP_OK) {
        bell_free(bell);
        return err;
    }
    *out = &bell->transport;
    kp_bell_ring(bell);
    return KP_OK;
}
