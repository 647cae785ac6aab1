//! Puts papers into a generation and takes them out.
//! In: prepared papers in order of their paths. Out: one commit with its manifest.
//! Never merges while a run is going on: that would cost more than it gives.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::indexer::NoMergePolicy;
use tantivy::schema::document::CompactDocValue;
use tantivy::schema::{Document, Field, Term};
use tantivy::{Index, IndexWriter, TantivyDocument};

use super::keys;
use super::manifest::Manifest;
use super::parallel::Permit;
use super::places::placed;
use super::prepare::Prepared;
use super::record::{PaperRecord, to_bytes};
use super::schema::Fields;
use super::store::failed_in;
use crate::error::Result;

/// How many bytes of postings the engine gathers before it writes a segment.
const MEMORY: usize = 160 << 20;

/// More segments than this make a question slow; the smallest are then joined.
const MOST_SEGMENTS: usize = 8;

/// The writer of one generation.
pub struct Writer {
    folder: PathBuf,
    fields: Fields,
    engine: IndexWriter<Waiting>,
}

impl Writer {
    /// Begins to write; `folder` is named in errors.
    pub fn new(folder: &Path, index: &Index, fields: Fields) -> Result<Writer> {
        // One thread alone: it writes the documents in the order in which they come.
        let engine: IndexWriter<Waiting> =
            index.writer_with_num_threads(1, MEMORY).map_err(failed_in(folder))?;
        engine.set_merge_policy(Box::new(NoMergePolicy));
        // A run that was killed before its commit leaves files under names that this one may need.
        engine.garbage_collect_files().wait().map_err(failed_in(folder))?;
        Ok(Writer { folder: folder.to_path_buf(), fields, engine })
    }

    /// Adds a paper that is not in the index. The permit counts until the engine took all of it.
    pub fn add(&self, prepared: Prepared, permit: Permit) -> Result<()> {
        let permit = Arc::new(permit);
        for (ordinal, section) in prepared.sections.into_iter().enumerate() {
            let room = section.text.len() + section.title.len() + section.record.len();
            let mut document =
                TantivyDocument::with_capacity(room + prepared.paper.path.len() + 64);
            document.add_text(self.fields.path, &prepared.paper.path);
            document.add_u64(self.fields.ordinal, placed(ordinal as u64, section.role));
            document.add_text(self.fields.text, section.text);
            if !section.second.is_empty() {
                document.add_text(self.fields.second, section.second);
            }
            if !section.title.is_empty() {
                document.add_text(self.fields.title, section.title);
            }
            document.add_bytes(self.fields.record, &section.record);
            self.send(document, Some(Arc::clone(&permit)))?;
        }
        self.add_record(&prepared.paper)
    }

    /// Takes a paper out.
    pub fn remove(&self, path: &str) {
        self.engine.delete_term(Term::from_field_text(self.fields.path, path));
        self.remove_record(path);
    }

    fn remove_record(&self, path: &str) {
        self.engine.delete_term(Term::from_field_text(self.fields.paper, path));
        self.engine.delete_term(Term::from_field_text(self.fields.twin, path));
    }

    /// Gives a paper another record; its sections stay.
    pub fn touch(&self, paper: &PaperRecord) -> Result<()> {
        self.remove_record(&paper.path);
        self.add_record(paper)
    }

    /// Adds the record of a paper, without sections.
    pub fn add_record(&self, paper: &PaperRecord) -> Result<()> {
        let mut document = TantivyDocument::new();
        if paper.is_twin {
            document.add_text(self.fields.twin, &paper.path);
            document.add_bytes(self.fields.record, &to_bytes(paper));
            return self.send(document, None);
        }
        document.add_text(self.fields.paper, &paper.path);
        for (short, long) in &paper.abbreviations {
            for key in keys::defined_keys(short, long) {
                document.add_text(self.fields.defines, key);
            }
        }
        document.add_bytes(self.fields.record, &to_bytes(paper));
        self.send(document, None)
    }

    fn send(&self, document: TantivyDocument, permit: Option<Arc<Permit>>) -> Result<()> {
        let waiting = Waiting { document, _permit: permit };
        self.engine.add_document(waiting).map_err(failed_in(&self.folder))?;
        Ok(())
    }

    /// Commits all that was added and removed together with `manifest`, then tidies up.
    pub fn commit(mut self, manifest: &Manifest) -> Result<()> {
        let failed = failed_in(&self.folder);
        let mut commit = self.engine.prepare_commit().map_err(&failed)?;
        commit.set_payload(&manifest.write());
        commit.commit().map_err(&failed)?;
        for segments in to_merge(self.engine.index()).map_err(&failed)? {
            self.engine.merge(&segments).wait().map_err(&failed)?;
        }
        self.engine.garbage_collect_files().wait().map_err(&failed)?;
        self.engine.wait_merging_threads().map_err(&failed)
    }
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
