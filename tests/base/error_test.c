#include <tests/check.h>

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include <base/error_fill.h>
#include <kprod/error.h>

static const struct {
    kp_err code;
    const char *name;
} rows[] = {
#define ROW(name, code, class, text) {code, #name},
    KP_BROKER_ERRORS(ROW) KP_LOCAL_ERRORS(ROW)
#undef ROW
};
enum { ROWS = sizeof rows / sizeof rows[0] };

enum {
    ALL_CLASSES = KP_CLASS_RETRIABLE | KP_CLASS_REFRESH | KP_CLASS_COORDINATOR | KP_CLASS_ABORTABLE | KP_CLASS_FATAL |
                  KP_CLASS_MAYBE | KP_CLASS_SPLIT | KP_CLASS_SPECIAL | KP_CLASS_AGAIN | KP_CLASS_AUTH
};

static bool is_class(kp_err err, uint32_t class) { return (kp_err_class(err) & class) == class; }

TEST(every_code_of_kafka_from_minus_1_to_133_has_a_row)
{
    for (kp_err code = -1; code <= 133; code++) {
        assert_string_not_equal(kp_err_name(code), "UNKNOWN");
        assert_int_equal(kp_err_class(code) & ~(uint32_t)ALL_CLASSES, 0);
    }
    assert_string_equal(kp_err_name(134), "UNKNOWN");
}

TEST(no_code_no_name_and_no_text_occurs_twice)
{
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < i; j++) {
            assert_int_not_equal(rows[i].code, rows[j].code);
            assert_string_not_equal(kp_err_name(rows[i].code), kp_err_name(rows[j].code));
            assert_string_not_equal(kp_err_text(rows[i].code), kp_err_text(rows[j].code));
        }
}

TEST(each_text_says_more_than_the_name)
{
    for (int i = 0; i < ROWS; i++) {
        const char *text = kp_err_text(rows[i].code);
        char name_in_words[100];
        size_t len = strlen(kp_err_name(rows[i].code));
        assert_true(len < sizeof name_in_words);
        for (size_t c = 0; c <= len; c++) {
            char letter = kp_err_name(rows[i].code)[c];
            name_in_words[c] = letter == '_' ? ' ' : (char)tolower(letter);
        }
        assert_true(strlen(text) >= 7 && strlen(text) < 120);
        assert_string_not_equal(text, name_in_words);
        assert_true(text[strlen(text) - 1] != '.');
    }
}

TEST(success_and_codes_of_no_row_have_an_answer_too)
{
    assert_string_equal(kp_err_name(KP_OK), "OK");
    assert_int_equal(kp_err_class(KP_OK), 0);
    assert_string_equal(kp_err_name(9999), "UNKNOWN");
    assert_non_null(kp_err_text(9999));
    assert_int_equal(kp_err_class(9999), kp_err_class(KP_ERR_UNKNOWN_SERVER_ERROR));
}

TEST(names_are_kafkas_without_a_prefix)
{
    assert_string_equal(kp_err_name(KP_ERR_NOT_LEADER_OR_FOLLOWER), "NOT_LEADER_OR_FOLLOWER");
    assert_string_equal(kp_err_name(KP_ERR_TIMEOUT), "TIMEOUT");
    assert_string_equal(kp_err_name(KP_AGAIN_MEMORY), "AGAIN_MEMORY");
}

