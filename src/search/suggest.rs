//! Offers another spelling for words that the index does not hold.
//! In: a question and the dictionary. Out: the question with its unknown words replaced.
//! Never used silently: the reader decides.

use super::question::{Part, Question, Word};
use crate::error::Result;
use crate::index::Store;
use crate::index::analyse::{self, SPLIT};

/// For more unknown words than this no spelling is sought: it is no question with a slip in it.
const MOST_UNKNOWN: usize = 12;

/// The question with the nearest spelling for each unknown word; `None` where there is none nearer.
pub fn suggest(store: &Store, question: &Question) -> Result<Option<String>> {
    let mut vocabulary = None;
    let mut parts = Vec::new();
    let (mut is_other, mut unknown) = (false, 0);
    for part in &question.parts {
        let mut spelt = Vec::new();
        for word in part.words() {
            let better = if is_known(store, word)? {
                None
            } else {
                unknown += 1;
                if unknown > MOST_UNKNOWN {
                    return Ok(None);
                }
                if vocabulary.is_none() {
                    vocabulary = Some(read_vocabulary(store)?);
                }
                nearest(vocabulary.as_deref().unwrap_or_default(), word.folded())
            };
            is_other |= better.is_some();
            spelt.push(better.unwrap_or_else(|| analyse::shown(&word.term).to_owned()));
        }
        let spelt = spelt.join(" ");
        parts.push(if matches!(part, Part::Phrase(_)) { format!("\"{spelt}\"") } else { spelt });
    }
    Ok(is_other.then(|| parts.join(" ")))
}

fn is_known(store: &Store, word: &Word) -> Result<bool> {
    let found = super::terms::word(store, store.fields.text, word)?;
    Ok(!super::terms::is_empty(&found.exact) || !super::terms::is_empty(&found.other))
}

/// All words of the index with how many sections hold them.
fn read_vocabulary(store: &Store) -> Result<Vec<(String, u64)>> {
    let mut words = Vec::new();
    for segment in store.segments() {
        let inverted =
            segment.inverted_index(store.fields.text).map_err(|error| store.failed(error))?;
        let mut stream = inverted.terms().stream().map_err(|error| store.failed(error))?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            if term.contains(SPLIT) {
                words.push((term.to_owned(), u64::from(stream.value().doc_freq)));
            }
        }
    }
    words.sort();
    words.dedup_by(|later, first| {
        let same = later.0 == first.0;
        first.1 += if same { later.1 } else { 0 };
        same
    });
    Ok(words)
}

/// The word one letter away that most sections hold; the first of equals.
fn nearest(vocabulary: &[(String, u64)], folded: &str) -> Option<String> {
    let near = vocabulary.iter().filter(|(term, _)| is_one_off(analyse::folded(term), folded));
    let best = near.min_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    best.map(|(term, _)| analyse::shown(term).to_owned())
}

/// Whether one letter more, less, another or two exchanged make one word the other.
fn is_one_off(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[same..], &other[same..]);
    match (one, other) {
        ([], [_]) | ([_], []) => true,
        ([a, b, rest_one @ ..], [c, d, rest_other @ ..])
            if a == d && b == c && rest_one == rest_other =>
        {
            true
        }
        ([_, one @ ..], [_, other @ ..]) if one == other => true,
        ([_, rest @ ..], _) if rest == other => true,
        (_, [_, rest @ ..]) => rest == one,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_makes_a_neighbour() {
        for (one, other) in
            [("nghi", "ngi"), ("quyet", "quyt"), ("tham", "thma"), ("a", "b"), ("ab", "a")]
        {
            assert!(is_one_off(one, other) && is_one_off(other, one), "{one} {other}");
        }
        assert!(!is_one_off("nghi", "nghi"));
        assert!(!is_one_off("nghi", "ngaa"));
    }
}
