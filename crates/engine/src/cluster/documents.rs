//! The documents that stand for a paper in a cluster, and back.
//! In: prepared papers and records; documents. Out: documents in JSON; records.
//! Never sends anything.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};
use twox_hash::XxHash3_128;

use crate::analyse::{self, INLAY_END, NUMBER_LEAD, OWN_LEAD, PRINTED_LEAD};
use crate::column::{self, Column};
use crate::evaluate::Section;
use crate::keys;
use crate::paper_path;
use crate::prepare::PreparedSection;
use crate::record::{PaperRecord, SectionRecord, from_bytes};
use crate::role::Role;
use crate::section::{PaperId, SectionId};
use crate::tokenizer::{BROKEN_STEP, Positioned};

/// The id of the paper at `path` of an origin: a hash, so that a paper that is sent twice is one.
pub fn paper_id(origin: &str, path: &str) -> PaperId {
    PaperId(XxHash3_128::oneshot(format!("{origin}\0{path}").as_bytes()) as u64)
}

/// The id of a paper as a cluster holds it: 16 hexadecimal digits. It decides the shard of the paper and its sections.
pub fn paper_key(id: PaperId) -> String {
    format!("{:016x}", id.0)
}

/// The id of a section as a cluster holds it.
pub fn section_key(id: SectionId) -> String {
    format!("{}-{}", paper_key(id.paper), id.ordinal)
}

/// The key that duplicates share, as a cluster holds it: 32 hexadecimal digits.
pub fn duplicate_key(key: u128) -> String {
    format!("{key:032x}")
}

/// The hash of what was made of a paper, as a cluster holds it: 32 hexadecimal digits.
pub fn content_key(paper: &PaperRecord) -> String {
    format!("{:032x}", paper.content)
}

/// The values that the document of a paper and those of its sections share.
pub struct SharedValues {
    values: Map<String, Value>,
    /// The hash of what was made of the paper.
    content: String,
}

impl SharedValues {
    /// Those of a paper of `origin`.
    pub fn of(origin: &str, paper: &PaperRecord) -> SharedValues {
        let id = paper_id(origin, &paper.path);
        let mut values = Map::new();
        values.insert("paper".into(), paper_key(id).into());
        values.insert("origin".into(), origin.into());
        values.insert("path".into(), paper.path.as_str().into());
        for column in Column::ALL {
            if let Some(value) = column.value_of(paper) {
                values.insert(column.name().into(), value.into());
            }
        }
        SharedValues { values, content: content_key(paper) }
    }

    /// The document of the paper or duplicate.
    pub fn paper_document(&self, paper: &PaperRecord) -> Value {
        let mut document = self.values.clone();
        document.insert("is_duplicate".into(), paper.is_duplicate.into());
        if paper.duplicate_key != 0 {
            document.insert("duplicate_key".into(), duplicate_key(paper.duplicate_key).into());
        }
        document.insert("unread".into(), column::unread_count(paper).into());
        if !paper.is_duplicate {
            let defined = paper.abbreviations.iter();
            let keys = defined.flat_map(|(short, long)| keys::definition_keys(short, long));
            document.insert("defines".into(), keys.collect::<Vec<_>>().into());
        }
        document.insert("record".into(), BASE64_STANDARD.encode(paper.to_bytes()).into());
        Value::Object(document)
    }

    /// The document of a section.
    pub fn section_document(&self, ordinal: u32, section: &PreparedSection) -> Value {
        let mut document = self.values.clone();
        document.insert("ordinal".into(), ordinal.into());
        document.insert("role".into(), role_name(section.role).into());
        document.insert("content".into(), self.content.as_str().into());
        let fields =
            [("text", &section.text), ("second", &section.second), ("title", &section.title)];
        let mut dictionary = BTreeSet::new();
        for (field, text) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
            let terms = IndexedTerms::of(text);
            document.insert(field.into(), terms.typed.into());
            document.insert(format!("{field}_folded"), terms.folded.into());
            document.insert(format!("source_{field}"), text.as_str().into());
            if field == "text" {
                dictionary = terms.dictionary;
            }
        }
        document.insert("terms".into(), dictionary.into_iter().collect::<Vec<_>>().into());
        // The text as it is shown is that of the index without its inlays, but for control characters of the paper.
        if without_inlays(&section.text) != section.body {
            document.insert("body".into(), section.body.as_str().into());
        }
        document.insert("record".into(), BASE64_STANDARD.encode(&section.record).into());
        Value::Object(document)
    }
}

