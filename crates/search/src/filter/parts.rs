//! The fields and values of filters.
//! In: nothing. Out: plain values, by the names that a reader types. Never looks into the index; `choose` does.

use vankien_engine::keys::folded_words;
use vankien_text::{Quality, span};

/// The field that a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FilterKey {
    /// The kind of paper: resolution, directive …
    Kind,
    /// The number of the paper, whole or in part.
    Number,
    /// Whether its text can be trusted.
    Quality,
    /// The body that issued it.
    Issuer,
    /// Who signed it.
    Signer,
    /// Where it was signed.
    Place,
    /// Its date: a year, a range of years, a month or a day. The fields of the date stand last, from here on: see
    /// [`FilterKey::is_date`].
    Year,
    /// Its date: this one or later.
    From,
    /// Its date: this one or earlier.
    To,
}

/// The names of filters, Vietnamese and English, folded and without blanks.
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
    /// Whether the field is the date.
    pub fn is_date(self) -> bool {
        self >= FilterKey::Year
    }

    /// Whether the values of the field are names, which may be meant exactly or in part.
    pub fn is_name(self) -> bool {
        matches!(self, FilterKey::Issuer | FilterKey::Signer | FilterKey::Place)
    }

    /// The field with this name, whatever its case, marks and blanks; `None` for a name that no field has.
    pub fn named(name: &str) -> Option<FilterKey> {
        let name = folded_words(name).replace(' ', "");
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, key)| *key)
    }
}

/// One of the values of a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterValue {
    /// The value as typed, without quotation marks and `~`.
    pub typed: String,
    /// Whether it is `?`: the papers that do not say are meant.
    pub is_null: bool,
    /// Whether it was typed with `~`: every name that contains it is meant.
    pub contains: bool,
    /// For a date filter that was checked, the days that it admits; else empty.
    pub days: DayRange,
}

/// A range of days, both ends included, in ISO form (`2024-06-18`). Of an end that was typed without day or month these
/// are `00` at the beginning and `99` at the end; an open end is `0000-00-00` or `9999-99-99`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayRange {
    /// The first day.
    pub first: String,
    /// The last day.
    pub last: String,
}

impl DayRange {
    /// Whether the two ranges have no day in common.
    pub fn is_apart_from(&self, other: &DayRange) -> bool {
        self.last < other.first || other.last < self.first
    }
}

impl FilterValue {
    /// Whether a date in ISO form lies within the days. A year or a month does where one of its days may.
    pub fn admits_date(&self, date: &str) -> bool {
        let first = span::before(&self.days.first, date.len());
        let last = span::before(&self.days.last, date.len());
        first <= date && date <= last
    }
}

/// The quality that a typed value names, whatever its marks and case: `good` or `tốt`, `poor` or `kém`. `None` for
/// others.
pub fn quality_named(value: &str) -> Option<Quality> {
    match folded_words(value).trim() {
        "good" | "tot" => Some(Quality::Good),
        "poor" | "kem" => Some(Quality::Poor),
        _ => None,
    }
}

/// How the value of a filter was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exactness {
    /// By papers that bear exactly this value.
    Exact,
    /// By papers that bear a value which contains it.
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
