#!/usr/bin/env bash
# What is shipped is hardened: full RELRO, no executable stack, no text relocations, no run path, no segment both
# writable and executable, position independent, stack protector in use.
set -euo pipefail
cd "$(dirname "$0")/../.."
passed=0 failed=0
check() { # what, command... (must succeed)
  local what=$1; shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $what"; fi
}
has() { grep -qE -- "$2" <<<"$1"; }
lacks() { ! grep -qE -- "$2" <<<"$1"; }
for file in build/libkprod.so build/libkprod-broker.so build/kprod; do
  [ -e "$file" ] || { failed=$((failed + 1)); echo "FAILED: there is no $file"; continue; }
  dynamic=$(readelf -dW "$file") segments=$(readelf -lW "$file") header=$(readelf -hW "$file") symbols=$(readelf -sW "$file")
  check "$file: full RELRO" has "$dynamic" 'BIND_NOW|FLAGS.*NOW'
  check "$file: RELRO segment" has "$segments" 'GNU_RELRO'
  check "$file: no executable stack" has "$segments" 'GNU_STACK.* RW +0x'
  check "$file: no text relocations" lacks "$dynamic" 'TEXTREL'
  check "$file: no run path" lacks "$dynamic" 'R(UN)?PATH'
  check "$file: nothing writable and executable" lacks "$segments" 'LOAD.* RWE '
  check "$file: position independent" has "$header" 'Type: +DYN'
  check "$file: stack protector" has "$symbols" '__stack_chk_fail'
done
echo "counts: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
