//! The embedded store, opened for reading.
//! In: the folder of the index. Out: its papers and sections, live ones only.
//! Never writes; never reads a record before it is requested.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::store::StoreReader;
use tantivy::{DocId, DocSet, Index, ReloadPolicy, SegmentReader, TERMINATED};
use vankien_system::{crash, stop};

use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::record::{PaperRecord, SectionRecord, from_bytes};
use crate::tantivy::folder::choose::{self, ChosenGeneration};
use crate::tantivy::folder::faults;
use crate::tantivy::folder::files::Files;
use crate::tantivy::folder::generations;
use crate::tantivy::schema::{self, Fields};
use crate::tantivy::stored::Stored;

/// Decompressed blocks of stored records that are cached per segment. A judgement, not measured: a block holds some 16
/// kB, and a question reads about twenty records. `cargo bench --bench questions` shows the effect of a change.
const CACHED_BLOCKS: usize = 8;

/// The columns of one segment that give the place of a section: paths, and packed ordinals
/// ([`crate::role::pack_place`]).
pub type PlaceColumns = (Option<StrColumn>, Column<u64>);

/// The embedded store, opened for reading. It keeps answering from the state in which it was opened, whatever is
/// committed afterwards.
pub struct Store {
    /// The folder of the index.
    folder: PathBuf,
    /// The fields of its schema.
    pub(super) fields: Fields,
    /// The manifest of the commit.
    pub(super) manifest: Manifest,
    /// The searcher of tantivy, on the segments of that commit.
    pub(super) searcher: tantivy::Searcher,
    /// The readers of stored records, by segment.
    stores: Vec<StoreReader>,
    /// See [`Store::places`].
    pub(super) place_columns: OnceLock<Vec<PlaceColumns>>,
    /// The folder of its generation; empty for an index in memory.
    generation: PathBuf,
    /// The damage found when opening that did not keep the index from being read.
    troubles: Vec<Error>,
    /// The directory that tantivy reads from; `None` for an index in memory or one that is open for writing.
    files: Option<Files>,
}

/// At most this many times opening is tried if a commit changes the index meanwhile. A reader takes no lock, so files
/// may be gone when it opens them. A judgement, not measured: each further try needs another commit within
/// milliseconds. No test reaches it; a reader that does gets the error of its last try, or "it changes faster than it
/// can be read".
const MAX_TRIES: usize = 10;

impl Store {
    /// Opens the index in `folder`. If the generation in use cannot be opened and another one is whole, that one is
    /// opened, and [`Engine::take_errors`](crate::Engine::take_errors) reports it.
    ///
    /// # Errors
    /// Where there is no index, another version of the program made it, or no generation can be read.
    pub fn open(folder: &Path) -> Result<Store> {
        let mut tries = 0;
        loop {
            let before = generations::commit_stamp(folder);
            let chosen = choose::generation_to_read(folder)?;
            let error = match catch_panics(&chosen, || Store::open_chosen(folder, &chosen)) {
                Err(error) => error,
                Ok(store) => return Ok(Store { troubles: chosen.troubles, ..store }),
            };
            // A commit may have taken files away in between.
            tries += 1;
            if tries < MAX_TRIES && generations::commit_stamp(folder) != before {
                continue;
            }
            return match choose::replaced(folder, &chosen.generation, &error)? {
                Some(other) => Store::open_chosen(folder, &other)
                    .map(|store| Store { troubles: other.troubles, ..store }),
                None => Err(error),
            };
        }
    }

    /// Opens the same index in its newest state. Files that both states share stay mapped into memory once.
    pub(super) fn newest_state(&self) -> Result<Store> {
        let chosen = choose::generation_to_read(&self.folder)?;
        if chosen.generation != self.generation {
            return Store::open(&self.folder);
        }
        let (index, files) = (self.searcher.index(), self.files.clone());
        let store = Store::newest(&self.folder, &chosen.generation, index, self.fields)?;
        Ok(Store { troubles: chosen.troubles, files, ..store })
    }

