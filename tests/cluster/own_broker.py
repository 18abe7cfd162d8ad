#!/usr/bin/env python3
"""Clients that nobody here wrote, against `kprod broker`: kcat, Java's console tools, kafka-dump-log on its files."""
import glob
import os
import re
import subprocess
import sys

from harness import (KPROD, TMP, TOP, by_key, by_partition, check, check_same, finish, kafka_tool, kprod, lines, own_broker,
                     package_log, run)

KEYED = ["--property", "parse.key=true", "--property", "key.separator=\t"]
PRINT = ["--property", "print.key=true", "--property", "print.partition=true", "--property", "key.separator=\t"]
PARTITIONS = 4
COUNT = 12000


def text_of(keyed):
    return "".join(line + "\n" for line in keyed).encode()


def kprod_read(bootstrap, topic):
    return lines(kprod("consume", "-b", bootstrap, "-t", topic, "--from-beginning", "-e", *PRINT))


def same_log(name, printed, wanted):
    """The lines are there once, and each key's in their order."""
    keyed = [line.partition("\t")[2] for line in printed]
    check_same(f"{name}: the lines, sorted", sorted(keyed), sorted(wanted))
    check(f"{name}: each key's lines in their order", by_key(keyed) == by_key(wanted))


def kcat(bootstrap):
    wanted = package_log(COUNT)
    kprod("topics", "-b", bootstrap, "--create", "--topic", "by-kcat", "--partitions", PARTITIONS)
    metadata = run("kcat", "-L", "-b", bootstrap, "-t", "by-kcat")
    check("kcat -L sees the topic's partitions", f'"by-kcat" with {PARTITIONS} partitions' in metadata, metadata)
    run("kcat", "-P", "-b", bootstrap, "-t", "by-kcat", "-K", "\t", "-X", "partitioner=murmur2_random",
        stdin=text_of(wanted))
    printed = kprod_read(bootstrap, "by-kcat")
    same_log("kcat to kprod consume", printed, wanted)

    kprod("topics", "-b", bootstrap, "--create", "--topic", "for-kcat", "--partitions", PARTITIONS)
    kprod("produce", "-b", bootstrap, "-t", "for-kcat", *KEYED, stdin=text_of(wanted))
    back = lines(run("kcat", "-C", "-b", bootstrap, "-t", "for-kcat", "-e", "-q", "-f", "Partition:%p\t%k\t%s\n"))
    same_log("kprod produce to kcat", back, wanted)
    check("kcat's murmur2 puts the keys where ours does", by_partition(back) == by_partition(printed))
    last = lines(run("kcat", "-C", "-b", bootstrap, "-t", "for-kcat", "-p", "0", "-o", "-3", "-e", "-q", "-f", "%k\t%s\n"))
    check_same("kcat reads the last three of a partition", last, by_partition(back).get("Partition:0", [])[-3:])

    run("kcat", "-P", "-b", bootstrap, "-t", "made-by-asking", stdin=b"one line\n")
    check("a topic is made when it is first asked for", "made-by-asking" in kprod("topics", "-b", bootstrap, "--list"))


def java(bootstrap):
    wanted = package_log(COUNT)
    kafka_tool("topics", "--bootstrap-server", bootstrap, "--create", "--topic", "by-java", "--partitions", PARTITIONS)
    check("Kafka's tool lists what it made",
          "by-java" in lines(kafka_tool("topics", "--bootstrap-server", bootstrap, "--list")))
    kafka_tool("console-producer", "--bootstrap-server", bootstrap, "--topic", "by-java", *KEYED, stdin=text_of(wanted))
    printed = kprod_read(bootstrap, "by-java")
    same_log("Java's console producer to kprod consume", printed, wanted)

    by = by_partition(printed)
    for partition in range(PARTITIONS):
        mine = by.get(f"Partition:{partition}", [])
        if mine:
            found = lines(kafka_tool("console-consumer", "--bootstrap-server", bootstrap, "--topic", "by-java",
                                     "--partition", partition, "--offset", "earliest", "--max-messages", len(mine),
                                     "--timeout-ms", 30000, "--property", "print.key=true", "--property",
                                     "key.separator=\t"))
            check_same(f"Java's console consumer reads partition {partition}", found, mine)

    kprod("topics", "-b", bootstrap, "--create", "--topic", "for-java", "--partitions", PARTITIONS)
    kprod("produce", "-b", bootstrap, "-t", "for-java", *KEYED, stdin=text_of(wanted))
    check("kprod puts each line where Java's producer does", by_partition(kprod_read(bootstrap, "for-java")) == by)
    kafka_tool("topics", "--bootstrap-server", bootstrap, "--delete", "--topic", "for-java")
    check("a topic that Kafka's tool deleted is gone", "for-java" not in kprod("topics", "-b", bootstrap, "--list"))


