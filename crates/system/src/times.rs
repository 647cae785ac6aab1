//! Times of files.
//! In: the metadata of a file. Out: nanoseconds. Never reads the file.

use std::fs::Metadata;
use std::time::UNIX_EPOCH;

/// When a file was last modified, in nanoseconds since 1970 (negative before); 0 if the system does not know.
pub fn modified_nanos(metadata: &Metadata) -> i128 {
    let Ok(modified) = metadata.modified() else { return 0 };
    match modified.duration_since(UNIX_EPOCH) {
        Ok(after_1970) => after_1970.as_nanos() as i128,
        Err(before_1970) => -(before_1970.duration().as_nanos() as i128),
    }
}
