#!/usr/bin/env python3
"""Damages files of every format at random and ingests them: no crash, no file that holds the run up, bounded memory.

    benches/mutants.py VANKIEN SAMPLES [EACH] [SEED] [FORMAT,...]

Of each format EACH mutants are made out of the files below SAMPLES, and out of pages, mails and archives that are made of
their texts: bytes flipped, cut, doubled, exchanged between two files; of formats that are zip archives inside, the
parts are damaged and packed again as well. A hundred at a time are ingested into a new index. Prints a row a format and
exits with 1 where a reader crashed or panicked, a guard ended one, or a process took more than a gigabyte; such
mutants are kept in `mutants-kept`. Needs nothing but Python's own library.
"""

import email.message
import io
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

FORMATS = ["txt", "html", "docx", "doc", "rtf", "odt", "pdf", "eml", "zip"]
PACKED = {"docx", "odt", "zip"}
# Samples are small, so that many are read in little time.
LARGEST = 150_000
AT_ONCE = 100
# What the program says where something of it broke, and where a guard ended a reader.
BROKEN = re.compile(r"please report|failed on it|crashed on it|fault of the program")
STOPPED = re.compile(r"more than (reader_\w+) = ")
GIGABYTE = 1 << 20  # in kilobytes
NUMBERS = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF]


def samples(folder):
    found = {name: [] for name in FORMATS}
    for path in sorted(folder.rglob("*")):
        name = path.suffix[1:].lower()
        if name in found and path.is_file() and path.stat().st_size <= LARGEST:
            found[name].append(path.read_bytes())
    texts = [sample.decode(errors="replace") for sample in found["txt"]]
    if not texts:
        sys.exit(f"{folder} holds no .txt")
    for text in texts[:20]:
        lines = "".join(f"<p>{line}</p>\n" for line in text.splitlines())
        page = f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body><table><tr><td>1</td></tr></table>{lines}</body></html>"
        found["html"].append(page.encode())
        mail = email.message.EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "a@b.vn", "c@d.vn", "Công văn"
        mail.set_content(text)
        mail.add_alternative(page, subtype="html")
        found["eml"].append(mail.as_bytes())
        found["zip"].append(packed({"a.txt": text.encode(), "b/c.html": page.encode()}))
    return found


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def mutant(name, all_samples, dice):
    sample = dice.choice(all_samples)
    if name in PACKED and dice.random() < 0.6:
        with zipfile.ZipFile(io.BytesIO(sample)) as archive:
            parts = {one: archive.read(one) for one in archive.namelist() if not one.endswith("/")}
        one = dice.choice(sorted(parts))
        parts[one] = damaged(parts[one], parts[dice.choice(sorted(parts))], dice)
        return packed(parts)
    return damaged(sample, dice.choice(all_samples), dice)


def damaged(content, other, dice):
    content = bytearray(content)
    for _ in range(dice.choice([1, 1, 2, 4, 16, 64])):
        if not content:
            break
        at = dice.randrange(len(content))
        end = min(len(content), at + dice.choice([1, 2, 4, 16, 256, 4096]))
        way = dice.randrange(8)
        if way == 0:
            content[at] ^= 1 << dice.randrange(8)
        elif way == 1:
            content[at] = dice.randrange(256)
        elif way == 2:
            del content[at:end]
        elif way == 3:
            content[at:at] = content[at:end] * dice.choice([1, 2, 8, 64])
        elif way == 4:
            number = dice.choice(NUMBERS)
            content[at:at + 4] = number.to_bytes(4, dice.choice(["little", "big"]))
        elif way == 5 and other:
            start = dice.randrange(len(other))
            content[at:end] = other[start:start + end - at]
        elif way == 6:
            # A number that is written out, as PDF and RTF have them.
            match = re.compile(rb"\d+").search(content, at)
            if match:
                content[match.start():match.end()] = str(dice.choice(NUMBERS)).encode()
        elif dice.random() < 0.1:
            del content[at:]
    return bytes(content)


def run(vankien, folder, work):
    index = work / "index"
    shutil.rmtree(index, ignore_errors=True)
    begun = time.monotonic()
    command = [vankien, "--index", str(index), "ingest", str(folder)]
    done = subprocess.run(command, capture_output=True, cwd=work)
    return done.returncode, done.stderr.decode(errors="replace"), time.monotonic() - begun


def main():
    vankien = str(pathlib.Path(sys.argv[1]).resolve())
    each = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    names = sys.argv[5].split(",") if len(sys.argv) > 5 else FORMATS
    found, is_bad = samples(pathlib.Path(sys.argv[2])), False
    kept = pathlib.Path("mutants-kept")
    for name in names:
        dice = random.Random(f"{seed} {name}")
        counts = {"refused": 0, "limited": 0, "stopped": 0, "broken": 0}
        slowest, made = 0.0, 0
        while made < each:
            with tempfile.TemporaryDirectory() as work:
                work = pathlib.Path(work)
                folder = work / "m"
                folder.mkdir()
                for _ in range(min(AT_ONCE, each - made)):
                    (folder / f"{made:06}.{name}").write_bytes(mutant(name, found[name], dice))
                    made += 1
                code, said, seconds = run(vankien, folder, work)
                slowest = max(slowest, seconds)
                for line in said.splitlines():
                    broken, stopped = BROKEN.search(line), STOPPED.search(line)
                    mutated = re.search(r"m/(\d{6}\.\w+)", line)
                    if broken or stopped:
                        counts["broken" if broken else "stopped"] += 1
                        print(f"  {line}", flush=True)
                        if mutated:
                            kept.mkdir(exist_ok=True)
                            shutil.copy(folder / mutated[1], kept / f"{seed}-{mutated[1]}")
                    elif mutated:
                        counts["limited" if "vankien.toml" in line else "refused"] += 1
                if code not in (0, 2):
                    print(f"  {name}: exit code {code}\n{said[-500:]}", flush=True)
                    counts["broken"] += 1
        # The largest of all processes so far; in kilobytes.
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        is_bad |= counts["broken"] > 0 or counts["stopped"] > 0 or peak > GIGABYTE
        row = ", ".join(f"{count} {what}" for what, count in counts.items())
        print(f"{name}: {made} mutants, {row}; slowest hundred {slowest:.1f} s, largest process so far {peak >> 10} MB", flush=True)
    sys.exit(is_bad)


main()
