//! Finds the masthead of a paper and reads it: number, place and date, kind, title, addressees.
//! In: the printed lines. Out: the lines up to the end of the masthead, each with its place, and what the paper says of
//! itself.
//! A field that is not printed stays empty, but for the kind, which the symbol of the number may tell. Where no
//! masthead is found, no line is taken but drawn rules at the top.
//!
//! The masthead is found by evidence, wherever it stands among the first lines: what stands before it (menus of
//! a web page, a digital signature, a page mark) is front matter.

mod body_name;
mod cell;
mod evidence;
mod find;
mod formula;
mod head;
mod reader;
mod title;
mod units;

// Whether a text begins as the name of an issuing body.
pub use self::body_name::opens_body_name;
// The head of the first paper, of a paper whose beginning is known, and where further papers begin.
pub use self::find::{head_at_start, later_heads, masthead};
// A head that was read.
// Lines that every paper prints at its head.
pub use self::formula::is_name_or_motto;
pub use self::head::Head;
