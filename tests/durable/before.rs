//! An index of the version before marks and sums is opened, searched and brought up to date without loss.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{World, copy};

/// Where the papers of that index lay when it was made; it knows them by this path.
const PLACE: &str = "/tmp/vankien-format-10/papers";

/// The digest that the version before told.
const DIGEST: &str = "f873d7ac842ff42d9f5ef0f33106de3d";

/// A world whose index `i` is the old one, with its papers where they were.
fn world() -> World {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/index-format-10");
    let world = World(tempfile::tempdir().unwrap());
    copy(&data.join("index"), &world.path("i"));
    // 2026-01-02T03:04:05Z, in whatever program runs this test at the same time.
    let changed = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045);
    for paper in ["a.txt", "c.txt", "2020/b.txt"] {
        let place = Path::new(PLACE).join(paper);
        if !place.exists() {
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            let draft = place.with_extension(format!("draft-{}", std::process::id()));
            fs::copy(data.join("papers").join(paper), &draft).unwrap();
            let file = fs::File::options().append(true).open(&draft).unwrap();
            file.set_modified(changed).unwrap();
            fs::rename(draft, place).unwrap();
        }
    }
    world
}

#[test]
fn it_is_read_and_nothing_is_written() {
    let world = world();
    let found = world.run(&["search", "lúa"]);
    assert!(found.code == Some(0) && found.out.contains("12-NQ/TU"), "{}", found.said);
    assert_eq!(found.said, "");
    assert_eq!(world.digest().trim(), DIGEST);
    assert_eq!(
        world.run(&["verify"]).out.lines().next_back(),
        Some("the index agrees with the files")
    );
    assert!(!world.path("i/VANKIEN").exists() && !world.generation().join("SUMS").exists());
}

#[test]
fn its_papers_are_shown_from_their_records() {
    let world = world();
    let addresses = vankien::serve::Addresses::over(&world.path("i"));
    let ask = |path: &str, values: &[(&str, &str)]| -> serde_json::Value {
        let (status, body) = addresses.get(path, values).unwrap();
        assert_eq!(status, 200, "{path}");
        serde_json::from_slice(&body).unwrap()
    };
    let papers = ask("/api/v1/papers", &[]);
    let papers = papers["papers"].as_array().unwrap();
    assert_eq!(papers.len(), 2);
    for paper in papers {
        let path = paper["path"].as_str().unwrap();
        let view = ask("/api/v1/papers/{id}", &[("id", paper["id"].as_str().unwrap())]);
        // Changes of letters outside of sections were not kept then, and these papers have none.
        assert_eq!(view["edits_complete"], false);
        // The index was made beside its papers.
        let place = PLACE.strip_suffix("papers").unwrap();
        let shown =
            world.run(&["show", &format!("{place}{path}"), "--json"]).out.replace(place, "");
        let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
        for (key, value) in shown.as_object().unwrap() {
            assert_eq!(Some(value), view.get(key), "{key} of {path}");
        }
    }
}

#[test]
fn the_next_ingest_marks_it_and_reads_only_what_changed() {
    let world = world();
    let done = world.run(&["ingest"]);
    assert!(done.code == Some(0) && done.said.is_empty(), "{}", done.said);
    // Paths are told as they are walked from here, so that their records are written again.
    assert!(done.out.contains("0 new") && done.out.contains("0 gone"), "{}", done.out);
    assert!(world.path("i/VANKIEN").exists() && world.generation().join("SUMS").exists());
    assert_eq!(world.run(&["verify"]).code, Some(0));
    let again = world.run(&["ingest"]);
    assert!(again.out.contains("0 new, 0 changed, 2 as before, 0 gone"), "{}", again.out);
    // The pattern that was remembered holds.
    assert!(!world.run(&["list"]).out.contains("c.txt"));
}

#[test]
fn its_files_are_checked_by_the_sums_of_the_engine() {
    let world = world();
    super::flip(&world.part(".idx"), 20);
    let done = world.run(&["verify"]);
    assert!(done.code == Some(1) && done.out.contains(".idx"), "{}", done.out);
    let done = world.run(&["ingest"]);
    assert!(done.code == Some(2) && done.said.contains(".idx"), "{}", done.said);
    let done = world.run(&["ingest", "--rebuild"]);
    assert!(done.code == Some(0) && done.out.contains("2 papers"), "{}", done.said);
    assert_eq!(world.run(&["verify"]).code, Some(0));
    assert!(world.generation().ends_with("gen-000002"), "the old one was its own and is gone");
}

#[test]
fn a_damaged_manifest_is_not_rebuilt_into_nothing() {
    let world = world();
    let meta = world.part("meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    fs::write(&meta, text.replacen("\"segments\"", "\"segment\u{1}\"", 1)).unwrap();
    let before = super::files_below(&world.path("i"));
    let done = world.run(&["ingest", "--rebuild"]);
    assert_eq!(done.code, Some(2));
    assert!(
        done.said.contains(PLACE) && done.said.contains("nothing was changed"),
        "{}",
        done.said
    );
    assert!(before.iter().all(|file| file.exists()));
    let done = world.run(&["ingest", "--rebuild", PLACE, "--exclude", "c.txt"]);
    assert!(done.code == Some(0) && done.out.contains("2 papers"), "{}", done.said);
}
