//! What several tests need: the way to papers that not every clone has.

use std::path::PathBuf;

/// A file of the shared folder beside the project (or where `VANKIEN_SHARED` says). A clone alone
/// has none: then the test says SKIPPED, unless `VANKIEN_REQUIRE_SHARED` demands it.
pub fn shared(path: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let root = std::env::var_os("VANKIEN_SHARED").map_or(beside, PathBuf::from);
    let file = root.join(path);
    if file.exists() {
        return Some(file);
    }
    let reason = format!("{} is not there", file.display());
    assert!(std::env::var_os("VANKIEN_REQUIRE_SHARED").is_none(), "{reason}");
    println!("SKIPPED: {reason}");
    None
}
