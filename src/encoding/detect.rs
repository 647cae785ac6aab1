//! Finds the lines of a text that were misread, and reads them as they were written.
//! In: text. Out: changes, each of one syllable. Lines that say much by themselves come first; what
//! they were written in is then tried on the lines that say little. Without such a line nothing is
//! changed. Never reads a line in a way that does not make it much likelier Vietnamese.

use super::line::{self, Outcome};
use super::reader::{self, Reader};
use super::{suspect, viqr};
use crate::document::Encoding;
use crate::language::letters::is_letter;
use crate::span::Span;

/// How much likelier a line must become, in nats, to be believed without another.
const ALONE: f32 = 20.0;
/// The same where other lines of the paper were written so.
const AMONG: f32 = 3.0;
/// So many words of such a line must become words of the vocabulary.
const WORDS: usize = 3;
/// Of a longer line the beginning tells how it is to be read.
const SAMPLE: usize = 2_000;

/// A change: where, to what, why, how sure from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The bytes of the text.
    pub span: Span,
    /// What was written.
    pub to: String,
    /// In which encoding.
    pub encoding: Encoding,
    /// From 0 to 1.
    pub confidence: f32,
}

/// What is asked of a line.
#[derive(Clone, Copy, PartialEq)]
pub enum Demand {
    /// It is text, until the contrary is shown.
    Innocent,
    /// It is no UTF-8: only the encodings that are not come into question, and one of them it must be.
    Bytes,
}

/// The readers that were right before, the best first, each with what it gained in all.
#[derive(Default)]
struct Record(Vec<(Reader, f32)>);

impl Record {
    fn add(&mut self, reader: Reader, gain: f32) {
        match self.0.iter_mut().find(|(known, _)| *known == reader) {
            Some((_, sum)) => *sum += gain,
            None => self.0.push((reader, gain)),
        }
        self.0.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    }

    fn readers(&self) -> impl Iterator<Item = Reader> + '_ {
        self.0.iter().map(|(reader, _)| *reader)
    }
}

/// The changes that make of `lines` of `text` what was written, in order of place, and the lines that
/// no reader was believed on.
pub fn detect(text: &str, lines: &[Span], demand: Demand) -> (Vec<Change>, Vec<Span>) {
    let mut record = Record::default();
    let mut found: Vec<Option<(Reader, Outcome)>> = lines.iter().map(|_| None).collect();
    for (line, found) in lines.iter().zip(&mut found) {
        if !says_much(line.of(text)) {
            continue;
        }
        *found = believed(text, *line, &record, demand);
        if let Some((reader, outcome)) = found {
            record.add(*reader, outcome.gain);
        }
    }
    if record.0.is_empty() {
        return (Vec::new(), lines.to_vec());
    }
    let mut left = Vec::new();
    let mut changes = Vec::new();
    for (line, found) in lines.iter().zip(found) {
        let found = found.or_else(|| among(text, *line, &record, demand));
        match found.map(|found| as_elsewhere(text, *line, found, &record)) {
            Some((reader, outcome)) => push_changes(text, reader, &outcome, &mut changes),
            None => left.push(*line),
        }
    }
    (changes, left)
}

/// The reading of a line that lost bytes, with what stands for them elsewhere in the paper, unless the
/// line itself says otherwise.
fn as_elsewhere(
    text: &str,
    line: Span,
    found: (Reader, Outcome),
    record: &Record,
) -> (Reader, Outcome) {
    let (reader, outcome) = &found;
    let first = record.readers().find(|other| other.encoding == reader.encoding);
    match first.filter(|first| first != reader && outcome.lost > 0) {
        Some(first) => {
            let other = line::read(text, line, first);
            if other.gain + AMONG >= outcome.gain { (first, other) } else { found }
        }
        None => found,
    }
}

/// Whether a line holds enough that is odd to be judged by itself.
fn says_much(line: &str) -> bool {
    suspect::count(line, WORDS) >= WORDS
        || suspect::count_tones(line, WORDS) >= WORDS
        || viqr::marks(line, WORDS)
}

