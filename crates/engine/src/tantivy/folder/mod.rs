//! The folder of an index: its generations, the marks and sums that make it known as ours and whole.
//! In: a folder. Out: the generation in use, whole, or what is wrong with it. Never knows what the files hold.

pub mod check;
mod checked;
pub mod choose;
pub mod faults;
pub mod files;
pub mod generations;
pub mod mark;
mod seal;
pub mod sums;
