//! Lists of mentions, complete: every query of the truth on the five real papers.

mod common;

use serde_json::Value;
use vankien::index::{IngestOptions, ingest};
use vankien::search::Searcher;
use vankien::search::mentions::{How, Wanted};

/// A mention as a test looks at it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    file: String,
    lines: (u32, u32),
    form: &'static str,
    how: Vec<How>,
}

/// An index of the five real papers, or `None` where they are not there.
fn seeds() -> Option<(tempfile::TempDir, Searcher)> {
    let papers = common::shared("seeds")?;
    let folder = tempfile::tempdir().expect("a folder");
    let options = IngestOptions {
        index: folder.path().join("index"),
        paths: vec![papers],
        ..IngestOptions::default()
    };
    ingest(&options, &mut ()).expect("the papers can be read");
    let searcher = Searcher::open(&options.index).expect("an index");
    Some((folder, searcher))
}

fn list(searcher: &Searcher, question: &str, wanted: Wanted) -> Vec<Row> {
    let mut rows = Vec::new();
    let outline = searcher.mentions(question, wanted, |mention| {
        let path = std::path::Path::new(&mention.section.path);
        rows.push(Row {
            file: path.file_name().expect("a file").to_string_lossy().into_owned(),
            lines: mention.lines(),
            form: vankien::search::mentions::form_name(mention.form()),
            how: mention.place.how.clone(),
        });
        true
    });
    let outline = outline.expect("a list");
    let counted =
        rows.iter().filter(|row| ["phrase", "full", "number", "short"].contains(&row.form));
    assert_eq!(outline.tally.total, counted.count(), "the total equals the list: {question}");
    assert_eq!(outline.tally.listed(), rows.len());
    rows
}

#[test]
fn every_query_of_the_truth() {
    let Some((_folder, searcher)) = seeds() else { return };
    let truth = common::shared("truth/seed_queries.jsonl").expect("the truth stands beside");
    let truth = std::fs::read_to_string(truth).expect("it can be read");
    let mut wrong = 0;
    for line in truth.lines() {
        let row: Value = serde_json::from_str(line).expect("a row");
        let query = row["query"].as_str().expect("a query");
        let hits = row["hits"].as_array().expect("hits").iter();
        let number = |value: &Value| value.as_u64().expect("a line") as u32;
        let mut wanted: Vec<(String, (u32, u32))> = hits
            .map(|hit| {
                let file = hit[0].as_str().expect("a file").to_owned();
                (file, (number(&hit[1]), number(&hit[2])))
            })
            .collect();
        let verbatim = Wanted { verbatim: true, ..Wanted::default() };
        let rows = list(&searcher, query, verbatim);
        let mut found: Vec<_> = rows.iter().map(|row| (row.file.clone(), row.lines)).collect();
        wanted.sort();
        found.sort();
        if found != wanted {
            let missing: Vec<_> = wanted.iter().filter(|one| !found.contains(one)).collect();
            let extra: Vec<_> = found.iter().filter(|one| !wanted.contains(one)).collect();
            common::say(&format!("{query}: missing {missing:?}, extra {extra:?}"));
            wrong += 1;
        }
        // Without the flag only rows with a flag are added.
        let all = list(&searcher, query, Wanted::default());
        let added: Vec<_> = all.iter().filter(|row| !rows.contains(row)).collect();
        let is_flagged = |row: &&&Row| !row.how.contains(&How::Verbatim);
        assert!(added.iter().all(|row| is_flagged(&row)), "{query}: {added:?}");
        assert!(rows.iter().all(|row| all.contains(row)), "{query}: a row was lost");
    }
    assert_eq!(wrong, 0);
}

#[test]
fn punctuation_adds_a_flagged_row() {
    let Some((_folder, searcher)) = seeds() else { return };
    let rows = list(&searcher, "phòng, chống tham nhũng", Wanted::default());
    assert_eq!(rows.len(), 7);
    assert_eq!(rows.iter().filter(|row| row.how.contains(&How::Punctuation)).count(), 1);
}

#[test]
fn a_number_in_all_its_forms() {
    let Some((_folder, searcher)) = seeds() else { return };
    for question in ["59-NQ/TW", "59/NQ-TW", "59 nq tw", "NQ59", "Nghị quyết 59", "nq 59-tw"] {
        let rows = list(&searcher, question, Wanted::default());
        let counted: Vec<_> =
            rows.iter().filter(|row| row.form != "alias" && row.form != "self").collect();
        assert_eq!(counted.len(), 11, "{question}");
        assert_eq!(rows.iter().filter(|row| row.form == "short").count(), 1, "{question}");
    }
}
