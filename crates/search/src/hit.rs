//! What a search hands out, and how a scored section becomes it.
//! In: a section's record, its paper, its matches. Out: a [`Hit`].
//! Never ranks; never prints.

use serde::Serialize;
use vankien_engine::Position;
use vankien_engine::record::{PaperRecord, PlacedEdit, SectionRecord};
use vankien_papers::document::{Place, SubSection};
use vankien_text::Quality;
use vankien_text::span::{self, Span};

use super::excerpt;
use super::expand::Expanded;
use super::filter::FilterMatch;
use super::identity::{Decision, Identity};
use super::matches::{Matcher, TextMatch};
use super::note::Note;
use super::question::Literal;
use super::rank::Explained;
use super::reading::ReadAs;
use super::scope::Scope;
use crate::options::SearchOptions;

/// What was found, best first.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The hits shown.
    pub hits: Vec<Hit>,
    /// How many sections answer the question as it is read.
    pub total: usize,
    /// How many of them hold the words as one phrase; `None` where the question is not plain words.
    pub as_phrase: Option<usize>,
    /// What must hold all that is asked for.
    pub scope: Scope,
    /// How many papers meet the question, where it was asked of whole papers.
    pub papers: Option<usize>,
    /// How many sections answer only under other marks than those it is read with. Counted where the
    /// question was typed without marks or few sections answer.
    pub other_readings: usize,
    /// How many of the hits hold only some of the words.
    pub partial: usize,
    /// Whether all sections that answer are shown.
    pub complete: bool,
    /// Whether hits were left to the next part of the list, because they would take too many bytes.
    pub is_full: bool,
    /// The parts of the question as understood.
    pub understood: Vec<String>,
    /// The parts alone, one by one; see [`Match::parts`].
    pub parts: Vec<String>,
    /// What the reader should know: what was taken literally, what matched only without marks.
    pub notes: Vec<Note>,
    /// What was typed and says nothing in its place.
    pub literal: Vec<Literal>,
    /// The whole question as it was read, where that is not how it was typed.
    pub read_as: Option<String>,
    /// What was read otherwise than it was typed, place by place.
    pub readings: Vec<ReadAs>,
    /// The words that stand for others.
    pub expanded: Vec<Expanded>,
    /// Another spelling that would find more.
    pub suggestion: Option<String>,
    /// How each value of the filters was met.
    pub filters: Vec<FilterMatch>,
    /// Where a number that was asked for is borne by several papers: all of them.
    pub namesakes: Vec<Identity>,
}

impl Answer {
    /// How many sections can be shown in all.
    pub fn rows(&self) -> usize {
        self.total + self.other_readings + self.partial
    }
}

/// A section that answers, with its best passage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// From 1.
    pub rank: usize,
    /// The higher, the better; comparable within one answer.
    pub score: f32,
    /// The path of the paper.
    pub path: String,
    /// The paper's own number.
    pub document: Option<String>,
    /// The paper's kind.
    pub kind: Option<String>,
    /// The paper's title.
    pub title: Option<String>,
    /// The paper's date.
    pub date: Option<String>,
    /// Whether the paper's text can be trusted.
    pub quality: Quality,
    /// The paths of other files that hold the same paper.
    pub also_in: Vec<String>,
    /// Item numbers such as `2/3`: the smallest item that holds the matches shown, and the passage.
    pub section: String,
    /// Where that is an item inside the indexed section: the path of the indexed section.
    pub within: Option<String>,
    /// The same as an office cites it, where it is of an article: `khoản 2 Điều 5`.
    pub provision: Option<String>,
    /// The heading of the item that `section` names.
    pub section_title: String,
    /// The heading of the section that `within` names.
    pub within_title: Option<String>,
    /// Which part of the paper.
    pub place: Place,
    /// The page on which the passage begins, where that is known.
    pub page: Option<u32>,
    /// First and last line of the passage in the file.
    pub lines: (u32, u32),
    /// Where a view of the paper has to begin to show the passage; `None` where it shows all of the paper.
    pub from: Option<Position>,
    /// The passage.
    pub text: String,
    /// Matches in `text`, in Unicode scalar values.
    pub highlights: Vec<(usize, usize)>,
    /// First and last line of every match in the section.
    pub match_lines: Vec<(u32, u32)>,
    /// Every match in the section, as far as they were asked for.
    pub matches: Vec<Match>,
    /// How many more there are.
    pub matches_left_out: usize,
    /// The passage with the letters that the file has there: without what was mended.
    pub printed: String,
    /// Matches in `printed`, in Unicode scalar values.
    pub printed_highlights: Vec<(usize, usize)>,
    /// The changes of letters in the passage.
    pub edits: Vec<ShownEdit>,
    /// Whether it holds only some of the words and does not answer.
    pub partial: bool,
    /// Whether it answers only under other marks than those the question is read with.
    pub other_reading: bool,
    /// Whether the paper bears the number asked for.
    pub bears: bool,
    /// Where several papers bear that number: which of them is meant, if that is decided.
    pub meant: Option<Decision>,
    /// Where other papers say the same paragraph; they are not shown by themselves.
    pub near_duplicates: Vec<NearDuplicate>,
    /// How many sections of its paper answer, where each paper is shown once.
    pub in_paper: Option<usize>,
    /// What its score is made of, where that was asked.
    pub explained: Option<Explained>,
}

