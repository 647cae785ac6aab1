//! The kinds of damage, each with its name and the mode in which repair runs.
//! In: names. Out: kinds, and damaged pages. Never damages anything itself: the steps are in `damage`.

use super::damage::{
    code_pages, confusable, holes, layout, legacy, letters, lookalike, marks, misread, mojibake,
    seeds, tone_place, viqr,
};
use super::dice::Dice;
use super::page::Page;

/// A kind of damage.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The name of the kind on the command line and in the table. It also seeds the random numbers.
    pub name: &'static str,
    /// How repair runs on pages with this damage.
    pub mode: RepairMode,
    /// Damages a page with the random numbers given.
    damage: fn(&mut Page, &mut Dice),
    /// Whether only an excerpt of each paper is damaged, a few lines long.
    is_excerpt: bool,
}

/// How repair runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairMode {
    /// As `vankien repair`: lines stay.
    Lines,
    /// As `vankien repair --reflow`: printed lines are joined.
    Reflow,
    /// As `vankien repair --restore-marks`: marks are restored.
    Marks,
}

/// All kinds, in the order in which they are printed. The numbers in `letters-1-2` and its like are how many different
/// marked letters of the page are lost (see `damage::letters::lose`); those in `ocr-200` and `ocr-100` are dots an
/// inch. The parameters of the steps are judgements about real papers, not measured: the kinds differ by degree.
pub const KINDS: [Kind; 42] = [
    kind("clean", RepairMode::Lines, |_, _| ()),
    kind("letters-1-2", RepairMode::Lines, |page, dice| letters::lose(page, dice, 1, 2)),
    kind("letters-3-4", RepairMode::Lines, |page, dice| letters::lose(page, dice, 3, 4)),
    kind("letters-6-9", RepairMode::Lines, |page, dice| letters::lose(page, dice, 6, 9)),
    kind("letters-block", RepairMode::Lines, letters::lose_blocks),
    excerpts(kind("letters-block-short", RepairMode::Lines, letters::lose_blocks)),
    kind("best-fit", RepairMode::Lines, letters::best_fit),
    kind("seeds-low", RepairMode::Reflow, |page, dice| seeds::print(page, dice, seeds::LOW)),
    kind("seeds-medium", RepairMode::Reflow, |page, dice| seeds::print(page, dice, seeds::MEDIUM)),
    kind("seeds-high", RepairMode::Reflow, |page, dice| seeds::print(page, dice, seeds::HIGH)),
    kind("look-alikes-medium", RepairMode::Lines, |page, dice| lookalike::some(page, dice, 2, 0.5)),
    kind("look-alikes-high", RepairMode::Lines, |page, dice| lookalike::some(page, dice, 6, 1.0)),
    kind("confusables-medium", RepairMode::Lines, |page, dice| {
        confusable::any(page, dice, 2, 0.5);
    }),
    kind("confusables-high", RepairMode::Lines, |page, dice| confusable::any(page, dice, 6, 1.0)),
    kind("eye-medium", RepairMode::Lines, |page, dice| lookalike::by_eye(page, dice, 8, 0.5)),
    kind("eye-high", RepairMode::Lines, |page, dice| lookalike::by_eye(page, dice, 24, 1.0)),
    kind("letters-in-numbers", RepairMode::Lines, confusable::letters_in_numbers),
    kind("digits-in-words", RepairMode::Lines, confusable::digits_in_words),
    kind("spacing-marks", RepairMode::Lines, confusable::spacing_marks),
    kind("nfd", RepairMode::Lines, |page, _| marks::decompose(page)),
    kind("mark-order", RepairMode::Lines, |page, _| marks::tone_first(page)),
    kind("doubled-marks", RepairMode::Lines, marks::doubled),
    kind("zero-width", RepairMode::Lines, marks::zero_width),
    kind("layout-medium", RepairMode::Reflow, |page, dice| {
        layout::print(page, dice, &layout::MEDIUM)
    }),
    kind("layout-high", RepairMode::Reflow, |page, dice| layout::print(page, dice, &layout::HIGH)),
    kind("legacy-whole", RepairMode::Lines, legacy::whole),
    kind("legacy-mixed", RepairMode::Lines, legacy::mixed),
    kind("mojibake-once", RepairMode::Lines, |page, _| mojibake::decode_wrongly(page, 1)),
    kind("mojibake-twice", RepairMode::Lines, |page, _| mojibake::decode_wrongly(page, 2)),
    kind("mojibake-lost", RepairMode::Lines, mojibake::with_lost_bytes),
    kind("mojibake-pages", RepairMode::Lines, code_pages::once),
    kind("mojibake-pages-twice", RepairMode::Lines, code_pages::twice),
    kind("mojibake-pages-lost", RepairMode::Lines, code_pages::once_with_lost_bytes),
    kind("mojibake-pages-lost-twice", RepairMode::Lines, code_pages::twice_with_lost_bytes),
    kind("latin1-as-1258", RepairMode::Lines, code_pages::latin_1_as_windows_1258),
    kind("legacy-cells", RepairMode::Lines, legacy::cells),
    kind("viqr", RepairMode::Lines, viqr::whole),
    kind("no-marks", RepairMode::Marks, |page, _| marks::strip(page)),
    kind("holes", RepairMode::Lines, holes::holes),
    kind("ocr-200", RepairMode::Lines, |page, dice| misread::misread_letters(page, dice, 0.5)),
    kind("ocr-100", RepairMode::Lines, |page, dice| misread::misread_letters(page, dice, 1.8)),
    kind("tone-place", RepairMode::Lines, tone_place::moved),
];

const fn kind(name: &'static str, mode: RepairMode, damage: fn(&mut Page, &mut Dice)) -> Kind {
    Kind { name, mode, damage, is_excerpt: false }
}

/// The same kind, with an excerpt of each paper.
const fn excerpts(kind: Kind) -> Kind {
    Kind { is_excerpt: true, ..kind }
}

/// Least and most bytes of an excerpt, about; it ends where a word does.
const EXCERPT_BYTES: (usize, usize) = (300, 2000);

/// The beginning of a paper, of a length that is drawn.
fn excerpt<'t>(text: &'t str, dice: &mut Dice) -> &'t str {
    let (least, most) = EXCERPT_BYTES;
    let rest = text.get(text.floor_char_boundary(dice.between(least, most))..).unwrap_or_default();
    let end = text.len() - rest.len();
    &text[..end + rest.find(char::is_whitespace).unwrap_or(rest.len())]
}

impl Kind {
    /// `text` damaged in this way. `paper` is the index of the paper. The same seed and index give the same damage.
    pub fn damaged(&self, text: &str, seed: u64, paper: usize) -> Page {
        let mut dice = Dice::new(seed, self.name, paper);
        let text = if self.is_excerpt { excerpt(text, &mut dice) } else { text };
        let mut page = Page::of(text);
        (self.damage)(&mut page, &mut dice);
        page
    }
}

/// The kinds that a comma-separated list names, in its order; `all` stands for all of them. The error is the first name
/// that no kind has.
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

    const TEXT: &str = "BAN THƯỜNG VỤ\nCăn cứ Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị đã rõ: toàn dân";

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
    fn only_kinds_that_reflow_change_lines() {
        for kind in KINDS.iter().filter(|kind| kind.mode != RepairMode::Reflow) {
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
