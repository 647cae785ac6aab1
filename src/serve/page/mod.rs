//! The web page.
//! In: a request. Out: HTML, with style and script from addresses of this server. The templates escape every text;
//! nothing is loaded from elsewhere.

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
