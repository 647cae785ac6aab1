#!/usr/bin/env python3
"""Besieges `vankien serve`: connections that are slow, silent or do not read, beside one caller who wants an answer.

    benches/siege.py VANKIEN INDEX [SECONDS] [SLOW] [NOT READING] [IDLE]

INDEX is only read. Two rounds: all attackers come from one address, then from several (127.0.0.2 and on). SLOW connections
send a head byte by byte and begin anew when they are closed; those NOT READING ask for a list of some MB and never
take it; IDLE ones say nothing. Meanwhile another address asks for `/api/v1/health` and for the passages of a
real question twice a second. Prints a table and the memory of the server; fails where `health` gets no 200 within a
second, or the question none within five. Needs nothing but Python's own library, and Linux for the memory and the addresses.
"""

import http.client
import pathlib
import re
import resource
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

# As many rows as one answer holds: some MB.
LARGEST = "/api/v1/mentions?n=0&q=" + urllib.parse.quote("của")
QUESTION = "/api/v1/search?q=" + urllib.parse.quote("phòng, chống tham nhũng")
ADDRESSES = 16
# Seconds. The first questions of all attackers may come at once, each from an address that has asked for nothing yet.
LIMITS = {"health": 1.0, "question": 5.0}


def memory(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


class Siege:
    """The attackers of one round."""

    def __init__(self, address, sources):
        self.address, self.sources = address, sources
        self.ends, self.turn, self.open = threading.Event(), 0, []

    def connect(self, small=False):
        source = self.sources[self.turn % len(self.sources)]
        self.turn += 1
        one = socket.socket()
        if small:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.settimeout(2)
        one.bind((source, 0))
        one.connect(self.address)
        one.setblocking(False)
        return one

    def keep(self, count, work, small=False):
        """Holds `count` connections and lets `work` do something with each now and then; dead ones come again."""
        held = [None] * count
        while not self.ends.is_set():
            for at, one in enumerate(held):
                if self.ends.is_set():
                    break
                try:
                    if one is None:
                        one = held[at] = self.connect(small)
                        work(one, True)
                    else:
                        work(one, False)
                except BlockingIOError:
                    pass
                except OSError:
                    if held[at]:
                        held[at].close()
                    held[at] = None
            self.ends.wait(0.5)
        for one in filter(None, held):
            one.close()

    def slow(self, one, is_new):
        one.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" if is_new else b"X-A: b\r\n")

    def unread(self, one, is_new):
        if is_new:
            one.send(f"GET {LARGEST} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        elif one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError

    def idle(self, one, is_new):
        if not is_new and one.recv(1) == b"":
            raise OSError

    def begin(self, slow, unread, idle):
        # Slow ones are many; a few threads send for all of them.
        for count, work, small in [(slow, self.slow, False), (unread, self.unread, True), (idle, self.idle, False)]:
            if count:
                thread = threading.Thread(target=self.keep, args=(count, work, small))
                thread.start()
                self.open.append(thread)

    def end(self):
        self.ends.set()
        for thread in self.open:
            thread.join()


def probe(address, path):
    """The seconds that an answer took; None where it is no 200, or none at all."""
    begun = time.monotonic()
    try:
        connection = http.client.HTTPConnection(*address, timeout=30, source_address=("127.0.0.1", 0))
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return time.monotonic() - begun if answer.status == 200 else None
    except OSError:
        return None


def besieged(server, address, sources, seconds, counts):
    siege = Siege(address, sources)
    before = memory(server)
    siege.begin(*counts)
    times, most, until = {"health": [], "question": []}, before, time.monotonic() + seconds
    while time.monotonic() < until:
        times["health"].append(probe(address, "/api/v1/health"))
        times["question"].append(probe(address, QUESTION))
        most = max(most, memory(server))
        time.sleep(0.5)
    siege.end()
    time.sleep(3)
    return times, before, most, memory(server)


def main():
    program, index = sys.argv[1:3]
    number = lambda at, usual: int(sys.argv[at]) if len(sys.argv) > at else usual
    seconds, slow, unread, idle = number(3, 60), number(4, 600), number(5, 60), number(6, 1000)
    files = slow + unread + idle + 100
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(files, limit[0]), limit[1]), limit[1]))
    server = subprocess.Popen(
        [program, "--index", index, "serve", "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True
    )
    failed = False
    try:
        port = int(re.search(r":(\d+)", server.stderr.readline().split("//")[-1])[1])
        address = ("127.0.0.1", port)
        for path in ["/api/v1/health", QUESTION]:
            probe(address, path)
        print(f"{slow} slow, {unread} that do not read, {idle} idle, {seconds} s each round; seconds of answers")
        print(f"{'from':<18} {'probe':<9} {'asked':>5} {'failed':>6} {'median':>7} {'most':>6}   MB before, most, after")
        # The caller who wants an answer is 127.0.0.1 itself.
        several = [f"127.0.0.{last}" for last in range(2, 2 + ADDRESSES)]
        for name, sources in [("one address", several[:1]), (f"{ADDRESSES} addresses", several)]:
            times, before, most, after = besieged(server, address, sources, seconds, (slow, unread, idle))
            for kind, took in times.items():
                good = sorted(one for one in took if one is not None)
                bad = len(took) - len(good)
                late = sum(one > LIMITS[kind] for one in good)
                failed |= bad + late > 0 or not good
                median, worst = (good[len(good) // 2], good[-1]) if good else (0, 0)
                print(f"{name:<18} {kind:<9} {len(took):>5} {bad + late:>6} {median:>7.3f} {worst:>6.3f}   "
                      f"{before:.0f}, {most:.0f}, {after:.0f}", flush=True)
        failed |= server.poll() is not None
    finally:
        server.terminate()
        server.wait()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
