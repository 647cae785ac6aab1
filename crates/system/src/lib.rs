//! What the program needs from the operating system, and the limits of one paper, which several crates need.
//! In: paths, work, limits. Out: access rights and times of files, work that can be stopped, caught panics, errors of
//! the operating system, limits and the records of those that were exceeded.
//! Of papers it knows only what one may cost; it never reads one.
//!
//! ```
//! use vankien_system::stop::{self, Stop};
//!
//! let stop = Stop::default();
//! stop.set();
//! let result = stop::run_until(&stop, || loop {
//!     stop::check(); // If the work was told to stop, it unwinds from here to `run_until`.
//! });
//! assert!(result.is_err());
//! ```

pub mod budget; // limits of one paper, and the record of a limit that was exceeded
pub mod crash; // panics, caught and reported by an id
pub mod error; // what the operating system refused
pub mod rights; // access rights of written files and folders
pub mod stop; // work that another thread can stop
pub mod times; // when a file was last modified
