/* kp__io in virtual time: the table that src/io implements over the system, here over a sim_world and a sim_net. One
 * per client (producer). Every call must come from a fiber, but for _new. */
#ifndef SIM_IO_H
#define SIM_IO_H

#include <base/io.h>
#include <kprod/hooks.h>
#include <tests/simulation/net.h>
#include <tests/simulation/world.h>

typedef struct sim_io sim_io;

/* Memory handed out by the hooks below: every block is counted, and may be refused. */
typedef struct sim_memory {
    int64_t live_bytes, live_bytes_max, live_blocks;
    uint64_t calls;
    uint64_t refuse_at; /* this call (1-based) gets NULL; 0: none */
    sim_world *world;   /* NULL: `refuse_until` is not looked at */
    kp_ns refuse_until; /* before that one call in `refuse_one_in` gets NULL, as does what asks the system for memory */
    uint32_t refuse_one_in;
} sim_memory;

void sim_memory_hooks(sim_memory *memory, kp_hooks *hooks);
bool sim_memory_out(sim_memory *memory); /* is this one refused? */

typedef struct sim_io_config {
    int client;
    uint32_t yield_one_in; /* a call that others may notice gives way to another fiber; 0: never */
} sim_io_config;

sim_io *sim_io_new(sim_world *world, sim_net *net, sim_memory *memory, const sim_io_config *config);
void sim_io_free(sim_io *io); /* after the library let go of it */
kp__io *sim_io_table(sim_io *io);

/* For a host's own loop: waits until `fd` (of kp_producer_drive_fd or _poll_fd) is readable, `deadline` has come, or
 * somebody wakes the task. */
void sim_io_watch(sim_io *io, int fd, kp_ns deadline);

/* ---- faults ---- */
void sim_io_stall(sim_io *io, kp_ns until); /* who waits on a poller is not run before */
void sim_io_wall_jump(sim_io *io, int64_t ms);
typedef enum sim_resolve { SIM_RESOLVE_OK, SIM_RESOLVE_FAIL, SIM_RESOLVE_SLOW } sim_resolve;
void sim_io_resolve(sim_io *io, sim_resolve how);

/* ---- for invariants ---- */
uint64_t sim_io_turns(const sim_io *io); /* waits that returned */
int sim_io_left(const sim_io *io);       /* pollers, transports, threads, lookups and mappings that still exist */
size_t sim_io_mapped(const sim_io *io);

#endif
