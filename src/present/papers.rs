//! Papers as rows of a list, and counts of papers, as JSON; and short notes on a paper as text.
//! In: records and counts. Out: serialisable views. Unknown values are null; a row of a whole file has no keys `part`
//! and `lines`.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use vankien_engine::paper_path;
use vankien_engine::{PaperRecord, paper_id};
use vankien_papers::Provenance;
use vankien_papers::document::{Field, Masthead};
use vankien_search::{Counts, Facets};
use vankien_text::Quality;

use super::filters::{self, FilterView};

/// A row of `list --json`.
#[derive(Debug, Serialize)]
pub struct RowView<'a> {
    /// The id of the file, by which addresses of the server name it. All parts of one file have the same id.
    pub id: String,
    /// The path of its file, as `ingest` found it.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: &'a str,
    /// Its number.
    pub number: Option<&'a str>,
    /// Its kind.
    pub kind: Option<&'a str>,
    /// The body that issued it.
    pub issuer: Option<&'a str>,
    /// Its date.
    pub date: Option<&'a str>,
    /// Its title.
    pub title: Option<&'a str>,
    /// The number of pages of the file, if it is known.
    pub pages: Option<u32>,
    /// Whether its text can be trusted and no page lacks text; poor if either is not so. It is that of the whole file,
    /// as `pages` and `also_in` are.
    pub quality: Quality,
    /// The paths of other files with the same paper.
    #[serde(serialize_with = "paper_path::serialize_all")]
    pub also_in: &'a [String],
    /// Which of several papers of the file this is; left out in a row for the whole file.
    #[serde(flatten)]
    pub part: Option<PartOf>,
}

/// Which of several papers of a file a row is about.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PartOf {
    /// The number of the paper in the file, from 1.
    pub part: usize,
    /// First and last line of the extracted text, 1-based, inclusive.
    pub lines: (u32, u32),
}

/// The row of a paper. For a file with several papers it is the row of the first.
pub fn row(paper: &PaperRecord) -> RowView<'_> {
    row_of(paper, &paper.masthead, None)
}

/// A row for each of the papers that the file holds, in the order of the file; if it holds one, its row as of [`row`].
pub fn rows_of_parts(paper: &PaperRecord) -> Vec<RowView<'_>> {
    if paper.parts.is_empty() {
        return vec![row(paper)];
    }
    let rows = paper.parts.iter().enumerate().map(|(index, part)| {
        row_of(paper, &part.masthead, Some(PartOf { part: index + 1, lines: part.lines }))
    });
    rows.collect()
}

fn row_of<'a>(paper: &'a PaperRecord, masthead: &'a Masthead, part: Option<PartOf>) -> RowView<'a> {
    RowView {
        part,
        id: paper_id(&paper.path),
        path: &paper.path,
        number: value(&masthead.number),
        kind: value(&masthead.kind),
        issuer: value(&masthead.issuer),
        date: value(&masthead.date),
        title: value(&masthead.title),
        pages: paper.pages,
        quality: paper.quality,
        also_in: &paper.also_in,
    }
}

/// The provenance of a text in two keys: `obtained` is a sentence in English, `obtained_code` is for programs.
#[derive(Debug)]
pub struct ObtainedView<'a>(pub &'a Provenance);

impl Serialize for ObtainedView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut keys = serializer.serialize_struct("Obtained", 2)?;
        keys.serialize_field("obtained", &self.0.to_string())?;
        keys.serialize_field("obtained_code", self.0.code())?;
        keys.end()
    }
}

/// The command that may improve poor text of this provenance: OCR for a PDF of which no page has been read by an OCR.
/// `None` for all others, also for a PDF that an OCR has read in part, though a further `ingest --ocr` goes on with it.
pub fn remedy(provenance: &Provenance) -> Option<&'static str> {
    provenance.may_need_ocr().then_some("vankien ingest --ocr")
}

/// The note on poor text, with the command that [`remedy`] gives, if any: `poor text; try: vankien ingest --ocr`.
pub fn poor_text_note(provenance: &Provenance) -> String {
    match remedy(provenance) {
        Some(command) => format!("poor text; try: {command}"),
        None => "poor text".to_owned(),
    }
}

fn value(field: &Option<Field<String>>) -> Option<&str> {
    field.as_ref().map(|field| field.value.as_str())
}

/// The object of `facets --json`.
#[derive(Debug, Serialize)]
pub struct FacetsView<'a> {
    papers: usize,
    kind: Vec<CountView<'a>>,
    issuer: Vec<CountView<'a>>,
    place: Vec<CountView<'a>>,
    year: Vec<CountView<'a>>,
    signer: Vec<CountView<'a>>,
    quality: Vec<CountView<'a>>,
    filters: Vec<FilterView<'a>>,
}

#[derive(Debug, Serialize)]
struct CountView<'a> {
    value: Option<&'a str>,
    count: usize,
}

/// The view of counted papers.
pub fn facets(facets: &Facets) -> FacetsView<'_> {
    FacetsView {
        papers: facets.papers,
        kind: counts(&facets.kind),
        issuer: counts(&facets.issuer),
        place: counts(&facets.place),
        year: counts(&facets.year),
        signer: counts(&facets.signer),
        quality: counts(&facets.quality),
        filters: filters::views(&facets.filters),
    }
}

fn counts(counts: &Counts) -> Vec<CountView<'_>> {
    counts
        .iter()
        .map(|(value, count)| CountView { value: value.as_deref(), count: *count })
        .collect()
}

/// The other files with the same paper, to be put behind its name: `, also in b.docx and 2 more`; empty for none.
pub fn also_in(paths: &[String]) -> String {
    match paths {
        [] => String::new(),
        [one] => format!(", also in {}", paper_path::shown(one)),
        [one, more @ ..] => format!(", also in {} and {} more", paper_path::shown(one), more.len()),
    }
}
