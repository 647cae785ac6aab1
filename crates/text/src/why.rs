//! The reasons for which letters are changed.
//! In: nothing. Out: the reasons and their names. Never says where letters were changed; an edit does.

use crate::encoding::Encoding;

/// The reason for which letters were changed; of a second reading, for which they may be. Where several reasons changed
/// one word, it is that of the last stage, and within normalise of the first step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Why {
    /// A code point that only looks like the right letter or sign was replaced (`ƣ` by `ư`, `Ð` by `Đ`, the hyphen
    /// U+2011 by `-`, the ligature `ﬁ` by `fi`). Also a digit that stood for a letter in a word (`h1ện`), or a letter
    /// that stood for a digit in a number (`4S/2022`).
    Lookalike,
    /// An unusual space was replaced by a plain one, or a character that prints as nothing (a zero-width space, a soft
    /// hyphen, a mark of the writing direction) was removed.
    Space,
    /// A tone or other mark stood twice, marks stood in an order that Unicode does not compose, or a mark stood as a
    /// sign of its own (``va` `` for `và`).
    MarkOrder,
    /// A letter was lost on the way, mostly by a font, and was put back. In its place may have stood nothing, a space,
    /// a sign, or another character that stands for it throughout the paper.
    LetterLost,
    /// An OCR took a letter for another.
    Misread,
    /// The author wrote a word twice. One of the two was removed.
    DoubledWord,
    /// The author wrote a wrong word in a set phrase. The right one was put in.
    WrongWord,
    /// A tone or other mark was gone. In an edit it was restored because the caller asked for it. A second reading
    /// tells, unasked, what it may have been.
    MarksRestored,
    /// The space between two words was missing and was put in.
    WordsJoined,
    /// A space stood inside a word and was removed.
    WordSplit,
    /// The letters of a word were set apart by spaces, as in a heading, and were joined.
    LettersApart,
    /// A person accepted the repair, whatever its reason was.
    Confirmed,
    /// A person wrote the text that stands there now.
    SetByPerson,
    /// The text was written in this encoding and decoded in another.
    Encoding(Encoding),
}

impl Why {
    /// All reasons, in the order in which summaries list them: 13 and one for each [`Encoding`].
    pub const ALL: [Why; 22] = [
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
        Why::Encoding(Encoding::Latin1),
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

    /// The name of the encoding in which the text was written; `None` where the reason is no [`Why::Encoding`].
    pub fn channel(self) -> Option<&'static str> {
        match self {
            Why::Encoding(encoding) => Some(encoding.name()),
            _ => None,
        }
    }

    /// The reason with this name; `None` where no reason has it.
    pub fn named(name: &str) -> Option<Why> {
        Why::ALL.into_iter().find(|why| why.name() == name)
    }

    /// Whether a person decided the change.
    pub fn is_settled(self) -> bool {
        matches!(self, Why::Confirmed | Why::SetByPerson)
    }

    /// Whether the mistake is the author's own. A passage then shows the text as printed, with the correction beside
    /// it.
    pub fn is_slip(self) -> bool {
        matches!(self, Why::DoubledWord | Why::WrongWord)
    }
}
