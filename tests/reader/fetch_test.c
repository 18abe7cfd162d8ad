/* The reader against a scripted broker: where it begins, what it asks, how it goes on after errors. */
#include <tests/fail_alloc.h>
#include <tests/one_broker.h>
#include <tests/reader/batches.h>

#include <reader/reader.h>

typedef struct world {
    one_broker b;
    kp__reader reader;
    bytes data[4]; /* by partition: answered once */
    int64_t end[4];
    int16_t fetch_err;
    int16_t list_err;
    bool silent; /* fetches are not answered */
    int fetches, lists;
    int16_t fetch_version;
    int32_t max_wait;
    int32_t partitions_asked;
    kp__request_header held; /* the fetch that was not answered */
} world;

static void answer_data(world *w, peer *p, kp__session *session, const kp__request_header *header,
                        const int32_t *indexes, int32_t count);

static void answer_list(world *w, peer *p, kp__session *session, const peer_request *request)
{
    const kp__list_offsets_request *in = request->body;
    kp__list_offsets_response body;
    kp__message_defaults(&kp__list_offsets_response_message, &body);
    kp__list_offsets_response_list_offsets_partition_response partitions[4];
    kp__list_offsets_response_list_offsets_topic_response topic = {.name = kp__slice_str("t")};
    assert_int_equal(in->topics.count, 1);
    int32_t count = in->topics.items[0].partitions.count;
    for (int32_t i = 0; i < count; i++) {
        int32_t index = in->topics.items[0].partitions.items[i].partition_index;
        bool earliest = in->topics.items[0].partitions.items[i].timestamp == -2;
        partitions[i] =
            (kp__list_offsets_response_list_offsets_partition_response){.partition_index = index,
                                                                        .error_code = w->list_err,
                                                                        .timestamp = -1,
                                                                        .offset = earliest ? 0 : w->end[index],
                                                                        .leader_epoch = 3};
    }
    topic.partitions.items = partitions;
    topic.partitions.count = count;
    body.topics.items = &topic;
    body.topics.count = 1;
    /* A broker answers in order: the fetch before it first. */
    int32_t zero = 0;
    if (w->held.correlation_id)
        answer_data(w, p, session, &w->held, &zero, 1);
    w->held.correlation_id = 0;
    w->lists++;
    w->list_err = 0;
    peer_answer(p, session, &request->header, &body, w->b.now);
}

static void answer_fetch(world *w, peer *p, kp__session *session, const peer_request *request)
{
    const kp__fetch_request *in = request->body;
    w->fetches++;
    w->fetch_version = request->header.version;
    w->max_wait = in->max_wait_ms;
    assert_int_equal(in->topics.count, 1);
    w->partitions_asked = in->topics.items[0].partitions.count;
    int32_t indexes[4];
    bool any = w->fetch_err != 0;
    for (int32_t i = 0; i < w->partitions_asked; i++) {
        indexes[i] = in->topics.items[0].partitions.items[i].partition;
        any = any || w->data[indexes[i]].len;
    }
    /* As a broker does: nothing to say is said after max_wait only. */
    if (w->silent || (!any && in->max_wait_ms > 0))
        w->held = request->header;
    else
        answer_data(w, p, session, &request->header, indexes, w->partitions_asked);
}

static void answer_data(world *w, peer *p, kp__session *session, const kp__request_header *header,
                        const int32_t *indexes, int32_t count)
{
    kp__fetch_response body;
    kp__message_defaults(&kp__fetch_response_message, &body);
    kp__fetch_response_partition_data data[4];
    kp__fetch_response_fetchable_topic_response topic;
    memset(&topic, 0, sizeof topic);
    memset(data, 0, sizeof data);
    for (int32_t i = 0; i < count; i++) {
        int32_t index = indexes[i];
        data[i].partition_index = index;
        data[i].error_code = w->fetch_err;
        data[i].high_watermark = w->end[index];
        data[i].last_stable_offset = data[i].log_start_offset = -1;
        data[i].diverging_epoch.epoch = data[i].current_leader.leader_id = data[i].current_leader.leader_epoch = -1;
        data[i].diverging_epoch.end_offset = data[i].snapshot_id.end_offset = -1;
        data[i].snapshot_id.epoch = -1;
        data[i].preferred_read_replica = -1;
        data[i].records.flat = kp__slice_of(w->data[index].data, w->data[index].len);
    }
    if (header->version > 12)
        topic.topic_id = one_broker_id;
    else
        topic.topic = kp__slice_str("t");
    topic.partitions.items = data;
    topic.partitions.count = count;
    body.responses.items = &topic;
    body.responses.count = 1;
    peer_answer(p, session, header, &body, w->b.now);
    w->fetch_err = 0;
    for (int32_t i = 0; i < count; i++)
        w->data[indexes[i]].len = 0;
}

