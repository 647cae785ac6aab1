//! What all requests of one server share.
//! In: nothing. Out: plain values. Never answers.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use super::callers::Proxies;
use super::connections::Connections;
use super::generation::Generations;
use super::guard::Guard;
use super::work::Work;

/// What all requests share.
#[derive(Debug)]
pub struct Server {
    pub generations: Generations,
    pub guard: Guard,
    pub proxies: Proxies,
    pub connections: Arc<Connections>,
    pub work: Arc<Work>,
    /// How long an answer may take.
    pub longest: Duration,
    pub counts: Counts,
}

/// What `/metrics` tells of requests.
#[derive(Debug, Default)]
pub struct Counts {
    pub answered: AtomicU64,
    pub refused: AtomicU64,
    pub failed: AtomicU64,
}
