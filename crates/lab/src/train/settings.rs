//! The settings of a training run.
//! In: nothing. Out: plain values. Never read from a file: another value is another model.

/// The settings of a training run. The defaults were chosen by hand so that the model stays near two megabytes;
/// `vankien-lab train` and then `vankien-lab evaluate-repair --kind all --seed 11` show the effect of others.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Occurrences that a valid syllable must have at least, in all texts together.
    pub least_syllable: u32,
    /// Occurrences in a million words that any other word must have at least, as the mean over the genres.
    pub least_other: f64,
    /// Bigrams that the model keeps, at most.
    pub bigrams: usize,
    /// Trigrams that the model keeps, at most.
    pub trigrams: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { least_syllable: 3, least_other: 4.0, bigrams: 340_000, trigrams: 170_000 }
    }
}
