//! The confusion table of an OCR: which letters it takes for which, and how often.
//! In: `confusions.tsv`, embedded, as `vankien-lab train-ocr` wrote it. Out: what a letter that was read may have been
//! in print, with its cost in nats. A confusion holds in either case where both letters have the same case.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use crate::language::letters;

/// The table: a row for each pair, with printed character, character that was read, and count, separated by tabs. Pairs
/// of equal characters (read right) are rows, too: the shares are computed with them. Lines with `# ` are comments.
const TABLE: &str = include_str!("confusions.tsv");

/// A letter that may have been printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Printed {
    /// The letter, in lower case.
    pub letter: char,
    /// In nats: `ln(misread_share / p)`, `p` being the share of the prints of this letter that were read so. 0 if that
    /// is as frequent as it is that any letter is misread at all; negative if it is more frequent.
    pub cost: f32,
}

/// The confusion table; one for the program.
pub struct Confusions {
    /// By the character that was read: what may have been printed.
    printed: HashMap<char, Vec<Printed>>,
    /// Share of letters that were misread on the pages that were counted, from 0 to 1.
    pub misread_share: f32,
}

/// The table, built on first use.
pub(crate) fn confusions() -> &'static Confusions {
    static CONFUSIONS: OnceLock<Confusions> = OnceLock::new();
    CONFUSIONS.get_or_init(|| Confusions::parse(TABLE))
}

impl Confusions {
    fn parse(table: &str) -> Confusions {
        let mut counts: BTreeMap<(char, char), f32> = BTreeMap::new();
        let mut totals: BTreeMap<char, f32> = BTreeMap::new();
        let (mut all, mut misread) = (0.0, 0.0);
        for row in rows(table).filter(|row| letters::is_letter(row.printed)) {
            let lower = letters::lower(row.printed);
            *totals.entry(lower).or_default() += row.count;
            all += row.count;
            if row.printed != row.read {
                misread += row.count;
                *counts.entry((key(row.printed, row.read), lower)).or_default() += row.count;
            }
        }
        let misread_share: f32 = misread / f32::max(all, 1.0);
        let mut printed: HashMap<char, Vec<Printed>> = HashMap::new();
        for ((read, letter), count) in counts.into_iter().filter(|((one, two), _)| one != two) {
            let probability = count / totals.get(&letter).copied().unwrap_or(count);
            let cost = (misread_share / probability).ln();
            printed.entry(read).or_default().push(Printed { letter, cost });
        }
        Confusions { printed, misread_share }
    }

    /// What may have been printed where `read` was read, other than `read` itself; in no order of likelihood. For a
    /// capital `read`, its small letter may be among them, and a letter may come twice: one cost for a print in
    /// capitals, one for a small print. The caller takes the lower.
    pub fn printed(&self, read: char) -> impl Iterator<Item = &Printed> {
        let lower = letters::lower(read);
        let as_read = (lower != read).then_some(read);
        [Some(lower), as_read]
            .into_iter()
            .flatten()
            .filter_map(|read| self.printed.get(&read))
            .flatten()
    }
}

/// The character under which a confusion is found. A letter of the case of the printed one is found by its lower case,
/// because what holds of one case holds of the other; anything else is found as it is.
fn key(printed: char, read: char) -> char {
    let same_case = letters::is_letter(read) && printed.is_uppercase() == read.is_uppercase();
    if same_case { letters::lower(read) } else { read }
}

/// A row of a confusion table.
#[derive(Clone, Copy, Debug)]
pub struct ConfusionRow {
    /// What was printed.
    pub printed: char,
    /// What was read.
    pub read: char,
    /// How many times.
    pub count: f32,
}

/// The rows of a confusion table; lines that are no row are left out.
pub fn rows(table: &str) -> impl Iterator<Item = ConfusionRow> + '_ {
    // "# ", not "#": a row may begin with the character #.
    let rows = table.lines().filter(|row| !row.starts_with("# "));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let (printed, read) = (cells.next()?.chars().next()?, cells.next()?.chars().next()?);
        Some(ConfusionRow { printed, read, count: cells.next()?.parse().ok()? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_misread_often_costs_little() {
        let table = Confusions::parse(
            "ố\tố\t90\nố\tó\t8\nố\tô\t2\nỐ\tÓ\t2\na\ta\t900\nl\tI\t4\nl\tl\t96\n",
        );
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
        assert!(rows.iter().all(|row| row.count >= 1.0));
        assert!(rows.is_sorted_by(|one, next| (one.printed, one.read) < (next.printed, next.read)));
        assert!(
            (0.001..0.1).contains(&confusions().misread_share),
            "{}",
            confusions().misread_share
        );
    }
}
