//! The open connections, and which one is closed when there are too many.
//! In: the address of a new connection. Out: its entry among the open ones, or a refusal.
//! Never closes a connection whose request is being answered, to make room for another.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::{Notify, oneshot};

use super::callers::{Caller, Proxies, share_of_one};
use super::work::Pressure;

/// All open connections of a server.
#[derive(Debug)]
pub struct Connections {
    limit: usize,
    proxies: Proxies,
    open: Mutex<Open>,
    /// How many connections were closed to make room, or refused, so far.
    dropped: AtomicU64,
    /// Notified whenever a connection ends or an answer has been sent.
    changed: Notify,
    /// Whether questions wait because callers do not read their answers.
    pub pressure: Pressure,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    entries: BTreeMap<u64, Entry>,
}

#[derive(Debug)]
struct Entry {
    caller: Caller,
    /// Since when the connection has had no complete request; `None` while one is being answered.
    waiting: Option<Instant>,
    /// Dropped with the entry, which the stream notices; then the stream ends.
    _open: oneshot::Sender<()>,
}

/// One open connection.
#[derive(Debug)]
pub struct Connection {
    /// The address at its other end: that of the caller, or of a proxy.
    pub peer: IpAddr,
    id: u64,
    all: Arc<Connections>,
    requests: AtomicU64,
    answering: AtomicUsize,
    /// Whether an answer over it was cut off.
    is_broken: AtomicBool,
}

/// The result of entering a new connection.
enum Entered {
    Open(Arc<Connection>, oneshot::Receiver<()>),
    /// The caller has used up its share of connections, and all of them are being answered.
    Refused,
    /// The limit is reached, and all connections are being answered.
    Full,
}

impl Connections {
    /// At most `limit` connections. One caller may have three quarters of them; a proxy in `proxies` may have all,
    /// because many callers come through it.
    pub fn new(limit: usize, proxies: Proxies) -> Connections {
        let (open, dropped) = (Mutex::new(Open::default()), AtomicU64::new(0));
        let (changed, pressure) = (Notify::new(), Pressure::default());
        Connections { limit: limit.max(1), proxies, open, dropped, changed, pressure }
    }

    /// Enters a new connection as soon as there is room for it; `None` if its caller has used up its share, and all its
    /// connections are being answered. The receiver beside it is closed when the connection must end to make room.
    pub async fn enter(
        self: &Arc<Self>,
        peer: IpAddr,
    ) -> Option<(Arc<Connection>, oneshot::Receiver<()>)> {
        loop {
            match self.try_enter(peer) {
                Entered::Open(connection, closed) => return Some((connection, closed)),
                Entered::Refused => {
                    self.dropped.fetch_add(1, Ordering::Relaxed);
                    return None;
                }
                // Only the listener waits here. A notification that comes before it waits is not lost.
                Entered::Full => self.changed.notified().await,
            }
        }
    }

    /// How many connections are open.
    pub fn count(&self) -> usize {
        self.open().entries.len()
    }

    /// How many connections were closed to make room for others, or refused, so far.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    fn try_enter(self: &Arc<Self>, peer: IpAddr) -> Entered {
        let caller = Caller::of(peer);
        let mut open = self.open();
        let own = open.entries.values().filter(|entry| entry.caller == caller).count();
        if !self.proxies.holds(peer) && own >= share_of_one(self.limit) {
            if !open.close_one(|entry| entry.caller == caller) {
                return Entered::Refused;
            }
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
        if open.entries.len() >= self.limit {
            if !open.close_one(|_| true) {
                return Entered::Full;
            }
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
        let (sender, closed) = oneshot::channel();
        let id = open.next;
        open.next += 1;
        let waiting = Some(Instant::now());
        open.entries.insert(id, Entry { caller, waiting, _open: sender });
        drop(open);
        let (requests, answering) = (AtomicU64::new(0), AtomicUsize::new(0));
        let (all, is_broken) = (self.clone(), AtomicBool::new(false));
        let connection = Connection { peer, id, all, requests, answering, is_broken };
        Entered::Open(Arc::new(connection), closed)
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// Closes one of the connections that `may` be closed and have no complete request: of the caller with the most
    /// connections, the one that has waited longest. `false` if there is none.
    fn close_one(&mut self, may: impl Fn(&Entry) -> bool) -> bool {
        let mut count: BTreeMap<Caller, usize> = BTreeMap::new();
        for entry in self.entries.values() {
            *count.entry(entry.caller).or_default() += 1;
        }
        let waiting =
            self.entries.iter().filter(|(_, entry)| may(entry)).filter_map(|(id, entry)| {
                let connections = count.get(&entry.caller).copied().unwrap_or_default();
                Some((Reverse(connections), entry.waiting?, *id))
            });
        let Some((_, _, id)) = waiting.min() else { return false };
        self.entries.remove(&id);
        true
    }
}

impl Connection {
    /// A complete request has come. Until the returned value is dropped, the connection is not closed to make room.
    pub fn answering(self: &Arc<Self>) -> Answering {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.answering.fetch_add(1, Ordering::Relaxed);
        if let Some(entry) = self.all.open().entries.get_mut(&self.id) {
            entry.waiting = None;
        }
        Answering(self.clone())
    }

    /// How many complete requests have come so far.
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Whether a request is being answered; it is until the last byte has left.
    pub fn is_answering(&self) -> bool {
        self.answering.load(Ordering::Relaxed) > 0
    }

    /// Whether an answer was cut off. Then the connection must be reset, so that the caller does not take the end for
    /// the end of the answer.
    pub fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::Relaxed)
    }

