//! Parts of sections, for sections too long to show at once. Here a part is a byte range of one section, not one of
//! several papers in a file.
//! In: a section as stored. Out: where to cut it; a section that holds a range of its text, with edits, citations and
//! lines moved to their places in that range. Never cuts inside a character.

use vankien_papers::document::SubSection;
use vankien_text::span::{Span, slice};

use crate::record::{LineStart, PlacedEdit, SectionRecord, ViewExceptions};

/// Bytes of a paper that are shown at once by default, as [`shown_bytes`] estimates them. Longer papers are shown in
/// windows. A judgement, not measured: few papers are longer, and a browser shows a page of 1 MB at once. Test
/// `crates/engine` `a_section_in_parts_says_what_it_says_whole` holds that windows lose nothing.
pub const WINDOW_BYTES: usize = 1 << 20;

/// Estimated bytes of the JSON of one line start. Like the three below a judgement, not measured: about the keys and
/// values of one entry in `vankien show --json`, which shows the true size.
const LINE_BYTES: usize = 80;
/// Estimated bytes of the JSON of one edit.
const EDIT_BYTES: usize = 300;
/// Estimated bytes of the JSON of one citation.
const CITATION_BYTES: usize = 700;
/// Estimated bytes of the JSON of one item or section, without text and heading.
const ITEM_BYTES: usize = 200;

/// A cut is moved back behind a blank if one is at most this many bytes away. A judgement, not measured: longer than
/// any word.
const MAX_MOVE_BYTES: usize = 100;

/// An estimate of the bytes that it takes to show a byte range of a section as JSON, with all that belongs to the
/// range.
pub fn shown_bytes(section: &SectionRecord, range: Span) -> usize {
    ITEM_BYTES
        + range.len()
        + attachments(section, range.start)
            .filter(|(at, _)| *at < range.end)
            .map(|(_, weight)| weight)
            .sum::<usize>()
}

/// The byte (exclusive) at which to cut a section so that showing it from byte `from` takes at most `most` bytes, as
/// estimated: the end of the text if the rest fits. It lies at least one character behind `from`, even if that takes
/// more.
pub(crate) fn end_within(section: &SectionRecord, from: usize, most: usize) -> usize {
    let text = &section.text;
    if shown_bytes(section, Span::new(from, text.len())) <= most {
        return text.len();
    }
    let mut attachments: Vec<(usize, usize)> = attachments(section, from).collect();
    attachments.sort_unstable();
    let (mut at, mut left) = (from, most.saturating_sub(ITEM_BYTES));
    for (place, bytes) in attachments {
        let text_bytes = place - at;
        if text_bytes + bytes > left {
            at += text_bytes.min(left);
            return before_crossed_spans(section, from, after_blank(text, from, at));
        }
        left -= text_bytes + bytes;
        at = place;
    }
    let end = (at + left).min(text.len());
    before_crossed_spans(section, from, after_blank(text, from, end))
}

/// Everything besides the text that is shown from a byte on: its place in the text, and its estimated bytes.
fn attachments(section: &SectionRecord, from: usize) -> impl Iterator<Item = (usize, usize)> {
    let starts = section.starts.iter().map(|start| (start.at as usize, LINE_BYTES));
    let edits = section.edits.iter().map(|edit| (edit.span.start, EDIT_BYTES));
    let citations = section.citations.iter().map(|one| (one.span.start, CITATION_BYTES));
    let inner = section.inner.iter().map(|item| (item.start, ITEM_BYTES + item.title.len()));
    let exceptions = section.exceptions.edits.iter().map(|_| (0, EDIT_BYTES));
    let all = starts.chain(edits).chain(citations).chain(inner).chain(exceptions);
    all.filter(move |(at, _)| *at >= from)
}

/// Moves a cut that lies inside a citation or an edit to the start of it, unless that begins at `from` or before.
fn before_crossed_spans(section: &SectionRecord, from: usize, at: usize) -> usize {
    let citations = section.citations.iter().map(|one| one.span);
    let spans = citations.chain(section.edits.iter().map(|edit| edit.span));
    let crossed = spans.filter(|span| span.start > from && span.start < at && at < span.end);
    crossed.map(|span| span.start).min().unwrap_or(at)
}

