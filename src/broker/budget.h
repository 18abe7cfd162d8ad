/* What clients make the broker hold, whatever they send and however little they read: a figure that is known before.
 *
 *     input under way      KP__INPUT_MAX, and on the express as much as the largest request
 *     fetches that wait    KP__WAITS_MAX
 *     unread output        KP__OUTPUT_MAX, and one answer beyond it (KP__ANSWER_MAX, its records not among it)
 *     the request handled  2 * KP__ARENA_MAX for what is decoded and the answer's structs, and its encoded answer
 *
 * All connections together; with the rest (shared buffers, one spare, log lines) less than request_bytes_max +
 * KP__HELD_MAX, and 2 KiB a connection. Topics, and what their logs remember of producers, come on top.
 *
 * It is kept by backpressure. A connection that gets no memory stands in line and is not read from until there is some.
 * Nobody waits for ever. The first in line go past the limit by the *express*: it has room for requests of
 * request_bytes_max together, and who boards it has the memory of its whole request, so it never stands in line for
 * that again, and either sends it or is seen to stand still. So requests are received in order of arrival even when
 * half ones hold all the rest. And while somebody stands in line, peers that were waited for too long are closed, those
 * first that hold most: to send the rest of a request for KP__INPUT_PATIENCE_S, or a single byte of it for
 * KP__INPUT_STALL_S, when input is short, to take an answer for KP__OUTPUT_PATIENCE_S when output is. */
#ifndef KP__BROKER_BUDGET_H
#define KP__BROKER_BUDGET_H

#include <stdbool.h>
#include <stddef.h>

#include <base/list.h>
#include <kprod/time.h>

enum {
    KP__INPUT_MAX = 24 << 20,
    KP__WAITS_MAX = 8 << 20,
    KP__OUTPUT_MAX = 8 << 20,
    KP__ANSWER_MAX = 8 << 20,
    KP__RANGES_MAX = 8192,    /* partitions that bring records in one answer; the others do in the next */
    KP__ARENA_MAX = 32 << 20, /* decoded arrays of one request, and its answer */
    KP__HELD_MAX = 128 << 20,
    KP__CONN_READ = 64 << 10,  /* what one read of the shared buffer takes */
    KP__CONN_SMALL = 1 << 10,  /* and when no input is left: small requests always pass */
    KP__INPUT_PATIENCE_S = 10, /* a third of what clients wait for an answer: who stands in line is still served */
    KP__INPUT_STALL_S = 2,
    KP__OUTPUT_PATIENCE_S = 2 /* nobody is answered meanwhile */
};

typedef struct kp_broker kp_broker;
typedef struct kp__conn kp__conn;

typedef struct kp__budget {
    size_t input;   /* buffers of requests that have not arrived whole, but for those on the express */
    size_t express; /* those, as large as they will be */
    size_t waits;
    size_t output;
    kp__list line;  /* connections without memory for what comes next, in order of arrival */
    kp__list owing; /* connections whose peer is to move before memory is given back, the longest first */
    kp_ns look_at;  /* before it none of them has been waited for too long; KP_NEVER while nobody stands in line */
} kp__budget;

/* A connection's part in it. */
typedef struct kp__share {
    kp__list line;
    kp__list owing;
    kp_ns owing_since;
    size_t asks;    /* in line: bytes of input */
    size_t whole;   /* in line: its request, of which they are the next */
    size_t express; /* what was paid for its request; 0: it is not on the express */
    size_t output;  /* unread, in memory */
} kp__share;

void kp__budget_init(kp__budget *budget);

bool kp__budget_has_input(const kp__conn *conn, size_t bytes);
bool kp__budget_has_output(const kp_broker *broker);
bool kp__budget_on_express(const kp__conn *conn);
/* Is there room for an answer, and for `input` more bytes of a request of `whole` bytes? Else it stands in line, is
 * woken when there may be, and keeps its place until there is. */
bool kp__budget_ask(kp__conn *conn, size_t input, size_t whole);
/* Its buffer has grown. */
void kp__budget_take(kp__conn *conn, size_t bytes);
/* Output of its own is in its way: it is read from once that has gone. */
bool kp__budget_owes_output(const kp__conn *conn);

/* It asks for nothing now. */
void kp__budget_leave_line(kp__conn *conn);
/* Its buffer, still of in_cap bytes, is given back: a request has ended. */
void kp__budget_request_end(kp__conn *conn);
/* After it has been read from or written to: notes whose move it is. */
void kp__budget_note(kp__conn *conn);
void kp__budget_leave(kp__conn *conn);

/* At the end of a turn: wakes those in line for whom there is room, closes who was waited for too long. */
void kp__budget_turn(kp_broker *broker);

#endif
