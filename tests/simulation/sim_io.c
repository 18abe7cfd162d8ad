#include <tests/simulation/sim_io.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { POLLERS_MAX = 4 };

typedef struct ready_item {
    void *token;
    uint32_t what;
    struct ready_item *next;
    bool queued;
} ready_item;

struct kp__poller {
    sim_io *io;
    ready_item *first, **last;
    bool woken;
    sim_task *waiting;
    sim_task *watching; /* the descriptor */
    int fd;
};

typedef struct sim_socket {
    kp__transport transport; /* first */
    kp__poller *poller;
    sim_conn *conn;
    ready_item ready;
} sim_socket;

struct kp__thread {
    sim_io *io;
    sim_task *task;
};

typedef struct lookup {
    sim_io *io;
    kp__poller *poller;
    kp__resolution *resolution;
    int host;
    uint16_t port;
    bool fails;
    sim_event event;
    ready_item ready;
    struct lookup *next;
} lookup;

struct sim_io {
    kp__io table; /* first */
    kp__alloc alloc;
    sim_memory *memory;
    sim_world *world;
    sim_net *net;
    sim_io_config config;
    _Atomic uint32_t alive;
    kp_ns stalled_until;
    int64_t wall_offset_ms;
    sim_resolve resolve;
    lookup *lookups;
    uint64_t turns;
    int left;
    size_t mapped;
    kp__poller *pollers[POLLERS_MAX]; /* the index is the descriptor */
};

/* ---- memory ---- */

typedef struct block {
    size_t size;
    size_t pad;
} block;

bool sim_memory_out(sim_memory *memory)
{
    bool out = ++memory->calls == memory->refuse_at;
    sim_world *world = memory->world;
    if (world && world->now < memory->refuse_until)
        out |= sim_one_in(world, SIM_CHANCE_IO, memory->refuse_one_in);
    if (out && world)
        sim_fault(world, SIM_FAULT_NO_MEMORY, (int64_t)memory->calls, 0);
    return out;
}

static void *memory_alloc(void *context, size_t size)
{
    sim_memory *memory = context;
    if (sim_memory_out(memory))
        return NULL;
    block *b = malloc(sizeof *b + size);
    if (!b)
        return NULL;
    b->size = size;
    memory->live_blocks++;
    memory->live_bytes += (int64_t)size;
    if (memory->live_bytes > memory->live_bytes_max)
        memory->live_bytes_max = memory->live_bytes;
    return b + 1;
}

static void memory_free(void *context, void *ptr)
{
    sim_memory *memory = context;
    if (!ptr)
        return;
    block *b = (block *)ptr - 1;
    memory->live_blocks--;
    memory->live_bytes -= (int64_t)b->size;
    free(b);
}

static void *memory_realloc(void *context, void *ptr, size_t size)
{
    void *fresh = memory_alloc(context, size);
    if (!fresh || !ptr)
        return fresh;
    block *old = (block *)ptr - 1;
    memcpy(fresh, ptr, old->size < size ? old->size : size);
    memory_free(context, ptr);
    return fresh;
}

void sim_memory_hooks(sim_memory *memory, kp_hooks *hooks)
{
    hooks->context = memory;
    hooks->alloc = memory_alloc;
    hooks->realloc = memory_realloc;
    hooks->free = memory_free;
}

/* What the real io asks the system for: zeroed, not counted, refused in the same moments. */
static void *system_new(sim_io *io, size_t size) { return sim_memory_out(io->memory) ? NULL : calloc(1, size); }

/* ---- clocks, chance, mappings ---- */

static sim_io *of(kp__io *io) { return (sim_io *)(void *)io; }

/* Where another thread could get in between. */
static void give_way(sim_io *io)
{
    if (sim_self(io->world) && sim_one_in(io->world, SIM_CHANCE_SCHEDULE, io->config.yield_one_in))
        sim_yield(io->world);
}

static kp_ns io_now(kp__io *io) { return of(io)->world->now; }

