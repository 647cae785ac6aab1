"""Sets a sample paper as a word processor would: `set.py PAPER FONT > paper.fodt`.

In: a paper of corpus/ or tests/truth/corpus. Out: a flat ODF document. Words side by side on a line become
the cells of a table without borders, printed lines become paragraphs, lines with much blank before them are
centred; no letter is changed. These are rules for our own papers, not those of `structure`.
"""

import re
import sys
from xml.sax.saxutils import escape

ITEM = re.compile(
    r"([IVX]+[-.] |\d+(\.\d+)*[-.)] |[a-zđ]\) |[-+*] |Điều \d+\. |Chương [IVX]|Mục \d|Nơi nhận)"
)
DASH = re.compile(r"- [^\W\d_A-ZĐ]")  # `cung - cầu` may be parted before its dash.
APART = re.compile(r" {3,}")
FULL = 58  # A printed line shorter than this, in characters, is the last of its paragraph.
CENTRED = 5  # With so many blanks before it a line is centred.

STYLES = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="F" svg:font-family="'{font}'"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties/>
<style:text-properties style:font-name="F" fo:font-size="13pt" fo:language="vi" fo:country="VN"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/></office:styles>
<office:automatic-styles>
<style:style style:name="P" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties
 fo:text-align="justify" fo:text-indent="1cm" fo:margin-top="0.1cm" fo:margin-bottom="0.1cm"/></style:style>
<style:style style:name="S" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties
 fo:text-align="start"/></style:style>
<style:style style:name="C" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties
 fo:text-align="center"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T" style:family="table"><style:table-properties style:width="17cm" table:align="left"/></style:style>
<style:style style:name="L" style:family="table-column"><style:table-column-properties style:column-width="7.2cm"/></style:style>
<style:style style:name="R" style:family="table-column"><style:table-column-properties style:column-width="9.8cm"/></style:style>
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2.2cm" fo:margin-right="1.8cm"/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"/></office:master-styles>
<office:body><office:text>
"""


def paragraph(text, style):
    # Blanks that follow one another are kept: they may stand for lost letters.
    spaced = re.sub(r"  +", lambda run: f' <text:s text:c="{len(run[0]) - 1}"/>', escape(text))
    return f'<text:p text:style-name="{style}">{spaced}</text:p>'


def table(rows):
    """A row a line; what stands alone on its line stands in the left cell."""
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{paragraph(cell, 'S')}</table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    columns = '<table:table-column table:style-name="L"/><table:table-column table:style-name="R"/>'
    return f'<table:table table:style-name="T">{columns}{cells}</table:table>'


def goes_on(line):
    """Whether a line is no paragraph of its own, however short the one before."""
    text = line.strip()
    return not ITEM.match(text) and (text[0].islower() or line.startswith("  "))


def blocks(lines):
    """The paper as ("table", rows), ("centre", text) and ("text", text)."""
    # A paper with lines this long has one paragraph a line.
    wrapped = max(map(len, lines)) < 120
    # Where a blank line follows nearly every printed line, one says nothing.
    filled = [at for at, line in enumerate(lines[:-1]) if line.strip()]
    if sum(not lines[at + 1].strip() for at in filled) > 0.9 * len(filled):
        lines = [line for at, line in enumerate(lines) if line.strip() or at and not lines[at - 1].strip()]
    found, open_text = [], False
    # A masthead or signature goes on to the last line of its lines without a blank one between that has two cells.
    for at, line in enumerate(lines):
        stripped = line.strip()
        if not stripped:
            found.append(("blank", ""))
            open_text = False
            continue
        cells = APART.split(stripped)
        rest = lines[at + 1 :]
        block = rest[: next((n for n, one in enumerate(rest) if not one.strip()), len(rest))]
        beside = any(len(APART.split(one.strip())) == 2 for one in block) and found[-1:] and found[-1][0] == "table"
        if len(cells) == 2 or beside:
            row = cells if len(cells) == 2 else [stripped, ""]
            if found and found[-1][0] == "table":
                found[-1][1].append(row)
            else:
                found.append(("table", [row]))
            open_text = False
        elif len(line) - len(line.lstrip()) >= CENTRED:
            found.append(("centre", stripped))
            open_text = False
        elif wrapped and open_text and (not ITEM.match(stripped) or DASH.match(stripped) and found[-1][1][-1] not in ".;:,"):
            found[-1] = ("text", found[-1][1] + " " + stripped)
            open_text = len(line.rstrip()) >= FULL
        elif wrapped and found and found[-1][0] == "text" and goes_on(line):
            found[-1] = ("text", found[-1][1] + " " + stripped)
            open_text = len(line.rstrip()) >= FULL
        else:
            found.append(("text", stripped))
            open_text = len(line.rstrip()) >= FULL
    return found


def main():
    path, font = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        lines = file.read().replace("\f", "").split("\n")
    kinds = {"blank": lambda _: paragraph("", "S"), "centre": lambda text: paragraph(text, "C")}
    kinds |= {"text": lambda text: paragraph(text, "P"), "table": table}
    while lines and not lines[-1].strip():
        lines.pop()
    body = "\n".join(kinds[kind](value) for kind, value in blocks(lines))
    print(STYLES.format(font=font) + body + "\n</office:text></office:body></office:document>")


main()
