//! The right of one process to write the papers of an origin, kept in the cluster so that no two do it at once.
//! In: a client, the name of an origin. Out: a lease, which is renewed until it is released.
//! A process that was killed leaves its lease behind; the next one takes it over, and knows that a run was cut short.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::cluster::client::{Answer, Client, escaped};
use crate::cluster::store::place;
use crate::error::{Error, Result};

/// How often a lease is renewed. A judgement, not measured: some renewals may fail while a node is away.
const RENEWED: Duration = Duration::from_secs(10);

/// A lease that is not renewed for so long belongs to a process that is gone. A judgement, not measured: longer than
/// the cluster takes to go on after a node was lost.
const ABANDONED: Duration = Duration::from_secs(90);

/// How often a lease that another process holds is looked at.
const LOOKED_AT: Duration = Duration::from_secs(1);

/// The right to write the papers of an origin.
pub struct Lease {
    held: Arc<Held>,
    /// Whether an earlier run of this origin was cut short.
    pub was_abandoned: bool,
    /// Ends the thread that renews the lease.
    ending: Option<Sender<()>>,
    renewing: Option<JoinHandle<()>>,
}

/// The document of a lease in the cluster.
struct Held {
    client: Arc<Client>,
    /// The name of the index and of the document in it.
    document: (String, String),
    /// The machine whose papers are written.
    origin: String,
    /// Who holds the lease: an id of its own, the process, where it runs.
    holder: Value,
    /// The number and the term of the last change of the document.
    change: Mutex<(u64, u64)>,
    /// Whether another process has taken the lease.
    is_lost: AtomicBool,
}

impl Lease {
    /// Takes the lease of `origin` on the papers of a store. Waits while another process holds it, if `waits`.
    ///
    /// # Errors
    /// [`Error::Busy`] where another process holds it; [`Error::Cluster`].
    pub fn take(
        client: &Arc<Client>,
        (store, notes): (&str, &str),
        origin: &str,
        waits: bool,
    ) -> Result<Lease> {
        let document = (notes.to_owned(), format!("lease:{}", escaped(origin)));
        let id = format!("{} {}", process::id(), nanoseconds());
        let holder = json!({ "id": id, "process": process::id(), "where": here() });
        let change = Mutex::new((0, 0));
        let client = Arc::clone(client);
        let (origin_name, is_lost) = (origin.to_owned(), AtomicBool::new(false));
        let held = Held { client, document, origin: origin_name, holder, change, is_lost };
        // The last change that was seen, and since when.
        let mut seen = None;
        let was_abandoned = loop {
            if held.created()? {
                break false;
            }
            let found = held.read()?;
            // It may have been released meanwhile.
            let Some(change) = change_of(&found) else { continue };
            let (before, since) = *seen.get_or_insert((change, Instant::now()));
            if before != change {
                seen = Some((change, Instant::now()));
            }
            let holder = holder_in(&found);
            let is_unchanged = before == change && since.elapsed() >= ABANDONED;
            if is_unchanged || is_gone(&holder) {
                if held.taken_over(change)? {
                    break true;
                }
            } else if !waits {
                let path = place(&held.client, store);
                return Err(Error::Busy { path, holder: holder_of(&holder, origin) });
            } else {
                thread::sleep(LOOKED_AT);
            }
        };
        Ok(Lease::renewed(held, was_abandoned))
    }

    fn renewed(held: Held, was_abandoned: bool) -> Lease {
        let held = Arc::new(held);
        let (ending, ended) = channel();
        let renewed = Arc::clone(&held);
        let renewing = thread::spawn(move || {
            while ended.recv_timeout(RENEWED) == Err(RecvTimeoutError::Timeout) {
                // A cluster that is away now is asked again at the next turn.
                if matches!(renewed.renewed(), Ok(false)) {
                    renewed.is_lost.store(true, Ordering::Relaxed);
                    return;
                }
            }
        });
        Lease { held, was_abandoned, ending: Some(ending), renewing: Some(renewing) }
    }

    /// Whether this process still holds the lease.
    ///
    /// # Errors
    /// [`Error::Busy`] where another process has taken it over: this one was held up for long.
    pub fn check(&self, store: &str) -> Result<()> {
        if !self.held.is_lost.load(Ordering::Relaxed) {
            return Ok(());
        }
        let holder = "another ingest of the same origin, which took over,".to_owned();
        Err(Error::Busy { path: place(&self.held.client, store), holder })
    }

    /// Gives the lease back: the run is complete. A lease that is only dropped counts as abandoned.
    ///
    /// # Errors
    /// [`Error::Cluster`].
    pub fn release(mut self) -> Result<()> {
        self.stop();
        let (index, id) = &self.held.document;
        let (number, term) = *self.held.change.lock().unwrap_or_else(PoisonError::into_inner);
        let condition = format!("if_seq_no={number}&if_primary_term={term}");
        self.held.client.delete(&format!("{index}/_doc/{id}?{condition}"), None).map(drop)
    }

