"""Compares two builds of the program: the same papers, questions and measures must give the same bytes.

python3 benches/equal.py BEFORE AFTER [--lab-before PROGRAM] [--lab-after PROGRAM] [--shared DIR] [--questions N] [--quick]

BEFORE and AFTER are programs `vankien`. Where a build has its measures in a program of its own (`vankien-lab`), name it;
without one, `vankien evaluate` is called. Compared are: `stats --digest` of law, news (5 MB each, one paper every 20 kB),
corpus/ and the real papers beside the project, ingested with one job and with two; `--json` of every reading command over N
questions (seed 1) and the papers of that index; `evaluate-repair`'s table; the run files of `evaluate` on both sets of
questions. Keys that tell notes are left out of the comparison (`notes`, and keys that end in `_code`). Exit code 1 where
something differs; each difference is named with its command.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
FIVE_MB = 5_000_000
PAPER_BYTES = 20_000


def output(command, folder=ROOT, stdin=None):
    done = subprocess.run(command, cwd=folder, capture_output=True, input=stdin, check=False)
    return done.returncode, done.stdout


def unpack_text(shared, genre, into):
    """Papers of about 20 kB out of the first five megabytes of a genre, cut at empty lines."""
    source = os.path.join(shared, "data", "text", genre + ".txt.zst")
    text = subprocess.run(["zstd", "-dcq", source], capture_output=True, check=True).stdout[:FIVE_MB]
    os.makedirs(into)
    paper, length, number = [], 0, 0
    for block in text.decode("utf-8", "ignore").split("\n\n"):
        paper.append(block)
        length += len(block)
        if length > PAPER_BYTES:
            with open(os.path.join(into, f"{genre}-{number:04}.txt"), "w", encoding="utf-8") as file:
                file.write("\n\n".join(paper))
            paper, length, number = [], 0, number + 1


def papers(shared, work):
    """The folders to ingest."""
    folders = [os.path.join(ROOT, "corpus")]
    for genre in ("legal", "news"):
        unpack_text(shared, genre, os.path.join(work, genre))
        folders.append(os.path.join(work, genre))
    wild = os.path.join(shared, "data", "wild", "papers")
    folders += [path for path in (wild, os.path.join(shared, "seeds")) if os.path.isdir(path)]
    return folders


def questions(program, index, count):
    """Questions out of the papers themselves: words, phrases, numbers, operators, filters, damage, nonsense."""
    dice = random.Random(1)
    rows = [json.loads(line) for line in output([program, "--index", index, "list", "--json"])[1].splitlines()]
    rows = [row for row in rows if "path" in row]
    numbers = [row["number"] for row in rows if row.get("number")]
    words = []
    for row in dice.sample(rows, min(40, len(rows))):
        shown = json.loads(output([program, "--index", index, "show", row["path"], "--json"])[1] or b"{}")
        for section in shown.get("sections", []):
            words.append(section["text"].split())
    words = [line for line in words if len(line) > 12]
    asked = []
    while len(asked) < count and words:
        line = dice.choice(words)
        at = dice.randrange(len(line) - 8)
        phrase = " ".join(line[at : at + dice.randrange(1, 7)])
        asked.append(
            dice.choice(
                [
                    phrase,
                    f'"{phrase}"',
                    f"{phrase} AND {dice.choice(line)}",
                    f"{phrase} -{dice.choice(line)}",
                    f"{dice.choice(numbers)}" if numbers else phrase,
                    f"{phrase} nam:{dice.randrange(1990, 2025)}",
                    f"{phrase} loai:\"Nghị quyết\"",
                    "".join(sign for sign in phrase if ord(sign) < 128),
                    phrase[: max(1, len(phrase) - 2)],
                    "(" + phrase + ' OR "',
                ]
            )
        )
    return asked, [row["path"] for row in rows], numbers


def without_notes(value):
    if isinstance(value, dict):
        kept = {key: without_notes(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if key != "notes" and not key.endswith("_code")}
    if isinstance(value, list):
        return [without_notes(item) for item in value]
    return value


def settled(text):
    """The lines of an answer, notes left out."""
    lines = []
    for line in text.splitlines():
        try:
            lines.append(json.dumps(without_notes(json.loads(line)), sort_keys=True))
        except ValueError:
            lines.append(line.decode("utf-8", "replace"))
    return lines


class Comparison:
    def __init__(self):
        self.done = 0
        self.failed = 0

    def same(self, what, before, after):
        self.done += 1
        if before != after:
            self.failed += 1
            print(f"DIFFERS  {what}\n  before: {str(before)[:300]}\n  after:  {str(after)[:300]}")


def ask(comparison, programs, indexes, asked, paths, numbers):
    commands = []
    for question in asked:
        commands += [
            ["search", question, "--json", "-n", "20"],
            ["mentions", question, "--json"],
            ["facets", question, "--json"],
            ["timeline", question, "--json"],
        ]
    for path in paths[:: max(1, len(paths) // 60)]:
        commands += [["show", path, "--json"], ["citations", path, "--json"], ["cites", path, "--json"]]
        commands += [["show", path, "--edits", "--json"]]
    commands += [["cited-by", number, "--json"] for number in numbers[:60]]
    commands += [["list", "--json"], ["stats", "--json"], ["report", "--json"], ["review", "--json"], ["verify"]]
    for command in commands:
        answers = [output([program, "--index", index, *command]) for program, index in zip(programs, indexes)]
        answers = [(code, settled(text)) for code, text in answers]
        comparison.same(" ".join(command), *answers)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--lab-before")
    parser.add_argument("--lab-after")
    parser.add_argument("--shared", default=os.path.join(ROOT, "..", "shared"))
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--quick", action="store_true", help="no retrieval sets")
    options = parser.parse_args()
    programs = [os.path.abspath(options.before), os.path.abspath(options.after)]
    labs = [
        os.path.abspath(lab) if lab else program
        for lab, program in zip((options.lab_before, options.lab_after), programs)
    ]
    shared = os.path.abspath(options.shared)
    comparison = Comparison()
    with tempfile.TemporaryDirectory() as work:
        folders = papers(shared, work)
        indexes = []
        digests = []
        for name, program in zip(("before", "after"), programs):
            for jobs in ("1", "2"):
                index = os.path.join(work, f"{name}-{jobs}")
                output([program, "--index", index, "ingest", *folders, "--jobs", jobs, "--no-ocr"])
                digests.append(output([program, "--index", index, "stats", "--digest"])[1])
            indexes.append(index)
        for digest in digests[1:]:
            comparison.same("stats --digest", digests[0], digest)
        print(f"digest {digests[0].decode().split()[-1] if digests[0] else 'none'}")
        asked, paths, numbers = questions(programs[0], indexes[0], options.questions)
        ask(comparison, programs, indexes, asked, paths, numbers)
        table = ["evaluate-repair", "--kind", "all", "--seed", "1", "--papers", "2"]
        comparison.same(" ".join(table), *[output([lab, *table])[1] for lab in labs])
        sets = os.path.join(shared, "data", "retrieval")
        for name in () if options.quick or not os.path.isdir(sets) else ("alqac", "zalo"):
            corpus = [file for file in sorted(os.listdir(sets)) if file.startswith(name + "-corpus")]
            rows = ["--corpus", os.path.join(sets, corpus[0]), "--queries", os.path.join(sets, name + "-queries.jsonl")]
            runs = []
            for at, lab in enumerate(labs):
                run = os.path.join(work, f"run-{name}-{at}")
                output([lab, "evaluate", *rows, "--run", run, "--json"])
                runs.append(open(run, "rb").read() if os.path.exists(run) else None)
            comparison.same(f"evaluate {name}", *runs)
            print(f"{name}: {len(runs[0] or b'')} bytes of run file")
    print(f"{comparison.done} comparisons, {comparison.failed} differ")
    sys.exit(comparison.failed > 0)


if __name__ == "__main__":
    main()