static int64_t io_wall_ms(kp__io *io)
{
    return INT64_C(1700000000000) + of(io)->world->now / 1000000 + of(io)->wall_offset_ms;
}

static kp_err io_random(kp__io *io, void *out, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((uint8_t *)out)[i] = (uint8_t)sim_below(of(io)->world, SIM_CHANCE_IO, 256);
    return KP_OK;
}

static void *io_map(kp__io *io, size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        return NULL;
    of(io)->left++;
    of(io)->mapped += size;
    return memory;
}

static void io_unmap(kp__io *io, void *memory, size_t size)
{
    of(io)->left--;
    of(io)->mapped -= size;
    (void)munmap(memory, size);
}

static size_t io_resident(kp__io *io, void *memory, size_t size)
{
    (void)io;
    size_t page = (size_t)sysconf(_SC_PAGESIZE), resident = 0;
    unsigned char *map = malloc(size / page + 1);
    if (map && mincore(memory, size, map) == 0)
        for (size_t i = 0; i < (size + page - 1) / page; i++)
            resident += (map[i] & 1) * page;
    free(map);
    return resident;
}

/* ---- the poller ---- */

static void ready_tell(kp__poller *poller)
{
    if (poller->waiting)
        sim_wake(poller->waiting);
    if (poller->watching)
        sim_wake(poller->watching);
}

static void ready_push(kp__poller *poller, ready_item *item)
{
    if (!item->queued) {
        item->queued = true;
        item->next = NULL;
        *poller->last = item;
        poller->last = &item->next;
    }
    ready_tell(poller);
}

static void ready_drop(kp__poller *poller, ready_item *item)
{
    if (!item->queued)
        return;
    item->queued = false;
    ready_item **at = &poller->first;
    while (*at != item)
        at = &(*at)->next;
    *at = item->next;
    if (!*at)
        poller->last = at;
}

static kp_err io_poller_new(kp__io *io, kp__poller **out)
{
    kp__poller *poller = calloc(1, sizeof *poller);
    if (!poller)
        return KP_ERR_NO_MEMORY;
    poller->io = of(io);
    poller->last = &poller->first;
    while (poller->fd < POLLERS_MAX - 1 && of(io)->pollers[poller->fd])
        poller->fd++;
    of(io)->pollers[poller->fd] = poller;
    of(io)->left++;
    *out = poller;
    return KP_OK;
}

static void io_poller_free(kp__poller *poller)
{
    poller->io->left--;
    poller->io->pollers[poller->fd] = NULL;
    free(poller);
}

static int ready_take(kp__poller *poller, kp__ready *ready, int cap)
{
    int count = 0;
    while (poller->first && count < cap) {
        ready_item *item = poller->first;
        poller->first = item->next;
        if (!poller->first)
            poller->last = &poller->first;
        item->queued = false;
        ready[count++] = (kp__ready){item->token, item->what};
    }
    return count;
}

static kp_ns io_wait(kp__poller *poller, kp_ns deadline, kp__ready *ready, int cap, int *count)
{
    sim_io *io = poller->io;
    sim_world *world = io->world;
    if (poller->waiting)
        sim_fail(world, "turn", "two threads wait on one poller");
    poller->waiting = sim_self(world);
    while (!poller->first && !poller->woken && deadline > world->now)
        (void)sim_block(world, deadline);
    while (world->now < io->stalled_until)
        (void)sim_block(world, io->stalled_until);
    poller->waiting = NULL;
    poller->woken = false;
    *count = ready_take(poller, ready, cap);
    io->turns++;
    sim_trace(world, SIM_TURN, io->config.client, *count, 0);
    return world->now;
}

static void io_wake(kp__poller *poller)
{
    poller->woken = true;
    sim_trace(poller->io->world, SIM_WAKE, poller->io->config.client, 0, 0);
    ready_tell(poller);
    give_way(poller->io);
}

