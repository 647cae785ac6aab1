//! No change of what the stages give lands without a new fingerprint: an index of before would be mixed with one of after.
//! In: the sample papers, files of all formats, and each kind of damage. Out: one hash over what every stage gives.

use std::path::{Path, PathBuf};

use twox_hash::XxHash3_128;
use vankien_engine::analyse::Tokens;
use vankien_engine::manifest::STAGES;
use vankien_engine::prepare::prepare;
use vankien_engine::term_cache::TermCache;
use vankien_files::{Extracted, extract, pipeline};
use vankien_lab::kind::KINDS;
use vankien_papers::document::Document;
use vankien_testing::project;
use vankien_text::{Edit, mend};

/// The files below a folder of the project, in order of their paths.
fn files(folder: &str) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(project(folder)).sort_by_file_name().into_iter();
    let files = walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.map(walkdir::DirEntry::into_path).collect()
}

/// What a paper became, as lines of text: differences show in a debugger, and floats are rounded, for their last digits
/// differ between machines.
#[derive(Default)]
struct Outputs {
    hasher: XxHash3_128,
    papers: usize,
}

impl Outputs {
    fn add(&mut self, value: &str) {
        self.hasher.write(&(value.len() as u64).to_le_bytes());
        self.hasher.write(value.as_bytes());
    }

    fn edits(&mut self, edits: &[Edit]) {
        for edit in edits {
            let Edit { span, from, to, why, confidence } = edit;
            self.add(&format!("{span:?} {from} {to} {} {confidence:.3}", why.name()));
        }
    }

    fn document(&mut self, document: &Document) {
        self.add(&format!("{:?} {:?} {:?}", document.pages, document.quality, document.masthead));
        self.add(&format!("{} {:?}", document.provenance, document.abbreviations));
        self.edits(&document.edits);
        self.edits(&document.readings);
        for section in &document.sections {
            self.add(&format!("{section:?}"));
        }
    }

    fn file(&mut self, path: &Path) {
        self.papers += 1;
        let bytes = std::fs::read(path).expect("a file of the project can be read");
        let extracted = extract::extract(path, bytes).expect("a file of the project is read");
        self.paper(&extracted);
    }

    fn paper(&mut self, extracted: &Extracted) {
        self.add(&format!("{} {:?} {:?}", extracted.text, extracted.page_starts, extracted.lines));
        let document = pipeline::document(extracted);
        self.document(&document);
        for section in prepare("paper", &extracted.text, document).sections {
            let written = [&section.second, &section.title, &section.body];
            written.into_iter().for_each(|text| self.add(text));
            let mut tokens = Tokens::with_inlays(&section.text, TermCache::default());
            while tokens.advance() {
                self.add(&format!("{} {:?}", tokens.term(), tokens.span()));
            }
        }
    }

    /// What becomes of a clean paper that was damaged in each way.
    fn damaged(&mut self, clean: &str, at: usize) {
        for kind in KINDS {
            let damaged = kind.damaged(clean, 1, at).text();
            let mended = mend(&damaged);
            self.add(&mended.text);
            self.edits(&mended.edits);
            self.edits(&mended.readings);
        }
    }
}

#[test]
fn what_the_stages_give_is_named_by_the_fingerprint() {
    let mut outputs = Outputs::default();
    let is_paper = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        ["txt", "md", "html", "pdf", "doc", "docx", "odt", "rtf", "eml"].contains(&ending)
            && !path.ends_with("README.md")
            && !path.ends_with("holes-left.txt")
    };
    for folder in ["corpus", "crates/files/tests/round-trips"] {
        for file in files(folder).iter().filter(|path| is_paper(path)) {
            outputs.file(file);
        }
    }
    for file in
        files("crates/files/tests/stages").iter().filter(|path| path.ends_with("0-file.txt"))
    {
        outputs.file(file);
    }
    for (at, file) in files("tests/truth/corpus").iter().enumerate() {
        outputs.damaged(&std::fs::read_to_string(file).expect("a clean original"), at);
    }
    assert!(outputs.papers > 25, "{} papers", outputs.papers);
    let found = outputs.hasher.finish_128();
    assert_eq!(
        found, STAGES,
        "the stages give something else than before: write STAGES = {found:#034x} in crates/engine/src/manifest.rs, so \
         that an index of before is read anew"
    );
}