/* What a producer's recovery hangs on. */
TEST(classes_are_what_kafkas_clients_do)
{
    static const kp_err moved[] = {KP_ERR_UNKNOWN_TOPIC_OR_PARTITION, KP_ERR_LEADER_NOT_AVAILABLE,
                                   KP_ERR_NOT_LEADER_OR_FOLLOWER,     KP_ERR_FENCED_LEADER_EPOCH,
                                   KP_ERR_KAFKA_STORAGE_ERROR,        KP_ERR_UNKNOWN_TOPIC_ID};
    for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++)
        assert_true(is_class(moved[i], KP_CLASS_RETRIABLE | KP_CLASS_REFRESH));
    assert_true(is_class(KP_ERR_NOT_COORDINATOR, KP_CLASS_RETRIABLE | KP_CLASS_COORDINATOR));
    assert_true(is_class(KP_ERR_MESSAGE_TOO_LARGE, KP_CLASS_SPLIT));
    assert_true(is_class(KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, KP_CLASS_SPECIAL));
    assert_true(is_class(KP_ERR_UNKNOWN_PRODUCER_ID, KP_CLASS_SPECIAL));
    assert_true(is_class(KP_ERR_PRODUCER_FENCED, KP_CLASS_FATAL));
    assert_true(is_class(KP_ERR_TRANSACTION_ABORTABLE, KP_CLASS_ABORTABLE));
    assert_false(is_class(KP_ERR_INVALID_TOPIC_EXCEPTION, KP_CLASS_RETRIABLE));
    /* The write may have happened, although the answer says otherwise or is missing. */
    static const kp_err maybe[] = {KP_ERR_UNKNOWN_SERVER_ERROR, KP_ERR_REQUEST_TIMED_OUT,
                                   KP_ERR_NETWORK_EXCEPTION,    KP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                                   KP_ERR_DISCONNECTED,         KP_ERR_REQUEST_TIMEOUT};
    for (size_t i = 0; i < sizeof maybe / sizeof maybe[0]; i++)
        assert_true(is_class(maybe[i], KP_CLASS_MAYBE));
    assert_false(is_class(KP_ERR_NOT_ENOUGH_REPLICAS, KP_CLASS_MAYBE));
    for (kp_err again = KP_AGAIN; again <= KP_AGAIN_LANE; again++)
        assert_int_equal(kp_err_class(again), KP_CLASS_AGAIN);
}

TEST(an_error_is_filled_cut_and_cleaned)
{
    kp_error error = KP_ERROR_INIT;
    assert_int_equal(kp__fail(&error, KP_ERR_CONFIG, "%s=%d", "acks", 7), KP_ERR_CONFIG);
    assert_int_equal(error.code, KP_ERR_CONFIG);
    assert_string_equal(error.text, "acks=7");
    (void)kp__fail(&error, KP_ERR_CONFIG, "%s", "one\ntwo\x1b[31m\x7f");
    assert_string_equal(error.text, "one?two?[31m?");
    char longer[1000];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = 0;
    (void)kp__fail(&error, KP_ERR_CONFIG, "%s", longer);
    assert_int_equal(strlen(error.text), sizeof error.text - 1);
}

TEST(a_smaller_error_of_an_older_caller_is_honoured)
{
    struct {
        kp_error error;
        char guard[4];
    } old = {.guard = "abc"};
    memset(&old.error, 'z', sizeof old.error);
    old.error.size = offsetof(kp_error, text) + 8;
    (void)kp__fail(&old.error, KP_ERR_ARGUMENT, "0123456789");
    assert_string_equal(old.error.text, "0123456");
    assert_int_equal(old.error.text[8], 'z');
    old.error.size = 3; /* too small for anything */
    assert_int_equal(kp__fail(&old.error, KP_ERR_TIMEOUT, "x"), KP_ERR_TIMEOUT);
    assert_int_equal(old.error.code, KP_ERR_ARGUMENT);
    assert_int_equal(kp__fail(NULL, KP_ERR_TIMEOUT, "x"), KP_ERR_TIMEOUT);
}

TESTS(t(every_code_of_kafka_from_minus_1_to_133_has_a_row), t(no_code_no_name_and_no_text_occurs_twice),
      t(each_text_says_more_than_the_name), t(success_and_codes_of_no_row_have_an_answer_too),
      t(names_are_kafkas_without_a_prefix), t(classes_are_what_kafkas_clients_do),
      t(an_error_is_filled_cut_and_cleaned), t(a_smaller_error_of_an_older_caller_is_honoured))
