//! The interface of a store: [`Papers`] gives the stored records, [`Engine`] answers queries.
//!
//! In: plans, terms, ids. Out: values of this crate, the same from every store. Never a type of the library below a
//! store, and never a posting list: of postings, only counts, positions in chosen sections, and ids of sections cross
//! this interface.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::column::Column;
use crate::error::{Error, Result};
use crate::filter::{ChosenPapers, ColumnFilter, FacetScope};
use crate::found::FoundSections;
use crate::manifest::Manifest;
use crate::observed::{ObservationRequest, Observations};
use crate::plan::{Phrase, Plan, Weights};
use crate::record::{PaperRecord, SectionRecord};
use crate::section::{PaperId, SectionId};
use crate::terms::TermRange;

/// Read access to the records of papers and sections.
pub trait Papers: Send + Sync {
    /// The data that was committed with the papers: format, fingerprint, ingested roots, sums over all papers.
    fn manifest(&self) -> &Manifest;

    /// An identifier of this state of the store, 16 hexadecimal digits. Each commit that changes anything changes it.
    fn version(&self) -> String;

    /// Calls `take` with the record of each paper, one at a time, in no defined order. Duplicates are not among them.
    ///
    /// # Errors
    /// Where a record cannot be read.
    fn each_paper(&self, take: &mut dyn FnMut(PaperRecord)) -> Result<()>;

    /// The records of duplicates (files that hold the same paper as another file), sorted by path.
    ///
    /// # Errors
    /// Where a record cannot be read.
    fn duplicates(&self) -> Result<Vec<PaperRecord>>;

    /// The record of the paper at `path`; `None` if there is no such paper or it is a duplicate.
    ///
    /// # Errors
    /// Where its record cannot be read.
    fn paper(&self, path: &str) -> Result<Option<PaperRecord>>;

    /// The record of the duplicate at `path`; `None` if the file there is no duplicate.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn duplicate(&self, path: &str) -> Result<Option<PaperRecord>>;

    /// The paths of all papers and duplicates. May include papers that were removed but whose segment was not merged
    /// yet.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn paths(&self) -> Result<BTreeSet<String>>;

    /// The ids of the sections of the paper at `path`, sorted by ordinal; none if there is no such paper or it is a
    /// duplicate.
    ///
    /// # Errors
    /// Where they cannot be looked up.
    fn sections_at(&self, path: &str) -> Result<Vec<SectionId>>;

    /// The record of a section, with its text. A store may leave its [`SectionRecord::exceptions`] empty.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn section(&self, id: SectionId) -> Result<SectionRecord>;

    /// A reader for many sections of one paper, with [`SectionRecord::exceptions`] filled in. It has a block cache of
    /// its own, so that reading a long paper does not evict the blocks that other questions use.
    ///
    /// # Errors
    /// Where nothing can be read.
    fn section_reader(&self) -> Result<Box<dyn SectionReader + '_>>;

    /// The records of all papers, sorted by path, without duplicates.
    ///
    /// # Errors
    /// Where a record cannot be read.
    fn papers(&self) -> Result<Vec<PaperRecord>> {
        let mut papers = Vec::new();
        self.each_paper(&mut |paper| papers.push(paper))?;
        papers.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(papers)
    }

    /// The paper at `path`; if that file is a duplicate, the paper that represents it; `None` if there is neither.
    ///
    /// # Errors
    /// Where a record cannot be read.
    fn representative(&self, path: &str) -> Result<Option<PaperRecord>> {
        if let Some(paper) = self.paper(path)? {
            return Ok(Some(paper));
        }
        if self.duplicate(path)?.is_none() {
            return Ok(None);
        }
        let represents = |paper: &PaperRecord| paper.also_in.iter().any(|other| other == path);
        Ok(self.papers()?.into_iter().find(represents))
    }

    /// The records of the sections of the paper at `path`, sorted by ordinal, as [`Papers::section`] gives them.
    ///
    /// # Errors
    /// Where a record cannot be read.
    fn sections(&self, path: &str) -> Result<Vec<SectionRecord>> {
        self.sections_at(path)?.into_iter().map(|id| self.section(id)).collect()
    }
}

/// Reads the sections of a paper one after the other.
pub trait SectionReader {
    /// The record of a section, with its text and its [`SectionRecord::exceptions`].
    ///
    /// # Errors
    /// Where it cannot be read.
    fn read_section(&self, id: SectionId) -> Result<SectionRecord>;
}

/// The queries of search. Results carry no order among equal scores: the caller breaks ties by path and ordinal.
pub trait Engine: Papers {
    /// Opens the newest committed state of the same store; this value stays in its own state.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn reopen(&self) -> Result<Box<dyn Engine>>;

    /// Takes out the damage found so far that did not keep the store from being read. Each piece of damage is reported
    /// once.
    fn take_errors(&mut self) -> Vec<Error>;

    /// The terms of the text field in a range, sorted by bytes. May include terms that only deleted sections hold.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    fn terms(&self, range: &TermRange) -> Result<Vec<String>>;

