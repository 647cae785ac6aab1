//! Repairs damaged Vietnamese text, and proves each change.
//! In: text, or bytes of an unknown encoding. Out: mended text, the way back to the original, and an [`Edit`] for
//! every letter that was not there. Never reads a file, never fails, never knows what a paper is.

pub mod blocks;
pub mod encoding;
mod evidence;
pub mod language;
pub mod mend;
mod mended;
pub mod normalise;
mod quality;
pub mod repair;
pub mod span;
mod verdict;

pub use self::encoding::Encoding;
pub use self::evidence::Evidence;
pub use self::mend::{Letters, Wish, letters, letters_as, letters_by};
pub use self::mended::{Edit, Mended, Why, joined};
pub use self::quality::Quality;
pub use self::verdict::{Judgement, Verdict};
