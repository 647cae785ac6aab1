//! The query plan: the clauses that the first pass scores, and the condition that a section must meet to answer.
//! In: nothing. Out: plain values. Never knows how a question was typed, nor how a store evaluates the plan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::condition::Condition;
use crate::filter::ChosenPapers;
use crate::found::FoundSections;
use crate::section::SectionId;
use crate::terms::Terms;

/// A query plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The clauses, in the order in which they are scored; common words may be scored after all others
    /// ([`Weighting::common_floor`]).
    pub clauses: Vec<Clause>,
    /// Other spellings of words and phrases, such as an abbreviation of what was typed, or what a typed abbreviation
    /// stands for. [`Clause::spellings`] refers to them by index; an occurrence counts for each clause that refers to
    /// it.
    pub spellings: Vec<Phrase>,
    /// The Boolean condition over parts that a section must meet. `None`: it must hold every required clause.
    pub condition: Option<Condition>,
    /// Whether `condition` is evaluated over a whole paper: its sections meet it together. Each section that holds a
    /// wanted part then answers. Without a condition no section does.
    pub per_paper: bool,
    /// The papers that are searched: those that match the filters of the question.
    pub chosen: Arc<ChosenPapers>,
    /// How many of the content words a section must hold. `None`: no number of words is required, but a section without
    /// a score never answers.
    pub coverage: Option<Coverage>,
    /// Sections that never answer, because an earlier ranking of the same question has given them already.
    pub except: Option<Arc<FoundSections>>,
    /// Whether the store returns the set of all sections that answer ([`crate::engine::Candidates::found`]). The caller
    /// needs it for [`Plan::except`] of a later plan, and to count in it.
    pub keeps_found: bool,
    /// The weights and thresholds of the first pass.
    pub weighting: Weighting,
}

/// A clause: one thing that is counted and scored in sections.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The number, from 0, of the part of the question that it belongs to: its operand in [`Plan::condition`]. Several
    /// clauses may belong to one part.
    pub part: usize,
    /// What is counted.
    pub kind: ClauseKind,
    /// Its other spellings, as indexes into [`Plan::spellings`].
    pub spellings: Vec<usize>,
    /// Whether the clause stands under NOT. It adds no score. Words typed with marks match only under these marks;
    /// words typed without marks match under any. Other spellings and second readings are not looked for.
    pub is_banned: bool,
}

/// The kinds of clauses.
#[derive(Clone, Debug, PartialEq)]
pub enum ClauseKind {
    /// A word. It is scored, not required.
    Word(RankedWord),
    /// Words side by side in this order. Required.
    Phrase(Vec<Terms>),
    /// Words in any order. In all, at most this many other words stand between the first and the last of them.
    /// Required.
    Near(Vec<Terms>, u32),
    /// Document numbers; one of them is enough. Required.
    Numbers(Numbers),
}

/// A word that is scored and not required.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedWord {
    /// The terms that it stands for.
    pub terms: Terms,
    /// A factor of its score: 1 for most words, less for a word that only asks (*như thế nào*, how).
    pub weight: f32,
    /// `Some` if it is a content word, one that counts for [`Coverage`]: the key by which equal words are counted once.
    pub content: Option<String>,
    /// Whether the store may save time on it if it is common ([`Weighting::common`]): it then counts only occurrences
    /// with the typed marks, and none in second readings. Only for a word whose terms are [`Terms::Typed`].
    pub may_be_common: bool,
}

/// The document numbers of a clause, as keys (see [`crate::keys`]). The store puts the first character of a term before
/// each key: [`crate::analyse::OWN_LEAD`] for `own`, [`crate::analyse::NUMBER_LEAD`] for the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Keys that a paper bears as its own number. The section that states this number (mostly the masthead; the first
    /// section of the paper if none states it) ranks before all others, and answers without meeting [`Plan::coverage`].
    /// To hold the clause, it needs a key of `cited` too.
    pub own: Vec<String>,
    /// Keys of citations by number.
    pub cited: Vec<String>,
    /// Keys of citations by name (aliases), and of bare numbers that may mean the same paper (open numbers). They count
    /// less: [`Weighting::aside`].
    pub aside: Vec<String>,
    /// Sections that are what is asked for, such as an article of the paper. They hold the clause, and rank and answer
    /// as the sections of `own` do.
    pub units: Vec<SectionId>,
}

