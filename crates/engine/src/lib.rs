//! The store of vankien: it keeps papers by section, and answers the queries of search. A section is a numbered
//! part of a paper, such as an article with its clauses: the unit that is indexed and ranked.
//!
//! - [`Papers`] and [`Engine`] are the traits by which a store is read and queried, [`Batch`] the one by which papers
//!   are added and removed. [`Store`] implements the first two over an index in a folder (with the library tantivy),
//!   and [`folder::Target`] begins a [`Batch`] there.
//! - [`analyse`] makes the terms of a text, [`prepare`](mod@prepare) the records and indexed texts of a paper,
//!   [`plan`] holds a query.
//! - [`folder`] locks, opens, verifies and repairs the folder of an index.
//!
//! In: documents; plans (queries as a store gets them). Out: records; candidates (sections that the first pass of a
//! search scored); observations (counts and positions for the second pass); counts. Never reads the file of a paper.
//! Never holds a weight of ranking: each plan brings its weights. Never prints.
//!
//! A paper is added, and found by a phrase that is typed without marks:
//!
//! ```
//! use vankien_engine::analyse::Tokens;
//! use vankien_engine::folder::{Access, Lock, Target};
//! use vankien_engine::parallel::in_order;
//! use vankien_engine::plan::Phrase;
//! use vankien_engine::prepare::prepare;
//! use vankien_engine::terms::Terms;
//! use vankien_engine::{Engine, Error, Papers, Store};
//! use vankien_papers::document::{Document, Section};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = std::env::temp_dir().join(format!("vankien-doc-{}", std::process::id()));
//! assert!(matches!(Store::open(&folder), Err(Error::NoIndex { .. })));
//!
//! // Write: one transaction under a lock, into a generation (a subfolder of the index), which is then put into use.
//! let lock = Lock::take(&folder, Access::default())?;
//! let target = Target::open(&folder, &lock, None)?;
//! let batch = target.batch(0)?; // About how many bytes it will write; only the message about a full disk uses it.
//! let text = "Nghị quyết về phòng, chống tham nhũng"; // a resolution on fighting corruption
//! let paper = |_| {
//!     let section = Section { lines: (1, 1), text: text.into(), ..Section::default() };
//!     prepare("nghi-quyet.txt", text, Document { sections: vec![section], ..Document::default() })
//! };
//! // One task of `text.len()` bytes on one thread. A permit counts the bytes in work until it is dropped.
//! in_order(&[text.len() as u64], 1, paper, |_, prepared, permit| batch.put(prepared, permit))?;
//! batch.commit(&target.manifest)?;
//! lock.switch(&target.generation)?;
//!
//! // Read: a word typed without marks stands for all terms with the same letters, whatever their marks.
//! let mut words = Vec::new();
//! let mut tokens = Tokens::new("tham nhung");
//! while tokens.advance() {
//!     words.push(Terms::AnyMarks(tokens.term().to_owned()));
//! }
//! let store = Store::open(&folder)?;
//! let found = store.phrase_sections(&Phrase::in_text(words))?;
//! assert_eq!(store.section(found[0].id)?.text, text);
//! # drop((store, lock));
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok(())
//! # }
//! ```

// Each module says at its head what comes in, what goes out and what never happens; this list says what it is about.

pub mod abbreviated; // Finds printed abbreviations in a text, which are indexed as extra terms.
pub mod analyse; // Splits text into tokens and makes a term of each.
mod batch; // The write transaction.
mod bits; // A bit set of documents, one per segment.
pub mod buffer_pool; // Buffers of numbers that questions reuse, a pool for each thread.
#[cfg(feature = "cluster")]
pub mod cluster; // The store in a cluster of OpenSearch.
pub mod column; // The metadata of papers as columns, for filters and facets.
pub mod condition; // AND, OR and NOT over the parts of a question.
mod coverage; // How many content words of a question a section must hold to answer.
mod digest; // The hash of the content of an index; the id of a paper in URLs.
pub mod duplicates; // Files that hold the same paper. One of them represents the others.
pub mod engine; // The traits by which a store is read and queried.
pub mod error; // Why an index cannot be read or written.
#[cfg(any(test, feature = "fixture", feature = "cluster"))]
mod evaluate; // Evaluates plans over given sections by their definition.
mod evaluation_rows; // Builds an index for evaluation from the rows of a data set.
pub mod filter; // Filters on metadata, and the papers that match them.
#[cfg(any(test, feature = "fixture"))]
pub mod fixture; // Indexes of papers made by hand, for tests.
mod fold; // Splits a letter into base, lower-case form and tone.
pub mod formula; // The terms of the BM25F formula.
mod found; // The set of all sections that answer a question.
mod globs; // The include and exclude patterns of an ingested folder.
pub mod health; // Quality indicators of a paper, such as unresolved numbers. Not of the index.
mod inlays; // The inlays of a section: terms that are written into its text before indexing.
pub mod keys; // The keys under which document numbers and abbreviations are indexed.
#[cfg(any(test, feature = "fixture", feature = "cluster"))]
mod length; // Rounds stored lengths of texts as the embedded store does.
pub mod location; // Where a store lies: in a folder, or on other machines.
pub mod manifest; // The manifest of an index: format, fingerprint, roots, sums over all papers.
#[cfg(any(test, feature = "fixture"))]
pub mod memory; // A store in memory that tests compare with the embedded one. Not a count of memory.
pub mod names; // One key for all spellings of the name of a kind, body, place or person.
pub mod near; // Proximity search: all words of a clause close together, in any order.
pub mod observed; // Counts, positions and lengths of words in chosen sections, for reranking.
pub mod paper_path; // The path of a paper, with the machine that ingested it.
mod paper_window; // Reads a long paper window by window.
pub mod parallel; // Parallel work with results in order and a limit on memory in use.
mod phrase_positions; // Matches a phrase by the positions of its words.
pub mod plan; // The query plan: the clauses that are scored, and the condition to answer.
pub mod prepare; // Makes the records and indexed texts of a paper.
pub mod record; // What is stored of papers and sections.
mod role; // The role of a section in its paper, such as the title.
pub mod second; // Second readings: what may stand where repair was not sure enough to change the text.
mod section; // The ids of papers and sections.
pub mod section_part; // Parts of sections that are too long to show at once.
mod stats; // Statistics of the whole index.
mod tantivy; // The embedded store, over the library of this name.
pub mod target; // The trait of what an ingest writes into.
pub mod term_cache; // A cache from the bytes of a token to its term.
pub mod terms; // The terms of the dictionary that a word of a question stands for.
pub mod tokenizer; // The token stream that a store indexes: tokens and inlays with positions.
pub mod unread; // Papers that could not be read in full.

