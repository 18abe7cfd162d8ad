/* librdkafka under the benchmark's load. The library is opened at run time (--library FILE.so), so that one driver
 * measures Debian's and the one that a Python wheel carries. Settings: see `settings`; every message has a delivery
 * report. */
#include "driver.h"

#include <dlfcn.h>
#include <librdkafka/rdkafka.h>

/* clang-format off */
#define CALLS(X) \
    X(rd_kafka_version_str) \
    X(rd_kafka_conf_new) \
    X(rd_kafka_conf_set) \
    X(rd_kafka_conf_set_dr_msg_cb) \
    X(rd_kafka_new) \
    X(rd_kafka_topic_new) \
    X(rd_kafka_produce) \
    X(rd_kafka_poll) \
    X(rd_kafka_flush) \
    X(rd_kafka_last_error) \
    X(rd_kafka_destroy) \
    X(rd_kafka_topic_destroy)
/* clang-format on */

static struct {
#define DECLARE(name) __typeof__(&name) name;
    CALLS(DECLARE)
} rk;

static long acked, failed;

static void report(rd_kafka_t *handle, const rd_kafka_message_t *message, void *opaque)
{
    (void)handle, (void)opaque;
    if (message->err)
        failed++;
    else
        acked++;
}

static void set(rd_kafka_conf_t *conf, const char *name, const char *value)
{
    char text[256];
    if (rk.rd_kafka_conf_set(conf, name, value, text, sizeof text) != RD_KAFKA_CONF_OK) {
        fprintf(stderr, "%s\n", text);
        exit(2);
    }
}

static void set_long(rd_kafka_conf_t *conf, const char *name, long value)
{
    char text[32];
    snprintf(text, sizeof text, "%ld", value);
    set(conf, name, text);
}

static void settings(rd_kafka_conf_t *conf, const driver *d)
{
    set(conf, "bootstrap.servers", d->bootstrap);
    set(conf, "acks", d->acks);
    set(conf, "enable.idempotence", strcmp(d->acks, "all") == 0 ? "true" : "false");
    set(conf, "max.in.flight", "5");
    set_long(conf, "linger.ms", d->defaults ? 5 : d->linger_ms);
    set_long(conf, "batch.size", d->defaults ? 16384 : d->batch_bytes);
    set(conf, "batch.num.messages", "1000000"); /* bytes decide, not messages */
    set(conf, "queue.buffering.max.messages", "100000");
    set_long(conf, "queue.buffering.max.kbytes", (d->defaults ? 32 << 20 : d->memory_bytes) / 1024);
}

static void produce(rd_kafka_t *handle, rd_kafka_topic_t *topic, const driver *d, long messages, char *value)
{
    bool rr = strcmp(d->assign, "rr") == 0;
    char key[256] = "";
    for (long i = 0; i < messages; i++) {
        int32_t partition = rr ? (int32_t)(i % d->partitions) : RD_KAFKA_PARTITION_UA;
        memcpy(value, &i, d->size < (long)sizeof i ? (size_t)d->size : sizeof i);
        if (d->key_bytes)
            memcpy(key, &i, d->key_bytes < (long)sizeof i ? (size_t)d->key_bytes : sizeof i);
        while (rk.rd_kafka_produce(topic, partition, RD_KAFKA_MSG_F_COPY, value, (size_t)d->size,
                                   d->key_bytes ? key : NULL, (size_t)d->key_bytes, NULL) == -1) {
            if (rk.rd_kafka_last_error() != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
                fprintf(stderr, "produce: %d\n", (int)rk.rd_kafka_last_error());
                exit(1);
            }
            rk.rd_kafka_poll(handle, 1);
        }
        if (i % 64 == 0)
            rk.rd_kafka_poll(handle, 0);
    }
    while (rk.rd_kafka_flush(handle, 60000) != 0)
        ;
}

int main(int argc, char **argv)
{
    driver d;
    char text[256];
    driver_parse(&d, argc, argv);
    void *library = dlopen(d.library ? d.library : "librdkafka.so.1", RTLD_NOW);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return 2;
    }
#define LOAD(name)                                                                                                     \
    *(void **)(void *)&rk.name = dlsym(library, #name);                                                                \
    if (!rk.name)                                                                                                      \
        return fprintf(stderr, "%s is missing\n", #name), 2;
    CALLS(LOAD)
    rd_kafka_conf_t *conf = rk.rd_kafka_conf_new();
    settings(conf, &d);
    rk.rd_kafka_conf_set_dr_msg_cb(conf, report);
    rd_kafka_t *handle = rk.rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text);
    if (!handle)
        return fprintf(stderr, "%s\n", text), 2;
    rd_kafka_topic_t *topic = rk.rd_kafka_topic_new(handle, "bench", NULL);
    char *value = calloc(1, (size_t)d.size + 8);
    if (!topic || !value)
        return 2;
    memset(value, 'v', (size_t)d.size);
    produce(handle, topic, &d, d.warmup, value);
    acked = failed = 0;
    reading from = driver_read();
    produce(handle, topic, &d, d.messages, value);
    reading to = driver_read();
    int code = driver_report(&d, "librdkafka", rk.rd_kafka_version_str(), from, to, acked, failed);
    rk.rd_kafka_topic_destroy(topic);
    rk.rd_kafka_destroy(handle);
    return code;
}
