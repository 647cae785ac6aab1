//! Lists doubtful edits of normalise and repair (those of low confidence) for a person to decide, and the verdicts so
//! far.
//! In: an open store, earlier verdicts. Out: edits with the text around them; verdicts with what the index makes of
//! them.
//! Reads the text only of papers whose counts say that they hold such edits, or that an id names.

use vankien_engine::Papers;
use vankien_engine::health::BANDS;
use vankien_engine::record::{PaperRecord, PlacedEdit, SectionRecord};
use vankien_text::Why;

use super::report::Least;
use super::verdicts::{GivenVerdict, Verdicts, place_id, text_id};
use crate::error::{Error, Result};

/// At most this many Unicode scalar values of text are shown on each side of an edit. A judgement, not measured: about
/// one line of a terminal in all. `vankien review` shows it.
const CONTEXT_CHARS: usize = 60;

/// Which doubtful edits are listed.
#[derive(Clone, Debug)]
pub struct DoubtFilter {
    /// Only edits in the paper at this path (as walked); `None`: in all papers.
    pub paper: Option<String>,
    /// Only edits for this reason; `None`: for all reasons but those that a person decided.
    pub why: Option<Why>,
    /// Only edits with a confidence below this, from 0 to 1; this value itself is left out.
    pub below: f32,
    /// How many are listed at most; 0: all. The lowest confidence comes first, then the first by path, line and column.
    pub most: usize,
}

/// A doubtful edit.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// The id of the place, `<first 12 hexadecimal digits of the hash>-<line>-<column>`. It stays the same as long as
    /// the extracted text, its layout, its evidence and the limits that it met do. Papers with the same text have the
    /// same ids.
    pub id: String,
    /// The hash of the extracted text, as in [`GivenVerdict::text`].
    pub text: String,
    /// The path of the paper.
    pub path: String,
    /// The document number of the paper; `None` if it has none, and always from [`named`].
    pub number: Option<String>,
    /// The outline numbers of the smallest item that contains the edit, else those of its section, such as `2/3`. Empty
    /// outside the outline.
    pub section: String,
    /// The page, from 1; `None` if the format has no pages.
    pub page: Option<u32>,
    /// The edit.
    pub edit: PlacedEdit,
    /// The text of the section before it, at most 60 characters.
    pub before: String,
    /// The text of the section behind it, at most 60 characters.
    pub behind: String,
}

/// Whether the index takes a verdict into account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The text in the index was made with it, in all papers that have this text.
    Honoured,
    /// The next ingest will use it.
    Waiting,
    /// No paper of the index has this text any more.
    Stale,
}

impl Standing {
    /// The code in JSON output and messages.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Honoured => "honoured",
            Standing::Waiting => "waiting",
            Standing::Stale => "stale",
        }
    }
}

/// The doubtful edits without a verdict that lie in a section: how many there are in all, and those with the lowest
/// confidence.
///
/// # Errors
/// Where a record cannot be read.
pub fn doubts(
    store: &dyn Papers,
    verdicts: &Verdicts,
    sought: &DoubtFilter,
) -> Result<(u64, Vec<Doubt>)> {
    let mut papers = Vec::new();
    store.each_paper(&mut |paper| {
        let is_in_scope = sought.paper.as_ref().is_none_or(|path| *path == paper.path);
        if is_in_scope && may_hold_doubts(&paper, sought) {
            papers.push((paper.path, paper.hash, paper.masthead.number));
        }
    })?;
    let mut total = 0;
    let mut least = Least::new(if sought.most == 0 { usize::MAX } else { sought.most });
    for (path, hash, number) in papers {
        for section in store.sections(&path)? {
            for edit in section.edits.iter().filter(|edit| is_sought(edit, sought)) {
                let id = place_id(hash, edit.line, edit.column);
                if verdicts.get(&id).is_some() {
                    continue;
                }
                total += 1;
                // As an integer in millionths, because floats have no total order.
                let confidence = (edit.confidence.clamp(0.0, 1.0) * 1e6) as u32;
                least.add((confidence, path.clone(), edit.line, edit.column), || {
                    let number = number.as_ref().map(|field| field.value.clone());
                    doubt(id, hash, number, &section, edit)
                });
            }
        }
    }
    Ok((total, least.into_values()))
}

