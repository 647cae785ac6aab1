//! The query plan: the clauses that the first pass scores, and the condition that a section must meet to answer.
//! In: nothing. Out: plain values. Never knows how a question was typed, nor how a store evaluates the plan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::condition::Condition;
use crate::filter::ChosenPapers;
use crate::found::FoundSections;
use crate::terms::Terms;

/// A query plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The clauses, in the order in which they are scored.
    pub clauses: Vec<Clause>,
    /// Other spellings of words and phrases. [`Clause::spellings`] refers to them by index; an occurrence counts for each
    /// clause that refers to it.
    pub spellings: Vec<Phrase>,
    /// The Boolean condition over parts that a section must meet. `None`: it must hold every required clause.
    pub condition: Option<Condition>,
    /// Whether `condition` is evaluated over a whole paper: its sections meet it together.
    pub per_paper: bool,
    /// The papers that are searched.
    pub chosen: Arc<ChosenPapers>,
    /// How many of the content words a section must hold. `None`: one ranked word is enough.
    pub coverage: Option<Coverage>,
    /// Sections that never answer.
    pub except: Option<Arc<FoundSections>>,
    /// Whether the store returns the set of all sections that answer; see [`crate::engine::Candidates::found`].
    pub keeps_found: bool,
    /// The weights and thresholds of the first pass.
    pub weighting: Weighting,
}

/// A clause: one thing that is counted and scored in sections.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The number of the part of the question that it belongs to; its operand in [`Plan::condition`].
    pub part: usize,
    /// What is counted.
    pub kind: ClauseKind,
    /// Its other spellings, as indexes into [`Plan::spellings`].
    pub spellings: Vec<usize>,
    /// Whether the clause stands under NOT. It adds no score; only occurrences with the typed marks count.
    pub is_banned: bool,
}

/// The kinds of clauses.
#[derive(Clone, Debug, PartialEq)]
pub enum ClauseKind {
    /// A word. It is scored, not required.
    Word(RankedWord),
    /// Words side by side in this order. Required.
    Phrase(Vec<Terms>),
    /// Words in any order with at most this many other words between them. Required.
    Near(Vec<Terms>, u32),
    /// Document numbers; one of them is enough. Required.
    Numbers(Numbers),
}

/// A word that is scored and not required.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedWord {
    /// The terms that it stands for.
    pub terms: Terms,
    /// A factor of its score.
    pub weight: f32,
    /// If it is a content word (see [`Coverage`]), the key by which equal words are counted once; else `None`.
    pub content: Option<String>,
    /// Whether only its term as typed is scored if it is common ([`Weighting::common`]).
    pub may_be_common: bool,
}

/// The document numbers of a clause, as keys (see [`crate::keys`]) without lead characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Keys that a paper bears as its own number. A section that states such a number ranks before all others.
    pub own: Vec<String>,
    /// Keys of citations by number.
    pub cited: Vec<String>,
    /// Keys of citations by name, and of bare numbers that may mean the same paper. They count less.
    pub aside: Vec<String>,
}

/// A phrase: words side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// The words, in order.
    pub words: Vec<Terms>,
    /// The field that is searched.
    pub field: TextField,
    /// The paths of the only papers in which it counts; `None` for all papers.
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
    /// The second readings of the text; see [`crate::second`].
    Second,
}

/// The coverage condition: a section answers only if it holds enough of the content words (see [`crate::coverage`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// How many different content words the question has.
    pub words: usize,
    /// Their weights from an earlier pass over the same question; `None` in the first pass.
    pub given: Option<Weights>,
}

/// The weight of each content word, by [`RankedWord::content`].
pub type Weights = BTreeMap<String, u32>;

/// The weights and thresholds of the first pass. Each plan brings them, no store has its own. Their values and how they
/// were chosen stand in `crates/search/src/weights.rs`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighting {
    /// BM25's `k1`: how fast further occurrences of a word stop counting.
    pub k1: f32,
    /// BM25's `b`: how much the length of a section reduces its score, from 0 to 1.
    pub b: f32,
    /// What an occurrence in the heading counts, where one in the text counts 1.
    pub title: f32,
    /// What an occurrence in a second reading counts; 0: second readings are not searched.
    pub second: f32,
    /// What a phrase in a second reading counts, where one in the text counts 1.
    pub second_phrase: f32,
    /// What an occurrence under other marks than typed counts, where one as typed counts 1.
    pub other_marks: f32,
    /// What an occurrence of another spelling counts, where one as typed counts 1.
    pub spelling: f32,
    /// The factor of the score of phrases and NEAR, where that of a word is 1.
    pub phrase: f32,
    /// The factor of the score of document numbers, where that of a word is 1.
    pub number: f32,
    /// What a citation by name counts, where one by number counts 1.
    pub aside: f32,
    /// A word is common if at least one in this many sections holds it, and `common_at_least` holds too.
    pub common: u64,
    /// The least number of sections that hold a common word, so that no word is common in a small index.
    pub common_at_least: u64,
    /// Common words whose best possible gain (weight times rarity) is below this are scored last, and only in sections
    /// that can still enter the rerank window.
    pub common_floor: f32,
    /// How many of the best sections the second pass reranks. Behind them sections keep the order of their first-pass
    /// scores.
    pub rerank_window: usize,
    /// With up to this many different content words a section must hold all of them.
    pub all_words: usize,
    /// With more content words: the share of their total weight that a section must hold, from 0 to 1.
    pub share: f32,
}
