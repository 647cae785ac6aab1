//! Colour on a terminal, brackets without.
//! In: words and what they are. Out: the words dressed. Never measures the terminal.

/// How text for people is dressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether ANSI colours are used; otherwise brackets mark what matters.
    pub colour: bool,
}

impl Style {
    /// A word of the question where it was found.
    pub fn found(self, text: &str) -> String {
        if self.colour { format!("\x1b[1;33m{text}\x1b[0m") } else { format!("[{text}]") }
    }

    /// Letters that were put right, with what stood there.
    pub fn repaired(self, text: &str, from: &str) -> String {
        if self.colour {
            format!("\x1b[4;32m{text}\x1b[0m\x1b[2m‹{from}›\x1b[0m")
        } else {
            format!("{text}‹{from}›")
        }
    }

    /// A heading: number and kind of a paper.
    pub fn strong(self, text: &str) -> String {
        if self.colour { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// What stands aside: paths, pages, lines.
    pub fn quiet(self, text: &str) -> String {
        if self.colour { format!("\x1b[2m{text}\x1b[0m") } else { text.to_owned() }
    }
}
