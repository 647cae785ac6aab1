//! Sample papers that a word processor printed and saved, read back: they say what their text says.
//! The files are made by `round-trips/make.sh`.

use vankien_files::pipeline;
use vankien_papers::document::Document;
use vankien_testing::project;
use vankien_text::{Quality, Why};

/// A paper at a path of the project.
fn paper(path: &str) -> Document {
    let read = pipeline::read(&project(path), u64::MAX);
    pipeline::document(&read.expect("a paper"))
}

/// A paper that was printed or saved.
fn printed(name: &str) -> Document {
    paper(&format!("crates/files/tests/round-trips/{name}"))
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a paper says: its masthead, and of each section place, number, heading, text and citations.
fn said(document: &Document) -> String {
    let masthead = &document.masthead;
    let mut said = String::new();
    let fields = [&masthead.number, &masthead.kind, &masthead.date, &masthead.place];
    for field in fields.into_iter().chain([&masthead.issuer, &masthead.title]) {
        said += &format!("{:?}\n", field.as_ref().map(|field| &field.value));
    }
    said += &format!("{:?}\n", masthead.signer.as_ref().map(|field| &field.value));
    for section in &document.sections {
        let (place, path, title) = (section.place.name(), &section.path, &section.title);
        said += &format!("{place} {path} [{title}] {}\n", on_one_line(&section.text));
        for inner in &section.inner {
            said += &format!("  within {} [{}]\n", inner.path, inner.title);
        }
        for citation in &section.citations {
            let surface = citation.surface(&section.text);
            said += &format!("  cites {:?} {:?}: {surface}\n", citation.canonical, citation.date);
        }
    }
    said
}

/// What two papers say differently; empty where they say the same.
fn difference(name: &str, read: &Document, text: &Document) -> String {
    let (read, text) = (said(read), said(text));
    if read == text {
        return String::new();
    }
    let differ = |one: &str, other: &str| {
        let lines = one.lines().filter(|line| !other.lines().any(|same| same == *line));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    format!("{name} says\n{}and its text\n{}", differ(&read, &text), differ(&text, &read))
}

#[test]
fn clean_papers_come_back_as_they_went() {
    let decision = "tests/truth/corpus/quyet-dinh/01-phe-duyet-du-an-cau.txt";
    let guideline = "tests/truth/corpus/huong-dan/01-kiem-diem-cuoi-nam.txt";
    let resolution = "tests/truth/corpus/nghi-quyet/01-ha-tang-cau-van-hai-2.txt";
    let regulation = "tests/truth/corpus/quy-dinh/01-trach-nhiem-nguoi-dung-dau.txt";
    let cases = [
        ("decision-liberation.pdf", decision),
        ("decision.docx", decision),
        ("decision.doc", decision),
        ("guideline-dejavu.pdf", guideline),
        ("guideline.odt", guideline),
        ("guideline.rtf", guideline),
        ("resolution-noto.pdf", resolution),
        ("regulation.docx", regulation),
    ];
    let mut wrong = String::new();
    for (name, text) in cases {
        let read = printed(name);
        assert_eq!((read.quality, read.edits.as_slice()), (Quality::Good, &[][..]), "{name}");
        wrong += &difference(name, &read, &paper(text));
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What was changed, and into what; where it stood differs. On a printed page a blank is a distance:
/// what kind of space it was is gone.
fn changes(document: &Document) -> Vec<String> {
    let edits = document.edits.iter().filter(|edit| edit.why != Why::Space);
    let mut changes: Vec<String> = edits
        .map(|edit| format!("{} {} > {}", edit.why.name(), on_one_line(&edit.from), edit.to))
        .collect();
    changes.sort();
    changes
}

#[test]
fn damage_is_mended_as_in_the_text() {
    let eth = "corpus/quyet-dinh/02-to-cong-tac-de-an-06.txt";
    let lost = "corpus/cong-van/01-so-ket-nghi-quyet-12.txt";
    let cases = ["pdf", "docx", "odt", "rtf", "doc"].map(|kind| (format!("eth.{kind}"), eth));
    let more = ["pdf", "docx"].map(|kind| (format!("lost.{kind}"), lost));
    let mut wrong = String::new();
    for (name, text) in cases.into_iter().chain(more) {
        let (read, text) = (printed(&name), paper(text));
        wrong += &difference(&name, &read, &text);
        if changes(&read) != changes(&text) {
            wrong += &format!("{name}: {:#?}\n{:#?}\n", changes(&read), changes(&text));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn letters_that_a_font_map_lost_come_back() {
    let read = printed("holes.pdf");
    let text = paper("tests/truth/corpus/nghi-quyet/01-ha-tang-cau-van-hai-2.txt");
    let outline = |document: &Document| -> Vec<_> {
        let sections = document.sections.iter();
        sections
            .map(|one| (one.place, one.path.clone(), one.title.clone(), one.inner.len()))
            .collect()
    };
    assert_eq!(outline(&read), outline(&text));
    let cited = |document: &Document| -> Vec<_> {
        let citations = document.sections.iter().flat_map(|section| &section.citations);
        citations.map(|one| (one.canonical.clone(), one.date.clone())).collect()
    };
    assert_eq!(cited(&read), cited(&text));
    let words = |document: &Document| -> Vec<String> {
        let sections = document.sections.iter();
        sections.flat_map(|one| one.text.split_whitespace().map(str::to_owned)).collect()
    };
    let (read, text) = (words(&read), words(&text));
    assert_eq!(read.len(), text.len());
    let pairs = read.iter().zip(&text).filter(|(read, text)| read != text);
    let left: String = pairs.map(|(read, text)| format!("{read}, wanted {text}\n")).collect();
    // A floor that no bless lowers.
    assert!(left.lines().count() <= 2, "{left}");
    // What repair still leaves stands in a file, so that every change of it shows.
    expect_test::expect_file!["round-trips/holes-left.txt"].assert_eq(&left);
}

#[test]
fn letters_that_a_font_map_has_wrong_come_back() {
    let read = printed("wrong.pdf");
    let text = paper("tests/truth/corpus/huong-dan/01-kiem-diem-cuoi-nam.txt");
    let wrong = difference("wrong.pdf", &read, &text);
    assert!(wrong.is_empty(), "{wrong}");
    let told = read.edits.iter().filter(|edit| edit.why == Why::LetterLost).count();
    assert!(told > 50, "{told} letters told by their shapes");
}
