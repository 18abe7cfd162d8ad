/* The state machine of one end; see shield.h. */
#include <tests/simulation/shield.h>

#include <stdlib.h>
#include <string.h>

enum { HELLO = 1, FINISHED, DATA, REKEY, REKEY_DONE, CLOSE };
enum { HELLO_CLIENT = 64, HELLO_NODE = 900, FINISHED_SIZE = 20, MASK = 0x5a };

void shield_bytes_add(shield_bytes *bytes, const uint8_t *data, size_t size)
{
    if (bytes->len + size > bytes->cap) {
        bytes->cap = (bytes->len + size) * 2;
        bytes->data = realloc(bytes->data, bytes->cap);
        if (!bytes->data)
            abort();
    }
    if (size)
        memcpy(bytes->data + bytes->len, data, size);
    bytes->len += size;
}

void shield_bytes_drop(shield_bytes *bytes, size_t size)
{
    bytes->len -= size;
    if (bytes->len)
        memmove(bytes->data, bytes->data + size, bytes->len);
}

static uint32_t checksum(const uint8_t *data, size_t size)
{
    uint32_t sum = 2166136261u;
    for (size_t i = 0; i < size; i++)
        sum = (sum ^ data[i]) * 16777619u;
    return sum;
}

static void frame(shield *s, uint8_t type, const uint8_t *data, size_t size)
{
    uint8_t head[SHIELD_HEAD] = {type, (uint8_t)(size >> 8), (uint8_t)size}, tail[SHIELD_TAIL];
    shield_bytes_add(&s->out, head, sizeof head);
    size_t at = s->out.len;
    shield_bytes_add(&s->out, data, size);
    for (size_t i = 0; i < size; i++)
        s->out.data[at + i] ^= MASK;
    uint32_t sum = checksum(s->out.data + at, size);
    memcpy(tail, &sum, sizeof tail);
    shield_bytes_add(&s->out, tail, sizeof tail);
}

static void filler(shield *s, uint8_t type, size_t size)
{
    uint8_t bytes[HELLO_NODE];
    memset(bytes, type, sizeof bytes);
    frame(s, type, bytes, size);
}

void shield_init(shield *s, bool client, uint32_t rekey_every)
{
    *s = (shield){.client = client, .rekey_every = rekey_every};
    if (client)
        filler(s, HELLO, HELLO_CLIENT);
}

void shield_deinit(shield *s)
{
    free(s->in.data);
    free(s->out.data);
    free(s->plain.data);
}

static void shake(shield *s, uint8_t type, size_t size)
{
    if (s->client && type == HELLO && size == HELLO_NODE) {
        filler(s, FINISHED, FINISHED_SIZE);
        s->up = true;
    } else if (!s->client && type == HELLO && size == HELLO_CLIENT && s->step == 0) {
        filler(s, HELLO, HELLO_NODE);
        s->step = 1;
    } else if (!s->client && type == FINISHED && s->step == 1) {
        s->up = true;
    } else {
        s->failed = true;
    }
}

static void take(shield *s, uint8_t type, uint8_t *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        data[i] ^= MASK;
    if (!s->up) {
        shake(s, type, size);
        return;
    }
    switch (type) {
    case DATA:
        shield_bytes_add(&s->plain, data, size);
        break;
    case REKEY:
        frame(s, REKEY_DONE, NULL, 0);
        s->rekey_answer = true;
        break;
    case REKEY_DONE:
        s->failed |= !s->rekey_sent;
        s->rekey_sent = false;
        break;
    case CLOSE:
        s->ended = true;
        break;
    default:
        s->failed = true;
    }
}

void shield_receive(shield *s, const uint8_t *data, size_t size)
{
    shield_bytes_add(&s->in, data, size);
    size_t at = 0;
    while (!s->failed && s->in.len - at >= SHIELD_HEAD) {
        uint8_t *head = s->in.data + at;
        size_t len = (size_t)head[1] << 8 | head[2];
        if (len > SHIELD_FRAME_MAX) {
            s->failed = true;
            break;
        }
        if (s->in.len - at < SHIELD_HEAD + len + SHIELD_TAIL)
            break;
        uint32_t sum;
        memcpy(&sum, head + SHIELD_HEAD + len, sizeof sum);
        if (sum != checksum(head + SHIELD_HEAD, len))
            s->failed = true;
        else
            take(s, head[0], head + SHIELD_HEAD, len);
        at += SHIELD_HEAD + len + SHIELD_TAIL;
    }
    shield_bytes_drop(&s->in, at < s->in.len ? at : s->in.len);
}

void shield_data(shield *s, const uint8_t *data, size_t size)
{
    while (size) {
        size_t part = size < SHIELD_FRAME_MAX ? size : SHIELD_FRAME_MAX;
        frame(s, DATA, data, part);
        data += part;
        size -= part;
        if (s->rekey_every && ++s->frames_out % s->rekey_every == 0 && !s->rekey_sent) {
            frame(s, REKEY, NULL, 0);
            s->rekey_sent = true;
        }
    }
}

void shield_close(shield *s)
{
    if (s->up)
        frame(s, CLOSE, NULL, 0);
}
