#include <tests/peer.h>

#include <stdio.h>

typedef struct world {
    kp__alloc alloc;
    kp__log log;
    kp__arena answers;
    kp__session *session;
    peer peer;
    int changes;
} world;

typedef struct asked {
    kp__request request;
    int done, written;
    kp_err err;
    bool maybe_sent;
    int16_t version;
    int32_t controller;
    world *w;
} asked;

static void on_changed(void *arg) { ((world *)arg)->changes++; }

static void world_init(world *w)
{
    memset(w, 0, sizeof *w);
    kp__alloc_init(&w->alloc, NULL);
    kp__log_init(&w->log, KP__LOG_DEBUG);
    kp__arena_init(&w->answers, &w->alloc, 1 << 20);
    kp__session_config config = {.client_id = "test",
                                 .software_name = "kprod",
                                 .software_version = "1",
                                 .request_timeout = KP_SEC(30),
                                 .inflight_max = 3,
                                 .response_max = 1 << 20,
                                 .answers = &w->answers,
                                 .changed = on_changed,
                                 .changed_arg = w};
    assert_int_equal(kp__session_new(&w->alloc, &config, &w->log, &w->session), KP_OK);
    peer_init(&w->peer, &w->alloc);
}

static void world_deinit(world *w)
{
    kp__session_down(w->session, KP_ERR_CLOSED, 0);
    kp__session_free(w->session);
    kp__arena_deinit(&w->answers);
    peer_deinit(&w->peer);
    assert_int_equal(w->alloc.bytes, 0);
}

static void make_ready(world *w, kp_ns now)
{
    peer_request request;
    kp__session_up(w->session, now);
    peer_write(&w->peer, w->session, SIZE_MAX, now);
    assert_true(peer_take(&w->peer, &request));
    assert_int_equal(request.header.key, 18);
    peer_answer_versions(&w->peer, w->session, &request.header, NULL, 0, now);
    peer_request_free(&request);
    assert_int_equal(kp__session_state_of(w->session), KP__SESSION_READY);
}

static kp_err encode_metadata(kp__request *request, int16_t version, kp__gather *out)
{
    kp__metadata_request body;
    kp__message_defaults(request->message, &body);
    return kp__wire_encode(request->message, version, &body, out);
}

static void on_written(kp__request *request, kp_ns now)
{
    (void)now;
    ((asked *)request->owner)->written++;
}

static void on_done(kp__request *request, const kp__answer *answer)
{
    asked *a = request->owner;
    a->done++;
    a->err = answer->err;
    a->maybe_sent = answer->maybe_sent;
    a->version = answer->version;
    if (answer->body)
        a->controller = ((const kp__metadata_response *)answer->body)->controller_id;
}

static void asked_init(asked *a, world *w)
{
    memset(a, 0, sizeof *a);
    a->w = w;
    kp__request_init(&a->request, &w->alloc, &kp__metadata_request_message, 1 << 20);
    a->request.encode = encode_metadata;
    a->request.written = on_written;
    a->request.done = on_done;
    a->request.owner = a;
}

static void answer_metadata(world *w, peer_request *request, int32_t controller, int32_t throttle_ms, kp_ns now)
{
    kp__metadata_response body;
    kp__message_defaults(&kp__metadata_response_message, &body);
    body.controller_id = controller;
    body.throttle_time_ms = throttle_ms;
    peer_answer(&w->peer, w->session, &request->header, &body, now);
    peer_request_free(request);
}

TEST(versions_are_asked_first_in_the_highest_version_and_make_it_ready)
{
    world w;
    world_init(&w);
    assert_false(kp__session_free_slot(w.session, 0));
    make_ready(&w, 0);
    assert_true(kp__session_free_slot(w.session, 0));
    asked a;
    asked_init(&a, &w);
    assert_int_equal(kp__session_version(w.session, &a.request),
                     kp__message_version_max(&kp__metadata_request_message));
    a.request.version_min = 1;
    a.request.version_max = 5;
    assert_int_equal(kp__session_version(w.session, &a.request), 5);
    kp__request_deinit(&a.request);
    world_deinit(&w);
}

