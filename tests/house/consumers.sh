#!/usr/bin/env bash
# An installed kprod, moved elsewhere, is found by find_package and by pkg-config, shared and static, with and without
# the broker; the programs run.
set -euo pipefail
cd "$(dirname "$0")/../.."
tmp=${KP_TMP:-$(mktemp -d)}
cmake --install build --prefix "$tmp/first" >"$tmp/install.log"
mv "$tmp/first" "$tmp/moved"
prefix=$tmp/moved
lib=$(dirname "$(find "$prefix" -name libkprod.a)")
passed=0 failed=0
runs() { # what, program
  if LD_LIBRARY_PATH="$lib" "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

cmake -S tests/house/consumer -B "$tmp/cmake" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" >"$tmp/configure.log" 2>&1 ||
  { cat "$tmp/configure.log"; exit 1; }
ninja -C "$tmp/cmake" >"$tmp/build.log" 2>&1 || { cat "$tmp/build.log"; exit 1; }
for program in kprod kprod_static broker broker_static; do runs "find_package, kprod::$program" "$tmp/cmake/with_$program"; done

export PKG_CONFIG_PATH="$lib/pkgconfig"
compile() { # what, program, flags...
  local what=$1 out=$2; shift 2
  if gcc -std=c99 -Wall -Werror tests/house/consumer/main.c -o "$out" "$@"; then
    runs "$what" "$out"
  else
    failed=$((failed + 1)); echo "FAILED: $what does not link"
  fi
}
static() { sed -E 's/-l(kprod(-broker)?)( |$)/-l:lib\1.a /g' <<<"$1"; }
# shellcheck disable=SC2046
{
  compile "pkg-config, shared" "$tmp/pc" $(pkg-config --cflags --libs kprod)
  compile "pkg-config, static" "$tmp/pc-static" $(static "$(pkg-config --static --cflags --libs kprod)")
  compile "pkg-config, shared broker" "$tmp/pc-broker" -DWITH_BROKER $(pkg-config --cflags --libs kprod-broker)
  compile "pkg-config, static broker" "$tmp/pc-broker-static" -DWITH_BROKER \
    $(static "$(pkg-config --static --cflags --libs kprod-broker)")
}
# The shared library alone needs nothing that its .pc keeps private.
if needed=$(readelf -d "$tmp/pc") && ! grep -q 'NEEDED.*libisal' <<<"$needed"; then
  passed=$((passed + 1))
else
  failed=$((failed + 1)); echo "FAILED: a private library is in the program, or there is none to look at"
fi
echo "counts: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
