//! Cursors, with which a list continues: `VERSION.STAMP.NUMBER`.
//! In: a cursor. Out: the state of the index and the list that it belongs to, and the row. Never opens an index.

use super::reply::Problem;

/// A parsed cursor. Whether its state is still open, and whether the list is the same, is checked elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor<'a> {
    /// The state of the index with which its list began.
    pub version: &'a str,
    /// The hash of its list: address, paper, question, order, switches.
    pub stamp: u32,
    /// How many rows lie before the next part, or the number of a place in a paper.
    pub number: usize,
}

/// Parses a cursor; one of another form is a problem (status 400).
pub fn parse_cursor(cursor: &str) -> Result<Cursor<'_>, Problem> {
    let parse = || {
        let (version, rest) = cursor.split_once('.')?;
        let (stamp, number) = rest.split_once('.')?;
        let stamp = u32::from_str_radix(stamp, 16).ok()?;
        Some(Cursor { version, stamp, number: number.parse().ok()? })
    };
    parse()
        .ok_or_else(|| Problem::new(400, "this cursor was not given by this server; leave it out"))
}
