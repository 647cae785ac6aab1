//! Parses the question of a list of mentions: phrases in all their spellings, and numbers of papers.
//! In: a question and what the reader wants of it. Out: patterns and number keys, with notes.
//! Never looks into the text of a section (`find` does).

use std::ops::Range;

use vankien_engine::analyse::NUMBER_LEAD;
use vankien_engine::{Engine, keys};
use vankien_text::normalise;

use super::only_numbers::{NumberWithContext, only_numbers};
use super::pattern::{NumberQuery, Pattern};
use super::phrase_with_numbers::PhraseWithNumbers;
use super::place::MentionPlace;
use super::wanted::Wanted;
use crate::abbreviation::{self, Abbreviations, Spelling};
use crate::error::{Error, Result};
use crate::filter::Filters;
use crate::laws::Laws;
use crate::note::Note;
use crate::number::{self, Number};
use crate::number_keys;
use crate::question::{self, QuestionWord};

/// What a list of mentions looks for.
#[derive(Clone, Debug, Default)]
pub struct MentionQuery {
    /// The phrases, each in one spelling.
    pub patterns: Vec<Pattern>,
    /// The numbers of papers.
    pub numbers: Vec<NumberQuery>,
    /// The phrases with numbers inside.
    pub phrases_with_numbers: Vec<PhraseWithNumbers>,
    /// The phrases and numbers as they were typed, each with all patterns and numbers that stand for it.
    pub units: Vec<QueryUnit>,
    /// The laws of the index. Looked up only where the number of a law is asked for; else empty.
    pub laws: Laws,
    /// The filters, which say which papers are looked through.
    pub filters: Filters,
    /// Notes for a reader.
    pub notes: Vec<Note>,
}

/// One phrase or number as typed: the ranges of indexes of patterns and numbers in [`MentionQuery`] that stand for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryUnit {
    /// Indexes of its patterns.
    patterns: Range<usize>,
    /// Indexes of its numbers.
    numbers: Range<usize>,
}

/// How the text outside quotation marks is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextReading {
    /// Numbers of papers are recognised; all else is phrases.
    Numbers,
    /// Everything is phrases, numbers too.
    Words,
}

/// Parses a question: text in quotation marks is a phrase, text outside is numbers or one phrase. A number inside other
/// words makes one phrase with them. An error where nothing is asked, a phrase is too long, a filter is wrong, or the
/// index cannot be read.
pub fn parse_query(
    store: &dyn Engine,
    typed: &str,
    wanted: Wanted,
    reading: TextReading,
) -> Result<MentionQuery> {
    let question = question::parse_literally(typed)?;
    let mut query = MentionQuery {
        filters: question.filters,
        notes: question.notes,
        ..MentionQuery::default()
    };
    let normalised = normalise::normalise(typed);
    let (_, rest) = Filters::parse(&normalised.text)?;
    let pieces: Vec<&str> = rest.split(question::QUOTES).collect();
    // Every second piece is in quotation marks, except a last one whose mark has no partner.
    let balanced = !pieces.len().is_multiple_of(2);
    for (at, text) in pieces.iter().enumerate() {
        let is_quoted = at % 2 == 1 && (balanced || at + 1 < pieces.len());
        if is_quoted {
            query.add_unit(|query| query.add_quoted(store, text, wanted))?;
        } else if reading == TextReading::Words {
            query.add_unit(|query| query.add_phrase(store, text, wanted))?;
        } else {
            query.add_unquoted(store, text, wanted)?;
        }
    }
    Ok(query)
}

impl MentionQuery {
    /// Makes one unit of what `add` adds.
    fn add_unit(&mut self, add: impl FnOnce(&mut MentionQuery) -> Result<()>) -> Result<()> {
        let (patterns, numbers) = (self.patterns.len(), self.numbers.len());
        add(self)?;
        let (patterns, numbers) = (patterns..self.patterns.len(), numbers..self.numbers.len());
        if !patterns.is_empty() || !numbers.is_empty() {
            self.units.push(QueryUnit { patterns, numbers });
        }
        Ok(())
    }

