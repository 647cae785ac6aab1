//! Letters that a code page lacks: a program wrote Vietnamese text in Windows-1252, or in ASCII, and put the letter that
//! fits best in place of some, a question mark in place of all others (`Th? tu?ng` of `Thủ tướng`, prime minister; `d?ng`
//! of `đồng`, unit of money).
//! In: a text and its census. Out: edits, each with the probability of its reading. Empty for text that holds letters
//! beyond the code page, at the cost of a search for question marks.
//!
//! What becomes of each letter is known, so a word is read as any word of the vocabulary that becomes it, weighed by the
//! words around it. The table is that of Windows (`bestfit1252.txt`, Unicode's archive of mappings by Microsoft): `ă đ ĩ
//! ũ ơ ư` become their base letters, `Đ` becomes `Ð` (eth, which `normalise` gives back), Latin Extended Additional
//! becomes `?`.

use super::cell;
use super::census::{self, Census};
use super::forward_backward::FoundReading;
use super::lexicon::lexicon;
use super::loss::{LossId, Replacement};
use super::marks::{self, LEAST_POSTERIOR, MOST_CONFIDENCE};
use super::missing_blocks::Block;
use super::skeleton::skeletons;
use super::surroundings::Surroundings;
use super::word_cache::WordReading;
use crate::language::letters;
use crate::language::model::{Id, model};
use crate::language::words::{self, Kind, Token};
use crate::mended::Edit;
use crate::span::Span;
use crate::why::Why;

// The values are judgements. `vankien-lab evaluate-repair --kind best-fit,letters-block,clean --seed 907` shows the effect
// of others.

/// At least this many words with a question mark must be what a word of the vocabulary becomes.
const LEAST_EXPLAINED: usize = 5;
/// At least this share of the words with a question mark inside must be, in percent. Where every lost letter became a
/// question mark, a sixth and more is not: `??`, `t??ng` of `đã`, `tướng`.
const LEAST_EXPLAINED_PERCENT: usize = 95;
/// At most this many spellings of a word are looked up: 6 for each `a` and `o` of ASCII. Hardly a syllable has more.
const MOST_SPELLINGS: usize = 200;
/// The first code point of the block of which no letter has a likeness in the code page.
const LATIN_EXTENDED_ADDITIONAL: char = '\u{1e00}';
/// What stands for a letter without a likeness in the code page.
const SIGN: char = '?';
/// A reading of a word without a question mark is written if its probability is at least this.
const LEAST_POSTERIOR_WITHOUT_SIGN: f32 = 0.8;
/// At most so many bytes on each side of a word are seen for the case of its lost letters.
const CONTEXT_BYTES: usize = 32;

/// A code page in which the text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CodePage {
    /// It holds the letters of Latin-1, up to U+00FF.
    Windows1252,
    /// It holds no marked letter.
    Ascii,
}

/// The edits that give back what the code page of the text lacks.
pub fn edits(text: &str, census: &Census) -> Vec<Edit> {
    let Some(code_page) = code_page(text, census) else { return Vec::new() };
    let tokens = tokens(text, code_page);
    let readings_of = |written: &str| code_page.readings(written);
    let found = marks::changed_readings(text, tokens.into_iter(), &readings_of);
    let likely = found.into_iter().filter(|reading| is_likely(text, reading));
    likely.map(|reading| edit(text, reading)).collect()
}

/// Whether a reading is to be written. A word without a question mark may be whole; one in a number is (`12-NQ/TU`).
fn is_likely(text: &str, reading: &FoundReading) -> bool {
    let word = reading.token.span;
    if word.of(text).contains(SIGN) {
        return reading.posterior >= LEAST_POSTERIOR;
    }
    let is_of_number = |sign: char| sign == '-' || sign == '/' || sign.is_ascii_digit();
    let is_in_number =
        text[..word.start].ends_with(is_of_number) || text[word.end..].starts_with(is_of_number);
    reading.posterior >= LEAST_POSTERIOR_WITHOUT_SIGN && !is_in_number
}

/// The code page in which a text was written that holds none of the letters beyond it, but words that lost them.
fn code_page(text: &str, census: &Census) -> Option<CodePage> {
    if !text.contains(SIGN) {
        return None;
    }
    // Capitals do not count: `normalise` may have given back `Đ`.
    let is_missing = |block: Block| {
        let of_block = || {
            LossId::of_letters(Replacement::Nothing)
                .filter(|loss| Block::of(*loss) == block && !loss.letter().1)
        };
        let expected = of_block().map(|loss| census.expected(loss)).sum();
        census::are_too_rare(expected, of_block().map(|loss| census.left(loss)).sum())
    };
    if !is_missing(Block::Additional) || !is_missing(Block::Extended) {
        return None;
    }
    let code_page = if is_missing(Block::Latin1) { CodePage::Ascii } else { CodePage::Windows1252 };
    let (mut explained, mut all) = (0, 0);
    for run in runs(text).filter(|run| run.of(text).contains(SIGN)) {
        let word = letters::lower_word(run.of(text));
        let is_explained = code_page.is_left_of_word(&word);
        // A question mark behind a word may be one. No syllable has two letters side by side that become one each.
        let is_damaged =
            is_explained || word.contains("??") || word.trim_end_matches(SIGN).contains(SIGN);
        explained += usize::from(is_explained);
        all += usize::from(is_damaged);
    }
    let is_explained =
        explained >= LEAST_EXPLAINED && explained * 100 >= all * LEAST_EXPLAINED_PERCENT;
    is_explained.then_some(code_page)
}

