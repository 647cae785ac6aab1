//! Lists every mention of a number, a phrase or a topic; the total equals the list.
//! In: a question and an index. Out: mentions one after the other, grouped by paper, and totals.
//! Never cut, never ranked, and never held in memory as a whole.

mod ask;
mod count;
mod find;
mod frame;
mod gather;
mod judge;
mod pattern;
mod piece;
mod place;
mod sense;
mod tally;
mod wanted;

use vankien_engine::plan::Phrase;
use vankien_engine::terms::Terms;
use vankien_engine::{Engine, PaperRecord, SectionRecord, Unread};
use vankien_papers::document::{Citation, Form};
use vankien_text::span::{self, Span};

use self::ask::{Ask, Reading};
use self::find::Finder;
use self::judge::Judge;
use self::pattern::Pattern;
use super::excerpt;
use super::filter::{Matched, Selection};
use super::identity::Decision;
use super::question::{self, Word};
use super::scope::Scope;
use crate::error::Result;
use crate::note::Note;

pub use self::place::{How, Place};
pub use self::wanted::{Sort, Wanted};
pub use tally::{Tally, UNDATED, form_name, is_counted};

/// A mention, with all that is known of its place.
#[derive(Clone, Copy, Debug)]
pub struct Mention<'a> {
    /// The paper it stands in.
    pub paper: &'a PaperRecord,
    /// The section it stands in.
    pub section: &'a SectionRecord,
    /// Where it stands there, and how it matches.
    pub place: &'a Place,
    /// The sentence around it, or as much of it as can be read: bytes of the section's text.
    pub quote: Span,
    /// For a number, the citation; `None` where words were asked for.
    pub citation: Option<&'a Citation>,
    /// For a number, which of its namesakes is meant.
    pub decision: &'a Decision,
    /// For an abbreviation that stands for several things, all of them, the likeliest here first.
    pub senses: &'a [String],
}

impl Mention<'_> {
    /// The form in which a number is cited.
    pub fn form(&self) -> Option<Form> {
        self.citation.map(|citation| citation.form)
    }

    /// First and last line of the file.
    pub fn lines(&self) -> (u32, u32) {
        self.section.lines_of(self.place.span)
    }

    /// The date of the paper it stands in.
    pub fn date(&self) -> Option<&str> {
        self.paper.masthead.date.as_ref().map(|field| field.value.as_str())
    }
}

/// What a list of mentions tells beside its rows.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The totals.
    pub tally: Tally,
    /// What the reader should know.
    pub notes: Vec<Note>,
    /// Papers without a date that a date filter left out.
    pub undated_left_out: Option<usize>,
    /// What nobody could read of the papers that were looked through: all, or those that filters chose.
    pub unread: Unread,
    /// How each value of the filters was met.
    pub filters: Vec<Matched>,
}

impl Outline {
    /// Nothing counted yet; what the reader should know of the question.
    fn of(store: &dyn Engine, ask: &Ask, selection: &Selection) -> Outline {
        let mut notes = ask.notes.clone();
        notes.extend(selection.notes());
        let unread = match selection.is_all() {
            true => &store.manifest().unread,
            false => &selection.chosen.unread,
        };
        Outline {
            tally: Tally::default(),
            notes,
            undated_left_out: (!selection.is_all()).then_some(selection.chosen.undated),
            unread: unread.clone(),
            filters: selection.matched.clone(),
        }
    }

    /// Whether the list holds all mentions there can be: no page is unread, no text is poor.
    pub fn is_complete(&self) -> bool {
        self.unread.is_empty()
    }

    /// Whether words were found where no citation of a number was; says so.
    fn is_by_words(&mut self) -> bool {
        self.notes.push(Note::NumberAsWords);
        self.tally.listed() > 0
    }
}

