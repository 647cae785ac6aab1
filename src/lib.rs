//! `vankien` makes a folder of Vietnamese Party and State papers (*văn kiện*) searchable: it mends
//! the text, understands the paper, and proves each answer with the untouched original.

mod blocks;

pub mod span;

pub mod budget;

pub mod document;

pub mod error;

mod rights;

pub mod stop;

pub mod crash;

pub mod language;

pub mod encoding;

pub mod extract;

pub mod normalise;

pub mod repair;

pub mod structure;

pub mod pipeline;

pub mod index;

pub mod search;

pub mod evaluate;

pub mod present;

#[cfg(feature = "page")]
pub mod serve;

pub mod cli;
