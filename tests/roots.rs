//! Nothing is lost: folders that vanish keep their papers, links do not lead out, a change that size and time hide is
//! found. The program is run as others run it.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::program::Folder as World;

/// Added, changed, unchanged, removed, kept.
fn counts(summary: &Value) -> [u64; 5] {
    ["added", "changed", "unchanged", "removed", "kept"].map(|key| summary[key].as_u64().unwrap())
}

const ONE: &str = "Thông báo về chuyển đổi số";
const TWO: &str = "Kế hoạch giải ngân vốn";
const THREE: &str = "Chỉ thị về phòng cháy rừng";

/// Row `empty-mount` of the table of faults: what is not mounted is an empty folder.
#[test]
fn a_folder_that_is_empty_all_at_once_keeps_its_papers() {
    let world = World::of_texts(&[("m/a.txt", ONE), ("m/b/c.txt", TWO), ("k/d.txt", THREE)]);
    world.json(&["ingest", "m", "k"], 0);
    let digest = world.digest();
    let unmount = || {
        fs::rename(world.path("m"), world.path("away")).unwrap();
        // What a mount point may hold while nothing is mounted there.
        world.write("m/.keep", "");
        world.write("m/lost/.keep", "");
        world.write("m/README", "Nothing is mounted here.");
    };
    unmount();
    for arguments in [&["ingest"][..], &["ingest", "m"], &["ingest", "m/"], &["ingest", "k", "m"]] {
        let said = world.said(arguments, 0);
        for part in ["m: holds no file now", "2 paper(s)", "ingest --prune", "vankien forget"] {
            assert!(said.contains(part), "{said}");
        }
        assert_eq!((world.digest(), world.papers().len()), (digest.clone(), 3));
    }
    let told = world.json(&["ingest"], 0);
    assert_eq!(counts(&told), [0, 0, 1, 0, 2]);
    assert_eq!(told["skipped"][0]["path"], "m");
    world.said(&["ingest", "--strict"], 2);
    assert!(String::from_utf8(world.run(&["ingest"]).stdout).unwrap().contains("2 kept from"));

    // `verify` speaks of the same papers, and of the same ways out.
    let verified = world.json(&["verify"], 1);
    assert_eq!(
        (&verified["away"][0], &verified["gone"]),
        (&"m/a.txt".into(), &Value::from([""; 0]))
    );
    let shown = String::from_utf8(world.run(&["verify"]).stdout).unwrap();
    assert!(shown.contains("ingest --prune") && !shown.contains("bring the index up to date"));

    // A rebuild cannot read them; it says so and changes nothing.
    let said = world.said(&["ingest", "--rebuild"], 2);
    assert!(said.contains("m: holds no file now") && said.contains("--prune"), "{said}");
    assert_eq!((world.digest(), world.papers().len()), (digest.clone(), 3));
    assert!(!world.path("index/gen-000002").exists());

    // Mounted again nothing has to be read.
    fs::remove_dir_all(world.path("m")).unwrap();
    fs::rename(world.path("away"), world.path("m")).unwrap();
    assert_eq!(counts(&world.json(&["ingest"], 0)), [0, 0, 3, 0, 0]);
    assert_eq!(world.json(&["verify"], 0)["agrees"], true);

    unmount();
    assert_eq!(counts(&world.json(&["ingest", "--prune"], 0)), [0, 0, 1, 2, 0]);
    assert_eq!(world.papers(), ["k/d.txt"]);
    world.said(&["ingest", "--strict"], 0);
}

