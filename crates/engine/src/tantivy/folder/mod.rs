//! The folder of an index: its generations, the marks that identify it, and the checksums of its files.
//! In: a folder. Out: the generation in use, checked, or what is damaged. Never interprets what the files of tantivy hold.

pub mod check;
mod checked;
pub mod choose;
pub mod faults;
pub mod files;
pub mod generations;
pub mod mark;
mod seal;
pub mod sums;
