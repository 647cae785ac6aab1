//! The static files of the page: style, script and icon.
//! In: nothing. Out: bytes that are compiled into the program. Never reads a file.

use crate::serve::asked::Asked;
use crate::serve::reply::{Problem, Reply};

/// The media type of the style.
pub const CSS: &str = "text/css; charset=utf-8";
/// The media type of the script.
pub const SCRIPT: &str = "text/javascript; charset=utf-8";
/// The media type of the icon.
pub const PICTURE: &str = "image/svg+xml";

/// The style of the page.
pub fn style(_: &Asked) -> Result<Reply, Problem> {
    Ok(Reply::new(CSS, include_str!("page.css")))
}

/// The icon of the page.
pub fn icon(_: &Asked) -> Result<Reply, Problem> {
    Ok(Reply::new(PICTURE, include_str!("icon.svg")))
}

/// The script of the page; the page works without it, too.
pub fn script(_: &Asked) -> Result<Reply, Problem> {
    Ok(Reply::new(SCRIPT, include_str!("page.js")))
}
