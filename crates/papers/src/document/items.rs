//! The tree of numbered items inside a section, and the pages of a paper.
//! In: the items in order of their beginnings, each with its path. Out: how far each reaches, the smallest that holds a
//! range of the section's text, a row for the section and each item, and the words that announce a list of items. Never
//! changes the text.

use vankien_text::span::{self, Lines, Span};

use std::collections::HashMap;

use super::parts::{Document, Place, Section, SubSection};

/// The own text of a section, up to its first item, or that of one of its items, up to the next item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Bytes of the section's text, without white space at the end; may be empty.
    pub span: Span,
    /// Item numbers from the outside in; empty outside the items.
    pub path: &'a str,
    /// The heading, without its number; empty where there is none.
    pub title: &'a str,
    /// The page on which it begins, from 1, where that is known.
    pub page: Option<u32>,
}

/// The rows of a section: first the section itself with its `own` path, heading and page, then each of its items in the
/// given order (ascending). `text` is the section's text.
pub fn rows<'a>(
    own: (&'a str, &'a str, Option<u32>),
    inner: &'a [SubSection],
    text: &'a str,
) -> impl Iterator<Item = Row<'a>> {
    let ends = inner.iter().map(|item| item.start).chain([text.len()]);
    let items =
        inner.iter().map(|item| (item.start, (item.path.as_str(), item.title.as_str(), item.page)));
    std::iter::once((0, own)).chain(items).zip(ends).map(|((start, (path, title, page)), end)| {
        let length = span::slice(text, start, end).trim_end().len();
        Row { span: Span::new(start, start + length), path, title, page }
    })
}

/// Bytes of a line that announces a list, at most: a longer one is a paragraph. A judgement, not measured.
const LONGEST_LEAD: usize = 400;

/// The line at the end of a text that announces the items below: it ends with a colon, or is a heading and all there
/// is: `Điều 1. Bãi bỏ toàn bộ 43 văn bản`.
fn announcement(text: &str) -> Option<&str> {
    // Most items end otherwise.
    let text = text.trim_end();
    if !text.ends_with(':') {
        let is_short = text.len() <= LONGEST_LEAD && !text.contains('\n');
        return (is_short && ends_papers(text)).then_some(text.trim());
    }
    let line = text.rsplit('\n').next()?.trim();
    (line.len() <= LONGEST_LEAD).then_some(line)
}

/// Bytes that the label of a heading takes at most: `Điều 125a`. A judgement, not measured.
const LONGEST_LABEL: usize = 16;

/// Whether a heading with a label, `Điều 1. Bãi bỏ 43 văn bản`, says that the papers below it end or are replaced, and
/// names none itself.
fn ends_papers(heading: &str) -> bool {
    const VERBS: [&str; 6] =
        ["Bãi bỏ", "Hủy bỏ", "Huỷ bỏ", "Thay thế", "Đình chỉ", "Ngưng hiệu lực"];
    heading.split_once(". ").is_some_and(|(label, rest)| {
        let opens = |verb: &&str| rest.trim_start().starts_with(*verb);
        label.len() <= LONGEST_LABEL && VERBS.iter().any(opens) && !rest.contains('/')
    })
}

/// For each row of a section ([`rows`]) the byte at which it begins, and the words that announce the list in which it
/// is an item; empty for most. `path` is that of the section, `lead` are the words of another section that announce it.
pub fn leads<'a>(
    path: &'a str,
    lead: &'a str,
    inner: &'a [SubSection],
    text: &'a str,
) -> Vec<(usize, &'a str)> {
    let mut found = vec![(0, lead)];
    if inner.is_empty() {
        found.extend(lines_below_heading(text));
        return found;
    }
    let mut announced: HashMap<&str, &str> = HashMap::new();
    for (at, row) in rows((path, "", None), inner, text).enumerate() {
        if at > 0 {
            let parent = parent_path(row.path);
            found.push((row.span.start, announced.get(parent).copied().unwrap_or_default()));
        }
        if let Some(line) = announcement(row.span.of(text)) {
            announced.insert(row.path, line);
        }
    }
    found
}

/// The lines below a heading that says that the papers below it end (`Điều 1. Bãi bỏ toàn bộ 01 văn bản`), where they are no
/// items: for each the byte at which it begins, and the heading.
fn lines_below_heading(text: &str) -> Vec<(usize, &str)> {
    let Some((heading, _)) = text.split_once('\n') else { return Vec::new() };
    if heading.len() > LONGEST_LEAD || !ends_papers(heading) {
        return Vec::new();
    }
    let starts = text.match_indices('\n').map(|(at, _)| at + 1).filter(|at| *at < text.len());
    starts.map(|at| (at, heading.trim())).collect()
}

