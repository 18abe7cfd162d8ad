#!/usr/bin/env python3
"""Runs the rows of tests/steps; see script/test and the head of that file."""
import argparse
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time

CORES = 2
LOGS = "build/test-logs"
COUNTS = re.compile(r"^counts: (\d+) passed, (\d+) failed, (\d+) skipped$", re.M)


class Step:
    def __init__(self, row):
        name, cores, minutes, after, command = (cell.strip() for cell in row.split("|", 4))
        self.name, self.cores, self.seconds = name, int(cores), float(minutes) * 60
        self.after, self.command = after.split(), command
        self.state = "waiting"  # running, ok, FAILED, SKIPPED
        self.counts = (0, 0, 0)
        self.why = ""

    def start(self):
        self.state, self.began = "running", time.monotonic()
        self.tmp = os.path.abspath(f"build/test-tmp/{self.name}")
        shutil.rmtree(self.tmp, ignore_errors=True)
        os.makedirs(self.tmp)
        self.log = f"{LOGS}/{self.name}.log"
        with open(self.log, "wb") as out:
            # A session of its own, so that a step past its time is stopped with all its children.
            self.process = subprocess.Popen(
                ["bash", "-c", self.command], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                start_new_session=True, env={**os.environ, "KP_TMP": self.tmp})
        self.ended = os.pidfd_open(self.process.pid)  # readable then

    def poll(self):
        """True when the step has ended."""
        code = self.process.poll()
        if code is None and time.monotonic() - self.began < self.seconds:
            return False
        if code is None:
            self.why = f"stopped after {self.seconds / 60:g} minutes"
        try:  # a step leaves nothing behind, least of all one that was stopped
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        code = self.process.wait() if code is None else code
        os.close(self.ended)
        self.finish(code)
        return True

    def finish(self, code):
        with open(self.log, errors="replace") as log:
            found = COUNTS.findall(log.read())
        counted = tuple(sum(int(row[i]) for row in found) for i in range(3))
        if code == 77:
            self.end("SKIPPED", counted if any(counted) else (0, 0, 1))
        elif code == 0 and counted[1] == 0:
            self.end("ok", counted if found else (1, 0, 0))
            shutil.rmtree(self.tmp, ignore_errors=True)
        else:
            self.end("FAILED", (counted[0], max(counted[1], 1), counted[2]))

    def end(self, state, counts):
        self.state, self.counts = state, counts
        took = time.monotonic() - self.began if hasattr(self, "began") else 0
        of = f"{counts[0]} passed" + (f", {counts[1]} failed" if counts[1] else "") + (
            f", {counts[2]} skipped" if counts[2] else "")
        print(f"{state:8}{self.name:22}{took:7.1f} s  {of}{'  ' + self.why if self.why else ''}", flush=True)
        if state == "FAILED" and hasattr(self, "log"):
            with open(self.log, errors="replace") as log:
                tail = log.read().splitlines()[-25:]
            print("".join(f"    | {line}\n" for line in tail) + f"    | (all of it: {self.log})", flush=True)


def read_steps(path):
    with open(path) as rows:
        return [Step(row) for row in rows if row.strip() and not row.startswith("#")]


def with_needs(steps, names):
    by_name = {step.name: step for step in steps}
    wanted, todo = set(), list(names)
    while todo:
        name = todo.pop()
        if name not in by_name:
            sys.exit(f"test: no step is called '{name}' (script/test --list)")
        if name not in wanted:
            wanted.add(name)
            todo += by_name[name].after
    return [step for step in steps if step.name in wanted]


def wait_for_one(running):
    """Until one of them has ended, or its time is up."""
    if running:
        left = min(step.began + step.seconds for step in running) - time.monotonic()
        select.select([step.ended for step in running], [], [], max(left, 0))


def run(steps):
    by_name = {step.name: step for step in steps}
    running = []
    while True:
        running = [step for step in running if not step.poll()]
        waiting = [step for step in steps if step.state == "waiting"]
        if not waiting and not running:
            return
        for step in waiting:
            states = [by_name[name].state for name in step.after]
            if any(state in ("FAILED", "SKIPPED") for state in states):
                step.why = "needs " + ", ".join(step.after)
                step.end("SKIPPED", (0, 0, 1))
            elif all(state == "ok" for state in states):
                # One that needs the whole machine waits for it, and lets small ones behind it fill the gap.
                if sum(other.cores for other in running) + step.cores <= CORES:
                    step.start()
                    running.append(step)
        wait_for_one(running)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--skip", default="")
    args = parser.parse_args()
    steps = read_steps("tests/steps")
    if args.list:
        print("\n".join(step.name for step in steps))
        return 0
    if args.only:
        steps = with_needs(steps, args.only.split(","))
    os.makedirs(LOGS, exist_ok=True)
    began = time.monotonic()
    for step in steps:
        if step.name in args.skip.split(","):
            step.why = "asked for"
            step.end("SKIPPED", (0, 0, 1))
    try:
        run(steps)
    finally:
        for step in steps:
            if step.state == "running":
                os.killpg(step.process.pid, signal.SIGKILL)
    total = [sum(step.counts[i] for step in steps) for i in range(3)]
    red = [step.name for step in steps if step.state == "FAILED"]
    print(f"\n{len(steps)} steps in {(time.monotonic() - began) / 60:.1f} minutes" +
          (f"; failed: {', '.join(red)}" if red else ""))
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped", flush=True)
    return 1 if total[1] or (total[2] and os.environ.get("CI") == "true") else 0


sys.exit(main())
