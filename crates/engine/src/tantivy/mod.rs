//! The embedded store: an index of the library tantivy in a folder of this machine.
//! In: prepared papers; the calls of the traits. Out: the same results as any other store.
//! No type of tantivy leaves this folder (law 5).

mod columns; // Metadata of papers in columns (fast fields).
mod engine; // The traits `Papers` and `Engine` for the store.
pub mod folder; // The folder of an index: generations, marks, checksums.
mod places; // Segment and document numbers to ids and paths, and back.
mod question; // The queries of `Engine`, over postings and columns.
mod schema; // The fields; how an index of tantivy is created and opened.
pub mod store; // The store, opened for reading.
mod stored; // The stored text and record of a document.
pub mod target; // The generation that an ingest writes into.
mod tokens; // The tokenizer that is registered with tantivy.
mod writer; // The write transaction.
