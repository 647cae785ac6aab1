//! What speaks for a masthead, and how much.
//! In: which parts of a masthead were read. Out: a score and the confidence that follows from it.
//! Never looks at a line.

/// Which parts of a masthead were found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The name of the State or of the Party.
    pub heading: bool,
    /// The motto.
    pub motto: bool,
    /// The number, or its label with an open number.
    pub number: bool,
    /// A dateline with its place; the date may have been left open.
    pub dateline: bool,
    /// A dateline, with or without a place, so that it is set wherever `dateline` is.
    pub date: bool,
    /// A line that begins with the kind; words of the title may stand behind it.
    pub kind: bool,
    /// A line that begins as the names of issuing bodies do.
    pub issuer: bool,
    /// The label `Kính gửi` (the addressees).
    pub addressees: bool,
    /// How many units between the parts could not be read.
    pub unread: usize,
}

impl Evidence {
    /// The sum of what speaks for the masthead, less 0.25 for each unread unit: from below 0 to 16. The values are
    /// judgements: a heading, a number and a dateline stand in no running text on a line of their own, but a kind or a
    /// name in capitals may be a menu's. `vankien-lab evaluate-mastheads` shows the fields that change with them.
    pub fn score(&self) -> f32 {
        let parts = [
            (self.heading, 3.0),
            (self.motto, 2.0),
            (self.number, 3.0),
            (self.dateline, 3.0),
            (self.date, 1.0),
            (self.kind, 2.0),
            (self.issuer, 1.0),
            (self.addressees, 1.0),
        ];
        let sum: f32 = parts.iter().filter(|(found, _)| *found).map(|(_, value)| value).sum();
        sum - 0.25 * self.unread as f32
    }

    /// Whether heading, number, and dateline or kind were found and nothing was unread: then no other masthead is
    /// looked for.
    pub fn is_full(&self) -> bool {
        self.heading && self.number && (self.dateline || self.kind) && self.unread == 0
    }

    /// Whether enough was found for a masthead behind front matter.
    pub fn is_enough(&self) -> bool {
        self.score() >= ENOUGH
    }

    /// Whether so much was found that it is no menu and no quotation: the first such masthead is the paper's own.
    pub fn is_sure(&self) -> bool {
        self.score() >= SURE
    }

    /// The factor (0.8, 0.9 or 1) by which the confidence of the fields is multiplied: a masthead of which little was
    /// found may be none. It is used for the first paper of a file alone. The factors are judgements.
    pub fn confidence(&self) -> f32 {
        match self.score() {
            score if score >= SURE => 1.0,
            score if score >= ENOUGH => 0.9,
            _ => 0.8,
        }
    }
}

/// A masthead with a score of at least 8 is sure: heading, number and a dateline, or two of these with weaker parts. A
/// judgement; `vankien-lab evaluate-mastheads` shows its effect.
const SURE: f32 = 8.0;

/// A masthead behind front matter needs a score of at least 5: two strong parts (3 each), or a strong one with weaker
/// ones that add 2. A judgement; `vankien-lab evaluate-mastheads --dress front` shows its effect.
const ENOUGH: f32 = 5.0;
