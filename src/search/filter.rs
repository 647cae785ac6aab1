//! Which papers a question looks through: `loai: so: chatluong: coquan: nguoiky: noi: nam: tu: den:`, and
//! `kind: number: quality: issuer: signer: place: year: from: to:`.
//! In: a question. Out: its filters and the rest; then the papers that meet all of them.
//! Never leaves papers out silently: those without a date that a date filter leaves out are counted.

mod days;

use std::collections::BTreeSet;

use self::days::days;
use super::abbreviation::{self, Rows};
use super::{number, question};
use crate::document::{Field, Quality};
use crate::error::{Error, Result};
use crate::index::keys::folded;
use crate::index::{PaperRecord, Store, Unread};
use crate::span::{self, Span};

/// What a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Kind,
    Number,
    Quality,
    Issuer,
    Signer,
    Place,
    Year,
    From,
    To,
}

/// The names of filters, folded.
const NAMES: [(&str, Key); 18] = [
    ("loai", Key::Kind),
    ("kind", Key::Kind),
    ("so", Key::Number),
    ("number", Key::Number),
    ("chatluong", Key::Quality),
    ("quality", Key::Quality),
    ("coquan", Key::Issuer),
    ("issuer", Key::Issuer),
    ("nguoiky", Key::Signer),
    ("signer", Key::Signer),
    ("noi", Key::Place),
    ("place", Key::Place),
    ("nam", Key::Year),
    ("year", Key::Year),
    ("tu", Key::From),
    ("from", Key::From),
    ("den", Key::To),
    ("to", Key::To),
];

/// One filter as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Filter {
    key: Key,
    value: String,
    /// For a date filter, the first and last day it admits, as far as printed.
    days: (String, String),
}

/// All filters of a question; a paper must meet each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    all: Vec<Filter>,
}

/// The papers that meet all filters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Their paths.
    pub paths: BTreeSet<String>,
    /// How many bear no date and were left out for that alone.
    pub undated: usize,
    /// What of them nobody could read.
    pub unread: Unread,
}

impl Selection {
    /// What a reader should know of papers without a date; `None` where none was left out.
    pub fn left_out(&self) -> Option<String> {
        let left = self.undated;
        (left > 0).then(|| format!("{left} paper(s) bear no date and were left out by the filter"))
    }
}

