#include <tests/check.h>
#include <wire/codec.h>

#include <stdlib.h>
#include <string.h>

typedef struct frame {
    kp__alloc alloc;
    kp__gather out;
} frame;

static void frame_init(frame *f)
{
    kp__alloc_init(&f->alloc, NULL);
    kp__gather_init(&f->out, &f->alloc, 1000);
}

#define HOLDS(f, text)                                                                                                 \
    do {                                                                                                               \
        assert_int_equal((f)->out.total, sizeof(text) - 1);                                                            \
        assert_int_equal((f)->out.count, 1);                                                                           \
        assert_memory_equal(kp__gather_piece(&(f)->out, 0).data, text, sizeof(text) - 1);                              \
    } while (0)

TEST(a_request_header_has_tags_only_in_flexible_versions)
{
    frame f;
    kp__request_header header = {0, 8, 0x01020304, kp__slice_str("id")};
    frame_init(&f);
    assert_int_equal(kp__wire_request_begin(&f.out, &header), KP_OK);
    assert_int_equal(kp__wire_frame_end(&f.out), KP_OK);
    HOLDS(&f, "\0\0\0\x0c\0\0\0\x08\1\2\3\4\0\2id");
    kp__gather_reset(&f.out);
    header.version = 9;
    header.client_id = kp__slice_null();
    assert_int_equal(kp__wire_request_begin(&f.out, &header), KP_OK);
    assert_int_equal(kp__wire_frame_end(&f.out), KP_OK);
    HOLDS(&f, "\0\0\0\x0b\0\0\0\x09\1\2\3\4\xff\xff\0");
    kp__gather_deinit(&f.out);
}

TEST(an_answer_to_api_versions_never_has_tags_in_its_header)
{
    frame f;
    frame_init(&f);
    assert_int_equal(kp__wire_response_begin(&f.out, 18, 3, 5), KP_OK);
    assert_int_equal(kp__wire_frame_end(&f.out), KP_OK);
    HOLDS(&f, "\0\0\0\4\0\0\0\5");
    kp__gather_reset(&f.out);
    assert_int_equal(kp__wire_response_begin(&f.out, 3, 9, 5), KP_OK);
    assert_int_equal(kp__wire_frame_end(&f.out), KP_OK);
    HOLDS(&f, "\0\0\0\5\0\0\0\5\0");
    kp__gather_deinit(&f.out);
}

TEST(a_second_frame_of_a_list_gets_its_own_size)
{
    frame f;
    frame_init(&f);
    for (int32_t i = 0; i < 2; i++) {
        assert_int_equal(kp__wire_response_begin(&f.out, 3, i ? 9 : 8, i), KP_OK);
        assert_int_equal(kp__wire_frame_end(&f.out), KP_OK);
    }
    HOLDS(&f, "\0\0\0\4\0\0\0\0\0\0\0\5\0\0\0\1\0");
    kp__gather_deinit(&f.out);
}

TEST(a_full_list_refuses_and_keeps_what_it_has)
{
    frame f;
    char text[1000] = "";
    frame_init(&f);
    assert_int_equal(kp__wire_response_begin(&f.out, 3, 8, 0), KP_OK);
    kp__request_header header = {0, 8, 1, kp__slice_of(text, sizeof text)};
    assert_int_equal(kp__wire_request_begin(&f.out, &header), KP_ERR_LIMIT);
    assert_int_equal(f.out.total, 8);
    header.client_id.len = 40000;
    assert_int_equal(kp__wire_request_begin(&f.out, &header), KP_ERR_ARGUMENT);
    assert_int_equal(f.out.total, 8);
    kp__gather_deinit(&f.out);
}

static kp_err request(const char *bytes, size_t len, kp__request_header *header, kp__slice *body)
{
    return kp__wire_request_header(kp__slice_of(bytes, len), header, body);
}

#define REQUEST(text) request(text, sizeof(text) - 1, &header, &body)

