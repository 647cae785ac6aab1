//! Reads the end of a paper: the list of recipients (`Nơi nhận`) and the signature.
//! In: the printed lines behind the head. Out: which of them belong to the end, who signed, who gets copies. What
//! follows the signature (an annex) is body again.
//! The block of a signature is its lines: authority (in whose name), post, name.
//! Never takes a line outside of the list and the block, but for those between the two, and a few inside the block,
//! that cannot be read.

use std::sync::{LazyLock, OnceLock};

use vankien_text::span::Span;

use super::line::{Line, any_cell, cells, is_capital, is_drawn, opens_with};
use super::list::List;
use super::masthead::opens_body_name;
use super::table::{Openings, rows};
use crate::document::{Field, Place, Signer};

/// The end of a paper; all empty where it has none.
#[derive(Debug, Default)]
pub struct Tail<'a> {
    /// Its lines, cut at columns, each with its place: `Signature` or `Recipients`.
    pub lines: Vec<(Place, Line<'a>)>,
    /// Who signed; `None` where no name was read.
    pub signer: Option<Field<Signer>>,
    /// The names in the list of recipients; `None` where there are none.
    pub recipients: Option<Field<Vec<String>>>,
    /// The lines it takes, as indexes: from the first to before the second; `(0, 0)` where the paper has no end.
    pub taken: (usize, usize),
}

/// Reads the end of the paper from `lines`, those behind its head. It begins with the label of the list or the block of
/// the signature, whichever stands first.
pub fn tail<'a>(lines: &[Line<'a>]) -> Tail<'a> {
    let (label, block) = ends(lines);
    let Some(first) = [label, block].into_iter().flatten().min() else { return Tail::default() };
    let mut reader = Reader::default();
    let mut end = first;
    let mut unread = 0;
    for (index, line) in lines.iter().enumerate().skip(first) {
        let cells = pieces(line).into_iter().map(|(span, text)| {
            let indent = line.indent + line.text[..span.start - line.span.start].chars().count();
            Line { span, text, indent, width: text.chars().count(), ..*line }
        });
        let places: Vec<_> = cells.map(|cell| (reader.place(&cell), cell)).collect();
        let beside = match reader.has_begun() {
            true => Place::Signature,
            false => Place::Recipients,
        };
        if places.iter().all(|(place, _)| place.is_none()) {
            // Lines that cannot be read end neither the list before the signature, however many they are, nor the
            // signature before the name, if they are few.
            unread += 1;
            let is_before = block.is_some_and(|block| index < block);
            let is_inside =
                reader.waits_for_name() && unread <= MOST_UNREAD && line.width <= WIDEST;
            if !is_before && !is_inside {
                break;
            }
            reader.pending.extend(places.into_iter().map(|(_, cell)| (beside, cell)));
            continue;
        }
        unread = 0;
        let pending = std::mem::take(&mut reader.pending);
        reader.lines.extend(pending);
        // What stands beside a cell of the end is of the end, too: a name that cannot be read as one.
        let places = places.into_iter().map(|(place, cell)| (place.unwrap_or(beside), cell));
        reader.lines.extend(places);
        end = index + 1;
    }
    reader.finish((first, end))
}

/// The columns of a line, in order: their bytes in the whole text, and their text. A column that holds authority, post
/// and name one behind the other is cut into these.
fn pieces<'a>(line: &Line<'a>) -> Vec<(Span, &'a str)> {
    let mut found = Vec::new();
    for (span, text) in cells(line) {
        let mut from = 0;
        for cut in cuts(text) {
            found.push((Span::new(span.start + from, span.start + cut - 1), &text[from..cut - 1]));
            from = cut;
        }
        found.push((Span::new(span.start + from, span.end), &text[from..]));
    }
    found
}

/// Where the pieces of a signature begin that stands on one line, the first piece left out:
/// `TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Văn An` (in the name of the people's committee, for the
/// chairman, vice chairman, name). Bytes of `text`, ascending, each behind a blank; the last is that of the name. Empty
/// where no name follows authority or post; a name in capitals does not count.
fn cuts(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    // Authority and post are in capitals: most lines are told by their second letter.
    let is_capital_start = !text.chars().nth(1).is_some_and(char::is_lowercase);
    let opens = || is_authority_start(text) || is_post_start(text);
    if text.len() > 200 || !is_capital_start || !opens() {
        return found;
    }
    let starts = || text.match_indices(' ').map(|(at, _)| at + 1);
    let name_start = starts().find(|at| !is_capital(&text[*at..]) && is_name(&text[*at..]));
    let Some(name_start) = name_start else { return found };
    if !is_capital(&text[..name_start]) {
        return found;
    }
    let mut from = 0;
    for at in starts().filter(|at| *at < name_start) {
        let rest = &text[at..name_start];
        // A post begins behind an authority, not inside a post: `PHÓ CHỦ TỊCH` is one.
        let behind_authority =
            is_authority_start(&text[from..]) && text[from..at].trim_end().contains(' ');
        let is_vice = RANKS.iter().any(|rank| text[from..at].ends_with(rank));
        if is_authority_start(rest) || (behind_authority && is_post_start(rest) && !is_vice) {
            found.push(at);
            from = at;
        }
    }
    found.push(name_start);
    found
}

