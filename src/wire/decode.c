/* Reading what a peer sent. Nothing is allocated before its count has been checked against the bytes left, at the
 * smallest size that an element can have; and bytes that one array has counted on are not there for another inside it.
 */
#include <wire/codec.h>
#include <wire/primitives.h>
#include <wire/table.h>

#include <stdio.h>
#include <string.h>

enum { STRING_MAX = 32767, WHERE_SIZE = 96 };

typedef struct decoder {
    kp__reader in;
    kp__arena *arena;
    char *where;
    kp_err err; /* the first error; nothing goes on after it */
    int16_t version;
    bool flexible;
} decoder;

static bool decode_struct(decoder *d, const kp__struct *of, void *base);

static bool fail(decoder *d, kp_err err)
{
    d->err = err;
    return false;
}

/* The path is made on the way out, from the inside: "partitions[3]" + "." + "leader". */
static bool fail_in(decoder *d, const kp__field *field, int32_t index)
{
    char inner[WHERE_SIZE], place[16] = "";
    if (!d->where)
        return false;
    memcpy(inner, d->where, sizeof inner);
    if (index >= 0)
        snprintf(place, sizeof place, "[%d]", (int)index);
    /* Cut where it is too long: the outer names tell more than the inner ones. */
    if (snprintf(d->where, WHERE_SIZE, "%s%s%s%s", field->name, place, inner[0] && inner[0] != '[' ? "." : "", inner) <
        0)
        d->where[0] = '\0';
    return false;
}

/* -1 is null, allowed or not; nothing below. */
static bool decode_length(decoder *d, bool is_string, bool null_allowed, int64_t *len)
{
    if (d->flexible)
        *len = (int64_t)kp__read_uvarint(&d->in) - 1;
    else
        *len = is_string ? kp__read_i16(&d->in) : kp__read_i32(&d->in);
    if (d->in.bad || *len < -1 || (*len == -1 && !null_allowed))
        return fail(d, KP_ERR_PROTOCOL);
    return true;
}

static bool decode_slice(decoder *d, bool is_string, bool null_allowed, kp__slice *out)
{
    int64_t len;
    if (!decode_length(d, is_string, null_allowed, &len))
        return false;
    if (len < 0) {
        *out = kp__slice_null();
        return true;
    }
    if (is_string && len > STRING_MAX)
        return fail(d, KP_ERR_PROTOCOL);
    const uint8_t *at = kp__read_bytes(&d->in, (size_t)len);
    if (!at)
        return fail(d, KP_ERR_PROTOCOL);
    *out = kp__slice_of(at, (size_t)len);
    return true;
}

static bool decode_number(decoder *d, const kp__field *field, void *out)
{
    int64_t bits;
    switch ((kp__type)field->type) {
    case KP__TYPE_BOOL:
        *(bool *)out = kp__read_i8(&d->in) != 0;
        break;
    case KP__TYPE_INT8:
        *(int8_t *)out = kp__read_i8(&d->in);
        break;
    case KP__TYPE_INT16:
        *(int16_t *)out = kp__read_i16(&d->in);
        break;
    case KP__TYPE_INT32:
        *(int32_t *)out = kp__read_i32(&d->in);
        break;
    default: /* 8 bytes: int64 or float64 */
        bits = kp__read_i64(&d->in);
        memcpy(out, &bits, sizeof bits);
        break;
    }
    return !d->in.bad || fail(d, KP_ERR_PROTOCOL);
}

static bool decode_uuid(decoder *d, kp__uuid *out)
{
    const uint8_t *at = kp__read_bytes(&d->in, sizeof *out);
    if (!at)
        return fail(d, KP_ERR_PROTOCOL);
    memcpy(out, at, sizeof *out);
    return true;
}

/* One value: a field that is no array, or an element of one. */
static bool decode_value(decoder *d, const kp__field *field, bool null_allowed, void *out)
{
    switch ((kp__type)field->type) {
    case KP__TYPE_STRUCT:
        return decode_struct(d, field->of, out);
    case KP__TYPE_RECORDS:
        *(kp__records *)out = (kp__records){.parts = NULL};
        return decode_slice(d, false, null_allowed, &((kp__records *)out)->flat);
    case KP__TYPE_STRING:
    case KP__TYPE_BYTES:
        return decode_slice(d, field->type == KP__TYPE_STRING, null_allowed, out);
    case KP__TYPE_UUID:
        return decode_uuid(d, out);
    default:
        return decode_number(d, field, out);
    }
}

static void *allocate(decoder *d, size_t count, size_t size)
{
    void *items = kp__arena_array(d->arena, count, size);
    if (!items)
        (void)fail(d, d->arena->max - d->arena->used < count * size ? KP_ERR_LIMIT : KP_ERR_NO_MEMORY);
    return items;
}

