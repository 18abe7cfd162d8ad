/* The broker's memory is bounded whatever its clients do, and whoever behaves is served. First the book-keeping alone,
 * with a clock of the test's own, then a whole broker. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <broker/conn.h>
#include <tests/broker/batches.h>
#include <tests/broker/rig.h>
#include <tests/check.h>

/* ---- the book-keeping ---- */

enum { CONNS = 4, HALF = KP__INPUT_MAX / 2, LARGEST = 100 << 20 };

typedef struct books {
    kp_broker broker;
    kp__conn *conns[CONNS];
} books;

static void books_open(books *b)
{
    memset(b, 0, sizeof *b);
    kp__alloc_init(&b->broker.alloc, NULL);
    kp__log_init(&b->broker.log, KP__LOG_WARNING);
    kp__list_init(&b->broker.conns);
    kp__list_init(&b->broker.ready);
    kp__list_init(&b->broker.due);
    kp__budget_init(&b->broker.budget);
    b->broker.connections_max_idle = KP_SEC(600);
    b->broker.request_bytes_max = LARGEST;
    for (int i = 0; i < CONNS; i++)
        assert_int_equal(kp__conn_new(&b->broker, &b->conns[i]), KP_OK);
}

/* Its buffer for a request that has begun; 0: the request has ended. */
static void input(books *b, int i, size_t bytes)
{
    kp__conn *conn = b->conns[i];
    if (bytes)
        kp__budget_take(conn, bytes - conn->in_cap);
    else
        kp__budget_request_end(conn);
    conn->in = bytes ? (uint8_t *)conn : NULL; /* never touched */
    conn->in_cap = bytes;
    kp__budget_note(conn);
}

static void output(books *b, int i, size_t bytes)
{
    kp__conn *conn = b->conns[i];
    b->broker.budget.output += bytes - conn->share.output;
    conn->share.output = bytes;
    kp__budget_note(conn);
}

/* For `bytes` more of a request of `whole`. */
static bool ask_of(books *b, int i, size_t bytes, size_t whole) { return kp__budget_ask(b->conns[i], bytes, whole); }

static bool ask(books *b, int i, size_t bytes) { return ask_of(b, i, bytes, b->conns[i]->in_cap + bytes); }

/* A turn at `now`; what was woken before has been seen. */
static void turn(books *b, kp_ns now)
{
    while (kp__list_pop(&b->broker.ready))
        ;
    b->broker.now = now;
    kp__budget_turn(&b->broker);
}

static bool woken(const books *b, int i) { return kp__list_linked(&b->conns[i]->ready); }

static void books_close(books *b)
{
    for (int i = 0; i < CONNS; i++) {
        input(b, i, 0);
        output(b, i, 0);
        kp__conn_free(b->conns[i]);
    }
    assert_int_equal(b->broker.alloc.bytes, 0);
}

TEST(who_finds_no_room_is_woken_when_there_is)
{
    books b;
    books_open(&b);
    input(&b, 0, KP__INPUT_MAX);
    b.broker.budget.express = LARGEST; /* taken */
    assert_false(ask(&b, 1, HALF));
    assert_false(ask(&b, 2, HALF));
    turn(&b, 0);
    assert_false(woken(&b, 1) || woken(&b, 2));
    input(&b, 0, KP__INPUT_MAX + KP__CONN_SMALL);
    assert_true(ask(&b, 3, 0)); /* a small request always passes */
    input(&b, 0, HALF);
    turn(&b, 0);
    assert_true(woken(&b, 1)); /* the first */
    assert_false(woken(&b, 2));
    assert_true(ask(&b, 1, HALF));
    input(&b, 1, HALF);
    assert_false(ask(&b, 2, HALF));
    input(&b, 0, 0);
    turn(&b, 0);
    assert_true(woken(&b, 2));
    assert_true(ask(&b, 2, HALF));
    books_close(&b);
}

