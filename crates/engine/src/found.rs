//! The set of all sections that answer a question.
//! In: what a store found. Out: the same set, to be passed back to that store. Never enumerated outside the store: only
//! the store counts in it.

use crate::bits::SegmentBits;

/// A set of sections. It is valid only for the state of the store that made it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundSections {
    /// The sections, by segment and document number in the store.
    pub(crate) sections: SegmentBits,
    /// What a cluster is asked for the sections; `None` for none.
    #[cfg(feature = "cluster")]
    query: Option<std::sync::Arc<serde_json::Value>>,
}

impl FoundSections {
    /// The sections of a set.
    pub(crate) fn of_bits(sections: SegmentBits) -> FoundSections {
        FoundSections {
            sections,
            #[cfg(feature = "cluster")]
            query: None,
        }
    }
}

#[cfg(feature = "cluster")]
impl FoundSections {
    /// The sections of a cluster that match a query.
    pub(crate) fn of_query(query: serde_json::Value) -> FoundSections {
        FoundSections { query: Some(std::sync::Arc::new(query)), ..FoundSections::default() }
    }

    /// The query for these sections of a cluster.
    pub(crate) fn query(&self) -> serde_json::Value {
        let none = || serde_json::json!({ "match_none": {} });
        self.query.as_deref().cloned().unwrap_or_else(none)
    }
}
