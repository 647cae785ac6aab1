//! What an OCR says of the words that it read: how sure it is, and what a second reading has in their place.
//! In: the cells of a region and the words of the OCR. Out: edges of the lattice.
//! Never trusts a second reading: it is one more witness beside the words around.

use super::confidence::{Compared, confidences};
use super::readings;
use crate::evidence::OcrWord;
use crate::language::letters;
use crate::language::model::Id;
use crate::repair::cell::{Cell, CellClass};
use crate::repair::edge::{Edge, Losses};
use crate::repair::loss::LossId;
use crate::span::Span;

// Chosen on the judging pages of seed 11 with `vankien-lab evaluate-repair --pages DIR --only judge-`, checked on those of
// seeds 908 and 909 (benches/RESULTS.md, 2026-11-30).

/// Added to the cost of a misread word, in nats.
const COST_OF_MISREAD: f32 = 1.75;
/// The cost, in nats, of the letters that a second reading has, where the word was misread: in place of what its
/// confusions cost. Where the first reading is wrong and the second differs, the second is right in 7 of 10 (-ln 0.7 is
/// 0.36).
const SECOND_READING: f32 = 0.4;
/// Added to the cost of any other word where a second reading has another one, in nats.
const NEITHER_READING: f32 = 1.2;

/// Adds the readings of the word at cell `start` as one that was misread, by its letters and by what a second reading
/// has. None where the OCR did not read it, and none of words with digits (`Số:54/CT`): digits lower the confidence,
/// whatever the letters are.
pub(crate) fn add_readings(
    cells: &[Cell],
    start: usize,
    words: &[(Span, OcrWord)],
    out: &mut Vec<Edge>,
) {
    let Some((span, word)) = at(words, cells[start].at) else { return };
    let first = cells.partition_point(|cell| cell.at < span.start);
    let end = cells.partition_point(|cell| cell.at < span.end);
    if cells[first..end].iter().any(|cell| cell.class == CellClass::Digit) {
        return;
    }
    let before = out.len();
    readings::add_readings(cells, start, true, out);
    let is_letter = |at: &usize| cells[*at].class == CellClass::Letter;
    // The letters of the word, without the signs around them. Where signs part it, it is not known which part a second
    // reading means.
    let place = (first..end).find(is_letter).zip((first..end).rfind(is_letter));
    let place = place
        .map(|(first, last)| (first, last + 1))
        .filter(|(first, end)| (*first..*end).all(|at| is_letter(&at)));
    let begins = place.is_some_and(|(first, _)| first == start);
    if !begins && out.len() == before {
        return;
    }
    let second = SecondReading::of(word, &cells[first..end]);
    if let (Some(id), Some((start, end)), true) = (second.id, place, begins)
        && !out[before..].iter().any(|edge| edge.id == id && edge.end == end)
    {
        let losses = Losses::repeated(LossId::MISREAD, 1);
        out.push(Edge { start, end, id, losses, base: SECOND_READING });
    }
    for edge in &mut out[before..] {
        let is_second = Some(edge.id) == second.id
            && place.is_some_and(|place| place == (edge.start, edge.end));
        match second.compared {
            Compared::Different if is_second => edge.base = edge.base.min(SECOND_READING),
            Compared::Different => edge.base += NEITHER_READING,
            Compared::No | Compared::Same => {}
        }
        edge.base += COST_OF_MISREAD + confidences().cost(word.confidence, second.compared);
    }
}

/// The word that an OCR read and that holds byte `at`, with what it says of it; `None` where there is none. `words` are
/// in order.
pub fn at(words: &[(Span, OcrWord)], at: usize) -> Option<(Span, &OcrWord)> {
    let next = words.partition_point(|(word, _)| word.end <= at);
    let (span, word) = words.get(next).filter(|(word, _)| word.start <= at)?;
    Some((*span, word))
}

/// Whether a second reading has another word than the first, which stands in the text as `written`; `None` where the word
/// was read once.
pub fn is_read_otherwise(word: &OcrWord, written: &str) -> Option<bool> {
    both_readings(word, written).map(|(first, second)| first != second)
}

/// The two readings of a word in lower case, without the signs around them; `None` where it was read once. `written` is the
/// first.
fn both_readings(word: &OcrWord, written: &str) -> Option<(String, String)> {
    let letters = |word: &str| inner(&letters::lower_word(word)).to_owned();
    Some((letters(written), letters(word.second.as_deref()?)))
}

/// A second reading of a word beside the first.
struct SecondReading {
    /// How it compares with the first.
    compared: Compared,
    /// The syllable that it has, where that is another one; `None` where it has none, or several.
    id: Option<Id>,
}

impl SecondReading {
    /// That of `word`, which stands in the text as `written`.
    fn of(word: &OcrWord, written: &[Cell]) -> SecondReading {
        let written: String = written.iter().map(|cell| cell.letter).collect();
        let (compared, id) = match both_readings(word, &written) {
            None => (Compared::No, None),
            Some((first, second)) if first == second => (Compared::Same, None),
            Some((_, second)) => {
                let letters: Vec<char> = second.chars().collect();
                (Compared::Different, readings::syllable(&letters))
            }
        };
        SecondReading { compared, id }
    }
}

/// What stands between the first and the last letter of a word.
fn inner(word: &str) -> &str {
    word.trim_matches(|one: char| !letters::is_letter(one))
}

#[cfg(test)]
mod tests {
    use crate::repair::repair_and_rate;
    use crate::span::Span;
    use crate::{Evidence, OcrWord};

    /// What becomes of `text` where an OCR was sure of all words but `word`, for which a second reading has `second`.
    fn read_twice(text: &str, word: &str, second: &str) -> String {
        let start = text.find(word).expect("the word");
        let words = text.split(' ').scan(0, |at, one| {
            let span = Span::new(*at, *at + one.len());
            *at = span.end + 1;
            let is_it = span.start == start;
            let said = OcrWord {
                confidence: if is_it { 60 } else { 96 },
                second: Some(if is_it { second } else { one }.to_owned()),
            };
            Some((span, said))
        });
        let evidence = Evidence { words: words.collect(), ..Evidence::default() };
        repair_and_rate(text, evidence, None).mended.text.into_owned()
    }

    #[test]
    fn a_second_reading_decides_where_the_words_around_agree() {
        let text =
            |word: &str| format!("Ban Chấp hành Trung ương {word} nghị lần thứ tư, ra nghị quyết");
        assert_eq!(read_twice(&text("ội"), "ội", "hội"), text("hội"));
        assert_eq!(read_twice(&text("hộii"), "hộii", "hội"), text("hội"));
        assert_eq!(read_twice(&text("Ội"), "Ội", "Hội"), text("Hội"));
        // Nonsense is not trusted.
        assert_eq!(read_twice(&text("hội"), "hội", "hổi"), text("hội"));
    }

    #[test]
    fn a_second_reading_of_several_words_takes_none_away() {
        for text in ["Các xã/phường tổ chức hội nghị", "Đường sắt Bắc-Nam đi qua tỉnh"]
        {
            let word = text.split(' ').nth(if text.contains('/') { 1 } else { 2 }).expect("it");
            let second = word.split(['/', '-']).next().expect("one");
            assert_eq!(read_twice(text, word, second), text);
        }
    }
}
