/* A transport of the host's own: TCP on sockets of its own, as well-behaved or as awkward as is asked for. It checks by
 * itself that it is never called twice at once, and that nothing is called for what was closed. */
#ifndef KP_TESTS_API_HOST_H
#define KP_TESTS_API_HOST_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <kprod/transport.h>

enum { HOST_CONNECTIONS_MAX = 64 };

typedef enum host_lie {
    HOST_HONEST,
    HOST_READS_TOO_MUCH,
    HOST_READS_NOTHING,
    HOST_WRITES_TOO_MUCH,
    HOST_WRITES_NOTHING,
    HOST_LIES /* their number */
} host_lie;

typedef struct host_connection host_connection;

typedef struct host {
    /* what is asked for, before the open */
    bool by_name;           /* names are not looked up; all lead to 127.0.0.1 */
    bool bells;             /* no descriptor is told: it rings */
    bool thread;            /* it rings from a thread of its own; else whoever calls host_look does */
    bool filtered;          /* the dummy filter on top, whose reads want writes and whose writes want reads */
    bool eager;             /* a write takes in what there is to read, and rings */
    bool lazy;              /* half of the calls answer KP_AGAIN without need, and ring */
    bool mute;              /* errors come without words */
    size_t piece;           /* bytes a call, at most; 0: as many as there are */
    int fail_at;            /* this call, of all but close, fails; from 1; 0: none */
    bool fail_onwards;      /* and all that follow */
    _Atomic bool hangs;     /* handshakes come to no end */
    bool without_handshake; /* nobody calls it: a call before the socket is up answers KP_AGAIN */
    _Atomic int lie;        /* host_lie */
    int bad_fd;             /* told instead of the real one, when not 0 */

    /* what was seen */
    _Atomic int calls, connects, closes, handshakes, failures;
    _Atomic int rings_of_writes; /* with bytes that a write took in */
    _Atomic int32_t node_ids[HOST_CONNECTIONS_MAX];
    kp_endpoint last; /* host and address are copies */
    char last_host[256];
    kp_address last_address;

    /* inside */
    _Atomic int inside;
    int epoll, stop; /* with bells */
    pthread_t watcher;
    pthread_mutex_t lock;
    host_connection *open[HOST_CONNECTIONS_MAX];
} host;

/* Zeroed memory with what is asked for. */
void host_open(host *h, kp_transport *out);
void host_close(host *h); /* fails if a connection is open */

/* Rings for what became ready; never waits. */
void host_look(host *h);
void host_ring(host *h, int place);
/* Waits until one of its sockets has something to read. */
void host_wait_readable(host *h);

#endif
