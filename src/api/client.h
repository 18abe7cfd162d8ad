/* What the admin client and the reader have in common: a cluster, a pump, and a caller who waits by running turns
 * itself on its own thread. One thread at a time; no thread is made (but the resolver's helper). */
#ifndef KP__API_CLIENT_H
#define KP__API_CLIENT_H

#include <api/pump.h>
#include <base/alloc.h>
#include <base/check.h>
#include <base/io.h>
#include <base/log.h>
#include <cluster/cluster.h>
#include <kprod/error.h>
#include <kprod/hooks.h>
#include <kprod/options.h>
#include <kprod/transport.h>

enum { KP__CLIENT_WHY = 200 };

typedef struct kp__client {
    kp__alloc *alloc; /* the handle's */
    kp_hooks hooks;
    kp_transport transport; /* what hooks.transport points to */
    kp__health health;
    kp_options *options; /* resolved */
    kp__io *io;
    kp__log log;
    kp__cluster *cluster;
    kp__pump pump;
    char *bootstrap;
    void *embedded;
    char why[KP__CLIENT_WHY]; /* no broker could be reached, in words; "" when one was since */
    /* the owner's core */
    void *core;
    void (*tick)(void *core, kp_ns now);
    kp_ns (*deadline)(const void *core);
} kp__client;

/* `client` is zeroed memory of a handle that `alloc` made; `hooks` come from kp__config_hooks. Checks the options,
 * connects nothing. On an error it is closed already. */
KP_MUST kp_err kp__client_open(kp__client *client, kp__alloc *alloc, const kp_options *options, const kp_hooks *hooks,
                               kp_error *error);

/* First ends every request of the core with KP_ERR_CLOSED ... */
void kp__client_disconnect(kp__client *client);
/* ... then frees; the core's requests must be gone. */
void kp__client_close(kp__client *client);

kp_ns kp__client_now(const kp__client *client);

/* One turn: waits at most until `deadline`, delivers, ticks, writes, and tells its `now`. KP_ERR_BROKEN: the handle is
 * good for nothing any more. */
KP_MUST kp_err kp__client_turn(kp__client *client, kp_ns deadline, kp_ns *now, kp_error *error);

/* Fills `error` for a call whose time is up before `what` ("an answer", ...), with what is known about why. */
kp_err kp__client_late(const kp__client *client, kp_ns timeout, const char *what, kp_error *error);

/* KP_OK; KP_ERR_FORKED in a child; KP_ERR_BROKEN. */
kp_err kp__client_check(const kp__client *client, kp_error *error);

#endif
