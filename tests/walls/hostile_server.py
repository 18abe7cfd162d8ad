#!/usr/bin/env python3
"""A hostile server against `kprod produce`, `consume` and `topics`, over real sockets (B1, B2, B3, B7, F14, F17, F18).

    tests/walls/hostile_server.py [COMMAND [PART OF A CASE'S NAME]]      COMMAND: build/kprod

A scripted broker answers well until one stage, and lies there. Whatever it says, the command ends within bounds of time and
memory, by itself and not by a signal, and when it did not do its work it says so in words and with its exit code.
"""
import concurrent.futures
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kafka_bytes import array, batch, frame, lying_batches, string

KPROD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build/kprod")
ONLY = sys.argv[2] if len(sys.argv) > 2 else ""
SEED = int(os.environ.get("KP_SEED", random.randrange(1 << 32)))
MUTATIONS = int(os.environ.get("KP_MUTATIONS", "250"))
LIMIT = 40            # seconds for a command whose own time-outs are 3 seconds and below
RESIDENT_MAX = 600    # MiB; a topic of a million partitions costs 256 bytes each for ever, and twice that to decode
PRODUCE, FETCH, OFFSETS, METADATA, VERSIONS, INIT = 0, 1, 2, 3, 18, 22
NAMES = {PRODUCE: "produce", FETCH: "fetch", OFFSETS: "offsets", METADATA: "metadata", VERSIONS: "versions", INIT: "init"}
SERVED = {PRODUCE: 3, FETCH: 4, OFFSETS: 1, METADATA: 4, VERSIONS: 0, INIT: 0}
MAX32, MIN32, MAX64, MIN64 = (1 << 31) - 1, -(1 << 31), (1 << 63) - 1, -(1 << 63)


# ---- honest answers, each with what can be said differently ----

def versions(error=0, rows=None):
    rows = sorted((key, v, v) for key, v in SERVED.items()) if rows is None else rows
    return struct.pack(">h", error) + array([struct.pack(">hhh", *row) for row in rows])


def node(id=1, host="127.0.0.1", port=0):
    return struct.pack(">i", id) + string(host) + struct.pack(">i", port) + string(None)


def place(error=0, index=0, leader=1, replicas=(1,)):
    ids = array([struct.pack(">i", id) for id in replicas])
    return struct.pack(">hii", error, index, leader) + ids + ids


def topic(error=0, name="t", partitions=None):
    return struct.pack(">h", error) + string(name) + b"\0" + array([place()] if partitions is None else partitions)


def metadata(port, nodes=None, controller=1, topics=None):
    nodes = [node(port=port)] if nodes is None else nodes
    return struct.pack(">i", 0) + array(nodes) + string("C") + struct.pack(">i", controller) + array([topic()] if topics is None else topics)


def init(throttle=0, error=0, pid=7, epoch=0):
    return struct.pack(">ihqh", throttle, error, pid, epoch)


def produced(name="t", index=0, error=0, offset=0, time_=-1, throttle=0, again=1):
    row = struct.pack(">ihqq", index, error, offset, time_)
    return array([string(name) + array([row] * again)] if again else []) + struct.pack(">i", throttle)


def offsets(name="t", index=0, error=0, offset=0, again=1):
    row = struct.pack(">ihqq", index, error, -1, offset)
    return array([string(name) + array([row] * again)] if again else [])


def fetched(records=b"", name="t", index=0, error=0, end=2, stable=2, throttle=0, again=1, size=None):
    row = struct.pack(">ihqqi", index, error, end, stable, -1)
    row += struct.pack(">i", len(records) if size is None else size) + records
    return struct.pack(">i", throttle) + array([string(name) + array([row] * again)] if again else [])


