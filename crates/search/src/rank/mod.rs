//! Orders the sections that answer a question.
//! In: a question and an index. Out: the best sections and how many there are in all.
//! Never reads stored text; ties are broken by path and section, never by address.

mod choose;
mod explain;
mod gate;
mod parts;
mod promising;

use std::collections::BTreeSet;

use vankien_engine::Store;

use super::best::Candidate;
use super::closer::Looked;
use super::phrase::Holder;
use super::question::{self, Part, Question, Word};
use super::scope::{self, Scope};
use super::score::{Entries, Scores};
use super::section_set::SectionSet;
use super::synonym::{Synonym, Synonyms};
use super::weights::Recipe;
use super::{terms, weak};
use crate::error::Result;
use crate::note::Note;
use gate::Gate;

pub use explain::{Counted, Explained, Gain, explained, refused};
pub use gate::Weights;
pub use promising::Promising;

/// Which sections are ranked.
#[derive(Clone, Copy, Debug, Default)]
pub enum Which<'a> {
    /// All that hold any of the words and meet what is required.
    #[default]
    Any,
    /// Those that answer: they hold enough of the words, too; see [`gate`].
    Answers,
    /// Those that answer and are not among `except`, where words weigh what they did before.
    Others {
        /// What the content words weigh.
        weights: &'a Weights,
        /// The sections that are left out.
        except: &'a SectionSet,
    },
}

/// All that was found.
#[derive(Debug, Default)]
pub struct Ranking {
    /// The best, in order.
    pub best: Vec<Candidate>,
    /// How many there are in all.
    pub total: usize,
    /// What the content words weigh, where enough of them must be there.
    pub weights: Weights,
    /// All sections that were found, where those that answer were ranked.
    pub found: SectionSet,
    /// How many of them hold all the content words.
    pub whole: usize,
    /// How many papers they stand in, where the question was asked of whole papers.
    pub papers: Option<usize>,
    /// For each part of the question, the keys of the numbers it stands for.
    pub keys: Vec<Vec<String>>,
    /// What the reader should know.
    pub notes: Vec<Note>,
}

/// The best `limit` sections; 0 for all.
pub fn rank(
    store: &Store,
    recipe: &Recipe,
    question: &Question,
    synonyms: &Synonyms,
    limit: usize,
    which: Which<'_>,
) -> Result<Ranking> {
    let (scoring, keys) = scored(store, recipe, question, synonyms, limit, which)?;
    let (best, total) = scoring.best()?;
    let (found, whole) = scoring.found();
    let papers = match question.scope {
        Scope::Paper => Some(scope::papers_of(store, &found)?),
        Scope::Section => None,
    };
    let weights = scoring.gate.map(Gate::into_weights).unwrap_or_default();
    Ok(Ranking { best, total, weights, found, whole, papers, keys, notes: scoring.notes })
}

/// How many sections there are in all; they are not put in order.
pub fn count(
    store: &Store,
    recipe: &Recipe,
    question: &Question,
    synonyms: &Synonyms,
    which: Which<'_>,
) -> Result<usize> {
    let (scoring, _) = scored(store, recipe, question, synonyms, 1, which)?;
    Ok(scoring.total(&scoring.promising(1)))
}

/// The sections that answer a question.
#[derive(Debug, Default)]
pub struct Found {
    /// Which ones.
    pub sections: SectionSet,
    /// What the reader should know.
    pub notes: Vec<Note>,
}

/// The sections that answer; they are not put in order.
pub fn found(
    store: &Store,
    recipe: &Recipe,
    question: &Question,
    synonyms: &Synonyms,
) -> Result<Found> {
    let (scoring, _) = scored(store, recipe, question, synonyms, 1, Which::Answers)?;
    let (sections, _) = scoring.found();
    Ok(Found { sections, notes: scoring.notes })
}

/// The scores of all sections after all parts, and for each part the keys of the numbers it stands for. `limit` is how many
/// sections are wanted in order; 0 for all.
fn scored<'s>(
    store: &'s Store,
    recipe: &Recipe,
    question: &'s Question,
    synonyms: &Synonyms,
    limit: usize,
    which: Which<'s>,
) -> Result<(Scoring<'s>, Vec<Vec<String>>)> {
    let mut scoring = Scoring::admitting(store, recipe, question, which)?;
    scoring.limit = limit;
    let keys = scoring.parts(synonyms)?;
    scoring.keep_answers()?;
    Ok((scoring, keys))
}

