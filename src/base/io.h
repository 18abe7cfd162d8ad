/* kp__io: all that the core and the api need from outside, in one table. Two implementations: src/io (the system) and
 * tests/simulation (virtual time, a model network, fibers). Nothing else in the library waits, opens or looks at a
 * clock.
 *
 * Who calls what: `now`, `wall_ms`, `wake`, `park*`, `unpark`, `self`, `random` any thread; everything
 * that takes a kp__poller or a kp__transport only the holder of that poller's turn.
 *
 * The loop is four lines, and the simulator runs the same four:
 *
 *     for (;;) {
 *         kp_ns now = kp__io_wait(poller, deadline, ready, cap, &count);
 *         deliver(ready, count, now);
 *         tick(now);
 *         flush(now);
 *     }
 */
#ifndef KP__BASE_IO_H
#define KP__BASE_IO_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include <base/alloc.h>
#include <kprod/error.h>
#include <kprod/hooks.h>
#include <kprod/time.h>

typedef struct kp__io kp__io;
typedef struct kp__poller kp__poller;       /* what one loop waits on */
typedef struct kp__transport kp__transport; /* a byte stream; transports stack */
typedef struct kp__watch kp__watch;         /* of somebody else's descriptor */
typedef struct kp__listener kp__listener;
typedef struct kp__thread kp__thread;

/* ---- transports ---- */

enum { KP__SHUT_NOTHING = 0, KP__TRANSPORT_DEPTH_MAX = 4 };

/* A stream that never waits. Each call tries; KP_AGAIN means that something must become ready first. Readiness is
 * edge-triggered and coarse: after any event on the token the owner tries handshake, read and write again, so that
 * "read wants write" needs no bookkeeping. A filter (TLS) holds the transport below it and forwards close. */
typedef struct kp__transport_ops {
    /* Brings the stream up (TCP connect, TLS handshake). KP_OK: up. KP_AGAIN: not yet. Else: dead, close it. */
    kp_err (*handshake)(kp__transport *transport);
    /* Reads 1..cap bytes. KP_AGAIN; KP_ERR_END_OF_FILE: orderly end; KP_ERR_DISCONNECTED: dead. */
    kp_err (*read)(kp__transport *transport, void *buf, size_t cap, size_t *got);
    /* Writes what it can, KP_OK with *put >= 1, else as read. What it took it has copied: the caller may rewrite the
     * bytes at once. A filter that took bytes it could not pass on yet keeps them and passes them on at the next call
     * (count 0 is allowed: only pass on; KP_OK then means nothing is kept). */
    kp_err (*write)(kp__transport *transport, const struct iovec *iov, int count, size_t *put);
    /* What the last error was about, in words, until the next call; NULL or "" when there are none. May be absent. */
    const char *(*why)(const kp__transport *transport);
    /* Closes and frees, the transports below included. No event of it comes after. */
    void (*close)(kp__transport *transport);
} kp__transport_ops;

struct kp__transport {
    const kp__transport_ops *ops;
    kp__transport *below; /* NULL for a socket */
};

/* The words of the topmost transport that has some. */
static inline const char *kp__transport_why(const kp__transport *transport)
{
    for (; transport; transport = transport->below) {
        const char *why = transport->ops->why ? transport->ops->why(transport) : NULL;
        if (why && *why)
            return why;
    }
    return "";
}

/* ---- the loop's events ---- */

enum {
    KP__READY_TRANSPORT = 1, /* token: as given at connect or accept */
    KP__READY_LISTENER = 2,  /* token: as given at listen; accept until KP_AGAIN */
    KP__READY_RESOLVED = 3   /* token: the kp__resolution */
};

typedef struct kp__ready {
    void *token;
    uint32_t what;
} kp__ready;

/* A name lookup; the owner's memory, which must stay until the event came or the lookup was cancelled. */
enum { KP__ADDRESSES_MAX = 16 };
typedef struct kp__resolution {
    kp_err err; /* KP_OK, or KP_ERR_RESOLVE */
    int count;
    kp_address addresses[KP__ADDRESSES_MAX];
    char text[128]; /* the resolver's words when it failed */
    void *owner;    /* the caller's */
    void *job;      /* the io's */
} kp__resolution;

/* ---- a place where one thread waits ---- */

