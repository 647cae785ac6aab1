//! Reads the end of a paper: `Nơi nhận` and the signature.
//! In: the printed lines behind the head. Out: which of them belong to the end, who signed, for whom
//! copies are. What follows the signature (an appendix) is body again.
//! Never takes a line that is neither in the list nor in the block of the signature.

use super::line::{Line, any_cell, cells, is_capital, is_drawn, opens_with};
use super::list::List;
use crate::document::{Field, Place, Signer};

/// The end of a paper.
#[derive(Debug, Default)]
pub struct Tail<'a> {
    /// Its lines, cut at columns, each with the part it belongs to.
    pub lines: Vec<(Place, Line<'a>)>,
    /// Who signed.
    pub signer: Option<Field<Signer>>,
    /// `Nơi nhận`.
    pub recipients: Option<Field<Vec<String>>>,
    /// The lines of the paper it takes: from the first to before the second.
    pub taken: (usize, usize),
}

/// Reads the end of the paper from `lines`.
pub fn tail<'a>(lines: &[Line<'a>]) -> Tail<'a> {
    let label = lines.iter().rposition(|line| any_cell(line, is_label));
    let block = signature_start(lines);
    let Some(first) = [label, block].into_iter().flatten().min() else { return Tail::default() };
    // A list and a signature that stand far apart are not the end of one paper.
    let far = label.zip(block).is_some_and(|(label, block)| label.abs_diff(block) > 60);
    let first = if far { label.max(block).unwrap_or(first) } else { first };
    let mut reader = Reader::default();
    let mut end = first;
    for (index, line) in lines.iter().enumerate().skip(first) {
        let cells = cells(line).into_iter().map(|(span, text)| {
            let indent = line.indent + line.text[..span.start - line.span.start].chars().count();
            Line { span, text, indent, width: text.chars().count(), ..*line }
        });
        let places: Vec<_> = cells.map(|cell| (reader.place(&cell), cell)).collect();
        if places.iter().all(|(place, _)| place.is_none()) {
            break;
        }
        // What stands beside a cell of the end is of the end, too: a name that cannot be read as one.
        let beside = if reader.has_begun() { Place::Signature } else { Place::Recipients };
        let places = places.into_iter().map(|(place, cell)| (place.unwrap_or(beside), cell));
        reader.lines.extend(places);
        end = index + 1;
    }
    reader.finish((first, end))
}

fn is_label(text: &str) -> bool {
    opens_with(text, "nơi nhận").is_some() && text.chars().count() < 40
}

/// Marks of authority: in the name of, for, by order of, acting.
const AUTHORITIES: [&str; 14] = [
    "T/M", "TM.", "TM ", "K/T", "KT.", "KT ", "T/L", "TL.", "TL ", "TUQ", "T/UQ", "T.M", "Q.",
    "TM/",
];

fn is_authority(text: &str) -> bool {
    let letters = || text.chars().filter(|letter| letter.is_alphabetic()).count();
    AUTHORITIES.iter().any(|mark| text.starts_with(mark)) && is_capital(text) && letters() >= 4
}

/// Heads of a body that sign without a mark of authority.
const POSTS: [&str; 22] = [
    "BÍ THƯ",
    "PHÓ BÍ THƯ",
    "TỔNG BÍ THƯ",
    "CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "CHÁNH VĂN PHÒNG",
    "PHÓ CHÁNH VĂN PHÒNG",
    "TRƯỞNG BAN",
    "PHÓ TRƯỞNG BAN",
    "PHÓ BAN",
    "BỘ TRƯỞNG",
    "THỨ TRƯỞNG",
    "THỦ TƯỚNG",
    "PHÓ THỦ TƯỚNG",
    "GIÁM ĐỐC",
    "PHÓ GIÁM ĐỐC",
    "CHỦ NHIỆM",
    "PHÓ CHỦ NHIỆM",
    "CHÁNH ÁN",
    "VIỆN TRƯỞNG",
    "TRƯỞNG ĐOÀN",
    "TỔNG KIỂM TOÁN",
];

