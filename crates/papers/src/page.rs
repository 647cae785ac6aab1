//! Finds where pages begin, and what the printer put on every page: page numbers, running heads.
//! In: the printed lines and their layout. Out: the page of each line; page numbers and running heads are set apart.
//! Never cuts a sentence: a page break ends nothing.

use super::footnote;
use super::line::{Layout, Line};
use super::running;

/// What the printed lines tell about pages.
pub struct Pages<'t> {
    /// The lines of the file (from 1) on which pages 1, 2, … begin; the first of them is 1.
    pub begins: Vec<u32>,
    /// The lines with page numbers, running heads and running feet, in order.
    pub running: Vec<Line<'t>>,
}

/// Sets the page of each line, and takes page numbers, running heads and feet out of `lines`. `starts` are the bytes at
/// which pages 2, 3, … begin, where the format tells; where it is empty, printed page numbers tell, or else the blank
/// lines of a spaced layout. Where nothing tells, all is page 1.
pub fn pages<'t>(lines: &mut Vec<Line<'t>>, layout: Layout, starts: &[usize]) -> Pages<'t> {
    let marks = if starts.is_empty() { running::page_marks(lines) } else { Vec::new() };
    let mut begins: Vec<usize> = if !starts.is_empty() {
        starts.iter().map(|start| lines.partition_point(|line| line.span.start < *start)).collect()
    } else if !marks.is_empty() {
        marks.iter().map(|mark| mark.page_begins).filter(|begins| *begins < lines.len()).collect()
    } else if layout == Layout::Spaced {
        (1..lines.len()).filter(|index| begins_page(lines, *index)).collect()
    } else {
        Vec::new()
    };
    // Page 1 begins with the first line.
    if starts.is_empty() {
        begins.retain(|index| *index > 0);
    }
    // Pages without text begin where the next one does, and count all the same.
    let all = begins.clone();
    begins.retain(|index| (1..lines.len()).contains(index));
    begins.dedup();
    let mut furniture: Vec<usize> = marks.iter().map(|mark| mark.line).collect();
    if !begins.is_empty() {
        furniture.extend(running::at_edges(lines, &all));
    }
    furniture.sort_unstable();
    furniture.dedup();
    let last = lines.last().map_or(1, |line| line.number);
    let number = |index: &usize| lines.get(*index).map_or(last, |line| line.number);
    let begins: Vec<u32> = std::iter::once(1).chain(all.iter().map(number)).collect();
    for (index, line) in lines.iter_mut().enumerate() {
        line.page = 1 + all.partition_point(|begin| *begin <= index) as u32;
    }
    let mut index = 0;
    let is_running = |_: &mut Line<'_>| {
        index += 1;
        furniture.binary_search(&(index - 1)).is_ok()
    };
    let running = lines.extract_if(.., is_running).collect();
    Pages { begins, running }
}

/// Whether a page begins at line `index` (from 1 on) of a paper with a blank line after every printed line. There the
/// last line of a page has none, and the first line of the next begins with exactly one space. The text of a footnote
/// looks the same behind its bare number and begins no page.
fn begins_page(lines: &[Line<'_>], index: usize) -> bool {
    let (before, line) = (&lines[index - 1], &lines[index]);
    line.blank_before == 0 && line.indent == 1 && footnote::mark(before.text).is_none()
}

#[cfg(test)]
mod tests {
    use super::super::line::{layout, lines};
    use super::*;
    use crate::document::LineKind;

    fn pages_of(text: &str, starts: &[usize]) -> (Vec<u32>, Vec<String>) {
        let mut found = lines(text);
        let (layout, _) = layout(&found, LineKind::Open);
        let pages = pages(&mut found, layout, starts).begins;
        (pages, found.iter().map(|line| line.text.to_owned()).collect())
    }

    #[test]
    fn a_line_with_one_space_and_no_blank_before_begins_a_page() {
        let text = "dòng một \n\ndòng hai \n dòng ba \n\n dòng bốn\n\ndòng năm và \n\nsáu";
        assert_eq!(pages_of(text, &[]).0, vec![1, 4]);
    }

    #[test]
    fn the_text_of_a_footnote_begins_no_page() {
        let text =
            "dòng một \n\ndòng hai \n\n                    \n1\n Qua rà soát \n\nthì thực hiện";
        assert_eq!(pages_of(text, &[]).0, vec![1]);
    }

    #[test]
    fn page_numbers_part_pages_and_go() {
        let page = "một dòng chữ dài như dòng in của một trang và\n".repeat(15);
        let text = format!("{page}2\n{page}3\n{page}");
        let (pages, kept) = pages_of(&text, &[]);
        assert_eq!(pages, vec![1, 16, 32]);
        assert!(kept.iter().all(|line| line.len() > 1));
        // The rows of a table, a cell a line.
        let row = "một ô của bảng\n".repeat(15);
        let (pages, kept) = pages_of(&format!("{row}2\n{row}3\n{row}"), &[]);
        assert_eq!((pages, kept.len()), (vec![1], 47));
    }

    #[test]
    fn no_page_has_the_number_0() {
        let page = "một dòng chữ dài như dòng in của một trang và\n".repeat(15);
        let (pages, kept) = pages_of(&format!("{page}0\n{page}1\n{page}"), &[]);
        assert_eq!((pages, kept.len()), (vec![1], 47));
        let (pages, kept) = pages_of(&format!("{page}0\n{page}1\n{page}2\n{page}"), &[]);
        assert_eq!((pages, kept.len()), (vec![1, 33, 49], 61));
    }

    #[test]
    fn a_date_alone_on_its_line_is_no_page_number() {
        let page = "một dòng chữ dài và\n".repeat(15);
        let text = format!("{page}01/07/2018)\n{page}02/07/2018)\n{page}");
        let (pages, kept) = pages_of(&text, &[]);
        assert_eq!((pages, kept.len()), (vec![1], 47));
    }

    #[test]
    fn pages_without_text_count() {
        assert_eq!(pages_of("một\nhai\u{c}\u{c}ba\nbốn", &[9, 10]).0, vec![1, 3, 3]);
        assert_eq!(pages_of("", &[0]).0, vec![1, 1]);
    }

    #[test]
    fn form_feeds_part_pages() {
        assert_eq!(pages_of("một\nhai\u{c}ba\nbốn", &[9]).0, vec![1, 3]);
    }
}
