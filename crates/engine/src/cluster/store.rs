//! The store in a cluster, opened for reading, and the way to write to it.
//! In: a client and the name of a store. Out: records of papers and sections. Never counts or ranks.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use twox_hash::XxHash3_128;

use crate::batch::Batch;
use crate::cluster::client::Client;
use crate::cluster::documents::{self, paper_key, section_key};
use crate::cluster::mapping::Index;
use crate::cluster::writer::Writer;
use crate::engine::{Papers, SectionReader};
use crate::error::{ClusterFault, Error, Result};
use crate::manifest::{Manifest, Totals};
use crate::record::{PaperRecord, SectionRecord, to_bytes};
use crate::section::{PaperId, SectionId};

pub use crate::cluster::mapping::Settings;

/// One state of a store in a cluster. Its manifest is that of the moment when it was opened; records are read as they
/// are when they are asked for.
pub struct ClusterStore {
    pub(super) client: Arc<Client>,
    pub(super) settings: Settings,
    manifest: Manifest,
    version: String,
}

impl ClusterStore {
    /// Opens a store.
    ///
    /// # Errors
    /// [`Error::NoIndex`] where the cluster has no store of that name, [`Error::IndexVersion`] where another version of
    /// the program made it, [`Error::Cluster`] where the cluster does not answer.
    pub fn open(client: Client, settings: Settings) -> Result<ClusterStore> {
        check_version(&client, &settings)?;
        let (manifest, version) = read_state(&client, &settings)?;
        Ok(ClusterStore { client: Arc::new(client), settings, manifest, version })
    }

    /// Opens a store to write to it, and creates it if there is none.
    ///
    /// # Errors
    /// As [`ClusterStore::open`].
    pub fn open_or_create(client: Client, settings: Settings) -> Result<ClusterStore> {
        for index in Index::ALL {
            let alias = index.alias(&settings.name);
            if client.get(&format!("{alias}/_mapping"))?.status != 404 {
                continue;
            }
            let made = client.put(&index.first(&settings.name), &index.creation(&settings));
            match made {
                // Another machine was faster.
                Err(Error::Cluster { what, .. }) if what.contains("already_exists") => {}
                made => drop(made?),
            }
        }
        ClusterStore::open(client, settings)
    }

    /// The manifest of one origin; the default one if it never ingested.
    ///
    /// # Errors
    /// [`Error::Cluster`].
    pub fn manifest_of(&self, origin: &str) -> Result<Manifest> {
        let state = states(&self.client, &self.settings)?;
        let own = state.into_iter().find(|(one, _)| one == origin);
        own.map_or(Ok(Manifest::default()), |(_, payload)| self.parse(&payload))
    }

    /// Begins to write the papers of `origin`. A reader sees each paper from the next refresh of the cluster on, before
    /// the commit too.
    pub fn batch<'s>(&'s self, origin: &'s str) -> Box<dyn Batch + 's> {
        Box::new(Writer::new(&self.client, &self.settings.name, origin))
    }

    /// The same store as it is now.
    ///
    /// # Errors
    /// As [`ClusterStore::open`].
    pub fn refresh(&mut self) -> Result<()> {
        (self.manifest, self.version) = read_state(&self.client, &self.settings)?;
        Ok(())
    }

    /// The same store as it is now, beside this one.
    pub(super) fn opened_anew(&self) -> Result<ClusterStore> {
        let (client, settings) = (Arc::clone(&self.client), self.settings.clone());
        let (manifest, version) = read_state(&client, &settings)?;
        Ok(ClusterStore { client, settings, manifest, version })
    }

    /// The sums over all papers.
    pub(super) fn totals(&self) -> Totals {
        self.manifest.totals
    }

    fn parse(&self, payload: &str) -> Result<Manifest> {
        Manifest::parse(&place(&self.client, &self.settings), Some(payload))
    }

    fn record_at(&self, path: &str, is_duplicate: bool) -> Result<Option<PaperRecord>> {
        let query = json!({ "bool": { "filter": [
            { "term": { "path": path } },
            { "term": { "is_duplicate": is_duplicate } },
        ] } });
        let mut first = None;
        self.each_record(&query, &mut |record| {
            first.get_or_insert(record);
        })?;
        Ok(first)
    }

    fn section_with(&self, id: SectionId, with_exceptions: bool) -> Result<SectionRecord> {
        let index = Index::Sections.alias(&self.settings.name);
        let (key, routing) = (section_key(id), paper_key(id.paper));
        let found = self.client.get(&format!("{index}/_doc/{key}?routing={routing}"))?;
        let record = documents::section_record(&found.body["_source"], with_exceptions);
        record.ok_or_else(|| self.damaged(&json!(key)))
    }

