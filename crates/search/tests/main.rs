//! Questions and what answers them, in one binary: it is linked once.

mod answers;
mod around;
mod articles;
mod dossiers;
mod facets;
mod laws;
mod mentions;
mod questions;
mod ranking;
mod search;
mod stores;
mod tone_place;
mod totals;
