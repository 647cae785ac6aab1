//! Answers and hits, and how a scored section becomes a hit.
//! In: the record of a section, its paper, its matches. Out: a [`Hit`].
//! Never ranks; never prints.

use serde::Serialize;
use vankien_engine::Position;
use vankien_engine::paper_path;
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

/// The answer to a question.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The hits, best first.
    pub hits: Vec<Hit>,
    /// How many sections answer the question as it is read.
    pub total: usize,
    /// How many of these hold the words as one phrase; `None` where the question is not plain words, or too long for a
    /// phrase.
    pub as_phrase: Option<usize>,
    /// Whether sections or whole papers were asked.
    pub scope: Scope,
    /// How many papers meet the question; `None` where sections were asked, not whole papers.
    pub papers: Option<usize>,
    /// How many sections answer only under other marks than those the question is read with. Counted where it was typed
    /// without marks or few sections answer; else 0.
    pub other_readings: usize,
    /// How many of the hits, those skipped included, hold only some of the words.
    pub partial: usize,
    /// Whether all sections that answer are among the hits, or folded into them.
    pub complete: bool,
    /// Whether hits were left out because all would take more than `SearchOptions::most_bytes`.
    pub is_full: bool,
    /// The question as text: its condition, then the parts that stand in none; without a condition, all its parts.
    pub understood: Vec<String>,
    /// The parts of the question, one by one: the bits of [`Match::parts`] number them.
    pub parts: Vec<String>,
    /// Notes for a reader: what was taken literally, expanded, left out.
    pub notes: Vec<Note>,
    /// Syntax of the question that was ignored or taken literally.
    pub literal: Vec<Literal>,
    /// The whole question as it was read; `None` where it was read as typed.
    pub read_as: Option<String>,
    /// The words that were read otherwise than typed.
    pub readings: Vec<ReadAs>,
    /// What words with `*` or `~` were expanded to.
    pub expanded: Vec<Expanded>,
    /// The question with another spelling for words that the index does not hold; `None` where enough was found, or no
    /// spelling.
    pub suggestion: Option<String>,
    /// How each value of the filters was met.
    pub filters: Vec<FilterMatch>,
    /// All papers that bear a number asked for, where several papers bear it.
    pub namesakes: Vec<Identity>,
}

impl Answer {
    /// How many sections can be shown in all: those that answer, those under other marks, and the hits with some of the
    /// words.
    pub fn rows(&self) -> usize {
        self.total + self.other_readings + self.partial
    }
}

/// One section of an answer, with its best passage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// Its place in the answer, from 1.
    pub rank: usize,
    /// Its score. Higher is better; comparable within one answer only.
    pub score: f32,
    /// The path of the paper.
    pub path: String,
    /// The paper's own number.
    pub document: Option<String>,
    /// The paper's kind.
    pub kind: Option<String>,
    /// The paper's title.
    pub title: Option<String>,
    /// The paper's date in ISO form, as exact as it is known.
    pub date: Option<String>,
    /// Whether the paper's text can be trusted.
    pub quality: Quality,
    /// The paths of other files that hold the same paper.
    pub also_in: Vec<String>,
    /// The path of item numbers (`2/3`) of the smallest item that holds the matches shown and the passage.
    pub section: String,
    /// The item path of the indexed section, where `section` is an item inside it; else `None`.
    pub within: Option<String>,
    /// `section` as an office cites it: `khoản 2 Điều 5` (clause 2 of article 5); `None` where it belongs to no
    /// article.
    pub provision: Option<String>,
    /// The heading of the item that `section` names.
    pub section_title: String,
    /// The heading of the section that `within` names.
    pub within_title: Option<String>,
    /// At which place of the paper the section stands: masthead, body, footnote …
    pub place: Place,
    /// The page on which the passage begins, from 1; `None` where it is not known.
    pub page: Option<u32>,
    /// First and last line (included) of the passage in the extracted text, from 1.
    pub lines: (u32, u32),
    /// For a long paper: where a view in parts has to begin to show the passage. `None` for a short paper.
    pub from: Option<Position>,
    /// The passage.
    pub text: String,
    /// The matches in `text`, from and to (exclusive), in Unicode scalar values.
    pub highlights: Vec<(usize, usize)>,
    /// First and last line of every match in `matches`.
    pub match_lines: Vec<(u32, u32)>,
    /// The matches in the section, in order, as far as they were asked for.
    pub matches: Vec<Match>,
    /// How many more matches the section has than `matches` lists.
    pub matches_left_out: usize,
    /// The passage with the letters of the original file: without repairs.
    pub printed: String,
    /// The matches in `printed`, from and to (exclusive), in Unicode scalar values.
    pub printed_highlights: Vec<(usize, usize)>,
    /// The repairs of letters in the passage.
    pub edits: Vec<ShownEdit>,
    /// Whether it holds only some of the words, and so does not answer.
    pub partial: bool,
    /// Whether it answers only under other marks than those the question is read with.
    pub other_reading: bool,
    /// Whether the paper bears the number asked for, and the section states it or is the unit that was asked for.
    pub bears: bool,
    /// Where several papers bear a number asked for: which of them the section means. `None` where it cites none of
    /// them.
    pub meant: Option<Decision>,
    /// Sections of other papers with the same paragraph, which are not shown by themselves.
    pub near_duplicates: Vec<NearDuplicate>,
    /// How many sections of its paper answer, where each paper is shown once; else `None`.
    pub in_paper: Option<usize>,
    /// What its score is made of; `None` where that was not asked for.
    pub explained: Option<Explained>,
}

