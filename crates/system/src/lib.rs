//! What the program asks of the operating system, and the limits and errors that every stage shares.
//! In: paths, work, limits. Out: rights on files, work that ends when it is told to, errors. Never knows a paper.
//!
//! ```
//! use vankien_system::stop::{self, Stop};
//!
//! let stop = Stop::default();
//! stop.set();
//! let done = stop::until(&stop, || loop {
//!     stop::check(); // Loops ask; work that was told to end unwinds from here.
//! });
//! assert!(done.is_err());
//! ```

pub mod budget;
pub mod crash;
pub mod error;
pub mod rights;
pub mod stop;
pub mod times;
