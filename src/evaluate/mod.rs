//! Measures what the other stages do, against answers that are known.
//! In: texts, questions and the truth about them. Out: figures.
//! Never bends what it measures.

pub mod retrieval;
