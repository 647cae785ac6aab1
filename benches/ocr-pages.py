"""Prints text as pages, degrades them as scans are, and has tesseract read them.

    python3 benches/ocr-pages.py OUT PAGES SEED TEXT...

For each page OUT gets NAME.truth (the printed lines), NAME.tsv (the tables of words of `tesseract -l vie --psm 6`, of
the page and of the page drawn a third larger, as `vankien --ocr` keeps them) and NAME.how (fonts, resolution and damage). Every twentieth paper of a text is kept out of
the language model (`repair/train`): its pages are named judge-…, all others learn-…, and `vankien-lab train-ocr` keeps
them apart. A TEXT has one paragraph a line and an empty line between papers. Needs python3-pil, tesseract-ocr-vie,
fonts-texgyre, fonts-noto-core and fonts-dejavu-core of Debian. The same seed gives the same pages; pages that are there are kept.
"""

import os
import pathlib
import random
import subprocess
import sys
import textwrap

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FONTS = [
    "/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyretermes-regular.otf",
    "/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyretermes-bold.otf",
    "/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyretermes-italic.otf",
    "/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyreheros-regular.otf",
    "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
]
# Papers are printed in a Times as good as always.
WEIGHTS = [8, 2, 2, 1, 2, 2, 1]
RESOLUTIONS = [100, 100, 100, 120, 150, 200, 200, 200]
LINES = 26


def page_text(papers, dice):
    """Lines of one paper, from a paragraph on."""
    while True:
        paragraphs = [line for line in dice.choice(papers).split("\n") if line.strip()]
        start = dice.randrange(len(paragraphs))
        width = dice.randint(66, 84)
        lines = [line for one in paragraphs[start : start + 40] for line in textwrap.wrap(one, width)][:LINES]
        if sum(map(len, lines)) > 600:
            return lines


def draw(lines, font, points, dpi):
    face = ImageFont.truetype(font, round(points * dpi / 72))
    pitch = points * dpi / 72 * 1.35
    width = max(int(face.getlength(line)) for line in lines) + dpi
    image = Image.new("L", (width, int(pitch * len(lines)) + dpi), 255)
    pen = ImageDraw.Draw(image)
    for at, line in enumerate(lines):
        pen.text((dpi // 2, dpi // 2 + at * pitch), line, fill=0, font=face)
    return image


def degrade(image, dice, dpi):
    """Skew, blur, noise, faint or bleeding ink, and black and white as of a fax: some of each."""
    how = {"skew": round(dice.uniform(-0.6, 0.6), 2), "blur": round(dice.uniform(0.2, 0.9) * dpi / 150, 2)}
    image = image.rotate(how["skew"], resample=Image.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(how["blur"]))
    how["noise"] = dice.choice([0, 8, 16, 30])
    if how["noise"]:
        # Pillow draws noise by a clock of its own; bytes of the dice are the same each time.
        size = (image.width // 2 + 1, image.height // 2 + 1)
        grain = Image.frombytes("L", size, dice.randbytes(size[0] * size[1])).resize(image.size)
        grain = grain.point(lambda value: (value - 128) * how["noise"] // 64 + 128)
        image = ImageChops.add(image, grain, 1, -128)
    how["ink"] = dice.choice(["even", "even", "faint", "bleeding", "fax"])
    if how["ink"] == "faint":
        image = image.point(lambda value: min(255, 90 + value * 165 // 255))
    elif how["ink"] == "bleeding" and dpi > 120:
        image = image.filter(ImageFilter.MinFilter(3))
    elif how["ink"] == "fax":
        image = image.point(lambda value: 255 if value > 150 else 0)
    # Two of three are drawn at 300 dots as pages of a PDF file are, the others are read as they are.
    how["read at"] = 300 if dice.random() < 0.67 else dpi
    if how["read at"] != dpi:
        image = image.resize((image.width * 300 // dpi, image.height * 300 // dpi), Image.BICUBIC)
    return image, how


def read(image, dpi, picture):
    """The table of words that tesseract reads in an image, which lies in the file `picture` meanwhile."""
    image.save(picture, dpi=(dpi, dpi))
    command = ["tesseract", str(picture), "-", "-l", "vie", "--psm", "6", "--dpi", str(dpi), "tsv"]
    env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    table = subprocess.run(command, capture_output=True, text=True, env=env, timeout=120).stdout
    picture.unlink()
    return table


def main():
    out, pages, seed = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    kept_out, trained = [], []
    for text in sys.argv[4:]:
        papers = [paper for paper in open(text, encoding="utf-8").read().split("\n\n") if paper.strip("\n")]
        kept_out.append([paper for at, paper in enumerate(papers) if at % 20 == 19])
        trained.append([paper for at, paper in enumerate(papers) if at % 20 != 19])
    for page in range(pages):
        dice = random.Random(seed * 1_000_003 + page)
        side = "judge" if page % 3 == 2 else "learn"
        texts = (kept_out if side == "judge" else trained)[page // 3 % len(kept_out)]
        lines = page_text(texts, dice)
        dpi, font, points = dice.choice(RESOLUTIONS), dice.choices(FONTS, WEIGHTS)[0], dice.uniform(11.5, 14)
        name = f"{side}-{dpi}-{seed}-{page:04}"
        if (out / f"{name}.tsv").exists():
            continue
        image, how = degrade(draw(lines, font, points, dpi), dice, dpi)
        larger = image.resize((round(image.width * 4 / 3), round(image.height * 4 / 3)), Image.LANCZOS)
        first = read(image, how["read at"], out / f"{name}.png")
        second = read(larger, round(how["read at"] * 4 / 3), out / f"{name}.png")
        (out / f"{name}.truth").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (out / f"{name}.how").write_text(f"{os.path.basename(font)} {points:.1f} {how}\n", encoding="utf-8")
        (out / f"{name}.tsv").write_text(f"{first.rstrip()}\nsecond reading\n{second}", encoding="utf-8")


main()