    fn stop(&mut self) {
        drop(self.ending.take());
        if let Some(renewing) = self.renewing.take() {
            // It does not panic; if it did, nothing would depend on it here.
            let _ = renewing.join();
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Held {
    fn path(&self, parameters: &str) -> String {
        let (index, id) = &self.document;
        format!("{index}/_doc/{id}{parameters}")
    }

    /// The document as of now.
    fn value(&self) -> Value {
        let mut holder = self.holder.clone();
        holder["renewed"] = json!((nanoseconds() / 1_000_000_000) as u64);
        json!({ "kind": "lease", "name": self.origin, "value": holder.to_string() })
    }

    fn read(&self) -> Result<Answer> {
        self.client.get(&self.path(""))
    }

    /// Creates the document; false if it exists.
    fn created(&self) -> Result<bool> {
        let answer = self.client.put(&self.path("?op_type=create"), &self.value())?;
        Ok(self.keep(&answer) || answer.status == 409 && self.is_own()?)
    }

    /// Takes over the document if its last change is still `change`.
    fn taken_over(&self, change: (u64, u64)) -> Result<bool> {
        let (number, term) = change;
        let condition = format!("?if_seq_no={number}&if_primary_term={term}");
        let answer = self.client.put(&self.path(&condition), &self.value())?;
        Ok(self.keep(&answer) || answer.status == 409 && self.is_own()?)
    }

    /// Renews the lease; false if another process has it now.
    fn renewed(&self) -> Result<bool> {
        let change = *self.change.lock().unwrap_or_else(PoisonError::into_inner);
        self.taken_over(change)
    }

    /// Keeps the number of the change that an answer tells; false if there was none.
    fn keep(&self, answer: &Answer) -> bool {
        let Some(change) = change_of(answer).filter(|_| (200..300).contains(&answer.status)) else {
            return false;
        };
        *self.change.lock().unwrap_or_else(PoisonError::into_inner) = change;
        true
    }

    /// Whether the document is of this process: a request may have been sent twice.
    fn is_own(&self) -> Result<bool> {
        let found = self.read()?;
        Ok(holder_in(&found)["id"] == self.holder["id"] && self.keep(&found))
    }
}

/// The number and the term of the last change of a document, out of an answer about it.
fn change_of(answer: &Answer) -> Option<(u64, u64)> {
    Some((answer.body["_seq_no"].as_u64()?, answer.body["_primary_term"].as_u64()?))
}

/// Where this process runs: processes with equal texts see one another. `None` where the system does not tell.
fn here() -> Option<String> {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let space = std::fs::read_link("/proc/self/ns/pid").ok()?;
    Some(format!("{} {}", boot.trim(), space.display()))
}

/// The holder that a document names; null if it names none.
fn holder_in(document: &Answer) -> Value {
    let told = document.body["_source"]["value"].as_str().unwrap_or_default();
    serde_json::from_str(told).unwrap_or_default()
}

/// Whether the process that holds a lease is gone: it ran here and does not any more, or is this one, which began
/// another run; or it has not renewed the lease by the clock of this machine, which is most often that of the origin.
fn is_gone(holder: &Value) -> bool {
    let number = |key: &str| holder[key].as_u64().unwrap_or_default();
    if here().is_some_and(|here| holder["where"] == json!(here)) {
        let process = number("process");
        let is_there = std::path::Path::new(&format!("/proc/{process}")).exists();
        return !is_there || process == u64::from(process::id());
    }
    let now = (nanoseconds() / 1_000_000_000) as u64;
    now.saturating_sub(number("renewed")) >= ABANDONED.as_secs()
}

/// Nanoseconds since 1970.
fn nanoseconds() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos())
}

fn holder_of(holder: &Value, origin: &str) -> String {
    format!("another ingest of the origin {origin}, process {},", holder["process"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holder_is_gone_that_ended_or_was_silent_for_long() {
        let now = (nanoseconds() / 1_000_000_000) as u64;
        let holder = |process: u64, place: &str, renewed: u64| {
            is_gone(&json!({ "id": "x", "process": process, "where": place, "renewed": renewed }))
        };
        assert!(!holder(1, "elsewhere", now - 5));
        assert!(holder(1, "elsewhere", now - 100));
        // One of another machine whose clock is ahead.
        assert!(!holder(1, "elsewhere", now + 1_000));
        if let Some(here) = here() {
            // Process 1 runs wherever tests do; this one begins another run.
            assert!(!holder(1, &here, now - 100));
            assert!(holder(u64::from(process::id()), &here, now));
            assert!(holder(u64::from(u32::MAX), &here, now));
        }
        assert!(is_gone(&Value::Null));
    }
}
