//! The report on the quality of the papers in an index, for a person to check.
//! In: an open store. Out: counts, names of papers, sample places, and the series of their numbers.
//! Reads the record of each paper, a second time where papers share a number, and the text only of papers from which
//! samples are shown.

mod least; // Keeps the values with the k smallest keys.
mod sample; // Chooses the places that are shown as samples.
mod series; // Which numbers are missing, and which several papers bear.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use vankien_engine::Papers;
use vankien_engine::health::BANDS;
use vankien_engine::manifest::Totals;
use vankien_engine::record::PaperRecord;
use vankien_papers::Provenance;
use vankien_text::{Encoding, Quality, Why};

use self::sample::Samples;
use crate::error::Result;

pub(super) use self::least::Least; // For `review`.
pub use self::sample::{Sample, SampleKind}; // A place to check by eye; what it shows.
pub use self::series::{AllSeries, Bearer, Double, Doubt, Range, Series, Unplaced, count}; // Series of numbers.

/// The limits of a report.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many papers each group names; 0: all.
    pub names: usize,
    /// How many samples are shown of each kind; 0: none.
    pub samples: usize,
}

impl Bounds {
    /// How many entries a list names at most.
    fn most_names(self) -> usize {
        if self.names == 0 { usize::MAX } else { self.names }
    }
}

/// The report.
#[derive(Debug, Default)]
pub struct Report {
    /// Sums over all papers; duplicates are not counted.
    pub totals: Totals,
    /// How many pages the papers have in all, of formats with pages.
    pub pages: u64,
    /// How many of the pages have no text.
    pub unread_pages: u64,
    /// The number of papers by format of their files; plain text by encoding, such as `utf-8 and tcvn3`.
    pub formats: BTreeMap<String, u64>,
    /// Papers of poor quality ([`PaperRecord::quality`]): text that cannot be trusted, or pages without text.
    pub poor: Group,
    /// Papers that met a limit.
    pub limited: Group,
    /// Papers without a date in the masthead.
    pub undated: Group,
    /// Papers without a document number in the masthead.
    pub unnumbered: Group,
    /// Papers in an encoding older than Unicode, or that were read in a wrong encoding before.
    pub legacy: Group,
    /// The number of the papers of `legacy` by encoding. A paper may have several.
    pub encodings: BTreeMap<&'static str, u64>,
    /// Papers with citations that look like a document number but could not be read as one. No page is missing for
    /// that.
    pub unread: Group,
    /// Papers with characters that hardly ever occur in Vietnamese.
    pub suspects: Group,
    /// The edits by reason, in the order of [`Why`]. Reasons that do not occur are left out.
    pub edits: Vec<Edits>,
    /// The series of numbers that the papers bear, with their gaps and doubles.
    pub series: AllSeries,
}

/// A group of papers with the same problem.
#[derive(Debug, Default)]
pub struct Group {
    /// How many papers.
    pub papers: u64,
    /// How many places with the problem they have; 0 for problems of whole papers.
    pub places: u64,
    /// At most [`Bounds::names`] of the papers, those with most places first, then by path.
    pub named: Vec<NamedPaper>,
    /// At most [`Bounds::samples`] of the places, spread over the papers, sorted by path and line; empty for problems
    /// of whole papers.
    pub samples: Vec<Sample>,
}

/// A paper that a group names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPaper {
    /// Its path as walked.
    pub path: String,
    /// Its document number; `None` if it has none.
    pub number: Option<String>,
    /// How its text was obtained, and the limits that it met.
    pub provenance: Provenance,
    /// Whether its text can be trusted and no page lacks text.
    pub quality: Quality,
    /// How many places with the problem it has; 0 for problems of whole papers.
    pub places: u32,
}

/// The edits for one reason.
#[derive(Debug)]
pub struct Edits {
    /// The reason.
    pub why: Why,
    /// How many papers have such edits.
    pub papers: u64,
    /// The number of edits in each band of confidence (see [`BANDS`]).
    pub counts: [u64; BANDS.len()],
    /// Samples of the edits in each band, at most [`Bounds::samples`] of each.
    pub samples: [Vec<Sample>; BANDS.len()],
}

/// Makes the report on all papers of a store.
///
/// # Errors
/// Where a record cannot be read.
pub fn report(store: &dyn Papers, bounds: Bounds) -> Result<Report> {
    let mut survey = Survey::new(bounds);
    let mut numbers = series::Counter::new(bounds.most_names());
    store.each_paper(&mut |paper| {
        survey.add(&paper);
        numbers.add(&paper);
    })?;
    let mut shared = numbers.finish();
    if shared.is_any() {
        store.each_paper(&mut |paper| shared.add(&paper))?;
    }
    let series = shared.finish();
    Ok(Report { series, ..survey.finish(store)? })
}