impl Hit {
    /// About how many bytes it takes in an answer.
    pub fn weight(&self) -> usize {
        let matches: usize =
            self.matches.iter().map(|one| 150 + one.surface.len() + one.printed.len()).sum();
        let also: usize = self.also_in.iter().map(|path| path.len() + 4).sum();
        1_000 + self.text.len() + self.printed.len() + matches + also + 250 * self.edits.len()
    }

    /// Without what only one that is shown needs.
    pub(super) fn slim(self) -> Hit {
        let Hit { rank, score, path, in_paper, partial, other_reading, bears, .. } = self;
        Hit { rank, score, path, in_paper, partial, other_reading, bears, ..Hit::default() }
    }

    /// Whether its section answers the question as it is read.
    pub fn answers(&self) -> bool {
        !self.partial && !self.other_reading
    }

    /// How many of the sections that answer it stands for.
    pub fn covers(&self) -> usize {
        let near_duplicates = self.near_duplicates.iter().map(|twin| twin.in_paper.unwrap_or(1));
        self.in_paper.unwrap_or(1) + near_duplicates.sum::<usize>()
    }
}

/// A hit whose passage another hit shows already.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NearDuplicate {
    /// The path of the paper.
    pub path: String,
    /// The paper's own number.
    pub document: Option<String>,
    /// Item numbers such as `2/3`.
    pub section: String,
    /// Where that is an item inside the indexed section: the path of the indexed section.
    pub within: Option<String>,
    /// The page on which the passage begins, where that is known.
    pub page: Option<u32>,
    /// First and last line of the passage in the file.
    pub lines: (u32, u32),
    /// How many sections of its paper answer, where each paper is shown once.
    #[serde(skip)]
    pub in_paper: Option<usize>,
}

impl NearDuplicate {
    /// What is kept of a hit.
    pub fn of(hit: Hit) -> NearDuplicate {
        let Hit { path, document, section, within, page, lines, in_paper, .. } = hit;
        NearDuplicate { path, document, section, within, page, lines, in_paper }
    }
}

/// One match in a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// First and last line in the file.
    pub lines: (u32, u32),
    /// The page on which it begins, where that is known.
    pub page: Option<u32>,
    /// What stands there, repaired and joined.
    pub surface: String,
    /// The same with the letters that the file has there.
    pub printed: String,
    /// Whether a letter of it was changed.
    pub repaired: bool,
    /// Whether it matches only when marks are ignored.
    pub folded: bool,
    /// Whether it matches only by a second reading of a place that was left as it stands.
    pub is_second: bool,
    /// Which parts of the question it answers, as bits; the last bit stands for all further parts.
    pub parts: u64,
}

/// A change of letters with its place in the passage.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownEdit {
    /// In Unicode scalar values of the passage.
    pub range: (usize, usize),
    /// What was changed.
    pub edit: PlacedEdit,
}

