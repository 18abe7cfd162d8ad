/* The rows that schemas/generate makes and the codec walks. Only wire/ looks inside.
 *
 * What the generator has proven, and the codec relies on: structs nest at most KP__DEPTH_MAX deep and never contain
 * themselves; every element of an array takes at least one byte; tags rise within a struct; ranges of versions lie
 * within those of the message. */
#ifndef KP__WIRE_TABLE_H
#define KP__WIRE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wire/codec.h>

enum { KP__API_KEYS = 76, KP__DEPTH_MAX = 8 };

typedef enum kp__type {
    KP__TYPE_BOOL,
    KP__TYPE_INT8,
    KP__TYPE_INT16,
    KP__TYPE_INT32,
    KP__TYPE_INT64,
    KP__TYPE_FLOAT64,
    KP__TYPE_UUID,
    KP__TYPE_STRING,
    KP__TYPE_BYTES,
    KP__TYPE_RECORDS,
    KP__TYPE_STRUCT
} kp__type;

enum {
    KP__FIELD_ARRAY = 1,
    KP__FIELD_IGNORABLE = 2,    /* dropped silently by a version that lacks it */
    KP__FIELD_NULL_DEFAULT = 4, /* null unless set */
    KP__FIELD_TAGGED = 8,
    KP__FIELD_POINTER = 16 /* a struct that may be null */
};

typedef struct kp__struct kp__struct;

typedef struct kp__field {
    const char *name;     /* Kafka's spelling: "TopicData" */
    const kp__struct *of; /* of the struct or of the elements; NULL for the other types */
    int64_t value;        /* default of a number */
    uint32_t offset;      /* in the C struct */
    uint8_t type;         /* kp__type, of the elements of an array */
    uint8_t flags;
    uint8_t tag;
    int8_t first, last; /* versions that have it */
    int8_t null_first, null_last;
} kp__field;

struct kp__struct {
    const char *name;
    const kp__field *fields;
    uint16_t field_count;
    bool tagged; /* some field is tagged */
    uint32_t size;
    const uint16_t *size_min; /* by version: fewest bytes on the wire */
};

struct kp__message {
    const char *name;
    const kp__struct *body;
    int16_t key;
    int8_t first, last;    /* versions */
    int8_t flexible_first; /* 127: never */
};

/* By key: request, response. NULL for keys we do not know. */
extern const kp__message *const kp__messages[KP__API_KEYS][2];

/* What every array looks like. */
typedef struct kp__array {
    void *items;
    int32_t count;
} kp__array;

static inline bool kp__field_in(const kp__field *field, int16_t version)
{
    return version >= field->first && version <= field->last;
}

static inline bool kp__field_nullable(const kp__field *field, int16_t version)
{
    return version >= field->null_first && version <= field->null_last;
}

/* One number: most fields of most messages, so the codec takes them out of the general case. */
static inline bool kp__field_is_number(const kp__field *field)
{
    return field->type <= KP__TYPE_FLOAT64 && !(field->flags & (KP__FIELD_ARRAY | KP__FIELD_POINTER));
}

/* Size of one value in memory; of an element for an array. */
static inline size_t kp__field_stride(const kp__field *field)
{
    static const uint8_t sizes[] = {sizeof(bool),      sizeof(int8_t),     sizeof(int16_t),  sizeof(int32_t),
                                    sizeof(int64_t),   sizeof(double),     sizeof(kp__uuid), sizeof(kp__slice),
                                    sizeof(kp__slice), sizeof(kp__records)};
    return field->type == KP__TYPE_STRUCT ? field->of->size : sizes[field->type];
}

/* Fewest bytes of one value (of one element of an array) on the wire. */
static inline size_t kp__field_size_min(const kp__field *field, int16_t version, bool flexible)
{
    static const uint8_t sizes[] = {1, 1, 2, 4, 8, 8, 16, 2, 4, 4};
    if (field->type == KP__TYPE_STRUCT)
        return field->of->size_min[version];
    return flexible && field->type >= KP__TYPE_STRING ? 1 : sizes[field->type];
}

/* Sets a field, or every field of a struct, to its default. */
void kp__field_default(const kp__field *field, void *at);
void kp__struct_defaults(const kp__struct *of, void *base);
bool kp__field_is_default(const kp__field *field, const void *at);

#endif
