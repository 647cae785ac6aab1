//! Papers walked through every stage, in folders that can be read with `ls` and `cat`:
//! `stages/CASE/{0-file,1-extracted,2-normalised,3-repaired,4-sections}.txt`.
//! `UPDATE_EXPECT=1 cargo test --no-fail-fast` blesses; read the diff.

use std::fmt::Write;

use expect_test::expect_file;
use vankien_files::pipeline;
use vankien_papers::citation::Relations;
use vankien_papers::document::Document;
use vankien_testing::project;

fn walk(case: &str) {
    let folder = project("crates/files/tests/stages").join(case);
    let extracted = pipeline::read(&folder.join("0-file.txt"), u64::MAX).expect("a paper");
    let letters = vankien_text::mend(&extracted.text);
    expect_file![folder.join("1-extracted.txt")].assert_eq(&extracted.text);
    expect_file![folder.join("2-normalised.txt")].assert_eq(&letters.normalised.text);
    expect_file![folder.join("3-repaired.txt")].assert_eq(&letters.text);
    let document = pipeline::document(&extracted);
    expect_file![folder.join("4-sections.txt")].assert_eq(&outline(&document));
}

/// The paper as its parts: a line of place, path, page and lines, then the text.
fn outline(document: &Document) -> String {
    let mut text = String::new();
    for (name, field) in document.masthead.texts() {
        let value = field.as_ref().map_or("-", |field| &field.value);
        writeln!(text, "{name}: {value}").expect("a string takes it");
    }
    for section in &document.sections {
        let (place, path) = (section.place.name(), &section.path);
        let page = section.page.expect("plain text has pages");
        let (first, last) = section.lines;
        writeln!(text, "\n== {place} [{path}] page {page}, lines {first}-{last} {}", section.title)
            .expect("a string takes it");
        writeln!(text, "{}", section.text).expect("a string takes it");
        for inner in &section.inner {
            writeln!(text, "  inside: [{}] {}", inner.path, inner.title)
                .expect("a string takes it");
        }
        let relations = Relations::of_section(section);
        for (at, citation) in section.citations.iter().enumerate() {
            let canonical = citation.canonical.as_deref().unwrap_or("-");
            let surface = citation.surface(&section.text);
            let relation = relations.to(at).unwrap_or("cites");
            writeln!(text, "  {relation}: {:?} {surface} = {canonical}", citation.form)
                .expect("a string takes it");
        }
    }
    text
}

#[test]
fn a_letter_that_cites_in_every_way() {
    walk("cong-van-citations");
}

#[test]
fn a_letter_some_of_which_was_misread() {
    walk("cong-van-misread");
}

#[test]
fn a_notice_with_lost_letters_and_pages() {
    walk("thong-bao-letters-lost");
}

#[test]
fn a_decision_of_the_state_with_clauses() {
    walk("quyet-dinh-clauses");
}

#[test]
fn a_letter_with_a_note_and_recipients() {
    walk("cong-van-note");
}

#[test]
fn an_article_of_the_press() {
    walk("bao-chi-article");
}