/// The runs of letters and question marks in a text, in order. A single question mark is one only between a blank and a
/// word in small letters: `bi?n ? d?a` of `biển ở địa`.
fn runs(text: &str) -> impl Iterator<Item = Span> + '_ {
    let is_inside = |one: char| one == SIGN || letters::is_letter(one);
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(is_inside)?;
            let rest = &text[start..];
            at = start + rest.find(|one: char| !is_inside(one)).unwrap_or(rest.len());
            if &text[start..at] != "?" || is_between_words(text, start) {
                return Some(Span::new(start, at));
            }
        }
    })
}

/// Whether the sign at byte `at` stands by itself before a word in small letters.
fn is_between_words(text: &str, at: usize) -> bool {
    let behind = text[at + SIGN.len_utf8()..].strip_prefix(' ');
    text[..at].ends_with(' ') && behind.is_some_and(|behind| behind.starts_with(char::is_lowercase))
}

/// The tokens of a text as [`words::tokens`] has them, except that question marks which stand for letters belong to
/// their words.
fn tokens(text: &str, code_page: CodePage) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut done = 0;
    for run in runs(text).filter(|run| run.of(text).contains(SIGN)) {
        let word = letters::lower_word(run.of(text));
        if code_page.is_left_of_word(&word) {
            tokens.extend(tokens_between(text, Span::new(done, run.start)));
            tokens.push(Token { span: run, kind: Kind::Word });
            done = run.end;
        }
    }
    tokens.extend(tokens_between(text, Span::new(done, text.len())));
    tokens
}

fn tokens_between(text: &str, span: Span) -> impl Iterator<Item = Token> + '_ {
    words::tokens(span.of(text)).map(move |token| {
        let Span { start, end } = token.span;
        Token { span: Span::new(span.start + start, span.start + end), ..token }
    })
}

impl CodePage {
    /// What becomes of a small letter in this code page.
    fn written(self, letter: char) -> char {
        let last_kept = match self {
            CodePage::Windows1252 => '\u{ff}',
            CodePage::Ascii => '\u{7f}',
        };
        if letter <= last_kept {
            letter
        } else if letter < LATIN_EXTENDED_ADDITIONAL {
            letters::base(letter)
        } else {
            SIGN
        }
    }

    /// Whether `written`, in lower case, is what this code page makes of `word`. A `đ` may stay: its capital is given
    /// back by `normalise`.
    fn makes(self, written: &str, word: &str) -> bool {
        let fits = |(letter, written): (char, char)| {
            self.written(letter) == written || letter == 'đ' && written == 'đ'
        };
        word.chars().zip(written.chars()).all(fits)
    }

    /// The words of the vocabulary that become `written`, in lower case.
    fn words(self, written: &str) -> Vec<Id> {
        let mut spellings = vec![String::new()];
        for letter in written.chars() {
            let printed: Vec<char> = match letter {
                SIGN => vec![' '],
                'a'..='z' => self.printed(letter),
                other => vec![other],
            };
            if spellings.len() * printed.len() > MOST_SPELLINGS {
                return Vec::new();
            }
            spellings = spellings
                .iter()
                .flat_map(|spelling| printed.iter().map(move |one| format!("{spelling}{one}")))
                .collect();
        }
        let mut words = Vec::new();
        for spelling in &spellings {
            if spelling.contains(' ') {
                let of_rest = skeletons().spaced(spelling).iter();
                words.extend(of_rest.filter(|id| self.makes(written, model().word(**id))));
            } else {
                words.extend(lexicon().id_of_lower(spelling));
            }
        }
        words.sort_unstable();
        words.dedup();
        words
    }

    /// The small letters that become `written`, a small letter of ASCII, itself first.
    fn printed(self, written: char) -> Vec<char> {
        let marked = (0..letters::MARKED).map(letters::marked);
        std::iter::once(written)
            .chain(marked.filter(|letter| self.written(*letter) == written))
            .collect()
    }

    /// Whether `written`, with a question mark and in lower case, is what this code page makes of a word.
    fn is_left_of_word(self, written: &str) -> bool {
        !self.words(written).is_empty()
    }

