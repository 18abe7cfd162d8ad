/* The host's transport (kprod/transport.h) as a kp__transport, so that the pump does not know the difference and a
 * filter stacks on it as on a socket. What the host says is checked here: a count outside its range breaks the handle;
 * a code becomes KP_ERR_CONNECT or KP_ERR_DISCONNECTED, as what to do about codes is decided by class, and the host's
 * mean nothing there.
 *
 * A bell is one connection's. Any thread pushes it on `rung` and wakes the poller; the next turn takes the list whole.
 * It is flagged while it stands there, so it stands there once, and one that was closed meanwhile is freed when it is
 * taken. By turn, but for kp_bell_ring. */
#ifndef KP__API_HOSTED_H
#define KP__API_HOSTED_H

#include <stdatomic.h>

#include <base/check.h>
#include <base/io.h>
#include <base/log.h>
#include <kprod/transport.h>

typedef struct kp__hosting {
    const kp_transport *table; /* complete; NULL: the host has none */
    kp__io *io;
    kp__poller *poller;
    kp__log *log;
    kp__health *health;
    _Atomic(kp_bell *) rung;
} kp__hosting;

/* Is all there that must be? Else KP_ERR_ARGUMENT, and which is not. */
KP_MUST kp_err kp__hosted_check(const kp_transport *table, kp_error *error);

/* `endpoint` lacks its size and bell. The connection is rung once, so it is tried in the next turn. On an error its
 * words are in `error`. */
KP_MUST kp_err kp__hosted_connect(kp__hosting *hosting, kp_endpoint *endpoint, void *token, kp__transport **out,
                                  kp_error *error);

/* The tokens of the connections that were rung. */
void kp__hosting_take(kp__hosting *hosting, void (*rung)(void *arg, void *token), void *arg);

/* Every connection must be closed. Safe on zeroes. */
void kp__hosting_deinit(kp__hosting *hosting);

#endif
