//! The levels that a citation of a provision names.
//! In: nothing. Out: the levels in their order, with their names in `citation/provisions.tsv`. Never reads a text.

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
    /// All levels in their order, each with its name in the second column of `citation/provisions.tsv`. A name there
    /// that is not in this list counts as `-`: no level.
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
