//! Reads documents, counts and values from a cluster.
//! In: queries. Out: documents, one by one; counts, all exact. Never a partial answer: where a shard does not answer, it
//! is an error.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::cluster::documents;
use crate::cluster::mapping::Index;
use crate::cluster::pages::{Pages, whole};
use crate::cluster::store::ClusterStore;
use crate::column::Column;
use crate::engine::ValueCounts;
use crate::error::{ClusterFault, Result};
use crate::record::PaperRecord;
use crate::section::SectionId;
use crate::terms::TermRange;

/// Values that one request brings.
const VALUES_PER_REQUEST: usize = 5_000;

impl ClusterStore {
    /// Searches an index.
    pub(super) fn search(&self, index: Index, parameters: &str, body: &Value) -> Result<Value> {
        let alias = self.names.of(index);
        whole(
            &self.client,
            self.client
                .post(
                    &format!("{alias}/_search?allow_partial_search_results=false{parameters}"),
                    body,
                )?
                .body,
        )
    }

    /// How many documents of an index a query matches.
    pub(super) fn count(&self, index: Index, query: &Value) -> Result<u64> {
        let body = json!({ "size": 0, "track_total_hits": true, "query": query });
        let found = self.search(index, "", &body)?;
        Ok(found["hits"]["total"]["value"].as_u64().unwrap_or_default())
    }

    /// How many sections each query matches, in one request.
    pub(super) fn counts(&self, queries: &[Value]) -> Result<Vec<u64>> {
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        let index = json!({
            "index": self.names.of(Index::Sections),
            "allow_partial_search_results": false,
        });
        let mut lines = String::new();
        for query in queries {
            let body = json!({ "size": 0, "track_total_hits": true, "query": query });
            lines.push_str(&format!("{index}\n{body}\n"));
        }
        let answer = self.client.post_lines("_msearch", &lines)?;
        let answers = answer.body["responses"].as_array().map(Vec::as_slice).unwrap_or_default();
        if answers.len() != queries.len() {
            let what = format!("{} of {} counts came back", answers.len(), queries.len());
            return Err(self.client.fault(ClusterFault::Refused, what));
        }
        let count = |answer: &Value| {
            let whole = whole(&self.client, answer.clone())?;
            Ok(whole["hits"]["total"]["value"].as_u64().unwrap_or_default())
        };
        answers.iter().map(count).collect()
    }

