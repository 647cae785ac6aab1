//! Edits (changes that repair made) as JSON and as text.
//! In: the edits of a paper and its extracted text. Out: views with line and column of the extracted text, in the order
//! of the edits.

use std::borrow::Cow;
use std::io::{Result, Write};

use serde::Serialize;
use vankien_engine::paper_path;
use vankien_text::span::{Columns, Lines};
use vankien_text::{Edit, Why, repair};

use super::visible::is_hidden;

/// An edit in JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EditView<'a> {
    /// The path of the paper; left out inside a hit or a paper, which name it.
    #[serde(flatten, serialize_with = "paper_path::serialize_if_any")]
    pub path: Option<&'a str>,
    /// Line of the extracted text, from 1. For plain text it is the line of the file.
    pub line: u32,
    /// Column in Unicode scalar values, from 0.
    pub col: u32,
    /// The original text.
    pub from: &'a str,
    /// The repaired text.
    pub to: &'a str,
    /// The reason, as [`Why::name`] gives it: `letter-lost`.
    pub why: &'static str,
    /// The same value as `why`. JSON promises that this key never changes and is never translated.
    pub why_code: &'static str,
    /// The confidence from 0 to 1, rounded to hundredths.
    pub confidence: f32,
    /// The same value as `why`, under a third key that JSON promises.
    pub rule: &'static str,
    /// The cause of the damage (noisy channel): an encoding, or which character stood for which letter (`␠→ữ`, `∅→đ`).
    /// `None` for all reasons but wrong encodings, lost letters and look-alikes.
    pub channel: Option<Cow<'static, str>>,
    /// The confidence, not rounded: the posterior probability of the reading, or a fixed value, from 0 to 1.
    pub posterior: f32,
}

impl<'a> EditView<'a> {
    /// The view of an edit at a line (from 1) and a column (from 0) that changed `from` into `to`.
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

/// The cause of the damage that an edit repairs ([`EditView::channel`]).
fn channel(from: &str, to: &str, why: Why) -> Option<Cow<'static, str>> {
    if !matches!(why, Why::LetterLost | Why::Lookalike) {
        return why.channel().map(Cow::Borrowed);
    }
    let pair = |(stood, letter): (Option<char>, char)| {
        let stood = stood
            .map_or_else(|| "∅".to_owned(), |stood| show_spaces(stood.encode_utf8(&mut [0; 4])));
        format!("{stood}→{letter}")
    };
    let pairs: Vec<String> = repair::lost_letters(from, to).into_iter().map(pair).collect();
    if pairs.is_empty() { None } else { Some(Cow::Owned(pairs.join(" "))) }
}

/// The views of the edits of a paper whose extracted text is `text`, in the order of `edits`.
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

/// Rounds to two decimals; confidences are not more exact than that.
pub fn round_to_hundredths(confidence: f32) -> f32 {
    (confidence * 100.0).round() / 100.0
}

/// Writes one line per edit: place (line and column), change, reason, confidence.
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

/// Makes blanks and invisible characters visible: `␠` for a blank, `U+00A0` and the like for others. A text of words
/// with ordinary blanks between them stays as it is. If the text has a blank at one of its ends, an unusual blank or an
/// invisible character, all of these are shown.
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
