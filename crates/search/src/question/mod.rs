//! Parses a question: words, phrases, numbers of papers, operators.
//! In: what the reader typed. Out: its parts, the condition that sections must meet, and remarks on syntax that was
//! ignored or taken literally, each with its place.
//! Never looks into the index itself; `interpret`, which the caller passes, may. Fails only where that fails, nothing
//! is asked, or a filter has no valid value.

mod asked;
pub mod lex;
mod lower;
mod papers;
mod parse;
mod part;
pub mod remark;
pub mod word;

use vankien_text::span::{self, Span};
use vankien_text::{Mended, normalise};

use super::filter::Filters;
use super::note::{Note, Oddity};
use super::reading::Interpretation;
use crate::error::{Error, Result};

pub use self::asked::Question; // The question as it was understood.
pub use self::part::{Part, unknown_number_as_words}; // A word, phrase or number of it.
pub use parse::MAX_PHRASE_WORDS; // Words of the longest phrase.
pub use remark::{Literal, Remark}; // Syntax that was ignored or taken literally.
pub use vankien_engine::condition::bit; // The bit of a part in a condition.
pub use vankien_engine::terms::Form; // A term that `prefix*` or `word~1` stands for.
pub use vankien_text::language::letters::QUOTES; // The characters that are quotation marks.
pub use word::{QuestionWord, Wants, gap, parse_words, terms_of_words}; // Words with their signs.

/// Bytes of a question that are read, at most; a longer one is cut before the character that passes them, with a note.
/// [`parse_literally`] does not cut. A judgement, not measured: it bounds the work that a hostile caller can ask for.
/// docs/questions.md states it.
const MAX_QUESTION_BYTES: usize = 32 * 1024;

/// Parses `question`, which must ask for something.
#[cfg(test)]
pub fn parse_question(question: &str) -> Result<Question> {
    require_parts(question, parse_with_filters(question)?)
}

/// Parses `question` as words, phrases and numbers alone: operators are words. Its words are read as typed. An error
/// where it asks for nothing, or a filter is wrong.
pub fn parse_literally(question: &str) -> Result<Question> {
    let normalised = normalise::normalise(question);
    let (filters, text) = Filters::parse(&normalised.text)?;
    let mut found = Question { filters, ..Question::default() };
    let mut remarks = Vec::new();
    let lexemes = lex::lex_literally(&text, &mut remarks);
    found.add_adjacent(&text, &lexemes, &mut Vec::new());
    found.literal = remarks.iter().map(|one| one.in_typed(question, &normalised)).collect();
    found.notes.extend(found.literal.iter().map(Literal::note));
    require_parts(question, found)
}

/// `found`, which is `question` parsed; an error where it has no parts: it asks for nothing, or holds filters alone.
pub fn require_parts(question: &str, found: Question) -> Result<Question> {
    if found.parts.is_empty() {
        let what = if found.filters.is_empty() {
            "asks for nothing: type words, a \"phrase\" or the number of a paper"
        } else {
            "only says which papers: add words, or use `vankien list` with it"
        };
        return Err(Error::Question { question: question.to_owned(), what: what.to_owned() });
    }
    Ok(found)
}

/// Parses `question`, which may hold filters alone; its words are read as typed. An error where a filter is wrong.
pub fn parse_with_filters(question: &str) -> Result<Question> {
    parse_interpreted(question, |_, _| Ok(Interpretation::default()))
}

/// Parses `question` after `interpret` has said how its words are meant (marks that were not typed, damaged words).
/// `interpret` gets the text with blanks in place of filters, and the spans in which it may replace words. An error
/// where a filter is wrong, or `interpret` fails.
pub fn parse_interpreted(
    question: &str,
    interpret: impl FnOnce(&str, &[Span]) -> Result<Interpretation>,
) -> Result<Question> {
    let (kept, note) = cut_to_limit(question);
    let normalised = normalise::normalise(kept);
    let (filters, without_filters) = Filters::parse(&normalised.text)?;
    let mut found = Question { filters, ..Question::default() };
    found.notes.extend(note);
    let interpretation = interpret(&without_filters, &lex::replaceable_spans(&without_filters))?;
    found.keep_interpretation(kept, &normalised, &interpretation);
    let replaced = interpretation.apply(&without_filters);
    let map = replaced.map.after(&normalised.map);
    let text = replaced.text.into_owned();
    // Leads from the text that is parsed back to the question as typed.
    let parsed = Mended { text: text.clone().into(), map, edits: Vec::new() };
    let mut remarks = Vec::new();
    let lexemes = lex::lex(&text, &mut remarks);
    if lexemes.iter().all(|one| one.kind.is_plain()) {
        found.add_adjacent(&text, &lexemes, &mut remarks);
    } else {
        found.add_with_operators(&text, lexemes, &mut remarks);
    }
    remarks.sort_by_key(|one| one.span);
    found.literal = remarks.iter().map(|one| one.in_typed(kept, &parsed)).collect();
    found.notes.extend(found.literal.iter().map(Literal::note));
    Ok(found)
}

impl Question {
    /// Adds what stands in `lexemes`, among which there are operators.
    fn add_with_operators(
        &mut self,
        text: &str,
        lexemes: Vec<lex::Lexeme>,
        remarks: &mut Vec<Remark>,
    ) {
        let mut of_operators = Vec::new();
        let expr = parse::parse(text, lexemes.clone(), &mut of_operators);
        if expr.map(|expr| self.add_expression(expr)) == Some(false) {
            // A question that only excludes cannot be ranked: its words are asked for instead.
            let operator = lexemes.iter().find(|one| !one.kind.is_plain());
            remarks.extend(operator.map(|one| Remark::new(one.span, Oddity::OnlyBans)));
            let Question { filters, notes, readings, read_as, is_unmarked, .. } =
                std::mem::take(self);
            *self =
                Question { filters, notes, readings, read_as, is_unmarked, ..Question::default() };
            let plain: Vec<_> = lexemes.into_iter().filter(|one| one.kind.is_plain()).collect();
            self.add_adjacent(text, &plain, remarks);
            return;
        }
        // Filters were taken out of the text: an operator beside a filter, or parentheses around it, lack words, rightly.
        let has_filters = !self.filters.is_empty();
        of_operators.retain(|one| !(has_filters && one.oddity.lacks_operand()));
        remarks.extend(of_operators);
    }
}

/// A question up to the limit, and a note where it was cut.
fn cut_to_limit(question: &str) -> (&str, Option<Note>) {
    if question.len() <= MAX_QUESTION_BYTES {
        return (question, None);
    }
    let mut end = MAX_QUESTION_BYTES;
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
        let parsed = parse_question(question).expect("a question");
        assert_eq!(parsed.parts.iter().map(Part::to_string).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn parses_words_phrases_and_numbers() {
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
        assert_eq!(parse_question("a \"b").expect("a question").notes.len(), 1);
    }

    #[test]
    fn nothing_asked_is_an_error() {
        assert!(parse_question(" … \"\" ").is_err());
    }
}
