//! The trait [`Engine`] for a store in a cluster.
//! In: plans, phrases, terms. Out: results by the definition of each call. The cluster counts and picks candidates;
//! scores and positions are worked out here, from the stored texts of candidates and the statistics of the cluster.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, PoisonError};

use serde_json::{Value, json};

use crate::cluster::asked::{Asked, holding_all};
use crate::cluster::documents::{self, TEXT_FIELDS, paper_key, section_key};
use crate::cluster::mapping::Index;
use crate::cluster::mentioning::Mentioning;
use crate::cluster::query;
use crate::cluster::store::ClusterStore;
use crate::column::Column;
use crate::coverage::CoverageWeights;
use crate::engine::{
    Candidate, Candidates, Engine, Facets, Lead, MentionQuery, PhraseCount, ValueCounts,
};
use crate::error::{Error, Result};
use crate::evaluate::{Pass, Section, SectionIndex};
use crate::filter::{ChosenPapers, ColumnFilter, FacetScope};
use crate::found::FoundSections;
use crate::keys;
use crate::near;
use crate::observed::{ObservationRequest, Observations};
use crate::plan::{Phrase, Plan};
use crate::record::PaperRecord;
use crate::role::Role;
use crate::section::{PaperId, SectionId};
use crate::terms::{TermRange, Terms};

/// So many times the sections of the rerank window are asked of the cluster, which orders them only about as the first
/// pass does. A judgement, not measured.
const TIMES_THE_WINDOW: usize = 4;

/// The most sections that one question brings as candidates: the most rows that OpenSearch gives at once.
const MOST_ROWS: usize = 10_000;

/// At most this many sections from the start of a paper are looked at for its lead; as in the other stores.
const MAX_LEAD_SECTIONS: usize = 32;

/// Sections that one request brings by their ids.
const IDS_PER_REQUEST: usize = 500;

impl ClusterStore {
    /// The keys of the sections that hold `words` near one another: in any way, and with the typed marks.
    pub(super) fn near_keys(&self, words: &[Terms], far: u32) -> Result<[Vec<String>; 2]> {
        let mut keys: [Vec<String>; 2] = Default::default();
        let (different, _) = near::distinct_words(words);
        self.each_index(&holding_all(&different), &mut |index| {
            for (number, (exact, _)) in index.count_near(words, far) {
                let key = section_key(index.ids[number]);
                if exact > 0 {
                    keys[1].push(key.clone());
                }
                keys[0].push(key);
            }
            Ok(())
        })?;
        Ok(keys)
    }

    /// Calls `take` with an index over each few hundred of the sections that a query matches.
    fn each_index(
        &self,
        query: &Value,
        take: &mut dyn FnMut(SectionIndex) -> Result<()>,
    ) -> Result<()> {
        let mut some: Vec<(SectionId, Section)> = Vec::new();
        self.each_section(query, &json!(TEXT_FIELDS), &mut |document| {
            some.extend(documents::section_texts(document));
            if some.len() >= IDS_PER_REQUEST {
                take(index_of(std::mem::take(&mut some)))
            } else {
                Ok(())
            }
        })?;
        if some.is_empty() { Ok(()) } else { take(index_of(some)) }
    }

