//! Catches panics and reports them by an id and the place in the source.
//! In: work that may panic. Out: its value, or a [`Crash`].
//! Never prints the message of a panic, once [`hide_messages`] was called: the message of a failed string slice quotes
//! the text of a paper.

use std::cell::{Cell, RefCell};
use std::hash::{BuildHasher, RandomState};
use std::io::Write;
use std::panic::{self, AssertUnwindSafe, Location};

use crate::stop::Stopped;

/// A panic that ended one piece of work and not the program.
#[derive(Clone, Debug)]
pub struct Crash {
    /// Eight hexadecimal digits. The answer to the caller and the log name the same id.
    pub id: String,
    /// File and line of the source: `crates/system/src/crash.rs:12`; `another thread` where they are not known.
    pub place: String,
}

thread_local! {
    /// Whether [`catch`] is running on this thread and will report the panic itself.
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
    /// The place of a panic inside [`catch`] on this thread, on its way to `catch`. The hook of [`hide_messages`] sets
    /// it; `catch` takes it, so that it is `None` afterwards.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Replaces the panic hook of the whole process: from now on no message of a panic is printed. A panic inside [`catch`]
/// is handed to `catch`, which gives it as a [`Crash`]; any other is logged at once, by its place.
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

/// Runs `work` and gives its value, or the crash that ended it. The place of a crash is known only after
/// [`hide_messages`] was called. The unwinding of stopped work ([`crate::stop`]) is no crash: it passes through to
/// `stop::run_until`. After a crash, do not rely on values that `work` changed in place.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Crash> {
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
        // The random keys of a hash map are the only random numbers in the standard library.
        let id = RandomState::new().hash_one(&place);
        Crash { id: format!("{:08x}", id as u32), place }
    }

    /// Writes one line with the id and the place to stderr. `what` ends that line: it says what was being done and must
    /// hold no text of papers.
    pub fn log(&self, what: &str) {
        // If stderr is closed, there is no other place to report to.
        let _ = writeln!(std::io::stderr(), "vankien: panic {} at {}, {what}", self.id, self.place);
    }
}

/// File and line. For a dependency the path begins with its name, not with the folder it was built in.
fn place(location: &Location<'_>) -> String {
    let file = location.file();
    let inner = file.split_once("/registry/src/").and_then(|(_, inner)| inner.split_once('/'));
    format!("{}:{}", inner.map_or(file, |(_, inner)| inner), location.line())
}

/// What stands for the place where none is known on this thread. The panic happened on another thread, on which the
/// hook logged it, or [`hide_messages`] was never called.
fn nowhere() -> String {
    "another thread".into()
}

/// For tests: panics if `text` holds the value of the environment variable `VANKIEN_PANIC_ON`; not if that is empty or
/// not set. Builds without debug assertions do nothing here.
pub fn panic_for_test(text: &str) {
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
        assert_eq!(catch(|| 7).expect("no panic"), 7);
        let crash = catch(|| panic!("mật")).expect_err("a panic");
        let other = catch(|| panic!("mật")).expect_err("a panic");
        assert!(crash.id.len() == 8 && crash.id != other.id);
        assert!(!format!("{crash:?}").contains("mật"));
    }

    #[test]
    fn places_of_dependencies_begin_with_their_name() {
        assert!(place(Location::caller()).starts_with("crates/system/src/crash.rs:"));
    }
}
