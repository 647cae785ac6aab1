//! When files were changed.
//! In: what the system tells of a file. Out: nanoseconds. Never reads the file.

use std::fs::Metadata;
use std::time::UNIX_EPOCH;

/// When a file was changed, in nanoseconds since 1970; 0 where the system does not know.
pub fn changed(data: &Metadata) -> i128 {
    let time = data.modified().ok().map(|time| time.duration_since(UNIX_EPOCH));
    time.map_or(0, |time| match time {
        Ok(after) => after.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    })
}
