//! Tells what a cell (one column of a printed line) of a masthead is by its words alone: number, place and date, kind.
//! In: one cell, or a line. Out: what the cell is and what it says; the cells of the line. Also tells where a second
//! part of a masthead begins inside a cell. Never uses other cells to tell what a cell is (`units` and `reader` do).

use std::sync::LazyLock;

use vankien_text::span::Span;

use super::body_name::opens_body_name;
use super::formula::{Formula, LONGEST_FORMULA, formula};
use crate::date;
use crate::line::{Line, cells, is_capital, is_drawn, opens_with};
use crate::number::{self, Number};
use crate::table::Openings;

/// What a cell of a masthead is.
#[derive(Clone, Debug)]
pub enum Cell {
    /// A line that many papers print alike: name of the State, motto, mark of secrecy and so on.
    Formula(Formula),
    /// A drawn rule or ornament.
    Drawn,
    /// The paper's number; `None` where the print left it open.
    Number(Option<OwnNumber>),
    /// A dateline: the place (empty where none is printed) and the ISO date. The date has no day (`2024-06`) where the
    /// day was left blank. It is `None` where no date can be read: the month was left open, dots stand for the day, the
    /// month does not have that day, the year is missing.
    PlaceDate(String, Option<String>),
    /// A cell in capitals that begins with a kind, or a cell with small letters that is a kind and nothing else; not
    /// one that ends with `:`. The name of the kind as the table writes it, and how many bytes of the cell it takes.
    Kind(&'static str, usize),
    /// It begins with `Kính gửi`, the label of the addressees.
    Addressees,
    /// Other words, all in capitals, that do not end with `:`, `;` or `,`.
    Capitals,
    /// Anything else.
    Other,
}

/// The number that a paper prints for itself.
#[derive(Clone, Debug)]
pub struct OwnNumber {
    /// As [`Number::canonical`]; as printed where no table knows its form.
    pub canonical: String,
    /// The name of the kind that its symbol tells. `Công văn` (official letter) for a number without a symbol and for
    /// one of an unknown form. `None` for a number of the Quốc hội (National Assembly) and an old number (`64-CP`),
    /// which have no symbol, and where the symbol tells no single kind.
    pub kind: Option<&'static str>,
}

/// The columns of a line, in order: their bytes in the whole text, and their text. A number or a date with gaps that
/// were to be filled in by hand (`Số     -HD/BTCTU`) is one column.
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

/// The byte at which a drawn rule begins behind the last blank of `text`. It is one if it is drawn (see [`is_drawn`])
/// and begins with `*` or has at least three signs. Of `* * *` only the last `*` counts. `None` elsewhere, and where
/// `text` has no blank.
pub fn rule_at_end(text: &str) -> Option<usize> {
    let at = text.rfind(' ')? + 1;
    let rule = &text[at..];
    let is_rule = is_drawn(rule) && (rule.starts_with('*') || rule.chars().count() >= 3);
    is_rule.then_some(at)
}

/// The byte at which the name of the State or the Party, or the motto, begins as the last words of `text`. Looked for
/// only behind the name of an issuing body or a number; `None` elsewhere, and where it is all of `text`.
pub fn formula_at_end(text: &str) -> Option<usize> {
    if !opens_body_name(text) && behind_label(text).is_none() {
        return None;
    }
    let starts = text.match_indices(' ').map(|(at, _)| at + 1);
    starts.filter(|at| text.len() - at <= LONGEST_FORMULA + 10).find(|at| {
        let rest = &text[*at..];
        rest.starts_with(|first: char| "CcĐđDd".contains(first))
            && matches!(formula(rest), Some(Formula::Heading | Formula::Motto))
    })
}

/// At most 160 characters (inclusive) for a cell of a head; a longer one is a paragraph. A judgement, not measured.
const LONGEST_LINE: usize = 160;

/// What the cell is by its words alone.
pub fn classify(text: &str) -> Cell {
    if text.len() > LONGEST_LINE && text.chars().count() > LONGEST_LINE {
        return Cell::Other;
    }
    if is_drawn(text) {
        return Cell::Drawn;
    }
    if let Some(what) = formula(text) {
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
        return Cell::Kind(kind, length);
    }
    if is_capital(text) && !text.ends_with([':', ';', ',']) { Cell::Capitals } else { Cell::Other }
}

/// The number that the cell is as a whole: `Số 1023-CV/TU`, `Số: 36-HD/VPTW`, `Luật số: 41/2024/QH15` (law no.).
/// `Some(None)` where its figures were left open, `None` where the cell is no number.
fn own_number(text: &str) -> Option<Option<OwnNumber>> {
    if let Some((number, end)) = number_at_start(text) {
        return (end == text.len()).then_some(Some(number));
    }
    let rest = behind_label(text)?;
    let open = rest.trim_start_matches(['.', '…', '_', ' ']).starts_with(['-', '/']);
    open.then_some(None)
}

/// What stands behind `Số` (number) and its colon, with which `text` begins; `So` is read, too. `None` without it.
fn behind_label(text: &str) -> Option<&str> {
    let end = opens_with(text, "số")
        .or_else(|| opens_with(text, "so").filter(|_| text.starts_with('S')))?;
    let rest = text[end..].trim_start();
    let apart = rest.len() < text.len() - end || rest.starts_with([':', '.']);
    let figure = |first: char| first.is_ascii_digit() || "-/".contains(first);
    (apart || rest.starts_with(figure)).then(|| rest.trim_start_matches([':', '.', ' ']))
}

/// The number that the paper prints for itself at the beginning of `text`, and the byte at which it ends. A label
/// (`Số`), or a kind and the label (`Luật số:`), may stand before it. A number of a form that no table knows needs the
/// label.
pub fn number_at_start(text: &str) -> Option<(OwnNumber, usize)> {
    let labelled = behind_label(text).or_else(|| behind_kind(text));
    if labelled.is_none() && !text.starts_with(|one: char| one.is_ascii_digit()) {
        return None;
    }
    let digits = labelled.unwrap_or(text);
    let start = text.len() - digits.len();
    let found = number::numbers(text).into_iter().next();
    if let Some(found) = found.filter(|number| number.span.start == start) {
        let end = found.span.end;
        // What the table does not know may go on behind what it knows: `15/SYT-VP`.
        let whole =
            !text[end..].starts_with(|one: char| one.is_alphanumeric() || "-/".contains(one));
        if whole {
            return Some((OwnNumber { kind: kind_of(&found), canonical: found.canonical }, end));
        }
    }
    let (canonical, length) = labelled.and_then(unknown_form)?;
    Some((OwnNumber { canonical, kind: Some("Công văn") }, start + length))
}

/// The name of the kind that the symbol of a number tells. A number without a symbol is that of a công văn (official
/// letter); `None` if it is of the Quốc hội (National Assembly), or if the symbol tells no single kind.
fn kind_of(number: &Number) -> Option<&'static str> {
    match number.kind {
        Some(symbol) => number::kind_name(symbol, number.party),
        None if number.body.contains("QH") || number.is_old() => None,
        None => Some("Công văn"),
    }
}

