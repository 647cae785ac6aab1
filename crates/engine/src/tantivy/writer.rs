//! Puts papers into a generation and takes them out.
//! In: prepared papers in order of their paths. Out: one commit with its manifest.
//! Never merges while a run is going on: that would cost more than it gives.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::indexer::{NoMergePolicy, UserOperation};
use tantivy::schema::document::CompactDocValue;
use tantivy::schema::{Document, Field, Term};
use tantivy::{Index, IndexWriter, TantivyDocument, TantivyError};
use vankien_system::error::Error as SystemError;

use crate::batch::Batch;
use crate::column;
use crate::error::{Error, Remedy, Result};
use crate::keys;
use crate::manifest::Manifest;
use crate::parallel::{KEPT_BACK_BYTES, Permit};
use crate::prepare::Prepared;
use crate::record::PaperRecord;
use crate::role::pack_place;
use crate::tantivy::columns::OfPaper;
use crate::tantivy::folder::check::{self, Depth};
use crate::tantivy::folder::faults;
use crate::tantivy::folder::files::{Files, live_files};
use crate::tantivy::folder::sums::Sums;
use crate::tantivy::schema::Fields;

/// How many bytes of postings the engine gathers before it writes a segment.
const MEMORY: usize = 160 << 20;

/// More segments than this make a question slow; the smallest are then joined.
const MOST_SEGMENTS: usize = 8;

/// The writer of one generation.
pub struct Writer {
    generation: PathBuf,
    files: Files,
    /// How many bytes the run writes, about.
    needed: u64,
    fields: Fields,
    engine: IndexWriter<Waiting>,
    kept: RefCell<Kept>,
}

/// Documents that go to the engine together: to wake it for each costs as much as a small paper.
#[derive(Default)]
struct Kept {
    documents: Vec<UserOperation<Waiting>>,
    /// What their permits hold back.
    bytes: u64,
}

/// So many documents are kept back at most.
const KEPT: usize = 64;

impl Writer {
    /// Begins to write, about so many bytes as are `needed`.
    pub(super) fn new(
        generation: PathBuf,
        (index, fields): (&Index, Fields),
        files: Files,
        needed: u64,
    ) -> Result<Writer> {
        let failed = |error| failed(&generation, &files, needed, &error);
        // One thread alone: it writes the documents in the order in which they come.
        let engine: IndexWriter<Waiting> =
            index.writer_with_num_threads(1, MEMORY).map_err(failed)?;
        engine.set_merge_policy(Box::new(NoMergePolicy));
        // A run that was killed before its commit leaves files under names that this one may need.
        engine.garbage_collect_files().wait().map_err(failed)?;
        Ok(Writer { generation, files, needed, fields, engine, kept: RefCell::default() })
    }

    fn remove_record(&self, path: &str) -> Result<()> {
        // The engine takes out what came before.
        self.hand_on()?;
        self.engine.delete_term(Term::from_field_text(self.fields.paper, path));
        self.engine.delete_term(Term::from_field_text(self.fields.duplicate, path));
        Ok(())
    }

    /// Adds the record of a paper that stands for itself, with the values of its columns.
    fn add_values(&self, paper: &PaperRecord, values: &OfPaper) -> Result<()> {
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.paper, &paper.path);
        document.add_u64(self.fields.unread, column::unread_count(paper));
        values.add_to(&mut document);
        for (short, long) in &paper.abbreviations {
            for key in keys::definition_keys(short, long) {
                document.add_text(self.fields.defines, key);
            }
        }
        document.add_bytes(self.fields.record, &paper.to_bytes());
        self.keep(document, None);
        self.hand_on_many()
    }

    fn keep(&self, document: TantivyDocument, permit: Option<Arc<Permit>>) {
        let waiting = Waiting { document, _permit: permit };
        self.kept.borrow_mut().documents.push(UserOperation::Add(waiting));
    }

    /// Gives the engine what was kept back, once it is many documents.
    fn hand_on_many(&self) -> Result<()> {
        let many = self.kept.borrow().documents.len() >= KEPT;
        if many { self.hand_on() } else { Ok(()) }
    }

    /// Gives the engine what was kept back.
    fn hand_on(&self) -> Result<()> {
        let Kept { documents, .. } = self.kept.take();
        self.engine.run(documents).map_err(|error| self.failed(&error))?;
        Ok(())
    }

    fn failed(&self, error: &TantivyError) -> Error {
        failed(&self.generation, &self.files, self.needed, error)
    }
}

