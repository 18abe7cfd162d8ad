#!/usr/bin/env python3
"""kprod against real Apache Kafka: what it writes comes back identical by Kafka's own console consumer.

real_kafka.py --nodes 1|3 [--version V]
"""
import argparse
import re
import sys

from harness import (KPROD, by_key, by_partition, check, check_same, finish, kafka_tool, kprod, lines, package_log,
                     real_kafka, run)

KEYED = ["--property", "parse.key=true", "--property", "key.separator=\t"]
PRINT = ["--property", "print.key=true", "--property", "print.partition=true", "--property", "key.separator=\t"]
PARTITIONS = 6
COUNT = 12000


def create(version, bootstrap, topic, nodes, partitions=PARTITIONS, *more):
    kafka_tool("--version", version, "topics", "--bootstrap-server", bootstrap, "--create", "--topic", topic, "--partitions",
               partitions, "--replication-factor", nodes, *more)


def javas(version, name, words):
    """--property of the console tools has had another name since 4.2, and the old one warns on stdout."""
    return [name if word == "--property" and version >= "4.2" else word for word in words]


def java_read(version, bootstrap, topic, count, *more):
    """What Kafka's own console consumer prints of the topic."""
    more = javas(version, "--formatter-property", more)
    return lines(kafka_tool("--version", version, "console-consumer", "--bootstrap-server", bootstrap, "--topic", topic,
                            "--from-beginning", "--max-messages", count, "--timeout-ms", 30000, *more))


def java_count(version, bootstrap, topic):
    """The number of records by the log's end offsets: a doubled record would show here."""
    offsets = lines(kafka_tool("--version", version, "get-offsets", "--bootstrap-server", bootstrap, "--topic", topic))
    return sum(int(row.rsplit(":", 1)[1]) for row in offsets if row)


def keyed_log(version, bootstrap, nodes):
    wanted = package_log(COUNT)
    text = "".join(line + "\n" for line in wanted).encode()
    for topic in ("ours", "javas"):
        create(version, bootstrap, topic, nodes)
    kprod("produce", "-b", bootstrap, "-t", "ours", *KEYED, stdin=text)
    kafka_tool("--version", version, "console-producer", "--bootstrap-server", bootstrap, "--topic", "javas",
               *javas(version, "--reader-property", KEYED), stdin=text)

    check("every line is in the log once", java_count(version, bootstrap, "ours") == COUNT,
          f"{java_count(version, bootstrap, 'ours')} records, {COUNT} lines")
    ours = java_read(version, bootstrap, "ours", COUNT, *PRINT)
    theirs = java_read(version, bootstrap, "javas", COUNT, *PRINT)
    keyed = [line.partition("\t")[2] for line in ours]
    check_same("Kafka's console consumer gives back the lines, sorted", sorted(keyed), sorted(wanted))
    check("each key's lines come in their order", by_key(keyed) == by_key(wanted))
    check("more than one partition is in use", len(by_partition(ours)) > 1)
    check("each partition holds what Java's own producer puts there, in the same order",
          by_partition(ours) == by_partition(theirs),
          {p: (len(v), len(by_partition(theirs).get(p, []))) for p, v in by_partition(ours).items()})

    for topic in ("ours", "javas"):
        back = lines(kprod("consume", "-b", bootstrap, "-t", topic, "--from-beginning", "-e", *PRINT))
        check(f"kprod consume reads the topic '{topic}' as the console consumer does",
              by_partition(back) == by_partition(ours))
    kcat = lines(run("kcat", "-C", "-b", bootstrap, "-t", "ours", "-e", "-q", "-f", "Partition:%p\t%k\t%s\n"))
    check("kcat reads it as the console consumer does", by_partition(kcat) == by_partition(ours))


def keyless(version, bootstrap, nodes):
    create(version, bootstrap, "keyless", nodes)
    wanted = [line.partition("\t")[2] for line in package_log(COUNT)]
    text = "".join(line + "\n" for line in wanted).encode()
    kprod("produce", "-b", bootstrap, "-t", "keyless", stdin=text)
    check_same("lines without a key come back", sorted(java_read(version, bootstrap, "keyless", COUNT)), sorted(wanted))
    check("and are in the log once", java_count(version, bootstrap, "keyless") == COUNT)


def produce_version(version, bootstrap, nodes):
    """Topics go by id where the broker takes that (KIP-516): the newest version both sides have is what goes out."""
    create(version, bootstrap, "versions", nodes)
    said = kprod("produce", "-v", "-b", bootstrap, "-t", "versions", stdin=b"x\n" * 100, both=True)
    wanted = 13 if version >= "4.1" else 12 if version >= "4.0" else 11
    found = set(re.findall(r"gets Produce version (\d+)", said))
    check(f"Produce requests are of version {wanted}", found == {str(wanted)}, said)
    check("and their records are there", java_count(version, bootstrap, "versions") == 100)


