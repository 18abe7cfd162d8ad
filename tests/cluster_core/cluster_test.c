/* The cluster with a driver of a few lines: servers that are up, down or silent. */
#include <tests/peer.h>

#include <stdio.h>

#include <base/ns.h>
#include <cluster/cluster.h>

enum { SERVERS = 128 };

typedef struct server {
    kp__node *node;
    peer peer;
    bool down, silent, refuse_resolve;
    int connects, resolves, metadata;
} server;

typedef struct world {
    kp__alloc alloc;       /* the cluster's */
    kp__alloc peers_alloc; /* the servers' */
    kp__log log;
    kp__cluster *cluster;
    kp_ns now;
    server servers[SERVERS];
    int ready, gone, changed, unreachable;
    int32_t leader, epoch;
    int partitions;
    int16_t topic_err;
    uint8_t topic_id;
    int16_t metadata_max; /* version; 0: the newest */
    int brokers;          /* in the answer: servers 1..brokers */
    int first;            /* and their ids come after this one */
    int moved;            /* and serve at the port of the one that is so much further on */
    const char *rack;
    bool bad_port, twice, no_brokers, epoch_back;
    kp_err last_err;
} world;

static void on_topic(void *arg, kp__topic_state *topic, kp_ns now)
{
    (void)topic;
    (void)now;
    ((world *)arg)->changed++;
}
static void on_ready(void *arg, kp__node *node, kp_ns now)
{
    (void)node;
    (void)now;
    ((world *)arg)->ready++;
}
static void on_down(void *arg, kp__node *node, kp_err err, kp_ns now)
{
    (void)node;
    (void)now;
    ((world *)arg)->gone++;
    ((world *)arg)->last_err = err;
}
static void on_unreachable(void *arg, kp_err err, const char *text, kp_ns now)
{
    (void)err;
    (void)now;
    assert_non_null(text);
    ((world *)arg)->unreachable++;
}

static void open_aged(world *w, const char *bootstrap, kp_ns metadata_max_age)
{
    memset(w, 0, sizeof *w);
    w->now = KP_SEC(1);
    w->leader = 1;
    w->partitions = 2;
    w->brokers = 3;
    w->topic_id = 1;
    kp__alloc_init(&w->alloc, NULL);
    kp__alloc_init(&w->peers_alloc, NULL);
    kp__log_init(&w->log, KP__LOG_DEBUG);
    for (int i = 0; i < SERVERS; i++)
        peer_init(&w->servers[i].peer, &w->peers_alloc);
    kp__cluster_config config = {.bootstrap_servers = bootstrap,
                                 .client_id = "test",
                                 .request_timeout = KP_SEC(30),
                                 .inflight_max = 5,
                                 .response_max = 16 << 20,
                                 .reconnect_backoff = KP_MS(50),
                                 .reconnect_backoff_max = KP_SEC(1),
                                 .retry_backoff = KP_MS(100),
                                 .retry_backoff_max = KP_SEC(1),
                                 .setup_timeout = KP_SEC(10),
                                 .setup_timeout_max = KP_SEC(30),
                                 .metadata_max_age = metadata_max_age,
                                 .metadata_max_idle = KP_SEC(300),
                                 .connections_max_idle = KP_SEC(540),
                                 .rebootstrap_trigger = KP_SEC(300),
                                 .auto_create = true};
    assert_int_equal(kp__cluster_new(&w->alloc, &config, 3, &w->log, &w->cluster), KP_OK);
    kp__cluster_events events = {.arg = w,
                                 .topic_changed = on_topic,
                                 .node_ready = on_ready,
                                 .node_down = on_down,
                                 .unreachable = on_unreachable};
    kp__cluster_listen(w->cluster, &events);
}

static void open_world(world *w, const char *bootstrap) { open_aged(w, bootstrap, KP_SEC(300)); }

static void close_world(world *w)
{
    kp__cluster_free(w->cluster);
    for (int i = 0; i < SERVERS; i++)
        peer_deinit(&w->servers[i].peer);
    assert_int_equal(w->alloc.bytes, 0);
}

static server *server_of(world *w, kp__node *node)
{
    int i = kp__node_port(node) - 1000;
    assert_in_range(i, 0, SERVERS - 1);
    return &w->servers[i];
}

