//! Finds the lines of a text that were wrongly decoded, and decodes them as they were written.
//! In: text. Out: changes, each of one syllable. Lines that tell much by themselves come first; their decoders are then
//! tried on the lines that tell little. Never changes anything without at least one telling line. Never decodes a line
//! of text in a way that does not make it likelier Vietnamese; lines that are no UTF-8 must be decoded somehow.

use std::cell::OnceCell;

use super::decoder::{self, Decoder};
use super::decodings::{DecodedWord, DecodedWords};
use super::letter::{Letters, push_letters};
use super::line_decoding::{DecodedLine, decode_line};
use super::wrong_decodings::{self, WrongDecodings};
use super::{capitals, latin1, suspect, viqr};
use crate::encoding::kind::Encoding;
use crate::language::letters::is_letter;
use crate::span::Span;

// The values were set by hand, no measurement recorded. `vankien-lab evaluate-repair --kind
// clean,legacy-whole,legacy-mixed,mojibake-once,mojibake-lost --seed 11` shows the effect of others on recall and harm,
// `cargo bench --bench stages` their cost.

/// A line is decoded by itself if it gains at least this many nats.
const LEAST_GAIN_ALONE: f32 = 20.0;
/// The same for UTF-8, where all words that change become words of the vocabulary.
const LEAST_GAIN_OF_ONE_WORD: f32 = 8.0;
/// The same for a tone on a consonant, which nothing else explains.
const LEAST_GAIN_OF_TONED_CONSONANT: f32 = 3.0;
/// The same for an old encoding with a table, where all words that change become words of the vocabulary.
const LEAST_GAIN_OF_OLD_WORD: f32 = 7.0;
/// A line is decoded with a decoder of other lines of the paper if it gains at least this many nats. A line that is no
/// UTF-8 may even lose as many.
const LEAST_GAIN_AMONG_OTHERS: f32 = 3.0;
/// At least 3 tones of Windows-1258, or marks of VIQR: with fewer, and without another sign of a wrong decoding, a line
/// is not judged by itself. At least as many of its words must become words of the vocabulary in VIQR, in Windows-1258,
/// and where some of the words that change do not.
const LEAST_TELLING: usize = 3;
/// Of the changed words of a line at least 9 tenths must be in the vocabulary for a decoder that the paper showed
/// before. Below that all decoders are tried.
const KNOWN_TENTHS_BEFORE: usize = 9;
/// At least 7 tenths for the best of all decoders; below that the line is not decoded by itself.
const KNOWN_TENTHS_NEW: usize = 7;
/// A decoder is tried on lines of usual characters if one word of the vocabulary in so many bytes of the text showed
/// it. A text wholly written in it has one in about 200; a judgement, not measured.
const MOST_BYTES_PER_WORD: usize = 10_000;
/// At most so many bytes of telling lines in a row may fail, 200 lines of usual length. Behind them the text is in
/// another language, and a line is tried only where the bytes that failed or were passed over since the last success
/// have grown by one in [`FAILED_PER_TRY`], until one succeeds.
const MOST_FAILED_BYTES: usize = 40_000;
/// See [`MOST_FAILED_BYTES`].
const FAILED_PER_TRY: usize = 16;
/// The decoder of a line longer than this many bytes is chosen by a sample: these bytes, up to the next blank.
const SAMPLE_BYTES: usize = 2_000;

/// A change of one syllable, or of one sign that stands between syllables.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The bytes of the text that it replaces.
    pub span: Span,
    /// What was written.
    pub to: String,
    /// The encoding in which it was written.
    pub encoding: Encoding,
    /// How sure the decoding of its word is, a probability from 0.01 to 0.99.
    pub confidence: f32,
}

/// What is known of the lines before any is decoded.
#[derive(Clone, Copy, PartialEq)]
pub enum Input {
    /// They are text, in order until the contrary is shown.
    Text,
    /// They are bytes that are no UTF-8: they were written in some old encoding that is no form of UTF-8 or ASCII.
    NotUtf8,
}