/// The reading of a line that is likely by itself.
fn believed(text: &str, line: Span, record: &Record, demand: Demand) -> Option<(Reader, Outcome)> {
    let sample = Span::new(line.start, cut(text, line));
    let good = |outcome: &Outcome| {
        outcome.gain >= ALONE && outcome.known >= WORDS && outcome.known * 10 >= outcome.changed * 7
    };
    // What was right before is right again where it leaves hardly a word unexplained.
    let whole = |outcome: &Outcome| good(outcome) && outcome.known * 10 >= outcome.changed * 9;
    let suits = |reader: &Reader| allowed(*reader, demand) && reader.suits(line.of(text));
    let before = record.readers().filter(suits);
    let mut best = best_of(text, sample, before).filter(|(_, outcome)| whole(outcome));
    if let Some((reader, outcome)) = &best
        && outcome.lost > 0
    {
        best = best_of(text, sample, reader.siblings().filter(suits));
    }
    if best.is_none() {
        best = best_of(text, sample, reader::ALL.into_iter().filter(suits));
    }
    let (reader, mut outcome) = best.filter(|(_, outcome)| good(outcome))?;
    if sample != line {
        outcome = line::read(text, line, reader);
    }
    Some((reader, outcome))
}

/// The reading of a line that says little, where the paper told how others were written.
fn among(text: &str, line: Span, record: &Record, demand: Demand) -> Option<(Reader, Outcome)> {
    let holds = |letter: char| !letter.is_ascii() || letter.is_ascii_control() && letter != '\t';
    let signs = record.readers().any(|reader| reader.encoding == Encoding::Viqr);
    if !signs && !line.of(text).contains(holds) {
        return None;
    }
    let suits = |reader: &Reader| allowed(*reader, demand) && reader.suits_among(line.of(text));
    let (reader, outcome) = best_of(text, line, record.readers().filter(suits))?;
    let least = if demand == Demand::Bytes { -AMONG } else { AMONG };
    (outcome.gain >= least && outcome.changed > 0).then_some((reader, outcome))
}

fn allowed(reader: Reader, demand: Demand) -> bool {
    let text = matches!(reader.encoding, Encoding::Viqr | Encoding::Utf8 | Encoding::Utf8Twice);
    demand == Demand::Innocent || !text
}

/// The reader that gains most; of equals the first.
fn best_of(
    text: &str,
    line: Span,
    readers: impl Iterator<Item = Reader>,
) -> Option<(Reader, Outcome)> {
    let mut best: Option<(Reader, Outcome)> = None;
    for reader in readers {
        let outcome = line::read(text, line, reader);
        if best.as_ref().is_none_or(|(_, most)| outcome.gain > most.gain) {
            best = Some((reader, outcome));
        }
    }
    best
}

/// Where the sample of a line ends: at a blank, if there is one.
fn cut(text: &str, line: Span) -> usize {
    if line.len() <= SAMPLE {
        return line.end;
    }
    let blank = memchr::memchr(b' ', &text.as_bytes()[line.start + SAMPLE..line.end]);
    // A blank is a character of its own; what stands behind it is not cut.
    blank.map_or(line.end, |at| line.start + SAMPLE + at)
}

/// Writes the changed syllables of a line.
fn push_changes(text: &str, reader: Reader, outcome: &Outcome, changes: &mut Vec<Change>) {
    for word in &outcome.words {
        let is_word = |letters: &str| letters.chars().all(is_letter);
        let runs = word.letters.chunk_by(|(_, one), (_, two)| is_word(one) && is_word(two));
        for run in runs {
            let span = Span::new(run[0].0.start, run[run.len() - 1].0.end);
            let to: String = run.iter().map(|(_, letters)| letters.as_str()).collect();
            if span.of(text) != to {
                let (encoding, confidence) = (reader.encoding, word.confidence);
                changes.push(Change { span, to, encoding, confidence });
            }
        }
    }
}
