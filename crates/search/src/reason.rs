//! Why a mention means this of several papers that bear one number.
//! In: nothing. Out: plain values with a code each. Never a sentence: `present` of the program makes those.

use serde::Serialize;

/// What decided which paper a mention means, or speaks for a candidate. Its code and its fields stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reason_code", rename_all = "kebab-case")]
pub enum Reason {
    /// The other paper came later than the citing one.
    OtherCameLater {
        /// The date of the other.
        date: String,
    },
    /// The citing paper is older than all that are known: another of this number is meant.
    OlderThanAll {
        /// The date of the first that is known.
        date: String,
    },
    /// Words of its title stand near by.
    TitleNearBy,
    /// The issuer behind the number is of the place where it was signed.
    IssuerOfPlace,
    /// It was signed in the place where the citing paper was.
    SamePlace,
    /// It is the latest before the citing paper.
    LatestBefore {
        /// The date of the citing paper.
        date: String,
    },
    /// It came before the citing paper.
    Before {
        /// The date of the citing paper.
        date: String,
    },
    /// The citing paper bears no date that would decide.
    CitingUndated,
    /// Its own date is not known.
    DateUnknown,
    /// It is the only one that is known.
    OnlyOne,
    /// The citing paper itself names it.
    NamedByPaper,
    /// Nothing decides, and not all that are possible are named.
    NamedInPart {
        /// How many are named.
        named: usize,
        /// How many are possible.
        of: usize,
    },
}