/// What stands between two stretches of second readings, so that no phrase crosses from one into the other. No word has
/// this term.
const BETWEEN_STRETCHES: &str = "\u{241e}";

/// The terms of an indexed text as a cluster gets them.
#[derive(Debug, Default)]
struct IndexedTerms {
    /// The terms of its words, joined by blanks.
    typed: String,
    /// Their folded forms, likewise.
    folded: String,
    /// Each of its terms once, those of inlays too.
    dictionary: BTreeSet<String>,
}

impl IndexedTerms {
    fn of(text: &str) -> IndexedTerms {
        let mut terms = IndexedTerms::default();
        let mut tokens = Positioned::new(text);
        let mut last = 0;
        while tokens.advance() {
            if tokens.position() > last + BROKEN_STEP {
                terms.push(BETWEEN_STRETCHES, BETWEEN_STRETCHES);
            }
            last = tokens.position();
            let (term, is_inlay) = (tokens.token().term(), tokens.token().is_inlay());
            if !terms.dictionary.contains(term) {
                terms.dictionary.insert(term.to_owned());
            }
            if !is_inlay {
                terms.push(term, analyse::folded(term));
            }
        }
        terms
    }

    fn push(&mut self, typed: &str, folded: &str) {
        for (all, one) in [(&mut self.typed, typed), (&mut self.folded, folded)] {
            if !all.is_empty() {
                all.push(' ');
            }
            all.push_str(one);
        }
    }
}

/// An indexed text without its inlays.
fn without_inlays(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find([NUMBER_LEAD, OWN_LEAD, PRINTED_LEAD]) {
        bare.push_str(&rest[..at]);
        rest = rest[at..].split_once(INLAY_END).map_or("", |(_, rest)| rest);
    }
    bare + rest
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Other => "other",
        Role::Name => "name",
        Role::First => "first",
        Role::Running => "running",
    }
}

/// The role with this name.
pub fn role_of(name: &str) -> Role {
    let all = [Role::Other, Role::Name, Role::First, Role::Running];
    all.into_iter().find(|role| role_name(*role) == name).unwrap_or_default()
}

/// The record of a paper or duplicate out of its document, as its origin wrote it; `None` if it is damaged.
pub fn own_record(document: &Value) -> Option<PaperRecord> {
    PaperRecord::of_bytes(&BASE64_STANDARD.decode(document["record"].as_str()?).ok()?)
}

/// The same with the origin in its paths ([`paper_path`]).
pub fn paper_record(document: &Value) -> Option<PaperRecord> {
    let origin = document["origin"].as_str()?;
    let mut record = own_record(document)?;
    let named = |path: &String| match paper_path::split(path) {
        (_, Some(_)) => path.clone(),
        (path, None) => paper_path::with_origin(path, origin),
    };
    record.also_in = record.also_in.iter().map(named).collect();
    record.path = named(&record.path);
    Some(record)
}

/// The path of the paper or section of a document, with its origin.
pub fn path_of(document: &Value) -> Option<String> {
    Some(paper_path::with_origin(document["path"].as_str()?, document["origin"].as_str()?))
}

/// The record of a section out of its document, with its text, and with its exceptions if they are wanted; `None` if it
/// is damaged.
pub fn section_record(document: &Value, with_exceptions: bool) -> Option<SectionRecord> {
    let bytes = BASE64_STANDARD.decode(document["record"].as_str()?).ok()?;
    let record = if with_exceptions {
        SectionRecord::with_exceptions(&bytes)?
    } else {
        from_bytes::<SectionRecord>(&bytes)?
    };
    let text = match document["body"].as_str() {
        Some(body) => body.to_owned(),
        None => without_inlays(document["source_text"].as_str().unwrap_or_default()),
    };
    Some(SectionRecord { path: path_of(document)?, text, ..record })
}

/// The id of the section of a document; `None` if the document is none.
pub fn section_id(document: &Value) -> Option<SectionId> {
    let paper = PaperId(u64::from_str_radix(document["paper"].as_str()?, 16).ok()?);
    Some(SectionId { paper, ordinal: u32::try_from(document["ordinal"].as_u64()?).ok()? })
}

