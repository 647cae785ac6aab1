//! The bare engine as a program, to measure whole processes against.
//! In: `ingest DIR INDEX`, or `search INDEX QUESTION`. Out: an index; the top ten with snippets and the total.
#![allow(clippy::print_stdout, missing_docs)]

mod engine;

use std::error::Error;
use std::path::Path;

use tantivy::schema::{IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, TantivyDocument};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["ingest", folder, index] => ingest(Path::new(folder), Path::new(index))?,
        ["search", index, question] => {
            let (hits, total) = engine::Engine::open(Path::new(index))?.search(question)?;
            for [score, path, snippet] in hits {
                println!("{score} {path}\n{snippet}");
            }
            println!("{total}");
        }
        _ => println!("bare ingest DIR INDEX | bare search INDEX QUESTION"),
    }
    Ok(())
}

/// Indexes each file of `folder`.
fn ingest(folder: &Path, index: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(index)?;
    let mut schema = Schema::builder();
    let path = schema.add_text_field("path", STRING | STORED);
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("plain")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = schema
        .add_text_field("text", TextOptions::default().set_indexing_options(indexing).set_stored());
    let index = engine::with_tokenizer(Index::create_in_dir(index, schema.build())?);
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 160 << 20)?;
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let mut document = TantivyDocument::new();
            document.add_text(path, entry.path().to_string_lossy());
            document.add_text(text, std::fs::read_to_string(entry.path())?);
            writer.add_document(document)?;
        }
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}
