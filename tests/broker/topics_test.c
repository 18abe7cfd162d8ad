/* Topics made and described: what is refused and with which words, the order of names, settings, directories. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <broker/configs.h>
#include <broker/topics.h>
#include <tests/broker/rig.h>
#include <tests/check.h>

typedef kp__create_topics_request_creatable_topic new_topic;
typedef kp__create_topics_request_creatable_topic_config new_config;
typedef kp__create_topics_request_creatable_replica_assignment assignment;

typedef struct fixture {
    broker_rig rig;
    kclient client;
} fixture;

static void start(fixture *f)
{
    rig_init(&f->rig);
    rig_open(&f->rig);
    client_open(&f->client, rig_address(&f->rig));
}

static void stop(fixture *f)
{
    client_close(&f->client);
    rig_deinit(&f->rig);
}

static void restart(fixture *f)
{
    client_close(&f->client);
    rig_close(&f->rig);
    rig_open(&f->rig);
    client_open(&f->client, rig_address(&f->rig));
}

static new_topic topic(const char *name, int32_t partitions)
{
    return (new_topic){.name = kp__slice_str(name), .num_partitions = partitions, .replication_factor = 1};
}

static const kp__create_topics_response_creatable_topic_result *create(fixture *f, new_topic *topics, int32_t count,
                                                                       kp__create_topics_response *response)
{
    kp__create_topics_request request = {.topics = {topics, count}, .timeout_ms = 1000};
    assert_true(client_call(&f->client, 19, 5, &request, response));
    assert_int_equal(response->topics.count, count);
    return response->topics.items;
}

/* Refused, with all of `words` ("a|b|c") in the message. */
static void refused(fixture *f, new_topic one, kp_err err, const char *words)
{
    kp__create_topics_response response;
    char text[512], wanted[512];
    const kp__create_topics_response_creatable_topic_result *got = create(f, &one, 1, &response);
    snprintf(text, sizeof text, "%.*s", (int)got->error_message.len, (const char *)got->error_message.data);
    if (got->error_code != err)
        fail_msg("%s, not %s: %s", kp_err_name(got->error_code), kp_err_name(err), text);
    snprintf(wanted, sizeof wanted, "%s", words);
    for (char *rest = wanted, *word; (word = strtok_r(rest, "|", &rest)) != NULL;)
        if (!strstr(text, word))
            fail_msg("\"%s\" lacks \"%s\"", text, word);
}

TEST(a_refusal_names_the_thing_the_value_and_the_limit)
{
    fixture f;
    char long_name[251];
    int32_t nodes[] = {1, 2};
    start(&f);
    assert_int_equal(client_create(&f.client, "there", 1), 0);
    memset(long_name, 'x', 250);
    long_name[250] = '\0';
    refused(&f, topic(long_name, 1), KP_ERR_INVALID_TOPIC_EXCEPTION, "250|249");
    refused(&f, topic("a b", 1), KP_ERR_INVALID_TOPIC_EXCEPTION, "'a b'");
    refused(&f, topic("a\nb", 1), KP_ERR_INVALID_TOPIC_EXCEPTION, "'a?b'");
    refused(&f, topic("..", 1), KP_ERR_INVALID_TOPIC_EXCEPTION, "'..'");
    refused(&f, topic("", 1), KP_ERR_INVALID_TOPIC_EXCEPTION, "''");
    refused(&f, topic("there", 1), KP_ERR_TOPIC_ALREADY_EXISTS, "'there'");
    refused(&f, topic("t", 0), KP_ERR_INVALID_PARTITIONS, "0 partitions|1 to 10000");
    refused(&f, topic("t", 10001), KP_ERR_INVALID_PARTITIONS, "10001 partitions|1 to 10000");
    new_topic one = topic("t", 1);
    one.replication_factor = 3;
    refused(&f, one, KP_ERR_INVALID_REPLICATION_FACTOR, "factor of 3|it is 1");

    assignment given[] = {{0, {nodes, 1}}, {0, {nodes, 1}}};
    one = (new_topic){.name = kp__slice_str("t"), .num_partitions = -1, .replication_factor = -1};
    one.assignments.items = given;
    one.assignments.count = 2;
    refused(&f, one, KP_ERR_INVALID_REPLICA_ASSIGNMENT, "partition 0|2 assignments|0 to 1");
    given[1] = (assignment){1, {nodes, 2}};
    refused(&f, one, KP_ERR_INVALID_REPLICA_ASSIGNMENT, "partition 1|2 brokers|broker 1");
    given[1] = (assignment){1, {nodes + 1, 1}};
    refused(&f, one, KP_ERR_INVALID_REPLICA_ASSIGNMENT, "partition 1|broker 2|broker 1");
    one.num_partitions = 7;
    refused(&f, one, KP_ERR_INVALID_REQUEST, "7 partitions|2 are assigned");

    new_config config = {kp__slice_str("retention.msec"), kp__slice_str("1")};
    one = topic("t", 1);
    one.configs.items = &config;
    one.configs.count = 1;
    refused(&f, one, KP_ERR_INVALID_CONFIG, "'retention.msec'");
    config = (new_config){kp__slice_str("retention.ms"), kp__slice_str("-2")};
    refused(&f, one, KP_ERR_INVALID_CONFIG, "retention.ms|'-2'|-1 to 9223372036854775807");
    config = (new_config){kp__slice_str("cleanup.policy"), kp__slice_str("delete compact")};
    refused(&f, one, KP_ERR_INVALID_CONFIG, "cleanup.policy|'delete compact'|delete compact");
    stop(&f);
}

