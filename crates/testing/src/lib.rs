//! What tests of several crates share: where the project and the real papers lie, chance that is the same everywhere,
//! files of foreign formats, indexes of papers. Crates name it among their dev-dependencies alone, and it is not
//! published.
//! In: names, seeds, texts. Out: paths, bytes, indexes in folders that go away. Never writes into the project.

#[cfg(feature = "files")]
pub mod build; // Small files of foreign formats, byte by byte.
mod dice; // Chance that is the same everywhere.
#[cfg(feature = "index")]
pub mod index; // Indexes in folders that go away.
mod notice; // A line to who runs a test.
#[cfg(feature = "files")]
mod ocr; // The OCR of this machine.
mod places; // Paths of the project and of the papers beside it.
#[cfg(feature = "files")]
pub mod samples; // Sample papers in foreign formats.

pub use dice::Dice; // Random numbers by a seed.
pub use notice::say; // Prints a line even if the test passes.
#[cfg(feature = "files")]
pub use ocr::ocr; // The OCR programs; `None`, with a word about it, if they are missing.
pub use places::{project, shared, unpack}; // Paths; `unpack` unpacks a `.tar.zst`.
