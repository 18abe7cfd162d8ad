#include <tests/check.h>

#include <stdlib.h>

#include <base/hist.h>
#include <base/rng.h>

enum { VALUES = 5000 };
static int64_t values[VALUES];

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

TEST(an_empty_histogram_answers_zero)
{
    static kp__hist hist;
    kp__hist_init(&hist);
    assert_int_equal(kp__hist_percentile(&hist, 500000), 0);
    assert_int_equal(kp__hist_percentile(&hist, 1000000), 0);
}

TEST(small_values_are_exact)
{
    static kp__hist hist;
    kp__hist_init(&hist);
    for (int i = 0; i < 64; i++)
        kp__hist_add(&hist, i);
    assert_int_equal(kp__hist_percentile(&hist, 0), 0);
    assert_int_equal(kp__hist_percentile(&hist, 500000), 31);
    assert_int_equal(kp__hist_percentile(&hist, 1000000), 63);
}

TEST(percentiles_are_within_a_64th_of_the_sorted_values)
{
    static const uint32_t asked[] = {1, 1000, 10000, 250000, 500000, 900000, 990000, 999000, 999999, 1000000};
    static kp__hist hist;
    kp__rng rng;
    kp__hist_init(&hist);
    kp__rng_seed(&rng, 5);
    for (int i = 0; i < VALUES; i++) { /* all magnitudes */
        values[i] = (int64_t)(kp__rng_next(&rng) >> (1 + kp__rng_below(&rng, 62)));
        kp__hist_add(&hist, values[i]);
    }
    qsort(values, VALUES, sizeof values[0], compare);
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        int64_t rank = ((int64_t)VALUES * asked[i] + 999999) / 1000000;
        int64_t exact = values[rank > 0 ? rank - 1 : 0];
        int64_t found = kp__hist_percentile(&hist, asked[i]);
        assert_true(found >= exact);
        assert_true(found - exact <= exact / 64 + 1);
    }
}

TEST(the_largest_value_there_is_has_a_bucket)
{
    static kp__hist hist;
    kp__hist_init(&hist);
    kp__hist_add(&hist, INT64_MAX);
    kp__hist_add(&hist, -5);
    assert_true(kp__hist_percentile(&hist, 1000000) == INT64_MAX);
    assert_int_equal(hist.min, 0);
    assert_int_equal(hist.count, 2);
}

TEST(merged_is_as_if_all_had_been_added_to_one)
{
    static kp__hist one, a, b;
    kp__rng rng;
    kp__hist_init(&one);
    kp__hist_init(&a);
    kp__hist_init(&b);
    kp__rng_seed(&rng, 6);
    for (int i = 0; i < 2000; i++) {
        int64_t value = (int64_t)kp__rng_below(&rng, 1000000);
        kp__hist_add(&one, value);
        kp__hist_add(i % 3 ? &a : &b, value);
    }
    kp__hist_merge(&a, &b);
    assert_memory_equal(&a, &one, sizeof one);
    kp__hist_init(&b);
    kp__hist_merge(&a, &b); /* an empty one changes nothing */
    assert_memory_equal(&a, &one, sizeof one);
}

TESTS(t(an_empty_histogram_answers_zero), t(small_values_are_exact),
      t(percentiles_are_within_a_64th_of_the_sorted_values), t(the_largest_value_there_is_has_a_bucket),
      t(merged_is_as_if_all_had_been_added_to_one))
