#include <tests/wire/every_message.h>

#include <tests/check.h>
#include <wire/table.h>

#include <stdlib.h>

workshop *workshop_new(uint64_t seed)
{
    enum { BODY_MAX = 1024, MEMORY_MAX = 16 << 20 };
    workshop *w = calloc(1, sizeof *w);
    assert_non_null(w);
    kp__alloc_init(&w->alloc, NULL);
    kp__arena_init(&w->arena, &w->alloc, MEMORY_MAX);
    kp__gather_init(&w->gather, &w->alloc, MEMORY_MAX);
    kp__buf_init(&w->flat, &w->alloc, MEMORY_MAX);
    kp__buf_init(&w->text, &w->alloc, MEMORY_MAX);
    kp__rng_seed(&w->rng, seed);
    w->body = calloc(1, BODY_MAX);
    w->other = calloc(1, BODY_MAX);
    assert_true(w->body && w->other);
    const kp__message *message = NULL;
    for (int16_t version; every_message(&message, &version);)
        assert_true(kp__message_size(message) <= BODY_MAX);
    return w;
}

void workshop_free(workshop *w)
{
    kp__buf_deinit(&w->text);
    kp__buf_deinit(&w->flat);
    kp__gather_deinit(&w->gather);
    kp__arena_deinit(&w->arena);
    assert_int_equal(w->alloc.bytes, 0);
    free(w->body);
    free(w->other);
    free(w);
}

kp_err workshop_encode(workshop *w, const kp__message *message, int16_t version, const void *body)
{
    kp__gather_reset(&w->gather);
    kp__buf_clear(&w->flat);
    kp_err err = kp__wire_encode(message, version, body, &w->gather);
    for (int32_t i = 0; i < w->gather.count; i++) {
        kp__slice piece = kp__gather_piece(&w->gather, i);
        kp__buf_append(&w->flat, piece.data, piece.len);
    }
    assert_int_equal(w->flat.len, w->gather.total);
    return err;
}

bool every_message(const kp__message **message, int16_t *version)
{
    if (*message && *version < kp__message_version_max(*message)) {
        ++*version;
        return true;
    }
    int at = -1; /* place in the index, requests before responses */
    if (*message)
        at = kp__message_key(*message) * 2 + (*message == kp__message_response(kp__message_key(*message)));
    do {
        if (++at >= KP__API_KEYS * 2)
            return false;
        *message = kp__messages[at / 2][at % 2];
    } while (!*message);
    *version = kp__message_version_min(*message);
    return true;
}
