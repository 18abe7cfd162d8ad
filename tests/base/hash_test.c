/* The two hashes that partitions and batches hang on. */
#include <tests/check.h>

#include <base/crc32c.h>
#include <base/murmur2.h>
#include <base/rng.h>

#include <string.h>

TEST(murmur2_gives_kafkas_vectors)
{
    assert_int_equal(kp__murmur2("", 0), 275646681);
    assert_int_equal(kp__murmur2("a", 1), -1563381124);
    assert_int_equal(kp__murmur2("21", 2), -973932308);
    assert_int_equal(kp__murmur2("abc", 3), 479470107);
    assert_int_equal(kp__murmur2("foobar", 6), -790332482);
    assert_int_equal(kp__murmur2("kafka", 5), -798503068);
    assert_int_equal(kp__murmur2("\xff\x00\x80\x7f", 4), 2015219808);
}

TEST(crc32c_gives_the_published_check_value)
{
    assert_int_equal(kp__crc32c(0, "123456789", 9), 0xe3069283u);
    assert_int_equal(kp__crc32c_table(0, "123456789", 9), 0xe3069283u);
}

TEST(crc32c_agrees_with_its_table_and_combines_at_every_cut)
{
    uint8_t data[257];
    kp__rng rng = {7};
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)kp__rng_next(&rng);
    uint32_t whole = kp__crc32c_table(0, data, sizeof data);
    assert_int_equal(kp__crc32c(0, data, sizeof data), whole);
    for (size_t cut = 0; cut <= sizeof data; cut++) {
        uint32_t a = kp__crc32c(0, data, cut), b = kp__crc32c(0, data + cut, sizeof data - cut);
        assert_int_equal(kp__crc32c_combine(a, b, sizeof data - cut), whole);
        assert_int_equal(kp__crc32c(a, data + cut, sizeof data - cut), whole);
    }
}

TESTS(t(murmur2_gives_kafkas_vectors), t(crc32c_gives_the_published_check_value),
      t(crc32c_agrees_with_its_table_and_combines_at_every_cut))