static void handle(one_broker *b, peer *p, kp__session *session, const peer_request *request)
{
    world *w = b->owner;
    if (request->header.key == 3)
        one_broker_metadata(b, p, session, request);
    else if (request->header.key == 2)
        answer_list(w, p, session, request);
    else if (request->header.key == 1)
        answer_fetch(w, p, session, request);
    else
        fail_msg("api key %d", request->header.key);
}

static void tick(one_broker *b) { kp__reader_tick(&((world *)b->owner)->reader, b->now); }

static void begin_with(world *w, bool ids)
{
    memset(w, 0, sizeof *w);
    one_broker_init(&w->b);
    w->b.ids = ids;
    w->b.owner = w;
    w->b.handle = handle;
    w->b.tick = tick;
    kp__reader_config config = {.max_wait_ms = 500,
                                .min_bytes = 1,
                                .max_bytes = 1 << 20,
                                .partition_max_bytes = 1 << 20,
                                .check_crcs = true,
                                .backoff = KP_MS(100),
                                .response_max = 1 << 20};
    kp__reader_init(&w->reader, &w->b.alloc, w->b.cluster, &config);
    assert_int_equal(kp__cluster_want_topic(w->b.cluster, "t", NULL, w->b.now), KP_OK);
    one_broker_run(&w->b, 0);
}

static void begin(world *w) { begin_with(w, true); }

static void end(world *w)
{
    one_broker_cut(&w->b);
    kp__reader_deinit(&w->reader);
    one_broker_deinit(&w->b);
}

static int take_all(world *w)
{
    kp_read_record record;
    kp_err err;
    int count = 0;
    while ((err = kp__reader_take(&w->reader, &record)) == KP_OK)
        count++;
    assert_true(err == KP_AGAIN || err == w->reader.err);
    return count;
}

TEST(from_the_earliest_both_partitions_in_one_request_by_topic_id)
{
    world w;
    begin(&w);
    put_batch(&w.data[0], 0, 2, 0);
    put_batch(&w.data[1], 0, 3, 0);
    w.end[0] = 2;
    w.end[1] = 3;
    assert_int_equal(kp__reader_add(&w.reader, "t", 0, KP_OFFSET_EARLIEST), KP_OK);
    assert_int_equal(kp__reader_add(&w.reader, "t", 1, KP_OFFSET_EARLIEST), KP_OK);
    assert_false(kp__reader_placed(&w.reader));
    one_broker_run(&w.b, 0);
    assert_true(kp__reader_placed(&w.reader));
    assert_int_equal(w.lists, 1);
    assert_int_equal(w.fetches, 1);
    assert_int_equal(w.partitions_asked, 2);
    assert_int_equal(w.fetch_version, 17);
    assert_int_equal(w.max_wait, 0); /* the ends are wanted, too */
    assert_false(kp__reader_at_end(&w.reader));
    assert_int_equal(take_all(&w), 5);
    assert_true(kp__reader_at_end(&w.reader));
    one_broker_run(&w.b, 0);
    assert_int_equal(w.fetches, 2);
    assert_int_equal(w.max_wait, 500);
    end(&w);
}

TEST(without_topic_ids_names_are_used)
{
    world w;
    begin_with(&w, false);
    put_batch(&w.data[0], 0, 2, 0);
    w.end[0] = 2;
    assert_int_equal(kp__reader_add(&w.reader, "t", 0, 0), KP_OK);
    one_broker_run(&w.b, 0);
    assert_int_equal(w.fetch_version, 12);
    assert_int_equal(take_all(&w), 2);
    end(&w);
}

TEST(the_latest_is_where_the_log_ends_when_asked)
{
    world w;
    begin(&w);
    w.end[0] = 41;
    assert_int_equal(kp__reader_add(&w.reader, "t", 0, KP_OFFSET_LATEST), KP_OK);
    one_broker_run(&w.b, 0);
    assert_true(kp__reader_placed(&w.reader));
    assert_true(kp__reader_at_end(&w.reader));
    assert_int_equal(take_all(&w), 0);
    end(&w);
}

