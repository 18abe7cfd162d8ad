#!/usr/bin/env python3
"""The shared libraries export the functions that the public headers mark with KP_API: all of them, and nothing else."""
import glob
import re
import subprocess
import sys

BUILD = sys.argv[1] if len(sys.argv) > 1 else "build"
MARKED = re.compile(r"KP_API\b[^;{]*?\b(kp_\w+)\s*\(")


def declared(path):
    with open(path) as header:
        text = re.sub(r"/\*.*?\*/", " ", header.read(), flags=re.S)
    text = re.sub(r"^\s*#.*(\\\n.*)*", "", text, flags=re.M)
    text = re.sub(r"KP_PRINTF\(.*?\)", "", text)
    return {m.group(1) for m in MARKED.finditer(text)}


def exported(library):
    lines = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    return {line.split()[-1].split("@")[0] for line in lines.splitlines()}


broker = declared("include/kprod/broker.h")
core = set().union(*(declared(path) for path in glob.glob("include/kprod/*.h"))) - broker
passed = failed = 0
for name, wanted in (("libkprod.so", core), ("libkprod-broker.so", broker)):
    found = exported(f"{BUILD}/{name}")
    for text, names in ((f"{name} exports what no header declares", found - wanted),
                        (f"{name} lacks what a header declares", wanted - found)):
        if names:
            failed += 1
            print(f"FAILED: {text}: {', '.join(sorted(names))}")
        else:
            passed += 1
    print(f"{name}: {len(found)} functions")
print(f"counts: {passed} passed, {failed} failed, 0 skipped")
sys.exit(failed != 0)
