//! The store in a cluster, opened for reading, and the way to write to it.
//! In: a client and the name of a store. Out: records of papers and sections. Never counts or ranks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use twox_hash::XxHash3_128;

use crate::cluster::client::Client;
use crate::cluster::documents::{self, paper_key, section_key};
use crate::cluster::generations;
use crate::cluster::mapping::{Index, Names};
use crate::cluster::query;
use crate::engine::{Papers, SectionReader};
use crate::error::{ClusterFault, Error, Result};
use crate::evaluate::Section;
use crate::manifest::{Manifest, Totals};
use crate::paper_path;
use crate::record::{PaperRecord, SectionRecord, to_bytes};
use crate::section::{PaperId, SectionId};

/// One state of a store in a cluster. Its manifest is that of the moment when it was opened; records are read as they
/// are when they are asked for.
pub struct ClusterStore {
    pub(super) client: Arc<Client>,
    pub(super) names: Names,
    manifest: Manifest,
    version: String,
    /// The texts of the last sections that were candidates.
    pub(super) recent: Mutex<BTreeMap<SectionId, Section>>,
    /// The documents of the last two pages of sections that were listed, the newer first: their records are asked for
    /// next.
    ahead: Mutex<[Ahead; 2]>,
}

/// A page of sections that were listed.
#[derive(Default)]
struct Ahead {
    /// Their documents.
    sections: BTreeMap<SectionId, Value>,
    /// The records of their papers, by path.
    papers: BTreeMap<String, PaperRecord>,
}

impl ClusterStore {
    /// Opens the generation of a store that is in use.
    ///
    /// # Errors
    /// [`Error::NoIndex`] where the cluster has no store of that name, [`Error::IndexVersion`] where another version of
    /// the program made it, [`Error::Cluster`] where the cluster does not answer.
    pub fn open(client: Arc<Client>, store: &str) -> Result<ClusterStore> {
        ClusterStore::open_generation(client, Names { store: store.to_owned(), generation: None })
    }

    /// Opens a certain generation.
    ///
    /// # Errors
    /// As [`ClusterStore::open`].
    pub fn open_generation(client: Arc<Client>, names: Names) -> Result<ClusterStore> {
        check_version(&client, &names)?;
        let (manifest, version) = read_state(&client, &names)?;
        let (recent, ahead) = (Mutex::default(), Mutex::default());
        Ok(ClusterStore { client, names, manifest, version, recent, ahead })
    }

    /// The same store as it is now.
    ///
    /// # Errors
    /// As [`ClusterStore::open`].
    pub fn refresh(&mut self) -> Result<()> {
        (self.manifest, self.version) = read_state(&self.client, &self.names)?;
        Ok(())
    }

    /// The manifest of one origin; an empty one if it never ingested.
    ///
    /// # Errors
    /// [`Error::Cluster`].
    pub fn manifest_of(&self, origin: &str) -> Result<Manifest> {
        let states = states(&self.client, &self.names)?;
        let own = states.into_iter().find(|(one, _)| one == origin);
        let path = place(&self.client, &self.names.store);
        own.map_or(Ok(Manifest::default()), |(_, payload)| Manifest::parse(&path, Some(&payload)))
    }

    /// The same store as it is now, beside this one.
    pub(super) fn opened_anew(&self) -> Result<ClusterStore> {
        ClusterStore::open_generation(Arc::clone(&self.client), self.names.clone())
    }

    /// The sums over all papers.
    pub(super) fn totals(&self) -> Totals {
        self.manifest.totals
    }

    /// The query for the record at a path: with its origin, as it is shown (`ORIGIN:PATH`), or as walked, of any origin.
    pub(super) fn at_path(path: &str) -> Value {
        let of_origin = |(origin, path): (&str, &str)| {
            let (path, origin) = (json!({ "path": path }), json!({ "origin": origin }));
            query::all(vec![json!({ "term": path }), json!({ "term": origin })])
        };
        if let (path, Some(origin)) = paper_path::split(path) {
            return of_origin((origin, path));
        }
        let mut places = vec![json!({ "term": { "path": path } })];
        places.extend(path.split_once(':').map(of_origin));
        query::any(places)
    }

