#include <tests/simulation/net.h>

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes under way in one direction. Each write is a segment with its time of arrival. */
typedef struct segment {
    size_t size;
    kp_ns at;
} segment;

typedef struct one_way {
    sim_conn *conn;
    sim_dir dir;
    uint8_t *data;
    size_t len, cap;
    segment *segments;
    uint32_t segment_count, segment_cap;
    kp_ns last_at;
    kp_ns stalled_until;
    bool ended;  /* an end follows the last byte */
    bool broken; /* bytes of it were lost: none may follow */
    uint64_t passed;
    uint64_t cut_at;
    sim_end cut_how;
    sim_event event;
} one_way;

struct sim_conn {
    sim_net *net;
    sim_conn *next;      /* of all */
    sim_conn *next_live; /* of those that still matter */
    uint32_t id;
    int client, host;
    bool connecting, up, refused, silent;
    bool client_open, host_open;
    bool late;
    bool reset, eof;    /* what the client will read after the bytes that are here */
    bool write_blocked; /* a write was refused or cut short: an edge is owed */
    one_way to_host, to_client;
    uint8_t *inbox; /* arrived, unread by the client */
    size_t inbox_len, inbox_cap;
    void (*notify)(void *arg);
    void *notify_arg;
    void *slot, *tap_slot;
    sim_event connect_event;
};

typedef struct place {
    sim_host_state state;
    bool paused;
    sim_host_ops ops;
    void *arg;
} place;

struct sim_net {
    sim_world *world;
    sim_net_config config;
    sim_tap tap;
    place hosts[SIM_HOSTS_MAX];
    bool held[SIM_CLIENTS_MAX][SIM_HOSTS_MAX][2];
    sim_conn *conns;
    sim_conn *live;
    uint32_t opened;
};

/* ---- buffers ---- */

static void *must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

static void bytes_add(uint8_t **data, size_t *len, size_t *cap, const uint8_t *from, size_t size)
{
    if (*len + size > *cap) {
        *cap = (*len + size) * 2;
        *data = must(realloc(*data, *cap));
    }
    if (size)
        memcpy(*data + *len, from, size);
    *len += size;
}

static void bytes_drop(uint8_t *data, size_t *len, size_t size)
{
    *len -= size;
    if (*len)
        memmove(data, data + size, *len);
}

/* ---- one direction ---- */

static void edge(sim_conn *conn)
{
    if (conn->client_open && conn->notify)
        conn->notify(conn->notify_arg);
}

static bool pipe_held(const one_way *pipe)
{
    const sim_conn *conn = pipe->conn;
    const sim_net *net = conn->net;
    return conn->silent || net->held[conn->client][conn->host][pipe->dir] || net->hosts[conn->host].paused;
}

/* Sees to it that the event stands where the next thing happens. */
static void pipe_plan(one_way *pipe)
{
    sim_world *world = pipe->conn->net->world;
    if (pipe_held(pipe) || (!pipe->segment_count && !pipe->ended)) {
        sim_event_cancel(world, &pipe->event);
        return;
    }
    kp_ns at = pipe->segment_count ? pipe->segments[0].at : pipe->last_at;
    if (at < pipe->stalled_until)
        at = pipe->stalled_until;
    if (!pipe->event.place || pipe->event.at != at)
        sim_event_set(world, &pipe->event, at);
}

static kp_ns latency(sim_net *net)
{
    return sim_between(net->world, SIM_CHANCE_NET, net->config.latency_min, net->config.latency_max);
}

static void pipe_put(one_way *pipe, const uint8_t *data, size_t size)
{
    sim_net *net = pipe->conn->net;
    if (pipe->broken)
        return;
    bytes_add(&pipe->data, &pipe->len, &pipe->cap, data, size);
    if (pipe->segment_count == pipe->segment_cap) {
        pipe->segment_cap = pipe->segment_cap ? pipe->segment_cap * 2 : 8;
        pipe->segments = must(realloc(pipe->segments, pipe->segment_cap * sizeof *pipe->segments));
    }
    kp_ns at = net->world->now + latency(net);
    if (at < pipe->last_at)
        at = pipe->last_at;
    pipe->last_at = at;
    pipe->segments[pipe->segment_count++] = (segment){size, at};
    pipe_plan(pipe);
}

static void pipe_clear(one_way *pipe)
{
    pipe->len = 0;
    pipe->segment_count = 0;
}

