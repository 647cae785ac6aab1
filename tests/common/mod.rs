//! What several test programs share: where the real papers lie, and how to damage clean text.
//! In: names and seeds. Out: paths, text. The same seed gives the same damage on every machine.

#![allow(dead_code)] // Each test program uses a part.

pub mod program;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use vankien_files::extract::ocr::{Cache, Mode, Ocr};
use vankien_ingest::{IngestOptions, ingest};
use vankien_search::{Answer, SearchOptions, Searcher};
use vankien_text::repair::letters;

/// The path of a real paper or a text kept beside the project (`../shared`, or `VANKIEN_SHARED`). Tests that need one are
/// named `shared_…` and ignored, so that a clone without them passes; `cargo test shared_ -- --ignored` runs them.
pub fn shared(path: &str) -> PathBuf {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("VANKIEN_SHARED").map_or(beside, PathBuf::from);
    let found = folder.join(path);
    assert!(found.exists(), "{} is missing", found.display());
    found
}

/// What reads pages that are images, where it is there. Prints that a test was skipped where it is
/// not, unless `VANKIEN_REQUIRE_OCR` forbids that.
pub fn ocr() -> Option<Ocr> {
    match Ocr::open(Cache::default(), Mode::New) {
        (ocr, None) => Some(ocr),
        (_, Some(error)) => {
            assert!(std::env::var_os("VANKIEN_REQUIRE_OCR").is_none(), "{error}");
            say(&format!("SKIPPED: {error}"));
            None
        }
    }
}

/// Unpacks a `.tar.zst` into a folder.
pub fn unpack(from: &Path, into: &Path) {
    let pipe = format!("zstd -dcq '{}' | tar x -C '{}'", from.display(), into.display());
    let status = Command::new("sh").args(["-c", &pipe]).status().expect("sh runs");
    assert!(status.success(), "{} is unpacked", from.display());
}

/// Says something even where the test runner keeps what a passing test prints.
pub fn say(message: &str) {
    // A closed stderr is no reason to fail.
    let _ = writeln!(std::io::stderr(), "{message}");
}

/// Chance that is the same everywhere.
pub struct Dice(u64);

impl Dice {
    /// Dice that fall by `seed`.
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

/// What stands in place of a lost letter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stands {
    /// One space each.
    Space,
    /// Nothing.
    Nothing,
    /// A sign that is no letter.
    Sign(char),
}

/// Loses `count` letters of the alphabet, each in the case in which it was drawn, out of those
/// that stand in `text`. Gives the damaged text and the letters.
pub fn damage(text: &str, count: usize, stands: Stands, dice: &mut Dice) -> (String, Vec<char>) {
    let mut present: Vec<char> = text.chars().filter(|l| letters::number(*l).is_some()).collect();
    present.sort_unstable();
    present.dedup();
    let mut lost = Vec::new();
    while lost.len() < count && !present.is_empty() {
        lost.push(present.swap_remove(dice.roll(present.len())));
    }
    let mut damaged = String::with_capacity(text.len());
    for letter in text.chars() {
        match stands {
            _ if !lost.contains(&letter) => damaged.push(letter),
            Stands::Space => damaged.push(' '),
            Stands::Nothing => {}
            Stands::Sign(sign) => damaged.push(sign),
        }
    }
    (damaged, lost)
}

/// Papers of about ten thousand bytes, cut at line ends.
pub fn papers(text: &str) -> Vec<String> {
    let mut papers = vec![String::new()];
    for line in text.lines() {
        if papers.last().is_some_and(|paper| paper.len() > 10_000) {
            papers.push(String::new());
        }
        if let Some(paper) = papers.last_mut() {
            paper.push_str(line);
            paper.push('\n');
        }
    }
    papers
}

/// Papers written by hand and their index, in a folder that goes away.
pub struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// Papers by file name.
    pub fn new(files: &[(&str, &str)]) -> World {
        let world = World { folder: tempfile::tempdir().expect("a folder") };
        std::fs::create_dir(world.folder.path().join("corpus")).expect("made");
        for (path, text) in files {
            std::fs::write(world.folder.path().join("corpus").join(path), text).expect("written");
        }
        let (index, corpus) = (world.index(), world.folder.path().join("corpus"));
        let options = IngestOptions { index, paths: vec![corpus], jobs: 2, ..Default::default() };
        ingest(&options, &mut ()).expect("ingested");
        world
    }

    /// The folder of the index.
    pub fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// All that answers a question.
    pub fn search(&self, question: &str) -> Answer {
        let options = SearchOptions { limit: 0, ..SearchOptions::default() };
        self.try_search(question, options).unwrap_or_else(|error| panic!("{question}: {error}"))
    }

    /// What answers a question, or why it is refused.
    pub fn try_search(
        &self,
        question: &str,
        options: SearchOptions,
    ) -> Result<Answer, vankien_search::Error> {
        Searcher::open(&self.index()).expect("an index").search(question, options)
    }
}

/// The names of the papers found, in order.
pub fn names(answer: &Answer) -> Vec<String> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).trim_end_matches(".txt").into();
    answer.hits.iter().map(|hit| name(&hit.path)).collect()
}
