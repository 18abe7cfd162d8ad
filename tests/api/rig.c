#include <tests/api/rig.h>

#include <string.h>

kp_producer *open_producer(const char *bootstrap, const char *const *options, const kp_hooks *hooks)
{
    kp_options *set = kp_options_new();
    kp_error error = KP_ERROR_INIT;
    assert_non_null(set);
    if (bootstrap)
        assert_int_equal(kp_options_set(set, "bootstrap.servers", bootstrap, &error), KP_OK);
    for (; options && options[0]; options += 2)
        if (kp_options_set(set, options[0], options[1], &error) != KP_OK)
            fail_msg("%s", error.text);
    kp_producer *producer = NULL;
    if (kp_producer_open(set, hooks, &producer, &error) != KP_OK)
        fail_msg("%s", error.text);
    kp_options_free(set);
    return producer;
}

void rig_open(rig *r, const char *const *options, const kp_hooks *hooks)
{
    memset(r, 0, sizeof *r);
    r->server = server_start(3);
    r->producer = open_producer(server_address(r->server), options, hooks);
    assert_int_equal(kp_producer_topic(r->producer, "t", &r->topic), KP_OK);
}

void rig_close(rig *r)
{
    kp_producer_free(r->producer);
    server_stop(r->server);
}

void rig_know_topic(rig *r)
{
    int32_t count = 0;
    assert_int_equal(kp_topic_partitions(r->producer, r->topic, KP_SEC(20), &count), KP_OK);
    assert_int_equal(count, 3);
}

kp_record rig_record(rig *r, const char *key, const char *value)
{
    kp_record record = KP_RECORD_INIT;
    record.topic = r->topic;
    record.key = key;
    record.key_size = key ? strlen(key) : 0;
    record.value = value;
    record.value_size = value ? strlen(value) : 0;
    return record;
}

void rig_done(const kp_delivery *delivery, void *arg)
{
    rig *r = arg;
    r->last_offset = delivery->offset;
    r->last_err = delivery->err;
    r->written += delivery->status == KP_WRITTEN;
    r->maybe += delivery->status == KP_MAYBE_WRITTEN;
    r->not_written += delivery->status == KP_NOT_WRITTEN;
    r->reports++;
}

kp_err rig_send(rig *r, const char *value)
{
    kp_record record = rig_record(r, NULL, value);
    return kp_producer_send(r->producer, &record, rig_done, r);
}
