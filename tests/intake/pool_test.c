#include <tests/intake/rig.h>

#include <stdlib.h>
#include <string.h>

typedef struct pool_rig {
    kp__pool pool;
    void *memory;
} pool_rig;

static pool_rig *pool_open(size_t pages)
{
    pool_rig *rig = calloc(1, sizeof *rig);
    rig->memory = aligned_alloc(64, pages * KP__PAGE);
    kp__pool_init(&rig->pool, rig->memory, pages * KP__PAGE);
    return rig;
}

static void pool_close(pool_rig *rig)
{
    assert_int_equal(kp__pool_used(&rig->pool), 0);
    assert_true(kp__pool_ok(&rig->pool));
    kp__pool_deinit(&rig->pool);
    free(rig->memory);
    free(rig);
}

TEST(size_is_rounded_down_to_pages)
{
    kp__pool pool;
    void *memory = aligned_alloc(64, 3 * KP__PAGE);
    kp__pool_init(&pool, memory, 3 * KP__PAGE - 1);
    assert_int_equal(pool.size, 2 * KP__PAGE);
    kp__pool_deinit(&pool);
    free(memory);
}

TEST(pages_run_out_and_wanted_is_told_once)
{
    pool_rig *rig = pool_open(3);
    kp__segment *chain = NULL;
    assert_false(kp__pool_wanted_take(&rig->pool));
    for (int i = 0; i < 3; i++) {
        kp__segment *page = kp__pool_page(&rig->pool);
        assert_non_null(page);
        assert_int_equal(page->cap, KP__PAGE - sizeof(kp__segment));
        assert_int_equal(page->used, 0);
        assert_null(page->next);
        page->next = chain;
        chain = page;
    }
    assert_false(kp__pool_wanted_take(&rig->pool));
    assert_null(kp__pool_page(&rig->pool));
    assert_null(kp__pool_chunk(&rig->pool));
    assert_true(kp__pool_wanted_take(&rig->pool));
    assert_false(kp__pool_wanted_take(&rig->pool));
    kp__pool_release(&rig->pool, chain);
    assert_non_null(chain = kp__pool_chunk(&rig->pool));
    kp__pool_release(&rig->pool, chain);
    pool_close(rig);
}

TEST(what_was_given_back_last_is_handed_out_first)
{
    pool_rig *rig = pool_open(8);
    kp__segment *page = kp__pool_page(&rig->pool), *other = kp__pool_page(&rig->pool);
    kp__pool_release(&rig->pool, other);
    kp__pool_release(&rig->pool, page);
    assert_ptr_equal(kp__pool_page(&rig->pool), page);
    assert_ptr_equal(kp__pool_page(&rig->pool), other);
    kp__segment *chunk = kp__pool_chunk(&rig->pool), *chunk2 = kp__pool_chunk(&rig->pool);
    kp__pool_release(&rig->pool, chunk);
    assert_ptr_equal(kp__pool_chunk(&rig->pool), chunk);
    kp__segment *all[] = {page, other, chunk, chunk2};
    for (int i = 0; i < 4; i++)
        kp__pool_release(&rig->pool, all[i]);
    pool_close(rig);
}

TEST(memory_that_was_never_needed_is_never_touched)
{
    pool_rig *rig = pool_open(8);
    memset(rig->memory, 0xa5, 8 * KP__PAGE);
    for (int i = 0; i < 1000; i++) {
        kp__segment *page = kp__pool_page(&rig->pool), *chunk = kp__pool_chunk(&rig->pool);
        kp__pool_release(&rig->pool, page);
        kp__pool_release(&rig->pool, chunk);
    }
    const uint8_t *rest = (const uint8_t *)rig->memory + 2 * KP__PAGE;
    for (size_t i = 0; i < 6 * KP__PAGE; i++)
        assert_int_equal(rest[i], 0xa5);
    pool_close(rig);
}

