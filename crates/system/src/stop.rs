//! Work that ends when nobody waits for it any more.
//! In: work, and a sign that others may set. Out: its value, or that it was stopped.
//! Never stops work at a place that did not ask: loops do, with [`check`], which costs a look at a flag.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A sign for work to stop. Clones are the same sign.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

/// Sets its sign when it goes.
#[derive(Debug)]
pub struct Guard(Stop);

/// The work was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

thread_local! {
    /// The sign for the work of this thread.
    static SIGN: RefCell<Option<Stop>> = const { RefCell::new(None) };
}

impl Stop {
    /// Tells the work to stop.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// A value that tells the work to stop when it goes.
    pub fn guard(&self) -> Guard {
        Guard(self.clone())
    }

    fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.set();
    }
}

/// The value of `work` on this thread, unless `stop` was set before it ended.
pub fn until<T>(stop: &Stop, work: impl FnOnce() -> T) -> Result<T, Stopped> {
    let outer = SIGN.replace(Some(stop.clone()));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    SIGN.replace(outer);
    result.or_else(|panic| match panic.is::<Stopped>() {
        true => Err(Stopped),
        false => panic::resume_unwind(panic),
    })
}

/// Ends the work of this thread here, where it was told to stop: unwinds to [`until`], past all that would take it for
/// a panic of the program. Without [`until`] around it nothing happens.
pub fn check() {
    let is_set = SIGN.with_borrow(|sign| sign.as_ref().is_some_and(Stop::is_set));
    if is_set {
        panic::resume_unwind(Box::new(Stopped));
    }
}

/// Works for a minute where `text` holds what `VANKIEN_LINGER_ON` names, so that a test can see what becomes of work that
/// takes long. Builds without debug assertions do nothing here.
pub fn linger(text: &str) {
    if cfg!(debug_assertions)
        && let Ok(word) = std::env::var("VANKIEN_LINGER_ON")
        && !word.is_empty()
        && text.contains(&word)
    {
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
        assert_eq!(until(&stop, || 7), Ok(7));
        let guard = stop.guard();
        let thread = std::thread::spawn({
            let stop = stop.clone();
            move || {
                until(&stop, || {
                    loop {
                        // What catches panics does not keep it.
                        let caught = crash::caught(check);
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
            until(&Stop::default(), || crash::caught(|| panic!("a panic")).is_err())
                .expect("not stopped")
        );
    }
}
