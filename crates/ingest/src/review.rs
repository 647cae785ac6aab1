//! The repairs that are least sure, for a person to judge.
//! In: an open index, what was judged before. Out: places with what stands around them.
//! Reads the text of those papers alone that hold what is sought.

use vankien_engine::Papers;
use vankien_engine::health::BANDS;
use vankien_engine::record::{PaperRecord, PlacedEdit, SectionRecord};
use vankien_text::Why;

use super::report::Least;
use super::verdicts::{GivenVerdict, Verdicts, place_id, text_id};
use crate::error::{Error, Result};

/// How much is shown on either side of a repair, in Unicode scalar values.
const AROUND: usize = 60;

/// Which repairs are sought.
#[derive(Clone, Debug)]
pub struct DoubtFilter {
    /// In this paper alone, by its path.
    pub paper: Option<String>,
    /// For this reason alone.
    pub why: Option<Why>,
    /// Those that are less sure than this.
    pub below: f32,
    /// So many at most, the least sure first; 0 for all.
    pub most: usize,
}

/// A repair that is to be judged.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// The name of the place, which lasts as long as the text does.
    pub id: String,
    /// The hash of the text as [`Verdicts`] name it.
    pub text: String,
    /// The paper.
    pub path: String,
    /// Its number.
    pub number: Option<String>,
    /// Item numbers of the section.
    pub section: String,
    /// The page, where that is known.
    pub page: Option<u32>,
    /// The repair.
    pub edit: PlacedEdit,
    /// What stands before it.
    pub before: String,
    /// What stands behind it.
    pub behind: String,
}

/// How a verdict stands to the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The index was made with it.
    Honoured,
    /// The next ingest will honour it.
    Waiting,
    /// No paper of the index holds this text any more.
    Stale,
}

impl Standing {
    /// The word that JSON and messages use.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Honoured => "honoured",
            Standing::Waiting => "waiting",
            Standing::Stale => "stale",
        }
    }
}

/// The repairs that nobody judged yet: how many there are, and the least sure of them.
pub fn doubts(
    store: &dyn Papers,
    verdicts: &Verdicts,
    sought: &DoubtFilter,
) -> Result<(u64, Vec<Doubt>)> {
    let mut papers = Vec::new();
    store.each_paper(&mut |paper| {
        let is_meant = sought.paper.as_ref().is_none_or(|path| *path == paper.path);
        if is_meant && holds(&paper, sought) {
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
                let sure = (edit.confidence.clamp(0.0, 1.0) * 1e6) as u32;
                least.add((sure, path.clone(), edit.line, edit.column), || {
                    let number = number.as_ref().map(|field| field.value.clone());
                    doubt(id, hash, number, &section, edit)
                });
            }
        }
    }
    Ok((total, least.into_values()))
}

/// Whether a paper may hold what is sought, by its counts alone.
fn holds(paper: &PaperRecord, sought: &DoubtFilter) -> bool {
    let low = |counts: &[u32; BANDS.len()]| {
        BANDS.iter().zip(counts).any(|(start, count)| *start < sought.below && *count > 0)
    };
    paper.health.bands.iter().any(|(why, counts)| is_reason(*why, sought) && low(counts))
}

fn is_reason(why: Why, sought: &DoubtFilter) -> bool {
    sought.why.map_or(!why.is_settled(), |wanted| wanted == why)
}

fn is_sought(edit: &PlacedEdit, sought: &DoubtFilter) -> bool {
    is_reason(edit.why, sought) && edit.confidence < sought.below
}

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
    let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let end = behind.char_indices().nth(AROUND).map_or(behind.len(), |(at, _)| at);
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

/// The verdicts of the file, each with how it stands to the index.
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
                // Of two papers of one text, the one that waits is told.
                found[at] = if found[at] == Standing::Waiting { found[at] } else { now };
            }
        }
    })?;
    Ok(all.into_iter().zip(found).collect())
}

/// The repairs at the places with these names.
///
/// # Errors
/// Where a name is none, or no repair stands there.
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
