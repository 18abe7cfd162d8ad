#include <tests/broker/crash_io.h>

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <base/list.h>
#include <base/ns.h>
#include <base/rng.h>
#include <broker/inside.h>

enum { PORT = 9092 };

typedef struct crash_transport {
    kp__transport transport;
    kp__list node;
    int fd;
    void *token;
} crash_transport;

struct crash_io {
    kp__io io;
    kp__alloc alloc;
    _Atomic uint32_t alive;
    kp__rng rng;
    kp_ns now, until;
    int caller;    /* end of a connection that nobody accepted yet; -1: none */
    kp__list open; /* connections */
    void *listen_token;
    void (*job)(void *arg);
    void *job_arg;
    kp_broker *broker; /* what its thread got */
};

static crash_io *io_of(const void *inside) { return (crash_io *)(uintptr_t)inside; }

/* ---- clock and chance ---- */

static kp_ns io_now(kp__io *io) { return io_of(io)->now; }
static int64_t io_wall_ms(kp__io *io) { return INT64_C(1700000000000) + io_of(io)->now / KP_MS(1); }

static kp_err io_random(kp__io *io, void *out, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((uint8_t *)out)[i] = (uint8_t)kp__rng_below(&io_of(io)->rng, 256);
    return KP_OK;
}

/* ---- connections ---- */

static kp_err transport_handshake(kp__transport *transport)
{
    (void)transport;
    return KP_OK;
}

static kp_err transport_read(kp__transport *base, void *buf, size_t cap, size_t *got)
{
    ssize_t n = recv(((crash_transport *)(void *)base)->fd, buf, cap, MSG_DONTWAIT);
    *got = n > 0 ? (size_t)n : 0;
    return n > 0 ? KP_OK : n == 0 ? KP_ERR_END_OF_FILE : errno == EAGAIN ? KP_AGAIN : KP_ERR_DISCONNECTED;
}

