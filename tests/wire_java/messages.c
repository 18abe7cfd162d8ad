/* Prints random messages for Oracle.java, one a line, words apart by a tab:
 *
 *   body    ProduceRequest  version  bytes in hex  JSON
 *   default ProduceRequest  version  bytes in hex  JSON    with every field at its default
 *   request key  version  correlation id  client id as JSON  header's bytes in hex
 *   response key version  correlation id  header's bytes in hex
 *
 * Usage: wire_java_messages SEED COUNT, COUNT messages of every API, kind and version. */
#include <wire/messages.h>
#include <wire/table.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { BODY_MAX = 1024, MEMORY_MAX = 16 << 20 };

typedef struct printer {
    kp__alloc alloc;
    kp__arena arena;
    kp__gather gather;
    kp__buf text;
    kp__rng rng;
    _Alignas(16) char body[BODY_MAX];
} printer;

static void print_hex(const kp__gather *gather, size_t skip)
{
    for (int32_t i = 0; i < gather->count; i++) {
        kp__slice piece = kp__gather_piece(gather, i);
        for (size_t k = i == 0 ? skip : 0; k < piece.len; k++)
            printf("%02x", piece.data[k]);
    }
}

static kp_err print_body(printer *p, const kp__message *message, int16_t version, bool random)
{
    kp_err err = KP_OK;
    kp__arena_reset(&p->arena);
    kp__gather_reset(&p->gather);
    kp__buf_clear(&p->text);
    if (random)
        err = kp__wire_random(message, version, &p->rng, &p->arena, p->body);
    else
        kp__message_defaults(message, p->body);
    if (!err)
        err = kp__wire_encode(message, version, p->body, &p->gather);
    if (!err)
        err = kp__wire_json(message, version, p->body, &p->text);
    if (err)
        return err;
    printf("%s\t%s\t%d\t", random ? "body" : "default", kp__message_name(message), version);
    print_hex(&p->gather, 0);
    printf("\t%.*s\n", (int)p->text.len, (const char *)p->text.data);
    return KP_OK;
}

static kp_err print_headers(printer *p, int16_t key, int16_t version)
{
    static const char *const ids[] = {NULL, "", "kprod", "caf\xc3\xa9"};
    const char *id = ids[kp__rng_below(&p->rng, 4)];
    kp__request_header header = {key, version, (int32_t)kp__rng_next(&p->rng), kp__slice_str(id)};

    kp__gather_reset(&p->gather);
    kp_err err = kp__wire_request_begin(&p->gather, &header);
    if (err)
        return err;
    printf("request\t%d\t%d\t%" PRId32 "\t%s%s%s\t", key, version, header.correlation_id, id ? "\"" : "",
           id ? id : "null", id ? "\"" : "");
    print_hex(&p->gather, 4);
    kp__gather_reset(&p->gather);
    err = kp__wire_response_begin(&p->gather, key, version, header.correlation_id);
    if (err)
        return err;
    printf("\nresponse\t%d\t%d\t%" PRId32 "\t", key, version, header.correlation_id);
    print_hex(&p->gather, 4);
    printf("\n");
    return KP_OK;
}

static kp_err print_api(printer *p, int16_t key, int count)
{
    const kp__message *request = kp__message_request(key);
    kp_err err = KP_OK;
    if (!request)
        return KP_OK;
    for (int16_t version = kp__message_version_min(request); !err && version <= kp__message_version_max(request);
         version++) {
        err = print_headers(p, key, version);
        for (int i = 0; !err && i <= count; i++) { /* the first has the defaults */
            err = print_body(p, request, version, i > 0);
            if (!err)
                err = print_body(p, kp__message_response(key), version, i > 0);
        }
    }
    return err;
}

int main(int argc, char **argv)
{
    static printer p;
    if (argc != 3)
        return 2;
    kp__alloc_init(&p.alloc, NULL);
    kp__arena_init(&p.arena, &p.alloc, MEMORY_MAX);
    kp__gather_init(&p.gather, &p.alloc, MEMORY_MAX);
    kp__buf_init(&p.text, &p.alloc, MEMORY_MAX);
    kp__rng_seed(&p.rng, strtoull(argv[1], NULL, 10));
    kp_err err = KP_OK;
    for (int16_t key = 0; !err && key < KP__API_KEYS; key++)
        err = print_api(&p, key, atoi(argv[2]));
    kp__buf_deinit(&p.text);
    kp__gather_deinit(&p.gather);
    kp__arena_deinit(&p.arena);
    if (err)
        fprintf(stderr, "%s\n", kp_err_text(err));
    return err ? 1 : 0;
}
