//! Where a list goes on.
//! In: a cursor. Out: the state of the index and the list that it belongs to, and the row. Never opens an index.

use super::reply::Problem;

/// What a cursor says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor<'a> {
    /// The state of the index that its list was begun with.
    pub version: &'a str,
    /// Tells its list from others.
    pub stamp: u32,
    /// How many rows lie before, or a place in a paper.
    pub number: usize,
}

/// Reads a cursor.
pub fn cursor_of(cursor: &str) -> Result<Cursor<'_>, Problem> {
    let read = || {
        let (version, rest) = cursor.split_once('.')?;
        let (stamp, number) = rest.split_once('.')?;
        let stamp = u32::from_str_radix(stamp, 16).ok()?;
        Some(Cursor { version, stamp, number: number.parse().ok()? })
    };
    read()
        .ok_or_else(|| Problem::new(400, "this cursor was not given by this server; leave it out"))
}
