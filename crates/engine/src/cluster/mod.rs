//! The store in a cluster of OpenSearch: papers of many machines, read and written over HTTP.
//!
//! In: addresses of nodes; prepared papers. Out: the records that were put there. Never analyses text in the cluster:
//! the terms are ours, joined by blanks. Nothing of replication, sharding or failover is done here but the turn from one
//! node to the next.
//!
//! Three indexes of OpenSearch make one generation of a store, all with the name of the store before theirs:
//! `NAME-sections`, `NAME-papers` and `NAME-state` (the manifest of each origin). A fourth, `NAME-notes`, outlives
//! generations: verdicts, and which process writes. An *origin* is a machine that ingests; equal paths of two origins
//! are two papers.

mod address;
mod asked;
mod client;
mod documents;
mod engine;
mod generations;
mod lease;
mod location;
mod mapping;
mod mentioning;
mod notes;
mod pages;
mod query;
mod reading;
mod store;
mod target;
#[cfg(feature = "cluster-tls")]
mod tls;
mod writer;

pub use address::{Address, Credentials}; // Where the nodes are, and who asks.
pub use client::Client; // Asks one node after the other.
pub use location::Location; // Where a store lies.
pub use mapping::Settings; // How the indexes of a store are laid out.
pub use store::ClusterStore; // The store: records of papers and sections.
pub use target::ClusterTarget; // The papers of one origin, open for one ingest.