/// Makes the hit; rank, score and `bears` are the caller's to set.
pub fn hit(
    section: SectionRecord,
    paper: &PaperRecord,
    matcher: &Matcher,
    options: SearchOptions,
) -> Hit {
    let found = matcher.find(&section);
    let items = SubSection::extents(&section.inner, section.text.len());
    let chosen = excerpt::best(&section.text, &found, &items, options.context);
    let (passage, item) = (chosen.span, chosen.item.map(|item| &section.inner[item]));
    let told =
        if options.most_matches == 0 { found.len() } else { found.len().min(options.most_matches) };
    let matches: Vec<Match> =
        found[..told].iter().map(|found| one_match(&section, found)).collect();
    let lines = section.lines_of(passage);
    let whole = Span::new(0, section.text.len());
    let masthead = &paper.masthead;
    let value = |field: &Option<vankien_papers::document::Field<String>>| {
        field.as_ref().map(|field| field.value.clone())
    };
    Hit {
        path: section.path.clone(),
        document: value(&masthead.number),
        kind: value(&masthead.kind),
        title: value(&masthead.title),
        date: value(&masthead.date),
        quality: paper.quality,
        also_in: paper.also_in.clone(),
        section: item.map_or(&section.section, |item| &item.path).clone(),
        within: item.map(|_| section.section.clone()),
        provision: section
            .provision_of(item.map_or(whole, |item| Span::new(item.start, item.start + 1))),
        section_title: item.map_or(&section.title, |item| &item.title).clone(),
        within_title: item.map(|_| section.title.clone()),
        place: section.place,
        page: section.page_of(lines.0),
        lines,
        from: paper.is_long().then(|| Position::to_show(&section, passage.start)),
        text: passage.of(&section.text).to_owned(),
        highlights: highlights(&section.text, passage, found.iter().map(|found| found.span)),
        matches_left_out: found.len() - told,
        match_lines: matches.iter().map(|found| found.lines).collect(),
        printed: section.printed(passage),
        printed_highlights: printed_highlights(&section, passage, &found),
        edits: shown_edits(&section, passage),
        matches,
        ..Hit::default()
    }
}

fn one_match(section: &SectionRecord, found: &TextMatch) -> Match {
    let lines = section.lines_of(found.span);
    Match {
        lines,
        page: section.page_of(lines.0),
        surface: found.span.of(&section.text).to_owned(),
        printed: section.printed(found.span),
        repaired: section.edits.iter().any(|edit| edit.span.overlaps(found.span)),
        folded: found.folded,
        is_second: found.is_second,
        parts: found.parts,
    }
}

fn shown_edits(section: &SectionRecord, passage: Span) -> Vec<ShownEdit> {
    let inside = section.edits.iter().filter(|edit| edit.span.overlaps(passage));
    let shown = |edit: &PlacedEdit| ShownEdit {
        range: scalars(&section.text, passage, edit.span),
        edit: edit.clone(),
    };
    inside.map(shown).collect()
}

/// The parts of `spans` inside the passage, touching ones joined.
fn highlights(text: &str, passage: Span, spans: impl Iterator<Item = Span>) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for span in spans.filter(|span| span.overlaps(passage)) {
        let (start, end) = scalars(text, passage, span);
        match ranges.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => ranges.push((start, end)),
        }
    }
    ranges
}

/// The same in what the file has there; a match takes in all of a syllable that was mended.
fn printed_highlights(
    section: &SectionRecord,
    passage: Span,
    found: &[TextMatch],
) -> Vec<(usize, usize)> {
    let letters = |from: usize, to: usize| section.printed(Span::new(from, to)).chars().count();
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for found in found.iter().filter(|found| found.span.overlaps(passage)) {
        let mended = section.edits.iter().filter(|edit| edit.span.overlaps(found.span));
        let (mut start, mut end) = (found.span.start, found.span.end);
        for edit in mended {
            (start, end) = (start.min(edit.span.start), end.max(edit.span.end));
        }
        let (start, end) = (start.max(passage.start), end.min(passage.end));
        let before = letters(passage.start, start);
        let range = (before, before + letters(start, end));
        match ranges.last_mut() {
            Some(last) if range.0 <= last.1 => last.1 = last.1.max(range.1),
            _ => ranges.push(range),
        }
    }
    ranges
}

/// A range of the text as scalar values of the passage, clipped to it.
fn scalars(text: &str, passage: Span, span: Span) -> (usize, usize) {
    let (start, end) = (span.start.max(passage.start), span.end.min(passage.end));
    let before = span::slice(text, passage.start, start).chars().count();
    (before, before + span::slice(text, start, end).chars().count())
}
