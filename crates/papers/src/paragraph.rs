//! Joins printed lines to paragraphs.
//! In: printed lines of one section. Out: their text, one line a paragraph, with a map back to the text of the file.
//! Never changes a letter. Between two printed lines stands one space, one line end, a tab (behind a row of a table),
//! or nothing: a hyphen that parts a word is taken out, and so is the gap inside a number of a paper and before a
//! closing mark.

use vankien_text::language::{letters, syllable};
use vankien_text::repair::number_spacing;
use vankien_text::span::{Map, Rewriter, Span};

use super::heading::{Label, Style, label};
use super::line::{Layout, Line, ends_sentence};

/// How the lines of the paper were laid out, to tell a wrapped line from a finished one.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// The layout of the whole file; [`Layout::Whole`] where every line is to stay a line.
    pub layout: Layout,
    /// The width of a full line in characters: nine lines of ten are no wider; at least 50 (see `line::layout`).
    pub full: usize,
}

impl Measure {
    /// The measure for text in which every line stands for itself (the head, the signature): no two lines are joined.
    pub fn by_line(self) -> Measure {
        Measure { layout: Layout::Whole, ..self }
    }
}

impl Measure {
    /// Whether the line has at least 78 % of the full width, so that the next word may have been wrapped. The share is
    /// a judgement, not measured.
    pub fn is_full(&self, line: &Line<'_>) -> bool {
        line.width * 100 >= self.full * 78
    }

    /// Whether a new paragraph begins with `line`, which follows `before`. Always `true` in [`Layout::Whole`].
    pub fn parts(&self, before: &Line<'_>, line: &Line<'_>) -> bool {
        let capital = begins_anew(line);
        match self.layout {
            Layout::Whole => true,
            _ if before.text.ends_with([',', ';', '.', ':']) && opens_item(before, line) => true,
            Layout::Wrapped if line.blank_before > 0 => capital || ends_sentence(before.text),
            _ if ends_sentence(before.text) => capital && !self.is_full(before),
            _ => capital && before.width * 2 < self.full,
        }
    }

    /// Whether `line` surely goes on with what `before` left open, as the lines of a heading do: no paragraph begins,
    /// and `before` is full or `line` begins with a small letter or a closing mark.
    pub fn wraps(&self, before: &Line<'_>, line: &Line<'_>) -> bool {
        !self.parts(before, line) && (self.is_full(before) || !begins_anew(line))
    }
}

/// Whether the line opens an item; behind a comma only a bullet does.
fn opens_item(before: &Line<'_>, line: &Line<'_>) -> bool {
    let sign = |label: Label<'_>| matches!(label.style, Style::Sign(_));
    label(line.text).is_some_and(|found| !before.text.ends_with(',') || sign(found))
}

/// Whether the line may begin a paragraph: not with a small letter or a closing mark.
fn begins_anew(line: &Line<'_>) -> bool {
    !line.text.starts_with(|letter: char| letter.is_lowercase() || ",;.)”".contains(letter))
}

/// Stands in joined text between two cells of a table or two columns, where a reader of numbers must not go on. One
/// byte, as the blank that [`without_walls`] makes of it.
pub const WALL: char = '\t';

/// Joined text with a blank for each [`WALL`].
pub fn without_walls(joined: String) -> String {
    if memchr::memchr(WALL as u8, joined.as_bytes()).is_none() {
        return joined;
    }
    joined.replace(WALL, " ")
}

