/* B2 of the catalogue of bad input: what a primitive, a null or a tag must not be. */
#include <tests/check.h>
#include <tests/wire/every_message.h>
#include <wire/primitives.h>
#include <wire/table.h>

#include <string.h>

/* Fetch 12 up to its tags: fixed numbers, three empty arrays and strings. */
#define FETCH "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\1\1"

static kp_err fetch(workshop *w, const char *bytes, size_t len)
{
    return kp__wire_decode(&kp__fetch_request_message, 12, kp__slice_of(bytes, len), &w->arena, w->other, w->where);
}

#define DECODES(text) fetch(w, text, sizeof(text) - 1)

TEST(B2_tags_that_cannot_be_are_refused_and_unknown_ones_skipped)
{
    workshop *w = workshop_new(1);
    const kp__fetch_request *body = w->other;
    assert_int_equal(DECODES(FETCH "\0"), KP_OK);
    assert_true(kp__slice_is_null(body->cluster_id));
    assert_int_equal(DECODES(FETCH "\1\0\3\3xy"), KP_OK); /* tag 0, 3 bytes: "xy" */
    assert_true(kp__slice_equal(body->cluster_id, kp__slice_str("xy")));
    assert_int_equal(DECODES(FETCH "\2\0\3\3xy\x63\2ab"), KP_OK); /* and tag 99 */
    assert_true(kp__slice_equal(body->cluster_id, kp__slice_str("xy")));
    assert_int_equal(DECODES(FETCH "\1\1\2ab"), KP_OK);                 /* tag 1 is not in version 12 */
    assert_int_equal(DECODES(FETCH "\2\0\5\3xy\5\0"), KP_ERR_PROTOCOL); /* reaches into the next tag */
    assert_int_equal(DECODES(FETCH "\1\0\4\3xy\0"), KP_ERR_PROTOCOL);   /* larger than its value */
    assert_int_equal(DECODES(FETCH "\1\0\2\3xy"), KP_ERR_PROTOCOL);     /* smaller */
    assert_string_equal(w->where, "ClusterId");
    assert_int_equal(DECODES(FETCH "\1\0\x7f\3xy"), KP_ERR_PROTOCOL);         /* beyond the end */
    assert_int_equal(DECODES(FETCH "\2\0\3\3xy\0\3\3xy"), KP_ERR_PROTOCOL);   /* twice */
    assert_int_equal(DECODES(FETCH "\2\5\0\0\3\3xy"), KP_ERR_PROTOCOL);       /* falling */
    assert_int_equal(DECODES(FETCH "\2\0\3\3xy"), KP_ERR_PROTOCOL);           /* fewer than counted */
    assert_int_equal(DECODES(FETCH "\x80\x80\x80\x80\x08"), KP_ERR_PROTOCOL); /* 2^31 of them */
    workshop_free(w);
}

TEST(B2_varints_that_are_too_long_too_large_or_padded_are_refused)
{
    workshop *w = workshop_new(1);
    assert_int_equal(DECODES(FETCH "\1\x80\1\0"), KP_OK);                           /* tag 128 */
    assert_int_equal(DECODES(FETCH "\1\xff\xff\xff\xff\x0f\0"), KP_OK);             /* the largest */
    assert_int_equal(DECODES(FETCH "\1\xff\xff\xff\xff\x1f\0"), KP_ERR_PROTOCOL);   /* 33 bits */
    assert_int_equal(DECODES(FETCH "\1\xff\xff\xff\xff\x8f\0\0"), KP_ERR_PROTOCOL); /* 6 bytes */
    assert_int_equal(DECODES(FETCH "\x80\0"), KP_ERR_PROTOCOL);                     /* 0 in two bytes */
    assert_int_equal(DECODES(FETCH "\1\x81\x80\0\0"), KP_ERR_PROTOCOL);
    assert_int_equal(DECODES(FETCH "\x80"), KP_ERR_PROTOCOL);
    workshop_free(w);
}