TEST(a_page_of_which_no_piece_is_left_is_whole_again)
{
    pool_rig *rig = pool_open(2);
    kp__segment *chunks[200];
    int count = 0;
    while ((chunks[count] = kp__pool_chunk(&rig->pool)) != NULL)
        count++;
    assert_int_equal(count, 120);
    assert_null(kp__pool_page(&rig->pool));
    for (int i = 0; i < count; i += 2) /* a hole everywhere */
        kp__pool_release(&rig->pool, chunks[i]);
    assert_true(kp__pool_ok(&rig->pool));
    assert_null(kp__pool_page(&rig->pool));
    for (int i = 1; i < count; i += 2)
        kp__pool_release(&rig->pool, chunks[i]);
    kp__segment *page = kp__pool_page(&rig->pool), *other = kp__pool_page(&rig->pool);
    assert_non_null(page);
    assert_non_null(other);
    kp__pool_release(&rig->pool, page);
    kp__pool_release(&rig->pool, other);
    pool_close(rig);
}

TEST(need_decides_the_size_or_a_hint_that_is_larger)
{
    pool_rig *rig = pool_open(4);
    kp__segment *got[8];
    assert_int_equal((got[0] = kp__pool_get(&rig->pool, 1072, 0))->cap, 1072);
    assert_int_equal((got[1] = kp__pool_get(&rig->pool, 1073, 0))->cap, 4336);
    assert_int_equal((got[2] = kp__pool_get(&rig->pool, 10, 15000))->cap, 4336);
    assert_int_equal((got[3] = kp__pool_get(&rig->pool, 10, 15400))->cap, 16304);
    assert_int_equal((got[4] = kp__pool_get(&rig->pool, 10, 1 << 20))->cap, KP__PAGE - 16);
    assert_int_equal((got[5] = kp__pool_get(&rig->pool, 4337, 1072))->cap, 16304);
    for (int i = 0; i < 6; i++)
        kp__pool_release(&rig->pool, got[i]);
    pool_close(rig);
}

TEST(short_of_pages_a_need_is_met_in_parts_but_not_in_crumbs)
{
    pool_rig *rig = pool_open(2);
    kp__segment *quarter = kp__pool_get(&rig->pool, 16000, 0);
    kp__segment *page = kp__pool_page(&rig->pool);
    kp__segment *part = kp__pool_get(&rig->pool, 60000, 0);
    assert_int_equal(part->cap, 16304);
    kp__segment *part2 = kp__pool_get(&rig->pool, 60000, 0), *part3 = kp__pool_get(&rig->pool, 60000, 0);
    assert_non_null(part3);
    assert_null(kp__pool_get(&rig->pool, 60000, 0));
    assert_null(kp__pool_get(&rig->pool, 1, 0)); /* every page is cut otherwise */
    kp__segment *all[] = {quarter, page, part, part2, part3};
    for (int i = 0; i < 5; i++)
        kp__pool_release(&rig->pool, all[i]);
    pool_close(rig);
}

TEST(any_order_of_taking_and_giving_keeps_the_pool_whole)
{
    pool_rig *rig = pool_open(6);
    kp__segment *held[512];
    size_t count = 0;
    uint64_t seed = 42;
    for (int step = 0; step < 200000; step++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        uint32_t chance = (uint32_t)(seed >> 33);
        bool take = count == 0 || (count < 512 && chance % 100 < ((step / 2000) % 2 ? 35 : 65));
        if (take) {
            size_t need = (size_t)1 << (chance % 17);
            kp__segment *segment = kp__pool_get(&rig->pool, need, chance % 3 ? 0 : (size_t)chance % 100000);
            if (!segment)
                continue;
            memset(segment->data, (int)count, segment->cap); /* overlaps would be seen below */
            held[count++] = segment;
        } else {
            size_t at = chance % count;
            kp__segment *segment = held[at];
            assert_int_equal(segment->data[0], segment->data[segment->cap - 1]);
            held[at] = held[--count];
            kp__pool_release(&rig->pool, segment);
        }
        if (step % 64 == 0)
            assert_true(kp__pool_ok(&rig->pool));
    }
    while (count)
        kp__pool_release(&rig->pool, held[--count]);
    pool_close(rig);
}

TESTS(t(size_is_rounded_down_to_pages), t(pages_run_out_and_wanted_is_told_once),
      t(what_was_given_back_last_is_handed_out_first), t(memory_that_was_never_needed_is_never_touched),
      t(a_page_of_which_no_piece_is_left_is_whole_again), t(need_decides_the_size_or_a_hint_that_is_larger),
      t(short_of_pages_a_need_is_met_in_parts_but_not_in_crumbs),
      t(any_order_of_taking_and_giving_keeps_the_pool_whole))
