#!/usr/bin/env python3
"""Each node of a three-node Kafka is killed (-9) and started again while kprod writes: no line is lost, doubled or out of
its key's order."""
import subprocess
import sys

from harness import KPROD, TOP, by_key, check, check_same, finish, kafka_tool, lines, package_log, real_kafka, run

KEYED = ["--property", "parse.key=true", "--property", "key.separator=\t"]
COUNT = 60000
SETTINGS = ("broker.session.timeout.ms=3000", "broker.heartbeat.interval.ms=500")


def feed(writer, some):
    writer.stdin.write("".join(line + "\n" for line in some).encode())
    writer.stdin.flush()


def written(bootstrap, topic):
    rows = run("kcat", "-Q", "-b", bootstrap, *(word for p in range(6) for word in ("-t", f"{topic}:{p}:-1")))
    return sum(int(row.rsplit(" ", 1)[1]) for row in lines(rows))


def await_written(bootstrap, topic, count):
    """Until so many records are in the log: each look is a round trip to the cluster."""
    for _ in range(400):
        if written(bootstrap, topic) >= count:
            return True
    return False


def main():
    wanted = package_log(COUNT)
    quarter = COUNT // 4
    with real_kafka(3, settings=SETTINGS) as cluster:
        kafka_tool("topics", "--bootstrap-server", cluster.bootstrap, "--create", "--topic", "fail", "--partitions", 6,
                   "--replication-factor", 3)
        writer = subprocess.Popen([KPROD, "produce", "-b", cluster.bootstrap, "-t", "fail", *KEYED], stdin=subprocess.PIPE,
                                  cwd=TOP)
        feed(writer, wanted[:quarter])
        check("lines arrive before any fault", await_written(cluster.bootstrap, "fail", quarter // 2))
        for node in (1, 2, 3):
            feed(writer, wanted[node * quarter:][:100])  # on the way when the node dies
            cluster.kill(node)
            feed(writer, wanted[node * quarter + 100:(node + 1) * quarter])
            cluster.start(node)
        writer.stdin.close()
        check("the writer ends well", writer.wait(150) == 0)
        printed = lines(run("kcat", "-C", "-b", cluster.bootstrap, "-t", "fail", "-e", "-q", "-f", "%k\t%s\n"))
        check_same("every line is there once", sorted(printed), sorted(wanted))
        check("each key's lines are in their order", by_key(printed) == by_key(wanted))
    finish()


if __name__ == "__main__":
    sys.exit(main())
