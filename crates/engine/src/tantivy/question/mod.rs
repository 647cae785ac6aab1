//! The queries of [`crate::engine::Engine`] over the postings and columns of the index.
//! In: plans, phrases, terms. Out: sections by segment and document, counts. Never knows how a question was typed.
//!
//! The first pass: `first_pass` scores the clauses of a plan one after the other (`clauses`, by `scores` and
//! `segment`), then `choose` takes the best sections (`best`).

mod best; // Keeps the best of many candidates (top-k).
mod choose; // Which scored sections answer, and the best of those.
mod clauses; // Scores the clauses of a plan.
pub mod dictionary; // The terms in a range, with document frequencies.
pub mod facets; // Counts papers by values of columns.
pub mod filter; // Chooses papers by values of columns.
pub mod first_pass; // Scores all sections for one plan.
pub mod leads; // The sections that say what a paper is about.
pub mod mentioning; // The sections that may hold a mention.
mod near; // Proximity search.
pub mod observe; // Counts, positions and lengths in given sections.
pub mod per_paper; // Conditions over whole papers.
pub mod phrase; // Phrase search.
pub mod places; // Counts mentions by positions. (Not `tantivy::places`.)
pub mod postings; // Looks up the posting lists of a word.
mod scores; // The scores of all sections.
mod segment; // The scores of the sections of one segment.
