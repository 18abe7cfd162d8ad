/* What the codec takes for granted about its tables. */
#include <tests/check.h>
#include <tests/wire/every_message.h>
#include <wire/table.h>

#include <string.h>

static size_t rounded(size_t size) { return (size + 15) / 16 * 16; }

/* The most that one array or pointer takes for a byte (in a list of one, which the arena rounds up), and the most that
 * stands open on the way to the innermost. */
typedef struct worst {
    size_t memory, bytes; /* the ratio, as it is */
    size_t open;
} worst;

static void look_at(worst *w, const kp__field *field, int16_t version, bool flexible)
{
    size_t memory = rounded(kp__field_stride(field)), bytes = kp__field_size_min(field, version, flexible);
    assert_true(bytes > 0);
    if (memory * w->bytes > w->memory * bytes) {
        w->memory = memory;
        w->bytes = bytes;
    }
}

static void check_struct(const kp__message *message, const kp__struct *of, int16_t version, int depth, size_t open,
                         worst *w)
{
    assert_true(depth < KP__DEPTH_MAX);
    int last_tag = -1;
    if (open > w->open)
        w->open = open;
    for (uint16_t i = 0; i < of->field_count; i++) {
        const kp__field *field = &of->fields[i];
        assert_true(field->first >= message->first && field->last <= message->last);
        if (!kp__field_in(field, version))
            continue;
        bool flexible = kp__message_flexible(message, version);
        bool apart = field->flags & (KP__FIELD_ARRAY | KP__FIELD_POINTER);
        if (field->flags & KP__FIELD_TAGGED) {
            assert_true(flexible && of->tagged && field->tag > last_tag);
            last_tag = field->tag;
        }
        if (apart)
            look_at(w, field, version, flexible);
        if (field->type == KP__TYPE_STRUCT)
            check_struct(message, field->of, version, depth + 1, open + (apart ? rounded(field->of->size) : 0), w);
    }
}

TEST(tables_keep_what_the_generator_promises_and_memory_stays_in_proportion_to_bytes)
{
    const kp__message *message = NULL;
    worst w = {0, 1, 0};
    for (int16_t version; every_message(&message, &version);)
        check_struct(message, message->body, version, 0, 0, &w);
    print_message("%zu bytes of memory for %zu on the wire; %zu open\n", w.memory, w.bytes, w.open);
    assert_true(w.memory == KP__WIRE_RATIO_MAX * w.bytes); /* so much, and not more */
    assert_true(w.open <= KP__WIRE_OPEN_MAX);
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
