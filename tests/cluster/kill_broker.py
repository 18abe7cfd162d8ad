#!/usr/bin/env python3
"""`kprod broker` is killed (-9) again and again while kprod writes to it, and started on the same port: no acknowledged line
is lost, none is doubled, each key's lines stay in their order."""
import glob
import os
import subprocess
import sys

from harness import KPROD, TMP, TOP, by_key, check, check_same, finish, kprod, lines, own_broker, package_log

KEYED = ["--property", "parse.key=true", "--property", "key.separator=\t"]
PRINT = ["--property", "print.key=true", "--property", "key.separator=\t"]
COUNT, KILLS = 40000, 12


def feed(writer, some):
    writer.stdin.write("".join(line + "\n" for line in some).encode())
    writer.stdin.flush()


def size_of(directory):
    return sum(os.path.getsize(path) for path in glob.glob(os.path.join(directory, "t-*", "*.log")))


def await_growth(directory, bytes_before):
    """Until some of what was just fed is in the log, but long before all of it can be."""
    for _ in range(10_000_000):
        if size_of(directory) > bytes_before:
            return True
        os.sched_yield()
    return False


def main():
    wanted = package_log(COUNT)
    part = COUNT // (KILLS + 1)
    directory = os.path.join(TMP, "data")
    writer, port, grown = None, "0", 0
    for life in range(KILLS + 1):
        # A sync before each answer leaves time to die between the two: what is sent again then is in the log already.
        with own_broker(directory, "--fsync", "always" if life % 2 else "interval", port=port) as broker:
            port = broker.bootstrap.rsplit(":", 1)[1]
            if life == 0:
                kprod("topics", "-b", broker.bootstrap, "--create", "--topic", "t", "--partitions", 4)
                # One record a request now and then, so that a kill finds some on the way.
                writer = subprocess.Popen([KPROD, "produce", "-b", broker.bootstrap, "-t", "t", *KEYED, "-X", "linger.ms=0",
                                           "-X", "batch.size=200"], stdin=subprocess.PIPE, cwd=TOP)
            begin = life * part
            before = size_of(directory)
            feed(writer, wanted[begin:begin + part] if life < KILLS else wanted[begin:])
            if life < KILLS:
                grown += await_growth(directory, before)
                broker.kill()
                continue
            check("each kill met a log that was growing", grown == KILLS)
            writer.stdin.close()
            check("the writer ends well", writer.wait(150) == 0)
            printed = lines(kprod("consume", "-b", broker.bootstrap, "-t", "t", "--from-beginning", "-e", *PRINT))
            check_same(f"after {KILLS} kills every line is there once", sorted(printed), sorted(wanted))
            check("each key's lines are in their order", by_key(printed) == by_key(wanted))
            check("the last stop is clean", broker.stop() == 0)
    finish()


if __name__ == "__main__":
    sys.exit(main())
