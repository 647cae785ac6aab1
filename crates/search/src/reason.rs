//! Reasons why a mention means one of several papers with the same number.
//! In: nothing. Out: plain values with a code each. Never a sentence: `present` of the program makes those.

use serde::Serialize;

/// What decided which paper a mention means, or what speaks for a candidate. Codes and fields are part of the JSON
/// contract and never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reason_code", rename_all = "kebab-case")]
pub enum Reason {
    /// All other papers of this number are later than the citing one.
    OtherCameLater {
        /// The date of the earliest of the later papers.
        date: String,
    },
    /// The citing paper is older than all known papers of this number: an unknown one is meant.
    OlderThanAll {
        /// The date of the earliest known paper.
        date: String,
    },
    /// Words of the title stand near the mention.
    TitleNearBy,
    /// The issuer printed behind the number names the place where the paper was signed.
    IssuerOfPlace,
    /// The paper was signed at the same place as the citing one.
    SamePlace,
    /// It is the latest paper of this number before the citing one.
    LatestBefore {
        /// The date of the citing paper.
        date: String,
    },
    /// It is an earlier paper than the citing one.
    Before {
        /// The date of the citing paper.
        date: String,
    },
    /// The citing paper has no date, which could have decided.
    CitingUndated,
    /// The date of the candidate is not known.
    DateUnknown,
    /// It is the only known paper of this number.
    OnlyOne,
    /// The citing paper names it without a number.
    NamedByPaper,
    /// Nothing decides, and not all candidates are shown.
    NamedInPart {
        /// How many candidates are shown.
        named: usize,
        /// How many candidates there are.
        of: usize,
    },
}