    /// The terms of the text field in a range that live sections hold, sorted, each with how many sections hold it.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    fn counted_terms(&self, range: &TermRange) -> Result<Vec<(String, u64)>>;

    /// The document frequency of a term in the text field: how many live sections hold it.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    fn sections_holding(&self, term: &str) -> Result<u64>;

    /// The sections that hold a term in their text, in no defined order. If there are more than `most`, only the first
    /// `most` by path and ordinal.
    ///
    /// # Errors
    /// Where they cannot be looked up.
    fn sections_with(&self, term: &str, most: usize) -> Result<Vec<SectionId>>;

    /// Whether any paper defines an abbreviation. Papers that were removed but whose segment was not merged yet may
    /// count.
    ///
    /// # Errors
    /// Where that cannot be looked up.
    fn has_definitions(&self) -> Result<bool>;

    /// The abbreviations that papers define where `words` is the short or the long form, whatever the case and marks:
    /// pairs of short and long form, as written. May include those of papers that were removed but whose segment was
    /// not merged yet.
    ///
    /// # Errors
    /// Where that cannot be looked up.
    fn definitions(&self, words: &str) -> Result<BTreeSet<(String, String)>>;

    /// The paths of the papers that define the abbreviation `short` for `long`, both exactly as written; no removed
    /// ones.
    ///
    /// # Errors
    /// Where that cannot be looked up.
    fn defining_papers(&self, short: &str, long: &str) -> Result<BTreeSet<String>>;

    /// The first pass (BM25F): the `most` sections that rank first, and all that tie with the last of them, in no
    /// order, with the exact total. `most` = 0 gives all sections that answer.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn candidates(&self, plan: &Plan, most: usize) -> Result<Candidates>;

    /// Explains first-pass scores: for each of `ids`, in the same order, the clauses of the plan that the section
    /// holds, in the order of the plan. Each is the number of its part ([`Clause::part`](crate::plan::Clause::part))
    /// and the score that it adds (0 under NOT). Sections that do not answer are explained too.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn gains(&self, plan: &Plan, ids: &[SectionId]) -> Result<Vec<Vec<(usize, f32)>>>;

    /// Counts, positions and lengths in the sections `ids`, which are sorted by id and without duplicates.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn observe(
        &self,
        ids: Vec<SectionId>,
        request: &ObservationRequest<'_>,
    ) -> Result<Observations>;

    /// For each of `papers`, in the same order, the sections that say what the paper is about. A store looks for them
    /// among the first 32 sections of the paper.
    ///
    /// # Errors
    /// Where they cannot be looked up.
    fn leads(&self, papers: &[PaperId]) -> Result<Vec<Lead>>;

    /// The path of each paper, by its id.
    ///
    /// # Errors
    /// Where they cannot be looked up.
    fn paths_of(
        &self,
        papers: &mut dyn Iterator<Item = PaperId>,
    ) -> Result<BTreeMap<PaperId, String>>;

    /// All sections that hold a phrase, with counts, in no defined order.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn phrase_sections(&self, phrase: &Phrase) -> Result<Vec<PhraseCount>>;

    /// How many sections hold a phrase, but at most `most`: counting stops there.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn count_phrase_up_to(&self, phrase: &Phrase, most: usize) -> Result<usize>;

    /// How many of the sections `among` hold at least one of `phrases`.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn count_phrases_among(&self, phrases: &[Phrase], among: &FoundSections) -> Result<usize>;

    /// A superset of the sections that mention what is asked, sorted by path and ordinal. The caller reads their texts
    /// to tell which of them do.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn mention_candidates<'e>(
        &'e self,
        asked: &MentionQuery<'_>,
    ) -> Result<Box<dyn Iterator<Item = Result<SectionId>> + 'e>>;

    /// Counts mentions by positions, without reading a text. `None` if this store cannot: the caller then lists the
    /// mentions and counts the list.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn count_places(&self, _asked: &PlacesQuery<'_>) -> Result<Option<PlacesCounted>> {
        Ok(None)
    }

    /// The papers that match all filters; all papers if there are none.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn choose_papers(&self, filters: Vec<ColumnFilter>) -> Result<ChosenPapers>;

    /// How many papers were chosen, and the records of those in `range` (indexes, end exclusive) when sorted by path.
    /// Duplicates are not among them.
    ///
    /// # Errors
    /// Where a record cannot be read.
    fn chosen_papers(
        &self,
        chosen: &ChosenPapers,
        range: Range<usize>,
    ) -> Result<(usize, Vec<PaperRecord>)>;

    /// Whether the paper at `path` was chosen. False if there is no such paper, or it is a duplicate.
    ///
    /// # Errors
    /// Where it cannot be looked up.
    fn is_chosen(&self, chosen: &ChosenPapers, path: &str) -> Result<bool>;

    /// Counts papers by their value in each of `columns`.
    ///
    /// # Errors
    /// Where a column cannot be read.
    fn facets(&self, among: FacetScope<'_>, columns: &[Column]) -> Result<Facets>;
}