/* Sets the end behind the last byte. */
static void pipe_end(one_way *pipe)
{
    if (pipe->ended)
        return;
    pipe->ended = true;
    if (pipe->last_at < pipe->conn->net->world->now)
        pipe->last_at = pipe->conn->net->world->now;
    pipe_plan(pipe);
}

/* ---- the end of a connection ---- */

static void host_closed(sim_conn *conn)
{
    if (!conn->host_open)
        return;
    conn->host_open = false;
    place *host = &conn->net->hosts[conn->host];
    if (host->ops.closed)
        host->ops.closed(host->arg, conn);
}

/* The client's bytes that are still under way when the connection is gone for the client. */
static void drain(sim_conn *conn)
{
    sim_net *net = conn->net;
    one_way *pipe = &conn->to_host;
    if (!conn->host_open)
        return;
    conn->silent = false;
    if (pipe->len && sim_one_in(net->world, SIM_CHANCE_NET, net->config.drain_lost_one_in)) {
        sim_fault(net->world, SIM_FAULT_DRAIN_LOST, conn->id, (int64_t)pipe->len);
        pipe->broken = true;
        pipe_clear(pipe);
    } else if (pipe->len && sim_one_in(net->world, SIM_CHANCE_NET, net->config.drain_late_one_in)) {
        conn->late = true;
        uint64_t step = sim_below(net->world, SIM_CHANCE_NET, 6);
        kp_ns delay = KP_MS(1);
        while (step--)
            delay *= 9;
        pipe->stalled_until = net->world->now + delay + (kp_ns)sim_below(net->world, SIM_CHANCE_NET, (uint64_t)delay);
    }
    pipe_end(pipe);
    pipe_plan(pipe);
}

void sim_conn_end(sim_conn *conn, sim_end how)
{
    if (!conn->client_open) {
        if (how != SIM_END_SILENT) {
            pipe_clear(&conn->to_host);
            host_closed(conn);
        }
        return;
    }
    sim_trace(conn->net->world, SIM_CUT, conn->id, how, 0);
    if (how == SIM_END_SILENT) {
        conn->silent = true;
        pipe_plan(&conn->to_host);
        pipe_plan(&conn->to_client);
        return;
    }
    if (how == SIM_END_FIN) {
        pipe_end(&conn->to_client);
        drain(conn);
        return;
    }
    pipe_clear(&conn->to_client);
    sim_event_cancel(conn->net->world, &conn->to_client.event);
    conn->inbox_len = 0;
    conn->reset = true;
    conn->connecting = false;
    sim_event_cancel(conn->net->world, &conn->connect_event);
    drain(conn);
    edge(conn);
}

/* ---- arrival ---- */

static void give_host(sim_conn *conn, const uint8_t *data, size_t size)
{
    place *host = &conn->net->hosts[conn->host];
    sim_trace(conn->net->world, SIM_ARRIVE, conn->id, (int64_t)size, 0);
    if (conn->host_open && host->ops.received)
        host->ops.received(host->arg, conn, data, size);
    if (conn->write_blocked) {
        conn->write_blocked = false;
        edge(conn);
    }
}

static void give_client(sim_conn *conn, const uint8_t *data, size_t size)
{
    sim_trace(conn->net->world, SIM_RECEIVE, conn->id, (int64_t)size, 0);
    if (!conn->client_open || conn->reset)
        return;
    bytes_add(&conn->inbox, &conn->inbox_len, &conn->inbox_cap, data, size);
    edge(conn);
}

static void end_arrived(one_way *pipe)
{
    sim_conn *conn = pipe->conn;
    pipe->ended = false;
    if (pipe->dir == SIM_TO_HOST) {
        host_closed(conn);
        return;
    }
    conn->eof = true;
    edge(conn);
}

static void pipe_fired(sim_world *world, void *arg)
{
    one_way *pipe = arg;
    sim_conn *conn = pipe->conn;
    if (!pipe->segment_count) {
        end_arrived(pipe);
        return;
    }
    size_t size = 0;
    uint32_t whole = 0;
    while (whole < pipe->segment_count && pipe->segments[whole].at <= world->now)
        size += pipe->segments[whole++].size;
    if (!whole) { /* a stall ended and the head is later */
        pipe_plan(pipe);
        return;
    }
    bool cut = pipe->passed + size >= pipe->cut_at;
    if (cut)
        size = (size_t)(pipe->cut_at - pipe->passed);
    uint8_t *piece = size ? must(malloc(size)) : NULL;
    if (size)
        memcpy(piece, pipe->data, size);
    bytes_drop(pipe->data, &pipe->len, size);
    pipe->passed += size;
    if (cut) {
        pipe->broken = true;
        pipe_clear(pipe);
    } else {
        pipe->segment_count -= whole;
        memmove(pipe->segments, pipe->segments + whole, pipe->segment_count * sizeof *pipe->segments);
    }
    if (size && pipe->dir == SIM_TO_HOST)
        give_host(conn, piece, size);
    else if (size)
        give_client(conn, piece, size);
    free(piece);
    if (cut) {
        pipe->cut_at = UINT64_MAX;
        sim_conn_end(conn, pipe->cut_how);
    }
    pipe_plan(pipe);
}

