/* Measuring comes first and checks everything; writing then cannot fail. Both walk the same table in the same order. */
#include <wire/codec.h>
#include <wire/gather.h>
#include <wire/primitives.h>
#include <wire/table.h>

#include <string.h>

enum { STRING_MAX = 32767, LEN_MAX = INT32_MAX - 1 };

typedef struct measure {
    size_t size;       /* of everything */
    size_t referenced; /* of that, in pieces of records */
    size_t pieces;     /* how many: of records, and what stands in front of them */
    kp_err err;        /* the first one */
    int16_t version;
    bool flexible;
} measure;

typedef struct writer {
    uint8_t *at;
    const uint8_t *from; /* what is not in the gather list yet */
    kp__gather *out;
    int16_t version;
    bool flexible;
} writer;

static void measure_struct(measure *m, const kp__struct *of, const void *base);
static void write_struct(writer *w, const kp__struct *of, const void *base);

static bool skipped(const kp__field *field, int16_t version)
{
    return (field->flags & KP__FIELD_TAGGED) || !kp__field_in(field, version);
}

static bool tag_written(const kp__field *field, int16_t version, const void *base)
{
    return (field->flags & KP__FIELD_TAGGED) && kp__field_in(field, version) &&
           !kp__field_is_default(field, (const char *)base + field->offset);
}

/* ---- measuring ---- */

static void fail(measure *m, kp_err err)
{
    if (!m->err)
        m->err = err;
}

/* A length that may be -1 for null; strings of the old format have 2 bytes for it. */
static void measure_length(measure *m, int64_t len, bool null_allowed, bool is_string)
{
    if (len < -1 || (len == -1 && !null_allowed) || (is_string && len > STRING_MAX))
        fail(m, KP_ERR_ARGUMENT);
    else if (len > LEN_MAX)
        fail(m, KP_ERR_LIMIT);
    else if (m->flexible)
        m->size += kp__uvarint_size((uint32_t)(len + 1));
    else
        m->size += is_string ? 2 : 4;
}

static int64_t slice_len(kp__slice slice)
{
    if (kp__slice_is_null(slice))
        return -1;
    return slice.len > LEN_MAX ? (int64_t)LEN_MAX + 1 : (int64_t)slice.len;
}

static int64_t records_len(const kp__records *records)
{
    int64_t len = 0;
    if (records->part_count <= 0)
        return slice_len(records->flat);
    for (int32_t i = 0; i < records->part_count && len <= LEN_MAX; i++)
        len += records->parts[i].len > LEN_MAX ? (int64_t)LEN_MAX + 1 : (int64_t)records->parts[i].len;
    return len;
}

static void measure_records(measure *m, const kp__field *field, const kp__records *records)
{
    int64_t len = records_len(records);
    measure_length(m, len, kp__field_nullable(field, m->version), false);
    if (m->err || len <= 0)
        return;
    m->size += (size_t)len;
    m->referenced += (size_t)len;
    m->pieces += 1 + (records->part_count > 0 ? (size_t)records->part_count : 1);
}

/* One value: a field that is no array, or an element of one. */
static void measure_value(measure *m, const kp__field *field, bool null_allowed, const void *at)
{
    int64_t len;
    switch ((kp__type)field->type) {
    case KP__TYPE_STRUCT:
        measure_struct(m, field->of, at);
        break;
    case KP__TYPE_RECORDS:
        measure_records(m, field, at);
        break;
    case KP__TYPE_STRING:
    case KP__TYPE_BYTES:
        len = slice_len(*(const kp__slice *)at);
        measure_length(m, len, null_allowed, field->type == KP__TYPE_STRING);
        m->size += len > 0 ? (size_t)len : 0;
        break;
    default:
        m->size += kp__field_stride(field);
        break;
    }
}

