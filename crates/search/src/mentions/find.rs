//! Finds every mention of what is asked in the text of one section.
//! In: patterns and numbers, and the record of a section. Out: places with how they match; places of words do not
//! overlap.
//! Never decides which paper is meant (`judge` does) nor what is counted (`tally` does).

use vankien_engine::record::SectionRecord;
use vankien_engine::second::{self, SecondReading};
use vankien_engine::{abbreviated, keys};
use vankien_papers::citation::{law_name, provisions};
use vankien_papers::document::Citation;
use vankien_text::span::{self, Cover};

use super::pattern::{NumberQuery, Pattern};
use super::place::{How, MentionPlace};
use super::query::MentionQuery;
use crate::abbreviation::{ShortForm, is_printed_as};
use crate::known::names_law;
use crate::question::{self, QuestionWord};
use crate::vocabulary::{self, KnownToken, Vocabulary};

/// A query made ready to be matched with many sections.
pub struct MentionFinder<'a> {
    /// What is looked for.
    query: &'a MentionQuery,
    /// Whether punctuation, marks and tone places must be as typed.
    verbatim: bool,
    /// The words of all patterns.
    vocabulary: Vocabulary,
    /// For each pattern and each of its words, the numbers of the word in the vocabulary.
    word_numbers: Vec<Vec<Vec<usize>>>,
}

/// The stretches of a section's text that belong to citations.
struct CitedSpans {
    /// Whole citations.
    citations: Cover,
    /// The numbers in citations: `1023-CV/TU`.
    numbers: Cover,
}

impl CitedSpans {
    fn of(section: &SectionRecord) -> CitedSpans {
        CitedSpans {
            citations: Cover::of(section.citations.iter().map(|one| one.span)),
            numbers: abbreviated::numbers(&section.citations),
        }
    }
}

