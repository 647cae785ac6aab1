//! Gives unmarked syllables their tones and marks back: `nghi quyet` is `nghị quyết`.
//! In: text. Out: edits, each with the chance of its reading; what is no syllable stays.
//! Never runs unless it is asked for: such a reading is likely, not proven.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::letters;
use super::lexicon::lexicon;
use super::model::{Id, model};
use super::words::{self, Kind, Token};
use crate::document::{Edit, Why};

/// The share of words with a marked letter in Vietnamese.
const MARKED_WORDS: f64 = 0.77;
/// The least and the greatest chance that a word lost its marks that any paper is given.
const CHANCE: (f64, f64) = (0.001, 0.999);
/// How often the chance is counted again.
const ROUNDS: usize = 2;
/// What a word costs beyond the model that is written as the name of a person or a place abroad.
const FOREIGN: f32 = 7.0;
/// How far the model is trusted.
const TRUST: f32 = 0.9;

/// A reading that pairs of words make less likely than this is not looked at further.
const HARDLY: f32 = 0.002;
/// More readings of one word are not looked at further.
const MOST: usize = 8;

/// How sure a reading must be to be written.
const LEAST: f32 = 0.5;

/// A reading of one word.
#[derive(Clone, Copy, Debug)]
struct Reading {
    id: Id,
    /// Whether it bears marks that the text does not.
    is_other: bool,
    cost: f32,
}

/// The changes that give `text` its marks back, in order.
pub fn restore(text: &str) -> Vec<Edit> {
    let tokens: Vec<Token> = words::tokens(text).collect();
    let mut chance = first_chance(text, &tokens);
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        found = readings(text, &tokens, chance);
        let lost: f64 = found.iter().map(|(_, _, chance)| f64::from(*chance)).sum();
        let kept = tokens.iter().filter(|token| !token.span.of(text).is_ascii()).count() as f64;
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
    let to = from.chars().zip(model().word(id).chars()).map(upper).collect();
    let (from, why, confidence) = (from.to_owned(), Why::MarksRestored, chance.min(0.999));
    Edit { span: token.span, from, to, why, confidence }
}

/// How likely a word of the text lost its marks, by how many bear any.
fn first_chance(text: &str, tokens: &[Token]) -> f64 {
    let words = || tokens.iter().filter(|token| token.kind == Kind::Word);
    let marked = words().filter(|token| !token.span.of(text).is_ascii()).count() as f64;
    let share = marked / words().count().max(1) as f64;
    (1.0 - share / MARKED_WORDS).clamp(CHANCE.0, CHANCE.1)
}

/// The likeliest reading of each word that differs from what stands there, with its chance.
fn readings(text: &str, tokens: &[Token], chance: f64) -> Vec<(Token, Id, f32)> {
    let mut found = Vec::new();
    // What stands before a mark tells little of what stands behind it.
    for sentence in tokens.split_inclusive(|token| token.kind == Kind::Mark) {
        let mut chain: Chain =
            sentence.iter().map(|token| of_token(text, *token, chance)).collect();
        if chain.iter().all(|readings| readings.len() == 1) {
            continue;
        }
        let chances = pairs(&chain);
        for (readings, chances) in chain.iter_mut().zip(&chances) {
            keep_likely(readings, chances);
        }
        let chances = triples(&chain);
        for ((token, readings), chances) in sentence.iter().zip(&chain).zip(&chances) {
            let best = (0..readings.len()).max_by(|a, b| chances[*a].total_cmp(&chances[*b]));
            if let Some(best) = best.filter(|best| readings[*best].is_other) {
                found.push((*token, readings[best].id, chances[best]));
            }
        }
    }
    found
}

/// Drops the readings that pairs of words all but rule out, before triples weigh the rest.
fn keep_likely(readings: &mut Vec<Reading>, chances: &[f32]) {
    let mut order: Vec<usize> = (0..readings.len()).collect();
    order.sort_by(|a, b| chances[*b].total_cmp(&chances[*a]));
    let likely = order.iter().enumerate();
    let kept = likely.filter(|(at, one)| *at == 0 || (*at < MOST && chances[**one] >= HARDLY));
    *readings = kept.map(|(_, one)| readings[*one]).collect();
}