/// The folder of an index: locking, opening for writing, verifying, and finding what a damaged index still holds.
pub mod folder {
    // `Damage` is a file that is not as it was written, by its checksums. `check_index` fails if data is lost, and
    // returns all other damage as warnings; `find_damage` lists all damage and does not fail for it.
    pub use crate::tantivy::folder::check::{Damage, check_index, find_damage};
    // The generation to read: the one that `CURRENT` names, or, if `CURRENT` is damaged, the newest whole one.
    pub use crate::tantivy::folder::choose::{ChosenGeneration, generation_to_read};
    // The name of the file that lists the segments and holds the manifest: `meta.json`.
    pub use crate::tantivy::folder::files::META;
    // `Lock` is the exclusive right to write, `Access` says how to take it (wait for another process, share with the
    // group). `Current` is the state of the file `CURRENT`, which names the generation in use; `current_generation`
    // reads it. `generations_newest_first` lists the folders of all generations, in use or not. `commit_stamp` is a
    // value that differs after each commit; it is no time.
    pub use crate::tantivy::folder::generations::{
        Access, Current, Lock, commit_stamp, current_generation, generations_newest_first,
    };
    // The contents of the file `VANKIEN`: an id of the index, whether the group shares it, and a copy of its roots. The
    // file identifies a folder as an index of this program.
    pub use crate::tantivy::folder::mark::IndexMark;
    // `catch_panics` turns a panic of tantivy, which damaged bytes cause, into an error. `committed_manifest` is the
    // manifest of the last commit to a generation, as JSON.
    pub use crate::tantivy::store::{catch_panics, committed_manifest};
    // `Target` is the generation that an ingest writes into, `LockedTarget` the same with its lock. `known_papers` reads
    // all papers and duplicates of a store, by their origins (the canonical paths of their files).
    pub use crate::tantivy::target::{LockedTarget, Target, known_papers};
}

// The types that most callers need. Each is documented where it is defined.
pub use self::error::{Error, Result}; // Why an index cannot be read or written.
pub use self::tantivy::store::Store; // The embedded store, opened for reading one state of an index.
pub use batch::Batch; // The trait of a write transaction.
pub use digest::{digest, paper_id}; // The hash of the content of an index; the hash that names a paper in URLs.
pub use engine::{Engine, Papers}; // The traits: `Papers` reads records, `Engine` answers queries.
pub use evaluation_rows::{EvaluationPaper, build_evaluation_index}; // A paper that is no file; an index of such.
pub use found::FoundSections; // A set of sections, to be passed back to the store that made it.
pub use globs::Globs; // The include and exclude patterns of a root.
pub use location::{Location, RemoteStore}; // Where a store lies; a store on other machines.
pub use manifest::{Manifest, Root, Totals, fingerprint}; // `fingerprint` is that of the program, not of an index.
pub use paper_window::{PaperSections, PaperWindow, Position}; // `Position`: a section of a paper, and a byte in it.
pub use record::{LineStart, PaperRecord, PlacedEdit, SectionRecord}; // What is stored.
pub use role::Role; // What a section is in its paper: its name, its first section of body text, or other.
pub use section::{PaperId, SectionId}; // Valid only in the state of the store that gave them.
pub use stats::{Stats, stats}; // Sums over all papers, from the manifest; nothing is computed.
pub use target::{Rebuild, RunTarget}; // The trait of what an ingest writes into.
pub use unread::Unread; // Which papers could not be read in full.
