//! Works on many things at once and hands the results on in their order.
//! In: tasks with their weight in bytes. Out: each result, in order of the tasks.
//! Never holds more bytes at work than its budget, unless one task alone is heavier.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// How many bytes of files may be between reading and the engine at one time.
const BUDGET: u64 = 16 << 20;
/// So many bytes may be kept back on their way; a task that is heavier than the budget does not wait for
/// them.
pub(crate) const SLACK: u64 = 1 << 18;
/// Small tasks that follow one another go from thread to thread together, up to so many bytes: to wake
/// a thread costs as much as a small paper.
const BATCH: u64 = 1 << 15;

/// A counting semaphore over bytes: who needs more than is left waits until others have given theirs back. It cannot
/// deadlock, as each holds its bytes for one stretch of work alone.
pub struct ByteSemaphore {
    left: Mutex<u64>,
    all: u64,
    freed: Condvar,
}

impl ByteSemaphore {
    /// With so many bytes.
    pub fn of(bytes: u64) -> ByteSemaphore {
        ByteSemaphore { left: Mutex::new(bytes), all: bytes, freed: Condvar::new() }
    }

    /// Does `work` with room for so many bytes; what needs more than all of it has it alone.
    pub fn with<R>(&self, bytes: u64, work: impl FnOnce() -> R) -> R {
        let _taken = self.take(bytes.min(self.all));
        work()
    }

    fn take(&self, bytes: u64) -> Taken<'_> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        while *left < bytes {
            left = self.freed.wait(left).unwrap_or_else(PoisonError::into_inner);
        }
        *left -= bytes;
        Taken { room: self, bytes }
    }
}

/// Room that is given back when the value is dropped, a panic included.
struct Taken<'a> {
    room: &'a ByteSemaphore,
    bytes: u64,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.room.left.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
        self.room.freed.notify_all();
    }
}

/// Counts the bytes at work and makes the next task wait while there are too many.
#[derive(Default)]
struct Gate {
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    next: usize,
    bytes: u64,
    stopped: bool,
}

/// Bytes at work; given back when the value is dropped. See [`Weigh`].
pub struct Permit {
    gate: Arc<Gate>,
    bytes: u64,
}

impl Permit {
    /// How many bytes it lets be at work.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Counts at least so many bytes from now on. Nobody waits for that, or the next in order might wait for those
    /// behind it; those that follow wait the longer.
    fn grow(&mut self, bytes: u64) {
        if bytes > self.bytes {
            self.gate.lock().bytes += bytes - self.bytes;
            self.bytes = bytes;
        }
    }
}

/// What a result holds in memory. A small file may make much of itself.
pub trait Weigh {
    /// As bytes of files that make as much.
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

    /// The next tasks with the permits for them, once there is room; `None` when there is no more.
    fn enter(self: &Arc<Gate>, weights: &[u64]) -> Option<Vec<(usize, Permit)>> {
        let mut state = self.lock();
        loop {
            let first = *weights.get(state.next).filter(|_| !state.stopped)?;
            if state.bytes <= SLACK || state.bytes + first <= BUDGET {
                let mut sum = 0;
                let fits = |bytes: &&u64| {
                    sum += **bytes;
                    sum <= first.max(BATCH)
                };
                let count = weights[state.next..].iter().take_while(fits).count();
                let tasks = state.next..state.next + count;
                state.next = tasks.end;
                state.bytes += weights[tasks.clone()].iter().sum::<u64>();
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

/// Runs `work` over the tasks `0..weights.len()` on `jobs` threads and `take` over the results, in
/// order, on this one. The permit counts until it is dropped, by `take` or whomever it gives it to.
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
                while let Some(tasks) = gate.enter(weights) {
                    let done = tasks.into_iter().map(|(task, mut permit)| {
                        let result = work(task);
                        permit.grow(result.weight());
                        (task, result, permit)
                    });
                    if sender.send(done.collect::<Vec<_>>()).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let result = hand_on(receiver, take);
        gate.stop();
        result
    })
}

fn hand_on<R, E>(
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
            if self.is_multiple_of(5) { 3 * BUDGET } else { 0 }
        }
    }

    #[test]
    fn results_come_in_order_whatever_their_weight() {
        let weights: Vec<u64> =
            (0..200).map(|task| if task % 7 == 0 { 2 * BUDGET } else { task }).collect();
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
        assert!(in_order(&[BUDGET; 100], 4, |task| task, take).is_err());
        assert!(in_order(&[], 4, |task| task, |_, _, _permit| Ok::<(), ()>(())).is_ok());
    }
}
