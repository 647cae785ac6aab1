//! What speaks for a masthead, and how much.
//! In: which parts were read. Out: a score and the confidence that follows from it.
//! Never looks at a line.

/// The parts that were found of a masthead.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The name of the State or of the Party.
    pub heading: bool,
    /// The motto.
    pub motto: bool,
    /// The number, or its label with an open number.
    pub number: bool,
    /// A dateline with its place.
    pub dateline: bool,
    /// A date without a place.
    pub date: bool,
    /// The kind on a line of its own.
    pub kind: bool,
    /// A name that opens as those of issuing bodies do.
    pub issuer: bool,
    /// `Kính gửi` (the addressees).
    pub addressees: bool,
    /// Lines between the parts that are none.
    pub unread: usize,
}

impl Evidence {
    /// The sum of what speaks for the masthead. The values are judgements: a heading, a number and a dateline
    /// stand in no running text on a line of their own, a kind or a name in capitals may be a menu's.
    /// `vankien-lab evaluate-mastheads` shows the fields that change with them.
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

    /// Whether so much was found that no better masthead can follow near by.
    pub fn is_full(&self) -> bool {
        self.heading && self.number && (self.dateline || self.kind) && self.unread == 0
    }

    /// Whether a masthead may begin behind front matter: its parts must support one another.
    pub fn is_enough(&self) -> bool {
        self.score() >= ENOUGH
    }

    /// Whether so much was found that no menu and no quotation can be meant.
    pub fn is_sure(&self) -> bool {
        self.score() >= SURE
    }

    /// By what the confidence of its fields is multiplied: a masthead of which little was found may be none.
    pub fn confidence(&self) -> f32 {
        match self.score() {
            score if score >= SURE => 1.0,
            score if score >= ENOUGH => 0.9,
            _ => 0.8,
        }
    }
}

/// From this score on a masthead is sure: heading, number and one more strong part, or two of them with the
/// weak ones.
const SURE: f32 = 8.0;

/// A masthead behind front matter needs at least this score: two strong parts, or a strong one with two weak
/// ones. A judgement; `vankien-lab evaluate-mastheads --dress front` shows its effect.
const ENOUGH: f32 = 5.0;
