//! Measures the letter stages (`normalise` and `repair`) with texts whose truth is known, the reading of mastheads with
//! papers whose facts are known, and search with questions whose answers are known; trains the models.
//! In: clean text and seeds; papers and facts; rows and questions; texts to learn from. Out: figures, models. Never
//! tells a stage what was done to a text.

pub mod cli; // the command line of `vankien-lab`
pub mod damage; // what happens to papers, a module for each kind of damage
pub mod dice; // pseudo-random numbers
pub mod error; // errors of this crate
pub mod kind; // the kinds of damage by name
pub mod mastheads; // measures how mastheads are read
pub mod page; // a clean text with its damaged form
pub mod papers; // cuts clean text into papers
pub mod reliability; // whether confidences of edits are right
pub mod repair; // damages papers, repairs them, compares
pub mod retrieval; // measures search
pub mod scans; // measures repair on pages read by an OCR
pub mod score; // compares texts syllable by syllable
pub mod train; // trains the models
