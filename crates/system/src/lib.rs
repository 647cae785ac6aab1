//! What the program needs from the operating system, and the limits and errors that all stages share.
//! In: paths, work, limits. Out: access rights on files, work that can be stopped, caught panics, errors.
//! Never knows what a paper is.
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

pub mod budget;
pub mod crash;
pub mod error;
pub mod rights;
pub mod stop;
pub mod times;
