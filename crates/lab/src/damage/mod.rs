//! What happens to papers on their way to a text: a small file for each kind of damage.
//! In: a page and a random generator. Out: the damaged page.
//! Made after how such damage comes about, never after what repair can do. Shares and counts are judgements about real papers, no
//! measurement recorded, unless a table is named; changing one changes the table of `vankien-lab evaluate-repair --kind all`.

pub mod holes;
pub mod layout;
pub mod legacy;
pub mod letters;
pub mod lookalike;
pub mod marks;
pub mod misread;
pub mod mojibake;
pub mod seeds;
pub mod torn;
