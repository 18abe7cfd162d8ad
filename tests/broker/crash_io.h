/* kp__io for a broker whose every step the test decides: no thread, a clock that moves when told, and connections that
 * are socket pairs. The broker's thread is run by crash_io_run until it would wait. Work for the helper thread is done
 * at the next wait, or by whoever waits for it. */
#ifndef KP_TESTS_CRASH_IO_H
#define KP_TESTS_CRASH_IO_H

#include <base/io.h>
#include <tests/broker/client.h>

typedef struct crash_io crash_io;

crash_io *crash_io_new(uint64_t seed);
void crash_io_free(crash_io *io); /* after the broker let go of it */
kp__io *crash_io_table(crash_io *io);

/* Handles all that is there to handle, and lets so much time go by. */
void crash_io_run(crash_io *io, kp_ns time);

/* Connects a client; while it waits for an answer, the broker runs. One at a time. */
void crash_io_connect(crash_io *io, kclient *client);

#endif