    /// An index over the sections `ids`.
    fn index_over(&self, ids: &[SectionId]) -> Result<SectionIndex> {
        let mut sections = Vec::with_capacity(ids.len());
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, missing): (Vec<SectionId>, Vec<SectionId>) =
            ids.iter().copied().partition(|id| recent.contains_key(id));
        sections.extend(known.into_iter().filter_map(|id| Some((id, recent.get(&id)?.clone()))));
        drop(recent);
        for some in missing.chunks(IDS_PER_REQUEST) {
            let wanted: Vec<Value> = some
                .iter()
                .map(|id| json!({ "_id": section_key(*id), "routing": paper_key(id.paper) }))
                .collect();
            for document in self.documents(Index::Sections, &wanted, &TEXT_FIELDS)? {
                sections.extend(documents::section_texts(&document));
            }
        }
        Ok(index_of(sections))
    }

    /// The sections that a query ranks first, at most `most`, and how many it matches.
    fn ranked(
        &self,
        ranking: &Value,
        answers: &Value,
        most: usize,
    ) -> Result<(SectionIndex, usize)> {
        let body = json!({
            "size": most,
            "track_total_hits": true,
            "_source": TEXT_FIELDS,
            "query": { "bool": { "should": [ranking], "filter": [answers] } },
            "sort": ["_score", { "path": "asc" }, { "origin": "asc" }, { "ordinal": "asc" }],
        });
        let found = self.search(Index::Sections, "&search_type=dfs_query_then_fetch", &body)?;
        let total = found["hits"]["total"]["value"].as_u64().unwrap_or_default() as usize;
        let rows = found["hits"]["hits"].as_array().map(Vec::as_slice).unwrap_or_default();
        let sections = rows.iter().filter_map(|row| documents::section_texts(&row["_source"]));
        let sections: Vec<(SectionId, Section)> = sections.collect();
        // Most of them are looked at more closely next.
        *self.recent.lock().unwrap_or_else(PoisonError::into_inner) =
            sections.iter().cloned().collect();
        Ok((index_of(sections), total))
    }

    /// The candidates of a plan among the sections of an index.
    fn scored(asked: &Asked<'_>, plan: &Plan, index: &SectionIndex) -> Vec<Candidate> {
        let pass = Pass::over(index, asked.statistics(), plan, false);
        let candidate = |at: usize| Candidate {
            id: index.ids[at],
            bears: pass.scored[at].bears,
            score: pass.scored[at].score,
            required: pass.scored[at].required_score,
            is_running: index.roles[at] == Role::Running,
        };
        (0..index.ids.len()).map(candidate).collect()
    }

    fn phrase_counts(&self, phrase: &Phrase) -> Result<Vec<PhraseCount>> {
        let mut counts = Vec::new();
        self.each_index(&query::phrase(phrase, false), &mut |index| {
            counts.extend(index.count_phrase(phrase).into_iter().map(
                |(number, (exact, other))| PhraseCount { id: index.ids[number], exact, other },
            ));
            Ok(())
        })?;
        Ok(counts)
    }
}

/// An index over sections, which are sorted first.
fn index_of(mut sections: Vec<(SectionId, Section)>) -> SectionIndex {
    sections.sort_by_key(|(id, _)| *id);
    sections.dedup_by_key(|(id, _)| *id);
    let mut index = SectionIndex::default();
    sections.iter().for_each(|(id, section)| index.add(*id, section));
    index
}

impl Engine for ClusterStore {
    fn reopen(&self) -> Result<Box<dyn Engine>> {
        Ok(Box::new(self.opened_anew()?))
    }

    fn take_errors(&mut self) -> Vec<Error> {
        Vec::new()
    }

    fn terms(&self, range: &TermRange) -> Result<Vec<String>> {
        Ok(self.counted_terms(range)?.into_iter().map(|(term, _)| term).collect())
    }

    fn counted_terms(&self, range: &TermRange) -> Result<Vec<(String, u64)>> {
        self.values(Index::Sections, "terms", range)
    }

    fn sections_holding(&self, term: &str) -> Result<u64> {
        self.count(Index::Sections, &query::any_term(&[term.to_owned()]))
    }

    fn sections_with(&self, term: &str, most: usize) -> Result<Vec<SectionId>> {
        let mut ids = Vec::new();
        self.each_id(&query::any_term(&[term.to_owned()]), most, &mut |id| ids.push(id))?;
        Ok(ids)
    }

    fn has_definitions(&self) -> Result<bool> {
        Ok(self.count(Index::Papers, &json!({ "exists": { "field": "defines" } }))? > 0)
    }

    fn definitions(&self, words: &str) -> Result<BTreeSet<(String, String)>> {
        let (from, to) = keys::definition_range(words);
        let found = self.values(Index::Papers, "defines", &TermRange::between(from, to))?;
        let told = |key: String| {
            let (short, long) = keys::parse_definition_key(&key)?;
            Some((short.to_owned(), long.to_owned()))
        };
        Ok(found.into_iter().filter_map(|(key, _)| told(key)).collect())
    }

    fn defining_papers(&self, short: &str, long: &str) -> Result<BTreeSet<String>> {
        let [key, _] = keys::definition_keys(short, long);
        let mut paths = BTreeSet::new();
        self.each_paper_path(&json!({ "term": { "defines": key } }), &mut |path| {
            paths.insert(path.to_owned());
        })?;
        Ok(paths)
    }