static bool decode_count(decoder *d, const kp__field *field, int32_t *count)
{
    int64_t len;
    if (!decode_length(d, false, kp__field_nullable(field, d->version), &len))
        return false;
    if (len > INT32_MAX ||
        (len > 0 && (uint64_t)len * kp__field_size_min(field, d->version, d->flexible) > kp__reader_left(&d->in)))
        return fail(d, KP_ERR_PROTOCOL);
    *count = (int32_t)len;
    return true;
}

static bool decode_array(decoder *d, const kp__field *field, kp__array *out)
{
    size_t stride = kp__field_stride(field);
    int32_t count;

    *out = (kp__array){NULL, 0};
    if (!decode_count(d, field, &count))
        return fail_in(d, field, -1);
    if (count > 0) {
        out->items = allocate(d, (size_t)count, stride);
        if (!out->items)
            return fail_in(d, field, -1);
    }
    out->count = count;
    const uint8_t *end = d->in.end;
    size_t least = kp__field_size_min(field, d->version, d->flexible);
    for (int32_t i = 0; i < count; i++) {
        d->in.end = end - (size_t)(count - 1 - i) * least; /* what the others take at least is not for this one */
        if (!decode_value(d, field, false, (char *)out->items + (size_t)i * stride))
            return fail_in(d, field, i);
    }
    return true;
}

static bool decode_pointer(decoder *d, const kp__field *field, void **out)
{
    *out = NULL;
    if (kp__field_nullable(field, d->version)) {
        int8_t present = kp__read_i8(&d->in);
        if (d->in.bad)
            return fail(d, KP_ERR_PROTOCOL);
        if (present < 0)
            return true;
    }
    *out = allocate(d, 1, field->of->size);
    return *out && decode_struct(d, field->of, *out);
}

static bool decode_field(decoder *d, const kp__field *field, void *base)
{
    void *out = (char *)base + field->offset;
    bool ok;
    if (field->flags & KP__FIELD_ARRAY)
        return decode_array(d, field, out); /* tells the index itself */
    if (field->flags & KP__FIELD_POINTER)
        ok = decode_pointer(d, field, out);
    else
        ok = decode_value(d, field, kp__field_nullable(field, d->version), out);
    return ok || fail_in(d, field, -1);
}

static bool decode_one(decoder *d, const kp__field *field, void *base)
{
    return decode_number(d, field, (char *)base + field->offset) || fail_in(d, field, -1);
}

static const kp__field *field_of_tag(const kp__struct *of, int16_t version, uint32_t tag)
{
    for (uint16_t i = 0; of->tagged && i < of->field_count; i++)
        if ((of->fields[i].flags & KP__FIELD_TAGGED) && of->fields[i].tag == tag)
            return kp__field_in(&of->fields[i], version) ? &of->fields[i] : NULL;
    return NULL;
}

/* A known tag must take exactly the bytes it says; an unknown one is skipped. */
static bool decode_tag(decoder *d, const kp__struct *of, void *base, uint32_t tag, uint32_t size)
{
    const kp__field *field = field_of_tag(of, d->version, tag);
    const uint8_t *end = d->in.end;

    if (!field) {
        d->in.at += size;
        return true;
    }
    d->in.end = d->in.at + size;
    if (!decode_field(d, field, base))
        return false;
    if (d->in.at != d->in.end)
        return fail(d, KP_ERR_PROTOCOL);
    d->in.end = end;
    return true;
}

static bool decode_tags(decoder *d, const kp__struct *of, void *base)
{
    uint32_t count = kp__read_tag_count(&d->in), size;
    int64_t tag = -1;

    for (uint32_t i = 0; i < count && kp__read_tag(&d->in, &tag, &size); i++)
        if (!decode_tag(d, of, base, (uint32_t)tag, size))
            return false;
    return !d->in.bad || fail(d, KP_ERR_PROTOCOL);
}

static bool decode_struct(decoder *d, const kp__struct *of, void *base)
{
    for (uint16_t i = 0; i < of->field_count; i++) {
        const kp__field *field = &of->fields[i];
        if ((field->flags & KP__FIELD_TAGGED) || !kp__field_in(field, d->version))
            kp__field_default(field, (char *)base + field->offset);
        else if (!(kp__field_is_number(field) ? decode_one(d, field, base) : decode_field(d, field, base)))
            return false;
    }
    return !d->flexible || decode_tags(d, of, base);
}

kp_err kp__wire_decode(const kp__message *message, int16_t version, kp__slice in, kp__arena *arena, void *body,
                       char *where)
{
    decoder d = {.in = kp__reader_of(in), .arena = arena, .where = where, .version = version};
    if (where)
        memset(where, 0, WHERE_SIZE);
    memset(body, 0, message->body->size);
    if (version < message->first || version > message->last)
        return KP_ERR_UNSUPPORTED;
    d.flexible = kp__message_flexible(message, version);
    if (!decode_struct(&d, message->body, body))
        return d.err;
    return d.in.at == d.in.end ? KP_OK : KP_ERR_PROTOCOL;
}
