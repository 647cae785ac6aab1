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

use std::collections::HashMap;
use std::sync::OnceLock;

use super::cell;
use super::census::{self, Census};
use super::forward_backward::FoundReading;
use super::lexicon::lexicon;
use super::loss::{LossId, Replacement};
use super::marks::{self, LEAST_POSTERIOR, MOST_CONFIDENCE};
use super::missing_blocks::Block;
use super::surroundings::Surroundings;
use super::word_cache::WordReading;
use super::work::Work;
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
/// Percent of the runs with question marks that must be left of words. Where every lost letter became a question mark, a
/// sixth and more are not: `??`, `t??ng` of `đã`, `tướng`.
const LEAST_EXPLAINED_PERCENT: usize = 95;
/// The question marks in them must be at least this share of the letters of Latin Extended Additional that a text of this
/// length has, from 0 to 1: questions in text without marks (`gi?`) are fewer.
const LEAST_SIGN_SHARE: f64 = 1.0 / 3.0;
/// Cost, in nats, of a question mark at the end of a word being one.
const QUESTION_MARK: f32 = 5.0;
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
pub fn edits(text: &str, census: &Census, work: &Work) -> Vec<Edit> {
    let Some((code_page, damaged)) = code_page(text, census) else { return Vec::new() };
    let tokens = tokens(text, &damaged);
    work.spend(tokens.len());
    let readings_of = |written: &str| code_page.readings(written);
    let found = marks::changed_readings(text, tokens.into_iter(), &readings_of);
    let likely = found.into_iter().filter(|reading| is_likely(text, reading));
    likely.map(|reading| edit(text, reading)).collect()
}

/// Whether a reading is to be written. A word without a question mark may have lost nothing; in a number it has not.
fn is_likely(text: &str, reading: &FoundReading) -> bool {
    let word = reading.token.span;
    if word.of(text).contains(SIGN) {
        return reading.posterior >= LEAST_POSTERIOR;
    }
    reading.posterior >= LEAST_POSTERIOR_WITHOUT_SIGN && !is_in_number(text, word)
}

/// Whether a word is part of a number or a symbol: a hyphen, a slash or a digit joins it to others, and what is written
/// without a blank there has digits or capitals alone (`12-NQ/TU`).
fn is_in_number(text: &str, word: Span) -> bool {
    let joins = |sign: char| sign == '-' || sign == '/' || sign.is_ascii_digit();
    let (before, behind) = (&text[..word.start], &text[word.end..]);
    if !before.ends_with(joins) && !behind.starts_with(joins) {
        return false;
    }
    let is_part = |one: char| joins(one) || letters::is_letter(one);
    let start = before.trim_end_matches(is_part).len();
    let end = text.len() - behind.trim_start_matches(is_part).len();
    let whole = &text[start..end];
    whole.contains(|one: char| one.is_ascii_digit()) || !whole.contains(char::is_lowercase)
}

/// The code page in which the text was written, if it holds none of the letters beyond it and its question marks stand
/// for some; with the runs that are what is left of words, in order.
fn code_page(text: &str, census: &Census) -> Option<(CodePage, Vec<Span>)> {
    if !text.contains(SIGN) {
        return None;
    }
    // Capitals do not count: `normalise` may have given back `Đ`.
    let small_letters = |block: Block| {
        LossId::of_letters(Replacement::Nothing)
            .filter(move |loss| Block::of(*loss) == block && !loss.letter().1)
    };
    let expected = |block| small_letters(block).map(|loss| census.expected(loss)).sum::<f64>();
    let is_missing = |block| {
        let left = small_letters(block).map(|loss| census.left(loss)).sum();
        census::are_too_rare(expected(block), left)
    };
    if !is_missing(Block::Additional) || !is_missing(Block::Extended) {
        return None;
    }
    let code_page = if is_missing(Block::Latin1) { CodePage::Ascii } else { CodePage::Windows1252 };
    let (mut damaged, mut signs, mut unexplained) = (Vec::new(), 0, 0);
    for run in runs(text) {
        let word = letters::lower_word(run.of(text));
        if let Some(rest) = code_page.rest_of_word(&word) {
            let signs_behind = word.len() - rest.len();
            damaged.push(Span::new(run.start, run.end - signs_behind));
            signs += rest.matches(SIGN).count();
        } else if word.contains("??") || word.trim_end_matches(SIGN).contains(SIGN) {
            // Of two neighbouring letters of a syllable never both become question marks.
            unexplained += 1;
        }
    }
    let all = damaged.len() + unexplained;
    let is_explained = damaged.len() >= LEAST_EXPLAINED
        && damaged.len() * 100 >= all * LEAST_EXPLAINED_PERCENT
        && signs as f64 >= LEAST_SIGN_SHARE * expected(Block::Additional);
    is_explained.then_some((code_page, damaged))
}

/// The runs of letters and question marks with a question mark in a text, in order, but for those of web addresses
/// (`/?p=12`). A single question mark is one only where it stands between two words.
fn runs(text: &str) -> impl Iterator<Item = Span> + '_ {
    let is_inside = |one: char| one == SIGN || letters::is_letter(one);
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(is_inside)?;
            let rest = &text[start..];
            at = start + rest.find(|one: char| !is_inside(one)).unwrap_or(rest.len());
            let run = &text[start..at];
            let is_of_address = text[at..].starts_with('=')
                || run.starts_with(SIGN) && text[..start].ends_with(['/', '.']);
            let is_damaged = run.contains(SIGN) && (run != "?" || is_between_words(text, start));
            if is_damaged && !is_of_address {
                return Some(Span::new(start, at));
            }
        }
    })
}