#[test]
fn a_folder_or_file_that_is_missing_keeps_its_papers() {
    let world = World::of_texts(&[("m/a.txt", ONE), ("m/inner/b.txt", TWO), ("c.txt", THREE)]);
    world.json(&["ingest", "m", "m/inner", "c.txt"], 0);
    fs::rename(world.path("c.txt"), world.path("d.txt")).unwrap();
    fs::rename(world.path("m/inner"), world.path("inner")).unwrap();
    // An inner root counts by itself, whichever root is read.
    for arguments in [&["ingest"][..], &["ingest", "m"]] {
        assert_eq!(world.json(arguments, 0)["removed"], 0);
        assert!(world.said(arguments, 0).contains("m/inner: is not there"));
    }
    let said = world.said(&["ingest", "./c.txt"], 0);
    assert!(said.contains("c.txt: is not there") && said.contains("1 paper(s)"), "{said}");
    world.said(&["ingest", "c.txt", "--strict"], 2);
    world.said(&["ingest", "--rebuild"], 2);
    // A file of which nothing is left is as good as none.
    world.write("c.txt", "");
    assert!(world.said(&["ingest"], 0).contains("c.txt: is an empty file now"));
    assert_eq!(world.papers().len(), 3);
    // What was never read is an error as ever.
    assert!(world.said(&["ingest", "nowhere"], 2).contains("nowhere"));

    // All of them away: the index answers on.
    fs::remove_file(world.path("c.txt")).unwrap();
    fs::rename(world.path("m"), world.path("n")).unwrap();
    assert_eq!(counts(&world.json(&["ingest"], 0)), [0, 0, 0, 0, 3]);
    assert!(world.run(&["forget", "c.txt"]).status.success());
    assert!(world.run(&["forget", "./m/inner"]).status.success());
    // What another root holds too stays with it.
    assert_eq!(world.papers(), ["m/a.txt", "m/inner/b.txt"]);
    assert_eq!(counts(&world.json(&["ingest", "--prune"], 0)), [0, 0, 0, 2, 0]);
    assert_eq!(world.papers().len(), 0);
}

/// A file that goes while others of its folder stay is gone, as ever.
#[test]
fn a_file_that_is_gone_alone_leaves() {
    let world = World::of_texts(&[("m/a.txt", ONE), ("m/b.txt", TWO)]);
    world.json(&["ingest", "m"], 0);
    fs::remove_file(world.path("m/b.txt")).unwrap();
    assert_eq!(counts(&world.json(&["ingest"], 0)), [0, 0, 1, 1, 0]);
    // So does one that was given by itself as well, where its folder is there.
    world.write("m/c.txt", THREE);
    world.json(&["ingest", "m/c.txt"], 0);
    fs::remove_file(world.path("m/c.txt")).unwrap();
    assert_eq!(counts(&world.json(&["ingest", "--strict"], 0)), [0, 0, 1, 1, 0]);
    // What rules leave out is there.
    assert_eq!(counts(&world.json(&["ingest", "--exclude", "*.txt"], 0)), [0, 0, 0, 1, 0]);
}

/// The text of a paper that stands for others is in the index once; where it goes, another is to stand for itself and
/// cannot be read now.
#[test]
fn a_twin_in_a_folder_that_vanished_waits() {
    let world = World::of_texts(&[("k/a.txt", ONE), ("k/c.txt", TWO), ("m/b.txt", ONE)]);
    world.json(&["ingest", "k", "m"], 0);
    assert_eq!(world.papers(), ["k/a.txt", "k/c.txt"]);
    fs::rename(world.path("m"), world.path("away")).unwrap();
    fs::remove_file(world.path("k/a.txt")).unwrap();
    assert_eq!(counts(&world.json(&["ingest"], 0)), [0, 0, 1, 1, 1]);
    fs::rename(world.path("away"), world.path("m")).unwrap();
    assert_eq!(counts(&world.json(&["ingest"], 0)), [0, 0, 2, 0, 0]);
    assert_eq!(world.papers(), ["k/c.txt", "m/b.txt"]);
    let digest = world.digest();
    world.json(&["ingest", "--rebuild"], 0);
    assert_eq!(world.digest(), digest);
}

