#!/usr/bin/env bash
# Each private header compiles alone, with only the folders of its own row in cmake/layers on its path.
set -euo pipefail
cd "$(dirname "$0")/../.."
passed=0 failed=0
flags=(-std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Wall -Wextra -Werror -fsyntax-only -Iinclude)
for header in $(git ls-files --cached --others --exclude-standard 'src/*.h' 'cli/*.h'); do
  [ -e "$header" ] || continue
  case "$header" in
    src/*) name=${header#src/} ;;
    *) name=$header ;;
  esac
  layer=${name%%/*}
  # shellcheck disable=SC2046
  if printf '#include <%s>\nextern int kp__nothing;\n' "$name" |
      gcc "${flags[@]}" "-Ibuild/layers/$layer" $(pkg-config --cflags sqlite3 libisal 2>/dev/null) -x c -; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1)); echo "FAILED: $header does not compile alone"
  fi
done
echo "counts: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
