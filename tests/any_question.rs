//! No question crashes: random questions over hostile papers, through every command that takes one,
//! the API and the assistant. `cargo test` asks some hundred; `.ci/slow` asks 50,000.
//! A failure names corpus, seed and number of its question: `VANKIEN_SEED=… VANKIEN_QUESTION=…` asks
//! that one alone.

#![cfg(feature = "page")] // The API and the assistant are asked, too.

use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use vankien_ingest::{IngestOptions, ingest};
use vankien_search::Searcher;
use vankien_testing::{Dice, say};

use questions::Questions;
use ways::{Desk, WAYS};

mod hostile;
mod questions;
mod ways;

/// Papers, their index, and the texts that questions are cut out of.
struct Corpus {
    name: String,
    _folder: tempfile::TempDir,
    texts: Vec<String>,
    desk: Desk,
}

impl Corpus {
    fn new(name: &str, papers: &[&Path]) -> Corpus {
        let folder = tempfile::tempdir().expect("a folder");
        let index = folder.path().join("index");
        let paths = papers.iter().map(|path| path.to_path_buf()).collect();
        let options =
            IngestOptions { index: index.clone().into(), paths, jobs: 2, ..Default::default() };
        ingest(&options, &mut ()).expect("ingested");
        let searcher = Searcher::open(&index).expect("an index");
        let store = searcher.store();
        let paths = store.paths().expect("paths");
        let sections = paths.iter().flat_map(|path| store.sections(path).expect("sections"));
        let texts: Vec<String> = sections.map(|section| section.text).collect();
        assert!(texts.len() > 20, "{name} holds too little");
        let desk = Desk::new(&index);
        Corpus { name: name.into(), _folder: folder, texts, desk }
    }

    /// The sample papers with papers written to be hard to cut; read once.
    fn hostile() -> &'static Corpus {
        static READ: LazyLock<Corpus> = LazyLock::new(|| {
            let folder = tempfile::tempdir().expect("a folder");
            for (name, text) in hostile::papers() {
                std::fs::write(folder.path().join(name), text).expect("written");
            }
            let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
            let mut corpus = Corpus::new("corpus/ and hostile papers", &[&samples, folder.path()]);
            // Half of what is cut comes from the phrases that stand across ends.
            let phrases = hostile::PHRASES.iter().cycle().take(corpus.texts.len());
            corpus.texts.extend(phrases.map(|phrase| (*phrase).to_owned()));
            corpus
        });
        &READ
    }

    /// Puts the question with this number; says what went wrong.
    fn ask(&self, seed: u64, number: usize) -> Result<(), String> {
        let one = seed.wrapping_mul(1_000_003).wrapping_add(number as u64);
        let question = Questions::new(&self.texts, one).next();
        // What is asked beside the question falls the same way for each shorter question.
        let chance = || Dice::new(one ^ 0x5eed);
        // The first ways take their turn, so that all have their share.
        let way = &WAYS[number % WAYS.len()];
        let try_it = |question: &str| self.desk.crashes(way, question, &mut chance());
        let Some(mut fault) = try_it(&question) else { return Ok(()) };
        let shortest = shortened(&question, |shorter| match try_it(shorter) {
            Some(now) => {
                fault = now;
                true
            }
            None => false,
        });
        Err(format!(
            "{}: VANKIEN_SEED={seed} VANKIEN_QUESTION={number}: {}: {fault}\n  {question:?}\n  \
             shortest: {shortest:?}",
            self.name, way.name
        ))
    }

    /// Asks `count` questions on two threads, or the one that the environment names.
    fn ask_all(&self, count: usize) {
        let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
        let seed = number("VANKIEN_SEED").unwrap_or(1);
        if let Some(number) = number("VANKIEN_QUESTION") {
            self.ask(seed, number as usize).unwrap_or_else(|fault| panic!("{fault}"));
            return;
        }
        let (next, begun) = (AtomicUsize::new(0), Instant::now());
        let work = || {
            let numbers = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
            let numbers = numbers.take_while(|number| *number < count);
            numbers.filter_map(|number| self.ask(seed, number).err()).collect::<Vec<_>>()
        };
        let faults: Vec<String> = std::thread::scope(|scope| {
            let threads = [scope.spawn(work), scope.spawn(work)];
            threads.into_iter().flat_map(|one| one.join().expect("it ends")).collect()
        });
        say(&format!("{}: {count} questions in {:.1?}", self.name, begun.elapsed()));
        assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults.join("\n"));
    }
}

/// The question without all words, and then letters, that the failure does not need.
fn shortened(question: &str, mut fails: impl FnMut(&str) -> bool) -> String {
    let mut best = question.to_owned();
    for joined in [" ", ""] {
        let mut tries = 0;
        let mut at = 0;
        loop {
            let parts: Vec<String> = match joined {
                " " => best.split(' ').map(str::to_owned).collect(),
                _ => best.chars().map(String::from).collect(),
            };
            if at >= parts.len() || parts.len() == 1 || tries > 200 {
                break;
            }
            tries += 1;
            let mut fewer = parts;
            fewer.remove(at);
            let shorter = fewer.join(joined);
            if fails(&shorter) {
                best = shorter;
            } else {
                at += 1;
            }
        }
    }
    best
}

#[test]
fn no_question_crashes() {
    Corpus::hostile().ask_all(400);
}

/// Questions that crashed once, put in every way.
#[test]
fn questions_that_crashed_once_do_so_no_more() {
    const ONCE: [&str; 6] = [
        "\"đất đai chăn nuôi\"",
        "viên chức cán bộ công chức",
        "\"viên chức cán bộ công chức\"",
        "ẃỰn",
        "168/2024/NĐ-CP, 01/2024/NĐ-CP",
        "\"của các\"~5",
    ];
    let corpus = Corpus::hostile();
    for question in ONCE {
        for way in &WAYS {
            for seed in 0..2 {
                let fault = corpus.desk.crashes(way, question, &mut Dice::new(seed));
                assert_eq!(fault, None, "{}: {question}", way.name);
            }
        }
    }
}

/// The folders of `VANKIEN_CORPORA`, parted by colons, share 50,000 questions.
#[test]
#[ignore = "takes minutes; .ci/slow asks them"]
fn fifty_thousand_questions_crash_nothing() {
    let folders = std::env::var("VANKIEN_CORPORA").expect("VANKIEN_CORPORA names folders");
    let folders: Vec<&str> = folders.split(':').collect();
    let count = std::env::var("VANKIEN_QUESTIONS").ok().and_then(|count| count.parse().ok());
    let share = count.unwrap_or(50_000usize).div_ceil(folders.len());
    for folder in folders {
        Corpus::new(folder, &[Path::new(folder)]).ask_all(share);
    }
}