/// Whether a paper may hold such edits, by the counts in its record.
fn may_hold_doubts(paper: &PaperRecord, sought: &DoubtFilter) -> bool {
    let low = |counts: &[u32; BANDS.len()]| {
        BANDS.iter().zip(counts).any(|(start, count)| *start < sought.below && *count > 0)
    };
    paper.health.bands.iter().any(|(why, counts)| is_reason(*why, sought) && low(counts))
}

/// Whether edits for this reason are listed. Without a filter: those that a person can judge.
fn is_reason(why: Why, sought: &DoubtFilter) -> bool {
    sought.why.map_or(!why.is_settled(), |wanted| wanted == why)
}

fn is_sought(edit: &PlacedEdit, sought: &DoubtFilter) -> bool {
    is_reason(edit.why, sought) && edit.confidence < sought.below
}

/// The edit with the text around it.
fn doubt(
    id: String,
    hash: u128,
    number: Option<String>,
    section: &SectionRecord,
    edit: &PlacedEdit,
) -> Doubt {
    let text = &section.text;
    let before = text.get(..edit.span.start).unwrap_or_default();
    let behind = text.get(edit.span.end..).unwrap_or_default();
    let start = before.char_indices().rev().nth(CONTEXT_CHARS - 1).map_or(0, |(at, _)| at);
    let end = behind.char_indices().nth(CONTEXT_CHARS).map_or(behind.len(), |(at, _)| at);
    Doubt {
        id,
        text: text_id(hash),
        path: section.path.clone(),
        number,
        section: section.path_of(edit.span).to_owned(),
        page: section.page_of(edit.line),
        edit: edit.clone(),
        before: before[start..].to_owned(),
        behind: behind[..end].to_owned(),
    }
}

/// All verdicts, sorted by id, each with whether the index takes it into account.
///
/// # Errors
/// Where a record cannot be read.
pub fn standings<'v>(
    store: &dyn Papers,
    verdicts: &'v Verdicts,
) -> Result<Vec<(&'v GivenVerdict, Standing)>> {
    let all: Vec<&GivenVerdict> = verdicts.all().collect();
    let mut found = vec![Standing::Stale; all.len()];
    store.each_paper(&mut |paper| {
        let text = text_id(paper.hash);
        let first = all.partition_point(|one| one.id.as_str() < &text[..12]);
        let mine = all.iter().enumerate().skip(first);
        for (at, one) in mine.take_while(|(_, one)| one.id.starts_with(&text[..12])) {
            if one.text == text {
                let honoured = one.verdict().is_some_and(|one| paper.verdicts.contains(&one));
                let now = if honoured { Standing::Honoured } else { Standing::Waiting };
                // If several papers have this text, one that waits decides.
                found[at] = if found[at] == Standing::Waiting { found[at] } else { now };
            }
        }
    })?;
    Ok(all.into_iter().zip(found).collect())
}

/// The edits at the places with these ids, in the same order, whatever their confidence and reason. Where several
/// papers have the text, the edit of one of them.
///
/// # Errors
/// Where no section has an edit at an id (edits outside of sections are not found), or a record cannot be read.
pub fn named(store: &dyn Papers, ids: &[String]) -> Result<Vec<Doubt>> {
    let mut papers: Vec<Option<(String, u128)>> = vec![None; ids.len()];
    store.each_paper(&mut |paper| {
        let text = text_id(paper.hash);
        for (id, found) in ids.iter().zip(&mut papers) {
            if id.split('-').next() == Some(&text[..12]) {
                *found = Some((paper.path.clone(), paper.hash));
            }
        }
    })?;
    let one = |(id, paper): (&String, Option<(String, u128)>)| {
        let missing = || {
            let what = "no repair of the index has this name; `vankien review` lists them".into();
            Error::Edit { id: id.clone(), what }
        };
        let (path, hash) = paper.ok_or_else(missing)?;
        for section in store.sections(&path)? {
            let is_it = |edit: &&PlacedEdit| place_id(hash, edit.line, edit.column) == *id;
            if let Some(edit) = section.edits.iter().find(is_it) {
                return Ok(doubt(id.clone(), hash, None, &section, edit));
            }
        }
        Err(missing())
    };
    ids.iter().zip(papers).map(one).collect()
}
