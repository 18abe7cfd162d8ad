/* Owned bytes that grow up to a limit given at init. Errors stick: after one, appends do nothing and kp__buf_err
 * tells. */
#ifndef KP__BASE_BUF_H
#define KP__BASE_BUF_H

#include <base/alloc.h>
#include <base/slice.h>
#include <kprod/error.h>

typedef struct kp__buf {
    kp__alloc *alloc;
    uint8_t *data;
    size_t len;
    size_t cap;
    size_t max;
    kp_err err; /* KP_ERR_NO_MEMORY or KP_ERR_LIMIT, sticky */
} kp__buf;

void kp__buf_init(kp__buf *buf, kp__alloc *alloc, size_t max);
void kp__buf_deinit(kp__buf *buf);
void kp__buf_clear(kp__buf *buf); /* keeps the memory; clears the error */

/* Sees to it that the buffer holds `cap` bytes in all without growing: exactly so many, if it has to grow now.
 * KP_ERR_LIMIT, KP_ERR_NO_MEMORY, neither of which sticks. */
KP_MUST kp_err kp__buf_hold(kp__buf *buf, size_t cap);
/* Room for `len` more bytes at data + len, or NULL. Moves earlier bytes: borrowed pointers end. */
KP_MUST uint8_t *kp__buf_reserve(kp__buf *buf, size_t len);
void kp__buf_append(kp__buf *buf, const void *data, size_t len);
void kp__buf_append_str(kp__buf *buf, const char *text);
void kp__buf_printf(kp__buf *buf, const char *format, ...) KP_PRINTF(2, 3);
void kp__buf_consume(kp__buf *buf, size_t len); /* drops the first bytes */
static inline kp_err kp__buf_err(const kp__buf *buf) { return buf->err; }
static inline kp__slice kp__buf_slice(const kp__buf *buf)
{
    return kp__slice_of(buf->data ? buf->data : (const uint8_t *)"", buf->len);
}

#endif
