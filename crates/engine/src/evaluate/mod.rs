//! Evaluates plans over given sections by their definition: every clause is counted in every section.
//!
//! In: the indexed texts of sections; plans and requests. Out: scores, counts and positions. Never fast, and never skips
//! a section: the store in memory evaluates all its sections so, a store in a cluster the candidates of a question.

mod pass;
mod sections;

#[cfg(feature = "cluster")]
pub use pass::ClauseFrequency; // How many sections hold a clause, where these are not all there are.
pub use pass::{Pass, Statistics}; // Scores the clauses of a plan.
pub use sections::{Section, SectionIndex}; // An index over sections, by term.