def acks(version, bootstrap, nodes):
    for level in ("0", "1", "all"):
        topic = f"acks-{level}"
        create(version, bootstrap, topic, nodes, 2)
        more = [] if level == "all" else ["--producer-property", "enable.idempotence=false"]
        wanted = [f"{level} {i}" for i in range(1000)]
        kprod("produce", "-b", bootstrap, "-t", topic, "--producer-property", f"acks={level}", *more,
              stdin="".join(line + "\n" for line in wanted).encode())
        check_same(f"acks={level}: the lines come back", sorted(java_read(version, bootstrap, topic, 1000)),
                   sorted(wanted))


def odd_records(version, bootstrap, nodes):
    """Empty lines, empty keys, UTF-8, long lines; one partition, so the whole order shows."""
    create(version, bootstrap, "odd", nodes, 1)
    wanted = ["k\tv", "\tempty key", "empty value\t", "ключ\tзначение ✓", "long\t" + "x" * 200000, "a\tb:c d", "k\tv"]
    kprod("produce", "-b", bootstrap, "-t", "odd", *KEYED, stdin="".join(line + "\n" for line in wanted).encode())
    found = java_read(version, bootstrap, "odd", len(wanted), "--property", "print.key=true", "--property",
                      "key.separator=\t")
    check_same("odd records come back, in order", found, wanted)


def too_large(version, bootstrap, nodes):
    """Batches above max.message.bytes arrive in pieces, each line once and in order; a line that is too large alone is
    the only one that fails."""
    create(version, bootstrap, "small", nodes, 1, "--config", "max.message.bytes=2000")
    wanted = [f"{i} " + "x" * (i % 90) for i in range(5000)]
    given = wanted[:2500] + ["y" * 3000] + wanted[2500:]
    said = kprod("produce", "-b", bootstrap, "-t", "small", stdin="".join(line + "\n" for line in given).encode(), code=3,
                 both=True)
    check("one line is too large alone", "record 2501: MESSAGE_TOO_LARGE" in said and "5000 acknowledged, 1 failed" in said,
          said)
    check_same("the others come back in order", java_read(version, bootstrap, "small", 5000), wanted)
    check("and are in the log once", java_count(version, bootstrap, "small") == 5000)


def refused(version, bootstrap, nodes):
    """A compacted topic takes no record without a key: that one fails in the broker's words, the others of its batch are
    told that they are innocent."""
    create(version, bootstrap, "compacted", nodes, 1, "--config", "cleanup.policy=compact")
    said = kprod("produce", "-b", bootstrap, "-t", "compacted", *KEYED, "--property", "null.marker=NULL",
                 "--producer-property", "linger.ms=500", stdin=b"a\t1\nNULL\t2\nb\t3\n", code=3, both=True)
    check("the record at fault fails in the broker's words",
          re.search(r"record 2: INVALID_RECORD: .*Compacted topic cannot accept message without key", said), said)
    check("the others are innocent", "record 1: OTHER_RECORD" in said and "record 3: OTHER_RECORD" in said, said)


def topics(version, bootstrap, nodes):
    kprod("topics", "-b", bootstrap, "--create", "--topic", "made-by-us", "--partitions", 5, "--replication-factor", nodes)
    listed = lines(kafka_tool("--version", version, "topics", "--bootstrap-server", bootstrap, "--list"))
    check("a topic that kprod made is listed by Kafka's tool", "made-by-us" in listed, listed)
    described = kafka_tool("--version", version, "topics", "--bootstrap-server", bootstrap, "--describe", "--topic",
                           "made-by-us")
    check("with its partitions and replicas", "PartitionCount: 5" in described and
          f"ReplicationFactor: {nodes}" in described, described)
    check("kprod topics --list has it too", "made-by-us" in kprod("topics", "-b", bootstrap, "--list"))
    kprod("topics", "-b", bootstrap, "--delete", "--topic", "made-by-us")
    listed = lines(kafka_tool("--version", version, "topics", "--bootstrap-server", bootstrap, "--list"))
    check("a topic that kprod deleted is gone", "made-by-us" not in listed, listed)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--version", default="4.1.1")
    args = parser.parse_args()
    print(f"the command is {KPROD}")
    with real_kafka(args.nodes, args.version) as cluster:
        for part in (topics, keyed_log, keyless, produce_version, acks, odd_records, too_large, refused):
            part(args.version, cluster.bootstrap, args.nodes)
    finish()


if __name__ == "__main__":
    sys.exit(main())
