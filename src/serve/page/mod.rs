//! The web page, its static files, and the report as a page of its own.
//! In: a request; for `report_page` a report. Out: HTML or a static file. HTML has style and script from addresses of
//! this server; only the page of `report_page` has its style in it, and no script. The templates escape every text;
//! nothing is loaded from elsewhere.

mod frame;
mod graph;
mod mentions;
mod paper;
mod paper_text;
mod parts;
mod report;
mod search;
mod series;
mod text;

pub use self::graph::graph; // the papers around one, as a picture
pub use self::mentions::mentions; // every mention
pub use self::paper::paper; // one paper
pub use self::parts::{CSS, PICTURE, SCRIPT, icon, script, style}; // static files, and their media types
pub use self::report::{report, report_page}; // the report, on the server and as a file
pub use self::search::search; // the start page, and ranked passages
