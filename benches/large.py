"""Writes a folder of 135,000 papers, 1.35 million sections, from plain text.

In: files with one paragraph a line, such as `../shared/data/text/*.txt` (unpack the `.zst`), and a folder to
write to. Out: papers with a masthead, a title, seven articles and a signature (ten sections), 1,000 to a folder. The paragraphs
are drawn from the text, so that the words of the papers have the frequencies of real text; masthead values are
drawn so that a few bodies issue most papers. The same seed gives the same bytes.

    zstd -d ../shared/data/text/*.zst --output-dir-flat /tmp/text
    python3 benches/large.py /tmp/large /tmp/text/legal.txt /tmp/text/news.txt
    vankien --index /tmp/large-index ingest /tmp/large
"""

import argparse
import pathlib
import random

KINDS = [("Nghị quyết", "NQ"), ("Chỉ thị", "CT"), ("Thông báo", "TB"), ("Quyết định", "QĐ"), ("Kế hoạch", "KH"),
         ("Báo cáo", "BC"), ("Kết luận", "KL"), ("Công văn", "CV")]
PLACES = ["An Lộc", "Vân Hải", "Hà Nội", "Cần Thơ", "Đà Nẵng", "Huế", "Phú Minh", "Tân Giang", "Bình Sơn",
          "Hòa Lạc", "Long Khê", "Sơn Hà", "Thanh Bình", "Trà Linh", "Yên Phú"]
BODIES = [("ỦY BAN NHÂN DÂN TỈNH {}", "UBND"), ("UBND TỈNH {}", "UBND"), ("HỘI ĐỒNG NHÂN DÂN TỈNH {}", "HĐND"),
          ("SỞ TÀI CHÍNH TỈNH {}", "STC"), ("SỞ NỘI VỤ TỈNH {}", "SNV"), ("SỞ XÂY DỰNG TỈNH {}", "SXD")]
FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
MIDDLES = ["Văn", "Thị", "Đức", "Minh", "Quang", "Hữu", "Thanh", "Ngọc", "Xuân", "Công"]
GIVEN = ["An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Hải", "Hòa", "Hùng", "Lan", "Long", "Mai", "Nam", "Oanh",
         "Phúc", "Quân", "Sơn", "Thảo", "Tuấn", "Vinh", "Yến"]
ARTICLES = 7


def paragraphs(files):
    """Lines of 200 to 2,000 characters: shorter ones are headings, longer ones are lists."""
    kept = []
    for file in files:
        with open(file, encoding="utf-8") as lines:
            kept.extend(line.strip() for line in lines if 200 <= len(line) <= 2000)
    return kept


def name(dice):
    return " ".join(dice.choice(part) for part in (FAMILIES, MIDDLES, GIVEN))


def paper(dice, number, text, signers):
    place = PLACES[min(int(dice.expovariate(0.3)), len(PLACES) - 1)]
    (body, code), (kind, symbol) = dice.choice(BODIES), dice.choice(KINDS)
    day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(2005, 2025)
    yield f"{body.format(place.upper())}          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    yield "                              Độc lập - Tự do - Hạnh phúc"
    yield f"Số: {number}/{symbol}-{code}          {place}, ngày {day:02} tháng {month:02} năm {year}"
    yield ""
    yield kind.upper()
    yield f"về {dice.choice(text)[:80].rsplit(' ', 1)[0].lower()}"
    yield ""
    for article in range(1, ARTICLES + 1):
        yield f"Điều {article}. {dice.choice(text)}"
        yield from dice.choices(text, k=dice.randint(1, 2))
    yield ""
    yield "CHỦ TỊCH"
    yield ""
    yield dice.choice(signers)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("texts", nargs="+")
    arguments.add_argument("--papers", type=int, default=135_000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    dice = random.Random(given.seed)
    text = paragraphs(given.texts)
    signers = [name(dice) for _ in range(600)]
    for at in range(given.papers):
        folder = given.folder / f"{at // 1000:03}"
        folder.mkdir(parents=True, exist_ok=True)
        lines = "\n".join(paper(dice, at % 999 + 1, text, signers)) + "\n"
        (folder / f"{at:06}.txt").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
