/* Random messages of every API and version there and back, and what happens to their bytes when they are cut or bent.
 */
#include <tests/check.h>
#include <tests/wire/every_message.h>

#include <string.h>

enum { EACH = 20 };

static void make(workshop *w, const kp__message *message, int16_t version)
{
    kp__arena_reset(&w->arena);
    assert_int_equal(kp__wire_random(message, version, &w->rng, &w->arena, w->body), KP_OK);
    kp_err err = workshop_encode(w, message, version, w->body);
    if (err)
        fail_msg("%s %d: %s", kp__message_name(message), version, kp_err_name(err));
}

static void json(workshop *w, const kp__message *message, int16_t version, const void *body)
{
    kp__buf_clear(&w->text);
    assert_int_equal(kp__wire_json(message, version, body, &w->text), KP_OK);
}

TEST(every_random_message_comes_back_the_same)
{
    workshop *w = workshop_new(1);
    const kp__message *message = NULL;
    for (int16_t version; every_message(&message, &version);) {
        for (int i = 0; i < EACH; i++) {
            size_t size = 0;
            make(w, message, version);
            assert_int_equal(kp__wire_measure(message, version, w->body, &size), KP_OK);
            assert_int_equal(size, w->flat.len);
            kp_err err = kp__wire_decode(message, version, kp__buf_slice(&w->flat), &w->arena, w->other, w->where);
            if (err)
                fail_msg("%s %d: %s at %s", kp__message_name(message), version, kp_err_name(err), w->where);
            json(w, message, version, w->body);
            kp__buf first = w->text;
            kp__buf_init(&w->text, &w->alloc, first.max);
            json(w, message, version, w->other);
            assert_int_equal(first.len, w->text.len);
            assert_memory_equal(first.data, w->text.data, first.len);
            kp__buf_deinit(&first);
        }
    }
    workshop_free(w);
}

/* The bytes stand at the end of their memory, so that a sanitizer sees a read past them. */
static kp_err decode_exact(workshop *w, const kp__message *message, int16_t version, const uint8_t *bytes, size_t len)
{
    uint8_t *copy = kp__new(&w->alloc, len + 1);
    assert_non_null(copy);
    memcpy(copy + 1, bytes, len);
    kp_err err = kp__wire_decode(message, version, kp__slice_of(copy + 1, len), &w->arena, w->other, w->where);
    kp__delete(&w->alloc, copy);
    return err;
}

TEST(B1_every_cut_and_every_byte_too_many_is_refused)
{
    workshop *w = workshop_new(2);
    const kp__message *message = NULL;
    for (int16_t version; every_message(&message, &version);) {
        make(w, message, version);
        for (size_t len = 0; len < w->flat.len; len++)
            assert_int_equal(decode_exact(w, message, version, w->flat.data, len), KP_ERR_PROTOCOL);
        kp__buf_append(&w->flat, "", 1);
        assert_int_equal(decode_exact(w, message, version, w->flat.data, w->flat.len), KP_ERR_PROTOCOL);
    }
    workshop_free(w);
}

TEST(B2_bent_bytes_are_refused_or_understood_and_take_no_memory_beyond_their_kind)
{
    workshop *w = workshop_new(3);
    const kp__message *message = NULL;
    for (int16_t version; every_message(&message, &version);) {
        for (int i = 0; i < EACH; i++) {
            make(w, message, version);
            for (int bends = 0; w->flat.len && bends < 3; bends++)
                w->flat.data[kp__rng_below(&w->rng, w->flat.len)] = (uint8_t)kp__rng_next(&w->rng);
            kp__arena_reset(&w->arena);
            kp_err err = decode_exact(w, message, version, w->flat.data, w->flat.len);
            assert_true(err == KP_OK || err == KP_ERR_PROTOCOL);
            assert_true(w->arena.used <= KP__WIRE_RATIO_MAX * w->flat.len + KP__WIRE_OPEN_MAX);
        }
    }
    workshop_free(w);
}

TEST(out_of_memory_is_an_error_at_every_allocation)
{
    workshop *w = workshop_new(4);
    const kp__message *message = NULL;
    for (int16_t version; every_message(&message, &version);) {
        make(w, message, version);
        kp__arena small;
        kp_err err = KP_ERR_LIMIT;
        for (size_t max = 0; err; max += 16) {
            kp__arena_init(&small, &w->alloc, max);
            err = kp__wire_decode(message, version, kp__buf_slice(&w->flat), &small, w->other, w->where);
            assert_true(err == KP_OK || err == KP_ERR_LIMIT);
            kp__arena_deinit(&small);
        }
    }
    workshop_free(w);
}

TESTS(t(every_random_message_comes_back_the_same), t(B1_every_cut_and_every_byte_too_many_is_refused),
      t(B2_bent_bytes_are_refused_or_understood_and_take_no_memory_beyond_their_kind),
      t(out_of_memory_is_an_error_at_every_allocation))
