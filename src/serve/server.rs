//! The state that all requests of one server share.
//! In: nothing. Out: plain values. Never answers a request.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use super::callers::Proxies;
use super::connections::Connections;
use super::guard::Guard;
use super::state::OpenStates;
use super::work::Work;

/// The state that all requests share.
#[derive(Debug)]
pub struct Server {
    /// The states of the index.
    pub states: OpenStates,
    /// The rules of host names and tokens.
    pub guard: Guard,
    /// The trusted proxies.
    pub proxies: Proxies,
    /// The open connections.
    pub connections: Arc<Connections>,
    /// The permits for work.
    pub work: Arc<Work>,
    /// The time after which a question is given up, waiting included.
    pub time_limit: Duration,
    /// Counters of requests.
    pub counts: Counts,
}

/// Counters of requests for `/metrics`, by status.
#[derive(Debug, Default)]
pub struct Counts {
    /// Status under 400.
    pub answered: AtomicU64,
    /// Status 400 to 499.
    pub refused: AtomicU64,
    /// Status 500 and above.
    pub failed: AtomicU64,
}
