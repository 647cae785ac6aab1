//! The dossier of a paper: all that an index knows of a number, whether or not it holds the paper.
//! In: a number or a paper, and an index. Out: for each paper of the number its fields, what became of it, who cites it
//! and what it rests on. Never concludes that a paper is in force: what no paper states is not known.

mod acts;
mod entries;
mod evidence;
mod grounds;
mod model;

use vankien_engine::{Engine, PaperRecord};
use vankien_papers::document::Citation;

use self::entries::Entries;
use self::evidence::{SectionEvidence, own_number, sentence};
use crate::error::{Error, Result};
use crate::identity::{Candidate, dates_agree};
use crate::mentions::{self, Mention, NumberWithContext, Wanted};
use crate::{number, resolve};

// The values: a dossier and its parts.
pub use self::model::{Cited, CitedBy, Dossier, Entry, State, Stated, Status, Unassigned};

/// The dossier of the number or paper that `question` names; `at` is a day in ISO form on which its state is asked.
/// Without entries where no paper bears or cites it.
///
/// # Errors
/// Where the index cannot be read, or `question` is neither a number nor a paper of the index.
pub fn dossier(store: &dyn Engine, question: &str, at: Option<&str>) -> Result<Dossier> {
    let mut dossier = if let Some(named) = number_of(question) {
        let mut found = of_number(store, named.number.span.of(question), None)?;
        // A date behind the number chooses among namesakes.
        found.namesakes.retain(|entry| match (&named.date, &entry.stated.date) {
            (Some(asked), Some(date)) => dates_agree(asked, date),
            _ => true,
        });
        found
    } else {
        let path = resolve::resolve(store, question)?;
        let paper = store.representative(&path)?.unwrap_or_default();
        match &paper.masthead.number {
            Some(number) => {
                let found = of_number(store, &number.value.clone(), Some(&paper))?;
                // A number of an unknown form is not looked up.
                if found.namesakes.is_empty() { of_paper_alone(store, &paper)? } else { found }
            }
            None => of_paper_alone(store, &paper)?,
        }
    };
    dossier.at = at.map(str::to_owned);
    for entry in &mut dossier.namesakes {
        for status in &mut entry.status {
            status.in_effect =
                at.zip(status.from.as_deref()).and_then(|(at, from)| holds(at, from));
        }
    }
    Ok(dossier)
}

/// The number that is all of a question, with its date; units of the paper may stand with it, and do not matter. `None`
/// for any other question.
fn number_of(question: &str) -> Option<NumberWithContext> {
    let numbers = number::find_numbers(question);
    let named = mentions::only_numbers(question, &numbers)?;
    let [named] = <[NumberWithContext; 1]>::try_from(named).ok()?;
    Some(named)
}

/// Whether what begins on day `from` holds on day `at`; `None` where the days are not exact enough.
fn holds(at: &str, from: &str) -> Option<bool> {
    let common = at.len().min(from.len());
    let (day, begin) = (at.get(..common)?, from.get(..common)?);
    match day.cmp(begin) {
        std::cmp::Ordering::Less => Some(false),
        std::cmp::Ordering::Greater => Some(true),
        std::cmp::Ordering::Equal => (from.len() == at.len()).then_some(true),
    }
}

/// The dossier of a number; of one of its papers alone where that is given.
fn of_number(store: &dyn Engine, typed: &str, only: Option<&PaperRecord>) -> Result<Dossier> {
    let mut entries = Entries::of(store, typed)?;
    let mut unassigned = Vec::new();
    let mut evidence = SectionEvidence::default();
    let mut failed: Option<Error> = None;
    let outline = mentions::mentions(store, typed, Wanted::default(), |mention| {
        let added = add(store, &mut entries, &mut unassigned, &mut evidence, mention);
        failed = added.err();
        failed.is_none()
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    let number = entries.number();
    let mut namesakes = entries.finish(store)?;
    if let Some(paper) = only {
        namesakes.retain(|entry| entry.held.contains(&paper.path));
    }
    Ok(Dossier {
        number,
        at: None,
        namesakes,
        unassigned,
        notes: outline.notes,
        unread: outline.unread,
    })
}

/// The dossier of a paper without a number, or with one of an unknown form: only what it says itself.
fn of_paper_alone(store: &dyn Engine, paper: &PaperRecord) -> Result<Dossier> {
    let entries = Entries::of_paper(paper);
    let unread = store.manifest().unread.clone();
    Ok(Dossier { namesakes: entries.finish(store)?, unread, ..Dossier::default() })
}

/// Adds a mention to the paper that it means.
fn add(
    store: &dyn Engine,
    entries: &mut Entries,
    unassigned: &mut Vec<Unassigned>,
    evidence: &mut SectionEvidence,
    mention: &Mention<'_>,
) -> Result<()> {
    let Some(citation) = mention.citation.filter(|one| is_outward(mention, one)) else {
        return Ok(());
    };
    let said = evidence.of(store, mention, citation)?;
    match entries.meant(mention) {
        Some(entry) => entry.add(mention, citation, said),
        None => {
            let sentence = sentence(mention);
            let lines = mention.lines();
            let date = |one: &Candidate| one.date.clone();
            unassigned.push(Unassigned {
                path: mention.paper.path.clone(),
                document: own_number(mention.paper),
                surface: citation.surface(&mention.section.text),
                relation: said.relation,
                state: said.status.first().map(|status| status.state),
                sentence,
                page: mention.section.page_of(lines.0),
                lines,
                candidates: mention.decision.shown_candidates().iter().filter_map(date).collect(),
            });
        }
    }
    Ok(())
}

/// Whether another paper is cited, in the paper itself and not beside it.
fn is_outward(mention: &Mention<'_>, citation: &Citation) -> bool {
    !citation.form.is_of_itself() && mention.section.place.is_of_paper()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_holds_from_its_day_on() {
        assert_eq!(holds("2023-05-01", "2023-05-01"), Some(true));
        assert_eq!(holds("2023-05-01", "2023-05-02"), Some(false));
        assert_eq!(holds("2024-01-01", "2023"), Some(true));
        assert_eq!(holds("2023-05-01", "2023"), None);
        assert_eq!(holds("2023", "2023-05-01"), None);
        assert_eq!(holds("2022-12-31", "2023"), Some(false));
    }
}