/* ---- the client's side ---- */

kp_address sim_net_address(int host)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(SIM_PORT)};
    in.sin_addr.s_addr = htonl(0x0a000001u + (uint32_t)host);
    kp_address address = {.length = sizeof in};
    memcpy(address.bytes, &in, sizeof in);
    return address;
}

int sim_net_host_of_name(const char *name)
{
    if (strncmp(name, "node", 4) || name[4] < '0' || name[4] >= '0' + SIM_HOSTS_MAX || name[5])
        return -1;
    return name[4] - '0';
}

static int host_of_address(const kp_address *address)
{
    struct sockaddr_in in;
    if (address->length != sizeof in)
        return -1;
    memcpy(&in, address->bytes, sizeof in);
    uint32_t i = ntohl(in.sin_addr.s_addr) - 0x0a000001u;
    return in.sin_port == htons(SIM_PORT) && i < SIM_HOSTS_MAX ? (int)i : -1;
}

/* The connection attempt has arrived, or was refused on its way. */
static void connect_fired(sim_world *world, void *arg)
{
    sim_conn *conn = arg;
    sim_net *net = conn->net;
    place *host = &net->hosts[conn->host];
    if (net->held[conn->client][conn->host][SIM_TO_HOST] || net->held[conn->client][conn->host][SIM_TO_CLIENT] ||
        host->state == SIM_HOST_BLACKHOLE || host->paused) {
        if (!conn->silent) {
            conn->silent = true; /* counted once */
            sim_fault(world, SIM_FAULT_CONNECT_BLACKHOLE, conn->client, conn->host);
        }
        sim_event_set(world, &conn->connect_event, world->now + KP_SEC(1)); /* the SYN is sent again */
        return;
    }
    conn->silent = false;
    conn->connecting = false;
    if (host->state == SIM_HOST_REFUSES || !host->ops.received) {
        conn->refused = true;
        sim_fault(world, SIM_FAULT_CONNECT_REFUSED, conn->client, conn->host);
        edge(conn);
        return;
    }
    sim_trace(world, SIM_UP, conn->id, 0, 0);
    conn->up = true;
    conn->host_open = true;
    if (host->ops.opened)
        host->ops.opened(host->arg, conn);
    edge(conn);
}

static void pipe_init(one_way *pipe, sim_conn *conn, sim_dir dir)
{
    pipe->conn = conn;
    pipe->dir = dir;
    pipe->cut_at = UINT64_MAX;
    sim_event_init(&pipe->event, pipe_fired, pipe);
}

sim_conn *sim_conn_open(sim_net *net, int client, const kp_address *address, void (*notify)(void *arg), void *arg)
{
    int to = host_of_address(address);
    sim_conn *conn = must(calloc(1, sizeof *conn));
    conn->net = net;
    conn->id = ++net->opened;
    conn->client = client;
    conn->host = to < 0 ? 0 : to;
    conn->client_open = true;
    conn->connecting = true;
    conn->notify = notify;
    conn->notify_arg = arg;
    pipe_init(&conn->to_host, conn, SIM_TO_HOST);
    pipe_init(&conn->to_client, conn, SIM_TO_CLIENT);
    sim_event_init(&conn->connect_event, connect_fired, conn);
    conn->next = net->conns;
    net->conns = conn;
    conn->next_live = net->live;
    net->live = conn;
    sim_trace(net->world, SIM_CONNECT, conn->id, client, to);
    sim_event_set(net->world, &conn->connect_event, net->world->now + 2 * latency(net));
    return conn;
}

kp_err sim_conn_handshake(sim_conn *conn)
{
    if (conn->refused || conn->reset)
        return KP_ERR_CONNECT;
    return conn->up ? KP_OK : KP_AGAIN;
}