    fn record_at(&self, path: &str, is_duplicate: bool) -> Result<Option<PaperRecord>> {
        let is_wanted = json!({ "term": { "is_duplicate": is_duplicate } });
        let mut first = None;
        self.each_record(
            &query::all(vec![ClusterStore::at_path(path), is_wanted]),
            &mut |record| {
                first.get_or_insert(record);
            },
        )?;
        Ok(first)
    }

    /// Keeps a page of documents of sections until their records are asked for, with the records of their papers. Gives
    /// their ids.
    pub(super) fn keep_ahead(&self, page: Vec<Value>) -> Result<Vec<SectionId>> {
        let ids: Vec<SectionId> = page.iter().filter_map(documents::section_id).collect();
        let keys: BTreeSet<String> = ids.iter().map(|id| paper_key(id.paper)).collect();
        let wanted: Vec<Value> =
            keys.iter().map(|key| json!({ "_id": key, "routing": key })).collect();
        let found = self.documents(Index::Papers, &wanted, &["record", "path", "origin"])?;
        let records = found.iter().filter_map(documents::paper_record);
        let papers = records.map(|record| (record.path.clone(), record)).collect();
        let sections = ids.iter().copied().zip(page).collect();
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        ahead.swap(0, 1);
        ahead[0] = Ahead { sections, papers };
        Ok(ids)
    }

    fn section_with(&self, id: SectionId, with_exceptions: bool) -> Result<SectionRecord> {
        let ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = ahead.iter().find_map(|page| page.sections.get(&id));
        let kept = kept.map(|document| documents::section_record(document, with_exceptions));
        drop(ahead);
        if let Some(Some(record)) = kept {
            return Ok(record);
        }
        let index = self.names.of(Index::Sections);
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
pub fn place(client: &Client, store: &str) -> PathBuf {
    PathBuf::from(format!("{} ({store})", client.at()))
}

/// Fails where there is no such store, or another version of this program made it.
fn check_version(client: &Client, names: &Names) -> Result<()> {
    let path = place(client, &names.store);
    match generations::is_of_this_version(client, names)? {
        None => Err(Error::NoIndex { path }),
        Some(made) if made.is_ours => Ok(()),
        Some(made) => Err(Error::IndexVersion {
            path,
            found: made.told,
            wanted: crate::manifest::wanted_version(),
        }),
    }
}

/// The manifest of each origin as it was committed, as text, sorted by origin.
pub fn states(client: &Client, names: &Names) -> Result<Vec<(String, String)>> {
    /// More machines than ever feed one store.
    const MOST_ORIGINS: usize = 10_000;
    let path = format!("{}/_search?allow_partial_search_results=false", names.of(Index::State));
    let found = client.post(&path, &json!({ "size": MOST_ORIGINS }))?;
    let rows = found.body["hits"]["hits"].as_array();
    let state = |row: &Value| {
        let state = &row["_source"];
        Some((state["origin"].as_str()?.to_owned(), state["manifest"].as_str()?.to_owned()))
    };
    let Some(rows) = rows else {
        return Err(client.fault(ClusterFault::Red, "the manifests cannot be read".to_owned()));
    };
    let mut states: Vec<(String, String)> = rows.iter().filter_map(state).collect();
    states.sort();
    Ok(states)
}

/// The version of the state of a store.
pub fn read_version(client: &Client, names: &Names) -> Result<String> {
    Ok(version_of(&states(client, names)?))
}

fn version_of(states: &[(String, String)]) -> String {
    format!("{:016x}", XxHash3_128::oneshot(&to_bytes(&states)) as u64)
}

/// The manifest of all origins together, and the version of that state.
fn read_state(client: &Client, names: &Names) -> Result<(Manifest, String)> {
    let mut manifest = Manifest::default();
    let states = states(client, names)?;
    let version = version_of(&states);
    for (origin, payload) in states {
        let mut own = Manifest::parse(&place(client, &names.store), Some(&payload))?;
        for paper in &mut own.unread.named {
            paper.path = paper_path::with_origin(&paper.path, &origin);
        }
        manifest.merge(own);
    }
    Ok((manifest, version))
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
        let ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(record) = ahead.iter().find_map(|page| page.papers.get(path)) {
            return Ok(Some(record.clone()));
        }
        drop(ahead);
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
        let is_paper = json!({ "term": { "is_duplicate": false } });
        let query = query::all(vec![ClusterStore::at_path(path), is_paper]);
        let mut ids = Vec::new();
        let source = json!(["record", "path", "origin", "paper"]);
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
