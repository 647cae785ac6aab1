//! Notes for a reader about how a question was understood and answered.
//! In: nothing. Out: plain values with a code each. Never a sentence: `present` of the program makes those.

use serde::Serialize;

/// A note for a reader. Codes and fields are part of the JSON contract and never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Note {
    /// Only the beginning of a very long question was read.
    QuestionCut {
        /// Bytes that were read.
        bytes: usize,
    },
    /// The question has too many different parts (words, phrases, numbers): the others were ignored.
    TooManyWords {
        /// How many parts were kept.
        most: usize,
    },
    /// The question has operators and too many parts for one condition: the other parts only rank.
    TooManyConditions {
        /// How many parts stand in the condition.
        most: usize,
    },
    /// Whole papers were asked, with many words: they must hold only the first ones.
    TooManyWordsOfPaper {
        /// How many parts of the question, from the first on, can be required of a paper.
        most: usize,
    },
    /// The question was read otherwise than it was typed.
    ReadAs {
        /// The whole question as it was read.
        question: String,
    },
    /// Syntax of the question was ignored or taken literally.
    LeftAside(Aside),
    /// Sections without any of the words would meet the condition too; they are not listed.
    NothingDemanded,
    /// Abbreviations were spelled out, or the reverse.
    Abbreviations {
        /// What stands for what: `BTV = Ban Thường vụ`.
        expansions: Vec<String>,
    },
    /// Not all spellings with abbreviations were tried: there are too many, or the phrase is too long.
    AbbreviationsCapped,
    /// A word with `*` or `~` stands for no word of the index, so that it finds nothing.
    ExpandedToNothing {
        /// The word.
        word: String,
    },
    /// A word with `*` or `~` stands for these words.
    Expanded {
        /// The word.
        word: String,
        /// All words that it stands for.
        to: Vec<String>,
    },
    /// A word with `*` or `~` stands for many words, not all named here.
    ExpandedToMany {
        /// The word.
        word: String,
        /// How many it stands for.
        count: usize,
        /// The first of them: the nearest, then those that most sections hold.
        to: Vec<String>,
    },
    /// A word with `*` or `~` stands for more words than were looked for.
    ExpandedInPart {
        /// The word.
        word: String,
        /// How many words of the index it stands for.
        of: usize,
        /// How many were looked for.
        count: usize,
    },
    /// The question has too many different words with `*` or `~`: the others were looked for as typed.
    TooManyExpansions {
        /// How many were expanded.
        most: usize,
        /// The first word that was not expanded, in order of the alphabet.
        word: String,
        /// How many more words were not expanded.
        others: usize,
    },
    /// No paper bears or cites a number: its words were looked for instead.
    NumberUnknown {
        /// The number as typed.
        number: String,
    },
    /// No paper bears or cites a number: the hits hold its words as a phrase.
    NumberAsPhrase {
        /// The words of the number as the question was understood, with `number ` before them.
        number: String,
    },
    /// No citation of the number was found: the mentions are of its words.
    NumberAsWords,
    /// A number that was typed in part may be one of several.
    NumberOpen {
        /// How many numbers it may be.
        count: usize,
        /// The numbers that it may be, in capitals.
        numbers: Vec<String>,
    },
    /// Mentions of numbers that differ from the one asked for only by a year are not listed.
    YearsNotListed {
        /// The numbers with a year, in capitals.
        numbers: Vec<String>,
    },
    /// A phrase with a number inside: the number is found there in any spelling.
    PhraseWithNumber {
        /// The phrase.
        phrase: String,
    },
    /// A phrase with a number inside was looked for as its words stand.
    PhraseAsWords {
        /// The phrase.
        phrase: String,
    },
    /// No paper can meet both of these filters.
    FiltersContradict {
        /// One filter as typed.
        first: String,
        /// The other filter as typed.
        second: String,
    },
    /// Papers without a date were left out by a date filter.
    UndatedLeftOut {
        /// How many papers.
        papers: usize,
    },
    /// No paper has exactly the value of a filter: papers whose value contains it were chosen, if there are any.
    FilterContains {
        /// The name of the filter as typed, folded.
        field: String,
        /// The value as typed.
        value: String,
    },
}

/// Syntax of a question that was ignored or taken literally, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Aside {
    /// Where it begins in the question as typed, in Unicode scalar values from 0.
    pub position: usize,
    /// What stands there, as it was parsed: at most 24 characters of it, and `…` where it is longer.
    pub typed: String,
    /// What is wrong there, and so what was done with it.
    #[serde(flatten)]
    pub oddity: Oddity,
}

/// What is wrong with syntax of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "why_code", rename_all = "kebab-case")]
pub enum Oddity {
    /// A quotation mark without partner: ignored.
    QuoteAlone,
    /// A pair of quotation marks without a word between them: ignored.
    QuotesEmpty,
    /// A phrase of too many words: only the first are looked for.
    PhraseCut {
        /// How many words are looked for.
        most: usize,
    },
    /// `~` behind a phrase, without a number or with one too large to read: ignored.
    DistanceMissing,
    /// A `*` that belongs to no word, as in `a*b`: ignored.
    StarAlone,
    /// A `~` that belongs to no word or phrase, as in `a~b`: ignored.
    TildeAlone,
    /// `~` behind a word with too large a distance: a smaller one was taken.
    DistanceTooFar {
        /// The edit distance typed; 255 stands for any larger one, too.
        far: u8,
        /// The distance taken instead.
        most: u8,
    },
    /// `(` without partner: ignored.
    OpenAlone,
    /// `)` without partner: ignored.
    CloseAlone,
    /// Parentheses nested too deeply: the inner ones are ignored.
    NestedTooDeep {
        /// How deeply they may be nested.
        most: usize,
    },
    /// Parentheses without anything between them: ignored.
    ParenthesesEmpty,
    /// An operator with nothing before it: ignored.
    NothingBefore,
    /// An operator with nothing after it: ignored.
    NothingAfter,
    /// The question only excludes: its words were looked for instead.
    OnlyBans,
}

impl Oddity {
    /// Whether an operator lacks the words before or after it, or a pair of parentheses those in it.
    pub fn lacks_operand(self) -> bool {
        matches!(self, Oddity::NothingBefore | Oddity::NothingAfter | Oddity::ParenthesesEmpty)
    }
}