/// A number of a form that no table knows, as offices make them for their letters: `1539/VLO-QLDN3`,
/// with its length in bytes.
fn unknown_form(text: &str) -> Option<(String, usize)> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let printed = text[..end].trim_end_matches(['.', ',', ';']);
    let figures = number::form::figures(printed);
    let code = printed[figures..].strip_prefix(['/', '-'])?;
    let shaped = |one: char| one.is_ascii_digit() || one.is_uppercase() || "-/.&".contains(one);
    let letters = code.chars().filter(|one| one.is_alphabetic()).count();
    let fits = (1..=number::form::MOST_FIGURES).contains(&figures)
        && letters >= 2
        && code.len() <= LONGEST_CODE
        && code.chars().all(shaped);
    fits.then(|| (printed.to_owned(), printed.len()))
}

/// At most 30 bytes (inclusive) behind the figures of a number of unknown form and the separator that follows them. A
/// judgement, not measured.
const LONGEST_CODE: usize = 30;

/// What stands behind a kind and `số` (number), with which `text` begins: laws print `Luật số: 41/2024/QH15`.
fn behind_kind(text: &str) -> Option<&str> {
    let end = KIND_NAMES.at_start(text).map(|(_, end)| end).max()?;
    behind_label(text[end..].strip_prefix(' ')?)
}

/// At most 80 characters (inclusive) for a dateline. A judgement, not measured.
const LONGEST_DATELINE: usize = 80;

/// At most 40 characters (inclusive) for the name of a place in a dateline. A judgement, not measured.
const LONGEST_PLACE: usize = 40;