impl Hit {
    /// About how many bytes it takes in an answer as JSON.
    pub fn estimated_bytes(&self) -> usize {
        let matches: usize = self
            .matches
            .iter()
            .map(|one| MATCH_BYTES + one.surface.len() + one.printed.len())
            .sum();
        let also: usize = self.also_in.iter().map(|path| path.len() + PATH_BYTES).sum();
        let edits = EDIT_BYTES * self.edits.len();
        HIT_BYTES + self.text.len() + self.printed.len() + matches + also + edits
    }

    /// The hit without its texts, for a hit that is skipped.
    pub(super) fn without_texts(self) -> Hit {
        let Hit { rank, score, path, in_paper, partial, other_reading, bears, .. } = self;
        Hit { rank, score, path, in_paper, partial, other_reading, bears, ..Hit::default() }
    }

    /// Whether its section answers the question as it is read.
    pub fn answers(&self) -> bool {
        !self.partial && !self.other_reading
    }

    /// How many answering sections it stands for: its own or all that its paper has, and the same for those folded into
    /// it.
    pub fn covered_sections(&self) -> usize {
        let folded: usize = self.near_duplicates.iter().map(|one| one.in_paper.unwrap_or(1)).sum();
        self.in_paper.unwrap_or(1) + folded
    }
}

/// Bytes of a hit as JSON beside its texts. An estimate by eye, like those below; they only bound the size of an answer
/// (`SearchOptions::most_bytes`), so that rough values do.
const HIT_BYTES: usize = 1_000;

/// Bytes of one match as JSON, beside its texts.
const MATCH_BYTES: usize = 150;

/// Bytes of one repair as JSON.
const EDIT_BYTES: usize = 250;

/// Bytes of one path as JSON, beside the path itself: quotation marks and comma.
const PATH_BYTES: usize = 4;

/// A section whose passage is the same paragraph as that of a hit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NearDuplicate {
    /// The path of the paper.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: String,
    /// The paper's own number.
    pub document: Option<String>,
    /// The path of item numbers, such as `2/3`.
    pub section: String,
    /// The item path of the indexed section, where `section` is an item inside it.
    pub within: Option<String>,
    /// The page on which the passage begins, from 1; `None` where it is not known.
    pub page: Option<u32>,
    /// First and last line (included) of the passage in the extracted text, from 1.
    pub lines: (u32, u32),
    /// How many sections of its paper answer, where each paper is shown once; else `None`.
    #[serde(skip)]
    pub in_paper: Option<usize>,
}

impl NearDuplicate {
    /// What is kept of a hit that is folded into another.
    pub fn of(hit: Hit) -> NearDuplicate {
        let Hit { path, document, section, within, page, lines, in_paper, .. } = hit;
        NearDuplicate { path, document, section, within, page, lines, in_paper }
    }
}

