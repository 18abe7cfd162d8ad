/* The rules between options, as an open applies them. */
#include <tests/check.h>

#include <string.h>

#include <producer/option_table.h>

static kp_options *resolved;
static kp_error error;

/* Sets name, value, name, value ..., NULL; resolves. */
static kp_err resolve(const char *const *pairs)
{
    kp_options *options = kp_options_new();
    assert_non_null(options);
    error = (kp_error)KP_ERROR_INIT;
    assert_int_equal(kp_options_set(options, "bootstrap.servers", "localhost:9092", &error), KP_OK);
    for (; *pairs; pairs += 2)
        if (kp_options_set(options, pairs[0], pairs[1], &error))
            fail_msg("%s", error.text);
    kp_options_free(resolved);
    resolved = NULL;
    kp_err err = kp__options_resolve(options, &resolved, &error);
    kp_options_free(options);
    return err;
}

#define RESOLVE(...) resolve((const char *const[]){__VA_ARGS__, NULL})
#define OK(...)      assert_int_equal(RESOLVE(__VA_ARGS__), KP_OK)
#define FAILS(one, other, ...)                                                                                         \
    do {                                                                                                               \
        assert_int_equal(RESOLVE(__VA_ARGS__), KP_ERR_CONFIG);                                                         \
        if (!strstr(error.text, one) || !strstr(error.text, other))                                                    \
            fail_msg("\"%s\" names not both", error.text);                                                             \
    } while (0)
#define VALUE(opt) ((long)kp__options_int(resolved, KP__OPT_##opt))

static bool noted(const char *word)
{
    for (int i = 0; kp__options_note(resolved, i); i++)
        if (strstr(kp__options_note(resolved, i), word))
            return true;
    return false;
}

TEST(bootstrap_servers_must_be_set)
{
    kp_options *options = kp_options_new();
    error = (kp_error)KP_ERROR_INIT;
    assert_int_equal(kp__options_resolve(options, &resolved, &error), KP_ERR_CONFIG);
    assert_non_null(strstr(error.text, "bootstrap.servers"));
    kp_options_free(options);
}

TEST(defaults_agree_with_each_other)
{
    OK("client.id", "x");
    assert_null(kp__options_note(resolved, 0));
    assert_int_equal(VALUE(enable_idempotence), 1);
    assert_int_equal(VALUE(delivery_timeout_ms), 120000);
    assert_int_equal(VALUE(reconnect_backoff_max_ms), 1000);
    assert_true(kp__options_explicit(resolved, KP__OPT_client_id));
    assert_false(kp__options_explicit(resolved, KP__OPT_linger_ms));
}

TEST(B9_delivery_timeout_below_linger_and_request_timeout_is_an_error_when_set)
{
    FAILS("delivery.timeout.ms=30004", "linger.ms + request.timeout.ms = 30005", "delivery.timeout.ms", "30004");
    OK("delivery.timeout.ms", "30005");
}

TEST(delivery_timeout_is_raised_when_not_set)
{
    OK("linger.ms", "100000");
    assert_int_equal(VALUE(delivery_timeout_ms), 130000);
    assert_false(kp__options_explicit(resolved, KP__OPT_delivery_timeout_ms));
    assert_true(noted("delivery.timeout.ms was raised"));
}

TEST(linger_beyond_an_int_is_an_int)
{
    OK("linger.ms", "9223372036854775807");
    assert_int_equal(VALUE(linger_ms), INT32_MAX);
    assert_int_equal(VALUE(delivery_timeout_ms), INT32_MAX);
}

TEST(batch_size_0_is_1)
{
    OK("batch.size", "0");
    assert_int_equal(VALUE(batch_size), 1);
    assert_true(kp__options_explicit(resolved, KP__OPT_batch_size));
}

TEST(default_idempotence_goes_off_with_other_acks_or_no_retries)
{
    OK("acks", "1");
    assert_int_equal(VALUE(enable_idempotence), 0);
    assert_true(noted("acks=1"));
    OK("acks", "0", "max.in.flight", "10");
    assert_int_equal(VALUE(enable_idempotence), 0);
    OK("retries", "0");
    assert_int_equal(VALUE(enable_idempotence), 0);
    assert_true(noted("retries=0"));
    OK("acks", "-1");
    assert_int_equal(VALUE(enable_idempotence), 1);
}

TEST(B9_explicit_idempotence_contradicts_other_acks_or_no_retries)
{
    FAILS("enable.idempotence", "acks=1", "enable.idempotence", "true", "acks", "1");
    FAILS("enable.idempotence", "acks=0", "enable.idempotence", "true", "acks", "0");
    FAILS("enable.idempotence", "retries=0", "enable.idempotence", "true", "retries", "0");
}

TEST(B9_more_than_5_in_flight_contradicts_idempotence_even_by_default)
{
    FAILS("max.in.flight.requests.per.connection=6", "enable.idempotence=false", "max.in.flight", "6");
    OK("max.in.flight", "5");
    OK("max.in.flight", "6", "enable.idempotence", "false");
    assert_int_equal(VALUE(max_in_flight_requests_per_connection), 6);
}

TEST(a_reconnect_pause_set_alone_is_constant)
{
    OK("reconnect.backoff.ms", "7000");
    assert_int_equal(VALUE(reconnect_backoff_max_ms), 7000);
    OK("reconnect.backoff.ms", "20");
    assert_int_equal(VALUE(reconnect_backoff_max_ms), 20);
    OK("reconnect.backoff.ms", "20", "reconnect.backoff.max.ms", "30");
    assert_int_equal(VALUE(reconnect_backoff_max_ms), 30);
}

TEST(a_first_pause_above_the_largest_is_the_largest)
{
    OK("retry.backoff.ms", "5000");
    assert_int_equal(VALUE(retry_backoff_ms), 1000);
    assert_true(noted("retry.backoff.ms is larger than retry.backoff.max.ms"));
    OK("socket.connection.setup.timeout.ms", "40000");
    assert_int_equal(VALUE(socket_connection_setup_timeout_ms), 30000);
}

TEST(the_users_set_is_not_changed)
{
    kp_options *options = kp_options_new();
    assert_int_equal(kp_options_set(options, "bootstrap.servers", "a:1", NULL), KP_OK);
    assert_int_equal(kp_options_set(options, "batch.size", "0", NULL), KP_OK);
    kp_options_free(resolved);
    assert_int_equal(kp__options_resolve(options, &resolved, NULL), KP_OK);
    assert_string_equal(kp_options_get(options, "batch.size"), "0");
    kp_options_free(options);
    kp_options_free(resolved);
    resolved = NULL;
}

TESTS(t(bootstrap_servers_must_be_set), t(defaults_agree_with_each_other),
      t(B9_delivery_timeout_below_linger_and_request_timeout_is_an_error_when_set),
      t(delivery_timeout_is_raised_when_not_set), t(linger_beyond_an_int_is_an_int), t(batch_size_0_is_1),
      t(default_idempotence_goes_off_with_other_acks_or_no_retries),
      t(B9_explicit_idempotence_contradicts_other_acks_or_no_retries),
      t(B9_more_than_5_in_flight_contradicts_idempotence_even_by_default), t(a_reconnect_pause_set_alone_is_constant),
      t(a_first_pause_above_the_largest_is_the_largest), t(the_users_set_is_not_changed))
