//! Replaces characters that only look like the right letter (look-alikes): `Ð` (Icelandic) by `Đ`, Cyrillic `о` by `o`.
//! In: a word and what stands around it. Out: the same word with the letters that were meant.
//! A word of mixed alphabets is the likeliest syllable that it may be; where it is none, each letter is judged by
//! itself. A word wholly of another alphabet stays (`Москва`), and so does a name in another Latin alphabet
//! (`Guðmundur`). Of words whose characters are all look-alikes, on a line of Latin letters, those are replaced that
//! are a syllable then, in capitals or of one letter.

mod candidates;

use std::rc::Rc;

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

pub use self::candidates::is_vietnamese; // whether a character is one of Vietnamese text
use self::candidates::{Candidates, Proof, candidates, is_confusable, looks_like_sign};
use super::place::Place;
use crate::language::letters;
use crate::language::model::{Id, model};

/// A word of more letters is not looked up: no syllable of Vietnamese has more (`nghiêng`).
const MOST_LETTERS: usize = 7;
/// At most so many readings of a word are looked up. A bound of time: six letters with three candidates each have more.
const MOST_READINGS: usize = 256;

/// A letter of a word: a character with its combining marks.
struct Cluster<'w> {
    /// As it is written.
    written: &'w str,
    /// What it may have been; `None` where it stays.
    candidates: Option<Rc<Candidates>>,
}

impl Cluster<'_> {
    fn first(&self) -> char {
        self.written.chars().next().unwrap_or_default()
    }
}

/// `word` with its look-alikes replaced; `None` if nothing is to be replaced. `word` is what the steps before made of
/// the word that stands at `place`.
pub fn mend(word: &str, place: Place<'_>) -> Option<String> {
    if word.chars().all(|letter| is_vietnamese(letter) || is_combining_mark(letter)) {
        return None;
    }
    let clusters: Vec<Cluster<'_>> = clusters(word).collect();
    let greatest = clusters.iter().filter_map(|one| one.candidates.as_ref()).map(|one| one.proof);
    let greatest = greatest.max()?;
    let traits = WordTraits::of(&clusters);
    let syllable =
        if traits.is_of_digits { None } else { likeliest_syllable(&clusters, Some(place)) };
    if let Some(syllable) = syllable {
        let is_proven = match greatest {
            Proof::None | Proof::SyllableStart => true,
            Proof::MixedScripts => traits.holds_latin || is_on_latin_line(place),
            Proof::Lexicon => traits.holds_latin && traits.is_telling,
            Proof::LexiconOfLine => {
                traits.holds_vietnamese || clusters.len() > 1 && is_on_vietnamese_line(place)
            }
        };
        if is_proven {
            return (syllable != word).then_some(syllable);
        }
    }
    let judge = LetterJudge::of(&clusters, &traits, place);
    let mut mended = String::with_capacity(word.len());
    for (at, cluster) in clusters.iter().enumerate() {
        match judge.letter(at) {
            Some(letter) => mended.push_str(&letter),
            None => mended.push_str(cluster.written),
        }
    }
    (mended != word).then_some(mended)
}

/// Judges each letter of a word that is no syllable by itself.
struct LetterJudge<'w> {
    clusters: &'w [Cluster<'w>],
    traits: &'w WordTraits,
    /// Whether the word is Latin, or may be.
    is_latin: bool,
    /// Whether it is part of the symbol of a document number.
    is_in_number: bool,
    /// Whether it holds digits alone, or may: beside look-alikes at least one digit, or the year of a number behind it.
    is_of_digits: bool,
}

