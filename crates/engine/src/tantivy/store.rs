//! An index opened for reading.
//! In: the folder of the index. Out: its papers and sections, live ones only.
//! Never writes; never reads a record before it is asked for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::store::StoreReader;
use tantivy::{DocId, DocSet, Index, ReloadPolicy, SegmentReader, TERMINATED};
use twox_hash::XxHash3_128;
use vankien_system::{crash, stop};

use crate::error::{Error, Result};
use crate::keys;
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

/// An index opened for reading; it goes on answering from the state it was opened in.
pub struct Store {
    folder: PathBuf,
    /// The fields of its schema.
    pub fields: Fields,
    /// What it says of itself.
    pub manifest: Manifest,
    searcher: tantivy::Searcher,
    stores: Vec<StoreReader>,
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
    pub fn reopen(&self) -> Result<Store> {
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
    pub fn of(
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
        let (troubles, files) = (Vec::new(), None);
        Ok(Store { folder, fields, manifest, searcher, stores, generation, troubles, files })
    }

    /// What is damaged, though the index can be read; for the reader to be told.
    pub fn take_troubles(&mut self) -> Vec<Error> {
        let below = self.files.as_ref().map(Files::take_troubles).unwrap_or_default();
        self.troubles.drain(..).chain(below).collect()
    }

    /// The folder of the index.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the index says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Tells this state of the index from all others, in 16 hexadecimal digits.
    pub fn version(&self) -> String {
        let mut hasher = XxHash3_128::new();
        hasher.write(self.manifest.write().as_bytes());
        for (segment, deletes) in self.searcher.generation().segments() {
            hasher.write(segment.uuid_string().as_bytes());
            hasher.write(&deletes.unwrap_or_default().to_le_bytes());
        }
        format!("{:016x}", hasher.finish_128() as u64)
    }

    /// The paths of all papers and twins, in order; those too that were deleted since the last merge.
    pub fn paths(&self) -> Result<BTreeSet<String>> {
        let mut paths = BTreeSet::new();
        let fields = [self.fields.paper, self.fields.twin];
        for (segment, field) in
            self.segments().iter().flat_map(|one| fields.map(|field| (one, field)))
        {
            let inverted = segment.inverted_index(field).map_err(|error| self.failed(error))?;
            let mut stream = inverted.terms().stream().map_err(|error| self.failed(error))?;
            while stream.advance() {
                paths.extend(std::str::from_utf8(stream.key()).map(str::to_owned));
            }
        }
        Ok(paths)
    }

    /// The segments, which only `search` looks into.
    pub fn segments(&self) -> &[SegmentReader] {
        self.searcher.segment_readers()
    }

    /// Names the file, or else the generation, in what the engine says.
    pub fn failed(&self, error: impl Into<tantivy::TantivyError>) -> Error {
        faults::named(&self.generation, &error.into())
    }

    /// All papers in order of their paths, each once.
    pub fn papers(&self) -> Result<Vec<PaperRecord>> {
        self.records(self.fields.paper)
    }

    /// The papers that others stand for, in order of their paths.
    pub fn twins(&self) -> Result<Vec<PaperRecord>> {
        self.records(self.fields.twin)
    }

    fn records(&self, field: Field) -> Result<Vec<PaperRecord>> {
        let mut papers = Vec::new();
        self.each_in(field, |paper| papers.push(paper))?;
        papers.sort_by(|one: &PaperRecord, other| one.path.cmp(&other.path));
        Ok(papers)
    }

    /// Hands all papers on, one at a time, in an order of the engine's own.
    pub fn each_paper(&self, take: impl FnMut(PaperRecord)) -> Result<()> {
        self.each_in(self.fields.paper, take)
    }

    fn each_in(&self, field: Field, mut take: impl FnMut(PaperRecord)) -> Result<()> {
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

    /// The paper at `path`.
    pub fn paper(&self, path: &str) -> Result<Option<PaperRecord>> {
        let found = self.paper_docs(path)?;
        found.first().map(|(segment, doc)| self.paper_record(*segment, *doc)).transpose()
    }

    /// The live documents that are sections of the papers at `paths`.
    pub fn section_docs(&self, paths: &BTreeSet<String>) -> Result<BTreeSet<(usize, DocId)>> {
        let mut found = BTreeSet::new();
        for path in paths {
            found.extend(self.section_docs_of(path)?);
        }
        Ok(found)
    }

    /// The live documents that bear the record of the paper at `path`.
    pub fn paper_docs(&self, path: &str) -> Result<Vec<(usize, DocId)>> {
        self.docs(Term::from_field_text(self.fields.paper, path))
    }

    /// The record of the file at `path` where another paper stands for it.
    pub fn twin(&self, path: &str) -> Result<Option<PaperRecord>> {
        let found = self.docs(Term::from_field_text(self.fields.twin, path))?;
        found.first().map(|(segment, doc)| self.paper_record(*segment, *doc)).transpose()
    }

    /// The paper at `path`, or the one that stands for it.
    pub fn standing(&self, path: &str) -> Result<Option<PaperRecord>> {
        if let Some(paper) = self.paper(path)? {
            return Ok(Some(paper));
        }
        if self.twin(path)?.is_none() {
            return Ok(None);
        }
        let names = |paper: &PaperRecord| paper.also_in.iter().any(|other| other == path);
        Ok(self.papers()?.into_iter().find(names))
    }

    /// Whether any paper defines an abbreviation.
    pub fn has_definitions(&self) -> Result<bool> {
        for segment in self.segments() {
            let inverted =
                segment.inverted_index(self.fields.defines).map_err(|error| self.failed(error))?;
            if inverted.terms().num_terms() > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What papers define for `words`, as an abbreviation or as what one stands for: short and long,
    /// in order, each once.
    pub fn defined(&self, words: &str) -> Result<BTreeSet<(String, String)>> {
        let (from, to) = keys::defined_range(words);
        let mut found = BTreeSet::new();
        for segment in self.segments() {
            let inverted =
                segment.inverted_index(self.fields.defines).map_err(|error| self.failed(error))?;
            let range = inverted.terms().range().ge(&from).lt(&to).into_stream();
            let mut range = range.map_err(|error| self.failed(error))?;
            while range.advance() {
                let told = std::str::from_utf8(range.key()).ok().and_then(keys::of_defined);
                found.extend(told.map(|(short, long)| (short.to_owned(), long.to_owned())));
            }
        }
        Ok(found)
    }

    /// The paths of the papers that define `short` for `long`.
    pub fn definers(&self, short: &str, long: &str) -> Result<BTreeSet<String>> {
        let [key, _] = keys::defined_keys(short, long);
        let found = self.docs(Term::from_field_text(self.fields.defines, &key))?;
        let path = |(segment, doc)| Ok(self.paper_record(segment, doc)?.path);
        found.into_iter().map(path).collect()
    }

    /// The sections of the paper at `path`, in order.
    pub fn sections(&self, path: &str) -> Result<Vec<SectionRecord>> {
        let found = self.section_docs_of(path)?;
        let sections = found.into_iter().map(|(segment, doc)| self.section(segment, doc));
        let mut sections: Vec<SectionRecord> = sections.collect::<Result<_>>()?;
        sections.sort_by_key(|section| section.ordinal);
        Ok(sections)
    }

    /// The live documents that hold `term`, by segment.
    pub fn docs(&self, term: Term) -> Result<Vec<(usize, DocId)>> {
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
    pub(crate) fn section_docs_of(&self, path: &str) -> Result<Vec<(usize, DocId)>> {
        self.docs(Term::from_field_text(self.fields.path, path))
    }

    /// What is stored in a segment, with a block kept of its own.
    pub fn reader_of(&self, segment: usize) -> Result<StoreReader> {
        self.segments()[segment].get_store_reader(1).map_err(|error| self.failed(error))
    }

    /// The section that a document is.
    pub fn section(&self, segment: usize, doc: DocId) -> Result<SectionRecord> {
        let section = self.stored(segment, doc)?.section(|bytes| from_bytes(bytes));
        section.ok_or_else(|| self.damaged())
    }

    /// The same with what its record leaves open of the view of its paper.
    pub(crate) fn whole_section(&self, reader: &StoreReader, doc: DocId) -> Result<SectionRecord> {
        stop::check();
        let stored = reader.get(doc).map_err(|error| self.failed(error))?;
        let section = Stored::section(stored, SectionRecord::with_untold);
        section.ok_or_else(|| self.damaged())
    }

    /// The paper whose record a document bears.
    pub fn paper_record(&self, segment: usize, doc: DocId) -> Result<PaperRecord> {
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
    crash::caught(work).unwrap_or_else(|crash| {
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

/// The payload of the last commit.
pub fn payload(index: &Index) -> tantivy::Result<Option<String>> {
    Ok(index.load_metas()?.payload)
}