    /// A store without papers, in memory. It answers questions while no index was made in `folder` yet.
    ///
    /// # Errors
    /// Where the library fails.
    pub fn empty(folder: &Path) -> Result<Store> {
        let (index, fields) = schema::empty();
        Store::of(folder, Path::new(""), &index, fields, Manifest::default())
    }

    fn open_chosen(folder: &Path, chosen: &ChosenGeneration) -> Result<Store> {
        let generation = &chosen.generation;
        let opened = schema::open(generation);
        let (index, fields, files) = opened.map_err(|error| faults::named(generation, &error))?;
        let store = Store::newest(folder, generation, &index, fields)?;
        Ok(Store { files: Some(files), ..store })
    }

    /// Reads the manifest and the segments of one commit. Tries again if a run commits between the two.
    fn newest(folder: &Path, generation: &Path, index: &Index, fields: Fields) -> Result<Store> {
        let payload = || payload(index).map_err(|error| faults::named(generation, &error));
        let mut before = payload()?;
        for _ in 0..MAX_TRIES {
            let manifest = Manifest::parse(folder, before.as_deref())?;
            let store = Store::of(folder, generation, index, fields, manifest);
            let after = payload()?;
            if before == after {
                // An error may still come from segments that were merged meanwhile: the caller checks that.
                return store;
            }
            before = after;
        }
        let what = "it changes faster than it can be read; ask again".to_owned();
        Err(Error::Index { path: folder.to_path_buf(), what })
    }

    /// A store over an index of tantivy that is open already.
    pub(super) fn of(
        folder: &Path,
        generation: &Path,
        index: &Index,
        fields: Fields,
        manifest: Manifest,
    ) -> Result<Store> {
        let failed = |error| faults::named(generation, &error);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let searcher = reader.map_err(failed)?.searcher();
        let mut stores = Vec::with_capacity(searcher.segment_readers().len());
        for segment in searcher.segment_readers() {
            let reader = segment.get_store_reader(CACHED_BLOCKS);
            stores.push(reader.map_err(|error| failed(error.into()))?);
        }
        Ok(Store {
            folder: folder.to_path_buf(),
            fields,
            manifest,
            searcher,
            stores,
            place_columns: OnceLock::new(),
            generation: generation.to_path_buf(),
            troubles: Vec::new(),
            files: None,
        })
    }

    /// See [`Engine::take_errors`](crate::Engine::take_errors).
    pub(super) fn troubles(&mut self) -> Vec<Error> {
        let below = self.files.as_ref().map(Files::take_errors).unwrap_or_default();
        self.troubles.drain(..).chain(below).collect()
    }

    /// The folder of the index.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The segments of the index; their order gives their numbers.
    pub(crate) fn segments(&self) -> &[SegmentReader] {
        self.searcher.segment_readers()
    }

    /// Turns an error of tantivy into one that names the file, or else the generation.
    pub(crate) fn failed(&self, error: impl Into<tantivy::TantivyError>) -> Error {
        faults::named(&self.generation, &error.into())
    }

    /// The records of the documents that have `field` (that of papers or of duplicates), sorted by path.
    pub(super) fn records(&self, field: Field) -> Result<Vec<PaperRecord>> {
        let mut papers = Vec::new();
        self.each_record(field, |paper| papers.push(paper))?;
        papers.sort_by(|one: &PaperRecord, other| one.path.cmp(&other.path));
        Ok(papers)
    }

