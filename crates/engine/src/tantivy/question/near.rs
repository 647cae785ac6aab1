//! Proximity search (NEAR) over postings with positions.
//! In: words. Out: sections with the number of matches. Reads the text of a section only if positions cannot decide.

use crate::error::Result;
use crate::near::{self, NearMatch};
use crate::tantivy::question::phrase::{self, SectionMatches};
use crate::tantivy::store::Store;
use crate::terms::Terms;

/// All live sections that hold `words` in any order with at most `far` other words between the first and the last of
/// them, sorted by segment and document.
pub fn find(store: &Store, words: &[Terms], far: u32) -> Result<Vec<SectionMatches>> {
    let (distinct, need) = near::distinct_words(words);
    let steps = near::max_steps(words.len(), far);
    let (mut holders, mut unclear) = (Vec::new(), Vec::new());
    phrase::each_with_all_words(store, &distinct, |segment, doc, positions| {
        match near::matches_by_positions(positions, &need, steps) {
            Some(found) => holders.extend(count_matches(segment, doc, &found)),
            None => unclear.push((segment, doc)),
        }
    })?;
    for (segment, doc) in unclear {
        let section = store.section_record(segment, doc)?;
        let found = near::matches_in_text(words, far, &section.text);
        holders.extend(count_matches(segment, doc, &found));
    }
    holders.sort_unstable_by_key(|one| (one.segment, one.doc));
    Ok(holders)
}

/// The number of matches in a section; `None` if there are none.
fn count_matches(segment: usize, doc: u32, found: &[NearMatch]) -> Option<SectionMatches> {
    let exact = found.iter().filter(|one| one.is_exact).count() as u32;
    let other = found.len() as u32 - exact;
    (!found.is_empty()).then_some(SectionMatches { segment, doc, exact, other })
}
