//! What a list of mentions looks for: phrases in all their spellings, and numbers of papers.
//! In: a question and what the reader wants of it. Out: patterns and number keys, with notes.
//! Never looks into the text of a section (`find` does).

use std::ops::Range;

use vankien_engine::analyse::NUMBER_LEAD;
use vankien_engine::{Engine, keys};
use vankien_text::normalise;

use super::frame::Frame;
use super::pattern::{Asked, Pattern};
use super::piece::{self, Named};
use super::place::Place;
use super::wanted::Wanted;
use crate::abbreviation::{self, Rows, Spelling};
use crate::error::{Error, Result};
use crate::filter::Filters;
use crate::keyed;
use crate::note::Note;
use crate::number::{self, Number};
use crate::question::{self, Word};

/// What a question looks for.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Rows of words.
    pub patterns: Vec<Pattern>,
    /// Numbers.
    pub numbers: Vec<Asked>,
    /// Phrases with numbers inside.
    pub frames: Vec<Frame>,
    /// The phrases and numbers that were typed, each with all that stands for it.
    pub units: Vec<Unit>,
    /// Which papers are looked through.
    pub filters: Filters,
    /// What the reader should know.
    pub notes: Vec<Note>,
}

/// One phrase or number as typed: which patterns and numbers stand for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    patterns: Range<usize>,
    numbers: Range<usize>,
}

/// How the text outside quotation marks is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Numbers where there are some, all else as phrases.
    Numbers,
    /// As phrases alone.
    Words,
}

/// Reads a question: quotation marks part phrases, all else is numbers or one phrase. A number inside
/// other words makes one phrase with them.
pub fn read(store: &dyn Engine, typed: &str, wanted: Wanted, reading: Reading) -> Result<Ask> {
    let question = question::read_literally(typed)?;
    let mut ask = Ask { filters: question.filters, notes: question.notes, ..Ask::default() };
    let normalised = normalise::normalise(typed);
    let (_, rest) = Filters::read(&normalised.text)?;
    let pieces: Vec<&str> = rest.split(question::QUOTES).collect();
    let balanced = !pieces.len().is_multiple_of(2);
    for (at, text) in pieces.iter().enumerate() {
        let is_quoted = at % 2 == 1 && (balanced || at + 1 < pieces.len());
        if is_quoted {
            ask.unit(|ask| ask.quoted(store, text, wanted))?;
        } else if reading == Reading::Words {
            ask.unit(|ask| ask.phrase(store, text, wanted))?;
        } else {
            ask.plain(store, text, wanted)?;
        }
    }
    Ok(ask)
}

impl Ask {
    /// Takes what `add` adds as one unit.
    fn unit(&mut self, add: impl FnOnce(&mut Ask) -> Result<()>) -> Result<()> {
        let (patterns, numbers) = (self.patterns.len(), self.numbers.len());
        add(self)?;
        let (patterns, numbers) = (patterns..self.patterns.len(), numbers..self.numbers.len());
        if !patterns.is_empty() || !numbers.is_empty() {
            self.units.push(Unit { patterns, numbers });
        }
        Ok(())
    }

