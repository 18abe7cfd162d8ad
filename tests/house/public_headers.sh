#!/usr/bin/env bash
# Each public header compiles alone, as C99 and as C++11, without a warning, with both compilers.
set -euo pipefail
cd "$(dirname "$0")/../.."
passed=0 failed=0
end="extern int kp_tests_nothing;" # a file must declare something
try() { # what, command...
  local what=$1; shift
  if "$@" -fsyntax-only -Wall -Wextra -Wpedantic -Werror -Iinclude -; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1)); echo "FAILED: $what"
  fi
}
for header in include/kprod/*.h; do
  name=${header#include/}
  for c in gcc clang; do try "$name, C99, $c" $c -std=c99 -x c <<<"#include <$name>"$'\n'"$end"; done
  for c in g++ clang++; do try "$name, C++11, $c" $c -std=c++11 -x c++ <<<"#include <$name>"$'\n'"$end"; done
done
# And all of them in one file.
try "all together" gcc -std=c99 -x c < <(for h in include/kprod/*.h; do echo "#include <${h#include/}>"; done)
echo "counts: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
