//! Reads a question: words, phrases, numbers of papers, operators.
//! In: what the reader typed. Out: its parts, what sections must hold of them, and remarks on what
//! was taken otherwise than it might have been meant, each with its place.
//! Never looks into the index; fails only where nothing is asked.

mod lex;
mod lower;
mod parse;
mod remark;
mod tree;
mod word;

use std::collections::BTreeSet;
use std::sync::Arc;

use vankien_text::span::{self, Span};
use vankien_text::{Mended, normalise};

use self::lex::Kind;
use self::parse::Expr;
use super::filter::{Filters, Selection};
use super::note::{Note, Oddity};
use super::number::Number;
use super::reading::{ReadAs, Readings};
use super::scope::Scope;
use crate::error::{Error, Result};

pub use parse::MOST_WORDS;
pub use remark::{Literal, Remark, place};
pub use tree::{MOST_LEAVES, Node, bit};
pub use vankien_text::language::letters::QUOTES;
pub use word::{Form, Wants, Word, gap, words};

/// A part of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A word.
    Word(Word),
    /// Words that count each for itself, but were typed as one.
    Words(Vec<Word>),
    /// Words that must stand side by side.
    Phrase(Vec<Word>),
    /// Words that must stand near one another, in any order, with so many others between them at most.
    Near(Vec<Word>, u32),
    /// The number of a paper, with the words it was typed in.
    Number(Number, Vec<Word>),
}

impl Part {
    /// Whether it must be there wherever no operator says otherwise; of words enough must be there.
    pub fn is_required(&self) -> bool {
        !matches!(self, Part::Word(_) | Part::Words(_))
    }

    /// What it is, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Part::Word(_) | Part::Words(_) => "word",
            Part::Phrase(_) => "phrase",
            Part::Near(..) => "near",
            Part::Number(..) => "number",
        }
    }

    /// Its words.
    pub fn words(&self) -> &[Word] {
        match self {
            Part::Word(word) => std::slice::from_ref(word),
            Part::Words(words)
            | Part::Phrase(words)
            | Part::Near(words, _)
            | Part::Number(_, words) => words,
        }
    }

    /// The same, to be changed.
    pub fn words_mut(&mut self) -> &mut [Word] {
        match self {
            Part::Word(word) => std::slice::from_mut(word),
            Part::Words(words)
            | Part::Phrase(words)
            | Part::Near(words, _)
            | Part::Number(_, words) => words,
        }
    }
}

/// The words of a number that no paper bears or cites: they must stand side by side, or, where it
/// may be no number at all and no operator stands by it, they are words like others.
pub fn fallback(number: &Number, words: &[Word], is_loose: bool) -> Part {
    match (number.is_whole, is_loose) {
        (true, _) => {
            Part::Phrase(number.words().iter().flat_map(|word| self::words(word)).collect())
        }
        (false, true) => Part::Words(words.to_vec()),
        (false, false) => Part::Phrase(words.to_vec()),
    }
}

/// A question as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Its parts, in order.
    pub parts: Vec<Part>,
    /// The words outside quotes as they were typed, one behind the other, each as often as it stands
    /// there; a phrase or number ends a run.
    pub runs: Vec<Vec<Word>>,
    /// What a section must hold, where operators say so; otherwise each phrase and number.
    pub tree: Option<Node>,
    /// Under operators: the parts that are looked for, and not only banned.
    pub sought: BTreeSet<usize>,
    /// Which papers are looked through.
    pub filters: Filters,
    /// Those papers, once they were looked up in an index.
    pub selection: Arc<Selection>,
    /// What was taken otherwise than it might have been meant.
    pub notes: Vec<Note>,
    /// What was typed and says nothing in its place.
    pub literal: Vec<Literal>,
    /// What must hold all that is asked for.
    pub scope: Scope,
    /// The parts that stand in no condition: words beside each other, of which a section must hold enough.
    pub loose: BTreeSet<usize>,
    /// What was read otherwise than it was typed.
    pub readings: Vec<ReadAs>,
    /// The whole question as it was read, where that is not how it was typed.
    pub read_as: Option<String>,
    /// Whether it was typed without marks, so that other marks than those it was read with may be meant.
    pub is_unmarked: bool,
}

/// A question of more parts is cut: looking for each takes its time.
const MOST_PARTS: usize = 256;

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
    read_with(question, |_, _| Ok(Readings::default()))
}

