#include <tests/check.h>

#include <string.h>

#include <base/alloc.h>
#include <tests/fail_alloc.h>

TEST(live_bytes_and_their_high_water_are_counted)
{
    kp__alloc alloc;
    kp__alloc_init(&alloc, NULL);
    void *a = kp__new(&alloc, 100);
    void *b = kp__new_array(&alloc, 10, 20);
    assert_non_null(a);
    assert_non_null(b);
    assert_int_equal(alloc.bytes, 300);
    a = kp__resize(&alloc, a, 1000);
    assert_int_equal(alloc.bytes, 1200);
    kp__delete(&alloc, b);
    assert_int_equal(alloc.bytes, 1000);
    a = kp__resize(&alloc, a, 10);
    assert_int_equal(alloc.bytes, 10);
    kp__delete(&alloc, a);
    assert_int_equal(alloc.bytes, 0);
    assert_int_equal(alloc.bytes_max, 1200);
}

TEST(new_memory_is_zeroed_and_a_resize_keeps_it)
{
    kp__alloc alloc;
    kp__alloc_init(&alloc, NULL);
    char *text = kp__new(&alloc, 64);
    for (int i = 0; i < 64; i++)
        assert_int_equal(text[i], 0);
    memcpy(text, "kept", 5);
    text = kp__resize(&alloc, text, 100000);
    assert_string_equal(text, "kept");
    kp__delete(&alloc, text);
    text = kp__strdup(&alloc, "a copy");
    assert_string_equal(text, "a copy");
    kp__delete(&alloc, text);
    kp__delete(&alloc, NULL);
}

TEST(sizes_that_would_wrap_are_refused_without_asking)
{
    fail_alloc memory = {0};
    kp__alloc alloc;
    fail_alloc_init(&memory, &alloc);
    for (size_t off = 0; off < 32; off++)
        assert_null(kp__new(&alloc, SIZE_MAX - off));
    assert_null(kp__new_array(&alloc, SIZE_MAX / 2, 3));
    assert_null(kp__new_array(&alloc, 3, SIZE_MAX / 2));
    void *block = kp__new(&alloc, 1);
    assert_null(kp__resize(&alloc, block, SIZE_MAX));
    kp__delete(&alloc, block);
    assert_int_equal(memory.calls, 1);
}

TEST(out_of_memory_is_null_and_the_old_block_stays)
{
    fail_alloc memory = {.fail_at = 2, .onwards = true};
    kp__alloc alloc;
    fail_alloc_init(&memory, &alloc);
    char *text = kp__strdup(&alloc, "stays");
    assert_non_null(text);
    assert_null(kp__resize(&alloc, text, 1000));
    assert_string_equal(text, "stays");
    assert_null(kp__new(&alloc, 1));
    assert_null(kp__strdup(&alloc, "x"));
    assert_int_equal(alloc.bytes, 6);
    kp__delete(&alloc, text);
    assert_int_equal(memory.live, 0);
    assert_int_equal(alloc.bytes, 0);
}

TEST(hooks_are_taken_only_when_all_three_are_there)
{
    fail_alloc memory = {0};
    kp__alloc alloc;
    kp_hooks hooks = KP_HOOKS_INIT;
    hooks.context = &memory;
    hooks.alloc = fail_alloc_alloc;
    hooks.free = fail_alloc_free;
    kp__alloc_init(&alloc, &hooks);
    kp__delete(&alloc, kp__new(&alloc, 10));
    assert_int_equal(memory.calls, 0);
}

TESTS(t(live_bytes_and_their_high_water_are_counted), t(new_memory_is_zeroed_and_a_resize_keeps_it),
      t(sizes_that_would_wrap_are_refused_without_asking), t(out_of_memory_is_null_and_the_old_block_stays),
      t(hooks_are_taken_only_when_all_three_are_there))