TEST(request_headers_read_back_and_unknown_apis_keep_their_fixed_part)
{
    kp__request_header header;
    kp__slice body;
    assert_int_equal(REQUEST("\0\0\0\x08\1\2\3\4\0\2idxyz"), KP_OK);
    assert_int_equal(header.correlation_id, 0x01020304);
    assert_true(kp__slice_equal(header.client_id, kp__slice_str("id")));
    assert_true(kp__slice_equal(body, kp__slice_str("xyz")));
    assert_int_equal(REQUEST("\0\0\0\x09\1\2\3\4\xff\xff\1\7\2abxyz"), KP_OK); /* an unknown tag is skipped */
    assert_true(kp__slice_is_null(header.client_id));
    assert_true(kp__slice_equal(body, kp__slice_str("xyz")));
    assert_int_equal(REQUEST("\0\x12\0\x63\1\2\3\4\xff\xff\0"), KP_OK); /* ApiVersions of the future */
    assert_int_equal(header.version, 99);
    assert_false(kp__slice_is_null(body));
    assert_int_equal(body.len, 0);
    assert_int_equal(REQUEST("\x7f\xff\0\1\1\2\3\4\xff"), KP_OK);
    assert_int_equal(header.key, 32767);
    assert_int_equal(header.correlation_id, 0x01020304);
    assert_true(kp__slice_is_null(body));
}

TEST(B1_B2_request_headers_that_cannot_be_are_refused)
{
    kp__request_header header;
    kp__slice body;
    assert_int_equal(REQUEST(""), KP_ERR_PROTOCOL);
    assert_int_equal(REQUEST("\0\0\0\x08\1\2\3"), KP_ERR_PROTOCOL);
    assert_int_equal(REQUEST("\0\0\0\x08\1\2\3\4"), KP_ERR_PROTOCOL);
    assert_int_equal(REQUEST("\0\0\0\x08\1\2\3\4\0\3id"), KP_ERR_PROTOCOL);
    assert_int_equal(REQUEST("\0\0\0\x08\1\2\3\4\xff\xfe"), KP_ERR_PROTOCOL);           /* length -2 */
    assert_int_equal(REQUEST("\0\0\0\x09\1\2\3\4\xff\xff"), KP_ERR_PROTOCOL);           /* no tags */
    assert_int_equal(REQUEST("\0\0\0\x09\1\2\3\4\xff\xff\1\0\1"), KP_ERR_PROTOCOL);     /* tag beyond the end */
    assert_int_equal(REQUEST("\0\0\0\x09\1\2\3\4\xff\xff\2\1\0\1\0"), KP_ERR_PROTOCOL); /* twice */
    assert_int_equal(REQUEST("\0\0\0\x09\1\2\3\4\xff\xff\2\2\0\1\0"), KP_ERR_PROTOCOL); /* falling */
    assert_int_equal(REQUEST("\0\0\0\x09\1\2\3\4\xff\xff\xff\xff\xff\xff\x07"), KP_ERR_PROTOCOL); /* 2^31 tags */
    assert_int_equal(REQUEST("\0\0\0\x09\1\2\3\4\xff\xff\x80\x00"), KP_ERR_PROTOCOL);             /* not the shortest */
}

TEST(response_headers_read_back)
{
    kp__slice body;
    int32_t id;
    assert_int_equal(kp__wire_response_header(kp__slice_of("\0\0\0\7xy", 6), 18, 3, &id, &body), KP_OK);
    assert_int_equal(id, 7);
    assert_int_equal(body.len, 2);
    assert_int_equal(kp__wire_response_header(kp__slice_of("\0\0\0\7\0y", 6), 3, 9, &id, &body), KP_OK);
    assert_int_equal(body.len, 1);
    assert_int_equal(kp__wire_response_header(kp__slice_of("\0\0\0", 3), 3, 1, &id, &body), KP_ERR_PROTOCOL);
}

TESTS(t(a_request_header_has_tags_only_in_flexible_versions), t(an_answer_to_api_versions_never_has_tags_in_its_header),
      t(a_second_frame_of_a_list_gets_its_own_size), t(a_full_list_refuses_and_keeps_what_it_has),
      t(request_headers_read_back_and_unknown_apis_keep_their_fixed_part),
      t(B1_B2_request_headers_that_cannot_be_are_refused), t(response_headers_read_back))
