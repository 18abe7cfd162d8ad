#include <tests/check.h>

#include <string.h>

#include <base/crc32c.h>
#include <base/rng.h>

enum { SIZE = 4096 };
static uint8_t bytes[SIZE];

static int fill(void **state)
{
    (void)state;
    kp__rng rng;
    kp__rng_seed(&rng, 32);
    for (int i = 0; i < SIZE; i++)
        bytes[i] = (uint8_t)kp__rng_next(&rng);
    return 0;
}

/* The slowest way that can be read off the definition: one bit at a time. */
static uint32_t by_definition(const uint8_t *data, size_t len)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < len; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? (crc >> 1) ^ UINT32_C(0x82f63b78) : crc >> 1;
    }
    return ~crc;
}

/* RFC 3720, B.4, and the usual check value. */
TEST(known_vectors)
{
    uint8_t zeros[32] = {0}, ones[32], up[32], down[32];
    memset(ones, 0xff, sizeof ones);
    for (int i = 0; i < 32; i++) {
        up[i] = (uint8_t)i;
        down[i] = (uint8_t)(31 - i);
    }
    assert_int_equal(kp__crc32c(0, "123456789", 9), 0xe3069283);
    assert_int_equal(kp__crc32c(0, zeros, 32), 0x8a9136aa);
    assert_int_equal(kp__crc32c(0, ones, 32), 0x62a8ab43);
    assert_int_equal(kp__crc32c(0, up, 32), 0x46dd794e);
    assert_int_equal(kp__crc32c(0, down, 32), 0x113fdb5c);
    assert_int_equal(kp__crc32c(0, "", 0), 0);
}

TEST(both_ways_agree_with_the_definition_at_every_length_and_alignment)
{
    for (size_t at = 0; at < 16; at++)
        for (size_t len = 0; len < 300; len++) {
            uint32_t wanted = by_definition(bytes + at, len);
            assert_int_equal(kp__crc32c(0, bytes + at, len), wanted);
            assert_int_equal(kp__crc32c_table(0, bytes + at, len), wanted);
        }
    assert_int_equal(kp__crc32c(0, bytes, SIZE), by_definition(bytes, SIZE));
}

TEST(a_crc_continues_where_it_stopped)
{
    uint32_t whole = kp__crc32c(0, bytes, 1000);
    for (size_t cut = 0; cut <= 1000; cut += 7) {
        assert_int_equal(kp__crc32c(kp__crc32c(0, bytes, cut), bytes + cut, 1000 - cut), whole);
        assert_int_equal(kp__crc32c_table(kp__crc32c_table(0, bytes, cut), bytes + cut, 1000 - cut), whole);
    }
}

TEST(combine_equals_the_crc_of_both_parts)
{
    for (size_t a = 0; a < 200; a += 3)
        for (size_t b = 0; b < 600; b += 5) {
            uint32_t whole = by_definition(bytes, a + b);
            assert_int_equal(kp__crc32c_combine(kp__crc32c(0, bytes, a), kp__crc32c(0, bytes + a, b), b), whole);
        }
}

/* A header of 40 bytes is rewritten ahead of a body that stays: the case it was made for. */
TEST(combine_replaces_a_header_without_reading_the_body)
{
    uint32_t body = kp__crc32c(0, bytes + 40, SIZE - 40);
    for (int i = 0; i < 100; i++) {
        bytes[i % 40] ^= (uint8_t)(i + 1);
        assert_int_equal(kp__crc32c_combine(kp__crc32c(0, bytes, 40), body, SIZE - 40), kp__crc32c(0, bytes, SIZE));
    }
}

/* Lengths no memory has: doubling a run of zero bytes, combined with itself, up to 2^40 bytes and back in pieces. */
TEST(combine_handles_lengths_beyond_32_bits)
{
    uint8_t zero = 0;
    uint32_t run = kp__crc32c(0, &zero, 1); /* of 2^k zero bytes */
    for (int k = 0; k < 40; k++)
        run = kp__crc32c_combine(run, run, UINT64_C(1) << k);
    uint32_t uneven = kp__crc32c(0, &zero, 1);
    uint32_t power = uneven;
    for (int k = 0; k < 40; k++) { /* 1 + (1 + 2 + 4 + ... + 2^39) = 2^40, longest last */
        uneven = kp__crc32c_combine(uneven, power, UINT64_C(1) << k);
        power = kp__crc32c_combine(power, power, UINT64_C(1) << k);
    }
    assert_int_equal(run, uneven);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        t(known_vectors),
        t(both_ways_agree_with_the_definition_at_every_length_and_alignment),
        t(a_crc_continues_where_it_stopped),
        t(combine_equals_the_crc_of_both_parts),
        t(combine_replaces_a_header_without_reading_the_body),
        t(combine_handles_lengths_beyond_32_bits),
    };
    return cmocka_run_group_tests(tests, fill, NULL);
}
