//! What happens to papers on their way to a text: a small file for each kind of damage.
//! In: a page and a random generator. Out: the damaged page.
//! Made after how such damage comes about, never after what repair can do. Shares and counts are judgements about real
//! papers, no measurement recorded, unless a table is named; changing one changes the table of
//! `vankien-lab evaluate-repair --kind all`.

pub mod code_pages; // UTF-8 and Latin-1 decoded with a wrong code page
pub mod confusable; // look-alikes of the whole Unicode standard, digits and letters exchanged, marks apart
pub mod holes; // letters lost in the runs of one font
pub mod layout; // lines, pages, running heads, footnotes
pub mod legacy; // encodings older than Unicode
pub mod letters; // letters lost throughout a paper
pub mod lookalike; // letters of other alphabets that look alike
pub mod marks; // marks decomposed, doubled or stripped
pub mod misread; // letters misread by an OCR
pub mod mojibake; // UTF-8 decoded as Windows-1252 alone
pub mod seeds; // the damage of the sample papers, all at once
pub mod tone_place; // tone marks on another vowel
pub mod torn; // words joined and split, numbers in pieces
pub mod viqr; // marks typed as ASCII signs
