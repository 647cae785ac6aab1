//! Where the project and the papers beside it lie. In: paths. Out: whole paths. Never writes into either.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The whole path of something in the project, such as `corpus`. It need not exist.
pub fn project(path: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    root.expect("the crate lies two folders below the project").join(path)
}

/// The path of a real paper or a text kept beside the project (in `../shared`, or `VANKIEN_SHARED`); panics if it does
/// not exist. Tests that need one are named `shared_…` and ignored, so that a clone without them passes;
/// `cargo test shared_ -- --ignored` runs them.
pub fn shared(path: &str) -> PathBuf {
    let folder = std::env::var_os("VANKIEN_SHARED");
    let found = folder.map_or_else(|| project("../shared"), PathBuf::from).join(path);
    assert!(found.exists(), "{} is missing", found.display());
    found
}

/// Unpacks a `.tar.zst` into an existing folder, by the programs `zstd` and `tar`.
pub fn unpack(from: &Path, into: &Path) {
    let pipe = format!("zstd -dcq '{}' | tar x -C '{}'", from.display(), into.display());
    let status = Command::new("sh").args(["-c", &pipe]).status().expect("sh runs");
    assert!(status.success(), "{} is unpacked", from.display());
}
