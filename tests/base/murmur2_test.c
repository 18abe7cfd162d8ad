#include <tests/check.h>

#include <string.h>

#include <base/murmur2.h>

/* As Java's Utils.murmur2 answers. */
TEST(hashes_are_javas)
{
    static const struct {
        const char *key;
        int32_t hash;
    } vectors[] = {
        {"", 275646681},    {"a", -1563381124},     {"21", -973932308},
        {"abc", 479470107}, {"foobar", -790332482}, {"kafka", -798503068},
    };
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        assert_int_equal(kp__murmur2(vectors[i].key, strlen(vectors[i].key)), vectors[i].hash);
}

TEST(bytes_above_127_are_unsigned)
{
    const uint8_t high[] = {0xff, 0x00, 0x80, 0x7f};
    assert_int_equal(kp__murmur2(high, 4), 2015219808);
}

TEST(an_unaligned_key_hashes_the_same)
{
    char room[40];
    int32_t wanted = kp__murmur2("a key of 23 characters.", 23);
    for (size_t at = 0; at < 8; at++) {
        memcpy(room + at, "a key of 23 characters.", 23);
        assert_int_equal(kp__murmur2(room + at, 23), wanted);
    }
}

TEST(a_partition_is_the_hash_without_its_sign_modulo_the_count)
{
    assert_int_equal(kp__murmur2_partition("a", 1, 10), (-1563381124 & 0x7fffffff) % 10);
    assert_int_equal(kp__murmur2_partition("", 0, 7), 275646681 % 7);
    assert_int_equal(kp__murmur2_partition("kafka", 5, 1), 0);
    assert_int_equal(kp__murmur2_partition("foobar", 6, INT32_MAX), -790332482 & 0x7fffffff);
}

TESTS(t(hashes_are_javas), t(bytes_above_127_are_unsigned), t(an_unaligned_key_hashes_the_same),
      t(a_partition_is_the_hash_without_its_sign_modulo_the_count))
