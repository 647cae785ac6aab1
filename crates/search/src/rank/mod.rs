//! Ranks the sections that answer a question.
//! In: a question and an index. Out: the best sections in order, and how many there are in all.
//! Never reads stored text. Ties are broken by path and section, never by the address of a section in the store.

mod choose;
mod counted_sections;
mod explain;

use std::sync::Arc;

use vankien_engine::engine::Candidate;
use vankien_engine::{Engine, FoundSections as SectionSet};

use super::plan::{Planned, Weights, Which};
use super::question::Question;
use super::synonym::Synonyms;
use super::weights::Recipe;
use crate::error::Result;
use crate::note::Note;

pub use counted_sections::CountedSections; // What scores are made of, counted once.
pub use explain::{Explained, Gain, Occurrences, explain_refusal, explain_scores}; // Why a hit scores so; why not.

/// The ranked sections of a question, with what else the first pass found.
#[derive(Debug, Default)]
pub struct Ranking {
    /// The best sections, in order; at most as many as asked for.
    pub best: Vec<Candidate>,
    /// How many sections were found in all.
    pub total: usize,
    /// The weight of each content word in the rule that a section must hold enough of them; empty without that rule.
    pub weights: Weights,
    /// All sections that were found; filled for [`Which::Answers`] alone.
    pub found: Arc<SectionSet>,
    /// How many sections in `found` hold all the content words, so 0 unless [`Which::Answers`] was ranked.
    pub whole: usize,
    /// How many papers the sections in `found` belong to; `Some(0)` unless [`Which::Answers`] was ranked. `None`
    /// unless the scope of the question is the whole paper.
    pub papers: Option<usize>,
    /// For each part of the question, the keys of the numbers it stands for; empty for a part that is no known number
    /// or is excluded.
    pub keys: Vec<Vec<String>>,
    /// Notes for a reader.
    pub notes: Vec<Note>,
}

/// Ranks the sections that `which` names; the best `limit` of them, 0 for all.
pub fn rank(
    store: &dyn Engine,
    recipe: &Recipe,
    question: &Question,
    synonyms: &Synonyms,
    limit: usize,
    which: Which<'_>,
) -> Result<Ranking> {
    let planned = Planned::of(store, recipe, question, synonyms, which)?;
    let mut found = store.candidates(&planned.plan, choose::first_pass_limit(limit))?;
    let best = choose::best_candidates(store, recipe, &planned, &mut found, limit)?;
    let Planned { keys, notes, .. } = planned;
    Ok(Ranking {
        best,
        total: found.total,
        weights: found.weights,
        found: Arc::new(found.found),
        whole: found.whole,
        papers: found.papers,
        keys,
        notes,
    })
}

/// How many sections `which` names; they are not put in order.
pub fn count(
    store: &dyn Engine,
    recipe: &Recipe,
    question: &Question,
    synonyms: &Synonyms,
    which: Which<'_>,
) -> Result<usize> {
    let planned = Planned::of(store, recipe, question, synonyms, which)?;
    Ok(store.candidates(&planned.plan, 1)?.total)
}

/// The sections that answer a question, not in order.
#[derive(Debug, Default)]
pub struct Answering {
    /// The ids of the sections.
    pub sections: SectionSet,
    /// Notes for a reader.
    pub notes: Vec<Note>,
}

/// Finds the sections that answer; they are not put in order.
pub fn answering(
    store: &dyn Engine,
    recipe: &Recipe,
    question: &Question,
    synonyms: &Synonyms,
) -> Result<Answering> {
    let planned = Planned::of(store, recipe, question, synonyms, Which::Answers)?;
    let found = store.candidates(&planned.plan, 1)?;
    Ok(Answering { sections: found.found, notes: planned.notes })
}

#[cfg(test)]
mod tests {
    use crate::options::SearchOptions;
    use crate::searcher::Searcher;
    use crate::weights::{Recipe, RerankWeights, USUAL};
    use vankien_engine::fixture::{index_of, paper};

