//! The store in a cluster of OpenSearch: papers of many machines, read and written over HTTP.
//!
//! In: addresses of nodes; prepared papers. Out: the records that were put there. Never analyses text in the cluster:
//! the terms are ours, joined by blanks. Nothing of replication, sharding or failover is done here but the turn from one
//! node to the next.
//!
//! Three indexes of OpenSearch make one store, all with the name of the store before theirs: `NAME-sections`,
//! `NAME-papers` and `NAME-state` (the manifest of each origin). An *origin* is a machine that ingests; equal paths of
//! two origins are two papers.

mod address;
mod asked;
mod client;
mod documents;
mod engine;
mod mapping;
mod query;
mod reading;
mod store;
mod writer;

pub use address::{Address, Credentials}; // Where the nodes are, and who asks.
pub use client::Client; // Asks one node after the other.
pub use store::{ClusterStore, Settings}; // The store: records of papers and sections, and the way to write.
