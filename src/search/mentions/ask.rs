//! What a list of mentions looks for: phrases in all their spellings, and numbers of papers.
//! In: a question and what the reader wants of it. Out: patterns and number keys, with notes.
//! Never looks into the text of a section (`find` does).

use std::collections::BTreeSet;

use super::Wanted;
use crate::error::Result;
use crate::index::Store;
use crate::index::keys;
use crate::normalise;
use crate::search::abbreviation::{self, Rows, Short, Spelling};
use crate::search::filter::Filters;
use crate::search::number::{self, Number};
use crate::search::question::{self, Word};
use crate::search::terms;
use crate::span;

/// A row of words that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The words, with what was typed between them.
    pub words: Vec<Word>,
    /// Whether marks must be those of the words.
    pub exact: bool,
    /// For another spelling of what was typed: the abbreviations in it. `None` for what was typed
    /// itself.
    pub spelling: Option<Vec<Short>>,
    /// The papers in which alone it stands for what was typed; `None` for all.
    pub only: Option<BTreeSet<String>>,
}

/// A number that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The number as typed.
    pub number: Number,
    /// The keys of whole numbers that the index holds for it, and of names for them.
    pub keys: Vec<String>,
    /// The keys of bare numbers that may stand for it.
    pub open: Vec<String>,
    /// The date that the reader typed behind it.
    pub date: Option<String>,
}

/// What a question looks for.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Rows of words.
    pub patterns: Vec<Pattern>,
    /// Numbers.
    pub numbers: Vec<Asked>,
    /// Which papers are looked through.
    pub filters: Filters,
    /// What the reader should know.
    pub notes: Vec<String>,
}

/// Reads a question: quotation marks part phrases, all else is one phrase, unless it is a number.
pub fn read(store: &Store, typed: &str, wanted: Wanted) -> Result<Ask> {
    let question = question::read_literally(typed)?;
    let mut ask = Ask { filters: question.filters, notes: question.notes, ..Ask::default() };
    let normalised = normalise::normalise(typed);
    let (_, rest) = Filters::read(&normalised.text)?;
    let pieces: Vec<&str> = rest.split(question::QUOTES).collect();
    let balanced = !pieces.len().is_multiple_of(2);
    for (at, piece) in pieces.iter().enumerate() {
        let is_quoted = at % 2 == 1 && (balanced || at + 1 < pieces.len());
        if is_quoted {
            ask.phrase(store, piece, wanted)?;
        } else {
            ask.plain(store, piece, wanted)?;
        }
    }
    Ok(ask)
}

impl Ask {
    /// Text outside quotation marks: numbers, and what stands around them as phrases.
    fn plain(&mut self, store: &Store, text: &str, wanted: Wanted) -> Result<()> {
        let mut at = 0;
        let numbers = number::find(text);
        for (index, number) in numbers.iter().enumerate() {
            let span = number.span;
            // What belongs to a number ends where the next one begins: `168/2024/NĐ-CP, 01/2024/NĐ-CP`
            // has no date `01/2024`.
            let limit = numbers.get(index + 1).map_or(text.len(), |next| next.span.start);
            let tail = &text[span.end..limit];
            let known = asked(store, number.clone())?;
            // What neither a paper bears nor any cites is looked for as words, unless it can be
            // nothing but a number.
            if known.keys.is_empty() && !known.number.is_whole {
                continue;
            }
            let before = span::slice(text, at, span.start).trim();
            if !before.is_empty() {
                self.phrase(store, before, wanted)?;
            }
            let said = crate::structure::citation::behind(tail);
            let (date, length) = match date_behind(span::after(tail, said.length)) {
                (None, _) => (said.date, said.length),
                (date, more) => (date, said.length + more),
            };
            self.notes.extend(several(&known));
            self.numbers.push(Asked { date, ..known });
            at = span.end + length;
        }
        let rest = span::after(text, at);
        if !question::words(rest).is_empty() {
            if at > 0 {
                let words = rest.trim();
                self.notes.push(format!("beside the number, \"{words}\" is listed as a phrase"));
            }
            self.phrase(store, rest, wanted)?;
        }
        Ok(())
    }

    fn phrase(&mut self, store: &Store, text: &str, wanted: Wanted) -> Result<()> {
        let mut words = question::words(text);
        let Some(first) = words.first_mut() else { return Ok(()) };
        first.gap.clear();
        let exact = wanted.verbatim || words.iter().any(Word::has_marks);
        let typed = Pattern { words: words.clone(), exact, spelling: None, only: None };
        if self.patterns.contains(&typed) {
            return Ok(());
        }
        self.patterns.push(typed);
        if wanted.verbatim || !wanted.expand {
            return Ok(());
        }
        let rows = Rows::of(store, &words)?;
        let expansion = abbreviation::expand(&words, exact, &rows);
        self.notes.extend(abbreviation::note(expansion.spellings.iter()));
        self.notes.extend(expansion.capped.then(|| abbreviation::CAPPED.to_owned()));
        for Spelling { words, shorts, only, .. } in expansion.spellings {
            // The words of a table bear their marks: others are other words.
            self.patterns.push(Pattern { words, exact: true, spelling: Some(shorts), only });
        }
        Ok(())
    }
}

/// The keys under which the index holds a number.
fn asked(store: &Store, number: Number) -> Result<Asked> {
    let (_, mut keys) = terms::number(store, &number, false)?;
    keys.extend(keys.iter().map(|key| keys::aside_key(key)).collect::<Vec<_>>());
    let open = number.kinds().iter().map(|kind| keys::open_key(number.digits(), kind)).collect();
    Ok(Asked { number, keys, open, date: None })
}

/// Says that a number typed in part stands for several.
fn several(asked: &Asked) -> Option<String> {
    let whole = asked.keys.iter().filter(|key| !key.starts_with(keys::ASIDE));
    let whole: Vec<String> = whole.map(|key| key.to_uppercase()).collect();
    (whole.len() > 1).then(|| format!("may be one of {}: {}", whole.len(), whole.join(", ")))
}

/// `ngày 05/8/2020`, `năm 2020`, `(2020)` behind a number, with its length.
fn date_behind(text: &str) -> (Option<String>, usize) {
    let rest = text.trim_start_matches([' ', ',', '(']);
    let year = rest.strip_prefix("năm ").or_else(|| rest.strip_prefix("nam ")).unwrap_or(rest);
    let read = crate::structure::date::read(rest).or_else(|| {
        let digits = year.bytes().take_while(u8::is_ascii_digit).count();
        let is_year = digits == 4 && (year.starts_with("19") || year.starts_with("20"));
        is_year.then(|| (rest.len() - year.len() + 4, span::before(year, 4).to_owned()))
    });
    match read {
        Some((length, date)) => {
            let end = text.len() - rest.len() + length;
            (Some(date), end + usize::from(span::after(text, end).starts_with(')')))
        }
        None => (None, 0),
    }
}
