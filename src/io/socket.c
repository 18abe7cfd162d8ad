#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <io/inside.h>

typedef struct kp__socket {
    kp__transport transport;
    kp__source source;
    bool up;
} kp__socket;

static kp__socket *socket_of(kp__transport *transport) { return (kp__socket *)(void *)transport; }

static kp_err socket_handshake(kp__transport *transport)
{
    kp__socket *sock = socket_of(transport);
    if (sock->up)
        return KP_OK;
    struct pollfd fd = {.fd = sock->source.fd, .events = POLLOUT};
    if (poll(&fd, 1, 0) <= 0)
        return KP_AGAIN;
    int code = 0;
    socklen_t size = sizeof code;
    if (getsockopt(sock->source.fd, SOL_SOCKET, SO_ERROR, &code, &size) != 0 || code != 0)
        return KP_ERR_CONNECT;
    if (fd.revents & (POLLERR | POLLHUP))
        return KP_ERR_CONNECT;
    sock->up = true;
    return KP_OK;
}

static kp_err socket_failed(void) { return errno == EAGAIN || errno == EWOULDBLOCK ? KP_AGAIN : KP_ERR_DISCONNECTED; }

static kp_err socket_read(kp__transport *transport, void *buf, size_t cap, size_t *got)
{
    kp__socket *sock = socket_of(transport);
    if (sock->source.drained)
        return KP_AGAIN;
    ssize_t n;
    do
        n = recv(sock->source.fd, buf, cap, 0);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return socket_failed();
    if (n == 0)
        return KP_ERR_END_OF_FILE;
    sock->source.drained = (size_t)n < cap && !sock->source.ended;
    *got = (size_t)n;
    return KP_OK;
}

static size_t iov_bytes(const struct iovec *iov, int count)
{
    size_t bytes = 0;
    for (int i = 0; i < count; i++)
        bytes += iov[i].iov_len;
    return bytes;
}

static kp_err socket_write(kp__transport *transport, const struct iovec *iov, int count, size_t *put)
{
    kp__socket *sock = socket_of(transport);
    *put = 0;
    if (count == 0)
        return KP_OK;
    if (sock->source.blocked)
        return KP_AGAIN;
    struct msghdr message = {.msg_iov = (struct iovec *)(uintptr_t)iov,
                             .msg_iovlen = (size_t)(count < IOV_MAX ? count : IOV_MAX)};
    ssize_t n;
    do
        n = sendmsg(sock->source.fd, &message, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return socket_failed();
    sock->source.blocked = (size_t)n < iov_bytes(iov, (int)message.msg_iovlen) && !sock->source.ended;
    *put = (size_t)n;
    return KP_OK;
}

static void socket_close(kp__transport *transport)
{
    kp__socket *sock = socket_of(transport);
    kp__io *io = &sock->source.poller->system->io;
    if (!kp__io_forked(io))
        (void)shutdown(sock->source.fd, SHUT_RDWR); /* a forked child's copy must not keep it open */
    kp__source_close(&sock->source);
    kp__delete(io->alloc, sock);
}

static const kp__transport_ops socket_ops = {
    .handshake = socket_handshake, .read = socket_read, .write = socket_write, .close = socket_close};

static kp__socket *socket_new(kp__poller *poller, int fd, void *token)
{
    kp__socket *sock = kp__new(poller->system->io.alloc, sizeof *sock);
    if (!sock)
        return NULL;
    sock->transport.ops = &socket_ops;
    sock->source = (kp__source){.what = KP__READY_TRANSPORT, .fd = fd, .token = token, .poller = poller};
    return sock;
}

static void socket_set(int fd, int level, int name, int value)
{
    (void)setsockopt(fd, level, name, &value, sizeof value); /* a wish */
}

kp_err kp__socket_connect(kp__poller *poller, const kp_address *address, int sndbuf, int rcvbuf, void *token,
                          kp__transport **out)
{
    const struct sockaddr *to = (const struct sockaddr *)(const void *)address->bytes;
    sa_family_t family = 0;
    __builtin_memcpy(&family, address->bytes, sizeof family);
    int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return errno == EAFNOSUPPORT ? KP_ERR_CONNECT : kp__system_errno(errno);
    socket_set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    socket_set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
    if (sndbuf > 0)
        socket_set(fd, SOL_SOCKET, SO_SNDBUF, sndbuf);
    if (rcvbuf > 0)
        socket_set(fd, SOL_SOCKET, SO_RCVBUF, rcvbuf);
    kp__socket *sock = socket_new(poller, fd, token);
    kp_err err = sock ? KP_OK : KP_ERR_NO_MEMORY;
    if (err == KP_OK && connect(fd, to, address->length) != 0 && errno != EINPROGRESS && errno != EINTR)
        err = KP_ERR_CONNECT;
    if (err == KP_OK) /* after connect: before it, a socket counts as hung up */
        err = kp__poller_watch_stream(poller, &sock->source);
    if (err != KP_OK) {
        (void)close(fd);
        kp__delete(poller->system->io.alloc, sock);
        return err;
    }
    *out = &sock->transport;
    return KP_OK;
}

kp_err kp__socket_adopt(kp__poller *poller, int fd, void *token, kp__transport **out)
{
    socket_set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    kp__socket *sock = socket_new(poller, fd, token);
    kp_err err = sock ? kp__poller_watch_stream(poller, &sock->source) : KP_ERR_NO_MEMORY;
    if (err != KP_OK) {
        (void)close(fd);
        kp__delete(poller->system->io.alloc, sock);
        return err;
    }
    sock->up = true;
    *out = &sock->transport;
    return KP_OK;
}

kp_err kp__socket_local_address(kp__transport *transport, char *host, size_t cap, uint16_t *port)
{
    while (transport->below)
        transport = transport->below;
    kp_address address = {.length = 0};
    struct sockaddr_storage local;
    socklen_t length = sizeof local;
    if (getsockname(socket_of(transport)->source.fd, (struct sockaddr *)&local, &length) != 0 ||
        length > sizeof address.bytes)
        return KP_ERR_SYSTEM;
    __builtin_memcpy(address.bytes, &local, length);
    address.length = length;
    return kp__address_text(&address, host, cap, port);
}
