//! Finds the lines of a text that were misread, and reads them as they were written.
//! In: text. Out: changes, each of one syllable. Lines that say much by themselves come first; what
//! they were written in is then tried on the lines that say little. Without such a line nothing is
//! changed. Never reads a line in a way that does not make it much likelier Vietnamese.

use std::cell::OnceCell;

use super::line::{self, Outcome};
use super::reader::{self, Reader};
use super::word::{Letter, Read, Words, push};
use super::{capitals, suspect, viqr};
use crate::encoding::kind::Encoding;
use crate::language::letters::is_letter;
use crate::span::Span;

/// How much likelier a line must become, in nats, to be believed without another.
const ALONE: f32 = 20.0;
/// The same where other lines of the paper were written so.
const AMONG: f32 = 3.0;
/// So many words of such a line must become words of the vocabulary.
const WORDS: usize = 3;
/// On so many lines it must be seen what stands for a lost byte.
const SETTLED: usize = 8;
/// So many odd lines without a finding are looked at, then one in so many.
const PATIENCE: usize = 200;
const FEW: usize = 16;
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

/// The readers that were right before, the best first.
#[derive(Default)]
struct Record(Vec<Known>);

/// A reader that was right.
struct Known {
    reader: Reader,
    /// What it gained in all.
    gain: f32,
    /// On how many lines that had lost bytes.
    lost: usize,
}

impl Record {
    fn add(&mut self, reader: Reader, outcome: &Outcome) {
        let lost = usize::from(outcome.lost > 0);
        match self.0.iter_mut().find(|known| known.reader == reader) {
            Some(known) => {
                (known.gain, known.lost) = (known.gain + outcome.gain, known.lost + lost)
            }
            None => self.0.push(Known { reader, gain: outcome.gain, lost }),
        }
        let order = |one: &Known, other: &Known| {
            let gain = other.gain.total_cmp(&one.gain);
            other.lost.cmp(&one.lost).then(gain).then(one.reader.cmp(&other.reader))
        };
        self.0.sort_by(order);
    }

    fn readers(&self) -> impl Iterator<Item = Reader> + use<> {
        let readers: Vec<Reader> = self.0.iter().map(|known| known.reader).collect();
        readers.into_iter()
    }

    /// Whether the paper showed often enough what stands for a lost byte.
    fn is_settled(&self, reader: Reader) -> bool {
        self.0.iter().any(|known| known.reader == reader && known.lost >= SETTLED)
    }
}

/// What was found on a line.
struct Found {
    reader: Reader,
    gain: f32,
    lost: usize,
    changes: Vec<Change>,
}

/// The changes that make of `lines` of `text` what was written, in order of place, and the lines that
/// no reader was believed on.
pub fn detect(text: &str, lines: &[Span], demand: Demand) -> (Vec<Change>, Vec<Span>) {
    let (words, record) = (Words::default(), Record::default());
    let has_capitals = OnceCell::new();
    let holds = |letter: &str| memchr::memmem::find(text.as_bytes(), letter.as_bytes()).is_some();
    let tones = holds("Þ") || holds("ð");
    let mut search = Search { text, demand, words, record, tones, has_capitals, missed: 0 };
    let found: Vec<Option<Found>> = lines.iter().map(|line| search.believed(*line)).collect();
    if search.record.0.is_empty() {
        return (Vec::new(), lines.to_vec());
    }
    let (mut left, mut changes) = (Vec::new(), Vec::new());
    for (line, found) in lines.iter().zip(found) {
        match found.map(|found| search.as_elsewhere(*line, found)).or_else(|| search.among(*line)) {
            Some(found) => changes.extend(found.changes),
            None => left.push(*line),
        }
    }
    (changes, left)
}

/// A text, and what was learnt of it.
struct Search<'t> {
    text: &'t str,
    demand: Demand,
    words: Words<'t>,
    record: Record,
    /// Whether it holds what Windows-1258 makes of a tone or a đ and hardly anything else does.
    tones: bool,
    /// Whether it has codes for toned capitals; asked of TCVN3 alone.
    has_capitals: OnceCell<bool>,
    /// How many lines that hold much that is odd were not believed since the last that was.
    missed: usize,
}

