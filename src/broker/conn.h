/* One client's connection: frames in, answers out, in order. It holds no buffers while idle.
 *
 * Reading stops while an answer waits (a fetch for more data) or while more than OUT_MAX of output is not taken: so one
 * connection never holds more than one request and a bounded amount of output, whatever its peer does. Records leave
 * from the segment files in pieces, and are never held in memory. All connections together never hold more than
 * request_bytes_max + 128 MiB, and 2 KiB each: see budget.h. */
#ifndef KP__BROKER_CONN_H
#define KP__BROKER_CONN_H

#include <broker/inside.h>

typedef struct kp__wait kp__wait;

typedef struct kp__chunk {
    kp__list node;
    kp__segment *segment; /* NULL: the bytes are in data */
    int64_t position;
    size_t len;
    size_t done;
    size_t held; /* of memory */
    uint8_t data[];
} kp__chunk;

struct kp__conn {
    kp_broker *broker;
    kp__list node;
    kp_ns active_at; /* when bytes moved last */
    kp__list ready;
    kp__list flushing;
    uint64_t number;
    kp__transport *transport;
    bool up;
    bool readable;
    bool closing;
    bool stopped;  /* not read from before its output, or the answer that waits, has gone */
    char host[64]; /* the address that the client dialled */
    uint16_t port;
    /* bytes that came and were not handled yet: at most one request, not whole */
    uint8_t *in;
    size_t in_len, in_cap;
    kp__list out;
    size_t out_bytes; /* records in segment files included */
    kp__share share;
    kp__wait *wait; /* the answer to the request before is still to come */
    uint64_t produced_turn;
};

KP_MUST kp_err kp__conn_new(kp_broker *broker, kp__conn **out); /* the transport is still to be set */
void kp__conn_free(kp__conn *conn);                             /* closes */

/* Handles what can be read; the connection closes itself (closing) when the bytes make no sense. */
void kp__conn_read(kp__conn *conn);
/* Writes what the peer takes. */
void kp__conn_flush(kp__conn *conn);
/* Puts the frame in broker->gather into the output. Pieces that point into `ranges` are taken from their segments. */
KP_MUST kp_err kp__conn_send(kp__conn *conn, const kp__range *ranges, int32_t range_count);
/* No more from this peer, with a line that says why. */
void kp__conn_fail(kp__conn *conn, const char *format, ...) KP_PRINTF(2, 3);
/* The same without a line, and what waits to be written is dropped. */
void kp__conn_drop(kp__conn *conn);
/* There may be something to do. */
void kp__conn_wake(kp__conn *conn);
/* Ends those that nothing was heard of for connections_max_idle; one whose answer waits is not idle. */
void kp__conns_close_idle(kp_broker *broker);
kp_ns kp__conns_idle_deadline(const kp_broker *broker);

/* ---- between conn.c, input.c and output.c ---- */

/* Nothing more is read: an answer waits, or output of its own is in its way, or it closes. */
bool kp__conn_paused(const kp__conn *conn);
void kp__conn_note_active(kp__conn *conn); /* bytes moved */
void kp__conn_drop_input(kp__conn *conn);
void kp__conn_drop_output(kp__conn *conn);

#endif
