/* An io, a poller and a pair of connected sockets for the tests of io/. */
#ifndef KP_TESTS_IO_FIXTURE_H
#define KP_TESTS_IO_FIXTURE_H

#include <tests/check.h>

#include <base/alloc.h>
#include <base/io.h>
#include <base/sanitized.h>

typedef struct fixture {
    kp__alloc alloc;
    kp__io *io;
    kp__poller *poller;
    kp__listener *listener;
    uint16_t port;
    kp__transport *client, *server;
    int client_token, server_token, listener_token;
} fixture;

void fixture_open(fixture *f, const kp_hooks *hooks);
void fixture_connect(fixture *f); /* listens, connects, accepts */
void fixture_close(fixture *f);   /* and checks that no memory is left */

/* Waits until something happens, at most ten seconds; true if an event of `what` and `token` was among it. */
bool fixture_wait(fixture *f, uint32_t what, const void *token);

#endif
