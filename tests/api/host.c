#include <tests/api/host.h>

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <tests/api/dummy_filter.h>
#include <tests/check.h>

enum { TAKEN_MAX = 1 << 16 };

struct host_connection {
    kp__transport raw; /* the socket, for the filter to stand on */
    kp__transport *top;
    host *h;
    kp_bell *bell;
    int fd, place;
    uint32_t chance;
    bool up;
    uint8_t *taken; /* eager: read ahead */
    size_t taken_at, taken_len;
    kp__alloc alloc;
};

/* ---- the socket ---- */

static host_connection *of(kp__transport *raw) { return (host_connection *)(void *)raw; }

static kp_err failed(void) { return errno == EAGAIN ? KP_AGAIN : KP_ERR_DISCONNECTED; }

static kp_err raw_handshake(kp__transport *raw)
{
    host_connection *c = of(raw);
    struct pollfd fd = {.fd = c->fd, .events = POLLOUT};
    int code = 0;
    socklen_t size = sizeof code;
    if (poll(&fd, 1, 0) <= 0)
        return KP_AGAIN;
    (void)getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &code, &size);
    return code ? KP_ERR_CONNECT : KP_OK;
}

static size_t piece_of(const host *h, size_t all) { return h->piece && h->piece < all ? h->piece : all; }

static kp_err raw_read(kp__transport *raw, void *buf, size_t cap, size_t *got)
{
    host_connection *c = of(raw);
    if (c->taken_len) {
        size_t n = piece_of(c->h, c->taken_len < cap ? c->taken_len : cap);
        memcpy(buf, c->taken + c->taken_at, n);
        c->taken_at += n;
        c->taken_len -= n;
        *got = n;
        return KP_OK;
    }
    ssize_t n = recv(c->fd, buf, piece_of(c->h, cap), 0);
    *got = n > 0 ? (size_t)n : 0;
    return n < 0 ? failed() : n == 0 ? KP_ERR_END_OF_FILE : KP_OK;
}

static void take_ahead(host_connection *c)
{
    if (c->taken_len)
        return;
    ssize_t n = recv(c->fd, c->taken, TAKEN_MAX, 0);
    if (n <= 0)
        return;
    c->taken_at = 0;
    c->taken_len = (size_t)n;
    c->h->rings_of_writes++;
    kp_bell_ring(c->bell);
}

static kp_err raw_write(kp__transport *raw, const struct iovec *iov, int count, size_t *put)
{
    host_connection *c = of(raw);
    struct iovec one = count ? iov[0] : (struct iovec){NULL, 0};
    *put = 0;
    if (count == 0)
        return KP_OK;
    if (c->h->eager)
        take_ahead(c);
    one.iov_len = piece_of(c->h, one.iov_len);
    struct msghdr message = {.msg_iov = (struct iovec *)(uintptr_t)(c->h->piece ? &one : iov),
                             .msg_iovlen = c->h->piece ? 1 : (size_t)count};
    ssize_t n = sendmsg(c->fd, &message, MSG_NOSIGNAL);
    *put = n > 0 ? (size_t)n : 0;
    return n < 0 ? failed() : KP_OK;
}

static void raw_close(kp__transport *raw) { (void)close(of(raw)->fd); }

static const kp__transport_ops raw_ops = {
    .handshake = raw_handshake, .read = raw_read, .write = raw_write, .close = raw_close};

/* ---- what every call does first and last ---- */

static bool enters(host *h, kp_error *error, const char *what)
{
    assert_int_equal(atomic_fetch_add(&h->inside, 1), 0);
    int call = ++h->calls;
    if (h->fail_at == 0 || (call != h->fail_at && !(h->fail_onwards && call > h->fail_at)))
        return true;
    h->failures++;
    if (!h->mute)
        (void)snprintf(error->text, sizeof error->text, "the %s is\nout of order", what);
    return false;
}

static kp_err leaves(host *h, kp_err err)
{
    h->inside--;
    return err;
}

/* Nothing could be done, it says, and rings. */
static bool dawdles(host_connection *c)
{
    c->chance = c->chance * 1103515245 + 12345;
    if (!c->h->lazy || c->chance >> 31)
        return false;
    kp_bell_ring(c->bell);
    return true;
}

