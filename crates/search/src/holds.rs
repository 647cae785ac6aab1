//! The sections that answer a question which a whole paper must meet.
//! In: a question; which parts of it each section holds. Out: the sections of the papers that meet it. Never ranks.

use vankien_engine::Store;

use crate::error::Result;
use crate::question::Question;
use crate::score::Scores;
use crate::section_set::SectionSet;

/// The sections that hold a part of the question, in papers whose sections hold together what it asks for.
pub fn in_papers(store: &Store, question: &Question, scores: &Scores<'_>) -> Result<SectionSet> {
    let Some(tree) = &question.tree else { return Ok(SectionSet::default()) };
    let (mut sought, mut banned) = (0, 0);
    tree.leaves(false, &mut |part, is_negated| match is_negated {
        true => banned |= super::question::bit(part),
        false => sought |= super::question::bit(part),
    });
    let places = store.places()?;
    let sizes = scores.segments.iter().map(|segment| segment.scores.len());
    let mut found = SectionSet::none(sizes);
    for (at, segment) in scores.segments.iter().enumerate() {
        // All sections of a paper lie in one segment.
        let mut of_paper = vec![0; places.papers_in(at)];
        let held =
            || (0u32..).zip(&segment.held).filter(|(_, held)| **held & (sought | banned) != 0);
        let live = |doc: u32| !segment.reader.is_deleted(doc) && question.selection.admits(at, doc);
        for (doc, held) in held().filter(|(doc, _)| live(*doc)) {
            if let Some(paper) = of_paper.get_mut(places.paper(at, doc) as usize) {
                *paper |= held;
            }
        }
        for (doc, held) in held().filter(|(doc, _)| live(*doc)) {
            let paper = of_paper.get(places.paper(at, doc) as usize);
            if held & sought != 0 && paper.is_some_and(|mask| tree.holds(*mask)) {
                found.insert(at, doc);
            }
        }
    }
    Ok(found)
}

/// In how many papers sections lie.
pub fn papers_of(store: &Store, sections: &SectionSet) -> Result<usize> {
    let papers = crate::firsts::papers_of(store, sections)?;
    Ok(papers.iter().map(Vec::len).sum())
}
