//! Parallel work with results in order, and a limit on the memory in use.
//! In: tasks with their weight in bytes. Out: the result of each task, in the order of the tasks.
//! Starts a task only if the bytes in work stay within `IN_FLIGHT_BYTES` with it, or if no more than `KEPT_BACK_BYTES`
//! are in work. Small tasks that are sent along with it may exceed that by up to `BATCH_BYTES`.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// At most this many bytes of files are in work when a task has started (the head of this file says the exceptions),
/// from the start of reading until the store holds the paper. It bounds the memory of an ingest. A judgement, not
/// measured: enough small papers for all threads.
/// `vankien ingest` on a folder that `benches/large.py` makes shows speed and peak memory (`/usr/bin/time -v`).
const IN_FLIGHT_BYTES: u64 = 16 << 20;

/// At most this many bytes of papers are kept back by the writer before it sends them to tantivy (see
/// `tantivy/writer`). A task starts while no more than this is in work, however heavy the task: else one heavier than
/// `IN_FLIGHT_BYTES` would wait for ever. A judgement, not measured: a few batches. `vankien ingest` on a folder that
/// `benches/large.py` makes shows the effect of a change.
pub(crate) const KEPT_BACK_BYTES: u64 = 1 << 18;

/// Bytes of tasks up to which adjacent small ones are sent to a thread together; a heavier task is sent alone. Waking a
/// thread costs as much as reading a small paper. Batches lowered the thread switches of 6,135 papers from 28,000 to
/// 6,000 (`benches/RESULTS.md`); the size itself is a judgement. `vankien ingest` on a folder that `benches/large.py`
/// makes shows the effect of a change.
const BATCH_BYTES: u64 = 1 << 15;

/// A counting semaphore over bytes: work that needs more bytes than are left waits until others release theirs. It
/// cannot deadlock as long as no work asks for bytes while it holds some.
pub struct ByteSemaphore {
    /// The bytes that are free.
    left: Mutex<u64>,
    /// The bytes that there are.
    all: u64,
    /// Notified whenever bytes are released.
    freed: Condvar,
}

impl ByteSemaphore {
    /// A semaphore over this many bytes.
    pub fn of(bytes: u64) -> ByteSemaphore {
        ByteSemaphore { left: Mutex::new(bytes), all: bytes, freed: Condvar::new() }
    }

    /// Waits until this many bytes are free, then runs `work` while it holds them. Work that needs more than there are
    /// at all holds all of them.
    pub fn with<R>(&self, bytes: u64, work: impl FnOnce() -> R) -> R {
        let _held = self.acquire(bytes.min(self.all));
        work()
    }

    fn acquire(&self, bytes: u64) -> HeldBytes<'_> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        while *left < bytes {
            left = self.freed.wait(left).unwrap_or_else(PoisonError::into_inner);
        }
        *left -= bytes;
        HeldBytes { semaphore: self, bytes }
    }
}

/// Bytes that are released when the value is dropped, also by a panic.
struct HeldBytes<'a> {
    semaphore: &'a ByteSemaphore,
    bytes: u64,
}

impl Drop for HeldBytes<'_> {
    fn drop(&mut self) {
        *self.semaphore.left.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
        self.semaphore.freed.notify_all();
    }
}

/// Deals out tasks in order, and waits while too many bytes are in work.
#[derive(Default)]
struct Gate {
    state: Mutex<State>,
    /// Notified whenever bytes are released, and when the work is stopped.
    freed: Condvar,
}

/// The state of a [`Gate`].
#[derive(Default)]
struct State {
    /// The next task to deal out.
    next: usize,
    /// The bytes in work.
    bytes: u64,
    /// Whether no further task is dealt out, because `take` failed or all is done.
    stopped: bool,
}

/// The bytes that one task has in work. They are released when the value is dropped. They grow to the weight of the
/// result, if that is more (see [`Weigh`]).
pub struct Permit {
    gate: Arc<Gate>,
    bytes: u64,
}

impl Permit {
    /// How many bytes it stands for.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Raises the bytes to at least this many. Never waits, as the next result in order could then wait for later ones,
    /// which wait for it; only tasks that start afterwards wait longer.
    fn grow_to(&mut self, bytes: u64) {
        if bytes > self.bytes {
            self.gate.lock().bytes += bytes - self.bytes;
            self.bytes = bytes;
        }
    }
}

/// A result that knows how much memory it takes. A small file can give a large result, such as a compressed one.
pub trait Weigh {
    /// The weight of the result, in bytes of files: about how large a plain text file gives a result of this size.
    fn weight(&self) -> u64;
}

