//! The store of one machine: an index of the engine tantivy in a folder.
//! In: prepared papers; what is asked of them. Out: the same answers as any other store gives.
//! No type of the engine leaves this folder.

mod columns;
mod engine;
pub mod folder;
mod places;
mod question;
mod schema;
pub mod store;
mod stored;
pub mod target;
mod tokens;
mod writer;
