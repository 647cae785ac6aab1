//! Reads a question that is damaged as papers are: `tham nh ng`, `nh?ng`, `nghị quyêt`.
//! In: the words of a question and an index. Out: which of them are read as which syllable of the index.
//! A question is too short for a census: only what can be no word is touched, and only where a
//! syllable of the index fits it letter by letter.

use vankien_engine::Engine;
use vankien_engine::analyse::{self, SPLIT};
use vankien_text::language::model::{Id, Model, model};
use vankien_text::language::{letters, syllable};
use vankien_text::span;

use super::token::{Reading, Token};
use crate::distance::{Spelt, is_vowel};
use crate::error::Result;
use crate::question::word;
use crate::weights::{DAMAGED, SPELT_OFF};
use crate::{abbreviation, dictionary};

/// What may stand where a letter was lost inside a word.
const SIGNS: [char; 6] = ['?', '\u{fffd}', '□', '_', '¿', '*'];

/// So many places of one question are looked at.
const MOST_LOOKS: usize = 16;

/// No syllable has more bytes, however many marks it bears.
const LONGEST: usize = 16;

/// What is looked for in place of some tokens.
enum Pattern {
    /// What stands before and behind one lost letter; or none lost, where they were torn apart.
    Between(String, String),
    /// Consonants that lack one letter, wherever it stood.
    Lacking(String),
    /// A syllable that cannot be, under other marks.
    Marks(String),
}

/// The tokens that are read otherwise than they stand, in order.
pub(super) fn read(store: &dyn Engine, text: &str, tokens: &[Token]) -> Result<Vec<Reading>> {
    let mut read: Vec<Reading> = Vec::new();
    let (mut looks, mut at) = (0, 0);
    while at < tokens.len() {
        let mut next = at + 1;
        for (last, pattern) in places(text, tokens, at) {
            looks += 1;
            if looks > MOST_LOOKS {
                break;
            }
            let around = Around::of(tokens, at, last);
            if let Some(word) = fitting(store, &pattern, &around)? {
                read.push(Reading { first: at, last, word });
                next = last + 1;
                break;
            }
        }
        at = next;
    }
    Ok(read)
}

/// What may be damaged from a token on: the last token of it, and what is looked for instead.
fn places(text: &str, tokens: &[Token], at: usize) -> Vec<(usize, Pattern)> {
    let pair = tokens.get(at + 1).and_then(|next| torn(text, &tokens[at], next));
    let pair = pair.map(|pattern| (at + 1, pattern));
    pair.into_iter().chain(alone(&tokens[at]).map(|pattern| (at, pattern))).collect()
}

/// What stands around a place.
struct Around<'q> {
    /// The term of the one token that it is; `None` for several.
    typed: Option<&'q str>,
    before: Option<Id>,
    behind: Option<Id>,
}

impl<'q> Around<'q> {
    fn of(tokens: &'q [Token], first: usize, last: usize) -> Around<'q> {
        let find = |token: Option<&Token>| token.and_then(|token| model().find(&token.word));
        let before = first.checked_sub(1).and_then(|before| tokens.get(before));
        let typed = (first == last).then(|| tokens[first].term.as_str());
        Around { typed, before: find(before), behind: find(tokens.get(last + 1)) }
    }
}

/// Two tokens with one blank or sign between them of which one has no vowel.
fn torn(text: &str, one: &Token, next: &Token) -> Option<Pattern> {
    let between = span::slice(text, one.span.end, next.span.start);
    let mut letters = between.chars();
    let (gap, None) = (letters.next()?, letters.next()) else { return None };
    let is_gap = gap == ' ' || SIGNS.contains(&gap);
    let fits = one.word.len() + next.word.len() <= LONGEST
        && is_gap
        && one.is_open
        && next.is_open
        && (is_torn(one) || is_torn(next));
    fits.then(|| Pattern::Between(one.word.clone(), next.word.clone()))
}

fn alone(token: &Token) -> Option<Pattern> {
    let word = &token.word;
    if word.len() > LONGEST {
        return None;
    }
    if let Some(figure) = word.find(|one: char| one.is_ascii_digit()) {
        // `nh3ng`: a figure between letters that are no symbol.
        let behind = span::after(word, figure).trim_start_matches(|one: char| one.is_ascii_digit());
        let fits = token.is_open && figure > 0 && !behind.is_empty() && behind.len() < 4;
        let letters = |part: &str| part.chars().all(char::is_alphabetic);
        return (fits && letters(behind))
            .then(|| Pattern::Between(span::before(word, figure).to_owned(), behind.to_owned()));
    }
    if syllable::is_valid(word) || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    if token.is_open && is_torn(token) && word.chars().count() > 1 {
        return Some(Pattern::Lacking(word.clone()));
    }
    // Without marks it is met by any as it is.
    (token.is_free && analyse::has_marks(&token.term)).then(|| Pattern::Marks(word.clone()))
}

/// Whether a token has no vowel, so that it can be no syllable.
fn is_torn(token: &Token) -> bool {
    let folded = analyse::folded(&token.term);
    folded.chars().all(|one| one.is_ascii_lowercase() && !is_vowel(one))
}

impl Pattern {
    /// The terms of syllables that fit, each with what it costs; those of letters may not be in the index.
    fn fitting(&self, store: &dyn Engine) -> Result<Vec<(f32, String)>> {
        let Pattern::Marks(word) = self else {
            let terms = self.spellings().into_iter().filter_map(|word| term(&word));
            return Ok(terms.map(|term| (0.0, term)).collect());
        };
        let typed = Spelt::new(word);
        let Some(own) = term(word) else { return Ok(Vec::new()) };
        let all = dictionary::terms(store, &format!("{}{SPLIT}", analyse::folded(&own)))?;
        let valid = all.into_iter().filter(|term| syllable::is_valid(analyse::shown(term)));
        let cost = |term: &str| SPELT_OFF * typed.distance(&Spelt::new(analyse::shown(term)));
        Ok(valid.map(|term| (cost(&term), term)).collect())
    }

