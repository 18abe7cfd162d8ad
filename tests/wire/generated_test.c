/* What is committed in src/wire is what schemas/generate makes today. */
#include <tests/check.h>

#include <stdlib.h>

TEST(structs_and_tables_are_current) { assert_int_equal(system("python3 schemas/generate --check"), 0); }

TESTS(t(structs_and_tables_are_current))
