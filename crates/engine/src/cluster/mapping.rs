//! The indexes of a store in a cluster: their names, settings and fields.
//! In: the name of a store, its settings. Out: JSON for the cluster. Never sends it.

use serde_json::{Value, json};

use crate::column::Column;
use crate::manifest::Manifest;

/// The parameters of BM25 of the first pass in the cluster: `k1` and `b` of `crates/search/src/weights.rs`. The cluster
/// only picks candidates by them; the score is worked out again here.
const BM25: (f32, f32) = (0.9, 0.75);

/// How the indexes of a store are laid out over nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The name of the store: small letters, digits, `-` and `_`. Several stores may share a cluster.
    pub name: String,
    /// In how many parts the indexes of sections and papers are split; fixed once a generation exists.
    pub shards: u32,
    /// How many copies of each part are kept besides the first.
    pub replicas: u32,
    /// After how many seconds readers see what was written during a run; at its end they see all.
    pub refresh_seconds: u32,
}

impl Default for Settings {
    // Judgements: with three nodes each holds a part, and a copy of another. A refresh of 5 seconds costs the writer
    // less than the one second of OpenSearch.
    fn default() -> Settings {
        Settings { name: "vankien".to_owned(), shards: 3, replicas: 1, refresh_seconds: 5 }
    }
}

/// The three indexes of a generation of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Index {
    /// Its sections.
    Sections,
    /// The records of its papers and duplicates.
    Papers,
    /// The manifest of each origin.
    State,
}

/// The names of the indexes of a store: of the generation in use, or of a certain one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The name of the store.
    pub store: String,
    /// The number of the generation; `None` for the one in use.
    pub generation: Option<u32>,
}

impl Names {
    /// The name of an index, by which it is read and written: always an alias.
    pub fn of(&self, index: Index) -> String {
        let in_use = index.alias_in_use(&self.store);
        match self.generation {
            Some(number) => format!("{in_use}-g{number}"),
            None => in_use,
        }
    }
}

impl Index {
    /// All three.
    pub const ALL: [Index; 3] = [Index::Sections, Index::Papers, Index::State];

    /// The alias of the generation in use.
    pub fn alias_in_use(self, store: &str) -> String {
        let part = match self {
            Index::Sections => "sections",
            Index::Papers => "papers",
            Index::State => "state",
        };
        format!("{store}-{part}")
    }

    /// What creates it for a generation. Its only alias is that of the generation ([`Names::of`]).
    pub fn creation(self, settings: &Settings, generation: u32) -> Value {
        let (shards, fields) = match self {
            Index::Sections => (settings.shards, section_fields()),
            Index::Papers => (settings.shards, paper_fields()),
            // A few small rows.
            Index::State => (1, json!({ "origin": keyword(), "manifest": stored() })),
        };
        let made_with = Manifest::default();
        let names = Names { store: settings.name.clone(), generation: Some(generation) };
        json!({
            "settings": {
                "index": {
                    "number_of_shards": shards,
                    "number_of_replicas": settings.replicas,
                    "refresh_interval": format!("{}s", settings.refresh_seconds),
                    "similarity": { "default": { "type": "BM25", "k1": BM25.0, "b": BM25.1 } },
                },
            },
            "mappings": {
                "dynamic": "strict",
                "_meta": { "format": made_with.format, "fingerprint": made_with.fingerprint },
                "_source": { "excludes": EXCLUDED },
                "properties": fields,
            },
            "aliases": { (names.of(self)): {} },
        })
    }
}

/// What creates the index of notes of a store: what is no paper, and outlives generations.
pub fn creation_of_notes(settings: &Settings) -> Value {
    json!({
        "settings": {
            "index": { "number_of_shards": 1, "number_of_replicas": settings.replicas },
        },
        "mappings": {
            "dynamic": "strict",
            "properties": { "kind": keyword(), "name": keyword(), "value": stored() },
        },
    })
}

/// Fields that are indexed and not kept: what they are made of is kept.
const EXCLUDED: [&str; 7] =
    ["text", "text_folded", "second", "second_folded", "title", "title_folded", "terms"];

/// Terms joined by blanks, with their places.
fn terms() -> Value {
    json!({ "type": "text", "analyzer": "whitespace" })
}

/// A text that is only given back.
fn stored() -> Value {
    json!({ "type": "keyword", "index": false, "doc_values": false })
}

fn keyword() -> Value {
    json!({ "type": "keyword" })
}

fn section_fields() -> Value {
    let mut fields = json!({
        "paper": keyword(),
        "origin": keyword(),
        "path": keyword(),
        "ordinal": { "type": "integer" },
        "role": keyword(),
        // The hash of what was made of the paper: all its sections bear the same.
        "content": keyword(),
        "text": terms(),
        "text_folded": terms(),
        "second": terms(),
        "second_folded": terms(),
        "title": terms(),
        "title_folded": terms(),
        // Each term of the text once: the dictionary, and the numbers that are cited.
        "terms": keyword(),
        "source_text": stored(),
        "source_second": stored(),
        "source_title": stored(),
        "body": stored(),
        "record": { "type": "binary" },
    });
    add_columns(&mut fields);
    fields
}

fn paper_fields() -> Value {
    let mut fields = json!({
        "paper": keyword(),
        "origin": keyword(),
        "path": keyword(),
        "is_duplicate": { "type": "boolean" },
        "duplicate_key": keyword(),
        "unread": { "type": "long" },
        "defines": keyword(),
        "record": { "type": "binary" },
    });
    add_columns(&mut fields);
    fields
}

fn add_columns(fields: &mut Value) {
    for column in Column::ALL {
        fields[column.name()] = keyword();
    }
}
