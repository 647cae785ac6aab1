//! Reading needs no right to write, and what rights are missing is said.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use super::{Done, World, files_below};

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o7777
}

fn give(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Whether this test may become another user; it says so where not.
fn may_change_user() -> bool {
    let done = Command::new("setpriv").args(["--reuid=65534", "--clear-groups", "true"]).output();
    let may = done.is_ok_and(|done| done.status.success());
    if !may {
        vankien_testing::say("SKIPPED: this test is not run by root, or setpriv is missing");
    }
    may
}

impl World {
    /// The program as another user, in the group `group`.
    fn run_as_other(&self, group: u32, arguments: &[&str]) -> Done {
        // The program may lie in a folder of root's.
        let program = self.path("vankien");
        if !program.exists() {
            fs::copy(env!("CARGO_BIN_EXE_vankien"), &program).unwrap();
            give(self.0.path(), 0o755);
        }
        let mut command = self.command("setpriv");
        let group = format!("--regid={group}");
        command.args(["--reuid=65534", &group, "--clear-groups"]).arg(program).args(arguments);
        Done::of(command.args(["--index", "i"]).output().unwrap())
    }
}

#[test]
fn the_index_and_the_verdicts_are_for_the_user_alone() {
    let world = World::new();
    for file in files_below(&world.path("i")) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    assert_eq!((mode(&world.path("i")), mode(&world.generation())), (0o700, 0o700));
    // An increment and the mark of later runs change nothing of that.
    world.write("p/new.txt", "Thông báo mới về lúa");
    assert_eq!(world.run(&["ingest"]).code, Some(0));
    assert!(files_below(&world.path("i")).iter().all(|file| mode(file) == 0o600));
}

#[test]
fn shared_gives_all_of_it_to_the_group_from_then_on() {
    let world = World::new();
    world.write("vankien-review.jsonl", "");
    assert_eq!(world.run(&["ingest", "--shared"]).code, Some(0));
    world.write("p/new.txt", "Thông báo mới về lúa");
    assert_eq!(world.run(&["ingest", "--rebuild"]).code, Some(0));
    for file in files_below(&world.path("i")) {
        assert_eq!(mode(&file), 0o660, "{}", file.display());
    }
    assert_eq!((mode(&world.path("i")), mode(&world.generation())), (0o2770, 0o2770));
    assert_eq!(mode(&world.path("vankien-review.jsonl")), 0o660);
}

#[test]
fn an_index_that_cannot_be_written_is_searched_and_left_alone() {
    if !may_change_user() {
        return;
    }
    let world = World::new();
    let calm = world.answer();
    give(&world.path("i"), 0o555);
    give(&world.generation(), 0o555);
    files_below(&world.path("i")).iter().for_each(|file| give(file, 0o444));
    let found = world.run_as_other(65_534, &["search", "-n", "0", "--json", "lúa"]);
    assert_eq!((found.code, found.out, found.said), (Some(0), calm, String::new()));
    for arguments in
        [&["list"][..], &["stats", "--digest"], &["mentions", "lúa"], &["verify"], &["mcp"]]
    {
        let done = world.run_as_other(65_534, arguments);
        assert!(done.code == Some(0), "{arguments:?}: {}", done.said);
    }
    let done = world.run_as_other(65_534, &["ingest"]);
    assert_eq!(done.code, Some(2));
    assert!(
        done.said.contains("the right to write") && done.said.contains("i/LOCK"),
        "{}",
        done.said
    );
}

#[test]
fn the_group_reads_what_was_shared() {
    if !may_change_user() {
        return;
    }
    let world = World::new();
    let group = {
        use std::os::unix::fs::MetadataExt as _;
        world.path("i").metadata().unwrap().gid()
    };
    assert_eq!(world.run(&["ingest", "--shared"]).code, Some(0));
    let found = world.run_as_other(group, &["search", "-n", "0", "--json", "lúa"]);
    assert_eq!((found.code, found.out), (Some(0), world.answer()), "{}", found.said);
}

#[test]
fn a_missing_right_is_named_and_never_called_damage() {
    if !may_change_user() {
        return;
    }
    let world = World::new();
    let refused = |right: &str, file: &Path| {
        for arguments in [&["search", "lúa"][..], &["stats"], &["verify"]] {
            let done = world.run_as_other(65_534, arguments);
            let said = &done.said;
            assert_eq!(done.code, Some(2), "{arguments:?}: {said}");
            let name = file.strip_prefix(world.0.path()).unwrap().display().to_string();
            assert!(said.contains(&format!("{name}: the right to {right} is missing")), "{said}");
            assert!(!said.contains("damaged") && !said.contains("rebuild"), "{said}");
        }
    };
    refused("enter this folder", &world.path("i"));
    give(&world.path("i"), 0o755);
    files_below(&world.path("i")).iter().for_each(|file| give(file, 0o444));
    refused("enter this folder", &world.generation());
    give(&world.generation(), 0o755);
    let files = ["CURRENT", "gen-000001/meta.json", "gen-000001/SUMS"]
        .map(|name| world.path("i").join(name));
    for file in files.into_iter().chain([world.part(".store"), world.part(".term")]) {
        give(&file, 0o400);
        refused("read this file", &file);
        give(&file, 0o444);
    }
    assert_eq!(world.run_as_other(65_534, &["verify"]).code, Some(0));
}