/// The path of the item above; empty for an outermost one.
fn parent_path(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Gives each section of the body that is an item of a list the words of an earlier section that announce it.
pub fn announce(sections: &mut [Section]) {
    let mut announced: HashMap<String, String> = HashMap::new();
    for section in sections.iter_mut().filter(|section| section.place == Place::Body) {
        if !announced.is_empty()
            && !section.path.is_empty()
            && let Some(line) = announced.get(parent_path(&section.path))
        {
            section.lead.clone_from(line);
        }
        for row in section.rows() {
            if let Some(line) = announcement(row.span.of(&section.text))
                && !row.path.is_empty()
            {
                announced.insert(row.path.to_owned(), line.to_owned());
            }
        }
    }
}

/// The page (from 1) on which a line of the file (from 1) stands. `pages` are the lines on which pages 1, 2, … begin.
/// `None` where it is empty or the first page begins behind the line.
pub fn page_at(pages: &[u32], line: u32) -> Option<u32> {
    let page = pages.partition_point(|first| *first <= line) as u32;
    (page > 0).then_some(page)
}

/// At most 1,000 items before a range are looked through for those that hold it. An article of a law has two hundred at
/// most. A judgement, not measured.
const NEAR: usize = 1_000;

impl SubSection {
    /// The bytes of the section's text that each of `inner` takes up, the items below it included, in the same order.
    /// `inner` are all items of the section, ascending; `end` is the length of its text.
    pub fn extents(inner: &[SubSection], end: usize) -> Vec<Span> {
        let extent = |(at, item): (usize, &SubSection)| {
            let next = inner[at + 1..].iter().find(|later| !later.is_below(item));
            Span::new(item.start, next.map_or(end, |next| next.start))
        };
        inner.iter().enumerate().map(extent).collect()
    }

    /// The innermost of `inner` that holds all of `span`; `None` where no item does.
    pub fn holding(inner: &[SubSection], span: Span) -> Option<&SubSection> {
        SubSection::around(inner, span).next()
    }

    /// Those of `inner` that hold all of `span` (bytes of the section's text), from the inside out. Only the last 1,000
    /// items that begin at its start or before it are looked at.
    pub fn around(inner: &[SubSection], span: Span) -> impl Iterator<Item = &SubSection> {
        let begun = inner.partition_point(|item| item.start <= span.start);
        let holds = move |at: &usize| {
            let mut later = inner[at + 1..].iter().take_while(|later| later.start < span.end);
            later.all(|later| later.is_below(&inner[*at]))
        };
        (0..begun).rev().take(NEAR).filter(holds).map(|at| &inner[at])
    }

    /// Whether it hangs below `other`, at whatever depth: its path goes on behind that of `other`.
    fn is_below(&self, other: &SubSection) -> bool {
        self.path.strip_prefix(other.path.as_str()).is_some_and(|rest| rest.starts_with('/'))
    }
}

impl Document {
    /// Takes away the pages of the paper, its sections and their items: for a file whose format tells of no pages.
    pub fn forget_pages(&mut self) {
        self.pages.clear();
        for section in &mut self.sections {
            section.page = None;
            section.inner.iter_mut().for_each(|item| item.page = None);
        }
    }

    /// The page (from 1) on which a line of the file (from 1) stands; `None` where nothing tells of pages.
    pub fn page_of(&self, line: u32) -> Option<u32> {
        page_at(&self.pages, line)
    }
}

impl Section {
    /// The row of the section itself, then one for each of its items, in order of the text.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        rows((&self.path, &self.title, self.page), &self.inner, &self.text)
    }

    /// First and last line (1-based) that a range of the section's text was made from. `lines` must be those of the
    /// text to which [`Section::map`] leads back. The lines of the whole section where the range has no origin.
    pub fn lines_of(&self, span: Span, lines: &Lines) -> (u32, u32) {
        let ranges = self.map.back(span);
        let lines = ranges.iter().map(|range| lines.range(*range));
        let joined =
            |(first, last): (u32, u32), (from, to): (u32, u32)| (first.min(from), last.max(to));
        lines.reduce(joined).unwrap_or(self.lines)
    }

    /// The path of the innermost item that holds all of a range of the section's text; that of the section where none
    /// does.
    pub fn path_of(&self, span: Span) -> &str {
        SubSection::holding(&self.inner, span).map_or(&self.path, |item| &item.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Article 5 with two clauses, the first of which has two points, behind a heading of ten bytes.
    fn items() -> Vec<SubSection> {
        let item = |(start, path): (usize, &str)| SubSection {
            start,
            path: path.to_owned(),
            ..SubSection::default()
        };
        [(10, "5/1"), (20, "5/1/a"), (30, "5/1/b"), (40, "5/2"), (50, "5/10")].map(item).to_vec()
    }

    #[test]
    fn an_item_reaches_to_the_next_that_is_not_below_it() {
        let extents = SubSection::extents(&items(), 60);
        let wanted = [(10, 40), (20, 30), (30, 40), (40, 50), (50, 60)];
        assert_eq!(extents, wanted.map(|(start, end)| Span::new(start, end)));
    }

    #[test]
    fn the_smallest_item_holds_a_range() {
        let items = items();
        for (start, end, wanted) in [
            (2, 5, None),
            (2, 12, None),
            (12, 15, Some("5/1")),
            (22, 25, Some("5/1/a")),
            (25, 35, Some("5/1")),
            (35, 40, Some("5/1/b")),
            (35, 41, None),
            (55, 60, Some("5/10")),
        ] {
            let found = SubSection::holding(&items, Span::new(start, end));
            assert_eq!(found.map(|item| item.path.as_str()), wanted, "{start}..{end}");
        }
    }

    #[test]
    fn a_numbering_that_starts_again_makes_new_items() {
        let mut items = items();
        items[4].path = "5/1".to_owned();
        assert_eq!(SubSection::extents(&items, 60)[0], Span::new(10, 40));
        let found = SubSection::holding(&items, Span::new(35, 55));
        assert_eq!(found, None, "two items of one path are not one");
    }
}
