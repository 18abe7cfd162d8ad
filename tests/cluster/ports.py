#!/usr/bin/env python3
"""Prints N free loopback ports below the range that the system gives to clients, so that no connection takes one between
this look and the broker's listen."""
import random
import socket
import sys

wanted = int(sys.argv[1])
held = []
while len(held) < wanted:
    s = socket.socket()
    try:
        s.bind(("127.0.0.1", random.randrange(11000, 32000)))
        held.append(s)
    except OSError:
        s.close()
print(*[s.getsockname()[1] for s in held])
