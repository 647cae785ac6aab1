//! The scope of a question: whether one section must hold all that it asks for, or the sections of one paper together.
//! In: nothing. Out: plain values by name. Never changes a question; `Question::for_whole_papers` does.

/// Where the required parts of a question must stand: what operators demand, else all phrases and numbers. Words beside
/// each other need not all stand in one section, only enough of them; a whole paper must hold all of them, as if `AND`
/// stood between them, but for words that only ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// One section.
    #[default]
    Section,
    /// One paper, its sections together. Each of its sections that holds a part of the question answers.
    Paper,
}

impl Scope {
    /// The scope with this name; an empty name means sections, an unknown one gives `None`.
    pub fn named(name: &str) -> Option<Scope> {
        match name {
            "" | "section" => Some(Scope::Section),
            "paper" => Some(Scope::Paper),
            _ => None,
        }
    }

    /// The word that JSON and the command line use.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Section => "section",
            Scope::Paper => "paper",
        }
    }
}
