//! Answers a question: interprets its words, ranks sections, makes hits, counts.
//! In: a question and how to answer it. Out: an [`Answer`].
//! Never drops a section silently: what is folded into a hit is listed under it, and the totals count all.

use std::sync::Arc;

use vankien_text::span::Span;

use crate::error::Result;

use super::hit::Hit;
use super::plan::Which;
use super::question::{self, Question};
use super::rank::Ranking;
use super::scope::Scope;
use super::synonym::{self, Synonyms};
use super::tiers::{Tier, TieredHits};
use super::weights::FEW_ANSWERS;
use super::{expand, reading, suggest};
use crate::hit::Answer;
use crate::options::SearchOptions;
use crate::searcher::Searcher;

/// A question with all that its words stand for in this index.
pub struct PreparedQuestion {
    /// The question.
    pub question: Question,
    /// Other spellings of its parts; none where expansion was not asked for.
    pub synonyms: Synonyms,
    /// The words typed with `*` or `~`, each with the words of the index it was expanded to.
    pub expanded: Vec<expand::Expanded>,
}

/// Number of answers up to which (included) another spelling is suggested for words that the index does not hold. A
/// judgement, not measured: a word with a typing error seldom has answers of its own.
const SUGGEST_UP_TO: usize = 3;

impl Searcher {
    /// Answers `question`; the same content gives the same answer. Hits that answer come first. Behind them stand hits
    /// that answer under other marks, where the question was typed without marks or few sections answer; then, where
    /// these are few, hits that hold only some of the words. An error where the question cannot be answered or the
    /// index cannot be read.
    pub fn search(&self, question: &str, options: SearchOptions) -> Result<Answer> {
        let typed = question;
        let PreparedQuestion { question, synonyms, expanded } =
            self.prepare(question, options.expand, options.scope)?;
        let limit = if options.limit == 0 {
            None
        } else {
            Some(options.limit.saturating_add(options.skip))
        };
        let mut tiers = TieredHits::new(self, &synonyms, options);
        let answers = tiers.add(Tier::Answers, &question, Which::Answers, limit)?;
        let other_readings = self.add_other_readings(&mut tiers, &question, &answers, limit)?;
        add_partial(&mut tiers, &question, &answers, limit)?;
        let as_phrase = self.count_as_phrase(&question, &answers, options.expand)?;
        let total = answers.total;
        let is_full = tiers.is_full;
        let partial = tiers.hits.iter().filter(|hit| hit.partial).count();
        let hits: Vec<Hit> = tiers.hits.into_iter().skip(options.skip).collect();
        let suggestion = if total <= SUGGEST_UP_TO {
            suggest::suggest(self.store(), typed, &question)?
        } else {
            None
        };
        let namesakes = self.namesakes(&answers.keys)?.into_values();
        let understood = question.understood();
        let parts = question.parts.iter().map(ToString::to_string).collect();
        let mut notes = question.notes;
        notes.extend(synonyms.notes);
        notes.extend(answers.notes);
        let covered: usize =
            hits.iter().filter(|hit| hit.answers()).map(Hit::covered_sections).sum();
        Ok(Answer {
            complete: covered == total,
            is_full,
            total,
            as_phrase,
            scope: question.scope,
            papers: answers.papers,
            other_readings,
            partial,
            understood,
            parts,
            hits,
            notes,
            literal: question.literal,
            read_as: question.read_as,
            readings: question.readings,
            expanded,
            suggestion,
            filters: question.selection.matched.clone(),
            namesakes: namesakes.flat_map(|known| known.identities).collect(),
        })
    }

    /// Adds the sections that answer only under other marks, where those may be meant: the question was typed without
    /// marks, or few sections answer it as it is read. Gives how many there are.
    fn add_other_readings(
        &self,
        tiers: &mut TieredHits<'_>,
        question: &Question,
        answers: &Ranking,
        limit: Option<usize>,
    ) -> Result<usize> {
        let is_wanted = question.is_unmarked || answers.total < FEW_ANSWERS;
        if !is_wanted || !question.has_own_marks() {
            return Ok(0);
        }
        let which = Which::Others { weights: &answers.weights, except: &answers.found };
        let under_any_marks = question.with_any_marks();
        Ok(tiers.add(Tier::OtherReadings, &under_any_marks, which, limit)?.total)
    }

    /// How many sections hold all words of a question as one phrase; `None` where it is not plain words, or more words
    /// than a phrase may have.
    fn count_as_phrase(
        &self,
        question: &Question,
        answers: &Ranking,
        expand: bool,
    ) -> Result<Option<usize>> {
        Ok(match question.plain_words() {
            None => None,
            Some(words) if words.len() > question::MAX_PHRASE_WORDS => None,
            Some([_]) => Some(answers.total),
            Some(_) if answers.whole == 0 => Some(0),
            Some(words) => {
                Some(synonym::count_phrase(self.store(), words, expand, &answers.found)?)
            }
        })
    }

    /// Parses a question, interprets its words by what the index holds, and chooses papers by its filters. A question
    /// may hold filters alone.
    pub(super) fn parse(&self, question: &str, scope: Scope) -> Result<Question> {
        let interpret =
            |text: &str, replaceable: &[Span]| reading::interpret(self.store(), text, replaceable);
        let parsed = question::parse_interpreted(question, interpret)?;
        let selection = Arc::new(parsed.filters.select(self.store())?);
        let found = Question { selection, ..parsed };
        Ok(if scope == Scope::Paper { found.for_whole_papers() } else { found })
    }

    /// Parses a question and finds what its words stand for in this index; `expand` says whether abbreviations count.
    /// An error where the question holds nothing to look for.
    pub(super) fn prepare(
        &self,
        question: &str,
        expand: bool,
        scope: Scope,
    ) -> Result<PreparedQuestion> {
        let mut question = question::require_parts(question, self.parse(question, scope)?)?;
        let expanded = expand::expand(self.store(), &mut question)?;
        let synonyms =
            if expand { Synonyms::of(self.store(), &question)? } else { Synonyms::default() };
        Ok(PreparedQuestion { question, synonyms, expanded })
    }
}

/// Fills up with sections that hold only some of the words, where few answer.
fn add_partial(
    tiers: &mut TieredHits<'_>,
    question: &Question,
    answers: &Ranking,
    limit: Option<usize>,
) -> Result<()> {
    let most = limit.map_or(FEW_ANSWERS, |limit| limit.min(FEW_ANSWERS));
    if answers.total < FEW_ANSWERS && tiers.hits.len() < most && !question.loose.is_empty() {
        tiers.add(Tier::Partial, question, Which::Any, Some(most))?;
    }
    Ok(())
}
