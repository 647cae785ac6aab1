//! The words of an index, to look for spellings among them.
//! In: an index. Out: terms; those too that deleted sections alone hold, until their sections are counted.
//! Never inlays: numbers and abbreviations as printed.

use vankien_engine::Engine;
use vankien_engine::analyse::HALVES_SEPARATOR;
use vankien_engine::terms::TermRange;

use crate::error::Result;

/// What sorts before all words: inlays.
const BEFORE_WORDS: &str = "\u{7}";

/// All terms of words, each once, in order; `prefix` chooses those whose folded form begins so.
pub fn terms(engine: &dyn Engine, prefix: &str) -> Result<Vec<String>> {
    let range = match prefix {
        "" => TermRange { from: BEFORE_WORDS.to_owned(), to: None },
        _ => TermRange::beginning(prefix),
    };
    let mut terms = engine.terms(&range)?;
    terms.retain(|term| term.contains(HALVES_SEPARATOR));
    Ok(terms)
}
