/* A scripted broker's end of one session, without sockets: takes what the session wants sent, cuts it into requests,
 * and feeds it answers. For the unit tests of session, cluster and producer. */
#ifndef KP_TESTS_PEER_H
#define KP_TESTS_PEER_H

#include <stdlib.h>
#include <string.h>

#include <base/alloc.h>
#include <base/arena.h>
#include <session/session.h>
#include <tests/check.h>
#include <wire/codec.h>
#include <wire/messages.h>

typedef struct peer {
    kp__alloc *alloc;
    kp__arena arena; /* of the request taken last */
    kp__gather out;
    uint8_t *bytes; /* sent by the session, not yet taken */
    size_t len, cap;
} peer;

typedef struct peer_request {
    kp__request_header header;
    void *body;
    uint8_t *frame; /* as it was on the wire, without its size; freed by peer_request_free */
    size_t frame_len;
} peer_request;

static inline void peer_init(peer *p, kp__alloc *alloc)
{
    memset(p, 0, sizeof *p);
    p->alloc = alloc;
    kp__arena_init(&p->arena, alloc, 64 << 20);
    kp__gather_init(&p->out, alloc, 64 << 20);
}

static inline void peer_deinit(peer *p)
{
    kp__arena_deinit(&p->arena);
    kp__gather_deinit(&p->out);
    free(p->bytes);
}

static inline void peer_keep(peer *p, const void *data, size_t len)
{
    if (p->len + len > p->cap) {
        p->cap = (p->len + len) * 2;
        p->bytes = realloc(p->bytes, p->cap);
        assert_non_null(p->bytes);
    }
    memcpy(p->bytes + p->len, data, len);
    p->len += len;
}

/* The kernel takes at most `max` bytes of what the session has to send. */
static inline size_t peer_write(peer *p, kp__session *session, size_t max, kp_ns now)
{
    struct iovec iov[64];
    size_t put = 0;
    for (;;) {
        int count = kp__session_unsent(session, iov, 64);
        size_t took = 0;
        for (int i = 0; i < count && put + took < max; i++) {
            size_t len = iov[i].iov_len < max - put - took ? iov[i].iov_len : max - put - took;
            peer_keep(p, iov[i].iov_base, len);
            took += len;
        }
        if (took == 0)
            return put;
        put += took;
        kp__session_sent(session, took, now);
    }
}

/* Takes the next whole request from what was sent; false when there is none. */
static inline bool peer_take(peer *p, peer_request *out)
{
    if (p->len < 4)
        return false;
    size_t size = (size_t)p->bytes[0] << 24 | (size_t)p->bytes[1] << 16 | (size_t)p->bytes[2] << 8 | p->bytes[3];
    if (p->len < 4 + size)
        return false;
    out->frame = malloc(size);
    assert_non_null(out->frame);
    memcpy(out->frame, p->bytes + 4, size);
    out->frame_len = size;
    p->len -= 4 + size;
    memmove(p->bytes, p->bytes + 4 + size, p->len);
    kp__slice body;
    assert_int_equal(kp__wire_request_header(kp__slice_of(out->frame, size), &out->header, &body), KP_OK);
    const kp__message *message = kp__message_request(out->header.key);
    assert_non_null(message);
    kp__arena_reset(&p->arena);
    out->body = kp__arena_new(&p->arena, kp__message_size(message));
    assert_non_null(out->body);
    kp__message_defaults(message, out->body);
    if (out->header.version <= kp__message_version_max(message))
        assert_int_equal(kp__wire_decode(message, out->header.version, body, &p->arena, out->body, NULL), KP_OK);
    return true;
}

static inline void peer_request_free(peer_request *request) { free(request->frame); }

/* Bytes as they come from the network, `step` at a time (0: as many as there is space for). */
static inline void peer_feed(kp__session *session, const void *data, size_t len, size_t step, kp_ns now)
{
    const uint8_t *at = data;
    while (len) {
        uint8_t *space;
        size_t cap;
        if (kp__session_space(session, &space, &cap))
            return;
        size_t n = len < cap ? len : cap;
        if (step && n > step)
            n = step;
        memcpy(space, at, n);
        kp__session_received(session, n, now);
        at += n;
        len -= n;
    }
}

/* Encodes an answer; the frame is malloced. */
static inline uint8_t *peer_encode(peer *p, int16_t key, int16_t version, int32_t correlation_id, const void *body,
                                   size_t *len)
{
    kp__gather_reset(&p->out);
    assert_int_equal(kp__wire_response_begin(&p->out, key, version, correlation_id), KP_OK);
    assert_int_equal(kp__wire_encode(kp__message_response(key), version, body, &p->out), KP_OK);
    assert_int_equal(kp__wire_frame_end(&p->out), KP_OK);
    uint8_t *bytes = malloc(p->out.total);
    assert_non_null(bytes);
    size_t at = 0;
    for (int32_t i = 0; i < p->out.count; i++) {
        kp__slice piece = kp__gather_piece(&p->out, i);
        memcpy(bytes + at, piece.data, piece.len);
        at += piece.len;
    }
    *len = at;
    return bytes;
}

static inline void peer_answer(peer *p, kp__session *session, const kp__request_header *header, const void *body,
                               kp_ns now)
{
    size_t len;
    uint8_t *bytes = peer_encode(p, header->key, header->version, header->correlation_id, body, &len);
    peer_feed(session, bytes, len, 0, now);
    free(bytes);
}

/* Answers ApiVersions with `rows`, or with all that the tables have. */
static inline void peer_answer_versions(peer *p, kp__session *session, const kp__request_header *header,
                                        const kp__api_versions_response_api_version *rows, int32_t count, kp_ns now)
{
    kp__api_versions_response_api_version all[128];
    int32_t n = 0;
    kp__api_versions_response body;
    kp__message_defaults(&kp__api_versions_response_message, &body);
    for (int16_t key = 0; !rows && key < 100; key++) {
        const kp__message *message = kp__message_request(key);
        if (!message)
            continue;
        kp__message_defaults(&kp__api_versions_response_message, &body);
        all[n] = (kp__api_versions_response_api_version){0};
        all[n].api_key = key;
        all[n].min_version = kp__message_version_min(message);
        all[n++].max_version = kp__message_version_max(message);
    }
    body.api_keys.items = rows ? (kp__api_versions_response_api_version *)(uintptr_t)rows : all;
    body.api_keys.count = rows ? count : n;
    peer_answer(p, session, header, &body, now);
}

#endif
