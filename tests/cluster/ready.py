#!/usr/bin/env python3
"""Waits until brokers answer ApiVersions and, by Metadata, know of each other.

ready.py [--seconds S] [--pid PID]... host:port...     exit code 0: ready, 1: not in time, 2: a pid is gone
"""
import argparse
import os
import select
import socket
import struct
import sys
import time


def request(address, key, version, body):
    """One request, one answer (without its correlation id)."""
    host, port = address.rsplit(":", 1)
    client = b"ready"
    head = struct.pack(">hhih", key, version, 1, len(client)) + client
    with socket.create_connection((host, int(port)), timeout=5) as s:
        s.sendall(struct.pack(">i", len(head) + len(body)) + head + body)
        size = struct.unpack(">i", exactly(s, 4))[0]
        return exactly(s, size)[4:]


def exactly(s, size):
    data = b""
    while len(data) < size:
        more = s.recv(size - len(data))
        if not more:
            raise OSError("closed")
        data += more
    return data


def brokers_known(address):
    request(address, 18, 0, b"")                                # ApiVersions
    answer = request(address, 3, 4, struct.pack(">ib", 0, 0))   # Metadata v4, no topics
    return struct.unpack(">i", answer[4:8])[0]


def gone(pidfds, seconds):
    """Waits so long, or until one of the processes has ended."""
    return bool(select.select(pidfds, [], [], seconds)[0])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=90)
    parser.add_argument("--pid", type=int, action="append", default=[])
    parser.add_argument("address", nargs="+")
    args = parser.parse_args()
    deadline = time.monotonic() + args.seconds
    waiting = list(args.address)
    try:
        pidfds = [os.pidfd_open(pid) for pid in args.pid]
    except ProcessLookupError:
        return 2
    while waiting:
        try:
            if brokers_known(waiting[0]) >= len(args.address):
                waiting.pop(0)
                continue
        except (OSError, struct.error):
            pass
        if time.monotonic() > deadline:
            return 1
        # A broker tells nobody when it listens, or has heard of the others: it has to be asked again and again.
        if gone(pidfds, 0.1):
            return 2
    return 0


sys.exit(main())