impl<'w> LetterJudge<'w> {
    fn of(clusters: &'w [Cluster<'w>], traits: &'w WordTraits, place: Place<'_>) -> Self {
        let is_serial = || is_before_year(place.behind()) && clusters.iter().all(may_be_digit);
        let is_of_digits = traits.is_of_digits || is_serial();
        let is_in_number = place.is_in_number();
        let is_latin = traits.holds_latin
            || is_of_digits
            || is_in_number && traits.is_code
            || may_be_latin(clusters, place);
        LetterJudge { clusters, traits, is_latin, is_in_number, is_of_digits }
    }

    /// What the character at index `at` is replaced by; `None` where it stays.
    fn letter(&self, at: usize) -> Option<String> {
        let cluster = &self.clusters[at];
        let found = cluster.candidates.as_ref()?;
        if is_of_term(self.clusters, at) {
            return Some("1".to_owned());
        }
        let has_digit = || found.letters.iter().any(|letter| is_digit(letter));
        let is_replaced = match found.proof {
            Proof::None => true,
            Proof::SyllableStart => self.traits.may_start_syllable(self.clusters, at),
            Proof::MixedScripts => self.is_latin,
            // A digit of another alphabet among digits.
            _ if self.is_of_digits => is_one_of_digits(self.clusters, at) && has_digit(),
            // A letter in the symbol of a number, which no name is: `NĐ-ÇP`, `TT-вQP`.
            Proof::LexiconOfLine | Proof::Lexicon => {
                let is_code = self.traits.is_code && cluster.first().is_alphanumeric()
                    || self.traits.is_capital && found.proof == Proof::LexiconOfLine;
                self.is_in_number && is_code && !found.letters.iter().all(|one| is_digit(one))
            }
        };
        let letter = || {
            let letter = self.traits.preferred(cluster, found, self.is_of_digits);
            // A small letter of another alphabet that has the shape of a capital: `в`. Not `ɡ`, as in `TTg`.
            if self.is_in_number && self.traits.is_code && found.proof == Proof::Lexicon {
                letter.to_uppercase()
            } else {
                letter.to_owned()
            }
        };
        is_replaced.then(letter)
    }
}

/// Whether a slash and a year follow: `/2012`, whose digits may be look-alikes as well.
fn is_before_year(behind: &str) -> bool {
    let Some(rest) = behind.strip_prefix('/') else { return false };
    let figures = || rest.chars().take(YEAR);
    let is_digit = |one: char| one.is_ascii_digit();
    figures().any(is_digit) && figures().filter(|one| may_be(*one, is_digit)).count() == YEAR
}

/// Whether a character may be a digit, or is one.
fn may_be_digit(cluster: &Cluster<'_>) -> bool {
    match &cluster.candidates {
        Some(found) => found.letters.iter().any(|letter| is_digit(letter)),
        None => cluster.first().is_ascii_digit(),
    }
}

fn is_digit(letter: &str) -> bool {
    letter.starts_with(|one: char| one.is_ascii_digit())
}

/// The character of ASCII that `sign` looks like, where it is full-width, a slash or hyphen in a document number, or a
/// hyphen (U+2010, U+2011) between letters or digits; `None` for all others. `place` is where the sign stands.
pub fn mend_sign(sign: &str, place: Place<'_>) -> Option<char> {
    let mut characters = sign.chars();
    let (sign, None) = (characters.next()?, characters.next()) else { return None };
    if let '\u{ff01}'..='\u{ff5e}' = sign {
        return char::from_u32(sign as u32 - 0xfee0);
    }
    let plain = looks_like_sign(sign)?;
    let before = place.before().chars().next_back()?;
    let behind = place.behind().chars().next()?;
    let both = |fits: &dyn Fn(char) -> bool| fits(before) && fits(behind);
    let is_capital = |one: char| may_be(one, char::is_uppercase);
    let is_of_number = both(&|one| may_be(one, |one| one.is_ascii_digit() || one.is_uppercase()));
    let is_code = is_of_number && (plain == '/' || is_capital(before) || is_capital(behind));
    let is_hyphen_of_print = matches!(sign, '\u{2010}' | '\u{2011}');
    (is_code || is_hyphen_of_print && both(&char::is_alphanumeric)).then_some(plain)
}

/// Whether a character, or what it looks like, has a property.
fn may_be(character: char, has: impl Fn(char) -> bool) -> bool {
    let of_look_alike = || {
        let found = candidates(character.encode_utf8(&mut [0; 4]));
        found.is_some_and(|found| found.letters.iter().any(|one| one.chars().all(&has)))
    };
    has(character) && is_vietnamese(character) || of_look_alike()
}

/// Whether a letter of another alphabet looks like a slash or hyphen, so that it ends a word of a number (`ノ`).
pub fn is_sign_like(letter: char) -> bool {
    looks_like_sign(letter).is_some()
}

