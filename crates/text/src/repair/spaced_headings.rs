//! Headings whose letters print set apart: `N G H Ị  Q U Y Ế T`.
//! In: text and its odd places. Out: edits, one for each syllable that is put together.
//! No letter is changed.

use super::lexicon::lexicon;
use crate::language::model::{Id, model};
use crate::language::{letters, syllable};
use crate::mended::Edit;
use crate::span::Span;
use crate::why::Why;

/// So many single letters in a row are a word set apart.
const LETTERS: usize = 4;

/// Headings whose letters are set apart.
pub fn set_apart(text: &str, odd: impl Iterator<Item = usize>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut done = 0;
    for at in odd.filter(|at| stands_alone(text, *at)) {
        if at < done {
            continue;
        }
        let line = line_of(text, at);
        done = line.end;
        edits.extend(heading(text, line));
    }
    edits
}

/// Whether the letter at byte `at` stands by itself, and the one that follows does, too.
fn stands_alone(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars();
    let alone = |rest: &mut dyn Iterator<Item = char>| {
        rest.next().is_some_and(letters::is_letter) && rest.next().is_some_and(char::is_whitespace)
    };
    let first = alone(&mut rest);
    let mut rest = rest.as_str().trim_start().chars();
    first
        && rest.next().is_some_and(letters::is_letter)
        && !rest.next().is_some_and(letters::is_letter)
}

/// The line that holds byte `at`.
fn line_of(text: &str, at: usize) -> Span {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |end| at + end);
    Span::new(start, end)
}

/// The words of a line whose letters stand one by one.
fn heading(text: &str, line: Span) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut run: Vec<Span> = Vec::new();
    for piece in pieces(text, line) {
        let mark = !run.is_empty() && matches!(piece.of(text), "," | "." | ";" | ":");
        let single = piece.of(text).chars().count() == 1
            && piece.of(text).chars().all(|one| letters::is_letter(one) || mark);
        if !single {
            edits.extend(together(text, &std::mem::take(&mut run)));
            continue;
        }
        run.push(piece);
    }
    edits.extend(together(text, &run));
    edits
}

/// What stands between blanks, in a stretch of one line.
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

/// The syllables that single letters make: a wider gap parts two; where all gaps are alike, the
/// fewest and most usual words that all of them make.
fn together(text: &str, letters: &[Span]) -> Vec<Edit> {
    if letters.len() < LETTERS {
        return Vec::new();
    }
    let gap = |pair: &[Span]| pair[1].start - pair[0].end;
    let narrow = letters.windows(2).map(gap).min().unwrap_or(1);
    let wide = letters.windows(2).any(|pair| gap(pair) > narrow);
    let words: Vec<&[Span]> = if wide {
        letters.chunk_by(|one, next| next.start - one.end == narrow).collect()
    } else {
        segment(text, letters)
    };
    let known = |word: &&[Span]| word.len() == 1 || syllable::is_valid(&lower(text, word));
    let good = words.iter().filter(|word| known(word)).count();
    if words.is_empty() || good * 4 < words.len() * 3 {
        return Vec::new();
    }
    let put = |word: &&[Span]| -> Edit {
        let to = word.iter().map(|letter| letter.of(text)).collect();
        edit(text, Span::new(word[0].start, word[word.len() - 1].end), to, Why::LettersApart, 0.99)
    };
    words.iter().filter(|word| word.len() > 1).map(put).collect()
}

fn lower(text: &str, word: &[Span]) -> String {
    let word: String = word.iter().map(|letter| letter.of(text)).collect();
    letters::lower_word(word.trim_end_matches([',', '.', ';', ':']))
}

/// The likeliest words of letters without gaps between them; none where there are no words.
fn segment<'s>(text: &str, letters: &'s [Span]) -> Vec<&'s [Span]> {
    let longest = 7;
    let mut best: Vec<Option<(f32, usize, Id)>> = vec![Some((0.0, 0, model().mark()))];
    for end in 1..=letters.len() {
        let from = |start: usize| {
            let (cost, _, before) = best[start]?;
            let id = lexicon().id_of_lower(&lower(text, &letters[start..end]))?;
            model().is_syllable(id).then(|| (cost + model().cost(before, id), start, id))
        };
        let ways = (end.saturating_sub(longest)..end).filter_map(from);
        let least = ways.min_by(|one, other| one.0.total_cmp(&other.0));
        best.push(least);
    }
    let mut words = Vec::new();
    let mut end = letters.len();
    while let Some((_, start, _)) = best[end].filter(|_| end > 0) {
        words.push(&letters[start..end]);
        end = start;
    }
    if end > 0 {
        words.clear();
    }
    words.reverse();
    words
}

fn edit(text: &str, span: Span, to: String, why: Why, confidence: f32) -> Edit {
    Edit { span, from: span.of(text).to_owned(), to, why, confidence }
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
