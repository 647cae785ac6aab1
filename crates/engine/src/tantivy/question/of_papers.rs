//! The sections that answer a question which a whole paper must meet, and the papers of sections.
//! In: a plan; which parts of it each section holds. Out: the sections of the papers that meet it. Never ranks.

use crate::bits::SegmentBits;
use crate::error::Result;
use crate::plan::Plan;
use crate::tantivy::question::scores::Scores;
use crate::tantivy::store::Store;

/// The sections that hold a part of the question, in papers whose sections hold together what it asks for.
pub fn in_papers(store: &Store, plan: &Plan, scores: &Scores<'_>) -> Result<SegmentBits> {
    let Some(condition) = &plan.condition else { return Ok(SegmentBits::default()) };
    let (mut sought, mut banned) = (0, 0);
    condition.visit_parts(false, &mut |part, is_negated| match is_negated {
        true => banned |= crate::condition::bit(part),
        false => sought |= crate::condition::bit(part),
    });
    let places = store.places()?;
    let sizes = scores.segments.iter().map(|segment| segment.scores.len());
    let mut found = SegmentBits::none(sizes);
    for (at, segment) in scores.segments.iter().enumerate() {
        // All sections of a paper lie in one segment.
        let mut of_paper = vec![0; places.papers_in(at)];
        let held =
            || (0u32..).zip(&segment.held).filter(|(_, held)| **held & (sought | banned) != 0);
        let live = |doc: u32| !segment.reader.is_deleted(doc) && plan.chosen.admits(at, doc);
        for (doc, held) in held().filter(|(doc, _)| live(*doc)) {
            if let Some(paper) = of_paper.get_mut(places.paper(at, doc) as usize) {
                *paper |= held;
            }
        }
        for (doc, held) in held().filter(|(doc, _)| live(*doc)) {
            let paper = of_paper.get(places.paper(at, doc) as usize);
            if held & sought != 0 && paper.is_some_and(|mask| condition.holds(*mask)) {
                found.insert(at, doc);
            }
        }
    }
    Ok(found)
}

/// One document of each paper that has one of `sections`, by segment: the first of those sections. All sections of a
/// paper lie in one segment.
pub fn firsts(store: &Store, sections: &SegmentBits) -> Result<Vec<Vec<u32>>> {
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
