//! The page in the browser: what is served, in its frame.
//! In: what is asked. Out: HTML, with style and script of its own addresses. Every text is escaped by
//! the templates; nothing is loaded from elsewhere.

mod frame;
mod graph;
mod mentions;
mod paper;
mod paper_text;
mod parts;
mod report;
mod search;
mod text;

pub use self::graph::graph;
pub use self::mentions::mentions;
pub use self::paper::paper;
pub use self::parts::{CSS, PICTURE, SCRIPT, icon, script, style};
pub use self::report::{report, report_page};
pub use self::search::search;