/// A decoder that was right on telling lines of the paper.
struct Confirmed {
    /// The decoder.
    decoder: Decoder,
    /// What it gained on all of them, in nats.
    gain: f32,
    /// How many words of theirs became words of the vocabulary.
    words: usize,
}

/// The decoders that were right on a telling line. Sorted by gain, the greatest first.
#[derive(Default)]
struct ConfirmedDecoders(Vec<Confirmed>);

impl ConfirmedDecoders {
    fn add(&mut self, decoder: Decoder, line: &DecodedLine) {
        match self.0.iter_mut().find(|known| known.decoder == decoder) {
            Some(known) => {
                known.gain += line.gain;
                known.words += line.known;
            }
            None => self.0.push(Confirmed { decoder, gain: line.gain, words: line.known }),
        }
        self.0.sort_by(|one, other| {
            other.gain.total_cmp(&one.gain).then(one.decoder.cmp(&other.decoder))
        });
    }

    /// The decoders, those of usual lines or of all.
    fn decoders(&self, of: Lines) -> impl Iterator<Item = Decoder> + use<> {
        let suits = |known: &&Confirmed| match of {
            Lines::All => true,
            Lines::Usual { text_bytes } => known.may_be_of_usual_lines(text_bytes),
        };
        let decoders: Vec<Decoder> =
            self.0.iter().filter(suits).map(|known| known.decoder).collect();
        decoders.into_iter()
    }
}

/// Which lines a decoder is asked for.
#[derive(Clone, Copy)]
enum Lines {
    /// Lines of any characters.
    All,
    /// Lines of usual characters alone, of a text of so many bytes.
    Usual { text_bytes: usize },
}

impl Confirmed {
    /// Whether the decoder is tried on lines of usual characters alone. A word or two say nothing of them, nor do a few
    /// words of a long text. One tone on a consonant is proof of Latin-1, whose other words are of usual letters.
    fn may_be_of_usual_lines(&self, text_bytes: usize) -> bool {
        let is_shown = self.words >= LEAST_TELLING || self.decoder.encoding() == Encoding::Latin1;
        is_shown && self.words * MOST_BYTES_PER_WORD >= text_bytes
    }
}

/// The changes that make of `lines` of `text` what was written, in order of place, and the lines that stay as they are.
/// Where no line tells enough by itself, there are no changes.
pub fn detect(text: &str, lines: &[Span], input: Input) -> (Vec<Change>, Vec<Span>) {
    let holds = |letter: &str| memchr::memmem::find(text.as_bytes(), letter.as_bytes()).is_some();
    let mut search = Search {
        text,
        input,
        words: DecodedWords::of(text),
        confirmed: ConfirmedDecoders::default(),
        may_be_windows_1258: holds("Þ") || holds("ð"),
        has_own_capitals: OnceCell::new(),
        wrong_decodings: WrongDecodings::of(text),
        failed_bytes: 0,
        next_try: 0,
    };
    let found: Vec<Option<Vec<Change>>> =
        lines.iter().map(|line| search.by_itself(*line)).collect();
    if search.confirmed.0.is_empty() {
        return (Vec::new(), lines.to_vec());
    }
    let (mut undecoded, mut changes) = (Vec::new(), Vec::new());
    for (line, found) in lines.iter().zip(found) {
        match found.or_else(|| search.among_others(*line)) {
            Some(found) => changes.extend(found),
            None => undecoded.push(*line),
        }
    }
    (changes, undecoded)
}

/// A text, and what was learnt of it so far.
struct Search<'t> {
    /// The whole text.
    text: &'t str,
    /// What is known of its lines beforehand.
    input: Input,
    /// The cache of decoded words.
    words: DecodedWords<'t>,
    /// The decoders that were right on telling lines.
    confirmed: ConfirmedDecoders,
    /// Whether it holds `Þ` or `ð`, as which a tone and the letter đ of Windows-1258 are decoded, and hardly anything
    /// else is.
    may_be_windows_1258: bool,
    /// Whether it has codes for toned capitals; asked for TCVN3 alone.
    has_own_capitals: OnceCell<bool>,
    /// How UTF-8 may have been wrongly decoded.
    wrong_decodings: WrongDecodings<'t>,
    /// How many bytes of telling lines failed or were passed over since the last that was decoded by itself.
    failed_bytes: usize,
    /// From how many of them on a line is tried.
    next_try: usize,
}