/// The joined text of `lines` of the paper `text`, with a [`WALL`] between two cells and behind a row of a table.
pub fn join(text: &str, lines: &[Line<'_>], measure: Measure) -> (String, Map) {
    let bytes: usize = lines.iter().map(|line| line.span.len() + 1).sum();
    let mut joined = Rewriter::with_room(bytes, 2 * lines.len());
    // Whether a hyphen parts a word at the end of the line before.
    let mut parted = false;
    let mut in_table = false;
    for (index, line) in lines.iter().enumerate() {
        if let Some(before) = index.checked_sub(1).map(|before| &lines[before]) {
            let blank = if in_table { "\t" } else { " " };
            between(&mut joined, (before, parted), line, measure, blank);
        }
        parted = lines.get(index + 1).is_some_and(|next| breaks_word(text, line, next));
        in_table = words(&mut joined, text, if parted { unhyphenated(line) } else { *line });
    }
    joined.finish()
}

/// The consonants that close a Vietnamese syllable.
const CLOSING_CONSONANTS: [&str; 8] = ["c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// Whether a hyphen at the end of a line parts one word: a syllable (`Ngo-` + `ại giao`), a foreign word (`Jer-` +
/// `sey`), or a word that stands near by in one piece (see [`stands_near`]).
fn breaks_word(text: &str, line: &Line<'_>, next: &Line<'_>) -> bool {
    let Some(stem) = line.text.strip_suffix('-') else { return false };
    let inside = |one: char| !letters::is_letter(one);
    let start = stem.rfind(inside).map_or(0, |at| at + inside_length(stem, at));
    let first = &stem[start..];
    // The symbol of a number, whose hyphen is part of it: `87/2011/TT-` + `BQP`.
    if stem[..start].ends_with(['/', '-']) && !first.contains(char::is_lowercase) {
        return false;
    }
    let second = &next.text[..next.text.find(inside).unwrap_or(next.text.len())];
    let case = second.starts_with(char::is_lowercase) || !first.contains(char::is_lowercase);
    let whole = || letters::lower_word(&format!("{first}{second}"));
    // `Jer-` + `sey`: neither half is a word of its own.
    let foreign = || {
        [first, second].iter().all(|half| half.is_ascii() && half.len() > 1)
            && second.starts_with(char::is_lowercase)
            && !syllable::is_valid(&letters::lower_word(second))
    };
    // `hoàn thiệ-` + `n`: a consonant alone closes the word before.
    let closes = || CLOSING_CONSONANTS.contains(&second) && first.chars().nth(1).is_some();
    let written = || stands_near(text, line.span.end, &format!("{first}{second}"));
    case && !first.is_empty()
        && !second.is_empty()
        && (syllable::is_valid(&whole()) || foreign() || closes() || written())
}

/// 16,384 bytes before and behind a broken word are searched for the word in one piece. A judgement, not measured.
const NEAR: usize = 1 << 14;

/// Whether `word` stands in one piece at most [`NEAR`] bytes from byte `at`: `Canada`, where `Cana-` + `da` is broken.
fn stands_near(text: &str, at: usize, word: &str) -> bool {
    let bytes = &text.as_bytes()[at.saturating_sub(NEAR)..text.len().min(at + NEAR)];
    let is_letter = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
    };
    memchr::memmem::find_iter(bytes, word).any(|at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        !is_letter(before) && !is_letter(bytes.get(at + word.len()))
    })
}

/// How many bytes the character at byte `at` takes; 0 at the end of the text.
fn inside_length(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// The line without its last hyphen; its `width` still counts it.
fn unhyphenated<'a>(line: &Line<'a>) -> Line<'a> {
    let text = &line.text[..line.text.len() - 1];
    Line { text, span: Span::new(line.span.start, line.span.end - 1), ..*line }
}

