//! The index touches only what is its own.

use std::fs;

use super::{World, files_below};

#[test]
fn a_folder_with_other_files_is_refused_and_left_as_it_was() {
    let world = World::bare();
    world.write("proj/gen-data/thesis.txt", "important");
    world.write("proj/gen-000001/draft.txt", "important");
    for arguments in
        [&["ingest", "p"][..], &["ingest", "none-there"], &["ingest", "--rebuild", "p"]]
    {
        let done = world.run(&[arguments, &["--index", "proj"]].concat());
        assert_eq!(done.code, Some(2));
        assert!(done.said.contains("proj/gen-000001 and is no index"), "{}", done.said);
        assert!(done.said.contains("--index proj/index"), "{}", done.said);
    }
    assert_eq!(files_below(&world.path("proj")).len(), 2);
    assert_eq!(fs::read(world.path("proj/gen-data/thesis.txt")).unwrap(), b"important");
    // The way out leads to an index.
    assert_eq!(world.run(&["ingest", "p", "--index", "proj/index"]).code, Some(0));
}

#[test]
fn what_a_clone_holds_counts_as_nothing() {
    let world = World::bare();
    world.write("i/README.md", "words");
    world.write("i/.gitignore", "*");
    assert_eq!(world.run(&["ingest", "p"]).code, Some(0));
    assert!(world.path("i/README.md").exists() && world.path("i/.gitignore").exists());
}

#[test]
fn folders_in_an_index_that_are_not_its_own_stay() {
    let world = World::new();
    world.write("i/gen-000007/letter.txt", "mine");
    world.write("i/gen-data/thesis.txt", "mine");
    // A generation of another index bears another mark.
    assert_eq!(world.run(&["ingest", "q", "--index", "j"]).code, Some(0));
    fs::rename(world.path("j/gen-000001"), world.path("i/gen-000003")).unwrap();
    for arguments in [&["ingest"][..], &["ingest", "--rebuild"]] {
        assert_eq!(world.run(arguments).code, Some(0));
    }
    for kept in ["i/gen-000007/letter.txt", "i/gen-data/thesis.txt", "i/gen-000003/meta.json"] {
        assert!(world.path(kept).exists(), "{kept}");
    }
    assert!(!world.path("i/gen-000001").exists() && world.path("i/gen-000008").exists());
}

#[test]
fn a_damaged_current_costs_nothing() {
    let world = World::new();
    let (calm, digest) = (world.answer(), world.digest());
    for current in [&b"gem-000001\n"[..], b"", b"\xff", b"gen-000009\n", b"gen-000001"] {
        fs::write(world.path("i/CURRENT"), current).unwrap();
        let done = world.run(&["search", "-n", "0", "--json", "lúa"]);
        assert!(done.out == calm && done.said.contains("i/CURRENT: "), "{}", done.said);
        let done = world.run(&["verify"]);
        assert!(done.code == Some(1) && done.out.contains("i/CURRENT"), "{}", done.out);
        let done = world.run(&["ingest"]);
        assert!(done.code == Some(0) && done.said.contains("i/CURRENT: "), "{}", done.said);
        assert_eq!((world.digest(), world.run(&["verify"]).code), (digest.clone(), Some(0)));
    }
    fs::remove_file(world.path("i/CURRENT")).unwrap();
    assert_eq!(world.answer(), calm);
    assert_eq!(world.run(&["ingest"]).code, Some(0));
    assert_eq!((world.digest(), world.path("i/CURRENT").exists()), (digest, true));
}

#[test]
fn a_second_run_says_who_was_first_or_waits() {
    let world = World::bare();
    let text = "Nghị quyết về trồng lúa nước ở các xã ven sông.\n\n".repeat(2_000);
    for paper in 0..12 {
        world.write(&format!("many/{paper}.txt"), format!("Số {paper}-NQ/TU\n\n{text}"));
    }
    let mut first = world.command(env!("CARGO_BIN_EXE_vankien"));
    let mut first = first.args(["ingest", "many", "--index", "i"]).spawn().unwrap();
    // It has the lock once it has written who it is.
    let holder = || fs::read_to_string(world.path("i/LOCK")).unwrap_or_default();
    while holder().is_empty() {
        assert!(first.try_wait().unwrap().is_none(), "it ended too soon");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let refused = world.run(&["ingest", "p"]);
    let named = format!("process {} begun 20", first.id());
    assert!(refused.code == Some(2) && refused.said.contains(&named), "{}", refused.said);
    let waited = world.run(&["ingest", "p", "--wait"]);
    assert_eq!((waited.code, first.wait().unwrap().code()), (Some(0), Some(0)), "{}", waited.said);
    assert!(world.run(&["list"]).out.contains("p/a.txt"));
}

#[test]
fn a_cut_line_of_the_verdicts_is_left_out_and_told() {
    let world = World::bare();
    world.write("vankien-review.jsonl", "{\"id\":\"x");
    let done = world.run(&["ingest", "p"]);
    assert_eq!(done.code, Some(0));
    assert!(done.said.contains("vankien-review.jsonl: line 1 was cut short"), "{}", done.said);
    assert_eq!(fs::read(world.path("vankien-review.jsonl")).unwrap(), b"{\"id\":\"x");
}

#[test]
fn a_damaged_mark_makes_nothing_of_others_its_own() {
    let world = World::new();
    assert_eq!(world.run(&["ingest", "q", "--index", "j"]).code, Some(0));
    fs::rename(world.path("j/gen-000001"), world.path("i/gen-000003")).unwrap();
    std::os::unix::fs::symlink("nowhere", world.path("i/gen-000004")).unwrap();
    fs::write(world.path("i/VANKIEN"), "x").unwrap();
    let digest = world.digest();
    assert_eq!(world.run(&["ingest"]).code, Some(0));
    assert_eq!(world.run(&["ingest", "--rebuild"]).code, Some(0));
    assert_eq!(world.digest(), digest);
    assert!(world.path("i/gen-000003/meta.json").exists() && world.path("i/gen-000005").exists());
    assert!(world.path("i/gen-000004").symlink_metadata().is_ok());
}
