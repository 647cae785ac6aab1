//! The OCR of this machine. In: nothing. Out: what reads pages that are images, where it is there. Never reads a page.

use vankien_files::extract::ocr::{Cache, Mode, Ocr};

use crate::notice::say;

/// What reads pages that are images, where it is there. Prints that a test was skipped where it is
/// not, unless `VANKIEN_REQUIRE_OCR` forbids that.
pub fn ocr() -> Option<Ocr> {
    match Ocr::open(Cache::default(), Mode::UnreadPages) {
        (ocr, None) => Some(ocr),
        (_, Some(error)) => {
            assert!(std::env::var_os("VANKIEN_REQUIRE_OCR").is_none(), "{error}");
            say(&format!("SKIPPED: {error}"));
            None
        }
    }
}