/// Moves a cut back behind the last blank, if one is near. The result is always greater than `from`.
fn after_blank(text: &str, from: usize, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    let nearest = text.floor_char_boundary(at.saturating_sub(MAX_MOVE_BYTES).max(from));
    let blank = slice(text, nearest, at).rfind(char::is_whitespace);
    let end = match blank {
        Some(blank) => text.ceil_char_boundary(nearest + blank + 1),
        None => at,
    };
    if end > from {
        end
    } else if at > from {
        at
    } else {
        text.ceil_char_boundary(from + 1)
    }
}

impl SectionRecord {
    /// The part of the section that holds `range` (bytes) of its text. Edits and citations that begin in the range are
    /// in it. If it begins inside an item, its first item continues that one and has no heading. If it does not begin
    /// at 0, it has no heading either. Of the exceptions it keeps those of its citations, and, if it begins at 0, the
    /// edits that lie in no section; never those of rows.
    pub fn part(self, range: Span) -> SectionRecord {
        let Span { start, end } = range;
        let moved =
            |span: Span| Span::new(span.start.max(start) - start, span.end.min(end) - start);
        let within = |span: Span| span.start >= start && span.start < end;
        let first = self.lines_of(Span::new(start, start + 1)).0;
        let lines = self.lines_of(range);
        let starts = self.starts_in(range);
        let page = self.page_of(first);
        let inner = self.inner_in(range, page);
        let mut page_lines = self.page_lines;
        page_lines.retain(|line| *line > first && *line <= lines.1);
        let move_edits = |edits: Vec<PlacedEdit>| -> Vec<PlacedEdit> {
            let inside = edits.into_iter().filter(|edit| within(edit.span));
            inside.map(|edit| PlacedEdit { span: moved(edit.span), ..edit }).collect()
        };
        let skipped = self.citations.iter().take_while(|one| one.span.start < start).count() as u32;
        let mut citations = self.citations;
        citations.retain(|one| within(one.span));
        for citation in &mut citations {
            citation.span = moved(citation.span);
        }
        let mut exceptions = ViewExceptions::default();
        for (at, lines, page) in self.exceptions.citations {
            if let Some(at) = at.checked_sub(skipped)
                && (at as usize) < citations.len()
            {
                exceptions.citations.push((at, lines, page));
            }
        }
        if start == 0 {
            exceptions.edits = self.exceptions.edits;
        }
        SectionRecord {
            title: if start == 0 { self.title } else { String::new() },
            lead: self.lead,
            page,
            lines,
            starts,
            page_lines,
            inner,
            citations,
            edits: move_edits(self.edits),
            readings: move_edits(self.readings),
            exceptions,
            text: slice(&self.text, start, end).to_owned(),
            path: self.path,
            ordinal: self.ordinal,
            section: self.section,
            place: self.place,
        }
    }

    /// The items in a range of the text. If the range begins inside an item, it is continued without a heading.
    fn inner_in(&self, range: Span, page: Option<u32>) -> Vec<SubSection> {
        let next = self.inner.partition_point(|item| item.start <= range.start);
        let path = match next.checked_sub(1).and_then(|at| self.inner.get(at)) {
            Some(item) if range.start > 0 => &item.path,
            _ => &self.section,
        };
        let mut inner = Vec::new();
        if *path != self.section {
            inner.push(SubSection { start: 0, path: path.clone(), title: String::new(), page });
        }
        for item in self.inner[next..].iter().take_while(|item| item.start < range.end) {
            inner.push(SubSection { start: item.start - range.start, ..item.clone() });
        }
        inner
    }

    /// The line starts in a range of the text, first that of the line in which the range begins.
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
        for most in [ITEM_BYTES + 390, ITEM_BYTES + 420, ITEM_BYTES + 500, 10_000] {
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
