//! Finds what the printer put on every page: page numbers, running heads and feet.
//! In: printed lines; where known, the lines with which pages begin. Out: indexes of lines, and the lines with which
//! pages begin where nothing else tells.
//!
//! A running line repeats from page to page, perhaps with a number that counts up. Headings that are numbered the same way
//! (`Phụ lục 1`, `Phụ lục 2`) stand between sentences; a running line interrupts one at some page at least.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use vankien_text::language::letters;

use super::line::{Line, ends_sentence};
use super::masthead;

/// At least 12 printed lines lie from one page number to the next; a nearer number is none. A judgement, not measured.
const SHORTEST_PAGE: usize = 12;
/// At least 500 characters (bytes, where whole lines are compared) lie between two page numbers. With fewer they are the
/// numbers of the rows of a table. A page of A4 has 1,500 to 3,000; a judgement, not measured.
const SMALLEST_PAGE: usize = 500;
/// At most 6 page breaks (inclusive): then a running head counts that stands at two of them, in place of three: those of odd
/// pages alone stand at no more. A judgement, not measured.
const SHORT_PAPER: usize = 6;
/// A running head that stands at only two edges, or that tells pages without a number, has at most 80 bytes. A judgement,
/// not measured.
const SHORT_HEAD: usize = 80;
/// A running line has at most 160 bytes. A judgement, not measured.
const LONGEST_HEAD: usize = 160;
/// At most 3 lines of running text stand at one edge of a page: the body, the number of the paper, the page. A judgement,
/// not measured.
const MOST_LINES: usize = 3;
/// Pages without other evidence differ in length by no more than 3 lines for 2. A judgement, not measured.
const EVEN: (usize, usize) = (2, 3);
/// A line that is interrupted by a page break has at least 40 characters, and so has the one behind. Forms have shorter
/// ones. A judgement, not measured.
const SHORTEST_INTERRUPTED: usize = 40;
/// What is numbered itself, so that a number behind it counts no pages, in lower case.
const NUMBERED: [&str; 16] = [
    "phụ", "mẫu", "biểu", "bảng", "điều", "chương", "mục", "phần", "hình", "khoản", "bài", "nhóm",
    "tiểu", "câu", "đề", "tập",
];

/// A running line, and the line with which its page begins, or the next page where it stands at the foot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageMark {
    /// The index of the running line.
    pub line: usize,
    /// The index of the line with which a page begins: the same line, or the next where it stands at the foot.
    pub page_begins: usize,
}

/// The running lines that tell where pages begin: bare page numbers, else a line that repeats with a number that counts
/// up, else a line that repeats at even distances. Empty where nothing tells.
pub fn page_marks(lines: &[Line<'_>]) -> Vec<PageMark> {
    let bare = bare_numbers(lines);
    if !bare.is_empty() {
        return bare;
    }
    let mut best = counted_lines(lines);
    let even = repeated_lines(lines);
    if even.len() > best.len() {
        best = even;
    }
    best
}

/// Bare numbers 2, 3, … (at the head of pages) or 1, 2, 3, … (at their foot), each at least [`SHORTEST_PAGE`] lines and
/// [`SMALLEST_PAGE`] characters behind the last. Empty where fewer than two are found, as one proves nothing, unless it is
/// printed as page numbers alone are: `- 2 -`, `Trang 2/3`. Other numbers may be those of rows of a table: they count only
/// where one interrupts a sentence, or all stand at even distances.
fn bare_numbers(lines: &[Line<'_>]) -> Vec<PageMark> {
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
                if is_page
                    && next.map_or(matches!(number, 1 | 2) || says_page(line.text), |next| {
                        number == next
                    }) =>
            {
                found.push((index, number));
                characters = 0;
            }
            _ => characters += line.width,
        }
    }
    let first_is_one = found.first().is_some_and(|(_, number)| *number == 1);
    let found: Vec<usize> = found.into_iter().map(|(index, _)| index).collect();
    let at_foot = first_is_one || stand_at_foot(lines, &found);
    let says_pages = found.iter().all(|index| says_page(lines[*index].text));
    let is_sure = found.iter().any(|index| interrupts(lines, *index)) || are_even(&found);
    if found.is_empty() || !says_pages && (found.len() < 2 || !is_sure) {
        return Vec::new();
    }
    marks(lines, found.into_iter(), at_foot)
}

