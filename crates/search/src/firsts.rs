//! One document of each paper.
//! In: sections. Out: for each paper that has one of them, the first. Never ranks.

use vankien_engine::Store;

use crate::error::Result;
use crate::section_set::SectionSet;

/// One document of each paper that has one of `sections`, by segment: the first of those sections. All sections of a
/// paper lie in one segment.
pub fn papers_of(store: &Store, sections: &SectionSet) -> Result<Vec<Vec<u32>>> {
    let places = store.places()?;
    let mut papers = Vec::with_capacity(store.segments().len());
    for segment in 0..store.segments().len() {
        let mut seen = SectionSet::none(std::iter::once(places.papers_in(segment)));
        let mut firsts = Vec::new();
        for doc in sections.of_segment(segment) {
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