kp_err sim_conn_read(sim_conn *conn, void *buf, size_t cap, size_t *got)
{
    sim_net *net = conn->net;
    if (conn->reset || conn->refused)
        return KP_ERR_DISCONNECTED;
    if (!conn->inbox_len)
        return conn->eof ? KP_ERR_END_OF_FILE : KP_AGAIN;
    size_t size = conn->inbox_len < cap ? conn->inbox_len : cap;
    if (size > 1 && sim_one_in(net->world, SIM_CHANCE_NET, net->config.partial_read_one_in)) {
        size = 1 + (size_t)sim_below(net->world, SIM_CHANCE_NET, size - 1);
        net->world->seen.faults[SIM_FAULT_PARTIAL_READ]++;
    }
    memcpy(buf, conn->inbox, size);
    bytes_drop(conn->inbox, &conn->inbox_len, size);
    sim_trace(net->world, SIM_READ, conn->id, (int64_t)size, 0);
    if (net->tap.read)
        net->tap.read(net->tap.arg, conn, buf, size);
    *got = size;
    return KP_OK;
}

static size_t gather(uint8_t *out, size_t size, const struct iovec *iov, int count)
{
    size_t done = 0;
    for (int i = 0; i < count && done < size; i++) {
        size_t part = iov[i].iov_len < size - done ? iov[i].iov_len : size - done;
        if (part)
            memcpy(out + done, iov[i].iov_base, part);
        done += part;
    }
    return done;
}

kp_err sim_conn_write(sim_conn *conn, const struct iovec *iov, int count, size_t *put)
{
    sim_net *net = conn->net;
    if (conn->reset || conn->refused)
        return KP_ERR_DISCONNECTED;
    if (!conn->up || conn->write_blocked)
        return KP_AGAIN;
    size_t wanted = 0;
    for (int i = 0; i < count; i++)
        wanted += iov[i].iov_len;
    if (!wanted) {
        *put = 0;
        return KP_OK;
    }
    size_t room = conn->to_host.len < net->config.send_buffer ? net->config.send_buffer - conn->to_host.len : 0;
    size_t size = wanted < room ? wanted : room;
    if (size > 1 && sim_one_in(net->world, SIM_CHANCE_NET, net->config.partial_write_one_in))
        size = 1 + (size_t)sim_below(net->world, SIM_CHANCE_NET, size - 1);
    if (size < wanted) {
        conn->write_blocked = true; /* the edge comes when some of it has arrived */
        net->world->seen.faults[SIM_FAULT_PARTIAL_WRITE]++;
        if (!size)
            return KP_AGAIN;
    }
    uint8_t *copy = must(malloc(size));
    (void)gather(copy, size, iov, count);
    sim_trace(net->world, SIM_WRITE, conn->id, (int64_t)size, (int64_t)wanted);
    if (net->tap.wrote)
        net->tap.wrote(net->tap.arg, conn, copy, size);
    if (conn->host_open)
        pipe_put(&conn->to_host, copy, size);
    free(copy);
    *put = size;
    return KP_OK;
}

void sim_conn_shut(sim_conn *conn)
{
    sim_net *net = conn->net;
    sim_trace(net->world, SIM_CLOSE, conn->id, 0, 0);
    if (net->tap.closed)
        net->tap.closed(net->tap.arg, conn);
    sim_event_cancel(net->world, &conn->connect_event);
    bool drained = conn->reset || conn->to_client.ended || conn->eof; /* that was decided when it ended */
    conn->client_open = false;
    conn->notify = NULL;
    pipe_clear(&conn->to_client);
    sim_event_cancel(net->world, &conn->to_client.event);
    if (!drained)
        drain(conn);
    for (sim_conn **at = &net->live; *at; at = &(*at)->next_live)
        if (*at == conn) {
            *at = conn->next_live;
            break;
        }
}

/* ---- the host's side ---- */

void sim_conn_send(sim_conn *conn, const uint8_t *data, size_t size)
{
    if (!conn->client_open) {
        sim_probe(conn->net->world, SIM_PROBE_ANSWER_AFTER_CLOSE);
        return;
    }
    if (conn->reset || conn->to_client.ended || conn->eof)
        return;
    pipe_put(&conn->to_client, data, size);
}

bool sim_conn_client_open(const sim_conn *conn) { return conn->client_open; }
bool sim_conn_late(const sim_conn *conn) { return conn->late; }
uint32_t sim_conn_id(const sim_conn *conn) { return conn->id; }
int sim_conn_client(const sim_conn *conn) { return conn->client; }
int sim_conn_host(const sim_conn *conn) { return conn->host; }
void **sim_conn_slot(sim_conn *conn) { return &conn->slot; }
void **sim_conn_tap_slot(sim_conn *conn) { return &conn->tap_slot; }

