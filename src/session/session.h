/* One connection to a broker as a state machine without I/O: versions, (SASL,) requests in flight, throttle, time-outs.
 *
 *   DOWN -> UP (transport is connected) -> VERSIONS (ApiVersions sent) -> READY -> DOOMED (must be closed) -> DOWN
 *
 * The driver moves bytes: kp__session_space/received for what came, kp__session_unsent/sent for what goes. A session
 * that is doomed wants its transport closed *first*; then the driver calls kp__session_down, and only then are the
 * requests in flight answered with the error, so that nothing that can still be read is ever rewritten. By turn. */
#ifndef KP__SESSION_SESSION_H
#define KP__SESSION_SESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/uio.h>

#include <base/alloc.h>
#include <base/arena.h>
#include <base/list.h>
#include <base/log.h>
#include <kprod/error.h>
#include <kprod/time.h>
#include <wire/codec.h>

typedef struct kp__session kp__session;
typedef struct kp__request kp__request;

/* An answer, or the reason why there is none. */
typedef struct kp__answer {
    kp_err err;      /* KP_OK, or why no answer came (KP_ERR_DISCONNECTED, KP_ERR_REQUEST_TIMEOUT, KP_ERR_PROTOCOL,
                        UNSUPPORTED_VERSION, KP_ERR_CLOSED ...) */
    bool maybe_sent; /* with an error: bytes of the request may have reached the broker */
    int16_t version;
    const void *body; /* the decoded response; borrowed, until the return of `done` */
    kp_ns now;
} kp__answer;

/* A request; the owner's memory, from submit until `done` was called (exactly once) or the request was cancelled. It
 * keeps its gather list, so that a request object that is used again allocates nothing. */
struct kp__request {
    kp__list link;
    const kp__message *message;
    int16_t version_min, version_max; /* the owner's window inside the table's; 0,0: the table's */
    kp_ns timeout;                    /* from the turn in which its last byte left; 0: the session's default */
    bool no_answer;                   /* Produce with acks=0: done when written */
    /* An answer of at most so many bytes, which take so much when decoded, is read without an allocation: there is room
     * for it before the request leaves. 0: it is made when the answer comes. */
    size_t answer_bytes, answer_memory;
    /* Encodes the body for `version` (kp__wire_encode into `out`); called once, when the request is about to be sent.
     */
    kp_err (*encode)(kp__request *request, int16_t version, kp__gather *out);
    void (*written)(kp__request *request, kp_ns now); /* may be NULL: the last byte left */
    void (*done)(kp__request *request, const kp__answer *answer);
    void *owner;
    /* the session's */
    kp__gather gather;
    int32_t correlation_id;
    int16_t version;
    uint8_t state;
    int32_t piece;   /* of the gather list: the first that is not wholly sent, */
    size_t piece_at; /* and how much of it is */
    size_t sent;
    kp_ns submitted, sent_at;
};

void kp__request_init(kp__request *request, kp__alloc *alloc, const kp__message *message, size_t max);
void kp__request_deinit(kp__request *request); /* must not be submitted */

typedef struct kp__session_config {
    const char *client_id;
    const char *software_name;
    const char *software_version;
    kp_ns request_timeout;
    uint32_t inflight_max;
    size_t response_max; /* largest frame accepted */
    /* Where answers are decoded, one at a time, so all sessions of a turn can share one. Its limit is that of a decoded
     * answer. */
    kp__arena *answers;
    /* May be NULL: the state, the output or the deadline changed while bytes came or time passed. Nothing is called
     * back into the session from here but questions. */
    void (*changed)(void *arg);
    void *changed_arg;
} kp__session_config;

enum { KP__WHY_MAX = 160 }; /* what is kept of the words about a connection's end */

typedef enum kp__session_state {
    KP__SESSION_DOWN,
    KP__SESSION_VERSIONS,
    KP__SESSION_READY,
    KP__SESSION_DOOMED
} kp__session_state;

KP_MUST kp_err kp__session_new(kp__alloc *alloc, const kp__session_config *config, kp__log *log, kp__session **out);
void kp__session_free(kp__session *session); /* must be DOWN */

kp__session_state kp__session_state_of(const kp__session *session);
kp_err kp__session_doom_err(const kp__session *session);
const char *kp__session_doom_text(const kp__session *session); /* in words, "" when there are none */

/* The transport is up: ApiVersions goes out. */
void kp__session_up(kp__session *session, kp_ns now);
/* The transport is closed, whoever closed it: every submitted request is done with `err`. */
void kp__session_down(kp__session *session, kp_err err, kp_ns now);
/* Asks for the end: the driver will close. The words are kept until the next connection, and logged. */
void kp__session_doom(kp__session *session, kp_err err);
void kp__session_doom_why(kp__session *session, kp_err err, const char *text);

/* May a request be submitted now: READY, a free place in flight, not throttled, and the last one is written. */
bool kp__session_free_slot(const kp__session *session, kp_ns now);
uint32_t kp__session_inflight(const kp__session *session);
kp_ns kp__session_throttled_until(const kp__session *session);
/* The version both sides have, or -1. */
int16_t kp__session_version(const kp__session *session, const kp__request *request);

/* Encodes and queues. On an error the request was not taken: UNSUPPORTED_VERSION when there is no common version. */
KP_MUST kp_err kp__session_submit(kp__session *session, kp__request *request, kp_ns now);
/* The owner loses interest: `done` will not be called, its place stays occupied until the answer has come. Only for
 * requests without borrowed pieces. */
void kp__session_cancel(kp__session *session, kp__request *request);

/* ---- bytes, for the driver ---- */
/* Where to read into, and how much at most. KP_ERR_NO_MEMORY, KP_ERR_PROTOCOL (frame too large) doom the session. */
KP_MUST kp_err kp__session_space(kp__session *session, uint8_t **space, size_t *cap);
void kp__session_received(kp__session *session, size_t len, kp_ns now);   /* calls done of what was answered */
int kp__session_unsent(kp__session *session, struct iovec *iov, int cap); /* borrowed until the next call */
void kp__session_sent(kp__session *session, size_t len, kp_ns now);
kp_ns kp__session_deadline(const kp__session *session);
void kp__session_tick(kp__session *session, kp_ns now); /* dooms when a request's time is up */
kp_ns kp__session_last_used(const kp__session *session);

#endif
