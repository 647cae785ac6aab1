//! What a question asks of a store: clauses that are counted in sections, and which sections answer.
//! In: nothing. Out: plain values. Never knows how a question was typed, nor how a store finds anything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::condition::Condition;
use crate::filter::ChosenPapers;
use crate::found::Found;
use crate::terms::Terms;

/// A question as a store is asked it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What is counted in each section, in the order in which it is scored.
    pub clauses: Vec<Clause>,
    /// Other ways of writing what clauses ask for; each is counted with the clauses that name it.
    pub spellings: Vec<Phrase>,
    /// What a section must hold, by the parts of its clauses; without it, each required clause.
    pub condition: Option<Condition>,
    /// Whether the condition holds of a whole paper, whose sections answer together.
    pub of_papers: bool,
    /// Which papers are looked through.
    pub chosen: Arc<ChosenPapers>,
    /// How much of the words beside each other a section must hold; `None` where any will do.
    pub coverage: Option<Coverage>,
    /// Sections that are left out.
    pub except: Option<Arc<Found>>,
    /// Whether all sections that answer are to be known afterwards; see [`crate::engine::Candidates::found`].
    pub keeps_found: bool,
    /// The numbers by which sections are scored.
    pub weighting: Weighting,
}

/// One thing that is counted in sections.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The part of the question that it belongs to.
    pub part: usize,
    /// What is counted.
    pub sought: ClauseKind,
    /// The other spellings, as numbers of [`Plan::spellings`].
    pub spellings: Vec<usize>,
    /// Whether it only tells which sections hold it, as typed: it must not be there.
    pub is_banned: bool,
}

/// What a clause counts.
#[derive(Clone, Debug, PartialEq)]
pub enum ClauseKind {
    /// A word: it ranks.
    Word(RankedWord),
    /// Words side by side: required.
    Phrase(Vec<Terms>),
    /// Words near one another in any order, with at most so many others between them: required.
    Near(Vec<Terms>, u32),
    /// Numbers of papers, each by its key: required.
    Numbers(Numbers),
}

/// A word that ranks.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedWord {
    /// What it stands for.
    pub terms: Terms,
    /// What it weighs beside others.
    pub weight: f32,
    /// What tells it from other words, where enough of them must be there; `None` where it need not be.
    pub content: Option<String>,
    /// Whether it may be scored by its own term alone where very many sections hold it.
    pub may_be_common: bool,
}

/// Numbers of papers, as keys without a lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Those that a paper bears: its section comes first.
    pub own: Vec<String>,
    /// Those that are cited.
    pub cited: Vec<String>,
    /// Names that stand for them, and bare numbers that may.
    pub aside: Vec<String>,
}

/// Words that stand side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// The words, in order.
    pub words: Vec<Terms>,
    /// Where they are looked for.
    pub field: TextField,
    /// The papers in which alone they count, by path; `None` for all.
    pub only: Option<BTreeSet<String>>,
}

impl Phrase {
    /// Words in the text of any paper.
    pub fn in_text(words: Vec<Terms>) -> Phrase {
        Phrase { words, field: TextField::Text, only: None }
    }

    /// Words where a second reading of the text holds them.
    pub fn in_second_reading(words: Vec<Terms>) -> Phrase {
        Phrase { words, field: TextField::Second, only: None }
    }
}

/// A text of a section that is indexed with positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextField {
    /// The text itself.
    Text,
    /// What else may stand there; see [`crate::second`].
    Second,
}

/// How much of the words beside each other a section must hold to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// How many different content words there are.
    pub words: usize,
    /// What they weigh, where an earlier look at the question told.
    pub given: Option<Weights>,
}

/// The weight of each content word, by [`RankedWord::content`].
pub type Weights = BTreeMap<String, u32>;

/// The numbers by which the first pass scores. Each plan brings them; no store holds one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighting {
    /// How soon more of the same counts no more.
    pub k1: f32,
    /// How much the length of a section counts.
    pub b: f32,
    /// A word in the heading, beside one in the text.
    pub title: f32,
    /// A word in a second reading; 0 where those are not looked into.
    pub second: f32,
    /// Words side by side in a second reading.
    pub second_row: f32,
    /// A word under marks other than typed.
    pub other_marks: f32,
    /// Another spelling.
    pub spelling: f32,
    /// Words side by side or near one another, beside a word.
    pub row: f32,
    /// A number, beside a word.
    pub number: f32,
    /// A name of a number, beside the number.
    pub aside: f32,
    /// A word is common where at least one section in so many holds it …
    pub common: u64,
    /// … and at least so many sections.
    pub common_at_least: u64,
    /// Common words worth less than this are only looked for in sections that can still come up.
    pub little: f32,
    /// So many sections are looked at closely afterwards: the order of those behind them is that of their scores.
    pub rerank_window: usize,
    /// Of up to so many different content words a section must hold all …
    pub all_words: usize,
    /// … and of more of them this share, by their rarity.
    pub share: f32,
}
