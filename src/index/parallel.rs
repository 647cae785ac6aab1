//! Works on many things at once and hands the results on in their order.
//! In: tasks with their weight in bytes. Out: each result, in order of the tasks.
//! Never holds more bytes at work than its budget, unless one task alone is heavier.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::error::Result;

/// How many bytes of files may be between reading and the engine at one time.
const BUDGET: u64 = 16 << 20;

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

/// Bytes at work; given back when the value is dropped.
pub struct Permit {
    gate: Arc<Gate>,
    bytes: u64,
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

    /// The next task and the permit for it, once there is room; `None` when there is no more.
    fn enter(self: &Arc<Gate>, weights: &[u64]) -> Option<(usize, Permit)> {
        let mut state = self.lock();
        loop {
            let bytes = *weights.get(state.next).filter(|_| !state.stopped)?;
            if state.bytes == 0 || state.bytes + bytes <= BUDGET {
                state.next += 1;
                state.bytes += bytes;
                return Some((state.next - 1, Permit { gate: Arc::clone(self), bytes }));
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
pub fn in_order<R: Send>(
    weights: &[u64],
    jobs: usize,
    work: impl Fn(usize) -> R + Sync,
    take: impl FnMut(usize, R, Permit) -> Result<()>,
) -> Result<()> {
    let gate = Arc::new(Gate::default());
    let (sender, receiver) = sync_channel(jobs);
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, weights.len().max(1)) {
            let (sender, gate, work) = (sender.clone(), Arc::clone(&gate), &work);
            scope.spawn(move || {
                while let Some((task, permit)) = gate.enter(weights) {
                    if sender.send((task, work(task), permit)).is_err() {
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

fn hand_on<R>(
    results: Receiver<(usize, R, Permit)>,
    mut take: impl FnMut(usize, R, Permit) -> Result<()>,
) -> Result<()> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (task, result, permit) in results {
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
    use super::*;

    #[test]
    fn results_come_in_order_whatever_their_weight() {
        let weights: Vec<u64> =
            (0..200).map(|task| if task % 7 == 0 { 2 * BUDGET } else { task }).collect();
        for jobs in [1, 3, 8] {
            let mut seen = Vec::new();
            let result = in_order(
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
    fn a_failure_ends_the_run() {
        let failed = || crate::error::Error::Busy { path: "index".into() };
        let take = |task, (), _permit| if task == 5 { Err(failed()) } else { Ok(()) };
        assert!(in_order(&[BUDGET; 100], 4, |_| (), take).is_err());
        assert!(in_order(&[], 4, |_| (), |_, (), _permit| Ok(())).is_ok());
    }
}
