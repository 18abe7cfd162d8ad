#include <tests/check.h>

#include <string.h>

#include <base/buf.h>
#include <tests/fail_alloc.h>

static kp__alloc alloc;

static void init(kp__buf *buf, size_t max)
{
    kp__alloc_init(&alloc, NULL);
    kp__buf_init(buf, &alloc, max);
}

TEST(appends_are_one_after_the_other)
{
    kp__buf buf;
    init(&buf, 1 << 16);
    for (int i = 0; i < 1000; i++)
        kp__buf_printf(&buf, "%d,", i);
    kp__buf_append_str(&buf, "end");
    assert_int_equal(kp__buf_err(&buf), KP_OK);
    assert_memory_equal(buf.data, "0,1,2,3,", 8);
    assert_memory_equal(buf.data + buf.len - 8, ",999,end", 8);
    kp__buf_deinit(&buf);
    assert_int_equal(alloc.bytes, 0);
}

TEST(what_is_held_is_exact_and_does_not_grow)
{
    kp__buf buf;
    init(&buf, 1000);
    assert_int_equal(kp__buf_hold(&buf, 1001), KP_ERR_LIMIT);
    assert_int_equal(kp__buf_err(&buf), KP_OK);
    kp__buf_append_str(&buf, "kept");
    assert_int_equal(kp__buf_hold(&buf, 777), KP_OK);
    assert_int_equal(buf.cap, 777);
    uint64_t calls = alloc.calls;
    while (buf.len < 777)
        kp__buf_append(&buf, "", 1);
    assert_int_equal(kp__buf_hold(&buf, 700), KP_OK);
    assert_int_equal(alloc.calls, calls);
    assert_memory_equal(buf.data, "kept", 5);
    kp__buf_deinit(&buf);
}

TEST(the_limit_is_exact_and_its_error_sticks)
{
    kp__buf buf;
    init(&buf, 100);
    char bytes[100] = {0};
    kp__buf_append(&buf, bytes, 99);
    kp__buf_append(&buf, bytes, 1);
    assert_int_equal(kp__buf_err(&buf), KP_OK);
    assert_int_equal(buf.len, 100);
    kp__buf_append(&buf, bytes, 1);
    assert_int_equal(kp__buf_err(&buf), KP_ERR_LIMIT);
    kp__buf_consume(&buf, 50);
    kp__buf_append(&buf, bytes, 1);
    assert_int_equal(buf.len, 50); /* stuck, though there is room again */
    assert_null(kp__buf_reserve(&buf, 1));
    kp__buf_clear(&buf);
    kp__buf_append(&buf, bytes, 1);
    assert_int_equal(kp__buf_err(&buf), KP_OK);
    assert_int_equal(buf.len, 1);
    kp__buf_deinit(&buf);
}

TEST(a_length_that_would_wrap_is_over_the_limit)
{
    kp__buf buf;
    init(&buf, SIZE_MAX / 2);
    kp__buf_append(&buf, "x", 1);
    assert_null(kp__buf_reserve(&buf, SIZE_MAX));
    assert_int_equal(kp__buf_err(&buf), KP_ERR_LIMIT);
    kp__buf_deinit(&buf);
}

TEST(capacity_never_passes_the_limit)
{
    kp__buf buf;
    init(&buf, 1000);
    char bytes[100] = {0};
    for (int i = 0; i < 12; i++)
        kp__buf_append(&buf, bytes, 100);
    assert_int_equal(buf.len, 1000);
    assert_true(alloc.bytes_max <= 1000);
    kp__buf_deinit(&buf);
}

TEST(consume_drops_from_the_front)
{
    kp__buf buf;
    init(&buf, 100);
    kp__buf_append_str(&buf, "headbody");
    kp__buf_consume(&buf, 4);
    assert_true(kp__slice_equal(kp__buf_slice(&buf), kp__slice_str("body")));
    kp__buf_consume(&buf, 400);
    assert_int_equal(buf.len, 0);
    kp__buf_deinit(&buf);
}

TEST(an_empty_buffer_is_an_empty_slice_and_not_null)
{
    kp__buf buf;
    init(&buf, 100);
    assert_false(kp__slice_is_null(kp__buf_slice(&buf)));
    assert_int_equal(kp__buf_slice(&buf).len, 0);
    kp__buf_append(&buf, NULL, 0);
    assert_int_equal(kp__buf_err(&buf), KP_OK);
    kp__buf_deinit(&buf);
}

TEST(without_memory_the_error_sticks_and_what_was_there_stays)
{
    fail_alloc memory = {.fail_at = 2};
    kp__buf buf;
    char bytes[100] = {7};
    fail_alloc_init(&memory, &alloc);
    kp__buf_init(&buf, &alloc, 1 << 20);
    kp__buf_append(&buf, bytes, 10);
    kp__buf_append(&buf, bytes, 100);
    assert_int_equal(kp__buf_err(&buf), KP_ERR_NO_MEMORY);
    assert_int_equal(buf.len, 10);
    assert_int_equal(buf.data[0], 7);
    kp__buf_deinit(&buf);
    assert_int_equal(memory.live, 0);
}

TESTS(t(appends_are_one_after_the_other), t(what_is_held_is_exact_and_does_not_grow),
      t(the_limit_is_exact_and_its_error_sticks), t(a_length_that_would_wrap_is_over_the_limit),
      t(capacity_never_passes_the_limit), t(consume_drops_from_the_front),
      t(an_empty_buffer_is_an_empty_slice_and_not_null), t(without_memory_the_error_sticks_and_what_was_there_stays))
