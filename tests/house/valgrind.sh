#!/usr/bin/env bash
# valgrind.sh BUILD_DIR LABEL: the tests of one label under memcheck, every one; any error or leak fails the test.
set -euo pipefail
cd "$(dirname "$0")/../.."
dir=$1 label=$2
mapfile -t tests < <(ctest --test-dir "$dir" -L "^$label\$" --show-only=json-v1 | python3 -c '
import json, sys
for test in json.load(sys.stdin)["tests"]:
    print(test["name"], *test.get("command", ["false"]), sep="\t")')  # one that was not built has failed
[ ${#tests[@]} -gt 0 ] || exit 77
one() {
  IFS=$'\t' read -r -a words <<<"$1"
  if CMOCKA_TEST_ABORT=0 KP_STRIDE=41 timeout 300 valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,possible \
      --child-silent-after-fork=yes "${words[@]:1}" >"$KP_TMP/${words[0]}.log" 2>&1 </dev/null; then
    echo "ok ${words[0]}"
  else
    echo "FAILED ${words[0]}"
    tail -n 60 "$KP_TMP/${words[0]}.log"
  fi
}
export -f one
export KP_TMP=${KP_TMP:-$(mktemp -d)}
printf '%s\n' "${tests[@]}" | xargs -d '\n' -P 2 -I{} bash -c 'one "$1"' _ {} | tee "$KP_TMP/all"
failed=$(grep -c '^FAILED ' "$KP_TMP/all" || true)
echo "counts: $((${#tests[@]} - failed)) passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
