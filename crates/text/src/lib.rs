//! Repairs damaged Vietnamese text, and proves each change.
//!
//! In: text, or bytes of an unknown encoding. Out: mended text, a [`span::Map`] from it back to the original, and an
//! [`Edit`] for each syllable that was changed. Never reads a file, never fails, never knows what a paper is.
//!
//! ```
//! let text = "Ðảng ủy Trung ƣơng họp bàn về công tác cán bộ.";
//! let mended = vankien_text::mend(text);
//! assert_eq!(mended.text, "Đảng ủy Trung ương họp bàn về công tác cán bộ.");
//!
//! let edit = &mended.edits[0];
//! assert_eq!((edit.from.as_str(), edit.to.as_str()), ("Ðảng", "Đảng"));
//! assert_eq!(edit.span.of(text), "Ðảng");
//! assert_eq!(edit.why.name(), "lookalike");
//! ```
//!
//! The stages can be called one by one: [`encoding`] decodes bytes and finds text that was decoded in a wrong encoding,
//! [`normalise`] gives every letter its one code point, [`repair`] gives back lost letters. [`mend`](mend()) runs
//! `normalise`, which decodes wrongly decoded text as well, and `repair`.

pub mod blocks; // skips bytes that need no closer look
pub mod encoding; // text and bytes in encodings older than Unicode
mod evidence;
pub mod language; // letters, syllables and words of Vietnamese, and the language model
mod mend;
mod mended;
pub mod normalise; // one code point for each letter
mod quality;
pub mod repair; // lost, misread and mistyped letters
pub mod span; // ranges of a text, and the map from a later text to an earlier one
mod verdict;
mod why;

// The stages in one call, what they take and what they give; the reasons of edits; what a person said of them.
pub use self::encoding::Encoding;
pub use self::evidence::{Evidence, OcrWord};
pub use self::mend::{mend, mend_as, mend_with};
pub use self::mended::{Edit, MendOptions, Mended, MendedText, join_edits};
pub use self::quality::Quality;
pub use self::verdict::{Judgement, Verdict};
pub use self::why::Why;
