//! The include and exclude patterns of an ingested root. They are stored in the manifest with their root.
//! In: patterns in the syntax of `.gitignore`. Out: the same patterns relative to the root. Never matches a file:
//! ingest does.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// The patterns that choose the files of a root, in the syntax of `.gitignore`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Globs {
    /// If not empty, only files are read that match one of these or lie in a folder that does.
    pub include: Vec<String>,
    /// Files and folders that are not read, also if they match `include`.
    pub exclude: Vec<String>,
}

impl Globs {
    /// The patterns relative to `root`. A pattern may be given with the root in front, as a shell completes it: the
    /// root is then replaced by `/`, which ties the pattern to the root. A pattern that is the root itself stays as it
    /// is.
    pub fn below(&self, root: &Path) -> Globs {
        let relative = |pattern: &String| {
            let rest = Path::new(pattern).strip_prefix(root).ok().and_then(Path::to_str);
            let trailing_slash = if pattern.ends_with('/') { "/" } else { "" };
            match rest.filter(|rest| !rest.is_empty() && !root.as_os_str().is_empty()) {
                Some(rest) => format!("/{rest}{trailing_slash}"),
                None => pattern.clone(),
            }
        };
        Globs {
            include: self.include.iter().map(relative).collect(),
            exclude: self.exclude.iter().map(relative).collect(),
        }
    }
}
