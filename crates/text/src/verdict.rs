//! What a person said of a place of a paper: how it is to be read, whatever repair makes of it.
//! In: nothing. Out: plain values without behaviour beyond names. Never reads, never prints.

use crate::why::Why;

/// How one place of a paper is to be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Verdict {
    /// The 1-based line of the extracted text.
    pub line: u32,
    /// The 0-based column in that line, in Unicode scalar values.
    pub column: u32,
    /// What stands there.
    pub from: String,
    /// What it is to be read as; `from` itself where a repair was rejected.
    pub to: String,
    /// What the person said.
    pub judgement: Judgement,
}

/// What a person said of a repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Judgement {
    /// It is right.
    Accept,
    /// What stood there is right.
    Reject,
    /// Neither is: something else is.
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

    /// The reason of the edit that it makes.
    pub fn why(self) -> Why {
        match self {
            Judgement::Accept | Judgement::Reject => Why::Confirmed,
            Judgement::Set => Why::SetByPerson,
        }
    }
}
