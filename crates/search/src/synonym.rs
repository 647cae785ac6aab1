//! The other ways of writing what a question asks for: abbreviations and what they stand for.
//! In: a question and an index. Out: rows of words, each with the parts of the question it answers.
//! Never a row that only the case of print tells from other words; a list of mentions reads the text.

use vankien_engine::plan::Phrase;
use vankien_engine::{Engine, FoundSections};

use super::abbreviation::{self, Rows, Spelling};
use super::note::Note;
use super::question::{self, Part, Question, Word};
use crate::error::Result;

/// Words that say the same as parts of the question.
#[derive(Clone, Debug)]
pub struct Synonym {
    /// Which parts.
    pub of: Vec<usize>,
    /// The words.
    pub spelling: Spelling,
}

/// All synonyms for parts of a question, and what the reader should know of them.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    /// In order of the parts.
    pub all: Vec<Synonym>,
    /// What was put for what.
    pub notes: Vec<Note>,
}

impl Synonym {
    /// The row of words.
    pub fn row(&self) -> Phrase {
        let words = question::row(&self.spelling.words, true);
        Phrase { only: self.spelling.only.clone(), ..Phrase::in_text(words) }
    }
}

/// How many of the sections `among` hold `words` as one phrase, or another way of writing it.
pub fn holding_phrase(
    store: &dyn Engine,
    words: &[Word],
    expand: bool,
    among: &FoundSections,
) -> Result<usize> {
    let typed = question::row(words, false);
    let mut rows = vec![Phrase::in_text(typed.clone()), Phrase::in_second_reading(typed)];
    if expand {
        let mut found = Synonyms::default();
        found.phrase(store, 0, words)?;
        rows.extend(found.all.iter().map(Synonym::row));
    }
    Ok(store.count_phrases_among(&rows, among)?)
}

impl Synonyms {
    /// For words alone, stretch by stretch; for phrases, as a whole.
    pub fn of(store: &dyn Engine, question: &Question) -> Result<Synonyms> {
        let mut found = Synonyms::default();
        let mut run: Vec<(usize, Word)> = Vec::new();
        for (at, part) in question.parts.iter().enumerate() {
            if let Part::Word(word) = part
                && word.is_plain()
                && question.seeks(at)
            {
                run.push((at, word.clone()));
                continue;
            }
            found.words(store, &std::mem::take(&mut run))?;
            if !question.seeks(at) || !part.words().iter().all(Word::is_plain) {
                continue;
            }
            match part {
                Part::Phrase(words) => found.phrase(store, at, words)?,
                Part::Words(words) => {
                    let words: Vec<_> = words.iter().map(|word| (at, word.clone())).collect();
                    found.words(store, &words)?;
                }
                _ => {}
            }
        }
        found.words(store, &run)?;
        found.notes.extend(abbreviation::note(found.all.iter().map(|one| &one.spelling)));
        Ok(found)
    }

    fn words(&mut self, store: &dyn Engine, run: &[(usize, Word)]) -> Result<()> {
        let words: Vec<Word> = run.iter().map(|(_, word)| word.clone()).collect();
        let exact = words.iter().any(Word::has_marks);
        let rows = Rows::of(store, &words)?;
        for (range, spelling) in abbreviation::stretches(&words, exact, &rows) {
            let mut of: Vec<usize> = run[range].iter().map(|(at, _)| *at).collect();
            of.dedup();
            self.add(of, spelling);
        }
        Ok(())
    }

    fn phrase(&mut self, store: &dyn Engine, at: usize, words: &[Word]) -> Result<()> {
        let exact = words.iter().any(Word::has_marks);
        let expansion = abbreviation::expand(words, exact, &Rows::of(store, words)?);
        self.notes.extend(expansion.capped.then_some(Note::AbbreviationsCapped));
        for spelling in expansion.spellings {
            self.add(vec![at], spelling);
        }
        Ok(())
    }

    fn add(&mut self, of: Vec<usize>, spelling: Spelling) {
        if spelling.is_plain() {
            self.all.push(Synonym { of, spelling });
        }
    }
}
