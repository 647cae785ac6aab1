#!/usr/bin/env python3
"""Ingests papers that are made to cost much, as long as a paper may be, beside an ordinary one.

    benches/hostile.py VANKIEN SHAPES [MEGABYTES] [NAME,...]

SHAPES holds a file of each shape (`VANKIEN_SHAPES=DIR cargo test --test program doubling::twice` writes them). A text is repeated up to
MEGABYTES (9: more than `text_bytes`); other formats are taken as they are. Each is ingested alone, then all of them at once.
Prints seconds and the memory of the largest process; fails where the ordinary paper is not found, a run takes
longer than 120 s for a paper, or a process more than a gigabyte. Needs nothing but Python's own library and Linux.
"""

import pathlib
import resource
import subprocess
import sys
import tempfile
import time

GIGABYTE = 1 << 30
LONGEST = 120


def measured(command, cwd):
    """Runs a command in a process of its own, so that the largest of its processes is told."""
    script = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], capture_output=True);"
        "sys.stderr.buffer.write(done.stderr); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss);"
        "sys.exit(done.returncode)"
    )
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", script, *command], cwd=cwd, capture_output=True, text=True)
    return done.returncode, done.stderr, time.monotonic() - begun, int(done.stdout.split()[-1]) << 10


def ingest(vankien, work):
    index = work / "index"
    code, said, seconds, peak = measured([vankien, "--index", str(index), "ingest", str(work / "p")], work)
    found = subprocess.run([vankien, "--index", str(index), "search", "lúa chiêm"], capture_output=True, text=True, cwd=work)
    limits = sum("vankien.toml" in line for line in said.splitlines())
    is_bad = code != 0 or found.returncode != 0 or peak > GIGABYTE
    if is_bad:
        print(said[-600:])
    return is_bad, limits, seconds, peak


def written(shape, path, megabytes):
    content = shape.read_bytes()
    if shape.suffix == ".txt":
        size = int(megabytes * (1 << 20))
        content = (content * (size // max(1, len(content)) + 1))[:size]
        # No letter is cut in two.
        content = content.decode(errors="ignore").encode()
    path.write_bytes(content)


def main():
    vankien = str(pathlib.Path(sys.argv[1]).resolve())
    shapes = sorted(path for path in pathlib.Path(sys.argv[2]).iterdir() if path.is_file())
    megabytes = float(sys.argv[3]) if len(sys.argv) > 3 else 9
    if len(sys.argv) > 4:
        shapes = [shape for shape in shapes if shape.stem in sys.argv[4].split(",")]
    is_bad = not shapes
    rounds = [(shape.stem, [shape]) for shape in shapes] + [("all at once", shapes)]
    for name, members in rounds:
        with tempfile.TemporaryDirectory() as work:
            work = pathlib.Path(work)
            (work / "p").mkdir()
            (work / "p" / "khac.txt").write_text("Nghị quyết về cây lúa chiêm.\n")
            for shape in members:
                written(shape, work / "p" / shape.name, megabytes)
            bad, limits, seconds, peak = ingest(vankien, work)
            bad = bad or seconds > LONGEST * len(members)
        is_bad |= bad
        print(f"{name:32} {seconds:6.1f} s {peak >> 20:5} MB, {limits} met a limit{'  BAD' if bad else ''}", flush=True)
    sys.exit(is_bad)


main()
