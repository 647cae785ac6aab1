//! Which files of a walked folder are wanted.
//! In: patterns as `.gitignore` has them, from the caller and `.vankienignore` files, and one rule of its own. Out: whether
//! a file or folder is left out. Never opens another file; what a caller named itself is not asked for.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use vankien_engine::Globs;

use crate::error::{Error, Result};

/// The name of the files, in any walked folder, that say what is left out there and below.
pub const FILE: &str = ".vankienignore";

/// Files that tell of a folder and are no papers of it, in any case of letters. This rule gives way to
/// every other that speaks of such a file.
const ABOUT_THE_FOLDER: [&str; 4] = ["README", "README.md", "README.*.md", "README.txt"];

/// The bytes of a file of rules; real ones have a few hundred.
const FILE_BYTES: u64 = 1 << 20;
/// How many patterns may hold at one place, those of the folders above it with them: each takes some 10 kB of memory.
const PATTERNS: usize = 2_000;
/// The bytes of one pattern; no system has longer paths.
const PATTERN_BYTES: usize = 4_096;

/// The rules of one walk. Folders are entered from the root down, as a walk does.
pub struct Rules {
    include: Gitignore,
    /// Those patterns of `include` that name a file of [`ABOUT_THE_FOLDER`].
    include_about: Gitignore,
    exclude: Gitignore,
    /// [`ABOUT_THE_FOLDER`].
    about: Gitignore,
    /// The folders above the entry that have a file of rules, the root first: how deep they lie, and
    /// where below the root.
    files: Vec<(usize, PathBuf, Gitignore)>,
}

impl Rules {
    /// The rules that the caller gave.
    ///
    /// # Errors
    /// Where a pattern cannot be read.
    pub fn of(globs: &Globs) -> Result<Rules> {
        let names_about = globs.include.iter().filter(|pattern| names_about(pattern));
        Ok(Rules {
            include: compiled(&globs.include)?,
            include_about: compiled(&names_about.cloned().collect::<Vec<_>>())?,
            exclude: compiled(&globs.exclude)?,
            about: about_the_folder()?,
            files: Vec::new(),
        })
    }

    /// Leaves all folders that are not above an entry at this depth.
    pub fn leave(&mut self, depth: usize) {
        while self.files.last().is_some_and(|(inner, _, _)| *inner >= depth) {
            self.files.pop();
        }
    }

    /// How many patterns of files hold here.
    fn patterns(&self) -> usize {
        let count = |rules: &Gitignore| rules.num_ignores() + rules.num_whitelists();
        self.files.iter().map(|(_, _, rules)| count(rules) as usize).sum()
    }

    /// Reads the file of rules in `folder`, if it has one; `inner` is its path below the root. Gives
    /// what cannot be read of it; the rest holds.
    ///
    /// # Errors
    /// Where the file cannot be read, or holds too much: then nobody knows what it leaves out.
    pub fn enter(&mut self, depth: usize, folder: &Path, inner: &Path) -> io::Result<Vec<String>> {
        let Some(bytes) = bytes_of_rules(folder)? else { return Ok(Vec::new()) };
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut builder = GitignoreBuilder::new("");
        let mut bad = Vec::new();
        let lines = (1..).zip(text.lines());
        let is_pattern = |line: &str| !line.trim().is_empty() && !line.starts_with('#');
        let lines: Vec<_> = lines.filter(|(_, line)| is_pattern(line)).collect();
        if self.patterns() + lines.len() > PATTERNS {
            let what = format!("with the folders above it has more than {PATTERNS} patterns");
            return Err(io::Error::other(what));
        }
        for (number, line) in lines {
            if line.len() > PATTERN_BYTES {
                bad.push(format!("line {number} is longer than {PATTERN_BYTES} bytes"));
            } else if let Err(error) = builder.add_line(None, &composed(line)) {
                bad.push(format!("line {number} is no pattern ({error})"));
            }
        }
        match builder.build() {
            Ok(rules) => self.files.push((depth, inner.to_path_buf(), rules)),
            Err(error) => bad.push(format!("cannot be used ({error})")),
        }
        Ok(bad)
    }

