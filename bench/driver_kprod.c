/* kprod under the benchmark's load; a callback each unless --no-callbacks. */
#include "driver.h"

#include <kprod/kprod.h>

static long acked, failed;

static void report(const kp_delivery *delivery, void *arg)
{
    (void)arg;
    if (delivery->err)
        failed++;
    else
        acked++;
}

static void set(kp_options *options, const char *name, const char *value)
{
    kp_error error = KP_ERROR_INIT;
    if (kp_options_set(options, name, value, &error) != KP_OK) {
        fprintf(stderr, "%s\n", error.text);
        exit(2);
    }
}

static void set_long(kp_options *options, const char *name, long value)
{
    char text[32];
    snprintf(text, sizeof text, "%ld", value);
    set(options, name, text);
}

static void settings(kp_options *options, const driver *d)
{
    set(options, "bootstrap.servers", d->bootstrap);
    set(options, "acks", d->acks);
    set(options, "enable.idempotence", strcmp(d->acks, "all") == 0 ? "true" : "false");
    if (d->defaults)
        return;
    set_long(options, "linger.ms", d->linger_ms);
    set_long(options, "batch.size", d->batch_bytes);
    set_long(options, "buffer.memory", d->memory_bytes);
    if (d->batch_bytes + 1000 > 1048576)
        set_long(options, "max.request.size", d->batch_bytes * 4);
    else
        set_long(options, "max.request.size", 8 * 1000000);
}

static void produce(kp_producer *producer, kp_topic *topic, const driver *d, long messages, char *value)
{
    static const kp_header headers[] = {
        {"traceparent", 11, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", 55}, {"origin", 6, "bench", 5}};
    bool rr = strcmp(d->assign, "rr") == 0;
    char key[256] = "";
    kp_record record = KP_RECORD_INIT;
    record.topic = topic;
    record.value = value;
    record.value_size = (size_t)d->size;
    record.headers = d->headers ? headers : NULL;
    record.header_count = (size_t)d->headers;
    for (long i = 0; i < messages; i++) {
        record.partition = rr ? (int32_t)(i % d->partitions) : KP_PARTITION_ANY;
        memcpy(value, &i, d->size < (long)sizeof i ? (size_t)d->size : sizeof i);
        if (d->key_bytes) {
            memcpy(key, &i, d->key_bytes < (long)sizeof i ? (size_t)d->key_bytes : sizeof i);
            record.key = key;
            record.key_size = (size_t)d->key_bytes;
        }
        kp_err err = kp_producer_send(producer, &record, d->callbacks ? report : NULL, NULL);
        if (err) {
            fprintf(stderr, "send: %s\n", kp_err_name(err));
            exit(1);
        }
    }
    kp_err err = kp_producer_flush(producer, KP_SEC(120));
    if (err) {
        fprintf(stderr, "flush: %s\n", kp_err_name(err));
        exit(1);
    }
}

int main(int argc, char **argv)
{
    driver d;
    kp_error error = KP_ERROR_INIT;
    kp_producer *producer;
    kp_topic *topic;
    driver_parse(&d, argc, argv);
    kp_options *options = kp_options_new();
    char *value = calloc(1, (size_t)d.size + 8);
    if (!options || !value)
        return 2;
    memset(value, 'v', (size_t)d.size);
    settings(options, &d);
    if (kp_producer_open(options, NULL, &producer, &error) != KP_OK)
        return fprintf(stderr, "%s\n", error.text), 2;
    if (kp_producer_topic(producer, "bench", &topic) != KP_OK)
        return 2;
    produce(producer, topic, &d, d.warmup, value);
    acked = failed = 0;
    reading from = driver_read();
    produce(producer, topic, &d, d.messages, value);
    reading to = driver_read();
    int code = driver_report(&d, "kprod", kp_version(), from, to, d.callbacks ? acked : d.messages, failed);
    kp_err err = kp_producer_close(producer, KP_SEC(10));
    kp_producer_free(producer);
    kp_options_free(options);
    free(value);
    return err ? 1 : code;
}
