//! Edits as JSON and as lines for people.
//! In: the edits of a paper and its extracted text. Out: views with line and column of the file.
//! Never changes the order: edits stand as they come in the file.

use std::io::{Result, Write};

use serde::Serialize;

use crate::document::Edit;
use crate::span::{Columns, Lines};

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
    /// From 0 to 1.
    pub confidence: f32,
    /// What did the damage, where it is known by name: an encoding.
    pub channel: Option<&'static str>,
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
        let (why, confidence) = (edit.why.name(), hundredth(edit.confidence));
        let channel = edit.why.channel();
        EditView { path, line, col, from, to, why, confidence, channel }
    };
    edits.iter().map(view).collect()
}

/// Two decimals are as sure as anyone can be.
pub fn hundredth(confidence: f32) -> f32 {
    (confidence * 100.0).round() / 100.0
}

/// Writes one line an edit: place, what became what, why, how sure.
pub fn write_text(out: &mut impl Write, edits: &[EditView<'_>]) -> Result<()> {
    for edit in edits {
        let (from, to) = (visible(edit.from), visible(edit.to));
        writeln!(
            out,
            "{}:{}\t{from} → {to}\t{}\t{:.2}",
            edit.line, edit.col, edit.why, edit.confidence
        )?;
    }
    Ok(())
}

/// Spaces at either end, odd spaces and invisible characters as a reader can see them.
pub fn visible(text: &str) -> String {
    let shown = |letter: char| match letter {
        ' ' => "␠".to_owned(),
        other if other.is_whitespace() || other.is_control() || is_invisible(other) => {
            format!("U+{:04X}", other as u32)
        }
        other => other.to_string(),
    };
    let inner = text.trim_matches(' ').chars().any(|letter| letter != ' ');
    let odd = |letter: char| letter != ' ' && (letter.is_whitespace() || is_invisible(letter));
    if inner && !text.starts_with(' ') && !text.ends_with(' ') && !text.chars().any(odd) {
        return text.to_owned();
    }
    text.chars().map(shown).collect()
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
