//! Answers a question: reads it as it was meant, ranks, makes hits, counts.
//! In: a question and how to answer it. Out: an [`Answer`].
//! Never drops a section silently: what is folded into a hit is listed under it, and each count tells all.

use std::sync::Arc;

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

/// A question with all that an index says its words stand for.
pub struct PreparedQuestion {
    /// The question.
    pub question: Question,
    /// What else says the same.
    pub synonyms: Synonyms,
    /// The words that stand for others.
    pub expanded: Vec<expand::Expanded>,
}

/// With so few answers another spelling is offered for words that the index does not hold.
const FEW: usize = 3;

impl Searcher {
    /// Answers `question`; the same content gives the same answer.
    pub fn search(&self, question: &str, options: SearchOptions) -> Result<Answer> {
        let typed = question;
        let PreparedQuestion { question, synonyms, expanded } =
            self.ask(question, options.expand, options.scope)?;
        let limit = match options.limit {
            0 => None,
            limit => Some(limit.saturating_add(options.skip)),
        };
        let mut rows = TieredHits::new(self, &synonyms, options);
        let answers = rows.add(Tier::Answers, &question, Which::Answers, limit)?;
        let other_readings = self.add_others(&mut rows, &question, &answers, limit)?;
        add_partial(&mut rows, &question, &answers, limit)?;
        let as_phrase = self.as_phrase(&question, &answers, options.expand)?;
        let total = answers.total;
        let is_full = rows.is_full;
        let partial = rows.hits.iter().filter(|hit| hit.partial).count();
        let hits: Vec<Hit> = rows.hits.into_iter().skip(options.skip).collect();
        let suggestion = match total <= FEW {
            true => suggest::suggest(self.store(), typed, &question)?,
            false => None,
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

    /// Adds the sections that answer only under other marks, where those may be meant: the question was
    /// typed without marks, or few answer it as it is. Gives how many there are.
    fn add_others(
        &self,
        rows: &mut TieredHits<'_>,
        question: &Question,
        answers: &Ranking,
        limit: Option<usize>,
    ) -> Result<usize> {
        let is_wanted = question.is_unmarked || answers.total < FEW_ANSWERS;
        if !is_wanted || !question.has_own_marks() {
            return Ok(0);
        }
        let which = Which::Others { weights: &answers.weights, except: &answers.found };
        let question = question.with_any_marks();
        Ok(rows.add(Tier::OtherReadings, &question, which, limit)?.total)
    }

    /// How many sections hold all the words of a question as one phrase; `None` where it is not plain words, or
    /// more than a phrase may have.
    fn as_phrase(
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

    /// Reads a question as it was meant, by what the index holds; it may hold filters alone.
    pub(super) fn read(&self, question: &str, scope: Scope) -> Result<Question> {
        let read = question::parse_interpreted(question, |text, open| {
            reading::interpret(self.store(), text, open)
        })?;
        let selection = Arc::new(read.filters.select(self.store())?);
        let read = Question { selection, ..read };
        Ok(if scope == Scope::Paper { read.for_whole_papers() } else { read })
    }

    /// Reads a question and finds what its words stand for in this index.
    pub(super) fn ask(
        &self,
        question: &str,
        expand: bool,
        scope: Scope,
    ) -> Result<PreparedQuestion> {
        let mut question = question::require_parts(question, self.read(question, scope)?)?;
        let expanded = expand::expand(self.store(), &mut question)?;
        let synonyms = match expand {
            true => Synonyms::of(self.store(), &question)?,
            false => Synonyms::default(),
        };
        Ok(PreparedQuestion { question, synonyms, expanded })
    }
}

/// Fills up with sections that hold only some of the words, where few answer.
fn add_partial(
    rows: &mut TieredHits<'_>,
    question: &Question,
    answers: &Ranking,
    limit: Option<usize>,
) -> Result<()> {
    let most = limit.map_or(FEW_ANSWERS, |limit| limit.min(FEW_ANSWERS));
    if answers.total < FEW_ANSWERS && rows.hits.len() < most && !question.loose.is_empty() {
        rows.add(Tier::Partial, question, Which::Any, Some(most))?;
    }
    Ok(())
}
