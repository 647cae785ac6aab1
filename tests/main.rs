//! All tests of the program, in one binary: it is linked once.
//! What they share lies in `program` and in `crates/testing`; each module says what it holds.

mod program;

mod any_question;
mod budgets;
mod cli;
mod cluster;
mod differential;
mod doubling;
mod durable;
mod folders;
mod foreign_files;
mod hostile_questions;
mod manual;
mod ocr;
mod old_encodings;
mod pages;
mod passages;
mod report;
mod review;
mod roots;
mod running;
mod serve;
mod serve_limits;
mod serve_papers;
mod terminals;
mod tidy;
mod watch;
