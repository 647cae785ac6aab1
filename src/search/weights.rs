//! The numbers that bend ranking, each with its reason. Nowhere else stands one.

/// How soon more of the same word counts no more. Measured on legal questions: 0.9 beats 1.2, for a
/// section says a word again because it is long, seldom because it is more about it.
pub const K1: f32 = 0.9;

/// How much the length of a section counts where words alone are counted; the usual value.
pub const B: f32 = 0.75;

/// The same after a closer look, where the paper around a section helps short ones as well.
pub const B_CLOSER: f32 = 0.5;

/// So many of the sections that promise most are looked at closely. 1,000 find one answer more in 250.
pub const CLOSER: usize = 500;

/// Two words side by side say what they say the first time: `hàng không` twice is hardly more about it.
pub const K1_PAIR: f32 = 0.5;

/// How much the length of a section counts for pairs, which long sections hold by chance less often.
pub const B_PAIR: f32 = 0.5;

/// Two words side by side in a heading.
pub const TITLE_PAIR: f32 = 5.0;

/// How much it counts that the heading holds the question and nothing else, in worth of the question.
pub const HEADING: f32 = 0.3;

/// A word in the first section of the paper, which says what all of it is about.
pub const CONTEXT: f32 = 0.5;

/// Two words side by side there.
pub const CONTEXT_PAIR: f32 = 0.3;

/// A word or pair in the name of the paper.
pub const NAME: f32 = 1.0;

/// A word or pair that all other candidates of the same paper hold counts like so many in the section:
/// they tell what the paper is about. At most, with many of them; see [`SHARED_OF`].
pub const SHARED: f32 = 1.0;

/// With so many candidates of one paper, half of [`SHARED`].
pub const SHARED_OF: f32 = 10.0;

/// A word that only asks.
pub const WEAK: f32 = 0.3;

/// A word with other marks than typed is seldom the word meant, but damage makes it so at times.
pub const OTHER_MARKS: f32 = 0.25;

/// A phrase typed with marks that stands somewhere as typed: places that hold it with other marks
/// come after all of those, and still are shown.
pub const AFTER_EXACT: f32 = 0.001;

/// A word that at least one section in so many holds is not looked for under other marks: it is
/// found often enough as typed, and its neighbours (`của`, `cửa`) are other words. Below, a damaged
/// spelling may be the only one. Reading all marks of common words doubled the time of a question.
pub const COMMON: u64 = 16;

/// In how many sections a word must stand before it can be called common, however few there are.
pub const COMMON_AT_LEAST: u64 = 64;

/// A word in a heading, title or headline says what the section is about.
pub const TITLE: f32 = 3.0;

/// A quoted phrase is what the reader asked for; the words beside it only order.
pub const PHRASE: f32 = 2.0;

/// A mention of the number asked for, like a phrase.
pub const NUMBER: f32 = 2.0;

/// A paper that speaks of itself or uses a name it defined, and a bare number that may be another's:
/// such places come after those that carry the number.
pub const ASIDE: f32 = 0.02;

/// What a text may read as, where repair left it alone: likelier than other marks, less sure than print.
pub const SECOND: f32 = 0.5;

/// An abbreviation of what was typed, or what it stands for: it says the same, a little less surely.
pub const SYNONYM: f32 = 0.8;

/// About how many letters a passage has: three to four printed lines.
pub const PASSAGE: usize = 400;

/// A numbered item of not more letters is shown whole.
pub const ITEM: usize = 600;

/// A further match of a word that the passage already shows, beside a first one of its kind.
pub const AGAIN: f32 = 0.1;

/// Another tone, in letters: a tone is lost or mistaken more often than a letter.
pub const TONE_OFF: f32 = 0.3;

/// Another mark of the same letter (`a ă â`), in letters.
pub const MARK_OFF: f32 = 0.3;

/// A consonant that is confused with another in speech, in letters.
pub const CONFUSED: f32 = 0.5;

/// What a word counts that is one letter off from one asked for with `~`; two letters off, its square.
pub const NEARLY: f32 = 0.4;

/// Passages that share so much of their neighbouring words are one paragraph, said in two papers: a
/// word in thirty may differ.
pub const SAME: f32 = 0.9;

/// What looks damaged in a question is read as a word only where so many times more sections hold that
/// word: otherwise the papers write it so.
pub const DAMAGED: u64 = 20;

/// What one letter costs by which a reading of a damaged word is off, in nats of its likelihood
/// beside its neighbours.
pub const SPELT_OFF: f32 = 4.0;