/// The problems that papers are grouped by: indexes of [`Survey::groups`].
#[derive(Clone, Copy)]
enum Problem {
    /// Of poor quality.
    Poor,
    /// Met a limit.
    Limited,
    /// No date.
    Undated,
    /// No document number.
    Unnumbered,
    /// In an encoding older than Unicode, or read in a wrong one before.
    Legacy,
    /// Citations that could not be read as a number.
    Unread,
    /// Characters that hardly ever occur in Vietnamese.
    Suspects,
}

/// A group that is being counted.
struct CountedGroup {
    papers: u64,
    places: u64,
    /// The papers with most places, then the first by path.
    named: Least<(Reverse<u32>, String), NamedPaper>,
}

impl CountedGroup {
    fn finish(self) -> Group {
        let CountedGroup { papers, places, named } = self;
        Group { papers, places, named: named.into_values(), samples: Vec::new() }
    }
}

/// A report in progress.
struct Survey {
    report: Report,
    /// By reason: how many papers have such edits, and the number of edits in each band.
    edits: BTreeMap<Why, (u64, [u64; BANDS.len()])>,
    /// The groups, by [`Problem`].
    groups: [CountedGroup; 7],
    /// The papers from which samples are taken.
    samples: Samples,
}

impl Survey {
    fn new(bounds: Bounds) -> Survey {
        let most = bounds.most_names();
        Survey {
            report: Report::default(),
            edits: BTreeMap::new(),
            groups: std::array::from_fn(|_| CountedGroup {
                papers: 0,
                places: 0,
                named: Least::new(most),
            }),
            samples: Samples::new(bounds.samples),
        }
    }

    fn add(&mut self, paper: &PaperRecord) {
        let report = &mut self.report;
        report.totals.add(paper);
        report.pages += u64::from(paper.pages.unwrap_or_default());
        *report.formats.entry(paper.provenance.group()).or_default() += 1;
        let encodings = encodings(paper);
        encodings.iter().for_each(|one| *report.encodings.entry(one).or_default() += 1);
        let (health, masthead) = (&paper.health, &paper.masthead);
        let problems = [
            (Problem::Poor, paper.quality == Quality::Poor, 0),
            (Problem::Limited, !paper.provenance.limits.is_empty(), 0),
            (Problem::Undated, masthead.date.is_none(), 0),
            (Problem::Unnumbered, masthead.number.is_none(), 0),
            (Problem::Legacy, !encodings.is_empty(), 0),
            (Problem::Unread, health.unread_numbers > 0, health.unread_numbers),
            (Problem::Suspects, health.suspects > 0, health.suspects),
        ];
        for (problem, _, places) in problems.into_iter().filter(|(_, has_it, _)| *has_it) {
            let group = &mut self.groups[problem as usize];
            group.papers += 1;
            group.places += u64::from(places);
            group.named.add((Reverse(places), paper.path.clone()), || named(paper, places));
        }
        for (why, counts) in &health.bands {
            let (papers, all) = self.edits.entry(*why).or_default();
            *papers += 1;
            for (band, (sum, count)) in all.iter_mut().zip(counts).enumerate() {
                *sum += u64::from(*count);
                if *count > 0 {
                    self.samples.offer(SampleKind::Edit(*why, band), &paper.path);
                }
            }
        }
        if health.unread_numbers > 0 {
            self.samples.offer(SampleKind::Unread, &paper.path);
        }
        if health.suspects > 0 {
            self.samples.offer(SampleKind::Suspect, &paper.path);
        }
    }

    fn finish(self, store: &dyn Papers) -> Result<Report> {
        let Survey { mut report, edits, groups, samples } = self;
        report.unread_pages = store.manifest().unread.pages;
        let mut samples = samples.read(store)?;
        let mut take = |what| samples.remove(&what).unwrap_or_default();
        let [poor, limited, undated, unnumbered, legacy, unread, suspects] =
            groups.map(CountedGroup::finish);
        report.unread = Group { samples: take(SampleKind::Unread), ..unread };
        report.suspects = Group { samples: take(SampleKind::Suspect), ..suspects };
        report.poor = poor;
        report.limited = limited;
        report.undated = undated;
        report.unnumbered = unnumbered;
        report.legacy = legacy;
        let mut of = |why, papers, counts| {
            let samples = std::array::from_fn(|band| take(SampleKind::Edit(why, band)));
            Edits { why, papers, counts, samples }
        };
        report.edits = edits.into_iter().map(|(why, (papers, all))| of(why, papers, all)).collect();
        Ok(report)
    }
}

fn named(paper: &PaperRecord, places: u32) -> NamedPaper {
    NamedPaper {
        path: paper.path.clone(),
        number: paper.masthead.number.as_ref().map(|field| field.value.clone()),
        provenance: paper.provenance.clone(),
        quality: paper.quality,
        places,
    }
}

/// The encodings of a paper that are older than Unicode, or in which its text was wrongly read before it became a file.
fn encodings(paper: &PaperRecord) -> BTreeSet<&'static str> {
    let read = paper.provenance.legacy_encodings().map(Encoding::name);
    let misread = paper.edits.iter().filter_map(|(why, _)| why.channel());
    read.chain(misread).collect()
}