/// Whether the sign at byte `at` stands by itself between two words of one line: `bi?n ? d?a` of `biển ở địa`.
fn is_between_words(text: &str, at: usize) -> bool {
    let is_of_word = |one: char| one == SIGN || letters::is_letter(one);
    let before = text[..at].strip_suffix(' ');
    let behind = text[at + SIGN.len_utf8()..].strip_prefix(' ');
    before.is_some_and(|before| before.ends_with(is_of_word))
        && behind.is_some_and(|behind| behind.starts_with(letters::is_letter))
}

/// The tokens of a text as [`words::tokens`] has them, except that each of the `damaged` spans, which are in order, is one
/// word.
fn tokens(text: &str, damaged: &[Span]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut done = 0;
    for word in damaged {
        tokens.extend(tokens_between(text, Span::new(done, word.start)));
        tokens.push(Token { span: *word, kind: Kind::Word });
        done = word.end;
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

    /// The words of the vocabulary that become `run`, a run of letters and question marks in lower case. A letter beyond
    /// the code page stays where the text still has it: `normalise` may have given back `Đ`.
    fn words(self, run: &str) -> Vec<Id> {
        let key: String = run.chars().map(|letter| self.written(letter)).collect();
        let stays = |(letter, found): (char, char)| found == letter || found.is_ascii();
        let fits = move |id: &&Id| {
            run.is_ascii() || model().word(**id).chars().zip(run.chars()).all(stays)
        };
        self.all_words().get(&key).into_iter().flatten().filter(fits).copied().collect()
    }

    /// All words of the vocabulary, by what becomes of them.
    fn all_words(self) -> &'static HashMap<String, Vec<Id>> {
        static OF_WINDOWS_1252: OnceLock<HashMap<String, Vec<Id>>> = OnceLock::new();
        static OF_ASCII: OnceLock<HashMap<String, Vec<Id>>> = OnceLock::new();
        let words = match self {
            CodePage::Windows1252 => &OF_WINDOWS_1252,
            CodePage::Ascii => &OF_ASCII,
        };
        words.get_or_init(|| {
            let mut words: HashMap<String, Vec<Id>> = HashMap::new();
            for id in 0..model().size() as Id {
                let written = model().word(id).chars().map(|letter| self.written(letter)).collect();
                words.entry(written).or_default().push(id);
            }
            words
        })
    }

    /// The part of `run`, in lower case, that is what is left of a word: all, or all but a question mark behind it that
    /// is one. `None` where no word becomes that.
    fn rest_of_word(self, run: &str) -> Option<&str> {
        let is_rest = |rest: &&str| rest.contains(SIGN) && !self.words(rest).is_empty();
        [Some(run), run.strip_suffix(SIGN)].into_iter().flatten().find(is_rest)
    }

    /// The readings of a word as written, in lower case. A question mark at its end may be one (`gi?` of `gì?`); the
    /// reading is then one letter shorter.
    fn readings(self, written: &str) -> Vec<WordReading> {
        let of_all = |written: &str, cost: f32| {
            let as_written = lexicon().id_of_lower(written);
            let of_word = move |id: Id| WordReading::new(id, Some(id) != as_written, cost);
            self.words(written).into_iter().map(of_word)
        };
        let mut readings: Vec<WordReading> = of_all(written, 0.0).collect();
        if let Some(stem) = written.strip_suffix(SIGN) {
            readings.extend(of_all(stem, QUESTION_MARK));
        }
        if lexicon().id_of_lower(written).is_none() {
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
        to.push(if is_capital { letters::upper(letter) } else { letter });
    }
    // A question mark that is one stays behind the word.
    to.extend(from.chars().skip(to.chars().count()));
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
    let mut cells = cell::cells(text, Span::new(start, end));
    // A sign behind a letter stands for one, and ends no sentence.
    for at in 1..cells.len() {
        if cells[at].letter == SIGN && cell::is_letter(&cells[at - 1]) {
            (cells[at].letter, cells[at].class) = (cells[at - 1].letter, cells[at - 1].class);
        }
    }
    let index = |at: usize| cells.partition_point(|cell| cell.at < at);
    let surroundings = Surroundings::of(&cells, index(word.start), index(word.end));
    let has_capital = letters().any(char::is_uppercase);
    if surroundings.are_in_capitals() && !letters().any(char::is_lowercase) {
        return true;
    }
    is_first && !has_capital && surroundings.capital_share(id, false) > 0.5
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
    fn question_marks_behind_words_stay() {
        let text = "Cơ quan nào có thẩm quyền giải quyết thủ tục? Người nộp hồ sơ được hỗ trợ? Thời hạn bao lâu? \
                    Hồ sơ nộp ở đâu? Ai chịu trách nhiệm trước pháp luật về nội dung này? Làm gì để được hưởng chế độ?";
        mends(&written(text, true), text);
    }

    #[test]
    fn questions_and_addresses_stay() {
        leaves(
            "Who is it? What is the name of the town? Where does it lie? See https://a.vn/?id=5&b=c?d",
        );
        leaves(
            "Ông có đồng ý không? Vì sao lại như vậy? Ai chịu trách nhiệm? Bao giờ xong? Ở đâu? Thế nào?",
        );
        leaves(&"La gi? Tai sao? O dau? Ai? Bao gio? The nao? Co khong? Di dau? Lam gi? Bao nhieu? Nguoi dan phai lam gi? ".repeat(9));
    }
}
