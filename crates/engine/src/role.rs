//! What a section is to its paper.
//! In: nothing. Out: a role, and the number under which a column keeps it with the place of the section.

/// What a section is to its paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// One of many.
    #[default]
    Other,
    /// It names the paper: its title or headline.
    Name,
    /// The first of the running text, which says what the paper is about.
    First,
}

/// Which section of its paper one is, and what it is to it, as one number of a column.
pub fn placed(ordinal: u64, role: Role) -> u64 {
    ordinal << 2 | role as u64
}

/// Which section of its paper one is, and what it is to it: what [`placed`] made a number of.
pub fn of_placed(placed: u64) -> (u64, Role) {
    let role = match placed & 3 {
        1 => Role::Name,
        2 => Role::First,
        _ => Role::Other,
    };
    (placed >> 2, role)
}
