/* What a host may supply at open instead of what the library does by itself. Every member may be NULL. */
#ifndef KPROD_HOOKS_H
#define KPROD_HOOKS_H

#include <stddef.h>
#include <stdint.h>

#include <kprod/error.h>
#include <kprod/time.h>

KP_BEGIN_DECLS

/* Severities are syslog's: 3 error, 4 warning, 5 notice, 6 info, 7 debug. The text is one line, no secrets, no
 * control characters, valid during the call. Never called inside a turn or with a lock held. */
typedef void (*kp_log_fn)(void *context, int severity, const char *event, const char *text);

/* An IP address and port as the socket calls want them. */
typedef struct kp_address {
    uint8_t bytes[28]; /* a struct sockaddr_in or sockaddr_in6 */
    uint32_t length;
} kp_address;

/* The host's resolver, called in the turn; must not wait. Fills at most `cap` addresses and their number. */
typedef kp_err (*kp_resolve_fn)(void *context, const char *host, uint16_t port, kp_address *out, int cap, int *count);

struct kp_hooks;

/* Turns "embedded:DIR" into a bootstrap address; the broker library's kp_broker_embedded is one, and its broker uses
 * the same allocator and log, from a thread of its own. `*handle` is given back through `release` when the producer is
 * freed. May wait: it is called in open. */
typedef kp_err (*kp_embedded_fn)(const struct kp_hooks *hooks, const char *dir, char *address, size_t cap,
                                 void **handle, kp_error *error);
typedef void (*kp_embedded_release_fn)(void *context, void *handle);

typedef struct kp_hooks {
    uint32_t size;
    void *context; /* handed to every hook */
    void *(*alloc)(void *context, size_t size);
    void *(*realloc)(void *context, void *ptr, size_t size);
    void (*free)(void *context, void *ptr);
    kp_log_fn log;
    int log_severity; /* the least important severity wanted; 0 means 4 */
    kp_resolve_fn resolve;
    kp_embedded_fn embedded;
    kp_embedded_release_fn embedded_release;
    const struct kp_transport *transport; /* kprod/transport.h; copied. The embedded broker has no use for it */
} kp_hooks;

/* clang-format off */
#define KP_HOOKS_INIT { (uint32_t)sizeof(kp_hooks), NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL }
/* clang-format on */

KP_END_DECLS

#endif
