//! Adds papers to a store in a cluster and removes them.
//! In: prepared papers, records, paths. Out: bulk requests; at the end the manifest of the origin.
//!
//! A cluster has no transaction over documents: what is sent is seen by readers from the next refresh on. A paper is
//! sent with the ids that it had before, its sections before its record, so that a run that was killed leaves papers
//! that the next run takes for new or changed, and sends again.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::batch::Batch;
use crate::cluster::client::{Client, escaped};
use crate::cluster::documents::{
    SharedValues, delete_action, paper_id, paper_key, put_action, section_key,
};
use crate::cluster::lease::Lease;
use crate::cluster::mapping::{Index, Names};
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
pub struct Writer {
    client: Arc<Client>,
    names: Names,
    /// The machine that ingests.
    origin: String,
    /// The right to write.
    lease: Arc<Lease>,
    /// How many sections the cluster holds of each paper of the origin, by its path.
    sections: RefCell<BTreeMap<String, u32>>,
    /// The actions that wait to be sent, each with its line ends, by index and id of the document: of two on one document
    /// the last counts, so that their order does not matter.
    actions: RefCell<BTreeMap<(Index, String), String>>,
    /// Their bytes.
    bytes: RefCell<usize>,
}

impl Writer {
    /// A writer of the papers of `origin`. `sections` tells how many sections the cluster holds of each, by its path.
    pub(super) fn new(
        (client, names): (Arc<Client>, Names),
        (origin, lease): (String, Arc<Lease>),
        sections: BTreeMap<String, u32>,
    ) -> Writer {
        let (actions, bytes) = (RefCell::default(), RefCell::default());
        Writer { client, names, origin, lease, sections: RefCell::new(sections), actions, bytes }
    }

    fn queue(&self, index: Index, id: String, action: String) -> Result<()> {
        *self.bytes.borrow_mut() += action.len();
        self.actions.borrow_mut().insert((index, id), action);
        if *self.bytes.borrow() >= BULK_BYTES { self.flush() } else { Ok(()) }
    }

    fn delete(&self, index: Index, id: String, paper: PaperId) -> Result<()> {
        let action = delete_action(&self.names.of(index), &id, paper);
        self.queue(index, id, action)
    }

    /// Sends what waits, until the cluster has taken all of it.
    fn flush(&self) -> Result<()> {
        self.lease.check(&self.names.store)?;
        let mut actions: Vec<String> = self.actions.take().into_values().collect();
        self.bytes.replace(0);
        for _ in 0..MOST_RETRIES {
            if actions.is_empty() {
                return Ok(());
            }
            let answer = self.client.post_lines("_bulk?require_alias=true", &actions.concat())?;
            let refused = refused(&self.client, &answer.body, actions.len())?;
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

    fn put_paper(&self, paper: &PaperRecord, document: &Value) -> Result<()> {
        let (index, id) = (Index::Papers, paper_id(&self.origin, &paper.path));
        let key = paper_key(id);
        let action = put_action(&self.names.of(index), &key, Some(id), document);
        self.queue(index, key, action)
    }
}

/// The actions of a bulk request that a busy cluster refused, by their index.
///
/// # Errors
/// Where one was refused for another reason.
pub fn refused(client: &Client, answer: &Value, sent: usize) -> Result<Vec<usize>> {
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    if items.len() != sent {
        let what = format!("{} of {sent} documents were answered", items.len());
        return Err(client.fault(ClusterFault::Refused, what));
    }
    let mut refused = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let Some(result) = item.as_object().and_then(|item| item.values().next()) else {
            continue;
        };
        // What is deleted may be gone already; an index that is gone is an error.
        let is_gone = result["status"] == 404 && result["error"].is_null();
        match result["status"].as_u64().unwrap_or_default() {
            200..=299 => {}
            404 if is_gone => {}
            429 | 503 if !is_full(&result["error"]) => refused.push(at),
            status => {
                let fault = match status {
                    403 | 429 if is_full(&result["error"]) => ClusterFault::Full,
                    403 => ClusterFault::Denied,
                    _ => ClusterFault::Refused,
                };
                return Err(client.fault(fault, result["error"].to_string()));
            }
        }
    }
    Ok(refused)
}

/// Whether a document was refused because a disk is full.
fn is_full(error: &Value) -> bool {
    let reason = error["reason"].as_str().unwrap_or_default();
    ["read_only_allow_delete", "read-only-allow-delete", "flood-stage"]
        .iter()
        .any(|words| reason.contains(words))
}

impl Batch for Writer {
    fn put(&self, prepared: Prepared, _permit: Permit) -> Result<()> {
        let values = SharedValues::of(&self.origin, &prepared.paper);
        let paper = paper_id(&self.origin, &prepared.paper.path);
        let index = self.names.of(Index::Sections);
        for (ordinal, section) in (0..).zip(&prepared.sections) {
            let key = section_key(SectionId { paper, ordinal });
            let document = values.section_document(ordinal, section);
            let action = put_action(&index, &key, Some(paper), &document);
            self.queue(Index::Sections, key, action)?;
        }
        let sections = prepared.sections.len() as u32;
        self.sections.borrow_mut().insert(prepared.paper.path.clone(), sections);
        self.put_paper(&prepared.paper, &values.paper_document(&prepared.paper))
    }

