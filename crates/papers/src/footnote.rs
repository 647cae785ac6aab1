//! Takes notes at the foot of a page out of the sentence that they interrupt.
//! A mark is the bare number of a note; an anchor is the mark in the sentence to which the note belongs.
//! In: the printed lines. Out: the notes with their lines, and the lines without notes and anchors.
//! Never drops text: what is no note stays where it stands. Only marks on a line of their own go.

use std::collections::HashMap;
use std::ops::Range;

use super::line::Line;

/// A note at the foot of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote<'a> {
    /// Its number as printed, without brackets: one or two digits.
    pub number: &'a str,
    /// The lines of its text; a line of nothing but its mark is left out.
    pub lines: Vec<Line<'a>>,
    /// The line (of the file, from 1) that its anchor follows; `None` where no anchor with its number was found on its
    /// page or the page before.
    pub anchor: Option<u32>,
}

impl Footnote<'_> {
    /// Whether it begins on this line of the file (from 1) or before; `false` for a note without lines.
    pub fn is_up_to(&self, line: u32) -> bool {
        self.lines.first().is_some_and(|first| first.number <= line)
    }
}

/// Takes the notes and their anchors out of `lines`, whose pages are set. Gives the notes in order of their lines.
pub fn footnotes<'a>(lines: &mut Vec<Line<'a>>) -> Vec<Footnote<'a>> {
    let may_be = |line: &Line<'_>| line.after_rule || line.width <= 4 || is_rule(line.text);
    if !lines.iter().any(may_be) {
        return Vec::new();
    }
    let mut notes: Vec<Footnote<'a>> = Vec::new();
    let mut kept: Vec<Line<'a>> = Vec::with_capacity(lines.len());
    // The page and the line of the last anchor of each number; a note has its own on its page or the one before.
    let mut anchors: HashMap<&'a str, (u32, u32)> = HashMap::new();
    let mut index = 0;
    while index < lines.len() {
        let line = lines[index];
        let is_near = |(page, _): &&(u32, u32)| line.page.saturating_sub(*page) <= 1;
        let found = notes_under_rule(lines, index);
        for note in &found {
            let mut text = lines[note.lines.clone()].to_vec();
            if mark(text[0].text).is_some() {
                text.remove(0);
            }
            let anchor = anchors.get(note.number).filter(is_near).map(|(_, line)| *line);
            notes.push(Footnote { number: note.number, lines: text, anchor });
        }
        if let Some(last) = found.last() {
            index = last.lines.end;
        } else if let Some(number) = anchor(lines, index) {
            let stood = kept.last().map_or(line.number, |last| last.number);
            anchors.insert(number, (line.page, stood));
            index += 1;
        } else {
            kept.push(line);
            index += 1;
        }
    }
    *lines = kept;
    notes
}

/// The number of a text that is a bare mark of a note: one or two digits, with up to two round or square brackets
/// around them, which need not match (`1`, `(1)`, `[1]`, `1)`). `None` for any other text.
pub fn mark(text: &str) -> Option<&str> {
    let bare = text.trim_matches(['(', ')', '[', ']']);
    let short = (1..=2).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit());
    (short && bare.len() + 2 >= text.len()).then_some(bare)
}

/// A number indented by more than 8 blanks further than the line before it was printed there, and is no anchor. A
/// judgement, not measured.
const DEEPER: usize = 8;

/// The number of the anchor that line `index` is: a superscript that the extraction put on a line of its own, without
/// blank lines around it, in the middle of a sentence. `None` for a number far to the right: it was printed there, as
/// the end of a centred title.
fn anchor<'a>(lines: &[Line<'a>], index: usize) -> Option<&'a str> {
    let number = mark(lines[index].text)?;
    let before = index.checked_sub(1).and_then(|before| lines.get(before))?;
    let after = lines.get(index + 1)?;
    let close = lines[index].blank_before == 0 && after.blank_before == 0;
    let printed = lines[index].indent > before.indent + DEEPER;
    let goes_on = !after.text.starts_with(|letter: char| letter.is_uppercase());
    let open = !before.text.ends_with(['.', ':']);
    (close && goes_on && open && !printed).then_some(number)
}

