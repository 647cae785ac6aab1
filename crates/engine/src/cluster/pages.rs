//! The documents of an index that a query matches, page by page.
//! In: a query. Out: documents in the order of their paths, then of origins, then of sections. Never holds more than a
//! page.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::cluster::client::Client;
use crate::cluster::mapping::{Index, Names};
use crate::error::{ClusterFault, Error, Result};

/// Rows that one request brings. A judgement, not measured: a section takes a few KiB.
const ROWS_PER_REQUEST: usize = 500;

/// How long the cluster holds a state that is being read, from request to request.
const HELD: &str = "2m";

/// How often the state that is being read may be lost before the fault is told. A judgement, not measured: each further
/// time another node must be lost.
const MOST_LOST: usize = 3;

/// The documents that a query matches. The first page is read as the index is then; if there are more, the cluster holds
/// one state of the index for all of them. Where that is lost with a node, the reading goes on behind the last document
/// with the state of that moment.
pub struct Pages {
    client: Arc<Client>,
    /// The name of the index.
    index: String,
    /// The request, which says how far the reading came.
    body: Value,
    /// The name under which the cluster holds the state.
    held: Option<String>,
    lost: usize,
    /// Whether the first page was read.
    is_begun: bool,
    is_at_end: bool,
}

impl Pages {
    /// The documents of an index that `query` matches, with these parts of their sources. Asks nothing yet.
    pub fn new(
        (client, names): (&Arc<Client>, &Names),
        index: Index,
        query: &Value,
        source: &Value,
    ) -> Pages {
        let sort = match index {
            Index::Sections => {
                json!([{ "path": "asc" }, { "origin": "asc" }, { "ordinal": "asc" }])
            }
            Index::Papers | Index::State => json!([{ "path": "asc" }, { "origin": "asc" }]),
        };
        let body = json!({
            "size": ROWS_PER_REQUEST,
            "query": query,
            "sort": sort,
            "_source": source,
            "track_total_hits": false,
        });
        let (client, index) = (Arc::clone(client), names.of(index));
        let (held, lost, is_begun, is_at_end) = (None, 0, false, false);
        Pages { client, index, body, held, lost, is_begun, is_at_end }
    }

    /// The sources of the next documents; none at the end.
    ///
    /// # Errors
    /// [`Error::Cluster`].
    pub fn next_page(&mut self) -> Result<Vec<Value>> {
        while !self.is_at_end {
            if self.is_begun && self.held.is_none() {
                self.held = Some(self.hold()?);
            }
            match self.read() {
                Ok(rows) => return Ok(rows),
                Err(error) if self.held.is_none() || self.lost >= MOST_LOST => return Err(error),
                Err(_) => {
                    self.lost += 1;
                    self.let_go();
                }
            }
        }
        Ok(Vec::new())
    }

    fn read(&mut self) -> Result<Vec<Value>> {
        let index = self.index.as_str();
        let path = match &self.held {
            None => format!("{index}/_search?allow_partial_search_results=false"),
            Some(held) => {
                self.body["pit"] = json!({ "id": held, "keep_alive": HELD });
                "_search?allow_partial_search_results=false".to_owned()
            }
        };
        let answer = self.client.post(&path, &self.body)?.body;
        let mut answer = whole(&self.client, answer)?;
        let rows = answer["hits"]["hits"].as_array_mut().map(std::mem::take).unwrap_or_default();
        self.is_begun = true;
        self.is_at_end = rows.len() < ROWS_PER_REQUEST;
        if let Some(last) = rows.last() {
            self.body["search_after"] = last["sort"].clone();
        }
        Ok(rows.into_iter().map(|mut row| row["_source"].take()).collect())
    }

    /// Lets the cluster hold the state of the index.
    fn hold(&self) -> Result<String> {
        let path = format!("{}/_search/point_in_time?keep_alive={HELD}", self.index);
        let opened = self.client.post(&path, &json!({}))?;
        let held = opened.body["pit_id"].as_str().map(str::to_owned);
        held.ok_or_else(|| {
            self.client.fault(ClusterFault::Red, "no state of it can be held".to_owned())
        })
    }

    fn let_go(&mut self) {
        if let Some(held) = self.held.take() {
            // One that is not let go ends by itself.
            let _ = self.client.delete("_search/point_in_time", Some(&json!({ "pit_id": [held] })));
        }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.let_go();
    }
}

/// An answer; an error where some shards are missing in it.
pub fn whole(client: &Client, answer: Value) -> Result<Value> {
    // A shard that no node holds does not count as failed.
    let shards = &answer["_shards"];
    let is_whole = shards["total"].is_u64() && shards["successful"] == shards["total"];
    if is_whole && answer["timed_out"] == json!(false) {
        return Ok(answer);
    }
    let reason = answer["_shards"]["failures"][0]["reason"]["reason"].as_str();
    let reason = reason.or_else(|| answer["error"]["reason"].as_str());
    let what = format!("some shards did not answer: {}", reason.unwrap_or("no reason told"));
    Err::<Value, Error>(client.fault(ClusterFault::Red, what))
}
