#!/usr/bin/env python3
"""The public headers are the manual: every function they declare is told about in a comment right above it, or above the
block of declarations that it stands in; every name that a comment mentions exists."""
import glob
import re
import sys

passed = failed = 0


def check(good, text):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {text}")


def told(lines, at):
    """Is there a comment above line `at`, with nothing but declarations (no empty line) between?"""
    for above in range(at - 1, -1, -1):
        if not lines[above].strip():
            return False
        if "*/" in lines[above]:
            return True
    return False


everything = "\n".join(open(path).read() for path in sorted(glob.glob("include/kprod/*.h")))
code = re.sub(r"/\*.*?\*/", " ", everything, flags=re.S)
names = set(re.findall(r"\bkp_[a-z0-9_]+\b", code))
constants = set(re.findall(r"\bKP_[A-Z0-9_]+\b", code))
constants |= {"KP_" + name for name in re.findall(r"X\((\w+)", code)}

for path in sorted(glob.glob("include/kprod/*.h")):
    with open(path) as header:
        text = header.read()
    lines = text.split("\n")
    for at, line in enumerate(lines):
        declared = re.match(r"KP_API\b.*?\b(kp_\w+)\s*\(", line + (lines[at + 1] if at + 1 < len(lines) else ""))
        if declared:
            check(told(lines, at) or "/*" in line, f"{path}:{at + 1}: nothing is said about {declared.group(1)}")
    for comment in re.findall(r"/\*.*?\*/", text, flags=re.S):
        for name in re.findall(r"\b(kp_[a-z0-9_]+)\b(?!\*|/)", comment):
            check(name in names or any(known.startswith(name) for known in names if name.endswith("_")),
                  f"{path}: a comment speaks of {name}, which there is not")
        for name in re.findall(r"\b(KP_[A-Z0-9_]+)\b", comment):
            check(name in constants or any(known.startswith(name) for known in constants),
                  f"{path}: a comment speaks of {name}, which there is not")
print(f"counts: {passed} passed, {failed} failed, 0 skipped")
sys.exit(failed != 0)