    /// Whether each unit is mentioned at one of `places` at least.
    pub fn mentions_all<'p>(&self, places: impl Iterator<Item = &'p MentionPlace> + Clone) -> bool {
        let is_of = |unit: &QueryUnit, place: &MentionPlace| match place.citation {
            Some(_) => unit.numbers.contains(&place.asked),
            None => unit.patterns.contains(&place.asked),
        };
        self.units.iter().all(|unit| places.clone().any(|place| is_of(unit, place)))
    }

    /// Adds text outside quotation marks: only numbers, or a phrase in which numbers may stand.
    fn add_unquoted(&mut self, store: &dyn Engine, text: &str, wanted: Wanted) -> Result<()> {
        let numbers = number::find_numbers(text);
        if numbers.is_empty() {
            if number::looks_like_number(text) {
                self.notes.push(unknown_number_note(text));
            }
            return self.add_unit(|query| query.add_phrase(store, text, wanted));
        }
        match only_numbers(text, &numbers) {
            Some(named) => named.into_iter().try_for_each(|named| {
                self.add_unit(|query| query.add_number(store, text, named, wanted))
            }),
            None => {
                self.add_unit(|query| query.add_phrase_with_numbers(store, text, numbers, wanted))
            }
        }
    }

    /// Adds one number; where no paper bears or cites it, its words as a phrase.
    fn add_number(
        &mut self,
        store: &dyn Engine,
        text: &str,
        named: NumberWithContext,
        wanted: Wanted,
    ) -> Result<()> {
        let typed = named.span.of(text).trim();
        let mut known = number_query(store, named.number)?;
        self.add_law_names(store, &mut known)?;
        if known.keys.is_empty() && !known.is_cited_open() {
            self.notes.push(unknown_number_note(typed));
            return self.add_phrase(store, typed, wanted);
        }
        if known.number.may_stand_uncited() {
            // A number shortened so is not recognised as a citation in texts; its words are looked for beside.
            let words = question::parse_words(known.number.span.of(text));
            self.patterns.push(Pattern { beside_citations: true, ..pattern(words, wanted) });
        }
        self.notes.extend(ambiguity_note(&known));
        let date = named.date.or(known.date);
        self.numbers.push(NumberQuery { date, ..known });
        Ok(())
    }

    /// Adds the names of the held laws that bear a number, by which papers cite them as well.
    fn add_law_names(&mut self, store: &dyn Engine, known: &mut NumberQuery) -> Result<()> {
        let is_law = |key: &String| key.contains("/qh") || key.contains("/ubtvqh");
        if known.keys.iter().any(is_law) {
            if self.laws.is_empty() {
                self.laws = Laws::held(store)?;
            }
            known.names = self.laws.names_of(&known.keys);
        }
        Ok(())
    }

    /// Adds a phrase with numbers inside: as its words stand, and with each number in any spelling. With `verbatim`, or
    /// where the index knows none of the numbers, only as its words stand. A note says which.
    fn add_phrase_with_numbers(
        &mut self,
        store: &dyn Engine,
        text: &str,
        numbers: Vec<Number>,
        wanted: Wanted,
    ) -> Result<()> {
        let words = question::parse_words(text);
        let typed = pattern(words, wanted);
        self.add_phrase(store, text, wanted)?;
        let at = self.patterns.iter().position(|one| *one == typed);
        let all: Result<Vec<NumberQuery>> =
            numbers.into_iter().map(|one| number_query(store, one)).collect();
        let known: Vec<NumberQuery> = all?.into_iter().filter(|one| !one.keys.is_empty()).collect();
        let shown = text.trim();
        let phrase = at.and_then(|at| PhraseWithNumbers::new(text, known, typed.exact, at));
        if let Some(phrase) = phrase.filter(|_| !wanted.verbatim) {
            self.phrases_with_numbers.push(phrase);
            self.notes.push(Note::PhraseWithNumber { phrase: shown.to_owned() });
        } else {
            self.notes.push(Note::PhraseAsWords { phrase: shown.to_owned() });
        }
        Ok(())
    }

    /// Adds words in quotation marks. As in a search, words with marks mean these, words without mean any.
    fn add_quoted(&mut self, store: &dyn Engine, text: &str, wanted: Wanted) -> Result<()> {
        let typed = pattern(question::parse_words(text), wanted);
        self.add_pattern(store, Pattern { exact: wanted.verbatim, ..typed }, wanted)
    }

    /// Adds a phrase outside quotation marks. Where some of its words bear marks, all words mean their own marks.
    fn add_phrase(&mut self, store: &dyn Engine, text: &str, wanted: Wanted) -> Result<()> {
        self.add_pattern(store, pattern(question::parse_words(text), wanted), wanted)
    }

    /// Adds a pattern, and its other spellings unless `verbatim` is set or `expand` is not. Adds nothing where it has
    /// no words or is there already; an error where it has too many.
    fn add_pattern(&mut self, store: &dyn Engine, typed: Pattern, wanted: Wanted) -> Result<()> {
        if typed.words.is_empty() || self.patterns.contains(&typed) {
            return Ok(());
        }
        if typed.words.len() > question::MAX_PHRASE_WORDS {
            return Err(too_long(&typed.words));
        }
        let words = typed.words.clone();
        let exact = words.iter().any(QuestionWord::has_marks);
        self.patterns.push(typed);
        if wanted.verbatim || !wanted.expand {
            return Ok(());
        }
        let rows = Abbreviations::of(store, &words)?;
        let expansion = abbreviation::expand(&words, exact, &rows);
        self.notes.extend(abbreviation::note(expansion.spellings.iter()));
        if expansion.capped {
            self.notes.push(Note::AbbreviationsCapped);
        }
        for Spelling { words, shorts, only, .. } in expansion.spellings {
            let spelling = Some(shorts);
            self.patterns.push(Pattern { spelling, only, ..exact_pattern(words) });
        }
        Ok(())
    }
}

