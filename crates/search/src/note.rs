//! What a reader should know of how a question was understood and answered.
//! In: nothing. Out: plain values with a code each. Never a sentence: `present` of the program makes those.

use serde::Serialize;

/// Something that the reader should know. Its code and its fields stay as they are: other programs read them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Note {
    /// Only the head of a very long question was read.
    QuestionCut {
        /// Bytes that were read.
        bytes: usize,
    },
    /// A question of very many different words: the others were left aside.
    TooManyWords {
        /// Words that were taken.
        most: usize,
    },
    /// Operators stand in a question of very many parts: the others only rank.
    TooManyConditions {
        /// Parts that stand in the condition.
        most: usize,
    },
    /// Papers are asked for the first words of a question alone.
    TooManyWordsOfPaper {
        /// Words that a paper must hold.
        most: usize,
    },
    /// The question was read otherwise than it was typed.
    ReadAs {
        /// The whole question as it was read.
        question: String,
    },
    /// Something that was typed says nothing in its place.
    LeftAside(Aside),
    /// Sections that hold none of the words would meet the condition; they are not listed.
    NothingDemanded,
    /// Abbreviations stand for what they mean, or the reverse.
    Abbreviations {
        /// What stands for what: `BTV = Ban Thường vụ`.
        expansions: Vec<String>,
    },
    /// There are more spellings with abbreviations than were tried.
    AbbreviationsCapped,
    /// A word with `*` or `~` stands for no word of the index.
    ExpandedToNothing {
        /// The word.
        word: String,
    },
    /// A word with `*` or `~` stands for these.
    Expanded {
        /// The word.
        word: String,
        /// All words that it stands for.
        to: Vec<String>,
    },
    /// A word with `*` or `~` stands for many.
    ExpandedToMany {
        /// The word.
        word: String,
        /// How many it stands for.
        count: usize,
        /// Some of them.
        to: Vec<String>,
    },
    /// A word with `*` or `~` stands for more than were looked for.
    ExpandedInPart {
        /// The word.
        word: String,
        /// How many it stands for.
        of: usize,
        /// How many were looked for, the most frequent.
        count: usize,
    },
    /// More words with `*` or `~` than are expanded.
    TooManyExpansions {
        /// How many are expanded.
        most: usize,
        /// The first that was taken as it stands.
        word: String,
        /// How many others.
        others: usize,
    },
    /// No paper bears or cites a number: it was looked up as the words stand.
    NumberUnknown {
        /// The number as typed.
        number: String,
    },
    /// No paper bears or cites a number: shown are places where its words stand side by side.
    NumberAsPhrase {
        /// The number, as the question was understood.
        number: String,
    },
    /// No citation of the number was found: it was looked up as the words stand.
    NumberAsWords,
    /// A number typed in part may be one of several.
    NumberOpen {
        /// How many.
        count: usize,
        /// These.
        numbers: Vec<String>,
    },
    /// Numbers that differ by a year alone are not listed.
    YearsNotListed {
        /// These.
        numbers: Vec<String>,
    },
    /// A phrase with a number inside: the number is found there in any spelling.
    PhraseWithNumber {
        /// The phrase.
        phrase: String,
    },
    /// A phrase with a number inside was looked up as its words stand.
    PhraseAsWords {
        /// The phrase.
        phrase: String,
    },
    /// No paper can meet both filters.
    FiltersContradict {
        /// One.
        first: String,
        /// The other.
        second: String,
    },
    /// Papers without a date were left out by a filter.
    UndatedLeftOut {
        /// How many papers.
        papers: usize,
    },
    /// No paper has just the value of a filter: those whose value contains it were chosen.
    FilterContains {
        /// The field.
        field: String,
        /// The value.
        value: String,
    },
}

/// Something that was typed and says nothing in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Aside {
    /// Where it begins in the question as typed, in Unicode scalar values from 0.
    pub position: usize,
    /// What stands there.
    pub typed: String,
    /// What was done with it, and why.
    #[serde(flatten)]
    pub oddity: Oddity,
}

/// What is odd about something that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "why_code", rename_all = "kebab-case")]
pub enum Oddity {
    /// A quotation mark without partner.
    QuoteAlone,
    /// A pair of quotation marks without a word.
    QuotesEmpty,
    /// A phrase of very many words: the first are looked for.
    PhraseCut {
        /// How many.
        most: usize,
    },
    /// `~` behind a phrase, without a number.
    DistanceMissing,
    /// A `*` that stands behind no beginning of a word.
    StarAlone,
    /// A `~` that stands behind no word or phrase.
    TildeAlone,
    /// `~` with a number behind a word that is too far.
    DistanceTooFar {
        /// As typed.
        far: u8,
        /// As taken.
        most: u8,
    },
    /// `(` without partner.
    OpenAlone,
    /// `)` without partner.
    CloseAlone,
    /// Parentheses inside one another, too deep.
    NestedTooDeep {
        /// How deep they may stand.
        most: usize,
    },
    /// Parentheses that hold nothing.
    ParenthesesEmpty,
    /// An operator with nothing before it.
    NothingBefore,
    /// An operator with nothing after it.
    NothingAfter,
    /// The question only says what must not be there: its words were taken as such.
    OnlyBans,
}

impl Oddity {
    /// Whether an operator lacks what it joins.
    pub fn lacks_operand(self) -> bool {
        matches!(self, Oddity::NothingBefore | Oddity::NothingAfter)
    }
}
