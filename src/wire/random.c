/* Random messages for tests: small, but with every shape that a version allows. */
#include <wire/codec.h>
#include <wire/table.h>

#include <string.h>

enum { ITEMS_MAX = 3, TEXT_MAX = 12, BYTES_MAX = 40 };

typedef struct maker {
    kp__rng *rng;
    kp__arena *arena;
    int16_t version;
    bool failed; /* the arena is full */
} maker;

static bool one_in(maker *m, uint64_t n) { return kp__rng_below(m->rng, n) == 0; }

static void make_struct(maker *m, const kp__struct *of, void *base);

static void *allocate(maker *m, size_t count, size_t size)
{
    void *items = kp__arena_array(m->arena, count, size);
    m->failed |= items == NULL;
    return items;
}

/* Edges as often as anything else. */
static int64_t make_int64(maker *m)
{
    static const int64_t edges[] = {0, 1, -1, INT64_MAX, INT64_MIN, 127, 128, 32767, 32768};
    if (one_in(m, 2))
        return edges[kp__rng_below(m->rng, sizeof edges / sizeof *edges)];
    return (int64_t)(kp__rng_next(m->rng) >> kp__rng_below(m->rng, 64));
}

static double make_double(maker *m)
{
    double real;
    uint64_t bits = kp__rng_next(m->rng);
    memcpy(&real, &bits, sizeof real);
    return real - real == 0 ? real : 0.5; /* neither infinite nor NaN: JSON has no word for them */
}

static kp__slice make_text(maker *m)
{
    static const char *const letters[] = {
        "a", "Z", "-", "_", "\"", "\\", "\n", "\x01", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x8d\x92"};
    size_t count = (size_t)kp__rng_below(m->rng, TEXT_MAX), len = 0;
    char *text = allocate(m, 1, TEXT_MAX * 4);
    for (size_t i = 0; text && i < count; i++) {
        const char *letter = letters[kp__rng_below(m->rng, sizeof letters / sizeof *letters)];
        memcpy(text + len, letter, strlen(letter));
        len += strlen(letter);
    }
    return kp__slice_of(text, text ? len : 0);
}

static kp__slice make_bytes(maker *m)
{
    size_t len = (size_t)kp__rng_below(m->rng, one_in(m, 4) ? 300 : BYTES_MAX); /* now and then a length of two bytes */
    uint8_t *data = allocate(m, 1, len + 1);
    for (size_t i = 0; data && i < len; i++)
        data[i] = (uint8_t)kp__rng_next(m->rng);
    return kp__slice_of(data, data ? len : 0);
}

static void make_uuid(maker *m, kp__uuid *out)
{
    for (size_t i = 0; i < sizeof out->bytes; i++)
        out->bytes[i] = (uint8_t)kp__rng_next(m->rng);
}

static void make_value(maker *m, const kp__field *field, bool null, void *at)
{
    switch ((kp__type)field->type) {
    case KP__TYPE_BOOL:
        *(bool *)at = one_in(m, 2);
        break;
    case KP__TYPE_INT8:
        *(int8_t *)at = (int8_t)make_int64(m);
        break;
    case KP__TYPE_INT16:
        *(int16_t *)at = (int16_t)make_int64(m);
        break;
    case KP__TYPE_INT32:
        *(int32_t *)at = (int32_t)make_int64(m);
        break;
    case KP__TYPE_INT64:
        *(int64_t *)at = make_int64(m);
        break;
    case KP__TYPE_FLOAT64:
        *(double *)at = make_double(m);
        break;
    case KP__TYPE_UUID:
        make_uuid(m, at);
        break;
    case KP__TYPE_STRING:
        *(kp__slice *)at = null ? kp__slice_null() : make_text(m);
        break;
    case KP__TYPE_BYTES:
        *(kp__slice *)at = null ? kp__slice_null() : make_bytes(m);
        break;
    case KP__TYPE_RECORDS:
        *(kp__records *)at = (kp__records){.flat = null ? kp__slice_null() : make_bytes(m)};
        break;
    case KP__TYPE_STRUCT:
        make_struct(m, field->of, at);
        break;
    }
}

static void make_array(maker *m, const kp__field *field, bool null, kp__array *out)
{
    size_t stride = kp__field_stride(field);
    *out = (kp__array){NULL, null ? -1 : 0};
    int32_t count = null ? 0 : (int32_t)kp__rng_below(m->rng, ITEMS_MAX + 1);
    if (count == 0)
        return;
    out->items = allocate(m, (size_t)count, stride);
    if (!out->items)
        return;
    out->count = count;
    for (int32_t i = 0; i < count; i++)
        make_value(m, field, false, (char *)out->items + (size_t)i * stride);
}

static void make_field(maker *m, const kp__field *field, void *at)
{
    bool null = kp__field_nullable(field, m->version) && one_in(m, 3);
    if ((field->flags & KP__FIELD_TAGGED) && one_in(m, 3)) {
        kp__field_default(field, at);
    } else if (field->flags & KP__FIELD_ARRAY) {
        make_array(m, field, null, at);
    } else if (field->flags & KP__FIELD_POINTER) {
        void *inner = null ? NULL : allocate(m, 1, field->of->size);
        *(void **)at = inner;
        if (inner)
            make_struct(m, field->of, inner);
    } else {
        make_value(m, field, null, at);
    }
}

static void make_struct(maker *m, const kp__struct *of, void *base)
{
    for (uint16_t i = 0; i < of->field_count; i++) {
        const kp__field *field = &of->fields[i];
        if (kp__field_in(field, m->version))
            make_field(m, field, (char *)base + field->offset);
        else
            kp__field_default(field, (char *)base + field->offset);
    }
}

kp_err kp__wire_random(const kp__message *message, int16_t version, kp__rng *rng, kp__arena *arena, void *body)
{
    maker m = {.rng = rng, .arena = arena, .version = version};
    memset(body, 0, message->body->size);
    if (version < message->first || version > message->last)
        return KP_ERR_UNSUPPORTED;
    make_struct(&m, message->body, body);
    return m.failed ? KP_ERR_NO_MEMORY : KP_OK;
}
