//! What a page loads: style, script and sign, from addresses of its own.
//! In: nothing. Out: bytes of the program itself. Never reads a file.

use crate::serve::asked::Asked;
use crate::serve::reply::{Problem, Reply};

/// The media types of what stands beside the page.
pub const CSS: &str = "text/css; charset=utf-8";
/// As for [`CSS`].
pub const SCRIPT: &str = "text/javascript; charset=utf-8";

/// How the page looks.
pub fn style(_: &Asked) -> Result<Reply, Problem> {
    Ok(Reply::new(CSS, include_str!("page.css")))
}

/// As for [`CSS`].
pub const PICTURE: &str = "image/svg+xml";

/// The sign of the page.
pub fn icon(_: &Asked) -> Result<Reply, Problem> {
    Ok(Reply::new(PICTURE, include_str!("icon.svg")))
}

/// What the page does beyond what it does without.
pub fn script(_: &Asked) -> Result<Reply, Problem> {
    Ok(Reply::new(SCRIPT, include_str!("page.js")))
}