static void answer_metadata(world *w, server *s, const peer_request *r)
{
    kp__metadata_response body;
    kp__message_defaults(&kp__metadata_response_message, &body);
    const kp__metadata_request *asked = r->body;
    kp__metadata_response_metadata_response_broker brokers[SERVERS] = {{0}};
    kp__metadata_response_metadata_response_partition partitions[8] = {{0}};
    kp__metadata_response_metadata_response_topic topics[8] = {{0}};
    s->metadata++;
    for (int i = 0; i < w->brokers; i++) {
        brokers[i].node_id = w->twice ? 1 : w->first + i + 1;
        brokers[i].host = kp__slice_str("h");
        brokers[i].port = w->bad_port ? 65536 : 1001 + i + w->moved;
        brokers[i].rack = kp__slice_str(w->rack);
    }
    for (int i = 0; i < w->partitions; i++) {
        partitions[i].partition_index = i;
        partitions[i].leader_id = w->leader;
        partitions[i].leader_epoch = w->epoch;
    }
    body.brokers.items = brokers;
    body.brokers.count = w->no_brokers ? 0 : w->brokers;
    body.cluster_id = kp__slice_str("the-cluster");
    body.controller_id = 2;
    body.topics.items = topics;
    for (int32_t i = 0; i < asked->topics.count && i < 8; i++) {
        topics[i].name = asked->topics.items[i].name;
        topics[i].error_code = w->topic_err;
        topics[i].topic_authorized_operations = INT32_MIN;
        topics[i].topic_id.bytes[0] = w->topic_id;
        topics[i].partitions.items = partitions;
        topics[i].partitions.count = w->topic_err ? 0 : w->partitions;
        body.topics.count++;
    }
    peer_answer(&s->peer, kp__node_session(s->node), &r->header, &body, w->now);
}

static void serve(world *w, server *s)
{
    peer_request r;
    while (s->node && !s->silent && peer_take(&s->peer, &r)) {
        kp__api_versions_response_api_version old[] = {{.api_key = 3, .max_version = w->metadata_max},
                                                       {.api_key = 18, .max_version = 3}};
        if (r.header.key == 18)
            peer_answer_versions(&s->peer, kp__node_session(s->node), &r.header, w->metadata_max ? old : NULL, 2,
                                 w->now);
        else
            answer_metadata(w, s, &r);
        peer_request_free(&r);
    }
}

static void drop(world *w, kp__node *node, kp_err err)
{
    for (int i = 0; i < SERVERS; i++) /* it may serve elsewhere by now */
        if (w->servers[i].node == node) {
            w->servers[i].node = NULL;
            w->servers[i].peer.len = 0;
        }
    kp__cluster_closed(w->cluster, node, err, "", w->now);
}

static bool act(world *w)
{
    kp__action action = kp__cluster_action(w->cluster, w->now);
    kp_address addresses[2] = {{.length = 4}, {.length = 8}};
    if (action.kind == KP__ACTION_NONE)
        return false;
    server *s = server_of(w, action.node);
    if (action.kind == KP__ACTION_RESOLVE) {
        s->resolves++;
        kp__cluster_resolved(w->cluster, action.node, s->refuse_resolve ? KP_ERR_RESOLVE : KP_OK, addresses,
                             s->refuse_resolve ? 0 : 2, "no such host", w->now);
    } else if (action.kind == KP__ACTION_CLOSE) {
        drop(w, action.node, KP_ERR_CLOSED);
    } else {
        s->connects++;
        if (s->down)
            kp__cluster_closed(w->cluster, action.node, KP_ERR_CONNECT, "", w->now);
        else if (!s->silent || s->node == NULL) {
            if (s->silent)
                return true; /* a black hole */
            if (s->node)
                drop(w, s->node, KP_ERR_DISCONNECTED);
            s->node = action.node;
            s->peer.len = 0;
            kp__cluster_connected(w->cluster, action.node, w->now);
        }
    }
    return true;
}

static void turn(world *w)
{
    for (int i = 0; i < SERVERS; i++)
        serve(w, &w->servers[i]);
    while (act(w))
        ;
    kp__cluster_tick(w->cluster, w->now);
    while (act(w))
        ;
    for (kp__node *node; (node = kp__cluster_unsent(w->cluster));) {
        server *s = server_of(w, node);
        if (s->node == node)
            peer_write(&s->peer, kp__node_session(node), SIZE_MAX, w->now);
    }
}

static bool answers_wait(world *w)
{
    for (int i = 0; i < SERVERS; i++)
        if (w->servers[i].peer.len >= 4 && !w->servers[i].silent)
            return true;
    return false;
}

