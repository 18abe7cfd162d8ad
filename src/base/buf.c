#include <base/buf.h>

#include <stdarg.h>
#include <stdio.h>

void kp__buf_init(kp__buf *buf, kp__alloc *alloc, size_t max) { *buf = (kp__buf){.alloc = alloc, .max = max}; }

void kp__buf_deinit(kp__buf *buf)
{
    if (buf->alloc)
        kp__delete(buf->alloc, buf->data);
    kp__buf_init(buf, buf->alloc, buf->max);
}

void kp__buf_clear(kp__buf *buf)
{
    buf->len = 0;
    buf->err = KP_OK;
}

static kp_err resize(kp__buf *buf, size_t cap)
{
    uint8_t *data = kp__resize(buf->alloc, buf->data, cap);
    if (!data)
        return KP_ERR_NO_MEMORY;
    buf->data = data;
    buf->cap = cap;
    return KP_OK;
}

static kp_err grow(kp__buf *buf, size_t need)
{
    size_t cap = buf->cap ? buf->cap : 64;

    while (cap < need)
        cap = cap > buf->max / 2 ? buf->max : cap * 2;
    return resize(buf, cap);
}

kp_err kp__buf_hold(kp__buf *buf, size_t cap)
{
    if (cap <= buf->cap)
        return KP_OK;
    return cap > buf->max ? KP_ERR_LIMIT : resize(buf, cap);
}

uint8_t *kp__buf_reserve(kp__buf *buf, size_t len)
{
    if (buf->err)
        return NULL;
    if (len > buf->max || buf->len > buf->max - len)
        buf->err = KP_ERR_LIMIT;
    else if (buf->len + len > buf->cap || !buf->data)
        buf->err = grow(buf, buf->len + len);
    return buf->err ? NULL : buf->data + buf->len;
}

void kp__buf_append(kp__buf *buf, const void *data, size_t len)
{
    uint8_t *at = kp__buf_reserve(buf, len);
    if (!at || len == 0)
        return;
    memcpy(at, data, len);
    buf->len += len;
}

void kp__buf_append_str(kp__buf *buf, const char *text) { kp__buf_append(buf, text, strlen(text)); }

void kp__buf_printf(kp__buf *buf, const char *format, ...)
{
    va_list args, again;

    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    uint8_t *at = len < 0 ? NULL : kp__buf_reserve(buf, (size_t)len + 1);
    if (at) {
        (void)vsnprintf((char *)at, (size_t)len + 1, format, again);
        buf->len += (size_t)len; /* the NUL stays behind the end */
    }
    va_end(again);
}

void kp__buf_consume(kp__buf *buf, size_t len)
{
    if (len >= buf->len) {
        buf->len = 0;
        return;
    }
    memmove(buf->data, buf->data + len, buf->len - len);
    buf->len -= len;
}
