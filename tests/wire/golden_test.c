/* Sessions of foreign clients with a real broker: every frame is understood, and comes back to the very same bytes. */
#include <tests/check.h>
#include <tests/wire/every_message.h>
#include <wire/batch.h>
#include <wire/primitives.h>

#include <base/crc32c.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_ = 1 << 20, CONNECTIONS = 64, WAITING = 64, API_VERSIONS = 18 };

typedef struct session {
    workshop *w;
    kp__buf frame;
    const char *name;
    int line;
    int frames, batches, records, seen; /* seen: APIs and versions */
    struct waiting {
        kp__request_header header;
        bool used;
    } waiting[CONNECTIONS][WAITING];
    bool versions[128][32];
} session;

static void check_records(session *s, const kp__batch_header *header, kp__slice body)
{
    kp__record_reader reader;
    kp__record_view view;
    kp_err err;
    kp__record_reader_init(&reader, header, body);
    while ((err = kp__record_reader_next(&reader, &view)) == KP_OK)
        s->records++;
    assert_int_equal(err, KP_ERR_END_OF_FILE);
}

/* Each batch has the CRC that we compute, a header that we write the same, and records that we can walk. */
static void check_batches(session *s, kp__slice records)
{
    while (records.len) {
        kp__batch_header header;
        uint8_t again[KP__BATCH_HEADER];
        assert_int_equal(kp__batch_header_read(records, &header), KP_OK);
        assert_true(kp__batch_crc_ok(records));
        size_t size = (size_t)header.length + 12;
        kp__slice body = kp__slice_of(records.data + KP__BATCH_HEADER, size - KP__BATCH_HEADER);
        kp__batch_crc_write(again, kp__crc32c(kp__batch_header_write(again, &header, body.len), body.data, body.len));
        assert_memory_equal(again, records.data, sizeof again);
        if (!(header.attributes & KP__BATCH_ATTR_CODEC))
            check_records(s, &header, body);
        s->batches++;
        records = kp__slice_of(records.data + size, records.len - size);
    }
}

static void check_data(session *s, const kp__message *message, const void *body)
{
    const kp__produce_request *produce = body;
    const kp__fetch_response *fetch = body;
    if (message == &kp__produce_request_message)
        for (int32_t i = 0; i < produce->topic_data.count; i++)
            for (int32_t k = 0; k < produce->topic_data.items[i].partition_data.count; k++)
                check_batches(s, produce->topic_data.items[i].partition_data.items[k].records.flat);
    if (message == &kp__fetch_response_message)
        for (int32_t i = 0; i < fetch->responses.count; i++)
            for (int32_t k = 0; k < fetch->responses.items[i].partitions.count; k++)
                check_batches(s, fetch->responses.items[i].partitions.items[k].records.flat);
}

/* Decodes the body, encodes it behind the header that is in the gather list, and compares with the whole frame. */
static void check_body(session *s, const kp__message *message, int16_t version, kp__slice body)
{
    workshop *w = s->w;
    kp__arena_reset(&w->arena);
    kp_err err = kp__wire_decode(message, version, body, &w->arena, w->body, w->where);
    if (err)
        fail_msg("%s:%d: %s %d: %s at %s", s->name, s->line, kp__message_name(message), version, kp_err_name(err),
                 w->where);
    check_data(s, message, w->body);
    assert_int_equal(kp__wire_encode(message, version, w->body, &w->gather), KP_OK);
    assert_int_equal(kp__wire_frame_end(&w->gather), KP_OK);
    kp__buf_clear(&w->flat);
    for (int32_t i = 0; i < w->gather.count; i++) {
        kp__slice piece = kp__gather_piece(&w->gather, i);
        kp__buf_append(&w->flat, piece.data, piece.len);
    }
    if (!kp__slice_equal(kp__buf_slice(&w->flat), kp__buf_slice(&s->frame)))
        fail_msg("%s:%d: %s %d comes back other", s->name, s->line, kp__message_name(message), version);
}

static kp__slice without_size(const session *s) { return kp__slice_of(s->frame.data + 4, s->frame.len - 4); }

/* What tools ask that we do not speak, and what brokers say among themselves. */
static bool foreign(int16_t key)
{
    enum { WRITE_TXN_MARKERS = 27, CONSUMER_GROUP_DESCRIBE = 69 };
    return key == WRITE_TXN_MARKERS || key == CONSUMER_GROUP_DESCRIBE;
}

