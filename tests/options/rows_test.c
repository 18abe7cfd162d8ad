/* The table as a whole: every row is sound, and the values come back as they should. */
#include <tests/check.h>

#include <stdlib.h>
#include <string.h>

#include <producer/option_impl.h>

static kp_options *options;
static kp_error error;

static void fresh(void)
{
    kp_options_free(options);
    options = kp_options_new();
    assert_non_null(options);
    error = (kp_error)KP_ERROR_INIT;
}

static void set_ok(const char *name, const char *value)
{
    kp_err err = kp_options_set(options, name, value, &error);
    if (err)
        print_error("%s\n", error.text);
    assert_int_equal(err, KP_OK);
}

static void set_fails(const char *name, const char *value, kp_err code, const char *word)
{
    error = (kp_error)KP_ERROR_INIT;
    assert_int_equal(kp_options_set(options, name, value, &error), code);
    assert_int_equal(error.code, code);
    if (!strstr(error.text, word))
        fail_msg("\"%s\" does not say \"%s\"", error.text, word);
}

TEST(every_default_is_canonical_and_in_range)
{
    fresh();
    for (int i = 0; i < KP__OPT_COUNT; i++) {
        const kp_option_info *info = kp_option_row(i);
        if (!info->default_text)
            continue;
        char *text;
        int64_t number;
        kp_err err = kp__option_value_parse(&options->alloc, &kp__option_rows[i], info->name, info->default_text,
                                            strlen(info->default_text), 1, &text, &number, &error);
        if (err)
            fail_msg("%s: %s", info->name, error.text);
        assert_string_equal(text, info->default_text);
        assert_true(number == kp__options_int(options, (kp__opt)i));
        assert_string_equal(kp_options_get(options, info->name), info->secret ? "[hidden]" : info->default_text);
        kp__delete(&options->alloc, text);
    }
    assert_null(kp_option_row(KP__OPT_COUNT));
    assert_null(kp_option_row(-1));
}

TEST(names_and_aliases_are_unique_and_find_their_row)
{
    for (int i = 0; i < KP__OPT_COUNT; i++) {
        assert_int_equal(kp__option_find(kp_option_row(i)->name).row, i);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(kp_option_row(i)->name, kp_option_row(j)->name);
        assert_true(strlen(kp_option_row(i)->doc) > 10);
    }
    assert_int_equal(kp__option_find("metadata.broker.list").row, KP__OPT_bootstrap_servers);
    assert_int_equal(kp__option_find("max.in.flight").row, KP__OPT_max_in_flight_requests_per_connection);
}

TEST(java_producer_rows_are_all_there)
{
    /* 113 of the Java producer (4.3), plus the reader's and our own */
    int own = 0, reader = 0;
    for (int i = 0; i < KP__OPT_COUNT; i++) {
        own += (kp__option_rows[i].flags & KP__OPTION_OWN) != 0;
        reader += (kp__option_rows[i].flags & KP__OPTION_READER) != 0;
    }
    assert_int_equal(KP__OPT_COUNT - own - reader, 113);
}

TEST(explicit_is_remembered)
{
    fresh();
    assert_false(kp__options_explicit(options, KP__OPT_linger_ms));
    set_ok("linger.ms", "5");
    assert_true(kp__options_explicit(options, KP__OPT_linger_ms));
}

TEST(values_are_trimmed_and_canonical)
{
    fresh();
    set_ok("linger.ms", "  +12\r\n");
    assert_string_equal(kp_options_get(options, "linger.ms"), "12");
    set_ok("enable.idempotence", "TRUE");
    assert_string_equal(kp_options_get(options, "enable.idempotence"), "true");
    set_ok("acks", "-1");
    assert_string_equal(kp_options_get(options, "acks"), "all");
    assert_true(kp__options_int(options, KP__OPT_acks) == -1);
    set_ok("acks", "1");
    assert_true(kp__options_int(options, KP__OPT_acks) == 1);
    set_ok("acks", "0");
    assert_true(kp__options_int(options, KP__OPT_acks) == 0);
    set_ok("bootstrap.servers", " a:1 ,, b:2,");
    assert_string_equal(kp_options_get(options, "bootstrap.servers"), "a:1,b:2");
    set_ok("metadata.recovery.strategy", "NONE");
    assert_string_equal(kp_options_get(options, "metadata.recovery.strategy"), "none");
}

