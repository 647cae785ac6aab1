//! The store of one machine: an index of the engine tantivy in a folder.
//! In: prepared papers; what is asked of them. Out: the same answers as any other store gives.
//! No type of the engine leaves this folder.

pub mod columns;
pub mod folder;
pub mod places;
pub mod schema;
pub mod store;
mod stored;
pub mod target;
mod tokens;
pub mod writer;
