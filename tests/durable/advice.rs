//! For each kind of damage the advice that is printed is followed, and what is left is compared.

use std::fs;
use std::path::{Path, PathBuf};

use vankien_testing::Dice;

use super::{World, copy, files_below, flip};

/// What was found over many damages.
#[derive(Debug, Default)]
struct Found {
    /// Damages after which a search gave another answer and no error.
    other_answers: Vec<String>,
    /// Searches that told of the damage.
    told: u32,
    /// Damages that no command told, though a file of the index was changed.
    silent: Vec<String>,
}

/// Damages a file in one of many ways, drawn by `dice`; says how. `None` where it is as it was.
fn damage(path: &Path, others: &[PathBuf], dice: &mut Dice) -> Option<String> {
    let before = fs::read(path).unwrap();
    if before.is_empty() {
        return None;
    }
    let at = dice.roll(before.len());
    let how = match dice.roll(6) {
        0 | 1 => {
            flip(path, at);
            format!("bit at {at}")
        }
        2 => {
            fs::write(path, &before[..at]).unwrap();
            format!("cut at {at}")
        }
        3 => {
            let mut bytes = before.clone();
            let end = (at + 64).min(bytes.len());
            bytes[at..end].iter_mut().for_each(|byte| *byte = dice.roll(256) as u8);
            fs::write(path, bytes).unwrap();
            format!("overwritten at {at}")
        }
        4 => {
            let other = &others[dice.roll(others.len())];
            fs::write(path, fs::read(other).unwrap()).unwrap();
            format!("exchanged for {}", other.display())
        }
        _ => {
            fs::remove_file(path).unwrap();
            return Some("gone".into());
        }
    };
    (fs::read(path).unwrap() != before).then_some(how)
}

/// Follows the advice of what was said until all agrees; every paper must be there again.
fn follow(world: &World, digest: &str, what: &str) {
    let mut done = world.run(&["verify"]);
    for _ in 0..4 {
        if done.code == Some(0) {
            break;
        }
        let advice = done.advice();
        let ingest = advice.iter().find(|one| one[0] == "ingest");
        let arguments: Vec<&str> = match ingest {
            Some(one) => one.iter().map(String::as_str).collect(),
            None => panic!("{what}: no advice in {} {}", done.out, done.said),
        };
        let followed = world.run(&arguments);
        done = if followed.code == Some(0) { world.run(&["verify"]) } else { followed };
    }
    assert_eq!(done.code, Some(0), "{what}: {} {}", done.out, done.said);
    assert_eq!(world.digest(), digest, "{what}");
}

/// Damages the index `i` of a world so many times, each time from new.
fn campaign(world: &World, seed: u64, times: usize) -> Found {
    let (mut dice, mut found) = (Dice::new(seed), Found::default());
    let (calm, digest) = (world.answer(), world.digest());
    let kept = world.path("kept");
    fs::rename(world.path("i"), &kept).unwrap();
    // The lock says who wrote last, for messages alone.
    let is_damaged = |file: &PathBuf| !file.ends_with("LOCK");
    let files: Vec<PathBuf> = files_below(&kept).into_iter().filter(is_damaged).collect();
    for _ in 0..times {
        let _ = fs::remove_dir_all(world.path("i"));
        copy(&kept, &world.path("i"));
        let file = files[dice.roll(files.len())].strip_prefix(&kept).unwrap();
        let Some(how) = damage(&world.path("i").join(file), &files, &mut dice) else { continue };
        let what = format!("seed {seed}: {} {how}", file.display());
        let search = world.run(&["search", "-n", "0", "--json", "lúa"]);
        assert!(matches!(search.code, Some(0..=2)), "{what}: {:?} {}", search.code, search.said);
        assert!(!search.said.contains("a fault of the program"), "{what}: {}", search.said);
        match search.code {
            Some(2) => found.told += 1,
            _ if search.out != calm => found.other_answers.push(what.clone()),
            _ => {}
        }
        let verify = world.run(&["verify"]);
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let is_named = verify.out.contains(&name) || verify.said.contains(&name);
        // Without its mark an index is one of the version before.
        let is_mark = file == Path::new("VANKIEN") && how == "gone";
        if !is_mark && (verify.code == Some(0) || !is_named) {
            found.silent.push(what.clone());
        }
        let ingest = world.run(&["ingest"]);
        assert!(matches!(ingest.code, Some(0 | 2)), "{what}: {}", ingest.said);
        if ingest.code == Some(0) {
            assert_eq!(world.digest(), digest, "{what}");
        }
        follow(world, &digest, &what);
    }
    found
}

