//! What a paper says of itself, column by column.
//! In: the record of a paper. Out: names of columns and values. Never reads an index; `columns` does.

use crate::names::Name;
use crate::record::PaperRecord;
use vankien_text::Quality;

/// A column of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The kind, as [`Name::to_column`] writes it.
    Kind,
    /// The body that issued the paper, likewise.
    Issuer,
    /// The place, likewise.
    Place,
    /// The name of who signed, likewise.
    Signer,
    /// The paper's own number.
    Number,
    /// The date, as exact as it is printed.
    Date,
    /// `good` or `poor`.
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

    /// The name of the field in the schema.
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

    /// The value of a paper; `None` where it does not say.
    pub fn of(self, paper: &PaperRecord) -> Option<String> {
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

/// What of a paper nobody could read, as one number of a column that only papers have.
pub fn unread(paper: &PaperRecord) -> u64 {
    let is_poor = paper.text_quality == Quality::Poor;
    u64::from(paper.unread_pages) + u64::from(is_poor) + paper.provenance.limits.len() as u64
}
