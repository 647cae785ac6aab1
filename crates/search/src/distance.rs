//! How far one spelling of a syllable is from another.
//! In: two words in small letters. Out: 0 for the same, about 1 for each letter that differs; tones,
//! marks and consonants that are confused count less.
//! Never knows how common a word is.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use vankien_text::language::letters;

use super::weights::{CONFUSED, MARK_OFF, TONE_OFF};

/// The rows of the table: where, one, the other; both ways.
static CONFUSABLE: LazyLock<BTreeSet<(&str, &str, &str)>> = LazyLock::new(|| {
    let mut rows = BTreeSet::new();
    for row in include_str!("confusable.tsv").lines().filter(|row| !row.starts_with('#')) {
        if let [place, one, other] = row.split('\t').collect::<Vec<_>>()[..] {
            rows.insert((place, one, other));
            rows.insert((place, other, one));
        }
    }
    rows
});

/// A letter taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Letter {
    base: char,
    toneless: char,
    tone: u8,
}

/// A word made ready to be compared with many.
pub struct Spelt {
    letters: Vec<Letter>,
    /// Where the vowels begin and end, counted in letters.
    vowels: (usize, usize),
    /// The letters before the vowels, without marks.
    onset: String,
    /// The letters behind the vowels, without marks.
    last: String,
    has_marks: bool,
}

impl Spelt {
    /// Takes a word apart.
    pub fn new(word: &str) -> Spelt {
        let letters: Vec<Letter> = word.chars().map(take_apart).collect();
        let bare: Vec<char> = letters.iter().map(|letter| letter.base).collect();
        let vowels = vowels(&bare);
        let (onset, last) = (&bare[..vowels.0], &bare[vowels.1..]);
        let (onset, last) = (onset.iter().collect(), last.iter().collect());
        let has_marks = letters.iter().any(|one| one.tone != 0 || one.base != one.toneless);
        Spelt { letters, vowels, onset, last, has_marks }
    }

    /// How many letters it has.
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// How far `other` is; marks count only where this word bears some.
    pub fn distance(&self, other: &Spelt) -> f32 {
        let whole = self.edits(&self.letters, &other.letters);
        let ((start, end), (from, to)) = (self.vowels, other.vowels);
        if start == end || from == to {
            return whole;
        }
        let consonants = |place: &str, one: &str, another: &str| {
            (one != another && CONFUSABLE.contains(&(place, one, another))).then_some(CONFUSED)
        };
        let onset = consonants("onset", &self.onset, &other.onset);
        let last = consonants("final", &self.last, &other.last);
        let (one, another) = (
            if onset.is_some() { (start, from) } else { (0, 0) },
            if last.is_some() { (end, to) } else { (self.len(), other.len()) },
        );
        if onset.is_none() && last.is_none() {
            return whole;
        }
        let rest = self.edits(&self.letters[one.0..another.0], &other.letters[one.1..another.1]);
        whole.min(rest + onset.unwrap_or_default() + last.unwrap_or_default())
    }

    /// The cheapest way from one row of letters to the other.
    fn edits(&self, one: &[Letter], other: &[Letter]) -> f32 {
        let mut before: Vec<f32> = (0..=other.len()).map(|at| at as f32).collect();
        let mut two_before = before.clone();
        for (row, letter) in one.iter().enumerate() {
            let mut now = Vec::with_capacity(before.len());
            now.push(row as f32 + 1.0);
            for (column, target) in other.iter().enumerate() {
                let mut least = before[column] + self.swap(*letter, *target);
                least = least.min(before[column + 1] + 1.0).min(now[column] + 1.0);
                let crossed = row > 0
                    && column > 0
                    && letter.base == other[column - 1].base
                    && one[row - 1].base == target.base;
                if crossed {
                    least = least.min(two_before[column - 1] + 1.0);
                }
                now.push(least);
            }
            two_before = std::mem::replace(&mut before, now);
        }
        before.last().copied().unwrap_or_default()
    }

    fn swap(&self, one: Letter, other: Letter) -> f32 {
        if one.base != other.base {
            return 1.0;
        }
        if !self.has_marks {
            return 0.0;
        }
        let mark = if one.toneless == other.toneless { 0.0 } else { MARK_OFF };
        mark + if one.tone == other.tone { 0.0 } else { TONE_OFF }
    }
}

fn take_apart(letter: char) -> Letter {
    let (toneless, tone) = letters::tone(letter);
    Letter { base: letters::base(letter), toneless, tone }
}

/// Whether a letter without marks is a vowel.
pub fn is_vowel(base: char) -> bool {
    "aeiouy".contains(base)
}

/// Where the vowels of a word without marks begin and end, counted in letters; `gi` and `qu` open
/// like consonants.
fn vowels(bare: &[char]) -> (usize, usize) {
    let opens = matches!(bare, ['g', 'i', third, ..] | ['q', 'u', third, ..] if is_vowel(*third));
    let first = bare.iter().position(|base| is_vowel(*base)).unwrap_or(bare.len());
    let start = if opens { 2 } else { first };
    let length = bare[start..].iter().take_while(|base| is_vowel(**base)).count();
    (start, start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn far(one: &str, other: &str) -> f32 {
        Spelt::new(one).distance(&Spelt::new(other))
    }

    #[test]
    fn tones_marks_and_confused_consonants_cost_less_than_letters() {
        assert_eq!(far("quyết", "quyết"), 0.0);
        for (one, other) in
            [("quyêt", "quyết"), ("tương", "tượng"), ("tran", "chan"), ("lăm", "năm")]
        {
            assert!(far(one, other) > 0.0 || one == "tran", "{one} {other}");
            assert!(far(one, other) < 1.0, "{one} {other}");
        }
        assert!(far("tran", "chan") > 0.0);
        for (one, other) in [("quyt", "quyet"), ("nghi", "ngih"), ("tham", "thah")] {
            assert_eq!(far(one, other), 1.0, "{one} {other}");
        }
        assert!(far("tham", "luật") >= 2.0);
    }

    #[test]
    fn letters_that_lose_no_mark_are_counted_as_letters() {
        // The base of `ẃ` takes more than one byte.
        assert_eq!(far("ẃỰn", "ẃun"), far("xỰn", "xun"));
        for (one, other) in [("ẃỰn", "n"), ("n", "ẃỰn"), ("ẃaẃ", "naẃ"), ("𝔞o", "ao𝔞"), ("", "ẃ")]
        {
            assert!(far(one, other).is_finite(), "{one} {other}");
        }
        assert_eq!((far("ẃlan", "ẃnan"), far("tranẃ", "chanẃ")), (1.0, far("tran", "chan")));
    }

    #[test]
    fn marks_are_free_where_none_were_typed() {
        assert_eq!(far("quyet", "quyết"), 0.0);
        assert!(far("quyết", "quyet") > 0.0);
    }

    #[test]
    fn the_table_is_in_order() {
        let rows: Vec<&str> = include_str!("confusable.tsv").lines().collect();
        assert!(rows[0].starts_with("# "));
        let rows = &rows[2..];
        assert!(rows.is_sorted() && rows.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(rows.iter().all(|row| row.split('\t').count() == 3));
    }
}
