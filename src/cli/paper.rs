//! Which paper is meant: a path, the end of one, or a number.

use std::path::PathBuf;

use super::Context;
use crate::error::Result;

/// The file of the paper that `question` names.
pub fn resolve(question: &str, _context: &Context) -> Result<PathBuf> {
    Ok(PathBuf::from(question))
}
