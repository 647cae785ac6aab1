//! The papers of one origin in a cluster, open for one ingest.
//! In: a store, the name of an origin. Out: the papers that the origin put there, whole ones only; a writer.
//! Never changes a paper of another origin. Never writes into an index that no alias leads to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};
use vankien_system::rights::Rights;

use crate::batch::Batch;
use crate::cluster::client::Client;
use crate::cluster::documents::{self, content_key, duplicate_key};
use crate::cluster::generations;
use crate::cluster::lease::Lease;
use crate::cluster::mapping::{Index, Names, Settings};
use crate::cluster::notes;
use crate::cluster::query;
use crate::cluster::store::{ClusterStore, place, states};
use crate::cluster::writer::Writer;
use crate::duplicates::Elsewhere;
use crate::error::{Error, Result};
use crate::manifest::{Manifest, Root};
use crate::record::KnownPapers;
use crate::tantivy::folder::generations::Access;
use crate::target::{Rebuild, RunTarget};

/// Keys of papers that one request names.
const KEYS_PER_REQUEST: usize = 5_000;

/// The papers of one origin, open for one ingest.
pub struct ClusterTarget {
    store: ClusterStore,
    origin: String,
    lease: Option<Arc<Lease>>,
    manifest: Manifest,
    /// The manifest of the last commit, as text; `None` if the origin never committed to this generation.
    committed: Option<String>,
    /// How many sections the cluster holds of each paper of the origin, by its path.
    sections: BTreeMap<String, u32>,
    /// The papers of the origin, whole ones alone.
    known: KnownPapers,
    /// The roots and papers of the generation in use, where another one is filled.
    pub in_use: Option<(Vec<Root>, KnownPapers)>,
    rebuild: Rebuild,
}

impl ClusterTarget {
    pub(super) fn open(
        client: &Arc<Client>,
        settings: &Settings,
        origin: &str,
        access: Access,
        rebuild: Rebuild,
    ) -> Result<ClusterTarget> {
        notes::create(client, settings)?;
        let notes = notes::index(&settings.name);
        let lease = Lease::take(client, (&settings.name, &notes), origin, access.waits)?;
        let used = generations::in_use(client, &settings.name)?;
        let mut in_use = None;
        if let (true, Some(number)) = (rebuild.is_wanted, used) {
            let names = Names { store: settings.name.clone(), generation: Some(number) };
            in_use = Some(papers_in_use(client, names, origin)?);
        }
        let generation = generation_to_write(client, settings, used, rebuild)?;
        let names = Names { store: settings.name.clone(), generation: Some(generation) };
        let store = ClusterStore::open_generation(Arc::clone(client), names)?;
        if rebuild.is_wanted {
            // What an earlier rebuild of this origin left behind.
            delete_all_of(&store, origin)?;
        }
        let committed = states(client, &store.names)?;
        let committed =
            committed.into_iter().find(|(one, _)| one == origin).map(|(_, manifest)| manifest);
        let path = place(client, &settings.name);
        let mut manifest = match &committed {
            Some(payload) => Manifest::parse(&path, Some(payload))?,
            None => Manifest::default(),
        };
        if let (None, Some((roots, _))) = (&committed, &in_use) {
            manifest.roots.clone_from(roots);
        }
        let mut known = own_papers(&store, origin)?;
        let sections =
            known.values().map(|paper| (paper.path.clone(), held_sections(paper))).collect();
        if lease.was_abandoned {
            remove_parts(&store, origin, &mut known)?;
        }
        let lease = Some(Arc::new(lease));
        let origin = origin.to_owned();
        Ok(ClusterTarget {
            store,
            origin,
            lease,
            manifest,
            committed,
            sections,
            known,
            in_use,
            rebuild,
        })
    }

    fn generation(&self) -> u32 {
        self.store.names.generation.unwrap_or_default()
    }

    /// Whether all origins of the generation in use have filled this one.
    fn is_filled_by_all(&self, in_use: u32) -> Result<bool> {
        let store = &self.store.names.store;
        let old = Names { store: store.clone(), generation: Some(in_use) };
        let origins = |names: &Names| -> Result<BTreeSet<String>> {
            Ok(states(&self.store.client, names)?.into_iter().map(|(origin, _)| origin).collect())
        };
        Ok(origins(&old)?.is_subset(&origins(&self.store.names)?))
    }
}