/// One match in a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// First and last line (included) in the extracted text, from 1.
    pub lines: (u32, u32),
    /// The page on which it begins, from 1; `None` where it is not known.
    pub page: Option<u32>,
    /// The matching text, repaired and with line ends joined.
    pub surface: String,
    /// The same with the letters of the original file.
    pub printed: String,
    /// Whether a letter of it was repaired.
    pub repaired: bool,
    /// Whether it bears other marks than the words of the question.
    pub folded: bool,
    /// Whether it matches only in a second reading of the text.
    pub is_second: bool,
    /// The parts of the question that it matches, as bits (see [`Answer::parts`]). Bit 63 stands for part 63 and all
    /// further ones.
    pub parts: u64,
}

/// A repair of letters, with its place in the passage.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownEdit {
    /// From and to (exclusive), in Unicode scalar values of the passage.
    pub range: (usize, usize),
    /// The repair.
    pub edit: PlacedEdit,
}

/// Makes the hit of a section. `bears`: the paper bears the number asked for, and the section states it or is the unit
/// of the paper that was asked for. The caller sets what the section alone does not tell: rank, score, `partial`,
/// `other_reading`, `meant`, `in_paper`, near-duplicates and the explanation.
pub fn make_hit(
    section: SectionRecord,
    paper: &PaperRecord,
    bears: bool,
    matcher: &Matcher,
    options: SearchOptions,
) -> Hit {
    let found = matcher.find(&section);
    let items = SubSection::extents(&section.inner, section.text.len());
    // The article that was asked for is shown from its heading on.
    let unit = if bears { matcher.find_unit(&section) } else { None };
    let shown = unit.as_ref().map_or(&found[..], std::slice::from_ref);
    let chosen = excerpt::best_passage(&section.text, shown, &items, options.context);
    let passage = chosen.span;
    let item = chosen.item.map(|item| &section.inner[item]);
    let listed =
        if options.most_matches == 0 { found.len() } else { found.len().min(options.most_matches) };
    let matches: Vec<Match> =
        found[..listed].iter().map(|found| described_match(&section, found)).collect();
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
        matches_left_out: found.len() - listed,
        match_lines: matches.iter().map(|found| found.lines).collect(),
        printed: section.printed(passage),
        printed_highlights: printed_highlights(&section, passage, &found),
        edits: shown_edits(&section, passage),
        matches,
        bears,
        ..Hit::default()
    }
}

/// A match with its lines, page and texts.
fn described_match(section: &SectionRecord, found: &TextMatch) -> Match {
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

/// The repairs in the passage.
fn shown_edits(section: &SectionRecord, passage: Span) -> Vec<ShownEdit> {
    let inside = section.edits.iter().filter(|edit| edit.span.overlaps(passage));
    let shown = |edit: &PlacedEdit| ShownEdit {
        range: char_range(&section.text, passage, edit.span),
        edit: edit.clone(),
    };
    inside.map(shown).collect()
}

/// The parts of `spans` inside the passage, in Unicode scalar values; touching ones are joined.
fn highlights(text: &str, passage: Span, spans: impl Iterator<Item = Span>) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for span in spans.filter(|span| span.overlaps(passage)) {
        let (start, end) = char_range(text, passage, span);
        match ranges.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => ranges.push((start, end)),
        }
    }
    ranges
}

/// The matches inside the passage as the original file prints it, in Unicode scalar values. A match is widened to whole
/// repairs, whose letters differ.
fn printed_highlights(
    section: &SectionRecord,
    passage: Span,
    found: &[TextMatch],
) -> Vec<(usize, usize)> {
    let letters = |from: usize, to: usize| section.printed(Span::new(from, to)).chars().count();
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for found in found.iter().filter(|found| found.span.overlaps(passage)) {
        let repairs = section.edits.iter().filter(|edit| edit.span.overlaps(found.span));
        let (mut start, mut end) = (found.span.start, found.span.end);
        for edit in repairs {
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

/// A span of the text as a range of Unicode scalar values of the passage, clipped to it.
fn char_range(text: &str, passage: Span, span: Span) -> (usize, usize) {
    let (start, end) = (span.start.max(passage.start), span.end.min(passage.end));
    let before = span::slice(text, passage.start, start).chars().count();
    (before, before + span::slice(text, start, end).chars().count())
}