class Server:
    """`lie(peer, key, correlation, body)` sends something else in place of an honest answer and returns True."""

    def __init__(self, lie=None, bodies=None):
        self.lie, self.bodies = lie, bodies or {}
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.ended = False
        self.asked = set()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while not self.ended:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(peer,), daemon=True).start()

    def serve(self, peer):
        try:
            with peer:
                peer.settimeout(LIMIT)
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while not self.ended:
                    self.answer(peer, receive(peer, struct.unpack(">i", receive(peer, 4))[0]))
        except OSError:
            pass

    def answer(self, peer, request):
        key, version, correlation = struct.unpack_from(">hhi", request)
        self.asked.add(key)
        if version != SERVED.get(key):
            body = versions(35) if key == VERSIONS else b""
        else:
            body = self.bodies.get(key) or self.honest(key)
            body = body(self) if callable(body) else body
        if version == SERVED.get(key) and self.lie and self.lie(peer, key, correlation, body):
            return
        if key == PRODUCE and struct.unpack_from(">h", request, 8 + 2 + len(client_id(request)) + 2)[0] == 0:
            return
        peer.sendall(frame(struct.pack(">i", correlation) + body))

    def honest(self, key):
        return {PRODUCE: produced, INIT: init, OFFSETS: offsets, VERSIONS: versions,
                FETCH: lambda: fetched(batch([b"a", b"b"])), METADATA: lambda: metadata(self.port)}[key]()

    def end(self):
        self.ended = True
        self.listener.close()


def client_id(request):
    return request[10:10 + struct.unpack_from(">h", request, 8)[0]]


def receive(peer, size):
    got = b""
    while len(got) < size:
        part = peer.recv(size - len(got))
        if not part:
            raise ConnectionError("closed")
        got += part
    return got


# ---- ways to lie about any answer ----

def drip(peer, data):
    for at in range(len(data)):
        peer.sendall(data[at:at + 1])


def for_ever(peer, begin):
    """Announces, and sends as fast as it goes, without an end."""
    peer.sendall(begin)
    while True:
        peer.sendall(b"\0" * 65536)


def reset(peer):
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()
    raise ConnectionError


def silence(peer):
    peer.recv(1)
    raise ConnectionError


def at_any_stage():
    def whole(c, b):
        return frame(struct.pack(">i", c) + b)
    return {
        "wrong correlation id": lambda p, c, b: p.sendall(whole(c + 1, b)),
        "old correlation id": lambda p, c, b: p.sendall(whole(c - 1, b)),
        "negative correlation id": lambda p, c, b: p.sendall(whole(-1, b)),
        "answered twice": lambda p, c, b: p.sendall(whole(c, b) * 2),
        "size 0": lambda p, c, b: p.sendall(struct.pack(">i", 0)),
        "size 3": lambda p, c, b: p.sendall(struct.pack(">i", 3) + b"xxx"),
        "size -1": lambda p, c, b: p.sendall(struct.pack(">i", -1) + b"xxx"),
        "size INT32_MAX": lambda p, c, b: p.sendall(struct.pack(">i", MAX32) + b"xxx"),
        "large and for ever": lambda p, c, b: for_ever(p, struct.pack(">i", 127 << 20)),
        "zeros for ever": lambda p, c, b: for_ever(p, b""),
        "announced, then silence": lambda p, c, b: (p.sendall(whole(c, b)[:-1]), silence(p)),
        "silence": lambda p, c, b: silence(p),
        "closed": lambda p, c, b: p.close(),
        "reset": lambda p, c, b: reset(p),
        "cut and closed": lambda p, c, b: (p.sendall(whole(c, b)[:-1]), p.close()),
        "a byte short": lambda p, c, b: p.sendall(whole(c, b[:-1])),
        "no body": lambda p, c, b: p.sendall(whole(c, b"")),
        "a byte too many": lambda p, c, b: p.sendall(whole(c, b + b"x")),
        "all ones": lambda p, c, b: p.sendall(whole(c, b"\xff" * len(b))),
        "TLS alert": lambda p, c, b: p.sendall(b"\x15\x03\x01\0\2\2\x46"),
        "HTTP": lambda p, c, b: p.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
        "SMTP": lambda p, c, b: p.sendall(b"220 mail ready\r\n"),
    }


def once(key, act):
    def lie(peer, asked, correlation, body):
        if asked != key:
            return False
        act(peer, correlation, body)
        return True
    return lie


def mutated(key, chance):
    """The same flips whenever it is asked."""
    flips = [(chance.random(), chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))) for _ in range(chance.choice((1, 2, 5)))]
    wide = (chance.random(), struct.pack(">i", chance.choice((-1, -2, MAX32, MIN32, 1 << 20)))) if chance.random() < 0.4 else None

    def act(peer, correlation, body):
        body = bytearray(body)
        for at, value in flips:
            body[int(at * len(body))] = value
        if wide:
            at = int(wide[0] * max(1, len(body) - 4))
            body[at:at + 4] = wide[1]
        peer.sendall(frame(struct.pack(">i", correlation) + bytes(body)))
    return once(key, act)


