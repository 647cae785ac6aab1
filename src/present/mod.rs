//! Turns values into output: the JSON that other programs rely on, and text for people.
//! In: documents, hits, summaries. Out: serialisable views, and lines written to any `Write`.
//! Never decides what is found; never opens a file.

#![deny(clippy::string_slice)]

pub mod channel; // the damage of a paper
pub mod citations; // citations, and their graph
pub mod diff; // changed lines, before and after repair
pub mod dossier; // all that is known of a paper
pub mod edits; // changes that repair made
pub mod explain; // how a score is computed; why a paper is no hit
pub mod filters; // how the values of filters matched
pub mod hits; // ranked passages
pub mod mentions; // lists of mentions, and their totals
pub mod notes; // notes on answers and papers
pub mod paper; // a whole paper, from its file
pub mod papers; // papers as rows, counts of papers
pub mod place; // page, lines and item in words
pub mod reasons; // why a citation means a certain paper
pub mod report; // problems of all papers
pub mod review; // uncertain repairs and verdicts
pub mod series; // series of numbers, with gaps and doubles
pub mod stated; // what papers say of two others
pub mod stored; // a whole paper, from the index
pub mod style; // marks matches, repairs and headings
pub mod visible; // makes hidden characters visible
pub mod words; // the sentences of the program in two languages
