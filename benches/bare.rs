//! The bare engine, to measure against: what ingest and a plain question cost without us.
//! In: `ingest DIR INDEX`, or `search INDEX QUESTION`. Out: an index; the top ten with snippets and the total.
//! Uses nothing of this crate: SimpleTokenizer and LowerCaser, positions, stored text, a document a file.
#![allow(clippy::print_stdout, missing_docs)]

use std::path::Path;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;
use tantivy::schema::{
    IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{LowerCaser, SimpleTokenizer, TextAnalyzer};
use tantivy::{Index, IndexWriter, ReloadPolicy, TantivyDocument};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["ingest", folder, index] => ingest(Path::new(folder), Path::new(index)),
        ["search", index, question] => search(Path::new(index), question),
        _ => {
            println!("bare ingest DIR INDEX | bare search INDEX QUESTION");
            Ok(())
        }
    }
}

fn ingest(folder: &Path, index: &Path) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(index)?;
    let mut schema = Schema::builder();
    let path = schema.add_text_field("path", STRING | STORED);
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("plain")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = schema
        .add_text_field("text", TextOptions::default().set_indexing_options(indexing).set_stored());
    let index = with_tokenizer(Index::create_in_dir(index, schema.build())?);
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

fn search(index: &Path, question: &str) -> Result<(), Box<dyn std::error::Error>> {
    let index = with_tokenizer(Index::open_in_dir(index)?);
    let (path, text) = (index.schema().get_field("path")?, index.schema().get_field("text")?);
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    let searcher = reader.searcher();
    let query = QueryParser::for_index(&index, vec![text]).parse_query(question)?;
    let (top, total) =
        searcher.search(&query, &(TopDocs::with_limit(10).order_by_score(), Count))?;
    let snippets = SnippetGenerator::create(&searcher, &query, text)?;
    for (score, address) in top {
        let document: TantivyDocument = searcher.doc(address)?;
        let path = document.get_first(path).and_then(|value| value.as_str()).unwrap_or_default();
        println!("{score:.3} {path}\n{}", snippets.snippet_from_doc(&document).to_html());
    }
    println!("{total}");
    Ok(())
}

fn with_tokenizer(index: Index) -> Index {
    let plain = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).build();
    index.tokenizers().register("plain", plain);
    index
}
