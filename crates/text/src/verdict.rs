//! Verdicts: what a person said about places of a paper, which overrides repair.
//! In: nothing. Out: plain values and their names. Never reads a file, never prints.

use crate::why::Why;

/// What a person said about one place of a paper.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Verdict {
    /// The 1-based line of the extracted text.
    pub line: u32,
    /// The 0-based column in that line, in Unicode scalar values.
    pub column: u32,
    /// The extracted text that stands there. The verdict is not applied if something else stands there now, or if this
    /// is empty. Where two verdicts lie on what normalise and repair changed as one, only the one that begins first in
    /// the text is applied.
    pub from: String,
    /// The text that is to stand there; the same as `from` where the original is to stay.
    pub to: String,
    /// How the person judged the repair. It decides the reason of the edit, and nothing else.
    pub judgement: Judgement,
}

/// How a person judged a repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Judgement {
    /// The repair is right.
    Accept,
    /// The original is right.
    Reject,
    /// Another text is right.
    Set,
}

impl Judgement {
    /// The word that JSON and messages use.
    pub fn name(self) -> &'static str {
        match self {
            Judgement::Accept => "accept",
            Judgement::Reject => "reject",
            Judgement::Set => "set",
        }
    }

    /// The reason of the edit that the verdict makes: `SetByPerson` for `Set`, else `Confirmed`. A rejected repair
    /// makes no edit, because its `to` is its `from`; its reason is never seen.
    pub fn why(self) -> Why {
        match self {
            Judgement::Accept | Judgement::Reject => Why::Confirmed,
            Judgement::Set => Why::SetByPerson,
        }
    }
}
