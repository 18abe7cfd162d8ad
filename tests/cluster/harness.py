"""What the tests that start brokers and foreign clients share: checks that are counted, processes that end, input."""
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
KPROD = os.environ.get("KPROD") or os.path.join(TOP, "build", "kprod")
TMP = os.environ.get("KP_TMP") or tempfile.mkdtemp()
if not os.access(KPROD, os.X_OK):
    sys.exit(f"there is no {KPROD}: script/build")
SECONDS = 120  # no command of a test may take longer

passed = failed = 0


def check(name, good, detail=""):
    """Counts one check; a failed one says what was seen, and the test goes on."""
    global passed, failed
    if good:
        passed += 1
        print(f"ok: {name}", flush=True)
    else:
        failed += 1
        print(f"FAILED: {name}" + (f"\n    {detail}" if detail else ""), flush=True)
    return bool(good)


def check_same(name, found, wanted):
    """Two lists of lines are the same, in the same order."""
    detail = ""
    if found != wanted:
        at = next((i for i, (a, b) in enumerate(zip(found, wanted)) if a != b), min(len(found), len(wanted)))
        detail = (f"{len(found)} lines, {len(wanted)} wanted; first difference at {at}:\n"
                  f"    found  {found[at:at + 2]}\n    wanted {wanted[at:at + 2]}")
    return check(name, found == wanted, detail)


def run(*command, stdin=b"", code=0, timeout=SECONDS, both=False):
    """Runs a command to its end and gives its stdout (or both outputs) as text; anything but the exit code wanted is a
    failed check."""
    command = [str(word) for word in command]
    try:
        done = subprocess.run(command, input=stdin, stdout=subprocess.PIPE, timeout=timeout, cwd=TOP,
                              stderr=subprocess.STDOUT if both else subprocess.PIPE)
    except subprocess.TimeoutExpired as late:
        check(f"{short(command)} ends", False, f"still running after {timeout} s; stderr: {(late.stderr or b'')[-800:]}")
        return (late.stdout or b"").decode(errors="replace")
    if code is not None and done.returncode != code:
        check(f"{short(command)} ends with {code}", False,
              f"code {done.returncode}; it said: {(done.stdout if both else done.stderr)[-800:].decode(errors='replace')}")
    return done.stdout.decode(errors="replace")


def short(command):
    return " ".join(os.path.basename(word) if i == 0 else word for i, word in enumerate(command))[:120]


def kprod(*arguments, **how):
    return run(KPROD, *arguments, **how)


def kafka_tool(*arguments, **how):
    return run(os.path.join(TOP, "script/kafka"), "tool", *arguments, **how)


def lines(text):
    return text.split("\n")[:-1] if text.endswith("\n") else text.split("\n") if text else []


def finish():
    print(f"counts: {passed} passed, {failed} failed, 0 skipped")
    sys.exit(failed != 0)


# ---- brokers ----

class RealKafka:
    """script/kafka up ... down, in a directory of its own."""

    def __init__(self, nodes, version="4.1.1", settings=()):
        self.dir = os.path.join(TMP, f"kafka-{version}-{nodes}")
        command = [os.path.join(TOP, "script/kafka"), "up", "--version", version, "--nodes", str(nodes), "--dir", self.dir]
        for setting in settings:
            command += ["--set", setting]
        began = time.monotonic()
        # Its output goes to a file: the brokers outlive the script, and a pipe would wait for them.
        with open(os.path.join(TMP, "up.log"), "w+") as log:
            code = subprocess.call(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, timeout=400)
            log.seek(0)
            said = log.read()
        found = re.search(r"^bootstrap=(\S+)$", said, re.M)
        if code or not found:
            self.down()
            sys.exit(f"real Kafka did not start: {said[-2000:]}")
        self.bootstrap = found.group(1)
        print(f"Kafka {version}, {nodes} node(s), ready in {time.monotonic() - began:.1f} s", flush=True)

    def pids(self):
        with open(os.path.join(self.dir, "pids")) as pids:
            return [int(line) for line in pids]

    def kill(self, node):
        """kill -9 of node 1, 2, ..."""
        os.kill(self.pids()[node - 1], signal.SIGKILL)

    def start(self, node):
        """Starts a killed node again; returns when all nodes know of each other."""
        log = os.path.join(TMP, "start.log")
        with open(log, "wb") as out:
            code = subprocess.call([os.path.join(TOP, "script/kafka"), "start", str(node), "--dir", self.dir], stdout=out,
                                   stderr=out, stdin=subprocess.DEVNULL, timeout=200)
        check(f"node {node} comes back", code == 0, log)

    def down(self):
        subprocess.call([os.path.join(TOP, "script/kafka"), "down", "--dir", self.dir], stdin=subprocess.DEVNULL)


@contextlib.contextmanager
def real_kafka(*args, **kwargs):
    cluster = RealKafka(*args, **kwargs)
    try:
        yield cluster
    finally:
        cluster.down()


class OwnBroker:
    """`kprod broker` on a directory and a free port."""

    def __init__(self, data_dir, *arguments, port="0"):
        self.dir = data_dir
        self.errors = open(data_dir.rstrip("/") + ".stderr", "ab")
        self.process = subprocess.Popen([KPROD, "broker", "--data-dir", data_dir, "--port", port, *arguments],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.errors)
        line = self.process.stdout.readline().decode()
        found = re.search(r"([\w.\[\]:]+:\d+)\s*$", line)
        if not found:
            self.process.kill()
            sys.exit(f"kprod broker printed no ready line, but {line!r}; its stderr is {self.errors.name}")
        self.bootstrap = found.group(1)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(SECONDS)

    def stop(self):
        """The exit code after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(SECONDS)


@contextlib.contextmanager
def own_broker(data_dir, *arguments, **how):
    os.makedirs(data_dir, exist_ok=True)
    broker = OwnBroker(data_dir, *arguments, **how)
    try:
        yield broker
    finally:
        if broker.process.poll() is None:
            broker.kill()
        broker.process.stdout.close()
        broker.errors.close()


# ---- input ----

def package_log(count):
    """`count` lines like those of dpkg.log (the machine's own first), keyed by package: package, tab, line number, line.

    The number makes every line different, so that a lost, doubled or reordered one shows."""
    own = []
    with contextlib.suppress(OSError), open("/var/log/dpkg.log", encoding="utf-8", errors="replace") as log:
        own = [line.rstrip("\n") for line in log]
    actions = ("install", "upgrade", "configure", "trigproc", "status unpacked", "status installed")
    result = []
    for i in range(count):
        if i < len(own):
            line = own[i]
        else:
            name = f"lib{('alpha', 'beta', 'gamma', 'delta')[i % 4]}{i % 211}"
            day, hour, minute = 1 + i // 3600 % 28, i // 60 % 24, i % 60
            line = f"2026-01-{day:02} {hour:02}:{minute:02}:00 {actions[i % 6]} {name}:amd64 <none> 1.{i % 17}-{i % 5}"
        package = next((word.split(":")[0] for word in line.split()[2:] if ":" in word), "none")
        result.append(f"{package}\t{i:06} {line}")
    return result


def by_key(keyed):
    """{key: [values in order]} of lines `key TAB value`."""
    result = {}
    for line in keyed:
        key, _, value = line.partition("\t")
        result.setdefault(key, []).append(value)
    return result


def by_partition(printed):
    """{partition: [key TAB value in order]} of lines `Partition:N TAB key TAB value`."""
    result = {}
    for line in printed:
        partition, _, rest = line.partition("\t")
        result.setdefault(partition, []).append(rest)
    return result
