/* The admin client's core against a scripted broker. */
#include <tests/one_broker.h>

#include <admin/admin.h>

typedef struct world {
    one_broker b;
    kp__admin admin;
    int16_t errors[4]; /* of the answers to come */
    int answered;
    bool silent;
} world;

static void handle(one_broker *b, peer *p, kp__session *session, const peer_request *request)
{
    world *w = b->owner;
    if (request->header.key == 3) {
        const kp__metadata_request *in = request->body;
        assert_true(in->topics.count < 1 || !in->allow_auto_topic_creation || request->header.version < 4);
        one_broker_metadata(b, p, session, request);
        return;
    }
    if (w->silent)
        return;
    int16_t error = w->errors[w->answered < 3 ? w->answered : 3];
    w->answered++;
    if (request->header.key == 19) {
        const kp__create_topics_request *in = request->body;
        kp__create_topics_response body;
        kp__create_topics_response_creatable_topic_result result;
        memset(&result, 0, sizeof result);
        result.name = in->topics.items[0].name;
        result.error_code = error;
        result.error_message = error ? kp__slice_str("the broker's words") : kp__slice_null();
        result.num_partitions = in->topics.items[0].num_partitions;
        result.configs.count = -1;
        kp__message_defaults(&kp__create_topics_response_message, &body);
        body.topics.items = &result;
        body.topics.count = 1;
        assert_int_equal(in->topics.items[0].configs.count, 1);
        peer_answer(p, session, &request->header, &body, b->now);
    } else if (request->header.key == 60) {
        kp__describe_cluster_response body;
        kp__describe_cluster_response_describe_cluster_broker broker = {
            .broker_id = 1, .host = kp__slice_str("broker"), .port = 9092, .rack = kp__slice_str("r")};
        kp__message_defaults(&kp__describe_cluster_response_message, &body);
        body.cluster_id = kp__slice_str("the-cluster");
        body.controller_id = 1;
        body.error_code = error;
        body.brokers.items = &broker;
        body.brokers.count = 1;
        peer_answer(p, session, &request->header, &body, b->now);
    } else if (request->header.key == 2) {
        kp__list_offsets_response body;
        kp__list_offsets_response_list_offsets_partition_response partition = {
            .partition_index = 1, .error_code = error, .timestamp = -1, .offset = 77, .leader_epoch = 3};
        kp__list_offsets_response_list_offsets_topic_response topic = {.name = kp__slice_str("t")};
        topic.partitions.items = &partition;
        topic.partitions.count = 1;
        kp__message_defaults(&kp__list_offsets_response_message, &body);
        body.topics.items = &topic;
        body.topics.count = 1;
        peer_answer(p, session, &request->header, &body, b->now);
    } else {
        fail_msg("api key %d", request->header.key);
    }
}

static void tick(one_broker *b) { kp__admin_tick(&((world *)b->owner)->admin, b->now); }

static void begin(world *w)
{
    memset(w, 0, sizeof *w);
    one_broker_init(&w->b);
    w->b.owner = w;
    w->b.handle = handle;
    w->b.tick = tick;
    assert_int_equal(kp__admin_init(&w->admin, &w->b.alloc, w->b.cluster, KP_MS(100)), KP_OK);
}

static void end(world *w)
{
    one_broker_cut(&w->b);
    kp__admin_deinit(&w->admin);
    one_broker_deinit(&w->b);
}

TEST(a_topic_is_described_with_its_partitions)
{
    world w;
    begin(&w);
    kp__admin_ask_topics(&w.admin, "t");
    one_broker_run(&w.b, 0);
    assert_true(kp__admin_finished(&w.admin));
    assert_int_equal(kp__admin_err(&w.admin), KP_OK);
    assert_int_equal(w.admin.topic_count, 1);
    assert_string_equal(w.admin.topics[0]->name, "t");
    assert_int_equal(w.admin.topics[0]->partition_count, 2);
    assert_memory_equal(w.admin.topics[0]->id, one_broker_id.bytes, 16);
    assert_int_equal(w.admin.topics[0]->partitions[1]->partition, 1);
    assert_int_equal(w.admin.topics[0]->partitions[1]->leader, 1);
    assert_int_equal(w.admin.topics[0]->partitions[1]->replica_count, 1);
    end(&w);
}

TEST(a_missing_topic_is_an_answer_and_is_not_asked_for_again)
{
    world w;
    begin(&w);
    w.b.topic_err = KP_ERR_UNKNOWN_TOPIC_OR_PARTITION;
    kp__admin_ask_topics(&w.admin, "t");
    one_broker_run(&w.b, 0);
    assert_true(kp__admin_finished(&w.admin));
    assert_int_equal(kp__admin_err(&w.admin), KP_ERR_UNKNOWN_TOPIC_OR_PARTITION);
    assert_string_equal(kp__admin_text(&w.admin), "topic \"t\" does not exist");
    end(&w);
}

