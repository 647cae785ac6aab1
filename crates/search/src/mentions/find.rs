//! Finds every mention of what is asked in the text of one section.
//! In: patterns, and a section's record. Out: places with how they match, each span once.
//! Never decides what is counted (`tally` does).

use vankien_engine::record::SectionRecord;
use vankien_engine::second::{self, SecondReading};
use vankien_engine::{abbreviated, keys};
use vankien_papers::document::Citation;
use vankien_text::span::{self, Cover};

use super::ask::Ask;
use super::pattern::Pattern;
use super::place::{How, Place};
use crate::abbreviation::{Short, is_printed_as};
use crate::question;
use crate::vocabulary::{self, Seen, Vocabulary};

/// Patterns made ready to be matched with many sections.
pub struct Finder<'a> {
    ask: &'a Ask,
    verbatim: bool,
    vocabulary: Vocabulary,
    /// For each pattern, the numbers of its words.
    rows: Vec<Vec<Vec<usize>>>,
}

/// Where words of a section are a part of something else.
struct Taken {
    citations: Cover,
    numbers: Cover,
}

impl Taken {
    fn of(section: &SectionRecord) -> Taken {
        Taken {
            citations: Cover::of(section.citations.iter().map(|one| one.span)),
            numbers: abbreviated::numbers(&section.citations),
        }
    }
}