# ---- lies of a stage: (name, body, may the work succeed all the same) ----

# Made once: it takes a while.
MANY_PARTITIONS = [topic(partitions=[place(index=i, leader=-1, replicas=()) for i in range(1 << 20)])]
MANY_TOPICS = [topic(name="n%d" % i, partitions=[]) for i in range(500000)]


def metadata_lies():
    def one(**more):
        return lambda server: metadata(server.port, **more)

    def hosted(**more):
        return lambda server: metadata(server.port, nodes=[node(**{"port": server.port, **more})])
    return [
        ("no brokers", one(nodes=[])), ("host empty", hosted(host="")), ("host null", hosted(host=None)),
        ("host with a newline", hosted(host="a\nb")), ("host with NUL", hosted(host="127.0.0.1\0x")),
        ("host with an escape", hosted(host="\x1b[2Jx")), ("host with @", hosted(host="a@b")),
        ("host of 32 KiB", hosted(host="a" * 32767)), ("host nowhere", hosted(host="nowhere.invalid")),
        ("port 0", hosted(port=0)), ("port -1", hosted(port=-1)), ("port 65536", hosted(port=65536)),
        ("node -1", hosted(id=-1)), ("node INT32_MIN", hosted(id=MIN32)),
        ("a node twice", lambda s: metadata(s.port, nodes=[node(port=s.port), node(port=1)])),
        ("leader unknown", one(topics=[topic(partitions=[place(leader=77)])])),
        ("leader -1", one(topics=[topic(partitions=[place(leader=-1)])])),
        ("leader INT32_MIN", one(topics=[topic(partitions=[place(leader=MIN32)])])),
        ("partition -1", one(topics=[topic(partitions=[place(index=-1)])])),
        ("partition 5 of 1", one(topics=[topic(partitions=[place(index=5)])])),
        ("partition INT32_MAX", one(topics=[topic(partitions=[place(index=MAX32)])])),
        ("a partition twice", one(topics=[topic(partitions=[place(), place()])])),
        ("no partitions", one(topics=[topic(partitions=[])])), ("no topics", one(topics=[])),
        ("another topic", one(topics=[topic(name="other")])), ("topic of 300 bytes", one(topics=[topic(name="n" * 300)])),
        ("topic null", one(topics=[topic(name=None)])), ("topic with NUL", one(topics=[topic(name="t\0x")])),
        ("topic with an escape", one(topics=[topic(name="t\x1b[2J")])), ("topic empty", one(topics=[topic(name="")])),
        ("topic error 999", one(topics=[topic(error=999, partitions=[])])),
        ("topic error -77", one(topics=[topic(error=-77, partitions=[])])),
        ("topic error -1", one(topics=[topic(error=-1, partitions=[])])),
        ("partition error 999", one(topics=[topic(partitions=[place(error=999, leader=-1)])])),
        ("10,001 brokers", one(nodes=[node(id=i, port=9) for i in range(10001)])),
        ("a million partitions without a leader", one(topics=MANY_PARTITIONS)),
        ("half a million topics", one(topics=MANY_TOPICS)),
    ]


def versions_lies():
    good = [(key, v, v) for key, v in SERVED.items()]
    return [("error 999", versions(999)), ("error -1", versions(-1)), ("nothing served", versions(rows=[])),
            ("min above max", versions(rows=good + [(30, 5, 1)])), ("negative", versions(rows=[(k, -5, -1) for k, _, _ in good])),
            ("twice", versions(rows=good + good)), ("only the future", versions(rows=[(k, 1000, 2000) for k, _, _ in good])),
            ("no Metadata", versions(rows=[row for row in good if row[0] != METADATA])),
            ("no Produce, no Fetch", versions(rows=[row for row in good if row[0] not in (PRODUCE, FETCH)])),
            ("30,000 rows", versions(rows=good + [(200 + i, 0, 1) for i in range(30000)]))]


def init_lies():
    return [("error 999", init(error=999)), ("error -1", init(error=-1)), ("pid -1", init(pid=-1)), ("pid MIN", init(pid=MIN64)),
            ("epoch -1", init(epoch=-1)), ("coordinator not available", init(error=15)), ("not authorized", init(error=31))]