TEST(the_first_in_line_goes_past_the_limit_however_large_its_request)
{
    books b;
    books_open(&b);
    input(&b, 0, HALF);
    input(&b, 1, HALF);
    assert_false(ask_of(&b, 1, 1, LARGEST + 4)); /* its size field included */
    assert_false(ask(&b, 0, 1));
    assert_false(ask_of(&b, 1, 1, LARGEST + 4)); /* asking again loses no place and wins none */
    turn(&b, 0);
    assert_true(woken(&b, 1));
    assert_false(woken(&b, 0));
    assert_true(ask(&b, 1, LARGEST));
    input(&b, 1, LARGEST);
    turn(&b, 0);
    assert_true(woken(&b, 0)); /* the express left its half to the others */
    assert_true(ask(&b, 0, HALF));
    assert_false(ask(&b, 0, HALF + 1));
    turn(&b, 0);
    assert_false(woken(&b, 0));
    input(&b, 1, 0); /* the request has come to its end */
    turn(&b, 0);
    assert_true(woken(&b, 0));
    books_close(&b);
}

TEST(as_many_of_the_first_in_line_go_past_the_limit_as_are_the_largest_request_together)
{
    books b;
    books_open(&b);
    input(&b, 3, KP__INPUT_MAX);
    assert_false(ask_of(&b, 0, 1, LARGEST / 2));
    assert_false(ask_of(&b, 1, 1, LARGEST / 2));
    assert_false(ask_of(&b, 2, 1, LARGEST / 2));
    turn(&b, 0);
    assert_true(woken(&b, 0) && woken(&b, 1));
    assert_false(woken(&b, 2));
    assert_true(ask(&b, 0, LARGEST / 2) && ask(&b, 1, LARGEST / 2));
    input(&b, 0, LARGEST / 2);
    input(&b, 1, LARGEST / 4);
    turn(&b, 0);
    assert_false(woken(&b, 2)); /* what is paid for is not given to others */
    input(&b, 0, 0);
    turn(&b, 0);
    assert_true(woken(&b, 2));
    books_close(&b);
}

TEST(a_small_request_boards_the_express_no_sooner_than_a_large_one_that_came_before)
{
    books b;
    books_open(&b);
    input(&b, 3, KP__INPUT_MAX);
    assert_false(ask_of(&b, 0, 1, LARGEST / 2));
    turn(&b, 0);
    assert_true(ask(&b, 0, LARGEST / 2));
    assert_false(ask_of(&b, 1, 1, LARGEST));
    assert_false(ask_of(&b, 2, 1, 1));
    turn(&b, 0);
    assert_false(woken(&b, 1) || woken(&b, 2));
    input(&b, 0, 0);
    turn(&b, 0);
    assert_true(woken(&b, 1));
    books_close(&b);
}

TEST(who_does_not_end_its_request_is_closed_once_others_wait)
{
    books b;
    kp__log_line line;
    books_open(&b);
    input(&b, 0, KP__INPUT_MAX - 1000);
    input(&b, 1, 1000);
    turn(&b, KP_SEC(100)); /* nobody is in its way */
    assert_false(b.conns[0]->closing);
    assert_int_equal(b.broker.budget.look_at, KP_NEVER);
    assert_false(ask(&b, 2, 500)); /* goes by the express, and stands still, too */
    turn(&b, KP_SEC(100));
    assert_true(b.conns[0]->closing); /* it holds most */
    assert_false(b.conns[1]->closing);
    assert_true(kp__log_take(&b.broker.log, &line));
    assert_non_null(strstr(line.text, "others wait for memory"));
    books_close(&b);

    books_open(&b);
    input(&b, 0, KP__INPUT_MAX);
    assert_false(ask(&b, 1, 1));
    for (kp_ns now = 0; now < KP_SEC(KP__INPUT_PATIENCE_S);
         now += KP_SEC(KP__INPUT_STALL_S) - 1) { /* a byte at a time */
        turn(&b, now);
        assert_false(b.conns[0]->closing);
        b.conns[0]->active_at = now;
    }
    turn(&b, KP_SEC(KP__INPUT_PATIENCE_S) - 1);
    assert_false(b.conns[0]->closing);
    assert_int_equal(b.broker.budget.look_at, KP_SEC(KP__INPUT_PATIENCE_S));
    input(&b, 0, 0); /* it was slow, but has come to its end */
    input(&b, 0, KP__INPUT_MAX);
    turn(&b, KP_SEC(KP__INPUT_PATIENCE_S));
    assert_false(b.conns[0]->closing);
    books_close(&b);
}

