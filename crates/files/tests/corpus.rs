//! The sample papers against their clean originals, line for line.

use std::path::{Path, PathBuf};

use vankien_files::pipeline;
use vankien_testing::project;

fn papers() -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(project("corpus")).sort_by_file_name().into_iter();
    let files = files.filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    files.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect()
}

/// The path of a paper as the project names it.
fn name(paper: &Path) -> &Path {
    paper.strip_prefix(project("")).expect("below the project")
}

fn truth(paper: &Path) -> String {
    std::fs::read_to_string(project("tests/truth").join(name(paper))).expect("the clean original")
}

/// Lines of the repaired paper that differ from the clean original, with both.
fn differences(repaired: &str, truth: &str) -> Vec<String> {
    assert_eq!(repaired.split('\n').count(), truth.split('\n').count(), "as many lines");
    let pairs = repaired.split('\n').zip(truth.split('\n')).enumerate();
    pairs
        .filter(|(_, (ours, theirs))| ours != theirs)
        .map(|(line, (ours, theirs))| format!("{}: {ours}\n   wanted {theirs}", line + 1))
        .collect()
}

#[test]
fn damaged_papers_come_back_but_for_the_lines_that_are_named() {
    let mut wrong = Vec::new();
    for paper in papers() {
        let extracted = pipeline::read(&paper, u64::MAX).expect("a sample can be read");
        let letters = vankien_text::mend(&extracted.text);
        let found = differences(&letters.text, &truth(&paper));
        let name = name(&paper).display().to_string();
        wrong.extend(found.into_iter().map(|line| format!("{name}:{line}\n")));
    }
    // A floor that no bless lowers.
    assert!(wrong.len() <= 4, "{} lines are left", wrong.len());
    // What is still left stands in a file, so that every change of repair shows as moved rows.
    expect_test::expect_file!["corpus-left.txt"].assert_eq(&wrong.concat());
}

#[test]
fn clean_originals_stay_as_they_are() {
    for paper in papers() {
        let truth = truth(&paper);
        let letters = vankien_text::mend(&truth);
        let slips = differences(&letters.text, &truth);
        assert!(slips.is_empty(), "{}: {}", paper.display(), slips.join("\n"));
    }
}

#[test]
fn the_parts_of_a_damaged_paper_are_those_of_its_clean_original() {
    for paper in papers() {
        let extracted = pipeline::read(&paper, u64::MAX).expect("a sample can be read");
        let damaged = pipeline::document(&extracted);
        let clean = vankien_files::Extracted { text: truth(&paper), ..extracted.clone() };
        let clean = pipeline::document(&clean);
        let outline = |document: &vankien_papers::document::Document| -> Vec<_> {
            let sections = document.sections.iter();
            sections.map(|s| (s.path.clone(), s.place, s.page, s.lines, s.title.clone())).collect()
        };
        assert_eq!(outline(&damaged), outline(&clean), "{}", paper.display());
        assert_eq!(damaged.pages, clean.pages, "{}", paper.display());
        let numbers = |document: &vankien_papers::document::Document| -> Vec<_> {
            let citations = document.sections.iter().flat_map(|section| &section.citations);
            citations.map(|citation| citation.canonical.clone()).collect()
        };
        assert_eq!(numbers(&damaged), numbers(&clean), "{}", paper.display());
        assert_eq!(damaged.masthead.number, clean.masthead.number, "{}", paper.display());
    }
}

/// What a sample paper says of itself, read by eye from its print: `tests/truth/corpus.tsv`. No bless writes it.
#[test]
fn the_sample_papers_say_what_their_print_says() {
    let table = std::fs::read_to_string(project("tests/truth/corpus.tsv")).expect("the table");
    let mut rows = 0;
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [path, number, kind, date, items, cited] = columns[..] else { panic!("{row}") };
        let extracted = pipeline::read(&project(path), u64::MAX).expect("a sample can be read");
        let document = pipeline::document(&extracted);
        let masthead = &document.masthead;
        let value = |field: &Option<vankien_papers::document::Field<String>>| {
            field.as_ref().map_or("-", |field| field.value.as_str()).to_owned()
        };
        assert_eq!(value(&masthead.number), number, "{path}");
        assert_eq!(value(&masthead.kind), kind, "{path}");
        assert_eq!(value(&masthead.date), date, "{path}");
        let paths = document.sections.iter().flat_map(|section| {
            let inner = section.inner.iter().map(|one| one.path.as_str());
            std::iter::once(section.path.as_str()).chain(inner)
        });
        let tops: std::collections::BTreeSet<&str> = paths
            .filter(|path| !path.is_empty())
            .filter_map(|path| path.split('/').next())
            .collect();
        assert_eq!(tops.len().to_string(), items, "{path}: {tops:?}");
        let citations = document.sections.iter().flat_map(|section| &section.citations);
        let mut numbers: Vec<&str> = citations
            .filter(|one| one.form != vankien_papers::document::Form::Own)
            .filter_map(|one| one.canonical.as_deref())
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let numbers = if numbers.is_empty() { "-".to_owned() } else { numbers.join(" ") };
        assert_eq!(numbers, cited, "{path}");
        rows += 1;
    }
    assert_eq!(rows, papers().len(), "each sample paper has its row");
}