/// Whether the text begins with a mark of authority.
fn is_authority_start(text: &str) -> bool {
    AUTHORITIES.iter().any(|mark| text.starts_with(mark))
}

/// A block of a signature belongs to a list of recipients if it begins less than 60 lines behind its label or at most
/// 30 before it. A judgement, not measured.
const FAR: usize = 60;

/// The first 20 lists of recipients are looked at for a signature near by; those of forms follow that of the paper. A
/// judgement, not measured.
const MOST_LISTS: usize = 20;

/// At most 4 lines one behind the other between post and name that cannot be read: a stamp, a digital signature. A
/// judgement, not measured.
const MOST_UNREAD: usize = 4;

/// At most 90 characters (inclusive) for a line between post and name that cannot be read. A judgement, not measured.
const WIDEST: usize = 90;

/// The indexes of the lines on which the list of recipients and the block of the signature begin, `None` for one that
/// is missing. Of several pairs the first is the paper's own: those behind it stand in annexes and forms. Of a list and
/// a signature that stand more than [`FAR`] lines apart only the later one is kept.
fn ends(lines: &[Line<'_>]) -> (Option<usize>, Option<usize>) {
    let is_list = |line: &Line<'_>| any_cell(line, is_label);
    let labels: Vec<usize> = (0..lines.len()).filter(|at| is_list(&lines[*at])).collect();
    for label in labels.iter().take(MOST_LISTS) {
        let from = label.saturating_sub(FAR / 2);
        let near = &lines[from..lines.len().min(label + FAR)];
        if let Some(block) = signature_start(near) {
            return (Some(*label), Some(from + block));
        }
    }
    let label = labels.last().copied();
    let block = signature_start(lines);
    // A list and a signature that stand far apart are not the end of one paper.
    match label.zip(block) {
        Some((label, block)) if label.abs_diff(block) > FAR && label > block => (Some(label), None),
        Some((label, block)) if label.abs_diff(block) > FAR => (None, Some(block)),
        _ => (label, block),
    }
}

/// Whether the cell begins with the label of the list of recipients (`Nơi nhận`). The first names may follow, each with
/// a dash; without one the cell has at most 39 characters.
fn is_label(text: &str) -> bool {
    let Some(end) = opens_with(text, "nơi nhận") else { return false };
    let rest = text[end..].trim_start_matches([' ', ':']);
    rest.starts_with(['-', '–']) || text.chars().count() < 40
}

/// Marks of authority, in capitals: in the name of (`TM`), for (`KT`), by order of (`TL`), authorised by (`TUQ`),
/// acting (`Q`).
const AUTHORITIES: [&str; 14] = [
    "T/M", "TM.", "TM ", "K/T", "KT.", "KT ", "T/L", "TL.", "TL ", "TUQ", "T/UQ", "T.M", "Q.",
    "TM/",
];

/// Whether the cell is a line of authority: it begins with such a mark and has at least four letters, all in capitals.
fn is_authority(text: &str) -> bool {
    let letters = || text.chars().filter(|letter| letter.is_alphabetic()).count();
    is_authority_start(text) && is_capital(text) && letters() >= 4
}

/// Words before a post, in capitals: vice, acting (two forms), former, in charge of.
const RANKS: [&str; 5] = ["PHÓ ", "QUYỀN ", "Q. ", "NGUYÊN ", "PHỤ TRÁCH "];

/// Whether the cell begins with a post and has at most 59 characters, all letters in capitals.
fn is_post(text: &str) -> bool {
    is_capital(text) && text.chars().count() < 60 && is_post_start(text)
}

/// Whether the text begins with a post.
fn is_post_start(text: &str) -> bool {
    post_end(text).is_some()
}

/// The byte at which the post ends with which `text` begins (in capitals, with a rank such as `PHÓ`, vice, before it);
/// `None` where it begins with none. The longest post of `posts.tsv` counts; `PHÓ BAN` (vice head of a board) and
/// `TRƯỞNG` (head of) are posts, too.
pub fn post_end(text: &str) -> Option<usize> {
    static POSTS: LazyLock<Openings> =
        LazyLock::new(|| Openings::of_table(include_str!("posts.tsv")));
    let bare = RANKS.iter().fold(text, |rest, rank| rest.strip_prefix(rank).unwrap_or(rest));
    let of_table = POSTS.at_start(bare).map(|(_, end)| end);
    let longest = of_table.filter(|end| is_capital(&bare[..*end])).max();
    let head = ["PHÓ BAN", "TRƯỞNG "].iter().find(|post| text.starts_with(**post));
    longest.map(|end| text.len() - bare.len() + end).or(head.map(|post| post.len()))
}

/// Whether the cell is an item of the list of recipients: it begins with a bullet. `- VP HĐND, VP UBND,` has only
/// capitals, as lines of the signature do.
fn is_item(text: &str) -> bool {
    text.starts_with(['-', '–', '+', '•']) && !is_drawn(text)
}

/// The index of the line on which the last block of a signature begins: the first of the lines of authority there, or
/// the last post where no line has an authority. `None` where no name follows within [`LONGEST_BLOCK`] lines.
fn signature_start(lines: &[Line<'_>]) -> Option<usize> {
    let has = |line: &Line<'_>, fits: fn(&str) -> bool| {
        any_cell(line, |cell| fits(&cell[..cuts(cell).first().map_or(cell.len(), |cut| cut - 1)]))
    };
    let mut start = lines.iter().rposition(|line| has(line, is_authority));
    // `TM. ỦY BAN NHÂN DÂN` and `KT. CHỦ TỊCH` stand one under the other.
    while let Some(at) = start.filter(|at| *at > 0 && has(&lines[at - 1], is_authority)) {
        start = Some(at - 1);
    }
    let start = start.or_else(|| lines.iter().rposition(|line| has(line, is_post)))?;
    let block = &lines[start..lines.len().min(start + LONGEST_BLOCK)];
    let ends = |line: &Line<'_>| any_cell(line, |cell| !cuts(cell).is_empty());
    let is_signed =
        ends(&block[0]) || block[1..].iter().any(|line| any_cell(line, is_name) || ends(line));
    is_signed.then_some(start)
}

/// The name stands on one of the first 9 lines of the block. A judgement, not measured.
const LONGEST_BLOCK: usize = 9;

/// The name of a person that a cell is: two to six words that begin with a capital each and hold nothing but letters;
/// or two to five words in capitals, the first a surname of `surnames.tsv`. Ranks and degrees before it are kept; words
/// that say that the paper was signed, and ranks behind them, are cut off. `None` for anything else.
fn name(text: &str) -> Option<&str> {
    let inside = text.trim_start_matches(['(', '[']);
    let signed = SIGNED.iter().find_map(|mark| {
        let end = opens_with(inside, mark)?;
        Some(inside[end..].trim_start_matches([')', ']', ':', '.', ' ']))
    });
    let text = signed.unwrap_or(text);
    let bare =
        TITLES.iter().fold(text, |rest, title| rest.strip_prefix(title).unwrap_or(rest)).trim();
    let words: Vec<&str> = bare.split_whitespace().collect();
    let in_capitals = is_capital(bare);
    let is_word = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.all(|one| one.is_alphabetic() && one.is_uppercase() == in_capitals)
    };
    if !(2..=6).contains(&words.len()) || !words.iter().all(is_word) {
        return None;
    }
    let is_person = !in_capitals
        || words.len() <= 5
            && surnames().contains(&words[0])
            && !is_post(bare)
            && !is_authority(bare)
            && !opens_body_name(bare);
    is_person.then_some(if signed.is_some() { bare } else { text })
}