impl Search<'_> {
    /// The reading of a line that is likely by itself.
    fn believed(&mut self, line: Span) -> Option<Found> {
        let whole = line.of(self.text);
        if !says_much(whole, self.tones) {
            return None;
        }
        // A paper in another language has many such lines; after the first of them few are looked at.
        self.missed += 1;
        if self.missed > PATIENCE && !self.missed.is_multiple_of(FEW) {
            return None;
        }
        let sample = Span::new(line.start, cut(self.text, line));
        let demand = self.demand;
        let suits = |reader: &Reader| allowed(*reader, demand) && reader.suits(whole);
        let before = self.record.readers().filter(suits);
        let mut best = self.best_of(sample, before).filter(|(_, outcome)| is_likely(outcome, 9));
        if let Some((reader, outcome)) = &best
            && outcome.lost > 0
            && !self.record.is_settled(*reader)
        {
            best = self.best_of(sample, reader.siblings().filter(suits));
        }
        if best.is_none() {
            best = self.best_of(sample, reader::ALL.into_iter().filter(suits));
        }
        let (reader, mut outcome) = best.filter(|(_, outcome)| is_likely(outcome, 7))?;
        if sample != line {
            outcome = line::read(&mut self.words, self.text, line, reader);
        }
        self.record.add(reader, &outcome);
        self.missed = 0;
        Some(self.found(reader, &outcome))
    }

    /// The reading of a line that says little, where the paper told how others were written.
    fn among(&mut self, line: Span) -> Option<Found> {
        let whole = line.of(self.text);
        let holds =
            |letter: char| !letter.is_ascii() || letter.is_ascii_control() && letter != '\t';
        let signs = self.record.readers().any(|reader| reader.encoding == Encoding::Viqr);
        if !signs && !whole.contains(holds) {
            return None;
        }
        let suits = |reader: &Reader| reader.suits_among(whole);
        let (reader, outcome) = self.best_of(line, self.record.readers().filter(suits))?;
        let least = if self.demand == Demand::Bytes { -AMONG } else { AMONG };
        let good = outcome.gain >= least && outcome.changed > 0;
        good.then(|| self.found(reader, &outcome))
    }

    /// What was found on a line that lost bytes, with what stands for them elsewhere in the paper, unless
    /// the line itself says otherwise.
    fn as_elsewhere(&mut self, line: Span, found: Found) -> Found {
        let mut others = self.record.readers().filter(|one| one.encoding == found.reader.encoding);
        let first = others.next().filter(|first| *first != found.reader && found.lost > 0);
        let Some(first) = first else { return found };
        let other = line::read(&mut self.words, self.text, line, first);
        if other.gain + AMONG >= found.gain { self.found(first, &other) } else { found }
    }

    /// The reader that gains most; of equals the first.
    fn best_of(
        &mut self,
        line: Span,
        readers: impl Iterator<Item = Reader>,
    ) -> Option<(Reader, Outcome)> {
        let mut best: Option<(Reader, Outcome)> = None;
        for reader in readers {
            let outcome = line::read(&mut self.words, self.text, line, reader);
            if best.as_ref().is_none_or(|(_, most)| outcome.gain > most.gain) {
                best = Some((reader, outcome));
            }
        }
        best
    }

    fn found(&self, reader: Reader, outcome: &Outcome) -> Found {
        let mut changes = Vec::new();
        let text = self.text;
        let lost = || !*self.has_capitals.get_or_init(|| capitals::has_own(text));
        let first = reader.encoding == Encoding::Tcvn3 && lost();
        push_changes(&outcome.words(text, reader, first), text, reader.encoding, &mut changes);
        Found { reader, gain: outcome.gain, lost: outcome.lost, changes }
    }
}

/// Whether a line holds enough that is odd to be judged by itself. `tones`: those of Windows-1258 count.
pub fn says_much(line: &str, tones: bool) -> bool {
    suspect::count(line, WORDS) >= WORDS
        || tones && suspect::count_tones(line, WORDS) >= WORDS
        || viqr::marks(line, WORDS)
}

/// Whether a line is much likelier so, and so many tenths of its new words are of the vocabulary.
fn is_likely(outcome: &Outcome, tenths: usize) -> bool {
    let known = outcome.known * 10 >= outcome.changed * tenths;
    known && outcome.known >= WORDS && outcome.gain >= ALONE
}

fn allowed(reader: Reader, demand: Demand) -> bool {
    let text = matches!(reader.encoding, Encoding::Viqr | Encoding::Utf8 | Encoding::Utf8Twice);
    demand == Demand::Innocent || !text
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
fn push_changes(words: &[Read], text: &str, encoding: Encoding, changes: &mut Vec<Change>) {
    for word in words {
        let is_word =
            |letter: Letter| letter.into_iter().all(|part| part == '\0' || is_letter(part));
        let runs = word.letters.chunk_by(|(_, one), (_, two)| is_word(*one) && is_word(*two));
        for run in runs {
            let span = Span::new(run[0].0.start, run[run.len() - 1].0.end);
            let mut to = String::new();
            run.iter().for_each(|(_, letter)| push(&mut to, *letter));
            if span.of(text) != to {
                let confidence = word.confidence;
                changes.push(Change { span, to, encoding, confidence });
            }
        }
    }
}