impl Filters {
    /// Takes the filters out of `question`; gives them and what is left of it, with blanks where they
    /// stood, so that every byte keeps its place. Between quotation marks nothing is a filter.
    pub fn read(question: &str) -> Result<(Filters, String)> {
        let mut found = Filters::default();
        let mut rest = String::with_capacity(question.len());
        let (mut at, mut is_quoted) = (0, false);
        while at < question.len() {
            let before = span::before(question, at).chars().next_back();
            let opens = before.is_none_or(|one| one.is_whitespace() || one == '(');
            if opens
                && !is_quoted
                && let Some((key, value, length)) = filter(span::after(question, at))
            {
                if is_negated(question, at, &rest) {
                    let shown = span::slice(question, at, at + length).trim_start_matches('-');
                    let what = format!(
                        "negates the filter {shown}: filters choose papers and leave none out; name the others"
                    );
                    return Err(Error::Question { question: question.to_owned(), what });
                }
                found.all.push(Filter::new(question, key, value)?);
                at += length;
                rest.extend(std::iter::repeat_n(' ', length));
                continue;
            }
            let letter = span::after(question, at).chars().next().unwrap_or(' ');
            rest.push(letter);
            at += letter.len_utf8();
            if question::QUOTES.contains(&letter) {
                is_quoted = !is_quoted && span::after(question, at).contains(question::QUOTES);
            }
        }
        Ok((found, rest))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What contradicts what, in words; `None` where a paper could meet all.
    pub fn conflict(&self) -> Option<String> {
        for (at, one) in self.all.iter().enumerate() {
            for other in &self.all[at + 1..] {
                let dates = one.key >= Key::Year && other.key >= Key::Year;
                let apart = dates && (one.days.1 < other.days.0 || other.days.1 < one.days.0);
                let same = one.key == other.key
                    && matches!(one.key, Key::Kind | Key::Number | Key::Quality);
                if apart || (same && folded(&one.value) != folded(&other.value)) {
                    return Some(format!(
                        "the filters contradict each other: {} and {}",
                        one.shown(),
                        other.shown()
                    ));
                }
            }
        }
        None
    }

    /// The first filter that leaves `paper` out, in words; `None` where all admit it.
    pub fn refuses(&self, paper: &PaperRecord) -> Option<String> {
        let fails = |filter: &&Filter| match &paper.masthead.date {
            _ if filter.key < Key::Year => !filter.admits(paper),
            Some(date) => !filter.holds(&date.value),
            None => true,
        };
        self.all.iter().find(fails).map(Filter::shown)
    }

    /// The papers of `store` that meet all filters; `None` where there is no filter.
    pub fn select(&self, store: &Store) -> Result<Option<Selection>> {
        if self.is_empty() {
            return Ok(None);
        }
        let mut selection = Selection::default();
        for paper in store.papers()? {
            let others = self.all.iter().filter(|filter| filter.key < Key::Year);
            if !others.into_iter().all(|filter| filter.admits(&paper)) {
                continue;
            }
            let mut dated = self.all.iter().filter(|filter| filter.key >= Key::Year).peekable();
            match (dated.peek().is_some(), &paper.masthead.date) {
                (true, None) => selection.undated += 1,
                (true, Some(date)) if !dated.all(|filter| filter.holds(&date.value)) => {}
                _ => {
                    selection.unread.add(&paper);
                    selection.paths.insert(paper.path);
                }
            }
        }
        Ok(Some(selection))
    }
}

/// Whether a text opens with the name of a filter whose value may hold blanks, and no other follows:
/// all of it is the value.
pub fn is_whole_filter(text: &str) -> bool {
    let Some((name, value)) = text.split_once(':') else { return false };
    let open = key(name).is_some_and(|key| matches!(key, Key::Issuer | Key::Signer | Key::Place));
    let others = value
        .split_whitespace()
        .any(|word| word.split_once(':').is_some_and(|(name, _)| key(name).is_some()));
    open && !others && !value.starts_with(question::QUOTES)
}

fn key(name: &str) -> Option<Key> {
    let name = folded(name).replace(' ', "");
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, key)| *key)
}

/// Whether the filter at byte `at` of a question stands behind `-` or `NOT`; `rest` is what stands before.
fn is_negated(question: &str, at: usize, rest: &str) -> bool {
    let before = rest.trim_end_matches(|one: char| one.is_whitespace() || one == '(');
    let is_apart = |end: &str| !end.ends_with(char::is_alphanumeric);
    let is_not = before.strip_suffix("NOT").is_some_and(is_apart) || before.ends_with(" -");
    span::after(question, at).starts_with('-') || is_not || before == "-"
}

/// The filter at the head of `text`: its key, its value, and how many bytes it takes. A name typed
/// with marks (`số: 59`, `nơi: …`) is one only where the value follows at once.
fn filter(text: &str) -> Option<(Key, &str, usize)> {
    let colon = text.char_indices().take(12).find(|(_, letter)| *letter == ':')?.0;
    // A mark before the name (`"noi: …"`) opens a phrase.
    let name = Some(span::before(text, colon)).filter(|name| !name.contains(question::QUOTES))?;
    let key = key(name)?;
    let mut value = span::after(text, colon + 1);
    if name.is_ascii() {
        value = value.trim_start();
    }
    let before = text.len() - value.len();
    if let Some(inside) = value.strip_prefix(question::QUOTES) {
        let end = inside.find(question::QUOTES)?;
        let closing = span::after(inside, end).chars().next().map_or(0, char::len_utf8);
        let length = text.len() - inside.len() + end + closing;
        return Some((key, span::before(inside, end), length));
    }
    let ends = |one: char| one.is_whitespace() || one == ')';
    let word = value.find(ends).unwrap_or(value.len());
    let end = match key {
        Key::Kind => kind_at_head(value).unwrap_or(word),
        Key::Number => number_at_head(value).unwrap_or(word),
        _ => word,
    };
    (end > 0 || name.is_ascii()).then_some((key, span::before(value, end), before + end))
}