static int io_poller_fd(kp__poller *poller) { return poller->fd; }

void sim_io_watch(sim_io *io, int fd, kp_ns deadline)
{
    kp__poller *poller = io->pollers[fd];
    if (poller->first || poller->woken || deadline <= io->world->now)
        return;
    poller->watching = sim_self(io->world);
    (void)sim_block(io->world, deadline);
    poller->watching = NULL;
}

/* ---- sockets ---- */

static sim_socket *socket_of(kp__transport *transport) { return (sim_socket *)(void *)transport; }

static kp_err socket_handshake(kp__transport *transport) { return sim_conn_handshake(socket_of(transport)->conn); }

static kp_err socket_read(kp__transport *transport, void *buf, size_t cap, size_t *got)
{
    return sim_conn_read(socket_of(transport)->conn, buf, cap, got);
}

static kp_err socket_write(kp__transport *transport, const struct iovec *iov, int count, size_t *put)
{
    return sim_conn_write(socket_of(transport)->conn, iov, count, put);
}

static void socket_close(kp__transport *transport)
{
    sim_socket *socket = socket_of(transport);
    sim_conn_shut(socket->conn);
    ready_drop(socket->poller, &socket->ready);
    socket->poller->io->left--;
    free(socket);
}

static const kp__transport_ops socket_ops = {
    .handshake = socket_handshake, .read = socket_read, .write = socket_write, .close = socket_close};

static void socket_edge(void *arg)
{
    sim_socket *socket = arg;
    ready_push(socket->poller, &socket->ready);
}

static kp_err io_connect(kp__poller *poller, const kp_address *address, int sndbuf, int rcvbuf, void *token,
                         kp__transport **out)
{
    (void)sndbuf;
    (void)rcvbuf;
    sim_socket *socket = system_new(poller->io, sizeof *socket);
    if (!socket)
        return KP_ERR_NO_MEMORY;
    socket->transport.ops = &socket_ops;
    socket->poller = poller;
    socket->ready = (ready_item){.token = token, .what = KP__READY_TRANSPORT};
    socket->conn = sim_conn_open(poller->io->net, poller->io->config.client, address, socket_edge, socket);
    poller->io->left++;
    *out = &socket->transport;
    return KP_OK;
}

static kp_err io_watch(kp__poller *poller, int fd, void *token, kp__watch **out)
{
    (void)poller, (void)fd, (void)token, (void)out;
    return KP_ERR_UNSUPPORTED; /* there are no descriptors here: a transport of the host's rings */
}

static void io_unwatch(kp__watch *watch) { (void)watch; }

static kp_err io_listen(kp__poller *poller, const char *host, uint16_t port, void *token, kp__listener **out,
                        uint16_t *bound_port)
{
    (void)poller, (void)host, (void)port, (void)token, (void)out, (void)bound_port;
    return KP_ERR_UNSUPPORTED; /* the model cluster's hosts do not go through kp__io */
}

static kp_err io_accept(kp__listener *listener, void *token, kp__transport **out)
{
    (void)listener, (void)token, (void)out;
    return KP_ERR_UNSUPPORTED;
}

static void io_listener_close(kp__listener *listener) { (void)listener; }

static kp_err io_local_address(kp__transport *transport, char *host, size_t cap, uint16_t *port)
{
    (void)transport, (void)host, (void)cap, (void)port;
    return KP_ERR_UNSUPPORTED;
}

/* ---- names ---- */

static void lookup_free(lookup *l)
{
    lookup **at = &l->io->lookups;
    while (*at != l)
        at = &(*at)->next;
    *at = l->next;
    l->io->left--;
    free(l);
}

static void lookup_fired(sim_world *world, void *arg)
{
    lookup *l = arg;
    kp__resolution *resolution = l->resolution;
    if (l->fails) {
        resolution->err = KP_ERR_RESOLVE;
        (void)snprintf(resolution->text, sizeof resolution->text, "no such name");
        resolution->count = 0;
    } else {
        resolution->err = KP_OK;
        resolution->count = 1;
        resolution->addresses[0] = sim_net_address(l->host);
    }
    sim_trace(world, SIM_RESOLVE, l->io->config.client, l->host, resolution->err);
    ready_push(l->poller, &l->ready);
}

