//! The levels that a citation of a provision names.
//! In: nothing. Out: the levels in their order, with the names of the table. Never reads a text.

/// The levels of a paper, from the innermost outwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `tiết`: what a point is divided into.
    Subpoint,
    /// `điểm`.
    Point,
    /// `khoản`.
    Clause,
    /// `điều`.
    Article,
    /// `tiểu mục`.
    Subsection,
    /// `mục`.
    Section,
    /// `chương`.
    Chapter,
    /// `phần`.
    Part,
    /// `phụ lục`.
    Annex,
}

impl Level {
    /// All levels by the names that the table gives them, in their order.
    pub const NAMED: [(&str, Level); 9] = [
        ("subpoint", Level::Subpoint),
        ("point", Level::Point),
        ("clause", Level::Clause),
        ("article", Level::Article),
        ("subsection", Level::Subsection),
        ("section", Level::Section),
        ("chapter", Level::Chapter),
        ("part", Level::Part),
        ("annex", Level::Annex),
    ];
}
