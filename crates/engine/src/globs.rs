//! Which files of a root a caller wants, remembered with it.
//! In: patterns in the syntax of `.gitignore`. Out: the same below a root. Never matches: ingest does.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// What a caller wants and does not want of a root, in the syntax of `.gitignore`; remembered with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Globs {
    /// Where there is one, only files that one of them matches are read, or that lie in such a folder.
    pub include: Vec<String>,
    /// Files and folders that are left out.
    pub exclude: Vec<String>,
}

impl Globs {
    /// The same below a root: a pattern may be written with the root in front, as a shell completes it.
    pub fn below(&self, root: &Path) -> Globs {
        let cut = |pattern: &String| {
            let rest = Path::new(pattern).strip_prefix(root).ok().and_then(Path::to_str);
            let folder = if pattern.ends_with('/') { "/" } else { "" };
            match rest.filter(|rest| !rest.is_empty() && !root.as_os_str().is_empty()) {
                Some(rest) => format!("/{rest}{folder}"),
                None => pattern.clone(),
            }
        };
        let cut_all = |patterns: &[String]| patterns.iter().map(cut).collect();
        Globs { include: cut_all(&self.include), exclude: cut_all(&self.exclude) }
    }
}