TEST(B2_string_lengths_below_minus_one_and_beyond_the_frame_are_refused)
{
    static const char *const lengths[] = {"\xff\xfe", "\x80\0", "\0\4", "\x7f\xff"};
    workshop *w = workshop_new(1);
    for (size_t i = 0; i < 4; i++) {
        char bytes[] = "\0\0xyz"; /* SaslHandshake 0: one string */
        memcpy(bytes, lengths[i], 2);
        assert_int_equal(kp__wire_decode(&kp__sasl_handshake_request_message, 0, kp__slice_of(bytes, 5), &w->arena,
                                         w->other, w->where),
                         KP_ERR_PROTOCOL);
        assert_string_equal(w->where, "Mechanism");
    }
    workshop_free(w);
}

TEST(a_string_of_32767_bytes_passes_and_one_more_does_not)
{
    static char text[32768];
    workshop *w = workshop_new(1);
    kp__api_versions_request body = {kp__slice_of(text, 32767), kp__slice_str("1")};
    assert_int_equal(workshop_encode(w, &kp__api_versions_request_message, 3, &body), KP_OK);
    assert_int_equal(
        kp__wire_decode(&kp__api_versions_request_message, 3, kp__buf_slice(&w->flat), &w->arena, w->other, w->where),
        KP_OK);
    body.client_software_name.len++;
    assert_int_equal(workshop_encode(w, &kp__api_versions_request_message, 3, &body), KP_ERR_ARGUMENT);
    workshop_free(w);
}

TEST(a_field_that_the_version_lacks_is_refused_unless_it_may_be_dropped)
{
    workshop *w = workshop_new(1);
    kp__fetch_request body;
    kp__message_defaults(&kp__fetch_request_message, &body);
    body.rack_id = kp__slice_str("r"); /* from 11 on, may be dropped */
    assert_int_equal(workshop_encode(w, &kp__fetch_request_message, 4, &body), KP_OK);
    body.replica_id = 1; /* until 14, may not */
    assert_int_equal(workshop_encode(w, &kp__fetch_request_message, 14, &body), KP_OK);
    assert_int_equal(workshop_encode(w, &kp__fetch_request_message, 15, &body), KP_ERR_ARGUMENT);
    workshop_free(w);
}

/* ---- null, in every field that has a length ---- */

typedef struct path {
    const kp__field *steps[KP__DEPTH_MAX + 1];
    int depth;
} path;

static void *place(workshop *w, size_t size)
{
    void *memory = kp__arena_new(&w->arena, size);
    assert_non_null(memory);
    return memory;
}

/* A struct with one item in every array on the way, and null at its end. */
static void fill(workshop *w, const path *way, int at, const kp__struct *of, void *base)
{
    const kp__field *field = way->steps[at];
    void *here = (char *)base + field->offset;
    kp__struct_defaults(of, base);
    if (at == way->depth - 1) {
        memset(here, 0, field->flags & KP__FIELD_ARRAY ? sizeof(kp__array) : kp__field_stride(field));
        if (field->flags & KP__FIELD_ARRAY)
            ((kp__array *)here)->count = -1;
        return;
    }
    void *inner = here;
    if (field->flags & (KP__FIELD_ARRAY | KP__FIELD_POINTER))
        *(void **)here = inner = place(w, field->of->size);
    if (field->flags & KP__FIELD_ARRAY)
        ((kp__array *)here)->count = 1;
    fill(w, way, at + 1, field->of, inner);
}

/* A copy of the tables on the way, in which the last field may be null: with it our encoder makes what it otherwise
 * refuses. */
static const kp__struct *lenient(workshop *w, const path *way, int at, const kp__struct *of)
{
    kp__struct *copy = place(w, sizeof *copy);
    kp__field *fields = place(w, of->field_count * sizeof *fields);
    size_t index = (size_t)(way->steps[at] - of->fields);
    memcpy(fields, of->fields, of->field_count * sizeof *fields);
    *copy = *of;
    copy->fields = fields;
    if (at == way->depth - 1) {
        fields[index].null_first = 0;
        fields[index].null_last = 127;
    } else {
        fields[index].of = lenient(w, way, at + 1, fields[index].of);
    }
    return copy;
}

