//! `vankien` makes a folder of Vietnamese Party and State papers (*văn kiện*) searchable: it repairs their text, parses
//! them, and proves each answer with page and line of the unchanged original.

pub mod cli; // the command line
mod day; // a day that a person types
pub mod error; // errors, with the way out that the program knows
pub mod present; // JSON for programs and text for people
#[cfg(feature = "page")]
pub mod serve; // the web page and the API
