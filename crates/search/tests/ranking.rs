//! Where the answers to a small set of questions over the sample papers stand. A change of ranking
//! shows as moved rows of `ranking/ranks.tsv`; `UPDATE_EXPECT=1` writes the ranks anew.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use expect_test::expect_file;
use vankien_papers::document::Place;
use vankien_search::Searcher;
use vankien_testing::index::Indexed;

const ROWS: &str = include_str!("ranking/ranks.tsv");

/// From 1; 0 where it was not found.
fn rank(searcher: &Searcher, question: &str, wanted: &str) -> usize {
    let (path, items) = wanted.split_once('#').unwrap();
    let found = searcher.rank(question, 0).unwrap();
    let is_wanted = |placed: &vankien_search::Placed| {
        let sections = searcher.store().sections(&placed.path).unwrap();
        let section = &sections[placed.ordinal as usize];
        let inner = section.inner.iter().any(|inner| inner.path == items);
        let body = section.place == Place::Body;
        body && placed.path.ends_with(path) && (section.section == items || inner)
    };
    found.iter().position(is_wanted).map_or(0, |at| at + 1)
}

#[test]
fn the_ranks_are_those_that_were_blessed() {
    let samples = Indexed::samples();
    let searcher = samples.searcher();
    let mut fresh = String::new();
    for row in ROWS.lines() {
        let columns: Vec<&str> = row.split('\t').collect();
        match columns[..] {
            [question, wanted, _] => {
                let rank = rank(&searcher, question, wanted);
                assert!(rank > 0, "{question}: {wanted} is not found at all");
                fresh += &format!("{question}\t{wanted}\t{rank}\n");
            }
            _ => fresh += &format!("{row}\n"),
        }
    }
    expect_file!["ranking/ranks.tsv"].assert_eq(&fresh);
}

#[test]
fn most_answers_come_first() {
    let samples = Indexed::samples();
    let searcher = samples.searcher();
    let rows = ROWS.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    let ranks: Vec<usize> = rows.map(|row| rank(&searcher, row[0], row[1])).collect();
    let firsts = ranks.iter().filter(|rank| **rank == 1).count();
    assert!(firsts * 3 >= ranks.len() * 2, "{firsts} of {} come first: {ranks:?}", ranks.len());
}

#[test]
fn the_list_is_the_same_however_much_of_it_is_asked_for() {
    let samples = Indexed::samples();
    let searcher = samples.searcher();
    for row in ROWS.lines().skip(1) {
        let question = row.split('\t').next().unwrap();
        let all = searcher.rank(question, 0).unwrap();
        let ten = searcher.rank(question, 10).unwrap();
        assert_eq!(ten[..], all[..ten.len()], "{question}");
        assert!(all.windows(2).all(|two| two[0].score >= two[1].score), "{question}");
    }
}