static void until(world *w, kp_ns end)
{
    for (int same = 0; same < 1000; same++) {
        turn(w);
        kp_ns next = answers_wait(w) ? w->now : kp__ns_max(w->now, kp__cluster_deadline(w->cluster));
        if (next > end) {
            w->now = end;
            turn(w);
            return;
        }
        if (next > w->now)
            same = 0;
        w->now = next;
    }
    fail_msg("a busy loop");
}

static void run(world *w, kp_ns time) { until(w, w->now + time); }

/* ---- the list ---- */

TEST(B9_a_wrong_bootstrap_entry_is_named)
{
    static const char *const bad[] = {"",           "host",     ":9092",  "host:",    "host:0",
                                      "host:65536", "host:-1",  "h:1,,x", "::1:9092", "[::1]",
                                      "ho st:1",    "h@x:9092", "h:1x",   " , ",      "host:9092a"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        kp_error error = KP_ERROR_INIT;
        assert_int_equal(kp__bootstrap_check(bad[i], &error), KP_ERR_CONFIG);
        assert_non_null(strstr(error.text, "bootstrap.servers"));
    }
    assert_int_equal(kp__bootstrap_check("a:1, b:2 ,[::1]:65535,PLAINTEXT://c:9092", NULL), KP_OK);
    char many[1024] = "";
    for (int i = 0; i < 65; i++)
        strcat(many, "h:1000,");
    assert_int_equal(kp__bootstrap_check(many, NULL), KP_ERR_CONFIG);
}

/* ---- metadata ---- */

TEST(nothing_is_connected_before_something_is_wanted)
{
    world w;
    open_world(&w, "b:1000");
    run(&w, KP_SEC(10));
    assert_int_equal(w.servers[0].connects, 0);
    close_world(&w);
}

TEST(a_wanted_topic_is_asked_for_at_once)
{
    world w;
    open_world(&w, "b:1000");
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, 0);
    assert_int_equal(w.changed, 1);
    kp__topic_state *t = kp__cluster_topic(w.cluster, "t");
    assert_int_equal(t->partition_count, 2);
    assert_int_equal(t->partitions[1].leader, 1);
    assert_ptr_equal(t->partitions[1].node, kp__cluster_node(w.cluster, 1));
    assert_string_equal(kp__cluster_id(w.cluster), "the-cluster");
    assert_int_equal(kp__cluster_controller(w.cluster), 2);
    assert_int_equal(kp__cluster_want_topic(w.cluster, "u", NULL, w.now), KP_OK);
    run(&w, 0);
    assert_int_equal(w.changed, 2);
    close_world(&w);
}

TEST(all_is_asked_again_at_max_age_and_under_a_back_off_when_it_brings_nothing)
{
    world w;
    open_world(&w, "b:1000");
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    kp__cluster_refresh(w.cluster, w.now);
    run(&w, KP_SEC(1));
    int before = w.servers[0].metadata + w.servers[1].metadata + w.servers[2].metadata + w.servers[3].metadata;
    run(&w, KP_SEC(290));
    int after = w.servers[0].metadata + w.servers[1].metadata + w.servers[2].metadata + w.servers[3].metadata;
    assert_int_equal(after, before);
    run(&w, KP_SEC(20));
    after = w.servers[0].metadata + w.servers[1].metadata + w.servers[2].metadata + w.servers[3].metadata;
    assert_int_equal(after, before + 1);
    for (int i = 0; i < 1000; i++) { /* an impatient owner */
        kp__cluster_refresh(w.cluster, w.now);
        run(&w, KP_MS(10));
    }
    after = w.servers[0].metadata + w.servers[1].metadata + w.servers[2].metadata + w.servers[3].metadata;
    assert_in_range(after - before, 8, 25); /* in ten seconds, at most one a second in the end */
    close_world(&w);
}

static int metadata_asked(const world *w)
{
    int count = 0;
    for (int i = 0; i < SERVERS; i++)
        count += w->servers[i].metadata;
    return count;
}

TEST(all_is_asked_again_at_max_age_although_nobody_ever_asked_for_all)
{
    world w;
    open_world(&w, "b:1000");
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    for (int i = 0; i < 3; i++) {
        run(&w, KP_SEC(290));
        assert_int_equal(metadata_asked(&w), i + 1);
        run(&w, KP_SEC(11));
        assert_int_equal(metadata_asked(&w), i + 2);
    }
    close_world(&w);
}