    fn put_record(&self, paper: &PaperRecord) -> Result<()> {
        self.put_paper(paper, &SharedValues::of(&self.origin, paper).paper_document(paper))
    }

    fn replace_record(&self, paper: &PaperRecord) -> Result<()> {
        self.put_record(paper)
    }

    fn remove(&self, path: &str) -> Result<()> {
        let paper = paper_id(&self.origin, path);
        let sections = self.sections.borrow_mut().remove(path).unwrap_or_default();
        for ordinal in 0..sections {
            self.delete(Index::Sections, section_key(SectionId { paper, ordinal }), paper)?;
        }
        self.delete(Index::Papers, paper_key(paper), paper)
    }

    fn commit(self: Box<Self>, manifest: &Manifest) -> Result<Option<Error>> {
        self.flush()?;
        let row = json!({ "origin": self.origin, "manifest": manifest.write() });
        let state = self.names.of(Index::State);
        let path = format!("{state}/_doc/{}?require_alias=true", escaped(&self.origin));
        self.client.put(&path, &row)?;
        let all = Index::ALL.map(|index| self.names.of(index)).join(",");
        self.client.post(&format!("{all}/_refresh"), &json!({}))?;
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::address::Address;

    /// What becomes of a bulk request with one item of this result.
    fn result(item: Value) -> std::result::Result<usize, ClusterFault> {
        let address = Address::parse("http://127.0.0.1:1", None).expect("good");
        let client = Client::new(address).expect("good");
        match refused(&client, &json!({ "items": [item] }), 1) {
            Ok(again) => Ok(again.len()),
            Err(Error::Cluster { fault, .. }) => Err(fault),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn what_a_cluster_refuses_of_a_bulk_request_is_told_apart() {
        assert_eq!(result(json!({ "index": { "status": 201 } })), Ok(0));
        // What is deleted may be gone; an index must not.
        assert_eq!(result(json!({ "delete": { "status": 404 } })), Ok(0));
        let gone = json!({ "type": "index_not_found_exception", "reason": "no such index" });
        assert_eq!(
            result(json!({ "index": { "status": 404, "error": gone } })),
            Err(ClusterFault::Refused)
        );
        let busy = json!({ "type": "rejected_execution_exception", "reason": "rejected" });
        assert_eq!(result(json!({ "index": { "status": 429, "error": busy } })), Ok(1));
        let full = json!({ "type": "cluster_block_exception", "reason": "index [a] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];" });
        assert_eq!(
            result(json!({ "index": { "status": 429, "error": full } })),
            Err(ClusterFault::Full)
        );
        let denied = json!({ "type": "security_exception", "reason": "no permissions" });
        assert_eq!(
            result(json!({ "index": { "status": 403, "error": denied } })),
            Err(ClusterFault::Denied)
        );
        let wrong = json!({ "type": "strict_dynamic_mapping_exception", "reason": "x" });
        assert_eq!(
            result(json!({ "index": { "status": 400, "error": wrong } })),
            Err(ClusterFault::Refused)
        );
        // An answer that does not tell of all items.
        let client = Client::new(Address::parse("http://127.0.0.1:1", None).expect("good"));
        assert!(refused(&client.expect("good"), &json!({ "items": [] }), 1).is_err());
    }
}