    /// Whether questions wait because callers do not read their answers.
    pub fn is_pressed(&self) -> bool {
        self.all.pressure.is_on()
    }

    /// Removes the entry of the connection, which has ended.
    pub fn leave(&self) {
        self.all.open().entries.remove(&self.id);
        self.all.changed.notify_one();
    }
}

/// A request that is being answered: until this value is dropped, its connection is not closed to make room.
#[derive(Debug)]
pub struct Answering(Arc<Connection>);

impl Answering {
    /// Records that the answer was cut off.
    pub fn break_off(&self) {
        self.0.is_broken.store(true, Ordering::Relaxed);
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        let Answering(connection) = self;
        // Another request of this connection may be in progress already.
        if connection.answering.fetch_sub(1, Ordering::Relaxed) > 1 {
            return;
        }
        if let Some(entry) = connection.all.open().entries.get_mut(&connection.id) {
            entry.waiting = Some(Instant::now());
        }
        connection.all.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Opened {
        connection: Arc<Connection>,
        closed: oneshot::Receiver<()>,
    }

    impl Opened {
        fn is_closed(&mut self) -> bool {
            self.closed.try_recv() == Err(oneshot::error::TryRecvError::Closed)
        }
    }

    fn enter(connections: &Arc<Connections>, peer: &str) -> Option<Opened> {
        match connections.try_enter(peer.parse().expect("an address")) {
            Entered::Open(connection, closed) => Some(Opened { connection, closed }),
            Entered::Refused | Entered::Full => None,
        }
    }

    #[test]
    fn the_oldest_without_a_whole_request_is_closed_first() {
        let connections = Arc::new(Connections::new(4, Proxies::default()));
        let mut first = enter(&connections, "192.0.2.1").expect("room");
        let mut second = enter(&connections, "192.0.2.1").expect("room");
        let mut third = enter(&connections, "192.0.2.1").expect("room");
        let answering = first.connection.answering();
        let _fourth = enter(&connections, "192.0.2.1").expect("one of its own is closed for it");
        assert_eq!(
            [&mut first, &mut second, &mut third].map(Opened::is_closed),
            [false, true, false]
        );
        drop(answering);
        // What was answered just now has waited for the shortest time.
        let _fifth = enter(&connections, "192.0.2.1").expect("as before");
        assert_eq!([&mut first, &mut third].map(Opened::is_closed), [false, true]);
        assert_eq!(connections.count(), 3);
    }

    #[test]
    fn where_all_are_answered_a_caller_is_refused_and_others_are_served() {
        let connections = Arc::new(Connections::new(4, Proxies::default()));
        let opened: Vec<Opened> = (0..3).filter_map(|_| enter(&connections, "192.0.2.1")).collect();
        let answering: Vec<Answering> =
            opened.iter().map(|opened| opened.connection.answering()).collect();
        assert!(enter(&connections, "192.0.2.1").is_none());
        let other = enter(&connections, "192.0.2.2").expect("its share is free");
        let newest = enter(&connections, "192.0.2.3").expect("the other one only waits");
        let _answered = newest.connection.answering();
        assert!(enter(&connections, "192.0.2.4").is_none(), "all four are answered");
        newest.connection.leave();
        assert_eq!(connections.count(), 3);
        assert!(enter(&connections, "192.0.2.4").is_some());
        drop((answering, other));
    }

    #[test]
    fn a_proxy_has_no_share_of_its_own() {
        let proxy = "10.0.0.1".parse().expect("an address");
        let connections = Arc::new(Connections::new(4, Proxies::new(&[proxy])));
        let opened: Vec<Opened> = (0..4).filter_map(|_| enter(&connections, "10.0.0.1")).collect();
        assert_eq!((opened.len(), connections.count()), (4, 4));
    }
}
