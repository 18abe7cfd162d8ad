#include <tests/check.h>

#include <base/list.h>

typedef struct item {
    int number;
    kp__list node;
} item;

static item *of(kp__list *node) { return node ? KP__CONTAINER(node, item, node) : NULL; }

TEST(first_in_first_out)
{
    kp__list list;
    item items[3] = {{.number = 0}, {.number = 1}, {.number = 2}};
    kp__list_init(&list);
    assert_true(kp__list_empty(&list));
    assert_null(kp__list_pop(&list));
    for (int i = 0; i < 3; i++)
        kp__list_push(&list, &items[i].node);
    for (int i = 0; i < 3; i++)
        assert_int_equal(of(kp__list_pop(&list))->number, i);
    assert_true(kp__list_empty(&list));
}

TEST(push_front_goes_first)
{
    kp__list list;
    item a = {.number = 1}, b = {.number = 2};
    kp__list_init(&list);
    kp__list_push(&list, &a.node);
    kp__list_push_front(&list, &b.node);
    assert_ptr_equal(of(kp__list_first(&list)), &b);
}

TEST(a_node_leaves_from_anywhere_and_may_leave_twice)
{
    kp__list list;
    item items[3] = {{.number = 0}, {.number = 1}, {.number = 2}};
    kp__list_init(&list);
    for (int i = 0; i < 3; i++)
        kp__list_push(&list, &items[i].node);
    assert_true(kp__list_linked(&items[1].node));
    kp__list_remove(&items[1].node);
    kp__list_remove(&items[1].node);
    assert_false(kp__list_linked(&items[1].node));
    int seen = 0;
    KP__LIST_EACH(node, &list)
    seen = seen * 10 + of(node)->number + 1;
    assert_int_equal(seen, 13);
}

TEST(a_zeroed_node_is_unlinked)
{
    item fresh = {0};
    assert_false(kp__list_linked(&fresh.node));
    kp__list_remove(&fresh.node);
    assert_false(kp__list_linked(&fresh.node));
}

TESTS(t(first_in_first_out), t(push_front_goes_first), t(a_node_leaves_from_anywhere_and_may_leave_twice),
      t(a_zeroed_node_is_unlinked))
