/* A message as JSON, spelled as Kafka's own converters spell it: names with a small first letter, bytes in base64,
 * uuids in base64url without padding, tagged fields only when they are set. */
#include <wire/codec.h>
#include <wire/table.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static void print_struct(kp__buf *out, int16_t version, const kp__struct *of, const void *base);

static void print_char(kp__buf *out, char c) { kp__buf_append(out, &c, 1); }

/* Length of the UTF-8 sequence that `data` begins with, 0 when it is none. */
static size_t utf8_len(const uint8_t *data, size_t len)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = data[0] < 0x80   ? 1
                  : data[0] < 0xc0 ? 0
                  : data[0] < 0xe0 ? 2
                  : data[0] < 0xf0 ? 3
                  : data[0] < 0xf8 ? 4
                                   : 0;
    uint32_t point = size < 2 ? data[0] : data[0] & (0x7fu >> size);
    if (size == 0 || size > len)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if ((data[i] & 0xc0) != 0x80)
            return 0;
        point = point << 6 | (data[i] & 0x3f);
    }
    bool surrogate = point >= 0xd800 && point < 0xe000;
    return point < least[size] || point > 0x10ffff || surrogate ? 0 : size;
}

static void print_string(kp__buf *out, kp__slice text)
{
    print_char(out, '"');
    for (size_t i = 0; i < text.len;) {
        size_t size = utf8_len(text.data + i, text.len - i);
        uint8_t c = text.data[i];
        if (size == 0)
            kp__buf_append_str(out, "\\ufffd"); /* not UTF-8: what Java would make of it */
        else if (c == '"' || c == '\\')
            kp__buf_printf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            kp__buf_printf(out, "\\u%04x", c);
        else
            kp__buf_append(out, text.data + i, size);
        i += size ? size : 1;
    }
    print_char(out, '"');
}

static void print_base64(kp__buf *out, const uint8_t *data, size_t len, bool url)
{
    static const char normal[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *alphabet = url ? safe : normal;

    print_char(out, '"');
    for (size_t i = 0; i < len; i += 3) {
        size_t left = len - i;
        uint32_t bits =
            (uint32_t)data[i] << 16 | (left > 1 ? (uint32_t)data[i + 1] << 8 : 0) | (left > 2 ? data[i + 2] : 0);
        char four[4] = {alphabet[bits >> 18], alphabet[bits >> 12 & 63], alphabet[bits >> 6 & 63], alphabet[bits & 63]};
        size_t digits = left > 2 ? 4 : left + 1;
        memset(four + digits, '=', 4 - digits);
        kp__buf_append(out, four, url ? digits : 4);
    }
    print_char(out, '"');
}

static void print_bytes(kp__buf *out, kp__slice bytes)
{
    if (kp__slice_is_null(bytes))
        kp__buf_append_str(out, "null");
    else
        print_base64(out, bytes.data, bytes.len, false);
}

static void print_records(kp__buf *out, const kp__records *records)
{
    kp__buf flat;
    if (records->part_count <= 0) {
        print_bytes(out, records->flat);
        return;
    }
    kp__buf_init(&flat, out->alloc, out->max);
    for (int32_t i = 0; i < records->part_count; i++)
        kp__buf_append(&flat, records->parts[i].data, records->parts[i].len);
    if (kp__buf_err(&flat))
        out->err = kp__buf_err(&flat);
    else
        print_bytes(out, kp__buf_slice(&flat));
    kp__buf_deinit(&flat);
}

/* With enough digits to come back the same, and always with something that says it is no integer. */
static void print_double(kp__buf *out, double value)
{
    char text[40];
    if (!isfinite(value)) {
        kp__buf_append_str(out, isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
        return;
    }
    snprintf(text, sizeof text, "%.17g", value);
    kp__buf_append_str(out, text);
    if (!strpbrk(text, ".e"))
        kp__buf_append_str(out, ".0");
}

/* One value: a field that is no array, or an element of one. */
static void print_value(kp__buf *out, int16_t version, const kp__field *field, const void *at)
{
    switch ((kp__type)field->type) {
    case KP__TYPE_BOOL:
        kp__buf_append_str(out, *(const bool *)at ? "true" : "false");
        break;
    case KP__TYPE_INT8:
        kp__buf_printf(out, "%d", *(const int8_t *)at);
        break;
    case KP__TYPE_INT16:
        kp__buf_printf(out, "%d", *(const int16_t *)at);
        break;
    case KP__TYPE_INT32:
        kp__buf_printf(out, "%d", (int)*(const int32_t *)at);
        break;
    case KP__TYPE_INT64:
        kp__buf_printf(out, "%lld", (long long)*(const int64_t *)at);
        break;
    case KP__TYPE_FLOAT64:
        print_double(out, *(const double *)at);
        break;
    case KP__TYPE_UUID:
        print_base64(out, ((const kp__uuid *)at)->bytes, sizeof(kp__uuid), true);
        break;
    case KP__TYPE_STRING:
        if (kp__slice_is_null(*(const kp__slice *)at))
            kp__buf_append_str(out, "null");
        else
            print_string(out, *(const kp__slice *)at);
        break;
    case KP__TYPE_BYTES:
        print_bytes(out, *(const kp__slice *)at);
        break;
    case KP__TYPE_RECORDS:
        print_records(out, at);
        break;
    case KP__TYPE_STRUCT:
        print_struct(out, version, field->of, at);
        break;
    }
}

static void print_array(kp__buf *out, int16_t version, const kp__field *field, const kp__array *array)
{
    size_t stride = kp__field_stride(field);
    if (array->count < 0) {
        kp__buf_append_str(out, "null");
        return;
    }
    print_char(out, '[');
    for (int32_t i = 0; i < array->count && !kp__buf_err(out); i++) {
        if (i)
            print_char(out, ',');
        print_value(out, version, field, (const char *)array->items + (size_t)i * stride);
    }
    print_char(out, ']');
}

static void print_field(kp__buf *out, int16_t version, const kp__field *field, const void *at)
{
    kp__buf_printf(out, "\"%c%s\":", field->name[0] | 0x20, field->name + 1);
    if (field->flags & KP__FIELD_ARRAY)
        print_array(out, version, field, at);
    else if (!(field->flags & KP__FIELD_POINTER))
        print_value(out, version, field, at);
    else if (*(const void *const *)at)
        print_value(out, version, field, *(const void *const *)at);
    else
        kp__buf_append_str(out, "null");
}

static void print_struct(kp__buf *out, int16_t version, const kp__struct *of, const void *base)
{
    bool first = true;
    print_char(out, '{');
    for (uint16_t i = 0; i < of->field_count && !kp__buf_err(out); i++) {
        const kp__field *field = &of->fields[i];
        const void *at = (const char *)base + field->offset;
        if (!kp__field_in(field, version) || ((field->flags & KP__FIELD_TAGGED) && kp__field_is_default(field, at)))
            continue;
        if (!first)
            print_char(out, ',');
        first = false;
        print_field(out, version, field, at);
    }
    print_char(out, '}');
}

kp_err kp__wire_json(const kp__message *message, int16_t version, const void *body, kp__buf *out)
{
    if (version < message->first || version > message->last)
        return KP_ERR_UNSUPPORTED;
    print_struct(out, version, message->body, body);
    return kp__buf_err(out);
}
