/* What the files of io/ share among themselves. */
#ifndef KP__IO_INSIDE_H
#define KP__IO_INSIDE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <base/io.h>
#include <base/list.h>

enum { KP__THREAD_NAME = 16, KP__HOST_BYTES = 256 };

typedef struct kp__helper kp__helper;

typedef struct kp__system {
    kp__io io;
    kp_resolve_fn resolve;
    void *resolve_context;
    _Atomic uint32_t *alive; /* a page of its own */
    kp__helper *helper;
    char name[KP__THREAD_NAME];
} kp__system;

static inline kp__system *kp__system_of(kp__io *io) { return (kp__system *)(void *)io; }

/* What an epoll event points to. Edge-triggered: after a short read or a short write the socket has nothing more until
 * the next event, so the next try is answered without a system call; but for one whose end was announced, because then
 * no further event comes. */
typedef struct kp__source {
    uint32_t what; /* KP__READY_...; 0: the poller's own eventfd */
    int fd;
    bool drained; /* nothing to read until the next event */
    bool blocked; /* no room to write until the next event */
    bool ended;   /* the peer's end or an error was announced */
    void *token;
    kp__poller *poller;
} kp__source;

struct kp__poller {
    kp__system *system;
    int epoll;
    kp__source wake;
    kp__list known;                 /* lookups answered without the helper; by turn */
    kp__list looked_up;             /* lookups answered by the helper; under the helper's lock */
    _Atomic uint32_t any_looked_up; /* looked_up is not empty */
};

kp_err kp__system_errno(int code); /* NO_FD, NO_MEMORY, or SYSTEM */

/* poller.c */
kp_err kp__poller_new(kp__io *io, kp__poller **out);
void kp__poller_free(kp__poller *poller);
kp_ns kp__poller_wait(kp__poller *poller, kp_ns deadline, kp__ready *ready, int cap, int *count);
void kp__poller_wake(kp__poller *poller);
int kp__poller_fd(kp__poller *poller);
kp_err kp__poller_watch(kp__poller *poller, kp__source *source, uint32_t events);
kp_err kp__poller_watch_stream(kp__poller *poller, kp__source *source); /* both ways and its end, by edges */
void kp__source_leave(kp__source *source); /* leaves the poller; in a forked child does nothing */
void kp__source_close(kp__source *source); /* and closes */

/* socket.c */
kp_err kp__socket_connect(kp__poller *poller, const kp_address *address, int sndbuf, int rcvbuf, void *token,
                          kp__transport **out);
kp_err kp__socket_adopt(kp__poller *poller, int fd, void *token, kp__transport **out); /* closes fd on failure */
kp_err kp__socket_local_address(kp__transport *transport, char *host, size_t cap, uint16_t *port);

/* watch.c */
kp_err kp__watch_new(kp__poller *poller, int fd, void *token, kp__watch **out);
void kp__watch_free(kp__watch *watch);

/* listener.c */
kp_err kp__listener_open(kp__poller *poller, const char *host, uint16_t port, void *token, kp__listener **out,
                         uint16_t *bound_port);
kp_err kp__listener_accept(kp__listener *listener, void *token, kp__transport **out);
void kp__listener_close(kp__listener *listener);

/* address.c */
bool kp__address_literal(const char *host, uint16_t port, kp_address *out);
/* getaddrinfo: waits. KP_ERR_RESOLVE with the resolver's words in `text`. */
kp_err kp__address_lookup(const char *host, uint16_t port, bool passive, kp_address *out, int cap, int *count,
                          char *text, size_t text_cap);
kp_err kp__address_text(const kp_address *address, char *host, size_t cap, uint16_t *port);

/* resolve.c */
kp_err kp__resolve_start(kp__poller *poller, const char *host, uint16_t port, kp__resolution *resolution);
void kp__resolve_cancel(kp__poller *poller, kp__resolution *resolution);
int kp__resolve_collect(kp__poller *poller, kp__ready *ready, int cap); /* by turn: answers as events */
bool kp__resolve_waiting(const kp__poller *poller);                     /* collect would give something */

/* helper.c: the blocking helper. A job's memory is the caller's, from malloc; `run` is called once on the helper. */
typedef struct kp__job {
    kp__list link;
    void (*run)(struct kp__job *job);
    bool may_leave; /* freeing the helper need not wait for it */
} kp__job;
kp_err kp__helper_new(const char *name, kp__helper **out);
void kp__helper_free(kp__helper *helper, bool forked);
kp_err kp__helper_add(kp__helper *helper, kp__job *job);  /* KP_ERR_NO_THREAD: not taken */
bool kp__helper_remove(kp__helper *helper, kp__job *job); /* true: it was still queued; call with the lock held */
void kp__helper_settled(kp__helper *helper);              /* what blocks is over; by the job, with the lock held */
void kp__helper_lock(kp__helper *helper);
void kp__helper_unlock(kp__helper *helper);
kp_err kp__helper_offload(kp__io *io, void (*run)(void *arg), void *arg);

/* thread.c */
kp_err kp__thread_spawn(pthread_t *id, void *(*run)(void *arg), void *arg); /* all signals blocked */
void kp__thread_name_self(const char *name);
kp_err kp__thread_start(kp__io *io, const char *name, void (*run)(void *arg), void *arg, kp__thread **out);
void kp__thread_join(kp__thread *thread);
bool kp__thread_is_self(kp__thread *thread);
void *kp__thread_self(kp__io *io);

/* park.c */
void kp__park_init(kp__io *io, kp__park *park);
bool kp__park_wait(kp__io *io, kp__park *park, kp_ns deadline);
void kp__park_wake(kp__io *io, kp__park *park);
void kp__park_deinit(kp__io *io, kp__park *park);

/* clock.c */
kp_ns kp__clock_now(kp__io *io);
int64_t kp__clock_wall_ms(kp__io *io);

/* memory.c */
kp_err kp__memory_fork_page(_Atomic uint32_t **out);
void kp__memory_fork_page_free(_Atomic uint32_t *page);
void *kp__memory_map(kp__io *io, size_t size);
void kp__memory_unmap(kp__io *io, void *memory, size_t size);
size_t kp__memory_resident(kp__io *io, void *memory, size_t size);

#endif
