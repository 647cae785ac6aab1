//! The phrases and numbers that a list of mentions looks for.
//! In: nothing. Out: plain values. Never matches; `find` does.

use std::collections::BTreeSet;

use vankien_engine::keys;

use crate::abbreviation::ShortForm;
use crate::number::Number;
use crate::question::QuestionWord;

/// A phrase in one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Its words, each with what was typed between it and the word before.
    pub words: Vec<QuestionWord>,
    /// Whether each word must bear its own marks. Otherwise a word without marks may bear any.
    pub exact: bool,
    /// For another spelling of what was typed: the abbreviations in it. `None` for what was typed itself.
    pub spelling: Option<Vec<ShortForm>>,
    /// The paths of the only papers in which it stands for what was typed; `None` for all papers.
    pub only: Option<BTreeSet<String>>,
    /// Whether places inside a citation do not count, because they are listed as mentions of the number.
    pub beside_citations: bool,
}

/// A number of a paper with the keys under which the index holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberQuery {
    /// The number as typed.
    pub number: Number,
    /// The keys of the whole numbers that fit it, and of the names that papers define for papers with these numbers.
    pub keys: Vec<String>,
    /// The keys of bare numbers (`Nghị quyết 59`, resolution 59) that may stand for it.
    pub open: Vec<String>,
    /// The date that was typed behind it, in ISO form, as exact as typed; it chooses among namesakes. If none was typed
    /// and only numbers without a year fit, the year that was typed in the number. `None` for neither.
    pub date: Option<String>,
    /// The names of the held laws that bear it, as [`law_name`](vankien_papers::citation::law_name) gives them and as
    /// printed.
    pub names: Vec<(String, String)>,
    /// If the index knows the number as typed, whole and without a year: the keys of numbers that differ from it only
    /// by having a year. They are not listed, only named in a note. Otherwise empty, and such numbers are among `keys`.
    pub with_year: Vec<String>,
}

impl NumberQuery {
    /// Whether the number was typed with its year but not whole, and texts cite it by kind, serial number and this year
    /// (`Nghị định 100/2019`). If `keys` is empty, these places are its mentions; this function does not look at
    /// `keys`.
    pub fn is_cited_open(&self) -> bool {
        self.number.year.is_some()
            && !self.number.is_whole
            && self.open.iter().any(|key| self.is_same_year(key))
    }

    /// Whether the key of an open number has the year that was typed.
    pub fn is_same_year(&self, key: &str) -> bool {
        let year = keys::parse_open_key(key).and_then(|(_, year, _)| year);
        year == self.number.year.as_deref()
    }
}
