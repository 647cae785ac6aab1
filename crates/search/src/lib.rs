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
//! ingest(&IngestOptions { index: index.clone(), paths, ..IngestOptions::default() }, &mut ())?;
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
pub mod around;
mod best;
mod closer;
mod dictionary;
mod distance;
pub mod error;
mod excerpt;
mod expand;
mod facets;
mod filter;
mod hit;
pub mod identity;
pub mod known;
mod matches;
mod meant;
pub mod mentions;
mod near;
mod note;
mod number;
mod phrase;
mod pick;
mod question;
mod rank;
mod reading;
mod reason;
mod resolve;
mod room;
mod scope;
mod score;
mod section_set;
mod suggest;
mod synonym;
mod terms;
mod tiers;
mod twins;
mod vocabulary;
mod weak;
pub mod weights;
mod why_not;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use vankien_engine::{PaperRecord, SectionRecord, Store, keys};
use vankien_papers::document::Citation;
use vankien_text::span::Span;

use best::Candidate;
use identity::{Decision, Namesakes};
use known::Known;
use question::Question;
use rank::Which;
use weights::Recipe;

pub use crate::error::{Error, Result};

pub use expand::Expanded;
pub use facets::{Counts, Facets};
pub use filter::{Exactness, Matched, quoted_whole};
pub use hit::{Answer, Hit, Match, ShownEdit, Twin};
pub use note::{Aside, Note, Oddity};
pub use question::Literal;
pub use rank::{Counted, Explained, Gain, Promising};
pub use reading::ReadAs;
pub use reason::Reason;
pub use scope::Scope;
pub use why_not::WhyNot;

/// How to answer.
#[derive(Clone, Copy, Debug)]
pub struct SearchOptions {
    /// How many hits; 0 for all.
    pub limit: usize,
    /// How many of the best to pass over first, which were shown before.
    pub skip: usize,
    /// How many sentences more on either side of a passage.
    pub context: usize,
    /// Whether abbreviations stand for what they mean, and the reverse.
    pub expand: bool,
    /// Whether a paragraph that stands in several papers is shown for each; always with no limit.
    pub all: bool,
    /// Whether each paper is shown once, by its best section.
    pub by_paper: bool,
    /// Whether the newest papers come first, those without a date last.
    pub by_date: bool,
    /// Whether each hit tells what its score is made of.
    pub explain: bool,
    /// What must hold all that is asked for.
    pub scope: Scope,
    /// About how many bytes all hits may take; further ones are left to the next part of the list. 0 for any.
    pub most_bytes: usize,
    /// How many matches of a section are told at most; 0 for all.
    pub most_matches: usize,
}

impl Default for SearchOptions {
    fn default() -> SearchOptions {
        SearchOptions {
            limit: 10,
            skip: 0,
            context: 0,
            expand: true,
            all: false,
            by_paper: false,
            by_date: false,
            explain: false,
            scope: Scope::Section,
            most_bytes: 0,
            most_matches: 0,
        }
    }
}

/// A section that answers: which one, and how well.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The path of its paper.
    pub path: String,
    /// Which section of it, from 0.
    pub ordinal: u64,
    /// The higher, the better; comparable within one answer.
    pub score: f32,
}

/// The papers that meet filters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Papers {
    /// Their records, in order of path: those that were asked for.
    pub papers: Vec<PaperRecord>,
    /// How many there are in all.
    pub total: usize,
    /// What the reader should know.
    pub notes: Vec<Note>,
    /// How each value of the filters was met.
    pub filters: Vec<Matched>,
}

/// A question, ready to be found in sections.
pub struct Finder(matches::Matcher);

impl Finder {
    /// Where it matches in a section, in order: bytes of its text.
    pub fn places(&self, section: &SectionRecord) -> Vec<Span> {
        self.0.find(section).into_iter().map(|found| found.span).collect()
    }
}

/// Whether a question holds the number of a paper.
pub fn is_number(question: &str) -> bool {
    !number::find(question).is_empty()
}

/// An index that answers questions.
pub struct Searcher {
    store: Store,
    recipe: Recipe,
}

impl Searcher {
    /// Opens the index in `folder`.
    pub fn open(folder: &Path) -> Result<Searcher> {
        Ok(Searcher { store: Store::open(folder)?, recipe: Recipe::default() })
    }

    /// What is damaged, though the index can be read; for the reader to be told.
    pub fn take_troubles(&mut self) -> Vec<vankien_engine::Error> {
        self.store.take_troubles()
    }

    /// Answers from the newest state of the same index; see [`Store::reopen`].
    pub fn reopen(&self) -> Result<Searcher> {
        Ok(Searcher { store: self.store.reopen()?, recipe: self.recipe })
    }

    /// Answers from no papers, where no index was made in `folder` yet.
    pub fn empty(folder: &Path) -> Result<Searcher> {
        Ok(Searcher { store: Store::empty(folder)?, recipe: Recipe::default() })
    }

    /// The same index, ranked by another recipe; to measure what each part of the usual one adds.
    pub fn with_recipe(self, recipe: Recipe) -> Searcher {
        Searcher { recipe, ..self }
    }