    /// As many papers, of words that a generator of its own draws, the first ones far more often.
    fn drawn(papers: u32) -> (tempfile::TempDir, Searcher) {
        let words =
            "và của các được trong cho là có từ nghị quyết tỉnh huyện đất rừng nước thuế lúa cá tự";
        let words: Vec<&str> = words.split(' ').collect();
        let mut state = 7u32;
        let mut draw = |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as usize % below
        };
        let texts: Vec<(String, String)> = (0..papers)
            .map(|at| {
                let length = 3 + draw(30);
                let mut word = || {
                    let among = 1 + draw(words.len());
                    words[draw(among)]
                };
                let text: Vec<&str> = (0..length).map(|_| word()).collect();
                (format!("{at:05}.txt"), text.join(" "))
            })
            .collect();
        let folder = tempfile::tempdir().expect("a folder");
        let papers = texts.iter().map(|(path, text)| (path.as_str(), paper(text, None, &[])));
        index_of(folder.path(), papers.collect());
        let searcher = Searcher::open(folder.path()).expect("an index");
        (folder, searcher)
    }

    #[test]
    fn what_cannot_come_up_is_passed_over_and_still_counted() {
        let (_folder, searcher) = drawn(4_000);
        for question in [
            "thuế đất của các tỉnh được cho là có trong nghị quyết",
            "và của các được trong cho là có",
            "cá và lúa và nước",
            "rừng",
        ] {
            let few = searcher.rank(question, 20).expect("ranked");
            let mut all = searcher.rank(question, 0).expect("ranked");
            all.truncate(20);
            assert_eq!(few, all, "{question}");
            let found = |limit: usize| {
                let options = SearchOptions { limit, all: true, ..SearchOptions::default() };
                let answer = searcher.search(question, options).expect("found");
                let hits = answer.hits.into_iter().filter(|hit| hit.answers());
                let hits: Vec<(String, f32)> = hits.map(|hit| (hit.path, hit.score)).collect();
                (hits, answer.total)
            };
            let ((few, total), (mut all, counted)) = (found(20), found(0));
            assert_eq!((total, total), (counted, all.len()), "{question}");
            all.truncate(20);
            assert_eq!(few, all, "{question}");
        }
    }

    /// With pairs and with weights that leave them out.
    #[test]
    fn counts_that_are_kept_give_the_order_of_a_search() {
        let (folder, searcher) = drawn(600);
        let question = "thuế đất của các tỉnh";
        let counted = searcher.counted_sections(question).expect("counted");
        for pair in [0.0, USUAL.pair, 0.0] {
            let weights = RerankWeights { pair, ..USUAL };
            let order = counted.order(searcher.store(), weights);
            let order: Vec<_> = order.into_iter().take(50).cloned().collect();
            let recipe = Recipe { rerank: Some(weights), ..Recipe::default() };
            let other = Searcher::open(folder.path()).expect("an index").with_recipe(recipe);
            let ranked = other.rank(question, 50).expect("ranked").into_iter();
            let ranked: Vec<_> = ranked.map(|one| (one.path, one.ordinal)).collect();
            assert_eq!(order, ranked, "{pair}");
        }
    }

    #[test]
    fn marks_that_were_typed_are_meant_and_others_are_told() {
        let (_folder, searcher) = drawn(2_000);
        let found = |question: &str| {
            let answer = searcher.search(question, SearchOptions::default()).expect("found");
            (answer.total, answer.other_readings, answer.read_as)
        };
        let (of_one, of_other) = (found("từ").0, found("tự").0);
        let (read, others, read_as) = found("tu");
        let (read_as, all) = (read_as.expect("it was read"), read + others);
        assert!(read == found(&read_as).0 && all > of_one.max(of_other), "{read_as}");
        // Typed as no paper has it, every paper with these letters may be meant.
        assert_eq!(found("tứ"), (0, all, None));
    }
}