static kp_err transport_write(kp__transport *base, const struct iovec *iov, int count, size_t *put)
{
    struct msghdr message = {.msg_iov = (struct iovec *)(uintptr_t)iov, .msg_iovlen = (size_t)count};
    ssize_t n = sendmsg(((crash_transport *)(void *)base)->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    *put = n > 0 ? (size_t)n : 0;
    return n > 0 ? KP_OK : n < 0 && errno == EAGAIN ? KP_AGAIN : KP_ERR_DISCONNECTED;
}

static void transport_close(kp__transport *base)
{
    crash_transport *transport = (crash_transport *)(void *)base;
    close(transport->fd);
    kp__list_remove(&transport->node);
    free(transport);
}

static const kp__transport_ops transport_ops = {
    .handshake = transport_handshake,
    .read = transport_read,
    .write = transport_write,
    .close = transport_close,
};

static kp_err io_listen(kp__poller *poller, const char *host, uint16_t port, void *token, kp__listener **out,
                        uint16_t *bound_port)
{
    crash_io *io = io_of(poller);
    (void)host;
    (void)port;
    io->listen_token = token;
    *bound_port = PORT;
    *out = (kp__listener *)(void *)io;
    return KP_OK;
}

static kp_err io_accept(kp__listener *listener, void *token, kp__transport **out)
{
    crash_io *io = io_of(listener);
    if (io->caller < 0)
        return KP_AGAIN;
    crash_transport *transport = calloc(1, sizeof *transport);
    if (!transport)
        return KP_ERR_NO_MEMORY;
    *transport = (crash_transport){.transport.ops = &transport_ops, .fd = io->caller, .token = token};
    kp__list_push(&io->open, &transport->node);
    io->caller = -1;
    *out = &transport->transport;
    return KP_OK;
}

static void io_listener_close(kp__listener *listener)
{
    crash_io *io = io_of(listener);
    if (io->caller >= 0)
        close(io->caller);
    io->caller = -1;
}

static kp_err io_local_address(kp__transport *transport, char *host, size_t cap, uint16_t *port)
{
    (void)transport;
    snprintf(host, cap, "127.0.0.1");
    *port = PORT;
    return KP_OK;
}

/* ---- the loop ---- */

static kp_err io_poller_new(kp__io *io, kp__poller **out)
{
    *out = (kp__poller *)(void *)io;
    return KP_OK;
}

static void io_poller_free(kp__poller *poller) { (void)poller; }

static void do_job(crash_io *io)
{
    void (*job)(void *arg) = io->job;
    io->job = NULL;
    if (job)
        job(io->job_arg);
}

static bool readable(const crash_transport *transport)
{
    struct pollfd look = {.fd = transport->fd, .events = POLLIN};
    return poll(&look, 1, 0) == 1;
}

static kp_ns io_wait(kp__poller *poller, kp_ns deadline, kp__ready *ready, int cap, int *count)
{
    crash_io *io = io_of(poller);
    *count = 0;
    if (io->job) {
        do_job(io);
        return io->now;
    }
    if (io->caller >= 0)
        ready[(*count)++] = (kp__ready){.what = KP__READY_LISTENER, .token = io->listen_token};
    KP__LIST_EACH(node, &io->open)
    {
        crash_transport *transport = KP__CONTAINER(node, crash_transport, node);
        if (*count < cap && readable(transport))
            ready[(*count)++] = (kp__ready){.what = KP__READY_TRANSPORT, .token = transport->token};
    }
    if (*count || deadline <= io->now)
        return io->now;
    io->now = kp__ns_min(deadline, io->until);
    if (deadline > io->until)
        atomic_store(&io->broker->stop, true);
    return io->now;
}

static void io_wake(kp__poller *poller) { (void)poller; }

static kp_err io_thread_start(kp__io *base, const char *name, void (*run)(void *arg), void *arg, kp__thread **out)
{
    crash_io *io = io_of(base);
    (void)name;
    (void)run; /* kp__server_run */
    io->broker = arg;
    *out = (kp__thread *)(void *)io;
    return KP_OK;
}

static void io_thread_join(kp__thread *thread) { (void)thread; }

static kp_err io_offload(kp__io *base, void (*run)(void *arg), void *arg)
{
    crash_io *io = io_of(base);
    io->job = run;
    io->job_arg = arg;
    return KP_OK;
}

static void io_park(kp__io *io, kp__park *park)
{
    (void)io;
    (void)park;
}

static bool io_park_wait(kp__io *io, kp__park *park, kp_ns deadline)
{
    (void)park;
    (void)deadline;
    do_job(io_of(io));
    return true;
}

static void io_free(kp__io *io) { (void)io; }

static const kp__io_ops io_ops = {
    .now = io_now,
    .wall_ms = io_wall_ms,
    .random = io_random,
    .poller_new = io_poller_new,
    .poller_free = io_poller_free,
    .wait = io_wait,
    .wake = io_wake,
    .listen = io_listen,
    .accept = io_accept,
    .listener_close = io_listener_close,
    .local_address = io_local_address,
    .thread_start = io_thread_start,
    .thread_join = io_thread_join,
    .offload = io_offload,
    .park_init = io_park,
    .park_wait = io_park_wait,
    .unpark = io_park,
    .park_deinit = io_park,
    .free = io_free,
};

/* ---- the test's side ---- */

crash_io *crash_io_new(uint64_t seed)
{
    crash_io *io = calloc(1, sizeof *io);
    if (!io)
        abort();
    kp__alloc_init(&io->alloc, NULL);
    atomic_store(&io->alive, 1);
    io->io = (kp__io){.ops = &io_ops, .alloc = &io->alloc, .alive = &io->alive};
    io->caller = -1;
    kp__list_init(&io->open);
    kp__rng_seed(&io->rng, seed);
    return io;
}

void crash_io_free(crash_io *io) { free(io); }

kp__io *crash_io_table(crash_io *io) { return &io->io; }

void crash_io_run(crash_io *io, kp_ns time)
{
    io->until = kp__ns_add(io->now, time);
    atomic_store(&io->broker->stop, false);
    kp__server_run(io->broker);
}

static void run_broker(void *io) { crash_io_run(io, 0); }

void crash_io_connect(crash_io *io, kclient *client)
{
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds))
        abort();
    client_init(client, fds[0]);
    client->turn = run_broker;
    client->turn_arg = io;
    io->caller = fds[1];
}
