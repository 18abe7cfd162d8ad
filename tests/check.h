/* What every unit test includes: cmocka, and TEST to name a behaviour. Use:
 *
 *     TEST(varint_of_minus_one_is_one_byte) { assert_int_equal(kp__varint_size(-1), 1); }
 *     TESTS(t(varint_of_minus_one_is_one_byte), ...)            // makes main
 */
#ifndef KP_TESTS_CHECK_H
#define KP_TESTS_CHECK_H

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#define TEST(name) static void name(void **state __attribute__((unused)))
#define t(name)    cmocka_unit_test(name)
#define TESTS(...)                                                                                                     \
    int main(void)                                                                                                     \
    {                                                                                                                  \
        const struct CMUnitTest tests_of_this_file[] = {__VA_ARGS__};                                                  \
        return cmocka_run_group_tests(tests_of_this_file, NULL, NULL);                                                 \
    }

#endif
