/* .properties text, good and bad. */
#include <tests/check.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <producer/option_table.h>

static kp_options *options;
static kp_error error;

static kp_err parse_n(const char *text, size_t size)
{
    kp_options_free(options);
    options = kp_options_new();
    assert_non_null(options);
    error = (kp_error)KP_ERROR_INIT;
    return kp__options_parse(options, text, size, "file", &error);
}

static void parse_ok(const char *text)
{
    if (parse_n(text, strlen(text)))
        fail_msg("%s", error.text);
}

static void parse_fails(const char *text, const char *words)
{
    assert_int_not_equal(parse_n(text, strlen(text)), KP_OK);
    if (!strstr(error.text, words))
        fail_msg("\"%s\" does not say \"%s\"", error.text, words);
}

static void has(const char *name, const char *value)
{
    const char *got = kp_options_get(options, name);
    assert_non_null(got);
    assert_string_equal(got, value);
}

TEST(separators_blanks_and_comments)
{
    parse_ok(
        "# one\n! two\n  # three\n\nlinger.ms=1\n acks : 1\nretries\t 3\nbatch.size   =   4  \nclient.id=a=b:c # d\n");
    has("linger.ms", "1");
    has("acks", "1");
    has("retries", "3");
    has("batch.size", "4");
    has("client.id", "a=b:c # d");
}

TEST(continued_lines)
{
    parse_ok("bootstrap.servers=a:1,\\\n   b:2,\\\r\n\tc:3\nlinger.ms=9");
    has("bootstrap.servers", "a:1,b:2,c:3");
    has("linger.ms", "9");
    parse_ok("client.id=end\\");
    has("client.id", "end");
}

TEST(a_comment_is_not_continued)
{
    parse_ok("# comment \\\nlinger.ms=4\n");
    has("linger.ms", "4");
}

TEST(escapes)
{
    parse_ok("client.id=\\u0041\\u00e9\\u20ac\\ud83d\\ude00\\z\\\\\n");
    has("client.id", "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z\\");
    parse_ok("linger\\u002ems=3\nclient\\.id=x");
    has("linger.ms", "3");
    has("client.id", "x");
    parse_ok("client.id=\xc3\xa9");
    has("client.id", "\xc3\xa9");
}

TEST(B9_bad_escapes)
{
    parse_fails("\nclient.id=\\u00g1", "file:2: \\u must");
    parse_fails("client.id=\\u41", "file:1: \\u must");
    parse_fails("client.id=\\u0000", "NUL");
    parse_fails("client.id=\\ud800x", "surrogate");
    parse_fails("client.id=\\ud800\\u0041", "surrogate");
    parse_fails("client.id=\\udc00", "surrogate");
}

TEST(B9_byte_order_mark_crlf_and_old_mac_ends)
{
    parse_ok("\xef\xbb\xbflinger.ms=1\r\nacks=1\r\n\r\n");
    has("linger.ms", "1");
    has("acks", "1");
    parse_ok("linger.ms=1\racks=1\r");
    has("acks", "1");
}

TEST(B9_nul_is_an_error)
{
    static const char text[] = "linger.ms=1\nclient.id=a\0b\n";
    assert_int_equal(parse_n(text, sizeof text - 1), KP_ERR_CONFIG);
    assert_non_null(strstr(error.text, "file:2: a NUL"));
    static const char name[] = "lin\0ger.ms=1";
    assert_int_equal(parse_n(name, sizeof name - 1), KP_ERR_CONFIG);
}

TEST(B9_key_without_value)
{
    parse_fails("acks=1\nlinger.ms\n", "file:2: \"linger.ms\" has no value");
    parse_fails("linger.ms   ", "has no value");
    parse_ok("interceptor.classes=\n");
}

TEST(B9_errors_name_file_and_line)
{
    parse_fails("# x\n\nlinger.mss=1\n", "file:3: unknown option \"linger.mss\"");
    parse_fails("bootstrap.servers=a:1,\\\nb:2\nlinger.ms=abc\n", "file:3: linger.ms=abc");
    parse_fails("=5\n", "file:1: unknown option");
}

TEST(B9_a_file_of_more_than_1_MiB)
{
    size_t size = (1 << 20) + 1;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, '\n', size);
    assert_int_equal(parse_n(text, size), KP_ERR_LIMIT);
    assert_int_equal(parse_n(text, size - 1), KP_OK);
    free(text);
}

TEST(a_file_is_loaded_and_a_missing_one_is_named)
{
    char path[] = "/tmp/kprod-properties-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "linger.ms=77\n", 13), 13);
    close(fd);
    parse_ok("");
    assert_int_equal(kp_options_load(options, path, &error), KP_OK);
    has("linger.ms", "77");
    unlink(path);
    assert_int_equal(kp_options_load(options, path, &error), KP_ERR_IO);
    assert_non_null(strstr(error.text, path));
    assert_int_equal(kp_options_load(options, "/tmp", &error), KP_ERR_IO);
    kp_options_free(options);
    options = NULL;
}

TESTS(t(separators_blanks_and_comments), t(continued_lines), t(a_comment_is_not_continued), t(escapes),
      t(B9_bad_escapes), t(B9_byte_order_mark_crlf_and_old_mac_ends), t(B9_nul_is_an_error), t(B9_key_without_value),
      t(B9_errors_name_file_and_line), t(B9_a_file_of_more_than_1_MiB), t(a_file_is_loaded_and_a_missing_one_is_named))