/// Reads `question`, of which `meant` tells how the text beside the filters is read; it may read words
/// otherwise in the stretches that it is given.
pub fn read_with(
    question: &str,
    meant: impl FnOnce(&str, &[Span]) -> Result<Readings>,
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

impl Question {
    /// Keeps how the question, typed as `typed`, was read.
    fn told(&mut self, typed: &str, normalised: &Mended<'_>, readings: &Readings) {
        self.is_unmarked = readings.is_unmarked;
        let (mut read_as, mut at) = (String::new(), 0);
        for (span, word) in &readings.replaced {
            self.readings.push(ReadAs::at(*span, word, typed, normalised));
            let back = normalised.map.back(*span);
            let (Some(first), Some(last)) = (back.first(), back.last()) else { continue };
            read_as.push_str(span::slice(typed, at, first.start));
            read_as.push_str(word);
            at = last.end;
        }
        if !self.readings.is_empty() {
            read_as.push_str(span::after(typed, at));
            self.notes.push(Note::ReadAs { question: read_as.clone() });
            self.read_as = Some(read_as);
        }
    }

    /// The same question under any marks, whatever it was typed or read with; what must not be there stays.
    pub fn with_any_marks(&self) -> Question {
        let mut question = self.clone();
        for at in 0..question.parts.len() {
            if question.seeks(at) {
                for word in question.parts[at].words_mut() {
                    *word = word.clone().with_any_marks();
                }
            }
        }
        for word in question.runs.iter_mut().flatten() {
            *word = word.clone().with_any_marks();
        }
        question
    }

    /// Whether a word that is looked for stands for its own marks alone.
    pub fn has_own_marks(&self) -> bool {
        let sought = (0..self.parts.len()).filter(|at| self.seeks(*at));
        let mut words = sought.flat_map(|at| self.parts[at].words());
        words.any(|word| word.is_plain() && !word.any_marks)
    }

    /// The words in order where the question is nothing but words beside each other.
    pub fn plain_words(&self) -> Option<&[Word]> {
        let is_plain = |part: &Part| matches!(part, Part::Word(word) if word.is_plain());
        match &self.runs[..] {
            [run] if self.tree.is_none() && self.parts.iter().all(is_plain) => Some(run),
            _ => None,
        }
    }

    /// Adds things beside each other: words of which enough must be there, phrases and numbers.
    fn beside(&mut self, text: &str, lexemes: &[lex::Lexeme], remarks: &mut Vec<Remark>) {
        for one in lexemes {
            match one.kind {
                Kind::Phrase(inner, near) => {
                    let phrase = parse::phrase(text, one.span, inner, near, remarks);
                    phrase.map(|phrase| self.add(phrase));
                }
                _ => self.plain(parse::text(text, one.span, remarks)),
            }
        }
    }

    /// Adds words and numbers.
    fn plain(&mut self, items: Vec<Expr>) {
        for item in items {
            match item {
                Expr::Words(words) => {
                    let words = self.words(words);
                    self.loose.extend(words);
                }
                Expr::Part(part) => {
                    let at = self.add(part);
                    self.loose.extend(at.filter(|at| matches!(self.parts[*at], Part::Number(..))));
                }
                _ => {}
            }
        }
    }

    /// The number of a part; the same part twice says nothing more.
    fn add(&mut self, part: Part) -> Option<usize> {
        if let Some(known) = self.parts.iter().position(|known| *known == part) {
            return Some(known);
        }
        if self.parts.len() == MOST_PARTS {
            let note = Note::TooManyWords { most: MOST_PARTS };
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
            return None;
        }
        self.parts.push(part);
        Some(self.parts.len() - 1)
    }

    /// Whether a part is looked for, and not only banned.
    pub fn seeks(&self, part: usize) -> bool {
        self.tree.is_none() || self.sought.contains(&part)
    }

    /// The question in words: its condition, and the parts that only rank.
    pub fn understood(&self) -> Vec<String> {
        let Some(tree) = &self.tree else {
            return self.parts.iter().map(ToString::to_string).collect();
        };
        let mut named = BTreeSet::new();
        tree.leaves(false, &mut |part, _| {
            named.insert(part);
        });
        let words = tree.words(&|part| self.parts[part].to_string());
        let rest = (0..self.parts.len()).filter(|part| !named.contains(part));
        std::iter::once(words).chain(rest.map(|part| self.parts[part].to_string())).collect()
    }
}

impl std::fmt::Display for Part {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let join =
            |words: &[Word]| words.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        match self {
            Part::Word(word) => write!(out, "{word}"),
            Part::Phrase(words) => write!(out, "\"{}\"", join(words)),
            Part::Near(words, far) => write!(out, "\"{}\"~{far}", join(words)),
            Part::Words(words) => write!(out, "{}", join(words)),
            Part::Number(_, words) => write!(out, "number {}", join(words)),
        }
    }
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
