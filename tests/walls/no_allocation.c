/* Wall 3, first half: between record 200,000 and record 1,200,000 nothing is allocated: not through the hook, and not
 * by malloc, calloc, realloc, free, mmap or munmap of any thread (interposed.h). Records have a key, or none, or name
 * their partition, one after the other.
 *
 *   no_allocation SINK PARTITIONS keyed|keyless|placed HEADERS */
#include <kprod/kprod.h>

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tests/walls/child.h>
#include <tests/walls/counted.h>
#include <tests/walls/interposed.h>

enum { FROM = 200000, TO = 1200000, VALUE = 100, KEY = 16, HEADERS = 2 };

static int64_t acked, failed;

static void done(const kp_delivery *delivery, void *arg)
{
    (void)arg;
    if (delivery->err)
        failed++;
    else
        acked++;
}

#define NEED(call)                                                                                                     \
    do {                                                                                                               \
        kp_err need_err = (call);                                                                                      \
        if (need_err) {                                                                                                \
            fprintf(stderr, "%s: %s %s\n", #call, kp_err_name(need_err), error.text);                                  \
            return 1;                                                                                                  \
        }                                                                                                              \
    } while (0)

static int run(kp_producer *producer, int partitions, const char *kind, int headers)
{
    static const kp_header some[HEADERS] = {{"trace", 5, "0123456789abcdef", 16}, {"origin", 6, "wall", 4}};
    bool keyed = strcmp(kind, "keyed") == 0, placed = strcmp(kind, "placed") == 0;
    kp_error error = KP_ERROR_INIT;
    kp_record record = KP_RECORD_INIT;
    char value[VALUE], key[KEY + 1];
    int64_t hook_calls = 0;

    memset(value, 'v', sizeof value);
    NEED(kp_producer_topic(producer, "steady", &record.topic));
    record.value = value;
    record.value_size = sizeof value;
    record.headers = headers ? some : NULL;
    record.header_count = (size_t)headers;
    for (int64_t i = 0; i < TO; i++) {
        if (i == 1) /* topic, leader and connection become known, and nothing else: of one record */
            NEED(kp_producer_flush(producer, KP_SEC(60)));
        if (i == FROM) {
            hook_calls = heap_calls;
            watching = 1;
        }
        if (keyed) {
            snprintf(key, sizeof key, "%0*" PRId64, KEY, i % 100003);
            record.key = key;
            record.key_size = KEY;
        } else if (placed) {
            record.partition = (int32_t)(i % partitions);
        }
        NEED(kp_producer_send(producer, &record, done, NULL));
    }
    watching = 0;
    hook_calls = heap_calls - hook_calls;
    NEED(kp_producer_flush(producer, KP_SEC(60)));
    printf("%d partitions, %s, %d headers: %" PRId64 " allocations by the hook, %" PRId64
           " by the system (first from %p); %" PRId64 " acknowledged, %" PRId64 " failed\n",
           partitions, kind, headers, hook_calls, (int64_t)system_calls, (void *)first_caller, acked, failed);
    return hook_calls || system_calls || acked != TO || failed;
}

int main(int argc, char **argv)
{
    kp_error error = KP_ERROR_INIT;
    kp_hooks hooks;
    kp_producer *producer = NULL;
    char address[256];

    if (argc != 5)
        return fprintf(stderr, "usage: no_allocation SINK PARTITIONS keyed|keyless|placed HEADERS\n"), 2;
    const char *words[] = {argv[1], "--partitions", argv[2], NULL};
    pid_t sink = child_start(words, address, sizeof address);
    if (sink < 0)
        return 1;
    int bad = 1;
    counted_hooks(&hooks);
    kp_options *options = kp_options_new();
    if (options && kp_options_set(options, "bootstrap.servers", address, &error) == KP_OK &&
        kp_producer_open(options, &hooks, &producer, &error) == KP_OK)
        bad = run(producer, atoi(argv[2]), argv[3], atoi(argv[4]) < HEADERS ? 0 : HEADERS);
    else
        fprintf(stderr, "%s\n", error.text);
    if (kp_producer_close(producer, KP_SEC(10)) != KP_OK)
        bad = 1;
    kp_producer_free(producer);
    kp_options_free(options);
    bad |= child_stop(sink) != 0;
    return bad;
}