/// A phrase: words side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// The words, in order.
    pub words: Vec<Terms>,
    /// The field that is searched.
    pub field: TextField,
    /// The paths of the only papers in which it counts; `None` for all papers. An abbreviation that some papers define
    /// counts only there.
    pub only: Option<BTreeSet<String>>,
}

impl Phrase {
    /// A phrase in the text of any paper.
    pub fn in_text(words: Vec<Terms>) -> Phrase {
        Phrase { words, field: TextField::Text, only: None }
    }

    /// A phrase in the second readings of any paper.
    pub fn in_second_reading(words: Vec<Terms>) -> Phrase {
        Phrase { words, field: TextField::Second, only: None }
    }
}

/// A field of a section that is indexed with positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextField {
    /// The text itself.
    Text,
    /// The second readings: what damaged places of the text may say, where repair was not sure enough to change them.
    /// See [`crate::second`].
    Second,
}

/// The coverage condition: a section answers only if it holds enough of the content words (see `crate::coverage`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// How many different content words the question has; with 0 there is no coverage condition.
    pub words: usize,
    /// Their weights from an earlier ranking of the same question, used unchanged. `None`: the store computes them. A
    /// rarity depends on which terms a word stands for, so that a later ranking under other marks would give others.
    pub given: Option<Weights>,
}

/// The coverage weight of each content word, by its key [`RankedWord::content`]. If a section must hold all words
/// ([`Weighting::all_words`]), each weight is 1. Otherwise it is 256 times the rarity (IDF, in nats) of the word,
/// rounded down, and at least 1. See `crate::coverage`.
pub type Weights = BTreeMap<String, u32>;

/// The weights and thresholds of the first pass (BM25F). Each plan brings them, no store has its own. Their values, how
/// they were chosen, and the commands that choose them again stand in `crates/search/src/weights.rs`.
///
/// "Counts n" below means: the occurrence is added to the count of its clause as n occurrences, before BM25 saturates
/// the count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighting {
    /// BM25's `k1`: how slowly further occurrences of a word stop counting. At 0 only the first counts.
    pub k1: f32,
    /// BM25's `b`: how much the length of a section reduces its score, from 0 to 1.
    pub b: f32,
    /// What an occurrence in the heading counts, where one in the text counts 1.
    pub title: f32,
    /// What an occurrence of a word in a second reading counts, where one in the text counts 1. At 0 words are not
    /// looked for in second readings.
    pub second: f32,
    /// What a phrase in a second reading counts, where one in the text counts 1.
    pub second_phrase: f32,
    /// What an occurrence under other marks than typed counts, where one as typed counts 1.
    pub other_marks: f32,
    /// What an occurrence of another spelling ([`Plan::spellings`]) counts, where one as typed counts 1.
    pub spelling: f32,
    /// The factor of the score of phrases and NEAR, where that of a word is 1.
    pub phrase: f32,
    /// The factor of the score of document numbers, where that of a word is 1.
    pub number: f32,
    /// What a citation of [`Numbers::aside`] counts, where one of [`Numbers::cited`] counts 1.
    pub aside: f32,
    /// A word is common if at least one in this many sections holds it, and `common_at_least` holds too.
    pub common: u64,
    /// The least number of sections that hold a common word, so that no word is common in a small index.
    pub common_at_least: u64,
    /// Below this worth of a common word (its weight times its rarity, IDF in nats) a store may skip sections. Common
    /// words are scored after all other clauses, those of most worth first; in their place if the plan has a condition
    /// or a section holds another spelling of the word. From the first one of less worth than this on, only the
    /// sections that can still enter the rerank window need a score. The limit decides time, never the order.
    pub common_floor: f32,
    /// How many of the best sections the second pass reranks. Behind them sections keep the order of their first-pass
    /// scores. A store that is asked for no more sections than this need not finish the scores of sections that cannot
    /// be among them.
    pub rerank_window: usize,
    /// If the question has at most this many different content words, a section must hold all of them.
    pub all_words: usize,
    /// If it has more: the share of the total weight ([`Weights`]) of its content words that a section must hold, from
    /// 0 to 1.
    pub share: f32,
}