impl<'a> Finder<'a> {
    /// Gets ready; `verbatim` demands punctuation and tone places as typed.
    pub fn new(ask: &'a Ask, verbatim: bool) -> Finder<'a> {
        let mut vocabulary = Vocabulary::default();
        let rows = ask.patterns.iter();
        let rows = rows
            .map(|pattern| pattern.words.iter().map(|word| vocabulary.learn(word)).collect())
            .collect();
        Finder { ask, verbatim, vocabulary, rows }
    }

    /// All mentions in a section, in order; none overlaps another of its sort.
    pub fn find(&self, section: &SectionRecord) -> Vec<Place> {
        let mut found = self.numbers(section);
        if self.vocabulary.len() > 0 {
            let mut phrases = once(self.phrases(section));
            let framed = self.framed(section);
            let known = Cover::of(phrases.iter().map(|place| place.span));
            let is_new = |place: &Place| !known.overlaps(place.span);
            let framed: Vec<Place> = framed.into_iter().filter(is_new).collect();
            phrases.extend(once(framed));
            found.extend(phrases);
        }
        let edits = Cover::of(section.edits.iter().map(|edit| edit.span));
        for place in &mut found {
            if edits.overlaps(place.span) {
                place.how.push(How::Repaired);
            }
        }
        found.sort_by_key(|place| place.span);
        found
    }

    fn numbers(&self, section: &SectionRecord) -> Vec<Place> {
        let mut found = Vec::new();
        for (index, citation) in section.citations.iter().enumerate() {
            let keys = keys::citation_keys(&section.text, citation);
            let Some(key) = keys.first() else { continue };
            let asked = self.ask.numbers.iter().position(|asked| {
                let known = asked.keys.contains(key) || asked.open.contains(key);
                known && asked.number.allows(citation.kind.as_deref())
            });
            if let Some(asked) = asked {
                let how = vec![number_how(&section.text, citation)];
                found.push(Place { span: citation.span, how, citation: Some(index), asked });
            }
        }
        found
    }

    /// All places of phrases in a section, those too that overlap.
    pub fn phrases(&self, section: &SectionRecord) -> Vec<Place> {
        let seen = self.vocabulary.see(&section.text);
        let taken = Taken::of(section);
        let mut found = self.rows(section, &section.text, &seen, &taken);
        if !self.verbatim && !section.readings.is_empty() {
            for second in second::second_readings(section) {
                let seen = self.vocabulary.see(&second.text);
                let places = self.rows(section, &second.text, &seen, &taken).into_iter();
                found.extend(places.filter_map(|place| led_back(place, &second)));
            }
        }
        found
    }

    /// Phrases that hold a number in another spelling than was typed.
    fn framed(&self, section: &SectionRecord) -> Vec<Place> {
        let places = self.ask.frames.iter().flat_map(|frame| {
            let spans = frame.places(section).into_iter();
            spans.map(|span| (span, frame.pattern))
        });
        let variant =
            |(span, asked)| Place { span, how: vec![How::Variant], citation: None, asked };
        places.map(variant).collect()
    }

    /// The mentions among the tokens of `text`.
    fn rows(
        &self,
        section: &SectionRecord,
        text: &str,
        seen: &[Seen],
        taken: &Taken,
    ) -> Vec<Place> {
        let mut found = Vec::new();
        for (asked, (pattern, words)) in self.ask.patterns.iter().zip(&self.rows).enumerate() {
            if pattern.only.as_ref().is_some_and(|only| !only.contains(&section.path)) {
                continue;
            }
            for row in vocabulary::rows(seen, words) {
                if let Some(how) = self.how(taken, text, pattern, row) {
                    let span = vocabulary::span(row);
                    found.push(Place { span, how, citation: None, asked });
                }
            }
        }
        found
    }

    /// How a row of tokens matches a pattern; `None` where it does not.
    fn how(&self, taken: &Taken, text: &str, pattern: &Pattern, row: &[Seen]) -> Option<Vec<How>> {
        let mut how = Vec::new();
        if pattern.beside_citations && taken.citations.overlaps(vocabulary::span(row)) {
            return None;
        }
        let folded = row.iter().zip(&pattern.words).any(|(seen, word)| seen.term != word.term);
        let is_other = |(seen, word): (&Seen, &question::Word)| word.meets(&seen.term).is_none();
        if folded && (pattern.exact || row.iter().zip(&pattern.words).any(is_other)) {
            return None;
        }
        if let Some(shorts) = &pattern.spelling {
            let is_meant = shorts.iter().all(|Short { first, count, short, .. }| {
                let span = vocabulary::span(&row[*first..*first + *count]);
                // `TU` in `1023-CV/TU` is a part of a number, no mention of a body.
                is_printed_as(span.of(text), short) && !taken.numbers.overlaps(span)
            });
            return is_meant.then(|| vec![How::Abbreviation]);
        }
        if folded {
            how.push(How::Folded);
        } else {
            let same = |(seen, word): (&Seen, &question::Word)| {
                let written = seen.span.of(text);
                written == word.typed || written.to_lowercase() == word.typed
            };
            if !row.iter().zip(&pattern.words).all(same) {
                how.push(How::Variant);
            }
        }
        let gaps = row.windows(2).zip(&pattern.words[1..]);
        let typed = gaps.into_iter().all(|(pair, word)| {
            question::gap(span::slice(text, pair[0].span.end, pair[1].span.start)) == word.gap
        });
        if !typed {
            how.push(How::Punctuation);
        }
        if self.verbatim && !how.is_empty() {
            return None;
        }
        if how.is_empty() {
            how.push(How::Verbatim);
        }
        Some(how)
    }
}

/// A mention in a second reading, where it is one only by that.
fn led_back(place: Place, second: &SecondReading) -> Option<Place> {
    let (span, is_changed) = second.back(place.span);
    let mut how = place.how;
    how.retain(|one| *one != How::Verbatim);
    how.push(How::SecondReading);
    is_changed.then_some(Place { span, how, ..place })
}

/// A number as its canonical form prints it is verbatim, every other form a variant.
fn number_how(text: &str, citation: &Citation) -> How {
    let written = citation.span.of(text).to_lowercase();
    let verbatim = citation
        .canonical
        .as_ref()
        .is_some_and(|canonical| written.ends_with(&canonical.to_lowercase()));
    if verbatim { How::Verbatim } else { How::Variant }
}

/// The places in order, the longest where two overlap.
fn once(mut found: Vec<Place>) -> Vec<Place> {
    found.sort_by_key(|place| (place.span.start, std::cmp::Reverse(place.span.end)));
    let mut kept: Vec<Place> = Vec::with_capacity(found.len());
    for place in found {
        if kept.last().is_none_or(|last| last.span.end <= place.span.start) {
            kept.push(place);
        }
    }
    kept
}