/// How many bytes the longest name of a kind takes at the head of `text`.
fn kind_at_head(text: &str) -> Option<usize> {
    let words: Vec<Span> = spans(text).take(5).collect();
    let kinds = crate::structure::number::kinds();
    (1..=words.len()).rev().map(|count| words[count - 1].end).find(|end| {
        let asked = folded(span::before(text, *end));
        kinds.iter().any(|kind| folded(kind.name) == asked)
    })
}

/// How many bytes the number at the head of `text` takes.
fn number_at_head(text: &str) -> Option<usize> {
    let number = number::find(text).into_iter().next()?;
    (number.span.start == 0).then_some(number.span.end)
}

/// The words of a text by their blanks.
fn spans(text: &str) -> impl Iterator<Item = Span> {
    let start = move |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(move |word| Span::new(start(word), start(word) + word.len()))
}

impl Filter {
    fn new(question: &str, key: Key, value: &str) -> Result<Filter> {
        if value.trim().is_empty() {
            let name = NAMES.iter().find(|(_, one)| *one == key).map_or("", |(name, _)| name);
            let what = format!("has a filter without a value: write {name}:VALUE");
            return Err(Error::Question { question: question.to_owned(), what });
        }
        let days = match key {
            Key::Year | Key::From | Key::To => days(key, value).ok_or_else(|| {
                let what = format!("has no date in `{value}`: write 2024, 2024-06, 18/6/2024 or, for a year, 2020-2024");
                Error::Question { question: question.to_owned(), what }
            })?,
            Key::Quality if quality(value).is_none() => {
                let what = format!("knows no quality `{value}`: write good (tốt) or poor (kém)");
                return Err(Error::Question { question: question.to_owned(), what });
            }
            _ => (String::new(), String::new()),
        };
        Ok(Filter { key, value: value.to_owned(), days })
    }

    fn shown(&self) -> String {
        let name = NAMES.iter().find(|(_, key)| *key == self.key).map_or("", |(name, _)| name);
        format!("{name}:{}", self.value)
    }

    /// Whether a date, as exact as it was printed, lies among the days.
    fn holds(&self, date: &str) -> bool {
        let part = |day: &str| span::before(day, date.len()).to_owned();
        part(&self.days.0).as_str() <= date && date <= part(&self.days.1).as_str()
    }

    fn admits(&self, paper: &PaperRecord) -> bool {
        let masthead = &paper.masthead;
        let value = |field: &Option<Field<String>>| {
            field.as_ref().map(|field| field.value.clone()).unwrap_or_default()
        };
        match self.key {
            Key::Kind => self.is_kind(&value(&masthead.kind)),
            Key::Number => self.is_number(&value(&masthead.number)),
            Key::Quality => quality(&self.value) == Some(paper.quality),
            Key::Issuer => holds_words(&value(&masthead.issuer), &self.value),
            Key::Place => holds_words(&value(&masthead.place), &self.value),
            Key::Signer => masthead
                .signer
                .as_ref()
                .is_some_and(|field| holds_words(&field.value.name, &self.value)),
            Key::Year | Key::From | Key::To => true,
        }
    }