/// How many sections of a paper are in the cluster: none of a duplicate.
fn held_sections(paper: &crate::record::PaperRecord) -> u32 {
    if paper.is_duplicate { 0 } else { paper.sections }
}

/// The generation that a run writes into; it is created if it is missing.
fn generation_to_write(
    client: &Client,
    settings: &Settings,
    in_use: Option<u32>,
    rebuild: Rebuild,
) -> Result<u32> {
    let store = &settings.name;
    let newest = generations::all(client, store)?.pop();
    let Some(in_use) = in_use else {
        // A machine that made the first one may have ended before it was put into use.
        let first = newest.unwrap_or(1);
        generations::create(client, settings, first)?;
        generations::switch(client, store, first)?;
        return Ok(first);
    };
    if !rebuild.is_wanted {
        return Ok(in_use);
    }
    let Some(next) = newest.filter(|newest| *newest > in_use) else {
        generations::create(client, settings, in_use + 1)?;
        return Ok(in_use + 1);
    };
    // Another origin is filling one, or filled it with another version of the program.
    let names = Names { store: store.clone(), generation: Some(next) };
    if generations::is_of_this_version(client, &names)?.is_some_and(|made| !made.is_ours) {
        generations::delete(client, store, next)?;
    }
    generations::create(client, settings, next)?;
    Ok(next)
}

/// The roots and papers of an origin in the generation in use, whatever version of the program made it; no papers
/// where that was another one.
fn papers_in_use(
    client: &Arc<Client>,
    names: Names,
    origin: &str,
) -> Result<(Vec<Root>, KnownPapers)> {
    let states = states(client, &names)?;
    let payload = states.into_iter().find(|(one, _)| one == origin).map(|(_, manifest)| manifest);
    let roots = Manifest::roots_of(payload.as_deref()).unwrap_or_default();
    match ClusterStore::open_generation(Arc::clone(client), names) {
        Ok(store) => Ok((roots, own_papers(&store, origin)?)),
        Err(Error::IndexVersion { .. }) => Ok((roots, KnownPapers::new())),
        Err(error) => Err(error),
    }
}

/// The papers and duplicates of an origin, by the origin of their files, with paths as walked.
pub fn own_papers(store: &ClusterStore, origin: &str) -> Result<KnownPapers> {
    let mut known = KnownPapers::new();
    let query = json!({ "term": { "origin": origin } });
    store.each_document(Index::Papers, &query, &json!(["record", "path"]), &mut |document| {
        let record = documents::own_record(document);
        let record = record.ok_or_else(|| store.damaged(&document["path"]))?;
        known.insert(record.origin.clone(), record);
        Ok(())
    })?;
    Ok(known)
}

/// Deletes all papers of an origin, as a new generation is filled again.
fn delete_all_of(store: &ClusterStore, origin: &str) -> Result<()> {
    let query = json!({ "term": { "origin": origin } });
    for index in [Index::State, Index::Papers, Index::Sections] {
        delete_where(store, index, &query)?;
    }
    Ok(())
}

fn delete_where(store: &ClusterStore, index: Index, query: &Value) -> Result<()> {
    let path = format!("{}/_delete_by_query?conflicts=proceed&refresh=true", store.names.of(index));
    store.client.post(&path, &json!({ "query": query })).map(drop)
}

