//! Measures the stages against texts of which the truth is known, search by questions with known answers.
//! In: clean text, seeds; rows and questions. Out: figures. Never tells a stage what was done to a text.

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
