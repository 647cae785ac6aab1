//! The schema of the index, and how it is created and opened.
//! In: a folder. Out: an index of tantivy with our tokenizer. Never holds a weight of ranking.

use std::path::Path;

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, IndexSettings};
use vankien_system::rights::Rights;

use crate::column::Column;
use crate::tantivy::folder::files::Files;
use crate::tantivy::tokens::{Analyser, NAME};

/// The fields. There are three kinds of documents: a section has `path ordinal text second title body record` and the
/// columns of its paper; a paper has `paper defines record unread` and the same columns; a duplicate has `twin record`.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// The path of the paper that a section belongs to. Sections are deleted by it, and ties are broken by it.
    pub path: Field,
    /// The ordinal and the role of a section, packed by [`crate::role::pack_place`].
    pub ordinal: Field,
    /// The text with inlays, indexed with positions.
    pub text: Field,
    /// The second readings, indexed with positions; see [`crate::second`].
    pub second: Field,
    /// The heading, or all of a title or headline, indexed without positions.
    pub title: Field,
    /// The path of a paper; marks the document that holds its record.
    pub paper: Field,
    /// The path of a duplicate; marks the document that holds its record.
    pub duplicate: Field,
    /// The abbreviations that a paper defines, as [`crate::keys::definition_keys`].
    pub defines: Field,
    /// The stored text of a section. It is a string, as tantivy writes strings at once and byte fields byte by byte.
    pub body: Field,
    /// The stored record of a section (without its text), of a paper or of a duplicate.
    pub record: Field,
    /// How much of a paper could not be read (see [`crate::column::unread_count`]); only papers have it.
    pub unread: Field,
    /// The columns, in the order of [`Column::ALL`].
    columns: [Field; Column::ALL.len()],
}

impl Fields {
    /// The field of a column.
    pub fn column(&self, column: Column) -> Field {
        self.columns[column as usize]
    }
}

/// The schema of the index and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexed = |with| {
        let indexing = TextFieldIndexing::default().set_tokenizer(NAME).set_index_option(with);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        path: builder.add_text_field("path", STRING | FAST),
        ordinal: builder.add_u64_field("ordinal", FAST),
        text: builder.add_text_field("text", indexed(IndexRecordOption::WithFreqsAndPositions)),
        second: builder.add_text_field("second", indexed(IndexRecordOption::WithFreqsAndPositions)),
        title: builder.add_text_field("title", indexed(IndexRecordOption::WithFreqs)),
        paper: builder.add_text_field("paper", STRING),
        duplicate: builder.add_text_field("twin", STRING),
        defines: builder.add_text_field("defines", STRING),
        body: builder.add_text_field("body", STORED),
        record: builder.add_bytes_field("record", STORED),
        unread: builder.add_u64_field("unread", FAST),
        columns: Column::ALL.map(|column| builder.add_text_field(column.name(), FAST)),
    };
    (builder.build(), fields)
}

/// Creates an index in the folder of a new generation.
pub(crate) fn create(files: Files) -> tantivy::Result<(Index, Fields)> {
    let (schema, fields) = schema();
    let index = Index::create(files, schema, IndexSettings::default())?;
    Ok((with_tokenizer(index), fields))
}

/// An index without papers, in memory.
pub fn empty() -> (Index, Fields) {
    let (schema, fields) = schema();
    (with_tokenizer(Index::create_in_ram(schema)), fields)
}

/// Opens the index in the folder of a generation for reading.
pub fn open(folder: &Path) -> tantivy::Result<(Index, Fields, Files)> {
    let files = Files::open(folder, Rights::User)?;
    let (index, fields) = open_files(files.clone())?;
    Ok((index, fields, files))
}

/// Opens the index in a folder that is open already.
pub(crate) fn open_files(files: Files) -> tantivy::Result<(Index, Fields)> {
    let (_, fields) = schema();
    Ok((with_tokenizer(Index::open(files)?), fields))
}

fn with_tokenizer(index: Index) -> Index {
    index.tokenizers().register(NAME, TextAnalyzer::from(Analyser::default()));
    index
}
