//! Numbers of papers: against cases judged by eye, and against the five real papers.

use vankien_papers::number;

/// The rows of a table in `data`, without its head.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|row| !row.starts_with('#')).map(|row| row.split('\t').collect())
}

fn read(text: &str) -> Vec<String> {
    let normalised = vankien_text::normalise::normalise(text);
    number::numbers(&normalised.text).into_iter().map(|number| number.canonical).collect()
}

/// Holds a table to a share of numbers that are found, and of those found that are right.
#[track_caller]
fn check(name: &str, table: &str) {
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for row in rows(table) {
        let expected: Vec<&str> = row[2].split(" | ").collect();
        let read = read(row[1]);
        let mut left = expected.clone();
        for one in &read {
            if let Some(at) = left.iter().position(|wanted| wanted == one) {
                left.remove(at);
                right += 1;
            }
        }
        (found, wanted) = (found + read.len(), wanted + expected.len());
        if read != expected {
            vankien_testing::say(&format!("{} {}: {read:?}, wanted {expected:?}", row[0], row[1]));
        }
    }
    let (precision, recall) = (right as f64 / found as f64, right as f64 / wanted as f64);
    vankien_testing::say(&format!(
        "{name}: {wanted} numbers, precision {precision:.4}, recall {recall:.4}"
    ));
    assert!(precision >= 0.99 && recall >= 0.99, "precision {precision}, recall {recall}");
}

#[test]
fn numbers_of_the_state() {
    check("State", include_str!("data/citations-state.tsv"));
}

#[test]
fn numbers_of_the_party() {
    check("Party", include_str!("data/citations-party.tsv"));
}

#[test]
fn what_only_looks_like_a_number() {
    let mut wrong = 0;
    for row in rows(include_str!("data/not-numbers.tsv")) {
        let found = read(row[1]);
        if !found.is_empty() {
            vankien_testing::say(&format!("{} {}: {found:?} ({})", row[0], row[1], row[2]));
            wrong += 1;
        }
    }
    assert_eq!(wrong, 0);
}
