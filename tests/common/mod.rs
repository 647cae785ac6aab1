//! What several tests need.
#![allow(dead_code)]

use std::path::{Path, PathBuf};

/// A file of the shared truth beside the project, or `None` with a word on stdout where it is absent.
#[allow(clippy::print_stdout)]
pub fn shared(path: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("VANKIEN_SHARED").map_or(beside, PathBuf::from);
    let file = folder.join(path);
    if file.exists() {
        return Some(file);
    }
    assert!(
        std::env::var_os("VANKIEN_REQUIRE_SHARED").is_none(),
        "{} is required and absent",
        file.display()
    );
    println!("SKIPPED: {} is absent", file.display());
    None
}
