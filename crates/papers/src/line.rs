//! The printed lines of a paper and how they were laid out.
//! In: repaired text. Out: its lines that hold text, trimmed, with what stood around them.
//! Also small tests of a line's text that many modules share: its case, its end, the words it opens with, its columns.
//! Never joins lines (`paragraph` does).

use vankien_text::language::letters;
use vankien_text::span::Span;

use crate::document::LineKind;

/// One printed line that holds text, or a column or other piece of one. A piece has a `span`, `text` and `width` of its
/// own; `blank_before`, `after_rule` and `gaps` are those of the whole line, and so is `indent`, except in the pieces
/// that `signature` makes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line<'a> {
    /// Its number in the file, from 1, blank lines counted. Pieces of a line share it.
    pub number: u32,
    /// Bytes of the whole text, without the white space at both ends of the line.
    pub span: Span,
    /// The text of `span`.
    pub text: &'a str,
    /// How many white-space characters stand before it.
    pub indent: usize,
    /// How many characters it has, white space at both ends left out.
    pub width: usize,
    /// How many lines of nothing but white space stand directly before it.
    pub blank_before: u32,
    /// Whether the blank line directly before it has twenty bytes of white space or more: the rule above a footnote,
    /// drawn by the word processor, leaves such a line.
    pub after_rule: bool,
    /// Whether it holds a tab or two spaces in a row: columns, or padding inside.
    pub gaps: bool,
    /// The page it stands on, from 1; 1 until `page` has set it.
    pub page: u32,
}

/// How the lines of a paper are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A blank line after (nearly) every printed line: a blank line ends no paragraph.
    Spaced,
    /// Printed lines under one another; a blank line ends a paragraph.
    Wrapped,
    /// Every line is a whole paragraph.
    Whole,
}

/// The lines of `text` that hold more than white space, in order; all of them are on page 1 so far.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    // A printed line of Vietnamese has about a hundred bytes; a paragraph has more.
    let mut found = Vec::with_capacity(text.len() / 100 + 1);
    let (mut start, mut blank_before, mut after_rule) = (0, 0, false);
    for (index, raw) in text.split('\n').enumerate() {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            blank_before += 1;
            after_rule = raw.len() >= 20;
        } else {
            let lead = raw.len() - raw.trim_start().len();
            let span = Span::new(start + lead, start + lead + trimmed.len());
            found.push(Line {
                number: index as u32 + 1,
                span,
                text: trimmed,
                indent: raw[..lead].chars().count(),
                width: trimmed.chars().count(),
                blank_before,
                after_rule,
                gaps: gaps(trimmed),
                page: 1,
            });
            (blank_before, after_rule) = (0, false);
        }
        start += raw.len() + 1;
    }
    found
}

/// A full line has at least 50 characters: in a paper of short lines no line is full. A judgement, not measured.
const NARROWEST: usize = 50;

/// Whether the text holds a tab or two spaces in a row.
fn gaps(text: &str) -> bool {
    text.contains('\t') || memchr::memmem::find(text.as_bytes(), b"  ").is_some()
}

/// How the lines are laid out, and the width of a full line in characters: the width that nine lines of ten do not
/// exceed, at least [`NARROWEST`]. `kind` is what the format of the file says of them. Where it leaves that open, lines
/// are whole paragraphs if a full one is wider than 130 characters, or if none goes on with a small letter behind one
/// that ends no sentence (if a full one is wider than 100: fewer than one in 20). Fewer than two lines always are.
/// Printed lines are [`Layout::Spaced`] if at least eight of ten, the first not counted, have a blank line before them.
pub fn layout(lines: &[Line<'_>], kind: LineKind) -> (Layout, usize) {
    let mut widths: Vec<usize> = lines.iter().map(|line| line.width).collect();
    widths.sort_unstable();
    let at = |share: usize| widths.get(widths.len() * share / 100).copied().unwrap_or_default();
    let full = at(90).max(NARROWEST);
    // A printed line of the widest usual page (A4, 11 points) has about 110 characters.
    let wide = kind == LineKind::Open && full > 130;
    if kind == LineKind::Paragraph || wide || lines.len() < 2 {
        return (Layout::Whole, full);
    }
    let goes_on = |line: &Line<'_>| {
        let words = line.text.trim_start_matches(['-', ' ']);
        words.starts_with(|letter: char| letter.is_lowercase())
    };
    let wrapped = |pair: &&[Line<'_>]| !ends_sentence(pair[0].text) && goes_on(&pair[1]);
    let open = lines.windows(2).filter(wrapped).count();
    // Where no line goes on with a small letter, or hardly one of many wide ones, each is a
    // paragraph of its own.
    let whole = open == 0 || (full > 100 && open * 20 < lines.len());
    if kind == LineKind::Open && whole {
        return (Layout::Whole, full);
    }
    let spaced = lines.iter().skip(1).filter(|line| line.blank_before > 0).count();
    let layout =
        if spaced * 10 >= (lines.len() - 1) * 8 { Layout::Spaced } else { Layout::Wrapped };
    (layout, full)
}

/// Whether the text ends with a mark behind which a sentence or an item of a list can end (`.`, `;`, `:`, `!`, `?`,
/// `…`). Closing quotation marks (`”`, `"`, `’`, `»`) and `)` may follow the mark, other brackets not. A comma is none.
pub fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['”', '"', ')', '’', '»']);
    let bare = if bare.is_empty() { text } else { bare };
    bare.ends_with(['.', ';', ':', '!', '?', '…'])
}