static void *refuse(void *context, size_t size)
{
    (void)context;
    (void)size;
    return NULL;
}

static void *refuse_more(void *context, void *ptr, size_t size)
{
    (void)ptr;
    return refuse(context, size);
}

/* As the producer does while a lane lacks a leader, the owner asks in every turn. */
TEST(without_memory_metadata_is_asked_for_under_the_back_off)
{
    world w;
    char name[16];
    open_world(&w, "b:1000");
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(1));
    for (int i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "t%d", i);
        assert_int_equal(kp__cluster_want_topic(w.cluster, name, NULL, w.now), KP_OK);
    }
    kp__alloc good = {.alloc = w.alloc.alloc, .realloc = w.alloc.realloc};
    w.alloc.alloc = refuse;
    w.alloc.realloc = refuse_more;
    kp_ns from = w.now;
    for (int i = 0; i < 100; i++) {
        kp__cluster_refresh(w.cluster, w.now);
        turn(&w);
        kp__cluster_refresh(w.cluster, w.now);
        w.now = kp__ns_max(w.now, kp__cluster_deadline(w.cluster));
    }
    assert_true(w.now - from > KP_SEC(5));
    w.alloc.alloc = good.alloc;
    w.alloc.realloc = good.realloc;
    run(&w, KP_SEC(5));
    assert_int_equal(kp__cluster_topic(w.cluster, "t0")->partition_count, 2);
    close_world(&w);
}

TEST(F8_leader_epochs_never_go_back_unless_the_topic_was_made_anew)
{
    world w;
    open_world(&w, "b:1000");
    w.epoch = 5;
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(1));
    kp__topic_state *t = kp__cluster_topic(w.cluster, "t");
    w.epoch = 4;
    w.leader = 2;
    kp__cluster_refresh(w.cluster, w.now);
    run(&w, KP_SEC(1));
    assert_int_equal(t->partitions[0].leader, 1);
    assert_int_equal(t->partitions[0].leader_epoch, 5);
    w.topic_id = 2;
    w.partitions = 1; /* F9: with fewer of them */
    kp__cluster_refresh(w.cluster, w.now);
    run(&w, KP_SEC(2));
    assert_int_equal(t->partitions[0].leader, 2);
    assert_int_equal(t->partition_count, 1);
    close_world(&w);
}

/* Without memory for those it has now, it is what it was. */
TEST(F9_F24_a_topic_that_was_made_anew_with_more_partitions_needs_memory)
{
    world w;
    open_world(&w, "b:1000");
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(1));
    kp__topic_state *t = kp__cluster_topic(w.cluster, "t");
    kp__alloc good = {.realloc = w.alloc.realloc};
    w.topic_id = 2;
    w.partitions = 3;
    w.alloc.realloc = refuse_more;
    kp__cluster_refresh(w.cluster, w.now);
    run(&w, KP_SEC(2));
    assert_int_equal(t->partition_count, 2);
    assert_non_null(t->partitions[1].node);
    w.alloc.realloc = good.realloc;
    kp__cluster_refresh(w.cluster, w.now);
    run(&w, KP_SEC(5));
    assert_int_equal(t->partition_count, 3);
    close_world(&w);
}

static kp__topic_state *known_topic(world *w, uint8_t id, int32_t epoch)
{
    w->topic_id = id;
    w->epoch = epoch;
    assert_int_equal(kp__cluster_want_topic(w->cluster, "t", NULL, w->now), KP_OK);
    run(w, KP_SEC(1));
    return kp__cluster_topic(w->cluster, "t");
}

static int32_t leader_after(world *w, int32_t leader, int32_t epoch)
{
    w->leader = leader;
    w->epoch = epoch;
    kp__cluster_refresh(w->cluster, w->now);
    run(w, KP_SEC(2));
    return kp__cluster_topic(w->cluster, "t")->partitions[0].leader;
}

TEST(F9_without_ids_the_third_older_picture_in_a_row_is_believed)
{
    world w;
    open_world(&w, "b:1000");
    kp__topic_state *t = known_topic(&w, 0, 5);
    assert_int_equal(leader_after(&w, 2, 0), 1);
    assert_int_equal(leader_after(&w, 2, 0), 1);
    assert_int_equal(leader_after(&w, 1, 5), 1);
    assert_int_equal(leader_after(&w, 2, 0), 1);
    assert_int_equal(leader_after(&w, 2, 0), 1);
    assert_int_equal(leader_after(&w, 2, 0), 2);
    assert_int_equal(t->partitions[0].leader_epoch, 0);
    close_world(&w);
}

