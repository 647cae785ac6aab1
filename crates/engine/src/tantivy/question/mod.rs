//! The queries of [`crate::engine::Engine`] over the postings and columns of the index.
//! In: plans, phrases, terms. Out: sections by segment and document, counts. Never knows how a question was typed.
//!
//! The first pass: `first_pass` scores the clauses of a plan one after the other (`clauses`, by `scores` and `segment`),
//! then `choose` takes the best sections (`best`).

mod best;
mod choose;
mod clauses;
pub mod dictionary;
pub mod facets;
pub mod filter;
pub mod first_pass;
pub mod leads;
pub mod mentioning;
mod near;
pub mod observe;
pub mod per_paper;
pub mod phrase;
pub mod places;
pub mod postings;
mod scores;
mod segment;
