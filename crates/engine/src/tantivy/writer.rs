//! The transaction of the embedded store: adds papers to a generation (a subfolder of the index) and removes them.
//! In: prepared papers, records, paths. Out: one commit with its manifest.
//! Never merges segments before the commit, because tantivy would merge the segments of a long run again and again.

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
use crate::tantivy::columns::ColumnValues;
use crate::tantivy::folder::check::{self, Depth};
use crate::tantivy::folder::faults;
use crate::tantivy::folder::files::{Files, live_files};
use crate::tantivy::folder::sums::Sums;
use crate::tantivy::schema::Fields;

/// Bytes of memory (160 MiB) in which tantivy gathers postings before it writes a segment. A judgement, not measured:
/// the papers of most folders fit into one segment, and the peak memory of an ingest stays moderate. `vankien ingest`
/// on a folder that `benches/large.py` makes shows speed and peak memory (`/usr/bin/time -v`).
const WRITER_MEMORY_BYTES: usize = 160 << 20;

/// The greatest number of segments after a commit, unless the merge fails. If there are more, so many of the smallest
/// are merged into one that 5 remain (see [`groups_to_merge`]). A judgement, not measured: each segment adds look-ups
/// to every question, and each merge makes an ingest slower. `cargo bench --bench questions` shows the cost of
/// segments.
const MAX_SEGMENTS: usize = 8;

/// A segment is rewritten without its deleted documents if more than one in this many of its documents (a quarter) is
/// deleted. A judgement, not measured: deleted documents cost space, and time in every question.
/// `cargo bench --bench questions` shows their cost.
const DOCS_PER_DELETED: u32 = 4;

/// The transaction on one generation. Its methods are those of [`Batch`].
pub struct Writer {
    /// The folder of the generation.
    generation: PathBuf,
    files: Files,
    /// About how many bytes the transaction writes. Only the message about a full disk uses it.
    needed: u64,
    fields: Fields,
    /// The writer of tantivy.
    engine: IndexWriter<QueuedDocument>,
    /// The documents that are kept back.
    kept: RefCell<Kept>,
}

/// Documents that wait to be sent to the thread of tantivy together. Waking that thread for each document costs as much
/// as reading a small paper.
#[derive(Default)]
struct Kept {
    /// The documents, in the order in which they are sent.
    documents: Vec<UserOperation<QueuedDocument>>,
    /// The bytes that their permits stand for. At most [`KEPT_BACK_BYTES`] after a paper was added.
    bytes: u64,
}

/// The number of waiting documents from which on all are sent. It is checked when a paper is complete, so that one
/// paper may exceed it. A judgement, not measured: waiting documents hold permits, without which threads that read
/// files must wait. `vankien ingest` on a folder that `benches/large.py` makes shows the effect of a change.
const MAX_KEPT_DOCUMENTS: usize = 64;

impl Writer {
    /// Begins a transaction on the index in the folder `generation`, and deletes the files that a killed run left
    /// there. `needed` is about how many bytes it writes, for the message about a full disk.
    pub(super) fn new(
        generation: PathBuf,
        index: &Index,
        fields: Fields,
        files: Files,
        needed: u64,
    ) -> Result<Writer> {
        let failed = |error| failed(&generation, &files, needed, &error);
        // With one thread, documents are written in the order in which they come.
        let engine: IndexWriter<QueuedDocument> =
            index.writer_with_num_threads(1, WRITER_MEMORY_BYTES).map_err(failed)?;
        engine.set_merge_policy(Box::new(NoMergePolicy));
        // A run that was killed before its commit leaves files under names that this one may need.
        engine.garbage_collect_files().wait().map_err(failed)?;
        Ok(Writer { generation, files, needed, fields, engine, kept: RefCell::default() })
    }

    /// Removes the document with the record of a paper or duplicate. Documents of sections stay.
    fn remove_record(&self, path: &str) -> Result<()> {
        // A deletion removes only documents that were added before it.
        self.flush()?;
        self.engine.delete_term(Term::from_field_text(self.fields.paper, path));
        self.engine.delete_term(Term::from_field_text(self.fields.duplicate, path));
        Ok(())
    }

    /// Adds the document of a paper that is no duplicate: its record and columns.
    fn add_paper(&self, paper: &PaperRecord, values: &ColumnValues) -> Result<()> {
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
        self.flush_if_many()
    }

    /// Keeps a document back. Its permit is released once tantivy holds it.
    fn keep(&self, document: TantivyDocument, permit: Option<Arc<Permit>>) {
        let queued = QueuedDocument { document, _permit: permit };
        self.kept.borrow_mut().documents.push(UserOperation::Add(queued));
    }

    /// Sends the documents that are kept back to tantivy if they are many.
    fn flush_if_many(&self) -> Result<()> {
        let are_many = self.kept.borrow().documents.len() >= MAX_KEPT_DOCUMENTS;
        if are_many { self.flush() } else { Ok(()) }
    }

    /// Sends the documents that are kept back to tantivy.
    fn flush(&self) -> Result<()> {
        let Kept { documents, .. } = self.kept.take();
        self.engine.run(documents).map_err(|error| self.failed(&error))?;
        Ok(())
    }

    fn failed(&self, error: &TantivyError) -> Error {
        failed(&self.generation, &self.files, self.needed, error)
    }
}

