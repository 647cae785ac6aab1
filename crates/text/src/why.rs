//! Why letters were changed.
//! In: nothing. Out: the reasons by name. Never says where they were changed; an edit does.

use crate::encoding::Encoding;

/// Why letters were changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Why {
    /// A code point that looks like the right letter (`ƣ` for `ư`, `Ð` for `Đ`).
    Lookalike,
    /// A no-break, zero-width or other odd space.
    Space,
    /// A tone or mark written twice or in an order that Unicode does not compose.
    MarkOrder,
    /// A letter that the font of the paper lost.
    LetterLost,
    /// A letter that an OCR took for another.
    Misread,
    /// The author's slip: a word written twice.
    DoubledWord,
    /// The author's slip: a wrong word in a set phrase.
    WrongWord,
    /// A tone or mark that was gone, restored on request.
    MarksRestored,
    /// Words that were run together.
    WordsJoined,
    /// A word that was torn in two.
    WordSplit,
    /// A word whose letters were set apart.
    LettersApart,
    /// A repair, whatever it was for, that a person looked at and found right.
    Confirmed,
    /// A person wrote what is to stand there.
    SetByPerson,
    /// The paper or a paragraph of it was written in this encoding and read in another.
    Encoding(Encoding),
}

impl Why {
    /// All reasons, in the order in which summaries list them.
    pub const ALL: [Why; 21] = [
        Why::Lookalike,
        Why::Space,
        Why::MarkOrder,
        Why::LetterLost,
        Why::Misread,
        Why::DoubledWord,
        Why::WrongWord,
        Why::MarksRestored,
        Why::WordsJoined,
        Why::WordSplit,
        Why::LettersApart,
        Why::Confirmed,
        Why::SetByPerson,
        Why::Encoding(Encoding::Tcvn3),
        Why::Encoding(Encoding::Vni),
        Why::Encoding(Encoding::Vps),
        Why::Encoding(Encoding::Viscii),
        Why::Encoding(Encoding::Viqr),
        Why::Encoding(Encoding::Windows1258),
        Why::Encoding(Encoding::Utf8),
        Why::Encoding(Encoding::Utf8Twice),
    ];

    /// The word that JSON and messages use.
    pub fn name(self) -> &'static str {
        match self {
            Why::Lookalike => "lookalike",
            Why::Space => "space",
            Why::MarkOrder => "mark-order",
            Why::LetterLost => "letter-lost",
            Why::Misread => "misread",
            Why::DoubledWord => "doubled-word",
            Why::WrongWord => "wrong-word",
            Why::MarksRestored => "marks-restored",
            Why::WordsJoined => "words-joined",
            Why::WordSplit => "word-split",
            Why::LettersApart => "letters-apart",
            Why::Confirmed => "confirmed",
            Why::SetByPerson => "set-by-person",
            Why::Encoding(encoding) => encoding.reason(),
        }
    }

    /// The channel that did the damage, where it is known by name: the encoding.
    pub fn channel(self) -> Option<&'static str> {
        match self {
            Why::Encoding(encoding) => Some(encoding.name()),
            _ => None,
        }
    }

    /// The reason with this name.
    pub fn named(name: &str) -> Option<Why> {
        Why::ALL.into_iter().find(|why| why.name() == name)
    }

    /// Whether a person decided.
    pub fn is_settled(self) -> bool {
        matches!(self, Why::Confirmed | Why::SetByPerson)
    }

    /// Whether the mistake is the author's, not the extraction's: a passage then shows the text as
    /// printed, with the correction beside it.
    pub fn is_slip(self) -> bool {
        matches!(self, Why::DoubledWord | Why::WrongWord)
    }
}