/// Lists all mentions of `typed`, one by one; `hand_on` says whether to go on.
pub fn mentions(
    store: &dyn Engine,
    typed: &str,
    wanted: Wanted,
    mut hand_on: impl FnMut(&Mention<'_>) -> bool,
) -> Result<Outline> {
    let ask = ask::read(store, typed, wanted, Reading::Numbers)?;
    let selection = ask.filters.select(store)?;
    let outline = walk(store, &ask, wanted, &selection, &mut hand_on)?;
    if ask.numbers.is_empty() || outline.tally.listed() > 0 {
        return Ok(outline);
    }
    let words = ask::read(store, typed, wanted, Reading::Words)?;
    let mut found = walk(store, &words, wanted, &selection, &mut hand_on)?;
    Ok(if found.is_by_words() { found } else { outline })
}

/// Reads sections one after the other and hands on what they mention.
fn walk(
    store: &dyn Engine,
    ask: &Ask,
    wanted: Wanted,
    selection: &Selection,
    hand_on: &mut impl FnMut(&Mention<'_>) -> bool,
) -> Result<Outline> {
    let holders = gather::gather(store, ask, wanted.sort, &selection.chosen)?;
    let finder = Finder::new(ask, wanted.verbatim);
    let outline = Outline::of(store, ask, selection);
    let judge = Judge::new(store, ask);
    let mut listing = Listing {
        judge,
        outline,
        paper: PaperRecord::default(),
        waiting: Vec::new(),
        overlapping: Vec::new(),
    };
    for id in holders {
        let section = store.section(id?)?;
        if wanted.body && section.place != vankien_papers::document::Place::Body {
            continue;
        }
        let found = finder.find(&section);
        if found.is_empty() {
            continue;
        }
        if listing.paper.path != section.path {
            if !listing.hand_on(wanted.scope, hand_on)? {
                return Ok(listing.outline);
            }
            listing.paper = store.paper(&section.path)?.unwrap_or_default();
        }
        if wanted.scope == Scope::Paper {
            listing.overlapping.extend(finder.phrases(&section));
        }
        listing.add(section, found)?;
        if wanted.scope == Scope::Section && !listing.hand_on(wanted.scope, hand_on)? {
            return Ok(listing.outline);
        }
    }
    listing.hand_on(wanted.scope, hand_on)?;
    Ok(listing.outline)
}

/// The list so far, and the sections of one paper that wait until it is known whether they count.
struct Listing<'a> {
    judge: Judge<'a>,
    outline: Outline,
    paper: PaperRecord,
    waiting: Vec<(SectionRecord, Vec<(Place, Decision)>)>,
    /// Where whole papers are asked: the places of phrases there that overlap others, too.
    overlapping: Vec<Place>,
}

impl Listing<'_> {
    /// Keeps the places of a section that mention what was asked.
    fn add(&mut self, section: SectionRecord, found: Vec<Place>) -> Result<()> {
        let mut judged = Vec::with_capacity(found.len());
        for place in found {
            if let Some(decision) = self.judge.judge(&section, &place, &self.paper)? {
                judged.push((place, decision));
            }
        }
        self.waiting.push((section, judged));
        Ok(())
    }

    /// Hands on what waits, unless whole papers are asked and this one does not mention everything; gives whether to
    /// go on.
    fn hand_on(
        &mut self,
        scope: Scope,
        hand_on: &mut impl FnMut(&Mention<'_>) -> bool,
    ) -> Result<bool> {
        let waiting = std::mem::take(&mut self.waiting);
        let overlapping = std::mem::take(&mut self.overlapping);
        let places = waiting.iter().flat_map(|(_, places)| places).map(|(place, _)| place);
        let places = places.chain(&overlapping);
        if scope == Scope::Paper && !self.judge.ask.mentions_all(places) {
            return Ok(true);
        }
        for (section, places) in &waiting {
            let sentences = excerpt::sentences(&section.text);
            for (place, decision) in places {
                let citation = place.citation.map(|at| &section.citations[at]);
                let quote = quote(&section.text, &sentences, place.span);
                let senses = &self.judge.senses(place, &self.paper.path)?;
                let paper = &self.paper;
                let mention = Mention { paper, section, place, quote, citation, decision, senses };
                let (path, date) = (&section.path, mention.date());
                self.outline.tally.add(path, date, mention.form(), section.place.name());
                if !hand_on(&mention) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

/// How many mentions [`mentions`] would count, without a list where positions tell them.
pub fn count(store: &dyn Engine, typed: &str, wanted: Wanted) -> Result<Outline> {
    let ask = ask::read(store, typed, wanted, Reading::Numbers)?;
    let selection = ask.filters.select(store)?;
    let counted = match wanted.scope {
        Scope::Section => count::count(store, &ask, wanted, &selection.chosen)?,
        Scope::Paper => None,
    };
    let Some(counted) = counted else {
        return mentions(store, typed, wanted, |_| true);
    };
    let mut outline = Outline::of(store, &ask, &selection);
    outline.tally.add_many(count::read(store, &ask, wanted.verbatim, &counted.unclear)?);
    outline.tally.add_many(counted.total);
    Ok(outline)
}

/// How many more places a search that ignores marks would list; `None` where marks did not decide.
pub(crate) fn more_folded(
    store: &dyn Engine,
    typed: &str,
    wanted: Wanted,
) -> Result<Option<usize>> {
    let ask = ask::read(store, typed, Wanted { expand: false, ..wanted }, Reading::Numbers)?;
    let mut more = 0;
    let typed = ask.patterns.iter().filter(|pattern| pattern.spelling.is_none());
    let has_own =
        |pattern: &&Pattern| pattern.exact || pattern.words.iter().any(|word| !word.any_marks);
    let typed: Vec<_> = typed.filter(has_own).collect();
    if typed.is_empty() {
        return Ok(None);
    }
    for pattern in typed {
        let words: Vec<_> = pattern.words.iter().cloned().map(Word::with_any_marks).collect();
        let sum = |row: Vec<Terms>| -> Result<usize> {
            let held = store.phrase_sections(&Phrase::in_text(row))?;
            Ok(held.iter().map(|held| (held.exact + held.other) as usize).sum())
        };
        let exact = sum(question::row(&pattern.words, pattern.exact))?;
        more += sum(question::row(&words, false))?.saturating_sub(exact);
    }
    Ok(Some(more))
}

/// A longer sentence is cut around the mention, in bytes.
const LONGEST_QUOTE: usize = 800;

/// The sentence in which a mention begins, up to the one in which it ends.
fn quote(text: &str, sentences: &[Span], span: Span) -> Span {
    let first = sentences.partition_point(|sentence| sentence.end <= span.start);
    let last = sentences.partition_point(|sentence| sentence.start < span.end);
    let whole = match (sentences.get(first), last.checked_sub(1).and_then(|at| sentences.get(at))) {
        (Some(first), Some(last)) => Span::new(first.start.min(span.start), last.end.max(span.end)),
        _ => span,
    };
    if whole.len() <= LONGEST_QUOTE {
        return whole;
    }
    let half = LONGEST_QUOTE / 2;
    let from = span.start.saturating_sub(half).max(whole.start);
    let to = (span.end + half).min(whole.end);
    let blank = |at: usize| span::after(text, at).starts_with(char::is_whitespace);
    let begin = (from..span.start).find(|at| text.is_char_boundary(*at) && blank(*at));
    let end = (span.end..to).rev().find(|at| text.is_char_boundary(*at) && blank(*at));
    let begin = begin.map(|at| at + span::after(text, at).chars().next().map_or(0, char::len_utf8));
    Span::new(begin.unwrap_or(span.start), end.unwrap_or(span.end))
}