TEST(aliases_set_the_java_option)
{
    fresh();
    set_ok("queue.buffering.max.ms", "50");
    assert_string_equal(kp_options_get(options, "linger.ms"), "50");
    set_ok("queue.buffering.max.kbytes", "64");
    assert_string_equal(kp_options_get(options, "buffer.memory"), "65536");
    set_fails("queue.buffering.max.kbytes", "9223372036854775807", KP_ERR_CONFIG, "too large");
    set_ok("message.max.bytes", "1000");
    assert_non_null(strstr(kp__options_note(options, 0), "max.request.size"));
}

TEST(unset_options_are_null)
{
    fresh();
    assert_null(kp_options_get(options, "bootstrap.servers"));
    assert_null(kp_options_get(options, "no.such.option"));
    assert_true(kp__options_int(options, KP__OPT_sasl_login_connect_timeout_ms) == -1);
}

TEST(B9_unknown_name_is_answered_with_the_nearest)
{
    fresh();
    set_fails("linger.mss", "5", KP_ERR_UNKNOWN_OPTION, "\"linger.ms\"");
    set_fails("linger", "5", KP_ERR_UNKNOWN_OPTION, "\"linger.ms\"");
    set_fails("bootstrap-servers", "a:1", KP_ERR_UNKNOWN_OPTION, "\"bootstrap.servers\"");
    set_fails("boostrap.servers", "a:1", KP_ERR_UNKNOWN_OPTION, "\"bootstrap.servers\"");
    set_fails("request.required.ack", "1", KP_ERR_UNKNOWN_OPTION, "\"request.required.acks\"");
    set_fails("zzzzzzzzzzzz", "5", KP_ERR_UNKNOWN_OPTION, "unknown option \"zzzzzzzzzzzz\"");
    set_fails("", "5", KP_ERR_UNKNOWN_OPTION, "unknown");
    assert_null(strstr(error.text, "mean"));
    char longest[5000];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    set_fails(longest, "5", KP_ERR_UNKNOWN_OPTION, "unknown");
}

TEST(B9_numbers_that_are_none)
{
    static const char *const bad[] = {"", " ", "abc", "1e3", "0x10", "5ms", "1 000", "--5", "+", "-", "1.5", "5,"};
    fresh();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        set_fails("linger.ms", bad[i], KP_ERR_CONFIG, "whole number");
}

TEST(B9_numbers_outside_their_range)
{
    fresh();
    set_fails("linger.ms", "-1", KP_ERR_CONFIG, "at least 0");
    set_fails("linger.ms", "9223372036854775808", KP_ERR_CONFIG, "too large");
    set_fails("linger.ms", "99999999999999999999999999", KP_ERR_CONFIG, "too large");
    set_fails("batch.size", "2147483648", KP_ERR_CONFIG, "2147483647");
    set_fails("batch.size", "-1", KP_ERR_CONFIG, "at least 0");
    set_fails("max.in.flight", "0", KP_ERR_CONFIG, "at least 1");
    set_fails("metadata.max.idle.ms", "4999", KP_ERR_CONFIG, "at least 5000");
    set_fails("delivery.timeout.ms", "2147483648", KP_ERR_CONFIG, "0 to 2147483647");
    set_fails("compression.gzip.level", "0", KP_ERR_CONFIG, "-1 or 1 to 9");
    set_fails("send.buffer.bytes", "-2", KP_ERR_CONFIG, "at least -1");
    set_ok("send.buffer.bytes", "-1");
    set_ok("connections.max.idle.ms", "-5");
    assert_true(kp__options_ns(options, KP__OPT_connections_max_idle_ms) == KP_NEVER);
    set_ok("linger.ms", "9223372036854775807");
    assert_true(kp__options_ns(options, KP__OPT_linger_ms) == KP_NEVER);
    set_fails("sasl.login.refresh.window.factor", "0.49", KP_ERR_CONFIG, "0.5 to 1");
    set_fails("sasl.login.refresh.window.factor", "zero", KP_ERR_CONFIG, "decimal");
}

TEST(B9_enums_and_bools_list_what_is_allowed)
{
    fresh();
    set_fails("acks", "2", KP_ERR_CONFIG, "all, -1, 0 or 1");
    set_fails("acks", "ALL", KP_ERR_CONFIG, "all, -1, 0 or 1");
    set_fails("acks", "", KP_ERR_CONFIG, "all, -1, 0 or 1");
    set_fails("compression.type", "brotli", KP_ERR_CONFIG, "none, gzip, snappy, lz4 or zstd");
    set_fails("enable.idempotence", "yes", KP_ERR_CONFIG, "true or false");
    set_fails("callbacks", "threads", KP_ERR_CONFIG, "thread or poll");
}