/// Whether the cell is the name of a person.
fn is_name(text: &str) -> bool {
    name(text).is_some()
}

/// Words that say that a paper was signed, in small letters: signed, signature, signed by.
const SIGNED: [&str; 4] = ["đã ký", "đã kí", "ký tên", "ký bởi:"];

/// The surnames of `surnames.tsv`, in capitals.
fn surnames() -> &'static [&'static str] {
    static SURNAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    SURNAMES.get_or_init(|| rows(include_str!("surnames.tsv")).map(|[name]| name).collect())
}

/// How the lines begin that a digital signature draws, in small letters: signed by, signer, mail, agency, organisation,
/// post, time and date of signing.
const DIGITAL: [&str; 14] = [
    "ký bởi",
    "người ký",
    "email",
    "cơ quan:",
    "tổ chức:",
    "chức vụ:",
    "thời gian ký",
    "ngày ký",
    "ngày giờ ký",
    "ký ngày",
    "signed by",
    "digitally signed",
    "date:",
    "signature",
];

/// Whether the line is one that a digital signature draws.
fn is_digital(text: &str) -> bool {
    DIGITAL.iter().any(|opening| opens_with(text, opening).is_some())
}

/// Degrees and military ranks that stand before a signer's name: professor, doctor, engineer, general, colonel and so
/// on.
const TITLES: [&str; 12] = [
    "GS.",
    "PGS.",
    "TS.",
    "ThS.",
    "BS.",
    "CN.",
    "KS.",
    "Đại tướng ",
    "Thượng tướng ",
    "Trung tướng ",
    "Thiếu tướng ",
    "Đại tá ",
];