static int32_t count_after(world *w, int32_t partitions)
{
    w->partitions = partitions;
    kp__cluster_refresh(w->cluster, w->now);
    run(w, KP_SEC(2));
    return kp__cluster_topic(w->cluster, "t")->partition_count;
}

TEST(F9_without_ids_the_third_picture_in_a_row_with_fewer_partitions_is_believed)
{
    world w;
    open_world(&w, "b:1000");
    (void)known_topic(&w, 0, 5);
    assert_int_equal(count_after(&w, 1), 2);
    assert_int_equal(count_after(&w, 1), 2);
    assert_int_equal(count_after(&w, 2), 2);
    assert_int_equal(count_after(&w, 1), 2);
    assert_int_equal(count_after(&w, 1), 2);
    assert_int_equal(count_after(&w, 1), 1);
    assert_int_equal(count_after(&w, 3), 3);
    close_world(&w);
}

TEST(F8_KIP516_under_one_id_there_are_never_fewer_partitions)
{
    world w;
    open_world(&w, "b:1000");
    (void)known_topic(&w, 1, 5);
    for (int i = 0; i < 5; i++)
        assert_int_equal(count_after(&w, 1), 2);
    close_world(&w);
}

TEST(F8_KIP516_under_one_id_what_metadata_has_said_never_gets_older)
{
    world w;
    open_world(&w, "b:1000");
    (void)known_topic(&w, 1, 5);
    for (int i = 0; i < 10; i++)
        assert_int_equal(leader_after(&w, 2, 4), 1);
    w.topic_id = 2;
    assert_int_equal(leader_after(&w, 2, 0), 2);
    close_world(&w);
}

TEST(F9_KIP516_the_first_id_of_a_topic_is_believed_whatever_its_epochs)
{
    world w;
    open_world(&w, "b:1000");
    kp__topic_state *t = known_topic(&w, 0, 5);
    w.topic_id = 1;
    w.partitions = 1;
    assert_int_equal(leader_after(&w, 2, 0), 2);
    assert_int_equal(t->partition_count, 2); /* it may be the topic that it was */
    close_world(&w);
}

/* A hint that was late may be of the topic that was before, under the same name. */
TEST(F9_KIP951_what_only_a_hint_has_said_gives_way_to_the_third_older_picture_in_a_row)
{
    for (int said_by_metadata = 0; said_by_metadata < 2; said_by_metadata++) {
        world w;
        open_world(&w, "b:1000");
        kp__topic_state *t = known_topic(&w, 1, 0);
        assert_true(kp__cluster_leader_hint(w.cluster, t, 0, 2, 5, w.now));
        if (said_by_metadata)
            assert_int_equal(leader_after(&w, 2, 5), 2);
        assert_int_equal(leader_after(&w, 3, 1), 2);
        assert_int_equal(leader_after(&w, 3, 1), 2);
        assert_int_equal(leader_after(&w, 3, 1), said_by_metadata ? 2 : 3);
        close_world(&w);
    }
}

/* KAFKA-9212: their epochs may be behind the leaders that come with them. */
TEST(F8_epochs_of_metadata_before_version_9_are_not_compared)
{
    for (int16_t version = 7; version <= 9; version++) {
        world w;
        open_world(&w, "b:1000");
        w.metadata_max = version;
        (void)known_topic(&w, 0, 5);
        assert_int_equal(leader_after(&w, 2, 4), version < 9 ? 2 : 1);
        close_world(&w);
    }
}

TEST(F8_R10_a_topic_that_vanishes_keeps_its_partitions_and_a_count_never_shrinks)
{
    world w;
    open_world(&w, "b:1000");
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(1));
    kp__topic_state *t = kp__cluster_topic(w.cluster, "t");
    w.topic_err = 3;
    kp__cluster_refresh(w.cluster, w.now);
    run(&w, KP_SEC(5));
    assert_int_equal(t->err, 3);
    assert_int_equal(t->partition_count, 2);
    w.topic_err = 0;
    w.partitions = 1;
    kp__cluster_refresh(w.cluster, w.now);
    run(&w, KP_SEC(5));
    assert_int_equal(t->err, 0);
    assert_int_equal(t->partition_count, 2);
    close_world(&w);
}