TEST(who_sends_nothing_of_its_request_is_closed_sooner_and_all_of_them_at_once)
{
    books b;
    books_open(&b);
    input(&b, 0, HALF);
    input(&b, 1, HALF);
    assert_false(ask(&b, 2, 1));
    turn(&b, KP_SEC(KP__INPUT_STALL_S) - 1);
    assert_false(b.conns[0]->closing || b.conns[1]->closing);
    assert_int_equal(b.broker.budget.look_at, KP_SEC(KP__INPUT_STALL_S));
    turn(&b, KP_SEC(KP__INPUT_STALL_S));
    assert_true(b.conns[0]->closing != b.conns[1]->closing);
    assert_true(b.broker.budget.look_at <= b.broker.now); /* a turn follows */
    turn(&b, KP_SEC(KP__INPUT_STALL_S));
    assert_true(b.conns[0]->closing && b.conns[1]->closing);
    books_close(&b);
}

TEST(who_stands_in_line_itself_is_not_closed)
{
    books b;
    books_open(&b);
    input(&b, 0, HALF);
    input(&b, 1, HALF);
    assert_false(ask(&b, 0, 1));
    assert_false(ask(&b, 1, 1));
    turn(&b, KP_SEC(100));
    assert_false(b.conns[0]->closing);
    assert_false(b.conns[1]->closing);
    books_close(&b);
}

TEST(unread_answers_stop_their_readers_first_then_all_then_the_slow_are_closed)
{
    books b;
    books_open(&b);
    output(&b, 0, KP__OUTPUT_MAX / 2);
    assert_true(ask(&b, 0, 0));
    assert_false(kp__budget_owes_output(b.conns[0]));
    output(&b, 1, 1000);
    assert_true(kp__budget_owes_output(b.conns[0]));
    assert_false(kp__budget_owes_output(b.conns[2]));
    output(&b, 1, KP__OUTPUT_MAX);
    assert_false(ask(&b, 2, 0));
    turn(&b, KP_SEC(KP__OUTPUT_PATIENCE_S) - 1);
    assert_false(woken(&b, 2) || b.conns[0]->closing || b.conns[1]->closing);
    turn(&b, KP_SEC(KP__OUTPUT_PATIENCE_S));
    assert_false(b.conns[0]->closing);
    assert_true(b.conns[1]->closing);
    output(&b, 1, 0);
    turn(&b, KP_SEC(KP__OUTPUT_PATIENCE_S));
    assert_true(woken(&b, 2));
    assert_false(b.conns[0]->closing);
    books_close(&b);
}

TEST(a_connection_on_which_nothing_moves_is_closed_but_not_one_whose_answer_waits)
{
    books b;
    kp__wait *wait = (kp__wait *)(void *)&b; /* never touched */
    books_open(&b);
    b.conns[1]->wait = wait;
    assert_int_equal(kp__conns_idle_deadline(&b.broker), KP_SEC(600));
    b.broker.now = KP_SEC(600);
    kp__conns_close_idle(&b.broker);
    assert_true(b.conns[0]->closing && b.conns[2]->closing);
    assert_false(b.conns[1]->closing);
    b.conns[1]->wait = NULL;
    books_close(&b);
}

/* ---- a whole broker ---- */

typedef struct fixture {
    broker_rig rig;
    kclient client;
    int64_t base; /* bytes that it takes without anyone's doing */
} fixture;

static void start(fixture *f, int32_t request_bytes_max)
{
    rig_init(&f->rig);
    f->rig.options.request_bytes_max = request_bytes_max;
    rig_open(&f->rig);
    client_open(&f->client, rig_address(&f->rig));
    assert_int_equal(client_create(&f->client, "t", 1), 0);
    f->base = f->rig.broker->alloc.bytes;
}

static int64_t peak(const fixture *f) { return f->rig.broker->alloc.bytes_max - f->base; }

static void stop(fixture *f)
{
    client_close(&f->client);
    rig_deinit(&f->rig);
}

