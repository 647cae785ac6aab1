//! What a section says of the papers that it cites: what it does to them, and what became of them.
//! In: a mention of a number with its section. Out: the relation, the cited units and the states; each state with its
//! sentence. In a section the relations are worked out for the citations of one number. They are worked out for all its
//! citations once one of another number, or of none, is asked for.

use std::collections::BTreeMap;

use vankien_engine::{Engine, PaperRecord, SectionRecord};
use vankien_papers::citation::{ChangedUnit, Provision, Statement, is_possible, provisions};
use vankien_papers::document::Citation;
use vankien_papers::effect::{Change, Effect, effects};
use vankien_text::span;

use super::acts;
use super::model::{State, Status};
use crate::error::Result;
use crate::identity::field_value;
use crate::mentions::Mention;
use crate::part_of_paper::{concerns_part, end_within};

/// What a section says of one paper that it cites.
#[derive(Debug, Default)]
pub struct Said {
    /// What the citing paper does to it.
    pub relation: Option<&'static str>,
    /// The units of it that are cited; empty for the paper as a whole.
    pub provisions: Vec<Provision>,
    /// What became of it.
    pub status: Vec<Status>,
}

/// What the section that was asked for last says.
#[derive(Default)]
pub struct SectionEvidence {
    /// Its path and ordinal.
    section: (String, u32),
    /// The number whose citations were worked out; `None` once all were.
    asked: Option<String>,
    /// The relation to each of its citations, as far as they were worked out.
    relations: Vec<Option<&'static str>>,
    /// The words that announce the list in which each of its citations opens an item, as far as they were worked out.
    leads: Vec<Option<String>>,
    /// The units that the items below its citations change, by number and item.
    changed: BTreeMap<(Option<String>, String), Vec<ChangedUnit>>,
    /// What it says of two others.
    statements: Vec<Statement>,
    /// What it says of the effect of papers.
    effects: Vec<Effect>,
    /// From when the papers have effect that act by the words of others, by their numbers; `None` where that is not
    /// known.
    effective: BTreeMap<String, Option<String>>,
}

impl SectionEvidence {
    /// What the section of `mention` says of the paper that its `citation` means.
    pub fn of(
        &mut self,
        store: &dyn Engine,
        mention: &Mention<'_>,
        citation: &Citation,
    ) -> Result<Said> {
        let section = mention.section;
        let Some(at) = mention.place.citation else { return Ok(Said::default()) };
        let number = section.citations.get(at).and_then(|one| one.canonical.clone());
        if (self.section.0.as_str(), self.section.1) != (section.path.as_str(), section.ordinal) {
            self.load(section, number);
        } else if self.asked.is_some() && self.asked != number {
            // The paper is cited in several ways.
            self.load(section, None);
        }
        let relation = self.relations.get(at).copied().flatten();
        let own = &mention.paper.masthead;
        let relation = relation.filter(|relation| is_possible(relation, citation, own));
        let provisions = provisions(&section.text, citation);
        let mut status = Vec::new();
        match relation.and_then(State::of_relation) {
            Some(state) => {
                let is_whole = provisions.is_empty();
                status.extend(self.own_act(store, mention, at, state, is_whole)?);
            }
            None => status.extend(self.expiry(mention, at)),
        }
        status.extend(self.acts_of_others(store, mention, at)?);
        for one in status.iter_mut().filter(|one| one.provisions.is_empty()) {
            one.provisions.clone_from(&provisions);
        }
        Ok(Said { relation, provisions, status })
    }

    /// What the citing paper itself does to the one that it cites with the citation `at`; `is_whole`: the citation names no
    /// unit of it.
    fn own_act(
        &mut self,
        store: &dyn Engine,
        mention: &Mention<'_>,
        at: usize,
        state: State,
        is_whole: bool,
    ) -> Result<Vec<Status>> {
        let (section, citation) = (mention.section, &mention.section.citations[at]);
        // `Bãi bỏ một số điều của Nghị định …`: the paper goes on in part.
        let lead = self.leads.get(at).and_then(Option::as_deref);
        let is_part = is_whole && concerns_part(section, at, lead);
        let state = if is_part { State::Amended } else { state };
        let own = field_value(&mention.paper.masthead.effective);
        let from = self.effect_on(section, at).and_then(|effect| day(mention, effect)).or(own);
        let first = status(mention, state, Some(name(mention)), from);
        if !is_whole || state != State::Amended {
            return Ok(vec![first]);
        }
        let changed = self.changed_units(store, section, citation)?;
        // Without any unit it is amended, nobody says where.
        if changed.is_empty() {
            return Ok(vec![first]);
        }
        let mut units: BTreeMap<State, Vec<Provision>> = BTreeMap::new();
        for one in changed {
            let state = State::of_relation(one.relation).unwrap_or(State::Amended);
            units.entry(state).or_default().push(one.unit);
        }
        let told = units.into_iter();
        Ok(told.map(|(state, provisions)| Status { state, provisions, ..first.clone() }).collect())
    }

    /// The units that the items below a citation change, worked out once for each number in a section.
    fn changed_units(
        &mut self,
        store: &dyn Engine,
        section: &SectionRecord,
        citation: &Citation,
    ) -> Result<Vec<ChangedUnit>> {
        let key = (citation.canonical.clone(), section.path_of(citation.span).to_owned());
        if let Some(known) = self.changed.get(&key) {
            return Ok(known.clone());
        }
        let changed = acts::changed_units_below(store, section, citation)?;
        self.changed.insert(key, changed.clone());
        Ok(changed)
    }

