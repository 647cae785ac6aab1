//! Measures the stages against texts of which the truth is known.
//! In: clean text, seeds. Out: figures. Never tells a stage what was done to a text.

pub mod damage;
pub mod dice;
pub mod kind;
pub mod page;
pub mod papers;
pub mod repair;
pub mod score;
