#!/usr/bin/env python3
"""Asks `vankien serve` while an ingest commits: how soon it answers, and whether each answer is from one state.

    benches/load.py VANKIEN INDEX QUESTIONS [SECONDS] [CONNECTIONS] [SECONDS TO WARM UP]

INDEX is copied to a folder that is gone afterwards; QUESTIONS are JSON lines with `text`. Ten times a small paper
is added. Prints the times of answers, the memory of the server (at each full minute too), and fails where an answer is no 200, or where
two answers to one question under one ETag (so from one state of the index) are not the same bytes, or where no
two states were seen. Needs nothing but Python's own library, and Linux for the memory.
"""

import hashlib
import http.client
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

COMMITS = 10
SHOWN = 60


def memory(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return {name: int(re.search(name + r":\s+(\d+)", status)[1]) / 1024 for name in ("VmRSS", "RssAnon")}


class Load:
    """What many callers ask, and what they were told."""

    def __init__(self, address, questions):
        self.address, self.questions = address, questions
        self.lock, self.turn = threading.Lock(), 0
        self.seen, self.times, self.wrong = {}, [], []

    def ask(self, until):
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        while time.monotonic() < until:
            with self.lock:
                at, self.turn = self.turn % len(self.questions), self.turn + 1
            begun = time.monotonic()
            connection.request("GET", "/api/v1/search?n=10&q=" + urllib.parse.quote(self.questions[at]))
            answer = connection.getresponse()
            body, took = answer.read(), time.monotonic() - begun
            tag, digest = answer.getheader("etag"), hashlib.sha256(body).digest()
            with self.lock:
                self.times.append(took * 1000)
                if answer.status != 200:
                    self.wrong.append(f"{answer.status}: {body[:200]}")
                elif self.seen.setdefault((tag, at), digest) != digest:
                    self.wrong.append(f"two answers under {tag} to {self.questions[at]}")
        connection.close()

    def run(self, seconds, connections):
        until = time.monotonic() + seconds
        callers = [threading.Thread(target=self.ask, args=(until,)) for _ in range(connections)]
        for caller in callers:
            caller.start()
        return callers

    def states(self):
        return len({tag.split("-")[0] for tag, _ in self.seen})


def watch(process, until):
    """The memory of the server at each full minute, in MB."""
    told, begun = [], time.monotonic()
    while time.monotonic() < until:
        time.sleep(min(1, max(0, until - time.monotonic())))
        if time.monotonic() - begun >= 60 * (len(told) + 1):
            told.append(memory(process)["VmRSS"])
    return told


def add_papers(program, index, folder, seconds):
    for number in range(1, COMMITS + 1):
        time.sleep(seconds / (COMMITS + 1))
        paper = folder / f"{number}.txt"
        paper.write_text(f"Quyết định số {number}/QĐ-UBND về thử nghiệm tải lần thứ {number} của máy chủ\n")
        done = subprocess.run([program, "--index", index, "ingest", "--jobs", "1", folder], capture_output=True)
        if done.returncode:
            print("ingest failed:", done.stderr.decode(), file=sys.stderr)


def main():
    program, index, questions = sys.argv[1:4]
    seconds = int(sys.argv[4]) if len(sys.argv) > 4 else 300
    connections = int(sys.argv[5]) if len(sys.argv) > 5 else 32
    warm_up = int(sys.argv[6]) if len(sys.argv) > 6 else 60
    rows = [json.loads(row)["text"] for row in open(questions, encoding="utf-8")]
    rows = rows[:: max(1, len(rows) // SHOWN)]
    with tempfile.TemporaryDirectory() as own:
        own = pathlib.Path(own)
        copy, folder = shutil.copytree(index, own / "index"), own / "papers"
        folder.mkdir()
        server = subprocess.Popen(
            [program, "--index", copy, "serve", "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True
        )
        try:
            port = int(re.search(r":(\d+)", server.stderr.readline().split("//")[-1])[1])
            load = Load(("127.0.0.1", port), rows)
            for caller in load.run(warm_up, connections):
                caller.join()
            warm, load.times = memory(server), []
            callers = load.run(seconds, connections)
            adding = threading.Thread(target=add_papers, args=(program, copy, folder, seconds))
            adding.start()
            minutes = watch(server, time.monotonic() + seconds)
            adding.join()
            for caller in callers:
                caller.join()
            late = memory(server)
        finally:
            server.terminate()
            server.wait()
    times = sorted(load.times)
    at = lambda share: times[round(share * (len(times) - 1))]
    print(f"{len(times)} answers, {len(times) / seconds:.0f} a second, from {load.states()} states of the index")
    print(f"milliseconds: median {at(0.5):.0f}, 99th percentile {at(0.99):.0f}, most {times[-1]:.0f}")
    for name in warm:
        print(f"{name}: {warm[name]:.0f} MB after {warm_up} s, {late[name]:.0f} MB at the end, "
              f"{100 * (late[name] / warm[name] - 1):+.1f} %")
    print("VmRSS at full minutes:", ", ".join(f"{one:.0f}" for one in minutes) or "none", "MB")
    for wrong in load.wrong[:10]:
        print("WRONG:", wrong)
    sys.exit(1 if load.wrong or load.states() < 2 else 0)


if __name__ == "__main__":
    main()
