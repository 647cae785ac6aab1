//! A part of a section, for sections too long to be shown at once.
//! In: a section as stored. Out: one that holds a range of its text, with all that falls in it moved to its place there.
//! Never cuts inside a letter.

use vankien_papers::document::SubSection;
use vankien_text::span::{Span, slice};

use crate::record::{LineStart, PlacedEdit, SectionRecord, ViewExceptions};

/// The bytes that are shown of a paper at once where nothing else is said: longer papers come in stretches.
pub const WINDOW_BYTES: usize = 1 << 20;

/// What is shown of a line, a change, a citation, an item beside the text itself, in bytes.
const LINE: usize = 80;
const EDIT: usize = 300;
const CITATION: usize = 700;
const ITEM: usize = 200;

/// Cuts are moved back to a blank as near as this, in bytes.
const NEAR: usize = 100;

/// How many bytes it takes to show a range of a section, about.
pub fn shown_bytes(section: &SectionRecord, range: Span) -> usize {
    ITEM + range.len()
        + events(section, range.start)
            .filter(|(at, _)| *at < range.end)
            .map(|(_, weight)| weight)
            .sum::<usize>()
}

/// Where to cut a section so that what stands behind `from` weighs no more than `most`: its end where all of it does.
pub(crate) fn end_within(section: &SectionRecord, from: usize, most: usize) -> usize {
    let text = &section.text;
    if shown_bytes(section, Span::new(from, text.len())) <= most {
        return text.len();
    }
    let mut events: Vec<(usize, usize)> = events(section, from).collect();
    events.sort_unstable();
    let (mut at, mut left) = (from, most.saturating_sub(ITEM));
    for (place, weight) in events {
        let run = place - at;
        if run + weight > left {
            return apart(section, from, cut(text, from, at + run.min(left)));
        }
        left -= run + weight;
        at = place;
    }
    apart(section, from, cut(text, from, (at + left).min(text.len())))
}

/// What is shown beside the text from a byte on, each with its weight.
fn events(section: &SectionRecord, from: usize) -> impl Iterator<Item = (usize, usize)> {
    let starts = section.starts.iter().map(|start| (start.at as usize, LINE));
    let edits = section.edits.iter().map(|edit| (edit.span.start, EDIT));
    let citations = section.citations.iter().map(|one| (one.span.start, CITATION));
    let inner = section.inner.iter().map(|item| (item.start, ITEM + item.title.len()));
    let exceptions = section.exceptions.edits.iter().map(|_| (0, EDIT));
    let all = starts.chain(edits).chain(citations).chain(inner).chain(exceptions);
    all.filter(move |(at, _)| *at >= from)
}

/// A cut, moved to where a citation or a change begins that it would go through.
fn apart(section: &SectionRecord, from: usize, at: usize) -> usize {
    let citations = section.citations.iter().map(|one| one.span);
    let spans = citations.chain(section.edits.iter().map(|edit| edit.span));
    let through = spans.filter(|span| span.start > from && span.start < at && at < span.end);
    through.map(|span| span.start).min().unwrap_or(at)
}

/// The blank before `at`, if one is near; always behind `from`.
fn cut(text: &str, from: usize, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    let near = text.floor_char_boundary(at.saturating_sub(NEAR).max(from));
    let tail = slice(text, near, at);
    let blank = tail.rfind(char::is_whitespace).map(|blank| near + blank);
    let blank = blank.map(|blank| text.ceil_char_boundary(blank + 1));
    let end = blank.filter(|end| *end > from).unwrap_or(at);
    if end > from { end } else { text.ceil_char_boundary(from + 1) }
}

