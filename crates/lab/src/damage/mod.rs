//! What happens to papers on their way to a text: one small file a kind of damage.
//! In: a page and dice. Out: the page, damaged. Built from how such damage comes about, never from
//! what the repair can do.

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