    fn candidates(&self, plan: &Plan, most: usize) -> Result<Candidates> {
        let asked = Asked::of(self, plan)?;
        let answers = asked.answers()?;
        let wanted = TIMES_THE_WINDOW * most.max(plan.weighting.rerank_window);
        let (mut best, total) = if most == 0 || wanted > MOST_ROWS {
            let mut best = Vec::new();
            self.each_index(&answers, &mut |index| {
                best.extend(ClusterStore::scored(&asked, plan, &index));
                Ok(())
            })?;
            let total = best.len();
            (best, total)
        } else {
            let (index, total) = self.ranked(&asked.ranking(), &answers, wanted)?;
            (ClusterStore::scored(&asked, plan, &index), total)
        };
        let by_score = |one: &Candidate, other: &Candidate| {
            other.bears.cmp(&one.bears).then(other.score.total_cmp(&one.score))
        };
        best.sort_by(by_score);
        if let Some(last) = most.checked_sub(1).and_then(|last| best.get(last)).copied() {
            best.retain(|one| by_score(one, &last).is_le());
        }
        let words = Pass::over(&SectionIndex::default(), asked.statistics(), plan, false).words;
        let whole = match (plan.keeps_found, asked.whole(&answers)) {
            (false, _) => 0,
            (true, None) => total,
            (true, Some(whole)) => self.count(Index::Sections, &whole)? as usize,
        };
        let papers = match (plan.per_paper, plan.keeps_found) {
            (false, _) => None,
            (true, false) => Some(0),
            (true, true) => Some(self.papers_of(&answers)?.len()),
        };
        let found = if plan.keeps_found {
            FoundSections::of_query(answers)
        } else {
            FoundSections::default()
        };
        let weights = asked.covered.map(CoverageWeights::into_weights).unwrap_or_default();
        Ok(Candidates { best, total, words, weights, found, whole, papers })
    }

    fn gains(&self, plan: &Plan, ids: &[SectionId]) -> Result<Vec<Vec<(usize, f32)>>> {
        let asked = Asked::of(self, plan)?;
        let index = self.index_over(ids)?;
        let pass = Pass::over(&index, asked.statistics(), plan, true);
        let gains = |id: &SectionId| {
            let at = index.number_of(*id);
            at.map(|at| pass.scored[at].gains.clone()).unwrap_or_default()
        };
        Ok(ids.iter().map(gains).collect())
    }

    fn observe(
        &self,
        ids: Vec<SectionId>,
        request: &ObservationRequest<'_>,
    ) -> Result<Observations> {
        Ok(self.index_over(&ids)?.observe(ids, request))
    }

    fn leads(&self, papers: &[PaperId]) -> Result<Vec<Lead>> {
        let mut roles: BTreeMap<PaperId, BTreeMap<u32, Role>> = BTreeMap::new();
        for some in papers.chunks(IDS_PER_REQUEST) {
            let keys: Vec<String> = some.iter().map(|paper| paper_key(*paper)).collect();
            let query = query::all(vec![
                json!({ "terms": { "paper": keys } }),
                json!({ "terms": { "role": ["name", "first"] } }),
                json!({ "range": { "ordinal": { "lt": MAX_LEAD_SECTIONS } } }),
            ]);
            let source = json!(["paper", "ordinal", "role"]);
            self.each_section(&query, &source, &mut |document| {
                if let Some((id, section)) = documents::section_texts(document) {
                    roles.entry(id.paper).or_default().insert(id.ordinal, section.role);
                }
                Ok(())
            })?;
        }
        let lead = |paper: &PaperId| {
            let mut lead = Lead::default();
            for (ordinal, role) in roles.get(paper).into_iter().flatten() {
                let id = SectionId { paper: *paper, ordinal: *ordinal };
                if *role == Role::First {
                    lead.first = Some(id);
                    break;
                }
                lead.names.push(id);
            }
            lead
        };
        Ok(papers.iter().map(lead).collect())
    }

    fn paths_of(
        &self,
        papers: &mut dyn Iterator<Item = PaperId>,
    ) -> Result<BTreeMap<PaperId, String>> {
        let all: BTreeSet<PaperId> = papers.collect();
        let all: Vec<PaperId> = all.into_iter().collect();
        let mut paths = BTreeMap::new();
        for some in all.chunks(IDS_PER_REQUEST) {
            let wanted: Vec<Value> = some
                .iter()
                .map(|paper| json!({ "_id": paper_key(*paper), "routing": paper_key(*paper) }))
                .collect();
            for document in self.documents(Index::Papers, &wanted, &["paper", "path", "origin"])? {
                let key = document["paper"].as_str().unwrap_or_default();
                if let (Ok(paper), Some(path)) =
                    (u64::from_str_radix(key, 16), documents::path_of(&document))
                {
                    paths.insert(PaperId(paper), path);
                }
            }
        }
        Ok(paths)
    }

