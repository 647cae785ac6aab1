//! A list of mentions holds what a plain scan of `show --json` finds, no more and no less: questions
//! drawn from papers by a seed, answered by both.
//!
//! A fast run over the sample papers is part of the tests. The long one, `cargo test --test program
//! differential:: -- --ignored`, needs the papers beside the project and asks the program that
//! `VANKIEN_PROGRAM` names, since an unoptimised one would take long; `VANKIEN_SEED` draws others.

mod questions;
mod scan;
mod subject;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use vankien_testing::Dice;

use questions::{Question, Sort, draw, is_other_spelling, truth};
use scan::{Corpus, Place};
use subject::{Row, Subject, all};

/// A question with so many places says nothing that one with fewer does not, and takes long.
const MOST_PLACES: usize = 2_000;

/// Holds `count` questions on the papers of a folder against a scan; gives what differs, and how many
/// places agreed.
fn compare(folder: &Path, count: usize, seed: u64, program: Option<&Path>) -> (Vec<String>, usize) {
    let work = tempfile::tempdir().expect("a folder");
    let subject = Subject::new(folder, &work.path().join("index"), program);
    let mut corpus = Corpus::default();
    for shown in subject.papers() {
        corpus.add(&shown.show, &shown.extracted);
    }
    let questions = draw(&corpus, count, &mut Dice::new(seed));
    let results = all(&questions, |question| {
        let right = truth(&corpus, question);
        if right.len() > MOST_PLACES {
            return Ok(0);
        }
        let rows = subject.mentions(&question.typed);
        difference(&corpus, question, &right, &rows).map_or(Ok(right.len()), Err)
    });
    let mut agreed = 0;
    let mut different = Vec::new();
    for result in results {
        match result {
            Ok(places) => agreed += places,
            Err(message) => different.push(message),
        }
    }
    (different, agreed)
}

/// Rows that a scan cannot know: abbreviations, second readings, names in place of a number, numbers
/// that stay open.
fn is_beyond(corpus: &Corpus, question: &Question, row: &Row) -> bool {
    let how = |name: &str| row.how.iter().any(|how| how == name);
    if how("abbreviation") || how("second-reading") {
        return true;
    }
    match &question.sort {
        Sort::Number(_) => {
            !["full", "number", "short", "phrase"].contains(&row.form.as_str())
                || (row.form != "phrase" && row.canonical.is_none())
        }
        _ => how("variant") && is_other_spelling(corpus, question, &row.path, &row.surface),
    }
}

/// The first difference between a list and a scan, in words.
fn difference(
    corpus: &Corpus,
    question: &Question,
    right: &[Place],
    rows: &[Row],
) -> Option<String> {
    let rows: Vec<&Row> = rows.iter().filter(|row| !is_beyond(corpus, question, row)).collect();
    // Both are multisets: each row answers for one place. Where lines of a section say the same (`10`,
    // the number of a page and of a row), the scan may have taken one for the other: then those count
    // that hold the letters.
    let mut left: Vec<&Row> = rows.clone();
    let mut lacking: Vec<&Place> = Vec::new();
    take(right, &mut left, &mut lacking, &|place, row| match place.is_exact {
        true => place.lines == row.lines,
        false => place.lines.0 <= row.lines.0 && row.lines.1 <= place.lines.1,
    });
    let unsure: Vec<Place> = lacking.drain(..).cloned().collect();
    let mut lacking: Vec<&Place> = Vec::new();
    take(&unsure, &mut left, &mut lacking, &|place, row| {
        let inside = place.within.0 <= row.lines.0 && row.lines.1 <= place.within.1;
        inside && corpus.holds(&row.path, row.lines, &row.surface)
    });
    let mut message = format!("{:?} {:?}: ", question.sort, question.typed);
    match (lacking.first(), left.first()) {
        (None, None) => return None,
        (Some(place), extra) => {
            let _ = write!(message, "the list lacks {place:?}");
            extra.map(|extra| write!(message, "; it has, and the scan has not, {extra:?}"));
        }
        (None, Some(extra)) => {
            let _ = write!(message, "the scan lacks {extra:?}");
        }
    }
    let _ = write!(message, " (scan {}, list {})", right.len(), rows.len());
    Some(message)
}

