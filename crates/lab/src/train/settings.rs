//! What a training run is told.
//! In: nothing. Out: plain values.

/// What a training run is told.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How often a valid syllable must stand in the texts.
    pub least_syllable: u32,
    /// How many times in a million another word must stand in them.
    pub least_other: f64,
    /// How many pairs the model keeps.
    pub pairs: usize,
    /// How many triples.
    pub triples: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { least_syllable: 3, least_other: 4.0, pairs: 340_000, triples: 170_000 }
    }
}
