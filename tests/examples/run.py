#!/usr/bin/env python3
"""Each program of examples/ does what its first lines say, against `kprod broker`.

    tests/examples/run.py [BUILD]      BUILD: build
"""
import os
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

BUILD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build")
LIMIT = 60  # seconds; what hangs has failed


def run(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT)
    return done.returncode, done.stdout, done.stderr


def copy(source, sink):
    """One direction, to its end."""
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class Sidecar:
    """Passes everything between a Unix-domain socket and the broker."""

    def __init__(self, path, address):
        host, port = address.rsplit(":", 1)
        self.address, self.connections = (host, int(port)), 0
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(self.address)
            self.connections += 1
            for pair in ((near, far), (far, near)):
                threading.Thread(target=copy, args=pair, daemon=True).start()


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory()
        cls.broker = subprocess.Popen([f"{BUILD}/kprod", "broker", "--data-dir", f"{cls.dir.name}/data", "--port", "0"],
                                      stdout=subprocess.PIPE, text=True)
        cls.address = cls.broker.stdout.readline().split()[1]

    @classmethod
    def tearDownClass(cls):
        cls.broker.terminate()
        cls.broker.wait(LIMIT)
        cls.broker.stdout.close()
        cls.dir.cleanup()

    def read_back(self, topic):
        code, out, err = run(f"{BUILD}/kprod", "consume", "-b", self.address, "-t", topic, "--from-beginning", "-e")
        self.assertEqual(code, 0, err)
        return out

    def test_produce(self):
        code, out, err = run(f"{BUILD}/examples/example_produce", self.address, "produced", "a text")
        self.assertEqual((code, out), (0, "produced, partition 0, offset 0\n"), err)
        self.assertEqual(self.read_back("produced"), "a text\n")

    def test_transport(self):
        path = f"{self.dir.name}/sidecar"
        sidecar = Sidecar(path, self.address)
        code, out, err = run(f"{BUILD}/examples/example_transport", path, "transported", "a text")
        self.assertEqual((code, out), (0, "transported, partition 0, offset 0\n"), err)
        self.assertEqual(self.read_back("transported"), "a text\n")
        self.assertGreater(sidecar.connections, 0)

    def test_transport_where_nobody_listens(self):
        code, out, err = run(f"{BUILD}/examples/example_transport", f"{self.dir.name}/nobody", "t", "a text")
        self.assertEqual((code, out), (1, ""))
        self.assertIn("nobody, instead of kafka:9092: No such file or directory", err)


result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(Examples))
failed = len(result.failures) + len(result.errors)
print(f"counts: {result.testsRun - failed} passed, {failed} failed, 0 skipped")
sys.exit(failed != 0)
