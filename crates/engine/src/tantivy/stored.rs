//! The stored part of a document: the text of a section, and a record.
//! In: the stored bytes. Out: text and record, without a document of tantivy in between. No other field is stored.

use tantivy::schema::Field;
use tantivy::schema::document::{
    DeserializeError, DocumentDeserialize, DocumentDeserializer, ValueDeserialize,
    ValueDeserializer, ValueVisitor,
};

use crate::record::SectionRecord;

/// The stored values of a section or paper. Every document stores at most one text and one record.
#[derive(Default)]
pub struct Stored {
    /// The text of a section.
    pub text: Option<String>,
    /// The encoded record.
    pub record: Option<Vec<u8>>,
}

impl Stored {
    /// The section, with its record decoded by `decode`; `None` if it is no section or damaged.
    pub fn section(self, decode: fn(&[u8]) -> Option<SectionRecord>) -> Option<SectionRecord> {
        let text = self.text?;
        let record = decode(&self.record?)?;
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

/// A stored value of either type.
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
