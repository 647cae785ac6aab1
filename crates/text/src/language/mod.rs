//! What is known of Vietnamese before any paper is read: letters, the grammar of syllables, a language model,
//! abbreviations, input methods.
//! In: letters and words. Out: whether they are Vietnamese, and the cost of one word after another.
//! Never reads a paper; `encoding` and `repair` do, with this.

pub mod abbreviations; // abbreviations and what they stand for
mod cased_pairs;
pub mod keyboard; // syllables typed while the input method was off
pub mod letters; // letters, tones, case
pub mod model; // vocabulary, and costs of words after others
pub mod names; // words of names of peoples and places
mod packed;
pub mod syllable; // whether a word is spelled as a syllable
pub mod tone_place; // the vowel that the tone mark of a syllable stands on
pub mod words; // tokens of a text
