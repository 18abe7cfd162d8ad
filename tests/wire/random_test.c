/* What a random message reaches: tests that walk random messages are worth what these are. */
#include <tests/check.h>
#include <tests/wire/every_message.h>
#include <wire/table.h>

#include <string.h>

enum { TRIES = 400, FIELDS_MAX = 4096, NULLED = 1, SET = 2, EMPTY = 4 };

typedef struct tally {
    const kp__field *fields[FIELDS_MAX];
    int shapes[FIELDS_MAX];
    int count;
} tally;

static int *shapes_of(tally *t, const kp__field *field)
{
    for (int i = 0; i < t->count; i++)
        if (t->fields[i] == field)
            return &t->shapes[i];
    assert_true(t->count < FIELDS_MAX);
    t->fields[t->count] = field;
    return &t->shapes[t->count++];
}

static void walk(tally *t, const kp__struct *of, int16_t version, const void *base)
{
    for (uint16_t i = 0; i < of->field_count; i++) {
        const kp__field *field = &of->fields[i];
        const void *at = (const char *)base + field->offset;
        if (!kp__field_in(field, version))
            continue;
        int *shapes = shapes_of(t, field);
        if (field->flags & KP__FIELD_ARRAY) {
            const kp__array *array = at;
            *shapes |= array->count < 0 ? NULLED : array->count == 0 ? EMPTY : SET;
            for (int32_t k = 0; field->type == KP__TYPE_STRUCT && k < array->count; k++)
                walk(t, field->of, version, (const char *)array->items + (size_t)k * field->of->size);
        } else if (field->flags & KP__FIELD_POINTER) {
            const void *inner = *(const void *const *)at;
            *shapes |= inner ? SET : NULLED;
            if (inner)
                walk(t, field->of, version, inner);
        } else if (field->type == KP__TYPE_STRUCT) {
            *shapes |= kp__field_is_default(field, at) ? EMPTY : SET;
            walk(t, field->of, version, at);
        } else if (field->type >= KP__TYPE_STRING) {
            const kp__slice *slice = field->type == KP__TYPE_RECORDS ? &((const kp__records *)at)->flat : at;
            *shapes |= !slice->data ? NULLED : slice->len == 0 ? EMPTY : SET;
        } else {
            *shapes |= SET;
        }
    }
}

static void check(const kp__message *message, int16_t version, const tally *t)
{
    for (int i = 0; i < t->count; i++) {
        const kp__field *field = t->fields[i];
        bool sized =
            (field->flags & KP__FIELD_ARRAY) || (field->type >= KP__TYPE_STRING && field->type < KP__TYPE_STRUCT);
        int want = SET | (kp__field_nullable(field, version) ? NULLED : 0) | (sized ? EMPTY : 0);
        if ((t->shapes[i] & want) != want)
            fail_msg("%s %d %s: only %d of %d", kp__message_name(message), version, field->name, t->shapes[i], want);
    }
}

TEST(every_field_is_seen_set_and_empty_and_null_where_it_may_be)
{
    static tally t;
    workshop *w = workshop_new(7);
    const kp__message *message = NULL;
    for (int16_t version; every_message(&message, &version);) {
        memset(&t, 0, sizeof t);
        for (int i = 0; i < TRIES; i++) {
            kp__arena_reset(&w->arena);
            assert_int_equal(kp__wire_random(message, version, &w->rng, &w->arena, w->body), KP_OK);
            walk(&t, message->body, version, w->body);
        }
        check(message, version, &t);
    }
    workshop_free(w);
}

TEST(the_same_seed_gives_the_same_message_and_a_full_arena_is_an_error)
{
    workshop *w = workshop_new(7);
    kp__buf first;
    kp__arena small;
    kp__buf_init(&first, &w->alloc, 1 << 20);
    for (int i = 0; i < 2; i++) {
        kp__rng_seed(&w->rng, 5);
        assert_int_equal(kp__wire_random(&kp__fetch_response_message, 12, &w->rng, &w->arena, w->body), KP_OK);
        kp__buf_clear(&w->text);
        assert_int_equal(kp__wire_json(&kp__fetch_response_message, 12, w->body, i ? &w->text : &first), KP_OK);
    }
    assert_true(kp__slice_equal(kp__buf_slice(&first), kp__buf_slice(&w->text)));
    kp__buf_deinit(&first);
    kp__arena_init(&small, &w->alloc, 16);
    kp__rng_seed(&w->rng, 5);
    assert_int_equal(kp__wire_random(&kp__fetch_response_message, 12, &w->rng, &small, w->body), KP_ERR_NO_MEMORY);
    kp__arena_deinit(&small);
    workshop_free(w);
}

TESTS(t(every_field_is_seen_set_and_empty_and_null_where_it_may_be),
      t(the_same_seed_gives_the_same_message_and_a_full_arena_is_an_error))
