//! Restores the tones and marks of syllables that lost them: `nghi quyet` of `nghị quyết` (resolution).
//! In: text. Out: edits, each with the probability of its reading. A word that no word of the vocabulary becomes by
//! losing marks stays.
//! The text is changed only where the caller asks for it, because such a reading is likely, not proven. Of a text that
//! lost its marks, these edits are given as second readings as well.

use super::base_groups::groups;
use super::forward_backward::{FoundReading, WindowWeigher};
use super::lexicon::lexicon;
use super::word_cache::WordReading;
use crate::language::letters;
use crate::language::model::model;
use crate::language::words::{self, Kind, Token};
use crate::mended::Edit;
use crate::why::Why;

// `vankien-lab evaluate-repair --kind no-marks --seed 11` measures what another value gives back.

/// Share of words with a marked letter in Vietnamese text, from 0 to 1.
const MARKED_SHARE: f64 = 0.77;
/// Least and greatest estimate of the probability that a word of a paper lost its marks. No paper is certain. A
/// judgement, not measured.
const LOSS_RANGE: (f64, f64) = (0.001, 0.999);
/// The text is weighed at most 2 times: by the first estimate of that probability, then by the one that follows from
/// what was restored. A judgement, no measurement recorded.
const ROUNDS: usize = 2;
/// No further round follows if the estimate changes by less than this.
const SETTLED_CHANGE: f64 = 0.01;
/// Pseudo-count added to the words with and without marks, so that no estimate is 0 or 1.
const PSEUDO_COUNT: f64 = 0.1;
/// Cost, in nats, of a syllable without marks being no Vietnamese word but a foreign name as written. Set by hand.
const FOREIGN_NAME: f32 = 7.0;
/// A reading is written if its probability is at least this. Marks are restored on request only, so the likelier
/// reading is enough.
pub(super) const LEAST_POSTERIOR: f32 = 0.5;
/// Highest confidence that an edit states: a likelihood of the model is never a certainty. A judgement.
pub(super) const MOST_CONFIDENCE: f32 = 0.999;
/// At most 256 tokens are weighed at once. Hardly a sentence is as long. Longer text without punctuation is cut into
/// windows, so that the memory for one does not grow with the text. A judgement, not measured.
const WINDOW_TOKENS: usize = 256;
/// Tokens on each side of a cut that both windows weigh, as context. What a word says of another fades over two or
/// three words. A judgement, no measurement recorded.
const CONTEXT_TOKENS: usize = 16;

/// The edits that restore the marks of words of `text`, in order, each with the probability of its reading as its
/// confidence.
pub(crate) fn restore(text: &str) -> Vec<Edit> {
    let counts = MarkCounts::of(text);
    let mut loss = counts.first_loss();
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        let readings_of = |written: &str| readings_of_word(written, loss);
        found = changed_readings(text, words::tokens(text), &readings_of);
        let restored: f64 = found.iter().map(|reading| f64::from(reading.posterior)).sum();
        let share =
            (restored + PSEUDO_COUNT) / (restored + counts.marked_tokens + 2.0 * PSEUDO_COUNT);
        let next = share.clamp(LOSS_RANGE.0, LOSS_RANGE.1);
        if (next - loss).abs() < SETTLED_CHANGE {
            break;
        }
        loss = next;
    }
    let sure = found.into_iter().filter(|reading| reading.posterior >= LEAST_POSTERIOR);
    sure.map(|reading| edit(text, reading)).collect()
}

/// How many tokens of a text have letters or signs beyond ASCII.
struct MarkCounts {
    /// All words.
    words: f64,
    /// Words with a letter beyond ASCII.
    marked_words: f64,
    /// Words and punctuation tokens with a character beyond ASCII.
    marked_tokens: f64,
}

impl MarkCounts {
    fn of(text: &str) -> MarkCounts {
        let mut counts = MarkCounts { words: 0.0, marked_words: 0.0, marked_tokens: 0.0 };
        for token in words::tokens(text) {
            let marked = f64::from(u8::from(!token.span.of(text).is_ascii()));
            counts.marked_tokens += marked;
            if token.kind == Kind::Word {
                counts.words += 1.0;
                counts.marked_words += marked;
            }
        }
        counts
    }

    /// The first estimate of the probability that a word lost its marks, by how many words have any.
    fn first_loss(&self) -> f64 {
        let share = self.marked_words / f64::max(self.words, 1.0);
        (1.0 - share / MARKED_SHARE).clamp(LOSS_RANGE.0, LOSS_RANGE.1)
    }
}

