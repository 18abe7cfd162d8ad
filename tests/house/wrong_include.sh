#!/usr/bin/env bash
# The walls hold: in a copy of the tree, an include that cmake/layers does not allow makes the build fail, for the
# right reason, and the same copy without it builds.
set -euo pipefail
cd "$(dirname "$0")/../.."
copy=${KP_TMP:-$(mktemp -d)}/tree
mkdir -p "$copy"
git ls-files --cached --others --exclude-standard CMakeLists.txt CMakePresets.json cmake include src cli |
  while read -r file; do if [ -e "$file" ]; then echo "$file"; fi; done | tar -cf - -T - | tar -xf - -C "$copy"
cmake -S "$copy" -B "$copy/build" -G Ninja -DKP_TESTS=OFF -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS=-O0 >/dev/null

passed=0 failed=0
good() { passed=$((passed + 1)); echo "ok: $1"; }
bad() { failed=$((failed + 1)); echo "FAILED: $1"; }

# plant FILE INCLUDE TARGET WORDS: with the include, TARGET must fail and say WORDS; without, build again.
plant() {
  local file=$copy/$1 include=$2 target=$3 words=$4
  cp "$file" "$file.clean"
  sed -i "1i #include $include" "$file"
  if ninja -C "$copy/build" "$target" >"$copy/out" 2>&1; then
    bad "$1 may include $include"
  elif grep -qE "$words" "$copy/out"; then
    good "$1 cannot include $include"
  else
    bad "$1 with $include fails for another reason:"; tail -n 5 "$copy/out"
  fi
  mv "$file.clean" "$file"
  touch "$file"
}

first() { (cd "$copy" && ls "$1"/*.c 2>/dev/null | head -n 1) || true; }
ninja -C "$copy/build" kp_base kp_no_relative_includes >"$copy/out" 2>&1 && good "the clean copy builds" ||
  { bad "the clean copy does not build"; tail -n 20 "$copy/out"; }
none='No such file or directory'
plant src/base/check.c '<wire/codec.h>' kp_base "wire/codec.h: $none"
plant src/base/check.c '<broker/broker.h>' kp_base "broker/broker.h: $none"
plant src/base/check.c '"../wire/codec.h"' kp_no_relative_includes 'check.c:1:.*wire/codec.h'
wire=$(first src/wire) intake=$(first src/intake) broker=$(first src/broker) io=$(first src/io) cli=$(first cli)
[ -z "$wire" ] || plant "$wire" '<intake/lane.h>' kp_wire "intake/lane.h: $none"
[ -z "$intake" ] || plant "$intake" '<producer/core.h>' kp_intake "producer/core.h: $none"
[ -z "$broker" ] || plant "$broker" '<producer/core.h>' kp_broker "producer/core.h: $none"
[ -z "$io" ] || plant "$io" '<wire/codec.h>' kp_io "wire/codec.h: $none"
# The command sees include/ only; it links everything, so one object of it is enough.
object=$(ninja -C "$copy/build" -t targets all | sed -nE "s|^(CMakeFiles/.*/$cli\.o): .*|\1|p" | head -n 1)
[ -z "$cli" ] || plant "$cli" '<base/slice.h>' "$object" "base/slice.h: $none"
ninja -C "$copy/build" kp_base kp_no_relative_includes >"$copy/out" 2>&1 && good "and builds again afterwards" || bad "the copy stayed broken"

# The table itself: no room sees one below it in the list, the command sees none, the broker not the producer.
if awk '/^[a-z]/ {seen[$1] = 1; for (i = 2; i <= NF; i++) if (!($i in seen) && $1 != "api" && $i != "io") exit 1}
        $1 == "cli" && NF > 1 {exit 1}
        $1 == "broker" {for (i = 2; i <= NF; i++) if ($i !~ /^(base|wire|io)$/) exit 1}' cmake/layers; then
  good "cmake/layers points downwards"
else
  bad "cmake/layers has a row that points upwards"
fi
echo "counts: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
