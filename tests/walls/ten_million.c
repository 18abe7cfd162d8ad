/* Ten million records of 100 bytes go through the whole house: every one is acknowledged once, read back once, in the
 * order of its partition, and the producer's memory stays within the bound of docs/ARCHITECTURE.md ("Memory").
 *
 *   ten_million KPROD DATA_DIR [RECORDS]
 *
 * The broker is the command's, in a process of its own, so that what is measured here is the producer alone. */
#include <kprod/kprod.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tests/walls/child.h>
#include <tests/walls/counted.h>

enum { PARTITIONS = 8, VALUE = 100 };

static int64_t acked, failed, misplaced;
static int64_t last_offset[PARTITIONS];

#define NEED(call)                                                                                                     \
    do {                                                                                                               \
        kp_err need_err = (call);                                                                                      \
        if (need_err) {                                                                                                \
            fprintf(stderr, "%s: %s %s\n", #call, kp_err_name(need_err), error.text);                                  \
            return 1;                                                                                                  \
        }                                                                                                              \
    } while (0)

/* ---- there ---- */

static void done(const kp_delivery *delivery, void *arg)
{
    (void)arg;
    if (delivery->err) {
        failed++;
        return;
    }
    acked++;
    if (delivery->offset != last_offset[delivery->partition] + 1)
        misplaced++;
    last_offset[delivery->partition] = delivery->offset;
}

static int produce(const kp_options *options, int64_t records)
{
    kp_error error = KP_ERROR_INIT;
    kp_hooks hooks;
    kp_producer *producer;
    kp_record record = KP_RECORD_INIT;
    kp_producer_stats stats = {.size = sizeof stats};
    char value[VALUE + 1];

    counted_hooks(&hooks);
    NEED(kp_producer_open(options, &hooks, &producer, &error));
    NEED(kp_producer_topic(producer, "ten-million", &record.topic));
    memset(last_offset, 0xff, sizeof last_offset);
    record.value = value;
    record.value_size = VALUE;
    for (int64_t i = 0; i < records; i++) {
        snprintf(value, sizeof value, "%0*" PRId64, VALUE, i);
        record.partition = (int32_t)(i % PARTITIONS);
        NEED(kp_producer_send(producer, &record, done, NULL));
    }
    NEED(kp_producer_flush(producer, KP_SEC(120)));
    NEED(kp_producer_stats_read(producer, &stats));
    int64_t bound = (32 << 20) + (4 << 20) + 256 * PARTITIONS + 64 * 1024 * (int64_t)stats.connections + 65536;
    int64_t used = (int64_t)stats.memory_resident + heap_max;
    printf("acknowledged %" PRId64 " of %" PRId64 ", failed %" PRId64 ", out of order %" PRId64 "; memory %" PRId64
           " KiB (mapping %" PRIu64 ", heap %" PRId64 "), bound %" PRId64 " KiB; %" PRIu64 " requests, %" PRIu64
           " batches\n",
           acked, records, failed, misplaced, used / 1024, stats.memory_resident / 1024, heap_max / 1024, bound / 1024,
           stats.requests_sent, stats.batches_sent);
    NEED(kp_producer_close(producer, KP_SEC(30)));
    kp_producer_free(producer);
    if (heap_live != 0)
        fprintf(stderr, "%" PRId64 " bytes were not freed\n", heap_live);
    return acked != records || failed || misplaced || used > bound || heap_live != 0;
}

/* ---- and back ---- */

static int read_back(const kp_options *options, int64_t records)
{
    kp_error error = KP_ERROR_INIT;
    kp_reader *reader;
    kp_read_record record = KP_READ_RECORD_INIT;
    int64_t expected[PARTITIONS], seen = 0;

    NEED(kp_reader_open(options, NULL, &reader, &error));
    NEED(kp_reader_assign(reader, "ten-million", -1, KP_OFFSET_EARLIEST, KP_SEC(30), &error));
    kp_reader_stop_at_end(reader, 1);
    for (int p = 0; p < PARTITIONS; p++)
        expected[p] = p;
    for (;;) {
        char text[VALUE + 1] = "";
        kp_err err = kp_reader_next(reader, KP_SEC(30), &record, &error);
        if (err == KP_ERR_END_OF_FILE)
            break;
        NEED(err);
        if (record.value_size != VALUE) {
            fprintf(stderr, "a value of %zu bytes\n", record.value_size);
            return 1;
        }
        memcpy(text, record.value, VALUE);
        if (strtoll(text, NULL, 10) != expected[record.partition]) {
            fprintf(stderr, "partition %d offset %" PRId64 ": read %s, expected %" PRId64 "\n", record.partition,
                    record.offset, text, expected[record.partition]);
            return 1;
        }
        expected[record.partition] += PARTITIONS;
        seen++;
    }
    kp_reader_close(reader);
    printf("read back %" PRId64 " of %" PRId64 ", each in its place\n", seen, records);
    return seen != records;
}

int main(int argc, char **argv)
{
    kp_error error = KP_ERROR_INIT;
    char address[256];

    if (argc < 3)
        return fprintf(stderr, "usage: ten_million KPROD DATA_DIR [RECORDS]\n"), 2;
    int64_t records = argc > 3 ? strtoll(argv[3], NULL, 10) : 10000000;
    const char *words[] = {argv[1], "broker", "--data-dir", argv[2], "--port", "0", NULL};
    pid_t broker = child_start(words, address, sizeof address);
    if (broker < 0)
        return 1;
    int bad = 1;
    kp_options *options = kp_options_new();
    kp_admin *admin = NULL;
    kp_new_topic topic = {
        .size = sizeof topic, .name = "ten-million", .partitions = PARTITIONS, .replication_factor = 1};
    if (options && kp_options_set(options, "bootstrap.servers", address, &error) == KP_OK &&
        kp_admin_open(options, NULL, &admin, &error) == KP_OK &&
        kp_admin_create_topic(admin, &topic, KP_SEC(30), &error) == KP_OK) {
        bad = produce(options, records);
        bad |= read_back(options, records);
    } else {
        fprintf(stderr, "%s\n", error.text);
    }
    kp_admin_close(admin);
    kp_options_free(options);
    bad |= child_stop(broker) != 0;
    return bad;
}
