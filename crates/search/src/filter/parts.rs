//! One filter as it was typed.
//! In: nothing. Out: names, values and what they look at. Never looks into the index; `choose` does.

use vankien_engine::keys::folded_words;
use vankien_text::{Quality, span};

/// What a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
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

impl Key {
    /// Whether it looks at the date.
    pub fn is_date(self) -> bool {
        self >= Key::Year
    }

    /// Whether its values are names, which may be meant exactly or in part.
    pub fn is_name(self) -> bool {
        matches!(self, Key::Issuer | Key::Signer | Key::Place)
    }

    /// The filter with this name.
    pub fn named(name: &str) -> Option<Key> {
        let name = folded_words(name).replace(' ', "");
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, key)| *key)
    }
}

/// One of the values of a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// As typed, without quotation marks.
    pub typed: String,
    /// Whether it means papers that do not say.
    pub is_null: bool,
    /// Whether it means every name that contains it.
    pub contains: bool,
    /// For a date filter, the first and last day it admits, as far as printed.
    pub days: (String, String),
}

impl Value {
    /// Whether a date, as exact as it was printed, lies among the days.
    pub fn holds(&self, date: &str) -> bool {
        let part = |day: &str| span::before(day, date.len()).to_owned();
        part(&self.days.0).as_str() <= date && date <= part(&self.days.1).as_str()
    }
}

/// The quality that a value names.
pub fn quality(value: &str) -> Option<Quality> {
    match folded_words(value).trim() {
        "good" | "tot" => Some(Quality::Good),
        "poor" | "kem" => Some(Quality::Poor),
        _ => None,
    }
}

/// How the value of a filter was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exactness {
    /// By papers that bear just this value.
    Exact,
    /// By papers whose value contains it.
    Containing,
}

impl Exactness {
    /// The word that JSON and messages use.
    pub fn name(self) -> &'static str {
        match self {
            Exactness::Exact => "exact",
            Exactness::Containing => "containing",
        }
    }
}
