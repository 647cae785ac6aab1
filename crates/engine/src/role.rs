//! The role of a section in its paper, and its packing with the ordinal of the section into one number.
//! In: an ordinal and a role, or a packed number. Out: the packed number, or both parts. Never decides the role:
//! [`crate::prepare`] does.

/// The role of a section in its paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Any other section.
    #[default]
    Other,
    /// It names the paper: its title or headline.
    Name,
    /// The first section of the body text with at least 100 bytes, which says what the paper is about.
    First,
    /// It holds what runs on every page: heads, feet, page numbers.
    Running,
}

/// Packs the ordinal of a section and its role into one value of a column: the role takes the two lowest bits.
pub fn pack_place(ordinal: u64, role: Role) -> u64 {
    ordinal << 2 | role as u64
}

/// The ordinal and the role that [`pack_place`] packed.
pub fn unpack_place(packed: u64) -> (u64, Role) {
    let role = match packed & 3 {
        1 => Role::Name,
        2 => Role::First,
        3 => Role::Running,
        _ => Role::Other,
    };
    (packed >> 2, role)
}
