//! Keeps what was read, so that no page is read twice.
//! In: a name of all that decides the result, and the result. Out: the result, where it is there.
//! Never fails: what cannot be kept is read again. A killed run leaves whole entries or none.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use twox_hash::XxHash3_128;

/// A folder of results; none keeps nothing.
#[derive(Debug)]
pub struct Cache {
    folder: Option<PathBuf>,
}

impl Cache {
    /// The results in `folder`, which is made with the first of them.
    pub fn of(folder: Option<&Path>) -> Cache {
        Cache { folder: folder.map(Path::to_path_buf) }
    }

    /// What was kept under `key`.
    pub fn get(&self, key: &str) -> Option<String> {
        let text = std::fs::read_to_string(self.path(key)?).ok()?;
        // The key stands above the result: two keys never share one.
        let (kept, text) = text.split_once('\n')?;
        (kept == key).then(|| text.to_owned())
    }

    /// Keeps `text` under `key`: written beside and renamed, so that no half of it is ever seen.
    pub fn put(&self, key: &str, text: &str) {
        let written = self.path(key).and_then(|path| {
            let folder = path.parent()?;
            std::fs::create_dir_all(folder).ok()?;
            let mut file = tempfile::NamedTempFile::new_in(folder).ok()?;
            write!(file, "{key}\n{text}").ok()?;
            file.persist(&path).ok()
        });
        drop(written);
    }

    fn path(&self, key: &str) -> Option<PathBuf> {
        let name = format!("{:032x}.tsv", XxHash3_128::oneshot(key.as_bytes()));
        Some(self.folder.as_ref()?.join(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_it_was_given_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::of(Some(&folder.path().join("ocr")));
        assert_eq!(cache.get("một"), None);
        cache.put("một", "a\nb");
        assert_eq!(cache.get("một").as_deref(), Some("a\nb"));
        assert_eq!(cache.get("hai"), None);
        let none = Cache::of(None);
        none.put("một", "a");
        assert_eq!(none.get("một"), None);
    }
}
