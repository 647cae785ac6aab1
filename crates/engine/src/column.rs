//! The metadata of papers as columns, for filters and facets.
//! In: the record of a paper. Out: names of columns and values. Never reads an index (`tantivy/columns` does).

use crate::names::Name;
use crate::record::PaperRecord;
use vankien_text::Quality;

/// A column with at most one string per paper, from its masthead or its quality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The kind of the paper, such as resolution or directive, in the form of [`Name::to_column`].
    Kind,
    /// The body that issued the paper, in the same form.
    Issuer,
    /// The place of issue, in the same form.
    Place,
    /// The name of the signer, in the same form; without the post.
    Signer,
    /// The paper's own document number, canonical: `59-NQ/TW`.
    Number,
    /// The date of the paper in ISO form: `2020-08-05`, or `2020-08` if only the month is printed.
    Date,
    /// [`PaperRecord::quality`]: `good`, or `poor` if the text cannot be trusted or pages have no text. Never missing.
    Quality,
}

impl Column {
    /// All columns.
    pub const ALL: [Column; 7] = [
        Column::Kind,
        Column::Issuer,
        Column::Place,
        Column::Signer,
        Column::Number,
        Column::Date,
        Column::Quality,
    ];

    /// The name of its field in the schema of the index; part of the index format.
    pub fn name(self) -> &'static str {
        match self {
            Column::Kind => "kind",
            Column::Issuer => "issuer",
            Column::Place => "place",
            Column::Signer => "signer",
            Column::Number => "number",
            Column::Date => "date",
            Column::Quality => "quality",
        }
    }

    /// The value of a paper in this column; `None` if its masthead lacks the field, or the name there has no word.
    pub fn value_of(self, paper: &PaperRecord) -> Option<String> {
        let masthead = &paper.masthead;
        let name = |text: &str| Some(Name::of(text)?.to_column());
        match self {
            Column::Kind => name(&masthead.kind.as_ref()?.value),
            Column::Issuer => name(&masthead.issuer.as_ref()?.value),
            Column::Place => name(&masthead.place.as_ref()?.value),
            Column::Signer => name(&masthead.signer.as_ref()?.value.name),
            Column::Number => Some(masthead.number.as_ref()?.value.clone()),
            Column::Date => Some(masthead.date.as_ref()?.value.clone()),
            Column::Quality => Some(paper.quality.name().to_owned()),
        }
    }
}

/// How much of a paper could not be read: pages without text, plus one for poor text, plus one for each limit that was
/// met. A numeric column of paper documents holds it; 0 means that all was read.
pub fn unread_count(paper: &PaperRecord) -> u64 {
    let is_poor = paper.text_quality == Quality::Poor;
    u64::from(paper.unread_pages) + u64::from(is_poor) + paper.provenance.limits.len() as u64
}