/// Place and ISO date of a cell that is a dateline and nothing else: `Cần Thơ, ngày 18 tháng 6 năm 2024`. The date is
/// `None` where day or month were left open; then, and for a date in figures, a place must be printed: a date alone may
/// be any date. The place is empty where none is printed.
fn place_and_date(text: &str) -> Option<(String, Option<String>)> {
    let at = day_word(text)?;
    if text.chars().count() > LONGEST_DATELINE {
        return None;
    }
    let before = text[..at].trim_end();
    let place = before.strip_suffix([',', '.', ';']).unwrap_or(before).trim();
    if !place.is_empty() && !is_place(place) {
        return None;
    }
    let rest = &text[at..];
    let lower = rest.to_lowercase();
    match date::read(rest) {
        Some((length, iso)) => {
            let alone = rest[length..].trim_matches(['.', ' ', ',']).is_empty();
            let fits = alone && (lower.contains("tháng") || !place.is_empty());
            fits.then(|| (place.to_owned(), Some(iso)))
        }
        None => (lower.contains("tháng") && lower.contains("năm") && !place.is_empty())
            .then(|| (place.to_owned(), None)),
    }
}

/// The byte at which the first `ngày` (day) begins in `text`, in any case; `None` where there is none.
pub fn day_word(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // Looked for by its marked letter: `à` is C3 A0, `À` is C3 80.
    let is_there = |from: &usize| {
        let word = bytes.get(*from..from + "ngày".len());
        word.is_some_and(|word| {
            word[..2].eq_ignore_ascii_case(b"ng")
                && matches!(word[3], 0xA0 | 0x80)
                && matches!(word[4], b'y' | b'Y')
        })
    };
    memchr::memchr_iter(0xC3, bytes).filter_map(|at| at.checked_sub(2)).find(is_there)
}

/// Words that names of places have in small letters: those of city, province, district, town, commune, township, ward,
/// special zone, island, and `tp` for a city.
const SMALL_IN_PLACES: [&str; 13] = [
    "thành",
    "phố",
    "tỉnh",
    "huyện",
    "quận",
    "thị",
    "xã",
    "trấn",
    "phường",
    "đặc",
    "khu",
    "đảo",
    "tp",
];

/// Whether `text` may be the name of a place: it begins with a capital, has at most [`LONGEST_PLACE`] characters, and
/// each word begins with a capital or is one of [`SMALL_IN_PLACES`]. No figures, no `;` or `:`, no end of a sentence.
pub fn is_place(text: &str) -> bool {
    let is_word = |word: &str| {
        let bare = word.trim_matches(['.', '-', '–', '(', ')']);
        bare.is_empty() || bare.starts_with(char::is_uppercase) || SMALL_IN_PLACES.contains(&bare)
    };
    text.chars().count() <= LONGEST_PLACE
        && text.starts_with(char::is_uppercase)
        && !text.contains([';', ':'])
        && !text.contains(|one: char| one.is_ascii_digit())
        && !ends_a_sentence(text)
        && text.split_whitespace().all(is_word)
}

/// The byte at which a dateline with its place begins behind other words and reaches to the end of `text`:
/// `Số: 12/QĐ-BYT Hà Nội, ngày …`.
pub fn dateline_at_end(text: &str) -> Option<usize> {
    let starts = text.match_indices(' ').map(|(at, _)| at + 1);
    starts
        .filter(|at| text[*at..].starts_with(char::is_uppercase))
        .find(|at| matches!(place_and_date(&text[*at..]), Some((place, _)) if !place.is_empty()))
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

/// At most 50 bytes (inclusive) for a cell that names a kind in small letters. A judgement, not measured.
const LONGEST_KIND: usize = 50;

/// The kind with which a cell in capitals begins, or which a cell in small letters is as a whole, and how many bytes
/// its name takes; the longest name counts.
fn kind_line(text: &str) -> Option<(&'static str, usize)> {
    if text.ends_with(':') || !text.starts_with(char::is_uppercase) {
        return None;
    }
    let capital = is_capital(text);
    // In small letters the name of a kind stands alone.
    if !capital && text.len() > LONGEST_KIND {
        return None;
    }
    let is_whole = |end: usize| text[end..].is_empty() || capital && text[end..].starts_with(' ');
    KIND_NAMES.at_start(text).filter(|(_, end)| is_whole(*end)).max_by_key(|(_, end)| *end)
}

/// The names of all kinds: those of the table and those of [`UNNUMBERED`].
static KIND_NAMES: LazyLock<Openings> = LazyLock::new(|| {
    Openings::of_all_spellings(number::kinds().iter().map(|kind| kind.name).chain(UNNUMBERED))
});

/// Kinds that have no symbol: statement, appeal, platform, statutes, strategy, master plan.
const UNNUMBERED: [&str; 6] =
    ["Tuyên bố", "Lời kêu gọi", "Cương lĩnh", "Điều lệ", "Chiến lược", "Quy hoạch"];
