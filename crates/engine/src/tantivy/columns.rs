//! Metadata of papers in columns (fast fields), so that filters and facets read no record.
//! In: the record of a paper; an open index. Out: the values of its columns; for each document of a segment, the number
//! of its value. Never counts or chooses (`question/facets` and `question/filter` do).
//!
//! The document of a paper and those of its sections have the same values, so that sections are filtered without a look
//! at their papers. All sections of a paper lie in one segment ([`crate::tantivy::writer`] adds them together); the
//! document of the paper may lie in another one.

use tantivy::columnar::{Column as Numbers, ColumnIndex, StrColumn};
use tantivy::schema::Field;
use tantivy::{SegmentReader, TantivyDocument};

use crate::error::Result;
use crate::record::PaperRecord;
use crate::tantivy::schema::Fields;
use crate::tantivy::store::Store;

pub use crate::column::Column;

/// The column values of one paper, to add to its documents.
pub struct ColumnValues(Vec<(Field, String)>);

impl ColumnValues {
    /// The values that `paper` has; a column without a value is left out.
    pub fn of(paper: &PaperRecord, fields: &Fields) -> ColumnValues {
        let value = |column: Column| Some((fields.column(column), column.value_of(paper)?));
        ColumnValues(Column::ALL.into_iter().filter_map(value).collect())
    }

    /// Adds the values to a document.
    pub(crate) fn add_to(&self, document: &mut TantivyDocument) {
        for (field, value) in &self.0 {
            document.add_text(*field, value);
        }
    }
}

/// The columns of one segment of the index.
pub struct Columns<'s> {
    store: &'s Store,
    segment: &'s SegmentReader,
    /// Pages without text, and 1 more if the text is poor, and 1 for each exceeded limit
    /// ([`crate::column::unread_count`]). Only the documents of papers have a value; [`Columns::papers`] finds them by
    /// that.
    unread: Numbers<u64>,
}

impl Store {
    /// The columns of each segment, in the order of the segments.
    pub fn columns(&self) -> Result<Vec<Columns<'_>>> {
        let segments = self.segments().iter();
        let columns = segments.map(|segment| {
            let unread = segment.fast_fields().u64("unread").map_err(|error| self.failed(error))?;
            Ok(Columns { store: self, segment, unread })
        });
        columns.collect()
    }
}

impl Columns<'_> {
    /// The numbers in this segment of the documents, not deleted, that hold the record of a paper (not of a duplicate,
    /// not a section), each with whether pages lack text, the text is poor, or a limit was exceeded.
    pub fn papers(&self) -> impl Iterator<Item = (u32, bool)> {
        let papers: Box<dyn Iterator<Item = u32>> = match &self.unread.index {
            ColumnIndex::Empty { .. } => Box::new(std::iter::empty()),
            ColumnIndex::Optional(papers) => Box::new(papers.iter_non_null_docs()),
            ColumnIndex::Full | ColumnIndex::Multivalued(_) => Box::new(0..self.size()),
        };
        papers
            .filter(|doc| !self.segment.is_deleted(*doc))
            .map(|doc| (doc, self.unread.first(doc).is_some_and(|unread| unread > 0)))
    }

    /// How many documents the segment has, deleted ones too.
    pub fn size(&self) -> u32 {
        self.segment.max_doc()
    }

    /// Opens a column.
    pub fn open(&self, column: Column) -> Result<Values> {
        let strings = self.segment.fast_fields().str(column.name());
        Ok(Values(strings.map_err(|error| self.store.failed(error))?))
    }

    /// The text of each value of a column, by its number ([`Values::number`]); sorted. May include values that only
    /// deleted papers have.
    pub fn texts(&self, values: &Values) -> Result<Vec<String>> {
        let Some(strings) = &values.0 else { return Ok(Vec::new()) };
        let failed = |error| self.store.failed(tantivy::TantivyError::from(error));
        let mut texts = Vec::with_capacity(strings.num_terms());
        let mut stream = strings.dictionary().stream().map_err(failed)?;
        while stream.advance() {
            texts.push(String::from_utf8_lossy(stream.key()).into_owned());
        }
        Ok(texts)
    }
}

/// A column of one segment; `None` if none of its papers has a value.
pub struct Values(Option<StrColumn>);

impl Values {
    /// The number, from 0, of the value of a document of a paper or section in this segment; `None` if the paper has no
    /// value.
    pub fn number(&self, doc: u32) -> Option<usize> {
        let number = self.0.as_ref()?.ords().first(doc)?;
        Some(number as usize)
    }
}