/// Whether the line is drawn, not written: `-----`, `*`, `_____`, `* * *`. It holds nothing but hyphens, dashes, `_`,
/// `*`, `=`, `~`, `·`, points and spaces, and does not begin with a point. `true` for an empty text.
pub fn is_drawn(text: &str) -> bool {
    text.chars().all(|letter| "-–—_*=~.· ".contains(letter)) && !text.starts_with('.')
}

/// Whether the text has letters and none of them is a small one; figures and signs do not count.
pub fn is_capital(text: &str) -> bool {
    let mut letters = text.chars().filter(|letter| letters::is_letter(*letter)).peekable();
    letters.peek().is_some() && letters.all(|letter| !letter.is_lowercase())
}

/// How many bytes `words`, given in small letters, take at the beginning of `text`, which may have them in any case;
/// `None` where it does not begin with them. They may end inside a word of `text`: the caller looks at what follows.
#[inline]
pub fn opens_with(text: &str, words: &str) -> Option<usize> {
    // Most texts differ in their first letter: that is seen without a call.
    match (text.as_bytes().first(), words.as_bytes().first()) {
        (Some(first), Some(wanted))
            if first.is_ascii() && first.to_ascii_lowercase() != *wanted =>
        {
            None
        }
        _ => opens_with_letters(text, words),
    }
}

/// The same as [`opens_with`], letter by letter.
fn opens_with_letters(text: &str, words: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    for wanted in words.chars() {
        let (_, letter) = letters.next()?;
        let same = match letter.is_ascii() {
            true => letter.to_ascii_lowercase() == wanted,
            false => letter == wanted || letter.to_lowercase().eq([wanted]),
        };
        if !same {
            return None;
        }
    }
    Some(letters.next().map_or(text.len(), |(at, _)| at))
}

/// Whether `fits` is true for some column of the line; a line without columns is one.
pub fn any_cell(line: &Line<'_>, fits: impl Fn(&str) -> bool) -> bool {
    if line.gaps && line.width <= LONGEST_COLUMNS {
        cells(line).iter().any(|(_, cell)| fits(cell))
    } else {
        fits(line.text)
    }
}

/// At most 400 characters (inclusive) for a line with columns: a longer one is text with odd spacing. A judgement, not
/// measured.
const LONGEST_COLUMNS: usize = 400;

/// The columns of a line, in order: stretches of text parted by three or more spaces or by a tab. Each has its bytes in
/// the whole text, and its text. At least one: the line itself where it has no columns.
pub fn cells<'a>(line: &Line<'a>) -> Vec<(Span, &'a str)> {
    if !line.gaps || line.width > LONGEST_COLUMNS {
        return vec![(line.span, line.text)];
    }
    let mut found = Vec::new();
    let mut start = 0;
    while start < line.text.len() {
        let rest = &line.text[start..];
        let gap = rest.find("   ").into_iter().chain(rest.find('\t')).min().unwrap_or(rest.len());
        let end = start + gap;
        let cell = Span::new(line.span.start + start, line.span.start + end);
        found.push((cell, &line.text[start..end]));
        start = end + rest[gap..].len() - rest[gap..].trim_start().len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_layout() {
        let spaced = "Ngày 29 tháng 3 năm 2024, hội nghị   \n\ntổ chức tại\n\nthành phố.\n";
        assert_eq!(layout(&lines(spaced), LineKind::Open).0, Layout::Spaced);
        let wrapped = "Ngày 29 tháng 3 năm 2024, hội nghị\ntổ chức tại\nthành phố.\n";
        assert_eq!(layout(&lines(wrapped), LineKind::Open).0, Layout::Wrapped);
        let whole = "Câu một.\n\nCâu hai.\n\nCâu ba.";
        assert_eq!(layout(&lines(whole), LineKind::Open).0, Layout::Whole);
    }

    #[test]
    fn counts_blank_lines_and_indent() {
        let found = lines("a\n\n                         \n  b  \n");
        assert_eq!(found[1].number, 4);
        assert_eq!((found[1].indent, found[1].blank_before, found[1].text), (2, 2, "b"));
        assert!(found[1].after_rule);
    }

    #[test]
    fn parts_the_columns_of_a_line() {
        let text = "TỈNH ỦY VÂN HẢI          ĐẢNG CỘNG SẢN VIỆT NAM";
        let all = lines(text);
        let found: Vec<&str> = cells(&all[0]).into_iter().map(|(_, cell)| cell).collect();
        assert_eq!(found, ["TỈNH ỦY VÂN HẢI", "ĐẢNG CỘNG SẢN VIỆT NAM"]);
    }
}