TEST(the_cluster_is_described)
{
    world w;
    begin(&w);
    kp__admin_ask_cluster(&w.admin);
    one_broker_run(&w.b, 0);
    assert_int_equal(kp__admin_err(&w.admin), KP_OK);
    assert_string_equal(w.admin.info.cluster_id, "the-cluster");
    assert_int_equal(w.admin.info.broker_count, 1);
    assert_string_equal(w.admin.info.brokers[0]->rack, "r");
    end(&w);
}

static const char *const pair[] = {"retention.ms", "1000"};
static const kp_new_topic new_topic = {.size = sizeof new_topic,
                                       .name = "n",
                                       .partitions = 3,
                                       .replication_factor = -1,
                                       .configs = pair,
                                       .config_count = 1};

TEST(a_brokers_refusal_comes_with_its_words)
{
    world w;
    begin(&w);
    w.errors[0] = KP_ERR_INVALID_REPLICATION_FACTOR;
    kp__admin_ask_create(&w.admin, &new_topic, 1000);
    one_broker_run(&w.b, 0);
    assert_int_equal(kp__admin_err(&w.admin), KP_ERR_INVALID_REPLICATION_FACTOR);
    assert_string_equal(kp__admin_text(&w.admin), "the broker's words");
    end(&w);
}

TEST(an_error_that_passes_is_asked_again_after_the_back_off)
{
    world w;
    begin(&w);
    w.errors[0] = w.errors[1] = KP_ERR_NOT_CONTROLLER;
    kp__admin_ask_create(&w.admin, &new_topic, 1000);
    one_broker_run(&w.b, 0);
    assert_int_equal(w.answered, 1);
    assert_false(kp__admin_finished(&w.admin));
    assert_true(kp__admin_deadline(&w.admin) == w.b.now + KP_MS(100));
    assert_true(strlen(kp__admin_text(&w.admin)) > 0);
    one_broker_run(&w.b, KP_MS(99));
    assert_int_equal(w.answered, 1);
    one_broker_run(&w.b, KP_MS(1));
    one_broker_run(&w.b, KP_MS(100));
    assert_int_equal(w.answered, 3);
    assert_true(kp__admin_finished(&w.admin));
    assert_int_equal(kp__admin_err(&w.admin), KP_OK);
    end(&w);
}

TEST(an_offset_is_asked_of_the_leader)
{
    world w;
    begin(&w);
    assert_int_equal(kp__admin_ask_offset(&w.admin, "t", 1, -1, w.b.now), KP_OK);
    one_broker_run(&w.b, 0);
    assert_true(kp__admin_finished(&w.admin));
    assert_int_equal(w.admin.offset, 77);
    assert_int_equal(kp__admin_ask_offset(&w.admin, "t", 9, -1, w.b.now), KP_OK);
    one_broker_run(&w.b, 0);
    assert_int_equal(kp__admin_err(&w.admin), KP_ERR_UNKNOWN_PARTITION);
    end(&w);
}

TEST(an_offset_waits_for_a_leader)
{
    world w;
    begin(&w);
    w.b.leaderless = true;
    assert_int_equal(kp__admin_ask_offset(&w.admin, "t", 1, -1, w.b.now), KP_OK);
    for (int i = 0; i < 20; i++)
        one_broker_run(&w.b, KP_MS(500));
    assert_false(kp__admin_finished(&w.admin));
    w.b.leaderless = false;
    for (int i = 0; i < 20; i++)
        one_broker_run(&w.b, KP_MS(500));
    assert_int_equal(w.admin.offset, 77);
    end(&w);
}

TEST(a_question_can_be_given_up_and_another_asked)
{
    world w;
    begin(&w);
    w.silent = true;
    kp__admin_ask_cluster(&w.admin);
    one_broker_run(&w.b, 0);
    assert_false(kp__admin_finished(&w.admin));
    kp__admin_stop(&w.admin);
    one_broker_cut(&w.b);
    w.silent = false;
    kp__admin_ask_cluster(&w.admin);
    for (int i = 0; i < 10; i++)
        one_broker_run(&w.b, KP_MS(200));
    assert_true(kp__admin_finished(&w.admin));
    assert_int_equal(kp__admin_err(&w.admin), KP_OK);
    end(&w);
}

TESTS(t(a_topic_is_described_with_its_partitions), t(a_missing_topic_is_an_answer_and_is_not_asked_for_again),
      t(the_cluster_is_described), t(a_brokers_refusal_comes_with_its_words),
      t(an_error_that_passes_is_asked_again_after_the_back_off), t(an_offset_is_asked_of_the_leader),
      t(an_offset_waits_for_a_leader), t(a_question_can_be_given_up_and_another_asked))