/* ---- the net ---- */

sim_net *sim_net_new(sim_world *world, const sim_net_config *config)
{
    sim_net *net = must(calloc(1, sizeof *net));
    net->world = world;
    net->config = *config;
    return net;
}

void sim_net_free(sim_net *net)
{
    while (net->conns) {
        sim_conn *conn = net->conns;
        net->conns = conn->next;
        sim_event_cancel(net->world, &conn->connect_event);
        sim_event_cancel(net->world, &conn->to_host.event);
        sim_event_cancel(net->world, &conn->to_client.event);
        free(conn->to_host.data);
        free(conn->to_host.segments);
        free(conn->to_client.data);
        free(conn->to_client.segments);
        free(conn->inbox);
        free(conn);
    }
    free(net);
}

void sim_net_calm(sim_net *net)
{
    net->config.partial_read_one_in = net->config.partial_write_one_in = 0;
    net->config.drain_late_one_in = net->config.drain_lost_one_in = 0;
}

void sim_net_tap(sim_net *net, const sim_tap *tap) { net->tap = *tap; }

void sim_net_host(sim_net *net, int host, const sim_host_ops *ops, void *arg)
{
    net->hosts[host].ops = *ops;
    net->hosts[host].arg = arg;
}

void sim_net_host_state(sim_net *net, int host, sim_host_state state) { net->hosts[host].state = state; }

void sim_net_host_reset(sim_net *net, int host)
{
    for (sim_conn *conn = net->conns; conn; conn = conn->next) {
        if (conn->host != host || !conn->host_open)
            continue;
        pipe_clear(&conn->to_host);
        host_closed(conn);
        if (conn->client_open)
            sim_conn_end(conn, SIM_END_RESET);
    }
}

/* What was held may have to move again. */
static void plan_all(sim_net *net)
{
    for (sim_conn *conn = net->conns; conn; conn = conn->next) {
        pipe_plan(&conn->to_host);
        pipe_plan(&conn->to_client);
    }
}

void sim_net_host_pause(sim_net *net, int host, bool paused)
{
    net->hosts[host].paused = paused;
    plan_all(net);
}

void sim_net_hold(sim_net *net, int client, int host, sim_dir dir, bool held)
{
    net->held[client][host][dir] = held;
    plan_all(net);
}

void sim_conn_stall(sim_conn *conn, sim_dir dir, kp_ns until)
{
    one_way *pipe = dir == SIM_TO_HOST ? &conn->to_host : &conn->to_client;
    if (pipe->stalled_until < until)
        pipe->stalled_until = until;
    pipe_plan(pipe);
}

void sim_conn_cut_after(sim_conn *conn, sim_dir dir, uint64_t bytes, sim_end how)
{
    one_way *pipe = dir == SIM_TO_HOST ? &conn->to_host : &conn->to_client;
    pipe->cut_at = pipe->passed + bytes;
    pipe->cut_how = how;
}

sim_conn *sim_net_any(sim_net *net)
{
    uint64_t count = 0;
    for (sim_conn *conn = net->live; conn; conn = conn->next_live)
        count += conn->up && !conn->reset && !conn->eof && !conn->silent;
    uint64_t chosen = sim_below(net->world, SIM_CHANCE_FAULTS, count);
    for (sim_conn *conn = net->live; count && conn; conn = conn->next_live)
        if (conn->up && !conn->reset && !conn->eof && !conn->silent && chosen-- == 0)
            return conn;
    return NULL;
}

void sim_net_heal(sim_net *net)
{
    memset(net->held, 0, sizeof net->held);
    for (int i = 0; i < SIM_HOSTS_MAX; i++) {
        net->hosts[i].paused = false;
        net->hosts[i].state = SIM_HOST_UP;
    }
    for (sim_conn *conn = net->conns; conn; conn = conn->next) {
        conn->to_host.cut_at = conn->to_client.cut_at = UINT64_MAX;
        if (!conn->late)
            conn->to_host.stalled_until = 0;
        conn->to_client.stalled_until = 0;
        if (conn->client_open && conn->up && conn->silent)
            sim_conn_end(conn, SIM_END_RESET);
    }
    plan_all(net);
}

uint32_t sim_net_opened(const sim_net *net) { return net->opened; }
