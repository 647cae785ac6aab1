//! The rules that choose files during a walk: patterns of the caller, `.vankienignore` files, and a built-in rule for
//! README files.
//! In: patterns in the syntax of `.gitignore`. Out: whether a file or folder is excluded. Never opens any file but
//! `.vankienignore`; never applied to a root itself.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use vankien_engine::Globs;

use crate::error::{Error, Result};

/// The name of a file of rules. Its patterns exclude files in its folder and below.
pub const RULES_FILE: &str = ".vankienignore";

/// Names of files that describe a folder and are no papers, in upper or lower case. They are excluded unless a pattern
/// of a file of rules matches (then that decides), or an include pattern does whose last part begins with `readme`.
const README_PATTERNS: [&str; 4] = ["README", "README.md", "README.*.md", "README.txt"];

/// A file of rules of more than this many bytes is an error. A judgement, not measured: it only guards against a file
/// that is none; real ones have a few hundred bytes.
const MAX_RULES_FILE_BYTES: u64 = 1 << 20;

/// At most this many patterns of files of rules may apply in one folder, with those of the folders above it; and at
/// most as many include patterns, and exclude patterns, may be given by the caller. Each takes about 10 kB of memory,
/// so this bounds a list to about 20 MB. A judgement on that basis; more give an error that names the limit.
const MAX_PATTERNS: usize = 2_000;

/// A longer pattern, in bytes, is an error if the caller gave it; in a file of rules that line alone is left out and
/// reported. The limit is that of a path on Linux (`PATH_MAX`).
const MAX_PATTERN_BYTES: usize = 4_096;

/// The rules of one walk. Folders are entered and left in the order of the walk.
pub struct Rules {
    /// The include patterns of the caller.
    include: Gitignore,
    /// Those of them that name a README file.
    include_readme: Gitignore,
    /// The exclude patterns of the caller.
    exclude: Gitignore,
    /// The patterns of [`README_PATTERNS`].
    readme: Gitignore,
    /// The files of rules in the folders above the current entry, outermost first.
    files: Vec<RulesFile>,
}

/// The patterns of one file of rules.
struct RulesFile {
    /// How deep its folder lies below the root; 0 is the root.
    depth: usize,
    /// The path of its folder below the root.
    folder: PathBuf,
    patterns: Gitignore,
}

impl Rules {
    /// The rules of the caller, with no folder entered yet.
    ///
    /// # Errors
    /// Where a pattern is invalid.
    pub fn of(globs: &Globs) -> Result<Rules> {
        let names_readme = globs.include.iter().filter(|pattern| names_readme(pattern));
        Ok(Rules {
            include: compiled(&globs.include)?,
            include_readme: compiled(&names_readme.cloned().collect::<Vec<_>>())?,
            exclude: compiled(&globs.exclude)?,
            readme: readme_patterns()?,
            files: Vec::new(),
        })
    }

    /// Leaves all folders that are not above an entry at this depth below the root (0 is the root): their rules no
    /// longer apply.
    pub fn leave(&mut self, depth: usize) {
        while self.files.last().is_some_and(|file| file.depth >= depth) {
            self.files.pop();
        }
    }

    /// How many patterns of files of rules apply in the current folder.
    fn pattern_count(&self) -> usize {
        let count = |file: &RulesFile| file.patterns.num_ignores() + file.patterns.num_whitelists();
        self.files.iter().map(|file| count(file) as usize).sum()
    }

    /// Enters a folder and reads its file of rules, if it has one. `depth` is how deep the folder lies below the root,
    /// `inner` its path below the root. Returns what is wrong with single lines, for a message; the other lines apply.
    ///
    /// # Errors
    /// Where the file cannot be read, is too large, or has too many patterns. Its patterns do not apply then.
    pub fn enter(&mut self, depth: usize, folder: &Path, inner: &Path) -> io::Result<Vec<String>> {
        let Some(bytes) = rules_file_bytes(folder)? else { return Ok(Vec::new()) };
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut builder = GitignoreBuilder::new("");
        let mut bad = Vec::new();
        let is_pattern = |line: &str| !line.trim().is_empty() && !line.starts_with('#');
        let lines: Vec<(u32, &str)> =
            (1..).zip(text.lines()).filter(|(_, line)| is_pattern(line)).collect();
        if self.pattern_count() + lines.len() > MAX_PATTERNS {
            let what = format!("with the folders above it has more than {MAX_PATTERNS} patterns");
            return Err(io::Error::other(what));
        }
        for (number, line) in lines {
            if line.len() > MAX_PATTERN_BYTES {
                bad.push(format!("line {number} is longer than {MAX_PATTERN_BYTES} bytes"));
            } else if let Err(error) = builder.add_line(None, &composed(line)) {
                bad.push(format!("line {number} is no pattern ({error})"));
            }
        }
        match builder.build() {
            Ok(patterns) => {
                self.files.push(RulesFile { depth, folder: inner.to_path_buf(), patterns });
            }
            Err(error) => bad.push(format!("cannot be used ({error})")),
        }
        Ok(bad)
    }