/// Finds the papers that a run that was cut short left in part, and removes them with all their sections: they are read
/// again. A paper is whole if all its sections bear the hash of its record, and all are there.
fn remove_parts(store: &ClusterStore, origin: &str, known: &mut KnownPapers) -> Result<()> {
    // What was written just before the run was cut short must be seen.
    let all = Index::ALL.map(|index| store.names.of(index)).join(",");
    store.client.post(&format!("{all}/_refresh"), &json!({}))?;
    *known = own_papers(store, origin)?;
    let key = |paper: &crate::record::PaperRecord| {
        documents::paper_key(documents::paper_id(origin, &paper.path))
    };
    let mut wanted: BTreeMap<String, (String, u64)> = BTreeMap::new();
    for paper in known.values() {
        wanted.insert(key(paper), (content_key(paper), u64::from(held_sections(paper))));
    }
    let mut broken = BTreeSet::new();
    let mut whole = BTreeSet::new();
    store.each_pair(
        Index::Sections,
        origin,
        ["paper", "content"],
        &mut |paper, content, count| {
            let is_whole = wanted
                .get(paper)
                .is_some_and(|(wanted, sections)| wanted == content && *sections == count);
            if is_whole {
                whole.insert(paper.to_owned());
            } else {
                broken.insert(paper.to_owned());
            }
        },
    )?;
    let missing =
        wanted.iter().filter(|(key, (_, sections))| *sections > 0 && !whole.contains(*key));
    broken.extend(missing.map(|(key, _)| key.clone()));
    let broken: Vec<String> = broken.into_iter().collect();
    for some in broken.chunks(KEYS_PER_REQUEST) {
        let query = json!({ "terms": { "paper": some } });
        delete_where(store, Index::Papers, &query)?;
        delete_where(store, Index::Sections, &query)?;
    }
    let broken: BTreeSet<String> = broken.into_iter().collect();
    known.retain(|_, paper| !broken.contains(&key(paper)));
    Ok(())
}

impl RunTarget for ClusterTarget {
    fn manifest(&mut self) -> &mut Manifest {
        &mut self.manifest
    }

    fn is_new(&self) -> bool {
        self.committed.is_none()
    }

    fn known_papers(&self) -> Result<KnownPapers> {
        Ok(self.known.clone())
    }

    fn elsewhere(&self, keys: &BTreeSet<u128>) -> Result<Elsewhere> {
        let mut elsewhere = Elsewhere { own: self.origin.clone(), papers: Vec::new() };
        let keys: Vec<u128> = keys.iter().copied().filter(|key| *key != 0).collect();
        let own = json!({ "term": { "origin": self.origin } });
        for some in keys.chunks(KEYS_PER_REQUEST) {
            let keys: Vec<String> = some.iter().map(|key| duplicate_key(*key)).collect();
            let wanted = json!({ "terms": { "duplicate_key": keys } });
            let query = query::all(vec![wanted, query::not(&own)]);
            let source = json!(["path", "origin", "duplicate_key"]);
            self.store.each_document(Index::Papers, &query, &source, &mut |document| {
                let text = |field: &str| document[field].as_str().unwrap_or_default();
                if let Ok(key) = u128::from_str_radix(text("duplicate_key"), 16) {
                    let (path, origin) = (text("path").to_owned(), text("origin").to_owned());
                    elsewhere.papers.push((key, path, origin));
                }
                Ok(())
            })?;
        }
        Ok(elsewhere)
    }

    fn batch(&self, _needed: u64) -> Result<Box<dyn Batch>> {
        let Some(lease) = self.lease.clone() else {
            let what = "the run has ended".to_owned();
            return Err(self.store.client.fault(crate::error::ClusterFault::Refused, what));
        };
        let place = (Arc::clone(&self.store.client), self.store.names.clone());
        Ok(Box::new(Writer::new(place, (self.origin.clone(), lease), self.sections.clone())))
    }

    fn is_outdated(&self) -> Result<bool> {
        Ok(self.committed.as_deref() != Some(&self.manifest.write()))
    }

    fn put_into_use(&mut self) -> Result<Option<Error>> {
        let (client, store) = (&self.store.client, &self.store.names.store);
        let in_use = generations::in_use(client, store)?.unwrap_or_default();
        if in_use < self.generation() && (self.rebuild.switches || self.is_filled_by_all(in_use)?) {
            generations::switch(client, store, self.generation())?;
        }
        let lease = self.lease.take().and_then(|lease| Arc::try_unwrap(lease).ok());
        lease.map_or(Ok(None), |lease| lease.release().map(|()| None))
    }

    fn take_troubles(&mut self) -> Vec<Error> {
        Vec::new()
    }

    fn abandon(&mut self) {
        // The lease stays, so that the next run looks for papers that were written in part.
        self.lease = None;
    }

    fn rights(&self) -> Rights {
        Rights::User
    }
}
