"""Takes letters out of the ToUnicode maps of a PDF, in place, or puts others there: `unmap.py FILE LETTERS [FROM=TO,…]`.

The glyphs stay as they are: the page looks the same, and its text has lost these letters, or has others.
"""

import re
import sys

import pikepdf

SECTION = re.compile(rb"\d+ beginbfchar\s(.*?)endbfchar", re.S)
ROW = re.compile(rb"(<[0-9A-Fa-f]+>)\s*<([0-9A-Fa-f]+)>")


def main():
    path, letters, *wrong = sys.argv[1:]
    code = lambda letter: f"{ord(letter):04X}".encode()
    lost = {code(letter) for letter in letters}
    wrong = [pair.split("=") for pair in ",".join(wrong).split(",") if pair]
    wrong = {code(one): code(other) for one, other in wrong}

    def without(section):
        rows = [row for row in ROW.finditer(section[1]) if row[2].upper() not in lost]
        rows = [b"%s <%s>" % (row[1], wrong.get(row[2].upper(), row[2])) for row in rows]
        return b"%d beginbfchar\n%s\nendbfchar" % (len(rows), b"\n".join(rows))

    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for stream in pdf.objects:
            if isinstance(stream, pikepdf.Stream) and b"beginbfchar" in stream.read_bytes():
                stream.write(SECTION.sub(without, stream.read_bytes()))
        pdf.save(path)


main()