TEST(KIP951_a_leader_hint_is_taken_only_when_it_is_newer)
{
    world w;
    open_world(&w, "b:1000");
    w.epoch = 5;
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(1));
    kp__topic_state *t = kp__cluster_topic(w.cluster, "t");
    assert_false(kp__cluster_leader_hint(w.cluster, t, 0, 2, 5, w.now));
    assert_false(kp__cluster_leader_hint(w.cluster, t, 2, 2, 6, w.now));
    assert_false(kp__cluster_leader_hint(w.cluster, t, -1, 2, 6, w.now));
    assert_false(kp__cluster_leader_hint(w.cluster, t, 0, 77, 6, w.now)); /* nobody knows where that is */
    assert_true(kp__cluster_leader_hint(w.cluster, t, 0, 2, 6, w.now));
    assert_ptr_equal(t->partitions[0].node, kp__cluster_node(w.cluster, 2));
    kp__cluster_endpoint_hint(w.cluster, 77, kp__slice_str("h"), 1003, kp__slice_null(), w.now);
    assert_true(kp__cluster_leader_hint(w.cluster, t, 0, 77, 7, w.now));
    close_world(&w);
}

TEST(B3_answers_that_cannot_be_are_not_believed)
{
    world w;
    open_world(&w, "b:1000");
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    w.bad_port = true;
    run(&w, KP_SEC(3));
    assert_false(kp__cluster_ready(w.cluster));
    w.bad_port = false;
    w.twice = true;
    run(&w, KP_SEC(3));
    assert_false(kp__cluster_ready(w.cluster));
    w.twice = false;
    w.no_brokers = true;
    run(&w, KP_SEC(3));
    assert_false(kp__cluster_ready(w.cluster));
    w.no_brokers = false;
    run(&w, KP_SEC(3));
    assert_true(kp__cluster_ready(w.cluster));
    assert_int_equal(w.changed, 1);
    close_world(&w);
}

/* ---- connections ---- */

TEST(every_bootstrap_server_and_every_address_is_tried)
{
    world w;
    open_world(&w, "a:1000,b:1001,c:1002");
    w.servers[0].down = w.servers[1].down = true;
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(2));
    assert_int_equal(w.changed, 1);
    for (int i = 0; i < 2; i++)
        assert_int_equal(w.servers[i].connects % 2, 0); /* both addresses, each time */
    close_world(&w);
}

TEST(I21_reconnects_back_off_and_say_that_nobody_is_there)
{
    world w;
    open_world(&w, "a:1000,b:1001");
    w.servers[0].down = true;
    w.servers[1].refuse_resolve = true;
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(60));
    assert_in_range(w.servers[0].resolves, 10, 85); /* towards one a second, +-20 % */
    assert_in_range(w.servers[1].resolves, 10, 85);
    assert_in_range(w.unreachable, 20, 61);
    w.servers[0].down = false;
    run(&w, KP_SEC(3));
    assert_int_equal(w.changed, 1);
    close_world(&w);
}

TEST(F19_a_connection_that_does_not_come_up_is_given_up_after_the_set_up_time_out)
{
    world w;
    open_world(&w, "a:1000");
    w.servers[0].silent = true;
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(7));
    assert_int_equal(w.servers[0].connects, 1);
    run(&w, KP_SEC(6));
    assert_int_equal(w.servers[0].connects, 2); /* the other address */
    w.servers[0].silent = false;
    run(&w, KP_SEC(30));
    assert_int_equal(w.changed, 1);
    close_world(&w);
}

TEST(R24_a_server_that_is_silent_does_not_hold_up_what_another_can_answer)
{
    world w;
    open_world(&w, "a:1000");
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(1));
    for (int32_t id = 1; id <= 3; id++)
        while (!kp__node_usable(w.cluster, kp__cluster_node(w.cluster, id), w.now))
            run(&w, KP_MS(10));
    for (int silent = 1; silent <= 3; silent++) {
        for (int i = 1; i <= 3; i++)
            w.servers[i].silent = i == silent;
        char name[8] = "new0";
        name[3] = (char)('0' + silent);
        int changed = w.changed;
        kp__cluster_refresh(w.cluster, w.now);
        run(&w, KP_MS(200));
        assert_int_equal(kp__cluster_want_topic(w.cluster, name, NULL, w.now), KP_OK);
        run(&w, KP_SEC(5));
        assert_true(w.changed > changed);
        w.servers[silent].silent = false;
        run(&w, KP_SEC(1));
    }
    close_world(&w);
}

