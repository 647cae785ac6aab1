//! The numbers that decide the order of sections, and the limits that decide which sections are ranked.
//! In: nothing. Out: constants, and the weights of the rerank as one value.
//! Never a number of ranking elsewhere: a store gets these with each plan (`plan.rs`).
//!
//! # How a value is chosen again
//!
//! - `vankien-lab evaluate` is `cargo run --release -p vankien-lab -- evaluate --corpus FILE --queries FILE`. It
//!   measures NDCG@10 on questions with known answers. The two sets used so far are ALQAC (621 questions) and Zalo (756
//!   questions), both on law. `--strip-marks` takes the marks off the questions, `--damage letters-3-4` damages the
//!   papers.
//! - The test `ranking::` is `cargo test -p vankien-search --test search ranking::`. It shows which ranks of a small
//!   own set move (`tests/ranking/ranks.tsv`).
//! - Measurements stand in `benches/RESULTS.md`. "A judgement" means that no measurement of another value is recorded.

/// BM25 `k1` of the first pass: how slowly further occurrences of a word stop counting (0: only the first counts).
/// Measured with `vankien-lab evaluate`: 0.9 ranks better than the textbook value 1.2. A section of a law repeats a
/// word because the section is long, more often than because it is more about that word.
pub const FIRST_PASS_K1: f32 = 0.9;

/// BM25 `b` of the first pass: how much the length of a section counts, from 0 (not at all) to 1 (fully). The
/// textbook value; no other was measured. `vankien-lab evaluate` shows the effect of another.
pub const FIRST_PASS_B: f32 = 0.75;

/// Sections that the rerank looks at: the best of the first pass, and all that equal the last of them. Measured with
/// `vankien-lab evaluate`: with 300, NDCG@10 on Zalo falls from 0.822 to 0.816; 1,000 find one relevant section more
/// in 250 questions.
pub const RERANKED_SECTIONS: usize = 500;

/// Reranked sections whose best passage is looked for: the best by what else the section and the paper around it give,
/// and all that equal the last of them. Measured with `vankien-lab evaluate`: looking in all 500 orders no better and
/// takes longer.
pub const PASSAGE_SECTIONS: usize = 100;

/// Weight in the first pass of a word that only asks (`question-words.tsv`); another word has 1. That words which only
/// ask weigh less is measured: with weight 1 (`vankien-lab evaluate --without question-words`) NDCG@10 falls from 0.927
/// to 0.924 (ALQAC) and from 0.822 to 0.811 (Zalo). The value 0.3 is a judgement.
pub const QUESTION_WORD: f32 = 0.3;

/// What the score of a section of running heads is multiplied by, among the reranked sections: what the paper says stands
/// before what every page repeats. A judgement, not measured.
pub const RUNNING_HEADS: f32 = 0.25;

/// In the first pass, occurrences in the text that one occurrence in a heading, title or headline counts like (BM25F
/// field weight). A judgement: the rerank has a weight of its own, which was measured. `vankien-lab evaluate` and the
/// test `ranking::` show the effect.
pub const HEADING_WORD: f32 = 3.0;

/// The weights of the rerank, the second pass. Occurrences of a word are counted in the section, in its heading and in
/// the paper around it; each count is multiplied by a weight below; the sum saturates as in BM25.
///
/// All were chosen together on ALQAC and Zalo by NDCG@10: the measured quality is fitted to these questions.
/// `vankien-lab evaluate --folds 5` chooses them anew, by four fifths of the questions of one set for the remaining
/// fifth. Folds choose quite different values for nearly the same quality (`k1` from 0.08 to 0.60, `passage` from 0.20
/// to 1.60): no single value is sharp.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RerankWeights {
    /// BM25 `k1` of words, as [`FIRST_PASS_K1`].
    pub k1: f32,
    /// BM25 `b` of words, as [`FIRST_PASS_B`]. Lower than there: the paper around a section helps short sections too.
    pub b: f32,
    /// Weight of a pair (two words of the question side by side) beside a word of equal rarity. 0: no pair is looked
    /// for, and no passage.
    pub pair: f32,
    /// BM25 `k1` of pairs. Lower than for words: the second `hàng không` (aviation) adds hardly anything.
    pub k1_pair: f32,
    /// BM25 `b` of pairs. Long sections hold a pair by chance less often than a word.
    pub b_pair: f32,
    /// Occurrences in the text that one occurrence of a word in the heading counts like.
    pub heading_word: f32,
    /// The same for a pair in the heading.
    pub heading_pair: f32,
    /// What a heading adds that holds the whole question and nothing else, as a share of the summed rarity of all
    /// words.
    pub heading_alone: f32,
    /// Weight of the words and pairs that stand in the best passage of the section (about 40 words), each counted
    /// once, on top of their counts in the whole section. A section that answers says so in one place.
    pub passage: f32,
    /// Occurrences that one occurrence of a word in the first section of the paper counts like: that section says
    /// what the paper is about.
    pub first_section_word: f32,
    /// The same for a pair there.
    pub first_section_pair: f32,
    /// Occurrences that one occurrence of a word or pair in the name of the paper counts like.
    pub paper_name: f32,
    /// Occurrences that a word or pair counts like when many other candidates of the same paper hold it: they tell
    /// what the paper is about. With `n` candidates of the paper, each other one that holds it adds
    /// `rest_of_paper / (n + rest_of_paper_half)`.
    pub rest_of_paper: f32,
    /// With this many candidates of one paper that all hold a word, half of `rest_of_paper` is reached.
    pub rest_of_paper_half: f32,
    /// Share of the score of the best other candidate of the same paper that a candidate is given: a paper of which
    /// one section answers well is about the question.
    pub best_other_section: f32,
}

