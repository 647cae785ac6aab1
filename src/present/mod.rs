//! Turns values into output: the JSON that other programs rely on, and text for people.
//! In: documents, hits, summaries. Out: serialisable views, and lines written to any `Write`.
//! Never decides what is found; never opens a file.

#![deny(clippy::string_slice)]

pub mod channel;
pub mod citations;
pub mod diff;
pub mod edits;
pub mod explain;
pub mod filters;
pub mod hits;
pub mod mentions;
pub mod notes;
pub mod paper;
pub mod papers;
pub mod place;
pub mod reasons;
pub mod report;
pub mod review;
pub mod stored;
pub mod style;
pub mod visible;
pub mod words;