/// Whether lines stand at even distances, the first as far from the beginning of the paper.
fn are_even(indexes: &[usize]) -> bool {
    let gaps = || indexes.iter().scan(0, |last, at| Some(at - std::mem::replace(last, *at)));
    let (least, most) = (gaps().min().unwrap_or_default(), gaps().max().unwrap_or_default());
    most * EVEN.0 <= least * EVEN.1
}

/// Whether running lines stand at the foot of their pages: the last of them closes the paper, and the first does not open it.
fn stand_at_foot(lines: &[Line<'_>], indexes: &[usize]) -> bool {
    indexes.first().is_some_and(|first| *first >= MOST_LINES)
        && indexes.last().is_some_and(|last| last + MOST_LINES >= lines.len())
}

/// The marks of running lines at these indexes. A foot behind the last line begins no page.
fn marks(lines: &[Line<'_>], indexes: impl Iterator<Item = usize>, at_foot: bool) -> Vec<PageMark> {
    let begins = |line: usize| if at_foot { (line + 1).min(lines.len()) } else { line };
    indexes.map(|line| PageMark { line, page_begins: begins(line) }).collect()
}

/// The lines with the same words whose page numbers count up: `CÔNG BÁO/Số 127 … 5`, `Trang 3 | Báo cáo`. Of several, those
/// that are most. Three at least, or the head of the official gazette.
fn counted_lines(lines: &[Line<'_>]) -> Vec<PageMark> {
    let mut groups: BTreeMap<String, Vec<(usize, u32)>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        if let Some(number) = page_number(line.text)
            && !is_label(line.text)
        {
            let words = head(line.text);
            if !words.is_empty() {
                groups.entry(words).or_default().push((index, number));
            }
        }
    }
    groups.retain(|_, group| group.len() >= 2);
    let is_gazette = |words: &str| words.starts_with("CÔNGBÁO") && words.len() > "CÔNGBÁO".len();
    let mut best: Vec<usize> = Vec::new();
    // Pages that face each other may have heads of their own: all are counted together as well.
    let mut together: Vec<(usize, u32)> = groups.values().flatten().copied().collect();
    together.sort_unstable();
    let groups = groups.into_iter().chain([(String::new(), together)]);
    for (words, group) in groups {
        let chain = longest_count(lines, &group);
        let is_longer = chain.len() > best.len();
        if is_longer && (is_gazette(&words) || chain.len() >= 3 && counts_pages(lines, &chain)) {
            best = chain;
        }
    }
    let at_foot = stand_at_foot(lines, &best);
    let first_is_head = best.first().is_some_and(|first| *first < MOST_LINES);
    let first_number = best.first().and_then(|first| page_number(lines[*first].text));
    marks(lines, best.into_iter(), at_foot || !first_is_head && first_number == Some(1))
}

/// Whether lines whose numbers count up count the pages: one interrupts a sentence, or all print their number as nothing
/// else is printed, or as one of as many pages as there are (`3/6`).
fn counts_pages(lines: &[Line<'_>], chain: &[usize]) -> bool {
    let text = |index: &usize| lines[*index].text;
    let of_all = |index: &usize| {
        let last = text(index).split_whitespace().next_back().unwrap_or_default();
        last.split_once('/').filter(|(number, of)| is_page(number) && is_page(of)).map(|(_, of)| of)
    };
    let all = chain.first().and_then(of_all);
    chain.iter().any(|at| interrupts(lines, *at))
        || chain.iter().all(|at| says_page(text(at)))
        || all.is_some() && chain.iter().all(|at| of_all(at) == all)
}

/// The longest stretch of `group` (lines and their numbers, in order) in which the numbers grow by one, or by two, and a
/// page lies between.
fn longest_count(lines: &[Line<'_>], group: &[(usize, u32)]) -> Vec<usize> {
    let is_next = |one: &(usize, u32), next: &(usize, u32)| {
        (1..=2).contains(&next.1.saturating_sub(one.1)) && is_page_apart(lines, one.0, next.0)
    };
    let longest = group.chunk_by(is_next).rev().max_by_key(|chain| chain.len());
    longest.unwrap_or_default().iter().map(|(index, _)| *index).collect()
}

/// Whether a page may lie between two lines.
fn is_page_apart(lines: &[Line<'_>], one: usize, next: usize) -> bool {
    next - one >= SHORTEST_PAGE
        && lines[next].span.start.saturating_sub(lines[one].span.end) >= SMALLEST_PAGE
}

/// Short lines that repeat letter for letter at even distances, a page apart, and interrupt sentences at one place in
/// three. Of several, those that are most; three at least.
fn repeated_lines(lines: &[Line<'_>]) -> Vec<PageMark> {
    let may_run = |index: usize| {
        let text = lines[index].text;
        text.len() <= SHORT_HEAD && text.contains(' ') && !ends_sentence(text)
    };
    let interrupting =
        (1..lines.len()).filter(|index| may_run(*index) && interrupts(lines, *index));
    let mut places: HashMap<&str, Vec<usize>> =
        interrupting.map(|index| (lines[index].text, Vec::new())).collect();
    // In most papers no line interrupts a sentence.
    if places.is_empty() {
        return Vec::new();
    }
    for (index, line) in lines.iter().enumerate().filter(|(index, _)| may_run(*index)) {
        if let Some(places) = places.get_mut(line.text) {
            places.push(index);
        }
    }
    let mut best: Vec<usize> = Vec::new();
    for (text, places) in places.into_iter().filter(|(_, places)| places.len() >= 3) {
        if masthead::is_name_or_motto(text) {
            continue;
        }
        let is_apart = places.windows(2).all(|two| is_page_apart(lines, two[0], two[1]));
        let interrupting = places.iter().filter(|at| interrupts(lines, **at)).count();
        let is_better = (places.len(), best.first()) > (best.len(), places.first());
        let begun: Vec<usize> = places[1..].iter().map(|at| at - places[0]).collect();
        if is_apart && are_even(&begun) && 3 * interrupting >= places.len() && is_better {
            best = places;
        }
    }
    let is_foot = stand_at_foot(lines, &best);
    // The first line of a paper is its own head.
    marks(lines, best.into_iter().filter(|at| *at > 0), is_foot)
}

/// Whether the line at `index` stands inside a sentence: a line before leaves it open, one behind goes on with a small
/// letter. One other line (a foot above a head) may stand between.
fn interrupts(lines: &[Line<'_>], index: usize) -> bool {
    let is_wide = |line: &Line<'_>| line.width >= SHORTEST_INTERRUPTED;
    let goes_on = |line: &Line<'_>| is_wide(line) && line.text.starts_with(char::is_lowercase);
    let before = &lines[index.saturating_sub(2)..index];
    let behind = &lines[index + 1..lines.len().min(index + 3)];
    let mut open = before.iter().rev().take_while(|line| !ends_sentence(line.text));
    behind.iter().any(goes_on) && open.any(is_wide)
}

/// The running lines at the edges of pages: those whose letters and figures stand at three edges or more, or at two where
/// there are few pages ([`SHORT_PAPER`]) and the line is short; and bare page numbers that count up from page to page.
/// `begins` are the indexes of the lines with which pages 2, 3, … begin, ascending; a page without text begins with the
/// same line as the next. The first line of page 1 is one only if it bears a page number: it is the masthead more often.
/// Gives indexes of lines, unsorted.
pub fn at_edges(lines: &[Line<'_>], begins: &[usize]) -> Vec<usize> {
    let begins = || begins.iter().map(|begin| (*begin).min(lines.len()));
    let starts = || std::iter::once(0).chain(begins());
    let pages = || starts().zip(begins().chain([lines.len()])).map(|(start, end)| start..end);
    // A page that begins as papers and forms do is one, and no page like the others.
    let is_form = |page: &Range<usize>| {
        let mut first = page.clone().take(MOST_LINES).map(|index| lines[index].text);
        first.any(masthead::is_name_or_motto)
    };
    let mut tops: Vec<Vec<usize>> = Vec::new();
    let mut feet: Vec<Vec<usize>> = Vec::new();
    for (at, page) in pages().enumerate() {
        let depth = if at > 0 && is_form(&page) { 0 } else { MOST_LINES };
        feet.push(page.clone().rev().take(depth).collect());
        tops.push(page.take(depth).collect());
    }
    let breaks = begins().count();
    let mut found = repeated_at(lines, &tops, 1..breaks + 1);
    found.extend(repeated_at(lines, &feet, 0..breaks));
    found
}

/// The running lines among `edges`: for each page the indexes of its outermost lines, from the edge inwards. Only those of
/// the pages `counted` tell how often a line repeats: all with a page break at that edge.
fn repeated_at(lines: &[Line<'_>], edges: &[Vec<usize>], counted: Range<usize>) -> Vec<usize> {
    let of_page = |(page, edge): (usize, &Vec<usize>)| {
        edge.iter().map(|index| key(lines[*index].text, page)).collect()
    };
    let words: Vec<Vec<String>> = edges.iter().enumerate().map(of_page).collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    let mut outermost: Vec<&str> = Vec::new();
    for page in &words[counted.clone()] {
        for (at, one) in page.iter().enumerate() {
            *times.entry(one.as_str()).or_default() += usize::from(!page[..at].contains(one));
            let is_outermost = page[..at].iter().all(String::is_empty);
            outermost.extend(is_outermost.then_some(one.as_str()));
        }
    }
    // Long papers never ask.
    let widest =
        std::cell::LazyCell::new(|| lines.iter().map(|line| line.width).max().unwrap_or_default());
    // A line of running text goes over most of the width; two of them may well be the same.
    let is_short = |index: usize, words: &str| {
        counted.len() <= SHORT_PAPER
            && words.len() <= SHORT_HEAD
            && 3 * lines[index].width <= 2 * *widest
    };
    let counts = counts_up(lines, edges);
    let mut found = Vec::new();
    for (page, (edge, words)) in edges.iter().zip(&words).enumerate() {
        for (index, words) in edge.iter().zip(words) {
            let number = bare_number(lines[*index].text);
            let often = match times.get(words.as_str()) {
                _ if words.is_empty() => false,
                None | Some(0 | 1) => false,
                // Who speaks stands above what is said, on whatever page.
                _ if lines[*index].text.ends_with(':') => false,
                Some(2) => {
                    let at_edge = outermost.iter().filter(|one| *one == words).count();
                    at_edge == 2 && is_short(*index, words)
                }
                Some(_) => true,
            };
            // The first line of the file may be the body that issued it, in the words of the running head.
            let may_be = *index > 0 || page_number(lines[*index].text).is_some();
            if often && may_be || number.is_some_and(|number| counts(page, number)) {
                found.push(*index);
            } else if number.is_none() {
                break;
            }
        }
    }
    found
}

/// Tells of a page (from 0) and the bare number at its edge whether it counts the pages: the number is that of the page
/// itself, or as far from it as those of three pages are.
fn counts_up(lines: &[Line<'_>], edges: &[Vec<usize>]) -> impl Fn(usize, u32) -> bool {
    let mut offsets: HashMap<i64, usize> = HashMap::new();
    for (page, edge) in edges.iter().enumerate() {
        let mut numbers = edge.iter().filter_map(|index| bare_number(lines[*index].text));
        if let Some(number) = numbers.next() {
            *offsets.entry(i64::from(number) - page as i64).or_default() += 1;
        }
    }
    move |page, number| {
        let offset = i64::from(number) - page as i64;
        offset == 1 || offsets.get(&offset).is_some_and(|times| *times >= 3)
    }
}

/// `2`, `- 2 -`, `[2]`, `Trang 2` (page 2), `2/7`, `Page 2 of 7` as the number 2; `None` for any other text and for more than
/// three digits.
fn bare_number(text: &str) -> Option<u32> {
    // The longest way to print one is `Trang 123/456` between dashes.
    if text.len() > 24 {
        return None;
    }
    let bare = text.trim_matches(|letter: char| "-–—|~[] ".contains(letter));
    let bare = match bare.split_once(' ') {
        Some((word, behind)) if is_page_word(word) => behind.trim_start(),
        _ => bare,
    };
    // `01/07/2018)` is the rest of a sentence.
    let (number, of) =
        bare.split_once('/').or_else(|| bare.split_once(" of ")).unwrap_or((bare, bare));
    (is_page(number.trim()) && is_page(of.trim())).then(|| number.trim().parse().ok()).flatten()
}

/// Whether the text is one to three digits.
fn is_page(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word is `Trang` or `Page`, in any case.
fn is_page_word(word: &str) -> bool {
    word.eq_ignore_ascii_case("trang") || word.eq_ignore_ascii_case("page")
}

/// Whether a line prints its page number as nothing but page numbers are printed: behind `Trang` or `Page`, between dashes or
/// brackets, or parted by `|` from the words beside it.
fn says_page(text: &str) -> bool {
    let is_between_dashes = || {
        let dash = |letter: char| "-–—~[]".contains(letter);
        text.starts_with(dash) && text.ends_with(dash)
    };
    text.split(' ').any(is_page_word) || text.contains(" | ") || is_between_dashes()
}

/// The page number that a running line bears, alone, at either end or behind `Trang`: 5 of `CÔNG BÁO/Số 127 + 128 5`.
fn page_number(text: &str) -> Option<u32> {
    if text.len() > LONGEST_HEAD {
        return None;
    }
    let digit = |one: char| one.is_ascii_digit();
    if text.starts_with(digit) || text.ends_with(digit) {
        let (first, last) = (text.split_whitespace().next()?, text.split_whitespace().next_back()?);
        if let Some(number) = of_word(first).or_else(|| of_word(last)) {
            return Some(number);
        }
    }
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    if !["rang ", "RANG ", "age ", "AGE "].into_iter().any(has) {
        return None;
    }
    let mut words = text.split_whitespace();
    words.find(|word| is_page_word(word))?;
    of_word(words.next()?)
}

/// `5` or `5/45` as the number 5.
fn of_word(word: &str) -> Option<u32> {
    let (number, of) = word.split_once('/').unwrap_or((word, word));
    (is_page(number) && is_page(of)).then(|| number.parse().ok()).flatten()
}

/// Whether a line begins with what is numbered itself, so that its number counts no pages: `Phụ lục 2`.
fn is_label(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    NUMBERED.contains(&letters::lower_word(first).as_str()) && !says_page(text)
}

/// What lines that run on the pages have alike: the letters and figures of the line on `page` (from 0); where it bears a
/// number that counts the pages, without it, and how far it is from the page.
fn key(text: &str, page: usize) -> String {
    match page_number(text) {
        Some(number) if !is_label(text) => {
            let words = head(text);
            if words.is_empty() {
                words
            } else {
                format!("{words}#{}", i64::from(number) - page as i64)
            }
        }
        _ => text.chars().filter(|letter| letter.is_alphanumeric()).collect(),
    }
}

/// The letters and figures of a line without a number at either end or behind `Trang` (page): what a running head has
/// alike on all pages. Figures inside count: `(Điều 16 …` and `(Điều 20 …` (article) are two different lines.
fn head(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if let Some(at) = words.iter().position(|word| is_page_word(word)) {
        let numbered = words[at + 1..]
            .first()
            .is_some_and(|next| next.starts_with(|one: char| one.is_ascii_digit()));
        let of = usize::from(words.get(at + 2) == Some(&"of")) * 2;
        words.drain(at + 1..words.len().min(at + 1 + usize::from(numbered) * (1 + of)));
    }
    let words = words.join(" ");
    let words = words.trim_matches(|letter: char| !letter.is_alphabetic());
    words.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;

    #[test]
    fn a_head_may_bear_the_page_number_and_nothing_else_that_differs() {
        assert_eq!(head("12 CÔNG BÁO/Số 127"), head("CÔNG BÁO/Số 127 - 13"));
        assert_eq!(head("Trang 3 | Báo cáo năm 2024"), head("Trang 4 | Báo cáo năm 2024"));
        assert_ne!(head("(Điều 16 Nghị định này)"), head("(Điều 20 Nghị định này)"));
    }

    /// Pages of twenty lines of one sentence, each with what `head` and `foot` give for its number, from 1.
    fn paper(pages: u32, head: impl Fn(u32) -> String, foot: impl Fn(u32) -> String) -> String {
        let line = |at: u32| {
            format!("và dòng thứ {at} của bài viết về công tác xây dựng tổ chức bộ máy của tỉnh\n")
        };
        let page = |page: u32| {
            let body: String = (0..20).map(|at| line(20 * page + at)).collect();
            format!("{}\n{body}{}\n", head(page), foot(page))
        };
        (1..=pages).map(page).collect()
    }

    fn none(_: u32) -> String {
        String::new()
    }

    /// How many pages are found, and the running lines.
    fn found(text: &str) -> (usize, Vec<&str>) {
        let lines = lines(text);
        let marks = page_marks(&lines);
        let mut begins: Vec<usize> = marks.iter().map(|mark| mark.page_begins).collect();
        begins.retain(|begin| (1..lines.len()).contains(begin));
        let mut running: Vec<usize> = marks.iter().map(|mark| mark.line).collect();
        if !begins.is_empty() {
            running.extend(at_edges(&lines, &begins));
        }
        running.sort_unstable();
        running.dedup();
        (begins.len() + 1, running.into_iter().map(|index| lines[index].text).collect())
    }

    #[test]
    fn heads_that_count_up_tell_pages() {
        let gazette = |page: u32| match page % 2 {
            0 => format!("{}      CÔNG BÁO/Số 127 + 128/Ngày 12-3-2021", page + 44),
            _ => format!("CÔNG BÁO/Số 127 + 128/Ngày 12-3-2021      {}", page + 44),
        };
        for pages in [2, 3, 7] {
            let text = paper(pages, gazette, none);
            let (count, running) = found(&text);
            assert_eq!((count, running.len()), (pages as usize, pages as usize), "{running:?}");
        }
        for head in [
            |page: u32| format!("Trang {page} | Báo cáo chính trị"),
            |page: u32| format!("Văn kiện Đại hội Đảng bộ tỉnh {page}"),
            |page: u32| format!("Page {page} of 6"),
            |page: u32| format!("- {page} -"),
        ] {
            let text = paper(6, head, none);
            assert_eq!(found(&text).1.len(), 6, "{}", head(1));
            let text = paper(6, none, head);
            assert_eq!((found(&text).0, found(&text).1.len()), (6, 6), "foot: {}", head(1));
        }
    }

    #[test]
    fn a_head_without_a_number_tells_pages_by_its_distances() {
        let text = paper(6, |_| "Văn kiện Đại hội XIII".to_owned(), none);
        // The first line of a paper may be its own head.
        assert_eq!((found(&text).0, found(&text).1.len()), (6, 5));
    }

    #[test]
    fn heads_of_two_lines_and_on_every_other_page() {
        let two = |page: u32| format!("Bộ Tài chính\nCông văn số 12/BTC-NSNN     Trang {page}");
        let text = paper(5, two, none);
        assert_eq!(found(&text).1.len(), 9);
        let other = |page: u32| {
            if page.is_multiple_of(2) { "BÁO CÁO" } else { "ĐẠI HỘI LẦN THỨ XVI" }.to_owned()
        };
        let text = paper(7, other, |page| page.to_string());
        assert_eq!((found(&text).0, found(&text).1.len()), (7, 13));
    }

    #[test]
    fn what_is_numbered_is_no_head() {
        for head in [
            |page: u32| format!("Phụ lục {page}"),
            |page: u32| format!("Điều {page}"),
            |page: u32| format!("Mẫu số {page}"),
            |page: u32| format!("Bảng số {page}"),
            |_: u32| "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(),
        ] {
            // The sentence before it ends.
            let text = paper(6, head, |_| "đến hết năm.".to_owned());
            assert_eq!(found(&text), (1, Vec::new()), "{}", head(1));
        }
    }
}
