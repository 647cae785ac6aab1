//! Adds papers to a store in a cluster and removes them.
//! In: prepared papers, records, paths. Out: bulk requests; at the end the manifest of the origin.
//!
//! A cluster has no transaction over documents: what is sent is seen by readers from the next refresh on. A paper is
//! sent with the ids that it had before, its sections before its record, so that a run that was killed leaves papers
//! that the next run takes for new or changed, and sends again.

use std::cell::RefCell;

use serde_json::{Value, json};

use crate::batch::Batch;
use crate::cluster::client::Client;
use crate::cluster::documents::{
    self, SharedValues, delete_action, paper_id, paper_key, put_action, section_key,
};
use crate::cluster::mapping::Index;
use crate::error::{ClusterFault, Error, Result};
use crate::manifest::Manifest;
use crate::parallel::Permit;
use crate::prepare::Prepared;
use crate::record::PaperRecord;
use crate::section::{PaperId, SectionId};

/// A bulk request is sent once it has so many bytes (4 MiB); one paper may exceed it. A judgement, not measured: a few
/// MiB are what OpenSearch advises.
const BULK_BYTES: usize = 4 << 20;

/// How often the actions of a bulk request that a busy cluster refused are sent again.
const MOST_RETRIES: usize = 12;

/// The writer of one origin. Its methods are those of [`Batch`].
pub struct Writer<'c> {
    client: &'c Client,
    /// The name of the store.
    store: &'c str,
    /// The machine that ingests.
    origin: &'c str,
    /// The actions that wait to be sent, each with its line ends.
    actions: RefCell<Vec<String>>,
    /// Their bytes.
    bytes: RefCell<usize>,
}

impl<'c> Writer<'c> {
    pub(super) fn new(client: &'c Client, store: &'c str, origin: &'c str) -> Writer<'c> {
        let (actions, bytes) = (RefCell::default(), RefCell::default());
        Writer { client, store, origin, actions, bytes }
    }

    fn queue(&self, action: String) -> Result<()> {
        *self.bytes.borrow_mut() += action.len();
        self.actions.borrow_mut().push(action);
        if *self.bytes.borrow() >= BULK_BYTES { self.flush() } else { Ok(()) }
    }

    /// Sends what waits, until the cluster has taken all of it.
    fn flush(&self) -> Result<()> {
        let mut actions = self.actions.take();
        self.bytes.replace(0);
        for _ in 0..MOST_RETRIES {
            if actions.is_empty() {
                return Ok(());
            }
            let answer = self.client.post_lines("_bulk", &actions.concat())?;
            let refused = self.refused(&answer.body, actions.len())?;
            actions = refused.into_iter().map(|at| std::mem::take(&mut actions[at])).collect();
            if !actions.is_empty() {
                self.client.pause();
            }
        }
        if actions.is_empty() {
            return Ok(());
        }
        let what = format!("{} documents were refused again and again", actions.len());
        Err(self.client.fault(ClusterFault::Busy, what))
    }

    /// The actions that a busy cluster refused, by their index.
    ///
    /// # Errors
    /// Where one was refused for another reason.
    fn refused(&self, answer: &Value, sent: usize) -> Result<Vec<usize>> {
        let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        if items.len() != sent {
            let what = format!("{} of {sent} documents were answered", items.len());
            return Err(self.client.fault(ClusterFault::Refused, what));
        }
        let mut refused = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let Some(result) = item.as_object().and_then(|item| item.values().next()) else {
                continue;
            };
            match result["status"].as_u64().unwrap_or_default() {
                200..=299 | 404 => {}
                429 | 503 => refused.push(at),
                status => {
                    let reason = result["error"].to_string();
                    let fault = match status {
                        403 if reason.contains("read_only_allow_delete") => ClusterFault::Full,
                        403 => ClusterFault::Denied,
                        _ => ClusterFault::Refused,
                    };
                    return Err(self.client.fault(fault, reason));
                }
            }
        }
        Ok(refused)
    }

    /// How many sections the cluster holds of the paper; 0 if it is not there.
    fn sections_of(&self, id: PaperId) -> Result<u32> {
        let (index, key) = (Index::Papers.alias(self.store), paper_key(id));
        let found = self.client.get(&format!("{index}/_doc/{key}?routing={key}"))?;
        let record = documents::paper_record(&found.body["_source"]);
        Ok(record.map_or(0, |record| record.sections))
    }

    fn put_paper(&self, paper: &PaperRecord, document: &Value) -> Result<()> {
        let id = paper_id(self.origin, &paper.path);
        self.queue(put_action(&Index::Papers.alias(self.store), &paper_key(id), id, document))
    }
}

impl Batch for Writer<'_> {
    fn put(&self, prepared: Prepared, _permit: Permit) -> Result<()> {
        let values = SharedValues::of(self.origin, &prepared.paper);
        let paper = paper_id(self.origin, &prepared.paper.path);
        let index = Index::Sections.alias(self.store);
        for (ordinal, section) in (0..).zip(&prepared.sections) {
            let key = section_key(SectionId { paper, ordinal });
            let document = values.section_document(ordinal, section);
            self.queue(put_action(&index, &key, paper, &document))?;
        }
        self.put_paper(&prepared.paper, &values.paper_document(&prepared.paper))
    }

    fn put_record(&self, paper: &PaperRecord) -> Result<()> {
        self.put_paper(paper, &SharedValues::of(self.origin, paper).paper_document(paper))
    }

    fn replace_record(&self, paper: &PaperRecord) -> Result<()> {
        self.put_record(paper)
    }

    fn remove(&self, path: &str) -> Result<()> {
        self.flush()?;
        let paper = paper_id(self.origin, path);
        let sections = Index::Sections.alias(self.store);
        for ordinal in 0..self.sections_of(paper)? {
            let key = section_key(SectionId { paper, ordinal });
            self.queue(delete_action(&sections, &key, paper))?;
        }
        self.queue(delete_action(&Index::Papers.alias(self.store), &paper_key(paper), paper))
    }

    fn commit(self: Box<Self>, manifest: &Manifest) -> Result<Option<Error>> {
        self.flush()?;
        let state = Index::State.alias(self.store);
        let row = json!({ "manifest": manifest.write() });
        self.client.put(&format!("{state}/_doc/{}", escaped(self.origin)), &row)?;
        let all = Index::ALL.map(|index| index.alias(self.store)).join(",");
        self.client.post(&format!("{all}/_refresh"), &json!({}))?;
        Ok(None)
    }
}

/// A name as it may stand in the path of a URL.
fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                escaped.push(byte as char);
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_in_a_url() {
        assert_eq!(escaped("máy 1/a"), "m%C3%A1y%201%2Fa");
    }
}