    /// The readings of a word as written, in lower case.
    fn readings(self, written: &str) -> Vec<WordReading> {
        let as_written = lexicon().id_as_printed(written);
        let of_word = |id: Id| WordReading::new(id, Some(id) != as_written, 0.0);
        let mut readings: Vec<WordReading> = self.words(written).into_iter().map(of_word).collect();
        if as_written.is_none() || readings.is_empty() {
            readings.push(marks::foreign_reading(&readings));
        }
        readings
    }
}

/// The edit that writes a reading in the case of the text.
fn edit(text: &str, reading: FoundReading) -> Edit {
    let FoundReading { token, id, posterior } = reading;
    let from = token.span.of(text);
    let mut to = String::with_capacity(from.len() + 4);
    for (at, (written, letter)) in from.chars().zip(model().word(id).chars()).enumerate() {
        let is_capital = match written {
            SIGN => is_capital(text, token.span, id, at == 0),
            other => other.is_uppercase(),
        };
        match letters::number(letter) {
            Some((number, _)) if is_capital => to.push(letters::marked_upper(number)),
            _ if is_capital => to.push(letter.to_ascii_uppercase()),
            _ => to.push(letter),
        }
    }
    let confidence = posterior.min(MOST_CONFIDENCE);
    Edit { span: token.span, from: from.to_owned(), to, why: Why::LetterLost, confidence }
}

/// Whether a lost letter of `word`, which is read as `id`, was a capital: where its other letters and those around are;
/// the first letter also where such a word usually begins with one.
fn is_capital(text: &str, word: Span, id: Id, is_first: bool) -> bool {
    let letters = || word.of(text).chars().filter(|one| *one != SIGN);
    if letters().any(char::is_lowercase) && !is_first {
        return false;
    }
    if letters().all(char::is_uppercase) && letters().count() > 1 {
        return true;
    }
    let start = text.floor_char_boundary(word.start.saturating_sub(CONTEXT_BYTES));
    let end = text.ceil_char_boundary((word.end + CONTEXT_BYTES).min(text.len()));
    let cells = cell::cells(text, Span::new(start, end));
    let index = |at: usize| cells.partition_point(|cell| cell.at < at);
    let surroundings = Surroundings::of(&cells, index(word.start), index(word.end));
    let has_capital = letters().any(char::is_uppercase);
    if surroundings.are_in_capitals() && !letters().any(char::is_lowercase) {
        return true;
    }
    is_first && !has_capital && surroundings.capital_share(id, false) > LEAST_POSTERIOR
}

#[cfg(test)]
mod tests {
    use crate::repair::letters;
    use crate::repair::tests::{mends_lines as mends, stays as leaves};

    const PRINTED: &str = "Thủ tướng Chính phủ yêu cầu các bộ, ngành, địa phương tiếp tục thực hiện Nghị quyết số 01/NQ-CP \
        về những nhiệm vụ, giải pháp chủ yếu; bảo đảm tiến độ các dự án trọng điểm, giải ngân vốn đầu tư công.\n\
        Ủy ban nhân dân tỉnh Quảng Ngãi báo cáo kết quả trước ngày 30 tháng 9. Cơ sở dữ liệu được cập nhật ở đâu?\n\
        ĐIỀU KHOẢN THI HÀNH: Người đứng đầu cơ quan, đơn vị chịu trách nhiệm thi hành quyết định này.";

    /// `text` as Windows-1252 (`keeps_latin_1`) or ASCII has it.
    fn written(text: &str, keeps_latin_1: bool) -> String {
        let written = |letter: char| {
            let base = letters::base(letters::lower(letter));
            let base = if letter.is_uppercase() { base.to_ascii_uppercase() } else { base };
            match letter {
                'Đ' if keeps_latin_1 => letter,
                ..='\u{7f}' => letter,
                '\u{80}'..='\u{ff}' if keeps_latin_1 => letter,
                '\u{80}'..='\u{1dff}' => base,
                _ => '?',
            }
        };
        text.chars().map(written).collect()
    }

    #[test]
    fn what_windows_1252_lacks_comes_back() {
        let lost = written(PRINTED, true);
        assert!(lost.starts_with("Th? tu?ng Chính ph? yêu c?u các b?, ngành, d?a phuong ti?p t?c"));
        mends(&lost, PRINTED);
    }

    #[test]
    fn what_ascii_lacks_comes_back() {
        let lost = written(PRINTED, false);
        assert!(lost.starts_with("Th? tu?ng Chinh ph? yeu c?u cac b?, nganh, d?a phuong ti?p t?c"));
        mends(&lost, PRINTED);
    }

    #[test]
    fn questions_and_addresses_stay() {
        leaves(
            "Who is it? What is the name of the town? Where does it lie? See https://a.vn/?id=5&b=c?d",
        );
        leaves(
            "Ông có đồng ý không? Vì sao lại như vậy? Ai chịu trách nhiệm? Bao giờ xong? Ở đâu? Thế nào?",
        );
        leaves("La gi? Tai sao? O dau? Ai? Bao gio? The nao? Co khong? Di dau? Lam gi? Bao nhieu?");
    }
}