    /// Whether what lies at `inner` below the root is to be passed over.
    pub fn leave_out(&self, inner: &Path, is_folder: bool) -> bool {
        let whole = composed_path(inner);
        if self.exclude.matched_path_or_any_parents(&whole, is_folder).is_ignore() {
            return true;
        }
        // The nearest file that says something decides.
        for (_, folder, rules) in self.files.iter().rev() {
            let Ok(rest) = inner.strip_prefix(folder) else { continue };
            let said = rules.matched_path_or_any_parents(composed_path(rest), is_folder);
            if !said.is_none() {
                return said.is_ignore();
            }
        }
        !is_folder && self.is_about(inner)
    }

    /// Whether the file at `inner` tells of its folder, and no pattern of the caller names it.
    fn is_about(&self, inner: &Path) -> bool {
        let named = || self.include_about.matched_path_or_any_parents(composed_path(inner), false);
        self.about.matched(inner, false).is_ignore() && !named().is_ignore()
    }

    /// Whether the file at `inner` below the root is among those that are wanted.
    pub fn include(&self, inner: &Path) -> bool {
        let is_wanted =
            || self.include.matched_path_or_any_parents(composed_path(inner), false).is_ignore();
        self.include.is_empty() || is_wanted()
    }
}

/// The file of rules in `folder`; `None` where there is none.
fn bytes_of_rules(folder: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = folder.join(FILE);
    match std::fs::metadata(&file) {
        Ok(data) if data.is_file() && data.len() > FILE_BYTES => {
            Err(io::Error::other(format!("it is longer than {FILE_BYTES} bytes")))
        }
        Ok(data) if data.is_file() || data.is_dir() => std::fs::read(&file).map(Some),
        // Reading a pipe would wait for whoever writes into it.
        Ok(_) => Err(io::Error::other("it is no regular file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the last part of a pattern spells out the name of a file of [`ABOUT_THE_FOLDER`]; `*.md` and a
/// folder do not.
fn names_about(pattern: &str) -> bool {
    let name = pattern.rsplit('/').next().unwrap_or(pattern);
    name.to_ascii_lowercase().starts_with("readme")
}

/// Whether a file of this name tells of its folder and is no paper of it.
pub fn is_about_its_folder(name: &Path) -> bool {
    about_the_folder().is_ok_and(|about| about.matched(name, false).is_ignore())
}

fn about_the_folder() -> Result<Gitignore> {
    let mut builder = GitignoreBuilder::new("");
    let failed = |error: ignore::Error| Error::Pattern {
        pattern: ABOUT_THE_FOLDER.join(", "),
        what: format!("cannot be used ({error})"),
    };
    builder.case_insensitive(true).map_err(failed)?;
    for pattern in ABOUT_THE_FOLDER {
        builder.add_line(None, pattern).map_err(failed)?;
    }
    builder.build().map_err(failed)
}

fn compiled(patterns: &[String]) -> Result<Gitignore> {
    let bad = |pattern: &str, what: String| Error::Pattern { pattern: pattern.to_owned(), what };
    let mut builder = GitignoreBuilder::new("");
    if patterns.len() > PATTERNS {
        let what = format!("{} patterns are more than {PATTERNS}", patterns.len());
        return Err(bad(&patterns[0], what));
    }
    for pattern in patterns {
        if pattern.len() > PATTERN_BYTES {
            return Err(bad(pattern, format!("is longer than {PATTERN_BYTES} bytes")));
        }
        if pattern.trim().is_empty() || pattern.starts_with('#') {
            let what = "matches nothing; write a pattern such as *.pdf or drafts/".to_owned();
            return Err(bad(pattern, what));
        }
        let read = builder.add_line(None, &composed(pattern));
        read.map_err(|error| bad(pattern, format!("is no pattern ({error})")))?;
    }
    builder.build().map_err(|error| bad(&patterns.join(", "), format!("is too much ({error})")))
}

/// One name has one spelling here: some systems write names with letters and marks apart.
fn composed(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

fn composed_path(path: &Path) -> Cow<'_, Path> {
    match path.to_str().map(composed) {
        Some(Cow::Owned(text)) => Cow::Owned(PathBuf::from(text)),
        _ => Cow::Borrowed(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn globs(include: &[&str], exclude: &[&str]) -> Globs {
        let owned = |patterns: &[&str]| patterns.iter().map(|one| (*one).to_owned()).collect();
        Globs { include: owned(include), exclude: owned(exclude) }
    }

    #[test]
    fn patterns_are_those_of_git() {
        let rules =
            Rules::of(&globs(&["*.pdf", "/nghị-quyết/"], &["nháp/", "~$*"])).expect("patterns");
        let out = |path: &str| rules.leave_out(Path::new(path), false);
        assert!(out("a/nháp/b.pdf") && out("a/~$b.docx") && !out("a/nháp.pdf"));
        // The same name with its marks apart.
        assert!(out("a/nha\u{301}p/b.pdf"));
        let wanted = |path: &str| rules.include(Path::new(path));
        assert!(wanted("a/b.pdf") && wanted("nghị-quyết/c/d.txt") && !wanted("a/nghị-quyết/d.txt"));
        assert!(Rules::of(&globs(&["a[z-b]"], &[])).is_err());
        assert!(Rules::of(&globs(&[], &["# b"])).is_err());
    }

    #[test]
    fn files_that_tell_of_their_folder_are_no_papers() {
        let rules = Rules::of(&Globs::default()).expect("no patterns");
        let out = |path: &str| rules.leave_out(Path::new(path), false);
        for path in [
            "README",
            "readme",
            "README.md",
            "readme.MD",
            "Readme.txt",
            "README.vi.md",
            "a/b/README.zh-CN.md",
            "năm 2024/ReadMe.Md",
            "README.v2.vi.md",
        ] {
            assert!(out(path), "{path} is left out");
        }
        for path in [
            "README.pdf",
            "README.docx",
            "README.vi.txt",
            "READMEs.md",
            "READMEmd",
            "README.md.txt",
            "README-2024.md",
            "MY README.md",
            "xREADME",
            "README/a.md",
            "README.md/a.txt",
        ] {
            assert!(!out(path), "{path} is read");
        }
        assert!(!rules.leave_out(Path::new("README"), true), "a folder of that name is entered");
    }

    #[test]
    fn a_pattern_that_names_such_a_file_wins() {
        let out = |include: &[&str], exclude: &[&str], path: &str| {
            let rules = Rules::of(&globs(include, exclude)).expect("patterns");
            rules.leave_out(Path::new(path), false) || !rules.include(Path::new(path))
        };
        for pattern in ["README.md", "/a/README.md", "README*", "a/README.*"] {
            assert!(!out(&[pattern], &[], "a/README.md"), "{pattern} names it");
        }
        for pattern in ["*.md", "a/", "*", "/a/*.md", "README.txt", "/README.md", "README/"] {
            assert!(out(&[pattern], &[], "a/README.md"), "{pattern} does not name it");
        }
        // Beside it the other patterns hold as ever.
        let include = ["*.pdf", "README.md"];
        assert!(!out(&include, &[], "a/README.md") && !out(&include, &[], "a/b.pdf"));
        assert!(out(&include, &[], "a/b.md") && out(&include, &[], "a/README.txt"));
        assert!(out(&["README.md"], &["a/"], "a/README.md"));
    }

    #[test]
    fn a_pattern_may_name_the_root() {
        let below = globs(&["corpus/a.txt", "*.md"], &["corpus/nháp/"]).below(Path::new("corpus"));
        assert_eq!(below, globs(&["/a.txt", "*.md"], &["/nháp/"]));
    }
}
