/* Borrowed bytes. NULL data is Kafka's null; non-NULL data with len 0 is empty. A borrow ends where the header of the
 * object it came from says. */
#ifndef KP__BASE_SLICE_H
#define KP__BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct kp__slice {
    const uint8_t *data;
    size_t len;
} kp__slice;

static inline kp__slice kp__slice_of(const void *data, size_t len) { return (kp__slice){(const uint8_t *)data, len}; }

static inline kp__slice kp__slice_null(void) { return (kp__slice){NULL, 0}; }

static inline kp__slice kp__slice_str(const char *text)
{
    return text ? kp__slice_of(text, strlen(text)) : kp__slice_null();
}

static inline bool kp__slice_is_null(kp__slice slice) { return slice.data == NULL; }

static inline bool kp__slice_equal(kp__slice a, kp__slice b)
{
    return (a.data == NULL) == (b.data == NULL) && a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* Below, at or above 0: byte by byte, and what goes on comes after what does not. */
static inline int kp__slice_order(kp__slice a, kp__slice b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.data, b.data, len) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

#endif