static kp_err io_resolve(kp__poller *poller, const char *host, uint16_t port, kp__resolution *resolution)
{
    sim_io *io = poller->io;
    lookup *l = system_new(io, sizeof *l);
    if (!l)
        return KP_ERR_NO_MEMORY;
    *l = (lookup){.io = io, .poller = poller, .resolution = resolution, .port = port};
    l->host = sim_net_host_of_name(host);
    l->fails = l->host < 0 || port != SIM_PORT;
    l->ready = (ready_item){.token = resolution, .what = KP__READY_RESOLVED};
    l->next = io->lookups;
    io->lookups = l;
    io->left++;
    resolution->job = l;
    sim_event_init(&l->event, lookup_fired, l);
    kp_ns delay = sim_between(io->world, SIM_CHANCE_NET, 0, KP_MS(2));
    if (io->resolve == SIM_RESOLVE_FAIL) {
        l->fails = true;
        sim_fault(io->world, SIM_FAULT_RESOLVE_FAILED, io->config.client, l->host);
    } else if (io->resolve == SIM_RESOLVE_SLOW) {
        delay = sim_between(io->world, SIM_CHANCE_NET, KP_SEC(1), KP_SEC(20));
        sim_fault(io->world, SIM_FAULT_RESOLVE_SLOW, io->config.client, l->host);
    }
    sim_event_set(io->world, &l->event, io->world->now + delay);
    return KP_OK;
}

static lookup *lookup_of(sim_io *io, const kp__resolution *resolution)
{
    for (lookup *l = io->lookups; l; l = l->next)
        if (l->resolution == resolution)
            return l;
    return NULL;
}

/* Before or after its event. */
static void io_resolve_cancel(kp__poller *poller, kp__resolution *resolution)
{
    lookup *l = lookup_of(poller->io, resolution);
    if (!l)
        return;
    sim_event_cancel(poller->io->world, &l->event);
    ready_drop(poller, &l->ready);
    lookup_free(l);
}

/* A lookup is over once its event was handed out. */
static void lookups_told(sim_io *io, const kp__ready *ready, int count)
{
    for (int i = 0; i < count; i++)
        if (ready[i].what == KP__READY_RESOLVED) {
            lookup *l = lookup_of(io, ready[i].token);
            if (l)
                lookup_free(l);
        }
}

static kp_ns io_wait_and_tidy(kp__poller *poller, kp_ns deadline, kp__ready *ready, int cap, int *count)
{
    kp_ns now = io_wait(poller, deadline, ready, cap, count);
    lookups_told(poller->io, ready, *count);
    return now;
}

/* ---- threads and parking ---- */

static kp_err io_thread_start(kp__io *io, const char *name, void (*run)(void *arg), void *arg, kp__thread **out)
{
    kp__thread *thread = system_new(of(io), sizeof *thread);
    if (!thread)
        return KP_ERR_NO_MEMORY;
    thread->io = of(io);
    thread->task = sim_task_start(of(io)->world, name, run, arg);
    if (!thread->task) {
        free(thread);
        return KP_ERR_NO_THREAD;
    }
    of(io)->left++;
    *out = thread;
    return KP_OK;
}

static void io_thread_join(kp__thread *thread)
{
    sim_task_join(thread->task);
    thread->io->left--;
    free(thread);
}

static bool io_thread_is_self(kp__thread *thread) { return sim_self(thread->io->world) == thread->task; }

static void *io_self(kp__io *io) { return sim_self(of(io)->world); }

static kp_err io_offload(kp__io *io, void (*run)(void *arg), void *arg)
{
    return sim_task_start(of(io)->world, "helper", run, arg) ? KP_OK : KP_ERR_NO_THREAD;
}

