//! The OCR of this machine. In: nothing. Out: what reads pages that are images, if it is installed. Never reads a page.

use vankien_files::extract::ocr::{Cache, Mode, Ocr};

use crate::notice::say;

/// The OCR programs of this machine; `None` if they are missing. Prints then that a test was skipped; panics instead if
/// `VANKIEN_REQUIRE_OCR` is set.
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
