//! Reads the two lists of a paper: `Kính gửi` (addressees: whom it is written to) and `Nơi nhận` (recipients: who gets
//! a copy). A list is a label with a colon, then its items, called names here. A name is a body, a person, or a note
//! such as `Lưu: VT` (filed in the office). In most papers each name begins with a dash; a long name takes several
//! lines.
//! In: the lines of the list, one by one. Out: the names, and the first and last line of the list.
//! Never looks for the label: the caller does, and calls [`List::begin`]. Never decides what a name is.

use super::line::Line;
use crate::document::Field;

/// A list that is being read. The caller passes its first line to [`begin`](List::begin), and each further line to
/// [`goes_on`](List::goes_on) and, as long as that gives `true`, to [`add`](List::add).
#[derive(Debug, Default)]
pub struct List<'a> {
    /// The names so far, without the dash before them, with the mark (comma, semicolon, full stop) at their end.
    names: Vec<String>,
    /// The number (from 1) of the line with the label; 0 before [`begin`](List::begin).
    first: u32,
    /// The line that was taken last; `None` before [`begin`](List::begin).
    last: Option<Line<'a>>,
    /// Whether a name began with a dash or another bullet.
    dashes: bool,
    /// Whether a line that [`add`](List::add) took ended with one of [`PARTS`].
    marks: bool,
}

impl<'a> List<'a> {
    /// Takes the line of the label. What stands behind its colon is the first name, or several names if each begins
    /// with a dash and each but the last ends with one of [`PARTS`].
    pub fn begin(&mut self, line: &Line<'a>) {
        self.first = line.number;
        self.last = Some(*line);
        let behind = line.text.split_once(':').map_or("", |(_, rest)| rest).trim();
        self.dashes = behind.starts_with(['-', '–', '+', '•']);
        // A converter may have joined the lines of the list: `- Như Điều 3; - Lưu: VT.` (as in article 3; filed).
        let mut from = 0;
        for (at, dash) in behind.match_indices(" - ") {
            if self.dashes && behind[..at].ends_with(PARTS) {
                self.name(&behind[from..at]);
                from = at + dash.len();
            }
        }
        self.name(&behind[from..]);
    }

    /// Whether `line` belongs to the list: it begins a name with a dash, is the first name, or continues the last name.
    ///
    /// The bounds below (blank lines, white-space characters of indent) are judgements, not measured. No evaluation
    /// covers these lists. `cargo test -p vankien-papers signature` and `cargo test -p vankien-papers mastheads` have
    /// cases.
    pub fn goes_on(&self, line: &Line<'_>) -> bool {
        let Some(last) = &self.last else { return false };
        let dash = is_dash(line.text);
        let small = |letter: char| letter.is_lowercase() || letter == '(';
        // In a list whose names end with a mark, a name without one is not finished, whatever follows.
        let open = self.dashes && self.marks && !last.text.ends_with(PARTS);
        // The signs that a line continues a name: an indent of two or more, a lower-case letter or a bracket, an
        // unfinished name.
        let goes_on = line.indent >= 2 || line.text.starts_with(small) || open;
        let ended = last.text.ends_with(['.', ';']);
        let first = self.names.is_empty();
        match () {
            // The dash is evidence enough to pass up to three blank lines.
            () if dash => (self.dashes || first) && line.blank_before <= 3,
            // Lines without a dash may have one blank line before them: some papers print one after every line.
            () if first => line.blank_before <= 1,
            () => goes_on && !ended && line.blank_before <= 1,
        }
    }

    /// Takes a line for which [`goes_on`](List::goes_on) gave `true`. A line with a dash begins a name; a line without
    /// one is appended to the last name, if there is one.
    pub fn add(&mut self, line: &Line<'a>) {
        let dash = is_dash(line.text);
        self.dashes |= dash;
        self.marks |= line.text.ends_with(PARTS);
        let goes_on = !dash && !self.names.is_empty();
        match self.names.last_mut() {
            Some(name) if goes_on => {
                name.push(' ');
                name.push_str(line.text);
            }
            _ => self.name(line.text),
        }
        self.last = Some(*line);
    }

    /// Takes a line that is a name of its own, though it has no dash.
    pub fn add_name(&mut self, line: &Line<'a>) {
        self.name(line.text);
        self.last = Some(*line);
    }

    /// Adds a name, without the dash before it. Nothing is added for empty text.
    fn name(&mut self, text: &str) {
        let bare = text.trim_start_matches(['-', '–', '+', '•', ' ']).trim();
        if !bare.is_empty() {
            self.names.push(bare.to_owned());
        }
    }

    /// The names without the marks at their ends, and the first and last line of the list; `None` if there is no name.
    pub fn field(&self) -> Option<Field<Vec<String>>> {
        let bare = |name: &String| name.trim_end_matches([',', ';', '.', ' ']).to_owned();
        let names: Vec<String> =
            self.names.iter().map(bare).filter(|name| !name.is_empty()).collect();
        let last = self.last.as_ref()?.number;
        (!names.is_empty()).then_some(Field {
            value: names,
            lines: (self.first, last),
            // From 0 to 1. A judgement, not measured: the label makes the list sure, its end is a guess. No evaluation
            // covers this field.
            confidence: 0.95,
        })
    }
}

/// The marks that end a name and separate it from the next.
const PARTS: [char; 3] = [',', ';', '.'];

/// Whether a line begins with a dash or another bullet.
fn is_dash(text: &str) -> bool {
    text.starts_with(['-', '–', '+', '•'])
}
