//! Facets: counts papers by their values in columns.
//! In: papers that were chosen or found. Out: how many papers have each value. Reads columns, never a record.

use std::collections::BTreeMap;

use crate::column::Column;
use crate::engine::{Facets, ValueCounts};
use crate::error::Result;
use crate::filter::FacetScope;
use crate::tantivy::columns::Columns;
use crate::tantivy::question::per_paper;
use crate::tantivy::store::Store;

/// Counts the papers `among` by the values of each of `columns`, in the same order.
pub fn facets(store: &Store, among: FacetScope<'_>, columns: &[Column]) -> Result<Facets> {
    let segments = store.columns()?;
    let papers: Vec<Vec<u32>> = match among {
        FacetScope::Found(found) => per_paper::first_sections(store, &found.sections)?,
        FacetScope::Chosen(chosen) => {
            let of_segment = |(at, segment): (usize, &Columns<'_>)| {
                let papers = segment.papers().map(|(doc, _)| doc);
                papers.filter(|doc| chosen.admits(at, *doc)).collect()
            };
            segments.iter().enumerate().map(of_segment).collect()
        }
    };
    let counted = columns.iter().map(|column| count_values(&segments, &papers, *column));
    Ok(Facets {
        papers: papers.iter().map(Vec::len).sum(),
        columns: counted.collect::<Result<_>>()?,
    })
}

/// How many of `papers` (documents, by segment) have each value of a column.
fn count_values(
    segments: &[Columns<'_>],
    papers: &[Vec<u32>],
    column: Column,
) -> Result<ValueCounts> {
    let mut counts: ValueCounts = BTreeMap::new();
    for (segment, papers) in segments.iter().zip(papers) {
        let values = segment.open(column)?;
        let texts = segment.texts(&values)?;
        let mut counted = vec![0; texts.len()];
        let mut without_value = 0;
        for doc in papers {
            match values.number(*doc) {
                Some(number) => counted[number] += 1,
                None => without_value += 1,
            }
        }
        for (text, count) in texts.into_iter().zip(counted).filter(|(_, count)| *count > 0) {
            *counts.entry(Some(text)).or_default() += count;
        }
        if without_value > 0 {
            *counts.entry(None).or_default() += without_value;
        }
    }
    Ok(counts)
}