TEST(B9_empty_and_oversized_values)
{
    fresh();
    set_fails("bootstrap.servers", "", KP_ERR_CONFIG, "empty");
    set_fails("bootstrap.servers", " , ,", KP_ERR_CONFIG, "empty");
    set_fails("client.id", "", KP_ERR_CONFIG, "empty");
    set_fails("client.id", "a\nb", KP_ERR_CONFIG, "control");
    set_fails("transactional.id", "", KP_ERR_CONFIG, "empty");
    size_t size = (1 << 20) + 2;
    char *big = malloc(size + 1);
    assert_non_null(big);
    memset(big, 'x', size);
    big[size] = 0;
    set_fails("metric.reporters", big, KP_ERR_LIMIT, "1 MiB");
    big[1 << 20] = 0;
    set_ok("metric.reporters", big);
    free(big);
}

TEST(what_is_not_built_is_refused_by_name_and_its_default_accepted)
{
    fresh();
    set_fails("compression.type", "lz4", KP_ERR_UNSUPPORTED, "compression");
    set_ok("compression.type", "none");
    set_fails("security.protocol", "SASL_SSL", KP_ERR_UNSUPPORTED, "TLS");
    set_ok("security.protocol", "plaintext");
    set_fails("transactional.id", "t", KP_ERR_UNSUPPORTED, "transactions");
    set_fails("interceptor.classes", "a.B", KP_ERR_UNSUPPORTED, "interceptors");
    set_ok("interceptor.classes", "");
    for (int i = 0; i < KP__OPT_COUNT; i++)
        if (kp_option_row(i)->needs && kp_option_row(i)->default_text)
            set_ok(kp_option_row(i)->name, kp_option_row(i)->default_text);
}

TEST(java_names_without_a_meaning_here_are_noted)
{
    fresh();
    set_ok("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    set_fails("value.serializer", "org.apache.kafka.common.serialization.LongSerializer", KP_ERR_CONFIG, "bytes");
    set_ok("bootstrap.servers", "a:1");
    set_ok("metric.reporters", "com.example.Reporter");
    set_ok("group.id", "g");
    set_ok("metrics.context.x", "y");
    kp_options *resolved;
    assert_int_equal(kp__options_resolve(options, &resolved, &error), KP_OK);
    assert_non_null(strstr(kp__options_note(resolved, 0), "group.id"));
    assert_non_null(strstr(kp__options_note(resolved, 1), "metrics.context.x"));
    assert_non_null(strstr(kp__options_note(resolved, 2), "metric.reporters"));
    assert_null(kp__options_note(resolved, 3));
    kp_options_free(resolved);
}

TEST(secrets_are_hidden_in_gets_and_messages)
{
    fresh();
    set_fails("ssl.key.password", "canary-1", KP_ERR_UNSUPPORTED, "[hidden]");
    assert_null(strstr(error.text, "canary"));
    assert_int_equal(kp__options_put(options, KP__OPT_sasl_jaas_config, "canary-2", true, &error), KP_OK);
    assert_string_equal(kp_options_get(options, "sasl.jaas.config"), "[hidden]");
    assert_string_equal(kp__options_str(options, KP__OPT_sasl_jaas_config), "canary-2");
}

TEST(a_failed_set_leaves_the_old_value)
{
    fresh();
    set_ok("linger.ms", "7");
    set_fails("linger.ms", "x", KP_ERR_CONFIG, "linger.ms=x");
    assert_string_equal(kp_options_get(options, "linger.ms"), "7");
}

TEST(null_arguments_are_errors)
{
    fresh();
    set_fails("linger.ms", NULL, KP_ERR_ARGUMENT, "NULL");
    assert_int_equal(kp_options_set(NULL, "a", "b", NULL), KP_ERR_ARGUMENT);
    assert_null(kp_options_get(options, NULL));
    kp_options_free(NULL);
    kp_options_free(options);
    options = NULL;
}

TESTS(t(every_default_is_canonical_and_in_range), t(names_and_aliases_are_unique_and_find_their_row),
      t(java_producer_rows_are_all_there), t(explicit_is_remembered), t(values_are_trimmed_and_canonical),
      t(aliases_set_the_java_option), t(unset_options_are_null), t(B9_unknown_name_is_answered_with_the_nearest),
      t(B9_numbers_that_are_none), t(B9_numbers_outside_their_range), t(B9_enums_and_bools_list_what_is_allowed),
      t(B9_empty_and_oversized_values), t(what_is_not_built_is_refused_by_name_and_its_default_accepted),
      t(java_names_without_a_meaning_here_are_noted), t(secrets_are_hidden_in_gets_and_messages),
      t(a_failed_set_leaves_the_old_value), t(null_arguments_are_errors))
