//! Suggests another spelling for words of a question that the index does not hold.
//! In: a question and the terms of the index. Out: the question with its unknown words replaced.
//! A suggestion is only shown. It is never searched for without the reader's choice.

use std::collections::BTreeMap;

use vankien_engine::Engine;
use vankien_engine::analyse::{self, Tokens};
use vankien_engine::terms::TermRange;
use vankien_text::{normalise, span};

use super::dictionary;
use super::distance::SpelledWord;
use super::question::{Question, QuestionWord};
use crate::error::Result;

/// Different unknown words of one question up to which (included) another spelling is suggested: a question with more
/// is none with a typing error in it. Each is compared with all terms of the index. A judgement, not measured.
const MAX_UNKNOWN_WORDS: usize = 12;

/// Edit distance up to which (included) a term is suggested. A letter costs 1, a mark or tone 0.3, a confused consonant
/// 0.5 (`weights.rs`): so one letter and one of the others, but not two letters, which make another word. A judgement,
/// not measured; `cargo test -p vankien-search --test search questions::` holds cases.
const MAX_DISTANCE: f32 = 1.5;

/// Difference in length, in characters, above which a term is not compared: it could not be within [`MAX_DISTANCE`]. A
/// letter more costs 1, or 0.5 where a consonant is confused (`n`, `ng`), which happens twice at most.
const MAX_LENGTH_DIFFERENCE: usize = 2;

/// The question `typed` with the nearest known spelling for each unknown word, all else as it was typed, normalised;
/// `None` where no word is unknown, too many are, or none has a spelling near enough. A word is unknown if the index
/// holds its letters under no marks at all. A word with a sign (`=`, `*`, `~`) or a figure stays.
pub fn suggest(store: &dyn Engine, typed: &str, question: &Question) -> Result<Option<String>> {
    let mut unknown: BTreeMap<String, Option<String>> = BTreeMap::new();
    let words = question.parts.iter().flat_map(|part| part.words());
    // Another figure is no other spelling, but another number or year.
    let is_figure = |word: &QuestionWord| word.term.contains(|one: char| one.is_ascii_digit());
    for word in words.filter(|word| word.is_plain() && !is_figure(word)) {
        if !unknown.contains_key(&word.term) && !is_known(store, word)? {
            unknown.insert(word.term.clone(), None);
        }
    }
    if unknown.is_empty() || unknown.len() > MAX_UNKNOWN_WORDS {
        return Ok(None);
    }
    let terms = dictionary::word_terms(store, "")?;
    for (term, spelling) in &mut unknown {
        *spelling = nearest_word(store, &terms, analyse::shown(term))?;
    }
    if unknown.values().all(Option::is_none) {
        return Ok(None);
    }
    Ok(Some(with_spellings(&normalise::normalise(typed).text, &unknown)))
}

/// Whether the index holds the letters of `word` under any marks, or one of its forms.
fn is_known(engine: &dyn Engine, word: &QuestionWord) -> Result<bool> {
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

/// The text with other spellings for some of its terms.
fn with_spellings(text: &str, spellings: &BTreeMap<String, Option<String>>) -> String {
    let mut tokens = Tokens::new(text);
    let mut replaced = String::new();
    let mut copied_to = 0;
    while tokens.advance() {
        if let Some(Some(word)) = spellings.get(tokens.term()) {
            replaced.push_str(span::slice(text, copied_to, tokens.span().start));
            replaced.push_str(word);
            copied_to = tokens.span().end;
        }
    }
    replaced + span::after(text, copied_to)
}

/// The word of the index nearest to `typed`; among equally near ones the one that most sections hold, then the first.
fn nearest_word(store: &dyn Engine, terms: &[String], typed: &str) -> Result<Option<String>> {
    let typed = SpelledWord::new(typed);
    let mut best: Option<(f32, u64, &str)> = None;
    for term in terms {
        let shown = analyse::shown(term);
        let length = analyse::folded(term).chars().count();
        if length.abs_diff(typed.len()) > MAX_LENGTH_DIFFERENCE {
            continue;
        }
        let distance = typed.distance(&SpelledWord::new(shown));
        if distance > MAX_DISTANCE || best.is_some_and(|(least, ..)| least < distance) {
            continue;
        }
        let sections = store.sections_holding(term)?;
        let is_better = |(least, most, _): (f32, u64, &str)| distance < least || sections > most;
        if sections > 0 && best.is_none_or(is_better) {
            best = Some((distance, sections, shown));
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
            with_spellings("\"NGIJ quyết\" AND (x OR nam:2024)", &better),
            "\"nghị quyết\" AND (x OR nam:2024)"
        );
    }
}
