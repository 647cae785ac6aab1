//! What becomes of a panic: it is told by an id and its place in the source.
//! In: work that may panic. Out: its value, or a [`Crash`].
//! Never tells the message of a panic: that of a failed slice quotes the text it was cut from.

use std::cell::{Cell, RefCell};
use std::hash::{BuildHasher, RandomState};
use std::io::Write;
use std::panic::{self, AssertUnwindSafe, Location};

use crate::stop::Stopped;

/// A panic that ended one piece of work and not the program.
#[derive(Clone, Debug)]
pub struct Crash {
    /// What the caller and the log both name.
    pub id: String,
    /// File and line of the source.
    pub place: String,
}

thread_local! {
    /// Whether a panic on this thread is caught by [`caught`], which tells it.
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
    /// Where the last panic on this thread happened.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on a panic is told by its place alone, in the whole process.
pub fn hide_messages() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(nowhere, place);
        if IS_CAUGHT.try_with(Cell::get).unwrap_or_default() {
            let _ = PLACE.try_with(|kept| kept.replace(Some(place)));
        } else {
            Crash::at(place).log("in a thread of its own");
        }
    }));
}

/// The value of `work`, or how it crashed. Work that is stopped is no crash and ends further out. What it changed in place must not be relied on after.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Crash> {
    let outer = IS_CAUGHT.replace(true);
    PLACE.take();
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    IS_CAUGHT.set(outer);
    result.map_err(|panic| {
        if panic.is::<Stopped>() {
            panic::resume_unwind(panic);
        }
        Crash::at(PLACE.take().unwrap_or_else(nowhere))
    })
}

impl Crash {
    fn at(place: String) -> Crash {
        // The keys of a hash map are the chance that the standard library has.
        let id = RandomState::new().hash_one(&place);
        Crash { id: format!("{:08x}", id as u32), place }
    }

    /// Tells it on stderr, in one line; `what` says what was being done, without text of papers.
    pub fn log(&self, what: &str) {
        // Where nobody reads stderr there is nobody to tell.
        let _ = writeln!(std::io::stderr(), "vankien: panic {} at {}, {what}", self.id, self.place);
    }
}

/// File and line; the folder in which a dependency was built says nothing.
fn place(location: &Location<'_>) -> String {
    let file = location.file();
    let inner = file.split_once("/registry/src/").and_then(|(_, inner)| inner.split_once('/'));
    format!("{}:{}", inner.map_or(file, |(_, inner)| inner), location.line())
}

/// The place of a panic of another thread, which told it itself.
fn nowhere() -> String {
    "another thread".into()
}

/// Panics where `text` holds what `VANKIEN_PANIC_ON` names, so that a test can see what becomes of
/// it. Builds without debug assertions do nothing here.
pub fn inject(text: &str) {
    if cfg!(debug_assertions)
        && let Ok(word) = std::env::var("VANKIEN_PANIC_ON")
    {
        assert!(word.is_empty() || !text.contains(&word), "a panic on purpose at {text}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_by_its_id() {
        assert_eq!(caught(|| 7).expect("no panic"), 7);
        let crash = caught(|| panic!("mật")).expect_err("a panic");
        let other = caught(|| panic!("mật")).expect_err("a panic");
        assert!(crash.id.len() == 8 && crash.id != other.id);
        assert!(!format!("{crash:?}").contains("mật"));
    }

    #[test]
    fn places_of_dependencies_begin_with_their_name() {
        assert!(place(Location::caller()).starts_with("crates/system/src/crash.rs:"));
    }
}
