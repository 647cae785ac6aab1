//! What is asked of a store of papers and their sections: by lists and views of papers, by ranking, mentions and facets.
//! In: plans, terms, ids. Out: our own values, the same from every store. Never a type of the library below a store.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::column::Column;
use crate::error::{Error, Result};
use crate::filter::{Among, Chosen, ColumnFilter};
use crate::found::Found;
use crate::manifest::Manifest;
use crate::observed::{Observations, Watch};
use crate::plan::{Plan, Row, Weights};
use crate::record::{PaperRecord, SectionRecord};
use crate::section::{PaperId, SectionId};
use crate::terms::TermRange;

/// The records of a store, for whoever shows or lists papers.
pub trait Papers: Send + Sync {
    /// What the store says of itself: sums over all papers, roots.
    fn manifest(&self) -> &Manifest;

    /// Tells this state of the store from all others, in 16 hexadecimal digits.
    fn version(&self) -> String;

    /// Hands all papers on, one at a time, in an order of the store's own.
    ///
    /// # Errors
    /// Where a record cannot be read.
    fn each_paper(&self, take: &mut dyn FnMut(PaperRecord)) -> Result<()>;

    /// The papers that others stand for, in order of their paths.
    ///
    /// # Errors
    /// Where a record cannot be read.
    fn duplicates(&self) -> Result<Vec<PaperRecord>>;

    /// The paper at `path`.
    ///
    /// # Errors
    /// Where its record cannot be read.
    fn paper(&self, path: &str) -> Result<Option<PaperRecord>>;

    /// The record of the file at `path` where another paper stands for it.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn duplicate(&self, path: &str) -> Result<Option<PaperRecord>>;

    /// The paths of all papers and duplicates; those too that were taken out a short while ago.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn paths(&self) -> Result<BTreeSet<String>>;

    /// The sections of the paper at `path`, in order.
    ///
    /// # Errors
    /// Where they cannot be looked up.
    fn sections_at(&self, path: &str) -> Result<Vec<SectionId>>;

    /// The record of a section, with its text.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn section(&self, id: SectionId) -> Result<SectionRecord>;

    /// Reads sections one after the other with what their records leave open of the view of a paper. What it keeps
    /// meanwhile is kept from no other question.
    ///
    /// # Errors
    /// Where nothing can be read.
    fn whole_sections(&self) -> Result<Box<dyn WholeSections + '_>>;

    /// All papers in order of their paths, each once.
    ///
    /// # Errors
    /// Where a record cannot be read.
    fn papers(&self) -> Result<Vec<PaperRecord>> {
        let mut papers = Vec::new();
        self.each_paper(&mut |paper| papers.push(paper))?;
        papers.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(papers)
    }

    /// The paper at `path`, or the one that stands for it.
    ///
    /// # Errors
    /// Where a record cannot be read.
    fn standing(&self, path: &str) -> Result<Option<PaperRecord>> {
        if let Some(paper) = self.paper(path)? {
            return Ok(Some(paper));
        }
        if self.duplicate(path)?.is_none() {
            return Ok(None);
        }
        let names = |paper: &PaperRecord| paper.also_in.iter().any(|other| other == path);
        Ok(self.papers()?.into_iter().find(names))
    }

    /// The records of the sections of the paper at `path`, in order.
    ///
    /// # Errors
    /// Where a record cannot be read.
    fn sections(&self, path: &str) -> Result<Vec<SectionRecord>> {
        self.sections_at(path)?.into_iter().map(|id| self.section(id)).collect()
    }
}

/// Reads sections one after the other.
pub trait WholeSections {
    /// The record of a section with its text and what the record leaves open.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn read(&self, id: SectionId) -> Result<SectionRecord>;
}

/// What questions ask of a store. Ties are broken by whoever asks, by path and ordinal.
pub trait Engine: Papers {
    /// Opens the newest state of the same store.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn reopen(&self) -> Result<Box<dyn Engine>>;

    /// What is damaged, though the store can be read; each is told once.
    fn take_errors(&mut self) -> Vec<Error>;

    /// The terms of the text in a range, in order, each once; those too that deleted sections alone hold.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    fn terms(&self, range: &TermRange) -> Result<Vec<String>>;

    /// The terms of the text in a range that sections hold, in order, each with how many do.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    fn counted_terms(&self, range: &TermRange) -> Result<Vec<(String, u64)>>;

    /// How many sections hold a term in their text.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    fn sections_holding(&self, term: &str) -> Result<u64>;

    /// The sections that hold a term in their text; where they are more than `most`, the first of them by path and
    /// ordinal. In an order of the store's own.
    ///
    /// # Errors
    /// Where they cannot be looked up.
    fn sections_with(&self, term: &str, most: usize) -> Result<Vec<SectionId>>;

    /// Whether any paper defines an abbreviation.
    ///
    /// # Errors
    /// Where that cannot be looked up.
    fn has_definitions(&self) -> Result<bool>;

    /// What papers define for `words`, as an abbreviation or as what one stands for: short and long, in order, each
    /// once.
    ///
    /// # Errors
    /// Where that cannot be looked up.
    fn defined(&self, words: &str) -> Result<BTreeSet<(String, String)>>;

    /// The paths of the papers that define `short` for `long`.
    ///
    /// # Errors
    /// Where that cannot be looked up.
    fn definers(&self, short: &str, long: &str) -> Result<BTreeSet<String>>;

    /// The first pass: the `most` sections that promise most and all that equal the last of them, in no order (0: all),
    /// and what was counted on the way.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn candidates(&self, plan: &Plan, most: usize) -> Result<Candidates>;

