//! Takes notes at the foot of a page out of the sentence that they interrupt.
//! In: the printed lines. Out: the notes with their lines, and the lines without notes and anchors.
//! Never drops text: what is no note stays where it stands; only an anchor's bare number goes.

use std::collections::HashMap;

use super::line::Line;

/// A note at the foot of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote<'a> {
    /// Its number as printed.
    pub number: &'a str,
    /// The lines of its text.
    pub lines: Vec<Line<'a>>,
    /// The line on which its anchor stood, if one was found on its page.
    pub anchor: Option<u32>,
}

impl Footnote<'_> {
    /// Whether it begins on this line of the file or before.
    pub fn is_up_to(&self, line: u32) -> bool {
        self.lines.first().is_some_and(|first| first.number <= line)
    }
}

/// Takes the notes and their anchors out of `lines`.
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

/// The number of a bare footnote mark: `1`, `(1)`, `[1]`.
pub fn mark(text: &str) -> Option<&str> {
    let bare = text.trim_matches(['(', ')', '[', ']']);
    let short = (1..=2).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit());
    (short && bare.len() + 2 >= text.len()).then_some(bare)
}

/// A line deeper than the one before it by so many blanks was printed there.
const DEEPER: usize = 8;

/// A superscript that the extraction put on a line of its own, between two lines without a blank
/// one, in the middle of a sentence. A figure far to the right was printed on that line: the last of a
/// title that is centred.
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

/// A note has no more lines than this.
const LONGEST: usize = 12;

/// How many lines the note that begins at `index` has, its mark counted, and its number. A note
/// stands under a rule; it begins with its bare number or with the number before its text, and it
/// goes on to the end of the page, at most twelve lines.
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

/// `1` of `1 Qua rà soát` or `(1) Qua rà soát`.
fn leading_mark(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once(' ')?;
    let capital = rest.trim_start().starts_with(|letter: char| letter.is_uppercase());
    if capital { mark(first) } else { None }
}

/// A drawn rule of at least ten strokes.
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
