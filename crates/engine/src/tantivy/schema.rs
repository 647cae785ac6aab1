//! The fields of the index, and how the engine opens it.
//! In: a folder. Out: the engine's index with our tokenizer. Never holds a number that bends ranking.

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

/// The fields. A section has `path ordinal text title body record` and the columns of its paper, a paper
/// `paper defines record unread` and the same columns, one that is there twice `twin record`.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// The path of the paper a section belongs to; to delete by and to break ties by.
    pub path: Field,
    /// Which section of the paper, from 0, and what it is to it (see `role::pack_place`).
    pub ordinal: Field,
    /// The text with positions, and the numbers written into it.
    pub text: Field,
    /// Stretches of the text with what else may stand there, see [`crate::second`].
    pub second: Field,
    /// What counts more than text: the heading; all of a title or headline.
    pub title: Field,
    /// The path of a paper; bears its record.
    pub paper: Field,
    /// The path of a paper that another one stands for; bears its record.
    pub duplicate: Field,
    /// The abbreviations a paper defines, as [`crate::keys::definition_keys`] writes them.
    pub defines: Field,
    /// The text of a section as stored. The engine writes strings at once, and bytes one by one.
    pub body: Field,
    /// The stored record of a section, without its text, or of a paper.
    pub record: Field,
    /// What of a paper nobody could read, see [`crate::column::unread_count`]; only papers have it.
    pub unread: Field,
    /// What a paper says of itself, in the order of [`Column::ALL`].
    columns: [Field; Column::ALL.len()],
}

impl Fields {
    /// The field of a column.
    pub fn column(&self, column: Column) -> Field {
        self.columns[column as usize]
    }
}

/// The schema and its fields.
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

/// Makes a new index in `files`, which are none yet.
pub(crate) fn create(files: Files) -> tantivy::Result<(Index, Fields)> {
    let (schema, fields) = schema();
    let index = Index::create(files, schema, IndexSettings::default())?;
    Ok((with_tokenizer(index), fields))
}

/// An index without papers that lies in memory alone.
pub fn empty() -> (Index, Fields) {
    let (schema, fields) = schema();
    (with_tokenizer(Index::create_in_ram(schema)), fields)
}

/// Opens the index in `folder` to read it.
pub fn open(folder: &Path) -> tantivy::Result<(Index, Fields, Files)> {
    let files = Files::open(folder, Rights::User)?;
    let (index, fields) = open_files(files.clone())?;
    Ok((index, fields, files))
}

/// Opens the index that `files` are.
pub(crate) fn open_files(files: Files) -> tantivy::Result<(Index, Fields)> {
    let (_, fields) = schema();
    Ok((with_tokenizer(Index::open(files)?), fields))
}

fn with_tokenizer(index: Index) -> Index {
    index.tokenizers().register(NAME, TextAnalyzer::from(Analyser::default()));
    index
}