/// Writes what stands between two lines: a line end where a paragraph begins, else `blank` (a space, or a tab behind a
/// row of a table); nothing where the second begins with a closing mark (`đầu tư` + `; kiên quyết`), goes on with a
/// number of a paper or a date, or with a word that a hyphen `parted`.
fn between(
    joined: &mut Rewriter,
    (before, parted): (&Line<'_>, bool),
    line: &Line<'_>,
    measure: Measure,
    blank: &str,
) {
    let gap = Span::new(before.span.end - usize::from(parted), line.span.start);
    // Lines that were taken out in between (a page number, a note) leave a hole in the way back.
    let whole = gap.start <= gap.end && line.number == before.number + line.blank_before + 1;
    let glue = match () {
        () if parted || number_spacing::continues(before.text, line.text) => "",
        () if measure.parts(before, line) => "\n",
        () if line.text.starts_with([';', ',', '.', ')', '”', ':']) => "",
        () => blank,
    };
    if whole {
        joined.replace(gap, glue);
    } else {
        joined.insert(glue);
    }
}

/// At least 3 white-space characters part two cells, and a tab does. As `line::cells` has it.
const BLANKS_BETWEEN_CELLS: usize = 3;

/// At most 5 bytes (inclusive) at the beginning of a line for the label of an item: a gap behind it does not make the
/// line a row of a table.
const LONGEST_LABEL: usize = 5;

/// Copies a line; runs of white space inside become one space, or a wall where they part cells. Gives whether the line
/// has cells, a label aside.
fn words(joined: &mut Rewriter, text: &str, line: Line<'_>) -> bool {
    let Line { span, text: line, gaps, .. } = line;
    if !gaps {
        joined.copy(text, span);
        return false;
    }
    let mut has_cells = false;
    let mut start = 0;
    while start < line.len() {
        let rest = &line[start..];
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        joined.copy(text, Span::new(span.start + start, span.start + start + word));
        let gap = rest[word..].len() - rest[word..].trim_start().len();
        if gap > 0 {
            let from = span.start + start + word;
            let blanks = &rest[word..word + gap];
            let is_wall = blanks.contains('\t') || blanks.chars().count() >= BLANKS_BETWEEN_CELLS;
            has_cells |= is_wall && start + word > LONGEST_LABEL;
            joined.replace(Span::new(from, from + gap), if is_wall { "\t" } else { " " });
        }
        start += word + gap;
    }
    has_cells
}

#[cfg(test)]
mod tests {
    use super::super::line::{layout, lines};
    use super::*;
    use crate::document::LineKind;

    fn joins(text: &str, expected: &str) {
        let found = lines(text);
        let (layout, full) = layout(&found, LineKind::Open);
        let joined = join(text, &found, Measure { layout, full }).0;
        assert_eq!(without_walls(joined), expected);
    }

    #[test]
    fn a_blank_line_after_every_line_ends_nothing() {
        joins(
            "Tăng cường phòng, chống tham nhũng và         \n\nlãng phí trong tỉnh.\n\nTiếp tục",
            "Tăng cường phòng, chống tham nhũng và lãng phí trong tỉnh.\nTiếp tục",
        );
    }

    #[test]
    fn a_mark_at_the_head_of_a_line_closes_the_one_before() {
        joins(
            "chủ trương đầu tư của tỉnh\n; kiên quyết thu hồi\ncác dự án",
            "chủ trương đầu tư của tỉnh; kiên quyết thu hồi các dự án",
        );
    }

    #[test]
    fn a_hyphen_that_parts_a_syllable_goes() {
        joins(
            "theo Thông tư số 87/2011/TT-\n\nBQP của Bộ Quốc phòng\n\nvà",
            "theo Thông tư số 87/2011/TT-BQP của Bộ Quốc phòng và",
        );
        joins(
            "thuộc Bộ Ngo-\n\nại giao có đủ tiêu chuẩn về kinh tế -\n\nxã hội và Bà Rịa-\n\nVũng Tàu",
            "thuộc Bộ Ngoại giao có đủ tiêu chuẩn về kinh tế - xã hội và Bà Rịa-\nVũng Tàu",
        );
    }

    #[test]
    fn a_hyphen_goes_before_a_closing_consonant() {
        joins("trong các túi nilô-\n\nng. Các", "trong các túi nilông. Các");
        joins("điểm a-\n\nc và", "điểm a- c và");
    }

    #[test]
    fn a_hyphen_goes_where_the_word_stands_whole_elsewhere() {
        joins(
            "quan hệ giữa Cana-\n\nda và Israe-\n\nl, thăm Canada và Israel",
            "quan hệ giữa Canada và Israel, thăm Canada và Israel",
        );
        joins("giữa Cana-\n\nda và", "giữa Cana- da và");
    }

    #[test]
    fn leads_back_over_the_gap() {
        let text = "phòng, chống   \n\ntham nhũng,  lãng phí";
        let found = lines(text);
        let (joined, map) = join(text, &found, Measure { layout: Layout::Spaced, full: 20 });
        assert_eq!(joined, "phòng, chống tham nhũng, lãng phí");
        let at = joined.find("lãng").expect("joined");
        let from = map.back(Span::new(at, joined.len()));
        assert_eq!(from[0].of(text), "lãng phí");
    }
}
