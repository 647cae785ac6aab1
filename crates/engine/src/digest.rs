//! One hash over all that the index holds.
//! In: an open index. Out: the same text for the same content, whatever way it came in.
//! Never looks at times, at the order of ingest, or at how the engine laid things out.

use crate::error::Result;
use twox_hash::XxHash3_128;

use crate::engine::Papers;

/// The digest of the content: of paths, texts, sections, citations and edits.
pub fn digest(store: &dyn Papers) -> Result<String> {
    let mut hasher = XxHash3_128::new();
    hasher.write(store.manifest().fingerprint.as_bytes());
    for paper in store.papers()? {
        hasher.write(&(paper.path.len() as u64).to_le_bytes());
        hasher.write(paper.path.as_bytes());
        hasher.write(&paper.content.to_le_bytes());
        for other in &paper.also_in {
            hasher.write(&(other.len() as u64).to_le_bytes());
            hasher.write(other.as_bytes());
        }
    }
    Ok(format!("{:032x}", hasher.finish_128()))
}

/// The name of a paper in addresses: a hash of its path as walked, in 32 hexadecimal digits. It stays
/// the same over ingests, and no path can be made from it.
pub fn paper_id(path: &str) -> String {
    format!("{:032x}", XxHash3_128::oneshot(path.as_bytes()))
}
