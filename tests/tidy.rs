//! The habits of the code, held by a test: sizes, heads, one way of `use`, licences, tables.

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

/// The text without its tests.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

#[test]
fn files_are_short_and_say_what_they_do() {
    for (name, text) in sources("src") {
        assert!(text.starts_with("//! "), "{name} opens with what comes in and goes out");
        let lines = code(&text).lines().count();
        assert!(lines <= 400, "{name} has {lines} lines");
    }
}

#[test]
fn functions_are_short() {
    for (name, text) in sources("src") {
        let mut start = None;
        for (number, line) in code(&text).lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let opens = ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn ", "const fn "];
            if start.is_none() && opens.iter().any(|open| line.trim_start().starts_with(open)) {
                start = Some((number, indent));
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

/// Law 7: each stage may use those before it alone.
#[test]
fn use_goes_one_way() {
    const ORDER: [&str; 21] = [
        "blocks",
        "span",
        "budget",
        "document",
        "error",
        "rights",
        "stop",
        "crash",
        "language",
        "encoding",
        "extract",
        "normalise",
        "repair",
        "structure",
        "pipeline",
        "index",
        "search",
        "evaluate",
        "present",
        "serve",
        "cli",
    ];
    // Stages side by side do not know one another; only the pipeline knows their order. `extract`
    // and the letter stages share the values that stand before them.
    const STAGES: [&str; 4] = ["extract", "normalise", "repair", "structure"];
    for (name, text) in sources("src") {
        let stage = name.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default();
        let Some(rank) = ORDER.iter().position(|stage_name| *stage_name == stage) else { continue };
        for used in code(&text).split("crate::").skip(1) {
            let used =
                used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            let Some(other) = ORDER.iter().position(|stage_name| *stage_name == used) else {
                continue;
            };
            assert!(other <= rank, "{name} uses {used}, which comes after it");
            let beside = STAGES.contains(&stage) && STAGES.contains(&used) && stage != used;
            assert!(
                !beside || (stage, used) == ("repair", "normalise"),
                "{name} uses {used} beside it"
            );
        }
    }
}

/// Law 5: the engine's types stay where they belong.
#[test]
fn the_engine_is_known_to_index_and_search_alone() {
    for (name, text) in sources("src") {
        let known = name.starts_with("src/index/") || name.starts_with("src/search/");
        assert!(known || !text.contains("tantivy::"), "{name} names the engine");
    }
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
fn direct_dependencies_are_few_and_each_has_its_reason() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let section = manifest.split("[dependencies]").nth(1).expect("dependencies");
    let section = section.split("\n[").next().unwrap_or(section);
    let rows: Vec<&str> = section.lines().filter(|row| row.contains(" = ")).collect();
    assert!(rows.len() <= 32);
    for row in rows {
        assert!(row.contains('#'), "no reason beside {row}");
    }
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