/// The weights of the rerank in every search.
pub const USUAL: RerankWeights = RerankWeights {
    k1: FIRST_PASS_K1,
    b: 0.35,
    pair: 1.0,
    k1_pair: 0.3,
    b_pair: 0.5,
    heading_word: 1.5,
    heading_pair: 3.0,
    heading_alone: 0.6,
    passage: 0.15,
    first_section_word: 0.1,
    first_section_pair: 0.3,
    paper_name: 1.0,
    rest_of_paper: 1.0,
    rest_of_paper_half: 10.0,
    best_other_section: 0.05,
};

/// Which parts of ranking are done. Every search does all of them; `vankien-lab evaluate --without PART` leaves parts
/// out, to tell what each of them adds and costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// The weights of the rerank; `None` keeps the order of the first pass.
    pub rerank: Option<RerankWeights>,
    /// As [`HEADING_WORD`]; 0 leaves headings out of the first pass.
    pub heading_word: f32,
    /// As [`QUESTION_WORD`]; 1 treats words that only ask like all others.
    pub question_word: f32,
    /// As [`SECOND_READING`]; at 0 second readings are not looked into.
    pub second_reading: f32,
}

impl Default for Recipe {
    fn default() -> Recipe {
        Recipe {
            rerank: Some(USUAL),
            heading_word: HEADING_WORD,
            question_word: QUESTION_WORD,
            second_reading: SECOND_READING,
        }
    }
}

impl Default for RerankWeights {
    fn default() -> RerankWeights {
        USUAL
    }
}

impl RerankWeights {
    /// How many weights there are: the length of [`RerankWeights::named`].
    pub const COUNT: usize = 15;

    /// Where a search for weights begins (`vankien-lab evaluate --folds`): textbook BM25, all counts weighted alike,
    /// and a tenth for the two weights of whole scores. The choice is a judgement; a search multiplies and divides
    /// from here.
    pub const UNCHOSEN: RerankWeights = RerankWeights {
        k1: 1.2,
        b: 0.75,
        pair: 1.0,
        k1_pair: 1.2,
        b_pair: 0.75,
        heading_word: 1.0,
        heading_pair: 1.0,
        heading_alone: 1.0,
        passage: 0.1,
        first_section_word: 1.0,
        first_section_pair: 1.0,
        paper_name: 1.0,
        rest_of_paper: 1.0,
        rest_of_paper_half: 1.0,
        best_other_section: 0.1,
    };

    /// Whether the paper around a section counts, so that it must be looked up.
    pub(crate) fn uses_paper(&self) -> bool {
        self.first_section_word > 0.0
            || self.first_section_pair > 0.0
            || self.paper_name > 0.0
            || self.rest_of_paper > 0.0
            || self.best_other_section > 0.0
    }

    /// Sets all weights of headings to 0. Those of the first pass stay ([`Recipe::heading_word`]).
    pub fn without_headings(&mut self) {
        self.heading_word = 0.0;
        self.heading_pair = 0.0;
        self.heading_alone = 0.0;
    }