fn of_token(text: &str, token: Token, chance: f64) -> Vec<Reading> {
    let only = |id: Id| vec![Reading { id, is_other: false, cost: 0.0 }];
    match token.kind {
        Kind::Mark => return only(model().mark()),
        Kind::Number => return only(model().digits()),
        Kind::Word => {}
    }
    let written = letters::lower_word(token.span.of(text));
    let itself = lexicon().id_of_lower(&written);
    let (lost, kept) = (-(chance.ln()) as f32, -((1.0 - chance).ln()) as f32);
    let mut readings = Vec::new();
    for id in folded(&written) {
        let word = model().word(*id);
        if Some(*id) == itself {
            // A word without marks keeps none; a word with marks kept them.
            let cost = if written.is_ascii() { 0.0 } else { kept };
            readings.push(Reading { id: *id, is_other: false, cost });
        } else if covers(word, &written) {
            readings.push(Reading { id: *id, is_other: true, cost: lost });
        }
    }
    if itself.is_none() {
        let cost = if readings.is_empty() { 0.0 } else { FOREIGN };
        readings.push(Reading { id: model().unknown(), is_other: false, cost });
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

/// The words of the vocabulary that are `written` without marks.
fn folded(written: &str) -> &'static [Id] {
    static FOLDED: OnceLock<HashMap<String, Vec<Id>>> = OnceLock::new();
    let all = FOLDED.get_or_init(|| {
        let mut all: HashMap<String, Vec<Id>> = HashMap::new();
        for id in 0..model().size() as Id {
            all.entry(model().word(id).chars().map(letters::base).collect()).or_default().push(id);
        }
        all
    });
    let key: String = written.chars().map(letters::base).collect();
    all.get(&key).map_or(&[], Vec::as_slice)
}

/// The readings of each word of a sentence.
type Chain = Vec<Vec<Reading>>;

/// The chances of all readings, by pairs of words.
fn pairs(chain: &Chain) -> Vec<Vec<f32>> {
    let mark = [Reading { id: model().mark(), is_other: false, cost: 0.0 }];
    let step = |one: &Reading, next: &Reading| TRUST * model().cost(one.id, next.id) + next.cost;
    let mut forward: Vec<Vec<f32>> = Vec::with_capacity(chain.len());
    for (at, readings) in chain.iter().enumerate() {
        let sums = readings.iter().map(|reading| match at.checked_sub(1) {
            None => -step(&mark[0], reading),
            Some(behind) => {
                let ways = chain[behind].iter().zip(&forward[behind]);
                total(ways.map(|(way, sum)| sum - step(way, reading)))
            }
        });
        let sums = sums.collect();
        forward.push(sums);
    }
    let mut backward = vec![0.0];
    let mut next: &[Reading] = &mark;
    let mut chances = vec![Vec::new(); chain.len()];
    for (at, readings) in chain.iter().enumerate().rev() {
        let ways = |reading: &Reading| {
            total(next.iter().zip(&backward).map(|(way, sum)| sum - step(reading, way)))
        };
        backward = readings.iter().map(ways).collect();
        next = readings;
        chances[at] = shares(forward[at].iter().zip(&backward).map(|(f, b)| f + b).collect());
    }
    chances
}

/// The chances of all readings, by triples of words: the states are pairs of neighbours, the readings
/// of the later one together.
fn triples(chain: &Chain) -> Vec<Vec<f32>> {
    let mark = vec![Reading { id: model().mark(), is_other: false, cost: 0.0 }];
    let at =
        |place: isize| usize::try_from(place).ok().and_then(|at| chain.get(at)).unwrap_or(&mark);
    let step = |one: &Reading, two: &Reading, next: &Reading| {
        TRUST * model().cost_after(one.id, two.id, next.id) + next.cost
    };
    let length = chain.len() as isize;
    // forward[place][later][earlier]
    let mut forward: Vec<Vec<Vec<f32>>> = vec![vec![vec![0.0]]];
    for place in 0..length {
        let (firsts, seconds, before) = (at(place - 2), at(place - 1), &forward[place as usize]);
        let sum = |second: usize, next: &Reading| {
            let ways = firsts.iter().zip(&before[second]);
            total(ways.map(|(first, sum)| sum - step(first, &seconds[second], next)))
        };
        let row = |next: &Reading| (0..seconds.len()).map(|second| sum(second, next)).collect();
        let rows = at(place).iter().map(row).collect();
        forward.push(rows);
    }
    let mut backward: Vec<Vec<f32>> = vec![vec![0.0; at(length - 1).len()]];
    let mut chances = vec![Vec::new(); chain.len()];
    for place in (0..length).rev() {
        let (firsts, seconds, nexts) = (at(place - 1), at(place), at(place + 1));
        let sum = |first: &Reading, second: usize| {
            let ways = nexts.iter().zip(&backward);
            total(ways.map(|(next, sums)| sums[second] - step(first, &seconds[second], next)))
        };
        let row = |second: usize| firsts.iter().map(|first| sum(first, second)).collect();
        let rows: Vec<Vec<f32>> = (0..seconds.len()).map(row).collect();
        let both = forward[place as usize + 1].iter().zip(&rows);
        let both = both.map(|(f, b)| total(f.iter().zip(b).map(|(f, b)| f + b)));
        chances[place as usize] = shares(both.collect());
        backward = rows;
    }
    chances
}

/// Logarithms as shares of their sum.
fn shares(mut sums: Vec<f32>) -> Vec<f32> {
    let all = total(sums.iter().copied());
    sums.iter_mut().for_each(|sum| *sum = (*sum - all).exp());
    sums
}

/// The logarithm of a sum, of logarithms.
fn total(parts: impl Iterator<Item = f32> + Clone) -> f32 {
    let highest = parts.clone().fold(f32::NEG_INFINITY, f32::max);
    highest + parts.map(|part| (part - highest).exp()).sum::<f32>().ln()
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
