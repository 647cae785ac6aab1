//! What a letter stage gives: the mended text, the way back, and each change with its reason.
//! In: nothing. Out: plain values and how the changes of two stages become one list. Never reads, never prints.

use std::borrow::Cow;

use crate::encoding::Encoding;
use crate::quality::Quality;
use crate::span::{Map, Span};
use crate::verdict::Verdict;

/// What a letter stage (`normalise`, `repair`) made of the text that came in. It has as many lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Mended<'a> {
    /// The text that goes out; borrowed where nothing was changed.
    pub text: Cow<'a, str>,
    /// From `text` back to the text that came in.
    pub map: Map,
    /// What was changed, in order of place, without overlap. Spans are bytes of the text that came in.
    pub edits: Vec<Edit>,
}

impl<'a> Mended<'a> {
    /// The text as it came in: nothing to mend.
    pub fn untouched(text: &'a str) -> Mended<'a> {
        Mended { text: Cow::Borrowed(text), map: Map::identity(), edits: Vec::new() }
    }
}

/// A change of letters, one syllable each (law 1): what stood there, what stands there now, and why.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Edit {
    /// Bytes of the text that came into the stage; in a [`Document`], of the extracted text.
    pub span: Span,
    /// What stood there.
    pub from: String,
    /// What stands there now.
    pub to: String,
    /// The reason.
    pub why: Why,
    /// How sure, from 0 to 1.
    pub confidence: f32,
}

/// What the two letter stages made of a text.
pub struct MendedText<'a> {
    /// From [`normalise`](crate::normalise::normalise), with the letters that the file tells.
    pub normalised: Mended<'a>,
    /// The repaired text.
    pub text: String,
    /// From the repaired text back to the extracted text.
    pub map: Map,
    /// The edits of both stages in order; spans are bytes of the extracted text.
    pub edits: Vec<Edit>,
    /// What else may stand at places that were left alone; spans as those of the edits.
    pub readings: Vec<Edit>,
    /// Whether the text can be trusted to be Vietnamese.
    pub quality: Quality,
}

/// What a reader may ask of the letter stages beyond what they do by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish<'v> {
    /// Restore tones and marks of words that lost them, by likelihood.
    pub restore_marks: bool,
    /// How places of this very text are to be read, as a person said.
    pub verdicts: &'v [Verdict],
}

/// The edits of two turns over one text, both in order. `later` were made to what `earlier` left;
/// `map` leads them back to `source`, where the first turn began. A later edit on the place of an
/// earlier one is one change of the reader's text: they become one.
pub fn joined(source: &str, map: &Map, earlier: Vec<Edit>, later: Vec<Edit>) -> Vec<Edit> {
    let mut all: Vec<Edit> = Vec::with_capacity(earlier.len() + later.len());
    let mut earlier = earlier.into_iter().peekable();
    for mut edit in later {
        let ranges = map.back(edit.span);
        if let (Some(first), Some(last)) = (ranges.first(), ranges.last()) {
            edit.span = Span::new(first.start, last.end);
            edit.from = edit.span.of(source).to_owned();
        }
        while let Some(before) = earlier.next_if(|one| one.span.start < edit.span.end) {
            all.push(before);
        }
        while all.last().is_some_and(|one| one.span.overlaps(edit.span)) {
            all.pop();
        }
        all.push(edit);
    }
    all.extend(earlier);
    all.sort_by_key(|edit| edit.span);
    all
}

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
            Why::Encoding(encoding) => encoding.misread(),
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