    /// What the words say of the effect of the paper that the citation `at` means, where no paper acts.
    fn expiry(&self, mention: &Mention<'_>, at: usize) -> Option<Status> {
        let effect = self.effect_on(mention.section, at)?;
        let day = day(mention, effect);
        let state = match effect.change {
            // That a paper has effect, without a day, tells nothing.
            Change::Begins => day.is_some().then_some(State::InForceFrom)?,
            Change::Ends => State::Expired,
            Change::Pauses => State::Suspended,
        };
        Some(status(mention, state, None, day))
    }

    /// What other papers do to the one that the citation `at` means, by the words of the citing paper.
    fn acts_of_others(
        &mut self,
        store: &dyn Engine,
        mention: &Mention<'_>,
        at: usize,
    ) -> Result<Vec<Status>> {
        let section = mention.section;
        let done: Vec<Statement> =
            self.statements.iter().filter(|one| one.object == at).copied().collect();
        let mut all = Vec::new();
        for statement in done {
            let Some(state) = State::of_relation(statement.relation) else { continue };
            let subject = &section.citations[statement.subject];
            let from = match &subject.canonical {
                Some(number) => self.effective_of(store, number)?,
                None => None,
            };
            let by = subject.canonical.clone().unwrap_or_else(|| subject.surface(&section.text));
            all.push(status(mention, state, Some(by), from));
        }
        Ok(all)
    }

    /// Works out what `section` says of the citations of the number `asked`, of all for `None`.
    fn load(&mut self, section: &SectionRecord, asked: Option<String>) {
        let relations = section.relations();
        let count = section.citations.len();
        let is_asked = |at: &usize| asked.is_none() || section.citations[*at].canonical == asked;
        self.section = (section.path.clone(), section.ordinal);
        self.relations = vec![None; count];
        self.leads = vec![None; count];
        for at in (0..count).filter(is_asked) {
            self.relations[at] = relations.to(at);
            self.leads[at] = relations.lead_of(at).map(str::to_owned);
        }
        self.statements = relations.statements();
        self.changed.clear();
        self.effects = effects(&section.text);
        self.asked = asked;
    }

    /// What the section says of the effect of the paper that the citation with index `at` means: the citation opens its
    /// sentence, the words follow in it, and no other paper stands between.
    fn effect_on(&self, section: &SectionRecord, at: usize) -> Option<&Effect> {
        let end = section.citations[at].span.end;
        let next = section.citations.get(at + 1).map_or(section.text.len(), |next| next.span.start);
        let first = self.effects.partition_point(|effect| effect.span.start < end);
        let effect = self.effects.get(first).filter(|effect| effect.span.start < next)?;
        let between = span::slice(&section.text, end, effect.span.start);
        let is_of_other = between.contains(['\n', ';']) || between.contains(" này");
        let is_subject = opens_sentence(&section.text, section.citations[at].span.start);
        (is_subject && !is_of_other).then_some(effect)
    }

    /// From when the paper with this number has effect, where the index holds one alone.
    fn effective_of(&mut self, store: &dyn Engine, number: &str) -> Result<Option<String>> {
        if let Some(known) = self.effective.get(number) {
            return Ok(known.clone());
        }
        let mut effective = None;
        if let [path] = &crate::resolve::papers_with_number(store, number)?[..] {
            let paper = store.paper(path)?.unwrap_or_default();
            effective = paper.masthead.effective.map(|field| field.value);
        }
        self.effective.insert(number.to_owned(), effective.clone());
        Ok(effective)
    }
}

/// A state of the paper that is cited, with the sentence of the mention, of no units yet.
fn status(mention: &Mention<'_>, state: State, by: Option<String>, from: Option<String>) -> Status {
    let (section, lines) = (mention.section, mention.lines());
    Status {
        state,
        by,
        from,
        provisions: Vec::new(),
        sentence: sentence(mention),
        path: section.path.clone(),
        page: section.page_of(lines.0),
        lines,
        places: 1,
        in_effect: None,
    }
}

/// The day that the words tell, in ISO form.
fn day(mention: &Mention<'_>, effect: &Effect) -> Option<String> {
    let signed = mention.paper.masthead.date.as_ref().map(|field| field.value.as_str());
    effect.day.as_ref()?.iso(signed)
}

/// Bytes before a citation in which its sentence must begin for it to be the subject. A judgement: a label takes few.
const OPENING: usize = 160;

/// Whether nothing but the label of an item stands before byte `at` in its sentence: what begins there is its subject.
fn opens_sentence(text: &str, at: usize) -> bool {
    let before = end_within(span::before(text, at), OPENING);
    let rest = before.rsplit(['\n', ';']).next().unwrap_or_default();
    let rest = rest.rsplit_once(". ").map_or(rest, |(_, rest)| rest).trim();
    let is_label = rest.ends_with(['.', ')', '-', '–', '+', '/']) && rest.chars().count() <= 5;
    rest.is_empty() || is_label || rest.to_lowercase() == "các"
}

/// The sentences that a mention touches, on one line; above 800 bytes cut around the mention, without a mark.
pub fn sentence(mention: &Mention<'_>) -> String {
    one_line(mention.quote.of(&mention.section.text))
}

/// A text on one line.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number that a paper bears.
pub fn own_number(paper: &PaperRecord) -> Option<String> {
    field_value(&paper.masthead.number)
}

/// The citing paper: its number, or else its title, or its path.
fn name(mention: &Mention<'_>) -> String {
    let title = || field_value(&mention.paper.masthead.title);
    own_number(mention.paper).or_else(title).unwrap_or_else(|| mention.paper.path.clone())
}
