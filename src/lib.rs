//! `vankien` makes a folder of Vietnamese Party and State papers (*văn kiện*) searchable: it repairs their text, parses
//! them, and proves each answer with page and line of the unchanged original.

pub mod cli;
pub mod error;
pub mod present;
#[cfg(feature = "page")]
pub mod serve;
