//! Orders the sections that answer a question.
//! In: a question and an index. Out: the best sections and how many there are in all.
//! Never reads stored text; ties are broken by path and section, never by address.

mod explain;
mod gate;
mod parts;
mod promising;

use std::collections::BTreeSet;

pub use explain::{Counted, Explained, Gain, explained, refused};
use gate::Gate;
pub use gate::Weights;
pub use promising::Promising;

use super::best::{Best, Candidate};
use super::closer::{Closer, Looked};
use super::phrase::Holder;
use super::question::{self, Part, Question, Word};
use super::score::{Entries, Scores};
use super::section_set::SectionSet;
use super::synonym::{Synonym, Synonyms};
use super::terms;
use super::weak;
use super::weights::{CLOSER, Recipe};
use crate::error::Result;
use crate::index::{Places, Store};

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
    /// All sections that were found, where `total` counts them.
    pub found: SectionSet,
    /// For each part of the question, the keys of the numbers it stands for.
    pub keys: Vec<Vec<String>>,
    /// What the reader should know.
    pub notes: Vec<String>,
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
    let mut scoring = Scoring::admitting(store, recipe, question, which)?;
    scoring.limit = limit;
    let keys = scoring.parts(synonyms)?;
    scoring.keep_answers();
    let (best, total) = scoring.best()?;
    let found = scoring.found();
    let weights = scoring.gate.map(Gate::into_weights).unwrap_or_default();
    Ok(Ranking { best, total, weights, found, keys, notes: scoring.notes })
}

