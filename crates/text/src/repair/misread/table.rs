//! Which letters an OCR takes for which, and how often.
//! In: `confusions.tsv`, embedded, as `train-ocr` wrote it. Out: what a letter that was read may have been,
//! with what that costs in nats. Case goes with the letter that was read, where both have one.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use crate::language::letters;

/// As `train-ocr` wrote it.
const TABLE: &str = include_str!("confusions.tsv");

/// What may have been printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Printed {
    /// The letter, small.
    pub letter: char,
    /// What it costs beyond what any misread letter costs; less than nothing for letters that are
    /// misread more often than others.
    pub cost: f32,
}

/// What letters may have been; one for the program.
pub struct Confusions {
    printed: HashMap<char, Vec<Printed>>,
    /// The share of letters that were misread on the pages of the table.
    pub share: f32,
}

/// The table.
pub fn confusions() -> &'static Confusions {
    static CONFUSIONS: OnceLock<Confusions> = OnceLock::new();
    CONFUSIONS.get_or_init(|| Confusions::of(TABLE))
}

impl Confusions {
    fn of(table: &str) -> Confusions {
        let mut counts: BTreeMap<(char, char), f32> = BTreeMap::new();
        let mut totals: BTreeMap<char, f32> = BTreeMap::new();
        let (mut all, mut wrong) = (0.0, 0.0);
        for (printed, read, count) in rows(table).filter(|(one, _, _)| letters::is_letter(*one)) {
            let small = letters::lower(printed);
            *totals.entry(small).or_default() += count;
            all += count;
            if printed != read {
                wrong += count;
                *counts.entry((key(printed, read), small)).or_default() += count;
            }
        }
        let share: f32 = wrong / f32::max(all, 1.0);
        let mut printed: HashMap<char, Vec<Printed>> = HashMap::new();
        for ((read, letter), count) in counts.into_iter().filter(|((one, two), _)| one != two) {
            let chance = count / totals.get(&letter).copied().unwrap_or(count);
            printed.entry(read).or_default().push(Printed { letter, cost: (share / chance).ln() });
        }
        Confusions { printed, share }
    }

    /// What may have been printed where `read` was read.
    pub fn printed(&self, read: char) -> impl Iterator<Item = &Printed> {
        let small = letters::lower(read);
        let other = (small != read).then_some(read);
        [Some(small), other]
            .into_iter()
            .flatten()
            .filter_map(|read| self.printed.get(&read))
            .flatten()
    }
}

/// Under which character a pair is found: a letter of the same case by its small form, for what holds of one
/// case holds of the other; all others as they are.
fn key(printed: char, read: char) -> char {
    let both = letters::is_letter(read) && printed.is_uppercase() == read.is_uppercase();
    if both { letters::lower(read) } else { read }
}

/// The rows of a table of confusions: printed, read, how often.
pub fn rows(table: &str) -> impl Iterator<Item = (char, char, f32)> + '_ {
    let rows = table.lines().filter(|row| !row.starts_with("# "));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let (printed, read) = (cells.next()?.chars().next()?, cells.next()?.chars().next()?);
        Some((printed, read, cells.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_misread_often_costs_little() {
        let table =
            Confusions::of("ố\tố\t90\nố\tó\t8\nố\tô\t2\nỐ\tÓ\t2\na\ta\t900\nl\tI\t4\nl\tl\t96\n");
        let costs = |read: char| -> Vec<(char, f32)> {
            table.printed(read).map(|one| (one.letter, one.cost)).collect()
        };
        assert_eq!(costs('ó').len(), 1);
        assert_eq!(costs('Ó'), costs('ó'));
        assert!(costs('ó')[0].1 < costs('ô')[0].1 && costs('ó')[0].1 < 0.0);
        assert_eq!((costs('I').len(), costs('i').len()), (1, 0));
    }

    #[test]
    fn the_table_is_whole() {
        assert!(TABLE.starts_with("# "));
        let rows: Vec<_> = rows(TABLE).collect();
        assert_eq!(rows.len(), TABLE.lines().filter(|row| !row.starts_with("# ")).count());
        assert!(rows.iter().all(|(_, _, count)| *count >= 1.0));
        assert!(rows.is_sorted_by(|one, other| (one.0, one.1) < (other.0, other.1)));
        assert!((0.001..0.1).contains(&confusions().share), "{}", confusions().share);
    }
}
