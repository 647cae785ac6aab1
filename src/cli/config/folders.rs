//! The cache folder of a user.
//! In: the environment. Out: a path, or `None` if the environment names no cache or home folder.
//! Never makes a folder.

use std::ffi::OsString;
use std::path::PathBuf;

/// The folder of the OCR cache that all indexes of a user share. `None` if the environment names neither a cache folder
/// nor a home folder, or only relative paths.
pub fn ocr_cache() -> Option<PathBuf> {
    Some(user_cache(|name| std::env::var_os(name))?.join("vankien").join("ocr"))
}

/// The cache folder by the convention of the operating system. `variable` gives the value of an environment variable.
fn user_cache(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    // A relative path would mean another folder in every working folder.
    let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        Some(absolute("HOME")?.join("Library").join("Caches"))
    } else {
        absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))
    }
}

#[cfg(all(test, unix, not(target_os = "macos")))]
mod tests {
    use super::*;

    #[test]
    fn the_environment_tells_the_folder() {
        let folder = |cache: &str, home: &str| {
            let value = |name: &str| if name == "HOME" { home } else { cache }.to_owned();
            user_cache(|name| Some(value(name).into())).map(|path| path.display().to_string())
        };
        assert_eq!(folder("/c", "/h").as_deref(), Some("/c"));
        assert_eq!(folder("", "/h").as_deref(), Some("/h/.cache"));
        assert_eq!(folder("c", "/h").as_deref(), Some("/h/.cache"));
        assert_eq!(folder("c", ""), None);
        assert_eq!(user_cache(|_| None), None);
    }
}