static int try_null(workshop *w, const kp__message *message, int16_t version, const path *way)
{
    const kp__field *last = way->steps[way->depth - 1];
    kp__message lax = *message;
    kp__arena_reset(&w->arena);
    memset(w->body, 0, message->body->size);
    fill(w, way, 0, message->body, w->body);
    lax.body = lenient(w, way, 0, message->body);
    assert_int_equal(workshop_encode(w, &lax, version, w->body), KP_OK);
    kp_err want = kp__field_nullable(last, version) ? KP_OK : KP_ERR_PROTOCOL;
    kp_err err = kp__wire_decode(message, version, kp__buf_slice(&w->flat), &w->arena, w->other, w->where);
    if (err != want)
        fail_msg("%s %d %s: %s", message->name, version, last->name, kp_err_name(err));
    if (!want)
        return 0;
    size_t size = strlen(w->where), tail = strlen(last->name);
    assert_true(size >= tail && strcmp(w->where + size - tail, last->name) == 0);
    assert_int_equal(workshop_encode(w, message, version, w->body), KP_ERR_ARGUMENT);
    return 1;
}

static int try_struct(workshop *w, const kp__message *message, int16_t version, const kp__struct *of, path *way)
{
    int refused = 0;
    for (uint16_t i = 0; i < of->field_count; i++) {
        const kp__field *field = &of->fields[i];
        if (!kp__field_in(field, version))
            continue;
        way->steps[way->depth++] = field;
        if ((field->flags & KP__FIELD_ARRAY) || (field->type >= KP__TYPE_STRING && field->type != KP__TYPE_STRUCT))
            refused += try_null(w, message, version, way);
        if (field->type == KP__TYPE_STRUCT)
            refused += try_struct(w, message, version, field->of, way);
        way->depth--;
    }
    return refused;
}

TEST(B2_R39_null_is_refused_in_every_field_of_every_version_that_does_not_allow_it)
{
    workshop *w = workshop_new(1);
    const kp__message *message = NULL;
    int refused = 0;
    for (int16_t version; every_message(&message, &version);) {
        path way = {.depth = 0};
        refused += try_struct(w, message, version, message->body, &way);
    }
    assert_true(refused > 1000); /* the walk went everywhere */
    workshop_free(w);
}

/* ---- memory ---- */

/* A count that claims `share` eighths of the bytes that follow it, at `least` bytes each. */
static uint8_t *claim(uint8_t *at, const uint8_t *end, size_t least, size_t share)
{
    return kp__uvarint_put(at, (uint32_t)((size_t)(end - at - 3) * share / 8 / least + 1));
}

/* OffsetFetch 8: groups in which there are topics in which there are partitions, and each list claims what it may. */
TEST(lists_inside_each_other_cannot_claim_the_same_bytes)
{
    enum { SIZE = 200000, GROUP_LEAST = 3, TOPIC_LEAST = 3, PARTITION_LEAST = 4 };
    static uint8_t bytes[SIZE];
    workshop *w = workshop_new(1);
    for (size_t share = 1; share <= 8; share++)
        for (size_t inner = 1; inner <= 8; inner++) {
            const uint8_t *end = bytes + SIZE;
            uint8_t *at = claim(bytes, end, GROUP_LEAST, share);
            *at++ = 1; /* a group without name */
            at = claim(at, end, TOPIC_LEAST, inner);
            *at++ = 1; /* a topic without name */
            at = claim(at, end, PARTITION_LEAST, 8);
            memset(at, 0, (size_t)(end - at));
            kp__arena_reset(&w->arena);
            kp_err err = kp__wire_decode(&kp__offset_fetch_request_message, 8, kp__slice_of(bytes, SIZE), &w->arena,
                                         w->other, w->where);
            assert_int_equal(err, KP_ERR_PROTOCOL);
            assert_true(w->arena.used <= KP__WIRE_RATIO_MAX * SIZE + KP__WIRE_OPEN_MAX);
        }
    workshop_free(w);
}

TESTS(t(B2_tags_that_cannot_be_are_refused_and_unknown_ones_skipped),
      t(B2_varints_that_are_too_long_too_large_or_padded_are_refused),
      t(B2_string_lengths_below_minus_one_and_beyond_the_frame_are_refused),
      t(a_string_of_32767_bytes_passes_and_one_more_does_not),
      t(a_field_that_the_version_lacks_is_refused_unless_it_may_be_dropped),
      t(B2_R39_null_is_refused_in_every_field_of_every_version_that_does_not_allow_it),
      t(lists_inside_each_other_cannot_claim_the_same_bytes))
