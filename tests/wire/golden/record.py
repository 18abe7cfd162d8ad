#!/usr/bin/env python3
"""Records what a Kafka client and a broker say to each other.

    record.py PORT BROKER OUT COMMAND...     listens on 127.0.0.1:PORT, passes everything on to BROKER (host:port) while
                                             COMMAND (run by a shell) lasts, and writes the frames to OUT

The broker must advertise PORT, so that the client stays here. A line of OUT is a frame: number of the connection, `>` for a
request or `<` for an answer, and the bytes in hex, the size in front included.
"""
import socket
import subprocess
import sys
import threading

lock = threading.Lock()
lines = []


def exactly(source, count):
    data = b''
    while len(data) < count:
        more = source.recv(count - len(data))
        if not more:
            return None
        data += more
    return data


def copy(source, target, number, direction):
    try:
        while (size := exactly(source, 4)) is not None:
            body = exactly(source, int.from_bytes(size, 'big'))
            if body is None:
                break
            with lock:
                lines.append(f'{number} {direction} {(size + body).hex()}')
            target.sendall(size + body)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(listener, broker):
    number = 0
    while True:
        client, _ = listener.accept()
        server = socket.create_connection(broker)
        for ends in ((client, server, number, '>'), (server, client, number, '<')):
            threading.Thread(target=copy, args=ends, daemon=True).start()
        number += 1


def main():
    port, broker, out, command = sys.argv[1], sys.argv[2].rsplit(':', 1), sys.argv[3], ' '.join(sys.argv[4:])
    listener = socket.create_server(('127.0.0.1', int(port)), backlog=100)
    threading.Thread(target=serve, args=(listener, (broker[0], int(broker[1]))), daemon=True).start()
    status = subprocess.run(command, shell=True, check=False).returncode
    with lock, open(out, 'w', encoding='ascii') as file:
        file.write('\n'.join(lines) + '\n')
    sys.exit(status)


main()
