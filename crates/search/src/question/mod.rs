//! Reads a question: words, phrases, numbers of papers, operators.
//! In: what the reader typed. Out: its parts, what sections must hold of them, and remarks on what
//! was taken otherwise than it might have been meant, each with its place.
//! Never looks into the index; fails only where nothing is asked.

mod asked;
mod lex;
mod lower;
mod papers;
mod parse;
mod part;
pub mod remark;
pub mod word;

use vankien_text::span::{self, Span};
use vankien_text::{Mended, normalise};

use self::lex::Kind;
use super::filter::Filters;
use super::note::{Note, Oddity};
use super::reading::Interpretation;
use crate::error::{Error, Result};

pub use self::asked::Question;
pub use self::part::{Part, fallback};
pub use parse::MOST_WORDS;
pub use remark::{Literal, Remark};
pub use vankien_engine::condition::bit;
pub use vankien_engine::terms::Form;
pub use vankien_text::language::letters::QUOTES;
pub use word::{QuestionWord, Wants, gap, parse_words, terms_of_words};

/// A question of more bytes is cut.
const MOST_BYTES: usize = 32 * 1024;

/// Reads `question`, which must ask for something.
#[cfg(test)]
pub fn read(question: &str) -> Result<Question> {
    asking(question, read_all(question)?)
}

/// Reads `question` as words, phrases and numbers alone: operators are words.
pub fn read_literally(question: &str) -> Result<Question> {
    let normalised = normalise::normalise(question);
    let (filters, text) = Filters::read(&normalised.text)?;
    let mut found = Question { filters, ..Question::default() };
    let mut remarks = Vec::new();
    let lexemes = lex::lex_literally(&text, &mut remarks);
    found.beside(&text, &lexemes, &mut Vec::new());
    found.literal = remarks.iter().map(|one| one.at(question, &normalised)).collect();
    found.notes.extend(found.literal.iter().map(Literal::note));
    asking(question, found)
}

/// The question, unless it asks for nothing.
pub fn asking(question: &str, found: Question) -> Result<Question> {
    if found.parts.is_empty() {
        let what = match found.filters.is_empty() {
            true => "asks for nothing: type words, a \"phrase\" or the number of a paper",
            false => "only says which papers: add words, or use `vankien list` with it",
        };
        return Err(Error::Question { question: question.to_owned(), what: what.to_owned() });
    }
    Ok(found)
}

/// Reads `question`, which may hold filters alone.
pub fn read_all(question: &str) -> Result<Question> {
    read_with(question, |_, _| Ok(Interpretation::default()))
}

/// Reads `question`, of which `meant` tells how the text beside the filters is read; it may read words
/// otherwise in the stretches that it is given.
pub fn read_with(
    question: &str,
    meant: impl FnOnce(&str, &[Span]) -> Result<Interpretation>,
) -> Result<Question> {
    let (kept, cut) = cut(question);
    let mut normalised = normalise::normalise(kept);
    let (filters, text) = Filters::read(&normalised.text)?;
    let mut found = Question { filters, ..Question::default() };
    found.notes.extend(cut);
    let readings = meant(&text, &lex::open(&text))?;
    found.told(kept, &normalised, &readings);
    let mended = readings.apply(&text);
    let map = mended.map.after(&normalised.map);
    let text = mended.text.into_owned();
    normalised = Mended { text: text.clone().into(), map, edits: Vec::new() };
    let mut remarks = Vec::new();
    let lexemes = lex::lex(&text, &mut remarks);
    let is_plain = |kind: Kind| matches!(kind, Kind::Text | Kind::Phrase(..));
    if lexemes.iter().all(|one| is_plain(one.kind)) {
        found.beside(&text, &lexemes, &mut remarks);
    } else {
        let mut of_tree = Vec::new();
        let asks = parse::parse(&text, lexemes.clone(), &mut of_tree).map(|expr| found.take(expr));
        if asks == Some(false) {
            // What is only banned cannot be ranked.
            let first = lexemes.iter().find(|one| !is_plain(one.kind)).map(|one| one.span);
            remarks.extend(first.map(|span| Remark::new(span, Oddity::OnlyBans)));
            let Question { filters, notes, readings, read_as, is_unmarked, .. } = found;
            found =
                Question { filters, notes, readings, read_as, is_unmarked, ..Question::default() };
            let lexemes: Vec<_> = lexemes.into_iter().filter(|one| is_plain(one.kind)).collect();
            found.beside(&text, &lexemes, &mut remarks);
        } else {
            // Filters were taken out: the operator between them and words has done its work.
            let filtered = !found.filters.is_empty();
            remarks.extend(
                of_tree.into_iter().filter(|one| !(filtered && one.oddity.lacks_operand())),
            );
        }
    }
    remarks.sort_by_key(|one| one.span);
    found.literal = remarks.iter().map(|one| one.at(kept, &normalised)).collect();
    found.notes.extend(found.literal.iter().map(Literal::note));
    Ok(found)
}

/// The head of a question that is too long, and a note of that.
fn cut(question: &str) -> (&str, Option<Note>) {
    if question.len() <= MOST_BYTES {
        return (question, None);
    }
    let mut end = MOST_BYTES;
    while !question.is_char_boundary(end) {
        end -= 1;
    }
    (span::before(question, end), Some(Note::QuestionCut { bytes: end }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(question: &str, wanted: &[&str]) {
        let read = read(question).expect("a question");
        assert_eq!(read.parts.iter().map(Part::to_string).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn reads_words_phrases_and_numbers() {
        check("Chuyển đổi số", &["chuyển", "đổi", "số"]);
        check("“phòng, chống” tham", &["\"phòng chống\"", "tham"]);
        check(
            "thực hiện Nghị quyết số 59-NQ/TW ở",
            &["thực", "hiện", "number nghị quyết số 59 nq tw", "ở"],
        );
        check("\"Nghị quyết số 59\"", &["\"nghị quyết số 59\""]);
    }

    #[test]
    fn a_quote_without_partner_is_left_aside() {
        check("phòng \"chống tham", &["phòng", "chống", "tham"]);
        assert_eq!(read("a \"b").expect("a question").notes.len(), 1);
    }

    #[test]
    fn nothing_asked_is_an_error() {
        assert!(read(" … \"\" ").is_err());
    }
}
