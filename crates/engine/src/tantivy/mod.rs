//! The embedded store: an index of the library tantivy in a folder of this machine.
//! In: prepared papers; the calls of the traits. Out: the same results as any other store.
//! No type of tantivy leaves this folder (law 5).

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
