//! Lists every mention of a number or a phrase, and counts them.
//! In: a question and an index. Out: mentions one after the other, grouped by paper, and totals.
//! A list is never cut and never ranked. [`Tally::listed`] equals the list; [`Tally::total`] leaves out mentions that
//! do not print the number. Never holds all sections in memory: at most three batches, and all of one paper where whole
//! papers are asked.

mod count;
mod find;
mod gather;
mod judge;
mod only_numbers;
mod pattern;
mod phrase_with_numbers;
mod place;
mod query;
mod read;
mod senses;
mod tally;
mod wanted;

use vankien_engine::plan::Phrase;
use vankien_engine::terms::Terms;
use vankien_engine::{Engine, PaperRecord, SectionId, SectionRecord, Unread};
use vankien_papers::document::{Citation, Form};
use vankien_system::stop;
use vankien_text::span::{self, Span};

use self::judge::Judge;
use self::pattern::Pattern;
use self::query::{MentionQuery, TextReading};
use self::read::ReadSection;
use super::excerpt;
use super::filter::{FilterMatch, Selection};
use super::identity::Decision;
use super::question::{self, QuestionWord};
use super::scope::Scope;
use crate::error::Result;
use crate::note::Note;

pub(crate) use self::only_numbers::{NumberWithContext, only_numbers};
pub use self::place::{How, MentionPlace}; // A place of a mention, and how it differs from what was typed.
pub use self::wanted::{Sort, Wanted}; // What a list should hold, and in which order.
pub use tally::{Tally, UNDATED, form_name, is_counted}; // The totals of a list.

/// A mention, with all that is known about its place.
#[derive(Clone, Copy, Debug)]
pub struct Mention<'a> {
    /// The paper it stands in.
    pub paper: &'a PaperRecord,
    /// The section it stands in.
    pub section: &'a SectionRecord,
    /// Its place in the section, and how it differs from what was typed.
    pub place: &'a MentionPlace,
    /// The sentences that it touches, cut where they are very long: bytes of the section's text.
    pub quote: Span,
    /// For a number, the citation; `None` where words were asked for.
    pub citation: Option<&'a Citation>,
    /// For a number, which of its namesakes is meant; for words the default.
    pub decision: &'a Decision,
    /// For an abbreviation with several senses, all of them, the likeliest in this paper first; else empty.
    pub senses: &'a [String],
}

impl Mention<'_> {
    /// The form in which a number is cited; `None` for words.
    pub fn form(&self) -> Option<Form> {
        self.citation.map(|citation| citation.form)
    }

    /// First and last line (included) in the extracted text, from 1.
    pub fn lines(&self) -> (u32, u32) {
        self.section.lines_of(self.place.span)
    }

    /// The date of the paper it stands in, in ISO form; `None` where the paper bears none.
    pub fn date(&self) -> Option<&str> {
        self.paper.masthead.date.as_ref().map(|field| field.value.as_str())
    }
}

/// What belongs to a list of mentions beside its rows: totals, notes, what could not be read.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The totals.
    pub tally: Tally,
    /// Notes for a reader.
    pub notes: Vec<Note>,
    /// How many papers without a date a date filter left out; `None` without filters.
    pub undated_left_out: Option<usize>,
    /// The pages that could not be read and the texts of poor quality, among the papers that were looked through.
    pub unread: Unread,
    /// How each value of the filters was met.
    pub filters: Vec<FilterMatch>,
}

impl Outline {
    /// An outline in which nothing is counted yet.
    fn of(store: &dyn Engine, query: &MentionQuery, selection: &Selection) -> Outline {
        let mut notes = query.notes.clone();
        notes.extend(selection.notes());
        let unread =
            if selection.is_all() { &store.manifest().unread } else { &selection.chosen.unread };
        Outline {
            tally: Tally::default(),
            notes,
            undated_left_out: (!selection.is_all()).then_some(selection.chosen.undated),
            unread: unread.clone(),
            filters: selection.matched.clone(),
        }
    }

    /// Whether the list holds all mentions that there can be: every page was read, and no text is of poor quality.
    pub fn is_complete(&self) -> bool {
        self.unread.is_empty()
    }
}

