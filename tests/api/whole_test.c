/* The public calls against the embedded broker, as an application makes them. */
#include <stdio.h>
#include <string.h>

#include <tests/check.h>

#include <kprod/broker.h>
#include <kprod/kprod.h>

#define WAIT KP_SEC(20)

enum { RECORDS = 10, FIRST_MS = 1700000000, STEP_MS = 1000 };

typedef struct whole {
    kp_broker *broker;
    kp_options *options;
    kp_admin *admin;
    kp_error error;
} whole;

static void whole_open(whole *w)
{
    *w = (whole){.error = KP_ERROR_INIT};
    kp_broker_options broker;
    kp_broker_options_init(&broker);
    broker.ephemeral = true;
    broker.auto_create = false;
    assert_int_equal(kp_broker_open(&broker, NULL, &w->broker, &w->error), KP_OK);
    w->options = kp_options_new();
    assert_non_null(w->options);
    assert_int_equal(kp_options_set(w->options, "bootstrap.servers", kp_broker_address(w->broker), &w->error), KP_OK);
    assert_int_equal(kp_admin_open(w->options, NULL, &w->admin, &w->error), KP_OK);
}

static void whole_close(whole *w)
{
    kp_admin_close(w->admin);
    kp_options_free(w->options);
    kp_broker_close(w->broker);
}

static void create(whole *w, const char *name, int32_t partitions)
{
    static const char *const configs[] = {"retention.ms", "-1"};
    kp_new_topic topic = KP_NEW_TOPIC_INIT;
    topic.name = name;
    topic.partitions = partitions;
    topic.configs = configs;
    topic.config_count = 1;
    assert_int_equal(kp_admin_create_topic(w->admin, &topic, WAIT, &w->error), KP_OK);
}

/* RECORDS into partition 1, the i-th at FIRST_MS + i * STEP_MS. */
static void produce(whole *w, const char *topic)
{
    kp_producer *producer;
    char value[16];
    assert_int_equal(kp_producer_open(w->options, NULL, &producer, &w->error), KP_OK);
    for (int i = 0; i < RECORDS; i++) {
        kp_record record = KP_RECORD_INIT;
        record.topic_name = topic;
        record.partition = 1;
        record.timestamp_ms = FIRST_MS + i * STEP_MS;
        record.value = value;
        record.value_size = (size_t)snprintf(value, sizeof value, "%d", i);
        assert_int_equal(kp_producer_send(producer, &record, NULL, NULL), KP_OK);
    }
    assert_int_equal(kp_producer_close(producer, WAIT), KP_OK);
    kp_producer_free(producer);
}

static int64_t offset_at(whole *w, int32_t partition, int64_t timestamp_ms)
{
    int64_t offset = -100;
    assert_int_equal(kp_admin_offset(w->admin, "t", partition, timestamp_ms, WAIT, &offset, &w->error), KP_OK);
    return offset;
}

TEST(an_admin_tells_where_a_time_begins)
{
    whole w;
    whole_open(&w);
    create(&w, "t", 2);
    assert_int_equal(offset_at(&w, 1, KP_OFFSET_LATEST), 0);
    produce(&w, "t");
    assert_int_equal(offset_at(&w, 0, KP_OFFSET_LATEST), 0);
    assert_int_equal(offset_at(&w, 1, KP_OFFSET_EARLIEST), 0);
    assert_int_equal(offset_at(&w, 1, KP_OFFSET_LATEST), RECORDS);
    assert_int_equal(offset_at(&w, 1, 0), 0);
    assert_int_equal(offset_at(&w, 1, FIRST_MS + 3 * STEP_MS), 3);
    assert_int_equal(offset_at(&w, 1, FIRST_MS + 3 * STEP_MS + 1), 4);
    assert_int_equal(offset_at(&w, 1, FIRST_MS + RECORDS * STEP_MS), KP_OFFSET_UNKNOWN);

    int64_t offset = -100;
    assert_int_equal(kp_admin_offset(w.admin, "t", 1, -3, WAIT, &offset, &w.error), KP_ERR_ARGUMENT);
    assert_int_equal(kp_admin_offset(w.admin, "t", 2, 0, WAIT, &offset, &w.error), KP_ERR_UNKNOWN_PARTITION);
    assert_int_equal(kp_admin_offset(w.admin, "none", 0, 0, WAIT, &offset, &w.error),
                     KP_ERR_UNKNOWN_TOPIC_OR_PARTITION);
    assert_int_equal(offset, -100);
    whole_close(&w);
}

