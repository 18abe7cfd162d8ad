"""Just enough of Kafka's protocol, by hand, to lie in it."""
import struct


def frame(body):
    return struct.pack(">i", len(body)) + body


def string(text):
    if text is None:
        return struct.pack(">h", -1)
    data = text.encode() if isinstance(text, str) else text
    return struct.pack(">h", len(data)) + data


def array(items):
    return struct.pack(">i", len(items)) + b"".join(items)


def _table():
    table = []
    for i in range(256):
        for _ in range(8):
            i = i >> 1 ^ (0x82F63B78 if i & 1 else 0)
        table.append(i)
    return table


_CRC = _table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _CRC[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def varint(n):
    n = (n << 1) ^ (n >> 63)
    out = b""
    while n > 0x7F:
        out += bytes([n & 0x7F | 0x80])
        n >>= 7
    return out + bytes([n])


def record(index, value, key=None, headers=b"\0"):
    body = b"\0" + varint(0) + varint(index)
    body += varint(-1) if key is None else varint(len(key)) + key
    body += varint(len(value)) + value + headers
    return varint(len(body)) + body


def batch(values, body=None, base_offset=0, length=None, magic=2, crc=None, attributes=0, last_delta=None, count=None,
          pid=-1, epoch=-1, sequence=-1, first_time=1600000000000, max_time=1600000000000):
    """A record batch of format 2; what is given replaces the truth, and the CRC fits what comes out."""
    if body is None:
        body = b"".join(record(i, value) for i, value in enumerate(values))
    count = len(values) if count is None else count
    last_delta = len(values) - 1 if last_delta is None else last_delta
    after = struct.pack(">hiqqqhii", attributes, last_delta, first_time, max_time, pid, epoch, sequence, count) + body
    crc = crc32c(after) if crc is None else crc
    length = 9 + len(after) if length is None else length
    return struct.pack(">qiibI", base_offset, length, 0, magic, crc) + after


def produce_v3(topic, partition, records, correlation=9, acks=-1):
    partitions = array([struct.pack(">ii", partition, len(records)) + records])
    body = string(None) + struct.pack(">hi", acks, 10000) + array([string(topic) + partitions])
    return frame(struct.pack(">hhi", 0, 3, correlation) + string("hostile") + body)


def lying_batches():
    """(name, bytes): each says something of itself that is not so."""
    good = batch([b"a", b"b"])
    rows = [
        ("nothing", b""), ("one byte", b"x"), ("a header cut short", good[:40]),
        ("crc", batch([b"a"], crc=1)), ("length 0", batch([b"a"], length=0)),
        ("length -1", batch([b"a"], length=-1)), ("length too large", batch([b"a"], length=1 << 20)),
        ("length INT32_MAX", batch([b"a"], length=(1 << 31) - 1)), ("bytes behind it", good + b"xx"), ("two", good + good),
        ("magic 0", batch([b"a"], magic=0)), ("magic 1", batch([b"a"], magic=1)), ("magic 3", batch([b"a"], magic=3)),
        ("no records", batch([], body=b"", count=0, last_delta=-1)), ("count 0", batch([b"a"], count=0)),
        ("count -1", batch([b"a"], count=-1)), ("count INT32_MAX", batch([b"a"], count=(1 << 31) - 1)),
        ("count too small", batch([b"a", b"b"], count=1)), ("count too large", batch([b"a", b"b"], count=3)),
        ("last delta too large", batch([b"a"], last_delta=1000)), ("last delta -1", batch([b"a"], last_delta=-1)),
        ("last delta INT32_MAX", batch([b"a"], last_delta=(1 << 31) - 1)),
        ("a control batch", batch([b"a"], attributes=0x20)), ("codec 7", batch([b"a"], attributes=7)),
        ("deltas that repeat", batch([b"a", b"b"], body=record(0, b"a") + record(0, b"b"))),
        ("deltas that go back", batch([b"a", b"b"], body=record(1, b"a") + record(0, b"b"))),
        ("a sequence without an epoch", batch([b"a"], pid=5, epoch=-1, sequence=0)),
        ("an epoch without a sequence", batch([b"a"], pid=5, epoch=0, sequence=-1)),
    ]
    inner = {
        "record length 0": b"\0", "record length -1": varint(-1), "record length beyond": varint(1000) + b"\0" * 20,
        "record length of ten bytes": b"\xff" * 9 + b"\x7f" + b"\0" * 20,
        "key beyond": varint(9) + b"\0\0\0" + varint(1000) + varint(1) + b"v" + b"\0",
        "key -2": varint(6) + b"\0\0\0" + varint(-2) + varint(0) + b"\0",
        "value beyond": varint(6) + b"\0\0\0" + varint(-1) + varint(100) + b"\0",
        "headers -1": varint(6) + b"\0\0\0" + varint(-1) + varint(0) + varint(-1),
        "headers 1e6": varint(8) + b"\0\0\0" + varint(-1) + varint(0) + varint(1000000),
        "a header's name is null": varint(8) + b"\0\0\0" + varint(-1) + varint(0) + varint(1) + varint(-1) + varint(-1),
        "bytes behind the headers": varint(8) + b"\0\0\0" + varint(-1) + varint(0) + b"\0xx",
    }
    return rows + [(name, batch([b"a"], body=body + b"")) for name, body in inner.items()]
