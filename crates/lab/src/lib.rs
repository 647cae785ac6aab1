//! Measures the letter stages with texts whose truth is known, and search with questions whose answers are known; trains the
//! models.
//! In: clean text and seeds; rows and questions; texts to learn from. Out: figures, models. Never tells a stage what was done to a
//! text.

pub mod cli;
pub mod damage;
pub mod dice;
pub mod error;
pub mod kind;
pub mod mastheads;
pub mod page;
pub mod papers;
pub mod reliability;
pub mod repair;
pub mod retrieval;
pub mod scans;
pub mod score;
pub mod train;
