//! The habits of the code, held by a test: sizes, heads, where the store's library is known, licences, tables. That crates
//! use one another one way is held by Cargo; circles of modules are counted by `benches/circles.py`.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files below a folder, with their text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let files = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name().into_iter();
    let files = files.filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    files
        .map(|path| {
            let name = path.strip_prefix(root()).expect("below the root").display().to_string();
            (name, std::fs::read_to_string(path).expect("a source can be read"))
        })
        .collect()
}

/// The Rust files of the program and of all crates.
fn all_sources() -> Vec<(String, String)> {
    let crates = sources("crates").into_iter().filter(|(name, _)| name.contains("/src/"));
    sources("src").into_iter().chain(crates).collect()
}

/// The text without its tests.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

#[test]
fn files_are_short_and_say_what_they_do() {
    for (name, text) in all_sources() {
        assert!(text.starts_with("//! "), "{name} opens with what comes in and goes out");
        let lines = code(&text).lines().count();
        // Most files have less than 400; a few lines more are better than a seam in the wrong place.
        assert!(lines <= 450, "{name} has {lines} lines");
    }
}

#[test]
fn functions_are_short() {
    for (name, text) in all_sources() {
        let mut start = None;
        for (number, line) in code(&text).lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let opens = ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn ", "const fn "];
            if start.is_none() && opens.iter().any(|open| line.trim_start().starts_with(open)) {
                start = Some((number, indent));
            }
            // What a trait demands has no body.
            if start.is_some_and(|(_, depth)| indent == depth) && line.ends_with(';') {
                start = None;
            }
            if let Some((first, depth)) = start
                && indent == depth
                && line.trim_start().starts_with('}')
            {
                assert!(
                    number - first < 60,
                    "{name}:{} is {} lines long",
                    first + 1,
                    number - first + 1
                );
                start = None;
            }
        }
    }
}

/// Law 5: no type of the library below the embedded store leaves its folder.
#[test]
fn the_library_of_the_store_is_known_to_its_folder_alone() {
    for (name, text) in ["src", "crates", "tests"].into_iter().flat_map(sources) {
        let known = name.starts_with("crates/engine/src/tantivy/") || name == "tests/tidy.rs";
        assert!(known || !names_library(&text), "{name} names the library of the store");
    }
}

/// Whether a file uses the crate tantivy, which the folder of the same name is not.
fn names_library(text: &str) -> bool {
    let own = ["crate::tantivy::", "self::tantivy::"];
    let text = own.iter().fold(text.to_owned(), |text, own| text.replace(own, ""));
    text.contains("tantivy::")
}

#[test]
fn every_licence_is_one_we_may_ship_with() {
    const ALLOWED: [&str; 11] = [
        "CC0-1.0",
        "MIT",
        "Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "Zlib",
        "Unlicense",
        "Unicode-3.0",
        "MPL-2.0",
    ];
    // Packages of other platforms were never fetched, and a test does not go to the network.
    let told = Command::new("rustc").arg("-vV").output().expect("rustc tells its host");
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let host = told.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", host])
        .current_dir(root())
        .output()
        .expect("cargo tells");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    for package in metadata["packages"].as_array().expect("packages") {
        let licence = package["license"].as_str().unwrap_or_default().replace('/', " OR ");
        // Each part that all of us must take has to offer one of ours.
        let fits = licence.split(" AND ").all(|part| {
            let part = part.trim_matches(['(', ')', ' ']);
            part.split(" OR ").any(|one| ALLOWED.contains(&one.trim_matches(['(', ')', ' '])))
        });
        assert!(fits, "{} is under {licence:?}", package["name"]);
    }
}

#[test]
fn dependencies_are_few_and_each_has_its_reason() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let section = manifest.split("[workspace.dependencies]").nth(1).expect("dependencies");
    let section = section.split("\n[").next().unwrap_or(section);
    let rows = |part: &'_ str| -> Vec<String> {
        let rows = part.lines().filter(|row| row.contains(" = ") && !row.contains("path = "));
        rows.map(str::to_owned).collect()
    };
    let of_program = section.split("# For tests alone.").next().map(rows).unwrap_or_default();
    // Two of them come with the feature `cluster` alone.
    assert!(of_program.len() <= 38, "{} libraries", of_program.len());
    for row in rows(section) {
        assert!(row.contains('#'), "no reason beside {row}");
    }
}

/// Others take the text crate for what it does: it must not bring a tree of libraries.
#[test]
fn the_text_crate_needs_few_others() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", "vankien-text", "--edges", "normal", "--prefix", "none"])
        .args(["--locked", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo tells");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut names: Vec<&str> = std::str::from_utf8(&output.stdout)
        .expect("UTF-8")
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    names.sort_unstable();
    names.dedup();
    assert!(names.len() <= 1 + 8, "{names:?}");
}

#[test]
fn the_sample_papers_stand_beside_their_clean_originals() {
    let truth = Path::new("tests/truth/corpus");
    let table = std::fs::read_to_string(root().join("corpus/SOURCES.tsv")).expect("the table");
    let rows: Vec<&str> = table.lines().skip(1).filter_map(|row| row.split('\t').next()).collect();
    assert!(rows.is_sorted() && rows.len() >= 14);
    let papers = walkdir::WalkDir::new(root().join("corpus")).into_iter().filter_map(Result::ok);
    let papers =
        papers.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "txt"));
    let mut count = 0;
    for paper in papers {
        count += 1;
        let name = paper.path().strip_prefix(root().join("corpus")).expect("below");
        assert!(root().join(truth).join(name).exists(), "{} has no clean original", name.display());
        let listed = |row: &&str| row.trim_start_matches("corpus/") == name.to_string_lossy();
        assert!(rows.iter().any(listed), "{} is not in the table", name.display());
    }
    assert_eq!(count, rows.len());
}
