/* A scripted broker over real sockets, for the tests of api/: one node, every topic exists, nothing is kept. It runs on
 * a thread of its own until stopped; what it does with Produce is a switch that may be turned at any time. */
#ifndef KP_TESTS_API_SERVER_H
#define KP_TESTS_API_SERVER_H

#include <stdatomic.h>
#include <stdint.h>

typedef enum server_mood {
    SERVER_ANSWERS,
    SERVER_MUTE,    /* takes Produce requests and never answers them */
    SERVER_CLOSES,  /* closes the connection on a Produce request */
    SERVER_REFUSES, /* answers each batch with INVALID_RECORD, which is final, and "not this one" */
    SERVER_DEAF     /* answers nothing at all */
} server_mood;

typedef struct server server;

server *server_start(int32_t partitions);
/* Listens on the same port again, after server_stop. */
server *server_restart(uint16_t port, int32_t partitions);
/* Speaks through the dummy filter. */
server *server_start_filtered(int32_t partitions);
void server_stop(server *s); /* closes everything, joins, frees */
uint16_t server_port(const server *s);
const char *server_address(const server *s); /* "127.0.0.1:port" */
void server_set(server *s, server_mood mood);
uint64_t server_records(const server *s); /* acknowledged */
uint64_t server_requests(const server *s, int16_t key);

#endif
