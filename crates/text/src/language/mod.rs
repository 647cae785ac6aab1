//! What is known of Vietnamese, before any paper is read: letters, syllables, what follows what.
//! In: letters and words. Out: whether they are Vietnamese, and what they cost after one another.
//! Never reads a paper; `encoding` and `repair` do, with this.

pub mod abbreviations;
pub mod keyboard;
pub mod letters;
pub mod model;
mod packed;
pub mod syllable;
pub mod words;
