#!/usr/bin/env python3
"""The command against the embedded broker: exit codes, error lines, round trips with keys, nulls and headers.

    tests/cli/run.py [COMMAND [PART OF A TEST'S NAME ...]]      COMMAND: build/kprod
"""
import array
import contextlib
import fcntl
import json
import os
import pty
import resource
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import termios
import time
import unittest

KPROD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build/kprod")
OK, INTERNAL, USAGE, NOT_WRITTEN, UNKNOWN, CONNECT, INPUT = range(7)
LIMIT = 60  # seconds; what hangs has failed


def kprod(*args, stdin=b"", **more):
    if isinstance(stdin, str):
        stdin = stdin.encode()
    return subprocess.run([KPROD, *args], input=stdin, capture_output=True, timeout=LIMIT, **more)


class Broker:
    """`kprod broker` in a process of its own."""

    def __init__(self, *args):
        self.process = subprocess.Popen([KPROD, "broker", "--port", "0", *args], stdout=subprocess.PIPE)
        line = self.process.stdout.readline().decode()
        assert line.startswith("ready "), line
        self.address = line.split()[1]

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.process.stdout.close()
        return self.process.wait(LIMIT)


def closed_port():
    """An address where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return "127.0.0.1:%d" % probe.getsockname()[1]


class Case(unittest.TestCase):
    def ends(self, result, code, *words):
        """Exit code, and on stderr one clear line with all the words."""
        text = result.stderr.decode()
        self.assertEqual(result.returncode, code, text)
        for word in words:
            self.assertIn(word, text)
        if code in (USAGE, CONNECT):
            self.assertEqual(text.count("\n"), 1, text)
            self.assertTrue(text.startswith("kprod"), text)


class Usage(Case):
    def test_no_command_and_unknown_command(self):
        self.assertEqual(kprod().returncode, USAGE)
        self.ends(kprod("prodcue"), USAGE, '"prodcue"', "--help")

    def test_help_and_version(self):
        for args in (["--help"], ["help"], ["produce", "--help"], ["consume", "-h"], ["help", "topics"]):
            result = kprod(*args)
            self.assertEqual(result.returncode, OK)
            self.assertIn(b"Usage: kprod", result.stdout)
            self.assertEqual(result.stderr, b"")
        self.assertRegex(kprod("--version").stdout.decode(), r"^kprod \d+\.\d+\.\d+\n$")

    def test_manual_pages_have_every_command_and_option(self):
        page = kprod("help", "--man", "1").stdout.decode().replace("\\-", "-")
        for command in ("produce", "consume", "topics", "cluster", "options", "broker"):
            self.assertIn(".SH kprod " + command, page)
        page = kprod("help", "--man", "5").stdout.decode().replace("\\-", "-")
        for name in kprod("options", "--names").stdout.decode().split():
            self.assertIn("\\fB" + name + "\\fR", page)

    def test_every_line_of_help_fits(self):
        for command in ("produce", "consume", "topics", "cluster", "options", "broker"):
            for line in kprod(command, "--help").stdout.decode().split("\n"):
                self.assertLessEqual(len(line), 120, line)

    def test_bad_arguments_name_the_thing(self):
        rows = [
            (["produce", "-t", "x"], ["--bootstrap-server"]),
            (["produce", "-b", "a:1"], ["--topic"]),
            (["produce", "--tpoic", "x"], ["--tpoic", "kprod produce --help"]),
            (["produce", "--top", "x"], ["--top", "--topic"]),
            (["produce", "-t"], ["-t", "NAME"]),
            (["produce", "--sync=yes"], ["--sync"]),
            (["produce", "-j"], ["-j"]),
            (["produce", "-b", "a:1", "-t", "x", "-p", "one"], ["-p one", "whole number"]),
            (["produce", "-b", "a:1", "-t", "x", "-p", "-3"], ["-3"]),
            (["produce", "-b", "a:1", "-t", "x", "-X", "linger.ms"], ["linger.ms", "name=value"]),
            (["produce", "-b", "a:1", "-t", "x", "-X", "linger.mss=1"], ["linger.mss", '"linger.ms"']),
            (["produce", "-b", "a:1", "-t", "x", "--producer-property", "linger.ms=-1"], ["linger.ms=-1", "at least 0"]),
            (["produce", "-b", "a:1", "-t", "x", "--request-required-acks", "7"], ["acks=7", "all, -1, 0 or 1"]),
            (["produce", "-b", "a:1", "-t", "x", "-z", "lz4"], ["compression.type=lz4"]),
            (["produce", "-b", "a:1", "-t", "x", "-X", "security.protocol=SSL"], ["security.protocol=SSL", "TLS"]),
            (["produce", "-b", "a:1", "-t", "x", "-X", "max.in.flight=6"], ["max.in.flight", "idempotence"]),
            (["produce", "-b", "a:1", "-t", "x", "-X", "delivery.timeout.ms=1"], ["delivery.timeout.ms", "request.timeout.ms"]),
            (["produce", "-b", "a", "-t", "x"], ["a"]),
            (["produce", "-b", "a:99999", "-t", "x"], ["99999"]),
            (["produce", "-b", "a:1", "-t", "x", "--property", "parse.keys=true"], ["parse.keys"]),
            (["produce", "-b", "a:1", "-t", "x", "--property", "parse.key=yes"], ["parse.key=yes", "true or false"]),
            (["produce", "-b", "a:1", "-t", "x", "-K", "\\q"], ["-K \\q"]),
            (["produce", "-b", "a:1", "-t", "x", "--property", "parse.headers=true", "--property", "headers.separator=:"],
             ["headers.separator", "differ"]),
            (["produce", "-b", "a:1", "-t", "x", "--producer.config", "/no/such/file"], ["/no/such/file"]),
            (["produce", "-b", "a:1", "-t", "x", "--line-reader", "com.example.R"], ["com.example.R"]),
            (["consume", "-b", "a:1"], ["--topic"]),
            (["consume", "-b", "a:1", "-t", "x", "--offset", "first"], ["first", "earliest, latest"]),
            (["consume", "-b", "a:1", "-t", "x", "--offset", "5"], ["--offset 5", "--partition"]),
            (["consume", "-b", "a:1", "-t", "x", "--offset", "5", "--from-beginning"], ["--from-beginning"]),
            (["consume", "-b", "a:1", "-t", "x", "--group", "g"], ["--group g"]),
            (["consume", "-b", "a:1", "-t", "x", "--property", "print.keys=true"], ["print.keys"]),
            (["topics", "-b", "a:1"], ["--list"]),
            (["topics", "-b", "a:1", "--list", "--create"], ["--list"]),
            (["topics", "-b", "a:1", "--create"], ["--topic"]),
            (["topics", "-b", "a:1", "--create", "-t", "x", "--partitions", "0"], ["--partitions 0"]),
            (["topics", "-b", "a:1", "--describe", "-t", "("], ["("]),
            (["cluster", "-b", "a:1"], ["cluster-id", "list-endpoints"]),
            (["broker"], ["--data-dir", "--ephemeral"]),
            (["broker", "--ephemeral", "--data-dir", "d"], ["--ephemeral"]),
            (["broker", "--ephemeral", "--port", "70000"], ["--port 70000"]),
            (["broker", "--ephemeral", "--fsync", "often"], ["--fsync often", "always"]),
            (["options", "no-such-part"], ["no-such-part"]),
        ]
        for args, words in rows:
            with self.subTest(args=args):
                result = kprod(*args, "-X", "default.api.timeout.ms=100") if "-b" in args else kprod(*args)
                self.ends(result, USAGE, *words)
                self.assertEqual(result.stdout, b"")

    def test_options(self):
        table = [json.loads(line) for line in kprod("options", "--json").stdout.decode().split("\n") if line]
        by_name = {row["name"]: row for row in table}
        self.assertGreater(len(table), 113)
        self.assertEqual(by_name["linger.ms"]["default"], "5")
        self.assertIsNone(by_name["bootstrap.servers"]["default"])
        self.assertTrue(by_name["sasl.jaas.config"]["secret"])
        self.assertEqual(kprod("options", "--names").stdout.decode().split(), [row["name"] for row in table])
        self.assertIn(b"linger.ms = 5", kprod("options", "linger").stdout)

    def test_a_secret_in_an_error_is_hidden(self):
        result = kprod("produce", "-b", "a:1", "-t", "x", "-X", "ssl.key.password=canary")
        self.assertNotIn(b"canary", result.stderr)
        self.ends(result, USAGE, "ssl.key.password")

    def test_a_config_file_with_an_error_names_the_line(self):
        with tempfile.NamedTemporaryFile("w", suffix=".properties") as file:
            file.write("# a comment\nlinger.ms=abc\n")
            file.flush()
            self.ends(kprod("produce", "-b", "a:1", "-t", "x", "--producer.config", file.name), USAGE, file.name + ":2:", "linger.ms=abc")


class Unreachable(Case):
    def test_every_command_says_where_and_what_to_do(self):
        address = closed_port()
        limit = ["-X", "max.block.ms=500", "-X", "default.api.timeout.ms=500"]
        for args in (["produce", "-t", "x"], ["consume", "-t", "x"], ["topics", "--list"], ["cluster", "cluster-id"]):
            with self.subTest(args=args):
                result = kprod(*args, "-b", address, *limit, stdin="line\n")
                self.ends(result, CONNECT, address, "--bootstrap-server")

    def test_what_is_no_broker(self):
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen(50)
            address = "127.0.0.1:%d" % server.getsockname()[1]
            child = subprocess.Popen([KPROD, "topics", "--list", "-b", address, "-X", "default.api.timeout.ms=1000"],
                                     stderr=subprocess.PIPE)
            peers = []
            server.settimeout(0.2)
            while child.poll() is None:
                try:
                    peer, _ = server.accept()
                    peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    peers.append(peer)
                except (TimeoutError, OSError):
                    pass
            text = child.stderr.read().decode()
            child.stderr.close()
            for peer in peers:
                peer.close()
            self.assertEqual(child.returncode, CONNECT, text)
            self.assertIn(address, text)


class RoundTrip(Case):
    @classmethod
    def setUpClass(cls):
        cls.broker = Broker("--ephemeral")
        cls.count = 0

    @classmethod
    def tearDownClass(cls):
        assert cls.broker.stop() == 0

    def setUp(self):
        RoundTrip.count += 1
        self.topic = "t%d" % RoundTrip.count
        self.on = ["-b", self.broker.address, "-t", self.topic]
        self.ends(kprod("topics", "--create", "--partitions", "2", *self.on), OK)

    def consume(self, *properties, args=()):
        result = kprod("consume", *self.on, "--from-beginning", "--exit", *args, *sum((["--property", p] for p in properties), []))
        self.ends(result, OK, "Processed a total of")
        return result.stdout

    def produce(self, stdin, *args):
        result = kprod("produce", *self.on, *args, stdin=stdin)
        self.ends(result, OK, "0 failed")
        return result

    def test_lines(self):
        self.produce("one\n\ntwo\nlast without newline", "-p", "1")
        self.assertEqual(self.consume(), b"one\n\ntwo\nlast without newline\n")
        self.assertEqual(self.consume("print.partition=true", "print.offset=true", args=["--max-messages", "1"]),
                         b"Partition:1\tOffset:0\tone\n")
        self.assertEqual(self.consume(args=["-p", "0"]), b"")

    def test_bytes_are_kept_as_they_are(self):
        line = bytes(b for b in range(256) if b != 10)
        self.produce(line + b"\r\n", "-p", "0", "-D", "\\n")
        self.assertEqual(self.consume(), line + b"\r\n")

    def test_keys_nulls_and_empty_values(self):
        self.produce("k1:v1\nNULL:v2\nk3:NULL\n:\nk5:a:b\n", "-p", "0", "--property", "parse.key=true",
                     "--property", "key.separator=:", "--property", "null.marker=NULL")
        self.assertEqual(self.consume("print.key=true", "key.separator=|", "null.literal=<null>"),
                         b"k1|v1\n<null>|v2\nk3|<null>\n|\nk5|a:b\n")

    def test_headers(self):
        self.produce("a:1,b:NULL,a:3\tk\tv\nNULL\tk2\tv2\n\tk3\tv3\n", "-p", "0", "--property", "parse.headers=true",
                     "--property", "parse.key=true", "--property", "null.marker=NULL")
        self.assertEqual(self.consume("print.headers=true", "print.key=true"),
                         b"a:1,b:null,a:3\tk\tv\nNO_HEADERS\tk2\tv2\nNO_HEADERS\tk3\tv3\n")

    def test_letters_of_kcat(self):
        self.produce("k=v\n=\n", "-K", "=", "-H", "h=1", "-H", "n", "-Z", "-p", "0")
        self.assertEqual(self.consume("print.headers=true", "print.key=true"), b"h:1,n:null\tk\tv\nh:1,n:null\tnull\tnull\n")
        self.produce("a;b;c", "-D", ";", "-k", "fixed", "-p", "1")
        self.assertEqual(self.consume("print.key=true", args=["-p", "1"]), b"fixed\ta\nfixed\tb\nfixed\tc\n")

    def test_columns_in_javas_order(self):
        before = int(time.time() * 1000) - 60000
        self.produce("v\n", "-k", "k", "-p", "0")
        line = self.consume(*("print.%s=true" % c for c in
                              ("value", "key", "headers", "epoch", "delivery", "offset", "partition", "timestamp"))).decode()
        columns = line.rstrip("\n").split("\t")
        self.assertEqual(columns[1:4], ["Partition:0", "Offset:0", "Delivery:NOT_PRESENT"])
        self.assertEqual(columns[5:], ["NO_HEADERS", "k", "v"])
        self.assertRegex(columns[4], r"^Epoch:\d+$")
        self.assertRegex(columns[0], r"^CreateTime:\d+$")
        self.assertGreater(int(columns[0].split(":")[1]), before)

    def test_files_and_whole_files(self):
        with tempfile.TemporaryDirectory() as dir:
            for name in ("a", "b"):
                with open(os.path.join(dir, name), "w") as file:
                    file.write("1 of %s\n2 of %s\n" % (name, name))
            paths = [os.path.join(dir, name) for name in ("a", "b")]
            self.produce("", "-p", "0", *paths)
            self.assertEqual(self.consume(), b"1 of a\n2 of a\n1 of b\n2 of b\n")
            self.produce("", "-p", "1", "-w", *paths)
            self.assertEqual(self.consume("line.separator=|", args=["-p", "1"]), b"1 of a\n2 of a\n|1 of b\n2 of b\n|")
            self.ends(kprod("produce", *self.on, os.path.join(dir, "c")), INPUT, os.path.join(dir, "c"))

    def test_sync(self):
        self.produce("a\nb\nc\n", "--sync", "-p", "0")
        self.assertEqual(self.consume(), b"a\nb\nc\n")

    def test_the_same_key_the_same_partition(self):
        self.produce("".join("k%d\t%d\n" % (i % 50, i) for i in range(1000)), "-K", "\\t")
        where = {}
        order = {}
        for line in self.consume("print.partition=true", "print.key=true").decode().split("\n")[:-1]:
            partition, key, value = line.split("\t")
            self.assertEqual(where.setdefault(key, partition), partition)
            self.assertLess(order.get(key, -1), int(value))
            order[key] = int(value)
        self.assertEqual(len(where), 50)
        self.assertEqual(set(where.values()), {"Partition:0", "Partition:1"})

    def test_long_and_many_lines(self):
        lines = ["%d %s" % (i, "x" * (i % 3000)) for i in range(5000)] + ["y" * 900000]
        text = ("\n".join(lines) + "\n").encode()
        self.produce(text, "-p", "1")
        self.assertEqual(self.consume(), text)

    def test_a_line_too_large_is_told_and_the_others_are_sent(self):
        lines = b"a\n" + b"x" * 2000000 + b"\nb\n"
        # Java counts 61 bytes for the batch, 21 for the record, 4 for the value's length, 1 each for no key and no headers.
        for args, limit in (([], "max.request.size=1048576"),
                            (["-X", "max.request.size=3000000", "-X", "buffer.memory=1000000"], "buffer.memory=1000000")):
            for sync in ([], ["--sync"]):
                result = kprod("produce", *self.on, "-p", "0", *args, *sync, stdin=lines)
                self.ends(result, NOT_WRITTEN, "record 2: RECORD_TOO_LARGE: stdin, line 2: 2000088 bytes", limit,
                          "3 records sent, 2 acknowledged, 1 failed")
        self.assertEqual(self.consume(), b"a\nb\n" * 4)

    def test_a_line_ends_with_a_newline_and_perhaps_a_carriage_return_before_it(self):
        self.produce(b"a\r\n\r\nb\rc\n\r\r\nd\r", "-p", "0")
        self.assertEqual(self.consume(), b"a\n\nb\rc\n\r\nd\r\n")
        self.produce(b"k:v\r\nl:\r\n", "-p", "1", "-K", ":")
        self.assertEqual(self.consume("print.key=true", args=["-p", "1"]), b"k\tv\nl\t\n")

    def test_batches_too_large_for_the_topic_arrive_in_pieces(self):
        self.ends(kprod("topics", "--create", "-b", self.broker.address, "-t", self.topic + "small", "--config",
                        "max.message.bytes=2000"), OK)
        self.on[-1] += "small"
        lines = ["%d %s" % (i, "x" * (i % 90)) for i in range(5000)]
        given = lines[:2500] + ["y" * 3000] + lines[2500:]
        result = kprod("produce", *self.on, stdin="\n".join(given) + "\n")
        self.ends(result, NOT_WRITTEN, "record 2501", "max.message.bytes", "5000 acknowledged, 1 failed (1 not written")
        self.assertEqual(self.consume().decode().split("\n")[:-1], lines)

    def test_a_line_without_its_separator(self):
        result = kprod("produce", *self.on, "-K", ":", "-p", "0", stdin="a:1\nno separator\nb:2\n")
        self.ends(result, INPUT, 'stdin, line 2: no key.separator ":" in "no separator"', "1 acknowledged")
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"a\tb\nc\n")
            file.flush()
            result = kprod("produce", *self.on, "--property", "parse.key=true", file.name, file.name)
            self.ends(result, INPUT, file.name + ', line 2: no key.separator "\\t" in "c"')
            result = kprod("produce", *self.on, "--property", "parse.headers=true", "-p", "0", file.name)
            self.ends(result, INPUT, file.name + ', line 1: no headers.key.separator ":" in "a"')
            result = kprod("produce", *self.on, "--property", "parse.headers=true", "--property", "headers.delimiter=;;",
                           "-D", "\\t", file.name)
            self.ends(result, INPUT, file.name + ', record 1: no headers.delimiter ";;" in "a"')
        self.produce("no separator\n", "-K", ":", "-p", "1", "--property", "ignore.error=true")
        self.assertEqual(self.consume("print.key=true", args=["-p", "1"]), b"null\tno separator\n")

    def test_a_header_without_its_separator_is_kept(self):
        self.produce("a,b:1\tvalue\n", "--property", "parse.headers=true", "--property", "ignore.error=true")
        self.assertEqual(self.consume("print.headers=true"), b"a:null,b:1\tvalue\n")

    def test_closed_standard_files_are_not_taken_for_others(self):
        result = subprocess.run(["sh", "-c", 'exec "$@" <&-', "sh", KPROD, "produce", *self.on],
                                capture_output=True, timeout=LIMIT)
        self.ends(result, INPUT, "stdin", "0 records sent")
        result = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", KPROD, "topics", "-b", self.broker.address, "--list"],
                                capture_output=True, timeout=LIMIT)
        self.ends(result, INTERNAL, "stdout could not be written")

    def test_a_partition_that_is_not_there(self):
        self.ends(kprod("produce", *self.on, "-p", "2", stdin="x\n"), USAGE, "--partition 2", "2 partitions")
        self.ends(kprod("consume", *self.on, "-p", "2"), USAGE, "partition 2", self.topic)

    def test_offsets(self):
        self.produce("a\nb\nc\n", "-p", "0")
        self.assertEqual(kprod("consume", *self.on, "-p", "0", "-o", "1", "-e").stdout, b"b\nc\n")
        self.assertEqual(kprod("consume", *self.on, "-p", "0", "-o", "latest", "-e").stdout, b"")
        self.assertEqual(kprod("consume", *self.on, "-p", "0", "-o", "3", "-e").stdout, b"")
        self.ends(kprod("consume", *self.on, "-p", "0", "-o", "4", "-q"), USAGE, self.topic, "offset 4")

    def test_consume_from_now_on(self):
        self.produce("before\n", "-p", "0")
        reader = subprocess.Popen([KPROD, "consume", *self.on, "-c", "1", "-v"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out = b""
        deadline = time.monotonic() + LIMIT
        while not out and time.monotonic() < deadline:  # whenever it is there, the next line reaches it
            self.produce("after\n", "-p", "0")
            ready, _, _ = select.select([reader.stdout], [], [], 0.2)
            if ready:
                out = reader.stdout.readline()
        self.assertEqual(out, b"after\n")
        reader.communicate(timeout=LIMIT)
        self.assertEqual(reader.returncode, OK)

    def test_timeout_ms(self):
        result = kprod("consume", *self.on, "--timeout-ms", "100")
        self.ends(result, OK, "Processed a total of 0 messages")

    def test_an_interrupted_produce_delivers_what_it_read(self):
        read, write = os.pipe()
        child = subprocess.Popen([KPROD, "produce", *self.on, "-p", "0", "-X", "linger.ms=60000", "-X", "delivery.timeout.ms=120000"],
                                 stdin=read, stderr=subprocess.PIPE)
        os.close(read)
        os.write(write, b"one\ntwo\n")
        left = array.array("i", [1])
        while left[0]:  # until it has read both lines
            fcntl.ioctl(write, termios.FIONREAD, left)
        child.send_signal(signal.SIGINT)
        text = child.stderr.read().decode()
        child.stderr.close()
        os.close(write)
        self.assertEqual(child.wait(LIMIT), 130, text)
        self.assertIn("2 acknowledged", text)
        self.assertEqual(self.consume(), b"one\ntwo\n")

    def test_an_interrupted_consume_counts(self):
        self.produce("a\n", "-p", "0")
        child = subprocess.Popen([KPROD, "consume", *self.on, "--from-beginning"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(child.stdout.readline(), b"a\n")
        child.send_signal(signal.SIGTERM)
        _, text = child.communicate(timeout=LIMIT)
        self.assertEqual(child.returncode, 143)
        self.assertIn(b"Processed a total of 1 messages", text)

    def test_progress_is_for_terminals_only(self):
        quiet = kprod("produce", *self.on, "-q", stdin="a\n")
        self.assertEqual(quiet.stderr, b"")
        self.assertNotIn(b"\r", kprod("produce", *self.on, stdin="a\n").stderr)
        master, slave = pty.openpty()
        read, write = os.pipe()
        child = subprocess.Popen([KPROD, "produce", *self.on], stdin=read, stderr=slave)
        os.close(read)
        os.close(slave)
        seen = b""
        chunk = b"".join(b"line %d\n" % i for i in range(2000))
        deadline = time.monotonic() + LIMIT
        while b"acknowledged" not in seen and time.monotonic() < deadline:
            os.write(write, chunk)
            if select.select([master], [], [], 0)[0]:
                seen += os.read(master, 65536)
        os.close(write)
        self.assertIn(b"\r", seen)
        self.assertIn(b"records/s", seen)
        try:  # the slave's end is an error on Linux
            while os.read(master, 65536):
                pass
        except OSError:
            pass
        os.close(master)
        self.assertEqual(child.wait(LIMIT), OK)

    def test_properties_file_and_precedence(self):
        with tempfile.NamedTemporaryFile("w", suffix=".properties") as file:
            file.write("bootstrap.servers=%s\nacks=7\n" % self.broker.address)
            file.flush()
            self.ends(kprod("produce", "-t", self.topic, "--producer.config", file.name, stdin="a\n"), USAGE, "acks=7")
        with tempfile.NamedTemporaryFile("w", suffix=".properties") as file:
            file.write("bootstrap.servers=%s\nacks=1\n" % self.broker.address)
            file.flush()
            self.ends(kprod("produce", "-t", self.topic, "--producer.config", file.name, stdin="a\n"), OK, "1 acknowledged")
            self.ends(kprod("produce", "-t", self.topic, "--producer.config", file.name, "-X", "enable.idempotence=true", stdin="a\n"),
                      USAGE, "enable.idempotence", "acks=1")
            self.ends(kprod("produce", "-t", self.topic, "--producer.config", file.name, "-X", "enable.idempotence=true",
                            "--request-required-acks", "all", stdin="a\n"), OK, "1 acknowledged")


class Topics(Case):
    @classmethod
    def setUpClass(cls):
        cls.broker = Broker("--ephemeral", "--no-auto-create")

    @classmethod
    def tearDownClass(cls):
        assert cls.broker.stop(signal.SIGINT) == 0

    def topics(self, *args):
        return kprod("topics", "-b", self.broker.address, *args)

    def test_life_of_a_topic(self):
        self.ends(self.topics("--create", "--topic", "a.b", "--partitions", "3", "--config", "retention.ms=7000"), OK)
        self.ends(self.topics("--create", "--topic", "a.b"), USAGE, '"a.b"', "--if-not-exists")
        self.ends(self.topics("--create", "--topic", "a.b", "--if-not-exists"), OK)
        self.ends(self.topics("--create", "--topic", "a/b"), USAGE)
        self.ends(self.topics("--create", "--topic", "c", "--replication-factor", "3"), USAGE)
        self.assertIn(b"a.b\n", self.topics("--list").stdout)
        self.assertEqual(self.topics("--list", "--topic", "a[.]b").stdout, b"a.b\n")
        text = self.topics("--describe", "--topic", "a.b").stdout.decode().split("\n")
        self.assertRegex(text[0], r"^Topic: a\.b\tTopicId: [A-Za-z0-9_-]{22}\tPartitionCount: 3\tReplicationFactor: 1\tConfigs: .*retention.ms=7000")
        self.assertEqual(len(text), 5)
        self.assertRegex(text[3], r"^\tTopic: a\.b\tPartition: 2\tLeader: \d+\tReplicas: \d+\tIsr: \d+\tElr: N/A\tLastKnownElr: N/A$")
        self.ends(self.topics("--delete", "--topic", "a.b"), OK)
        self.ends(self.topics("--delete", "--topic", "a.b"), USAGE, '"a.b"', "does not exist")
        self.ends(self.topics("--delete", "--topic", "a.b", "--if-exists"), OK)
        self.ends(self.topics("--describe", "--topic", "a.b"), USAGE, '"a.b"', "does not exist")

    def test_unknown_topics_are_not_made(self):
        limit = ["-X", "max.block.ms=500"]
        self.ends(kprod("produce", "-b", self.broker.address, "-t", "nope", *limit, stdin="x\n"), USAGE, '"nope"', "--create")
        self.ends(kprod("consume", "-b", self.broker.address, "-t", "nope"), USAGE, '"nope"', "--create")
        self.ends(kprod("produce", "-b", self.broker.address, "-t", "no/pe", stdin="x\n"), USAGE, '"no/pe"')
        self.assertNotIn(b"nope", self.topics("--list").stdout)

    def test_cluster(self):
        self.assertRegex(kprod("cluster", "cluster-id", "-b", self.broker.address).stdout.decode(), r"^Cluster ID: \S+\n$")
        lines = kprod("cluster", "list-endpoints", "-b", self.broker.address).stdout.decode().split("\n")
        self.assertEqual(lines[0].split(), ["ID", "HOST", "PORT", "RACK", "STATE", "ENDPOINT_TYPE"])
        self.assertEqual(lines[1].split()[1:3], self.broker.address.split(":"))


class Embedded(Case):
    def test_each_command_serves_the_directory_itself(self):
        with tempfile.TemporaryDirectory() as dir:
            on = ["-b", "embedded:" + os.path.join(dir, "data")]
            self.ends(kprod("topics", *on, "--create", "--topic", "x", "--partitions", "3"), OK)
            self.ends(kprod("produce", *on, "-t", "x", stdin="a\nb\n"), OK, "2 acknowledged")
            result = kprod("consume", *on, "-t", "x", "--from-beginning", "-e")
            self.assertEqual(sorted(result.stdout.split()), [b"a", b"b"])

    def test_a_second_process_talks_to_the_first(self):
        with tempfile.TemporaryDirectory() as dir:
            data = os.path.join(dir, "data")
            broker = Broker("--data-dir", data)
            try:
                self.ends(kprod("produce", "-b", "embedded:" + data, "-t", "x", stdin="a\n"), OK)
                self.assertEqual(kprod("consume", "-b", broker.address, "-t", "x", "--from-beginning", "-e").stdout, b"a\n")
                self.ends(kprod("broker", "--data-dir", data, "--port", "0"), USAGE, data)
            finally:
                self.assertEqual(broker.stop(), 0)

    def test_the_directory_of_another_kind_of_broker_stays_as_it_is(self):
        with tempfile.TemporaryDirectory() as dir:
            meta = os.path.join(dir, "meta.properties")
            with open(meta, "w") as file:
                file.write("version=1\nnode.id=3\n")
            self.ends(kprod("topics", "-b", "embedded:" + dir, "--list"), USAGE, dir, "meta.properties", "kprod.db")
            with open(meta) as file:
                self.assertEqual(file.read(), "version=1\nnode.id=3\n")

    def test_who_only_reads_makes_no_directory(self):
        reads = (["topics", "--list"], ["topics", "--describe"], ["topics", "--delete", "--topic", "x"],
                 ["consume", "-t", "x"], ["cluster", "cluster-id"])
        with tempfile.TemporaryDirectory() as dir:
            for on, made in ((os.path.join(dir, "dta"), False), (dir, True)):
                for args in reads:
                    for how in (["-b", "embedded:" + on], ["-X", "bootstrap.servers=embedded:" + on]):
                        self.ends(kprod(*args, *how), USAGE, "embedded:" + on, "nothing")
                self.assertEqual(os.path.exists(on), made)
            self.assertEqual(os.listdir(dir), [])

    def test_a_directory_of_a_newer_version(self):
        with tempfile.TemporaryDirectory() as dir:
            self.ends(kprod("topics", "-b", "embedded:" + dir, "--create", "--topic", "x"), OK)
            with contextlib.closing(sqlite3.connect(os.path.join(dir, "kprod.db"))) as store:
                store.execute("PRAGMA user_version = 2")
            self.ends(kprod("topics", "-b", "embedded:" + dir, "--list"), USAGE, dir, "newer version")

    def test_a_directory_that_cannot_be(self):
        result = kprod("topics", "-b", "embedded:/dev/null/x", "--list")
        self.assertNotEqual(result.returncode, OK)
        self.assertIn("/dev/null/x", result.stderr.decode())

    def test_a_directory_that_is_a_file(self):
        with tempfile.NamedTemporaryFile() as file:
            self.ends(kprod("topics", "-b", "embedded:" + file.name, "--list"), USAGE, file.name, "is a file")
            self.ends(kprod("broker", "--data-dir", file.name, "--port", "0"), USAGE, file.name, "is a file")
            self.ends(kprod("broker", "--data-dir", file.name + "/x", "--port", "0"), USAGE, file.name, "is a file")

    def test_a_disk_that_takes_no_more_is_named(self):
        """By the broker's log, and by what is said of each record."""
        with tempfile.TemporaryDirectory() as dir:
            on = ["-b", "embedded:" + os.path.join(dir, "data"), "-t", "x"]
            self.ends(kprod("topics", "--create", *on), OK)
            size = 1 << 20
            result = kprod("produce", *on, "-v", "-X", "request.timeout.ms=500", "-X", "delivery.timeout.ms=1000",
                           stdin=b"%s\n" % (b"x" * 1000) * (2 * size // 1000), restore_signals=False,
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
            text = result.stderr.decode()
            self.assertIn(result.returncode, (NOT_WRITTEN, UNKNOWN), text)
            self.assertRegex(text, "log: x-0: cannot append at offset [0-9]+: a file could not be read or written")
            self.assertRegex(text, "record [0-9]+: DELIVERY_TIMEOUT.*: the broker cannot use its disk")

    def test_what_a_dead_broker_leaves_open_is_told(self):
        with tempfile.TemporaryDirectory() as dir:
            broker = Broker("--data-dir", os.path.join(dir, "data"))
            self.addCleanup(broker.process.kill)
            on = ["-b", broker.address, "-t", "x"]
            self.ends(kprod("topics", "--create", *on), OK)
            child = subprocess.Popen([KPROD, "produce", *on, "-X", "linger.ms=0", "-X", "request.timeout.ms=500", "-X",
                                      "delivery.timeout.ms=1000"], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
            child.stdin.write(b"one\n")
            child.stdin.flush()
            self.assertEqual(kprod("consume", *on, "--from-beginning", "-c", "1").stdout, b"one\n")
            broker.stop(signal.SIGKILL)
            _, text = child.communicate(b"two\nthree\n", timeout=LIMIT)
            text = text.decode()
            self.assertIn(child.returncode, (NOT_WRITTEN, UNKNOWN), text)
            self.assertIn("record 2: DELIVERY_TIMEOUT", text)
            self.assertIn("3 records sent, ", text)

    def test_what_a_silent_broker_was_sent_is_told_as_unknown(self):
        with tempfile.TemporaryDirectory() as dir:
            broker = Broker("--data-dir", os.path.join(dir, "data"))
            self.addCleanup(broker.process.kill)
            on = ["-b", broker.address, "-t", "x"]
            self.ends(kprod("topics", "--create", *on), OK)
            child = subprocess.Popen([KPROD, "produce", *on, "-X", "linger.ms=0", "-X", "request.timeout.ms=500", "-X",
                                      "delivery.timeout.ms=1000"], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
            child.stdin.write(b"one\n")
            child.stdin.flush()
            self.assertEqual(kprod("consume", *on, "--from-beginning", "-c", "1").stdout, b"one\n")
            broker.process.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, broker.process.pid, os.WSTOPPED)
            _, text = child.communicate(b"two\n", timeout=LIMIT)
            text = text.decode()
            self.assertEqual(child.returncode, UNKNOWN, text)
            self.assertIn(" unknown)", text)
            self.assertIn("(0 not written, ", text)
            broker.stop(signal.SIGKILL)

    def test_a_port_that_is_taken(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen(1)
            port = str(other.getsockname()[1])
            result = kprod("broker", "--ephemeral", "--port", port)
            self.assertNotEqual(result.returncode, OK)
            self.assertIn(port, result.stderr.decode())


if __name__ == "__main__":
    loader = unittest.TestLoader()
    loader.testNamePatterns = ["*%s*" % part for part in sys.argv[2:]] or None
    suite = unittest.TestSuite(loader.loadTestsFromTestCase(c) for c in (Usage, Unreachable, RoundTrip, Topics, Embedded))
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    failed = len(result.failures) + len(result.errors)
    skipped = len(result.skipped)
    print("counts: %d passed, %d failed, %d skipped" % (max(0, result.testsRun - failed - skipped), failed, skipped))
    sys.exit(1 if failed else 0)
