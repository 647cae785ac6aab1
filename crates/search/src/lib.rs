//! Answers questions from an index: reads the question, ranks sections, picks passages.
//! In: a question and an index folder. Out: an [`Answer`] of library values.
//! Never prints, never writes, never reads the papers' files again.
//!
//! ```
//! use vankien_ingest::{IngestOptions, ingest};
//! use vankien_search::{SearchOptions, Searcher};
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("a.txt"), "Số: 59-NQ/TW\n\nNghị quyết về đất đai.\n")?;
//! let index = folder.path().join("index");
//! let paths = vec![folder.path().join("a.txt")];
//! ingest(&IngestOptions { index: index.clone().into(), paths, ..IngestOptions::default() }, &mut ())?;
//!
//! // Without marks any marks are meant.
//! let answer = Searcher::open(&index)?.search("dat dai", SearchOptions::default())?;
//! assert_eq!(answer.hits.len(), 1);
//! assert!(answer.hits[0].path.ends_with("a.txt"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(clippy::string_slice)]

mod abbreviation;
mod answer;
pub mod around; // the graph of citations around a paper
mod asking;
mod citing_context;
mod dictionary;
mod distance;
pub mod dossier; // all that is known of a number, and what became of its papers
mod error;
mod excerpt;
mod expand;
mod facets;
mod filter;
mod held_units;
mod hit;
pub mod identity; // papers that share a number, and which one is meant
pub mod known; // the papers known under many numbers
mod laws;
mod matches;
pub mod mentions; // every mention of a number or a phrase
mod namesakes;
mod near;
mod near_duplicates;
mod note;
mod number;
mod number_keys;
mod options;
mod part_of_paper;
mod pick;
mod plan;
mod question;
mod question_words;
mod rank;
mod reading;
mod reason;
mod rerank;
mod resolve;
mod scope;
mod searcher;
mod suggest;
mod synonym;
mod tiers;
mod vocabulary;
pub mod weights; // the numbers by which sections are ranked
mod why_not;

pub use asking::{Finder, Papers, Placed, has_number}; // Beside a search: matches, papers, ranked sections.
pub use error::{Error, Result}; // Why a question is not answered.
pub use expand::Expanded; // What `prefix*` and `word~1` were expanded to.
pub use facets::{Counts, Facets}; // Counts of papers by their metadata.
pub use filter::{Exactness, FilterMatch, with_shell_quotes}; // How filters were met; shell quotes put back.
pub use hit::{Answer, Hit, Match, NearDuplicate, ShownEdit}; // An answer and its hits.
pub use note::{Aside, Note, Oddity}; // What a reader should know of an answer.
pub use options::SearchOptions; // How to answer.
pub use question::Literal; // Syntax that was ignored or taken literally.
pub use rank::{CountedSections, Explained, Gain, Occurrences}; // What scores are made of.
pub use reading::ReadAs; // A word that was read otherwise than typed.
pub use reason::Reason; // Why one of several papers is meant.
pub use scope::Scope; // Whether sections or whole papers are asked.
pub use searcher::Searcher; // An index that answers questions.
pub use why_not::WhyNot; // Why a paper is not among the hits.

#[cfg(test)]
mod tests {
    use super::*;
    use vankien_engine::fixture::{index_of, paper};

    fn world() -> (tempfile::TempDir, Searcher) {
        let folder = tempfile::tempdir().expect("a folder");
        let citing = "Thực hiện Nghị quyết số 59-NQ/TW và 59-NQ/TW, theo 06/QĐ-TTg";
        let papers = vec![
            ("a.txt", paper(citing, None, &["59-NQ/TW", "06/QĐ-TTg"])),
            ("b.txt", paper("Số 59-NQ/TW ngày", Some("59-NQ/TW"), &[])),
            ("c.txt", paper("Có 159-NQ/TW, có 59 xã và NQ, TW", None, &["159-NQ/TW"])),
        ];
        index_of(folder.path(), papers);
        let searcher = Searcher::open(folder.path()).expect("an index");
        (folder, searcher)
    }

    #[test]
    fn the_paper_that_bears_a_number_comes_first() {
        let (_folder, searcher) = world();
        for question in
            ["59-NQ/TW", "59/nq-tw", "NQ59", "nghi quyet 59", "nq 59-tw", "\u{a0}59 NQ TW"]
        {
            let answer = searcher.search(question, SearchOptions::default()).expect("an answer");
            let hits: Vec<_> =
                answer.hits.iter().map(|hit| (hit.path.as_str(), hit.bears)).collect();
            assert_eq!(hits, [("b.txt", true), ("a.txt", false)], "{question}");
            assert_eq!(answer.hits[0].document.as_deref(), Some("59-NQ/TW"));
            assert_eq!(answer.hits[1].matches[0].surface, "59-NQ/TW");
        }
        let answer = searcher.search("6/qd-ttg", SearchOptions::default()).expect("an answer");
        assert_eq!((answer.total, answer.hits[0].path.as_str()), (1, "a.txt"));
    }

    #[test]
    fn a_phrase_may_hold_the_words_of_a_number() {
        let (_folder, searcher) = world();
        let answer =
            searcher.search("\"số 59-NQ/TW và\"", SearchOptions::default()).expect("an answer");
        assert_eq!((answer.total, answer.hits[0].path.as_str()), (1, "a.txt"));
    }

    #[test]
    fn abbreviations_find_what_they_stand_for_and_the_reverse() {
        let folder = tempfile::tempdir().expect("a folder");
        let papers = vec![
            ("a.txt", paper("Ban Thường vụ họp", None, &[])),
            ("b.txt", paper("BTV họp tại nhà", None, &[])),
            ("c.txt", paper("ban ngày, thường có vụ", None, &[])),
        ];
        index_of(folder.path(), papers);
        let searcher = Searcher::open(folder.path()).expect("an index");
        let paths = |question: &str, options| -> Vec<String> {
            let answer = searcher.search(question, options).expect("an answer");
            answer.hits.into_iter().map(|hit| hit.path).collect()
        };
        let expand = SearchOptions::default();
        for question in ["BTV", "btv", "\"Ban Thường vụ\"", "\"ban thuong vu\""] {
            let mut found = paths(question, expand);
            found.sort();
            assert_eq!(found, ["a.txt", "b.txt"], "{question}");
        }
        assert!(paths("Ban Thường vụ", expand).contains(&"b.txt".to_owned()));
        let answer = searcher.search("\"Ban Thường vụ\"", expand).expect("an answer");
        assert_eq!(answer.hits[1].matches[0].surface, "BTV");
        let told = Note::Abbreviations { expansions: vec!["BTV = Ban Thường vụ".into()] };
        assert!(answer.notes.contains(&told), "{:?}", answer.notes);
        assert_eq!(
            paths("\"Ban Thường vụ\"", SearchOptions { expand: false, ..expand }),
            ["a.txt"]
        );
    }

    #[test]
    fn a_number_names_the_paper_that_bears_it() {
        let (_folder, searcher) = world();
        assert_eq!(searcher.resolve("59-NQ/TW").expect("one"), "b.txt");
        assert_eq!(searcher.resolve("59 nq tw").expect("one"), "b.txt");
        assert!(searcher.resolve("06/QĐ-TTg").is_err());
    }
}