/// At most 12 lines for the notes under one rule, their marks counted. A judgement, not measured.
const LONGEST: usize = 12;

/// The lines of a note, by their indexes, its mark counted.
struct NoteLines<'a> {
    number: &'a str,
    lines: Range<usize>,
}

/// The notes under the rule above line `index`, in order; empty where none begins there. The first begins directly
/// under the rule, each further one where the next number stands as a mark. The last goes on to the next rule with a
/// note, or to the end of the page. Where all of them would have more than [`LONGEST`] lines, their end is not known:
/// then each has one line of text, and each further one begins directly behind the one before.
fn notes_under_rule<'a>(lines: &[Line<'a>], index: usize) -> Vec<NoteLines<'a>> {
    let Some(mut number) = number_under_rule(lines, index) else { return Vec::new() };
    let block_end = notes_end(lines, index);
    let mut notes = Vec::new();
    let mut start = index;
    loop {
        let behind = first_line_end(lines, start);
        let next_number = |at: usize| Some((at, next_number(lines, at, number)?));
        let next = match block_end {
            Some(end) => (behind..end).find_map(next_number),
            None => next_number(behind),
        };
        let end = next.map_or(block_end.unwrap_or(behind), |(at, _)| at);
        notes.push(NoteLines { number, lines: start..end });
        let Some(next) = next else { return notes };
        (start, number) = next;
    }
}

/// The index behind the last of the notes under the rule above line `index`: where the page ends, or the next rule with
/// a note stands. `None` where they would have more than [`LONGEST`] lines.
fn notes_end(lines: &[Line<'_>], index: usize) -> Option<usize> {
    (first_line_end(lines, index)..=index + LONGEST).find(|end| {
        let Some(line) = lines.get(*end) else { return true };
        line.page != lines[index].page
            || number_under_rule(lines, *end).is_some()
            || is_rule(line.text) && number_under_rule(lines, end + 1).is_some()
    })
}

/// The index behind the first line with text of the note that begins at line `index`.
fn first_line_end(lines: &[Line<'_>], index: usize) -> usize {
    index + 1 + usize::from(mark(lines[index].text).is_some())
}

/// The number of the note that begins at line `index`, directly under a rule on the same page; `None` where none
/// begins.
fn number_under_rule<'a>(lines: &[Line<'a>], index: usize) -> Option<&'a str> {
    let line = lines.get(index)?;
    let under_rule = line.after_rule || (index > 0 && is_rule(lines[index - 1].text));
    let follows_text = index > 0 && line.page == lines[index - 1].page;
    if under_rule && follows_text { note_number(lines, index) } else { None }
}

/// The number with which a note may begin at line `index`: a mark before its text, or on a line of its own with text
/// behind it on the same page.
fn note_number<'a>(lines: &[Line<'a>], index: usize) -> Option<&'a str> {
    let line = lines.get(index)?;
    let has_text = || lines.get(index + 1).is_some_and(|next| next.page == line.page);
    mark(line.text).filter(|_| has_text()).or_else(|| leading_mark(line.text))
}

/// The number of the note at line `index` if it is the next after `number`. A number behind a line that ends with a
/// comma or with one of [`BEFORE_NUMBERS`] belongs to the sentence of that line.
fn next_number<'a>(lines: &[Line<'a>], index: usize, number: &str) -> Option<&'a str> {
    let (before, line) = (lines.get(index.checked_sub(1)?)?, lines.get(index)?);
    let next = note_number(lines, index).filter(|_| line.page == before.page)?;
    let is_next = next.parse() == number.parse().map(|number: u32| number + 1);
    let before = before.text;
    let last_word = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let goes_on = before.ends_with(',') || BEFORE_NUMBERS.contains(&last_word.as_str());
    (is_next && !goes_on).then_some(next)
}

/// Words that a number follows in a sentence: units of a paper (point, clause, article, section, chapter, part), number,
/// day, month, year, quarter, and, or, to.
const BEFORE_NUMBERS: [&str; 14] = [
    "điểm", "khoản", "điều", "mục", "chương", "phần", "số", "ngày", "tháng", "năm", "quý", "và",
    "hoặc", "đến",
];