typedef struct kp__park {
    _Atomic uint32_t signalled;
    union {
        void *pointers[20];
        long long words[20];
    } inside; /* the io's */
} kp__park;

/* ---- the table ---- */

typedef struct kp__io_ops {
    /* clocks */
    kp_ns (*now)(kp__io *io);       /* monotonic, precise */
    int64_t (*wall_ms)(kp__io *io); /* ms since 1970, cheap; behind by a few ms */

    /* chance for seeds, nonces and ids; KP_ERR_SYSTEM when the system has none */
    kp_err (*random)(kp__io *io, void *out, size_t size);

    /* memory that is reserved now and becomes resident when touched */
    void *(*map)(kp__io *io, size_t size); /* NULL when refused */
    void (*unmap)(kp__io *io, void *memory, size_t size);
    size_t (*resident)(kp__io *io, void *memory, size_t size);

    /* the poller */
    kp_err (*poller_new)(kp__io *io, kp__poller **out);
    void (*poller_free)(kp__poller *poller);
    /* Waits until something is ready, somebody woke the poller, or the deadline; a deadline in the past only looks.
     * Returns the time now: the turn's one `now`. */
    kp_ns (*wait)(kp__poller *poller, kp_ns deadline, kp__ready *ready, int cap, int *count);
    void (*wake)(kp__poller *poller);     /* any thread: ends the present or the next wait */
    int (*poller_fd)(kp__poller *poller); /* readable when a wait would find something */

    /* the network */
    kp_err (*connect)(kp__poller *poller, const kp_address *address, int sndbuf, int rcvbuf, void *token,
                      kp__transport **out);
    /* What happens to a descriptor of somebody else's is a KP__READY_TRANSPORT of `token`, edge-triggered, beginning
     * with what it is ready for now. unwatch comes before its owner closes it. */
    kp_err (*watch)(kp__poller *poller, int fd, void *token, kp__watch **out);
    void (*unwatch)(kp__watch *watch);
    kp_err (*listen)(kp__poller *poller, const char *host, uint16_t port, void *token, kp__listener **out,
                     uint16_t *bound_port);
    kp_err (*accept)(kp__listener *listener, void *token, kp__transport **out); /* KP_AGAIN; KP_ERR_NO_FD; ... */
    void (*listener_close)(kp__listener *listener);
    kp_err (*local_address)(kp__transport *transport, char *host, size_t cap, uint16_t *port); /* of an accepted one */
    /* Starts a lookup. KP_OK: the event comes (possibly at the very next wait). Literal addresses need no thread. */
    kp_err (*resolve)(kp__poller *poller, const char *host, uint16_t port, kp__resolution *resolution);
    void (*resolve_cancel)(kp__poller *poller, kp__resolution *resolution);

    /* threads; all signals blocked in them */
    kp_err (*thread_start)(kp__io *io, const char *name, void (*run)(void *arg), void *arg, kp__thread **out);
    void (*thread_join)(kp__thread *thread); /* waits for its end, frees it */
    bool (*thread_is_self)(kp__thread *thread);
    void *(*self)(kp__io *io); /* which thread (or fiber) is calling; never NULL, unique among the living */
    /* Runs `run` on the one lazy blocking helper. */
    kp_err (*offload)(kp__io *io, void (*run)(void *arg), void *arg);

    /* parking: the only way in which an app thread waits */
    void (*park_init)(kp__io *io, kp__park *park);
    bool (*park_wait)(kp__io *io, kp__park *park,
                      kp_ns deadline);          /* false: the deadline came first; takes the signal */
    void (*unpark)(kp__io *io, kp__park *park); /* any thread; sticky until waited for */
    void (*park_deinit)(kp__io *io, kp__park *park);

    void (*free)(kp__io *io); /* joins the helper; every poller must be gone */
    /* In a forked child every close, free and join here, and this one, frees memory only: no lock, thread or fd is
     * touched. */
    void (*free_forked)(kp__io *io);
} kp__io_ops;

struct kp__io {
    const kp__io_ops *ops;
    kp__alloc *alloc;
    /* Points to 1 in the process that opened the handle, reads 0 in a forked child (a page that the kernel wipes on
     * fork): one load, before any lock. */
    const _Atomic uint32_t *alive;
};

static inline bool kp__io_forked(const kp__io *io)
{
    return atomic_load_explicit(io->alive, memory_order_relaxed) == 0;
}

#endif