/// A disk that is pulled out while it is read takes nothing along.
#[test]
fn a_folder_that_vanishes_during_a_run_keeps_its_papers() {
    struct Pulled(PathBuf);
    impl vankien_ingest::Progress for Pulled {
        fn begin(&mut self, _files: u64, _bytes: u64) {
            fs::rename(&self.0, self.0.with_extension("away")).unwrap();
        }
    }
    let world = World::of_texts(&[("m/a.txt", ONE), ("m/b.txt", TWO)]);
    let options = vankien_ingest::IngestOptions {
        index: world.path("index").into(),
        paths: vec![world.path("m")],
        check: true,
        ..Default::default()
    };
    vankien_ingest::ingest(&options, &mut ()).unwrap();
    let summary = vankien_ingest::ingest(&options, &mut Pulled(world.path("m"))).unwrap();
    assert_eq!((summary.kept, summary.removed, summary.skipped.len()), (2, 0, 2));
    assert!(!summary.committed);
    assert_eq!(world.papers().len(), 2);
}

/// An index that another version made tells its folders but not its papers: an empty folder may have held some.
#[test]
fn a_rebuild_for_another_version_loses_nothing() {
    let world = World::of_texts(&[("m/a.txt", ONE), ("k/b.txt", TWO)]);
    world.json(&["ingest", "m", "k"], 0);
    let meta = world.path("index/gen-000001/meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    fs::write(&meta, text.replace(&vankien_engine::fingerprint(), "00")).unwrap();
    fs::remove_file(world.path("m/a.txt")).unwrap();
    assert!(world.said(&["ingest", "--rebuild"], 2).contains("m: holds no file now"));
    world.write("m/a.txt", ONE);
    assert_eq!(counts(&world.json(&["ingest", "--rebuild"], 0)), [2, 0, 0, 0, 0]);
}

/// Row `same-mtime` of the table of faults.
#[test]
fn a_change_that_size_and_time_hide_is_found_by_check() {
    let world = World::of_texts(&[("p/a.txt", "về chăn nuôi bò."), ("p/b.txt", ONE)]);
    let date = |path: &str| {
        let file = fs::File::options().append(true).open(world.path(path)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)).unwrap();
    };
    date("p/a.txt");
    world.json(&["ingest", "p"], 0);
    world.write("p/a.txt", "về chăn nuôi gà.");
    date("p/a.txt");
    let verified = world.json(&["verify"], 1);
    assert_eq!([&verified["changed"][0], &verified["unnoticed"][0]], ["p/a.txt", "p/a.txt"]);
    let shown = String::from_utf8(world.run(&["verify"]).stdout).unwrap();
    assert!(shown.contains("`vankien ingest --check`"), "{shown}");
    assert_eq!(counts(&world.json(&["ingest"], 0)), [0, 0, 2, 0, 0]);
    assert_eq!(counts(&world.json(&["ingest", "--check"], 0)), [0, 1, 1, 0, 0]);
    assert_eq!(world.json(&["verify"], 0)["agrees"], true);
    assert_eq!(world.run(&["mentions", "--count", "nuôi gà"]).stdout, b"1\n");
    // Where nothing changed nothing is written.
    let stamp = || fs::read(world.path("index/gen-000001/meta.json")).unwrap();
    let before = stamp();
    assert_eq!(counts(&world.json(&["ingest", "--check"], 0)), [0, 0, 2, 0, 0]);
    assert_eq!(stamp(), before);
    // Another size or time is seen by any ingest.
    world.write("p/a.txt", "về chăn nuôi vịt trời.");
    let shown = String::from_utf8(world.run(&["verify"]).stdout).unwrap();
    assert!(shown.contains("run `vankien ingest` to"), "{shown}");
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;

    fn skipped(summary: &Value) -> String {
        let rows = summary["skipped"].as_array().unwrap().iter();
        rows.map(|row| row["reason"].as_str().unwrap().to_owned() + "\n").collect()
    }

    /// Row `symlink-out` of the table of faults.
    #[test]
    fn a_link_out_of_the_folder_is_named_and_left() {
        let world = World::of_texts(&[
            ("secret.txt", "bí mật: mật khẩu là 123"),
            ("private/b.txt", "bí mật khác: mật khẩu là 456"),
            ("p/a.txt", ONE),
            ("p/x/c.txt", TWO),
        ]);
        symlink("../secret.txt", world.path("p/link.txt")).unwrap();
        symlink(world.path("private"), world.path("p/folder")).unwrap();
        symlink("../secret.txt", world.path("p/link.jpg")).unwrap();
        symlink("x", world.path("p/inside")).unwrap();
        let first = world.json(&["ingest", "p", "--exclude", "*.jpg"], 0);
        let told = skipped(&first);
        assert_eq!(told.matches("is a link out of the folder").count(), 2, "{told}");
        assert!(
            told.contains("p/link.txt") && told.contains("p/folder") && told.contains("--follow")
        );
        assert_eq!(world.run(&["search", "mật khẩu"]).status.code(), Some(1));
        // A link inside the folder leads to a twin.
        assert_eq!((&first["papers"], &first["duplicates"]), (&2.into(), &1.into()));
        assert_eq!(world.json(&["verify"], 0)["agrees"], true);

        // Asked for, they are followed, from then on.
        assert_eq!(counts(&world.json(&["ingest", "--follow"], 0)), [2, 0, 3, 0, 0]);
        assert_eq!(counts(&world.json(&["ingest"], 0)), [0, 0, 5, 0, 0]);
        assert_eq!(world.json(&["verify"], 0)["agrees"], true);
        let digest = world.digest();
        world.json(&["ingest", "--rebuild"], 0);
        assert_eq!(world.digest(), digest);
        assert_eq!(counts(&world.json(&["ingest", "--no-follow"], 0)), [0, 0, 3, 2, 0]);
        world.write("vankien.toml", "follow = \"always\"\n");
        assert_eq!(counts(&world.json(&["ingest"], 0)), [2, 0, 3, 0, 0]);

        // A root that is a link was named itself.
        symlink("private", world.path("named")).unwrap();
        assert_eq!(
            world.json(&["ingest", "named", "--index", "other", "--no-follow"], 0)["added"],
            1
        );
    }

    #[test]
    fn links_in_circles_and_special_files_are_named_and_left() {
        let world = World::of_texts(&[("p/a.txt", ONE), ("p/x/b.txt", TWO)]);
        symlink("..", world.path("p/x/up")).unwrap();
        symlink("two.txt", world.path("p/one.txt")).unwrap();
        symlink("one.txt", world.path("p/two.txt")).unwrap();
        symlink("nowhere.txt", world.path("p/three.txt")).unwrap();
        let made = Command::new("mkfifo").arg(world.path("p/pipe.txt")).status().unwrap();
        assert!(made.success());
        let _socket = UnixListener::bind(world.path("p/socket.txt")).unwrap();
        symlink("/dev/null", world.path("p/null.txt")).unwrap();
        let made = Command::new("mkfifo").arg(world.path("p/x/.vankienignore")).status().unwrap();
        assert!(made.success());
        for follow in ["--no-follow", "--follow"] {
            let told = skipped(&world.json(&["ingest", "p", follow], 0));
            let device = if follow == "--follow" { "is a device" } else { "link out" };
            for (path, why) in [
                ("p/x/.vankienignore", "no regular file"),
                ("p/one.txt", "circle"),
                ("p/two.txt", "circle"),
                ("p/three.txt", "link to nothing"),
                ("p/pipe.txt", "is a pipe"),
                ("p/socket.txt", "is a socket"),
                ("p/null.txt", device),
            ] {
                assert!(
                    told.lines().any(|line| line.contains(path) && line.contains(why)),
                    "{path}\n{told}"
                );
            }
            assert_eq!(world.papers(), ["p/a.txt"]);
        }
        fs::remove_file(world.path("p/x/.vankienignore")).unwrap();
        let told = skipped(&world.json(&["ingest"], 0));
        assert!(told.contains("p/x/up: is a link back to a folder above it"), "{told}");
        assert_eq!(world.papers(), ["p/a.txt", "p/x/b.txt"]);
        // With nothing else left, they are no papers that stay.
        let above = World::of_texts(&[("deep/p/a.txt", ONE)]);
        symlink("../..", above.path("deep/p/up")).unwrap();
        assert_eq!(above.json(&["ingest", "deep/p"], 0)["added"], 1);
        assert_eq!(above.json(&["ingest", "deep/p", "--follow"], 0)["papers"], 1);
    }
}