static struct waiting *find_waiting(session *s, int connection, const int32_t *id)
{
    for (int i = 0; i < WAITING; i++) {
        struct waiting *waiting = &s->waiting[connection][i];
        if (waiting->used == (id != NULL) && (!id || waiting->header.correlation_id == *id))
            return waiting;
    }
    fail_msg("%s:%d: no such request", s->name, s->line);
    return NULL;
}

static void check_request(session *s, int connection)
{
    kp__request_header header;
    kp__slice body;
    assert_int_equal(kp__wire_request_header(without_size(s), &header, &body), KP_OK);
    const kp__message *message = kp__message_request(header.key);
    struct waiting *waiting = find_waiting(s, connection, NULL);
    *waiting = (struct waiting){header, true};
    if (!message) {
        assert_true(foreign(header.key));
        return;
    }
    s->seen += !s->versions[header.key][header.version];
    s->versions[header.key][header.version] = true;
    if (header.version > kp__message_version_max(message)) {
        assert_int_equal(header.key, API_VERSIONS); /* a client of the future asks, and is told */
        return;
    }
    kp__gather_reset(&s->w->gather);
    assert_int_equal(kp__wire_request_begin(&s->w->gather, &header), KP_OK);
    check_body(s, message, header.version, body);
    const kp__produce_request *produce = s->w->body;
    waiting->used = message != &kp__produce_request_message || produce->acks != 0; /* else no answer comes */
}

static void check_response(session *s, int connection)
{
    int32_t id = (int32_t)kp__get_u32(s->frame.data + 4);
    struct waiting *waiting = find_waiting(s, connection, &id);
    kp__request_header header = waiting->header;
    const kp__message *message = kp__message_response(header.key);
    kp__slice body;
    waiting->used = false;
    if (!message)
        return;
    if (header.version > kp__message_version_max(message))
        header.version = 0;
    assert_int_equal(kp__wire_response_header(without_size(s), header.key, header.version, &id, &body), KP_OK);
    kp__gather_reset(&s->w->gather);
    assert_int_equal(kp__wire_response_begin(&s->w->gather, header.key, header.version, id), KP_OK);
    check_body(s, message, header.version, body);
}

static void check_line(session *s, const char *line)
{
    char *hex;
    long connection = strtol(line, &hex, 10);
    assert_in_range(connection, 0, CONNECTIONS - 1);
    char direction = hex[1];
    kp__buf_clear(&s->frame);
    for (hex += 3; isxdigit((unsigned char)hex[0]); hex += 2) {
        const char two[3] = {hex[0], hex[1], 0};
        uint8_t byte = (uint8_t)strtoul(two, NULL, 16);
        kp__buf_append(&s->frame, &byte, 1);
    }
    assert_true(s->frame.len > 8 && kp__get_u32(s->frame.data) == s->frame.len - 4);
    if (direction == '>')
        check_request(s, (int)connection);
    else
        check_response(s, (int)connection);
    s->frames++;
}

static void check_session(const char *name, int least_records)
{
    session *s = calloc(1, sizeof *s);
    char *line = malloc(LINE_MAX_), path[256];
    assert_true(s && line);
    s->name = name;
    s->w = workshop_new(1);
    kp__buf_init(&s->frame, &s->w->alloc, LINE_MAX_);
    snprintf(path, sizeof path, "tests/wire/golden/%s.frames", name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, LINE_MAX_, file)) {
        s->line++;
        check_line(s, line);
    }
    fclose(file);
    print_message("%-13s %3d frames, %2d requests and versions, %2d batches, %2d records\n", name, s->frames, s->seen,
                  s->batches, s->records);
    assert_true(s->frames >= 50);
    assert_true(s->records >= least_records);
    kp__buf_deinit(&s->frame);
    workshop_free(s->w);
    free(line);
    free(s);
}

TEST(kcat) { check_session("kcat", 10); }
TEST(librdkafka) { check_session("librdkafka", 2); } /* its batches are compressed; the markers are not */
TEST(franz_go) { check_session("franz-go", 6); }
TEST(kafka_python) { check_session("kafka-python", 10); }
TEST(java_3_9) { check_session("java-3.9", 0); }
TEST(java_4_1) { check_session("java-4.1", 0); }
TEST(java_tools) { check_session("java-tools", 0); }

TESTS(t(kcat), t(librdkafka), t(franz_go), t(kafka_python), t(java_3_9), t(java_4_1), t(java_tools))
