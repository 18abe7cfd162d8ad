/* Bytes that came: frames are cut, matched with the oldest request that waits, decoded and handed over. */
#include <session/session.h>

#include <base/mutant.h>
#include <base/ns.h>
#include <session/state.h>

#include <stdio.h>
#include <string.h>

static uint32_t size_of_frame(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* A TLS record begins with its type (20..23) and version 3.x; as a frame's size that is some 350 million. */
static bool looks_like_tls(uint32_t size)
{
    uint32_t type = size >> 24;
    return type >= 20 && type <= 23 && (size >> 16 & 0xff) == 3;
}

static bool looks_like_http(uint32_t size) { return size == 0x48545450; /* "HTTP" */ }

/* False dooms: what follows cannot be cut into frames any more. */
static bool frame_size_ok(kp__session *session, uint32_t size)
{
    char text[KP__WHY_MAX];
    if (size >= 4 && size <= session->config.response_max && size <= INT32_MAX)
        return true;
    const char *hint = looks_like_tls(size)    ? "; this looks like TLS: is security.protocol right?"
                       : looks_like_http(size) ? "; this looks like HTTP, not Kafka"
                                               : "";
    (void)snprintf(text, sizeof text, "the peer announces an answer of %lu bytes (limit %zu)%s", (unsigned long)size,
                   session->config.response_max, hint);
    kp__session_doom_why(session, KP_ERR_PROTOCOL, text);
    return false;
}

static kp_err in_resize(kp__session *session, size_t cap)
{
    uint8_t *in = kp__resize(session->alloc, session->in, cap);
    if (!in)
        return KP_ERR_NO_MEMORY;
    session->in = in;
    session->in_cap = cap;
    return KP_OK;
}

void kp__session_in_free(kp__session *session)
{
    kp__delete(session->alloc, session->in);
    session->in = NULL;
    session->in_cap = session->in_len = 0;
}

/* Whole answers are taken out of the buffer as they come, so what is left in it is less than one, and a read finds
 * space behind it. */
kp_err kp__session_expect(kp__session *session, const kp__request *request)
{
    size_t want = request->answer_bytes + KP__SESSION_SPACE_MIN;
    if (want > session->in_kept)
        session->in_kept = want;
    kp_err err = request->answer_bytes && want > session->in_cap ? in_resize(session, want) : KP_OK;
    return err ? err : kp__arena_keep(session->config.answers, request->answer_memory);
}

/* Beyond what was expected the buffer grows with what has come, not with what is announced: at most twice the bytes of
 * a frame. */
kp_err kp__session_space(kp__session *session, uint8_t **space, size_t *cap)
{
    if (session->state == KP__SESSION_DOWN || session->state == KP__SESSION_DOOMED)
        return session->doom_err ? session->doom_err : KP_ERR_DISCONNECTED;
    if (session->in_cap - session->in_len < KP__SESSION_SPACE_MIN &&
        in_resize(session, session->in_cap ? session->in_cap * 2 : KP__SESSION_IN_FIRST)) {
        kp__session_doom(session, KP_ERR_NO_MEMORY);
        return KP_ERR_NO_MEMORY;
    }
    *space = session->in + session->in_len;
    *cap = session->in_cap - session->in_len;
    return KP_OK;
}

static void throttle(kp__session *session, int16_t key, int16_t version, const void *body, kp_ns now)
{
    int32_t ms = kp__throttle_ms(key, version, body);
    if (ms == 0 || KP__MUTANT(THROTTLE))
        return;
    session->throttled_until = kp__ns_max(session->throttled_until, kp__ns_add(now, kp__ns_of_ms(ms)));
    kp__session_changed(session);
}

static void undecodable(kp__session *session, const kp__message *message, size_t bytes, kp_err err, const char *where)
{
    char text[KP__WHY_MAX];
    if (err == KP_ERR_LIMIT)
        (void)snprintf(text, sizeof text, "%s of %zu bytes is larger than %zu bytes when decoded (limit), at %.48s",
                       kp__message_name(message), bytes, session->config.answers->max, where);
    else
        (void)snprintf(text, sizeof text, "%s cannot be decoded%s%.96s", kp__message_name(message),
                       *where ? " at " : ", it is longer than it may be", where);
    kp__session_doom_why(session, KP_ERR_PROTOCOL, text);
}

/* A request of ours that nobody waits for any more, or one that was never made, has no answer. */
static kp__request *expected(kp__session *session, kp__slice frame, kp__slice *body)
{
    kp__list *link = kp__list_first(&session->waiting);
    kp__request *request = link ? KP__CONTAINER(link, kp__request, link) : NULL;
    int32_t correlation_id = 0;
    if (!request) {
        kp__session_doom_why(session, KP_ERR_PROTOCOL, "the peer answers without a question");
        return NULL;
    }
    if (kp__wire_response_header(frame, kp__message_key(request->message), request->version, &correlation_id, body)) {
        kp__session_doom_why(session, KP_ERR_PROTOCOL, "the header of an answer cannot be decoded");
        return NULL;
    }
    if (correlation_id != request->correlation_id) {
        kp__session_doom_why(session, KP_ERR_PROTOCOL, "the peer answers another question than the oldest");
        return NULL;
    }
    return request;
}

static void answer_in(kp__session *session, kp__slice frame, kp_ns now)
{
    kp__slice body;
    char where[96] = "";
    kp__arena *arena = session->config.answers;
    kp__request *request = expected(session, frame, &body);
    if (!request)
        return;
    int16_t key = kp__message_key(request->message);
    const kp__message *message = kp__message_response(key);
    if (kp__versions_refused(session, request, body, now))
        return;
    void *answer_body = kp__arena_new(arena, kp__message_size(message));
    if (!answer_body) {
        kp__session_doom(session, KP_ERR_NO_MEMORY);
        return;
    }
    kp__message_defaults(message, answer_body);
    kp_err err = kp__wire_decode(message, request->version, body, arena, answer_body, where);
    if (err == KP_ERR_NO_MEMORY) {
        kp__session_doom(session, err);
        return;
    }
    if (err) {
        undecodable(session, message, frame.len, err, where);
        return;
    }
    kp__list_remove(&request->link);
    session->inflight--;
    throttle(session, key, request->version, answer_body, now);
    kp__answer answer = {
        .err = KP_OK, .maybe_sent = true, .version = request->version, .body = answer_body, .now = now};
    kp__session_finish(session, request, &answer);
}

void kp__session_received(kp__session *session, size_t len, kp_ns now)
{
    size_t at = 0;
    session->in_len += len;
    session->last_used = now;
    while (session->state != KP__SESSION_DOWN && session->state != KP__SESSION_DOOMED) {
        size_t left = session->in_len - at;
        if (left < 4)
            break;
        uint32_t size = size_of_frame(session->in + at);
        if (!frame_size_ok(session, size))
            return;
        if (left - 4 < size)
            break;
        answer_in(session, kp__slice_of(session->in + at + 4, size), now);
        kp__arena_trim(session->config.answers);
        at += 4 + (size_t)size;
    }
    if (session->state == KP__SESSION_DOWN)
        return;
    session->in_len -= at;
    if (session->in_len)
        memmove(session->in, session->in + at, session->in_len);
    else if (session->in_cap > session->in_kept)
        kp__session_in_free(session);
}