    pub(super) fn damaged(&self, which: &Value) -> Error {
        self.client.fault(ClusterFault::Refused, format!("no whole record of {which}"))
    }
}

/// The place of a store, as messages name it.
fn place(client: &Client, settings: &Settings) -> PathBuf {
    PathBuf::from(format!("{} ({})", client.at(), settings.name))
}

/// Whether this version of the program made the store.
fn check_version(client: &Client, settings: &Settings) -> Result<()> {
    for index in Index::ALL {
        let found = client.get(&format!("{}/_mapping", index.alias(&settings.name)))?;
        let mappings = found.body.as_object().filter(|_| found.status != 404);
        let Some(mapping) = mappings.and_then(|all| all.values().next()) else {
            return Err(Error::NoIndex { path: place(client, settings) });
        };
        let made_with = &mapping["mappings"]["_meta"];
        let wanted = Manifest::default();
        if made_with["format"] != json!(wanted.format)
            || made_with["fingerprint"] != json!(wanted.fingerprint)
        {
            return Err(Error::IndexVersion {
                path: place(client, settings),
                found: made_with.to_string(),
                wanted: format!("format {} and analysis {}", wanted.format, wanted.fingerprint),
            });
        }
    }
    Ok(())
}

/// The manifest of each origin as it was committed, sorted by origin.
fn states(client: &Client, settings: &Settings) -> Result<Vec<(String, String)>> {
    /// More machines than ever feed one store.
    const MOST_ORIGINS: usize = 10_000;
    let alias = Index::State.alias(&settings.name);
    let found = client.post(&format!("{alias}/_search"), &json!({ "size": MOST_ORIGINS }))?;
    let rows = found.body["hits"]["hits"].as_array().map(Vec::as_slice).unwrap_or_default();
    let state = |row: &Value| {
        Some((row["_id"].as_str()?.to_owned(), row["_source"]["manifest"].as_str()?.to_owned()))
    };
    let mut states: Vec<(String, String)> = rows.iter().filter_map(state).collect();
    states.sort();
    Ok(states)
}

/// The manifest of all origins together, and the version of that state.
fn read_state(client: &Client, settings: &Settings) -> Result<(Manifest, String)> {
    let mut manifest = Manifest::default();
    let states = states(client, settings)?;
    let version = XxHash3_128::oneshot(&to_bytes(&states)) as u64;
    for (_, payload) in states {
        manifest.merge(Manifest::parse(&place(client, settings), Some(&payload))?);
    }
    Ok((manifest, format!("{version:016x}")))
}

impl Papers for ClusterStore {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn version(&self) -> String {
        self.version.clone()
    }

    fn each_paper(&self, take: &mut dyn FnMut(PaperRecord)) -> Result<()> {
        self.each_record(&json!({ "term": { "is_duplicate": false } }), take)
    }

    fn duplicates(&self) -> Result<Vec<PaperRecord>> {
        let mut all = Vec::new();
        self.each_record(&json!({ "term": { "is_duplicate": true } }), &mut |record| {
            all.push(record)
        })?;
        Ok(all)
    }

    fn paper(&self, path: &str) -> Result<Option<PaperRecord>> {
        self.record_at(path, false)
    }

    fn duplicate(&self, path: &str) -> Result<Option<PaperRecord>> {
        self.record_at(path, true)
    }

    fn paths(&self) -> Result<BTreeSet<String>> {
        let mut paths = BTreeSet::new();
        self.each_paper_path(&json!({ "match_all": {} }), &mut |path| {
            paths.insert(path.to_owned());
        })?;
        Ok(paths)
    }

    fn sections_at(&self, path: &str) -> Result<Vec<SectionId>> {
        let query = json!({ "bool": { "filter": [
            { "term": { "path": path } },
            { "term": { "is_duplicate": false } },
        ] } });
        let mut ids = Vec::new();
        let source = json!(["record", "path", "paper"]);
        self.each_document(Index::Papers, &query, &source, &mut |document| {
            let key = document["paper"].as_str().unwrap_or_default();
            let record = documents::paper_record(document);
            let (Some(record), Ok(paper), true) =
                (record, u64::from_str_radix(key, 16), ids.is_empty())
            else {
                return Ok(());
            };
            let paper = PaperId(paper);
            ids.extend((0..record.sections).map(|ordinal| SectionId { paper, ordinal }));
            Ok(())
        })?;
        Ok(ids)
    }

    fn section(&self, id: SectionId) -> Result<SectionRecord> {
        self.section_with(id, false)
    }

    fn section_reader(&self) -> Result<Box<dyn SectionReader + '_>> {
        Ok(Box::new(self))
    }
}

impl SectionReader for &ClusterStore {
    fn read_section(&self, id: SectionId) -> Result<SectionRecord> {
        self.section_with(id, true)
    }
}
