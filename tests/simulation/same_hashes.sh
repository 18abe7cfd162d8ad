#!/usr/bin/env bash
# same_hashes.sh BUILD_DIR... : every build, and the one with a thread for each fiber, runs the same seeds to the same trace
# hash. SEEDS (200) says how many.
set -euo pipefail
cd "$(dirname "$0")/../.."
seeds=${SEEDS:-200}
out=${KP_TMP:-$(mktemp -d)}
first=
passed=0
compare() {
  if [ -z "$first" ]; then
    first=$2
    echo "$1: $(md5sum <"$2" | cut -c1-16) over $(wc -l <"$2") seeds"
    return
  fi
  if ! diff -q "$first" "$2" >/dev/null; then
    echo "$1 differs, first at: $(diff "$first" "$2" | sed -n 2p)"
    echo "counts: $passed passed, 1 failed, 0 skipped"
    exit 1
  fi
  passed=$((passed + 1))
  echo "$1: the same"
}
for dir in "$@"; do
  "$dir/tests/simulation_seeds" --hashes --seeds "$seeds" | sort -n >"$out/${dir//\//_}" || true
  compare "$dir" "$out/${dir//\//_}"
done
few=$((seeds / 10))
head -n "$few" "$first" >"$out/few"
"$1/tests/simulation_threads" --hashes --seeds "$few" | sort -n >"$out/threads" || true
first=$out/few
compare "$1 on threads" "$out/threads"
echo "counts: $passed passed, 0 failed, 0 skipped"
