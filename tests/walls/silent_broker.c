/* Wall 2: against a broker that never answers a Produce request, 10,000 try_send of 100 bytes, one per partition, all
 * succeed with the default buffer.memory; then sends go on until again-later, and the memory bound of
 * docs/ARCHITECTURE.md holds, as counted by the allocator hook plus the resident pages of the mapping.
 *
 *   silent_broker SINK */
#include <kprod/kprod.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tests/walls/child.h>
#include <tests/walls/counted.h>

enum { PARTITIONS = 10000, VALUE = 100, ANSWER = PARTITIONS * 34 + 1024, BUSY_MAX = 100 };

static int64_t told;

static void done(const kp_delivery *delivery, void *arg)
{
    (void)delivery;
    (void)arg;
    told++;
}

#define NEED(call)                                                                                                     \
    do {                                                                                                               \
        kp_err need_err = (call);                                                                                      \
        if (need_err) {                                                                                                \
            fprintf(stderr, "%s: %s %s\n", #call, kp_err_name(need_err), error.text);                                  \
            return 1;                                                                                                  \
        }                                                                                                              \
    } while (0)

static int check_bound(kp_producer *producer, const char *when)
{
    kp_error error = KP_ERROR_INIT;
    kp_producer_stats stats = {.size = sizeof stats};
    NEED(kp_producer_stats_read(producer, &stats));
    int64_t bound = (32 << 20) + (4 << 20) + 256 * (int64_t)PARTITIONS + 65536 * (int64_t)stats.connections + ANSWER;
    int64_t used = (int64_t)stats.memory_resident + heap_max;
    printf("%s: %" PRId64 " KiB of %" PRId64 " (mapping %" PRIu64 ", heap at most %" PRId64 ", %" PRIu64
           " connections)\n",
           when, used / 1024, bound / 1024, stats.memory_resident / 1024, heap_max / 1024, stats.connections);
    return used > bound;
}

static int fill(kp_producer *producer, kp_topic *topic)
{
    kp_error error = KP_ERROR_INIT;
    kp_record record = KP_RECORD_INIT;
    char value[VALUE];
    int32_t count;
    int64_t sent = 0, busy = 0;

    memset(value, 'v', sizeof value);
    record.topic = topic;
    record.value = value;
    record.value_size = sizeof value;
    NEED(kp_topic_partitions(producer, topic, KP_SEC(60), &count));
    if (count != PARTITIONS) {
        fprintf(stderr, "%d partitions\n", count);
        return 1;
    }
    for (; sent < PARTITIONS; sent++) {
        record.partition = (int32_t)sent;
        kp_err err = KP_AGAIN_LANE;
        while (err == KP_AGAIN_LANE) { /* the core is at the lane or the pool this moment */
            err = kp_producer_try_send(producer, &record, done, NULL);
            busy += err == KP_AGAIN_LANE;
        }
        NEED(err);
    }
    printf("10,000 try_send, and again for a lock that the core held: %" PRId64 " (at most %d)\n", busy, BUSY_MAX);
    int bad = busy > BUSY_MAX;
    bad |= check_bound(producer, "one record in each of 10,000 partitions");
    kp_err err = KP_OK;
    while (err == KP_OK || err == KP_AGAIN_LANE) {
        record.partition = (int32_t)(sent % PARTITIONS);
        err = kp_producer_try_send(producer, &record, done, NULL);
        sent += err == KP_OK;
    }
    printf("%" PRId64 " records were taken, then: %s\n", sent, kp_err_name(err));
    bad |= err != KP_AGAIN_MEMORY || check_bound(producer, "full");
    err = kp_producer_close(producer, 0);
    bad |= told != sent;
    printf("closed (%s), %" PRId64 " of %" PRId64 " told\n", kp_err_name(err), told, sent);
    return bad || check_bound(producer, "closed");
}

int main(int argc, char **argv)
{
    kp_error error = KP_ERROR_INIT;
    kp_hooks hooks;
    kp_producer *producer = NULL;
    kp_topic *topic;
    char address[256];

    if (argc != 2)
        return fprintf(stderr, "usage: silent_broker SINK\n"), 2;
    const char *words[] = {argv[1], "--partitions", "10000", "--mute-produce", NULL};
    pid_t sink = child_start(words, address, sizeof address);
    if (sink < 0)
        return 1;
    int bad = 1;
    counted_hooks(&hooks);
    kp_options *options = kp_options_new();
    if (options && kp_options_set(options, "bootstrap.servers", address, &error) == KP_OK &&
        kp_producer_open(options, &hooks, &producer, &error) == KP_OK &&
        kp_producer_topic(producer, "silent", &topic) == KP_OK)
        bad = fill(producer, topic);
    else
        fprintf(stderr, "%s\n", error.text);
    kp_producer_free(producer);
    kp_options_free(options);
    bad |= child_stop(sink) != 0;
    if (heap_live != 0)
        fprintf(stderr, "%" PRId64 " bytes were not freed\n", heap_live);
    return bad || heap_live != 0;
}