fn is_post(text: &str) -> bool {
    is_capital(text) && POSTS.iter().any(|post| text.starts_with(post)) && text.chars().count() < 60
}

/// Whether the cell is a name of a list: `- VP HĐND, VP UBND,` has capitals alone too.
fn is_item(text: &str) -> bool {
    text.starts_with(['-', '–', '+', '•']) && !is_drawn(text)
}

/// Where the block of the signature begins: the last line of authority, or the last post alone,
/// with a name within a few lines below.
fn signature_start(lines: &[Line<'_>]) -> Option<usize> {
    let cell = |line: &Line<'_>, fits: fn(&str) -> bool| any_cell(line, fits);
    let mut start = lines.iter().rposition(|line| cell(line, is_authority));
    // `TM. ỦY BAN NHÂN DÂN` and `KT. CHỦ TỊCH` stand one under the other.
    while let Some(at) = start.filter(|at| *at > 0 && cell(&lines[at - 1], is_authority)) {
        start = Some(at - 1);
    }
    let start = start.or_else(|| lines.iter().rposition(|line| cell(line, is_post)))?;
    let below = &lines[start + 1..lines.len().min(start + 8)];
    below.iter().any(|line| cell(line, is_name)).then_some(start)
}

/// Two to six words that begin with a capital each, without any mark.
fn is_name(text: &str) -> bool {
    let bare =
        TITLES.iter().fold(text, |rest, title| rest.strip_prefix(title).unwrap_or(rest)).trim();
    let words: Vec<&str> = bare.split_whitespace().collect();
    let word = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_alphabetic)
    };
    (2..=6).contains(&words.len()) && words.iter().all(word) && !is_capital(bare)
}

/// Ranks that stand before a signer's name.
const TITLES: [&str; 10] = [
    "GS.",
    "PGS.",
    "TS.",
    "ThS.",
    "BS.",
    "Đại tướng ",
    "Thượng tướng ",
    "Trung tướng ",
    "Thiếu tướng ",
    "Đại tá ",
];

#[derive(Default)]
struct Reader<'a> {
    lines: Vec<(Place, Line<'a>)>,
    list: List<'a>,
    in_list: bool,
    authority: Vec<Line<'a>>,
    post: Vec<Line<'a>>,
    name: Option<Line<'a>>,
}

impl<'a> Reader<'a> {
    fn place(&mut self, cell: &Line<'a>) -> Option<Place> {
        if is_label(cell.text) {
            self.in_list = true;
            self.list.begin(cell);
            return Some(Place::Recipients);
        }
        if self.signs(cell) {
            return Some(Place::Signature);
        }
        if self.in_list && self.list.goes_on(cell) {
            self.list.add(cell);
            return Some(Place::Recipients);
        }
        None
    }

    /// Whether authority or post were read.
    fn has_begun(&self) -> bool {
        !self.authority.is_empty() || !self.post.is_empty()
    }

    /// Whether the cell belongs to the block of the signature; keeps what it says.
    fn signs(&mut self, cell: &Line<'a>) -> bool {
        if self.name.is_some() {
            return false;
        }
        let begun = self.has_begun();
        let signed = cell.text.trim_matches(['(', ')', '[', ']']).to_lowercase();
        if is_authority(cell.text) {
            self.authority.push(*cell);
        } else if is_post(cell.text)
            || (begun && is_capital(cell.text) && self.post.len() < 3 && !is_item(cell.text))
        {
            self.post.push(*cell);
        } else if begun && is_name(cell.text) && !cell.text.starts_with('-') {
            self.name = Some(*cell);
        } else {
            let stamp = ["đã ký", "ký", "ký tên", "đã kí"].contains(&signed.as_str());
            return begun && (stamp || is_drawn(cell.text));
        }
        true
    }

