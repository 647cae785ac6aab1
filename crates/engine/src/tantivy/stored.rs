//! A document as the engine stores it: the text of a section and a record.
//! In: the engine's bytes. Out: the same without another copy, and the section they are. Never asks the engine for more.

use tantivy::schema::Field;
use tantivy::schema::document::{
    DeserializeError, DocumentDeserialize, DocumentDeserializer, ValueDeserialize,
    ValueDeserializer, ValueVisitor,
};

use crate::record::SectionRecord;

/// What is stored of a section or a paper. No document stores more than one text and one record.
#[derive(Default)]
pub struct Stored {
    /// The text, where it is a section.
    pub text: Option<String>,
    /// The bytes of the record.
    pub record: Option<Vec<u8>>,
}

impl Stored {
    /// The section, whose record is read by `read`; `None` where it is none or damaged.
    pub fn section(self, read: fn(&[u8]) -> Option<SectionRecord>) -> Option<SectionRecord> {
        let (text, record) = (self.text?, read(&self.record?)?);
        Some(SectionRecord { text, ..record })
    }
}

impl DocumentDeserialize for Stored {
    fn deserialize<'de, D>(mut document: D) -> Result<Stored, DeserializeError>
    where
        D: DocumentDeserializer<'de>,
    {
        let mut stored = Stored::default();
        while let Some((_, value)) = document.next_field::<Value>()? as Option<(Field, Value)> {
            match value {
                Value::Text(text) => stored.text = Some(text),
                Value::Bytes(bytes) => stored.record = Some(bytes),
            }
        }
        Ok(stored)
    }
}

enum Value {
    Text(String),
    Bytes(Vec<u8>),
}

impl ValueDeserialize for Value {
    fn deserialize<'de, D>(value: D) -> Result<Value, DeserializeError>
    where
        D: ValueDeserializer<'de>,
    {
        value.deserialize_any(Visitor)
    }
}

struct Visitor;

impl ValueVisitor for Visitor {
    type Value = Value;

    fn visit_string(&self, text: String) -> Result<Value, DeserializeError> {
        Ok(Value::Text(text))
    }

    fn visit_bytes(&self, bytes: Vec<u8>) -> Result<Value, DeserializeError> {
        Ok(Value::Bytes(bytes))
    }
}