TEST(unsupported_api_versions_is_read_as_version_0_and_asked_again_lower)
{
    world w;
    world_init(&w);
    peer_request request;
    kp__session_up(w.session, 0);
    peer_write(&w.peer, w.session, SIZE_MAX, 0);
    assert_true(peer_take(&w.peer, &request));
    assert_true(request.header.version >= 3);
    kp__api_versions_response body;
    kp__message_defaults(&kp__api_versions_response_message, &body);
    kp__api_versions_response_api_version row = {0};
    row.api_key = 18;
    row.max_version = 2;
    body.error_code = 35;
    body.api_keys.items = &row;
    body.api_keys.count = 1;
    kp__request_header old = request.header;
    old.version = 0;
    peer_answer(&w.peer, w.session, &old, &body, 0);
    peer_request_free(&request);
    assert_int_equal(kp__session_state_of(w.session), KP__SESSION_VERSIONS);
    peer_write(&w.peer, w.session, SIZE_MAX, 0);
    assert_true(peer_take(&w.peer, &request));
    assert_int_equal(request.header.version, 2);
    row.api_key = 3;
    row.max_version = 4;
    body.error_code = 0;
    peer_answer(&w.peer, w.session, &request.header, &body, 0);
    peer_request_free(&request);
    assert_int_equal(kp__session_state_of(w.session), KP__SESSION_READY);
    asked a;
    asked_init(&a, &w);
    assert_int_equal(kp__session_version(w.session, &a.request), 4);
    a.request.version_min = 5;
    a.request.version_max = 9;
    assert_int_equal(kp__session_submit(w.session, &a.request, 0), KP_ERR_UNSUPPORTED_VERSION);
    kp__request_deinit(&a.request);
    world_deinit(&w);
}

TEST(B3_versions_that_contradict_themselves_doom)
{
    static const struct {
        int16_t key, min, max, key2;
    } bad[] = {{0, 5, 3, 1}, {0, -1, 3, 1}, {3, 0, 1, 3}};
    for (size_t i = 0; i < 3; i++) {
        world w;
        world_init(&w);
        peer_request request;
        kp__session_up(w.session, 0);
        peer_write(&w.peer, w.session, SIZE_MAX, 0);
        assert_true(peer_take(&w.peer, &request));
        kp__api_versions_response_api_version rows[2] = {{0}, {0}};
        rows[0].api_key = bad[i].key;
        rows[0].min_version = bad[i].min;
        rows[0].max_version = bad[i].max;
        rows[1].api_key = bad[i].key2;
        rows[1].max_version = 1;
        peer_answer_versions(&w.peer, w.session, &request.header, rows, 2, 0);
        peer_request_free(&request);
        assert_int_equal(kp__session_state_of(w.session), KP__SESSION_DOOMED);
        assert_int_equal(kp__session_doom_err(w.session), KP_ERR_PROTOCOL);
        world_deinit(&w);
    }
}

TEST(answers_are_matched_in_order_however_the_bytes_are_cut)
{
    world w;
    world_init(&w);
    make_ready(&w, 0);
    asked a[3];
    uint8_t stream[4096];
    size_t stream_len = 0;
    for (int i = 0; i < 3; i++) {
        peer_request request;
        asked_init(&a[i], &w);
        assert_true(kp__session_free_slot(w.session, 0));
        assert_int_equal(kp__session_submit(w.session, &a[i].request, 0), KP_OK);
        assert_false(kp__session_free_slot(w.session, 0)); /* not before it is written */
        peer_write(&w.peer, w.session, SIZE_MAX, 0);
        assert_int_equal(a[i].written, 1);
        assert_true(peer_take(&w.peer, &request));
        kp__metadata_response body;
        kp__message_defaults(&kp__metadata_response_message, &body);
        body.controller_id = 10 + i;
        size_t len;
        uint8_t *bytes = peer_encode(&w.peer, 3, request.header.version, request.header.correlation_id, &body, &len);
        memcpy(stream + stream_len, bytes, len);
        stream_len += len;
        free(bytes);
        peer_request_free(&request);
    }
    assert_int_equal(kp__session_inflight(w.session), 3);
    assert_false(kp__session_free_slot(w.session, 0));
    for (size_t at = 0; at < stream_len; at++)
        peer_feed(w.session, stream + at, 1, 1, 5);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(a[i].done, 1);
        assert_int_equal(a[i].controller, 10 + i);
        kp__request_deinit(&a[i].request);
    }
    assert_int_equal(kp__session_inflight(w.session), 0);
    world_deinit(&w);
}