struct Scoring<'s> {
    store: &'s Store,
    recipe: Recipe,
    question: &'s Question,
    /// The sections that hold the part at hand in another spelling.
    others: Vec<Holder>,
    scores: Scores<'s>,
    required: u16,
    /// The sections, by segment and document, in which papers tell the number asked for as theirs.
    bearers: BTreeSet<(usize, u32)>,
    notes: Vec<Note>,
    /// The words as they were looked up, for a closer look.
    looked: Vec<Looked>,
    /// The words in the order typed, as [`Word::key`](super::question::Word::key) tells them apart.
    runs: Vec<Vec<String>>,
    /// The terms that only ask.
    weak: BTreeSet<String>,
    /// Those that a section need not hold to answer.
    dispensable: BTreeSet<String>,
    /// The common words, not scored yet.
    common: Vec<Common>,
    /// How many sections are wanted; 0 for all.
    limit: usize,
    /// Which sections are ranked.
    which: Which<'s>,
    /// What sections must hold of the words beside each other; `None` where any will do.
    gate: Option<Gate>,
    /// Whether the part at hand stands in no condition.
    is_loose: bool,
    /// The sections that answer, where whole papers are asked.
    in_papers: Option<SectionSet>,
}

/// A word that many sections hold.
struct Common {
    worth: f32,
    /// What it weighs among the words of which enough must be there.
    weight: u32,
    text: Entries,
    titles: Entries,
}

impl<'s> Scoring<'s> {
    fn new(store: &'s Store, recipe: &Recipe, question: &'s Question) -> Result<Scoring<'s>> {
        let mut scores = Scores::new(store)?;
        if question.tree.is_some() {
            scores.hold();
        }
        let runs = question.runs.iter().map(|run| run.iter().map(|w| w.key()).collect());
        // Words that weigh as much as others need not be told apart.
        let weak = if recipe.weak < 1.0 { weak::weak(&question.runs) } else { BTreeSet::new() };
        Ok(Scoring {
            store,
            recipe: *recipe,
            question,
            others: Vec::new(),
            scores,
            required: 0,
            bearers: BTreeSet::new(),
            notes: Vec::new(),
            looked: Vec::new(),
            runs: runs.collect(),
            weak,
            dispensable: weak::dispensable(&question.runs),
            common: Vec::new(),
            limit: 0,
            which: Which::Any,
            gate: None,
            is_loose: false,
            in_papers: None,
        })
    }

    /// The same for those sections alone that the filters admit.
    fn admitting(
        store: &'s Store,
        recipe: &Recipe,
        question: &'s Question,
        which: Which<'s>,
    ) -> Result<Scoring<'s>> {
        let mut scoring = Scoring::new(store, recipe, question)?;
        scoring.ask_for(which)?;
        scoring.notes.extend(question.selection.notes());
        Ok(scoring)
    }

    /// Says which sections are ranked.
    fn ask_for(&mut self, which: Which<'s>) -> Result<()> {
        self.which = which;
        let given = match which {
            Which::Any => return Ok(()),
            Which::Answers => None,
            Which::Others { weights, .. } => Some(weights),
        };
        let words = self.content_words()?;
        if words > 0 {
            self.gate = Some(Gate::new(words, given));
            self.scores.weigh();
        }
        Ok(())
    }

    /// How many different content words stand beside each other: those that do more than ask. Those of a
    /// number that no paper bears are words like others.
    fn content_words(&self) -> Result<usize> {
        let mut words = BTreeSet::new();
        for part in self.question.loose.iter().map(|at| &self.question.parts[*at]) {
            if let Part::Number(number, _) = part
                && (number.is_whole || !terms::number(self.store, number, false)?.1.is_empty())
            {
                continue;
            }
            words.extend(part.words().iter().filter(|word| self.is_content(word)).map(Word::key));
        }
        Ok(words.len())
    }

    /// Whether a word does more than ask.
    fn is_content(&self, word: &Word) -> bool {
        !(word.is_plain() && self.dispensable.contains(&word.term))
    }

    /// Scores all parts; gives the keys of the numbers each is.
    fn parts(&mut self, synonyms: &Synonyms) -> Result<Vec<Vec<String>>> {
        let others = synonyms.all.iter().map(|one| Ok((one, one.holders(self.store)?)));
        let others: Vec<(&Synonym, Vec<Holder>)> = others.collect::<Result<_>>()?;
        let (mut keys, question) = (Vec::new(), self.question);
        for (at, part) in question.parts.iter().enumerate() {
            let same = others.iter().filter(|(synonym, _)| synonym.of.contains(&at));
            self.others = same.flat_map(|(_, holders)| holders).copied().collect();
            self.is_loose = question.loose.contains(&at);
            self.scores.begin(at, if question.tree.is_some() { question::bit(at) } else { 0 });
            keys.push(match question.seeks(at) {
                true => self.part(part)?,
                false => self.ban(part)?,
            });
        }
        self.common_words()?;
        Ok(keys)
    }

    /// Whether what each section holds must be kept, part by part.
    fn is_traced(&self) -> bool {
        self.question.tree.is_some() || !self.scores.watch.places.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use crate::{SearchOptions, Searcher};
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
