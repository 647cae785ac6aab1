//! The kinds of papers and the codes of bodies, as a question may write them.
//! In: folded tokens. Out: whether they are a kind or a body. Never parses a number; `parse` does.

use std::sync::LazyLock;

use vankien_papers::number;
use vankien_papers::number::form::is_assembly;

use super::token::folded_tokens;

/// For each kind of paper its symbol (`nq`) and its name (`nghi`, `quyet`), folded, in the order of
/// `papers::number::kinds`.
pub static KINDS: LazyLock<Vec<(String, Vec<String>)>> = LazyLock::new(|| {
    let rows = number::kinds().iter();
    rows.map(|kind| (folded_tokens(kind.symbol).concat(), folded_tokens(kind.name))).collect()
});

/// Whether a folded token is the symbol of a kind.
pub fn is_symbol(word: &str) -> bool {
    KINDS.iter().any(|(symbol, _)| symbol == word)
}

/// Whether a folded token is the symbol of a kind, or a code of the National Assembly (`QH15`, `UBTVQH14`), which names
/// kind and body in one.
pub fn is_kind(word: &str) -> bool {
    is_symbol(word) || is_assembly(word)
}

/// Whether a folded token is the code of a body in the table, or a code of the National Assembly (`QH15`).
pub fn is_body(word: &str) -> bool {
    KNOWN_BODIES.iter().any(|body| body == word) || is_assembly(word)
}

/// Whether a folded token is the code of a body that opens old numbers without a symbol of a kind: `VH` in
/// `1288-VH/QĐ`.
pub fn is_old_code(word: &str) -> bool {
    OLD_CODES.iter().any(|code| code == word)
}

/// The codes of old numbers, folded.
static OLD_CODES: LazyLock<Vec<String>> =
    LazyLock::new(|| number::old_codes().map(|code| folded_tokens(code).concat()).collect());

/// The codes of bodies, folded.
static KNOWN_BODIES: LazyLock<Vec<String>> =
    LazyLock::new(|| number::bodies().iter().map(|row| folded_tokens(row[0]).concat()).collect());
