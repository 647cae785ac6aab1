//! The generations of a store in a cluster. A generation is three indexes of OpenSearch that belong together; the
//! aliases `STORE-sections`, `STORE-papers` and `STORE-state` lead to the one in use.
//! In: a client, the name of a store. Out: numbers of generations; indexes created, put into use and deleted.
//! Never deletes the generation in use.

use serde_json::{Value, json};

use crate::cluster::client::Client;
use crate::cluster::mapping::{Index, Names, Settings};
use crate::error::{Error, Result};
use crate::manifest::Manifest;

/// The name of an index of a generation itself, which is used only to create and delete it.
fn index_name(index: Index, store: &str, generation: u32) -> String {
    format!("{}-{generation:06}", index.alias_in_use(store))
}

/// The number of the generation in use; `None` where there is none.
pub fn in_use(client: &Client, store: &str) -> Result<Option<u32>> {
    let alias = Index::Sections.alias_in_use(store);
    let found = client.get(&format!("_alias/{alias}"))?;
    if found.status == 404 {
        return Ok(None);
    }
    Ok(numbers(&found.body, &alias).into_iter().next_back())
}

/// The numbers of all generations, in order.
pub fn all(client: &Client, store: &str) -> Result<Vec<u32>> {
    let alias = Index::Sections.alias_in_use(store);
    let found = client.get(&format!("{alias}-0*/_alias"))?;
    Ok(if found.status == 404 { Vec::new() } else { numbers(&found.body, &alias) })
}

/// The numbers in the names of the indexes that are the keys of an answer, in order.
fn numbers(answer: &Value, alias: &str) -> Vec<u32> {
    let names = answer.as_object().into_iter().flat_map(|all| all.keys());
    let number = |name: &String| name.strip_prefix(alias)?.strip_prefix('-')?.parse().ok();
    let mut numbers: Vec<u32> = names.filter_map(number).collect();
    numbers.sort_unstable();
    numbers
}

/// Creates the indexes of a generation that are missing; another machine may be doing the same.
pub fn create(client: &Client, settings: &Settings, generation: u32) -> Result<()> {
    for index in Index::ALL {
        let name = index_name(index, &settings.name, generation);
        if client.get(&format!("{name}/_alias"))?.status == 404 {
            create_index(client, &name, &index.creation(settings, generation))?;
        }
    }
    Ok(())
}

/// Creates an index, and waits until its copies are there, as far as the cluster has nodes for them: a node that is lost
/// before takes the only copy with it. It is no error if another machine was faster.
pub fn create_index(client: &Client, name: &str, creation: &Value) -> Result<()> {
    let health = client.get("_cluster/health")?;
    let nodes = health.body["number_of_data_nodes"].as_u64().unwrap_or(1);
    let replicas = creation["settings"]["index"]["number_of_replicas"].as_u64().unwrap_or_default();
    let copies = (1 + replicas).min(nodes.max(1));
    match client.put(&format!("{name}?wait_for_active_shards={copies}"), creation) {
        Err(Error::Cluster { what, .. }) if what.contains("already_exists") => Ok(()),
        made => made.map(drop),
    }
}

/// Whether this version of the program made a generation. `None` if one of its indexes is missing.
pub fn is_of_this_version(client: &Client, names: &Names) -> Result<Option<MadeWith>> {
    let wanted = Manifest::default();
    let mut made = MadeWith { is_ours: true, told: String::new() };
    for index in Index::ALL {
        let found = client.get(&format!("{}/_mapping", names.of(index)))?;
        let mappings = found.body.as_object().filter(|_| found.status != 404);
        let Some(mapping) = mappings.and_then(|all| all.values().next()) else { return Ok(None) };
        let meta = &mapping["mappings"]["_meta"];
        let is_ours = meta["format"] == json!(wanted.format)
            && meta["fingerprint"] == json!(wanted.fingerprint);
        if !is_ours {
            let fingerprint = meta["fingerprint"].as_str().unwrap_or("unknown");
            let told = format!("format {} and analysis {fingerprint}", meta["format"]);
            made = MadeWith { is_ours, told };
        }
    }
    Ok(Some(made))
}

/// The version of the program that made a generation.
#[derive(Debug)]
pub struct MadeWith {
    /// Whether it is this one.
    pub is_ours: bool,
    /// Format and fingerprint, for a message.
    pub told: String,
}

/// Puts a generation into use, in one call, and deletes all that are older.
pub fn switch(client: &Client, store: &str, to: u32) -> Result<()> {
    let mut actions = Vec::new();
    for index in Index::ALL {
        let alias = index.alias_in_use(store);
        // An alias that no index has yet must not be removed.
        if client.get(&format!("_alias/{alias}"))?.status != 404 {
            actions.push(json!({ "remove": { "index": "*", "alias": alias } }));
        }
        actions.push(json!({ "add": { "index": index_name(index, store, to), "alias": alias } }));
    }
    client.post("_aliases", &json!({ "actions": actions }))?;
    let older = all(client, store)?.into_iter().filter(|number| *number < to);
    for number in older {
        delete(client, store, number)?;
    }
    Ok(())
}

/// Deletes a generation that is not in use.
pub fn delete(client: &Client, store: &str, generation: u32) -> Result<()> {
    for index in Index::ALL {
        client.delete(&index_name(index, store, generation), None)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_the_names_of_indexes() {
        let answer =
            json!({ "v-sections-000012": {}, "v-sections-000003": {}, "v-sections-x": {} });
        assert_eq!(numbers(&answer, "v-sections"), [3, 12]);
        assert_eq!(index_name(Index::Papers, "v", 12), "v-papers-000012");
    }
}