static void measure_array(measure *m, const kp__field *field, const kp__array *array)
{
    size_t stride = kp__field_stride(field);
    if (array->count > 0 && !array->items) {
        fail(m, KP_ERR_ARGUMENT);
        return;
    }
    measure_length(m, array->count, kp__field_nullable(field, m->version), false);
    for (int32_t i = 0; i < array->count && !m->err; i++)
        measure_value(m, field, false, (const char *)array->items + (size_t)i * stride);
}

static void measure_field(measure *m, const kp__field *field, const void *at)
{
    if (field->flags & KP__FIELD_ARRAY) {
        measure_array(m, field, at);
        return;
    }
    if (field->flags & KP__FIELD_POINTER) {
        at = *(const void *const *)at;
        if (!at && !kp__field_nullable(field, m->version)) {
            fail(m, KP_ERR_ARGUMENT);
            return;
        }
        m->size += kp__field_nullable(field, m->version) ? 1 : 0;
        if (!at)
            return;
    }
    measure_value(m, field, kp__field_nullable(field, m->version), at);
}

static size_t field_size(int16_t version, bool flexible, const kp__field *field, const void *at)
{
    measure m = {.version = version, .flexible = flexible};
    measure_field(&m, field, at);
    return m.size;
}

static void measure_tags(measure *m, const kp__struct *of, const void *base)
{
    uint32_t count = 0;
    for (uint16_t i = 0; of->tagged && i < of->field_count; i++) {
        const kp__field *field = &of->fields[i];
        if (!tag_written(field, m->version, base))
            continue;
        size_t before = m->size;
        measure_field(m, field, (const char *)base + field->offset);
        if (m->size - before > LEN_MAX) {
            fail(m, KP_ERR_LIMIT);
            return;
        }
        m->size += kp__uvarint_size(field->tag) + kp__uvarint_size((uint32_t)(m->size - before));
        count++;
    }
    m->size += kp__uvarint_size(count);
}

static void measure_struct(measure *m, const kp__struct *of, const void *base)
{
    for (uint16_t i = 0; i < of->field_count && !m->err; i++) {
        const kp__field *field = &of->fields[i];
        const void *at = (const char *)base + field->offset;
        if (!skipped(field, m->version) && kp__field_is_number(field))
            m->size += kp__field_stride(field); /* as large in memory as on the wire */
        else if (!skipped(field, m->version))
            measure_field(m, field, at);
        else if (!kp__field_in(field, m->version) && !(field->flags & KP__FIELD_IGNORABLE) &&
                 !kp__field_is_default(field, at))
            fail(m, KP_ERR_ARGUMENT);
    }
    if (m->flexible && !m->err)
        measure_tags(m, of, base);
}

static kp_err measure_body(measure *m, const kp__message *message, int16_t version, const void *body)
{
    if (version < message->first || version > message->last)
        return KP_ERR_UNSUPPORTED;
    *m = (measure){.version = version, .flexible = kp__message_flexible(message, version)};
    measure_struct(m, message->body, body);
    if (!m->err && m->size > INT32_MAX)
        m->err = KP_ERR_LIMIT;
    return m->err;
}

kp_err kp__wire_measure(const kp__message *message, int16_t version, const void *body, size_t *size)
{
    measure m;
    kp_err err = measure_body(&m, message, version, body);
    if (!err)
        *size = m.size;
    return err;
}

/* ---- writing ---- */

static void write_length(writer *w, int64_t len, bool is_string)
{
    if (w->flexible) {
        w->at = kp__uvarint_put(w->at, (uint32_t)(len + 1));
    } else if (is_string) {
        kp__put_u16(w->at, (uint16_t)len);
        w->at += 2;
    } else {
        kp__put_u32(w->at, (uint32_t)len);
        w->at += 4;
    }
}

static void flush(writer *w)
{
    kp__gather_add_small(w->out, (size_t)(w->at - w->from));
    w->from = w->at;
}

static void write_records(writer *w, const kp__records *records)
{
    write_length(w, records_len(records), false);
    flush(w);
    if (records->part_count <= 0)
        kp__gather_add_reference(w->out, records->flat);
    for (int32_t i = 0; i < records->part_count; i++)
        kp__gather_add_reference(w->out, records->parts[i]);
}

