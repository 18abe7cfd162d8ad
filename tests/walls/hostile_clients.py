#!/usr/bin/env python3
"""Hostile clients against `kprod broker`, over real sockets (B1, B2, B3, B10).

    tests/walls/hostile_clients.py [COMMAND]      COMMAND: build/kprod

Whatever bytes come, the broker closes that connection only, says so in its log, stays up, and keeps its memory in bounds;
a producer that runs meanwhile gets all its records through, and they are read back.
"""
import glob
import os
import random
import resource
import selectors
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kafka_bytes import batch, frame, lying_batches, produce_v3, string

KPROD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build/kprod")
GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../wire/golden/*.frames")
LIMIT = 60             # seconds; what hangs has failed
RESIDENT_MAX = 256     # MiB: the figure of kprod/broker.h is 248, and the program itself
MUTATIONS = int(os.environ.get("KP_MUTATIONS", "30000"))
SEED = int(os.environ.get("KP_SEED", random.randrange(1 << 32)))
IDLE = 2000
HALVES = 200


def requests_recorded():
    """Whole request frames of clients that nobody here wrote."""
    frames = []
    for path in sorted(glob.glob(GOLDEN)):
        with open(path) as lines:
            frames += [bytes.fromhex(line.split()[2]) for line in lines if line.split()[1] == ">"]
    return frames


class Broker:
    def __init__(self, directory):
        self.process = subprocess.Popen([KPROD, "broker", "--data-dir", os.path.join(directory, "data"), "--port", "0",
                                         "--verbose"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.closings = []  # the lines that tell of one
        self.told = threading.Condition()
        self.follower = threading.Thread(target=self.follow)
        self.follower.start()
        self.address = self.process.stdout.readline().decode().split()[1]
        host, port = self.address.rsplit(":", 1)
        self.at = (host, int(port))

    def connect(self):
        peer = socket.create_connection(self.at, LIMIT)
        peer.settimeout(LIMIT)
        return peer

    def follow(self):
        for line in self.process.stderr:
            if b" is closed: " in line:
                with self.told:
                    self.closings.append(line.decode(errors="replace"))
                    self.told.notify_all()

    def peak_mib(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024

    def stop(self):
        self.process.terminate()
        self.process.stdout.close()
        code = self.process.wait(LIMIT)
        self.follower.join()
        self.process.stderr.close()
        return code


class Bystander:
    """An honest producer at work all the while; a few records at a time, so that it never rests."""

    def __init__(self, broker):
        self.process = subprocess.Popen([KPROD, "produce", "-b", broker.address, "-t", "bystander", "-q", "-X",
                                         "linger.ms=0"], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        self.count = 0
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self.work)
        self.thread.start()

    def work(self):
        while not self.ending.wait(0.01):
            lines = b"".join(b"record %d\n" % (self.count + i) for i in range(20))
            try:
                self.process.stdin.write(lines)
                self.process.stdin.flush()
            except BrokenPipeError:
                return
            self.count += 20

    def end(self):
        self.ending.set()
        self.thread.join()
        _, talk = self.process.communicate(timeout=LIMIT)
        return self.process.returncode, talk.decode()


def closed(peer):
    """Nothing more comes but the end."""
    try:
        while peer.recv(65536):
            pass
    except ConnectionResetError:
        pass
    return True


def receive(peer, size):
    got = b""
    while len(got) < size:
        part = peer.recv(size - len(got))
        if not part:
            raise ConnectionError("closed")
        got += part
    return got


def answer(peer):
    return receive(peer, struct.unpack(">i", receive(peer, 4))[0])


VERSIONS = frame(struct.pack(">hhi", 18, 0, 7) + string("hostile"))
METADATA = frame(struct.pack(">hhi", 3, 1, 8) + string("hostile") + struct.pack(">i", -1))


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory(prefix="kprod-hostile-")
        cls.broker = Broker(cls.directory.name)
        cls.bystander = Bystander(cls.broker)

    @classmethod
    def tearDownClass(cls):
        cls.broker.process.kill()
        cls.broker.process.wait()
        cls.directory.cleanup()

    def refused(self, data, word=""):
        """`data` ends its connection, and the log says that."""
        before = len(self.broker.closings)
        with self.broker.connect() as peer:
            peer.sendall(data)
            closed(peer)
        with self.broker.told:  # the line is written behind the answer
            told = self.broker.told.wait_for(lambda: len(self.broker.closings) > before, LIMIT)
            self.assertTrue(told, data[:40])
            self.assertIn(word, self.broker.closings[-1])

    def alive(self):
        with self.broker.connect() as peer:
            peer.sendall(VERSIONS)
            self.assertEqual(answer(peer)[:4], b"\0\0\0\7")

    def test_10_sizes_that_cannot_be(self):
        for size in (-1, -(1 << 31), 0, 3, 7, (1 << 31) - 1, 100 * 1024 * 1024 + 1):
            self.refused(struct.pack(">i", size) + b"xxxxxxxx", str(size))

    def test_11_other_protocols(self):
        hello = bytes.fromhex("16030100c8010000c40303") + os.urandom(189)
        self.refused(hello)
        self.refused(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.refused(b"EHLO example.org\r\n")
        self.refused(b"SSH-2.0-OpenSSH_9.2\r\n")

    def test_12_requests_that_are_none(self):
        self.refused(frame(struct.pack(">hhi", 18, 3, 1) + b"\x7f\xff"))                       # client id beyond the end
        self.refused(frame(struct.pack(">hhi", 3, 9, 1) + b"\0\1x" + b"\xff" * 5))            # 2^32 tags
        self.refused(frame(struct.pack(">hhi", 3, 1, 1) + b"\0\1x" + struct.pack(">i", (1 << 31) - 1)))  # topics
        self.refused(frame(struct.pack(">hhi", 3, 1, 1) + b"\0\1x" + struct.pack(">ih", 1, -2)))  # a string of -2
        self.refused(frame(struct.pack(">hhi", 3, 9, 1) + b"\0\1x\0" + b"\xff" * 9 + b"\x7f"))   # a varint too long
        self.refused(frame(struct.pack(">hhi", 999, 0, 1) + b"\0\1x"), "999")
        self.refused(frame(struct.pack(">hhi", -1, 0, 1) + b"\0\1x"))
        self.refused(frame(struct.pack(">hhi", 3, 99, 1) + b"\0\1x\0"), "99")
        self.refused(frame(struct.pack(">hhi", 3, -1, 1) + b"\0\1x"))
        self.refused(frame(struct.pack(">hhi", 3, 1, 1) + b"\0\1x" + struct.pack(">i", 0) + b"more"))  # left over

    def test_13_half_a_frame_and_gone(self):
        for cut in range(len(METADATA)):
            with self.broker.connect() as peer:
                peer.sendall(METADATA[:cut])
        self.alive()

    def test_14_every_way_to_cut_two_requests(self):
        both = VERSIONS + METADATA
        for cut in range(1, len(both)):
            with self.broker.connect() as peer:
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                peer.sendall(both[:cut])
                peer.sendall(both[cut:])
                self.assertEqual((answer(peer)[:4], answer(peer)[:4]), (b"\0\0\0\7", b"\0\0\0\x08"))
        with self.broker.connect() as peer:
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for at in range(len(both)):
                peer.sendall(both[at:at + 1])
            self.assertEqual((answer(peer)[:4], answer(peer)[:4]), (b"\0\0\0\7", b"\0\0\0\x08"))

    def test_20_batches_that_lie(self):
        with self.broker.connect() as peer:
            def produce(records):
                peer.sendall(produce_v3("lies", 0, records))
                body = answer(peer)
                return struct.unpack_from(">h", body, 4 + 4 + 2 + 4 + 4 + 4)[0]
            peer.sendall(frame(struct.pack(">hhi", 3, 4, 8) + string("h") + struct.pack(">i", 1) + string("lies") + b"\1"))
            answer(peer)  # makes the topic
            self.assertEqual(produce(batch([b"one", b"two"])), 0)
            for name, records in lying_batches():
                with self.subTest(name):
                    self.assertNotEqual(produce(records), 0, name)
            self.assertEqual(produce(batch([b"three"])), 0)
        back = subprocess.run([KPROD, "consume", "-b", self.broker.address, "-t", "lies", "--from-beginning", "-e", "-q"],
                              capture_output=True, timeout=LIMIT)
        self.assertEqual((back.stdout, back.returncode), (b"one\ntwo\nthree\n", 0), back.stderr)

    def test_30_idle_connections(self):
        idle = [self.broker.connect() for _ in range(IDLE)]
        self.alive()
        for peer in idle:  # each announces 2 MiB, and sends nothing of them
            peer.sendall(struct.pack(">ihhi", 2 << 20, 0, 3, 1))
        self.alive()
        large = subprocess.run([KPROD, "produce", "-b", self.broker.address, "-t", "large", "-q", "-X", "batch.size=1000000"],
                               input=(b"x" * 999 + b"\n") * 20000, capture_output=True, timeout=LIMIT)
        self.assertEqual(large.returncode, 0, large.stderr)
        for peer in idle:
            peer.close()

    def test_31_who_never_reads(self):
        """Answers that nobody takes are made only up to a limit."""
        peers = [self.broker.connect() for _ in range(8)]
        for peer in peers:
            peer.setblocking(False)
        sent = 0
        for _ in range(2000):
            for peer in peers:
                try:
                    sent += peer.send(METADATA * 50)
                except BlockingIOError:
                    pass
        self.assertGreater(sent, 0)
        self.alive()
        for peer in peers:
            peer.close()

    def test_32_large_requests_that_wait(self):
        """A fetch of 65,536 times the same partition that waits for bytes which never come."""
        with self.broker.connect() as peer:
            peer.sendall(frame(struct.pack(">hhi", 3, 4, 8) + string("h") + struct.pack(">i", 1) + string("empty") + b"\1"))
            answer(peer)  # makes the topic
        ask = frame(struct.pack(">hhi", 1, 4, 5) + string("hostile") + struct.pack(">iiiibi", -1, 20000, 1, 1 << 20, 0, 1) +
                    string("empty") + struct.pack(">i", 1 << 16) + struct.pack(">iqi", 0, 0, 1 << 20) * (1 << 16))
        peers = [self.broker.connect() for _ in range(200)]
        for peer in peers:
            peer.sendall(ask)
        self.alive()
        for peer in peers:
            peer.close()

    def test_33_requests_that_never_end(self):
        """More of them than there is memory for, and none comes to its end: small requests pass all the same, and a large
        one that stands in line behind them."""
        peers = [self.broker.connect() for _ in range(HALVES)]
        half = struct.pack(">ihhi", 1 << 20, 0, 3, 1) + bytes(1 << 19)
        for peer in peers:
            peer.setblocking(False)
            try:
                peer.send(half)
            except BlockingIOError:
                pass
        self.alive()
        with self.broker.connect() as honest:
            honest.sendall(produce_v3("none", 0, bytes(20 << 20)))
            self.assertEqual(answer(honest)[:4], b"\0\0\0\x09")
        self.alive()
        for peer in peers:
            peer.close()

    def test_34_the_largest_requests_together(self):
        """Four of 100 MiB, in turn a piece each: all of them are answered."""
        size = 100 * 1024 * 1024
        piece = bytes(1 << 20)
        peers = {}
        with selectors.DefaultSelector() as some:
            for _ in range(4):
                peer = self.broker.connect()
                peer.sendall(struct.pack(">ihhi", size, 3, 1, 9) + struct.pack(">h", -1) + struct.pack(">i", -1))
                peers[peer] = size - 14
                peer.setblocking(False)
                some.register(peer, selectors.EVENT_WRITE)
            while some.get_map():
                ready = some.select(LIMIT)
                self.assertTrue(ready, "nobody may send")
                for key, _ in ready:
                    try:
                        peers[key.fileobj] -= key.fileobj.send(piece[:peers[key.fileobj]])
                    except BlockingIOError:
                        pass
                    if peers[key.fileobj] == 0:
                        some.unregister(key.fileobj)
        for peer in peers:  # the bytes behind the request proper are one too many
            peer.setblocking(True)
            peer.settimeout(LIMIT)
            self.assertTrue(closed(peer))
            peer.close()

    def test_40_mutations_of_recorded_requests(self):
        chance = random.Random(SEED)
        recorded = requests_recorded()
        for _ in range(MUTATIONS):
            request = bytearray(chance.choice(recorded))
            for _ in range(chance.choice((1, 1, 2, 4, 16))):
                at = chance.randrange(4, len(request))
                request[at] = chance.choice((0, 1, 0x7f, 0x80, 0xff, chance.randrange(256)))
            if chance.random() < 0.3:  # lengths and counts
                at = chance.randrange(4, max(5, len(request) - 4))
                request[at:at + 4] = struct.pack(">i", chance.choice((-1, -2, (1 << 31) - 1, -(1 << 31), 1 << 20)))
            if chance.random() < 0.2:
                del request[chance.randrange(8, len(request)):]
            request[:4] = struct.pack(">i", len(request) - 4)
            with self.broker.connect() as peer:
                try:
                    peer.sendall(request)
                    if chance.random() < 0.1:
                        peer.sendall(VERSIONS)
                    peer.shutdown(socket.SHUT_WR)
                except OSError:
                    pass
                peer.settimeout(1)
                try:
                    closed(peer)
                except TimeoutError:
                    pass  # a fetch that waits
            if self.broker.process.poll() is not None:
                self.fail(f"the broker died of {bytes(request).hex()}")
        self.alive()

    def test_90_the_others_never_noticed(self):
        code, talk = self.bystander.end()
        self.assertEqual(code, 0, talk)
        self.assertGreater(self.bystander.count, 0)
        back = subprocess.run([KPROD, "consume", "-b", self.broker.address, "-t", "bystander", "--from-beginning", "-e",
                               "-q"], capture_output=True, timeout=LIMIT)
        self.assertEqual(back.returncode, 0, back.stderr)
        self.assertEqual(back.stdout.count(b"\n"), self.bystander.count)
        self.assertEqual(len(set(back.stdout.split(b"\n")[:-1])), self.bystander.count)
        peak = self.broker.peak_mib()
        print(f"{self.bystander.count} records of a bystander went through; the broker's peak is {peak:.0f} MiB")
        self.assertLess(peak, RESIDENT_MAX)
        self.assertEqual(self.broker.stop(), 0)


def main():
    print(f"seed {SEED} (KP_SEED), {MUTATIONS} mutations")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 2 * IDLE + 500)), hard))
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Hostile)
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    failed = len(result.failures) + len(result.errors)
    print(f"counts: {result.testsRun - min(failed, result.testsRun)} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
