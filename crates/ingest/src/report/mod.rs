//! The state of the papers in the index, for a person to look at.
//! In: an open index. Out: counts, papers named, and places to check by eye.
//! Reads one record a paper, and the text of those papers alone from which a place is shown.

mod least;
mod sample;

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

pub(super) use self::least::Least;
pub use self::sample::{Sample, SampleKind};

/// How much a report holds.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many papers each list names; 0 for all.
    pub names: usize,
    /// How many places each reason and band shows; 0 for none.
    pub samples: usize,
}

/// The state of the papers.
#[derive(Debug, Default)]
pub struct Report {
    /// Papers, sections, paragraphs, tokens, bytes.
    pub totals: Totals,
    /// How many pages the papers have whose pages are known.
    pub pages: u64,
    /// How many of them nobody has read.
    pub unread_pages: u64,
    /// Papers by the format that they were read from.
    pub formats: BTreeMap<String, u64>,
    /// Papers whose text cannot be trusted.
    pub poor: Group,
    /// Papers that met a limit.
    pub limited: Group,
    /// Papers without a date.
    pub undated: Group,
    /// Papers without a number.
    pub unnumbered: Group,
    /// Papers that were written in an encoding older than Unicode, or misread.
    pub legacy: Group,
    /// Those papers by encoding; a paper may hold several.
    pub encodings: BTreeMap<&'static str, u64>,
    /// Papers with citations that look like a number and name no paper.
    pub unread: Group,
    /// Papers with characters that Vietnamese hardly ever holds.
    pub suspects: Group,
    /// The edits by reason; only reasons that occur, in their order.
    pub edits: Vec<Edits>,
}

/// Papers that have something in common.
#[derive(Debug, Default)]
pub struct Group {
    /// How many papers.
    pub papers: u64,
    /// How many places in them, where places are counted.
    pub places: u64,
    /// Some of the papers, those with most places first, then by path.
    pub named: Vec<NamedPaper>,
    /// Some of the places, spread over the papers.
    pub samples: Vec<Sample>,
}

/// A paper that a group names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPaper {
    /// Its path as walked.
    pub path: String,
    /// Its number.
    pub number: Option<String>,
    /// Where its text came from, and the limits that it met.
    pub provenance: Provenance,
    /// Whether its text can be trusted.
    pub quality: Quality,
    /// How many places in it.
    pub places: u32,
}

/// The edits for one reason.
#[derive(Debug)]
pub struct Edits {
    /// The reason.
    pub why: Why,
    /// How many papers hold such edits.
    pub papers: u64,
    /// How many edits in each band of confidence, see [`BANDS`].
    pub counts: [u64; BANDS.len()],
    /// Some of them, spread over the papers, by band.
    pub samples: [Vec<Sample>; BANDS.len()],
}

/// Reads the state of all papers.
pub fn report(store: &dyn Papers, bounds: Bounds) -> Result<Report> {
    let mut survey = Survey::new(bounds);
    store.each_paper(&mut |paper| survey.add(&paper))?;
    survey.finish(store)
}

/// The groups that name papers, in their order.
#[derive(Clone, Copy)]
enum Common {
    Poor,
    Limited,
    Undated,
    Unnumbered,
    Legacy,
    Unread,
    Suspects,
}

/// A group under way.
struct Gathered {
    papers: u64,
    places: u64,
    /// Those with most places, then the first by path.
    named: Least<(Reverse<u32>, String), NamedPaper>,
}

impl Gathered {
    fn finish(self) -> Group {
        let Gathered { papers, places, named } = self;
        Group { papers, places, named: named.into_values(), samples: Vec::new() }
    }
}

/// What was counted so far.
struct Survey {
    report: Report,
    edits: BTreeMap<Why, (u64, [u64; BANDS.len()])>,
    groups: [Gathered; 7],
    samples: Samples,
}

impl Survey {
    fn new(bounds: Bounds) -> Survey {
        let most = if bounds.names == 0 { usize::MAX } else { bounds.names };
        Survey {
            report: Report::default(),
            edits: BTreeMap::new(),
            groups: std::array::from_fn(|_| Gathered {
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
        let met = [
            (Common::Poor, paper.quality == Quality::Poor, 0),
            (Common::Limited, !paper.provenance.limits.is_empty(), 0),
            (Common::Undated, masthead.date.is_none(), 0),
            (Common::Unnumbered, masthead.number.is_none(), 0),
            (Common::Legacy, !encodings.is_empty(), 0),
            (Common::Unread, health.unread > 0, health.unread),
            (Common::Suspects, health.suspects > 0, health.suspects),
        ];
        for (common, _, places) in met.into_iter().filter(|(_, is_met, _)| *is_met) {
            let group = &mut self.groups[common as usize];
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
        if health.unread > 0 {
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
            groups.map(Gathered::finish);
        report.unread = Group { samples: take(SampleKind::Unread), ..unread };
        report.suspects = Group { samples: take(SampleKind::Suspect), ..suspects };
        (report.poor, report.limited, report.undated) = (poor, limited, undated);
        (report.unnumbered, report.legacy) = (unnumbered, legacy);
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

/// The encodings of a paper that are older than Unicode, or in which it was misread.
fn encodings(paper: &PaperRecord) -> BTreeSet<&'static str> {
    let read = paper.provenance.legacy_encodings().map(Encoding::name);
    let misread = paper.edits.iter().filter_map(|(why, _)| why.channel());
    read.chain(misread).collect()
}
