#!/usr/bin/env python3
"""Wall 3, second half: user instructions per record, over all threads of the client, by callgrind.

    tests/walls/instructions.py BENCH_KPROD SINK [--print]
    tests/walls/instructions.py BENCH_KPROD SINK --uncounted       runs every row, without callgrind; for sanitizer builds

(instructions of 400,000 records - of 200,000) / 200,000, the sink in another process, the driver's own loop included. The
settings are those of ROWS and do not change; 100-byte values, acks all, idempotent, batches of 1 MB, linger 5 ms. Each row has a
gate of its own: the first is the wall's, the others stand a little above what was measured when they were set.

With 1,000 partitions a record costs what its share of a batch costs, so that row says how large a batch is: 6,200 bytes, some
50 records, to which a linger of 5 ms fills it when nothing slows the program down. The linger itself would not say it: under
valgrind clock and program disagree by a factor that changes with the load of the machine. How often the
producer's thread runs changes with it, too: 530 to 600 were seen, so the figure is the median of five.
"""
import contextlib
import re
import statistics
import subprocess
import sys

CALLGRIND = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
ROWS = [  # name, gate, times measured, driver's options
    ("keyless, 8 partitions, callback", 450, 1, ["--partitions", "8"]),
    ("keyless, 8 partitions, no callback", 400, 1, ["--partitions", "8", "--no-callbacks"]),
    ("keyless, sticky, callback", 475, 1, ["--partitions", "8", "--assign", "own"]),
    ("16-byte key, callback", 605, 1, ["--partitions", "8", "--assign", "own", "--key-bytes", "16"]),
    ("two headers, callback", 770, 1, ["--partitions", "8", "--headers", "2"]),
    ("1,000 partitions, callback", 600, 5, ["--partitions", "1000", "--batch-bytes", "6200", "--linger-ms", "1000"]),
]


def drive(tool, driver, address, options, messages):
    """What is said on stderr."""
    command = tool + [driver, "--bootstrap", address, "--warmup", "50000", "--messages", str(messages)] + options
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stderr


def count(*run):
    return int(re.search(r"Collected : (\d+)", drive(CALLGRIND, *run)).group(1))


@contextlib.contextmanager
def served(sink, options):
    """The address of a sink with the partitions that the options name."""
    partitions = options[options.index("--partitions") + 1]
    process = subprocess.Popen([sink, "--partitions", partitions], stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().split()[1]
    finally:
        process.terminate()
        process.wait()


def measure(driver, sink, options):
    with served(sink, options) as address:
        return (count(driver, address, options, 400000) - count(driver, address, options, 200000)) / 200000


def run_uncounted(driver, sink):
    for name, _, _, options in ROWS:
        with served(sink, options) as address:
            drive([], driver, address, options, 200000)
        print(f"{name}: ran", flush=True)


def main():
    driver, sink = sys.argv[1:3]
    if "--uncounted" in sys.argv:
        return run_uncounted(driver, sink)
    missed = 0
    for name, gate, times, options in ROWS:
        figure = statistics.median(measure(driver, sink, options) for _ in range(times))
        missed += figure > gate
        print(f"{name:40} {figure:7.1f} instructions a record, gate {gate}: {'met' if figure <= gate else 'MISSED'}", flush=True)
    print(f"counts: {len(ROWS) - missed} passed, {missed} failed, 0 skipped")
    sys.exit(1 if missed and "--print" not in sys.argv else 0)


if __name__ == "__main__":
    main()