TEST(R24_when_all_that_was_learned_is_gone_bootstrap_servers_are_asked_again_and_learned_ones_too)
{
    world w;
    open_world(&w, "a:1000");
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(1));
    for (int32_t id = 1; id <= 3; id++)
        while (!kp__node_usable(w.cluster, kp__cluster_node(w.cluster, id), w.now))
            run(&w, KP_MS(10));
    for (int i = 1; i <= 3; i++) {
        w.servers[i].down = true;
        drop(&w, w.servers[i].node, KP_ERR_DISCONNECTED);
    }
    int asked = w.servers[0].metadata;
    w.brokers = 2;
    run(&w, KP_SEC(10));
    assert_true(w.servers[0].metadata > asked);
    w.servers[0].down = true;
    if (w.servers[0].node)
        drop(&w, w.servers[0].node, KP_ERR_DISCONNECTED);
    w.servers[2].down = false;
    kp__cluster_refresh(w.cluster, w.now);
    run(&w, KP_SEC(10));
    assert_true(w.servers[2].metadata > 0);
    close_world(&w);
}

TEST(an_idle_connection_is_closed_without_a_back_off)
{
    world w;
    open_aged(&w, "a:1000", KP_SEC(100000)); /* whoever is asked is not idle */
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(1));
    kp__node *node = kp__cluster_node(w.cluster, 3);
    while (!kp__node_usable(w.cluster, node, w.now))
        run(&w, KP_MS(10));
    w.servers[1].down = w.servers[2].down = false;
    int gone = w.gone;
    for (int i = 0; i < 20 && kp__session_state_of(kp__node_session(node)) == KP__SESSION_READY; i++)
        run(&w, KP_SEC(100));
    assert_true(w.gone > gone);
    assert_false(kp__node_usable(w.cluster, node, w.now));
    run(&w, 0);
    assert_true(kp__node_usable(w.cluster, node, w.now));
    close_world(&w);
}

/* ---- brokers that leave ---- */

static int node_count(const world *w)
{
    int count = 0;
    for (kp__node *node = NULL; (node = kp__cluster_node_next(w->cluster, node));)
        count++;
    return count;
}

TEST(brokers_that_leave_give_their_memory_back)
{
    world w;
    int64_t bytes = 0;
    open_world(&w, "b:1000");
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(1));
    kp__topic_state *t = kp__cluster_topic(w.cluster, "t");
    for (int i = 1; i <= 1000; i++) {
        w.first = 3 * i;
        w.leader = w.first + 1 + i % 3;
        kp__cluster_refresh(w.cluster, w.now);
        run(&w, KP_SEC(2));
        assert_int_equal(t->partitions[0].leader, w.leader);
        assert_ptr_equal(t->partitions[0].node, kp__cluster_node(w.cluster, w.leader));
        assert_null(kp__cluster_node(w.cluster, w.first));
        assert_int_equal(node_count(&w), 1 + 3);
        if (i == 10)
            bytes = w.alloc.bytes;
    }
    assert_true(w.alloc.bytes <= bytes);
    close_world(&w);
}

TEST(each_of_a_hundred_brokers_is_found_by_its_id)
{
    world w;
    open_world(&w, "b:1000");
    w.brokers = 100;
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(1));
    assert_int_equal(node_count(&w), 1 + 100);
    for (int id = 1; id <= 100; id++) {
        assert_int_equal(kp__node_id(kp__cluster_node(w.cluster, id)), id);
        assert_int_equal(kp__node_port(kp__cluster_node(w.cluster, id)), 1000 + id);
    }
    assert_null(kp__cluster_node(w.cluster, 101));
    close_world(&w);
}