/// The fields of which [`section_record`] is made.
pub const RECORD_FIELDS: [&str; 7] =
    ["paper", "ordinal", "origin", "path", "source_text", "body", "record"];

/// A section as it is evaluated: its texts, without its record; `None` if the document is none.
pub fn section_texts(document: &Value) -> Option<(SectionId, Section)> {
    let text = |field: &str| document[field].as_str().unwrap_or_default().to_owned();
    let texts = ["source_text", "source_second", "source_title"].map(text);
    let body = match document["body"].as_str() {
        Some(body) => body.to_owned(),
        None => without_inlays(&texts[0]),
    };
    let path = path_of(document).unwrap_or_default();
    let record = SectionRecord { path, text: body, ..SectionRecord::default() };
    let role = role_of(document["role"].as_str()?);
    Some((section_id(document)?, Section::of_texts(record, role, texts)))
}

/// The fields of which [`section_texts`] is made.
pub const TEXT_FIELDS: [&str; 9] = [
    "paper",
    "ordinal",
    "origin",
    "path",
    "role",
    "source_text",
    "source_second",
    "source_title",
    "body",
];

/// A bulk action that puts a document; `paper` decides the shard, if one is given.
pub fn put_action(index: &str, id: &str, paper: Option<PaperId>, document: &Value) -> String {
    let mut place = json!({ "_index": index, "_id": id });
    if let Some(paper) = paper {
        place["routing"] = paper_key(paper).into();
    }
    format!("{}\n{document}\n", json!({ "index": place }))
}

/// A bulk action that deletes a document.
pub fn delete_action(index: &str, id: &str, paper: PaperId) -> String {
    let action = json!({ "delete": { "_index": index, "_id": id, "routing": paper_key(paper) } });
    format!("{action}\n")
}

#[cfg(test)]
mod tests {
    use vankien_papers::document::{Document, Section};

    use super::*;
    use crate::fixture;
    use crate::prepare::prepare;

    #[test]
    fn a_section_comes_back_as_it_was() {
        let texts = ["theo Nghị quyết 59-NQ/TW và 60-NQ/TW", "a\u{2}b \u{6}c", ""];
        for text in texts {
            let section = Section { lines: (1, 1), text: text.into(), ..Section::default() };
            let document = Document { sections: vec![section], ..Document::default() };
            let prepared = prepare("a.txt", text, document);
            let values = SharedValues::of("máy-1", &prepared.paper);
            let document = values.section_document(0, &prepared.sections[0]);
            let back = section_record(&document, true).expect("whole");
            assert_eq!(back.text, text);
            let paper = values.paper_document(&prepared.paper);
            assert_eq!(own_record(&paper).expect("whole"), prepared.paper);
            assert_eq!(paper_record(&paper).expect("whole").path, "a.txt\0máy-1");
        }
    }

    #[test]
    fn terms_are_ours_and_numbers_stand_apart() {
        let document = fixture::paper("theo Nghị quyết 59-NQ/TW", None, &["59-NQ/TW"]);
        let text = document.sections[0].text.clone();
        let prepared = prepare("a.txt", &text, document);
        let values = SharedValues::of("máy-1", &prepared.paper);
        let section = values.section_document(0, &prepared.sections[0]);
        let terms = section["text"].as_str().expect("terms");
        assert!(
            !terms.contains("59-nq/tw") && terms.contains("59\u{1} nq\u{1} tw\u{1}"),
            "{terms:?}"
        );
        assert_eq!(
            section["text_folded"].as_str().map(|text| text.split(' ').count()),
            Some(terms.split(' ').count())
        );
        assert!(section["terms"].to_string().contains("59-nq/tw"), "{section}");
    }

    #[test]
    fn no_phrase_crosses_from_one_stretch_into_the_next() {
        let terms = IndexedTerms::of("một hai \u{1e} ba");
        assert_eq!(terms.folded, format!("mot hai {BETWEEN_STRETCHES} ba"));
    }

    #[test]
    fn equal_paths_of_two_origins_are_two_papers() {
        assert_ne!(paper_id("a", "b/c"), paper_id("b", "b/c"));
    }
}