/// The pattern of what was typed. Marks decide where some were typed.
fn pattern(mut words: Vec<QuestionWord>, wanted: Wanted) -> Pattern {
    if let Some(first) = words.first_mut() {
        first.gap.clear();
    }
    let exact = wanted.verbatim || words.iter().any(QuestionWord::has_marks);
    Pattern { words, exact, spelling: None, only: None, beside_citations: false }
}

/// A pattern of words from the table of abbreviations, which bear their marks: with other marks they are other words.
fn exact_pattern(words: Vec<QuestionWord>) -> Pattern {
    Pattern { words, exact: true, spelling: None, only: None, beside_citations: false }
}

/// A number with the keys under which the index holds it. Names of laws are not looked up here.
fn number_query(store: &dyn Engine, number: Number) -> Result<NumberQuery> {
    let mut keys = number_keys::fitting_keys(store, &number, NUMBER_LEAD)?;
    let mut date = None;
    if keys.is_empty()
        && let Some((yearless, year)) = number_keys::yearless_keys(store, &number)?
    {
        (keys, date) = (yearless, Some(year));
    }
    // Where the number is cited as typed, without a year, that one is meant. Those with a year are named in a note.
    let (with_a_year, as_typed): (Vec<String>, Vec<String>) =
        keys.iter().cloned().partition(|key| number.lacks_year_of(key));
    let mut with_year = Vec::new();
    if !as_typed.is_empty() {
        keys = as_typed;
        with_year = with_a_year;
    }
    keys.extend(keys.iter().map(|key| keys::alias_key(key)).collect::<Vec<_>>());
    let open = number_keys::open_keys(store, &number)?;
    Ok(NumberQuery { number, keys, open, date, names: Vec::new(), with_year })
}

/// The error for a phrase of too many words. It is not cut: the mentions of a part would answer another question.
fn too_long(words: &[QuestionWord]) -> Error {
    let typed: Vec<&str> = words.iter().map(|word| word.typed.as_str()).collect();
    let what = format!(
        "is a phrase of {} words; one of up to {} can be looked for: ask for a part of it",
        words.len(),
        question::MAX_PHRASE_WORDS
    );
    Error::Question { question: typed.join(" "), what }
}

/// The note that no paper bears or cites the number typed.
fn unknown_number_note(typed: &str) -> Note {
    Note::NumberUnknown { number: typed.trim().to_owned() }
}

/// The note that a number typed in part may be one of several, or that numbers with a year are not listed; `None` where
/// the number is clear.
fn ambiguity_note(number: &NumberQuery) -> Option<Note> {
    if !number.with_year.is_empty() {
        let numbers = number.with_year.iter().map(|key| key.to_uppercase()).collect();
        return Some(Note::YearsNotListed { numbers });
    }
    let whole = number.keys.iter().filter(|key| !key.starts_with(keys::ALIAS_LEAD));
    let numbers: Vec<String> = whole.map(|key| key.to_uppercase()).collect();
    (numbers.len() > 1).then_some(Note::NumberOpen { count: numbers.len(), numbers })
}
