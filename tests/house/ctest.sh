#!/usr/bin/env bash
# ctest.sh BUILD_DIR LABEL [ctest's arguments]: runs the tests of one label there, and prints how many there were.
set -euo pipefail
cd "$(dirname "$0")/../.."
dir=$1 label=$2
shift 2
report=$PWD/$dir/report-$label.xml
rm -f "$report"
. tests/house/sanitizers.sh
case "$dir" in *-asan | *-tsan) export KP_STRIDE=7 ;; esac # see tests/broker/crash_test.c
code=0
ctest --test-dir "$dir" -L "^$label\$" -j2 --timeout 300 --output-on-failure --output-junit "$report" "$@" || code=$?
python3 - "$report" <<'PYTHON'
import sys
import xml.etree.ElementTree as ET
try:
    cases = ET.parse(sys.argv[1]).getroot().findall("testcase")
except (OSError, ET.ParseError):
    cases = []
count = {"run": 0, "fail": 0, "other": 0}
for case in cases:
    count[case.get("status") if case.get("status") in count else "other"] += 1
print(f"counts: {count['run']} passed, {count['fail']} failed, {count['other']} skipped")
sys.exit(0 if cases else 77)
PYTHON
exit "$code"