/// Finds all mentions of `typed`: calls `hand_on` with each, until it gives `false`. Where the question holds numbers
/// and nothing at all is found, its words are looked for, with a note. An error where nothing is asked, a phrase is too
/// long, a filter is wrong, or the index cannot be read.
pub fn mentions(
    store: &dyn Engine,
    typed: &str,
    wanted: Wanted,
    mut hand_on: impl FnMut(&Mention<'_>) -> bool,
) -> Result<Outline> {
    let query = query::parse_query(store, typed, wanted, TextReading::Numbers)?;
    let selection = query.filters.select(store)?;
    let outline = list(store, &query, wanted, &selection, &mut hand_on)?;
    if query.numbers.is_empty() || outline.tally.listed() > 0 {
        return Ok(outline);
    }
    let words = query::parse_query(store, typed, wanted, TextReading::Words)?;
    let mut of_words = list(store, &words, wanted, &selection, &mut hand_on)?;
    if of_words.tally.listed() == 0 {
        return Ok(outline);
    }
    of_words.notes.push(Note::NumberAsWords);
    Ok(of_words)
}

/// Reads sections batch by batch, one ahead, and hands on their mentions.
fn list(
    store: &dyn Engine,
    query: &MentionQuery,
    wanted: Wanted,
    selection: &Selection,
    hand_on: &mut impl FnMut(&Mention<'_>) -> bool,
) -> Result<Outline> {
    let sections = gather::gather(store, query, wanted.sort, &selection.chosen)?;
    let ids: Vec<SectionId> = sections.collect::<vankien_engine::Result<_>>()?;
    let (first, rest) = ids.split_at(ids.len().min(FIRST_BATCH));
    let mut listing = Listing {
        judge: Judge::new(store, query),
        outline: Outline::of(store, query, selection),
        paper: PaperRecord::default(),
        waiting: Vec::new(),
        overlapping: Vec::new(),
    };
    let mut goes_on =
        listing.take(read::sections(store, query, wanted, first)?, wanted.scope, hand_on)?;
    // A short list needs no thread.
    if goes_on && !rest.is_empty() {
        let batches =
            rest.chunks(BATCH).map(|ids| move || read::sections(store, query, wanted, ids));
        goes_on = read::ahead(batches, |batch| listing.take(batch, wanted.scope, hand_on))?;
    }
    if goes_on {
        listing.hand_on(wanted.scope, hand_on)?;
    }
    Ok(listing.outline)
}

/// Sections that are read at once: few at first, so that the first row comes soon. Three batches are held at most: one
/// is judged, one waits, one is read. Judgements, not measured beside others.
const FIRST_BATCH: usize = 16;
const BATCH: usize = 128;

/// A list in the making. With [`Scope::Paper`] the sections of one paper wait until it is known whether the paper
/// counts; else each is handed on at once.
struct Listing<'a> {
    /// Decides what each place means.
    judge: Judge<'a>,
    /// What goes with the list; its tally grows with each mention.
    outline: Outline,
    /// The paper of the waiting sections.
    paper: PaperRecord,
    /// Sections with their mentions, not handed on yet.
    waiting: Vec<WaitingSection>,
    /// Where whole papers are asked: all places of phrases in these sections, those too that overlap others.
    overlapping: Vec<MentionPlace>,
}

/// A section with its mentions, each with the paper that it means.
struct WaitingSection {
    /// The section.
    section: SectionRecord,
    /// Its mentions, in order.
    mentions: Vec<(MentionPlace, Decision)>,
}

impl Listing<'_> {
    /// Takes sections that were read, hands on what is ready; gives whether to go on.
    fn take(
        &mut self,
        batch: Vec<ReadSection>,
        scope: Scope,
        hand_on: &mut impl FnMut(&Mention<'_>) -> bool,
    ) -> Result<bool> {
        for ReadSection { section, found, overlapping, paper } in batch {
            stop::check();
            if self.paper.path != section.path {
                if !self.hand_on(scope, hand_on)? {
                    return Ok(false);
                }
                self.paper = match paper {
                    Some(paper) => paper,
                    None => self.judge.store().paper(&section.path)?.unwrap_or_default(),
                };
            }
            self.overlapping.extend(overlapping);
            self.add(section, found)?;
            if scope == Scope::Section && !self.hand_on(scope, hand_on)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Keeps the places of a section that are mentions of what was asked.
    fn add(&mut self, section: SectionRecord, found: Vec<MentionPlace>) -> Result<()> {
        let mut judged = Vec::with_capacity(found.len());
        for place in found {
            if let Some(decision) = self.judge.judge(&section, &place, &self.paper)? {
                judged.push((place, decision));
            }
        }
        self.waiting.push(WaitingSection { section, mentions: judged });
        Ok(())
    }

    /// Hands on the waiting mentions, unless whole papers are asked and this one does not mention everything. Gives
    /// whether to go on.
    fn hand_on(
        &mut self,
        scope: Scope,
        hand_on: &mut impl FnMut(&Mention<'_>) -> bool,
    ) -> Result<bool> {
        let waiting = std::mem::take(&mut self.waiting);
        let overlapping = std::mem::take(&mut self.overlapping);
        if scope == Scope::Paper {
            let mentions = waiting.iter().flat_map(|one| &one.mentions);
            let places = mentions.map(|(place, _)| place).chain(&overlapping);
            if !self.judge.query.mentions_all(places) {
                return Ok(true);
            }
        }
        for WaitingSection { section, mentions } in &waiting {
            let sentences = excerpt::sentences(&section.text);
            for (place, decision) in mentions {
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

/// How many mentions [`mentions`] would hand on. Counts by positions in the index where that is enough: then only the
/// total is filled in, no papers, places or years. Else counts by the list.
pub fn count(store: &dyn Engine, typed: &str, wanted: Wanted) -> Result<Outline> {
    let query = query::parse_query(store, typed, wanted, TextReading::Numbers)?;
    let selection = query.filters.select(store)?;
    let counted = match wanted.scope {
        Scope::Section => count::count_by_positions(store, &query, wanted, &selection.chosen)?,
        Scope::Paper => None,
    };
    let Some(counted) = counted else {
        return mentions(store, typed, wanted, |_| true);
    };
    let mut outline = Outline::of(store, &query, &selection);
    outline.tally.add_many(count::count_in_texts(
        store,
        &query,
        wanted.verbatim,
        &counted.unclear,
    )?);
    outline.tally.add_many(counted.total);
    Ok(outline)
}

/// How many more places the phrases typed with marks have in the texts of the index if marks are ignored. Filters, the
/// place in the paper, second readings and abbreviations do not count. `None` where marks did not decide: no word was
/// typed with marks, and `verbatim` is not set.
pub(crate) fn count_other_marks(
    store: &dyn Engine,
    typed: &str,
    wanted: Wanted,
) -> Result<Option<usize>> {
    let query =
        query::parse_query(store, typed, Wanted { expand: false, ..wanted }, TextReading::Numbers)?;
    let typed = query.patterns.iter().filter(|pattern| pattern.spelling.is_none());
    let demands_marks =
        |pattern: &&Pattern| pattern.exact || pattern.words.iter().any(|word| !word.any_marks);
    let with_marks: Vec<_> = typed.filter(demands_marks).collect();
    if with_marks.is_empty() {
        return Ok(None);
    }
    let mut more = 0;
    for pattern in with_marks {
        let words: Vec<_> =
            pattern.words.iter().cloned().map(QuestionWord::with_any_marks).collect();
        let places = |row: Vec<Terms>| -> Result<usize> {
            let held = store.phrase_sections(&Phrase::in_text(row))?;
            Ok(held.iter().map(|held| (held.exact + held.other) as usize).sum())
        };
        let exact = places(question::terms_of_words(&pattern.words, pattern.exact))?;
        more += places(question::terms_of_words(&words, false))?.saturating_sub(exact);
    }
    Ok(Some(more))
}

/// Bytes of the longest quote (included) that is not cut around its mention. A cut one has at most half as many on each
/// side of the mention. A judgement, not measured.
const MAX_QUOTE_BYTES: usize = 800;

/// The span from the sentence in which a mention begins to the one in which it ends. Where it is very long, each side
/// that has no room is cut at a blank.
pub(crate) fn quote(text: &str, sentences: &[Span], span: Span) -> Span {
    let first = sentences.partition_point(|sentence| sentence.end <= span.start);
    let last = sentences.partition_point(|sentence| sentence.start < span.end);
    let whole = match (sentences.get(first), last.checked_sub(1).and_then(|at| sentences.get(at))) {
        (Some(first), Some(last)) => Span::new(first.start.min(span.start), last.end.max(span.end)),
        _ => span,
    };
    if whole.len() <= MAX_QUOTE_BYTES {
        return whole;
    }
    let half = MAX_QUOTE_BYTES / 2;
    let from = span.start.saturating_sub(half);
    let to = span.end + half;
    let blank = |at: &usize| {
        text.is_char_boundary(*at) && span::after(text, *at).starts_with(char::is_whitespace)
    };
    let begin = if from <= whole.start {
        whole.start
    } else {
        let blank = (from..span.start).find(blank);
        let behind = |at: usize| span::after(text, at).chars().next().map_or(0, char::len_utf8);
        blank.map_or(span.start, |at| at + behind(at))
    };
    let end = if to >= whole.end {
        whole.end
    } else {
        (span.end..to).rev().find(blank).unwrap_or(span.end)
    };
    Span::new(begin, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_side_of_a_quote_that_has_no_room_is_cut() {
        let long = "lời này ".repeat(150);
        let (before, behind) = (format!("{long}59-NQ/TW hết."), format!("Theo 59-NQ/TW {long}."));
        let both = format!("{long}59-NQ/TW {long}.");
        let quoted = |text: &str| {
            let start = text.find("59-").expect("a number");
            let place = Span::new(start, start + "59-NQ/TW".len());
            quote(text, &excerpt::sentences(text), place).of(text).to_owned()
        };
        let (head, tail) = (quoted(&behind), quoted(&before));
        assert!(head.starts_with("Theo 59-NQ/TW lời") && head.len() < 450, "{head}");
        assert!(tail.ends_with("này 59-NQ/TW hết.") && tail.len() < 450, "{tail}");
        let middle = quoted(&both);
        assert!(middle.len() <= MAX_QUOTE_BYTES + 8, "{middle}");
        for quote in [head, tail, middle] {
            let words = quote.split_whitespace();
            let is_whole = |word: &str| ["Theo", "59-NQ/TW", "hết.", "lời", "này"].contains(&word);
            assert!(words.clone().all(is_whole), "{quote}");
        }
    }
}
