//! Finds where pages begin, and what the printer put on every page: page numbers, running heads.
//! In: the printed lines and their layout. Out: the page of each line; page numbers and running heads are set apart.
//! Never cuts a sentence: a page break ends nothing.

use std::collections::HashMap;

use super::footnote;
use super::line::{Layout, Line};

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
    let numbers = page_numbers(lines);
    let mut begins: Vec<usize> = if !starts.is_empty() {
        starts.iter().map(|start| lines.partition_point(|line| line.span.start < *start)).collect()
    } else if !numbers.is_empty() {
        numbers.iter().map(|number| number.page_begins).collect()
    } else if layout == Layout::Spaced {
        (1..lines.len()).filter(|index| begins_page(lines, *index)).collect()
    } else {
        Vec::new()
    };
    // Pages without text begin where the next one does, and count all the same.
    let all = begins.clone();
    begins.retain(|index| (1..lines.len()).contains(index));
    begins.dedup();
    let mut furniture: Vec<usize> = numbers.iter().map(|number| number.line).collect();
    furniture.extend(running_heads(lines, &begins));
    if !starts.is_empty() {
        furniture.extend(numbers_of_pages(lines, &all));
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

/// A line that holds a page number alone.
struct PageNumber {
    /// The index of that line.
    line: usize,
    /// The index of the line with which a page begins: the same line, or the next where numbers stand at the foot.
    page_begins: usize,
}

/// At least 12 printed lines lie from one page number to the next; a nearer number is none. A judgement, not measured.
const SHORTEST_PAGE: usize = 12;

/// At least 500 characters lie between two page numbers. With fewer they are the numbers of the rows of a table. A page
/// of A4 has 1,500 to 3,000; a judgement, not measured.
const SMALLEST_PAGE: usize = 500;

/// At most 4 page breaks (inclusive): then a running head counts that stands at two of them, in place of three. A
/// judgement, not measured.
const SHORT_PAPER: usize = 4;
/// A running head that stands at only two edges has at most 80 bytes of letters and figures. A judgement, not measured.
const SHORT_HEAD: usize = 80;

/// Bare numbers 2, 3, … (at the head of pages) or 1, 2, 3, … (at their foot), each at least [`SHORTEST_PAGE`] lines and
/// [`SMALLEST_PAGE`] characters behind the last. Empty where fewer than two are found: one proves nothing.
fn page_numbers(lines: &[Line<'_>]) -> Vec<PageNumber> {
    let mut found: Vec<(usize, u32)> = Vec::new();
    // Characters since the number that was found last.
    let mut characters = 0;
    for (index, line) in lines.iter().enumerate() {
        // Under a rule it is the mark of a note.
        let number = bare_number(line.text).filter(|_| !line.after_rule);
        let (at, next) = found.last().map_or((0, None), |(at, last)| (*at, Some(last + 1)));
        let is_page = index - at >= SHORTEST_PAGE && characters >= SMALLEST_PAGE;
        match number {
            Some(number)
                if is_page && next.map_or(matches!(number, 1 | 2), |next| number == next) =>
            {
                found.push((index, number));
                characters = 0;
            }
            _ => characters += line.width,
        }
    }
    if found.len() < 2 {
        return Vec::new();
    }
    let at_foot = found[0].1 == 1;
    let begins = |index: usize| if at_foot { (index + 1).min(lines.len() - 1) } else { index };
    let numbers = found.into_iter();
    numbers.map(|(line, _)| PageNumber { line, page_begins: begins(line) }).collect()
}

/// The lines that hold nothing but the number of their page, where the format tells the pages: the first or the last
/// line of a page. `begins` are the indexes of the lines with which pages 2, 3, … begin. Gives indexes of lines,
/// unsorted.
fn numbers_of_pages(lines: &[Line<'_>], begins: &[usize]) -> Vec<usize> {
    let is = |index: usize, page: usize| {
        lines.get(index).and_then(|line| bare_number(line.text)) == Some(page as u32)
    };
    let mut found = Vec::new();
    for (at, begin) in begins.iter().enumerate() {
        let page = at + 2;
        found.extend([(*begin, page), (begin.wrapping_sub(1), page - 1)]);
    }
    found.push((lines.len().wrapping_sub(1), begins.len() + 1));
    found.into_iter().filter(|(index, page)| is(*index, *page)).map(|(index, _)| index).collect()
}

/// `2`, `- 2 -`, `Trang 2` (page 2), `2/7` as the number 2; `None` for any other text and for more than three digits.
fn bare_number(text: &str) -> Option<u32> {
    // The longest way to print one is `Trang 123/456` between dashes.
    if text.len() > 24 {
        return None;
    }
    let bare = text.trim_matches(|letter: char| "-–— ".contains(letter));
    let bare = bare.strip_prefix("Trang ").unwrap_or(bare);
    let plain = |part: &str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    // `01/07/2018)` is the rest of a sentence.
    let (number, of) = bare.split_once('/').unwrap_or((bare, bare));
    (plain(number) && plain(of)).then(|| number.parse().ok()).flatten()
}

/// The indexes of the lines that stand first, or last, on several pages with the same letters and figures; page numbers
/// beside or in them do not count. `begins` are the indexes of the lines with which pages 2, 3, … begin; the first line
/// of page 1 and the last line of the last page are never one. Unsorted.
fn running_heads(lines: &[Line<'_>], begins: &[usize]) -> Vec<usize> {
    let is_number = |index: &usize| bare_number(lines[*index].text).is_some();
    let first = |begin: &usize| (*begin..lines.len()).take(3).find(|index| !is_number(index));
    let last = |begin: &usize| (0..*begin).rev().take(3).find(|index| !is_number(index));
    let mut found = repeated(lines, &begins.iter().filter_map(first).collect::<Vec<_>>());
    found.extend(repeated(lines, &begins.iter().filter_map(last).collect::<Vec<_>>()));
    found
}

/// Those of `edges` (indexes of lines at the edge of a page) whose letters and figures stand at three edges or more; or
/// at two, if there are at most [`SHORT_PAPER`] edges, and the line has at most [`SHORT_HEAD`] bytes and two thirds of
/// the width of the widest line.
fn repeated(lines: &[Line<'_>], edges: &[usize]) -> Vec<usize> {
    let heads: Vec<(usize, String)> =
        edges.iter().map(|index| (*index, head(lines[*index].text))).collect();
    // A line of running text goes over most of the width; two of them may well be the same.
    let width = |index: usize| lines[index].text.chars().count();
    // Long papers never ask, and counting letters of all lines costs.
    let widest = std::cell::LazyCell::new(|| (0..lines.len()).map(width).max().unwrap_or_default());
    let is_short = |index: usize, head: &String| {
        edges.len() <= SHORT_PAPER && head.len() <= SHORT_HEAD && 3 * width(index) <= 2 * *widest
    };
    let mut times: HashMap<&str, usize> = HashMap::new();
    heads.iter().for_each(|(_, head)| *times.entry(head).or_default() += 1);
    let often = |index: usize, head: &String| match times.get(head.as_str()) {
        None | Some(0 | 1) => false,
        Some(2) => is_short(index, head),
        Some(_) => true,
    };
    let kept = heads.iter().filter(|(index, head)| !head.is_empty() && often(*index, head));
    kept.map(|(index, _)| *index).collect()
}

/// The letters and figures of a line without a number at either end or behind `Trang` (page): what a running head has
/// alike on all pages. Figures inside count: `(Điều 16 …` and `(Điều 20 …` (article) are two different lines.
fn head(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if let Some(at) = words.iter().position(|word| word.eq_ignore_ascii_case("trang")) {
        words.drain(at + 1..words.len().min(at + 2));
    }
    let words = words.join(" ");
    let words = words.trim_matches(|letter: char| !letter.is_alphabetic());
    words.chars().filter(|letter| letter.is_alphanumeric()).collect()
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
    fn a_head_may_bear_the_page_number_and_nothing_else_that_differs() {
        assert_eq!(head("12 CÔNG BÁO/Số 127"), head("CÔNG BÁO/Số 127 - 13"));
        assert_eq!(head("Trang 3 | Báo cáo năm 2024"), head("Trang 4 | Báo cáo năm 2024"));
        assert_ne!(head("(Điều 16 Nghị định này)"), head("(Điều 20 Nghị định này)"));
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
