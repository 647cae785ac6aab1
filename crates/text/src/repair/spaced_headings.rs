//! Headings whose letters stand apart: `N G H Ị  Q U Y Ế T` of `NGHỊ QUYẾT` (resolution).
//! In: text and its odd places. Out: edits, one for each word of several letters that is put together. Never changes a
//! letter.

use super::lexicon::lexicon;
use crate::language::model::{Id, model};
use crate::language::{letters, syllable};
use crate::mended::Edit;
use crate::span::Span;
use crate::why::Why;

// The values are judgements, no measurement recorded; `cargo test -p vankien-text repair::spaced_headings` holds a case
// on each side, `vankien-lab evaluate-repair --kind layout-medium,layout-high --seed 11` shows their effect.

/// At least 4 single letters in a row count as a heading.
const LEAST_LETTERS: usize = 4;
/// Letters of the longest syllable (`nghiêng`).
const LONGEST_SYLLABLE: usize = 7;
/// Of the words that the letters make, at least 3 in 4 must be syllables or single letters ([`WORDS`] is the 4).
const LEAST_SYLLABLES: usize = 3;
/// See [`LEAST_SYLLABLES`].
const WORDS: usize = 4;
/// Confidence of an edit. No letter changes, only spaces, so a mistake does little harm. A judgement, not measured.
const CONFIDENCE: f32 = 0.99;
/// Punctuation that may stand behind the last letter of a word.
const CLOSING_MARKS: [char; 4] = [',', '.', ';', ':'];

/// The edits that join the letters of headings, one for each word of several letters, in order. `odd` are the byte
/// offsets of odd places, in order.
pub fn set_apart(text: &str, odd: impl Iterator<Item = usize>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut done = 0;
    for at in odd.filter(|at| begins_single_letters(text, *at)) {
        if at < done {
            continue;
        }
        let line = line_of(text, at);
        done = line.end;
        edits.extend(edits_of_line(text, line));
    }
    edits
}

/// Whether a letter stands by itself at byte `at`, and so does the next one.
fn begins_single_letters(text: &str, at: usize) -> bool {
    let mut first = text[at..].chars();
    if !first.next().is_some_and(letters::is_letter)
        || !first.next().is_some_and(char::is_whitespace)
    {
        return false;
    }
    let mut second = first.as_str().trim_start().chars();
    second.next().is_some_and(letters::is_letter) && !second.next().is_some_and(letters::is_letter)
}

/// The line that holds byte `at`.
fn line_of(text: &str, at: usize) -> Span {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |end| at + end);
    Span::new(start, end)
}

/// The edits of a line: each run of single letters is put together.
fn edits_of_line(text: &str, line: Span) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut run: Vec<Span> = Vec::new();
    for piece in pieces(text, line) {
        if is_single(piece.of(text), !run.is_empty()) {
            run.push(piece);
        } else {
            edits.extend(edits_of_run(text, &std::mem::take(&mut run)));
        }
    }
    edits.extend(edits_of_run(text, &run));
    edits
}

/// Whether a piece is one letter; behind another (`may_close`), also one closing mark.
fn is_single(piece: &str, may_close: bool) -> bool {
    let mut characters = piece.chars();
    let (first, second) = (characters.next(), characters.next());
    second.is_none()
        && first
            .is_some_and(|one| letters::is_letter(one) || may_close && CLOSING_MARKS.contains(&one))
}

/// What stands between white space, in a stretch of one line.
fn pieces(text: &str, line: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = line.start;
    std::iter::from_fn(move || {
        let rest = &text[at..line.end];
        let start = at + rest.find(|one: char| !one.is_whitespace())?;
        let rest = &text[start..line.end];
        at = rest.find(char::is_whitespace).map_or(line.end, |end| start + end);
        Some(Span::new(start, at))
    })
}

/// The edits that put single letters together to words. A wider gap separates two words; where all gaps are alike, the
/// likeliest words that use up all letters are taken.
fn edits_of_run(text: &str, letters: &[Span]) -> Vec<Edit> {
    if letters.len() < LEAST_LETTERS {
        return Vec::new();
    }
    let gap = |pair: &[Span]| pair[1].start - pair[0].end;
    let narrow = letters.windows(2).map(gap).min().unwrap_or(1);
    let has_wide = letters.windows(2).any(|pair| gap(pair) > narrow);
    let words: Vec<&[Span]> = if has_wide {
        letters.chunk_by(|one, next| next.start - one.end == narrow).collect()
    } else {
        segment(text, letters)
    };
    let is_syllable = |word: &&[Span]| word.len() == 1 || syllable::is_valid(&lower(text, word));
    let syllables = words.iter().filter(|word| is_syllable(word)).count();
    if words.is_empty() || syllables * WORDS < words.len() * LEAST_SYLLABLES {
        return Vec::new();
    }
    let mut edits = Vec::new();
    for word in words {
        let [first, .., last] = word else { continue };
        let span = Span::new(first.start, last.end);
        let from = span.of(text).to_owned();
        let to = word.iter().map(|letter| letter.of(text)).collect();
        edits.push(Edit { span, from, to, why: Why::LettersApart, confidence: CONFIDENCE });
    }
    edits
}

/// The word that letters make, in lower case and without closing marks.
fn lower(text: &str, word: &[Span]) -> String {
    let word: String = word.iter().map(|letter| letter.of(text)).collect();
    letters::lower_word(word.trim_end_matches(CLOSING_MARKS))
}

/// The best segmentation of the first letters of a run.
#[derive(Clone, Copy)]
struct Segmentation {
    /// Its cost in nats.
    cost: f32,
    /// Where its last word begins.
    last_start: usize,
    /// The last word.
    last: Id,
}

/// The likeliest words of letters without wider gaps between them (Viterbi over bigrams); empty where none use up all
/// letters.
fn segment<'s>(text: &str, letters: &'s [Span]) -> Vec<&'s [Span]> {
    let empty = Segmentation { cost: 0.0, last_start: 0, last: model().punctuation() };
    // By the number of letters that are used up.
    let mut best: Vec<Option<Segmentation>> = vec![Some(empty)];
    for end in 1..=letters.len() {
        let with_last_word = |start: usize| {
            let before = best[start]?;
            let id = lexicon().id_of_lower(&lower(text, &letters[start..end]))?;
            let cost = before.cost + model().cost(before.last, id);
            model().is_syllable(id).then_some(Segmentation { cost, last_start: start, last: id })
        };
        let all = (end.saturating_sub(LONGEST_SYLLABLE)..end).filter_map(with_last_word);
        best.push(all.min_by(|one, other| one.cost.total_cmp(&other.cost)));
    }
    let mut words = Vec::new();
    let mut end = letters.len();
    while end > 0 {
        let Some(segmentation) = best[end] else { return Vec::new() };
        words.push(&letters[segmentation.last_start..end]);
        end = segmentation.last_start;
    }
    words.reverse();
    words
}

#[cfg(test)]
mod tests {
    use crate::repair::tests::{mends_lines as mends, stays as leaves};

    #[test]
    fn letters_set_apart() {
        mends("N G H Ị  Q U Y Ế T\nvề công tác cán bộ", "NGHỊ  QUYẾT\nvề công tác cán bộ");
        mends("N G H Ị Q U Y Ế T\nvề công tác cán bộ", "NGHỊ QUYẾT\nvề công tác cán bộ");
        leaves("các khu A B C D của thành phố\nđiểm a, b, c, d và đ của khoản này");
    }
}