    /// Whether the file or folder at `inner` below the root is excluded: if an exclude pattern of the caller matches;
    /// else as the nearest file of rules with a matching pattern says; else if it is a README file that no include
    /// pattern names. Include patterns are asked for nothing else.
    pub fn excludes(&self, inner: &Path, is_folder: bool) -> bool {
        let whole = composed_path(inner);
        if self.exclude.matched_path_or_any_parents(&whole, is_folder).is_ignore() {
            return true;
        }
        // The nearest file of rules with a matching pattern decides.
        for file in self.files.iter().rev() {
            let Ok(rest) = inner.strip_prefix(&file.folder) else { continue };
            let matched = file.patterns.matched_path_or_any_parents(composed_path(rest), is_folder);
            if !matched.is_none() {
                return matched.is_ignore();
            }
        }
        !is_folder && self.is_unnamed_readme(inner)
    }

    /// Whether the file at `inner` is a README file that no include pattern of the caller names.
    fn is_unnamed_readme(&self, inner: &Path) -> bool {
        let named = || self.include_readme.matched_path_or_any_parents(composed_path(inner), false);
        self.readme.matched(inner, false).is_ignore() && !named().is_ignore()
    }

    /// Whether the file at `inner` below the root matches the include patterns. True if there are none.
    pub fn include(&self, inner: &Path) -> bool {
        let is_wanted =
            || self.include.matched_path_or_any_parents(composed_path(inner), false).is_ignore();
        self.include.is_empty() || is_wanted()
    }
}

/// The contents of the file of rules in `folder`; `None` if there is none.
fn rules_file_bytes(folder: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = folder.join(RULES_FILE);
    match std::fs::metadata(&file) {
        Ok(data) if data.is_file() && data.len() > MAX_RULES_FILE_BYTES => Err(io::Error::other(
            format!("it is longer than {MAX_RULES_FILE_BYTES} bytes; give it fewer patterns"),
        )),
        Ok(data) if data.is_file() || data.is_dir() => std::fs::read(&file).map(Some),
        // Reading a pipe would block until another process writes to it.
        Ok(_) => Err(io::Error::other("it is no regular file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the last part of a pattern begins with `readme`, in upper or lower case; `*.md` and a folder (`README/`) do
/// not.
fn names_readme(pattern: &str) -> bool {
    let name = pattern.rsplit('/').next().unwrap_or(pattern);
    name.to_ascii_lowercase().starts_with("readme")
}

/// Whether a file of this name is a README file.
pub fn is_readme(name: &Path) -> bool {
    readme_patterns().is_ok_and(|readme| readme.matched(name, false).is_ignore())
}

fn readme_patterns() -> Result<Gitignore> {
    let mut builder = GitignoreBuilder::new("");
    let failed = |error: ignore::Error| Error::Pattern {
        pattern: README_PATTERNS.join(", "),
        what: format!("cannot be used ({error})"),
    };
    builder.case_insensitive(true).map_err(failed)?;
    for pattern in README_PATTERNS {
        builder.add_line(None, pattern).map_err(failed)?;
    }
    builder.build().map_err(failed)
}

/// Compiles the patterns of the caller.
fn compiled(patterns: &[String]) -> Result<Gitignore> {
    let bad = |pattern: &str, what: String| Error::Pattern { pattern: pattern.to_owned(), what };
    let mut builder = GitignoreBuilder::new("");
    if patterns.len() > MAX_PATTERNS {
        let what = format!("{} patterns are more than {MAX_PATTERNS}", patterns.len());
        return Err(bad(&patterns[0], what));
    }
    for pattern in patterns {
        if pattern.len() > MAX_PATTERN_BYTES {
            return Err(bad(pattern, format!("is longer than {MAX_PATTERN_BYTES} bytes")));
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

/// The text in Unicode's composed form (NFC). Some systems write file names with combining marks.
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
        let out = |path: &str| rules.excludes(Path::new(path), false);
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
        let out = |path: &str| rules.excludes(Path::new(path), false);
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
        assert!(!rules.excludes(Path::new("README"), true), "a folder of that name is entered");
    }

    #[test]
    fn a_pattern_that_names_such_a_file_wins() {
        let out = |include: &[&str], exclude: &[&str], path: &str| {
            let rules = Rules::of(&globs(include, exclude)).expect("patterns");
            rules.excludes(Path::new(path), false) || !rules.include(Path::new(path))
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
