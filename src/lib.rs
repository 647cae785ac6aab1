//! `vankien` makes a folder of Vietnamese Party and State papers (*văn kiện*) searchable: it mends
//! the text, understands the paper, and proves each answer with the untouched original.

pub mod cli;
pub mod error;
pub mod present;
#[cfg(feature = "page")]
pub mod serve;
