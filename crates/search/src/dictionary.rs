//! The words of an index, to look for spellings among them.
//! In: an index. Out: terms, with how many sections hold each.
//! Never a term that only deleted sections hold, once it was chosen (law 6).

use vankien_engine::Engine;
use vankien_engine::analyse::SPLIT;
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
    terms.retain(|term| term.contains(SPLIT));
    Ok(terms)
}

/// How many sections hold a term.
pub fn sections(engine: &dyn Engine, term: &str) -> Result<u64> {
    Ok(engine.sections_holding(term)?)
}

/// The terms of which `folded` is the form without marks, in order, with how many sections hold each;
/// terms that none holds are left out.
pub fn forms(engine: &dyn Engine, folded: &str) -> Result<Vec<(String, u64)>> {
    Ok(engine.counted_terms(&TermRange::of_letters(folded))?)
}