/// Whether a sign looks like a letter, so that it may be part of a word: `∪` (union), `℮` (estimated).
pub fn is_letter_like(sign: char) -> bool {
    // Dashes and quotation marks are by far the most frequent signs, and look like none.
    !matches!(sign, '\u{80}'..='\u{a0}' | '\u{a2}'..='\u{bf}' | '\u{2000}'..='\u{206f}')
        && !sign.is_whitespace()
        && candidates::is_sign(sign)
}

/// The characters of a word, each with its combining marks.
fn clusters(word: &str) -> impl Iterator<Item = Cluster<'_>> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?.len_utf8();
        let end =
            rest[first..].find(|one| !is_combining_mark(one)).map_or(rest.len(), |at| first + at);
        let (written, behind) = rest.split_at(end);
        rest = behind;
        Some(Cluster { written, candidates: candidates(written) })
    })
}

/// The likeliest syllable of Vietnamese that the letters of a word may be, by the words beside it where its `place` is
/// given; `None` where they are none. Digits before and behind it stay and are not looked up.
fn likeliest_syllable(clusters: &[Cluster<'_>], place: Option<Place<'_>>) -> Option<String> {
    let letters = clusters.iter().filter(|one| !one.first().is_ascii_digit());
    if letters.count() > MOST_LETTERS {
        return None;
    }
    let mut readings = vec![String::new()];
    for cluster in clusters {
        let Some(found) = &cluster.candidates else {
            readings.iter_mut().for_each(|reading| reading.push_str(cluster.written));
            continue;
        };
        let is_letter = |letter: &&String| !letter.starts_with(|one: char| one.is_ascii_digit());
        let longer = readings.iter().flat_map(|reading| {
            found.letters.iter().filter(is_letter).map(move |letter| format!("{reading}{letter}"))
        });
        readings = longer.take(MOST_READINGS).collect();
    }
    let id_of = |reading: &String| {
        let word = reading.trim_matches(|one: char| one.is_ascii_digit());
        let is_one_case = reading.chars().skip(1).all(char::is_lowercase)
            || !reading.chars().any(char::is_lowercase);
        model().syllable(word).filter(|_| is_one_case || word != reading)
    };
    let ids = readings.into_iter().filter_map(|reading| id_of(&reading).map(|id| (reading, id)));
    let mut syllables: Vec<(String, Id)> = ids.collect();
    if syllables.len() > 1 {
        let (before, behind) = place.map_or((None, None), |place| place.neighbours());
        let cost = |(_, id): &(String, Id)| {
            let as_next =
                before.map_or_else(|| model().unigram_cost(*id), |one| model().cost(one, *id));
            as_next + behind.map_or(0.0, |next| model().cost(*id, next))
        };
        syllables.sort_by(|one, other| cost(one).total_cmp(&cost(other)));
    }
    syllables.into_iter().next().map(|(syllable, _)| syllable)
}

/// Whether a word without a Latin letter may be Latin: all its characters are look-alikes, it is in capitals or of one
/// letter, and it stands on a line of Latin letters. A small letter of the Greek alphabet by itself is a symbol.
fn may_be_latin(clusters: &[Cluster<'_>], place: Place<'_>) -> bool {
    let is_like = |one: &Cluster<'_>| {
        one.candidates.as_ref().is_some_and(|found| found.proof <= Proof::MixedScripts)
    };
    let is_greek = |one: &Cluster<'_>| matches!(one.first(), '\u{370}'..='\u{3ff}');
    let is_capital = !clusters.iter().any(|one| one.first().is_lowercase());
    let is_single = clusters.len() == 1 && !clusters.iter().any(is_greek);
    clusters.iter().all(is_like) && (is_capital || is_single) && is_on_latin_line(place)
}

/// Whether the line around the word holds a letter that is surely Latin, and none that is neither Latin nor a
/// look-alike.
fn is_on_latin_line(place: Place<'_>) -> bool {
    let (before, behind) = place.around();
    let (mut holds_latin, mut holds_other) = (false, false);
    for letter in before.chain(behind).filter(|letter| letters::is_letter(*letter)) {
        let is_latin = is_vietnamese(letter);
        holds_latin |= is_latin;
        holds_other |= !is_latin && !is_confusable(letter);
    }
    holds_latin && !holds_other
}

/// Whether most words around it on its line are syllables of Vietnamese, or may be by their look-alikes. A syllable
/// with a letter beyond ASCII counts twice; two counts are needed. Words that the context cuts count as they stand.
pub fn is_on_vietnamese_line(place: Place<'_>) -> bool {
    let (before, behind) = place.around();
    let mut before: Vec<char> = before.collect();
    before.reverse();
    let line: String = before.into_iter().chain([' ']).chain(behind).collect();
    let (mut syllables, mut others) = (0, 0);
    for word in line.split(|one: char| !letters::is_letter(one) && !is_combining_mark(one)) {
        let clusters: Vec<Cluster<'_>> = clusters(word).collect();
        let is_marked = !word.is_ascii();
        if word.is_empty() {
            continue;
        }
        match likeliest_syllable(&clusters, None) {
            Some(_) if is_marked => syllables += 2,
            Some(_) => syllables += 1,
            None => others += 1,
        }
    }
    // One word of ASCII alone may be of any language.
    syllables >= 2 && syllables > others
}

/// What the replacement of a letter depends on in its whole word.
struct WordTraits {
    /// Whether at least one letter is surely Latin, or letters of two other alphabets stand together, as in no word of
    /// either.
    holds_latin: bool,
    /// Whether at least one letter is of no other alphabet than that of Vietnamese: `ư`, `ạ`.
    holds_vietnamese: bool,
    /// Whether the word is long enough, or has a mark, to be no unit or symbol (`µm`).
    is_telling: bool,
    /// Whether the letters that are no look-alikes are digits, of which there is at least one; where all are
    /// look-alikes, whether all may be digits and one of them nothing else.
    is_of_digits: bool,
    /// Whether no letter is lower case.
    is_capital: bool,
    /// Whether at least one letter is a capital, and none that is no look-alike is lower case.
    is_code: bool,
    /// How many digits stand at its beginning.
    leading_digits: usize,
}

impl WordTraits {
    fn of(clusters: &[Cluster<'_>]) -> WordTraits {
        let is_digit = |one: &&Cluster<'_>| one.first().is_numeric();
        let is_latin = |one: &Cluster<'_>| {
            let first = one.first();
            letters::is_letter(first) && is_vietnamese(first)
        };
        let certain = || clusters.iter().filter(|one| one.candidates.is_none());
        WordTraits {
            holds_latin: clusters.iter().any(is_latin) || is_of_two_alphabets(clusters),
            holds_vietnamese: clusters.iter().any(|one| is_vietnamese_alone(one.first())),
            is_telling: clusters.iter().filter(|one| !one.first().is_ascii_digit()).count() > 2
                || clusters.iter().any(|one| letters::number(one.first()).is_some()),
            is_of_digits: certain().all(|one| one.first().is_ascii_digit())
                && (certain().count() > 0 || may_be_digits(clusters)),
            is_capital: !clusters.iter().any(|one| one.first().is_lowercase()),
            is_code: clusters.iter().any(|one| one.first().is_uppercase())
                && !certain().any(|one| one.first().is_lowercase()),
            leading_digits: clusters.iter().take_while(is_digit).count(),
        }
    }

    /// Whether a Vietnamese `đ` can stand at index `at` of the word. In a word in capitals: everywhere, because it may
    /// be an abbreviation (HĐND, QĐ). In other words: at the beginning of a syllable, and only before a vowel or at the
    /// end of the word. A syllable begins with the word, behind the digits at its beginning, or with a capital behind a
    /// lower-case letter.
    fn may_start_syllable(&self, clusters: &[Cluster<'_>], at: usize) -> bool {
        let letter = clusters[at].first();
        if letter.is_uppercase() && self.is_capital {
            return true;
        }
        // `củaÐảng` (of the Party): a capital behind a lower-case letter begins a word that lost the space before it.
        let is_joined = at > 0 && letter.is_uppercase() && clusters[at - 1].first().is_lowercase();
        let is_first = at <= self.leading_digits;
        (is_first || is_joined) && clusters.get(at + 1).is_none_or(|next| is_vowel(next.first()))
    }

    /// The candidate that fits a word that is no syllable: a digit among digits, else a letter of the same case; the
    /// first where none fits.
    fn preferred<'c>(
        &self,
        cluster: &Cluster<'_>,
        found: &'c Candidates,
        is_of_digits: bool,
    ) -> &'c str {
        let written = cluster.first();
        let fits = |letter: &&String| {
            let one = letter.chars().next().unwrap_or_default();
            if is_of_digits || written.is_numeric() {
                one.is_ascii_digit()
            } else {
                one.is_uppercase() == written.is_uppercase() && !one.is_ascii_digit()
            }
        };
        let fitting = found.letters.iter().find(fits);
        fitting.or_else(|| found.letters.first()).map_or("", String::as_str)
    }
}

