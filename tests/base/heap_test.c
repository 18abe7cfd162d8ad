#include <tests/check.h>

#include <base/heap.h>
#include <base/rng.h>
#include <tests/fail_alloc.h>

static void init(kp__heap *heap)
{
    static kp__alloc alloc;
    kp__alloc_init(&alloc, NULL);
    kp__heap_init(heap, &alloc);
}

/* Every parent is no later than its children, and every node knows its place. */
static void check_order(const kp__heap *heap)
{
    for (uint32_t place = 1; place <= heap->count; place++) {
        assert_int_equal(heap->nodes[place - 1]->place, place);
        if (place > 1)
            assert_true(heap->nodes[place / 2 - 1]->at <= heap->nodes[place - 1]->at);
    }
}

TEST(an_empty_heap_is_never_due)
{
    kp__heap heap;
    init(&heap);
    assert_null(kp__heap_first(&heap));
    assert_true(kp__heap_deadline(&heap) == KP_NEVER);
    kp__heap_deinit(&heap);
}

TEST(the_earliest_comes_first)
{
    kp__heap heap;
    kp__heap_node late = {0}, soon = {0}, middle = {0};
    init(&heap);
    assert_int_equal(kp__heap_set(&heap, &late, 30), KP_OK);
    assert_int_equal(kp__heap_set(&heap, &soon, 10), KP_OK);
    assert_int_equal(kp__heap_set(&heap, &middle, 20), KP_OK);
    assert_ptr_equal(kp__heap_first(&heap), &soon);
    assert_true(kp__heap_deadline(&heap) == 10);
    kp__heap_remove(&heap, &soon);
    assert_ptr_equal(kp__heap_first(&heap), &middle);
    kp__heap_deinit(&heap);
}

TEST(a_node_that_is_set_again_moves_and_is_not_doubled)
{
    kp__heap heap;
    kp__heap_node a = {0}, b = {0};
    init(&heap);
    assert_int_equal(kp__heap_set(&heap, &a, 10), KP_OK);
    assert_int_equal(kp__heap_set(&heap, &b, 20), KP_OK);
    assert_int_equal(kp__heap_set(&heap, &a, 30), KP_OK);
    assert_int_equal(heap.count, 2);
    assert_ptr_equal(kp__heap_first(&heap), &b);
    assert_int_equal(kp__heap_set(&heap, &a, 5), KP_OK);
    assert_ptr_equal(kp__heap_first(&heap), &a);
    kp__heap_deinit(&heap);
}

TEST(removing_a_node_outside_has_no_effect)
{
    kp__heap heap;
    kp__heap_node in = {0}, out = {0};
    init(&heap);
    assert_int_equal(kp__heap_set(&heap, &in, 1), KP_OK);
    kp__heap_remove(&heap, &out);
    assert_int_equal(heap.count, 1);
    kp__heap_remove(&heap, &in);
    kp__heap_remove(&heap, &in);
    assert_int_equal(heap.count, 0);
    kp__heap_deinit(&heap);
}

TEST(order_holds_through_random_sets_moves_and_removals)
{
    enum { NODES = 100, STEPS = 20000 };
    static kp__heap_node nodes[NODES];
    kp__heap heap;
    kp__rng rng;
    init(&heap);
    kp__rng_seed(&rng, 1);
    for (int i = 0; i < STEPS; i++) {
        kp__heap_node *node = &nodes[kp__rng_below(&rng, NODES)];
        if (kp__rng_below(&rng, 3) == 0)
            kp__heap_remove(&heap, node);
        else
            assert_int_equal(kp__heap_set(&heap, node, (kp_ns)kp__rng_below(&rng, 50)), KP_OK);
        check_order(&heap);
        kp_ns earliest = KP_NEVER;
        uint32_t count = 0;
        for (int n = 0; n < NODES; n++)
            if (nodes[n].place) {
                count++;
                earliest = nodes[n].at < earliest ? nodes[n].at : earliest;
            }
        assert_int_equal(heap.count, count);
        assert_true(kp__heap_deadline(&heap) == earliest);
    }
    kp__heap_deinit(&heap);
}

TEST(without_memory_a_set_fails_and_leaves_the_node_outside)
{
    fail_alloc memory = {.fail_at = 1};
    kp__alloc alloc;
    kp__heap heap;
    kp__heap_node node = {0};
    fail_alloc_init(&memory, &alloc);
    kp__heap_init(&heap, &alloc);
    assert_int_equal(kp__heap_set(&heap, &node, 1), KP_ERR_NO_MEMORY);
    assert_int_equal(node.place, 0);
    assert_int_equal(kp__heap_set(&heap, &node, 1), KP_OK);
    kp__heap_deinit(&heap);
    assert_int_equal(memory.live, 0);
}

TEST(after_a_reserve_sets_cannot_fail)
{
    enum { NODES = 1000 };
    static kp__heap_node nodes[NODES];
    fail_alloc memory = {.fail_at = 2, .onwards = true};
    kp__alloc alloc;
    kp__heap heap;
    fail_alloc_init(&memory, &alloc);
    kp__heap_init(&heap, &alloc);
    assert_int_equal(kp__heap_reserve(&heap, NODES), KP_OK);
    for (int i = 0; i < NODES; i++)
        assert_int_equal(kp__heap_set(&heap, &nodes[i], NODES - i), KP_OK);
    assert_false(memory.failed);
    kp__heap_deinit(&heap);
}

TESTS(t(an_empty_heap_is_never_due), t(the_earliest_comes_first), t(a_node_that_is_set_again_moves_and_is_not_doubled),
      t(removing_a_node_outside_has_no_effect), t(order_holds_through_random_sets_moves_and_removals),
      t(without_memory_a_set_fails_and_leaves_the_node_outside), t(after_a_reserve_sets_cannot_fail))
