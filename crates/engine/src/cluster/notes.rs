//! What a store in a cluster keeps beside papers, over all generations: verdicts of people.
//! In: texts by name. Out: the same. Never knows what they mean.

use serde_json::json;

use crate::cluster::client::{Client, escaped};
use crate::cluster::documents::put_action;
use crate::cluster::generations::create_index;
use crate::cluster::mapping::{Settings, creation_of_notes};
use crate::cluster::writer::refused;
use crate::error::{ClusterFault, Result};

/// Rows that one request brings.
const ROWS_PER_REQUEST: usize = 5_000;

/// The name of the index of notes of a store.
pub fn index(store: &str) -> String {
    format!("{store}-notes")
}

/// Creates the index of notes if it is missing.
pub fn create(client: &Client, settings: &Settings) -> Result<()> {
    let name = index(&settings.name);
    if client.get(&format!("{name}/_alias"))?.status == 404 {
        create_index(client, &name, &creation_of_notes(settings))?;
    }
    Ok(())
}

/// The notes of a kind, sorted by name; none where the store keeps none.
pub fn read(client: &Client, store: &str, kind: &str) -> Result<Vec<String>> {
    let mut all = Vec::new();
    let mut body = json!({
        "size": ROWS_PER_REQUEST,
        "query": { "term": { "kind": kind } },
        "sort": [{ "name": "asc" }],
        "track_total_hits": false,
    });
    loop {
        let path = format!("{}/_search?allow_partial_search_results=false", index(store));
        let found = client.post(&path, &body)?;
        if found.status == 404 {
            return Ok(all);
        }
        let rows = found.body["hits"]["hits"].as_array().map(Vec::as_slice).unwrap_or_default();
        all.extend(
            rows.iter().filter_map(|row| Some(row["_source"]["value"].as_str()?.to_owned())),
        );
        match rows.last() {
            Some(last) if rows.len() == ROWS_PER_REQUEST => {
                body["search_after"] = last["sort"].clone();
            }
            _ => return Ok(all),
        }
    }
}

/// Writes notes of a kind, by name, and waits until readers see them. One that is there already is replaced.
pub fn write(
    client: &Client,
    settings: &Settings,
    kind: &str,
    notes: &[(String, String)],
) -> Result<()> {
    create(client, settings)?;
    let index = index(&settings.name);
    let action = |(name, value): &(String, String)| {
        let document = json!({ "kind": kind, "name": name, "value": value });
        put_action(&index, &format!("{kind}:{}", escaped(name)), None, &document)
    };
    let actions: Vec<String> = notes.iter().map(action).collect();
    if actions.is_empty() {
        return Ok(());
    }
    let answer = client.post_lines("_bulk?refresh=wait_for", &actions.concat())?;
    if refused(client, &answer.body, actions.len())?.is_empty() {
        return Ok(());
    }
    Err(client.fault(ClusterFault::Busy, "it did not take all notes".to_owned()))
}
