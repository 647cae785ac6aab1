//! The numbers that bend ranking, each with its reason. Nowhere else stands one.

/// How soon more of the same word counts no more, in the first pass. Measured on legal questions: 0.9
/// beats 1.2, for a section says a word again because it is long, seldom because it is more about it.
pub const K1: f32 = 0.9;

/// How much the length of a section counts there; the usual value.
pub const B: f32 = 0.75;

/// So many of the sections that promise most are reranked. 1,000 find one answer more in 250.
pub const RERANKED: usize = 500;

/// In so many of those, the best by all else, the passage is looked for that says most of the question.
/// In all of them it orders no better and takes longer.
pub const PASSAGES: usize = 100;

/// A word that only asks.
pub const WEAK: f32 = 0.3;

/// A word in a heading, title or headline says what the section is about.
pub const TITLE: f32 = 3.0;

/// The weights of the rerank. `evaluate --folds` chooses them anew to tell how well they hold for
/// other questions; these and no others were chosen on questions with known answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RerankWeights {
    /// As [`K1`].
    pub k1: f32,
    /// As [`B`], but the paper around a section helps short ones as well.
    pub b: f32,
    /// What a pair, two words side by side, counts beside words. 0: no pair is looked for.
    pub pair: f32,
    /// Two words side by side say what they say the first time: `hàng không` twice is hardly more about it.
    pub k1_pair: f32,
    /// How much the length of a section counts for pairs, which long sections hold by chance less often.
    pub b_pair: f32,
    /// A word in the heading.
    pub title: f32,
    /// Two words side by side in the heading.
    pub title_pair: f32,
    /// How much it counts that the heading holds the question and nothing else, in worth of the question.
    pub heading: f32,
    /// What the words and pairs count that stand in one passage of the section, the best, beside those in
    /// all of it: where a section answers, it says so in one place.
    pub passage: f32,
    /// A word in the first section of the paper, which says what all of it is about.
    pub context: f32,
    /// Two words side by side there.
    pub context_pair: f32,
    /// A word or pair in the name of the paper.
    pub name: f32,
    /// A word or pair that all other candidates of the same paper hold counts like so many in the section:
    /// they tell what the paper is about. At most, with many of them; see `shared_of`.
    pub shared: f32,
    /// With so many candidates of one paper, half of `shared`.
    pub shared_of: f32,
    /// Which share of the score of the best other candidate of the same paper a candidate is given: where
    /// one section answers well, the paper is about it, and its others are likelier than those of others.
    pub paper: f32,
}

/// The weights of the rerank in every search.
pub const USUAL: RerankWeights = RerankWeights {
    k1: K1,
    b: 0.35,
    pair: 1.0,
    k1_pair: 0.3,
    b_pair: 0.5,
    title: 1.5,
    title_pair: 3.0,
    heading: 0.6,
    passage: 0.15,
    context: 0.1,
    context_pair: 0.3,
    name: 1.0,
    shared: 1.0,
    shared_of: 10.0,
    paper: 0.05,
};

/// What ranking does, and how much of it. Every search does all; `evaluate --without` leaves parts out, to
/// tell what each of them adds and costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// The rerank; `None` for the order of the first pass.
    pub rerank: Option<RerankWeights>,
    /// As [`TITLE`].
    pub title: f32,
    /// As [`WEAK`]; 1 where a word that only asks is one like others.
    pub weak: f32,
    /// As [`SECOND`]; at 0 no second readings are looked into.
    pub second: f32,
}

impl Default for Recipe {
    fn default() -> Recipe {
        Recipe { rerank: Some(USUAL), title: TITLE, weak: WEAK, second: SECOND }
    }
}

impl Default for RerankWeights {
    fn default() -> RerankWeights {
        USUAL
    }
}

impl RerankWeights {
    /// How many weights there are.
    pub const COUNT: usize = 15;

    /// What a search of weights begins with: the usual ones of BM25, all else alike, and a tenth of what
    /// is added to whole scores.
    pub const UNCHOSEN: RerankWeights = RerankWeights {
        k1: 1.2,
        b: 0.75,
        pair: 1.0,
        k1_pair: 1.2,
        b_pair: 0.75,
        title: 1.0,
        title_pair: 1.0,
        heading: 1.0,
        passage: 0.1,
        context: 1.0,
        context_pair: 1.0,
        name: 1.0,
        shared: 1.0,
        shared_of: 1.0,
        paper: 0.1,
    };

    /// Whether the paper around a section counts.
    pub(crate) fn looks_around(&self) -> bool {
        let RerankWeights { context, context_pair, name, shared, paper, .. } = self;
        [context, context_pair, name, shared, paper].iter().any(|weight| **weight > 0.0)
    }

    /// Headings count nothing.
    pub fn without_headings(&mut self) {
        (self.title, self.title_pair, self.heading) = (0.0, 0.0, 0.0);
    }

    /// The paper around a section counts nothing.
    pub fn without_paper(&mut self) {
        (self.context, self.context_pair, self.name) = (0.0, 0.0, 0.0);
        (self.shared, self.paper) = (0.0, 0.0);
    }

    /// All weights with their names.
    pub fn named(&mut self) -> [(&'static str, &mut f32); RerankWeights::COUNT] {
        let RerankWeights {
            k1, b, pair, k1_pair, b_pair, title, title_pair, heading, passage, ..
        } = self;
        let RerankWeights { context, context_pair, name, shared, shared_of, paper, .. } = self;
        [
            ("k1", k1),
            ("b", b),
            ("pair", pair),
            ("k1 of pairs", k1_pair),
            ("b of pairs", b_pair),
            ("heading", title),
            ("pair in a heading", title_pair),
            ("heading alone", heading),
            ("best passage", passage),
            ("first section", context),
            ("pair in the first section", context_pair),
            ("name of the paper", name),
            ("rest of the paper", shared),
            ("much of the rest", shared_of),
            ("score of the paper", paper),
        ]
    }
}

/// Among the sections that answer only under other marks, a word with marks of its own counts 1 and one
/// with others this much.
pub const OTHER_MARKS: f32 = 0.25;

/// A word that at least one section in so many holds is common: it is scored last, in sections alone that
/// can still answer or come up.
pub const COMMON: u64 = 16;

/// So many forms of the letters of a word typed without marks are considered, those that most sections
/// hold.
pub const READINGS: usize = 8;

/// How far the share that a form has among the words of these letters in the papers is trusted beside the
/// language model, when a question typed without marks is read.
pub const TRUST_IN_PAPERS: f32 = 0.5;

/// How far it is trusted, in a short question, that the papers hold two of its words side by side: in nats,
/// for each time that the number of such sections grows by the factor e.
pub const TRUST_IN_PAIRS: f32 = 1.5;

/// A question of up to so many different content words is answered by sections that hold all of them.
pub const ALL_WORDS: usize = 4;

/// A longer one by sections that hold words worth this share of it, by their rarity.
pub const SHARE: f32 = 0.6;

/// Where fewer sections answer, others are shown below them.
pub const FEW_ANSWERS: usize = 10;

/// Common words worth less than this come last; then it is asked which sections they can still bring up.
pub const LITTLE: f32 = 1.0;

/// In how many sections a word must stand before it can be called common, however few there are.
pub const COMMON_AT_LEAST: u64 = 64;

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
