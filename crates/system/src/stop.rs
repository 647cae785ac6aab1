//! Cooperative cancellation: work that ends when nobody waits for its result any more.
//! In: work, and a flag that another thread may set. Out: the value of the work, or [`Stopped`].
//! Work stops only where it calls [`check`], which costs one look at a flag; loops call it.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A flag that tells work to stop. Clones share one flag.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

/// Sets the flag of the [`Stop`] that made it when it is dropped.
#[derive(Debug)]
pub struct StopOnDrop(Stop);

/// The work was stopped before it had a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

thread_local! {
    /// The flag of the innermost [`run_until`] on this thread; `None` outside of it.
    static CURRENT: RefCell<Option<Stop>> = const { RefCell::new(None) };
}

impl Stop {
    /// Tells the work to stop at its next [`check`].
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// A value that tells the work to stop when it is dropped.
    pub fn on_drop(&self) -> StopOnDrop {
        StopOnDrop(self.clone())
    }

    fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.set();
    }
}

/// Runs `work` on this thread and gives its value, or [`Stopped`] if a [`check`] in it found `stop` set. Inside `work`,
/// `check` looks at this flag alone, even within an outer `run_until`. Any other panic of `work` goes on.
pub fn run_until<T>(stop: &Stop, work: impl FnOnce() -> T) -> Result<T, Stopped> {
    let outer = CURRENT.replace(Some(stop.clone()));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    CURRENT.replace(outer);
    result.or_else(
        |panic| {
            if panic.is::<Stopped>() { Err(Stopped) } else { panic::resume_unwind(panic) }
        },
    )
}

/// The flag of the work on this thread; `None` outside [`run_until`]. A thread that helps it gets it for [`run_under`].
pub fn current() -> Option<Stop> {
    CURRENT.with_borrow(Clone::clone)
}

/// Runs `work` on a thread that helps another, with the flag of that one: a [`check`] that finds it set unwinds through
/// here, to where the helping thread is joined. Without a flag `work` just runs.
pub fn run_under<T>(stop: Option<Stop>, work: impl FnOnce() -> T) -> T {
    let Some(stop) = stop else { return work() };
    run_until(&stop, work).unwrap_or_else(|stopped| panic::resume_unwind(Box::new(stopped)))
}

/// Ends the work of this thread here if it was told to stop: unwinds to [`run_until`]. `crash::catch` lets this
/// unwinding pass. Outside [`run_until`] nothing happens.
pub fn check() {
    let is_set = CURRENT.with_borrow(|stop| stop.as_ref().is_some_and(Stop::is_set));
    if is_set {
        panic::resume_unwind(Box::new(Stopped));
    }
}

/// For tests: works for a minute, with checks, if `text` holds the value of the environment variable
/// `VANKIEN_LINGER_ON`; not if that is empty or not set. Builds without debug assertions do nothing here.
pub fn linger_for_test(text: &str) {
    if cfg!(debug_assertions)
        && let Ok(word) = std::env::var("VANKIEN_LINGER_ON")
        && !word.is_empty()
        && text.contains(&word)
    {
        // 6,000 pauses of 10 ms are one minute.
        for _ in 0..6_000 {
            check();
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crash;

    #[test]
    fn work_that_asks_is_stopped_and_all_else_goes_on() {
        let stop = Stop::default();
        assert_eq!(run_until(&stop, || 7), Ok(7));
        let guard = stop.on_drop();
        let thread = std::thread::spawn({
            let stop = stop.clone();
            move || {
                run_until(&stop, || {
                    loop {
                        // What catches panics lets it pass.
                        let caught = crash::catch(check);
                        assert!(caught.is_ok(), "no panic");
                    }
                })
            }
        });
        drop(guard);
        let stopped: Result<(), Stopped> = thread.join().expect("it ended");
        assert_eq!(stopped, Err(Stopped));
        check();
        assert!(
            run_until(&Stop::default(), || crash::catch(|| panic!("a panic")).is_err())
                .expect("not stopped")
        );
    }
}
