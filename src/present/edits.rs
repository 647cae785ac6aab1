//! Edits as JSON and as lines for people.
//! In: the edits of a paper and its extracted text. Out: views with line and column of the file.
//! Never changes the order: edits stand as they come in the file.

use std::borrow::Cow;
use std::io::{Result, Write};

use serde::Serialize;
use vankien_text::span::{Columns, Lines};
use vankien_text::{Edit, Why, repair};

use super::visible::is_hidden;

/// An edit as the contract prints it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EditView<'a> {
    /// The paper; `None` inside a hit or a paper, which name it themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<&'a str>,
    /// Line of the file, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 0.
    pub col: u32,
    /// What stood there.
    pub from: &'a str,
    /// What stands there now.
    pub to: &'a str,
    /// The reason.
    pub why: &'static str,
    /// The same: it is a code that stays.
    pub why_code: &'static str,
    /// From 0 to 1.
    pub confidence: f32,
    /// The rule that made the edit: the reason by another name, for programs that ask for it.
    pub rule: &'static str,
    /// What did the damage: an encoding, or what stood for which letter (`␠→ữ`, `∅→đ`); `None` where
    /// neither is known.
    pub channel: Option<Cow<'static, str>>,
    /// How probable the reading is among all that were weighed, from 0 to 1.
    pub posterior: f32,
}

impl<'a> EditView<'a> {
    /// The edit at a line (from 1) and a column (from 0) that made `to` of `from`.
    pub fn new(
        path: Option<&'a str>,
        (line, col): (u32, u32),
        (from, to): (&'a str, &'a str),
        why: Why,
        confidence: f32,
    ) -> EditView<'a> {
        let (rule, channel, posterior) = (why.name(), channel(from, to, why), confidence);
        let confidence = round_to_hundredths(confidence);
        EditView {
            path,
            line,
            col,
            from,
            to,
            why: rule,
            why_code: rule,
            confidence,
            rule,
            channel,
            posterior,
        }
    }
}

/// What did the damage that an edit mends.
fn channel(from: &str, to: &str, why: Why) -> Option<Cow<'static, str>> {
    if !matches!(why, Why::LetterLost | Why::Lookalike) {
        return why.channel().map(Cow::Borrowed);
    }
    let pair = |(stood, letter): (Option<char>, char)| {
        let stood = stood
            .map_or_else(|| "∅".to_owned(), |stood| show_spaces(stood.encode_utf8(&mut [0; 4])));
        format!("{stood}→{letter}")
    };
    let pairs: Vec<String> = repair::pairs(from, to).into_iter().map(pair).collect();
    (!pairs.is_empty()).then(|| Cow::Owned(pairs.join(" ")))
}

/// The edits of a paper whose extracted text is `text`.
pub fn views<'a>(path: Option<&'a str>, text: &str, edits: &'a [Edit]) -> Vec<EditView<'a>> {
    if edits.is_empty() {
        return Vec::new();
    }
    let lines = Lines::of(text);
    let mut columns = Columns::new(&lines, text);
    let view = |edit: &'a Edit| {
        let (line, col) = columns.place(edit.span.start);
        let (from, to) = (edit.from.as_str(), edit.to.as_str());
        EditView::new(path, (line, col), (from, to), edit.why, edit.confidence)
    };
    edits.iter().map(view).collect()
}

/// Two decimals are as sure as anyone can be.
pub fn round_to_hundredths(confidence: f32) -> f32 {
    (confidence * 100.0).round() / 100.0
}

/// Writes one line an edit: place, what became what, why, how sure.
pub fn write_text(out: &mut impl Write, edits: &[EditView<'_>]) -> Result<()> {
    for edit in edits {
        let (from, to) = (show_spaces(edit.from), show_spaces(edit.to));
        writeln!(
            out,
            "{}:{}\t{from} → {to}\t{}\t{:.2}",
            edit.line, edit.col, edit.why, edit.confidence
        )?;
    }
    Ok(())
}

/// Spaces at either end, odd spaces and invisible characters as a reader can see them.
pub fn show_spaces(text: &str) -> String {
    let shown = |letter: char| match letter {
        ' ' => "␠".to_owned(),
        other if other.is_whitespace() || is_hidden(other) => {
            format!("U+{:04X}", other as u32)
        }
        other => other.to_string(),
    };
    let inner = text.trim_matches(' ').chars().any(|letter| letter != ' ');
    let odd = |letter: char| letter != ' ' && (letter.is_whitespace() || is_hidden(letter));
    if inner && !text.starts_with(' ') && !text.ends_with(' ') && !text.chars().any(odd) {
        return text.to_owned();
    }
    text.chars().map(shown).collect()
}
