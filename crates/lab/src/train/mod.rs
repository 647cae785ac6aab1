//! Learns the vocabulary and the pairs of syllables from clean text.
//! In: texts by genre, one paragraph a line, an empty line between papers. Out: the bytes of
//! `model.bin` and the figures that `MODEL.md` tells. Every twentieth paper is left out, for tests.
//! The same texts give the same bytes. Never runs outside `vankien train`.

mod cases;
pub mod misread;
mod triples;

use std::collections::{BTreeMap, HashMap};

use vankien_text::language::model::{NEXT, Next};
use vankien_text::language::words::{self, Kind, Token};
use vankien_text::language::{letters, syllable};
use vankien_text::normalise::normalise;

use self::triples::{Chosen, PairModel, Triples};

/// Every paper whose number this divides is kept out of training.
pub const KEPT_OUT: usize = 20;

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

/// What training made.
pub struct Trained {
    /// The bytes of `model.bin`.
    pub model: Vec<u8>,
    /// Name and figure, in order of reading.
    pub figures: Vec<(String, String)>,
}

/// The papers of a text for training, or those kept out of it.
pub fn papers(text: &str, kept_out: bool) -> impl Iterator<Item = &str> {
    let papers = text.split("\n\n").map(|paper| paper.trim_matches('\n'));
    let papers = papers.filter(|paper| !paper.is_empty()).enumerate();
    papers
        .filter(move |(at, _)| (at % KEPT_OUT == KEPT_OUT - 1) == kept_out)
        .map(|(_, paper)| paper)
}