    /// What each part of a question gives to sections in the first pass, whether or not they answer: for each of `ids`
    /// the parts that it holds, with what they give.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn gains(&self, plan: &Plan, ids: &[SectionId]) -> Result<Vec<Vec<(usize, f32)>>>;

    /// What stands in `ids`, which are in order, each once.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn observe(&self, ids: Vec<SectionId>, watch: &Watch<'_>) -> Result<Observations>;

    /// The sections that say what each of `papers` is about, in their order.
    ///
    /// # Errors
    /// Where they cannot be looked up.
    fn leads(&self, papers: &[PaperId]) -> Result<Vec<Lead>>;

    /// The paths of papers.
    ///
    /// # Errors
    /// Where they cannot be looked up.
    fn paths_of(
        &self,
        papers: &mut dyn Iterator<Item = PaperId>,
    ) -> Result<BTreeMap<PaperId, String>>;

    /// All sections that hold a row of words.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn held(&self, row: &Row) -> Result<Vec<Held>>;

    /// How many sections hold a row of words, counted up to `most`.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn count_up_to(&self, row: &Row, most: usize) -> Result<usize>;

    /// How many of the sections `among` hold one of `rows`.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn count_among(&self, rows: &[Row], among: &Found) -> Result<usize>;

    /// The sections that may mention what is asked, by path and ordinal; one that mentions nothing may be among them.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn mentioning<'e>(
        &'e self,
        asked: &Mentioned<'_>,
    ) -> Result<Box<dyn Iterator<Item = Result<SectionId>> + 'e>>;

    /// Counts places of rows without reading a text; `None` where this store tells no more than a list does.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn count_places(&self, _asked: &PlacesAsked<'_>) -> Result<Option<PlacesCounted>> {
        Ok(None)
    }

    /// The papers that meet all filters.
    ///
    /// # Errors
    /// Where what is needed cannot be read.
    fn choose(&self, filters: Vec<ColumnFilter>) -> Result<Chosen>;

    /// How many papers were chosen, and the records of a range of them in order of path.
    ///
    /// # Errors
    /// Where a record cannot be read.
    fn chosen_papers(
        &self,
        chosen: &Chosen,
        range: Range<usize>,
    ) -> Result<(usize, Vec<PaperRecord>)>;

    /// Whether the paper at `path` was chosen.
    ///
    /// # Errors
    /// Where it cannot be looked up.
    fn is_chosen(&self, chosen: &Chosen, path: &str) -> Result<bool>;

    /// Counts papers by the values of `columns`.
    ///
    /// # Errors
    /// Where a column cannot be read.
    fn facets(&self, among: Among<'_>, columns: &[Column]) -> Result<Facets>;
}

/// What the first pass found.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// The sections that promise most, in no order.
    pub best: Vec<Candidate>,
    /// How many sections answer in all.
    pub total: usize,
    /// In how many sections each word was found.
    pub words: Vec<WordFound>,
    /// What the content words weigh, where enough of them must be there.
    pub weights: Weights,
    /// All sections that answer, where the plan keeps them.
    pub found: Found,
    /// How many of those hold all the content words.
    pub whole: usize,
    /// In how many papers those stand, where whole papers are asked.
    pub papers: Option<usize>,
}

/// A section that answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Which one.
    pub id: SectionId,
    /// Whether its paper bears the number asked for, and tells so there.
    pub bears: bool,
    /// Its score.
    pub score: f32,
    /// What required clauses gave in it.
    pub required: f32,
}

/// What was counted of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordFound {
    /// The number of its clause.
    pub clause: usize,
    /// How many sections hold it.
    pub sections: u64,
    /// Whether it was scored by its own term alone.
    pub is_common: bool,
}

/// A section that holds a row of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which one.
    pub id: SectionId,
    /// How often with the typed marks.
    pub exact: u32,
    /// How often with others.
    pub other: u32,
}

/// The sections that say what a paper is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// Those that name it.
    pub names: Vec<SectionId>,
    /// The first of its running text.
    pub first: Option<SectionId>,
}

/// What a list of mentions looks for in the sections of chosen papers: any of these.
#[derive(Clone, Copy, Debug)]
pub struct Mentioned<'a> {
    /// Rows of words.
    pub rows: &'a [Row],
    /// Terms of numbers, with their leads.
    pub terms: &'a [String],
    /// Which papers are looked through.
    pub chosen: &'a Chosen,
}

/// Rows of words whose places are counted; where places overlap the longest counts.
#[derive(Clone, Debug)]
pub struct PlacesAsked<'a> {
    /// What was typed; `None` where only sections that must be read are asked for.
    pub typed: Option<Row>,
    /// Whether nothing but blanks may stand between the words of that.
    pub is_plain: bool,
    /// The other spellings.
    pub spelled: Vec<SpelledRow>,
    /// Rows whose sections are not counted but told: their text must be read.
    pub unclear: Vec<Row>,
    /// Which papers are looked through.
    pub chosen: &'a Chosen,
}

/// Another spelling, with abbreviations as they are printed.
#[derive(Clone, Debug)]
pub struct SpelledRow {
    /// The words.
    pub row: Row,
    /// For some of the words the terms that stand for them, with their leads.
    pub printed: Vec<(usize, Vec<String>)>,
    /// The papers that mean something else by it, by path.
    pub except: BTreeSet<String>,
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlacesCounted {
    /// How many places there are in sections that need not be read.
    pub total: usize,
    /// The sections that must be read.
    pub unclear: Vec<SectionId>,
}

/// How many papers bear each value of a column; `None` stands for papers that do not say.
pub type ValueCounts = BTreeMap<Option<String>, usize>;

/// Papers counted by what they say of themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// How many papers were counted.
    pub papers: usize,
    /// For each column that was asked for, its values.
    pub columns: Vec<ValueCounts>,
}