/* Feeds `bytes` to a session with one request in flight; expects doom, and the answer only after the close. */
static void feed_bad(const void *bytes, size_t len, const char *hint)
{
    world w;
    world_init(&w);
    make_ready(&w, 0);
    asked a;
    asked_init(&a, &w);
    assert_int_equal(kp__session_submit(w.session, &a.request, 0), KP_OK);
    peer_write(&w.peer, w.session, SIZE_MAX, 0);
    peer_feed(w.session, bytes, len, 0, 0);
    assert_int_equal(kp__session_state_of(w.session), KP__SESSION_DOOMED);
    assert_int_equal(kp__session_doom_err(w.session), KP_ERR_PROTOCOL);
    if (hint)
        assert_non_null(strstr(kp__session_doom_text(w.session), hint));
    assert_int_equal(a.done, 0);
    struct iovec iov[4];
    assert_int_equal(kp__session_unsent(w.session, iov, 4), 0);
    kp__session_down(w.session, KP_ERR_DISCONNECTED, 0);
    assert_int_equal(a.done, 1);
    assert_int_equal(a.err, KP_ERR_PROTOCOL);
    assert_true(a.maybe_sent);
    kp__request_deinit(&a.request);
    world_deinit(&w);
}

TEST(B1_bad_frames_doom)
{
    feed_bad("\xff\xff\xff\xff", 4, NULL);
    feed_bad("\0\0\0\0", 4, NULL);
    feed_bad("\0\0\0\3", 4, NULL);
    feed_bad("\x7f\xff\xff\xff", 4, NULL);
    feed_bad("\x00\x10\x00\x01", 4, NULL);
    feed_bad("HTTP/1.1 400", 12, "HTTP");
}

TEST(R41_a_tls_alert_is_named_and_nothing_is_allocated_for_it) { feed_bad("\x15\x03\x03\x00\x02\x02\x46", 7, "TLS"); }

TEST(B1_a_wrong_correlation_id_dooms) { feed_bad("\0\0\0\5\0\0\0\x63\0", 9, "question"); }

TEST(B1_bytes_left_over_doom)
{
    world w;
    world_init(&w);
    make_ready(&w, 0);
    asked a;
    asked_init(&a, &w);
    peer_request request;
    assert_int_equal(kp__session_submit(w.session, &a.request, 0), KP_OK);
    peer_write(&w.peer, w.session, SIZE_MAX, 0);
    assert_true(peer_take(&w.peer, &request));
    kp__metadata_response body;
    kp__message_defaults(&kp__metadata_response_message, &body);
    size_t len;
    uint8_t *bytes = peer_encode(&w.peer, 3, request.header.version, request.header.correlation_id, &body, &len);
    bytes[3]++;
    peer_feed(w.session, bytes, len, 0, 0);
    peer_feed(w.session, "", 1, 0, 0);
    assert_int_equal(kp__session_doom_err(w.session), KP_ERR_PROTOCOL);
    free(bytes);
    peer_request_free(&request);
    kp__session_down(w.session, KP_ERR_DISCONNECTED, 0);
    kp__request_deinit(&a.request);
    world_deinit(&w);
}