impl<T: Weigh, E> Weigh for Result<T, E> {
    fn weight(&self) -> u64 {
        self.as_ref().map_or(0, Weigh::weight)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.gate.lock().bytes -= self.bytes;
        self.gate.freed.notify_all();
    }
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the next task fits, then deals out a batch of tasks with their permits; `None` if there are no more
    /// or the work was stopped.
    fn next_batch(self: &Arc<Gate>, weights: &[u64]) -> Option<Vec<(usize, Permit)>> {
        let mut state = self.lock();
        loop {
            if state.stopped {
                return None;
            }
            let first = *weights.get(state.next)?;
            if state.bytes <= KEPT_BACK_BYTES || state.bytes + first <= IN_FLIGHT_BYTES {
                let mut end = state.next + 1;
                let mut batch_bytes = first;
                while let Some(next) = weights.get(end)
                    && batch_bytes + next <= first.max(BATCH_BYTES)
                {
                    batch_bytes += next;
                    end += 1;
                }
                let tasks = state.next..end;
                state.next = end;
                state.bytes += batch_bytes;
                let permit = |task: usize| Permit { gate: Arc::clone(self), bytes: weights[task] };
                return Some(tasks.map(|task| (task, permit(task))).collect());
            }
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.freed.notify_all();
    }
}

/// Runs `work` for the tasks `0..weights.len()` on up to `jobs` threads (at least one), and calls `take` with each
/// result, in order, on the calling thread. `weights` are the bytes of the files of the tasks. The bytes of a task
/// count as in work until its permit is dropped. `work` must not panic: the results behind it would wait with their
/// permits, perhaps for ever.
///
/// # Errors
/// The first error of `take`. No later result is taken, and no task is started after it but those of batches that were
/// dealt out already.
pub fn in_order<R: Send + Weigh, E>(
    weights: &[u64],
    jobs: usize,
    work: impl Fn(usize) -> R + Sync,
    take: impl FnMut(usize, R, Permit) -> Result<(), E>,
) -> Result<(), E> {
    let gate = Arc::new(Gate::default());
    let (sender, receiver) = sync_channel(jobs);
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, weights.len().max(1)) {
            let (sender, gate, work) = (sender.clone(), Arc::clone(&gate), &work);
            scope.spawn(move || {
                while let Some(tasks) = gate.next_batch(weights) {
                    let done = tasks.into_iter().map(|(task, mut permit)| {
                        let result = work(task);
                        permit.grow_to(result.weight());
                        (task, result, permit)
                    });
                    if sender.send(done.collect::<Vec<_>>()).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let result = take_in_order(receiver, take);
        gate.stop();
        result
    })
}

/// Calls `take` with the results in the order of their tasks; those that come early wait.
fn take_in_order<R, E>(
    results: Receiver<Vec<(usize, R, Permit)>>,
    mut take: impl FnMut(usize, R, Permit) -> Result<(), E>,
) -> Result<(), E> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (task, result, permit) in results.into_iter().flatten() {
        early.insert(task, (result, permit));
        while let Some((result, permit)) = early.remove(&next) {
            take(next, result, permit)?;
            next += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    impl Weigh for usize {
        fn weight(&self) -> u64 {
            if self.is_multiple_of(5) { 3 * IN_FLIGHT_BYTES } else { 0 }
        }
    }

    #[test]
    fn results_come_in_order_whatever_their_weight() {
        let weights: Vec<u64> =
            (0..200).map(|task| if task % 7 == 0 { 2 * IN_FLIGHT_BYTES } else { task }).collect();
        for jobs in [1, 3, 8] {
            let mut seen = Vec::new();
            let result: Result<(), ()> = in_order(
                &weights,
                jobs,
                |task| task * 2,
                |task, result, _permit| {
                    seen.push((task, result));
                    Ok(())
                },
            );
            assert!(result.is_ok());
            assert_eq!(seen, (0..200).map(|task| (task, task * 2)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn room_is_never_given_twice() {
        let (room, used, most) = (ByteSemaphore::of(10), AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let (room, used, most) = (&room, &used, &most);
                scope.spawn(move || {
                    for turn in 0..200 {
                        // Some need more than there is.
                        let bytes = (thread * 7 + turn) % 13;
                        room.with(bytes, || {
                            let now =
                                used.fetch_add(bytes.min(10), Ordering::SeqCst) + bytes.min(10);
                            most.fetch_max(now, Ordering::SeqCst);
                            std::thread::yield_now();
                            used.fetch_sub(bytes.min(10), Ordering::SeqCst);
                        });
                    }
                });
            }
        });
        assert_eq!((used.into_inner(), most.into_inner() <= 10), (0, true));
    }

    #[test]
    fn a_failure_ends_the_run() {
        let failed = || crate::error::Error::Busy { path: "index".into(), holder: "a test".into() };
        let take = |task, _, _permit| if task == 5 { Err(failed()) } else { Ok(()) };
        assert!(in_order(&[IN_FLIGHT_BYTES; 100], 4, |task| task, take).is_err());
        assert!(in_order(&[], 4, |task| task, |_, _, _permit| Ok::<(), ()>(())).is_ok());
    }
}
