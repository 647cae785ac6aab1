//! Letters that the shape of a glyph tells, although the text of the file lost them or has others in their place.
//! In: text, and where such letters stand. Out: edits, one for each word. A glyph is the same letter throughout a
//! paper, so each pair of a character of the text and the letter told for it is judged once: where the letter makes the
//! words with this pair much less likely, it is believed at none of them. In place of U+FFFD it is always believed.

use std::collections::{BTreeMap, BTreeSet};

use super::lexicon::lexicon;
use crate::language::letters;
use crate::language::model::model;
use crate::mended::Edit;
use crate::span::Span;
use crate::why::Why;

/// Confidence of an edit by the shape of a glyph: its outline is the same to the unit, but no evidence is certain. A
/// judgement.
const CONFIDENCE: f32 = 0.999;

// Costs in nats were set by hand. They hold on five PDFs with broken font maps (benches/RESULTS.md, 2026-11-23); `cargo
// test -p vankien-text repair::glyph_shapes` holds one case on each side.

/// Cost of a word outside the lexicon.
const UNKNOWN_WORD: f32 = 20.0;
/// How much more the words with the letter may cost than the words without it, in nats for each word. A letter with
/// another mark often makes another, rarer word; the shape is evidence by itself.
const RARER_PER_WORD: f32 = 4.0;
/// Bytes on each side of a letter in which its word is looked for. It bounds the time in text without spaces. A
/// judgement, no measurement recorded.
const WORD_REACH_BYTES: usize = 64;

/// A place of the text and the letter that the shape of its glyph tells.
type ShapeLetter = (Span, char);

/// A word of the text, and the letters that shapes tell in it.
struct ShapedWord<'t> {
    span: Span,
    letters: &'t [ShapeLetter],
}

/// The edits that put in the letters that shapes tell, one for each word that changes, in order, without overlap.
/// `told` is in order of place. A letter is always put in where the text has U+FFFD. Elsewhere all places with the same
/// text and the same letter are judged together: they get it if their words, with all told letters put in, are
/// likelier, or less likely by less than [`RARER_PER_WORD`] for each word. Of letters that overlap the first counts.
pub fn edits(text: &str, told: &[ShapeLetter]) -> Vec<Edit> {
    let words = words(text, told);
    // For each pair of what stands in the text and what the shape tells: how much likelier it makes all words together.
    let mut gains: BTreeMap<(&str, char), f32> = BTreeMap::new();
    for word in &words {
        let gain = word_cost(word.span.of(text)) - word_cost(&with_letters(text, word, |_| true));
        let pairs: BTreeSet<(&str, char)> =
            word.letters.iter().map(|(span, letter)| (span.of(text), *letter)).collect();
        for pair in pairs {
            *gains.entry(pair).or_default() += gain + RARER_PER_WORD;
        }
    }
    let is_believed = |(span, letter): &ShapeLetter| {
        // Where the text has no letter at all, any is better.
        span.of(text).contains(char::REPLACEMENT_CHARACTER)
            || gains.get(&(span.of(text), *letter)).is_some_and(|gain| *gain > 0.0)
    };
    let mut edits = Vec::new();
    for word in &words {
        let from = word.span.of(text).to_owned();
        let to = with_letters(text, word, is_believed);
        if from != to {
            let (span, why, confidence) = (word.span, Why::LetterLost, CONFIDENCE);
            edits.push(Edit { span, from, to, why, confidence });
        }
    }
    edits
}

/// A word with those letters put in that `is_believed` accepts; of overlapping ones the first.
fn with_letters(
    text: &str,
    word: &ShapedWord<'_>,
    is_believed: impl Fn(&ShapeLetter) -> bool,
) -> String {
    let mut spelled = String::with_capacity(word.span.len() + 8);
    let mut done = word.span.start;
    for shape_letter in word.letters.iter().filter(|one| is_believed(one)) {
        let (span, letter) = *shape_letter;
        if span.start < done {
            continue;
        }
        spelled.push_str(Span::new(done, span.start).of(text));
        spelled.push(letter);
        done = span.end;
    }
    spelled.push_str(Span::new(done, word.span.end).of(text));
    spelled
}

