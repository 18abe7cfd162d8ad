/* What the codec takes for granted about its tables. */
#include <tests/check.h>
#include <tests/wire/every_message.h>
#include <wire/table.h>

#include <string.h>

static void check_struct(const kp__message *message, const kp__struct *of, int16_t version, int depth, size_t *ratio)
{
    assert_true(depth < KP__DEPTH_MAX);
    int last_tag = -1;
    for (uint16_t i = 0; i < of->field_count; i++) {
        const kp__field *field = &of->fields[i];
        assert_true(field->first >= message->first && field->last <= message->last);
        if (!kp__field_in(field, version))
            continue;
        bool flexible = kp__message_flexible(message, version);
        if (field->flags & KP__FIELD_TAGGED) {
            assert_true(flexible && of->tagged && field->tag > last_tag);
            last_tag = field->tag;
        }
        if (field->flags & KP__FIELD_ARRAY) {
            size_t least = kp__field_size_min(field, version, flexible);
            assert_true(least > 0);
            if (kp__field_stride(field) / least > *ratio)
                *ratio = kp__field_stride(field) / least;
        }
        if (field->type == KP__TYPE_STRUCT)
            check_struct(message, field->of, version, depth + 1, ratio);
    }
}

TEST(tables_keep_what_the_generator_promises_and_memory_stays_in_proportion_to_bytes)
{
    const kp__message *message = NULL;
    size_t ratio = 0;
    for (int16_t version; every_message(&message, &version);)
        check_struct(message, message->body, version, 0, &ratio);
    print_message("an element takes at most %zu times its smallest bytes in memory\n", ratio);
    assert_true(ratio <= 32);
}

TEST(messages_are_found_by_key)
{
    assert_ptr_equal(kp__message_request(0), &kp__produce_request_message);
    assert_ptr_equal(kp__message_response(75), &kp__describe_topic_partitions_response_message);
    assert_null(kp__message_request(4));
    assert_null(kp__message_request(-1));
    assert_null(kp__message_request(76));
    assert_null(kp__message_response(INT16_MAX));
    assert_string_equal(kp__message_name(kp__message_request(3)), "MetadataRequest");
}

TESTS(t(tables_keep_what_the_generator_promises_and_memory_stays_in_proportion_to_bytes), t(messages_are_found_by_key))
