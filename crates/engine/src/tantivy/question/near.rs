//! Finds the sections in which words stand near one another.
//! In: words. Out: sections, with how often they stand so there. Reads a text only where positions do not tell.

use crate::error::Result;
use crate::near::{self, NearMatch};
use crate::tantivy::question::phrase::{self, Holder};
use crate::tantivy::store::Store;
use crate::terms::Terms;

/// All live sections that hold `words` near one another, with at most `far` others between them.
pub fn find(store: &Store, words: &[Terms], far: u32) -> Result<Vec<Holder>> {
    let (different, need) = near::distinct_words(words);
    let steps = near::max_steps(words.len(), far);
    let (mut holders, mut unclear) = (Vec::new(), Vec::new());
    phrase::together(
        store,
        &different,
        |segment, doc, positions| match near::matches_by_positions(positions, &need, steps) {
            Some(found) => holders.extend(holder(segment, doc, &found)),
            None => unclear.push((segment, doc)),
        },
    )?;
    for (segment, doc) in unclear {
        let section = store.section_record(segment, doc)?;
        holders.extend(holder(segment, doc, &near::matches_in_text(words, far, &section.text)));
    }
    holders.sort_unstable_by_key(|one| (one.segment, one.doc));
    Ok(holders)
}

fn holder(segment: usize, doc: u32, found: &[NearMatch]) -> Option<Holder> {
    let exact = found.iter().filter(|one| one.is_exact).count() as u32;
    let other = found.len() as u32 - exact;
    (!found.is_empty()).then_some(Holder { segment, doc, exact, other })
}