    /// The syllables that one letter more makes.
    fn spellings(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut keep = |before: &str, behind: &str, letter: Option<char>| {
            let word: String = before.chars().chain(letter).chain(behind.chars()).collect();
            if syllable::is_valid(&word) {
                found.push(word);
            }
        };
        match self {
            Pattern::Between(before, behind) => {
                keep(before, behind, None);
                letters_of_all().for_each(|letter| keep(before, behind, Some(letter)));
            }
            Pattern::Lacking(word) => {
                for (at, _) in word.char_indices().chain([(word.len(), ' ')]) {
                    let (before, behind) = word.split_at(at);
                    letters_of_all().for_each(|letter| keep(before, behind, Some(letter)));
                }
            }
            Pattern::Marks(_) => {}
        }
        found.sort();
        found.dedup();
        found
    }
}

/// All letters of Vietnamese.
fn letters_of_all() -> impl Iterator<Item = char> {
    ('a'..='z').chain((0..letters::MARKED).map(letters::marked))
}

/// The term of one word.
fn term(word: &str) -> Option<String> {
    word::words(word).pop().map(|word| word.term)
}

/// The syllable of the index that fits best between its neighbours; `None` where none fits, or the
/// index knows the word as it was typed.
fn fitting(store: &dyn Engine, pattern: &Pattern, around: &Around<'_>) -> Result<Option<String>> {
    let Around { typed, before, behind } = around;
    if typed.is_some_and(|term| abbreviation::is_short(analyse::shown(term))) {
        return Ok(None);
    }
    let known = match typed {
        Some(term) => store.sections_holding(term)?,
        None => 0,
    };
    let model = model();
    let mut best: Option<(f32, String)> = None;
    for (cost, term) in pattern.fitting(store)? {
        let shown = analyse::shown(&term);
        let cost = cost + beside(model, *before, model.find(shown), *behind);
        if best.as_ref().is_some_and(|(least, _)| *least <= cost) {
            continue;
        }
        let sections = store.sections_holding(&term)?;
        if sections > 0 && known * DAMAGED <= sections {
            best = Some((cost, shown.to_owned()));
        }
    }
    Ok(best.map(|(_, shown)| shown))
}

/// What a word costs between its neighbours, in nats.
fn beside(model: &Model, before: Option<Id>, word: Option<Id>, behind: Option<Id>) -> f32 {
    let word = word.unwrap_or(model.unknown());
    let first = before.map_or(model.unigram_cost(word), |before| model.cost(before, word));
    first + behind.map_or(0.0, |behind| model.cost(word, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_one_letter_or_none() {
        let between =
            |before: &str, behind: &str| Pattern::Between(before.into(), behind.into()).spellings();
        let holds = |found: Vec<String>, word: &str| found.iter().any(|one| one == word);
        assert!(holds(between("nh", "ng"), "nhũng") && holds(between("ngh", "ị"), "nghị"));
        assert!(!holds(between("nh", "ng"), "nhương"));
        assert_eq!(between("điểm", "c"), Vec::<String>::new());
        assert!(holds(Pattern::Lacking("thnh".into()).spellings(), "thính"));
        assert!(!holds(Pattern::Lacking("thnh".into()).spellings(), "than"));
    }

    #[test]
    fn only_what_can_be_no_word_is_looked_at() {
        let count = |text: &str| {
            let tokens = crate::reading::token::tokens(
                text,
                &[vankien_text::span::Span::new(0, text.len())],
            );
            (0..tokens.len()).map(|at| places(text, &tokens, at).len()).sum::<usize>()
        };
        for text in ["tham nh ng", "nh?ng", "nh3ng", "h i nghị", "nghị quyêt", "thnh phố"] {
            assert!(count(text) > 0, "{text}");
        }
        for text in
            ["tham nhũng", "59-NQ/TW", "TP HCM", "covid 19", "quyet dinh", "=quyêt", "nh*", "nh~1"]
        {
            assert_eq!(count(text), 0, "{text}");
        }
    }
}
