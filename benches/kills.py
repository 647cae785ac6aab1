#!/usr/bin/env python3
"""Kills `vankien ingest`, `watch` and `review` at random moments: an index must answer at once and heal in one run.

    benches/kills.py VANKIEN PAPERS [FILES] [KILLS] [SEED]

Out of the texts in PAPERS as many FILES are made. Each round brings the index from one state of the folder to
another (a third of the files differ, a tenth are gone), in turn by an increment, a rebuild, a watch, an increment while
repairs are judged, and a first ingest, and is killed (SIGKILL) at a moment chosen by SEED. Then a question must be
answered (where there was an index before), the verdicts must be readable, and the next run must end with the digest of an
index that was never disturbed. Needs nothing but Python's own library.
"""

import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

# In which ways an index is brought up to date, in turn.
WAYS = ["increment", "rebuild", "watch", "review", "first"]

# So many letters of each text are taken: that there are many files matters, not that they are long.
SHORT = 1_500


def make(folder, texts, files, state):
    """Writes the files of one state; those that are the same in both are not touched again."""
    for at in range(files):
        path = folder / f"{at % 100:02}" / f"{at:06}.txt"
        if state and at % 10 == 3:
            path.unlink(missing_ok=True)
            continue
        edition = state if at % 3 == 0 else 0
        text = f"{texts[at % len(texts)]}\n\nBản thứ {at}, lần {edition}.\n"
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


class Index:
    def __init__(self, vankien, folder, papers):
        self.folder, self.papers = folder, papers
        self.command = [vankien, "--index", str(folder)]

    def run(self, *words):
        done = subprocess.run([*self.command, *words], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(words)}: {done.returncode}\n{done.stderr}")
        return done.stdout.strip()

    def ingest(self):
        begun = time.monotonic()
        self.run("ingest", str(self.papers))
        return time.monotonic() - begun

    def digest(self):
        return self.run("stats", "--digest")

    def killed_after(self, seconds, *words):
        """Whether the run was still going on."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen([*self.command, *words], **quiet)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        return process.wait() == -signal.SIGKILL

    def repairs(self):
        """The ids of some repairs that a person may judge."""
        rows = [json.loads(row) for row in self.run("review", "-n", "50", "--below", "1.1", "--json").splitlines()]
        return [row["id"] for row in rows if "id" in row]

    def verdicts(self):
        """Reads what was said of repairs; a line that was cut is no error."""
        done = subprocess.run([*self.command, "review", "--given"], capture_output=True, text=True)
        if done.returncode not in (0, 1):
            sys.exit(f"review --given: {done.returncode}\n{done.stderr}")

    def clear(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def main(vankien, papers, files=10_000, kills=50, seed=11):
    texts = [path.read_text()[:SHORT] for path in sorted(pathlib.Path(papers).rglob("*.txt"))]
    dice, hits = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        folder = work / "papers"
        folder.mkdir()
        calm, took = {}, {}
        index = Index(vankien, work / "index", folder)
        for state in (1, 0):
            make(folder, texts, files, state)
            index.clear()
            fresh = index.ingest()
            calm[state] = index.digest()
        if len(set(calm.values())) == 1:
            sys.exit("the two states have one digest")
        make(folder, texts, files, 1)
        took[1] = index.ingest()
        make(folder, texts, files, 0)
        took[0] = index.ingest()
        state = 0
        for kill in range(kills):
            state = 1 - state
            make(folder, texts, files, state)
            way = WAYS[kill % len(WAYS)]
            papers = str(folder)
            if way == "first":
                index.clear()
            if way == "review":
                repairs = index.repairs()
                for repair in dice.sample(repairs, min(3, len(repairs))):
                    index.killed_after(dice.uniform(0, 0.03), "review", "accept", repair)
                index.verdicts()
            words = {"rebuild": ["ingest", "--rebuild", papers], "watch": ["watch", papers]}.get(way, ["ingest", papers])
            longest = fresh if way in ("first", "rebuild") else took[state]
            hits += index.killed_after(dice.uniform(0, longest), *words)
            if way != "first":
                index.run("search", "-n", "1", '"nông thôn mới"')
            for verdicts in work.glob("*review.jsonl"):
                index.verdicts()
                verdicts.unlink()
            index.ingest()
            if (found := index.digest()) != calm[state]:
                sys.exit(f"kill {kill}: digest {found}, {calm[state]} without a kill")
            print(f"{kill + 1} of {kills}", file=sys.stderr)
    print(f"{files} files, {kills} kills with seed {seed}, {hits} of them during a run "
          f"({fresh:.1f} s from nothing, {took[1]:.1f} s and {took[0]:.1f} s from state to state): "
          "each that was there before answered, and all ended with the digest of a calm one")
    if hits < kills // 3:
        sys.exit("too few kills met a run")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:3], *map(int, sys.argv[3:]))
