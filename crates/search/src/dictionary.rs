//! The words of an index, to look for spellings among them.
//! In: an index. Out: terms of words. A term may be held by deleted sections alone; whoever uses it counts its
//! sections.
//! Never gives terms of numbers or of abbreviations as printed.

use vankien_engine::Engine;
use vankien_engine::analyse::HALVES_SEPARATOR;
use vankien_engine::terms::TermRange;

use crate::error::Result;

/// Sorts behind all terms that are no words (they begin with a lower control character) and before all words.
const BEFORE_WORDS: &str = "\u{7}";

/// All terms of words, each once, sorted; with a `prefix` that is not empty, those whose folded form begins with it.
pub fn word_terms(engine: &dyn Engine, prefix: &str) -> Result<Vec<String>> {
    let range = if prefix.is_empty() {
        TermRange { from: BEFORE_WORDS.to_owned(), to: None }
    } else {
        TermRange::beginning(prefix)
    };
    let mut terms = engine.terms(&range)?;
    terms.retain(|term| term.contains(HALVES_SEPARATOR));
    Ok(terms)
}
