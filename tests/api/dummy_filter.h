/* A transport filter that stands where TLS will: it shares none of TLS's bytes and all of its manners. Both ends use
 * it.
 *
 *   handshake     client HELLO, server HELLO, client HELLO again: 40 bytes each
 *   frames        at most 16 KiB of payload, masked, with a check; staged here and passed on as the transport below
 * takes it KEY           after every fourth frame a side demands new keys and writes nothing more until the other has
 * answered: write wants read; the other must answer before it reads on: read wants write BYE           says that the
 * end is meant; an end without it is KP_ERR_DISCONNECTED, one with it KP_ERR_END_OF_FILE
 *
 * Anything out of order or broken is KP_ERR_DISCONNECTED. */
#ifndef KP_TESTS_API_DUMMY_FILTER_H
#define KP_TESTS_API_DUMMY_FILTER_H

#include <stdbool.h>

#include <base/alloc.h>
#include <base/io.h>

enum { DUMMY_FRAME = 16384, DUMMY_HELLO = 40 };

/* Wraps `below`, which it owns from KP_OK on. */
kp_err dummy_filter_new(kp__alloc *alloc, kp__transport *below, bool server, kp__transport **out);

/* For kp__filter.wrap: a client's side; arg is not used. */
kp_err dummy_filter_wrap(void *arg, kp__alloc *alloc, kp__transport *below, const char *host, kp__transport **out);

/* Key changes that this side has demanded. */
unsigned dummy_filter_keys(const kp__transport *transport);

#endif
