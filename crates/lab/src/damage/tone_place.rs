//! Tone marks on another vowel of their syllable: `kế họach` for `kế hoạch` (plan), as typists and keyboard programs
//! put them.
//! In: a page. Out: a page that is printed so. The moved marks are no damage: the page is its own truth, so whatever
//! repair changes in it is harm.

use vankien_text::language::tone_place;

use super::super::dice::Dice;
use super::super::page::{Page, is_part_of_syllable};

/// Least and greatest share (both included), in percent, of the syllables whose tone mark can stand elsewhere that are
/// printed so; drawn for each page. A judgement: some typists do it always, some by slip.
const PERCENT: (usize, usize) = (2, 100);

/// Moves the tone mark of some syllables, of those in which it can stand elsewhere.
pub fn moved(page: &mut Page, dice: &mut Dice) {
    let share = dice.between(PERCENT.0, PERCENT.1) as f64 / 100.0;
    let text = page.text();
    let mut printed = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let gap = rest.find(is_part_of_syllable).unwrap_or(rest.len());
        let (before, from_word) = rest.split_at(gap);
        let end =
            from_word.find(|letter: char| !is_part_of_syllable(letter)).unwrap_or(from_word.len());
        let (word, behind) = from_word.split_at(end);
        let others = tone_place::unusual(word);
        printed.push_str(before);
        let moves = !others.is_empty() && dice.chance(share);
        if moves {
            printed.push_str(dice.pick::<String>(&others));
        } else {
            printed.push_str(word);
        }
        rest = behind;
    }
    *page = Page::of(&printed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_tone_is_no_damage() {
        let text = "Kế hoạch thanh toán các khoản nợ trong quý III.\n".repeat(20);
        let mut page = Page::of(&text);
        moved(&mut page, &mut Dice::new(1, "tone-place", 0));
        let printed = page.text();
        assert!(printed.contains("họach") && printed.contains("tóan"), "{printed}");
        assert_eq!(printed.chars().count(), text.chars().count());
        assert!(page.damaged_syllables().iter().all(|damaged| !damaged));
    }
}