/* ---- the functions ---- */

static int place_of(host *h, host_connection *c)
{
    for (int i = 0; i < HOST_CONNECTIONS_MAX; i++)
        if (!h->open[i]) {
            h->open[i] = c;
            return i;
        }
    return -1;
}

static host_connection *connection_new(host *h, const kp_endpoint *endpoint, int fd)
{
    host_connection *c = calloc(1, sizeof *c);
    assert_non_null(c);
    *c = (host_connection){.h = h, .bell = endpoint->bell, .fd = fd, .raw.ops = &raw_ops};
    c->taken = malloc(TAKEN_MAX);
    c->top = &c->raw;
    kp__alloc_init(&c->alloc, NULL);
    if (h->filtered)
        assert_int_equal(dummy_filter_new(&c->alloc, &c->raw, false, &c->top), KP_OK);
    (void)pthread_mutex_lock(&h->lock);
    c->place = place_of(h, c);
    (void)pthread_mutex_unlock(&h->lock);
    assert_true(c->place >= 0);
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.u32 = (uint32_t)c->place};
    if (h->bells)
        assert_int_equal(epoll_ctl(h->epoll, EPOLL_CTL_ADD, fd, &event), 0);
    return c;
}

static void remember(host *h, const kp_endpoint *endpoint)
{
    h->last = *endpoint;
    (void)snprintf(h->last_host, sizeof h->last_host, "%s", endpoint->host);
    h->last.host = h->last_host;
    if (endpoint->address) {
        h->last_address = *endpoint->address;
        h->last.address = &h->last_address;
    }
    h->node_ids[h->connects++ % HOST_CONNECTIONS_MAX] = endpoint->node_id;
}