TEST(B1_an_unsolicited_answer_dooms)
{
    world w;
    world_init(&w);
    make_ready(&w, 0);
    peer_feed(w.session, "\0\0\0\5\0\0\0\1\0", 9, 0, 0);
    assert_int_equal(kp__session_doom_err(w.session), KP_ERR_PROTOCOL);
    world_deinit(&w);
}

TEST(a_request_time_out_counts_from_its_last_byte_and_dooms)
{
    world w;
    world_init(&w);
    make_ready(&w, 0);
    asked a;
    asked_init(&a, &w);
    assert_int_equal(kp__session_deadline(w.session), KP_NEVER);
    assert_int_equal(kp__session_submit(w.session, &a.request, KP_SEC(1)), KP_OK);
    assert_int_equal(kp__session_deadline(w.session), KP_SEC(31));
    peer_write(&w.peer, w.session, SIZE_MAX, KP_SEC(2));
    assert_int_equal(kp__session_deadline(w.session), KP_SEC(32));
    kp__session_tick(w.session, KP_SEC(32) - 1);
    assert_int_equal(kp__session_state_of(w.session), KP__SESSION_READY);
    int before = w.changes;
    kp__session_tick(w.session, KP_SEC(32));
    assert_int_equal(kp__session_state_of(w.session), KP__SESSION_DOOMED);
    assert_true(w.changes > before);
    assert_int_equal(a.done, 0);
    kp__session_down(w.session, KP_ERR_DISCONNECTED, KP_SEC(33));
    assert_int_equal(a.err, KP_ERR_REQUEST_TIMEOUT);
    kp__request_deinit(&a.request);
    world_deinit(&w);
}

TEST(a_request_that_leaves_slowly_is_not_timed_out_while_it_leaves)
{
    world w;
    world_init(&w);
    make_ready(&w, 0);
    asked a;
    asked_init(&a, &w);
    assert_int_equal(kp__session_submit(w.session, &a.request, 0), KP_OK);
    kp_ns now = 0;
    while (!a.written) {
        now += KP_SEC(29);
        kp__session_tick(w.session, now);
        assert_int_equal(kp__session_state_of(w.session), KP__SESSION_READY);
        assert_int_equal(peer_write(&w.peer, w.session, 1, now), 1);
    }
    assert_true(now > KP_SEC(60));
    assert_int_equal(kp__session_deadline(w.session), now + KP_SEC(30));
    kp__session_down(w.session, KP_ERR_CLOSED, now);
    kp__request_deinit(&a.request);
    world_deinit(&w);
}

TEST(what_never_left_is_told_so)
{
    world w;
    world_init(&w);
    make_ready(&w, 0);
    asked a;
    asked_init(&a, &w);
    assert_int_equal(kp__session_submit(w.session, &a.request, 0), KP_OK);
    kp__session_down(w.session, KP_ERR_DISCONNECTED, 0);
    assert_int_equal(a.done, 1);
    assert_false(a.maybe_sent);
    kp__request_deinit(&a.request);
    world_deinit(&w);
}

TEST(throttle_mutes_until_it_elapses_and_is_not_held_against_requests)
{
    world w;
    world_init(&w);
    make_ready(&w, 0);
    asked a, b;
    peer_request request;
    asked_init(&a, &w);
    asked_init(&b, &w);
    assert_int_equal(kp__session_submit(w.session, &a.request, 0), KP_OK);
    peer_write(&w.peer, w.session, SIZE_MAX, 0);
    assert_int_equal(kp__session_submit(w.session, &b.request, 0), KP_OK);
    peer_write(&w.peer, w.session, SIZE_MAX, 0);
    assert_true(peer_take(&w.peer, &request));
    answer_metadata(&w, &request, 1, 2000, 0);
    assert_int_equal(kp__session_throttled_until(w.session), KP_SEC(2));
    assert_false(kp__session_free_slot(w.session, KP_SEC(2) - 1));
    assert_true(kp__session_free_slot(w.session, KP_SEC(2)));
    assert_int_equal(kp__session_deadline(w.session), KP_SEC(32));
    assert_true(peer_take(&w.peer, &request));
    answer_metadata(&w, &request, 1, -5, 0); /* F17: negative is nothing */
    assert_int_equal(kp__session_throttled_until(w.session), KP_SEC(2));
    kp__request_deinit(&a.request);
    kp__request_deinit(&b.request);
    world_deinit(&w);
}