impl Batch for Writer {
    /// Adds the documents of the sections, then that of the paper. All sections are sent to tantivy in one operation,
    /// so that they lie in one segment.
    fn put(&self, prepared: Prepared, permit: Permit) -> Result<()> {
        let bytes = permit.bytes();
        if self.kept.borrow().bytes + bytes > KEPT_BACK_BYTES {
            self.flush()?;
        }
        self.kept.borrow_mut().bytes += bytes;
        let permit = Arc::new(permit);
        let values = ColumnValues::of(&prepared.paper, &self.fields);
        for (ordinal, section) in prepared.sections.into_iter().enumerate() {
            // About the bytes of the document, which saves reallocating: the text is both indexed and stored. 64 bytes
            // for the columns and all else are a judgement, not measured; a wrong size costs time alone.
            let capacity = 2 * section.text.len()
                + section.title.len()
                + section.record.len()
                + prepared.paper.path.len()
                + 64;
            let mut document = TantivyDocument::with_capacity(capacity);
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
        self.add_paper(&prepared.paper, &values)?;
        if bytes > KEPT_BACK_BYTES { self.flush() } else { Ok(()) }
    }

    fn put_record(&self, paper: &PaperRecord) -> Result<()> {
        if !paper.is_duplicate {
            return self.add_paper(paper, &ColumnValues::of(paper, &self.fields));
        }
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.duplicate, &paper.path);
        document.add_bytes(self.fields.record, &paper.to_bytes());
        self.keep(document, None);
        self.flush_if_many()
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

    /// Commits, then merges segments. A disk too full for the merge gives `Ok(Some(error))`. Other failures after the
    /// commit give `Err`, although the papers are committed.
    fn commit(self: Box<Self>, manifest: &Manifest) -> Result<Option<Error>> {
        self.flush()?;
        let Writer { generation, files, needed, mut engine, .. } = *self;
        let failed = |error| failed(&generation, &files, needed, &error);
        let mut commit = engine.prepare_commit().map_err(failed)?;
        commit.set_payload(&manifest.write());
        commit.commit().map_err(failed)?;
        let merged = merge_segments(&mut engine, &generation, &failed);
        engine.garbage_collect_files().wait().map_err(failed)?;
        engine.wait_merging_threads().map_err(failed)?;
        match merged {
            Ok(()) => Ok(None),
            Err(Error::System(SystemError::Full { folder, what, .. })) => {
                let what = format!("{what}; the papers are in it, but its parts stay unjoined");
                Ok(Some(Error::Damaged { path: folder, what, remedy: Remedy::MakeRoom }))
            }
            Err(error) => Err(error),
        }
    }
}

/// Merges the segments that [`groups_to_merge`] names. Checks all bytes of their files first, so that no damage is
/// copied into a new segment.
fn merge_segments(
    engine: &mut IndexWriter<QueuedDocument>,
    generation: &Path,
    failed: &impl Fn(TantivyError) -> Error,
) -> Result<()> {
    let groups = groups_to_merge(engine.index()).map_err(failed)?;
    if groups.is_empty() {
        return Ok(());
    }
    let sums = Sums::read(generation).ok().flatten().unwrap_or_default();
    let live = live_files(sums.meta.as_bytes()).unwrap_or_default();
    for segments in groups {
        let is_in_group =
            |name: &&String| segments.iter().any(|one| name.starts_with(&one.uuid_string()));
        let names: Vec<String> = live.iter().filter(is_in_group).cloned().collect();
        let damaged = check::of_files(generation, &names, &sums, Depth::All)?;
        if let Some((path, what)) = damaged.into_iter().next() {
            return Err(faults::damaged(path, what));
        }
        engine.merge(&segments).wait().map_err(failed)?;
    }
    Ok(())
}

/// The reason why writing failed: what the operating system refused, or else what tantivy says.
fn failed(generation: &Path, files: &Files, needed: u64, error: &TantivyError) -> Error {
    let needed = needed.max(files.written());
    files.take_failure(needed).unwrap_or_else(|| faults::named(generation, error))
}

/// A document in the queue of tantivy. That queue is bounded by the number of its entries, not by their bytes; permits
/// bound these.
struct QueuedDocument {
    document: TantivyDocument,
    /// Released when tantivy has taken the document. The sections of a paper share one permit.
    _permit: Option<Arc<Permit>>,
}

impl Document for QueuedDocument {
    type Value<'a> = CompactDocValue<'a>;
    type FieldsValuesIter<'a> = Box<dyn Iterator<Item = (Field, CompactDocValue<'a>)> + 'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        Box::new(self.document.field_values())
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

/// The groups of segments to merge: the smallest ones if there are too many, and each one with many deleted documents.
fn groups_to_merge(index: &Index) -> tantivy::Result<Vec<Vec<tantivy::index::SegmentId>>> {
    let mut metas = index.searchable_segment_metas()?;
    metas.sort_by_key(|meta| (meta.num_docs(), meta.id()));
    let excess = metas.len().saturating_sub(MAX_SEGMENTS);
    // Half of the allowed segments are merged as well. This leaves 5 of 8 segments, so that the next three commits need
    // no merge if each adds one segment. A judgement, not measured.
    let small_count = if excess > 0 { excess + MAX_SEGMENTS / 2 } else { 0 };
    let (small, rest) = metas.split_at(small_count);
    let mut groups = vec![small.iter().map(|meta| meta.id()).collect::<Vec<_>>()];
    for meta in rest {
        if meta.num_deleted_docs() * DOCS_PER_DELETED > meta.max_doc() {
            groups.push(vec![meta.id()]);
        }
    }
    groups.retain(|group| !group.is_empty());
    Ok(groups)
}
