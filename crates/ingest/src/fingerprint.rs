//! The hash of an extracted text. Ingest compares it to see whether a file still gives the same text, and names the text
//! by it in the file of verdicts. It is no hash of the bytes of the file.
//! In: extracted text with its layout and evidence. Out: a hash. Never reads a file.

use twox_hash::XxHash3_128;
use vankien_engine::record::to_bytes;
use vankien_files::Extracted;

/// A hash over text, layout, unread pages, evidence and exceeded limits; stored as
/// [`PaperRecord::hash`](vankien_engine::PaperRecord::hash). `stamp_lines`, `markup` and the limit of repair work are not
/// in it: texts that differ only there have one hash, but may give different papers.
pub(super) fn hash(extracted: &Extracted) -> u128 {
    let mut hasher = XxHash3_128::new();
    hasher.write(extracted.provenance.text_source().as_bytes());
    hasher.write(&[extracted.lines as u8, extracted.paging as u8]);
    hasher.write(&(extracted.scans.len() as u64).to_le_bytes());
    for page in &extracted.scans {
        hasher.write(&page.to_le_bytes());
    }
    for start in &extracted.page_starts {
        hasher.write(&start.to_le_bytes());
    }
    for (span, letter) in &extracted.evidence.letters {
        hasher.write(&span.start.to_le_bytes());
        hasher.write(&u32::from(*letter).to_le_bytes());
    }
    for (span, word) in &extracted.evidence.words {
        hasher.write(&span.start.to_le_bytes());
        hasher.write(&[word.confidence]);
        if let Some(second) = &word.second {
            hasher.write(&(second.len() as u64).to_le_bytes());
            hasher.write(second.as_bytes());
        }
        hasher.write(&[u8::from(word.second.is_some())]);
    }
    for line in &extracted.outside_lines {
        hasher.write(&line.to_le_bytes());
    }
    hasher.write(extracted.text.as_bytes());
    // A text that ends at a limit is another paper than one that ends there by itself.
    if !extracted.provenance.limits.is_empty() {
        hasher.write(&to_bytes(&extracted.provenance.limits));
    }
    hasher.finish_128()
}