/* Its connection ends without a back-off, and the next one goes to the new place. */
TEST(a_broker_that_moved_is_dialled_where_it_is_now)
{
    world w;
    open_world(&w, "b:1000");
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(1));
    kp__node *node = kp__cluster_node(w.cluster, 1);
    (void)kp__node_usable(w.cluster, node, w.now);
    run(&w, 0);
    assert_ptr_equal(w.servers[1].node, node);
    assert_null(kp__node_rack(node));

    w.rack = "r2";
    kp__cluster_refresh(w.cluster, w.now);
    run(&w, KP_SEC(1));
    assert_string_equal(kp__node_rack(node), "r2");
    assert_ptr_equal(w.servers[1].node, node); /* another rack is no other place */

    w.rack = NULL;
    w.moved = 10;
    kp__cluster_refresh(w.cluster, w.now);
    run(&w, KP_SEC(1));
    assert_ptr_equal(kp__cluster_node(w.cluster, 1), node);
    assert_null(kp__node_rack(node));
    assert_int_equal(kp__node_port(node), 1011);
    assert_null(w.servers[1].node);
    (void)kp__node_usable(w.cluster, node, w.now);
    run(&w, 0);
    assert_ptr_equal(w.servers[11].node, node);
    close_world(&w);
}

/* The answer about one topic does not name the leader of another. */
TEST(a_partition_whose_leader_left_is_led_by_nobody)
{
    world w;
    open_world(&w, "b:1000");
    assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
    run(&w, KP_SEC(1));
    kp__topic_state *t = kp__cluster_topic(w.cluster, "t");
    assert_non_null(t->partitions[0].node);
    w.first = 1;
    w.leader = 2;
    int changed = w.changed;
    assert_int_equal(kp__cluster_want_topic(w.cluster, "u", NULL, w.now), KP_OK);
    run(&w, KP_MS(100));
    assert_null(t->partitions[0].node);
    assert_int_equal(t->partitions[0].leader, 1);
    assert_int_equal(w.changed, changed + 2);
    assert_null(kp__cluster_node(w.cluster, 1));
    assert_false(kp__cluster_leader_hint(w.cluster, t, 0, 1, 99, w.now));
    close_world(&w);
}

TEST(I23_a_cluster_that_is_freed_in_any_state_leaves_nothing)
{
    for (int steps = 0; steps < 12; steps++) {
        world w;
        open_world(&w, "a:1000,b:1001");
        assert_int_equal(kp__cluster_want_topic(w.cluster, "t", NULL, w.now), KP_OK);
        for (int i = 0; i < steps; i++)
            turn(&w);
        close_world(&w);
    }
}

TESTS(t(B9_a_wrong_bootstrap_entry_is_named), t(nothing_is_connected_before_something_is_wanted),
      t(a_wanted_topic_is_asked_for_at_once),
      t(all_is_asked_again_at_max_age_and_under_a_back_off_when_it_brings_nothing),
      t(all_is_asked_again_at_max_age_although_nobody_ever_asked_for_all),
      t(without_memory_metadata_is_asked_for_under_the_back_off),
      t(F8_leader_epochs_never_go_back_unless_the_topic_was_made_anew),
      t(F9_F24_a_topic_that_was_made_anew_with_more_partitions_needs_memory),
      t(F9_without_ids_the_third_older_picture_in_a_row_is_believed),
      t(F9_without_ids_the_third_picture_in_a_row_with_fewer_partitions_is_believed),
      t(F8_KIP516_under_one_id_there_are_never_fewer_partitions),
      t(F8_KIP516_under_one_id_what_metadata_has_said_never_gets_older),
      t(F9_KIP516_the_first_id_of_a_topic_is_believed_whatever_its_epochs),
      t(F9_KIP951_what_only_a_hint_has_said_gives_way_to_the_third_older_picture_in_a_row),
      t(F8_epochs_of_metadata_before_version_9_are_not_compared),
      t(F8_R10_a_topic_that_vanishes_keeps_its_partitions_and_a_count_never_shrinks),
      t(KIP951_a_leader_hint_is_taken_only_when_it_is_newer), t(B3_answers_that_cannot_be_are_not_believed),
      t(every_bootstrap_server_and_every_address_is_tried), t(I21_reconnects_back_off_and_say_that_nobody_is_there),
      t(F19_a_connection_that_does_not_come_up_is_given_up_after_the_set_up_time_out),
      t(R24_a_server_that_is_silent_does_not_hold_up_what_another_can_answer),
      t(R24_when_all_that_was_learned_is_gone_bootstrap_servers_are_asked_again_and_learned_ones_too),
      t(an_idle_connection_is_closed_without_a_back_off), t(brokers_that_leave_give_their_memory_back),
      t(each_of_a_hundred_brokers_is_found_by_its_id), t(a_broker_that_moved_is_dialled_where_it_is_now),
      t(a_partition_whose_leader_left_is_led_by_nobody), t(I23_a_cluster_that_is_freed_in_any_state_leaves_nothing))
