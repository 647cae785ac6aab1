//! The bare engine: what a plain index and a plain question cost without us.
//! In: an index made by `bare`, a question. Out: the top ten with snippets and the total.
//! Uses nothing of this crate: SimpleTokenizer and LowerCaser, positions, stored text, a document a file.

use std::error::Error;
use std::path::Path;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;
use tantivy::schema::{Field, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{LowerCaser, SimpleTokenizer, TextAnalyzer};
use tantivy::{Index, IndexReader, ReloadPolicy, TantivyDocument};

/// An index that is open.
pub struct Engine {
    reader: IndexReader,
    parser: QueryParser,
    path: Field,
    text: Field,
}

/// The top ten, each with score, path and snippet, and how many there are in all.
pub type Found = (Vec<[String; 3]>, usize);

impl Engine {
    /// Opens what `bare ingest` made.
    pub fn open(index: &Path) -> Result<Engine, Box<dyn Error>> {
        let index = with_tokenizer(Index::open_in_dir(index)?);
        let (path, text) = (index.schema().get_field("path")?, index.schema().get_field("text")?);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Engine { reader, parser: QueryParser::for_index(&index, vec![text]), path, text })
    }

    /// Answers a question.
    pub fn search(&self, question: &str) -> Result<Found, Box<dyn Error>> {
        let searcher = self.reader.searcher();
        let query = self.parser.parse_query_lenient(question).0;
        let wanted = (TopDocs::with_limit(10).order_by_score(), Count);
        let (top, total) = searcher.search(&query, &wanted)?;
        let snippets = SnippetGenerator::create(&searcher, &query, self.text)?;
        let mut hits = Vec::with_capacity(top.len());
        for (score, address) in top {
            let document: TantivyDocument = searcher.doc(address)?;
            let path = document.get_first(self.path).and_then(|value| value.as_str());
            let snippet = snippets.snippet_from_doc(&document).to_html();
            hits.push([format!("{score:.3}"), path.unwrap_or_default().to_owned(), snippet]);
        }
        Ok((hits, total))
    }
}

/// Words as the engine finds them by itself, in small letters.
pub fn with_tokenizer(index: Index) -> Index {
    let plain = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).build();
    index.tokenizers().register("plain", plain);
    index
}
