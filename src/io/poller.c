#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <io/inside.h>

enum { EVENTS_MAX = 64 };

kp_err kp__poller_watch(kp__poller *poller, kp__source *source, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = source};
    return epoll_ctl(poller->epoll, EPOLL_CTL_ADD, source->fd, &event) == 0 ? KP_OK : kp__system_errno(errno);
}

kp_err kp__poller_watch_stream(kp__poller *poller, kp__source *source)
{
    return kp__poller_watch(poller, source, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

void kp__source_leave(kp__source *source)
{
    if (!kp__io_forked(&source->poller->system->io))
        (void)epoll_ctl(source->poller->epoll, EPOLL_CTL_DEL, source->fd, NULL);
}

void kp__source_close(kp__source *source)
{
    if (kp__io_forked(&source->poller->system->io))
        return;
    /* By hand: a forked child may hold a copy of the descriptor, and then closing alone would leave it registered. */
    kp__source_leave(source);
    (void)close(source->fd);
}

kp_err kp__poller_new(kp__io *io, kp__poller **out)
{
    kp__poller *poller = kp__new(io->alloc, sizeof *poller);
    if (!poller)
        return KP_ERR_NO_MEMORY;
    poller->system = kp__system_of(io);
    kp__list_init(&poller->known);
    kp__list_init(&poller->looked_up);
    poller->wake = (kp__source){.what = 0, .poller = poller};
    poller->epoll = epoll_create1(EPOLL_CLOEXEC);
    poller->wake.fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    kp_err err = KP_ERR_NO_FD;
    if (poller->epoll >= 0 && poller->wake.fd >= 0)
        err = kp__poller_watch(poller, &poller->wake, EPOLLIN | EPOLLET);
    else
        err = kp__system_errno(errno);
    if (err != KP_OK) {
        kp__poller_free(poller);
        return err;
    }
    *out = poller;
    return KP_OK;
}

void kp__poller_free(kp__poller *poller)
{
    if (!poller)
        return;
    kp__io *io = &poller->system->io;
    if (!kp__io_forked(io)) {
        if (poller->wake.fd >= 0)
            (void)close(poller->wake.fd);
        if (poller->epoll >= 0)
            (void)close(poller->epoll);
    }
    kp__delete(io->alloc, poller);
}

/* The eventfd is watched edge-triggered, and every write is an edge: it never needs to be read. Its counter takes 2^64
 * - 2 writes. */
void kp__poller_wake(kp__poller *poller)
{
    uint64_t one = 1;
    ssize_t put;
    do
        put = write(poller->wake.fd, &one, sizeof one);
    while (put < 0 && errno == EINTR);
}

int kp__poller_fd(kp__poller *poller) { return poller->epoll; }

static int wait_events(kp__poller *poller, struct epoll_event *events, int cap, kp_ns timeout)
{
    struct timespec ts = {.tv_sec = (time_t)(timeout / 1000000000), .tv_nsec = (long)(timeout % 1000000000)};
    int count = epoll_pwait2(poller->epoll, events, cap, timeout == KP_NEVER ? NULL : &ts, NULL);
    if (count >= 0 || errno == EINTR)
        return count < 0 ? 0 : count; /* EINTR: as if woken */
    /* ENOSYS from a kernel before 5.11; a sandbox that does not know the call may say anything, EPERM most often. */
    int ms = timeout >= (kp_ns)INT32_MAX * 1000000 ? -1 : (int)((timeout + 999999) / 1000000);
    count = epoll_wait(poller->epoll, events, cap, ms);
    return count < 0 ? 0 : count;
}

kp_ns kp__poller_wait(kp__poller *poller, kp_ns deadline, kp__ready *ready, int cap, int *count)
{
    kp__io *io = &poller->system->io;
    struct epoll_event events[EVENTS_MAX];
    kp_ns timeout = 0;
    if (deadline == KP_NEVER)
        timeout = KP_NEVER;
    else if (deadline > 0)
        timeout = deadline - kp__clock_now(io);
    if (timeout < 0 || kp__resolve_waiting(poller))
        timeout = 0;
    int found = wait_events(poller, events, cap < EVENTS_MAX ? cap : EVENTS_MAX, timeout);
    *count = 0;
    for (int i = 0; i < found; i++) {
        kp__source *source = events[i].data.ptr;
        source->ended |= (events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
        source->drained = !(events[i].events & EPOLLIN) && !source->ended;
        source->blocked = !(events[i].events & EPOLLOUT) && !source->ended;
        if (source->what)
            ready[(*count)++] = (kp__ready){.token = source->token, .what = source->what};
    }
    *count += kp__resolve_collect(poller, ready + *count, cap - *count);
    return kp__clock_now(io);
}