TEST(a_topic_is_made_described_and_removed)
{
    whole w;
    const kp_topic_info *const *topics;
    const kp_config_info *const *configs;
    const kp_cluster_info *cluster;
    int32_t count;
    whole_open(&w);
    create(&w, "t", 3);
    create(&w, "u", 1);
    assert_int_equal(kp_admin_cluster(w.admin, WAIT, &cluster, &w.error), KP_OK);
    assert_int_equal(cluster->broker_count, 1);
    assert_int_equal(cluster->size, sizeof *cluster);
    assert_int_equal(cluster->brokers[0]->size, sizeof(kp_broker_info));

    assert_int_equal(kp_admin_topics(w.admin, NULL, WAIT, &topics, &count, &w.error), KP_OK);
    assert_int_equal(count, 2);
    assert_int_equal(kp_admin_topics(w.admin, "t", WAIT, &topics, &count, &w.error), KP_OK);
    assert_int_equal(count, 1);
    assert_int_equal(topics[0]->partition_count, 3);
    assert_int_equal(topics[0]->size, sizeof(kp_topic_info));
    for (int32_t i = 0; i < 3; i++) {
        assert_int_equal(topics[0]->partitions[i]->size, sizeof(kp_partition_info));
        assert_int_equal(topics[0]->partitions[i]->partition, i);
    }

    assert_int_equal(kp_admin_topic_configs(w.admin, "t", WAIT, &configs, &count, &w.error), KP_OK);
    int32_t found = 0;
    for (int32_t i = 0; i < count; i++)
        if (strcmp(configs[i]->name, "retention.ms") == 0) {
            assert_string_equal(configs[i]->value, "-1");
            assert_false(configs[i]->is_default);
            assert_int_equal(configs[i]->size, sizeof(kp_config_info));
            found++;
        }
    assert_int_equal(found, 1);

    kp_new_topic again = KP_NEW_TOPIC_INIT;
    again.name = "t";
    assert_int_equal(kp_admin_create_topic(w.admin, &again, WAIT, &w.error), KP_ERR_TOPIC_ALREADY_EXISTS);
    assert_non_null(strstr(w.error.text, "t"));
    assert_int_equal(kp_admin_delete_topic(w.admin, "t", WAIT, &w.error), KP_OK);
    assert_int_equal(kp_admin_delete_topic(w.admin, "t", WAIT, &w.error), KP_ERR_UNKNOWN_TOPIC_OR_PARTITION);
    assert_int_equal(kp_admin_topics(w.admin, NULL, WAIT, &topics, &count, &w.error), KP_OK);
    assert_int_equal(count, 1);
    assert_string_equal(topics[0]->name, "u");
    whole_close(&w);
}

TEST(what_was_written_is_read_back_from_any_offset)
{
    whole w;
    kp_reader *reader;
    whole_open(&w);
    create(&w, "t", 2);
    produce(&w, "t");
    assert_int_equal(kp_reader_open(w.options, NULL, &reader, &w.error), KP_OK);
    kp_reader_stop_at_end(reader, 1);
    assert_int_equal(kp_reader_assign(reader, "t", 1, 4, WAIT, &w.error), KP_OK);
    for (int i = 4; i < RECORDS; i++) {
        kp_read_record record = KP_READ_RECORD_INIT;
        assert_int_equal(kp_reader_next(reader, WAIT, &record, &w.error), KP_OK);
        assert_int_equal(record.offset, i);
        assert_int_equal(record.timestamp_ms, FIRST_MS + i * STEP_MS);
        assert_int_equal(record.value_size, 1);
        assert_int_equal(*(const char *)record.value, '0' + i);
    }
    kp_read_record record = KP_READ_RECORD_INIT;
    assert_int_equal(kp_reader_next(reader, WAIT, &record, &w.error), KP_ERR_END_OF_FILE);
    kp_reader_close(reader);
    whole_close(&w);
}

TESTS(t(an_admin_tells_where_a_time_begins), t(a_topic_is_made_described_and_removed),
      t(what_was_written_is_read_back_from_any_offset))