TEST(nothing_is_fetched_while_something_is_unread)
{
    world w;
    begin(&w);
    put_batch(&w.data[0], 0, 2, 0);
    w.end[0] = 4;
    assert_int_equal(kp__reader_add(&w.reader, "t", 0, 0), KP_OK);
    assert_int_equal(kp__reader_add(&w.reader, "t", 1, 0), KP_OK);
    one_broker_run(&w.b, 0);
    assert_int_equal(w.fetches, 1);
    kp_read_record record;
    assert_int_equal(kp__reader_take(&w.reader, &record), KP_OK);
    one_broker_run(&w.b, KP_SEC(1));
    assert_int_equal(w.fetches, 1);
    put_batch(&w.data[0], 2, 2, 0);
    assert_int_equal(take_all(&w), 1);
    one_broker_run(&w.b, 0);
    assert_int_equal(w.fetches, 2);
    assert_int_equal(take_all(&w), 2);
    assert_true(kp__reader_at_end(&w.reader));
    end(&w);
}

TEST(a_moved_leader_is_asked_again_after_a_pause_and_fresh_metadata)
{
    world w;
    begin(&w);
    w.fetch_err = KP_ERR_NOT_LEADER_OR_FOLLOWER;
    put_batch(&w.data[1], 0, 1, 0);
    w.end[0] = 1;
    assert_int_equal(kp__reader_add(&w.reader, "t", 0, 0), KP_OK);
    int asked = w.b.metadata_asked;
    one_broker_run(&w.b, 0);
    assert_int_equal(w.fetches, 1);
    assert_true(kp__reader_deadline(&w.reader) == w.b.now + KP_MS(100));
    put_batch(&w.data[0], 0, 1, 0);
    one_broker_run(&w.b, KP_MS(99));
    assert_int_equal(w.fetches, 1);
    one_broker_run(&w.b, KP_MS(1));
    one_broker_run(&w.b, KP_MS(500));
    assert_true(w.b.metadata_asked > asked);
    assert_int_equal(take_all(&w), 1);
    end(&w);
}

TEST(a_partition_without_a_leader_is_looked_for_until_it_has_one)
{
    world w;
    begin(&w);
    w.b.leaderless = true;
    w.fetch_err = KP_ERR_NOT_LEADER_OR_FOLLOWER;
    put_batch(&w.data[0], 0, 1, 0);
    w.end[0] = 1;
    assert_int_equal(kp__reader_add(&w.reader, "t", 0, 0), KP_OK);
    for (int i = 0; i < 20; i++)
        one_broker_run(&w.b, KP_MS(500));
    assert_int_equal(w.fetches, 1);
    w.b.leaderless = false;
    put_batch(&w.data[0], 0, 1, 0);
    for (int i = 0; i < 20; i++)
        one_broker_run(&w.b, KP_MS(500));
    assert_int_equal(take_all(&w), 1);
    end(&w);
}

/* A leader that cannot be reached has perhaps moved: each failed attempt is a reason to ask. */
TEST(a_leader_that_refuses_connections_is_asked_about_again_and_again)
{
    world w;
    begin(&w);
    w.b.second = 2;
    kp__cluster_refresh(w.b.cluster, w.b.now);
    one_broker_run(&w.b, KP_SEC(5));
    w.b.refuse = true;
    one_broker_cut(&w.b);
    assert_int_equal(kp__reader_add(&w.reader, "t", 0, 0), KP_OK);
    int asked = w.b.metadata_asked;
    for (int i = 0; i < 20; i++)
        one_broker_run(&w.b, KP_MS(1000));
    assert_true(w.b.metadata_asked >= asked + 5);
    w.b.refuse = false;
    put_batch(&w.data[0], 0, 1, 0);
    w.end[0] = 1;
    for (int i = 0; i < 5; i++)
        one_broker_run(&w.b, KP_MS(1000));
    assert_int_equal(take_all(&w), 1);
    end(&w);
}

TEST(a_lost_connection_is_made_anew_and_reading_goes_on)
{
    world w;
    begin(&w);
    w.silent = true;
    assert_int_equal(kp__reader_add(&w.reader, "t", 0, 0), KP_OK);
    one_broker_run(&w.b, 0);
    assert_int_equal(w.fetches, 1);
    one_broker_cut(&w.b);
    w.silent = false;
    put_batch(&w.data[0], 0, 2, 0);
    w.end[0] = 2;
    for (int i = 0; i < 10; i++)
        one_broker_run(&w.b, KP_MS(200));
    assert_int_equal(take_all(&w), 2);
    end(&w);
}

TEST(an_offset_that_is_gone_is_told)
{
    world w;
    begin(&w);
    w.fetch_err = KP_ERR_OFFSET_OUT_OF_RANGE;
    assert_int_equal(kp__reader_add(&w.reader, "t", 0, 1000), KP_OK);
    one_broker_run(&w.b, 0);
    kp_read_record record;
    assert_int_equal(kp__reader_take(&w.reader, &record), KP_ERR_OFFSET_OUT_OF_RANGE);
    assert_non_null(strstr(w.reader.text, "partition 0 offset 1000"));
    end(&w);
}

