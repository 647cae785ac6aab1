//! Gives unmarked syllables their tones and marks back: `nghi quyet` is `nghị quyết`.
//! In: text. Out: edits, each with the chance of its reading; what is no syllable stays.
//! Never runs unless it is asked for: such a reading is likely, not proven.

use super::alike::groups;
use super::bonds::Reading;
use super::chain::Weigher;
use super::lexicon::lexicon;
use crate::language::letters;
use crate::language::model::{Id, model};
use crate::language::words::{self, Kind, Token};
use crate::mended::Edit;
use crate::why::Why;

/// The share of words with a marked letter in Vietnamese.
const MARKED_WORDS: f64 = 0.77;
/// The least and the greatest chance that a word lost its marks that any paper is given.
const CHANCE: (f64, f64) = (0.001, 0.999);
/// How often the chance is counted again.
const ROUNDS: usize = 2;
/// What a word costs beyond the model that is written as the name of a person or a place abroad.
const FOREIGN: f32 = 7.0;
/// How sure a reading must be to be written.
const LEAST: f32 = 0.5;
/// Tokens weighed at once at most. Hardly a sentence is as long; text without punctuation is cut into windows, so that the
/// room it takes does not grow with it.
const WINDOW: usize = 256;
/// Tokens on each side of a cut that are weighed with the window and settled by its neighbour. What a word says of
/// another fades over two or three.
const CONTEXT: usize = 16;

/// The changes that give `text` its marks back, in order.
pub fn restore(text: &str) -> Vec<Edit> {
    let (mut chance, kept) = first_chance(text);
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        found = readings(text, chance);
        let lost: f64 = found.iter().map(|(_, _, chance)| f64::from(*chance)).sum();
        let next = ((lost + 0.1) / (lost + kept + 0.2)).clamp(CHANCE.0, CHANCE.1);
        if (next - chance).abs() < 0.01 {
            break;
        }
        chance = next;
    }
    let sure = found.into_iter().filter(|(_, _, chance)| *chance >= LEAST);
    sure.map(|(token, id, chance)| edit(text, token, id, chance)).collect()
}

fn edit(text: &str, token: Token, id: Id, chance: f32) -> Edit {
    let from = token.span.of(text);
    let upper = |(old, new): (char, char)| match old.is_uppercase() {
        true => new.to_uppercase().next().unwrap_or(new),
        false => new,
    };
    let is_small = from.bytes().all(|byte| byte.is_ascii_lowercase());
    let to = match model().word(id) {
        word if is_small => word.to_owned(),
        word => from.chars().zip(word.chars()).map(upper).collect(),
    };
    let (from, why, confidence) = (from.to_owned(), Why::MarksRestored, chance.min(0.999));
    Edit { span: token.span, from, to, why, confidence }
}

/// How likely a word of the text lost its marks, by how many bear any; and how many tokens have letters or signs
/// beyond ASCII.
fn first_chance(text: &str) -> (f64, f64) {
    let (mut all, mut marked, mut kept) = (0.0, 0.0, 0.0);
    for token in words::tokens(text) {
        let beyond = f64::from(u8::from(!token.span.of(text).is_ascii()));
        kept += beyond;
        if token.kind == Kind::Word {
            all += 1.0;
            marked += beyond;
        }
    }
    let share = marked / f64::max(all, 1.0);
    ((1.0 - share / MARKED_WORDS).clamp(CHANCE.0, CHANCE.1), kept)
}

/// The likeliest reading of each word that differs from what stands there, with its chance.
fn readings(text: &str, chance: f64) -> Vec<(Token, Id, f32)> {
    let mut found = Vec::new();
    let of_word = |written: &str| of_word(written, chance);
    let mut weigher = Weigher::new(text, &of_word);
    let mut window: Vec<Token> = Vec::with_capacity(WINDOW);
    let mut settled = 0;
    for token in words::tokens(text) {
        window.push(token);
        // What stands before a mark tells little of what stands behind it.
        if token.kind == Kind::Mark {
            weigher.weigh(&window, settled..window.len(), &mut found);
            window.clear();
            settled = 0;
        } else if window.len() == WINDOW {
            weigher.weigh(&window, settled..WINDOW - CONTEXT, &mut found);
            window.drain(..WINDOW - 2 * CONTEXT);
            settled = CONTEXT;
        }
    }
    weigher.weigh(&window, settled..window.len(), &mut found);
    found
}

/// What a word `written` in lower case may be, where a word lost its marks by this chance.
fn of_word(written: &str, chance: f64) -> Vec<Reading> {
    let itself = lexicon().id_of_lower(written);
    let base: String = written.chars().map(letters::base).collect();
    let (lost, kept) = (-(chance.ln()) as f32, -((1.0 - chance).ln()) as f32);
    let mut readings = Vec::new();
    for id in groups().words(&base) {
        let word = model().word(*id);
        if Some(*id) == itself {
            // A word without marks keeps none; a word with marks kept them.
            let cost = if written.is_ascii() { 0.0 } else { kept };
            readings.push(Reading::new(*id, false, cost));
        } else if covers(word, written) {
            readings.push(Reading::new(*id, true, lost));
        }
    }
    if itself.is_none() {
        let cost = if readings.is_empty() { 0.0 } else { FOREIGN };
        readings.push(Reading::new(model().unknown(), false, cost));
    }
    readings
}

/// Whether `written` is `word` without some or all of its marks.
fn covers(word: &str, written: &str) -> bool {
    let fits = |(whole, rest): (char, char)| {
        rest == whole || rest == letters::base(whole) || rest == letters::tone(whole).0
    };
    word.chars().zip(written.chars()).all(fits)
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
