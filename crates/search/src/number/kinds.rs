//! The kinds of papers and the bodies, as a question may write them.
//! In: folded words. Out: whether they are a kind or a body. Never reads a number; `read` does.

use std::sync::LazyLock;

use vankien_papers::number;
use vankien_papers::number::form::is_assembly;

use super::word::folded;

/// Symbols and names of kinds, folded.
pub static KINDS: LazyLock<Vec<(String, Vec<String>)>> = LazyLock::new(|| {
    let rows = number::kinds().iter();
    rows.map(|kind| (folded(kind.symbol).concat(), folded(kind.name))).collect()
});

pub fn is_symbol(word: &str) -> bool {
    KINDS.iter().any(|(symbol, _)| symbol == word)
}

/// A symbol of a kind, or `QH15`, `UBTVQH14`: kind and body in one.
pub fn is_kind(word: &str) -> bool {
    is_symbol(word) || is_assembly(word)
}

/// The code of a body that the table holds.
pub fn is_body(word: &str) -> bool {
    KNOWN_BODIES.iter().any(|body| body == word) || is_assembly(word)
}

static KNOWN_BODIES: LazyLock<Vec<String>> =
    LazyLock::new(|| number::bodies().iter().map(|row| folded(row[0]).concat()).collect());
