"""Measures counts as whole processes: facets, facets of ten frequent questions, stats, counted mentions.

In: one or more programs, each with an index, as PROGRAM=INDEX. Out: for each command and program the median of the
seconds and the peak memory of its runs; the programs alternate, so that what else the machine does hits all alike.

    python3 benches/counts.py target/release/vankien=/tmp/large-index
"""

import argparse
import os
import statistics
import subprocess
import time

# Frequent in the papers of `large.py`.
QUESTIONS = ["thành phố", "nghị quyết", "phát triển kinh tế", "Ủy ban nhân dân", "quy định của pháp luật",
             "tổ chức thực hiện", "đất đai", "xây dựng", "cơ quan nhà nước", "doanh nghiệp"]
COMMANDS = [("facets", ["facets"]), ("stats", ["stats"])]
COMMANDS += [(f"facets {question}", ["facets", question]) for question in QUESTIONS]
COMMANDS += [(f"mentions --count {phrase}", ["mentions", "--count", phrase]) for phrase in QUESTIONS[:4]]
COMMANDS += [("mentions of 32,000 letters (a)", ["mentions", "--count", "a " * 16000]),
             ("mentions of 32,000 letters (của)", ["mentions", "--count", "của " * 8000])]


def run(program, index, arguments):
    """Seconds and peak resident bytes of one run."""
    begun = time.monotonic()
    process = subprocess.Popen([program, "--index", index, *arguments], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{program} {arguments[0]} failed on {index}")
    return time.monotonic() - begun, used.ru_maxrss * 1024


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("programs", nargs="+", metavar="PROGRAM=INDEX")
    arguments.add_argument("--runs", type=int, default=5)
    given = arguments.parse_args()
    programs = [one.split("=", 1) for one in given.programs]
    for name, command in COMMANDS:
        runs = [[run(*program, command) for program in programs] for _ in range(given.runs)]
        cells = []
        for at in range(len(programs)):
            seconds = statistics.median(one[at][0] for one in runs)
            cells.append(f"{seconds:7.3f} s {max(one[at][1] for one in runs) / 1e6:6.0f} MB")
        print(f"{name:36}", "  ".join(cells), flush=True)


if __name__ == "__main__":
    main()
