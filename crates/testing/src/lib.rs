//! What tests of several crates share: where the project and the real papers lie, chance that is the same everywhere,
//! files of foreign formats, indexes of papers. Crates name it among their dev-dependencies alone, and it is not published.
//! In: names, seeds, texts. Out: paths, bytes, indexes in folders that go away. Never writes into the project.

#[cfg(feature = "files")]
pub mod build;
mod dice;
#[cfg(feature = "index")]
pub mod index;
mod notice;
#[cfg(feature = "files")]
mod ocr;
mod places;
#[cfg(feature = "files")]
pub mod samples;

pub use dice::Dice;
pub use notice::say;
#[cfg(feature = "files")]
pub use ocr::ocr;
pub use places::{project, shared, unpack};