impl Search<'_> {
    /// The decoding of a telling line that is likely by itself.
    fn by_itself(&mut self, line: Span) -> Option<Vec<Change>> {
        let whole = line.of(self.text);
        if !is_telling(whole, self.may_be_windows_1258) {
            return None;
        }
        self.failed_bytes += line.len();
        if self.failed_bytes < self.next_try {
            return None;
        }
        if self.failed_bytes > MOST_FAILED_BYTES {
            self.next_try = self.failed_bytes + self.failed_bytes / FAILED_PER_TRY;
        }
        let sample = Span::new(line.start, end_of_sample(self.text, line));
        let input = self.input;
        let may_suit = |decoder: &Decoder| is_allowed(*decoder, input) && decoder.may_suit(whole);
        let before = self.confirmed.decoders(Lines::All).filter(may_suit);
        let mut best = self
            .best_of(sample, before)
            .filter(|(decoder, line)| is_likely(*decoder, line, KNOWN_TENTHS_BEFORE));
        if best.is_none() {
            let utf8 = self.wrong_decodings.decoders(sample.of(self.text));
            let all = decoder::OLD.into_iter().filter(may_suit).chain(utf8);
            best = self.best_of(sample, all.filter(|decoder| is_allowed(*decoder, input)));
        }
        let (decoder, mut decoded) =
            best.filter(|(decoder, line)| is_likely(*decoder, line, KNOWN_TENTHS_NEW))?;
        if sample != line {
            decoded = decode_line(&mut self.words, self.text, line, decoder);
        }
        self.confirmed.add(decoder, &decoded);
        (self.failed_bytes, self.next_try) = (0, 0);
        Some(self.found(decoder, &decoded))
    }

    /// The decoding of a line that tells little, with a decoder that was right on other lines of the paper.
    fn among_others(&mut self, line: Span) -> Option<Vec<Change>> {
        let whole = line.of(self.text);
        let may_be_code =
            |letter: char| !letter.is_ascii() || letter.is_ascii_control() && letter != '\t';
        let knows_viqr =
            self.confirmed.decoders(Lines::All).any(|decoder| decoder.encoding() == Encoding::Viqr);
        if !knows_viqr && !whole.contains(may_be_code) {
            return None;
        }
        let may_suit = |decoder: &Decoder| decoder.may_suit_again(whole);
        let of = if suspect::holds_unusual(whole) {
            Lines::All
        } else {
            Lines::Usual { text_bytes: self.text.len() }
        };
        let decoders = self.confirmed.decoders(of).filter(may_suit);
        let (decoder, decoded) = self.best_of(line, decoders)?;
        // Bytes that are no UTF-8 must be decoded somehow: even a small loss is believed.
        let least = match self.input {
            Input::NotUtf8 => -LEAST_GAIN_AMONG_OTHERS,
            Input::Text => LEAST_GAIN_AMONG_OTHERS,
        };
        let is_believed = decoded.gain >= least && decoded.changed > 0;
        is_believed.then(|| self.found(decoder, &decoded))
    }

    /// The decoder that gains most; of several the first.
    fn best_of(
        &mut self,
        line: Span,
        decoders: impl Iterator<Item = Decoder>,
    ) -> Option<(Decoder, DecodedLine)> {
        let mut best: Option<(Decoder, DecodedLine)> = None;
        for decoder in decoders {
            let decoded = decode_line(&mut self.words, self.text, line, decoder);
            if best.as_ref().is_none_or(|(_, most)| decoded.gain > most.gain) {
                best = Some((decoder, decoded));
            }
        }
        best
    }

    fn found(&self, decoder: Decoder, line: &DecodedLine) -> Vec<Change> {
        let text = self.text;
        let lost_capitals = decoder.encoding() == Encoding::Tcvn3
            && !*self.has_own_capitals.get_or_init(|| capitals::has_own(text));
        let words = line.words(text, decoder, lost_capitals);
        changes_of(&words, text, decoder.encoding())
    }
}