/// Learns from `genres`; all weigh the same, whatever their length.
pub fn train(genres: &[&str], settings: &Settings) -> Trained {
    let genres: Vec<_> = genres.iter().map(|text| normalise(text).text).collect();
    let genres: Vec<&str> = genres.iter().map(AsRef::as_ref).collect();
    let counts: Vec<Words> = genres.iter().map(|text| count_words(text)).collect();
    let vocabulary = choose(&counts, settings);
    let scales = scales(&counts);
    let pairs = count_pairs(&genres, &vocabulary, &scales);
    let estimate = Estimate::new(&vocabulary, &pairs);
    let kept = estimate.prune(&pairs, settings.pairs);
    let back_off = estimate.back_offs(&kept);
    let pair_model = PairModel { single: &estimate.single, back_off: &back_off, kept: &kept };
    let triples = count_triples(&genres, &vocabulary, &pair_model);
    let chosen = triples.choose(&scales, &pair_model, settings.triples);
    let cased = cases::cased(&genres, &vocabulary, &counts, &scales);
    let mut model = write(&vocabulary, &pair_model, &chosen, &counts, &scales);
    model.extend(cases::write(&cased));
    let figures = vec![
        figure("syllables", vocabulary.valid),
        figure("other words", vocabulary.words.len() - vocabulary.valid),
        figure("distinct pairs seen", pairs.len()),
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

/// How often a word stands in a text; small and with a capital, by what comes next.
#[derive(Clone, Copy, Default)]
struct Tally {
    all: u32,
    cases: [[u32; 2]; NEXT],
}

/// How often the words and marked letters of a text stand there.
pub struct Words {
    tallies: HashMap<String, Tally>,
    total: u64,
    letters: [u64; 2 * letters::MARKED],
}

fn count_words(text: &str) -> Words {
    let mut words = Words { tallies: HashMap::new(), total: 0, letters: [0; 2 * letters::MARKED] };
    for paper in papers(text, false) {
        let mut before: Option<(Token, bool)> = None;
        let mut sentence_start = true;
        for token in words::tokens(paper) {
            if let Some((word, was_start)) = before.take() {
                words.add(paper, word, was_start, next(paper, token));
            }
            if token.kind == Kind::Word {
                before = Some((token, sentence_start));
            }
            sentence_start = token.kind == Kind::Mark;
        }
        if let Some((word, was_start)) = before {
            words.add(paper, word, was_start, Next::Small);
        }
    }
    words
}

/// What `token` is to the word before it.
pub fn next(paper: &str, token: Token) -> Next {
    match token.kind {
        Kind::Word if words::is_capital(token.span.of(paper)) => Next::Capital,
        Kind::Number => Next::Number,
        _ => Next::Small,
    }
}

impl Words {
    fn add(&mut self, paper: &str, word: Token, sentence_start: bool, next: Next) {
        let surface = word.span.of(paper);
        let lower = letters::lower_word(surface);
        self.total += 1;
        for (number, upper) in surface.chars().filter_map(letters::number) {
            self.letters[number + letters::MARKED * usize::from(upper)] += 1;
        }
        let tally = self.tallies.entry(lower).or_default();
        tally.all += 1;
        if !sentence_start {
            tally.cases[next as usize][usize::from(words::is_capital(surface))] += 1;
        }
    }
}

/// The words of the model: valid syllables first, then the others, each sorted.
pub struct Vocabulary {
    /// Their spelling.
    pub words: Vec<String>,
    valid: usize,
    ids: HashMap<String, u16>,
}

fn choose(counts: &[Words], settings: &Settings) -> Vocabulary {
    let mut shares: BTreeMap<&str, (u32, f64)> = BTreeMap::new();
    for words in counts {
        let sorted: BTreeMap<&String, &Tally> = words.tallies.iter().collect();
        for (word, tally) in sorted {
            let share = shares.entry(word).or_default();
            share.0 += tally.all;
            share.1 += f64::from(tally.all) * 1e6 / words.total.max(1) as f64 / counts.len() as f64;
        }
    }
    let mut valid: Vec<String> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for (word, (times, share)) in shares {
        if syllable::is_valid(word) {
            if times >= settings.least_syllable {
                valid.push(word.into());
            }
        } else if share >= settings.least_other && word.len() <= 16 {
            others.push(word.into());
        }
    }
    let (valid, words) = (valid.len(), [valid, others].concat());
    let ids = words.iter().enumerate().map(|(at, word)| (word.clone(), at as u16)).collect();
    Vocabulary { words, valid, ids }
}

impl Vocabulary {
    /// The number of a token.
    pub fn id(&self, paper: &str, token: Token) -> u16 {
        let beyond = self.words.len() as u16;
        match token.kind {
            Kind::Mark => beyond,
            Kind::Number => beyond + 1,
            Kind::Word => {
                let lower = letters::lower_word(token.span.of(paper));
                self.ids.get(&lower).copied().unwrap_or(beyond + 2)
            }
        }
    }
}

/// By how much the counts of each genre are multiplied so that all weigh the same.
fn scales(counts: &[Words]) -> Vec<f64> {
    let most = counts.iter().map(|words| words.total).max().unwrap_or(1) as f64;
    counts.iter().map(|words| most / words.total.max(1) as f64).collect()
}

type Pairs = Vec<((u16, u16), f64)>;

/// Hands on the words of each paragraph for training, a mark before the first and behind the last.
fn paragraphs(genres: &[&str], vocabulary: &Vocabulary, mut hand_on: impl FnMut(usize, &[u16])) {
    let mark = vocabulary.words.len() as u16;
    let mut ids = Vec::new();
    for (genre, text) in genres.iter().enumerate() {
        for paper in papers(text, false) {
            for paragraph in paper.lines() {
                ids.clear();
                ids.push(mark);
                ids.extend(words::tokens(paragraph).map(|token| vocabulary.id(paragraph, token)));
                ids.push(mark);
                hand_on(genre, &ids);
            }
        }
    }
}

/// All pairs of neighbours, sorted, with their weighted counts.
fn count_pairs(genres: &[&str], vocabulary: &Vocabulary, scales: &[f64]) -> Pairs {
    let mark = vocabulary.words.len() as u16;
    let mut sum: HashMap<(u16, u16), Vec<u32>> = HashMap::new();
    paragraphs(genres, vocabulary, |genre, ids| {
        for pair in ids.windows(2).filter(|pair| *pair != [mark, mark]) {
            let counts = sum.entry((pair[0], pair[1])).or_insert_with(|| vec![0; genres.len()]);
            counts[genre] += 1;
        }
    });
    let weigh = |counts: &Vec<u32>| counts.iter().zip(scales).map(|(n, s)| f64::from(*n) * s).sum();
    let mut pairs: Pairs = sum.iter().map(|(pair, counts)| (*pair, weigh(counts))).collect();
    pairs.sort_unstable_by_key(|(pair, _)| *pair);
    pairs
}

fn count_triples(genres: &[&str], vocabulary: &Vocabulary, pairs: &PairModel<'_>) -> Triples {
    let mut triples = Triples::default();
    paragraphs(genres, vocabulary, |genre, ids| triples.add(genre, ids, pairs));
    triples
}

/// Taken from every count of a pair and given to the pairs that were not seen.
const DISCOUNT: f64 = 0.8;

/// The probabilities before pruning.
struct Estimate {
    single: Vec<f64>,
    row_sums: Vec<f64>,
    back_off: Vec<f64>,
}

impl Estimate {
    fn new(vocabulary: &Vocabulary, pairs: &Pairs) -> Estimate {
        let size = vocabulary.words.len() + 3;
        let (mut row_sums, mut row_types) = (vec![0.0; size], vec![0.0; size]);
        let mut followers = vec![0.5; size];
        for ((first, second), count) in pairs {
            row_sums[*first as usize] += count;
            row_types[*first as usize] += 1.0;
            followers[*second as usize] += 1.0;
        }
        let all: f64 = followers.iter().sum();
        let single = followers.iter().map(|n| n / all).collect();
        let back_off = row_sums.iter().zip(&row_types);
        let back_off = back_off.map(|(sum, n)| if *sum > 0.0 { DISCOUNT * n / sum } else { 1.0 });
        Estimate { single, back_off: back_off.map(|share| share.min(1.0)).collect(), row_sums }
    }

    fn pair(&self, (first, second): (u16, u16), count: f64) -> f64 {
        let (first, second) = (first as usize, second as usize);
        (count - DISCOUNT).max(0.0) / self.row_sums[first]
            + self.back_off[first] * self.single[second]
    }

    /// The pairs that tell most beyond their parts, sorted, with their probabilities.
    fn prune(&self, pairs: &Pairs, most: usize) -> Pairs {
        let mut gains: Vec<(f64, (u16, u16), f64)> = Vec::with_capacity(pairs.len());
        for (pair, count) in pairs {
            let p = self.pair(*pair, *count);
            let without = self.back_off[pair.0 as usize] * self.single[pair.1 as usize];
            gains.push((count * (p / without).ln(), *pair, p));
        }
        gains.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut kept: Pairs = gains.into_iter().take(most).map(|(_, pair, p)| (pair, p)).collect();
        kept.sort_unstable_by_key(|(pair, _)| *pair);
        kept
    }

    /// What is left for pairs that were not kept, for each first word.
    fn back_offs(&self, kept: &Pairs) -> Vec<f64> {
        let size = self.single.len();
        let (mut taken, mut named) = (vec![0.0; size], vec![0.0; size]);
        for ((first, second), p) in kept {
            taken[*first as usize] += p;
            named[*first as usize] += self.single[*second as usize];
        }
        let shares = taken.iter().zip(&named);
        shares.map(|(taken, named)| ((1.0 - taken) / (1.0 - named)).clamp(1e-4, 1.0)).collect()
    }
}

/// Lays the model out as `language_model` and `lexicon` read it.
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
    model.extend(pairs.single.iter().map(|p| cost(*p)));
    model.extend(pairs.back_off.iter().map(|p| cost(*p)));
    for word in &vocabulary.words {
        model.extend(capital_shares(word, counts, scales));
    }
    model.extend(letter_shares(counts).into_iter().flat_map(f32::to_le_bytes));
    let mut row = 0;
    for first in 0..=pairs.single.len() {
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

/// How often each marked letter stands in a word on average, lower case first, then upper case.
fn letter_shares(counts: &[Words]) -> Vec<f32> {
    let mut shares = vec![0.0; 2 * letters::MARKED];
    for words in counts {
        for (at, count) in words.letters.iter().enumerate() {
            shares[at] += *count as f64 / words.total.max(1) as f64 / counts.len() as f64;
        }
    }
    shares.into_iter().map(|share: f64| share as f32).collect()
}

/// The share of capitals among the places of a word, by what comes next.
pub fn capital_shares(word: &str, counts: &[Words], scales: &[f64]) -> [u8; NEXT] {
    [0, 1, 2].map(|next| {
        let (mut capital, mut all) = (0.05, 1.0);
        for (words, scale) in counts.iter().zip(scales) {
            let cases = words.tallies.get(word).map_or([0, 0], |tally| tally.cases[next]);
            capital += f64::from(cases[1]) * scale;
            all += f64::from(cases[0] + cases[1]) * scale;
        }
        (capital / all * 255.0).round().clamp(1.0, 254.0) as u8
    })
}

/// Sixteenths of a nat, up to 255.
fn cost(p: f64) -> u8 {
    (-p.max(1e-12).ln() * 16.0).round().clamp(0.0, 255.0) as u8
}
