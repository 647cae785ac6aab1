//! Other spellings of what a question asks for in a search: abbreviations and what they stand for.
//! In: a question and an index. Out: phrases, each with the parts of the question that it answers.
//! Never an abbreviation that only its capitals tell from a word: the index ignores case. A list of mentions, which
//! reads the text, finds those too.

use vankien_engine::plan::Phrase;
use vankien_engine::{Engine, FoundSections};

use super::abbreviation::{self, Abbreviations, Spelling};
use super::note::Note;
use super::question::{self, Part, Question, QuestionWord};
use crate::error::Result;

/// A phrase that says the same as parts of the question.
#[derive(Clone, Debug)]
pub struct Synonym {
    /// The indexes of those parts.
    pub of: Vec<usize>,
    /// The phrase.
    pub spelling: Spelling,
}

/// All synonyms for parts of a question.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    /// The synonyms, in order of the parts.
    pub all: Vec<Synonym>,
    /// Notes for a reader: which abbreviation stands for what, and where not all spellings were tried.
    pub notes: Vec<Note>,
}

impl Synonym {
    /// The phrase as a store looks for it: in texts, and in second readings.
    pub fn plan_rows(&self) -> [Phrase; 2] {
        let words = question::terms_of_words(&self.spelling.words, true);
        [Phrase::in_text(words.clone()), Phrase::in_second_reading(words)]
            .map(|row| Phrase { only: self.spelling.only.clone(), ..row })
    }
}

/// How many of the sections `among` hold `words` as one phrase, in their text or a second reading; with `expand` also
/// in another spelling.
pub fn count_phrase(
    store: &dyn Engine,
    words: &[QuestionWord],
    expand: bool,
    among: &FoundSections,
) -> Result<usize> {
    let typed = question::terms_of_words(words, false);
    let mut rows = vec![Phrase::in_text(typed.clone()), Phrase::in_second_reading(typed)];
    if expand {
        let mut found = Synonyms::default();
        found.add_for_phrase(store, 0, words)?;
        rows.extend(found.all.iter().flat_map(Synonym::plan_rows));
    }
    Ok(store.count_phrases_among(&rows, among)?)
}

impl Synonyms {
    /// The synonyms of a question: for neighbouring single words range by range, for phrases as a whole. None for
    /// numbers, for words near one another, and for what is excluded or bears a sign.
    pub fn of(store: &dyn Engine, question: &Question) -> Result<Synonyms> {
        let mut found = Synonyms::default();
        let mut run: Vec<(usize, QuestionWord)> = Vec::new();
        for (at, part) in question.parts.iter().enumerate() {
            if let Part::Word(word) = part
                && word.is_plain()
                && question.seeks(at)
            {
                run.push((at, word.clone()));
                continue;
            }
            found.add_for_words(store, &std::mem::take(&mut run))?;
            if !question.seeks(at) || !part.words().iter().all(QuestionWord::is_plain) {
                continue;
            }
            match part {
                Part::Phrase(words) => found.add_for_phrase(store, at, words)?,
                Part::Words(words) => {
                    let words: Vec<_> = words.iter().map(|word| (at, word.clone())).collect();
                    found.add_for_words(store, &words)?;
                }
                _ => {}
            }
        }
        found.add_for_words(store, &run)?;
        found.notes.extend(abbreviation::note(found.all.iter().map(|one| &one.spelling)));
        Ok(found)
    }

    /// Adds synonyms for ranges of a run of words, each word given with the index of its part.
    fn add_for_words(&mut self, store: &dyn Engine, run: &[(usize, QuestionWord)]) -> Result<()> {
        let words: Vec<QuestionWord> = run.iter().map(|(_, word)| word.clone()).collect();
        let exact = words.iter().any(QuestionWord::has_marks);
        let rows = Abbreviations::of(store, &words)?;
        for (range, spelling) in abbreviation::exchanges(&words, exact, &rows) {
            let mut of: Vec<usize> = run[range].iter().map(|(at, _)| *at).collect();
            of.dedup();
            self.add(of, spelling);
        }
        Ok(())
    }

    /// Adds synonyms for the phrase of part `at`.
    fn add_for_phrase(
        &mut self,
        store: &dyn Engine,
        at: usize,
        words: &[QuestionWord],
    ) -> Result<()> {
        let exact = words.iter().any(QuestionWord::has_marks);
        let expansion = abbreviation::expand(words, exact, &Abbreviations::of(store, words)?);
        if expansion.capped {
            self.notes.push(Note::AbbreviationsCapped);
        }
        for spelling in expansion.spellings {
            self.add(vec![at], spelling);
        }
        Ok(())
    }

    fn add(&mut self, of: Vec<usize>, spelling: Spelling) {
        if spelling.is_unmistakable() {
            self.all.push(Synonym { of, spelling });
        }
    }
}