/// The likeliest reading of each word of `tokens` that differs from what is written. `readings_of` gives the readings of
/// a word in lower case, at least one.
pub(super) fn changed_readings(
    text: &str,
    tokens: impl Iterator<Item = Token>,
    readings_of: &dyn Fn(&str) -> Vec<WordReading>,
) -> Vec<FoundReading> {
    let mut found = Vec::new();
    let mut weigher = WindowWeigher::new(text, readings_of);
    let mut window: Vec<Token> = Vec::with_capacity(WINDOW_TOKENS);
    let mut first_open = 0;
    for token in tokens {
        window.push(token);
        // A window ends with punctuation: what stands before it tells little of what follows.
        if token.kind == Kind::Punctuation {
            weigher.weigh(&window, first_open..window.len(), &mut found);
            window.clear();
            first_open = 0;
        } else if window.len() == WINDOW_TOKENS {
            weigher.weigh(&window, first_open..WINDOW_TOKENS - CONTEXT_TOKENS, &mut found);
            window.drain(..WINDOW_TOKENS - 2 * CONTEXT_TOKENS);
            first_open = CONTEXT_TOKENS;
        }
    }
    weigher.weigh(&window, first_open..window.len(), &mut found);
    found
}

/// The readings of a word `written` in lower case, where a word lost its marks with probability `loss`.
fn readings_of_word(written: &str, loss: f64) -> Vec<WordReading> {
    let as_written = lexicon().id_as_printed(written);
    let base: String = written.chars().map(letters::base).collect();
    let (lost_cost, kept_cost) = (-(loss.ln()) as f32, -((1.0 - loss).ln()) as f32);
    let mut readings = Vec::new();
    for id in groups().words(&base) {
        let word = model().word(*id);
        if Some(*id) == as_written {
            // A word without marks has none to keep.
            let cost = if written.is_ascii() { 0.0 } else { kept_cost };
            readings.push(WordReading::new(*id, false, cost));
        } else if may_become(word, written) {
            readings.push(WordReading::new(*id, true, lost_cost));
        }
    }
    if as_written.is_none() {
        readings.push(foreign_reading(&readings));
    }
    readings
}

/// The reading of a word outside the lexicon that leaves it as it is, beside its other readings.
pub(super) fn foreign_reading(others: &[WordReading]) -> WordReading {
    let cost = if others.is_empty() { 0.0 } else { FOREIGN_NAME };
    WordReading::new(model().unknown(), false, cost)
}

/// Whether `written` is `word` without some or all of its marks.
fn may_become(word: &str, written: &str) -> bool {
    let fits = |(whole, rest): (char, char)| {
        rest == whole || rest == letters::base(whole) || rest == letters::tone(whole).0
    };
    word.chars().zip(written.chars()).all(fits)
}

/// The edit that writes a reading in the case of the text.
fn edit(text: &str, reading: FoundReading) -> Edit {
    let FoundReading { token, id, posterior } = reading;
    let from = token.span.of(text);
    let word = model().word(id);
    let to = if from.bytes().all(|byte| byte.is_ascii_lowercase()) {
        word.to_owned()
    } else {
        let in_case_of = |(old, new): (char, char)| {
            if old.is_uppercase() { letters::upper(new) } else { new }
        };
        from.chars().zip(word.chars()).map(in_case_of).collect()
    };
    let confidence = posterior.min(MOST_CONFIDENCE);
    Edit { span: token.span, from: from.to_owned(), to, why: Why::MarksRestored, confidence }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: &str) {
        let mut restored = text.to_owned();
        for edit in restore(text).iter().rev() {
            restored.replace_range(edit.span.start..edit.span.end, &edit.to);
        }
        assert_eq!(restored, wanted);
    }

    #[test]
    fn restores_what_lost_its_marks() {
        check(
            "Nghi quyet so 59-NQ/TW cua Bo Chinh tri ve hoi nhap quoc te trong tinh hinh moi",
            "Nghị quyết số 59-NQ/TW của Bộ Chính trị về hội nhập quốc tế trong tình hình mới",
        );
        check("PHONG, CHONG THAM NHUNG", "PHÒNG, CHỐNG THAM NHŨNG");
    }

    #[test]
    fn leaves_text_that_has_its_marks() {
        let text =
            "Ban Thường vụ Thành ủy ban hành Thông báo về công tác cán bộ, ba ngày sau khi họp";
        check(text, text);
        check(
            "The quick brown fox jumps over the lazy dog",
            "The quick brown fox jumps over the lazy dog",
        );
    }
}
