//! Errors of a search.
//! In: what went wrong. Out: a message that quotes the question, says why, and what to do. Never names a flag of the
//! command line.

/// Why a question is not answered.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The index cannot be read.
    #[error(transparent)]
    Engine(#[from] vankien_engine::Error),
    /// A name that means no paper of the index, or several papers.
    #[error("{question}: {what}")]
    Paper {
        /// How the paper was named.
        question: String,
        /// What was found instead, and what to do; continues the sentence that begins with the name.
        what: String,
    },
    /// A question that cannot be answered as it was typed.
    #[error("{}: {what}", shortened(question))]
    Question {
        /// The question, as it was typed.
        question: String,
        /// Why, and what to do; continues the sentence that begins with the question.
        what: String,
    },
}

/// Characters of a question that a message quotes, at most: one line of a terminal. A judgement.
const QUOTED_CHARS: usize = 80;

/// The question, cut to what a message can hold.
fn shortened(question: &str) -> String {
    match question.char_indices().nth(QUOTED_CHARS) {
        Some((end, _)) => format!("{}…", question.get(..end).unwrap_or_default()),
        None => question.to_owned(),
    }
}

/// The result of everything in this crate that can fail.
pub type Result<T> = std::result::Result<T, Error>;