/// The number of the mark before a text with a capital: `1` of `1 Qua rà soát` or `(1) Qua rà soát` (on review).
fn leading_mark(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once(' ')?;
    let capital = rest.trim_start().starts_with(|letter: char| letter.is_uppercase());
    if capital { mark(first) } else { None }
}

/// Whether the text is a drawn rule: nothing but hyphens, underscores and dashes, at least 10 bytes of them (10
/// hyphens, or 4 long dashes of 3 bytes each).
fn is_rule(text: &str) -> bool {
    text.len() >= 10 && text.chars().all(|letter| "_-–—".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;

    #[test]
    fn a_note_is_taken_out_of_the_sentence() {
        let text = "chủ trương đầu tư\n1\n; kiên quyết thu hồi \n\nthời gian.\n\n                        \n1\n Qua rà soát \n\nthì thực hiện.";
        let mut found = lines(text);
        let notes = footnotes(&mut found);
        let kept: Vec<&str> = found.iter().map(|line| line.text).collect();
        assert_eq!(kept, ["chủ trương đầu tư", "; kiên quyết thu hồi", "thời gian."]);
        let lines: Vec<u32> = notes[0].lines.iter().map(|line| line.number).collect();
        assert_eq!((notes[0].number, lines, notes[0].anchor), ("1", vec![9, 11], Some(1)));
    }

    /// The number of a note and its lines, from 1.
    type Note = (String, Vec<u32>);

    /// The notes of `text`, and the lines that stay.
    fn taken(text: &str) -> (Vec<Note>, Vec<String>) {
        let mut found = lines(text);
        let notes = footnotes(&mut found).into_iter().map(|note| {
            let lines = note.lines.iter().map(|line| line.number).collect();
            (note.number.to_owned(), lines)
        });
        (notes.collect(), found.iter().map(|line| line.text.to_owned()).collect())
    }

    #[test]
    fn each_note_under_a_rule_is_one_of_its_own() {
        let note = |number: &str, lines: &[u32]| (number.to_owned(), lines.to_vec());
        let rule = " ".repeat(24);
        let cases: [(String, &[Note]); 6] = [
            (
                format!("a\n{rule}\n1\nMột\nhai\n2\nBa\n(3) Bốn"),
                &[note("1", &[4, 5]), note("2", &[7]), note("3", &[8])],
            ),
            // A rule above each.
            (
                format!("a\n{rule}\n1 Một\nhai\n{rule}\n7 Ba"),
                &[note("1", &[3, 4]), note("7", &[6])],
            ),
            ("a\n----------\n1 Một\n----------\n2 Hai".into(), &[note("1", &[3]), note("2", &[5])]),
            // The sentence goes on, the number is not the next one, or has no text behind it.
            (format!("a\n{rule}\n1 Theo khoản 1 và khoản\n2 Điều 5"), &[note("1", &[3, 4])]),
            (format!("a\n{rule}\n1 Một\n3 Ba\n2"), &[note("1", &[3, 4, 5])]),
            // Nobody knows where the notes end.
            (
                format!("a\n{rule}\n1 Một\n2 Hai\nba\n3 Bốn\n{}", "b\n".repeat(12)),
                &[note("1", &[3]), note("2", &[4])],
            ),
        ];
        for (text, wanted) in cases {
            assert_eq!(taken(&text).0, wanted, "{text}");
        }
        assert_eq!(taken("a\n----------\n1 Một\n----------\n2 Hai").1.len(), 3);
    }

    #[test]
    fn a_number_on_a_line_of_its_own_is_not_always_an_anchor() {
        let mut found = lines("Số lượng:\n1\n2\nBảng");
        assert!(footnotes(&mut found).is_empty());
        assert_eq!(found.len(), 4);
        let mut title = lines("  về đầu tư xây dựng cầu Vân Hải\n                 2\nvà hạ tầng");
        assert!(footnotes(&mut title).is_empty());
        assert_eq!(title.len(), 3);
    }
}
