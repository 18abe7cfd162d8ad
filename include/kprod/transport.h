/* A transport of the host's own: how bytes get to a broker and back, in place of the library's TCP sockets. For a proxy
 * or a sidecar, a network stack in user space, a TLS of the host's. A handle takes it by kp_hooks.transport.
 *
 * No call waits. Each does what can be done at once, and answers KP_AGAIN when something must become ready first. What
 * became ready is not told apart: after any sign of readiness the library tries handshake, read and write, as far as
 * each has something to do, until it answers KP_AGAIN. So a read may wait for room to write, and a write for bytes to
 * read, as in TLS. A sign is
 *
 *   - an event of the descriptor that `connect` gave: readable, writable, hung up. It is watched edge-triggered, so a
 *     call answers KP_AGAIN only after the system said so for the descriptor; a second descriptor behind it needs an
 *     epoll descriptor in front of both
 *   - kp_bell_ring: for all that no descriptor tells, such as a stack in user space, or bytes for `read` that a `write`
 *     took in.
 *
 * Both end the wait of a thread of the library's, and make kp_producer_drive_fd readable in driven mode. What a call
 * leaves over needs no sign: after KP_OK it is made again, in this turn or the next.
 *
 * In driven mode kp_producer_send_wait, flush and close drive by themselves. Who rings from its own event loop on the
 * thread that would wait there drives until the future is done instead: nobody would ring.
 *
 * Threads: calls come from whoever runs the handle's turn (the producer's thread, the caller of kp_producer_drive,
 * kp_producer_flush ..., of an admin client, of a reader), one at a time for a handle, with no lock held. A transport
 * that serves several handles is called by several threads. Inside a call nothing of the handle may be called but
 * kp_bell_ring.
 *
 * Memory: what a call is handed is borrowed until it returns, the record bytes that `write` is given above all. After
 * a fork nothing is called in the child: the connections are the parent's.
 *
 * Errors: every code but those named here ends the connection. Whatever the code, the library sees a connection that
 * could not be made (KP_ERR_CONNECT) or was lost (KP_ERR_DISCONNECTED), closes it, and tries again as the options say;
 * code and words are for people, in the log and in the errors of calls that wait. The host may put words of its own
 * into error->text (NUL-terminated, no secrets); `error` is never NULL. A count outside its range is a broken promise,
 * after which nothing is known of the bytes: the handle fails with KP_ERR_BROKEN. */
#ifndef KPROD_TRANSPORT_H
#define KPROD_TRANSPORT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include <kprod/error.h>
#include <kprod/hooks.h>

KP_BEGIN_DECLS

/* What is rung when a connection may have become ready. */
typedef struct kp_bell kp_bell;

/* Has the connection tried again, soon, in a turn. Any thread, inside a transport's call too; from the moment that
 * `connect` was given the bell until `close` returns, and `close` sees to it that nobody is still ringing. Never waits;
 * at most a write to an eventfd. Ringing without need costs a turn. */
KP_API void kp_bell_ring(kp_bell *bell);

/* Where to connect to. The library's memory, until `connect` returns. */
typedef struct kp_endpoint {
    uint32_t size;
    int32_t node_id;           /* the broker's; -1: a bootstrap server, whose id is not known yet */
    const char *host;          /* as bootstrap.servers, or the broker itself, names it */
    const kp_address *address; /* one of those that the host name has; NULL with KP_TRANSPORT_BY_NAME */
    kp_bell *bell;             /* of this connection */
    uint16_t port;
    int32_t send_buffer, receive_buffer; /* send.buffer.bytes and receive.buffer.bytes; -1: the system's */
} kp_endpoint;

/* The slices of one write, at most. */
#define KP_TRANSPORT_SLICES_MAX 128

enum {
    KP_TRANSPORT_BY_NAME = 1 /* connect wants names: nothing is looked up */
};

/* The functions; all but handshake must be there. Copied by the open that is given it. */
typedef struct kp_transport {
    uint32_t size;
    uint32_t flags; /* KP_TRANSPORT_ */
    void *context;  /* handed to connect */

    /* Begins a connection. KP_OK: `*connection` (any value) is what the other functions are handed, until close; `*fd`
     * is the descriptor to watch. It is -1 before, and may stay so for a transport that rings. The descriptor stays the
     * host's, which closes it in `close` and not before; two connections must not share one. Without KP_OK there is no
     * connection, and nothing to close. */
    kp_err (*connect)(void *context, const kp_endpoint *endpoint, void **connection, int *fd, kp_error *error);

    /* Is the connection up, so that bytes can pass? KP_OK, KP_AGAIN. Called until KP_OK, and given up with close after
     * socket.connection.setup.timeout.ms. NULL: a connection is up as soon as it is made. */
    kp_err (*handshake)(void *connection, kp_error *error);

    /* Reads 1 to `cap` bytes (cap >= 1): KP_OK and `*got`. KP_AGAIN; KP_ERR_END_OF_FILE: the peer has ended. */
    kp_err (*read)(void *connection, void *buf, size_t cap, size_t *got, kp_error *error);

    /* Writes the slices (at most KP_TRANSPORT_SLICES_MAX, none empty) from the first byte on, as far as it can: KP_OK
     * and `*put`, 1 to their total, which may be less than all of it. What was taken has been copied: the library
     * rewrites its memory afterwards. A transport that took bytes without passing them on yet (a TLS record that the
     * socket has no room for) does so in the next call, for which `count` may be 0: KP_OK then means that nothing is
     * kept back. KP_AGAIN: nothing was taken. */
    kp_err (*write)(void *connection, const struct iovec *slices, int count, size_t *put, kp_error *error);

    /* Ends the connection and frees what belongs to it; called once for each that was made, at any stage, also in the
     * middle of its handshake. Says good-bye (TLS's close_notify) as far as that needs no waiting. Nothing is called
     * for it afterwards. */
    void (*close)(void *connection);
} kp_transport;

/* clang-format off */
#define KP_TRANSPORT_INIT { (uint32_t)sizeof(kp_transport), 0, NULL, NULL, NULL, NULL, NULL, NULL }
/* clang-format on */

KP_END_DECLS

#endif