/// The cost of a word by itself, in nats.
fn word_cost(word: &str) -> f32 {
    let id = lexicon().id_of_lower(&letters::lower_word(word));
    id.map_or(UNKNOWN_WORD, |id| model().unigram_cost(id))
}

/// The words in which shapes tell letters, in order and without overlap.
fn words<'t>(text: &str, told: &'t [ShapeLetter]) -> Vec<ShapedWord<'t>> {
    let mut words: Vec<ShapedWord<'_>> = Vec::new();
    let mut first = 0;
    while let Some((span, _)) = told.get(first) {
        let mut word = Span::new(word_start(text, *span), word_end(text, *span));
        let mut end = first + 1;
        // The text may have no letter where a shape tells one, so that the word seems to end before it.
        while let Some((next, _)) = told.get(end).filter(|(next, _)| next.start <= word.end) {
            word.end = word.end.max(word_end(text, *next));
            end += 1;
        }
        let previous_end = words.last().map_or(0, |word| word.span.end);
        if span.start >= previous_end {
            word.start = word.start.max(previous_end);
            words.push(ShapedWord { span: word, letters: &told[first..end] });
        }
        first = end;
    }
    words
}

/// Where the letters before a place begin.
fn word_start(text: &str, place: Span) -> usize {
    let before = text[..place.start].char_indices().rev();
    let letters =
        before.take_while(|(at, one)| at + WORD_REACH_BYTES > place.start && is_part(*one));
    letters.last().map_or(place.start, |(at, _)| at)
}

/// Where the letters behind a place end.
fn word_end(text: &str, place: Span) -> usize {
    let behind = text[place.end..].char_indices();
    let letters = behind.take_while(|(at, one)| *at < WORD_REACH_BYTES && is_part(*one));
    letters.last().map_or(place.end, |(at, one)| place.end + at + one.len_utf8())
}

/// Whether a character is part of a word: a letter, or what stands for one that the file lost.
fn is_part(one: char) -> bool {
    letters::is_letter(one) || one == char::REPLACEMENT_CHARACTER
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The edits where these places of `text`, each marked with `|` behind it, are told to be these letters.
    fn mended(text: &str, told: &str) -> Vec<(String, String)> {
        let (mut plain, mut places) = (String::new(), Vec::new());
        for one in text.chars() {
            match one {
                '|' => places.push(plain.char_indices().last().expect("a letter").0),
                _ => plain.push(one),
            }
        }
        let length = |at: usize| plain[at..].chars().next().map_or(0, char::len_utf8);
        let spans = places.iter().map(|at| Span::new(*at, at + length(*at)));
        let told: Vec<ShapeLetter> = spans.zip(told.chars()).collect();
        let edits = edits(&plain, &told);
        assert!(edits.iter().all(|edit| edit.span.of(&plain) == edit.from));
        edits.into_iter().map(|edit| (edit.from, edit.to)).collect()
    }

    #[test]
    fn letters_come_back_word_by_word() {
        let found = mended("th\u{fffd}| tr\u{fffd}|\u{fffd}|ng, L0|c th0|], (\u{fffd}|)", "ếườộếÔ");
        let found: Vec<(&str, &str)> =
            found.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
        let wanted = [
            ("th\u{fffd}", "thế"),
            ("tr\u{fffd}\u{fffd}ng", "trường"),
            ("L0c", "Lộc"),
            ("th0", "thế"),
            ("\u{fffd}", "Ô"),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_glyph_that_makes_fewer_words_is_not_believed() {
        assert_eq!(mended("gi|ao thi|ch quyền tai| i|", "ịịịị"), []);
        let found = mended("đo|c lập của đảng bo| mo|t", "ộộộ");
        assert_eq!(found.len(), 3);
    }
}
