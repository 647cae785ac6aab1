//! A hash of the content of an index, and the hash that names a paper in URLs.
//! In: an open store. Out: the same digest for the same content.
//! Never depends on file times, on the order of ingest, or on the layout of segments.

use crate::error::Result;
use twox_hash::XxHash3_128;

use crate::engine::Papers;

/// The digest of an index, 32 hexadecimal digits: a hash of its fingerprint and, in the order of paths, of each paper's
/// path, [`content`](crate::PaperRecord::content) and duplicates. `vankien stats --digest` prints it.
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

/// The name of a paper in URLs: a hash of its path as walked, 32 hexadecimal digits. It stays the same over ingests,
/// and a request cannot name a file outside the index with it.
pub fn paper_id(path: &str) -> String {
    format!("{:032x}", XxHash3_128::oneshot(path.as_bytes()))
}
