//! Why a question is not answered.
//! Every message quotes the question and says why.

/// Why a question is not answered.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The index cannot be read.
    #[error(transparent)]
    Engine(#[from] vankien_engine::Error),
    /// A paper that was asked for and is not there, or not one alone.
    #[error("{question}: {what}")]
    Paper {
        /// How the paper was named.
        question: String,
        /// What was found instead, and what to do.
        what: String,
    },
    /// A question that cannot be answered as put.
    #[error("{}: {what}", shortened(question))]
    Question {
        /// The question.
        question: String,
        /// Why, and what to do.
        what: String,
    },
}

/// As much of a question as a message can hold.
fn shortened(question: &str) -> String {
    let end = question.char_indices().nth(80).map(|(at, _)| at);
    end.map_or_else(
        || question.to_owned(),
        |end| format!("{}…", question.get(..end).unwrap_or_default()),
    )
}

/// The result of everything in this crate that can fail.
pub type Result<T> = std::result::Result<T, Error>;
