//! The options of the server.
//! In: nothing. Out: plain values. Never checks them; the server does.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use vankien_engine::Location;

use super::stream::Patience;

/// The options of the server.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the index lies.
    pub index: Location,
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The secret that callers must send; `None` or empty for none. Required if other machines can reach the address.
    pub token: Option<String>,
    /// Host names of the server, beside `localhost` and IP addresses.
    pub hosts: Vec<String>,
    /// Proxies whose headers name the real caller.
    pub proxies: Vec<IpAddr>,
    /// The limits of all callers together and of each.
    pub limits: Limits,
}

/// The limits of all callers together, and the time limits of each.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many connections may be open at once.
    pub connections: usize,
    /// While this number of bytes of answers, or more, is unsent, work on no question begins.
    pub unsent_bytes: usize,
    /// The time after which a question is given up, waiting for its turn included. Once a long answer is being sent,
    /// only the time in which its caller waits for more counts.
    pub answer: Duration,
    /// How long a caller may take to send the head of a request, and how long it may read nothing of an answer.
    pub patience: Patience,
}
