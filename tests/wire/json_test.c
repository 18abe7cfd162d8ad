#include <tests/check.h>
#include <tests/wire/every_message.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PRINTS(message, version, body, want)                                                                           \
    do {                                                                                                               \
        kp__buf_clear(&w->text);                                                                                       \
        assert_int_equal(kp__wire_json(&message, version, body, &w->text), KP_OK);                                     \
        kp__buf_append(&w->text, "", 1);                                                                               \
        assert_string_equal((const char *)w->text.data, want);                                                         \
    } while (0)

TEST(strings_are_escaped_and_what_is_no_utf8_is_replaced)
{
    workshop *w = workshop_new(1);
    kp__sasl_handshake_request body = {kp__slice_str("a\"\\\n\x7f\xc3\xa9\xf0\x9f\x8d\x92")};
    PRINTS(kp__sasl_handshake_request_message, 0, &body,
           "{\"mechanism\":\"a\\\"\\\\\\u000a\\u007f\xc3\xa9\xf0\x9f\x8d\x92\"}");
    body.mechanism = kp__slice_str("\xff.\xc3.\xc0\x80.\xed\xa0\x80.\xf8.\xf4\x90\x80\x80.\xe2\x82");
    PRINTS(kp__sasl_handshake_request_message, 0, &body,
           "{\"mechanism\":\"\\ufffd.\\ufffd.\\ufffd\\ufffd.\\ufffd\\ufffd\\ufffd.\\ufffd.\\ufffd\\ufffd\\ufffd\\ufffd."
           "\\ufffd\\ufffd\"}");
    workshop_free(w);
}

TEST(bytes_are_base64_and_null_is_null)
{
    workshop *w = workshop_new(1);
    kp__sasl_authenticate_request body = {kp__slice_str("")};
    PRINTS(kp__sasl_authenticate_request_message, 0, &body, "{\"authBytes\":\"\"}");
    body.auth_bytes = kp__slice_str("\xfb\xff");
    PRINTS(kp__sasl_authenticate_request_message, 0, &body, "{\"authBytes\":\"+/8=\"}");
    kp__init_producer_id_request init;
    kp__message_defaults(&kp__init_producer_id_request_message, &init);
    init.transactional_id = kp__slice_null();
    PRINTS(kp__init_producer_id_request_message, 0, &init, "{\"transactionalId\":null,\"transactionTimeoutMs\":0}");
    workshop_free(w);
}

TEST(records_in_pieces_print_as_one)
{
    workshop *w = workshop_new(1);
    const kp__slice parts[] = {kp__slice_str("ab"), kp__slice_str("c")};
    kp__produce_request_partition_produce_data partition = {3, {.parts = parts, .part_count = 2}};
    kp__produce_request_topic_produce_data topic = {.name = kp__slice_str("t"), .partition_data = {&partition, 1}};
    kp__produce_request body = {.transactional_id = kp__slice_null(), .acks = -1, .topic_data = {&topic, 1}};
    PRINTS(kp__produce_request_message, 3, &body,
           "{\"transactionalId\":null,\"acks\":-1,\"timeoutMs\":0,\"topicData\":[{\"name\":\"t\",\"partitionData\":["
           "{\"index\":3,\"records\":\"YWJj\"}]}]}");
    workshop_free(w);
}

TEST(doubles_always_look_like_doubles)
{
    workshop *w = workshop_new(1);
    kp__alter_client_quotas_request_op_data op = {kp__slice_str("k"), 1000.0, false};
    kp__alter_client_quotas_request_entry_data entry = {.ops = {&op, 1}};
    kp__alter_client_quotas_request body = {{&entry, 1}, false};
    static const struct {
        double value;
        const char *text;
    } cases[] = {{1000, "1000.0"},
                 {0.1, "0.10000000000000001"},
                 {1e300, "1.0000000000000001e+300"},
                 {NAN, "\"NaN\""},
                 {-INFINITY, "\"-Infinity\""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];
        op.value = cases[i].value;
        snprintf(text, sizeof text,
                 "{\"entries\":[{\"entity\":[],\"ops\":[{\"key\":\"k\",\"value\":%s,\"remove\":false}]}],"
                 "\"validateOnly\":false}",
                 cases[i].text);
        PRINTS(kp__alter_client_quotas_request_message, 0, &body, text);
    }
    workshop_free(w);
}

TEST(tags_print_only_when_they_are_set_and_a_full_buffer_is_an_error)
{
    workshop *w = workshop_new(1);
    kp__fetch_request body;
    kp__buf small;
    kp__message_defaults(&kp__fetch_request_message, &body);
    kp__buf_clear(&w->text);
    assert_int_equal(kp__wire_json(&kp__fetch_request_message, 15, &body, &w->text), KP_OK);
    kp__buf_append(&w->text, "", 1);
    assert_null(strstr((const char *)w->text.data, "clusterId"));
    assert_null(strstr((const char *)w->text.data, "replicaState"));
    body.cluster_id = kp__slice_str("c");
    body.replica_state.replica_id = 7;
    kp__buf_clear(&w->text);
    assert_int_equal(kp__wire_json(&kp__fetch_request_message, 15, &body, &w->text), KP_OK);
    kp__buf_append(&w->text, "", 1);
    assert_non_null(strstr((const char *)w->text.data, "\"clusterId\":\"c\""));
    assert_non_null(strstr((const char *)w->text.data, "\"replicaState\":{\"replicaId\":7,\"replicaEpoch\":-1}"));
    assert_int_equal(kp__wire_json(&kp__fetch_request_message, 19, &body, &w->text), KP_ERR_UNSUPPORTED);
    kp__buf_init(&small, &w->alloc, 20);
    assert_int_equal(kp__wire_json(&kp__fetch_request_message, 15, &body, &small), KP_ERR_LIMIT);
    kp__buf_deinit(&small);
    workshop_free(w);
}

TESTS(t(strings_are_escaped_and_what_is_no_utf8_is_replaced), t(bytes_are_base64_and_null_is_null),
      t(records_in_pieces_print_as_one), t(doubles_always_look_like_doubles),
      t(tags_print_only_when_they_are_set_and_a_full_buffer_is_an_error))