impl Batch for Writer {
    /// All sections of a paper go to the engine in one operation, so that they lie in one segment.
    fn put(&self, prepared: Prepared, permit: Permit) -> Result<()> {
        let bytes = permit.bytes();
        if self.kept.borrow().bytes + bytes > KEPT_BACK_BYTES {
            self.hand_on()?;
        }
        self.kept.borrow_mut().bytes += bytes;
        let permit = Arc::new(permit);
        let values = OfPaper::of(&prepared.paper, &self.fields);
        for (ordinal, section) in prepared.sections.into_iter().enumerate() {
            let room = 2 * section.text.len() + section.title.len() + section.record.len();
            let mut document =
                TantivyDocument::with_capacity(room + prepared.paper.path.len() + 64);
            document.add_text(self.fields.path, &prepared.paper.path);
            document.add_u64(self.fields.ordinal, pack_place(ordinal as u64, section.role));
            document.add_text(self.fields.text, section.text);
            if !section.second.is_empty() {
                document.add_text(self.fields.second, section.second);
            }
            if !section.title.is_empty() {
                document.add_text(self.fields.title, section.title);
            }
            document.add_text(self.fields.body, section.body);
            document.add_bytes(self.fields.record, &section.record);
            values.add_to(&mut document);
            self.keep(document, Some(Arc::clone(&permit)));
        }
        drop(permit);
        self.add_values(&prepared.paper, &values)?;
        if bytes > KEPT_BACK_BYTES { self.hand_on() } else { Ok(()) }
    }

    fn put_record(&self, paper: &PaperRecord) -> Result<()> {
        if !paper.is_duplicate {
            return self.add_values(paper, &OfPaper::of(paper, &self.fields));
        }
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.duplicate, &paper.path);
        document.add_bytes(self.fields.record, &paper.to_bytes());
        self.keep(document, None);
        self.hand_on_many()
    }

    fn replace_record(&self, paper: &PaperRecord) -> Result<()> {
        self.remove_record(&paper.path)?;
        self.put_record(paper)
    }

    fn remove(&self, path: &str) -> Result<()> {
        self.remove_record(path)?;
        self.engine.delete_term(Term::from_field_text(self.fields.path, path));
        Ok(())
    }

    fn commit(self: Box<Self>, manifest: &Manifest) -> Result<Option<Error>> {
        self.hand_on()?;
        let Writer { generation, files, needed, mut engine, .. } = *self;
        let failed = |error| failed(&generation, &files, needed, &error);
        let mut commit = engine.prepare_commit().map_err(failed)?;
        commit.set_payload(&manifest.write());
        commit.commit().map_err(failed)?;
        let joined = join(&mut engine, &generation, &failed);
        engine.garbage_collect_files().wait().map_err(failed)?;
        engine.wait_merging_threads().map_err(failed)?;
        match joined {
            Ok(()) => Ok(None),
            Err(Error::System(SystemError::Full { folder, what, .. })) => {
                let what = format!("{what}; the papers are in it, but its parts stay unjoined");
                Ok(Some(Error::Damaged { path: folder, what, remedy: Remedy::MakeRoom }))
            }
            Err(error) => Err(error),
        }
    }
}

/// Joins segments where there are many, after a look at all their bytes.
fn join(
    engine: &mut IndexWriter<Waiting>,
    generation: &Path,
    failed: &impl Fn(TantivyError) -> Error,
) -> Result<()> {
    let groups = to_merge(engine.index()).map_err(failed)?;
    if groups.is_empty() {
        return Ok(());
    }
    let sums = Sums::read(generation).ok().flatten().unwrap_or_default();
    let live = live_files(sums.meta.as_bytes()).unwrap_or_default();
    for segments in groups {
        let is_meant =
            |name: &&String| segments.iter().any(|one| name.starts_with(&one.uuid_string()));
        let names: Vec<String> = live.iter().filter(is_meant).cloned().collect();
        let damaged = check::of_files(generation, &names, &sums, Depth::All)?;
        if let Some((path, what)) = damaged.into_iter().next() {
            return Err(faults::damaged(path, what));
        }
        engine.merge(&segments).wait().map_err(failed)?;
    }
    Ok(())
}

/// Why writing failed: what the system said of a file, or else what the engine says.
fn failed(generation: &Path, files: &Files, needed: u64, error: &TantivyError) -> Error {
    let needed = needed.max(files.written());
    files.take_failure(needed).unwrap_or_else(|| faults::named(generation, error))
}

/// A document in the engine's queue, which counts documents, not bytes: the permit does.
struct Waiting {
    document: TantivyDocument,
    _permit: Option<Arc<Permit>>,
}

impl Document for Waiting {
    type Value<'a> = CompactDocValue<'a>;
    type FieldsValuesIter<'a> = Box<dyn Iterator<Item = (Field, CompactDocValue<'a>)> + 'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        Box::new(self.document.field_values())
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

/// The groups of segments to be joined: those with many deleted documents, and the smallest where
/// there are too many.
fn to_merge(index: &Index) -> tantivy::Result<Vec<Vec<tantivy::index::SegmentId>>> {
    let mut metas = index.searchable_segment_metas()?;
    metas.sort_by_key(|meta| (meta.num_docs(), meta.id()));
    let too_many = metas.len().saturating_sub(MOST_SEGMENTS);
    let small = if too_many > 0 { too_many + MOST_SEGMENTS / 2 } else { 0 };
    let (small, rest) = metas.split_at(small);
    let mut groups = vec![small.iter().map(|meta| meta.id()).collect::<Vec<_>>()];
    let worn = rest.iter().filter(|meta| meta.num_deleted_docs() * 4 > meta.max_doc());
    groups.extend(worn.map(|meta| vec![meta.id()]));
    groups.retain(|group| !group.is_empty());
    Ok(groups)
}