/// Takes each place's row out of `left`, and keeps the places that have none.
fn take<'p>(
    places: &'p [Place],
    left: &mut Vec<&Row>,
    lacking: &mut Vec<&'p Place>,
    on_lines: &dyn Fn(&Place, &Row) -> bool,
) {
    for place in places {
        let same = |row: &&Row| {
            place.path == row.path && place.surface == row.surface && on_lines(place, row)
        };
        match left.iter().position(same) {
            Some(at) => drop(left.remove(at)),
            None => lacking.push(place),
        }
    }
}

#[track_caller]
fn agree(name: &str, (different, agreed): (Vec<String>, usize), count: usize, least: usize) {
    let found = different.len();
    vankien_testing::say(&format!(
        "{name}: {count} questions, {agreed} places agree, {found} questions differ"
    ));
    assert!(different.is_empty(), "{name}: {found} differ:\n{}", different.join("\n"));
    assert!(agreed >= least, "{name}: {agreed} places prove too little");
}

#[test]
fn the_sample_papers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    agree("corpus", compare(&folder, 100, seed(), None), 100, 200);
}

/// The seed by which questions are drawn.
fn seed() -> u64 {
    std::env::var("VANKIEN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// So many articles of law are compared, so many in each file.
const ARTICLES: usize = 5_000;
const IN_A_FILE: usize = 10;

/// Writes the head of a file of articles into a folder, some a file.
fn articles(from: &Path, into: &Path) {
    let pipe = format!("zstd -dcq '{}' | head -n {ARTICLES}", from.display());
    let output = Command::new("sh").args(["-c", &pipe]).output().expect("sh runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let rows: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("a row")).collect();
    assert_eq!(rows.len(), ARTICLES);
    for (at, rows) in rows.chunks(IN_A_FILE).enumerate() {
        let text = |row: &serde_json::Value, key: &str| row[key].as_str().expect("text").to_owned();
        let paper: Vec<String> = rows
            .iter()
            .map(|row| format!("{}\n{}\n", text(row, "title"), text(row, "text")))
            .collect();
        std::fs::write(into.join(format!("{at:04}.txt")), paper.join("\n")).expect("written");
    }
}

#[test]
#[ignore = "needs the papers beside the project and an optimised program"]
fn two_thousand_questions() {
    let program = std::env::var_os("VANKIEN_PROGRAM").map(PathBuf::from);
    let needed = [
        "data/wild/papers",
        "data/wild/web.tar.zst",
        "seeds",
        "data/retrieval/zalo-corpus.jsonl.zst",
    ];
    let found = needed.map(vankien_testing::shared);
    let work = tempfile::tempdir().expect("a folder");
    let (wild, laws) = (work.path().join("wild"), work.path().join("laws"));
    for folder in [&wild, &laws] {
        std::fs::create_dir(folder).expect("made");
    }
    for paper in std::fs::read_dir(&found[0]).expect("papers").filter_map(Result::ok) {
        std::fs::copy(paper.path(), wild.join(paper.file_name())).expect("copied");
    }
    vankien_testing::unpack(&found[1], &wild);
    articles(&found[3], &laws);
    let corpora = [("wild", &wild, 900), ("seeds", &found[2], 300), ("laws", &laws, 800)];
    let mut different = Vec::new();
    for (name, folder, count) in corpora {
        let (differ, agreed) = compare(folder, count, seed(), program.as_deref());
        vankien_testing::say(&format!(
            "{name}: {count} questions, {agreed} places agree, {} differ",
            differ.len()
        ));
        assert!(agreed >= count, "{name}: {agreed} places prove too little");
        different.extend(differ);
    }
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n"));
}
