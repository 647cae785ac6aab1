//! Trains the language model (vocabulary, bigrams, trigrams) and the tables of OCR confusions.
//! In: texts by genre, one paragraph a line, an empty line between papers; for the tables, pages. Out: the bytes of
//! `model.bin` and the figures of `MODEL.md`; counts. The same texts give the same bytes. The language model never
//! learns from every twentieth paper of a text: these are kept out for measurements.

mod cases;
pub mod misread; // learns the confusions of an OCR
mod pairs;
mod papers;
mod settings;
mod triples;
mod vocabulary;

use vankien_text::normalise::normalise;

use self::pairs::{Estimate, cost, count_pairs, paragraphs};
use self::triples::{Chosen, PairModel, Triples};
use self::vocabulary::{choose, count_words, letters_per_word, scales};

pub use self::papers::papers; // the papers for training, or those kept out
pub use self::settings::Settings; // sizes of the model
pub use self::vocabulary::{Vocabulary, Words, capital_shares, next}; // the words of the model and their counts

/// The result of training.
pub struct Trained {
    /// The bytes of `model.bin`.
    pub model: Vec<u8>,
    /// Names and values of the figures of `MODEL.md`, in its order.
    pub figures: Vec<(String, String)>,
}

/// Trains the language model on `genres`, which all weigh the same, whatever their length. For trigrams this holds with
/// two genres only: further ones are counted together with the second, and weighted as it is.
pub fn train(genres: &[&str], settings: &Settings) -> Trained {
    let normalised: Vec<_> = genres.iter().map(|text| normalise(text).text).collect();
    let genres: Vec<&str> = normalised.iter().map(AsRef::as_ref).collect();
    let counts: Vec<Words> = genres.iter().map(|text| count_words(text)).collect();
    let vocabulary = choose(&counts, settings);
    let scales = scales(&counts);
    let bigrams = count_pairs(&genres, &vocabulary, &scales);
    let estimate = Estimate::new(&vocabulary, &bigrams);
    let kept = estimate.prune(&bigrams, settings.bigrams);
    let back_off = estimate.back_offs(&kept);
    let pair_model = PairModel { unigram: &estimate.unigram, back_off: &back_off, kept: &kept };
    let triples = count_triples(&genres, &vocabulary, &pair_model);
    let chosen = triples.choose(&scales, &pair_model, settings.trigrams);
    let cased = cases::cased(&genres, &vocabulary, &counts, &scales);
    let mut model = write(&vocabulary, &pair_model, &chosen, &counts, &scales);
    model.extend(cases::write(&cased));
    let figures = vec![
        figure("syllables", vocabulary.valid),
        figure("other words", vocabulary.words.len() - vocabulary.valid),
        figure("distinct pairs seen", bigrams.len()),
        figure("pairs kept", kept.len()),
        figure("triples kept", chosen.thirds.len()),
        figure("pairs with a case of their own", cased.len()),
        figure("bytes", model.len()),
        ("xxh3-128".into(), format!("{:032x}", twox_hash::XxHash3_128::oneshot(&model))),
    ];
    let tokens = counts.iter().enumerate();
    let tokens =
        tokens.map(|(at, words)| figure(&format!("words in text {}", at + 1), words.total));
    Trained { model, figures: tokens.chain(figures).collect() }
}

fn figure(name: &str, value: impl ToString) -> (String, String) {
    (name.into(), value.to_string())
}

fn count_triples(genres: &[&str], vocabulary: &Vocabulary, pairs: &PairModel<'_>) -> Triples {
    let mut triples = Triples::default();
    paragraphs(genres, vocabulary, |genre, ids| triples.add(genre, ids, pairs));
    triples
}

/// The bytes of the model, in the layout of `MODEL.md`, without the pairs with a case of their own.
fn write(
    vocabulary: &Vocabulary,
    pairs: &PairModel<'_>,
    triples: &Chosen,
    counts: &[Words],
    scales: &[f64],
) -> Vec<u8> {
    let text = vocabulary.words.join("\n");
    let kept = pairs.kept;
    let mut model = b"VKLM0003".to_vec();
    let sizes = [vocabulary.words.len(), vocabulary.valid, text.len(), kept.len()];
    for size in sizes.into_iter().chain([triples.thirds.len()]) {
        model.extend((size as u32).to_le_bytes());
    }
    model.extend(text.as_bytes());
    model.extend(pairs.unigram.iter().map(|p| cost(*p)));
    model.extend(pairs.back_off.iter().map(|p| cost(*p)));
    for word in &vocabulary.words {
        model.extend(capital_shares(word, counts, scales));
    }
    model.extend(letters_per_word(counts).into_iter().flat_map(f32::to_le_bytes));
    let mut row = 0;
    for first in 0..=pairs.unigram.len() {
        while row < kept.len() && (kept[row].0.0 as usize) < first {
            row += 1;
        }
        model.extend((row as u32).to_le_bytes());
    }
    model.extend(kept.iter().flat_map(|((_, second), _)| second.to_le_bytes()));
    model.extend(kept.iter().map(|(_, p)| cost(*p)));
    model.extend(&triples.counts);
    model.extend(triples.thirds.iter().flat_map(|third| third.to_le_bytes()));
    model.extend(&triples.costs);
    model
}
