//! Takes notes at the foot of a page out of the sentence that they interrupt.
//! A mark is the bare number of a note; an anchor is the mark in the sentence to which the note belongs.
//! In: the printed lines. Out: the notes with their lines, and the lines without notes and anchors.
//! Never drops text: what is no note stays where it stands. Only marks on a line of their own go.

use std::collections::HashMap;

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

/// Takes the notes and their anchors out of `lines`, whose pages are set. Gives the notes in order of their lines. Only
/// the first note under a rule is recognised: further ones are among its lines, or stay in `lines` (see [`note`]).
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
        if let Some((number, length)) = note(lines, index) {
            let mut text = lines[index..index + length].to_vec();
            if mark(text[0].text).is_some() {
                text.remove(0);
            }
            let anchor = anchors.get(number).filter(is_near);
            notes.push(Footnote { number, lines: text, anchor: anchor.map(|(_, line)| *line) });
            index += length;
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

/// At most 12 lines for a note, its mark counted. A judgement, not measured.
const LONGEST: usize = 12;

/// The number of the note that begins at line `index`, and how many lines it has, its mark counted. A note stands under
/// a rule on the same page; it begins with its mark on a line of its own or before its text, and goes on to the end of
/// the page, further notes included. Where it would have more than [`LONGEST`] lines, it has one line of text. `None`
/// where no note begins.
fn note<'a>(lines: &[Line<'a>], index: usize) -> Option<(&'a str, usize)> {
    let line = lines[index];
    let under_rule = line.after_rule || (index > 0 && is_rule(lines[index - 1].text));
    let follows_note = index > 0 && line.page == lines[index - 1].page;
    if !under_rule || !follows_note {
        return None;
    }
    let number = mark(line.text).or_else(|| leading_mark(line.text))?;
    let rest = lines[index..].iter().take(LONGEST + 1);
    let page = rest.take_while(|other| other.page == line.page).count();
    let whole = if page <= LONGEST { page } else { 1 + usize::from(mark(line.text).is_some()) };
    (whole > usize::from(mark(line.text).is_some())).then_some((number, whole))
}

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
