#include <tests/check.h>

#include <string.h>

#include <base/arena.h>
#include <base/rng.h>
#include <tests/fail_alloc.h>

TEST(memory_is_zeroed_aligned_and_not_shared)
{
    kp__alloc alloc;
    kp__arena arena;
    kp__rng rng;
    uint8_t *blocks[200];
    size_t sizes[200];
    kp__alloc_init(&alloc, NULL);
    kp__arena_init(&arena, &alloc, 1 << 20);
    kp__rng_seed(&rng, 3);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 200; i++) {
            sizes[i] = kp__rng_below(&rng, i % 10 == 0 ? 9000 : 100);
            blocks[i] = kp__arena_new(&arena, sizes[i]);
            assert_non_null(blocks[i]);
            assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
            for (size_t b = 0; b < sizes[i]; b++)
                assert_int_equal(blocks[i][b], 0);
            memset(blocks[i], i + 1, sizes[i]);
        }
        for (int i = 0; i < 200; i++)
            for (size_t b = 0; b < sizes[i]; b++)
                assert_int_equal(blocks[i][b], (uint8_t)(i + 1));
        kp__arena_reset(&arena);
    }
    kp__arena_deinit(&arena);
    assert_int_equal(alloc.bytes, 0);
}

TEST(a_steady_use_allocates_nothing_after_the_first_round)
{
    fail_alloc memory = {0};
    kp__alloc alloc;
    kp__arena arena;
    int after_first = 0;
    fail_alloc_init(&memory, &alloc);
    kp__arena_init(&arena, &alloc, 1 << 20);
    for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 100; i++)
            assert_non_null(kp__arena_new(&arena, 10 + 50 * (size_t)(i % 7)));
        kp__arena_reset(&arena);
        if (round == 0)
            after_first = memory.calls;
    }
    assert_int_equal(memory.calls, after_first);
    kp__arena_deinit(&arena);
    assert_int_equal(memory.live, 0);
}

TEST(a_trim_leaves_the_first_block_which_can_be_made_to_hold_what_is_expected)
{
    kp__alloc alloc;
    kp__arena arena;
    kp__alloc_init(&alloc, NULL);
    kp__arena_init(&arena, &alloc, 1 << 20);
    kp__arena_trim(&arena);
    assert_int_equal(kp__arena_keep(&arena, 0), KP_OK);
    assert_int_equal(alloc.calls, 0);
    assert_non_null(kp__arena_new(&arena, 10));
    assert_int_equal(kp__arena_keep(&arena, 20000), KP_ERR_STATE);
    int64_t first = alloc.bytes;
    assert_non_null(kp__arena_new(&arena, 100000));
    kp__arena_trim(&arena);
    assert_int_equal(arena.used, 0);
    assert_int_equal(alloc.bytes, first);
    assert_int_equal(kp__arena_keep(&arena, 20000), KP_OK);
    uint64_t calls = alloc.calls;
    for (int round = 0; round < 3; round++) {
        assert_non_null(kp__arena_new(&arena, 1));
        assert_non_null(kp__arena_new(&arena, 20000 - 32));
        assert_non_null(kp__arena_new(&arena, 16));
        kp__arena_trim(&arena);
        assert_int_equal(kp__arena_keep(&arena, 20000), KP_OK);
    }
    assert_int_equal(alloc.calls, calls);
    kp__arena_deinit(&arena);
    assert_int_equal(alloc.bytes, 0);
}

TEST(the_limit_holds_and_nothing_wraps)
{
    kp__alloc alloc;
    kp__arena arena;
    kp__alloc_init(&alloc, NULL);
    kp__arena_init(&arena, &alloc, 1000);
    assert_non_null(kp__arena_new(&arena, 500));
    assert_null(kp__arena_new(&arena, 501));
    assert_null(kp__arena_array(&arena, SIZE_MAX / 2, 3));
    assert_non_null(kp__arena_new(&arena, 400));
    kp__arena_deinit(&arena);

    kp__arena_init(&arena, &alloc, SIZE_MAX);
    for (size_t off = 0; off < 64; off++)
        assert_null(kp__arena_new(&arena, SIZE_MAX - off));
    kp__arena_deinit(&arena);
    assert_int_equal(alloc.bytes, 0);
}

TEST(blocks_take_at_most_twice_the_limit_whatever_is_asked_for)
{
    enum { MAX = 4 << 20, HEADS = 64 << 10 };
    kp__alloc alloc;
    kp__arena arena;
    kp__rng rng;
    kp__alloc_init(&alloc, NULL);
    kp__arena_init(&arena, &alloc, MAX);
    for (size_t size = 300000; size < MAX; size += 10000) { /* each time a little more than there is */
        assert_non_null(kp__arena_new(&arena, size));
        kp__arena_reset(&arena);
    }
    while (arena.used < MAX - 16) { /* each piece just too large for what is left of its block */
        size_t piece = arena.used < MAX / 2 ? arena.used + 16 : MAX - arena.used;
        assert_non_null(kp__arena_new(&arena, 16));
        if (!kp__arena_new(&arena, piece))
            break;
    }
    kp__rng_seed(&rng, 5);
    for (int round = 0; round < 200; round++) {
        for (kp__arena_reset(&arena); kp__arena_new(&arena, kp__rng_below(&rng, round % 2 ? MAX / 3 : 20000));)
            ;
    }
    if (alloc.bytes_max > 2 * MAX + HEADS)
        fail_msg("blocks took %lld bytes", (long long)alloc.bytes_max);
    kp__arena_deinit(&arena);
    assert_int_equal(alloc.bytes, 0);
}

TEST(nothing_is_a_valid_pointer_too)
{
    kp__alloc alloc;
    kp__arena arena;
    kp__alloc_init(&alloc, NULL);
    kp__arena_init(&arena, &alloc, 1000);
    assert_non_null(kp__arena_new(&arena, 0));
    assert_non_null(kp__arena_array(&arena, 0, 100));
    assert_string_equal(kp__arena_str(&arena, kp__slice_null()), "");
    assert_string_equal(kp__arena_str(&arena, kp__slice_of("topics", 5)), "topic");
    kp__arena_deinit(&arena);
}

TEST(without_memory_it_answers_null_and_goes_on)
{
    fail_alloc memory = {.fail_at = 2};
    kp__alloc alloc;
    kp__arena arena;
    int nulls = 0;
    fail_alloc_init(&memory, &alloc);
    kp__arena_init(&arena, &alloc, 1 << 20);
    for (int i = 0; i < 100; i++)
        nulls += kp__arena_new(&arena, 3000) == NULL;
    assert_true(memory.failed);
    assert_true(nulls <= 1);
    kp__arena_deinit(&arena);
    assert_int_equal(memory.live, 0);
}

TESTS(t(memory_is_zeroed_aligned_and_not_shared), t(a_steady_use_allocates_nothing_after_the_first_round),
      t(a_trim_leaves_the_first_block_which_can_be_made_to_hold_what_is_expected), t(the_limit_holds_and_nothing_wraps),
      t(blocks_take_at_most_twice_the_limit_whatever_is_asked_for), t(nothing_is_a_valid_pointer_too),
      t(without_memory_it_answers_null_and_goes_on))
