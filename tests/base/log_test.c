#include <tests/check.h>

#include <stdio.h>
#include <string.h>

#include <base/log.h>

static kp__log ring;
static kp__log_line line;

TEST(lines_come_out_in_order)
{
    kp__log_init(&ring, KP__LOG_INFO);
    kp__logf(&ring, KP__LOG_ERROR, "connect", "node %d", 1);
    kp__logf(&ring, KP__LOG_INFO, "metadata", "two");
    assert_true(kp__log_take(&ring, &line));
    assert_string_equal(line.text, "node 1");
    assert_string_equal(line.event, "connect");
    assert_int_equal(line.severity, KP__LOG_ERROR);
    assert_true(kp__log_take(&ring, &line));
    assert_string_equal(line.text, "two");
    assert_false(kp__log_take(&ring, &line));
}

TEST(what_nobody_wants_is_not_kept)
{
    kp__log_init(&ring, KP__LOG_WARNING);
    kp__logf(&ring, KP__LOG_INFO, "x", "not wanted");
    kp__logf(NULL, KP__LOG_ERROR, "x", "nowhere");
    assert_false(kp__log_take(&ring, &line));
    kp__log_init(&ring, -1);
    kp__logf(&ring, KP__LOG_ERROR, "x", "none at all");
    assert_false(kp__log_take(&ring, &line));
}

TEST(when_full_the_oldest_go_and_are_counted)
{
    kp__log_init(&ring, KP__LOG_INFO);
    for (int i = 0; i < KP__LOG_LINES + 5; i++)
        kp__logf(&ring, KP__LOG_INFO, "n", "%d", i);
    assert_int_equal(ring.dropped, 5);
    for (int i = 5; i < KP__LOG_LINES + 5; i++) {
        char wanted[16];
        (void)snprintf(wanted, sizeof wanted, "%d", i);
        assert_true(kp__log_take(&ring, &line));
        assert_string_equal(line.text, wanted);
    }
    assert_false(kp__log_take(&ring, &line));
}

/* S6: a peer's words cannot steer a terminal or forge a line. */
TEST(S6_control_characters_are_replaced_and_long_text_is_cut)
{
    char longer[1000];
    memset(longer, 'y', sizeof longer - 1);
    longer[sizeof longer - 1] = 0;
    kp__log_init(&ring, KP__LOG_INFO);
    kp__logf(&ring, KP__LOG_INFO, "peer", "%s", "a\r\nb\x1b[2J\tc\x7f");
    kp__logf(&ring, KP__LOG_INFO, "peer", "%s", longer);
    assert_true(kp__log_take(&ring, &line));
    assert_string_equal(line.text, "a??b?[2J?c?");
    assert_true(kp__log_take(&ring, &line));
    assert_int_equal(strlen(line.text), KP__LOG_TEXT - 1);
}

TESTS(t(lines_come_out_in_order), t(what_nobody_wants_is_not_kept), t(when_full_the_oldest_go_and_are_counted),
      t(S6_control_characters_are_replaced_and_long_text_is_cut))