    fn finish(self, taken: (usize, usize)) -> Tail<'a> {
        let block: Vec<&Line<'a>> =
            self.authority.iter().chain(&self.post).chain(self.name.as_ref()).collect();
        let lines =
            block.first().zip(block.last()).map(|(first, last)| (first.number, last.number));
        let words =
            |lines: &[Line<'_>]| lines.iter().map(|line| line.text).collect::<Vec<_>>().join(", ");
        let signer = self.name.zip(lines).map(|(name, lines)| {
            let (post, authority) = (words(&self.post), words(&self.authority));
            let confidence = if authority.is_empty() { 0.8 } else { 0.95 };
            Field {
                value: Signer { name: name.text.to_owned(), post, authority },
                lines,
                confidence,
            }
        });
        Tail { lines: self.lines, signer, recipients: self.list.field(), taken }
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;

    #[test]
    fn reads_the_list_and_the_signature() {
        let text = "Hết.\n\nNơi nhận:   \n\n- Như trên,\n\n- Các sở, ban, ngành\n\n  và đoàn thể,\n\n- Lưu Văn phòng.\n\n T/L BAN THƯỜNG VỤ\n\nCHÁNH VĂN PHÒNG\n\n\n\nLê Văn Tám\n\nPhụ lục";
        let found = lines(text);
        let tail = tail(&found);
        let signer = tail.signer.expect("signed").value;
        assert_eq!((signer.name.as_str(), signer.post.as_str()), ("Lê Văn Tám", "CHÁNH VĂN PHÒNG"));
        assert_eq!(signer.authority, "T/L BAN THƯỜNG VỤ");
        let names = tail.recipients.expect("listed").value;
        assert_eq!(names, ["Như trên", "Các sở, ban, ngành và đoàn thể", "Lưu Văn phòng"]);
        assert_eq!(tail.taken, (1, 9));
    }

    #[test]
    fn reads_two_columns() {
        let text = "Hết.\nNơi nhận:               TM. ỦY BAN NHÂN DÂN\n- Như Điều 3;             KT. CHỦ TỊCH\n- Lưu: VT.                PHÓ CHỦ TỊCH\n                          (Đã ký)\n                          Trần Thị Bình";
        let found = lines(text);
        let tail = tail(&found);
        let signer = tail.signer.expect("signed").value;
        assert_eq!(signer.authority, "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH");
        assert_eq!((signer.name.as_str(), signer.post.as_str()), ("Trần Thị Bình", "PHÓ CHỦ TỊCH"));
        assert_eq!(tail.recipients.expect("listed").value, ["Như Điều 3", "Lưu: VT"]);
    }

    #[test]
    fn names_of_a_narrow_list_go_on_below() {
        let text = "Hết.\nNơi nhận:                    T/M TỈNH ỦY\n- Trung ương Đảng            BÍ THƯ\n(để báo cáo),\n- Các huyện ủy, thành ủy\nVân Hải,\n- Lưu.                         Đoàn Thế Khải\nPhụ lục";
        let found = lines(text);
        let tail = tail(&found);
        let names = tail.recipients.expect("listed").value;
        assert_eq!(
            names,
            ["Trung ương Đảng (để báo cáo)", "Các huyện ủy, thành ủy Vân Hải", "Lưu"]
        );
        assert_eq!(
            (tail.signer.expect("signed").value.name.as_str(), tail.taken),
            ("Đoàn Thế Khải", (1, 7))
        );
    }

    #[test]
    fn what_stands_beside_the_list_is_kept() {
        let found = lines("Nơi nhận:           BÍ THƯ\n- Lưu.              Đoàn Th] Khải");
        let kept: Vec<&str> = tail(&found).lines.iter().map(|(_, line)| line.text).collect();
        assert_eq!(kept, ["Nơi nhận:", "BÍ THƯ", "- Lưu.", "Đoàn Th] Khải"]);
    }

    #[test]
    fn a_paper_without_an_end_has_none() {
        assert_eq!(tail(&lines("Một câu.\nHai câu.")).taken, (0, 0));
    }
}
