//! Damaged files of the index: what is told, and that following what is told loses nothing.

use std::fs;

use super::{World, flip};

#[test]
fn a_damaged_manifest_is_replaced_by_its_copy() {
    let world = World::new();
    let (calm, digest) = (world.answer(), world.digest());
    for damage in ["bit", "cut", "gone"] {
        let meta = world.part("meta.json");
        match damage {
            "bit" => flip(&meta, 300),
            "cut" => fs::write(&meta, &fs::read(&meta).unwrap()[..200]).unwrap(),
            _ => fs::remove_file(&meta).unwrap(),
        }
        let done = world.run(&["search", "-n", "0", "--json", "lúa"]);
        assert!(
            done.out == calm && done.said.contains("meta.json: is "),
            "{damage}: {}",
            done.said
        );
        let done = world.run(&["verify"]);
        assert!(done.code == Some(1) && done.out.contains("meta.json"), "{damage}: {}", done.out);
        let done = world.run(&["ingest"]);
        assert!(done.code == Some(0) && done.said.contains("meta.json: is "), "{}", done.said);
        assert_eq!((world.digest(), world.run(&["verify"]).code), (digest.clone(), Some(0)));
    }
}

#[test]
fn marks_and_sums_that_are_damaged_are_told_and_written_again() {
    let world = World::new();
    let digest = world.digest();
    let files = ["i/VANKIEN", "i/gen-000001/VANKIEN", "i/gen-000001/SUMS"];
    for (name, is_gone) in files.into_iter().flat_map(|name| [(name, false), (name, true)]) {
        if name == "i/VANKIEN" && is_gone {
            continue; // An index without a mark is one of the version before.
        }
        match is_gone {
            true => fs::remove_file(world.path(name)).unwrap(),
            false => flip(&world.path(name), 70),
        }
        let done = world.run(&["verify"]);
        assert!(done.code == Some(1) && done.out.contains(name), "{name}: {}", done.out);
        let done = world.run(&["ingest"]);
        assert_eq!(done.code, Some(0), "{name}: {}", done.said);
        assert_eq!(
            (world.digest(), world.run(&["verify"]).code),
            (digest.clone(), Some(0)),
            "{name}"
        );
    }
}

#[test]
fn a_damaged_segment_is_named_by_all_that_rely_on_it() {
    for part in [".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term"] {
        let world = World::new();
        let digest = world.digest();
        let file = world.part(part);
        let time = file.metadata().unwrap().modified().unwrap();
        flip(&file, file.metadata().unwrap().len() as usize / 2);
        // Damage of a disk leaves the time as it was.
        fs::File::options().append(true).open(&file).unwrap().set_modified(time).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        for arguments in [&["ingest"][..], &["serve", "--listen", "127.0.0.1:0"], &["mcp"]] {
            let done = world.run(arguments);
            assert!(
                done.code == Some(2) && done.said.contains(name),
                "{part} {arguments:?}: {}",
                done.said
            );
        }
        let done = world.run(&["verify"]);
        assert!(done.code == Some(1) && done.out.contains(name), "{}", done.out);
        // Files of up to 128 kB are checked by every question, and records in files of any size.
        let done = world.run(&["search", "lúa"]);
        assert!(done.code == Some(2) && done.said.contains(name), "{}", done.said);
        assert_eq!(world.run(&["ingest", "--rebuild"]).code, Some(0));
        assert_eq!((world.digest(), world.run(&["verify"]).code), (digest, Some(0)));
    }
}

/// A segment whose files are too large to be checked by a question.
#[test]
fn a_damaged_record_is_named_by_the_question_that_reads_it() {
    let world = World::bare();
    let mut dice = vankien_testing::Dice::new(3);
    for paper in 0..40 {
        let words = (0..2_000).map(|_| format!("t{}", dice.roll(90_000))).collect::<Vec<_>>();
        world.write(
            &format!("many/{paper:02}.txt"),
            format!("Số {paper} lúa.\n\n{}\n", words.join(" ")),
        );
    }
    assert_eq!(world.run(&["ingest", "many", "--jobs", "1"]).code, Some(0));
    let store = world.part(".store");
    assert!(store.metadata().unwrap().len() > 4 * (64 << 10));
    flip(&store, 100);
    // The first block holds the first papers.
    let search = world.run(&["search", "\"Số 0 lúa\""]);
    assert!(search.code == Some(2) && search.said.contains(".store"), "{}", search.said);
    assert_eq!(world.run(&["search", "\"Số 39 lúa\""]).code, Some(0));
}

#[test]
fn the_generation_that_is_whole_is_used() {
    let world = World::new();
    let (calm, digest) = (world.answer(), world.digest());
    let (old, new) = (world.path("i/gen-000001"), world.path("i/gen-000002"));
    super::copy(&old, &new);
    fs::write(world.path("i/CURRENT"), "gen-000002\n").unwrap();
    let store = fs::read_dir(&new).unwrap().map(|file| file.unwrap().path());
    let store = { store }.find(|file| file.extension().is_some_and(|part| part == "term")).unwrap();
    fs::remove_file(&store).unwrap();
    let done = world.run(&["search", "-n", "0", "--json", "lúa"]);
    assert!(done.out == calm && done.said.contains("gen-000001 is used"), "{}", done.said);
    let done = world.run(&["ingest"]);
    assert!(done.code == Some(0) && done.said.contains("gen-000001 is used"), "{}", done.said);
    assert_eq!(world.digest(), digest);
    assert!(old.exists() && !new.exists());
}