# What kafka-dump-log says, on either output, when it dislikes something; it ends with 0 all the same.
COMPLAINTS = re.compile(r"[Mm]ismatch|not found in the log|[Ff]ound timestamp|[Oo]ut of order|isvalid: false|"
                        r"[Cc]orrupt|Exception|not all read|[Ii]nvalid|[Ee]rror")


def dump(name, *arguments):
    """Kafka's reading of files; a check that it complains of nothing."""
    said = kafka_tool("dump-log", *arguments, both=True)
    words = re.sub(r"(key|payload): .*", "", said)  # of the tool, not of the records
    complaint = COMPLAINTS.search(words)
    check(f"dump-log {name}", said and not complaint, words[max(complaint.start() - 200, 0):][:600] if complaint else words)
    return said


def files_of(directory, kind):
    return sorted(path for topic in ("by-kcat", "by-java", "live")
                  for path in glob.glob(os.path.join(directory, f"{topic}-*/*.{kind}")))


def dump_log(directory):
    """--print-data-log finds every record, --index-sanity-check and --verify-index-only nothing to complain of."""
    logs = files_of(directory, "log")
    check("there are segments to read", len(logs) > 1, directory)
    said = dump("reads every segment", "--print-data-log", "--files", ",".join(logs))
    topic = sum(os.path.getsize(path) > 0 for path in logs)
    check("every segment with bytes has batches", said.count("baseOffset: 0 ") >= topic, f"{topic} files")
    payloads = re.findall(r"payload: (\d{6} .*)", said)
    check("kafka-dump-log prints every record", len(payloads) == 2 * COUNT + live_lines(directory),
          f"{len(payloads)} payloads")
    verify(directory, "at rest")


def live_lines(directory):
    return 0 if not glob.glob(os.path.join(directory, "live-*")) else LIVE


def verify(directory, when):
    for kind in ("index", "timeindex"):
        files = files_of(directory, kind)
        if check(f"there are .{kind} files", bool(files)):
            dump(f"--verify-index-only, .{kind}, {when}", "--verify-index-only", "--files", ",".join(files))
            dump(f"--index-sanity-check, .{kind}, {when}", "--index-sanity-check", "--files", ",".join(files))


LIVE = 60000


def live(bootstrap, directory):
    """The files are good while they are being written."""
    kprod("topics", "-b", bootstrap, "--create", "--topic", "live", "--partitions", 2)
    writer = subprocess.Popen([KPROD, "produce", "-b", bootstrap, "-t", "live"], stdin=subprocess.PIPE, cwd=TOP)
    text = text_of(f"{i:06} a line that is written while somebody looks" for i in range(LIVE))
    half = len(text) // 2
    writer.stdin.write(text[:half])
    writer.stdin.flush()
    verify(directory, "while being written")
    writer.stdin.write(text[half:])
    writer.stdin.close()
    check("the writer ends well", writer.wait(120) == 0)


def again(directory):
    """After kill -9 and a restart every acknowledged line is there, and the files are still Kafka's."""
    with own_broker(directory) as broker:
        printed = kprod_read(broker.bootstrap, "by-kcat")
        same_log("after kill -9 and a restart", printed, package_log(COUNT))
        check("a stop by SIGTERM is clean", broker.stop() == 0)


def main():
    directory = os.path.join(TMP, "data")
    with own_broker(directory, "--fsync", "always") as broker:
        kcat(broker.bootstrap)
        java(broker.bootstrap)
        live(broker.bootstrap, directory)
        dump_log(directory)
        broker.kill()
    again(directory)
    dump_log(directory)
    finish()


if __name__ == "__main__":
    sys.exit(main())
