//! Builds the tree of numbered items from the printed lines of the running text.
//! In: the lines between masthead and signature. Out: items in order, each with its path and lines.
//! An item must begin or continue the numbering at its level, and must not stand where a wrapped line goes on with a
//! sentence. A page break ends no item.
//! A row here is a series of items that are numbered on at one level (1, 2, 3). An item is open as long as the next of
//! its row, or an item below it, may follow.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::heading::{Label, Style, label};
use super::labels::labels;
use super::line::{Layout, Line, ends_sentence, is_capital};
use super::paragraph::Measure;
use super::table::Openings;

/// A numbered item, or the text before the first or behind the last (its path is empty and its depth 0).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item<'a> {
    /// Item numbers from the outside in, with a slash between: `2/3`. An annex is `PL` and its number, a form `M` and
    /// its number; a dash has its place among the dashes beside it, from 1.
    pub path: String,
    /// How many items its path has: 1 at the top; 0 for text of no item.
    pub depth: usize,
    /// Its heading, without the number and without a full stop or colon at its end; empty where it has none of its own.
    pub title: String,
    /// Whether it is an article (`Điều`).
    pub is_article: bool,
    /// Its own lines, without those of the items below it.
    pub lines: Vec<Line<'a>>,
}

/// The items of `lines`, in order; together they hold every line. Dashes make items below a numbered one, and at the
/// top where a paper has no numbered items at all.
pub fn outline<'a>(lines: &[Line<'a>], measure: Measure) -> Vec<Item<'a>> {
    let labels = labels(lines);
    let mut items = build(lines, &labels, measure, false);
    if items.iter().all(|item| item.depth == 0) && labels.iter().flatten().any(is_sign) {
        items = build(lines, &labels, measure, true);
    }
    for item in &mut items {
        item.title = title(item, measure);
    }
    part_closing(&mut items);
    items
}

/// An open item: the last of its row so far.
struct Open<'a> {
    style: Style,
    /// As [`Label::rank`]; of a dash its place among the dashes beside it, from 1.
    rank: usize,
    /// As [`Label::suffix`].
    suffix: usize,
    /// As [`Label::number`].
    number: &'a str,
    /// The path with this item.
    path: String,
}

/// At most 64 levels of items; what would be deeper is text of the item above. Papers have seven levels or eight; laws
/// run together in one file have thirty. A judgement, not measured.
const DEEPEST: usize = 64;

/// The items of `lines`, still without titles. `labels` has one entry a line. `signs_at_top` lets a dash make an item
/// where no numbered one is open.
fn build<'a>(
    lines: &[Line<'a>],
    labels: &[Option<Label<'a>>],
    measure: Measure,
    signs_at_top: bool,
) -> Vec<Item<'a>> {
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut items = vec![Item::default()];
    let rows = Rows::of(labels);
    for (index, line) in lines.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &lines[before]);
        let found = labels[index].filter(|found| {
            (can_open(found, line, before, measure) || is_next(&open, found, before))
                && (signs_at_top || !open.is_empty() || !is_sign(found))
        });
        if let Some(found) = found
            && let Some(depth) = depth(&open, &found, before)
                .or_else(|| rows.begins_late(&open, &found, index).then_some(0))
                .or_else(|| rows.goes_on_late(&open, &found, index))
                .filter(|depth| *depth < DEEPEST)
        {
            enter(&mut open, depth, &found);
            let path = open.last().map(|item| item.path.clone()).unwrap_or_default();
            let is_article = found.style == Style::Article;
            items.push(Item { path, depth: open.len(), is_article, ..Item::default() });
        }
        if let Some(item) = items.last_mut() {
            item.lines.push(*line);
        }
    }
    items.retain(|item| !item.lines.is_empty());
    items
}

