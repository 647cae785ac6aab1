#!/usr/bin/env bash
# Makes the files beside it anew: sample papers, printed and saved by LibreOffice. Run by hand, never by a test.
# Needs Debian's libreoffice-writer-nogui, python3-pikepdf, fonts-noto-core, fonts-dejavu-core, fonts-liberation.
set -euo pipefail
cd "$(dirname "$0")"
python=/usr/bin/python3 # that of Debian, which knows pikepdf
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
office() {
    timeout 120 soffice -env:UserInstallation="file://$work/home" --headless --convert-to "$1" --outdir . "$2" >/dev/null 2>&1
}

# set NAME PAPER FONT KIND…: the paper in that font, saved as each kind.
set_paper() {
    name=$1 paper=$2 font=$3
    shift 3
    "$python" set.py "../../../../$paper" "$font" >"$work/$name.fodt"
    for kind in "$@"; do
        office "$kind" "$work/$name.fodt"
    done
}

truth=tests/truth/corpus
# Liberation Serif has not all letters of Vietnamese: LibreOffice takes these from another font.
set_paper decision-liberation $truth/quyet-dinh/01-phe-duyet-du-an-cau.txt "Liberation Serif" pdf
set_paper guideline-dejavu $truth/huong-dan/01-kiem-diem-cuoi-nam.txt "DejaVu Sans" pdf
set_paper resolution-noto $truth/nghi-quyet/01-ha-tang-cau-van-hai-2.txt "Noto Serif" pdf
set_paper decision $truth/quyet-dinh/01-phe-duyet-du-an-cau.txt "Times New Roman" docx doc
set_paper guideline $truth/huong-dan/01-kiem-diem-cuoi-nam.txt "Times New Roman" odt rtf
set_paper regulation $truth/quy-dinh/01-trach-nhiem-nguoi-dung-dau.txt "Times New Roman" docx
# Papers with damage: eth for Đ and no-break spaces; lost letters, ƣ for ư and a slip.
set_paper eth corpus/quyet-dinh/02-to-cong-tac-de-an-06.txt "DejaVu Serif" pdf docx odt rtf doc
set_paper lost corpus/cong-van/01-so-ket-nghi-quyet-12.txt "Noto Serif" pdf docx
# A font map with holes: no letter is told for ữ, ộ and ế.
set_paper holes $truth/nghi-quyet/01-ha-tang-cau-van-hai-2.txt "DejaVu Serif" pdf
"$python" unmap.py holes.pdf ữộế
# The same page, but its map gives other letters.
cp guideline-dejavu.pdf wrong.pdf
"$python" unmap.py wrong.pdf "" "ộ=o,ế=e,ữ=ƣ,ạ=¹"
ls -l