/// The end of a paper that is being read.
#[derive(Default)]
struct Reader<'a> {
    lines: Vec<(Place, Line<'a>)>,
    list: List<'a>,
    /// Whether the label of the list was read.
    in_list: bool,
    /// The cells of the authority so far.
    authority: Vec<Line<'a>>,
    /// The cells of the post so far.
    post: Vec<Line<'a>>,
    /// The cell of the name. Its `text` is the name alone; `span` and `width` are those of the cell.
    name: Option<Line<'a>>,
    /// Cells of lines that cannot be read; they belong to the end only if more of it follows.
    pending: Vec<(Place, Line<'a>)>,
}

impl<'a> Reader<'a> {
    /// Reads a cell and gives its place; `None` where it cannot be read as part of the end.
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
            // What stood between two names of the list without a dash is a name, too.
            for (_, missed) in self.pending.iter().filter(|(place, _)| *place == Place::Recipients)
            {
                self.list.add_name(missed);
            }
            self.list.add(cell);
            return Some(Place::Recipients);
        }
        None
    }

    /// Whether authority or post were read: the block has begun.
    fn has_begun(&self) -> bool {
        !self.authority.is_empty() || !self.post.is_empty()
    }

    /// Whether the cell belongs to the block of the signature; keeps authority, post or name. Always `false` behind the
    /// name.
    fn signs(&mut self, cell: &Line<'a>) -> bool {
        if self.name.is_some() {
            return false;
        }
        let begun = self.has_begun();
        if begun && is_digital(cell.text) {
            return true;
        }
        let goes_on = begun && is_capital(cell.text) && !is_item(cell.text);
        if is_authority(cell.text) || (goes_on && self.continues_authority(cell)) {
            self.authority.push(*cell);
        } else if is_post(cell.text) || (goes_on && self.post.len() < 3 && !is_name(cell.text)) {
            self.post.push(*cell);
        } else if let Some(name) = name(cell.text).filter(|_| begun) {
            self.name = Some(Line { text: name, ..*cell });
        } else {
            let signed = cell.text.trim_matches(['(', ')', '[', ']']).to_lowercase();
            let stamp = ["đã ký", "ký", "ký tên", "đã kí"].contains(&signed.as_str());
            return begun && (stamp || is_drawn(cell.text));
        }
        true
    }

    /// Whether a cell goes on with the authority above it: `TM. ỦY BAN NHÂN` / `DÂN` (people's committee),
    /// `KT. BỘ TRƯỞNG,` / `CHỦ NHIỆM` (for the minister, chairman).
    fn continues_authority(&self, cell: &Line<'_>) -> bool {
        let Some(last) = self.authority.last().filter(|_| self.post.is_empty()) else {
            return false;
        };
        let is_next = cell.number <= last.number + 1 + cell.blank_before.min(1);
        let is_rest = cell.text.split(' ').count() <= 2
            || ["TỈNH ", "THÀNH PHỐ ", "TRUNG ƯƠNG"].iter().any(|area| cell.text.starts_with(area));
        let is_other = is_post(cell.text) || is_name(cell.text);
        is_next && (last.text.ends_with([',', '-']) || (is_rest && !is_other))
    }

    /// Whether authority or post were read, and the name was not.
    fn waits_for_name(&self) -> bool {
        self.has_begun() && self.name.is_none()
    }

    /// The end that was read, which takes the lines `taken`.
    fn finish(self, taken: (usize, usize)) -> Tail<'a> {
        let block: Vec<&Line<'a>> =
            self.authority.iter().chain(&self.post).chain(self.name.as_ref()).collect();
        let lines =
            block.first().zip(block.last()).map(|(first, last)| (first.number, last.number));
        let words =
            |lines: &[Line<'_>]| lines.iter().map(|line| line.text).collect::<Vec<_>>().join(", ");
        let signer = self.name.zip(lines).map(|(name, lines)| {
            let (post, authority) = (words(&self.post), self.authority_line());
            let confidence = if authority.is_empty() { 0.8 } else { 0.95 };
            Field {
                value: Signer { name: name.text.to_owned(), post, authority },
                lines,
                confidence,
            }
        });
        Tail { lines: self.lines, signer, recipients: self.list.field(), taken }
    }

    /// In whose name the paper is signed, on one line: `, ` before each further mark of authority, a blank where a name
    /// was broken into lines. Empty where no authority was read.
    fn authority_line(&self) -> String {
        let mut joined = String::new();
        for line in &self.authority {
            match is_authority(line.text) {
                _ if joined.is_empty() => {}
                true => joined.push_str(", "),
                false => joined.push(' '),
            }
            joined.push_str(line.text.trim_end_matches(','));
        }
        joined
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