TEST(a_cancelled_request_keeps_its_place_and_is_not_called_back)
{
    world w;
    world_init(&w);
    make_ready(&w, 0);
    asked a, b;
    peer_request request;
    asked_init(&a, &w);
    asked_init(&b, &w);
    assert_int_equal(kp__session_submit(w.session, &a.request, 0), KP_OK);
    kp__session_cancel(w.session, &a.request); /* before it was written */
    kp__request_deinit(&a.request);
    peer_write(&w.peer, w.session, SIZE_MAX, 0);
    assert_int_equal(kp__session_submit(w.session, &b.request, 0), KP_OK);
    peer_write(&w.peer, w.session, SIZE_MAX, 0);
    assert_int_equal(kp__session_inflight(w.session), 2);
    assert_true(peer_take(&w.peer, &request));
    answer_metadata(&w, &request, 1, 0, 0);
    assert_true(peer_take(&w.peer, &request));
    answer_metadata(&w, &request, 2, 0, 0);
    assert_int_equal(a.done, 0);
    assert_int_equal(b.controller, 2);
    kp__request_deinit(&b.request);
    world_deinit(&w);
}

TEST(acks_0_is_done_when_written)
{
    world w;
    world_init(&w);
    make_ready(&w, 0);
    asked a;
    asked_init(&a, &w);
    a.request.no_answer = true;
    assert_int_equal(kp__session_submit(w.session, &a.request, 0), KP_OK);
    peer_write(&w.peer, w.session, 5, 0);
    assert_int_equal(a.done, 0);
    peer_write(&w.peer, w.session, SIZE_MAX, 0);
    assert_int_equal(a.done, 1);
    assert_int_equal(a.err, KP_OK);
    assert_int_equal(kp__session_inflight(w.session), 0);
    kp__request_deinit(&a.request);
    world_deinit(&w);
}

TEST(a_steady_session_allocates_nothing)
{
    world w;
    world_init(&w);
    make_ready(&w, 0);
    asked a;
    asked_init(&a, &w);
    uint64_t calls = 0;
    for (int i = 0; i < 100; i++) {
        peer_request request;
        if (i == 2)
            calls = w.alloc.calls;
        assert_int_equal(kp__session_submit(w.session, &a.request, 0), KP_OK);
        peer_write(&w.peer, w.session, SIZE_MAX, 0);
        assert_true(peer_take(&w.peer, &request));
        answer_metadata(&w, &request, i, 0, 0);
    }
    assert_int_equal(a.done, 100);
    assert_int_equal(w.alloc.calls, calls);
    kp__request_deinit(&a.request);
    world_deinit(&w);
}

/* A request says how large its answer may be; small ones before it, and bytes that come in whatever portions, change
 * nothing. */
