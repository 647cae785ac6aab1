//! Where a list goes on.
//! In: a cursor. Out: the state of the index that it belongs to, and the row. Never opens an index.

use super::reply::Problem;

/// The state of the index and the number of rows that a cursor stands for.
pub fn cursor_of(cursor: &str) -> Result<(&str, usize), Problem> {
    let parts =
        cursor.split_once('.').and_then(|(version, skip)| Some((version, skip.parse().ok()?)));
    parts.ok_or_else(|| Problem::new(400, "this cursor was not given by this server; leave it out"))
}
