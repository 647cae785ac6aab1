//! The postings of one word or phrase.
//! In: nothing. Out: plain values. Never scores; `segment` does.

use tantivy::postings::TermInfo;

/// Which dictionary entries of one field stand for a word, by segment.
pub type Entries = Vec<Vec<(TermInfo, f32)>>;
