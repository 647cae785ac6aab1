//! Edit distance between two spellings of a syllable.
//! In: two words in small letters. Out: 0 for the same, 1 for each letter that is another, missing or too much; tones,
//! marks, and consonants that speech confuses cost less (`weights.rs`).
//! Never considers how common a word is.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use vankien_text::language::letters;

use super::weights::{CONFUSED_CONSONANT, MARK_EDIT, TONE_EDIT};

/// The consonants of `confusable.tsv`: the place in the syllable (`onset` or `final`, before or behind the vowels), one
/// consonant, the other; each pair in both orders.
static CONFUSABLE: LazyLock<BTreeSet<(&str, &str, &str)>> = LazyLock::new(|| {
    let mut pairs = BTreeSet::new();
    for line in include_str!("confusable.tsv").lines().filter(|line| !line.starts_with('#')) {
        if let [place, one, other] = line.split('\t').collect::<Vec<_>>()[..] {
            pairs.insert((place, one, other));
            pairs.insert((place, other, one));
        }
    }
    pairs
});

/// A letter taken apart: `ấ` has the base `a`, is toneless `â`, and bears the tone of `á`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Letter {
    /// Without tone and marks.
    base: char,
    /// Without tone.
    toneless: char,
    /// The number of the tone, as `letters::tone` gives it; 0 for none.
    tone: u8,
}

/// A word made ready to be compared with many others. Ranges are indexes of its letters.
pub struct SpelledWord {
    /// Its letters, taken apart.
    letters: Vec<Letter>,
    /// Which letters are the first run of vowels, without the `i` or `u` of an onset `gi` or `qu` before a vowel; empty
    /// where it has none.
    vowels: Range<usize>,
    /// The base letters before the vowels.
    onset: String,
    /// The base letters behind the vowels.
    last: String,
    /// Whether any letter bears a tone or a mark.
    has_marks: bool,
}

impl SpelledWord {
    /// Takes apart a word in small letters.
    pub fn new(word: &str) -> SpelledWord {
        let letters: Vec<Letter> = word.chars().map(take_apart).collect();
        let bare: Vec<char> = letters.iter().map(|letter| letter.base).collect();
        let vowels = vowel_range(&bare);
        let onset = bare[..vowels.start].iter().collect();
        let last = bare[vowels.end..].iter().collect();
        let has_marks = letters.iter().any(|one| one.tone != 0 || one.base != one.toneless);
        SpelledWord { letters, vowels, onset, last, has_marks }
    }

    /// Its length in characters.
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// The distance to `other`, from 0. Tones and marks count only where this word bears some: typed without marks, a
    /// word may be any marked one. So the distance the other way may differ. A swap of neighbours costs 1, whatever
    /// marks they bear; a confused onset or final has one price as a whole.
    pub fn distance(&self, other: &SpelledWord) -> f32 {
        let whole = self.edit_distance(&self.letters, &other.letters);
        if self.vowels.is_empty() || other.vowels.is_empty() {
            return whole;
        }
        let is_confused = |place: &str, own: &str, others: &str| {
            own != others && CONFUSABLE.contains(&(place, own, others))
        };
        let onset_is_confused = is_confused("onset", &self.onset, &other.onset);
        let final_is_confused = is_confused("final", &self.last, &other.last);
        if !onset_is_confused && !final_is_confused {
            return whole;
        }
        // Confused consonants have a price of their own; only the other letters are compared one by one.
        let (mut own, mut others) = (0..self.len(), 0..other.len());
        if onset_is_confused {
            (own.start, others.start) = (self.vowels.start, other.vowels.start);
        }
        if final_is_confused {
            (own.end, others.end) = (self.vowels.end, other.vowels.end);
        }
        let mut parts = self.edit_distance(&self.letters[own], &other.letters[others]);
        if onset_is_confused {
            parts += CONFUSED_CONSONANT;
        }
        if final_is_confused {
            parts += CONFUSED_CONSONANT;
        }
        whole.min(parts)
    }

    /// The edit distance between two sequences of letters: insertion, deletion, substitution, swap of neighbours.
    fn edit_distance(&self, one: &[Letter], other: &[Letter]) -> f32 {
        let mut before: Vec<f32> = (0..=other.len()).map(|at| at as f32).collect();
        let mut two_before = before.clone();
        for (row, letter) in one.iter().enumerate() {
            let mut now = Vec::with_capacity(before.len());
            now.push(row as f32 + 1.0);
            for (column, target) in other.iter().enumerate() {
                let mut least = before[column] + self.substitution(*letter, *target);
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

    /// The cost of one letter for another.
    fn substitution(&self, one: Letter, other: Letter) -> f32 {
        if one.base != other.base {
            return 1.0;
        }
        if !self.has_marks {
            return 0.0;
        }
        let mark = if one.toneless == other.toneless { 0.0 } else { MARK_EDIT };
        let tone = if one.tone == other.tone { 0.0 } else { TONE_EDIT };
        mark + tone
    }
}

fn take_apart(letter: char) -> Letter {
    let (toneless, tone) = letters::tone(letter);
    Letter { base: letters::base(letter), toneless, tone }
}

/// Whether a letter without marks is a vowel; `y` is one.
pub fn is_vowel(base: char) -> bool {
    "aeiouy".contains(base)
}

/// Which of the base letters of a syllable are its vowels; `gi` and `qu` before a vowel are consonants.
fn vowel_range(bare: &[char]) -> Range<usize> {
    let has_double_onset =
        matches!(bare, ['g', 'i', third, ..] | ['q', 'u', third, ..] if is_vowel(*third));
    let first = bare.iter().position(|base| is_vowel(*base)).unwrap_or(bare.len());
    let start = if has_double_onset { 2 } else { first };
    let length = bare[start..].iter().take_while(|base| is_vowel(**base)).count();
    start..start + length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn far(one: &str, other: &str) -> f32 {
        SpelledWord::new(one).distance(&SpelledWord::new(other))
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
