//! Offers another spelling for words that the index does not hold.
//! In: a question and the dictionary. Out: the question with its unknown words replaced.
//! Never used silently: the reader decides.

use std::collections::BTreeMap;

use vankien_engine::Engine;
use vankien_engine::analyse::{self, Tokens};
use vankien_engine::terms::TermRange;
use vankien_text::{normalise, span};

use super::dictionary;
use super::distance::Spelt;
use super::question::{Question, Word};
use crate::error::Result;

/// For more unknown words than this no spelling is sought: it is no question with a slip in it.
const MOST_UNKNOWN: usize = 12;

/// A spelling farther off than a letter and a mark is another word.
const FARTHEST: f32 = 1.5;

/// The question `typed` with the nearest spelling for each unknown word, all else as it was typed;
/// `None` where there is none nearer.
pub fn suggest(store: &dyn Engine, typed: &str, question: &Question) -> Result<Option<String>> {
    let mut unknown: BTreeMap<String, Option<String>> = BTreeMap::new();
    let words = question.parts.iter().flat_map(|part| part.words());
    for word in words.filter(|word| word.is_plain()) {
        if !unknown.contains_key(&word.term) && !knows(store, word)? {
            unknown.insert(word.term.clone(), None);
        }
    }
    if unknown.is_empty() || unknown.len() > MOST_UNKNOWN {
        return Ok(None);
    }
    let terms = dictionary::terms(store, "")?;
    for (term, better) in &mut unknown {
        *better = nearest(store, &terms, analyse::shown(term))?;
    }
    let spelt = respelt(&normalise::normalise(typed).text, &unknown);
    Ok(unknown.values().any(Option::is_some).then_some(spelt))
}

/// Whether the index holds the letters of `word` under any marks, or one of its forms.
fn knows(engine: &dyn Engine, word: &Word) -> Result<bool> {
    let Some(forms) = &word.forms else {
        let range = TermRange::of_letters(analyse::folded(&word.term));
        return Ok(!engine.terms(&range)?.is_empty());
    };
    for form in forms.iter() {
        if !engine.terms(&TermRange::only(&form.term))?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The text with other spellings for some of its words.
fn respelt(text: &str, better: &BTreeMap<String, Option<String>>) -> String {
    let (mut tokens, mut spelt, mut at) = (Tokens::new(text), String::new(), 0);
    while tokens.advance() {
        if let Some(Some(word)) = better.get(tokens.term()) {
            spelt.push_str(span::slice(text, at, tokens.span().start));
            spelt.push_str(word);
            at = tokens.span().end;
        }
    }
    spelt + span::after(text, at)
}

/// The word nearest to `typed`; of those, the one that most sections hold; the first of equals.
fn nearest(store: &dyn Engine, terms: &[String], typed: &str) -> Result<Option<String>> {
    let spelt = Spelt::new(typed);
    let mut best: Option<(f32, u64, &str)> = None;
    for term in terms {
        let shown = analyse::shown(term);
        if analyse::folded(term).chars().count().abs_diff(spelt.len()) > 2 {
            continue;
        }
        let far = spelt.distance(&Spelt::new(shown));
        if far > FARTHEST || best.is_some_and(|(least, ..)| least < far) {
            continue;
        }
        let sections = store.sections_holding(term)?;
        if sections > 0 && best.is_none_or(|(least, most, _)| far < least || sections > most) {
            best = Some((far, sections, shown));
        }
    }
    Ok(best.map(|(.., shown)| shown.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_else_stays_as_it_was_typed() {
        let better = [("ngij\u{1}".to_owned(), Some("nghị".to_owned())), ("x\u{1}".into(), None)];
        let better = better.into_iter().collect();
        assert_eq!(
            respelt("\"NGIJ quyết\" AND (x OR nam:2024)", &better),
            "\"nghị quyết\" AND (x OR nam:2024)"
        );
    }
}