impl SectionRecord {
    /// The part of the section that holds `range` of its text. Where it begins inside a row, its first row goes on with
    /// that one and has no heading.
    pub fn part(self, range: Span) -> SectionRecord {
        let Span { start, end } = range;
        let moved =
            |span: Span| Span::new(span.start.max(start) - start, span.end.min(end) - start);
        let within = |span: Span| span.start >= start && span.start < end;
        let first = self.lines_of(Span::new(start, start + 1)).0;
        let lines = self.lines_of(range);
        let starts = self.starts_in(range);
        let (page, page_lines) = (self.page_of(first), self.page_lines);
        let page_lines =
            page_lines.into_iter().filter(|line| *line > first && *line <= lines.1).collect();
        let here = self.inner.partition_point(|item| item.start <= start);
        let path = match here.checked_sub(1).and_then(|at| self.inner.get(at)) {
            Some(item) if start > 0 => item.path.clone(),
            _ => self.section.clone(),
        };
        let is_inner = path != self.section;
        let goes_on = is_inner.then(|| SubSection { start: 0, path, title: String::new(), page });
        let inner = self.inner.into_iter().skip(here).filter(|item| item.start < end);
        let inner = inner.map(|item| SubSection { start: item.start - start, ..item });
        let edits = |all: Vec<PlacedEdit>| -> Vec<PlacedEdit> {
            let all = all.into_iter().filter(|edit| within(edit.span));
            all.map(|edit| PlacedEdit { span: moved(edit.span), ..edit }).collect()
        };
        let before = self.citations.iter().take_while(|one| one.span.start < start).count() as u32;
        let citations = self.citations.into_iter().filter(|one| within(one.span));
        let citations: Vec<_> = citations
            .map(|one| vankien_papers::document::Citation { span: moved(one.span), ..one })
            .collect();
        let told = self
            .exceptions
            .citations
            .into_iter()
            .filter_map(|(at, lines, page)| Some((at.checked_sub(before)?, lines, page)));
        let exceptions = ViewExceptions {
            rows: Vec::new(),
            citations: told.filter(|(at, ..)| (*at as usize) < citations.len()).collect(),
            edits: if start == 0 { self.exceptions.edits } else { Vec::new() },
        };
        SectionRecord {
            title: if start == 0 { self.title } else { String::new() },
            page,
            lines,
            starts,
            page_lines,
            inner: goes_on.into_iter().chain(inner).collect(),
            citations,
            edits: edits(self.edits),
            readings: edits(self.readings),
            exceptions,
            text: slice(&self.text, start, end).to_owned(),
            path: self.path,
            ordinal: self.ordinal,
            section: self.section,
            place: self.place,
        }
    }

    /// Where lines begin in a range of the text, the line in which it begins among them.
    fn starts_in(&self, range: Span) -> Vec<LineStart> {
        let after = self.starts.partition_point(|one| (one.at as usize) <= range.start);
        let first = after.checked_sub(1).map(|at| self.starts[at]).map(|first| {
            let between = slice(&self.text, first.at as usize, range.start).chars().count() as u32;
            LineStart { at: 0, line: first.line, column: first.column + between }
        });
        let inside = self.starts[after..].iter().take_while(|one| (one.at as usize) < range.end);
        let moved = |one: &LineStart| LineStart { at: one.at - range.start as u32, ..*one };
        first.into_iter().chain(inside.map(moved)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::PlacedEdit;

    fn section() -> SectionRecord {
        let text = "một hai\nba bốn\nnăm sáu".to_owned();
        let starts = text.match_indices('\n').map(|(at, _)| at as u32 + 1);
        let starts = [0].into_iter().chain(starts).zip(3..);
        let starts = starts.map(|(at, line)| LineStart { at, line, column: 0 }).collect();
        let start = text.find("ba").expect("a word");
        let inner =
            vec![SubSection { start, path: "1/2".into(), title: "Hai".into(), page: Some(1) }];
        let at = text.find("sáu").expect("a word");
        let edit = PlacedEdit {
            span: Span::new(at, at + "sáu".len()),
            line: 5,
            column: 4,
            from: "s u".into(),
            to: "sáu".into(),
            why: vankien_text::Why::LetterLost,
            confidence: 0.9,
        };
        SectionRecord {
            section: "1".into(),
            title: "Một".into(),
            page: Some(1),
            page_lines: vec![5],
            lines: (3, 5),
            starts,
            inner,
            edits: vec![edit],
            text,
            ..SectionRecord::default()
        }
    }

    #[test]
    fn a_section_in_parts_says_what_it_says_whole() {
        let whole = section();
        for most in [ITEM + 390, ITEM + 420, ITEM + 500, 10_000] {
            let (mut text, mut at, mut edits, mut lines) = (String::new(), 0, 0, Vec::new());
            while at < whole.text.len() {
                let to = end_within(&whole, at, most);
                assert!(to > at && whole.text.is_char_boundary(to));
                let part = whole.clone().part(Span::new(at, to));
                let line = whole.lines_of(Span::new(at, to));
                assert_eq!(part.lines_of(Span::new(0, part.text.len())), line, "{most} {at}");
                assert_eq!(part.page_of(line.1), whole.page_of(line.1));
                let path = part.path_of(Span::new(0, 1)).to_owned();
                assert_eq!(path, whole.path_of(Span::new(at, at + 1)));
                for edit in &part.edits {
                    assert_eq!(edit.span.of(&part.text), "sáu");
                }
                edits += part.edits.len();
                lines.push(line);
                text.push_str(&part.text);
                at = to;
            }
            assert_eq!((text.as_str(), edits), (whole.text.as_str(), 1));
            assert_eq!(lines.len() == 1, most == 10_000);
        }
    }
}