static void io_park_init(kp__io *io, kp__park *park)
{
    (void)io;
    memset(park, 0, sizeof *park);
}

static bool io_park_wait(kp__io *io, kp__park *park, kp_ns deadline)
{
    sim_world *world = of(io)->world;
    while (!park->signalled && world->now < deadline) {
        park->inside.pointers[0] = sim_self(world);
        sim_trace(world, SIM_PARK, sim_self(world)->id, deadline == KP_NEVER ? -1 : deadline - world->now, 0);
        (void)sim_block(world, deadline);
    }
    park->inside.pointers[0] = NULL;
    bool signalled = park->signalled != 0;
    park->signalled = 0;
    return signalled;
}

static void io_unpark(kp__io *io, kp__park *park)
{
    park->signalled = 1;
    sim_task *task = park->inside.pointers[0];
    if (task) {
        sim_trace(of(io)->world, SIM_UNPARK, task->id, 0, 0);
        sim_wake(task);
    }
    /* Not a place to give way: the one who waits may free the park as soon as it runs. */
}

static void io_park_deinit(kp__io *io, kp__park *park)
{
    if (park->inside.pointers[0])
        sim_fail(of(io)->world, "park", "a park is taken away from under a waiting thread");
}

/* ---- the table ---- */

static void io_free(kp__io *io) { (void)io; /* the driver owns it: sim_io_free */ }

static const kp__io_ops ops = {
    .now = io_now,
    .wall_ms = io_wall_ms,
    .random = io_random,
    .map = io_map,
    .unmap = io_unmap,
    .resident = io_resident,
    .poller_new = io_poller_new,
    .poller_free = io_poller_free,
    .wait = io_wait_and_tidy,
    .wake = io_wake,
    .poller_fd = io_poller_fd,
    .connect = io_connect,
    .watch = io_watch,
    .unwatch = io_unwatch,
    .listen = io_listen,
    .accept = io_accept,
    .listener_close = io_listener_close,
    .local_address = io_local_address,
    .resolve = io_resolve,
    .resolve_cancel = io_resolve_cancel,
    .thread_start = io_thread_start,
    .thread_join = io_thread_join,
    .thread_is_self = io_thread_is_self,
    .self = io_self,
    .offload = io_offload,
    .park_init = io_park_init,
    .park_wait = io_park_wait,
    .unpark = io_unpark,
    .park_deinit = io_park_deinit,
    .free = io_free,
    .free_forked = io_free,
};

sim_io *sim_io_new(sim_world *world, sim_net *net, sim_memory *memory, const sim_io_config *config)
{
    sim_io *io = calloc(1, sizeof *io);
    if (!io)
        abort();
    kp_hooks hooks = KP_HOOKS_INIT;
    sim_memory_hooks(memory, &hooks);
    kp__alloc_init(&io->alloc, &hooks);
    io->memory = memory;
    io->world = world;
    io->net = net;
    io->config = *config;
    io->alive = 1;
    io->table = (kp__io){.ops = &ops, .alloc = &io->alloc, .alive = &io->alive};
    return io;
}

void sim_io_free(sim_io *io)
{
    while (io->lookups) {
        sim_event_cancel(io->world, &io->lookups->event);
        lookup_free(io->lookups);
    }
    free(io);
}

kp__io *sim_io_table(sim_io *io) { return &io->table; }

void sim_io_stall(sim_io *io, kp_ns until)
{
    if (io->stalled_until < until)
        io->stalled_until = until;
}

void sim_io_wall_jump(sim_io *io, int64_t ms) { io->wall_offset_ms += ms; }
void sim_io_resolve(sim_io *io, sim_resolve how) { io->resolve = how; }
uint64_t sim_io_turns(const sim_io *io) { return io->turns; }
int sim_io_left(const sim_io *io) { return io->left; }
size_t sim_io_mapped(const sim_io *io) { return io->mapped; }
