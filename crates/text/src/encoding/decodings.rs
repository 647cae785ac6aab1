//! The decodings of one word, each with its cost; a word is decoded once for a whole text.
//! In: a word as it stands and a decoder. Out: its letters, and the cost of each way to decode them. Never chooses;
//! `line_decoding` does, by a path through the line. Words repeat, so nearly all of them are in the cache.

use std::collections::HashMap;
use std::rc::Rc;

use super::cost::{RunCost, run_cost};
use super::decoder::Decoder;
use super::letter::{DecodedLetter, Letters, push_letters};
use crate::encoding::kind::Encoding;
use crate::language::model::model;
use crate::span::Span;

// Costs in nats. They were set by hand, no measurement recorded; `vankien-lab evaluate-repair --kind
// legacy-whole,legacy-mixed --seed 11` shows the effect of others, `cargo test -p vankien-text encoding` holds cases.

/// In a text written in VIQR, a word that stands as it is although each decoding changes it: it has a `\`, or signs
/// that the decoder takes for marks alone (for instance `^`, `+`, `~` or a grave accent behind a vowel). A word without
/// such signs stands as it is by one of its decodings, without this cost.
const LITERAL_IN_VIQR: f32 = 12.0;
/// An unlikely alternative inside a sentence: a VIQR sign behind a vowel that is no mark but punctuation, `dd` that is
/// no `đ`, a capital on the code of a quotation mark, dash, ellipsis or bullet.
const PUNCTUATION_INSIDE: f32 = 4.0;
/// The same for the last letter of a word behind which a sentence may end. Also any other alternative on one code, at
/// any place: a sign of Windows-1252 on the code of a letter, or a capital on the code of a rarer sign.
const PUNCTUATION_AT_END: f32 = 1.0;
/// An opening parenthesis behind a vowel that is no breve of VIQR.
const BRACKET: f32 = 2.0;
/// A word that stands as it is in wrongly decoded text, because it holds letters that no such text has.
const FOREIGN_TO_DECODER: f32 = 4.0;
/// At most 400 bytes: a longer run without blanks is no word and stays as it is. A bound of time, not measured.
const MOST_WORD_BYTES: usize = 400;
/// At most this many decodings of one word are weighed. Their number is the product of the ways of its letters; the
/// letters that would exceed the limit keep their first way. With 512, recall of `mojibake-pages-lost-twice` is 3 points
/// lower.
const MOST_DECODINGS: usize = 1 << 11;
/// Decodings of so many bytes, of all words together, are weighed in any text, and [`WEIGHED_PER_BYTE`] more for each of
/// its bytes; then at most [`FEW_DECODINGS`] of each further word are. A bound of time, not measured alone.
const WEIGHED_BYTES: usize = 1 << 22;
/// See [`WEIGHED_BYTES`].
const WEIGHED_PER_BYTE: usize = 8;
/// See [`WEIGHED_BYTES`].
const FEW_DECODINGS: usize = 1 << 2;
/// At most this many decodings of one word, those cheapest by themselves, are weighed among their neighbours; in VIQR
/// the word as it stands may be one more. A bound of time, not measured.
const MOST_KEPT: usize = 24;

/// One way to decode a word.
#[derive(Clone, Copy, Debug)]
pub struct Decoding {
    /// Its number, for [`WordDecodings::letters`]; `None` where it leaves the word as it stands.
    pub choice: Option<usize>,
    /// Its cost as Vietnamese.
    pub cost: RunCost,
    /// Cost in nats, inside a sentence, of its letters that are seldom meant. For a word left as it stands also the
    /// cost of that ([`FOREIGN_TO_DECODER`], [`LITERAL_IN_VIQR`]).
    pub penalty_inside: f32,
    /// The same for a word behind which a sentence may end.
    pub penalty_at_end: f32,
}

/// A word and its decodings.
#[derive(Debug)]
pub struct WordDecodings {
    /// Its letters in order; empty for a run that is too long for a word.
    letters: Vec<DecodedLetter>,
    /// The cost of the word as it stands, in text that is in order.
    pub plain: RunCost,
    /// The ways to decode it, never empty. One may leave it as it stands.
    pub decodings: Vec<Decoding>,
    /// How many of its letters lost a byte. For Latin-1: how many have two readings that are equally likely.
    pub lost_bytes: usize,
}

/// A cache of the words of a text that were decoded before, by decoder and word.
pub struct DecodedWords<'t> {
    /// The words by decoder.
    words: HashMap<(Decoder, &'t str), Rc<WordDecodings>>,
    /// Decodings of how many bytes may still be weighed.
    bytes_left: usize,
}

impl<'t> DecodedWords<'t> {
    /// An empty cache for the words of `text`.
    pub fn of(text: &str) -> DecodedWords<'t> {
        let bytes_left = WEIGHED_BYTES + WEIGHED_PER_BYTE * text.len();
        DecodedWords { words: HashMap::new(), bytes_left }
    }

    /// The decodings of the word at the bytes `span` of `text`, decoded at the first call and remembered.
    pub fn word(&mut self, text: &'t str, span: Span, decoder: Decoder) -> Rc<WordDecodings> {
        let raw = span.of(text);
        let bytes_left = &mut self.bytes_left;
        let decode = || {
            let most = if *bytes_left == 0 { FEW_DECODINGS } else { MOST_DECODINGS };
            let word = WordDecodings::new(raw, decoder, most);
            *bytes_left = bytes_left.saturating_sub(word.choices(most) * raw.len());
            Rc::new(word)
        };
        self.words.entry((decoder, raw)).or_insert_with(decode).clone()
    }
}