    /// What tells where `question` matches in sections.
    pub fn finder(&self, question: &str) -> Result<Finder> {
        let answer::Asked { question, synonyms, .. } = self.ask(question, true, Scope::Section)?;
        let ranking = rank::rank(&self.store, &self.recipe, &question, &synonyms, 1, Which::Any)?;
        Ok(Finder(matches::Matcher::new(&question, &ranking.keys, &synonyms)))
    }

    /// The index, for what is no search: its papers, their sections.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The best `limit` sections alone (0: all), without passages, whether or not they hold enough of the
    /// words to answer; where too few meet what is required, those follow that do so under other marks.
    pub fn rank(&self, question: &str, limit: usize) -> Result<Vec<Placed>> {
        let answer::Asked { question, synonyms, .. } = self.ask(question, true, Scope::Section)?;
        let ranked = |question: &Question| {
            rank::rank(&self.store, &self.recipe, question, &synonyms, limit, Which::Any)
        };
        let mut best = ranked(&question)?.best;
        if best.len() < limit {
            // What must be there may be there under other marks.
            let held: BTreeSet<(usize, u32)> =
                best.iter().map(|one| (one.segment, one.doc)).collect();
            let others = ranked(&question.with_any_marks())?.best.into_iter();
            best.extend(others.filter(|one| !held.contains(&(one.segment, one.doc))));
            best.truncate(limit);
        }
        let places = self.store.places()?;
        let placed = |one: Candidate| {
            let (path, ordinal) = places.named(one.segment, one.doc)?;
            Ok(Placed { path, ordinal, score: one.score })
        };
        best.into_iter().map(placed).collect()
    }

    /// The sections that promise most for a question, to be weighed more than once.
    pub fn promising(&self, question: &str) -> Result<Promising> {
        let answer::Asked { question, synonyms, .. } = self.ask(question, true, Scope::Section)?;
        Promising::of(&self.store, &self.recipe, &question, &synonyms)
    }

    /// The numbers among `keys` that several papers bear, with those papers.
    fn namesakes(&self, keys: &[Vec<String>]) -> Result<BTreeMap<String, Namesakes>> {
        let mut all = BTreeMap::new();
        for key in keys.iter().flatten().filter(|key| keys::is_plain(key)) {
            let known = Namesakes::of(&self.store, key)?;
            if known.identities.len() > 1 {
                all.insert(key.clone(), known);
            }
        }
        Ok(all)
    }

    /// Lists all mentions of `question`, one by one; `hand_on` says whether to go on.
    pub fn mentions(
        &self,
        question: &str,
        wanted: mentions::Wanted,
        hand_on: impl FnMut(&mentions::Mention<'_>) -> bool,
    ) -> Result<mentions::Outline> {
        mentions::mentions(&self.store, question, wanted, hand_on)
    }

    /// How many mentions [`mentions`](Searcher::mentions) would count; only the total is told.
    pub fn count(&self, question: &str, wanted: mentions::Wanted) -> Result<mentions::Outline> {
        mentions::count(&self.store, question, wanted)
    }

    /// How many more mentions there are under other marks; `None` where marks do not decide.
    pub fn more_folded(&self, question: &str, wanted: mentions::Wanted) -> Result<Option<usize>> {
        mentions::more_folded(&self.store, question, wanted)
    }

    /// Counts the papers that answer `question` by what they say of themselves; all where it is empty.
    pub fn facets(&self, question: &str, scope: Scope) -> Result<Facets> {
        facets::facets(self, question, scope)
    }

    /// The papers that meet the filters in `question`; words beside the filters are an error.
    pub fn papers(&self, question: &str) -> Result<Papers> {
        self.papers_within(question, 0..usize::MAX)
    }

    /// The same, of which a range in order of path is read.
    pub fn papers_within(&self, question: &str, range: Range<usize>) -> Result<Papers> {
        let asked = question::read_all(question)?;
        if let Some(part) = asked.parts.first() {
            let what = format!("holds more than filters: {part}; `vankien search` looks for words");
            return Err(Error::Question { question: question.to_owned(), what });
        }
        let selection = asked.filters.select(&self.store)?;
        let mut notes = asked.notes;
        notes.extend(selection.notes());
        let (total, papers) = selection.papers(&self.store, range)?;
        Ok(Papers { papers, total, notes, filters: selection.matched })
    }

    /// What the index knows of the numbers of `citations`, to tell what each of them means.
    pub fn known<'c>(&self, citations: impl IntoIterator<Item = &'c Citation>) -> Result<Known> {
        Known::of_citations(&self.store, citations)
    }

    /// The papers around the one at `path`, so many `steps` away, no more than can be looked at.
    pub fn around(&self, path: &str, steps: usize) -> Result<around::Around> {
        around::around(self, path, steps)
    }

    /// The path of the paper that `question` names: a path, the end of one, or a document number.
    pub fn resolve(&self, question: &str) -> Result<String> {
        resolve::resolve(&self.store, question)
    }
}

/// Which of several papers of one number the first citation of it in a section means.
fn meant(
    section: &SectionRecord,
    paper: &PaperRecord,
    namesakes: &BTreeMap<String, Namesakes>,
) -> Option<Decision> {
    section.citations.iter().find_map(|citation| {
        let key = keys::number_key(citation.canonical.as_deref()?);
        Some(namesakes.get(&key)?.decide(&section.text, citation, &paper.masthead))
    })
}

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