/// Whether the label is a decimal, a letter, a small Roman number in brackets or an article, and the very next of an
/// open row: `10.2.` behind `10.1.`, `b)` behind `a)`. Then it makes an item even behind a wrapped line. A capital or
/// bracket must follow the label, and the line before must not end in a comma or a word of citing (and, point, clause,
/// division, or): a sentence that cites points is no list.
fn is_next(open: &[Open<'_>], found: &Label<'_>, before: Option<&Line<'_>>) -> bool {
    let is_kind = matches!(
        found.style,
        Style::Decimal(_) | Style::Letter | Style::BracketRoman | Style::Article
    );
    let begins = found.rest.starts_with(|first: char| first.is_uppercase() || first == '(');
    let is_cited = before.is_some_and(|line| {
        let last = line.text.rsplit(' ').next().unwrap_or_default().to_lowercase();
        line.text.ends_with(',') || ["và", "điểm", "khoản", "mục", "hoặc"].contains(&last.as_str())
    });
    let sibling = open.iter().rev().find(|item| item.style == found.style);
    let is_next = sibling.is_some_and(|last| found.rank == last.rank + 1 && found.suffix == 0);
    is_kind && begins && is_next && !is_cited
}

/// The numbers that labels have further down. They tell a row that begins with another number than 1 (an excerpt), and
/// one that leaves many numbers out.
struct Rows<'a> {
    /// For each style and printed number the index of the last line with such a label; only `Style::Number` and
    /// `Style::Decimal(2)`.
    last: HashMap<(Style, &'a str), usize>,
}

impl<'a> Rows<'a> {
    fn of(labels: &[Option<Label<'a>>]) -> Rows<'a> {
        let mut last = HashMap::new();
        for (index, label) in labels.iter().enumerate() {
            if let Some(found) =
                label.filter(|found| matches!(found.style, Style::Number | Style::Decimal(2)))
            {
                last.insert((found.style, found.number), index);
            }
        }
        Rows { last }
    }

    /// How many open items stay open above an item that goes on with a row behind a gap of at most [`WIDEST_GAP`]
    /// numbers. `None` where a number that was left out stands further down, and for any style but `Style::Number`.
    fn goes_on_late(&self, open: &[Open<'_>], found: &Label<'_>, index: usize) -> Option<usize> {
        if found.style != Style::Number {
            return None;
        }
        let at = open.iter().rposition(|item| item.style == Style::Number)?;
        let missing = open[at].rank + 1..found.rank;
        let is_below = |number: usize| {
            let number = number.to_string();
            self.last.get(&(Style::Number, number.as_str())).is_some_and(|last| *last > index)
        };
        (continues(&open[at], found, WIDEST_GAP) && !missing.into_iter().any(is_below))
            .then_some(at)
    }

    /// Whether a number on line `index`, with no item open, begins a row though it is not 1: its first child (`10.1`)
    /// or its next sibling (`11`) stands further down.
    fn begins_late(&self, open: &[Open<'_>], found: &Label<'_>, index: usize) -> bool {
        if found.style != Style::Number || !open.is_empty() {
            return false;
        }
        let child = format!("{}.1", found.number);
        let sibling = (found.rank + 1).to_string();
        let follows = |style: Style, number: &str| {
            self.last.get(&(style, number)).is_some_and(|last| *last > index)
        };
        follows(Style::Decimal(2), &child) || follows(Style::Number, &sibling)
    }
}

/// Whether the label is a dash or another bullet.
fn is_sign(found: &Label<'_>) -> bool {
    matches!(found.style, Style::Sign(_))
}

/// Whether an item may begin on `line`: not where the line goes on with a wrapped sentence. `before` is the line above
/// it, `None` for the first; the numbering is not looked at.
fn can_open(
    found: &Label<'_>,
    line: &Line<'_>,
    before: Option<&Line<'_>>,
    measure: Measure,
) -> bool {
    let Some(before) = before else { return true };
    let above = label(before.text);
    let heading = is_capital(before.text) || above.is_some_and(|above| above.rest.is_empty());
    // `việc tìm người` + `- người tìm việc`: a dash before a small letter goes on with a sentence,
    // unless the line before is finished or opens an item itself.
    let small = is_sign(found) && found.rest.starts_with(|letter: char| letter.is_lowercase());
    let open = !ends_sentence(before.text) && !before.text.ends_with(',');
    if small && open && above.is_none_or(|above| is_sign(&above)) {
        return measure.layout == Layout::Whole;
    }
    let finished = ends_sentence(before.text) || !measure.is_full(before) || heading;
    let new_page = before.page != line.page && ends_sentence(before.text);
    let new_paragraph = measure.layout == Layout::Wrapped && line.blank_before > 0;
    let list = before.text.ends_with(',') && is_sign(found);
    // The first of a row may stand right below the heading of the item that holds it.
    let first_child = found.rank == 1 && above.is_some_and(|above| above.style != found.style);
    measure.layout == Layout::Whole || finished || new_page || new_paragraph || list || first_child
}

/// How many open items stay open above the new one (0 at the top), or `None` where it neither begins nor continues a
/// row. Headings (part, chapter, division, subdivision, article, annex, form) go by their fixed order; dashes always
/// have a place.
fn depth(open: &[Open<'_>], found: &Label<'_>, before: Option<&Line<'_>>) -> Option<usize> {
    use Style::{Appendix, Article, Chapter, Division, Form, Part, Subdivision};
    let rank_of = |style: Style| match style {
        Appendix | Form | Part => Some(0),
        Chapter => Some(1),
        Division => Some(2),
        Subdivision => Some(3),
        Article => Some(4),
        _ => None,
    };
    if let Some(rank) = rank_of(found.style) {
        // Articles that run on through `I-`, `II-` hang below them, if no article stands above these.
        let is_heading = |item: &Open<'_>| matches!(item.style, Style::Roman | Style::Capital);
        let outer = |item: &Open<'_>| {
            rank_of(item.style).map_or(rank == 4 && is_heading(item), |other| other < rank)
        };
        return Some(open.iter().take_while(|item| outer(item)).count());
    }
    let sibling = open.iter().rposition(|item| item.style == found.style);
    if is_sign(found) {
        return Some(sibling.unwrap_or(open.len()));
    }
    let announced = before.is_some_and(|line| line.text.ends_with(':'));
    match sibling {
        Some(at) if continues(&open[at], found, NARROW_GAP) => Some(at),
        Some(at) if found.rank == 1 => {
            let below = announced && at + 1 == open.len();
            Some(if below { open.len() } else { parent(open, found, at) })
        }
        None if found.rank == 1 => Some(parent(open, found, open.len())),
        _ => None,
    }
}

/// At most 2 numbers that a row may leave out. A judgement, not measured.
const NARROW_GAP: usize = 2;

/// At most 9 numbers that a row of plain numbers may leave out, if none of them stands further down: amended laws have
/// such gaps. A judgement, not measured.
const WIDEST_GAP: usize = 9;

/// Whether an item goes on with the row of `last`: it is greater and leaves out at most `gap` numbers.
fn continues(last: &Open<'_>, found: &Label<'_>, gap: usize) -> bool {
    (found.rank, found.suffix) > (last.rank, last.suffix) && found.rank <= last.rank + 1 + gap
}

/// How many open items stay open above the first item of a new row. A row of decimals (`1.1`) hangs below the number it
/// repeats (`1`), if that is open; other rows hang below the first `at` open items, but never below a dash.
fn parent(open: &[Open<'_>], found: &Label<'_>, at: usize) -> usize {
    let outer = found.number.rsplit_once('.').map(|(outer, _)| outer);
    let repeated = outer.and_then(|outer| open.iter().rposition(|item| item.number == outer));
    let sign = open[..at].iter().position(|item| matches!(item.style, Style::Sign(_)));
    repeated.map_or(sign.unwrap_or(at), |index| index + 1)
}

/// Closes all open items but the first `depth` and opens the new one.
fn enter<'a>(open: &mut Vec<Open<'a>>, depth: usize, found: &Label<'a>) {
    let last = open.get(depth).map_or(0, |item| item.rank);
    open.truncate(depth);
    let rank = if is_sign(found) { last + 1 } else { found.rank };
    let (above, outer) = open.last().map_or(("", ""), |item| (&item.path, item.number));
    let repeats = found.number.rsplit_once('.').is_some_and(|(numbers, _)| numbers == outer);
    let slash = if depth > 0 { "/" } else { "" };
    let path = match found.style {
        Style::Sign(_) => format!("{above}{slash}{rank}"),
        Style::Decimal(_) if repeats => format!("{above}{slash}{}", found.rank),
        Style::Appendix => format!("PL{}", found.number),
        Style::Form => format!("M{}", found.number),
        _ => [above, slash, found.number].concat(),
    };
    open.push(Open { style: found.style, rank, suffix: found.suffix, number: found.number, path });
}

/// At most 220 characters for a heading; a longer first paragraph is text. A judgement, not measured.
const LONGEST_TITLE: usize = 220;

/// The heading of an item: its first paragraph, if that has at most [`LONGEST_TITLE`] characters and does not end in
/// `.`, `;`, `,` or `…`; else empty. That of an article may end so, if more lines follow. Where nothing stands behind
/// the number, as in a chapter, the heading stands on the lines below. A dash and text of no item have none.
fn title(item: &Item<'_>, measure: Measure) -> String {
    let Some(first) = item.lines.first().filter(|_| item.depth > 0) else {
        return String::new();
    };
    let Some(found) = label(first.text) else { return String::new() };
    if is_sign(&found) {
        return String::new();
    }
    let mut words: Vec<&str> = vec![found.rest];
    let mut end = 1;
    for pair in item.lines.windows(2) {
        let capital = is_capital(pair[0].text) == is_capital(pair[1].text);
        let wrapped = capital && measure.wraps(&pair[0], &pair[1]);
        let below = found.rest.is_empty() && (end == 1 || is_capital(pair[1].text));
        if !(wrapped || below) {
            break;
        }
        words.push(pair[1].text);
        end += 1;
    }
    let text = words.join(" ").trim().to_owned();
    let more = end < item.lines.len();
    let article = found.style == Style::Article && more;
    let short = text.chars().count() <= LONGEST_TITLE;
    let heading = short && (article || !text.ends_with(['.', ';', ',', '…']));
    if heading { text.trim_end_matches(['.', ':']).to_owned() } else { String::new() }
}

/// Makes the closing paragraph of the paper, which stands on lines of the last item, an item of its own with an empty
/// path. Papers with articles are left alone.
fn part_closing(items: &mut Vec<Item<'_>>) {
    let in_article = items.iter().any(|item| item.is_article);
    let last = items.last_mut().filter(|item| item.depth > 0 && !in_article);
    let Some(last) = last else { return };
    let closes = |index: &usize| {
        let (before, line) = (&last.lines[index - 1], &last.lines[*index]);
        ends_sentence(before.text) && is_closing(line.text)
    };
    if let Some(at) = (1..last.lines.len()).find(closes) {
        let lines = last.lines.split_off(at);
        items.push(Item { lines, ..Item::default() });
    }
}

/// Whether the line begins with words of `closings.tsv` (in the same case), which open the closing paragraph of a
/// paper.
fn is_closing(text: &str) -> bool {
    static OPENINGS: LazyLock<Openings> =
        LazyLock::new(|| Openings::of_table(include_str!("closings.tsv")));
    OPENINGS.at_start(text).any(|(words, _)| text.starts_with(words))
}

#[cfg(test)]
mod tests {
    use super::super::line::{layout, lines};
    use super::*;
    use crate::document::LineKind;

    fn paths(text: &str) -> Vec<(String, String)> {
        let found = lines(text);
        let (layout, full) = layout(&found, LineKind::Open);
        let items = outline(&found, Measure { layout, full });
        items.into_iter().map(|item| (item.path, item.title)).collect()
    }

    fn has(text: &str, expected: &[(&str, &str)]) {
        let found = paths(text);
        let found: Vec<(&str, &str)> =
            found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn dashes_hang_below_numbers() {
        has(
            "Mở đầu gồm:\n1- Xây dựng Đảng\n- Tập trung lãnh đạo thật tốt các việc sau đây.\n- Chú trọng rà soát các quy định của cấp trên.\n2- Kinh tế\n- Lãnh đạo việc thu ngân sách của toàn tỉnh này.",
            &[
                ("", ""),
                ("1", "Xây dựng Đảng"),
                ("1/1", ""),
                ("1/2", ""),
                ("2", "Kinh tế"),
                ("2/1", ""),
            ],
        );
    }

    #[test]
    fn a_wrapped_dash_opens_nothing() {
        has(
            "1- Lao động\n- Chỉ đạo triển khai xây dựng cơ sở dữ liệu về việc tìm người\n- người tìm việc năm nay; công tác kiểm tra việc chấp hành pháp luật.\n- Tiếp tục triển khai các chương trình về lao động của toàn tỉnh.",
            &[("1", "Lao động"), ("1/1", ""), ("1/2", "")],
        );
    }

    #[test]
    fn chapters_articles_and_what_hangs_below() {
        has(
            "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nQuy định này nêu phạm vi.\nĐiều 2. Đối tượng\n1. Cán bộ.\na) Cấp tỉnh;\nb) Cấp xã.\n2. Viên chức.\nChương II\nTHI HÀNH\nĐiều 3. Hiệu lực\nTừ ngày ký.",
            &[
                ("I", "QUY ĐỊNH CHUNG"),
                ("I/1", "Phạm vi"),
                ("I/2", "Đối tượng"),
                ("I/2/1", ""),
                ("I/2/1/a", ""),
                ("I/2/1/b", ""),
                ("I/2/2", ""),
                ("II", "THI HÀNH"),
                ("II/3", "Hiệu lực"),
            ],
        );
    }

    #[test]
    fn decimals_hang_below_the_number_they_repeat() {
        has(
            "I- Mục tiêu\n1. Chung\n1.1. Một là.\n1.2. Hai là.\n2. Riêng\n2.1. Ba là.\nII- Nhiệm vụ\n1. Chung",
            &[
                ("I", "Mục tiêu"),
                ("I/1", "Chung"),
                ("I/1/1", ""),
                ("I/1/2", ""),
                ("I/2", "Riêng"),
                ("I/2/1", ""),
                ("II", "Nhiệm vụ"),
                ("II/1", "Chung"),
            ],
        );
    }

    #[test]
    fn the_closing_belongs_to_no_item() {
        has(
            "Như sau:\n1- Tiếp tục rà soát.\n2- Báo cáo kết quả.\nĐề nghị các cơ quan triển khai thực hiện.",
            &[("", ""), ("1", ""), ("2", ""), ("", "")],
        );
    }
}