    /// Sets all weights of the paper around a section to 0.
    pub fn without_paper(&mut self) {
        self.first_section_word = 0.0;
        self.first_section_pair = 0.0;
        self.paper_name = 0.0;
        self.rest_of_paper = 0.0;
        self.best_other_section = 0.0;
    }

    /// All weights with the names that `vankien-lab evaluate --folds` prints, in the order of the fields.
    pub fn named(&mut self) -> [(&'static str, &mut f32); RerankWeights::COUNT] {
        [
            ("k1", &mut self.k1),
            ("b", &mut self.b),
            ("pair", &mut self.pair),
            ("k1 of pairs", &mut self.k1_pair),
            ("b of pairs", &mut self.b_pair),
            ("heading", &mut self.heading_word),
            ("pair in a heading", &mut self.heading_pair),
            ("heading alone", &mut self.heading_alone),
            ("best passage", &mut self.passage),
            ("first section", &mut self.first_section_word),
            ("pair in the first section", &mut self.first_section_pair),
            ("name of the paper", &mut self.paper_name),
            ("rest of the paper", &mut self.rest_of_paper),
            ("much of the rest", &mut self.rest_of_paper_half),
            ("score of the paper", &mut self.best_other_section),
        ]
    }
}

/// Occurrences that a word counts like where it bears other marks than the question (`tự` where `từ` was asked for). A
/// single word counts so only in the sections that answer under other marks alone, which are shown below the answers; a
/// quoted phrase typed without marks, and `prefix*`, count so among the answers too. A judgement; the test `ranking::`
/// and `vankien-lab evaluate --strip-marks` show the effect.
pub const OTHER_MARKS: f32 = 0.25;

/// A word is common where at least one section in this many holds it. Common words are scored last, and only in
/// sections that can still answer or still enter the reranked ones. It decides time, not order (test
/// `what_cannot_come_up_is_passed_over_and_still_counted`), but for one thing: a common word is looked for as typed
/// only, not in second readings. A judgement; `cargo bench --bench questions` shows the time.
pub const COMMON_WORD_ONE_IN: u64 = 16;

/// Sections that must hold a word, at least, before it can be common: in a small index nothing is saved. A judgement,
/// chosen with [`COMMON_WORD_ONE_IN`].
pub const COMMON_WORD_MIN_SECTIONS: u64 = 64;

/// Worth (inverse document frequency in nats, times the weight of the word) below which common words are looked for
/// only in sections that can still enter the reranked ones. Working that out needs a pass over all sections, so it is
/// done once, when only words of little worth are left. It decides time alone. A judgement;
/// `cargo bench --bench questions` shows the time.
pub const COMMON_WORD_SKIP_BELOW: f32 = 1.0;

/// Marked forms considered for one syllable typed without marks, at most: those that most sections hold. A judgement:
/// the restored marks are right for 98.7 % (ALQAC) and 98.6 % (Zalo) of the words with this value;
/// `vankien-lab evaluate --strip-marks` shows the effect of another.
pub const MARKED_FORMS: usize = 8;

/// Weight of the papers beside the language model when marks are restored: factor of the log-share that a form has
/// among all forms of these letters in the index (1: as much as the model). A judgement;
/// `vankien-lab evaluate --strip-marks` shows the effect.
pub const TRUST_IN_PAPERS: f32 = 0.5;

/// Weight, in a short question, of the papers that hold two of its words side by side: nats for each unit of
/// `ln(1 + sections)`. Measured: of 400 stretches of two to four words cut out of 191 papers, 90.5 % are read as they
/// stand with these pairs, 88.0 % by the language model alone (`benches/RESULTS.md`, 2026-11-28). The value itself is
/// a judgement; there is no command that chooses it again, and
/// `cargo test -p vankien-search --test search questions::` holds cases.
pub const TRUST_IN_PAIRS: f32 = 1.5;

/// A section must hold all content words of a question with at most this many different ones. A judgement: in a short
/// question each word was meant. The test `ranking::` shows the effect.
pub const REQUIRE_ALL_UP_TO: usize = 4;

/// Share of the rarity of all content words that a section must hold at least to answer a longer question. Measured
/// (table in `benches/RESULTS.md`, 2026-11-28): at 0.6, 93.1 % (ALQAC) and 89.0 % (Zalo) of the relevant sections
/// answer, among 14 and 330 answers in the median; each further tenth costs about five relevant sections in a hundred.
pub const REQUIRED_SHARE: f32 = 0.6;

/// With fewer answers than this, sections that answer under other marks are shown below them (after a question without
/// marks always), then sections that hold only some of the words, the latter up to this many rows in all. A judgement:
/// it equals the usual number of rows.
pub const FEW_ANSWERS: usize = 10;

/// Weight of one occurrence of a quoted phrase, or of words near one another, beside a word of equal rarity: the
/// phrase is what was asked for, the words beside it only order. A judgement; the test `ranking::` shows the effect.
pub const PHRASE: f32 = 2.0;

/// Weight of one citation of the number that was asked for, beside a word of equal rarity; like a phrase. A
/// judgement; the test `ranking::` shows the effect.
pub const PAPER_NUMBER: f32 = 2.0;

/// Citations that one indirect citation counts like: a name that a paper defined for a number, a paper speaking of
/// itself, a bare number (`Nghị quyết 59`, resolution 59) that may be another paper's. So low that such places come
/// after those that print the number. A judgement; the test `ranking::` shows the effect.
pub const INDIRECT_CITATION: f32 = 0.02;

/// Occurrences that a word in a second reading counts like (what damaged text may say where repair was not sure
/// enough to change it): likelier than other marks, less sure than print. A judgement: on clean papers nothing
/// changes without it (`vankien-lab evaluate --without second-readings`); `vankien-lab evaluate --damage letters-3-4`
/// shows the effect on damaged ones.
pub const SECOND_READING: f32 = 0.5;

/// Occurrences that an abbreviation of what was typed counts like, or what a typed abbreviation stands for. Below 1:
/// it may have another sense. A judgement; the test `ranking::` shows the effect.
pub const ABBREVIATION: f32 = 0.8;

/// Characters up to which (included) neighbouring sentences are shown together as the passage of a section: three to
/// four printed lines. A single longer sentence, a short item and context that was asked for may pass it. A judgement;
/// it decides what is shown, not the order. Tests in `excerpt.rs` hold it.
pub const PASSAGE_CHARS: usize = 400;

/// Longest numbered item, in characters (included), that is shown whole though a passage would be shorter. A judgement;
/// it decides what is shown, not the order. Test `a_short_item_is_kept_whole`.
pub const WHOLE_ITEM_CHARS: usize = 600;

/// Value of a further match of a part of the question that the passage already shows, beside 1 for the first. Low, so
/// that a passage shows many parts once instead of one part often. A judgement; test
/// `the_passage_holds_most_of_the_question`.
pub const REPEATED_MATCH: f32 = 0.1;

/// Value of a match under other marks than typed in a passage, beside 1 for a match as typed. A judgement; it decides
/// what is shown, not the order.
pub const PASSAGE_OTHER_MARKS: f32 = 0.5;

/// Edit distance between two tones of one vowel, where a letter is 1: tones are lost or mistaken more often than
/// letters. A judgement; tests in `distance.rs` hold the order of costs.
pub const TONE_EDIT: f32 = 0.3;

/// Edit distance between two marks of one letter (`a ă â`), where a letter is 1. A judgement, like [`TONE_EDIT`].
pub const MARK_EDIT: f32 = 0.3;

/// Edit distance between two consonants that speech confuses (`s` and `x`, `ch` and `tr`; `confusable.tsv`), where a
/// letter is 1. A judgement, like [`TONE_EDIT`].
pub const CONFUSED_CONSONANT: f32 = 0.5;

/// Weight of a word at edit distance 1 from a word asked for with `~`; at distance `d` it is this value to the power
/// `d`. A judgement; the test `ranking::` shows the effect.
pub const NEAR_SPELLING: f32 = 0.4;

/// Share of neighbouring word pairs of the longer of two passages that both must have in common, at least, to be shown
/// as one paragraph. One changed word spoils two pairs: passages of 21 words and more may differ in one. A judgement;
/// tests in `near_duplicates.rs`.
pub const SAME_PARAGRAPH: f32 = 0.9;

/// A damaged word of a question is read as a syllable only if at least this many times as many sections hold the
/// syllable as hold the word as typed. With a lower ratio the papers themselves write it so. A judgement;
/// `cargo test -p vankien-search --test search questions::` holds cases.
pub const DAMAGE_EVIDENCE: u64 = 20;

/// Cost of one unit of edit distance when a damaged word is read as a syllable, in nats: it stands beside the cost of
/// the syllable between its neighbours by the language model. A judgement; the same cases as [`DAMAGE_EVIDENCE`].
pub const DAMAGE_EDIT_NATS: f32 = 4.0;
