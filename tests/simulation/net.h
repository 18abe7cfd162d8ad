/* The model network: byte streams between clients and hosts, in virtual time. What a client writes is copied, travels
 * for the link's latency and arrives in pieces; reads and writes are partial as chance has it; readiness is
 * edge-triggered, and an edge comes only after a call answered KP_AGAIN or when something new has happened. A closed
 * connection's last bytes may still arrive, at once, minutes later or never, as with TCP.
 *
 * Clients and hosts are small numbers; host i has the address 10.0.0.(i+1):9092 and the name node<i>. */
#ifndef SIM_NET_H
#define SIM_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include <kprod/error.h>
#include <kprod/hooks.h>
#include <kprod/time.h>
#include <tests/simulation/world.h>

enum { SIM_HOSTS_MAX = 8, SIM_CLIENTS_MAX = 8, SIM_PORT = 9092 };

typedef struct sim_net sim_net;
typedef struct sim_conn sim_conn;

typedef enum sim_dir { SIM_TO_HOST, SIM_TO_CLIENT } sim_dir;
typedef enum sim_end { SIM_END_RESET, SIM_END_FIN, SIM_END_SILENT } sim_end;
typedef enum sim_host_state { SIM_HOST_UP, SIM_HOST_REFUSES, SIM_HOST_BLACKHOLE } sim_host_state;

/* What a host does with its connections. */
typedef struct sim_host_ops {
    void (*opened)(void *arg, sim_conn *conn);
    void (*received)(void *arg, sim_conn *conn, const uint8_t *data, size_t size);
    void (*closed)(void *arg, sim_conn *conn); /* no byte of it comes any more; conn stays until the net is freed */
} sim_host_ops;

/* A look at what passes the client's socket, for invariants of the wire; may be NULL. */
typedef struct sim_tap {
    void *arg;
    void (*wrote)(void *arg, sim_conn *conn, const uint8_t *data, size_t size);
    void (*read)(void *arg, sim_conn *conn, const uint8_t *data, size_t size);
    void (*closed)(void *arg, sim_conn *conn);
} sim_tap;

typedef struct sim_net_config {
    kp_ns latency_min, latency_max;
    uint32_t partial_write_one_in; /* 0: never */
    uint32_t partial_read_one_in;
    uint32_t drain_late_one_in;
    uint32_t drain_lost_one_in;
    size_t send_buffer;
} sim_net_config;

sim_net *sim_net_new(sim_world *world, const sim_net_config *config);
void sim_net_free(sim_net *net);
void sim_net_calm(sim_net *net); /* no more chance: whole writes and reads, nothing late or lost */
void sim_net_tap(sim_net *net, const sim_tap *tap);
void sim_net_host(sim_net *net, int host, const sim_host_ops *ops, void *arg);
void sim_net_host_state(sim_net *net, int host, sim_host_state state);
void sim_net_host_reset(sim_net *net, int host);              /* ends all its connections, as when the process dies */
void sim_net_host_pause(sim_net *net, int host, bool paused); /* takes no bytes and sends none */

kp_address sim_net_address(int host);
int sim_net_host_of_name(const char *name); /* "node1" -> 1, else -1 */

/* ---- the client's side ---- */
/* `notify` is called at each edge, until sim_conn_shut. */
sim_conn *sim_conn_open(sim_net *net, int client, const kp_address *address, void (*notify)(void *arg), void *arg);
kp_err sim_conn_handshake(sim_conn *conn); /* KP_OK, KP_AGAIN, KP_ERR_CONNECT */
kp_err sim_conn_read(sim_conn *conn, void *buf, size_t cap, size_t *got);
kp_err sim_conn_write(sim_conn *conn, const struct iovec *iov, int count, size_t *put);
void sim_conn_shut(sim_conn *conn); /* the client closes; the conn stays until the net is freed */

/* ---- the host's side ---- */
void sim_conn_send(sim_conn *conn, const uint8_t *data, size_t size);
void sim_conn_end(sim_conn *conn, sim_end how); /* also what the network does in between */
bool sim_conn_client_open(const sim_conn *conn);
bool sim_conn_late(const sim_conn *conn); /* its last bytes come late, after the client closed it */
uint32_t sim_conn_id(const sim_conn *conn);
int sim_conn_client(const sim_conn *conn);
int sim_conn_host(const sim_conn *conn);
void **sim_conn_slot(sim_conn *conn); /* the host's own pointer */
void **sim_conn_tap_slot(sim_conn *conn);

/* ---- faults ---- */
void sim_net_hold(sim_net *net, int client, int host, sim_dir dir, bool held);
void sim_conn_stall(sim_conn *conn, sim_dir dir, kp_ns until);
/* Ends the connection once `bytes` more bytes have passed in this direction. */
void sim_conn_cut_after(sim_conn *conn, sim_dir dir, uint64_t bytes, sim_end how);
sim_conn *sim_net_any(sim_net *net);         /* an open connection as chance has it; NULL: none */
void sim_net_heal(sim_net *net);             /* links, pauses, stalls; silent connections are reset; all hosts up */
uint32_t sim_net_opened(const sim_net *net); /* connections ever opened */

#endif