def produce_lies():
    rows = [("error %d" % code, produced(error=code)) for code in (999, -1, -32768, 32767, 2, 3, 6, 7, 10, 19, 22, 29, 45, 47, 59, 87, 90)]
    return rows + [("another topic", produced(name="other")), ("another partition", produced(index=1)),
                   ("partition -1", produced(index=-1)), ("nothing", produced(again=0))]


def produce_oddities():
    """Acknowledged all the same, or not: the peer's business; ours is to end."""
    return [("twice", produced(again=2)), ("offset -5", produced(offset=-5)), ("offset MIN", produced(offset=MIN64)),
            ("offset MAX", produced(offset=MAX64)), ("throttle MAX", produced(throttle=MAX32)), ("throttle -1", produced(throttle=-1)),
            ("time MIN", produced(time_=MIN64)), ("a thousand times", produced(again=1000))]


def offsets_lies():
    return [("offset -1", offsets(offset=-1)), ("offset MIN", offsets(offset=MIN64)), ("error 999", offsets(error=999)),
            ("error -1", offsets(error=-1)), ("nothing", offsets(again=0)), ("another topic", offsets(name="x")),
            ("another partition", offsets(index=9)), ("error 6", offsets(error=6))]


def fetch_lies():
    rows = [("batch: " + name, fetched(records)) for name, records in lying_batches()
            if name not in ("nothing", "bytes behind it", "last delta too large", "last delta INT32_MAX", "a control batch", "two",
                            "a sequence without an epoch", "an epoch without a sequence")]
    return rows + [
        ("error 999", fetched(error=999)), ("error -1", fetched(error=-1)), ("error 1", fetched(error=1)),
        ("error 6", fetched(error=6)),
        ("size beyond", fetched(b"x", size=1000)), ("size -2", fetched(b"", size=-2)), ("size MAX", fetched(b"", size=MAX32)),
        ("end -5", fetched(end=-5)), ("end MIN", fetched(end=MIN64)),
        ("base offset -1", fetched(batch([b"a"], base_offset=-1))), ("base offset MIN", fetched(batch([b"a"], base_offset=MIN64))),
        ("base offset MAX", fetched(batch([b"a"], base_offset=MAX64))),
        ("only old records", lambda s: fetched(batch([b"a"], base_offset=0), end=100)),
        ("nothing, though there is an end", fetched(b"", end=100)), ("no answer for it", fetched(again=0)),
        ("another topic", fetched(batch([b"a"]), name="x", end=1)),
    ]


# ---- the commands ----

FAST = ["-X", "request.timeout.ms=1000", "-X", "socket.connection.setup.timeout.ms=1000"]


def commands(name, server):
    at = "127.0.0.1:%d" % server.port
    if name == "produce":
        return [KPROD, "produce", "-b", at, "-t", "t", "-q", *FAST, "-X", "max.block.ms=3000", "-X", "delivery.timeout.ms=3000",
                "-X", "linger.ms=0"]
    if name == "consume":
        return [KPROD, "consume", "-b", at, "-t", "t", "--from-beginning", "-e", "-q", "-X", "max.block.ms=3000", *FAST]
    return [KPROD, "topics", "-b", at, "--list", "-X", "max.block.ms=3000", *FAST]


# What wait4 tells of a command's memory begins with that of the process which started it: let that be a small one.
STARTER = """
import os, sys
report = int(sys.argv[1])
os.set_inheritable(report, False)
_, status, used = os.wait4(os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ), 0)
os.write(report, b"%d %d" % (os.waitstatus_to_exitcode(status), used.ru_maxrss))
"""


def run(name, server):
    """Exit code (negative: a signal), stderr, seconds, peak in MiB."""
    begin = time.monotonic()
    report, write = os.pipe()
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", STARTER, str(write)] + commands(name, server),
                          stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, pass_fds=[write],
                          start_new_session=True) as process:
        os.close(write)
        stopper = threading.Timer(LIMIT, os.killpg, (process.pid, signal.SIGKILL))
        stopper.start()
        try:
            process.stdin.write(b"one\ntwo\n")
            process.stdin.close()
        except BrokenPipeError:
            pass
        talk = process.stderr.read().decode(errors="replace")
        with open(report) as told:
            code, peak = map(int, told.read().split() or (-signal.SIGKILL, 0))
        stopper.cancel()
    return code, talk, time.monotonic() - begin, peak / 1024


