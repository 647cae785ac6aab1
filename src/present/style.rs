//! Marks matches, repairs, headings and details: with colours, or without them matches and repairs with brackets.
//! In: text and its role. Out: marked text. Never writes terminal commands: it writes placeholder characters, which the
//! output filter (`visible`) replaces. So commands in the text of a paper cannot pass.

/// Placeholder characters, and the terminal commands that replace them. They are Unicode noncharacters, reserved for
/// use inside programs. A paper that holds them could at most set a colour.
pub(super) const COLOURS: [(char, &str); 5] = [
    (PLAIN, "\x1b[0m"),
    (STRONG, "\x1b[1m"),
    (QUIET, "\x1b[2m"),
    (FOUND, "\x1b[1;33m"),
    (REPAIRED, "\x1b[4;32m"),
];

// Five of the noncharacters U+FDD0 to U+FDEF; which ones makes no difference.

/// Ends what any of the other four began.
const PLAIN: char = '\u{fdd0}';
/// Begins a heading.
const STRONG: char = '\u{fdd1}';
/// Begins details.
const QUIET: char = '\u{fdd2}';
/// Begins a match.
const FOUND: char = '\u{fdd3}';
/// Begins repaired text.
const REPAIRED: char = '\u{fdd4}';

/// How text is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether colours are used. Otherwise matches and repairs stand in brackets, and headings and details are not
    /// marked.
    pub colour: bool,
}

impl Style {
    /// A match.
    pub fn found(self, text: &str) -> String {
        if self.colour { format!("{FOUND}{text}{PLAIN}") } else { format!("[{text}]") }
    }

    /// Repaired text, with the original text beside it.
    pub fn repaired(self, text: &str, from: &str) -> String {
        if self.colour {
            format!("{REPAIRED}{text}{PLAIN}{QUIET}‹{from}›{PLAIN}")
        } else {
            format!("{text}‹{from}›")
        }
    }

    /// A heading: number and kind of a paper, or an id.
    pub fn strong(self, text: &str) -> String {
        if self.colour { format!("{STRONG}{text}{PLAIN}") } else { text.to_owned() }
    }

    /// Details: paths, pages, lines.
    pub fn quiet(self, text: &str) -> String {
        if self.colour { format!("{QUIET}{text}{PLAIN}") } else { text.to_owned() }
    }
}
