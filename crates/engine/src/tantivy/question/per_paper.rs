//! Conditions over whole papers ([`Plan::per_paper`]), and the papers of a set of sections.
//! In: a plan, and the parts of it that each section holds. Out: the sections of the papers that meet the condition.
//! Never ranks.

use crate::bits::SegmentBits;
use crate::error::Result;
use crate::plan::Plan;
use crate::tantivy::question::scores::Scores;
use crate::tantivy::store::Store;

/// The live sections that hold a wanted part (one that is not under NOT), in chosen papers whose sections meet the
/// condition together. None without a condition.
pub fn sections_of_answers(store: &Store, plan: &Plan, scores: &Scores<'_>) -> Result<SegmentBits> {
    let Some(condition) = &plan.condition else { return Ok(SegmentBits::default()) };
    let (mut wanted, mut banned) = (0, 0);
    condition.visit_parts(false, &mut |part, is_negated| {
        let mask = if is_negated { &mut banned } else { &mut wanted };
        *mask |= crate::condition::bit(part);
    });
    let places = store.places()?;
    let sizes = scores.segments.iter().map(|segment| segment.scores.len());
    let mut found = SegmentBits::none(sizes);
    for (at, segment) in scores.segments.iter().enumerate() {
        // The parts that each paper holds. All sections of a paper lie in one segment.
        let mut held_by_paper = vec![0; places.papers_in(at)];
        let is_live = |doc: u32| !segment.reader.is_deleted(doc) && plan.chosen.admits(at, doc);
        let held_by_section = || {
            let all = (0u32..).zip(&segment.held);
            all.filter(|(doc, held)| **held & (wanted | banned) != 0 && is_live(*doc))
        };
        for (doc, held) in held_by_section() {
            if let Some(of_paper) = held_by_paper.get_mut(places.paper(at, doc) as usize) {
                *of_paper |= held;
            }
        }
        for (doc, held) in held_by_section() {
            let of_paper = held_by_paper.get(places.paper(at, doc) as usize);
            if held & wanted != 0 && of_paper.is_some_and(|mask| condition.holds(*mask)) {
                found.insert(at, doc);
            }
        }
    }
    Ok(found)
}

/// For each segment the documents, sorted: the first of `sections` of each paper that has any. All sections of a paper
/// lie in one segment.
pub fn first_sections(store: &Store, sections: &SegmentBits) -> Result<Vec<Vec<u32>>> {
    let places = store.places()?;
    let mut papers = Vec::with_capacity(store.segments().len());
    for segment in 0..store.segments().len() {
        let mut seen = SegmentBits::none(std::iter::once(places.papers_in(segment)));
        let mut firsts = Vec::new();
        for doc in sections.in_segment(segment) {
            let paper = places.paper(segment, doc) as u32;
            if !seen.contains(0, paper) {
                seen.insert(0, paper);
                firsts.push(doc);
            }
        }
        papers.push(firsts);
    }
    Ok(papers)
}