WORDS = {", versions: TLS alert": "looks like TLS", ", versions: HTTP": "looks like HTTP",  # R41
         ", versions: no Metadata": "etadata", ", versions: size INT32_MAX": "2147483647", "consume, metadata: port 0": "metadata"}


def wrong(label, code, talk, seconds, peak, must_fail):
    if seconds >= LIMIT:
        return "did not end"
    if code < 0:
        return f"signal {-code}"
    if must_fail and code == 0:
        return "said that all is well"
    if code and not talk.startswith("kprod "):
        return "an exit code without a word"
    if any(label.endswith(end) and word not in talk and "time-out" not in talk for end, word in WORDS.items()):
        return "does not say what is wrong"
    if any(ord(c) < 32 and c not in "\n\t" for c in talk):
        return "control characters on stderr"
    if len(talk) > 4000:
        return f"{len(talk)} bytes of talk"
    return f"{peak:.0f} MiB" if peak > RESIDENT_MAX else ""


def case(label, command, server_of, must_fail):
    server = server_of()
    try:
        code, talk, seconds, peak = run(command, server)
    finally:
        server.end()
    return label, wrong(label, code, talk, seconds, peak, must_fail), code, talk, seconds, peak


STAGES = {"produce": (VERSIONS, METADATA, INIT, PRODUCE), "consume": (VERSIONS, METADATA, OFFSETS, FETCH), "topics": (VERSIONS, METADATA)}
LIES = {VERSIONS: versions_lies, METADATA: metadata_lies, INIT: init_lies, PRODUCE: produce_lies, OFFSETS: offsets_lies, FETCH: fetch_lies}
# What a command can live with.
HARMLESS = {"answered twice", "a node twice", "host nowhere", "twice", "30,000 rows"}
LIVES_WITH = {
    "topics": {name for name, _ in metadata_lies()[:18]} | {  # it asks nobody but the one that answered
               "leader unknown", "leader -1", "leader INT32_MIN", "no partitions", "no topics", "another topic", "host nowhere",
               "no Produce, no Fetch", "topic error 999", "topic error -77", "topic error -1", "partition error 999",
               "a million partitions without a leader", "half a million topics", "10,001 brokers", "topic of 300 bytes"},
    "consume": {"offset MAX"},
    "produce": set(),
}


def cases():
    chance = random.Random(SEED)
    for command, stages in STAGES.items():
        yield f"{command}: all well", command, Server, False
        for key in stages:
            for name, act in at_any_stage().items():
                fails = name not in HARMLESS
                yield f"{command}, {NAMES[key]}: {name}", command, (lambda k=key, a=act: Server(lie=once(k, a))), fails
            yield (f"{command}, {NAMES[key]}: byte by byte", command,
                   (lambda k=key: Server(lie=once(k, lambda p, c, b: drip(p, frame(struct.pack(">i", c) + b))))), False)
            for name, body in LIES[key]():
                fails = name not in HARMLESS and name not in LIVES_WITH[command]
                yield f"{command}, {NAMES[key]}: {name}", command, (lambda k=key, b=body: Server(bodies={k: b})), fails
            for i in range(MUTATIONS // 10):
                yield f"{command}, {NAMES[key]}: mutation {i}", command, (lambda l=mutated(key, chance): Server(lie=l)), False
    for name, body in produce_oddities():
        yield f"produce, produce: odd, {name}", "produce", (lambda b=body: Server(bodies={PRODUCE: b})), False


def main():
    print(f"seed {SEED} (KP_SEED)")
    rows = [row for row in cases() if ONLY in row[0]]
    failed, slowest, largest = 0, (0, ""), (0, "")
    with concurrent.futures.ThreadPoolExecutor(48) as pool:
        for done in concurrent.futures.as_completed([pool.submit(case, *row) for row in rows]):
            label, complaint, code, talk, seconds, peak = done.result()
            slowest, largest = max(slowest, (seconds, label)), max(largest, (peak, label))
            failed += bool(complaint)
            if complaint or os.environ.get("KP_VERBOSE"):
                print(f"{'FAILED' if complaint else 'ok'}  {label}: {complaint} (exit code {code}, {seconds:.1f} s, {peak:.0f} MiB)")
                print("".join(f"        {line}\n" for line in talk[:1500].splitlines()), end="")
    print(f"slowest: {slowest[0]:.1f} s, {slowest[1]}; largest: {largest[0]:.0f} MiB, {largest[1]}")
    print(f"counts: {len(rows) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # threads that still serve nobody