TEST(moving_a_tap_forgets_the_answer_under_way)
{
    world w;
    begin(&w);
    w.silent = true;
    put_batch(&w.data[0], 5, 2, 0);
    w.end[0] = 7;
    assert_int_equal(kp__reader_add(&w.reader, "t", 0, 5), KP_OK);
    one_broker_run(&w.b, 0);
    assert_int_equal(w.fetches, 1);
    w.silent = false;
    assert_int_equal(kp__reader_add(&w.reader, "t", 0, KP_OFFSET_EARLIEST), KP_OK);
    one_broker_run(&w.b, 0);
    assert_true(kp__reader_placed(&w.reader));
    assert_int_equal(w.lists, 1);
    assert_int_equal(take_all(&w), 0);
    end(&w);
}

TEST(partitions_that_are_not_there)
{
    world w;
    begin(&w);
    assert_int_equal(kp__reader_add(&w.reader, "t", 2, 0), KP_ERR_UNKNOWN_PARTITION);
    assert_int_equal(kp__reader_add(&w.reader, "t", -1, 0), KP_ERR_UNKNOWN_PARTITION);
    assert_int_equal(kp__reader_add(&w.reader, "u", 0, 0), KP_ERR_UNKNOWN_PARTITION);
    end(&w);
}

TEST(every_allocation_that_fails_is_a_clean_error)
{
    fail_alloc memory = {0};
    for (memory.fail_at = 1;; memory.fail_at++) {
        kp__alloc alloc;
        fail_alloc_init(&memory, &alloc);
        world w;
        begin(&w);
        kp__reader_config config = w.reader.config;
        kp__reader_deinit(&w.reader);
        kp__reader_init(&w.reader, &alloc, w.b.cluster, &config);
        put_batch(&w.data[0], 0, 2, 0);
        put_batch(&w.data[1], 0, 2, 0);
        w.end[0] = w.end[1] = 2;
        kp_err err = kp__reader_add(&w.reader, "t", 0, KP_OFFSET_EARLIEST);
        if (!err)
            err = kp__reader_add(&w.reader, "t", 1, 0);
        int count = 0;
        for (int i = 0; i < 5 && !err; i++) {
            one_broker_run(&w.b, KP_MS(200));
            kp_read_record record;
            while ((err = kp__reader_take(&w.reader, &record)) == KP_OK)
                count++;
            err = err == KP_AGAIN ? KP_OK : err;
        }
        if (err)
            assert_int_equal(err, KP_ERR_NO_MEMORY);
        else
            assert_int_equal(count, 4);
        bool failed = memory.failed;
        end(&w);
        assert_int_equal(memory.live, 0);
        if (!failed)
            break;
    }
    assert_true(memory.fail_at > 10);
}

TEST(what_a_broker_had_is_given_back_when_it_leaves)
{
    world w;
    int64_t live = 0;
    begin(&w);
    assert_int_equal(kp__reader_add(&w.reader, "t", 0, 0), KP_OK);
    for (int32_t i = 0; i < 300; i++) {
        w.b.second = 2 + i;
        kp__cluster_refresh(w.b.cluster, w.b.now);
        one_broker_run(&w.b, KP_SEC(2));
        assert_non_null(kp__cluster_node(w.b.cluster, w.b.second));
        int posts = 0;
        KP__LIST_EACH(each, &w.reader.posts)
        posts++;
        assert_int_equal(posts, 2);
        if (i == 10)
            live = w.b.alloc.bytes;
    }
    assert_true(w.b.alloc.bytes <= live);
    end(&w);
}

TESTS(t(what_a_broker_had_is_given_back_when_it_leaves),
      t(from_the_earliest_both_partitions_in_one_request_by_topic_id), t(without_topic_ids_names_are_used),
      t(the_latest_is_where_the_log_ends_when_asked), t(nothing_is_fetched_while_something_is_unread),
      t(a_moved_leader_is_asked_again_after_a_pause_and_fresh_metadata),
      t(a_partition_without_a_leader_is_looked_for_until_it_has_one),
      t(a_leader_that_refuses_connections_is_asked_about_again_and_again),
      t(a_lost_connection_is_made_anew_and_reading_goes_on), t(an_offset_that_is_gone_is_told),
      t(moving_a_tap_forgets_the_answer_under_way), t(partitions_that_are_not_there),
      t(every_allocation_that_fails_is_a_clean_error))
