//! What is known of Vietnamese before any paper is read: letters, the grammar of syllables, a language model,
//! abbreviations, input methods. In: letters and words. Out: whether they are Vietnamese, and the cost of one word
//! after another. Never reads a paper; `encoding` and `repair` do, with this.

pub mod abbreviations;
mod cased_pairs;
pub mod keyboard;
pub mod letters;
pub mod model;
mod packed;
pub mod syllable;
pub mod words;
