//! A full disk is called so; the old state stays in use, nothing is left behind, and the next run goes on.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Done, World, files_below};

impl World {
    /// Papers that need some room.
    fn write_many(&self, folder: &str, papers: usize) {
        let mut dice = vankien_testing::Dice::new(7);
        for paper in 0..papers {
            let words = (0..3_000).map(|_| format!("t{}", dice.roll(40_000))).collect::<Vec<_>>();
            let text = format!("Số {paper}-NQ/TU\n\nNghị quyết về lúa. {}\n", words.join(" "));
            self.write(&format!("{folder}/{paper}.txt"), text);
        }
    }

    /// The program where no file may be larger than `blocks` times 512 bytes.
    fn run_limited(&self, blocks: u64, arguments: &str) -> Done {
        let program = env!("CARGO_BIN_EXE_vankien");
        let line = format!("ulimit -f {blocks}; exec {program} {arguments} --index i");
        Done::of(self.command("sh").args(["-c", &line]).output().unwrap())
    }
}

#[test]
fn a_file_that_may_not_be_so_large_leaves_the_old_state() {
    let world = World::new();
    let digest = world.digest();
    let before = files_below(&world.path("i"));
    world.write_many("many", 12);
    // Room for some of the files, or for none.
    for blocks in [0, 20, 100, 250] {
        let done = world.run_limited(blocks, "ingest many");
        assert_eq!(done.code, Some(2), "{blocks}: {}", done.said);
        assert!(done.said.contains("larger than this system or shell allows"), "{}", done.said);
        assert!(done.said.contains("i: ") && done.said.contains(" MB there"), "{}", done.said);
        assert!(!done.said.contains("rebuild") && !done.said.contains("panic"), "{}", done.said);
        assert_eq!(world.digest(), digest);
        assert_eq!(files_below(&world.path("i")), before, "{blocks}");
        let rebuilt = world.run_limited(blocks.min(4), "ingest --rebuild");
        assert_eq!((rebuilt.code, world.digest()), (Some(2), digest.clone()), "{}", rebuilt.said);
        assert_eq!(files_below(&world.path("i")), before, "{blocks}");
    }
    assert_eq!(world.run(&["ingest", "many"]).code, Some(0));
    assert_eq!(world.run(&["verify"]).code, Some(0));
    assert!(world.run(&["stats"]).out.contains("papers              16"));
}

/// A small disk in memory, where this test may make one.
struct Disk<'w>(&'w Path);

impl Disk<'_> {
    fn mount(place: &Path, kilobytes: u32) -> Option<Disk<'_>> {
        fs::create_dir_all(place).unwrap();
        let size = format!("size={kilobytes}k");
        let mut mount = Command::new("mount");
        let done = mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(place).output();
        if done.is_ok_and(|done| done.status.success()) {
            return Some(Disk(place));
        }
        vankien_testing::say("SKIPPED: no small disk can be mounted here");
        None
    }

    fn resize(&self, kilobytes: u32) {
        let size = format!("remount,size={kilobytes}k");
        let status = Command::new("mount").args(["-o", &size]).arg(self.0).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_is_called_so_wherever_it_fills_up() {
    let world = World::bare();
    world.write_many("many", 16);
    let place = world.path("small");
    let Some(disk) = Disk::mount(&place, 2_000) else { return };
    let index = ["--index", "small/i"];
    assert_eq!(world.run(&[&["ingest", "p"][..], &index].concat()).code, Some(0));
    let digest = || world.run(&[&["stats", "--digest"][..], &index].concat()).out;
    let (calm, before) = (digest(), files_below(&place));
    // Blocks of 4 kB: from a disk on which nothing more fits to one that lacks little.
    let used = 4 * files_below(&place)
        .iter()
        .map(|file| file.metadata().unwrap().len().div_ceil(4096))
        .sum::<u64>();
    let mut refused = 0;
    for point in 0..52 {
        let more = point * 10;
        disk.resize(used as u32 + 16 + more);
        let done = world.run(&[&["ingest", "many"][..], &index].concat());
        if done.code == Some(0) {
            break;
        }
        refused += 1;
        assert!(
            done.code == Some(2) && done.said.contains("the disk is full"),
            "{more}: {}",
            done.said
        );
        assert!(
            done.said.contains("small/i: ") && done.said.contains(" MB there"),
            "{}",
            done.said
        );
        assert_eq!((digest(), files_below(&place)), (calm.clone(), before.clone()), "{more} kB");
    }
    assert!(refused >= 50, "the disk filled up at {refused} points");
    disk.resize(64_000);
    assert_eq!(world.run(&[&["ingest", "many"][..], &index].concat()).code, Some(0));
    assert_eq!(world.run(&[&["verify"][..], &index].concat()).code, Some(0));
}