#[test]
fn damage_is_named_and_the_advice_loses_nothing() {
    let found = campaign(&World::new(), 5, 40);
    assert!(found.silent.is_empty() && found.other_answers.is_empty(), "{found:?}");
    assert!(found.told > 10, "{found:?}");
}

/// The same for an index whose postings are too large to be checked by a question; run by hand.
#[test]
#[ignore = "takes minutes: run by hand, its figures stand in benches/RESULTS.md"]
fn two_hundred_damages_of_a_larger_index() {
    let world = World::bare();
    let papers = files_below(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")));
    let texts = papers.iter().filter(|file| file.extension().is_some_and(|part| part == "txt"));
    for (at, paper) in texts.enumerate() {
        let text = fs::read_to_string(paper).unwrap();
        for copy in 0..8 {
            world.write(&format!("many/{at}-{copy}.txt"), format!("{text}\n\nBản thứ {copy}.\n"));
        }
    }
    assert_eq!(world.run(&["ingest", "many", "p"]).code, Some(0));
    assert!(world.part(".idx").metadata().unwrap().len() > 128 << 10);
    let found = campaign(&world, 11, 200);
    let (told, others) = (found.told, &found.other_answers);
    vankien_testing::say(&format!("{told} of 200 told by a question, other answers: {others:?}"));
    assert!(found.silent.is_empty(), "{found:?}");
    let parts = [".fast ", ".fieldnorm ", ".idx ", ".pos ", ".term "];
    assert!(others.iter().all(|what| parts.iter().any(|part| what.contains(part))), "{found:?}");
}

#[test]
fn a_rebuild_takes_the_roots_that_are_known_or_changes_nothing() {
    let world = World::new();
    let digest = world.digest();
    // Neither the manifest nor its copy can be read: the mark still knows the roots.
    flip(&world.part("meta.json"), 300);
    flip(&world.part("SUMS"), 300);
    follow(&world, &digest, "manifest and copy");
    // All three are gone.
    fs::remove_file(world.part("meta.json")).unwrap();
    fs::remove_file(world.part("SUMS")).unwrap();
    fs::write(world.path("i/VANKIEN"), "x").unwrap();
    let before = files_below(&world.path("i"));
    let done = world.run(&["ingest", "--rebuild"]);
    assert!(done.code == Some(2) && done.said.contains("name the folders"), "{}", done.said);
    assert!(before.iter().all(|file| file.exists()));
    assert_eq!(world.run(&["ingest", "--rebuild", "p", "q"]).code, Some(0));
    assert_eq!(world.digest(), digest);
}

#[test]
fn a_generation_that_is_gone_is_made_anew_of_the_roots_in_the_mark() {
    let world = World::new();
    let digest = world.digest();
    fs::remove_dir_all(world.generation()).unwrap();
    let done = world.run(&["search", "lúa"]);
    assert!(done.code == Some(2) && done.said.contains("CURRENT"), "{}", done.said);
    follow(&world, &digest, "no generation");
}

#[test]
fn a_rebuild_waits_for_a_root_that_is_away() {
    let world = World::new();
    let digest = world.digest();
    fs::rename(world.path("q"), world.path("away")).unwrap();
    for is_empty in [false, true] {
        if is_empty {
            fs::create_dir(world.path("q")).unwrap();
        }
        let done = world.run(&["ingest", "--rebuild"]);
        assert!(
            done.code == Some(2) && done.said.contains("would lose its papers"),
            "{}",
            done.said
        );
        assert_eq!(world.digest(), digest);
    }
    fs::remove_dir(world.path("q")).unwrap();
    fs::rename(world.path("away"), world.path("q")).unwrap();
    assert_eq!(world.run(&["ingest", "--rebuild"]).code, Some(0));
    assert_eq!(world.digest(), digest);
}