impl<'a> MentionFinder<'a> {
    /// A finder for a query; `verbatim` demands punctuation, marks and tone places as typed.
    pub fn new(query: &'a MentionQuery, verbatim: bool) -> MentionFinder<'a> {
        let mut vocabulary = Vocabulary::default();
        let mut word_numbers = Vec::with_capacity(query.patterns.len());
        for pattern in &query.patterns {
            word_numbers.push(pattern.words.iter().map(|word| vocabulary.add(word)).collect());
        }
        MentionFinder { query, verbatim, vocabulary, word_numbers }
    }

    /// All mentions in a section, in order. No place of words overlaps another, nor a place of a number another number.
    pub fn find(&self, section: &SectionRecord) -> Vec<MentionPlace> {
        let mut found = self.find_numbers(section);
        if self.vocabulary.len() > 0 {
            let mut phrases = without_overlaps(self.find_phrases(section));
            // A phrase with a number in another spelling counts where the phrase as typed does not stand.
            let as_typed = Cover::of(phrases.iter().map(|place| place.span));
            let mut with_numbers = self.find_phrases_with_numbers(section);
            with_numbers.retain(|place| !as_typed.overlaps(place.span));
            phrases.extend(without_overlaps(with_numbers));
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

    /// The citations of the numbers asked for.
    fn find_numbers(&self, section: &SectionRecord) -> Vec<MentionPlace> {
        let mut found = Vec::new();
        for (index, citation) in section.citations.iter().enumerate() {
            let cites = |asked: &NumberQuery| {
                is_cited(asked, &section.text, citation)
                    && asked.number.asks_for(|| provisions(&section.text, citation))
            };
            let asked = self.query.numbers.iter().position(cites);
            if let Some(asked) = asked {
                let how = vec![number_how(&section.text, citation)];
                found.push(MentionPlace { span: citation.span, how, citation: Some(index), asked });
            }
        }
        found
    }

    /// All places of phrases as typed or in other spellings, second readings included unless `verbatim`; they may
    /// overlap.
    pub fn find_phrases(&self, section: &SectionRecord) -> Vec<MentionPlace> {
        let tokens = self.vocabulary.known_tokens(&section.text);
        let cited = CitedSpans::of(section);
        let mut found = self.match_patterns(section, &section.text, &tokens, &cited);
        if !self.verbatim && !section.readings.is_empty() {
            for second in second::second_readings(section) {
                let tokens = self.vocabulary.known_tokens(&second.text);
                let places =
                    self.match_patterns(section, &second.text, &tokens, &cited).into_iter();
                found.extend(places.filter_map(|place| in_original(place, &second)));
            }
        }
        found
    }

    /// The places of phrases that hold a number in any spelling.
    fn find_phrases_with_numbers(&self, section: &SectionRecord) -> Vec<MentionPlace> {
        let places = self.query.phrases_with_numbers.iter().flat_map(|phrase| {
            let spans = phrase.spans(section).into_iter();
            spans.map(|span| (span, phrase.pattern))
        });
        let variant =
            |(span, asked)| MentionPlace { span, how: vec![How::Variant], citation: None, asked };
        places.map(variant).collect()
    }

    /// The places of all patterns among the tokens of `text`.
    fn match_patterns(
        &self,
        section: &SectionRecord,
        text: &str,
        tokens: &[KnownToken],
        cited: &CitedSpans,
    ) -> Vec<MentionPlace> {
        let mut found = Vec::new();
        for (asked, (pattern, words)) in
            self.query.patterns.iter().zip(&self.word_numbers).enumerate()
        {
            if pattern.only.as_ref().is_some_and(|only| !only.contains(&section.path)) {
                continue;
            }
            for run in vocabulary::adjacent_tokens(tokens, words) {
                if let Some(how) = self.how(cited, text, pattern, run) {
                    let span = vocabulary::span(run);
                    found.push(MentionPlace { span, how, citation: None, asked });
                }
            }
        }
        found
    }

    /// How a run of tokens differs from a pattern; `None` where it does not match.
    fn how(
        &self,
        cited: &CitedSpans,
        text: &str,
        pattern: &Pattern,
        run: &[KnownToken],
    ) -> Option<Vec<How>> {
        if pattern.beside_citations && cited.citations.overlaps(vocabulary::span(run)) {
            return None;
        }
        let is_folded = run.iter().zip(&pattern.words).any(|(token, word)| token.term != word.term);
        let is_other_word =
            |(token, word): (&KnownToken, &QuestionWord)| word.meets(&token.term).is_none();
        if is_folded && (pattern.exact || run.iter().zip(&pattern.words).any(is_other_word)) {
            return None;
        }
        if let Some(shorts) = &pattern.spelling {
            let is_abbreviation = shorts.iter().all(|ShortForm { first, count, short, .. }| {
                let span = vocabulary::span(&run[*first..*first + *count]);
                // `TU` in `1023-CV/TU` is a part of a number, no mention of a body.
                is_printed_as(span.of(text), short) && !cited.numbers.overlaps(span)
            });
            return if is_abbreviation { Some(vec![How::Abbreviation]) } else { None };
        }
        let mut how = Vec::new();
        if is_folded {
            how.push(How::Folded);
        } else if !is_written_as_typed(text, pattern, run) {
            how.push(How::Variant);
        }
        if !has_typed_gaps(text, pattern, run) {
            how.push(How::Punctuation);
        }
        if how.is_empty() {
            return Some(vec![How::Verbatim]);
        }
        if self.verbatim { None } else { Some(how) }
    }
}

/// Whether each token is written as it was typed, in any case. Tokens of one term may differ in the place of the tone.
fn is_written_as_typed(text: &str, pattern: &Pattern, run: &[KnownToken]) -> bool {
    run.iter().zip(&pattern.words).all(|(token, word)| {
        let written = token.span.of(text);
        written == word.typed || written.to_lowercase() == word.typed
    })
}

/// Whether the same stands between the tokens as was typed between the words.
fn has_typed_gaps(text: &str, pattern: &Pattern, run: &[KnownToken]) -> bool {
    run.windows(2).zip(&pattern.words[1..]).all(|(pair, word)| {
        question::gap(span::slice(text, pair[0].span.end, pair[1].span.start)) == word.gap
    })
}

/// A place in a second reading as a place in the text; `None` where the text itself reads the same there.
fn in_original(place: MentionPlace, second: &SecondReading) -> Option<MentionPlace> {
    let (span, is_changed) = second.back(place.span);
    let mut how = place.how;
    how.retain(|one| *one != How::Verbatim);
    how.push(How::SecondReading);
    if is_changed { Some(MentionPlace { span, how, ..place }) } else { None }
}

/// A number is verbatim where it is printed in its canonical form; every other form is a variant.
fn number_how(text: &str, citation: &Citation) -> How {
    let written = citation.span.of(text).to_lowercase();
    let is_verbatim = citation
        .canonical
        .as_ref()
        .is_some_and(|canonical| written.ends_with(&canonical.to_lowercase()));
    if is_verbatim { How::Verbatim } else { How::Variant }
}

/// Whether a citation may mean the number asked for: by its key, or by the name of a law that bears it.
fn is_cited(asked: &NumberQuery, text: &str, citation: &Citation) -> bool {
    if names_law(citation) {
        let name = || law_name(citation.span.of(text));
        return !asked.names.is_empty()
            && name().is_some_and(|name| asked.names.iter().any(|(one, _)| *one == name.words));
    }
    let keys = keys::citation_keys(text, citation);
    keys.first().is_some_and(|key| {
        let known = asked.keys.contains(key) || asked.open.contains(key);
        known && asked.number.allows_kind(citation.kind.as_deref())
    })
}

/// The places in order; of those that overlap, the first, and among equal starts the longest.
fn without_overlaps(mut found: Vec<MentionPlace>) -> Vec<MentionPlace> {
    found.sort_by_key(|place| (place.span.start, std::cmp::Reverse(place.span.end)));
    let mut kept: Vec<MentionPlace> = Vec::with_capacity(found.len());
    for place in found {
        if kept.last().is_none_or(|last| last.span.end <= place.span.start) {
            kept.push(place);
        }
    }
    kept
}
