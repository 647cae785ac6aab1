//! An index opened for reading.
//! In: the folder of the index. Out: its papers and sections, live ones only.
//! Never writes; never reads a record before it is asked for.

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
use crate::tantivy::folder::choose::{self, Chosen};
use crate::tantivy::folder::faults;
use crate::tantivy::folder::files::Files;
use crate::tantivy::folder::generations;
use crate::tantivy::schema::{self, Fields};
use crate::tantivy::stored::Stored;

/// How many blocks of stored records are kept unpacked for each segment.
const BLOCKS: usize = 8;

/// The columns of one segment that tell the place of a section: paths, and [`crate::role::placed`].
pub type PlaceColumns = (Option<StrColumn>, Column<u64>);

/// An index opened for reading; it goes on answering from the state it was opened in.
pub struct Store {
    folder: PathBuf,
    /// The fields of its schema.
    pub(super) fields: Fields,
    /// What it says of itself.
    pub(super) manifest: Manifest,
    pub(super) searcher: tantivy::Searcher,
    stores: Vec<StoreReader>,
    /// See [`Store::places`].
    pub(super) place_columns: OnceLock<Vec<PlaceColumns>>,
    /// Where its files lie; nowhere, where it was made in memory.
    generation: PathBuf,
    /// What is damaged, though the index can be read.
    troubles: Vec<Error>,
    /// The files below the engine, where it does not lie in memory.
    files: Option<Files>,
}

/// How often a state is read again that changed while it was read: a reader takes no lock, so that files may
/// be gone when it comes to them.
const TRIES: usize = 10;

impl Store {
    /// Opens the index in `folder`; refuses one that another version made. Where the generation in use
    /// cannot be opened and another one is whole, that is read and `troubles` says so.
    pub fn open(folder: &Path) -> Result<Store> {
        let mut tries = 0;
        loop {
            let before = generations::stamp(folder);
            let chosen = choose::to_read(folder)?;
            let error = match caught(&chosen, || Store::open_chosen(folder, &chosen)) {
                Err(error) => error,
                Ok(store) => return Ok(Store { troubles: chosen.troubles, ..store }),
            };
            // A commit may have taken files away in between.
            tries += 1;
            if tries < TRIES && generations::stamp(folder) != before {
                continue;
            }
            return match choose::replaced(folder, &chosen.generation, &error)? {
                Some(other) => Store::open_chosen(folder, &other)
                    .map(|store| Store { troubles: other.troubles, ..store }),
                None => Err(error),
            };
        }
    }

    /// Opens the same index in its newest state. Files that both states share are mapped once.
    pub(super) fn newest_state(&self) -> Result<Store> {
        let chosen = choose::to_read(&self.folder)?;
        if chosen.generation != self.generation {
            return Store::open(&self.folder);
        }
        let (index, files) = (self.searcher.index(), self.files.clone());
        let store = Store::newest(&self.folder, &chosen.generation, index, self.fields)?;
        Ok(Store { troubles: chosen.troubles, files, ..store })
    }

    /// An index without papers, to answer from where none was made in `folder` yet.
    pub fn empty(folder: &Path) -> Result<Store> {
        let (index, fields) = schema::empty();
        Store::of((folder, Path::new("")), &index, fields, Manifest::default())
    }

    fn open_chosen(folder: &Path, chosen: &Chosen) -> Result<Store> {
        let generation = &chosen.generation;
        let opened = schema::open(generation);
        let (index, fields, files) = opened.map_err(|error| faults::named(generation, &error))?;
        let store = Store::newest(folder, generation, &index, fields)?;
        Ok(Store { files: Some(files), ..store })
    }

    /// Reads what the index says of itself, and the sections of which it says so: a run may commit
    /// between the one and the other.
    fn newest(folder: &Path, generation: &Path, index: &Index, fields: Fields) -> Result<Store> {
        let payload = || payload(index).map_err(|error| faults::named(generation, &error));
        let mut told = payload()?;
        let mut tries = 0;
        while tries < TRIES {
            tries += 1;
            let manifest = Manifest::read(folder, told.as_deref())?;
            let store = Store::of((folder, generation), index, fields, manifest);
            let now = payload()?;
            match store {
                Ok(store) if told == now => return Ok(store),
                // Segments may be joined without a new manifest: the caller knows whether they were.
                Err(error) if told == now => return Err(error),
                _ => told = now,
            }
        }
        let what = "it changes faster than it can be read; ask again".to_owned();
        Err(Error::Index { path: folder.to_path_buf(), what })
    }

