//! Finds what a web page prints behind a paper: its footer, lists of related papers, a table of contents of links.
//! In: the printed lines. Out: the index of the line at which it begins.
//! A line that is wide or ends as a sentence is back matter only if it opens with words of `back.tsv`, is a link or
//! stands directly below a link. Takes nothing where fewer than two lines speak for back matter.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::heading;
use super::line::{Line, opens_with};
use super::table::Openings;

/// The index of the line at which the back matter begins: `lines.len()` where there is none. It never begins before
/// index `earliest`, where the paper's masthead ends.
///
/// It is read from the last line upwards: cues (words of `back.tsv`), bare labels and links to headings further up,
/// with short lines between them. A line of running text ends it. A few headings that stand nowhere further up are passed,
/// one and one more for every four lines found so far; the next one ends it.
pub fn start(lines: &[Line<'_>], earliest: usize) -> usize {
    let last = &lines[lines.len().saturating_sub(LOOKED_AT).max(earliest.min(lines.len()))..];
    if !last.iter().any(|line| is_cue(line.text) || is_bare_label(line.text)) {
        return lines.len();
    }
    // Where each heading stands first.
    let mut headings: HashMap<String, usize> = HashMap::new();
    for (at, line) in lines.iter().enumerate().skip(earliest) {
        if let Some(heading) = heading(line.text) {
            headings.entry(heading).or_insert(at);
        }
    }
    let first_of = |text: &str| headings.get(&heading(text)?).copied();
    let mut start = lines.len();
    let (mut found, mut unmatched) = (0, 0);
    // From the last line upwards, as long as no line is one of a text.
    for at in (earliest..lines.len()).rev() {
        let text = lines[at].text;
        // A heading that stands once more further up is a link to it.
        let is_link = |at: usize| first_of(lines[at].text).is_some_and(|first| first < at);
        let is_title_of_link = || at > earliest && is_link(at - 1);
        if is_cue(text) || is_bare_label(text) || is_link(at) {
            found += 1;
            start = at;
        } else if heading::label(text).is_some_and(|label| label.is_heading())
            && unmatched < 1 + found / LINKS_TO_ONE_DAMAGED
        {
            // Its heading further up is damaged.
            unmatched += 1;
        } else if first_of(text).is_some() || !is_short(&lines[at]) && !is_title_of_link() {
            break;
        }
    }
    if found >= LEAST { start } else { lines.len() }
}

/// The opening of a line with a label, by which a link to it is known; small letters. `None` for a line without label.
/// A link to an article may be cut, or hold more of a heading that is printed on two lines: its first words tell it. Of
/// the label of a clause or a point the whole line does.
fn heading(text: &str) -> Option<String> {
    let label = heading::label(text)?;
    let words = if label.is_heading() { WORDS_OF_HEADING } else { usize::MAX };
    let mut heading = format!("{:?} {}", label.style, label.number.to_lowercase());
    for word in label.rest.split_whitespace().take(words) {
        heading.push(' ');
        heading.push_str(&word.to_lowercase());
    }
    Some(heading)
}

/// The first 3 words of the heading of an article, beside its label. A judgement, not measured.
const WORDS_OF_HEADING: usize = 3;

/// Four lines of back matter for each further heading whose counterpart is not found. A judgement, not measured.
const LINKS_TO_ONE_DAMAGED: usize = 4;

/// The last 40 lines are searched for a cue or a bare label; where none of them is one, there is no back matter. A
/// judgement, not measured.
const LOOKED_AT: usize = 40;

/// At least 2 lines must be cues, bare labels or links, else nothing is taken for back matter. A judgement, not
/// measured.
const LEAST: usize = 2;

/// At most 80 characters (inclusive) for a line of back matter that is no cue; a cue has at most twice as many bytes. A
/// judgement, not measured.
const WIDEST: usize = 80;

/// Whether the line may stand in back matter without being a cue: short, and no end of a sentence.
fn is_short(line: &Line<'_>) -> bool {
    line.width <= WIDEST && !line.text.ends_with(['.', ';', '!', '?'])
}

/// Whether the line is a cue: it begins with words of `back.tsv`, in any case.
fn is_cue(text: &str) -> bool {
    static CUES: LazyLock<Openings> =
        LazyLock::new(|| Openings::of_table(include_str!("back.tsv")));
    let ends_there = |end: usize| !text[end..].starts_with(|next: char| next.is_alphabetic());
    text.len() <= 2 * WIDEST && CUES.at_start(text).any(|(_, end)| ends_there(end))
}

/// Whether the line is a bare label: the name of a clause or a point and nothing else, as links to them are: `Khoản 1`,
/// `Điểm đ`.
fn is_bare_label(text: &str) -> bool {
    let rest =
        opens_with(text, "khoản ").or_else(|| opens_with(text, "điểm ")).map(|end| &text[end..]);
    rest.is_some_and(|rest| {
        let is_figure = rest.len() <= 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
        !rest.is_empty() && (is_figure || rest.chars().count() == 1)
    })
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;

    fn back(text: &str) -> Option<u32> {
        let lines = lines(text);
        lines.get(start(&lines, 0)).map(|line| line.number)
    }

    #[test]
    fn footers_and_lists_of_links_are_back_matter() {
        let paper = "Điều 1. Phạm vi\nLuật này quy định về đất đai.\nĐiều 2. Hiệu lực\nTừ ngày ký.\n(Đã ký)\nTrần Văn An\n";
        assert_eq!(back(paper), None);
        let footer =
            format!("{paper}CƠ SỞ DỮ LIỆU QUỐC GIA\nVỀ PHÁP LUẬT\nĐơn vị chủ quản:\nBộ Tư pháp\n");
        assert_eq!(back(&footer), Some(7));
        let cut = format!(
            "Điều 1. Phạm vi điều chỉnh của Luật\nvà đối tượng\n{paper}Mục lục\nĐiều 1. Phạm vi điều chỉnh của Luật và đối tượng áp dụng\nKhoản 1\nKhoản 2\n"
        );
        assert_eq!(back(&cut), Some(9));
        let links = format!("{paper}Mục lục\nĐiều 1. Phạm vi\nKhoản 1\nĐiểm a\nĐiều 2. Hiệu lực\n");
        assert_eq!(back(&links), Some(7));
    }

    #[test]
    fn annexes_and_sentences_are_text() {
        let annex = "Điều 1. Phạm vi\nTừ ngày ký.\nTrần Văn An\nPHỤ LỤC I\nĐịa chỉ: xã An Lộc\nNgười khai ký tên và ghi rõ họ tên vào đây, có xác nhận của cơ quan.\n";
        assert_eq!(back(annex), None);
        assert_eq!(back("Một câu.\nĐịa chỉ: Hà Nội\n"), None);
    }

    #[test]
    fn the_table_is_in_order() {
        let table = include_str!("back.tsv");
        let rows: Vec<&str> = table.lines().skip(1).collect();
        assert!(rows.is_sorted() && rows.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(table.starts_with("# ") && unicode_normalization::is_nfc(table));
    }
}
