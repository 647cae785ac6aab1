//! One filter as it was typed.
//! In: nothing. Out: names, values and what they look at. Never looks into the index; `choose` does.

use vankien_engine::keys::folded;
use vankien_text::{Quality, span};

/// What a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FilterKey {
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
const NAMES: [(&str, FilterKey); 18] = [
    ("loai", FilterKey::Kind),
    ("kind", FilterKey::Kind),
    ("so", FilterKey::Number),
    ("number", FilterKey::Number),
    ("chatluong", FilterKey::Quality),
    ("quality", FilterKey::Quality),
    ("coquan", FilterKey::Issuer),
    ("issuer", FilterKey::Issuer),
    ("nguoiky", FilterKey::Signer),
    ("signer", FilterKey::Signer),
    ("noi", FilterKey::Place),
    ("place", FilterKey::Place),
    ("nam", FilterKey::Year),
    ("year", FilterKey::Year),
    ("tu", FilterKey::From),
    ("from", FilterKey::From),
    ("den", FilterKey::To),
    ("to", FilterKey::To),
];

impl FilterKey {
    /// Whether it looks at the date.
    pub fn is_date(self) -> bool {
        self >= FilterKey::Year
    }

    /// Whether its values are names, which may be meant exactly or in part.
    pub fn is_name(self) -> bool {
        matches!(self, FilterKey::Issuer | FilterKey::Signer | FilterKey::Place)
    }

    /// The filter with this name.
    pub fn named(name: &str) -> Option<FilterKey> {
        let name = folded(name).replace(' ', "");
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, key)| *key)
    }
}

/// One of the values of a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterValue {
    /// As typed, without quotation marks.
    pub typed: String,
    /// Whether it means papers that do not say.
    pub is_null: bool,
    /// Whether it means every name that contains it.
    pub contains: bool,
    /// For a date filter, the first and last day it admits, as far as printed.
    pub days: (String, String),
}

impl FilterValue {
    /// Whether a date, as exact as it was printed, lies among the days.
    pub fn holds(&self, date: &str) -> bool {
        let part = |day: &str| span::before(day, date.len()).to_owned();
        part(&self.days.0).as_str() <= date && date <= part(&self.days.1).as_str()
    }
}

/// The quality that a value names.
pub fn quality(value: &str) -> Option<Quality> {
    match folded(value).trim() {
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