/// The result of the first pass.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// The sections that rank first, in no order: those that are what a number asks for ([`Candidate::bears`]), then by
    /// score. All that tie with the last one are included.
    pub best: Vec<Candidate>,
    /// How many sections answer in all; exact.
    pub total: usize,
    /// The document frequency of each word, one entry for each word clause that is not under NOT.
    pub words: Vec<WordFound>,
    /// The weight of each content word, if the plan has a [`Coverage`](crate::plan::Coverage); else empty.
    pub weights: Weights,
    /// All sections that answer, if [`Plan::keeps_found`] is set; else empty.
    pub found: FoundSections,
    /// How many sections in `found` hold all content words: all of them if the plan has no coverage condition, 0 if
    /// [`Plan::keeps_found`] is not set. A section with [`Candidate::bears`] counts as if it held just the required
    /// weight.
    pub whole: usize,
    /// How many papers the sections in `found` belong to, so 0 if [`Plan::keeps_found`] is not set; `None` unless
    /// [`Plan::per_paper`] is set.
    pub papers: Option<usize>,
}

/// A section that answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The section.
    pub id: SectionId,
    /// Whether the section is what a number asks for: it bears a number of [`Numbers::own`](crate::plan::Numbers::own)
    /// or is one of its `units`. Such sections rank first.
    pub bears: bool,
    /// Its first-pass score.
    pub score: f32,
    /// How much of `score` comes from required clauses (phrases, NEAR and numbers), in the same unit.
    pub required: f32,
    /// Whether the section holds what runs on every page ([`Role::Running`](crate::Role::Running)).
    pub is_running: bool,
}

/// The document frequency of one word of the question, without deleted sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordFound {
    /// The index of its clause in [`Plan::clauses`].
    pub clause: usize,
    /// How many sections hold one of its terms in the text or in second readings, or another spelling of it. For a
    /// common word only those that hold it as typed in the text.
    pub sections: u64,
    /// Whether the word is common ([`Weighting::common`](crate::plan::Weighting::common)): it was counted only with the
    /// typed marks, and not in second readings.
    pub is_common: bool,
}

/// A section that holds a phrase, with how often it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhraseCount {
    /// The section.
    pub id: SectionId,
    /// Occurrences in which all words bear the typed marks.
    pub exact: u32,
    /// Occurrences in which some word bears other marks.
    pub other: u32,
}

/// The sections that say what a paper is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// The sections that name the paper (title and headline) and stand before `first`, in order.
    pub names: Vec<SectionId>,
    /// The first section of its body text of at least 100 bytes ([`Role::First`](crate::Role::First)).
    pub first: Option<SectionId>,
}

/// What a list of mentions looks for: sections of the chosen papers that hold at least one of the phrases or terms.
#[derive(Clone, Copy, Debug)]
pub struct MentionQuery<'a> {
    /// The phrases.
    pub phrases: &'a [Phrase],
    /// Terms of document numbers, each with its lead character (see [`crate::analyse::NUMBER_LEAD`]).
    pub terms: &'a [String],
    /// The papers that are searched.
    pub chosen: &'a ChosenPapers,
}

/// Phrases whose occurrences are counted by position. Of overlapping occurrences only the first counts, of those that
/// begin together the longest.
#[derive(Clone, Debug)]
pub struct PlacesQuery<'a> {
    /// The phrase as typed. `None`: nothing is counted, and only the sections of `unclear` are listed.
    pub typed: Option<Phrase>,
    /// Whether an occurrence of `typed` counts only with nothing but blanks between its words.
    pub is_plain: bool,
    /// The other spellings of the phrase.
    pub spelled: Vec<SpelledPhrase>,
    /// Phrases that positions cannot count. The sections that hold one are listed in [`PlacesCounted::unclear`], and
    /// not counted.
    pub unclear: Vec<Phrase>,
    /// The papers that are searched.
    pub chosen: &'a ChosenPapers,
}

/// Another spelling of a phrase, in which some words are abbreviations that count only in their case of print.
#[derive(Clone, Debug)]
pub struct SpelledPhrase {
    /// The words.
    pub phrase: Phrase,
    /// For some words, by their index, the terms of the printed abbreviations that replace them (see
    /// [`crate::abbreviated`]).
    pub printed: Vec<(usize, Vec<String>)>,
    /// The paths of papers that define the abbreviation as something else. Their occurrences do not count.
    pub except: BTreeSet<String>,
}

/// The result of [`Engine::count_places`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlacesCounted {
    /// How many occurrences there are in sections outside `unclear`.
    pub total: usize,
    /// The sections whose text must be read to count their occurrences.
    pub unclear: Vec<SectionId>,
}

/// How many papers have each value of a column. The key `None` counts papers without a value.
pub type ValueCounts = BTreeMap<Option<String>, usize>;

/// Facet counts of papers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// How many papers were counted.
    pub papers: usize,
    /// For each requested column, in the same order, its counts.
    pub columns: Vec<ValueCounts>,
}
