#!/usr/bin/env bash
# mutants.sh BUILD_DIR: every planted bug is found, by the checker or a named invariant and not by a crash, within SEEDS
# (2000) seeds; with none planted the same build finds nothing in 50.
set -euo pipefail
cd "$(dirname "$0")/../.."
run=$1/tests/simulation_mutants
passed=0 failed=0
"$run" --seeds 50 >/dev/null && passed=1 || { echo "no mutant is on, and yet there are failures"; failed=1; }
for mutant in $(sed -n 's|^.*X(\([A-Z][0-9A-Za-z_]*\),.*|\1|p' src/base/mutant.h); do
  out=$("$run" --mutant "$mutant" --seeds "${SEEDS:-2000}") && found=1 || found=0
  echo "$out" | grep -E 'FAILED|^    ' | head -2 || true
  echo "$out" | tail -1
  if [ "$found" = 1 ] && ! echo "$out" | grep -q '    CRASH'; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
echo "counts: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
