#include <tests/fuzz/fuzz.h>

#include <string.h>

enum { BODY_MAX = 1024, MEMORY_MAX = 64 << 20 };

typedef struct place {
    kp__arena arena;
    kp__gather gather;
    kp__buf flat;
    _Alignas(16) char body[BODY_MAX];
} place;

static void encode(place *p, const kp__message *message, int16_t version)
{
    size_t size = 0;
    kp__gather_reset(&p->gather);
    FUZZ_CHECK(kp__wire_measure(message, version, p->body, &size) == KP_OK);
    FUZZ_CHECK(kp__wire_encode(message, version, p->body, &p->gather) == KP_OK);
    FUZZ_CHECK(size == p->gather.total);
    kp__buf_clear(&p->flat);
    for (int32_t i = 0; i < p->gather.count; i++) {
        kp__slice piece = kp__gather_piece(&p->gather, i);
        kp__buf_append(&p->flat, piece.data, piece.len);
    }
    FUZZ_CHECK(p->flat.len == size);
}

static void print(const kp__message *message, int16_t version, const void *body, kp__alloc *alloc)
{
    kp__buf text;
    kp__buf_init(&text, alloc, MEMORY_MAX);
    FUZZ_CHECK(kp__wire_json(message, version, body, &text) == KP_OK);
    FUZZ_CHECK(text.len >= 2 && text.data[0] == '{' && text.data[text.len - 1] == '}');
    kp__buf_deinit(&text);
}

static void place_init(place *p, kp__alloc *alloc)
{
    kp__arena_init(&p->arena, alloc, MEMORY_MAX);
    kp__gather_init(&p->gather, alloc, MEMORY_MAX);
    kp__buf_init(&p->flat, alloc, MEMORY_MAX);
}

static void place_deinit(place *p)
{
    kp__buf_deinit(&p->flat);
    kp__gather_deinit(&p->gather);
    kp__arena_deinit(&p->arena);
}

void fuzz_message(const kp__message *message, int16_t version, kp__slice in)
{
    kp__alloc alloc;
    place one, two;
    char where[96];
    kp__alloc_init(&alloc, NULL);
    place_init(&one, &alloc);
    place_init(&two, &alloc);
    kp_err err = kp__wire_decode(message, version, in, &one.arena, one.body, where);
    FUZZ_CHECK(one.arena.used <= KP__WIRE_RATIO_MAX * in.len + KP__WIRE_OPEN_MAX);
    FUZZ_CHECK(memchr(where, '\0', sizeof where));
    if (err) {
        FUZZ_CHECK(err == KP_ERR_PROTOCOL || err == KP_ERR_UNSUPPORTED);
    } else {
        encode(&one, message, version);
        print(message, version, one.body, &alloc);
        FUZZ_CHECK(kp__wire_decode(message, version, kp__buf_slice(&one.flat), &two.arena, two.body, where) == KP_OK);
        encode(&two, message, version);
        FUZZ_CHECK(kp__slice_equal(kp__buf_slice(&one.flat), kp__buf_slice(&two.flat)));
    }
    place_deinit(&one);
    place_deinit(&two);
    FUZZ_CHECK(alloc.bytes == 0);
}
