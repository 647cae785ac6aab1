"""Takes letters out of the ToUnicode maps of a PDF, in place: `unmap.py FILE LETTERS`.

The glyphs stay as they are: the page looks the same, and its text has lost these letters.
"""

import re
import sys

import pikepdf

SECTION = re.compile(rb"\d+ beginbfchar\s(.*?)endbfchar", re.S)
ROW = re.compile(rb"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>")


def main():
    path, letters = sys.argv[1:]
    lost = {f"{ord(letter):04X}".encode() for letter in letters}

    def without(section):
        rows = [row[0] for row in ROW.finditer(section[1]) if row[1].upper() not in lost]
        return b"%d beginbfchar\n%s\nendbfchar" % (len(rows), b"\n".join(rows))

    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for stream in pdf.objects:
            if isinstance(stream, pikepdf.Stream) and b"beginbfchar" in stream.read_bytes():
                stream.write(SECTION.sub(without, stream.read_bytes()))
        pdf.save(path)


main()