    /// The documents with these ids and routings, without those that are not there.
    pub(super) fn documents(
        &self,
        index: Index,
        wanted: &[Value],
        fields: &[&str],
    ) -> Result<Vec<Value>> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let alias = self.names.of(index);
        let fields = fields.join(",");
        let body = json!({ "docs": wanted });
        let mut found = self.client.post(&format!("{alias}/_mget?_source={fields}"), &body)?.body;
        let rows = found["docs"].as_array_mut().map(std::mem::take).unwrap_or_default();
        let mut documents = Vec::with_capacity(rows.len());
        for mut row in rows {
            if let Some(reason) = row["error"]["reason"].as_str() {
                return Err(self.client.fault(ClusterFault::Red, reason.to_owned()));
            }
            if row["found"] == json!(true) {
                documents.push(row["_source"].take());
            }
        }
        Ok(documents)
    }

    /// The documents of an index that `query` matches, page by page.
    pub(super) fn pages(&self, index: Index, query: &Value, source: &Value) -> Pages {
        Pages::new((&self.client, &self.names), index, query, source)
    }

    /// Calls `take` with the source of each document of an index that `query` matches, in the order of [`Pages`].
    pub(super) fn each_document(
        &self,
        index: Index,
        query: &Value,
        source: &Value,
        take: &mut dyn FnMut(&Value) -> Result<()>,
    ) -> Result<()> {
        let mut pages = self.pages(index, query, source);
        loop {
            let page = pages.next_page()?;
            if page.is_empty() {
                return Ok(());
            }
            page.iter().try_for_each(&mut *take)?;
        }
    }

    /// Calls `take` with the source of each section that `query` matches.
    pub(super) fn each_section(
        &self,
        query: &Value,
        source: &Value,
        take: &mut dyn FnMut(&Value) -> Result<()>,
    ) -> Result<()> {
        self.each_document(Index::Sections, query, source, take)
    }

    /// Calls `take` with the id of each section that `query` matches, at most `most`, sorted by path and ordinal.
    pub(super) fn each_id(
        &self,
        query: &Value,
        most: usize,
        take: &mut dyn FnMut(SectionId),
    ) -> Result<()> {
        let mut taken = 0;
        self.each_section(query, &json!(["paper", "ordinal", "role"]), &mut |document| {
            if taken < most
                && let Some((id, _)) = documents::section_texts(document)
            {
                take(id);
                taken += 1;
            }
            Ok(())
        })
    }

    /// Calls `take` with the record of each paper or duplicate that `query` matches, sorted by path.
    pub(super) fn each_record(
        &self,
        query: &Value,
        take: &mut dyn FnMut(PaperRecord),
    ) -> Result<()> {
        let source = json!(["record", "path", "origin"]);
        self.each_document(Index::Papers, query, &source, &mut |document| {
            let record = documents::paper_record(document);
            take(record.ok_or_else(|| self.damaged(&document["path"]))?);
            Ok(())
        })
    }

    /// Calls `take` with the path of each paper or duplicate that `query` matches, sorted.
    pub(super) fn each_paper_path(&self, query: &Value, take: &mut dyn FnMut(&str)) -> Result<()> {
        self.each_document(Index::Papers, query, &json!(["path", "origin"]), &mut |document| {
            take(&documents::path_of(document).unwrap_or_default());
            Ok(())
        })
    }

    /// Calls `take` with each value of a field and the number of documents that have it, sorted, from behind `after` on,
    /// until it returns false. Only documents that `query` matches count. The value is null for those without one, if
    /// they are asked for.
    fn each_value(
        &self,
        index: Index,
        query: &Value,
        field: (&str, bool),
        after: Option<&str>,
        take: &mut dyn FnMut(&Value, u64) -> bool,
    ) -> Result<()> {
        let (name, with_missing) = field;
        let source =
            json!({ "value": { "terms": { "field": name, "missing_bucket": with_missing } } });
        let mut composite = json!({ "size": VALUES_PER_REQUEST, "sources": [source] });
        if let Some(after) = after {
            composite["after"] = json!({ "value": after });
        }
        loop {
            let body = json!({
                "size": 0,
                "track_total_hits": false,
                "query": query,
                "aggs": { "values": { "composite": composite } },
            });
            let mut found = self.search(index, "", &body)?;
            let values = found["aggregations"]["values"].take();
            let rows = values["buckets"].as_array().map(Vec::as_slice).unwrap_or_default();
            for row in rows {
                if !take(&row["key"]["value"], row["doc_count"].as_u64().unwrap_or_default()) {
                    return Ok(());
                }
            }
            match values.get("after_key") {
                Some(after) if rows.len() == VALUES_PER_REQUEST => {
                    composite["after"] = after.clone()
                }
                _ => return Ok(()),
            }
        }
    }

    /// Calls `take` with each pair of values of two fields that documents of an origin have, and their number.
    pub(super) fn each_pair(
        &self,
        index: Index,
        origin: &str,
        [first, second]: [&str; 2],
        take: &mut dyn FnMut(&str, &str, u64),
    ) -> Result<()> {
        let source = |field: &str| json!({ (field): { "terms": { "field": field } } });
        let sources = [source(first), source(second)];
        let mut composite = json!({ "size": VALUES_PER_REQUEST, "sources": sources });
        loop {
            let body = json!({
                "size": 0,
                "track_total_hits": false,
                "query": { "term": { "origin": origin } },
                "aggs": { "values": { "composite": composite } },
            });
            let mut found = self.search(index, "", &body)?;
            let values = found["aggregations"]["values"].take();
            let rows = values["buckets"].as_array().map(Vec::as_slice).unwrap_or_default();
            for row in rows {
                let value = |field: &str| row["key"][field].as_str().unwrap_or_default();
                take(value(first), value(second), row["doc_count"].as_u64().unwrap_or_default());
            }
            match values.get("after_key") {
                Some(after) if rows.len() == VALUES_PER_REQUEST => {
                    composite["after"] = after.clone();
                }
                _ => return Ok(()),
            }
        }
    }

    /// The values of a field in a range, sorted, with the number of documents that have each.
    pub(super) fn values(
        &self,
        index: Index,
        field: &str,
        range: &TermRange,
    ) -> Result<Vec<(String, u64)>> {
        let mut bounds = json!({ "gte": range.from });
        if let Some(to) = &range.to {
            bounds["lt"] = json!(to);
        }
        let query = json!({ "range": { (field): bounds } });
        let mut values = Vec::new();
        // The documents have other values too: those before the range are passed over, those behind it end the reading.
        let first = self.count(index, &json!({ "term": { (field): range.from } }))?;
        if first > 0 && !range.from.is_empty() && range.to.as_ref() != Some(&range.from) {
            values.push((range.from.clone(), first));
        }
        self.each_value(index, &query, (field, false), Some(&range.from), &mut |value, count| {
            let value = value.as_str().unwrap_or_default();
            let is_inside = range.to.as_deref().is_none_or(|to| value < to);
            if is_inside {
                values.push((value.to_owned(), count));
            }
            is_inside
        })?;
        Ok(values)
    }

    /// The keys of the papers of the sections that `query` matches.
    pub(super) fn papers_of(&self, query: &Value) -> Result<BTreeSet<String>> {
        let mut papers = BTreeSet::new();
        self.each_value(Index::Sections, query, ("paper", false), None, &mut |paper, _| {
            papers.extend(paper.as_str().map(str::to_owned));
            true
        })?;
        Ok(papers)
    }

    /// How many of the papers that `query` matches have each value of a column.
    pub(super) fn column_counts(&self, query: &Value, column: Column) -> Result<ValueCounts> {
        let mut counts = ValueCounts::new();
        self.each_value(Index::Papers, query, (column.name(), true), None, &mut |value, count| {
            *counts.entry(value.as_str().map(str::to_owned)).or_default() += count as usize;
            true
        })?;
        Ok(counts)
    }
}