TEST(an_expected_answer_is_read_without_an_allocation)
{
    enum { TOPICS = 4000, BYTES = TOPICS * 32, MEMORY = TOPICS * 96 };
    static kp__metadata_response_metadata_response_topic topics[TOPICS];
    world w;
    world_init(&w);
    make_ready(&w, 0);
    asked a;
    asked_init(&a, &w);
    a.request.answer_bytes = BYTES;
    a.request.answer_memory = MEMORY;
    kp__metadata_response body;
    kp__message_defaults(&kp__metadata_response_message, &body);
    for (int i = 0; i < TOPICS; i++)
        topics[i].name = kp__slice_str("t");
    body.topics.items = topics;
    for (int i = 0; i < 20; i++) {
        peer_request request;
        size_t len;
        body.topics.count = i < 2 ? 1 : TOPICS;
        assert_int_equal(kp__session_submit(w.session, &a.request, 0), KP_OK);
        peer_write(&w.peer, w.session, SIZE_MAX, 0);
        assert_true(peer_take(&w.peer, &request));
        uint8_t *bytes = peer_encode(&w.peer, 3, request.header.version, request.header.correlation_id, &body, &len);
        assert_true(len <= BYTES);
        uint64_t calls = w.alloc.calls;
        peer_feed(w.session, bytes, len, (size_t)i * 977, 0);
        assert_int_equal(w.alloc.calls, calls);
        free(bytes);
        peer_request_free(&request);
    }
    assert_int_equal(a.done, 20);
    int64_t live = w.alloc.bytes;
    kp__session_down(w.session, KP_ERR_DISCONNECTED, 0);
    assert_true(w.alloc.bytes <= live - BYTES); /* what is gone expects nothing */
    kp__request_deinit(&a.request);
    world_deinit(&w);
}

TEST(B2_an_answer_that_is_too_large_when_decoded_dooms_and_is_named)
{
    enum { TOPICS = 100 };
    static kp__metadata_response_metadata_response_topic topics[TOPICS];
    world w;
    world_init(&w);
    make_ready(&w, 0);
    asked a;
    asked_init(&a, &w);
    w.answers.max = TOPICS * sizeof topics[0];
    kp__metadata_response body;
    kp__message_defaults(&kp__metadata_response_message, &body);
    for (int i = 0; i < TOPICS; i++)
        topics[i].name = kp__slice_str("t");
    body.topics.items = topics;
    for (body.topics.count = TOPICS - 2; body.topics.count <= TOPICS; body.topics.count += 2) {
        peer_request request;
        assert_int_equal(kp__session_submit(w.session, &a.request, 0), KP_OK);
        peer_write(&w.peer, w.session, SIZE_MAX, 0);
        assert_true(peer_take(&w.peer, &request));
        peer_answer(&w.peer, w.session, &request.header, &body, 0);
        peer_request_free(&request);
    }
    char text[160];
    snprintf(text, sizeof text,
             "MetadataResponse of %zu bytes is larger than %zu bytes when decoded (limit), at Topics",
             w.peer.out.total - 4, w.answers.max);
    assert_string_equal(kp__session_doom_text(w.session), text);
    assert_int_equal(a.done, 1);
    assert_int_equal(kp__session_state_of(w.session), KP__SESSION_DOOMED);
    assert_int_equal(kp__session_doom_err(w.session), KP_ERR_PROTOCOL);
    kp__request_deinit(&a.request);
    world_deinit(&w);
}

TESTS(t(versions_are_asked_first_in_the_highest_version_and_make_it_ready),
      t(unsupported_api_versions_is_read_as_version_0_and_asked_again_lower),
      t(B3_versions_that_contradict_themselves_doom), t(answers_are_matched_in_order_however_the_bytes_are_cut),
      t(B1_bad_frames_doom), t(R41_a_tls_alert_is_named_and_nothing_is_allocated_for_it),
      t(B1_a_wrong_correlation_id_dooms), t(B1_bytes_left_over_doom), t(B1_an_unsolicited_answer_dooms),
      t(a_request_time_out_counts_from_its_last_byte_and_dooms),
      t(a_request_that_leaves_slowly_is_not_timed_out_while_it_leaves), t(what_never_left_is_told_so),
      t(throttle_mutes_until_it_elapses_and_is_not_held_against_requests),
      t(a_cancelled_request_keeps_its_place_and_is_not_called_back), t(acks_0_is_done_when_written),
      t(a_steady_session_allocates_nothing), t(an_expected_answer_is_read_without_an_allocation),
      t(B2_an_answer_that_is_too_large_when_decoded_dooms_and_is_named))
