//! Finds the sections in which words stand near one another.
//! In: words. Out: sections, with how often they stand so there. Reads a text only where positions do not tell.

use crate::error::Result;
use crate::near::{Mark, Stretch, grouped, in_text, steps, stretches};
use crate::tantivy::question::rows::{self, Holder};
use crate::tantivy::store::Store;
use crate::terms::Terms;
use crate::tokenizer::{BROKEN, PLAIN};

/// All live sections that hold `words` near one another, with at most `far` others between them.
pub fn find(store: &Store, words: &[Terms], far: u32) -> Result<Vec<Holder>> {
    let (numbers, need) = grouped(words);
    let first = |wanted: usize| numbers.iter().position(|one| *one == wanted).unwrap_or_default();
    let groups: Vec<Terms> = (0..need.len()).map(|at| words[first(at)].clone()).collect();
    let steps = steps(words.len(), far);
    let (mut holders, mut unclear) = (Vec::new(), Vec::new());
    let (sure, possible) = (steps.saturating_mul(PLAIN), steps.saturating_mul(BROKEN));
    rows::together(store, &groups, |segment, doc, positions| {
        let mut marks: Vec<Mark> = Vec::new();
        for (word, places) in positions.iter().enumerate() {
            let mark = |(at, is_exact): &(u32, bool)| Mark { at: *at, word, is_exact: *is_exact };
            marks.extend(places.iter().map(mark));
        }
        marks.sort_unstable();
        let (within, at_most) =
            (stretches(&marks, &need, sure), stretches(&marks, &need, possible));
        // A sign between two words takes room as well: the text tells.
        match within == at_most {
            true => holders.extend(holder(segment, doc, &within)),
            false => unclear.push((segment, doc)),
        }
    })?;
    for (segment, doc) in unclear {
        let section = store.section_record(segment, doc)?;
        holders.extend(holder(segment, doc, &in_text(words, far, &section.text)));
    }
    holders.sort_unstable_by_key(|one| (one.segment, one.doc));
    Ok(holders)
}

fn holder(segment: usize, doc: u32, found: &[Stretch]) -> Option<Holder> {
    let exact = found.iter().filter(|one| one.is_exact).count() as u32;
    let other = found.len() as u32 - exact;
    (!found.is_empty()).then_some(Holder { segment, doc, exact, other })
}
