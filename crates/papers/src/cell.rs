//! Tells what a cell of the head of a paper is by its words alone: number, place and date, kind.
//! In: one cell of a line. Out: its form and what it says.
//! Never looks at the cells around it (`masthead` does).

use std::sync::OnceLock;

use vankien_text::span::Span;

use super::date;
use super::line::{Line, cells, is_capital, is_drawn, opens_with};
use super::number::{self, Number};
use super::table::rows;

/// What a cell of the head is.
pub enum Cell {
    /// Party title, motto, `secrecy`, `urgency`, as the table says.
    Formula(&'static str),
    Drawn,
    Number(Option<Number>),
    PlaceDate(String, Option<String>),
    Kind(&'static str, Span),
    Addressees,
    Capitals,
    Other,
}

/// The columns of a line. An open number (`Số     -HD/BTCTU`) is one of them, whatever its gap.
pub fn head_cells<'a>(line: &Line<'a>) -> Vec<(Span, &'a str)> {
    let mut found = cells(line);
    let open = found.len() > 1
        && ["số", "số:"].contains(&found[0].1.to_lowercase().as_str())
        && found[1].1.starts_with(['-', '/']);
    if open {
        let (second, _) = found.remove(1);
        let span = Span::new(found[0].0.start, second.end);
        let start = span.start - line.span.start;
        found[0] = (span, &line.text[start..start + span.len()]);
    }
    // `Vân Hải, ngày      tháng      năm 2024`: day and month were left open.
    let open = |pair: &[(Span, &str)]| {
        [("ngày", "tháng"), ("tháng", "năm")]
            .iter()
            .any(|(end, begin)| pair[0].1.ends_with(end) && pair[1].1.starts_with(begin))
    };
    while let Some(at) = found.windows(2).position(open) {
        let (second, _) = found.remove(at + 1);
        let span = Span::new(found[at].0.start, second.end);
        let start = span.start - line.span.start;
        found[at] = (span, &line.text[start..start + span.len()]);
    }
    found
}

/// The lines of `formulas.tsv`, in small letters, and what they are.
fn formulas() -> &'static [[&'static str; 2]] {
    static FORMULAS: OnceLock<Vec<[&'static str; 2]>> = OnceLock::new();
    FORMULAS.get_or_init(|| rows(include_str!("formulas.tsv")).collect())
}

/// No line of a head is longer, in characters.
const LONGEST_LINE: usize = 160;

/// What the cell is by its words alone.
pub fn classify(line: &Line<'_>) -> Cell {
    let text = line.text;
    if line.width > LONGEST_LINE {
        return Cell::Other;
    }
    if is_drawn(text) {
        return Cell::Drawn;
    }
    let bare = text.trim_end_matches(['.', '!']);
    let same = |row: &&[&str; 2]| opens_with(bare, row[0]) == Some(bare.len());
    if let Some([_, what]) = formulas().iter().find(same) {
        return Cell::Formula(what);
    }
    if opens_with(text, "kính gửi").is_some() {
        return Cell::Addressees;
    }
    if let Some(number) = own_number(text) {
        return Cell::Number(number);
    }
    if let Some((place, date)) = place_and_date(text) {
        return Cell::PlaceDate(place, date);
    }
    if let Some((kind, length)) = kind_line(text) {
        return Cell::Kind(kind, Span::new(line.span.start + length, line.span.end));
    }
    if is_capital(text) && !text.ends_with([':', ';', ',']) { Cell::Capitals } else { Cell::Other }
}

/// `Số 1023-CV/TU`, `Số: 36-HD/VPTW`, `Luật số: 41/2024/QH15`; the number is `None` where the field was
/// left open.
fn own_number(text: &str) -> Option<Option<Number>> {
    if let Some(found) = number_of_kind(text) {
        return Some(Some(found));
    }
    if opens_with(text, "số").is_some() {
        let rest =
            text[text.char_indices().nth(2)?.0..].trim_start().trim_start_matches(':').trim_start();
        let found = number::numbers(text).into_iter().next();
        if found.as_ref().is_some_and(|number| text.len() - rest.len() == number.span.start) {
            return Some(found);
        }
        let open = rest.trim_start_matches(['.', '…', '_', ' ']).starts_with(['-', '/']);
        return open.then_some(None);
    }
    if !text.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let found = number::numbers(text).into_iter().next()?;
    (found.span == Span::new(0, text.len())).then_some(Some(found))
}

/// `Luật số: 41/2024/QH15`: laws print their kind before the number.
fn number_of_kind(text: &str) -> Option<Number> {
    let kind = |(_, lower): &(&str, String)| opens_with(text, lower);
    let end = kind_names().iter().filter_map(kind).max()?;
    let rest = text[end..].strip_prefix(' ')?;
    let label = opens_with(rest, "số")?;
    let digits = rest[label..].trim_start().trim_start_matches(':').trim_start();
    let found = number::numbers(text).into_iter().next()?;
    let whole = found.span.end == text.len() && found.span.start <= text.len() - digits.len();
    whole.then_some(found)
}

/// `Cần Thơ, ngày 18 tháng 6 năm 2024`; the day may be left open.
fn place_and_date(text: &str) -> Option<(String, Option<String>)> {
    if text.chars().count() > 80 {
        return None;
    }
    let at = text.to_lowercase().find("ngày").filter(|at| text.is_char_boundary(*at))?;
    let place = text[..at].trim_end().strip_suffix(',').unwrap_or(text[..at].trim_end()).trim();
    let capital = place.is_empty() || place.starts_with(char::is_uppercase);
    if !capital
        || place.chars().count() > 40
        || text.chars().count() > 80
        || place.contains([';', ':'])
        || ends_a_sentence(place)
    {
        return None;
    }
    let rest = &text[at..];
    match date::read(rest) {
        Some((length, iso)) => {
            let alone = rest[length..].trim_matches(['.', ' ']).is_empty();
            (alone && rest.contains("tháng")).then(|| (place.to_owned(), Some(iso)))
        }
        None => {
            let open = rest.to_lowercase();
            (open.contains("tháng") && open.contains("năm") && !place.is_empty())
                .then(|| (place.to_owned(), None))
        }
    }
}

/// Whether a full stop in the name of a place is more than that of an abbreviation (`TP. Cần Thơ`).
fn ends_a_sentence(place: &str) -> bool {
    place.match_indices('.').any(|(at, _)| {
        let word = place[..at].rsplit(|letter: char| !letter.is_alphanumeric()).next();
        let is_short =
            |word: &str| word.starts_with(char::is_uppercase) && word.chars().count() <= 3;
        !word.is_some_and(is_short)
    })
}

/// The kind that a line of capitals names, and how many bytes its name takes.
fn kind_line(text: &str) -> Option<(&'static str, usize)> {
    if text.ends_with(':') || !text.starts_with(char::is_uppercase) {
        return None;
    }
    let capital = is_capital(text);
    let head = |(name, lower): &(&'static str, String)| {
        let end = opens_with(text, lower)?;
        let rest = &text[end..];
        (rest.is_empty() || (capital && rest.starts_with(' '))).then_some((*name, end))
    };
    kind_names().iter().filter_map(head).max_by_key(|(_, end)| *end)
}

/// The names of all kinds, as printed and in small letters.
fn kind_names() -> &'static [(&'static str, String)] {
    static NAMES: OnceLock<Vec<(&'static str, String)>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let names = number::kinds().iter().map(|kind| kind.name).chain(UNNUMBERED);
        names.map(|name| (name, name.to_lowercase())).collect()
    })
}

/// Kinds that have no symbol.
const UNNUMBERED: [&str; 6] =
    ["Tuyên bố", "Lời kêu gọi", "Cương lĩnh", "Điều lệ", "Chiến lược", "Quy hoạch"];
