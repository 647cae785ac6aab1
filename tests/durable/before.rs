//! An index of another format is refused with what to do, and a rebuild reads its papers again, without loss.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{World, copy};

/// Where the papers of that index lay when it was made; it knows them by this path.
const PLACE: &str = "/tmp/vankien-format-10/papers";

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
fn it_is_refused_with_what_to_do_and_nothing_is_written() {
    let world = world();
    let before = super::files_below(&world.path("i"));
    for command in [&["search", "lúa"][..], &["verify"], &["ingest"]] {
        // An ingest marks the folder as ours before it looks at the format.
        assert!(command[0] == "ingest" || super::files_below(&world.path("i")) == before);
        let done = world.run(command);
        assert_eq!(done.code, Some(2), "{command:?}: {}{}", done.out, done.said);
        assert!(
            done.said.contains("made with format 10") && done.said.contains("ingest --rebuild"),
            "{}",
            done.said
        );
    }
    let data = |files: &[std::path::PathBuf]| {
        files.iter().filter(|file| file.extension().is_some_and(|end| end == "idx")).count()
    };
    assert_eq!(data(&super::files_below(&world.path("i"))), data(&before));
}

#[test]
fn a_rebuild_reads_its_papers_again() {
    let world = world();
    // Roots and patterns are known from the old index.
    let done = world.run(&["ingest", "--rebuild"]);
    assert!(done.code == Some(0) && done.out.contains("2 papers"), "{}{}", done.out, done.said);
    assert!(!world.run(&["list"]).out.contains("c.txt"));
    let found = world.run(&["search", "lúa"]);
    assert!(found.code == Some(0) && found.out.contains("12-NQ/TU"), "{}", found.said);
    assert_eq!(world.run(&["verify"]).code, Some(0));
    assert!(world.path("i/VANKIEN").exists() && world.generation().join("SUMS").exists());
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