impl WordDecodings {
    /// The decodings of the word `raw`, of which at most `most` are weighed.
    fn new(raw: &str, decoder: Decoder, most: usize) -> WordDecodings {
        let model = model();
        let plain = run_cost(raw, model);
        let as_it_stands = |penalty: f32| Decoding {
            choice: None,
            cost: plain,
            penalty_inside: penalty,
            penalty_at_end: penalty,
        };
        if raw.len() > MOST_WORD_BYTES {
            let decodings = vec![as_it_stands(0.0)];
            return WordDecodings { letters: Vec::new(), plain, decodings, lost_bytes: 0 };
        }
        let letters = decoder.letters(raw);
        let lost_bytes = letters.iter().filter(|letter| letter.has_lost_byte).count();
        let mut word = WordDecodings { letters, plain, decodings: Vec::new(), lost_bytes };
        if decoder.cannot_give(raw) {
            // No word was wrongly decoded in part: what looks so in it (a soft hyphen) is something else.
            word.decodings.push(as_it_stands(FOREIGN_TO_DECODER));
            return word;
        }
        let mut spelled = String::with_capacity(raw.len());
        for choice in 0..word.choices(most) {
            spelled.clear();
            word.letters(choice, |_, letters| push_letters(&mut spelled, letters));
            let (penalty_inside, penalty_at_end) = word.penalties(choice);
            let (choice, cost) = if spelled == raw {
                (None, plain)
            } else {
                (Some(choice), run_cost(&spelled, model))
            };
            word.decodings.push(Decoding { choice, cost, penalty_inside, penalty_at_end });
        }
        word.keep_likeliest();
        if decoder.encoding() == Encoding::Viqr && spelled != raw {
            word.decodings.push(as_it_stands(LITERAL_IN_VIQR));
        }
        word
    }

    /// Drops all but [`MOST_KEPT`] decodings, the cheapest by themselves.
    fn keep_likeliest(&mut self) {
        if self.decodings.len() <= MOST_KEPT {
            return;
        }
        let model = model();
        let cost = |one: &Decoding| {
            let first = one.cost.first.map_or(0.0, |first| model.unigram_cost(first));
            one.cost.inner + first + one.penalty_inside
        };
        self.decodings.sort_by(|one, other| cost(one).total_cmp(&cost(other)));
        self.decodings.truncate(MOST_KEPT);
    }

    /// How many ways to decode the word are weighed, at most `most`. Where there are more, only the alternatives of its
    /// first letters are weighed.
    fn choices(&self, most: usize) -> usize {
        let mut count = 1;
        for letter in &self.letters {
            let ways = letter.alternatives.len() + 1;
            if count * ways > most {
                break;
            }
            count *= ways;
        }
        count
    }

    /// Calls `each` with each letter of the decoding `choice`, in order, and with the bytes of the word it is decoded
    /// from.
    pub fn letters(&self, choice: usize, mut each: impl FnMut(Span, Letters)) {
        for (letter, way) in self.ways(choice) {
            let letters =
                if way == 0 { [letter.letter, '\0'] } else { letter.alternatives[way - 1] };
            each(letter.from, letters);
        }
    }

    /// The indexes of its letters that may be capitals as well.
    pub fn open_case(&self) -> Vec<usize> {
        let letters = self.letters.iter().enumerate();
        letters.filter(|(_, letter)| letter.is_case_open).map(|(at, _)| at).collect()
    }

    /// For each letter, which of its ways the decoding `choice` takes: 0 is the letter itself, `n` its alternative `n -
    /// 1`. The number of a decoding counts the ways of its letters, the first letter fastest.
    fn ways(&self, choice: usize) -> impl Iterator<Item = (&DecodedLetter, usize)> {
        let mut rest = choice;
        self.letters.iter().map(move |letter| {
            let ways = letter.alternatives.len() + 1;
            let way = rest % ways;
            rest /= ways;
            (letter, way)
        })
    }

    /// The cost of the letters of a decoding that are seldom meant, inside a sentence and where one may end: a capital
    /// of TCVN3 on a code that is a quotation mark or a dash in Windows-1252, a sign of VIQR that is no mark of the
    /// vowel before.
    fn penalties(&self, choice: usize) -> (f32, f32) {
        let (mut inside, mut less_at_end) = (0.0, 0.0);
        // The alternatives of a letter that lost a byte are as usual as the letter.
        for (letter, way) in self.ways(choice).filter(|(letter, _)| !letter.has_lost_byte) {
            less_at_end = 0.0;
            if way == 0 {
                continue;
            }
            match letter.alternatives[way - 1][1] {
                '(' => inside += BRACKET,
                '\0' if !"“”‘’–—…•".contains(letter.letter) => {
                    inside += PUNCTUATION_AT_END
                }
                _ => {
                    inside += PUNCTUATION_INSIDE;
                    less_at_end = PUNCTUATION_INSIDE - PUNCTUATION_AT_END;
                }
            }
        }
        (inside, inside - less_at_end)
    }
}

/// A word of a decoded line: decoded in one way, or left as it stands.
#[derive(Clone, Debug)]
pub struct DecodedWord {
    /// Its letters, each with the bytes of the text that it was decoded from.
    pub letters: Vec<(Span, Letters)>,
    /// The indexes of its letters that may be capitals as well.
    pub open_case: Vec<usize>,
    /// The probability of this way among the decodings of the word, from 0.01 to 0.99. That the word is in order as it
    /// stands is not weighed in it.
    pub confidence: f32,
}
