//! What to serve, where, and to whom.
//! In: nothing. Out: plain values. Never checks them; the server does.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use super::stream::Patience;

/// What to serve, where, and to whom.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the index.
    pub index: PathBuf,
    /// The address; port 0 takes a free one.
    pub listen: SocketAddr,
    /// What a caller must know; off loopback it must be given.
    pub token: Option<String>,
    /// The names beside `localhost` and addresses by which the server may be called.
    pub hosts: Vec<String>,
    /// The proxies that are believed about who asks.
    pub proxies: Vec<IpAddr>,
    /// What callers may take.
    pub limits: Limits,
}

/// What callers may take, all of them together.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections open at once.
    pub connections: usize,
    /// Bytes of answers that wait for their readers before no question is worked on.
    pub unsent_bytes: usize,
    /// How long an answer may take, the wait for its turn included.
    pub answer: Duration,
    /// How long a caller may take to ask and to read.
    pub patience: Patience,
}