/// How many sections there are in all; they are not put in order.
pub fn count(
    store: &Store,
    recipe: &Recipe,
    question: &Question,
    synonyms: &Synonyms,
    which: Which<'_>,
) -> Result<usize> {
    let mut scoring = Scoring::admitting(store, recipe, question, which)?;
    scoring.limit = 1;
    scoring.parts(synonyms)?;
    scoring.keep_answers();
    Ok(scoring.total(&scoring.promising(1)))
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
    notes: Vec<String>,
    /// For each segment, which sections stand in papers that the filters admit; `None` for all.
    admitted: Option<Vec<Vec<bool>>>,
    /// The words as they were looked up, for a closer look.
    looked: Vec<Looked>,
    /// The words in the order typed, as [`Word::key`](super::question::Word::key) tells them apart.
    runs: Vec<Vec<String>>,
    /// The terms that only ask.
    weak: BTreeSet<String>,
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
        let weak = weak::weak(&question.runs);
        Ok(Scoring {
            store,
            recipe: *recipe,
            question,
            others: Vec::new(),
            scores,
            required: 0,
            bearers: BTreeSet::new(),
            notes: Vec::new(),
            admitted: None,
            looked: Vec::new(),
            runs: runs.collect(),
            weak,
            common: Vec::new(),
            limit: 0,
            which: Which::Any,
            gate: None,
            is_loose: false,
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
        scoring.notes.extend(question.filters.conflict());
        if let Some(selection) = question.filters.select(store)? {
            scoring.admitted = Some(store.places()?.among(&selection.paths)?);
            scoring.notes.extend(selection.left_out());
        }
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
        !(word.is_plain() && self.weak.contains(&word.term))
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

/// So many sections are looked over at once.
const ROW: usize = 16;

/// What `limit` sections reach at least, by the best of each row; 0 where too few rows tell.
fn bound(rows: &[Vec<f32>], limit: usize) -> f32 {
    let mut best: Vec<f32> = rows.iter().flatten().copied().filter(|score| *score > 0.0).collect();
    if limit == 0 || best.len() < limit {
        return 0.0;
    }
    let (_, least, _) = best.select_nth_unstable_by(limit - 1, |one, other| other.total_cmp(one));
    *least
}

/// How many of `candidates`, which are in order, are looked at closely: all that equal the last of them, too.
fn looked_at(candidates: &[Candidate]) -> usize {
    let last = candidates.get(candidates.len().min(CLOSER).saturating_sub(1));
    last.map_or(0, |last| candidates.partition_point(|one| one.compare(last).is_le()))
}

impl Scoring<'_> {
    /// The best of all live sections that meet what is required, after a closer look at those that
    /// promise most.
    fn best(&self) -> Result<(Vec<Candidate>, usize)> {
        let limit = self.limit;
        let found = self.promising(if limit == 0 { 0 } else { limit.max(CLOSER) });
        let total = self.total(&found);
        let mut candidates = found.finish();
        self.look_closer(&mut candidates)?;
        candidates.sort_by(Candidate::compare);
        if limit > 0 && candidates.len() > limit {
            // All that equal the last: their paths decide.
            let last = candidates[limit - 1];
            candidates.retain(|one| one.compare(&last).is_le());
        }
        let places = self.store.places()?;
        for equal in candidates.chunk_by_mut(|one, other| one.compare(other).is_eq()) {
            if equal.len() > 1 {
                in_order(&places, equal)?;
            }
        }
        if limit > 0 {
            candidates.truncate(limit);
        }
        Ok((candidates, total))
    }

    /// How many sections there are in all, where the best were `found`.
    fn total(&self, found: &Best) -> usize {
        if self.asks_little() { self.scores.live_answers() } else { found.total }
    }

    /// The sections with the best scores so far. Where words alone are asked for, most promise too little and
    /// are passed over uncounted.
    fn promising(&self, limit: usize) -> Best {
        let passes_over = self.asks_little();
        let rows = self.best_of_rows();
        let least = if passes_over { bound(&rows, limit) } else { 0.0 };
        let mut found = Best::new(limit);
        let promises = |score: f32, found: &Best| {
            score > 0.0 && (!passes_over || score >= least && found.admits(score))
        };
        for (segment, (scored, rows)) in self.scores.segments.iter().zip(&rows).enumerate() {
            for ((row, scores), most) in
                (0u32..).step_by(ROW).zip(scored.scores.chunks(ROW)).zip(rows)
            {
                if !promises(*most, &found) {
                    continue;
                }
                for (doc, score) in (row..).zip(scores) {
                    let is_live = || !scored.reader.is_deleted(doc);
                    if promises(*score, &found) && is_live() && self.admits(segment, doc as usize) {
                        let bears = self.bearers.contains(&(segment, doc));
                        found.push(Candidate { bears, score: *score, segment, doc });
                    }
                }
            }
        }
        found
    }

    /// The best score of each row of sections, segment by segment; those of deleted ones do not count.
    fn best_of_rows(&self) -> Vec<Vec<f32>> {
        // No score is negative, and so their bits are in their order.
        let most = |scores: &[f32]| {
            scores.iter().fold(0, |most: i32, score| most.max(score.to_bits() as i32))
        };
        let segments = self.scores.segments.iter().map(|scored| {
            let most = scored.scores.chunks(ROW).map(|row| f32::from_bits(most(row) as u32));
            let mut rows: Vec<f32> = most.collect();
            for row in scored.deleted_rows(ROW) {
                let end = scored.scores.len().min((row + 1) * ROW);
                let docs = (row * ROW..).zip(&scored.scores[row * ROW..end]);
                let live = docs.filter(|(doc, _)| !scored.reader.is_deleted(*doc as u32));
                rows[row] = live.map(|(_, score)| *score).fold(0.0, f32::max);
            }
            rows
        });
        segments.collect()
    }

    /// Whether sections that cannot be among those looked at closely need no score.
    fn may_pass_over(&self) -> bool {
        (1..=CLOSER).contains(&self.limit) && self.asks_little()
    }

    /// The least score so far of those that promise most; 0 where they are few. Where enough of the words
    /// must be there, those alone are asked that hold enough of them already.
    fn least_of_best(&self) -> f32 {
        if let Some(gate) = &self.gate {
            let mut sure = self.scores.of_answers(gate.need());
            let Some(last) = CLOSER.checked_sub(1).filter(|last| *last < sure.len()) else {
                return 0.0;
            };
            return *sure.select_nth_unstable_by(last, |one, other| other.total_cmp(one)).1;
        }
        let best = self.promising(CLOSER).finish();
        match best.len() < CLOSER {
            true => 0.0,
            false => best.iter().map(|one| one.score).fold(f32::MAX, f32::min),
        }
    }

    /// Whether every section with a score answers, and none of them before others but for its score.
    fn asks_little(&self) -> bool {
        self.question.tree.is_none()
            && self.required == 0
            && self.admitted.is_none()
            && self.bearers.is_empty()
    }

    /// Whether the section meets what is required, and stands in a paper that the filters admit.
    fn admits(&self, segment: usize, at: usize) -> bool {
        let scored = &self.scores.segments[segment];
        let is_met = match &self.question.tree {
            Some(tree) => scored.held.get(at).is_some_and(|held| tree.holds(*held)),
            None => self.required == 0 || scored.met.get(at) == Some(&self.required),
        };
        is_met && self.admitted.as_ref().is_none_or(|all| all[segment][at])
    }

    /// Takes the scores of sections that do not answer, or are left out.
    fn keep_answers(&mut self) {
        if let Some(gate) = &self.gate {
            self.scores.keep_answers(gate.need(), self.bearers.iter().copied());
        }
        if let Which::Others { except, .. } = self.which {
            self.scores.leave_out(except);
        }
    }

    /// All sections that have a score and are admitted, where sections that answer are ranked.
    fn found(&self) -> SectionSet {
        let segments = &self.scores.segments;
        let mut found = SectionSet::none(segments.iter().map(|segment| segment.scores.len()));
        if !matches!(self.which, Which::Answers) {
            return found;
        }
        for (at, segment) in segments.iter().enumerate() {
            for (doc, _) in (0u32..).zip(&*segment.scores).filter(|(_, score)| **score > 0.0) {
                if !segment.reader.is_deleted(doc) && self.admits(at, doc as usize) {
                    found.insert(at, doc);
                }
            }
        }
        found
    }

    /// Gives the candidates that promise most the score of a closer look; the others stay in their
    /// order behind them.
    fn look_closer(&self, candidates: &mut [Candidate]) -> Result<()> {
        let Some(weights) = self.recipe.closely else { return Ok(()) };
        if self.looked.len() < 2 || candidates.is_empty() {
            return Ok(());
        }
        candidates.sort_by(Candidate::compare);
        let (closer, rest) = candidates.split_at_mut(looked_at(candidates));
        let Some(last) = closer.last().copied() else { return Ok(()) };
        let scores = Closer::new(&self.looked, &self.runs, weights).scores(self.store, closer)?;
        let mut floor = f32::MAX;
        for (candidate, score) in closer.iter_mut().zip(scores) {
            candidate.score = score + self.required(candidate);
            floor = floor.min(candidate.score);
        }
        rest.iter_mut().for_each(|one| one.score *= floor / last.score);
        Ok(())
    }

    /// What phrases and numbers gave to a section.
    fn required(&self, one: &Candidate) -> f32 {
        let required = &self.scores.segments[one.segment].required;
        required.get(one.doc as usize).copied().unwrap_or_default()
    }
}

/// Orders sections by path, and by their order in the paper.
fn in_order(places: &Places<'_>, equal: &mut [Candidate]) -> Result<()> {
    let placed = equal.iter().map(|one| Ok((places.named(one.segment, one.doc)?, *one)));
    let mut placed: Vec<((String, u64), Candidate)> = placed.collect::<Result<_>>()?;
    placed.sort_by(|(one, _), (other, _)| one.cmp(other));
    equal.iter_mut().zip(placed).for_each(|(place, (_, one))| *place = one);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::index::fixture::{index_of, paper};
    use crate::search::{SearchOptions, Searcher};

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
            let total = searcher.search(question, SearchOptions::default()).expect("found").total;
            assert_eq!(total, all.len(), "{question}");
            all.truncate(20);
            assert_eq!(few, all, "{question}");
        }
    }

    #[test]
    fn a_common_word_is_not_looked_for_beside_a_rarer_one_of_the_same_letters() {
        let (_folder, searcher) = drawn(2_000);
        let total = |question: &str| {
            searcher.search(question, SearchOptions::default()).expect("found").total
        };
        let both = total("tu");
        assert!(total("từ") < both && total("tự") < both);
        // Typed as no paper has it, every paper with these letters may be meant.
        assert_eq!(total("tứ"), both);
    }
}
