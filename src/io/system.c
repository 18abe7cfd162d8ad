#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include <io/inside.h>
#include <io/system.h>

kp_err kp__system_errno(int code)
{
    switch (code) {
    case EMFILE:
    case ENFILE:
        return KP_ERR_NO_FD;
    case ENOMEM:
    case ENOBUFS:
        return KP_ERR_NO_MEMORY;
    case EACCES:
    case EPERM:
        return KP_ERR_ACCESS;
    default:
        return KP_ERR_SYSTEM;
    }
}

static kp_err system_random(kp__io *io, void *out, size_t size)
{
    (void)io;
    uint8_t *at = out;
    while (size > 0) {
        ssize_t got = getrandom(at, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return KP_ERR_SYSTEM;
        at += got;
        size -= (size_t)got;
    }
    return KP_OK;
}

static void system_free(kp__io *io)
{
    kp__system *system = kp__system_of(io);
    kp__helper_free(system->helper, kp__io_forked(io));
    kp__memory_fork_page_free(system->alive);
    kp__delete(io->alloc, system);
}

static const kp__io_ops system_ops = {
    .now = kp__clock_now,
    .wall_ms = kp__clock_wall_ms,
    .random = system_random,
    .map = kp__memory_map,
    .unmap = kp__memory_unmap,
    .resident = kp__memory_resident,
    .poller_new = kp__poller_new,
    .poller_free = kp__poller_free,
    .wait = kp__poller_wait,
    .wake = kp__poller_wake,
    .poller_fd = kp__poller_fd,
    .connect = kp__socket_connect,
    .watch = kp__watch_new,
    .unwatch = kp__watch_free,
    .listen = kp__listener_open,
    .accept = kp__listener_accept,
    .listener_close = kp__listener_close,
    .local_address = kp__socket_local_address,
    .resolve = kp__resolve_start,
    .resolve_cancel = kp__resolve_cancel,
    .thread_start = kp__thread_start,
    .thread_join = kp__thread_join,
    .thread_is_self = kp__thread_is_self,
    .self = kp__thread_self,
    .offload = kp__helper_offload,
    .park_init = kp__park_init,
    .park_wait = kp__park_wait,
    .unpark = kp__park_wake,
    .park_deinit = kp__park_deinit,
    .free = system_free,
    .free_forked = system_free, /* it looks for itself */
};

kp_err kp__io_system_new(kp__alloc *alloc, const kp_hooks *hooks, const char *name, kp__io **out)
{
    kp__system *system = kp__new(alloc, sizeof *system);
    if (!system)
        return KP_ERR_NO_MEMORY;
    (void)snprintf(system->name, sizeof system->name, "%s", name);
    if (hooks) {
        system->resolve = hooks->resolve;
        system->resolve_context = hooks->context;
    }
    kp_err err = kp__memory_fork_page(&system->alive);
    if (err == KP_OK)
        err = kp__helper_new(system->name, &system->helper);
    if (err != KP_OK) {
        kp__memory_fork_page_free(system->alive);
        kp__delete(alloc, system);
        return err;
    }
    system->io = (kp__io){.ops = &system_ops, .alloc = alloc, .alive = system->alive};
    *out = &system->io;
    return KP_OK;
}
