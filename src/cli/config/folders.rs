//! The folder of a user for what can be made again.
//! In: the environment. Out: a path, or none where the environment tells of no user.
//! Never makes a folder.

use std::ffi::OsString;
use std::path::PathBuf;

/// The folder in which what OCR read is kept for all indexes of a user.
pub fn ocr_cache() -> Option<PathBuf> {
    Some(user_cache(|name| std::env::var_os(name))?.join("vankien").join("ocr"))
}

/// Where programs of this system keep what can be made again.
fn user_cache(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    // A path that is not whole would lead elsewhere from every working folder.
    let whole = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if cfg!(windows) {
        whole("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        Some(whole("HOME")?.join("Library").join("Caches"))
    } else {
        whole("XDG_CACHE_HOME").or_else(|| Some(whole("HOME")?.join(".cache")))
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
