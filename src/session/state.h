/* What the files of session/ share. */
#ifndef KP__SESSION_STATE_H
#define KP__SESSION_STATE_H

#include <session/session.h>

enum {
    KP__SESSION_KEYS = 128,       /* API keys whose versions are remembered */
    KP__SESSION_IN_FIRST = 16384, /* bytes of the input buffer when first needed */
    KP__SESSION_IN_KEPT = 65536,  /* and how much of it is kept when it is empty, unless more is expected */
    KP__SESSION_SPACE_MIN = 1024, /* what a read is offered at least */
    KP__THROTTLE_MAX_MS = 300000  /* a broker may mute us for so long at most */
};

typedef enum kp__request_state {
    KP__REQUEST_IDLE,
    KP__REQUEST_UNSENT,
    KP__REQUEST_WAITING, /* for its answer */
    KP__REQUEST_GHOST    /* cancelled: the session's own memory, in the place of the owner's */
} kp__request_state;

typedef struct kp__version_range {
    int16_t min, max; /* -1, -1: the peer does not have it */
} kp__version_range;

struct kp__session {
    kp__alloc *alloc;
    kp__session_config config;
    kp__log *log;
    kp__session_state state;
    kp_err doom_err;
    char doom_text[KP__WHY_MAX];

    kp__list unsent;   /* in order; the first may be sent in part */
    kp__list waiting;  /* wholly sent, in order: so are the answers */
    uint32_t inflight; /* both lists */
    int32_t next_correlation_id;
    kp_ns throttled_until;
    kp_ns last_used;
    kp_ns last_written;

    uint8_t *in;
    size_t in_len, in_cap;
    size_t in_kept; /* expected, or KP__SESSION_IN_KEPT */

    kp__request versions_request;
    int16_t versions_version;
    kp__version_range peer[KP__SESSION_KEYS];
};

/* session.c */
void kp__session_changed(kp__session *session);
KP_MUST kp_err kp__session_queue(kp__session *session, kp__request *request, int16_t version, kp_ns now);
void kp__session_finish(kp__session *session, kp__request *request, const kp__answer *answer);

/* versions.c: what the peer speaks */
void kp__versions_init(kp__session *session);
void kp__versions_start(kp__session *session, kp_ns now);
/* True when `frame` is the refusal of our version of ApiVersions, and a lower one was asked for instead. */
bool kp__versions_refused(kp__session *session, kp__request *request, kp__slice body, kp_ns now);

/* input.c: room for the answer to `request`, before it is sent; and the end of a buffer that is not needed */
KP_MUST kp_err kp__session_expect(kp__session *session, const kp__request *request);
void kp__session_in_free(kp__session *session);

/* throttle.c */
int32_t kp__throttle_ms(int16_t key, int16_t version, const void *body);

#endif