    /// Calls `take` with the record of each live document that has `field`.
    pub(super) fn each_record(
        &self,
        field: Field,
        mut take: impl FnMut(PaperRecord),
    ) -> Result<()> {
        for (at, segment) in self.segments().iter().enumerate() {
            let inverted = segment.inverted_index(field).map_err(|error| self.failed(error))?;
            let mut stream = inverted.terms().stream().map_err(|error| self.failed(error))?;
            while stream.advance() {
                let postings =
                    inverted.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic);
                for doc in live(segment, postings.map_err(|error| self.failed(error))?) {
                    take(self.paper_record(at, doc)?);
                }
            }
        }
        Ok(())
    }

    /// The live documents that are sections of the papers at `paths`.
    pub(super) fn section_docs(
        &self,
        paths: &BTreeSet<String>,
    ) -> Result<BTreeSet<(usize, DocId)>> {
        let mut found = BTreeSet::new();
        for path in paths {
            found.extend(self.section_docs_of(path)?);
        }
        Ok(found)
    }

    /// The live documents that hold the record of the paper at `path`.
    pub(super) fn paper_docs(&self, path: &str) -> Result<Vec<(usize, DocId)>> {
        self.docs(Term::from_field_text(self.fields.paper, path))
    }

    /// The live documents that hold `term`, sorted: segment and document number.
    pub(super) fn docs(&self, term: Term) -> Result<Vec<(usize, DocId)>> {
        let mut found = Vec::new();
        for (at, segment) in self.segments().iter().enumerate() {
            let inverted =
                segment.inverted_index(term.field()).map_err(|error| self.failed(error))?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
            if let Some(postings) = postings.map_err(|error| self.failed(error))? {
                found.extend(live(segment, postings).into_iter().map(|doc| (at, doc)));
            }
        }
        Ok(found)
    }

    /// The live documents that are sections of the paper at `path`.
    pub(super) fn section_docs_of(&self, path: &str) -> Result<Vec<(usize, DocId)>> {
        self.docs(Term::from_field_text(self.fields.path, path))
    }

    /// A reader of the stored records of a segment, with a cache of one block of its own.
    pub(super) fn reader_of(&self, segment: usize) -> Result<StoreReader> {
        self.segments()[segment].get_store_reader(1).map_err(|error| self.failed(error))
    }

    /// The record of the section at a document, with its text; its exceptions stay empty.
    pub(super) fn section_record(&self, segment: usize, doc: DocId) -> Result<SectionRecord> {
        let section = self.stored(segment, doc)?.section(|bytes| from_bytes(bytes));
        section.ok_or_else(|| self.damaged())
    }

    /// The record of the section at a document with its text and exceptions, read by `reader`.
    pub(super) fn whole_section(&self, reader: &StoreReader, doc: DocId) -> Result<SectionRecord> {
        stop::check();
        let stored = reader.get(doc).map_err(|error| self.failed(error))?;
        let section = Stored::section(stored, SectionRecord::with_exceptions);
        section.ok_or_else(|| self.damaged())
    }

    /// The record of the paper or duplicate at a document.
    pub(super) fn paper_record(&self, segment: usize, doc: DocId) -> Result<PaperRecord> {
        let record = self.stored(segment, doc)?.record;
        record.as_deref().and_then(PaperRecord::of_bytes).ok_or_else(|| self.damaged())
    }

    fn stored(&self, segment: usize, doc: DocId) -> Result<Stored> {
        stop::check();
        self.stores[segment].get(doc).map_err(|error| self.failed(error))
    }

    fn damaged(&self) -> Error {
        faults::damaged(self.generation.clone(), "a stored record in it is damaged")
    }
}

/// Runs `work` on the generation `chosen`, and turns a panic of tantivy into an error. Tantivy panics on damaged bytes.
pub fn catch_panics<T>(chosen: &ChosenGeneration, work: impl FnOnce() -> Result<T>) -> Result<T> {
    crash::catch(work).unwrap_or_else(|crash| {
        let what = format!("the engine failed at {}", crash.place);
        Err(Error::Index { path: chosen.generation.clone(), what })
    })
}

/// The documents of a posting list that are not deleted.
fn live(segment: &SegmentReader, mut postings: impl DocSet) -> Vec<DocId> {
    let mut docs = Vec::new();
    while postings.doc() != TERMINATED {
        stop::check();
        if !segment.is_deleted(postings.doc()) {
            docs.push(postings.doc());
        }
        postings.advance();
    }
    docs
}

/// The manifest of the last commit of a generation, as text; `None` if nothing was committed.
pub fn committed_manifest(generation: &Path) -> Result<Option<String>> {
    let text = schema::open(generation).and_then(|(index, ..)| payload(&index));
    text.map_err(|error| faults::named(generation, &error))
}

/// The payload of the last commit of an index: our manifest.
pub(super) fn payload(index: &Index) -> tantivy::Result<Option<String>> {
    Ok(index.load_metas()?.payload)
}
