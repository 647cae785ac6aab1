//! What the program asks of the operating system, and the limits and errors that every stage shares.
//! In: paths, work, limits. Out: rights on files, work that ends when it is told to, errors. Never knows a paper.

pub mod budget;
pub mod crash;
pub mod error;
pub mod rights;
pub mod stop;
pub mod times;