    /// The kind by its name or its symbol.
    fn is_kind(&self, kind: &str) -> bool {
        let asked = folded(&self.value);
        let rows = crate::structure::number::kinds().iter();
        let by_symbol = rows.filter(|row| folded(row.symbol) == asked).any(|row| row.name == kind);
        !kind.is_empty() && (folded(kind) == asked || by_symbol)
    }

    fn is_number(&self, number: &str) -> bool {
        match &number::find(&self.value)[..] {
            [asked] => !number.is_empty() && asked.fits(number),
            _ => number.split(|mark: char| !mark.is_alphanumeric()).next().is_some_and(|digits| {
                !digits.is_empty()
                    && digits.trim_start_matches('0') == self.value.trim_start_matches('0')
            }),
        }
    }
}

/// The quality that a value names.
fn quality(value: &str) -> Option<Quality> {
    match folded(value).trim() {
        "good" | "tot" => Some(Quality::Good),
        "poor" | "kem" => Some(Quality::Poor),
        _ => None,
    }
}

/// Whether `text` holds the words of `asked` in a row, in one of their spellings; typed with marks
/// they must bear them.
fn holds_words(text: &str, asked: &str) -> bool {
    let asked = question::words(asked);
    let exact = asked.iter().any(question::Word::has_marks);
    let text = question::words(text);
    let others = abbreviation::expand(&asked, exact, &Rows::default())
        .spellings
        .into_iter()
        .map(|one| one.words);
    std::iter::once(asked).chain(others).any(|asked| {
        !asked.is_empty()
            && text.windows(asked.len()).any(|row| {
                row.iter().zip(&asked).all(|(one, asked)| match exact {
                    true => one.term == asked.term,
                    false => one.folded() == asked.folded(),
                })
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(question: &str) -> (Filters, String) {
        let (filters, rest) = Filters::read(question).expect("filters");
        (filters, rest.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn filters_are_taken_out_of_a_question() {
        let (filters, rest) = read("tham nhũng loại:\"nghị quyết\" nam:2024 số: 59");
        assert_eq!((filters.all.len(), rest.as_str()), (2, "tham nhũng số: 59"));
        assert_eq!(filters.all[0].value, "nghị quyết");
        let (filters, rest) = read("loai:Nghị quyết nam:2025 59-NQ/TW");
        assert_eq!((filters.all.len(), rest.as_str()), (2, "59-NQ/TW"));
        assert_eq!(read("loai: CT quán triệt").1, "quán triệt");
        assert_eq!(read("so:59 nq tw quán triệt").1, "quán triệt");
        assert!(Filters::read("59-NQ/TW nam:").is_err());
    }

    #[test]
    fn dates_of_every_form() {
        for (value, day, wanted) in [
            ("nam:2024", "2024-06-18", true),
            ("nam:2020-2024", "2023", true),
            ("nam:2020-2024", "2025-01-01", false),
            ("tu:18/6/2024", "2024-06-18", true),
            ("tu:2024-07", "2024-06-18", false),
            ("den:2024-06", "2024-06-30", true),
            ("from:2024-06-10", "2024-06", true),
            ("to:2023", "2024-06", false),
        ] {
            assert_eq!(read(value).0.all[0].holds(day), wanted, "{value} {day}");
        }
        assert!(Filters::read("nam:xưa").is_err());
    }

    #[test]
    fn contradictions_are_told() {
        assert!(read("tu:2024 den:2023").0.conflict().is_some());
        assert!(read("nam:2023 nam:2024").0.conflict().is_some());
        assert!(read("loai:NQ loai:CT").0.conflict().is_some());
        assert!(read("tu:2023 den:2024 loai:NQ").0.conflict().is_none());
    }

    #[test]
    fn words_without_marks_hold_for_any() {
        assert!(holds_words("Thành ủy Cần Thơ", "can tho"));
        assert!(!holds_words("Thành ủy Cần Thơ", "Can Thọ"));
        assert!(holds_words("Ủy ban nhân dân tỉnh Vân Hải", "UBND"));
    }
}
