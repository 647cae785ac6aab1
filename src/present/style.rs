//! Colour on a terminal, brackets without.
//! In: words and what they are. Out: the words dressed. Never measures the terminal; never writes its commands: marks
//! of colour become commands at the door (`visible`), which those of a paper do not pass.

/// Marks of colour, and what they are on a terminal. They are code points that Unicode keeps for use inside programs
/// (noncharacters); a paper that holds them can borrow a colour and nothing else.
pub(super) const COLOURS: [(char, &str); 5] = [
    (PLAIN, "\x1b[0m"),
    (STRONG, "\x1b[1m"),
    (QUIET, "\x1b[2m"),
    (FOUND, "\x1b[1;33m"),
    (REPAIRED, "\x1b[4;32m"),
];

const PLAIN: char = '\u{fdd0}';
const STRONG: char = '\u{fdd1}';
const QUIET: char = '\u{fdd2}';
const FOUND: char = '\u{fdd3}';
const REPAIRED: char = '\u{fdd4}';

/// How text for people is dressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether colours are used; otherwise brackets mark what matters.
    pub colour: bool,
}

impl Style {
    /// A word of the question where it was found.
    pub fn found(self, text: &str) -> String {
        if self.colour { format!("{FOUND}{text}{PLAIN}") } else { format!("[{text}]") }
    }

    /// Letters that were put right, with what stood there.
    pub fn repaired(self, text: &str, from: &str) -> String {
        if self.colour {
            format!("{REPAIRED}{text}{PLAIN}{QUIET}‹{from}›{PLAIN}")
        } else {
            format!("{text}‹{from}›")
        }
    }

    /// A heading: number and kind of a paper.
    pub fn strong(self, text: &str) -> String {
        if self.colour { format!("{STRONG}{text}{PLAIN}") } else { text.to_owned() }
    }

    /// What stands aside: paths, pages, lines.
    pub fn quiet(self, text: &str) -> String {
        if self.colour { format!("{QUIET}{text}{PLAIN}") } else { text.to_owned() }
    }
}