    /// Whether places of all units are among `places`.
    pub fn mentions_all<'p>(&self, places: impl Iterator<Item = &'p Place> + Clone) -> bool {
        let is_of = |unit: &Unit, place: &Place| match place.citation {
            Some(_) => unit.numbers.contains(&place.asked),
            None => unit.patterns.contains(&place.asked),
        };
        self.units.iter().all(|unit| places.clone().any(|place| is_of(unit, place)))
    }

    /// Text outside quotation marks: numbers alone, or a phrase in which some may stand.
    fn plain(&mut self, store: &dyn Engine, text: &str, wanted: Wanted) -> Result<()> {
        let numbers = number::find(text);
        if numbers.is_empty() {
            self.notes.extend(number::looks_like_number(text).then(|| unknown(text)));
            return self.unit(|ask| ask.phrase(store, text, wanted));
        }
        match piece::alone(text, &numbers) {
            Some(named) => named
                .into_iter()
                .try_for_each(|named| self.unit(|ask| ask.number(store, text, named, wanted))),
            None => self.unit(|ask| ask.framed(store, text, numbers, wanted)),
        }
    }

    /// One number; as its words stand where no paper bears or cites it.
    fn number(
        &mut self,
        store: &dyn Engine,
        text: &str,
        named: Named,
        wanted: Wanted,
    ) -> Result<()> {
        let typed = named.span.of(text).trim();
        let known = asked(store, named.number)?;
        if known.keys.is_empty() {
            self.notes.push(unknown(typed));
            return self.phrase(store, typed, wanted);
        }
        if known.number.may_be_words() {
            // Texts that shorten a number so are no citations of it; the words tell.
            let words = question::words(known.number.span.of(text));
            self.patterns.push(Pattern { beside_citations: true, ..pattern(words, wanted) });
        }
        self.notes.extend(several(&known));
        self.numbers.push(Asked { date: named.date, ..known });
        Ok(())
    }

    /// A phrase with numbers inside: as its words stand, and with each number in any spelling.
    fn framed(
        &mut self,
        store: &dyn Engine,
        text: &str,
        numbers: Vec<Number>,
        wanted: Wanted,
    ) -> Result<()> {
        let words = question::words(text);
        let typed = pattern(words, wanted);
        self.phrase(store, text, wanted)?;
        let at = self.patterns.iter().position(|one| *one == typed);
        let all: Result<Vec<Asked>> = numbers.into_iter().map(|one| asked(store, one)).collect();
        let known: Vec<Asked> = all?.into_iter().filter(|one| !one.keys.is_empty()).collect();
        let shown = text.trim();
        let frame = at.and_then(|at| Frame::new(text, known, typed.exact, at));
        if let Some(frame) = frame.filter(|_| !wanted.verbatim) {
            self.frames.push(frame);
            self.notes.push(Note::PhraseWithNumber { phrase: shown.to_owned() });
        } else {
            self.notes.push(Note::PhraseAsWords { phrase: shown.to_owned() });
        }
        Ok(())
    }

    /// Words in quotation marks, as in a search: those with marks mean theirs, the others any.
    fn quoted(&mut self, store: &dyn Engine, text: &str, wanted: Wanted) -> Result<()> {
        let typed = pattern(question::words(text), wanted);
        self.row(store, Pattern { exact: wanted.verbatim, ..typed }, wanted)
    }

    /// Words that stand in a row; where some bear marks, marks decide.
    fn phrase(&mut self, store: &dyn Engine, text: &str, wanted: Wanted) -> Result<()> {
        self.row(store, pattern(question::words(text), wanted), wanted)
    }

    /// A row of words, and the other ways of writing it.
    fn row(&mut self, store: &dyn Engine, typed: Pattern, wanted: Wanted) -> Result<()> {
        if typed.words.is_empty() || self.patterns.contains(&typed) {
            return Ok(());
        }
        if typed.words.len() > question::MOST_WORDS {
            return Err(too_long(&typed.words));
        }
        let words = typed.words.clone();
        let exact = words.iter().any(Word::has_marks);
        self.patterns.push(typed);
        if wanted.verbatim || !wanted.expand {
            return Ok(());
        }
        let rows = Rows::of(store, &words)?;
        let expansion = abbreviation::expand(&words, exact, &rows);
        self.notes.extend(abbreviation::note(expansion.spellings.iter()));
        self.notes.extend(expansion.capped.then_some(Note::AbbreviationsCapped));
        for Spelling { words, shorts, only, .. } in expansion.spellings {
            // The words of a table bear their marks: others are other words.
            let spelling = Some(shorts);
            self.patterns.push(Pattern { spelling, only, ..of_table(words) });
        }
        Ok(())
    }
}

/// What was typed, as a row of words; marks decide where some were typed.
fn pattern(mut words: Vec<Word>, wanted: Wanted) -> Pattern {
    if let Some(first) = words.first_mut() {
        first.gap.clear();
    }
    let exact = wanted.verbatim || words.iter().any(Word::has_marks);
    Pattern { words, exact, spelling: None, only: None, beside_citations: false }
}

/// The words of a table of abbreviations; their marks decide.
fn of_table(words: Vec<Word>) -> Pattern {
    Pattern { words, exact: true, spelling: None, only: None, beside_citations: false }
}

/// The keys under which the index holds a number.
fn asked(store: &dyn Engine, number: Number) -> Result<Asked> {
    let mut keys = keyed::keys(store, &number, NUMBER_LEAD)?;
    // A number that is cited as typed is that one; others of another year are named in a note.
    let (others, same): (Vec<String>, Vec<String>) =
        keys.iter().cloned().partition(|key| number.lacks_year_of(key));
    let mut with_year = Vec::new();
    if !same.is_empty() {
        (keys, with_year) = (same, others);
    }
    keys.extend(keys.iter().map(|key| keys::alias_key(key)).collect::<Vec<_>>());
    let open = number.kinds().iter().map(|kind| keys::open_key(number.digits(), kind)).collect();
    Ok(Asked { number, keys, open, date: None, with_year })
}

/// Refuses a phrase of very many words: a part of it would be another question.
fn too_long(words: &[Word]) -> Error {
    let typed: Vec<&str> = words.iter().map(|word| word.typed.as_str()).collect();
    let what = format!(
        "is a phrase of {} words; one of up to {} can be looked for: ask for a part of it",
        words.len(),
        question::MOST_WORDS
    );
    Error::Question { question: typed.join(" "), what }
}

/// Says that no paper has the number that was typed.
fn unknown(typed: &str) -> Note {
    Note::NumberUnknown { number: typed.trim().to_owned() }
}

/// Says that a number typed in part stands for several, or that others have a year besides.
fn several(asked: &Asked) -> Option<Note> {
    if !asked.with_year.is_empty() {
        let numbers = asked.with_year.iter().map(|key| key.to_uppercase()).collect();
        return Some(Note::YearsNotListed { numbers });
    }
    let whole = asked.keys.iter().filter(|key| !key.starts_with(keys::ALIAS_LEAD));
    let numbers: Vec<String> = whole.map(|key| key.to_uppercase()).collect();
    (numbers.len() > 1).then_some(Note::NumberOpen { count: numbers.len(), numbers })
}