static void write_slice(writer *w, const kp__slice *slice, bool is_string)
{
    write_length(w, slice_len(*slice), is_string);
    if (slice->len > 0 && slice->data) {
        memcpy(w->at, slice->data, slice->len);
        w->at += slice->len;
    }
}

static void write_number(writer *w, const kp__field *field, const void *at)
{
    size_t size = kp__field_stride(field);
    uint64_t bits = 0;
    memcpy(&bits, at, size); /* the low bytes: the machine is little-endian */
    if (size == 8)
        kp__put_u64(w->at, bits);
    else if (size == 4)
        kp__put_u32(w->at, (uint32_t)bits);
    else if (size == 2)
        kp__put_u16(w->at, (uint16_t)bits);
    else
        *w->at = (uint8_t)bits;
    w->at += size;
}

static void write_value(writer *w, const kp__field *field, const void *at)
{
    switch ((kp__type)field->type) {
    case KP__TYPE_STRUCT:
        write_struct(w, field->of, at);
        break;
    case KP__TYPE_RECORDS:
        write_records(w, at);
        break;
    case KP__TYPE_STRING:
    case KP__TYPE_BYTES:
        write_slice(w, at, field->type == KP__TYPE_STRING);
        break;
    case KP__TYPE_UUID:
        memcpy(w->at, at, sizeof(kp__uuid));
        w->at += sizeof(kp__uuid);
        break;
    default:
        write_number(w, field, at);
        break;
    }
}

static void write_field(writer *w, const kp__field *field, const void *at)
{
    if (field->flags & KP__FIELD_ARRAY) {
        const kp__array *array = at;
        size_t stride = kp__field_stride(field);
        write_length(w, array->count, false);
        for (int32_t i = 0; i < array->count; i++)
            write_value(w, field, (const char *)array->items + (size_t)i * stride);
        return;
    }
    if (field->flags & KP__FIELD_POINTER) {
        at = *(const void *const *)at;
        if (kp__field_nullable(field, w->version))
            *w->at++ = at ? 1 : 0xff;
        if (!at)
            return;
    }
    write_value(w, field, at);
}

static void write_tags(writer *w, const kp__struct *of, const void *base)
{
    uint32_t count = 0;
    for (uint16_t i = 0; of->tagged && i < of->field_count; i++)
        count += tag_written(&of->fields[i], w->version, base);
    w->at = kp__uvarint_put(w->at, count);
    for (uint16_t i = 0; count && i < of->field_count; i++) {
        const kp__field *field = &of->fields[i];
        const void *at = (const char *)base + field->offset;
        if (!tag_written(field, w->version, base))
            continue;
        w->at = kp__uvarint_put(w->at, field->tag);
        w->at = kp__uvarint_put(w->at, (uint32_t)field_size(w->version, w->flexible, field, at));
        write_field(w, field, at);
    }
}

static void write_struct(writer *w, const kp__struct *of, const void *base)
{
    for (uint16_t i = 0; i < of->field_count; i++) {
        const kp__field *field = &of->fields[i];
        const void *at = (const char *)base + field->offset;
        if (skipped(field, w->version))
            continue;
        if (kp__field_is_number(field))
            write_number(w, field, at);
        else
            write_field(w, field, at);
    }
    if (w->flexible)
        write_tags(w, of, base);
}

kp_err kp__wire_encode(const kp__message *message, int16_t version, const void *body, kp__gather *out)
{
    measure m;
    writer w = {.out = out, .version = version, .flexible = kp__message_flexible(message, version)};
    kp_err err = measure_body(&m, message, version, body);
    if (!err)
        err = kp__gather_reserve(out, m.size - m.referenced, m.referenced, m.pieces + 1, &w.at);
    if (err)
        return err;
    w.from = w.at;
    write_struct(&w, message->body, body);
    flush(&w);
    return KP_OK;
}
