//! An index of the format before is refused with the way out, and read again without loss.

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
fn it_is_refused_with_the_way_out_and_its_papers_stay() {
    let world = world();
    // Locks change hands, and marks may come; what holds papers has a name with an ending.
    let files = |world: &World| -> Vec<_> {
        let mut all = super::files_below(&world.generation());
        all.retain(|file| {
            let name = file.file_name().unwrap().to_str().unwrap();
            !name.starts_with('.') && name.contains('.')
        });
        all.into_iter().map(|file| (fs::read(&file).unwrap(), file)).collect()
    };
    let before = files(&world);
    assert!(before.len() >= 7);
    for arguments in [["search", "lúa"], ["stats", "--digest"], ["ingest", PLACE]] {
        let done = world.run(&arguments);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{arguments:?}");
        let says = |what: &str| done.said.contains(what);
        assert!(says("format 10") && says("ingest --rebuild"), "{}", done.said);
    }
    assert!(files(&world) == before);
}

#[test]
fn a_rebuild_takes_its_roots_and_makes_the_same_of_its_papers() {
    let world = world();
    let done = world.run(&["ingest", "--rebuild"]);
    assert!(done.code == Some(0) && done.out.contains("2 papers"), "{}", done.said);
    assert!(world.path("i/VANKIEN").exists() && world.generation().join("SUMS").exists());
    assert!(world.generation().ends_with("gen-000002"), "the old one was its own and is gone");
    let found = world.run(&["search", "lúa"]);
    assert!(found.code == Some(0) && found.out.contains("12-NQ/TU"), "{}", found.said);
    // The pattern that was remembered holds.
    assert!(!world.run(&["list"]).out.contains("c.txt"));
    assert_eq!(world.run(&["verify"]).code, Some(0));
    let again = world.run(&["ingest"]);
    assert!(again.out.contains("0 new, 0 changed, 2 unchanged, 0 removed"), "{}", again.out);
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