/// Whether a line is worth judging by itself. It is with 3 marks of VIQR, with 3 vowels with a tone of Windows-1258 if
/// `windows_1258`, or with one suspect, one tone on a consonant or one sequence of UTF-8 that was wrongly decoded.
pub fn is_telling(line: &str, windows_1258: bool) -> bool {
    let is_unusual = || {
        suspect::count(line, 1) > 0
            || latin1::count_toned_consonants(line, 1) > 0
            || wrong_decodings::holds_sequences(line)
    };
    windows_1258 && suspect::count_tones(line, LEAST_TELLING) >= LEAST_TELLING
        || viqr::holds_marks(line, LEAST_TELLING)
        || suspect::holds_unusual(line) && is_unusual()
}

/// Whether a decoded line is much likelier than as it stands, and enough tenths of its changed words are in the
/// vocabulary. What can hardly be anything else needs less evidence, one word: tones on consonants; and UTF-8 or an old
/// encoding with a table, where all changed words are in the vocabulary.
fn is_likely(decoder: Decoder, line: &DecodedLine, known_tenths: usize) -> bool {
    let is_sure = match decoder {
        Decoder::Old(Encoding::Latin1) => true,
        // Their marks are mostly punctuation, their tones letters of Vietnamese.
        Decoder::Old(Encoding::Viqr | Encoding::Windows1258) => false,
        Decoder::Old(_) | Decoder::Utf8(_) | Decoder::Utf8Twice { .. } => {
            line.known == line.changed
        }
    };
    let (least_known, least_gain) = match decoder {
        _ if !is_sure => (LEAST_TELLING, LEAST_GAIN_ALONE),
        Decoder::Old(Encoding::Latin1) => (1, LEAST_GAIN_OF_TONED_CONSONANT),
        Decoder::Utf8(_) | Decoder::Utf8Twice { .. } => (1, LEAST_GAIN_OF_ONE_WORD),
        Decoder::Old(_) => (1, LEAST_GAIN_OF_OLD_WORD),
    };
    line.known * 10 >= line.changed * known_tenths
        && line.known >= least_known
        && line.gain >= least_gain
}

/// Whether text of this input may have been written in the encoding of the decoder.
fn is_allowed(decoder: Decoder, input: Input) -> bool {
    let is_text = matches!(
        decoder.encoding(),
        Encoding::Viqr | Encoding::Latin1 | Encoding::Utf8 | Encoding::Utf8Twice
    );
    input == Input::Text || !is_text
}

/// Where the sample of a line ends: at the first blank behind [`SAMPLE_BYTES`], so that no character is cut.
fn end_of_sample(text: &str, line: Span) -> usize {
    if line.len() <= SAMPLE_BYTES {
        return line.end;
    }
    let start = line.start + SAMPLE_BYTES;
    let blank = memchr::memchr(b' ', &text.as_bytes()[start..line.end]);
    blank.map_or(line.end, |at| start + at)
}

/// The syllables of a line that differ from the text.
fn changes_of(words: &[DecodedWord], text: &str, encoding: Encoding) -> Vec<Change> {
    let is_word = |letters: Letters| letters.into_iter().all(|one| one == '\0' || is_letter(one));
    let mut changes = Vec::new();
    for word in words {
        let runs = word.letters.chunk_by(|(_, one), (_, two)| is_word(*one) && is_word(*two));
        for run in runs {
            let span = Span::new(run[0].0.start, run[run.len() - 1].0.end);
            let mut to = String::new();
            run.iter().for_each(|(_, letters)| push_letters(&mut to, *letters));
            if span.of(text) != to {
                changes.push(Change { span, to, encoding, confidence: word.confidence });
            }
        }
    }
    changes
}