TEST(a_topic_that_is_named_twice_is_not_made_and_the_others_are)
{
    fixture f;
    new_topic topics[] = {topic("b", 1), topic("a", 1), topic("b", 2), topic("c", 1)};
    kp__create_topics_response response;
    start(&f);
    const kp__create_topics_response_creatable_topic_result *got = create(&f, topics, 4, &response);
    assert_int_equal(got[0].error_code, KP_ERR_INVALID_REQUEST);
    assert_int_equal(got[1].error_code, 0);
    assert_int_equal(got[2].error_code, KP_ERR_INVALID_REQUEST);
    assert_int_equal(got[3].error_code, 0);
    assert_int_equal(client_create(&f.client, "b", 1), 0);
    stop(&f);
}

/* ---- settings ---- */

static bool may_be(const char *name, const char *value)
{
    char why[KP__CONFIG_WHY];
    const kp__config *config = kp__topic_config_find(kp__slice_str(name));
    assert_non_null(config);
    return kp__config_check(config, kp__slice_str(value), why);
}

TEST(settings_are_read_as_kafka_reads_them)
{
    static const struct {
        const char *name, *value;
        bool ok;
    } cases[] = {
        {"cleanup.policy", "delete", true},
        {"cleanup.policy", "delete,compact", true},
        {"cleanup.policy", " delete , compact ", true},
        {"cleanup.policy", "delete compact", false},
        {"cleanup.policy", "delete,", false},
        {"cleanup.policy", "Delete", false},
        {"cleanup.policy", "del", false},
        {"preallocate", "true", true},
        {"preallocate", " TRUE ", true},
        {"preallocate", "true,false", false},
        {"preallocate", "true false", false},
        {"preallocate", "yes", false},
        {"remote.storage.enable", "true", false},
        {"compression.type", "zstd", true},
        {"compression.type", "zstd,lz4", false},
        {"compression.type", " zstd ", true},
        {"compression.type", "", false},
        {"cleanup.policy", "", true},
        {"follower.replication.throttled.replicas", "1:2, 2:3", true},
        {"follower.replication.throttled.replicas", "*", true},
        {"follower.replication.throttled.replicas", "1:", false},
        {"follower.replication.throttled.replicas", "1", false},
        {"retention.bytes", "-2", true},
        {"segment.bytes", "1048575", false},
        {"retention.ms", "-1", true},
        {"retention.ms", " 5 ", true},
        {"retention.ms", "5 6", false},
        {"retention.ms", "", false},
        {"retention.ms", "-", false},
        {"retention.ms", "0x10", false},
        {"retention.ms", "9223372036854775807", true},
        {"retention.ms", "9223372036854775808", false},
        {"retention.ms", NULL, false},
        {"segment.bytes", "2147483648", false},
        {"min.cleanable.dirty.ratio", "0", true},
        {"min.cleanable.dirty.ratio", "0.25", true},
        {"min.cleanable.dirty.ratio", ".5", true},
        {"min.cleanable.dirty.ratio", "1.0", true},
        {"min.cleanable.dirty.ratio", "1.01", false},
        {"min.cleanable.dirty.ratio", "2", false},
        {"min.cleanable.dirty.ratio", "-0.5", false},
        {"min.cleanable.dirty.ratio", ".", false},
        {"min.cleanable.dirty.ratio", "half", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (may_be(cases[i].name, cases[i].value) != cases[i].ok)
            fail_msg("%s = \"%s\" is %s", cases[i].name, cases[i].value, cases[i].ok ? "refused" : "taken");
}

TEST(of_a_setting_that_is_given_twice_the_later_value_holds)
{
    fixture f;
    new_config configs[] = {{kp__slice_str("retention.ms"), kp__slice_str("1")},
                            {kp__slice_str("flush.ms"), kp__slice_str("2")},
                            {kp__slice_str("retention.ms"), kp__slice_str("3")}};
    new_topic one = topic("t", 1);
    kp__slice key = kp__slice_str("retention.ms");
    kp__describe_configs_request_describe_configs_resource what = {
        .resource_type = 2, .resource_name = kp__slice_str("t"), .configuration_keys = {&key, 1}};
    kp__describe_configs_request ask = {.resources = {&what, 1}};
    kp__create_topics_response made;
    kp__describe_configs_response response;
    one.configs.items = configs;
    one.configs.count = 3;
    start(&f);
    assert_int_equal(create(&f, &one, 1, &made)->error_code, 0);
    assert_true(client_call(&f.client, 32, 4, &ask, &response));
    assert_int_equal(response.results.items[0].configs.count, 1);
    assert_true(kp__slice_equal(response.results.items[0].configs.items[0].value, kp__slice_str("3")));
    stop(&f);
}

/* ---- in pages ---- */

typedef kp__describe_topic_partitions_request_topic_request asked;
typedef kp__describe_topic_partitions_response_describe_topic_partitions_response_topic described;

/* Appends "name:first-last " for each topic of a page; false when it was the last. */
static bool page(fixture *f, kp__describe_topic_partitions_request *request, char *text, size_t cap)
{
    static char at[KP__TOPIC_NAME_MAX + 1];
    static kp__describe_topic_partitions_request_cursor cursor;
    kp__describe_topic_partitions_response response;
    assert_true(client_call(&f->client, 75, 0, request, &response));
    for (int32_t i = 0; i < response.topics.count; i++) {
        const described *one = &response.topics.items[i];
        size_t len = strlen(text);
        int32_t count = one->partitions.count;
        snprintf(text + len, cap - len, "%.*s:%d-%d ", (int)one->name.len, (const char *)one->name.data,
                 count ? (int)one->partitions.items[0].partition_index : -1,
                 count ? (int)one->partitions.items[count - 1].partition_index : (int)one->error_code);
    }
    if (!response.next_cursor)
        return false;
    kp__slice name = response.next_cursor->topic_name;
    snprintf(at, sizeof at, "%.*s", (int)name.len, (const char *)name.data);
    cursor.topic_name = kp__slice_str(at);
    cursor.partition_index = response.next_cursor->partition_index;
    request->cursor = &cursor;
    return true;
}

TEST(pages_go_on_in_the_order_of_names_whatever_the_order_in_which_they_are_asked_for)
{
    asked names[] = {{kp__slice_str("c")},      {kp__slice_str("bb")}, {kp__slice_str("a")},
                     {kp__slice_str("nobody")}, {kp__slice_str("b")},  {kp__slice_str("a")}};
    kp__describe_topic_partitions_request request = {.topics = {names, 6}};
    char text[256] = "";
    fixture f;
    start(&f);
    assert_int_equal(client_create(&f.client, "c", 2), 0);
    assert_int_equal(client_create(&f.client, "a", 2), 0);
    assert_int_equal(client_create(&f.client, "bb", 1), 0);
    assert_int_equal(client_create(&f.client, "b", 3), 0);
    request.response_partition_limit = 4;
    while (page(&f, &request, text, sizeof text))
        strcat(text, "| ");
    assert_string_equal(text, "a:0-1 b:0-1 | b:2-2 bb:0-0 c:0-1 nobody:-1-3 ");
    text[0] = '\0';
    request.response_partition_limit = 3;
    request.cursor = NULL;
    while (page(&f, &request, text, sizeof text))
        strcat(text, "| ");
    assert_string_equal(text, "a:0-1 b:0-0 | b:1-2 bb:0-0 | c:0-1 nobody:-1-3 ");
    stop(&f);
}

/* ---- directories ---- */

TEST(what_a_topic_left_behind_goes_out_of_the_way_however_long_its_name)
{
    fixture f;
    char name[KP__TOPIC_NAME_MAX + 1], path[512], command[600];
    memset(name, 'x', KP__TOPIC_NAME_MAX);
    name[KP__TOPIC_NAME_MAX] = '\0';
    start(&f);
    if (f.rig.forgetful) {
        stop(&f);
        return;
    }
    snprintf(path, sizeof path, "%s/%s-0", f.rig.dir, name);
    assert_int_equal(mkdir(path, 0755), 0);
    assert_int_equal(client_create(&f.client, name, 1), 0);
    snprintf(command, sizeof command, "test $(ls -d %s/xxx*-0.*-stray | wc -l) = 1", f.rig.dir);
    assert_int_equal(system(command), 0);
    restart(&f);
    assert_int_equal(client_create(&f.client, name, 1), KP_ERR_TOPIC_ALREADY_EXISTS);
    stop(&f);
}

TESTS(t(a_refusal_names_the_thing_the_value_and_the_limit),
      t(a_topic_that_is_named_twice_is_not_made_and_the_others_are), t(settings_are_read_as_kafka_reads_them),
      t(of_a_setting_that_is_given_twice_the_later_value_holds),
      t(pages_go_on_in_the_order_of_names_whatever_the_order_in_which_they_are_asked_for),
      t(what_a_topic_left_behind_goes_out_of_the_way_however_long_its_name))