    /// Reads from an index that is already open, by its folder and that of its generation.
    pub(super) fn of(
        (folder, generation): (&Path, &Path),
        index: &Index,
        fields: Fields,
        manifest: Manifest,
    ) -> Result<Store> {
        let failed = |error| faults::named(generation, &error);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let searcher = reader.map_err(failed)?.searcher();
        let stores =
            searcher.segment_readers().iter().map(|segment| segment.get_store_reader(BLOCKS));
        let stores =
            stores.collect::<std::io::Result<_>>().map_err(|error| failed(error.into()))?;
        let (folder, generation) = (folder.to_path_buf(), generation.to_path_buf());
        let (troubles, files, place_columns) = (Vec::new(), None, OnceLock::new());
        Ok(Store {
            folder,
            fields,
            manifest,
            searcher,
            stores,
            place_columns,
            generation,
            troubles,
            files,
        })
    }

    /// What is damaged, though the index can be read; for the reader to be told.
    pub(super) fn troubles(&mut self) -> Vec<Error> {
        let below = self.files.as_ref().map(Files::take_errors).unwrap_or_default();
        self.troubles.drain(..).chain(below).collect()
    }

    /// The folder of the index.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The segments.
    pub(crate) fn segments(&self) -> &[SegmentReader] {
        self.searcher.segment_readers()
    }

    /// Names the file, or else the generation, in what the engine says.
    pub(crate) fn failed(&self, error: impl Into<tantivy::TantivyError>) -> Error {
        faults::named(&self.generation, &error.into())
    }

    pub(super) fn records(&self, field: Field) -> Result<Vec<PaperRecord>> {
        let mut papers = Vec::new();
        self.each_in(field, |paper| papers.push(paper))?;
        papers.sort_by(|one: &PaperRecord, other| one.path.cmp(&other.path));
        Ok(papers)
    }

    pub(super) fn each_in(&self, field: Field, mut take: impl FnMut(PaperRecord)) -> Result<()> {
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

    /// The live documents that bear the record of the paper at `path`.
    pub(super) fn paper_docs(&self, path: &str) -> Result<Vec<(usize, DocId)>> {
        self.docs(Term::from_field_text(self.fields.paper, path))
    }

    /// The live documents that hold `term`, by segment.
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

    /// What is stored in a segment, with a block kept of its own.
    pub(super) fn reader_of(&self, segment: usize) -> Result<StoreReader> {
        self.segments()[segment].get_store_reader(1).map_err(|error| self.failed(error))
    }

    /// The section that a document is.
    pub(super) fn section_record(&self, segment: usize, doc: DocId) -> Result<SectionRecord> {
        let section = self.stored(segment, doc)?.section(|bytes| from_bytes(bytes));
        section.ok_or_else(|| self.damaged())
    }

    /// The same with what its record leaves open of the view of its paper.
    pub(super) fn whole_section(&self, reader: &StoreReader, doc: DocId) -> Result<SectionRecord> {
        stop::check();
        let stored = reader.get(doc).map_err(|error| self.failed(error))?;
        let section = Stored::section(stored, SectionRecord::with_untold);
        section.ok_or_else(|| self.damaged())
    }

    /// The paper whose record a document bears.
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

/// What `work` gives; a panic of the engine, which relies on its bytes, is an error.
pub fn caught<T>(chosen: &Chosen, work: impl FnOnce() -> Result<T>) -> Result<T> {
    crash::catch(work).unwrap_or_else(|crash| {
        let what = format!("the engine failed at {}", crash.place);
        Err(Error::Index { path: chosen.generation.clone(), what })
    })
}

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

/// What a generation says of itself, as its last commit wrote it; `None` where nothing was committed.
pub fn committed(generation: &Path) -> Result<Option<String>> {
    let text = schema::open(generation).and_then(|(index, ..)| payload(&index));
    text.map_err(|error| faults::named(generation, &error))
}

/// The payload of the last commit.
pub(super) fn payload(index: &Index) -> tantivy::Result<Option<String>> {
    Ok(index.load_metas()?.payload)
}
