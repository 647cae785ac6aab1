//! What a section says of the papers that it cites: what it does to them, and what became of them.
//! In: a mention of a number with its section. Out: the relation and the states, each with the sentence. What a section
//! says of all its citations is worked out once.

use std::collections::BTreeMap;

use vankien_engine::{Engine, PaperRecord, SectionRecord};
use vankien_papers::citation::{ChangedUnit, Provision, Statement, provisions};
use vankien_papers::document::Citation;
use vankien_papers::effect::{Change, Effect, effects};
use vankien_papers::number::may_change;
use vankien_text::span;

use super::acts;
use super::model::{State, Status};
use crate::error::Result;
use crate::mentions::Mention;

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
    /// The relation to each of its citations.
    relations: Vec<Option<&'static str>>,
    /// The words that announce the list in which each of its citations opens an item.
    leads: Vec<Option<String>>,
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
        if (self.section.0.as_str(), self.section.1) != (section.path.as_str(), section.ordinal) {
            self.load(section);
        }
        let at = section.citations.partition_point(|one| one.span < citation.span);
        let relation = self.relations.get(at).copied().flatten();
        let relation = relation.filter(|relation| may_do(mention, relation, citation));
        let mut status = Vec::new();
        match relation.and_then(State::of_relation) {
            Some(state) => status.extend(self.own_act(store, mention, at, state)?),
            None => status.extend(self.expiry(mention, at)),
        }
        status.extend(self.acts_of_others(store, mention, at)?);
        let provisions = provisions(&section.text, citation);
        for one in status.iter_mut().filter(|one| one.provisions.is_empty()) {
            one.provisions.clone_from(&provisions);
        }
        Ok(Said { relation, provisions, status })
    }

    /// What the citing paper itself does to the one that it cites with the citation `at`.
    fn own_act(
        &self,
        store: &dyn Engine,
        mention: &Mention<'_>,
        at: usize,
        state: State,
    ) -> Result<Vec<Status>> {
        let (section, citation) = (mention.section, &mention.section.citations[at]);
        // `Bãi bỏ một số điều của Nghị định …`: the paper goes on in part.
        let is_whole = provisions(&section.text, citation).is_empty();
        let lead = self.leads.get(at).and_then(Option::as_deref).unwrap_or_default();
        let is_part = is_whole && (names_part(section, at) || lead.contains(" một số điều"));
        let state = if is_part { State::Amended } else { state };
        let own = mention.paper.masthead.effective.as_ref().map(|field| field.value.clone());
        let from = self.effect_on(section, at).and_then(|effect| day(mention, effect)).or(own);
        let first = status(mention, state, Some(name(mention)), from);
        if !is_whole || state != State::Amended {
            return Ok(vec![first]);
        }
        let changed = acts::changed_units_below(store, section, citation)?;
        let (repealed, amended): (Vec<ChangedUnit>, Vec<ChangedUnit>) =
            changed.into_iter().partition(|one| one.is_repealed);
        let units = |all: Vec<ChangedUnit>| all.into_iter().map(|one| one.unit).collect();
        let mut all = Vec::new();
        if !repealed.is_empty() {
            let state = State::Repealed;
            all.push(Status { state, provisions: units(repealed), ..first.clone() });
        }
        all.push(Status { provisions: units(amended), ..first });
        Ok(all)
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

    fn load(&mut self, section: &SectionRecord) {
        let relations = section.relations();
        self.section = (section.path.clone(), section.ordinal);
        self.relations = (0..section.citations.len()).map(|at| relations.to(at)).collect();
        let lead = |at: usize| relations.lead_of(at).map(str::to_owned);
        self.leads = (0..section.citations.len()).map(lead).collect();
        self.statements = relations.statements();
        self.effects = effects(&section.text);
    }

    /// What the section says of the effect of the paper that the citation with index `at` means: the words follow it in
    /// its sentence, and no other paper stands between.
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

/// Words between a verb and the cited paper that name a part of it, in small letters.
const PARTS: [&str; 16] = [
    "một số",
    "cụm từ",
    "điều",
    "khoản",
    "điểm",
    "nội dung",
    "quy định tại",
    "phụ lục",
    "mẫu",
    "biểu",
    "danh mục",
    "chương",
    "mục",
    "phần",
    "tên",
    "đoạn",
];

/// How far before a citation the verb that acts on it is looked for, in bytes. A judgement, not measured.
const REACH: usize = 160;

/// The same for the first member of a list, in bytes.
const REACH_OF_LIST: usize = 1_000;

/// Whether the words from the last verb to the citation with index `at` say that a part of the paper is meant, which they
/// do not name: `một số điều của` (some articles of).
fn names_part(section: &SectionRecord, at: usize) -> bool {
    const VERBS: [&str; 7] =
        ["bãi bỏ", "thay thế", "hủy bỏ", "huỷ bỏ", "đình chỉ", "ngưng hiệu lực", "hết hiệu lực"];
    let start = section.citations[at].span.start;
    let from = at.checked_sub(1).map_or(0, |before| section.citations[before].span.end);
    // `một số điều của A, B và C`: what is said of the first holds for the whole list.
    let before = end_within(span::before(&section.text, start), REACH_OF_LIST).to_lowercase();
    let sentence = before.rsplit(['\n', ';']).next().unwrap_or_default();
    let verb = VERBS.iter().filter_map(|verb| Some(sentence.rfind(verb)? + verb.len())).max();
    let of_list = verb.map_or("", |verb| span::after(sentence, verb)).trim_start();
    if of_list.starts_with("một số") || of_list.starts_with("cụm từ") {
        return true;
    }
    let before = end_within(span::slice(&section.text, from.min(start), start), REACH);
    let before = before.to_lowercase();
    let verb = VERBS.iter().filter_map(|verb| Some(before.rfind(verb)? + verb.len())).max();
    let words = format!(" {} ", span::after(&before, verb.unwrap_or(0)));
    let has = |part: &&str| {
        words.match_indices(*part).any(|(at, part)| {
            let behind = span::after(&words, at + part.len());
            let parted = span::before(&words, at).ends_with(|one: char| !one.is_alphanumeric());
            parted && behind.starts_with(|one: char| !one.is_alphanumeric())
        })
    };
    PARTS.iter().any(has)
}

/// Whether the citing paper may do this: a number that contradicts the printed kind is misread, and tells nothing.
fn may_do(mention: &Mention<'_>, relation: &str, citation: &Citation) -> bool {
    let masthead = &mention.paper.masthead;
    let own = masthead.number.as_ref().map(|field| field.value.as_str());
    let Some((own, cited)) = own.zip(citation.canonical.as_deref()) else { return true };
    let kind = masthead.kind.as_ref().map(|field| field.value.as_str());
    let is_misread = own.contains("/TT") && kind.is_some_and(|kind| !kind.starts_with("Thông tư"));
    own != cited && (State::of_relation(relation).is_none() || is_misread || may_change(own, cited))
}

/// Whether nothing but the label of an item stands before byte `at` in its sentence: what begins there is its subject.
fn opens_sentence(text: &str, at: usize) -> bool {
    let before = end_within(span::before(text, at), REACH);
    let rest = before.rsplit(['\n', ';']).next().unwrap_or_default();
    let rest = rest.rsplit_once(". ").map_or(rest, |(_, rest)| rest).trim();
    let is_label = rest.ends_with(['.', ')', '-', '–', '+', '/']) && rest.chars().count() <= 5;
    rest.is_empty() || is_label || rest.to_lowercase() == "các"
}

/// The last `bytes` bytes of a text, or some more to whole letters.
fn end_within(text: &str, bytes: usize) -> &str {
    let from = text.len().saturating_sub(bytes);
    let from = (0..=from).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    span::after(text, from)
}

/// The sentences that a mention touches, on one line.
pub fn sentence(mention: &Mention<'_>) -> String {
    let quote = mention.quote.of(&mention.section.text);
    quote.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number that a paper bears.
pub fn own_number(paper: &PaperRecord) -> Option<String> {
    paper.masthead.number.as_ref().map(|field| field.value.clone())
}

/// The citing paper: its number, or else its title, or its path.
fn name(mention: &Mention<'_>) -> String {
    let title = || mention.paper.masthead.title.as_ref().map(|field| field.value.clone());
    own_number(mention.paper).or_else(title).unwrap_or_else(|| mention.paper.path.clone())
}
