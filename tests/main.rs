//! All tests of the program, in one binary: it is linked once.
//! What they share lies in `program` and in `crates/testing`; each module says what it holds.

mod program;

mod answers;
mod any_question;
mod around;
mod budgets;
mod cli;
mod differential;
mod doubling;
mod durable;
mod facets;
mod folders;
mod foreign_files;
mod manual;
mod mentions;
mod ocr;
mod pages;
mod passages;
mod questions;
mod ranking;
mod report;
mod review;
mod roots;
mod search;
mod serve;
mod serve_limits;
mod serve_papers;
mod terminals;
mod tidy;
mod totals;
mod watch;