    fn phrase_sections(&self, phrase: &Phrase) -> Result<Vec<PhraseCount>> {
        self.phrase_counts(phrase)
    }

    fn count_phrase_up_to(&self, phrase: &Phrase, most: usize) -> Result<usize> {
        Ok((self.count(Index::Sections, &query::phrase(phrase, false))? as usize).min(most))
    }

    fn count_phrases_among(&self, phrases: &[Phrase], among: &FoundSections) -> Result<usize> {
        let phrases = phrases.iter().map(|phrase| query::phrase(phrase, false)).collect();
        let both = query::all(vec![query::any(phrases), among.query()]);
        Ok(self.count(Index::Sections, &both)? as usize)
    }

    fn mention_candidates<'e>(
        &'e self,
        asked: &MentionQuery<'_>,
    ) -> Result<Box<dyn Iterator<Item = Result<SectionId>> + 'e>> {
        let mut places: Vec<Value> =
            asked.phrases.iter().map(|phrase| query::phrase(phrase, false)).collect();
        if !asked.terms.is_empty() {
            places.push(query::any_term(asked.terms));
        }
        let query = query::all(vec![query::any(places), query::chosen(asked.chosen)]);
        Ok(Box::new(Mentioning::new(self, &query)))
    }

    fn choose_papers(&self, filters: Vec<ColumnFilter>) -> Result<ChosenPapers> {
        let (dates, others): (Vec<&ColumnFilter>, Vec<&ColumnFilter>) =
            filters.iter().partition(|filter| filter.column == Column::Date);
        let mut chosen = ChosenPapers::default();
        let own = || json!({ "term": { "is_duplicate": false } });
        if dates.iter().any(|filter| !filter.accepts_missing) {
            let undated = query::not(&json!({ "exists": { "field": Column::Date.name() } }));
            let all = vec![query::filters(others.into_iter()), undated, own()];
            chosen.undated = self.count(Index::Papers, &query::all(all))? as usize;
        }
        let unread = json!({ "range": { "unread": { "gt": 0 } } });
        let all = vec![query::filters(filters.iter()), unread, own()];
        self.each_record(&query::all(all), &mut |record| chosen.unread.add(&record))?;
        chosen.filters = Some(filters);
        Ok(chosen)
    }

    fn chosen_papers(
        &self,
        chosen: &ChosenPapers,
        range: Range<usize>,
    ) -> Result<(usize, Vec<PaperRecord>)> {
        let query =
            query::all(vec![query::chosen(chosen), json!({ "term": { "is_duplicate": false } })]);
        let total = self.count(Index::Papers, &query)? as usize;
        let (mut records, mut at) = (Vec::new(), 0);
        self.each_record(&query, &mut |record| {
            if range.contains(&at) {
                records.push(record);
            }
            at += 1;
        })?;
        Ok((total, records))
    }

    fn is_chosen(&self, chosen: &ChosenPapers, path: &str) -> Result<bool> {
        let query = query::all(vec![
            query::chosen(chosen),
            ClusterStore::at_path(path),
            json!({ "term": { "is_duplicate": false } }),
        ]);
        Ok(self.count(Index::Papers, &query)? > 0)
    }

    fn facets(&self, among: FacetScope<'_>, columns: &[Column]) -> Result<Facets> {
        let own = json!({ "term": { "is_duplicate": false } });
        let query = match among {
            FacetScope::Chosen(chosen) => query::all(vec![query::chosen(chosen), own]),
            FacetScope::Found(found) => {
                let papers: Vec<String> = self.papers_of(&found.query())?.into_iter().collect();
                query::all(vec![json!({ "terms": { "paper": papers } }), own])
            }
        };
        let papers = self.count(Index::Papers, &query)? as usize;
        let counts = columns.iter().map(|column| self.column_counts(&query, *column));
        Ok(Facets { papers, columns: counts.collect::<Result<Vec<ValueCounts>>>()? })
    }
}

/// The store may be shared by threads.
const _: fn() = || {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Arc<ClusterStore>>();
};
