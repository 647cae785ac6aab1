//! The kinds of damage, each with its name and what is asked of the repair.
//! In: names. Out: kinds, and damaged pages. Every kind is made of the steps in `damage`.

use super::damage::{holes, layout, legacy, letters, lookalike, marks, misread, mojibake, seeds};
use super::dice::Dice;
use super::page::Page;

/// A kind of damage.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// As it is named on the command line.
    pub name: &'static str,
    /// What is asked of the repair.
    pub reading: Reading,
    damage: fn(&mut Page, &mut Dice),
}

/// What is asked of the repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// `vankien repair`: line for line.
    Lines,
    /// `vankien repair --reflow`: printed lines are joined.
    Reflow,
    /// `vankien repair --restore-marks`.
    Marks,
}

/// All kinds, in the order in which they are printed.
pub const KINDS: [Kind; 24] = [
    kind("clean", Reading::Lines, |_, _| ()),
    kind("letters-1-2", Reading::Lines, |page, dice| letters::lose(page, dice, 1, 2)),
    kind("letters-3-4", Reading::Lines, |page, dice| letters::lose(page, dice, 3, 4)),
    kind("letters-6-9", Reading::Lines, |page, dice| letters::lose(page, dice, 6, 9)),
    kind("seeds-low", Reading::Reflow, |page, dice| seeds::print(page, dice, seeds::LOW)),
    kind("seeds-medium", Reading::Reflow, |page, dice| seeds::print(page, dice, seeds::MEDIUM)),
    kind("seeds-high", Reading::Reflow, |page, dice| seeds::print(page, dice, seeds::HIGH)),
    kind("look-alikes-medium", Reading::Lines, |page, dice| lookalike::some(page, dice, 2, 0.5)),
    kind("look-alikes-high", Reading::Lines, |page, dice| lookalike::some(page, dice, 6, 1.0)),
    kind("nfd", Reading::Lines, |page, _| marks::apart(page)),
    kind("mark-order", Reading::Lines, |page, _| marks::tone_first(page)),
    kind("doubled-marks", Reading::Lines, marks::doubled),
    kind("zero-width", Reading::Lines, marks::zero_width),
    kind("layout-medium", Reading::Reflow, |page, dice| layout::print(page, dice, &layout::MEDIUM)),
    kind("layout-high", Reading::Reflow, |page, dice| layout::print(page, dice, &layout::HIGH)),
    kind("legacy-whole", Reading::Lines, legacy::whole),
    kind("legacy-mixed", Reading::Lines, legacy::mixed),
    kind("mojibake-once", Reading::Lines, |page, _| mojibake::misread(page, 1)),
    kind("mojibake-twice", Reading::Lines, |page, _| mojibake::misread(page, 2)),
    kind("mojibake-lost", Reading::Lines, mojibake::with_lost_bytes),
    kind("no-marks", Reading::Marks, |page, _| marks::gone(page)),
    kind("holes", Reading::Lines, holes::holes),
    kind("ocr-200", Reading::Lines, |page, dice| misread::read(page, dice, 0.5)),
    kind("ocr-100", Reading::Lines, |page, dice| misread::read(page, dice, 1.8)),
];

const fn kind(name: &'static str, reading: Reading, damage: fn(&mut Page, &mut Dice)) -> Kind {
    Kind { name, reading, damage }
}

impl Kind {
    /// `text`, damaged in this way as `seed` and the number of the `paper` have it.
    pub fn damaged(&self, text: &str, seed: u64, paper: usize) -> Page {
        let mut page = Page::of(text);
        (self.damage)(&mut page, &mut Dice::new(seed, self.name, paper));
        page
    }
}

/// The kinds that a list of names, parted by commas, means; `all` means all. An error is the name
/// that none has.
pub fn named(names: &str) -> Result<Vec<Kind>, String> {
    let mut kinds = Vec::new();
    for name in names.split(',').map(str::trim) {
        let before = kinds.len();
        kinds.extend(KINDS.iter().filter(|kind| name == "all" || kind.name == name));
        if kinds.len() == before {
            return Err(name.to_owned());
        }
    }
    Ok(kinds)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "BAN THƯỜNG VỤ\nCăn cứ Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị";

    #[test]
    fn the_same_seed_gives_the_same_damage() {
        for kind in KINDS {
            let text = |seed, paper| kind.damaged(TEXT, seed, paper).text();
            assert_eq!(text(1, 0), text(1, 0), "{}", kind.name);
            let differs = (0..50).any(|seed| text(seed, 0) != TEXT);
            assert_eq!(differs, kind.name != "clean", "{}", kind.name);
        }
    }

    #[test]
    fn only_what_is_printed_anew_changes_lines() {
        for kind in KINDS.iter().filter(|kind| kind.reading != Reading::Reflow) {
            for seed in 0..20 {
                assert_eq!(kind.damaged(TEXT, seed, 3).text().lines().count(), 2, "{}", kind.name);
            }
        }
    }

    #[test]
    fn names_choose_kinds() {
        assert_eq!(named("all").map(|kinds| kinds.len()), Ok(KINDS.len()));
        assert_eq!(named("clean, holes").map(|kinds| kinds.len()), Ok(2));
        assert_eq!(named("clean,other").map(|kinds| kinds.len()), Err("other".to_owned()));
    }
}
