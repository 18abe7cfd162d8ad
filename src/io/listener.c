#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <io/inside.h>

enum { BACKLOG = 1024, TRIES_MAX = 1000 };

struct kp__listener {
    kp__source source;
};

static kp_err bound_to(int fd, uint16_t *port)
{
    struct sockaddr_storage local;
    socklen_t length = sizeof local;
    kp_address address = {.length = 0};
    char host[64];
    if (getsockname(fd, (struct sockaddr *)&local, &length) != 0 || length > sizeof address.bytes)
        return KP_ERR_SYSTEM;
    __builtin_memcpy(address.bytes, &local, length);
    address.length = length;
    return kp__address_text(&address, host, sizeof host, port);
}

static kp_err open_at(const kp_address *address, int *out)
{
    sa_family_t family = 0;
    __builtin_memcpy(&family, address->bytes, sizeof family);
    int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return kp__system_errno(errno);
    int yes = 1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, (const struct sockaddr *)(const void *)address->bytes, address->length) == 0 &&
        listen(fd, BACKLOG) == 0) {
        *out = fd;
        return KP_OK;
    }
    kp_err err = errno == EADDRINUSE      ? KP_ERR_EXISTS
                 : errno == EADDRNOTAVAIL ? KP_ERR_NOT_FOUND
                                          : kp__system_errno(errno);
    (void)close(fd);
    return err;
}

kp_err kp__listener_open(kp__poller *poller, const char *host, uint16_t port, void *token, kp__listener **out,
                         uint16_t *bound_port)
{
    kp__io *io = &poller->system->io;
    kp_address address;
    char text[128];
    int found = 1;
    kp_err err = KP_OK;
    if (!kp__address_literal(host, port, &address)) /* waits: listening is done at open */
        err = kp__address_lookup(host, port, true, &address, 1, &found, text, sizeof text);
    if (err != KP_OK)
        return err;
    kp__listener *listener = kp__new(io->alloc, sizeof *listener);
    if (!listener)
        return KP_ERR_NO_MEMORY;
    listener->source = (kp__source){.what = KP__READY_LISTENER, .fd = -1, .token = token, .poller = poller};
    err = open_at(&address, &listener->source.fd);
    if (err == KP_OK)
        err = bound_to(listener->source.fd, bound_port);
    if (err == KP_OK)
        err = kp__poller_watch(poller, &listener->source, EPOLLIN | EPOLLET);
    if (err != KP_OK) {
        if (listener->source.fd >= 0)
            (void)close(listener->source.fd);
        kp__delete(io->alloc, listener);
        return err;
    }
    *out = listener;
    return KP_OK;
}

kp_err kp__listener_accept(kp__listener *listener, void *token, kp__transport **out)
{
    for (int i = 0; i < TRIES_MAX; i++) {
        int fd = accept4(listener->source.fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0)
            return kp__socket_adopt(listener->source.poller, fd, token, out);
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return KP_AGAIN;
        if (kp__system_errno(errno) != KP_ERR_SYSTEM)
            return kp__system_errno(errno);
        /* The connection that was waiting is gone (ECONNABORTED and its kin): the next one. */
    }
    return KP_ERR_SYSTEM;
}

void kp__listener_close(kp__listener *listener)
{
    if (!listener)
        return;
    kp__io *io = &listener->source.poller->system->io;
    kp__source_close(&listener->source);
    kp__delete(io->alloc, listener);
}
