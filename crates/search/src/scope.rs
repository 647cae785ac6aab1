//! What must hold all that a question asks for: one section, or the sections of one paper together.
//! In: a question; which parts of it each section holds. Out: the question as it is asked of papers; the sections of the
//! papers that meet it. Never ranks.

use vankien_engine::Store;

use super::note::Note;
use super::question::{MOST_LEAVES, Node, Part, Question};
use super::score::Scores;
use super::section_set::SectionSet;
use super::weak;
use crate::error::Result;

/// What must hold all that a question asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// One section.
    #[default]
    Section,
    /// One paper: each of its sections that holds a part of the question answers.
    Paper,
}

impl Scope {
    /// The scope with this name; the empty name is the usual one.
    pub fn named(name: &str) -> Option<Scope> {
        match name {
            "" | "section" => Some(Scope::Section),
            "paper" => Some(Scope::Paper),
            _ => None,
        }
    }

    /// The word that JSON and the command line use.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Section => "section",
            Scope::Paper => "paper",
        }
    }
}

impl Question {
    /// The question as it is asked of whole papers: words beside each other must all be there, but for those that only
    /// ask, as if `AND` stood between them.
    pub fn of_papers(mut self) -> Question {
        let dispensable = weak::dispensable(&self.runs);
        let in_tree = self.tree.is_some();
        let mut demands: Vec<Node> = self.tree.take().into_iter().collect();
        let mut left = false;
        for (at, part) in self.parts.iter().enumerate() {
            let only_asks = matches!(part, Part::Word(word)
                if word.is_plain() && dispensable.contains(&word.term));
            if only_asks || (in_tree && !self.loose.contains(&at)) {
                continue;
            }
            match at < MOST_LEAVES {
                true => demands.push(Node::Leaf(at)),
                false => left = true,
            }
            self.sought.insert(at);
        }
        if left {
            self.notes.push(Note::TooManyWordsOfPaper { most: MOST_LEAVES });
        }
        if !demands.is_empty() {
            let tree = match demands.len() {
                1 => demands.remove(0),
                _ => Node::All(demands),
            };
            (self.tree, self.scope) = (Some(tree), Scope::Paper);
            self.loose.clear();
        }
        self
    }
}

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
    let papers = super::facets::papers_of(store, sections)?;
    Ok(papers.iter().map(Vec::len).sum())
}