static kp_err host_connect(void *context, const kp_endpoint *endpoint, void **connection, int *fd, kp_error *error)
{
    host *h = context;
    if (!enters(h, error, "connect"))
        return leaves(h, KP_ERR_ACCESS);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(endpoint->port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const struct sockaddr *where = (const struct sockaddr *)&to;
    int sock = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (endpoint->address)
        where = (const struct sockaddr *)(const void *)endpoint->address->bytes;
    if (sock < 0 || (connect(sock, where, sizeof to) != 0 && errno != EINPROGRESS)) {
        (void)close(sock);
        return leaves(h, KP_ERR_CONNECT);
    }
    (void)setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    assert_int_equal(*fd, -1);
    host_connection *c = connection_new(h, endpoint, sock);
    remember(h, endpoint);
    c->up = h->without_handshake;
    *connection = c;
    if (!h->bells)
        *fd = h->bad_fd ? h->bad_fd : sock;
    return leaves(h, KP_OK);
}

static kp_err host_handshake(void *connection, kp_error *error)
{
    host_connection *c = connection;
    host *h = c->h;
    if (!enters(h, error, "handshake"))
        return leaves(h, KP_ERR_ARGUMENT);
    assert_false(c->up);
    h->handshakes++;
    if (h->hangs || dawdles(c))
        return leaves(h, KP_AGAIN);
    kp_err err = c->top->ops->handshake(c->top);
    c->up = err == KP_OK;
    return leaves(h, err);
}

static kp_err host_read(void *connection, void *buf, size_t cap, size_t *got, kp_error *error)
{
    host_connection *c = connection;
    host *h = c->h;
    if (!enters(h, error, "read"))
        return leaves(h, KP_ERR_TOPIC_AUTHORIZATION_FAILED); /* a code that means much to a producer */
    assert_true(c->up && cap > 0);
    if (dawdles(c))
        return leaves(h, KP_AGAIN);
    kp_err err = c->top->ops->read(c->top, buf, cap, got);
    if (err == KP_OK && h->lie == HOST_READS_TOO_MUCH)
        *got = cap + 1;
    if (err == KP_OK && h->lie == HOST_READS_NOTHING)
        *got = 0;
    return leaves(h, err);
}

static size_t total_of(const struct iovec *slices, int count)
{
    size_t total = 0;
    for (int i = 0; i < count; i++) {
        assert_true(slices[i].iov_len > 0);
        total += slices[i].iov_len;
    }
    return total;
}

static kp_err host_write(void *connection, const struct iovec *slices, int count, size_t *put, kp_error *error)
{
    host_connection *c = connection;
    host *h = c->h;
    if (!enters(h, error, "write"))
        return leaves(h, KP_ERR_NO_MEMORY);
    assert_true(c->up && count <= KP_TRANSPORT_SLICES_MAX);
    size_t total = total_of(slices, count);
    if (dawdles(c))
        return leaves(h, KP_AGAIN);
    kp_err err = c->top->ops->write(c->top, slices, count, put);
    if (err == KP_OK && h->lie == HOST_WRITES_TOO_MUCH)
        *put = total + 1;
    if (err == KP_OK && h->lie == HOST_WRITES_NOTHING)
        *put = 0;
    return leaves(h, err);
}

static void host_close_one(void *connection)
{
    host_connection *c = connection;
    host *h = c->h;
    assert_int_equal(atomic_fetch_add(&h->inside, 1), 0);
    (void)pthread_mutex_lock(&h->lock); /* from here on nobody rings for it */
    assert_ptr_equal(h->open[c->place], c);
    h->open[c->place] = NULL;
    (void)pthread_mutex_unlock(&h->lock);
    c->top->ops->close(c->top);
    assert_int_equal(c->alloc.bytes, 0);
    free(c->taken);
    free(c);
    h->closes++;
    h->inside--;
}

/* ---- ringing ---- */

enum { STOP = HOST_CONNECTIONS_MAX };

static bool look(host *h, int timeout)
{
    struct epoll_event events[16];
    bool go_on = true;
    int count = epoll_wait(h->epoll, events, 16, timeout);
    (void)pthread_mutex_lock(&h->lock);
    for (int i = 0; i < count; i++) {
        uint32_t place = events[i].data.u32;
        go_on = go_on && place != STOP;
        if (place != STOP && h->open[place])
            kp_bell_ring(h->open[place]->bell);
    }
    (void)pthread_mutex_unlock(&h->lock);
    return go_on;
}

void host_look(host *h) { (void)look(h, 0); }

void host_wait_readable(host *h)
{
    struct pollfd fds[HOST_CONNECTIONS_MAX];
    for (int i = 0; i < HOST_CONNECTIONS_MAX; i++)
        fds[i] = (struct pollfd){.fd = h->open[i] ? h->open[i]->fd : -1, .events = POLLIN};
    assert_true(poll(fds, HOST_CONNECTIONS_MAX, -1) > 0);
}

void host_ring(host *h, int place) { kp_bell_ring(h->open[place]->bell); }

static void *watch(void *arg)
{
    while (look(arg, -1))
        ;
    return NULL;
}

/* ---- life ---- */

void host_open(host *h, kp_transport *out)
{
    struct epoll_event stop = {.events = EPOLLIN, .data.u32 = STOP};
    h->epoll = epoll_create1(EPOLL_CLOEXEC);
    h->stop = eventfd(0, EFD_CLOEXEC);
    assert_int_equal(epoll_ctl(h->epoll, EPOLL_CTL_ADD, h->stop, &stop), 0);
    assert_int_equal(pthread_mutex_init(&h->lock, NULL), 0);
    if (h->thread)
        assert_int_equal(pthread_create(&h->watcher, NULL, watch, h), 0);
    *out = (kp_transport)KP_TRANSPORT_INIT;
    out->flags = h->by_name ? KP_TRANSPORT_BY_NAME : 0;
    out->context = h;
    out->connect = host_connect;
    out->handshake = host_handshake;
    out->read = host_read;
    out->write = host_write;
    out->close = host_close_one;
}

void host_close(host *h)
{
    assert_int_equal(eventfd_write(h->stop, 1), 0);
    if (h->thread)
        (void)pthread_join(h->watcher, NULL);
    (void)close(h->epoll);
    (void)close(h->stop);
    (void)pthread_mutex_destroy(&h->lock);
    assert_int_equal(h->connects, h->closes);
}
