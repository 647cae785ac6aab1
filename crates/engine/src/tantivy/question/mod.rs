//! What questions ask of the index, by its postings and columns.
//! In: plans, rows, terms. Out: sections by segment and document, counts. Never reads how a question was typed.

mod best;
mod choose;
mod clauses;
pub mod dictionary;
pub mod entries;
pub mod facets;
pub mod filter;
pub mod first_pass;
pub mod leads;
pub mod mentioning;
mod near;
pub mod observe;
pub mod of_papers;
pub mod phrase;
pub mod places;
mod scores;
mod segment;