/// The figures of a year.
const YEAR: usize = 4;

/// Whether the character at index `at` of a word of digits may be one of them. Signs that look like `1` may, but not those
/// with which tables are drawn. `∣` (divides), which papers also print for a slash, may where the digits are a year then,
/// or two at most.
fn is_one_of_digits(clusters: &[Cluster<'_>], at: usize) -> bool {
    let sign = clusters[at].first();
    match sign {
        '│' | '┃' | '￨' | '︱' | '｜' => false,
        '∣' => {
            let is_kept = |one: &&Cluster<'_>| one.first() == '∣' || one.first().is_numeric();
            let from = clusters[..at].iter().rev().take(YEAR).take_while(is_kept).count();
            let run = clusters[at - from..].iter().take(YEAR + 1).take_while(is_kept);
            let run = run.map(Cluster::first);
            let digits: String = run.map(|one| if one == '∣' { '1' } else { one }).collect();
            digits.len() <= 2
                || digits.len() == YEAR && (digits.starts_with("19") || digits.starts_with("20"))
        }
        _ => true,
    }
}

/// Whether the character at index `at` is a figure of a term of the Quốc hội (National Assembly) that looks like `1`:
/// `QH∣4`.
fn is_of_term(clusters: &[Cluster<'_>], at: usize) -> bool {
    let may_be = |at: usize, wanted: &str| match &clusters[at].candidates {
        Some(found) => found.letters.iter().any(|letter| letter == wanted),
        None => clusters[at].written == wanted,
    };
    let is_behind = |end: usize| end >= 2 && may_be(end - 2, "Q") && may_be(end - 1, "H");
    let is_figure = clusters[at].candidates.is_some() && may_be(at, "1");
    // The second figure as well: `QH∣∣`.
    is_figure
        && (is_behind(at) || at > 0 && may_be(at - 1, "1") && is_behind(at - 1))
        && clusters.get(at + 1).is_none_or(may_be_digit)
}

/// Whether all characters of a word may be digits, and one of them nothing else.
fn may_be_digits(clusters: &[Cluster<'_>]) -> bool {
    let is_digit = |letter: &String| is_digit(letter);
    let candidates = || clusters.iter().filter_map(|one| one.candidates.as_ref());
    candidates().all(|found| found.letters.iter().any(is_digit))
        && candidates().any(|found| found.letters.iter().all(is_digit))
}

/// Whether a word holds letters of two alphabets.
fn is_of_two_alphabets(clusters: &[Cluster<'_>]) -> bool {
    let letters = clusters.iter().map(Cluster::first).filter(|one| letters::is_letter(*one));
    let mut scripts = letters.map(|one| one.script()).filter(|script| *script != Script::Common);
    let first = scripts.next();
    scripts.any(|script| Some(script) != first)
}

/// Whether a letter is one that hardly another language writes: one with a horn, a hook or a dot below, or two marks;
/// also `ẽ`, `ỳ` and `ỹ`.
fn is_vietnamese_alone(letter: char) -> bool {
    letters::number(letter).is_some() && !matches!(letter, '\u{c0}'..='\u{17f}')
}

/// Whether a letter is a vowel, its marks aside. `ƣ`, the look-alike of `ư`, counts as one.
fn is_vowel(letter: char) -> bool {
    letters::base_of(letter).is_some_and(|base| "aeiouyAEIOUYƣƢ".contains(base))
}
