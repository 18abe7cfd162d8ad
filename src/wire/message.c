#include <wire/codec.h>
#include <wire/table.h>

#include <string.h>

const char *kp__message_name(const kp__message *message) { return message->name; }

int16_t kp__message_key(const kp__message *message) { return message->key; }

int16_t kp__message_version_min(const kp__message *message) { return message->first; }

int16_t kp__message_version_max(const kp__message *message) { return message->last; }

bool kp__message_flexible(const kp__message *message, int16_t version) { return version >= message->flexible_first; }

size_t kp__message_size(const kp__message *message) { return message->body->size; }

static const kp__message *message_of(int16_t key, int kind)
{
    return key >= 0 && key < KP__API_KEYS ? kp__messages[key][kind] : NULL;
}

const kp__message *kp__message_request(int16_t key) { return message_of(key, 0); }

const kp__message *kp__message_response(int16_t key) { return message_of(key, 1); }

static void default_number(const kp__field *field, void *at)
{
    switch ((kp__type)field->type) {
    case KP__TYPE_BOOL:
        *(bool *)at = field->value != 0;
        break;
    case KP__TYPE_INT8:
        *(int8_t *)at = (int8_t)field->value;
        break;
    case KP__TYPE_INT16:
        *(int16_t *)at = (int16_t)field->value;
        break;
    case KP__TYPE_INT32:
        *(int32_t *)at = (int32_t)field->value;
        break;
    case KP__TYPE_INT64:
        *(int64_t *)at = field->value;
        break;
    default:
        *(double *)at = (double)field->value;
        break;
    }
}

void kp__field_default(const kp__field *field, void *at)
{
    if (kp__field_is_number(field))
        default_number(field, at);
    else if (field->flags & KP__FIELD_ARRAY)
        *(kp__array *)at = (kp__array){NULL, field->flags & KP__FIELD_NULL_DEFAULT ? -1 : 0};
    else if (field->flags & KP__FIELD_POINTER)
        *(void **)at = NULL;
    else if (field->type == KP__TYPE_STRUCT)
        kp__struct_defaults(field->of, at);
    else if (field->type == KP__TYPE_RECORDS)
        *(kp__records *)at = (kp__records){.flat = kp__slice_null()};
    else if (field->type >= KP__TYPE_STRING)
        *(kp__slice *)at = field->flags & KP__FIELD_NULL_DEFAULT ? kp__slice_null() : kp__slice_of("", 0);
    else
        memset(at, 0, sizeof(kp__uuid));
}

void kp__struct_defaults(const kp__struct *of, void *base)
{
    for (uint16_t i = 0; i < of->field_count; i++)
        kp__field_default(&of->fields[i], (char *)base + of->fields[i].offset);
}

void kp__message_defaults(const kp__message *message, void *body)
{
    memset(body, 0, message->body->size);
    kp__struct_defaults(message->body, body);
}

static bool struct_is_default(const kp__struct *of, const void *base)
{
    for (uint16_t i = 0; i < of->field_count; i++)
        if (!kp__field_is_default(&of->fields[i], (const char *)base + of->fields[i].offset))
            return false;
    return true;
}

bool kp__field_is_default(const kp__field *field, const void *at)
{
    union {
        int64_t number;
        double real;
        kp__uuid uuid;
    } normal;
    const kp__records *records = at;
    const kp__slice *slice = at;

    if (field->flags & KP__FIELD_ARRAY)
        return ((const kp__array *)at)->count == (field->flags & KP__FIELD_NULL_DEFAULT ? -1 : 0);
    if (field->flags & KP__FIELD_POINTER)
        return *(void *const *)at == NULL;
    if (field->type == KP__TYPE_STRUCT)
        return struct_is_default(field->of, at);
    if (field->type == KP__TYPE_RECORDS)
        return records->part_count <= 0 && records->flat.data == NULL;
    if (field->type >= KP__TYPE_STRING)
        return slice->len == 0 && (slice->data == NULL) == ((field->flags & KP__FIELD_NULL_DEFAULT) != 0);
    memset(&normal, 0, sizeof normal);
    kp__field_default(field, &normal);
    return memcmp(&normal, at, kp__field_stride(field)) == 0;
}