/* A Produce request with about `bytes` of records; the caller frees. */
static uint8_t *produce_frame(fixture *f, size_t bytes, size_t *len)
{
    uint8_t *batch = malloc(bytes), *out = malloc(bytes + 200);
    assert_true(batch && out);
    size_t size = batch_make(batch, bytes, &(batch_plan){NO_PRODUCER, .count = 1, .value_size = (int)bytes - 101});
    kp__produce_request_partition_produce_data data = {.records = {.flat = kp__slice_of(batch, size)}};
    kp__produce_request_topic_produce_data one = {.name = kp__slice_str("t"), .partition_data = {&data, 1}};
    kp__produce_request request = {.acks = -1, .timeout_ms = 1000, .topic_data = {&one, 1}};
    *len = client_frame(&f->client, 0, 9, &request, out, bytes + 200);
    free(batch);
    return out;
}

/* All send the same frame, a piece each in turn, and all get their answers. */
static void all_at_once(fixture *f, int count, const uint8_t *frame, size_t len, size_t piece)
{
    kclient *crowd = calloc((size_t)count, sizeof *crowd);
    struct pollfd *polls = calloc((size_t)count, sizeof *polls);
    size_t *done = calloc((size_t)count, sizeof *done);
    assert_true(crowd && polls && done);
    for (int i = 0; i < count; i++) {
        client_open(&crowd[i], rig_address(&f->rig));
        polls[i] = (struct pollfd){.fd = crowd[i].fd, .events = POLLOUT};
    }
    for (int left = count; left > 0;) {
        assert_true(poll(polls, (nfds_t)count, 60000) > 0);
        for (int i = 0; i < count; i++) {
            if (!polls[i].revents)
                continue;
            size_t some = len - done[i] < piece ? len - done[i] : piece;
            ssize_t n = send(crowd[i].fd, frame + done[i], some, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (n < 0 && errno != EAGAIN)
                fail_msg("client %d is closed: %s", i, f->rig.last_line);
            done[i] += n > 0 ? (size_t)n : 0;
            if (done[i] == len) {
                polls[i].fd = -1;
                left--;
            }
        }
    }
    for (int i = 0; i < count; i++) {
        produced got = client_receive_produce(&crowd[i]);
        if (got.err && got.err != KP_ERR_MESSAGE_TOO_LARGE)
            fail_msg("client %d: %s; %s", i, kp_err_name(got.err), f->rig.last_line);
        client_close(&crowd[i]);
    }
    free(crowd);
    free(polls);
    free(done);
}

TEST(many_requests_that_come_together_in_pieces_all_come_to_their_end)
{
    enum { COUNT = 100, BYTES = 1000000 };
    fixture f;
    size_t len;
    start(&f, 4 << 20);
    uint8_t *frame = produce_frame(&f, BYTES, &len);
    all_at_once(&f, COUNT, frame, len, 20000);
    if (peak(&f) > KP__INPUT_MAX + (8 << 20))
        fail_msg("the broker held %lld bytes", (long long)peak(&f));
    free(frame);
    stop(&f);
}

TEST(requests_of_the_largest_size_fit_one_after_the_other)
{
    enum { COUNT = 4, BYTES = KP__INPUT_MAX * 2 };
    fixture f;
    size_t len;
    start(&f, BYTES + 1000);
    uint8_t *frame = produce_frame(&f, BYTES, &len);
    all_at_once(&f, COUNT, frame, len, 1 << 20);
    if (peak(&f) > KP__INPUT_MAX + BYTES + (8 << 20))
        fail_msg("the broker held %lld bytes", (long long)peak(&f));
    free(frame);
    stop(&f);
}

TEST(small_requests_pass_where_half_requests_fill_the_memory)
{
    enum { COUNT = 150, BYTES = 1000000 };
    kclient crowd[COUNT];
    fixture f;
    size_t len;
    start(&f, 4 << 20);
    uint8_t *frame = produce_frame(&f, BYTES, &len);
    for (int i = 0; i < COUNT; i++) {
        client_open(&crowd[i], rig_address(&f.rig));
        for (size_t done = 0; done < len / 2;) { /* as much as goes */
            ssize_t n = send(crowd[i].fd, frame + done, len / 2 - done, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (n < 0)
                break;
            done += (size_t)n;
        }
    }
    assert_true(client_producer_id(&f.client) >= 0);
    for (int i = 0; i < COUNT; i++)
        client_close(&crowd[i]);
    free(frame);
    stop(&f);
}

/* Asks `times` times for all there is to say of one topic: 2.5 KiB each. */
static kp__describe_configs_request describe(kp__describe_configs_request_describe_configs_resource *items,
                                             int32_t times, const char *topic)
{
    for (int32_t i = 0; i < times; i++)
        items[i] = (kp__describe_configs_request_describe_configs_resource){
            .resource_type = 2, .resource_name = kp__slice_str(topic), .configuration_keys = {.count = -1}};
    return (kp__describe_configs_request){
        .resources = {items, times}, .include_synonyms = true, .include_documentation = true};
}

TEST(who_never_reads_is_closed_when_answers_fill_the_memory_and_the_others_are_answered)
{
    enum { COUNT = 24, TIMES = 300 };
    static kp__describe_configs_request_describe_configs_resource items[TIMES];
    kclient crowd[COUNT];
    fixture f;
    int small = 4096;
    start(&f, 1 << 20);
    kp__describe_configs_request request = describe(items, TIMES, "t");
    for (int i = 0; i < COUNT; i++) {
        client_open(&crowd[i], rig_address(&f.rig));
        setsockopt(crowd[i].fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        for (int n = 0; n < 8; n++) /* little: it is not a matter of who sends */
            (void)client_send(&crowd[i], 32, 4, &request);
    }
    assert_true(client_producer_id(&f.client) >= 0);
    if (peak(&f) > KP__OUTPUT_MAX + KP__ANSWER_MAX)
        fail_msg("the broker held %lld bytes", (long long)peak(&f));
    for (int i = 0; i < COUNT; i++)
        client_close(&crowd[i]);
    stop(&f);
}

TEST(who_is_not_described_for_want_of_room_is_told_so_and_the_others_are_described)
{
    enum { TIMES = 3500 };
    static kp__describe_configs_request_describe_configs_resource items[TIMES];
    kp__describe_configs_response response;
    fixture f;
    start(&f, 1 << 20);
    kp__describe_configs_request request = describe(items, TIMES, "t");
    assert_true(client_call(&f.client, 32, 4, &request, &response));
    assert_int_equal(response.results.count, TIMES);
    int described = 0;
    while (described < TIMES && response.results.items[described].error_code == 0)
        assert_true(response.results.items[described++].configs.count > 20);
    assert_true(described > TIMES / 2 && described < TIMES);
    for (int i = described; i < TIMES; i++) {
        kp__slice words = response.results.items[i].error_message;
        assert_int_equal(response.results.items[i].error_code, KP_ERR_INVALID_REQUEST);
        assert_int_equal(response.results.items[i].configs.count, 0);
        assert_non_null(strstr(kp__arena_str(&f.client.arena, words), "8 MiB"));
    }
    assert_true(peak(&f) < 2 * KP__ARENA_MAX + KP__ANSWER_MAX);
    stop(&f);
}

TEST(an_answer_larger_than_any_may_be_is_not_built)
{
    enum { TIMES = 160000 };
    static kp__describe_configs_request_describe_configs_resource items[TIMES];
    fixture f;
    kclient greedy;
    start(&f, 1 << 20);
    int before = atomic_load(&f.rig.lines);
    kp__describe_configs_request request = describe(items, TIMES, "-"); /* of a topic that is not there */
    client_open(&greedy, rig_address(&f.rig));
    assert_true(client_send(&greedy, 32, 4, &request));
    assert_true(client_is_closed(&greedy));
    client_close(&greedy);
    assert_true(client_producer_id(&f.client) >= 0);
    assert_true(atomic_load(&f.rig.lines) > before);
    if (!strstr(f.rig.last_line, kp_err_text(KP_ERR_LIMIT)))
        fail_msg("%s", f.rig.last_line);
    assert_true(peak(&f) < 2 * KP__ARENA_MAX + KP__ANSWER_MAX);
    assert_true(f.rig.broker->alloc.bytes - f.base < 4 << 20); /* given back */
    stop(&f);
}

TEST(an_answer_brings_records_of_so_many_partitions_and_no_more)
{
    enum { TIMES = KP__RANGES_MAX + 100 };
    fixture f;
    uint8_t batch[200];
    kp__fetch_response response;
    start(&f, 4 << 20);
    size_t len = batch_make(batch, sizeof batch, &(batch_plan){NO_PRODUCER, .count = 1, .value_size = 10});
    assert_int_equal(client_produce(&f.client, "t", 0, kp__slice_of(batch, len)).err, 0);
    kp__fetch_request_fetch_partition *parts = calloc(TIMES, sizeof *parts);
    assert_non_null(parts);
    for (int i = 0; i < TIMES; i++)
        parts[i] = (kp__fetch_request_fetch_partition){.current_leader_epoch = -1,
                                                       .last_fetched_epoch = -1,
                                                       .log_start_offset = -1,
                                                       .partition_max_bytes = 1000,
                                                       .high_watermark = INT64_MAX};
    kp__fetch_request_fetch_topic one = {.topic = kp__slice_str("t"), .partitions = {parts, TIMES}};
    kp__fetch_request request = {.cluster_id = kp__slice_null(),
                                 .replica_id = -1,
                                 .replica_state = {-1, -1},
                                 .max_bytes = INT32_MAX,
                                 .session_epoch = -1,
                                 .topics = {&one, 1},
                                 .rack_id = kp__slice_str("")};
    assert_true(client_call(&f.client, 1, 11, &request, &response));
    assert_int_equal(response.responses.items[0].partitions.count, TIMES);
    for (int i = 0; i < TIMES; i++) {
        const kp__fetch_response_partition_data *got = &response.responses.items[0].partitions.items[i];
        assert_int_equal(got->error_code, 0);
        assert_int_equal(got->high_watermark, 1);
        assert_int_equal(got->records.flat.len, i < KP__RANGES_MAX ? len : 0);
    }
    free(parts);
    stop(&f);
}

/* A fetch waits three times as long as a connection may be idle. */
static bool fetch_outlives_idleness(kp_ns idle_max)
{
    broker_rig rig;
    kclient idle, waiting;
    rig_init(&rig);
    rig.options.connections_max_idle = idle_max;
    rig_open(&rig);
    client_open(&waiting, rig_address(&rig));
    bool lived = client_create(&waiting, "t", 1) == 0 &&
                 client_send_fetch(&waiting, "t", 0, 1000, 1, (int32_t)(idle_max * 3 / KP_MS(1)));
    client_open(&idle, rig_address(&rig));
    assert_true(client_is_closed(&idle));
    lived = lived && client_receive_fetch(&waiting).err == 0;
    if (lived)
        assert_true(client_is_closed(&waiting));
    client_close(&idle);
    client_close(&waiting);
    rig_deinit(&rig);
    return lived;
}

/* A machine that stalls for longer than the idleness makes the other client idle, too, between its requests. */
TEST(an_idle_connection_is_closed_but_a_fetch_may_wait_longer)
{
    kp_ns idle_max = KP_MS(50);
    while (!fetch_outlives_idleness(idle_max)) {
        idle_max *= 3;
        assert_true(idle_max < KP_SEC(3));
    }
}

TESTS(t(who_finds_no_room_is_woken_when_there_is), t(the_first_in_line_goes_past_the_limit_however_large_its_request),
      t(as_many_of_the_first_in_line_go_past_the_limit_as_are_the_largest_request_together),
      t(a_small_request_boards_the_express_no_sooner_than_a_large_one_that_came_before),
      t(who_does_not_end_its_request_is_closed_once_others_wait),
      t(who_sends_nothing_of_its_request_is_closed_sooner_and_all_of_them_at_once),
      t(who_stands_in_line_itself_is_not_closed),
      t(unread_answers_stop_their_readers_first_then_all_then_the_slow_are_closed),
      t(a_connection_on_which_nothing_moves_is_closed_but_not_one_whose_answer_waits),
      t(many_requests_that_come_together_in_pieces_all_come_to_their_end),
      t(requests_of_the_largest_size_fit_one_after_the_other),
      t(small_requests_pass_where_half_requests_fill_the_memory),
      t(who_never_reads_is_closed_when_answers_fill_the_memory_and_the_others_are_answered),
      t(who_is_not_described_for_want_of_room_is_told_so_and_the_others_are_described),
      t(an_answer_larger_than_any_may_be_is_not_built), t(an_answer_brings_records_of_so_many_partitions_and_no_more),
      t(an_idle_connection_is_closed_but_a_fetch_may_wait_longer))
