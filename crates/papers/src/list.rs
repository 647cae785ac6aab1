//! Reads `Kính gửi` and `Nơi nhận`: a label, then one name a dash, some of them on two lines.
//! In: the lines of the list, one by one. Out: the names, one each, with the lines they stand on.
//! Never takes the first line behind the list for a name.

use super::line::Line;
use crate::document::Field;

/// The names of a list so far.
#[derive(Debug, Default)]
pub struct List<'a> {
    names: Vec<String>,
    first: u32,
    last: Option<Line<'a>>,
    dashes: bool,
    /// Whether a name ended with the mark that parts names.
    marks: bool,
}

impl<'a> List<'a> {
    /// Begins with the line of the label, which may hold the first name.
    pub fn begin(&mut self, line: &Line<'a>) {
        self.first = line.number;
        self.last = Some(*line);
        let behind = line.text.split_once(':').map_or("", |(_, rest)| rest).trim();
        self.dashes = behind.starts_with(['-', '–', '+', '•']);
        // A converter may have joined the list: `- Như Điều 3; - Lưu: VT.`
        let mut from = 0;
        for (at, dash) in behind.match_indices(" - ") {
            if self.dashes && behind[..at].ends_with(PARTS) {
                self.name(&behind[from..at]);
                from = at + dash.len();
            }
        }
        self.name(&behind[from..]);
    }

    /// Whether `line` still belongs to the list.
    pub fn goes_on(&self, line: &Line<'_>) -> bool {
        let Some(last) = &self.last else { return false };
        let dash = is_dash(line.text);
        let small = |letter: char| letter.is_lowercase() || letter == '(';
        // Where names end in marks, one without a mark goes on, whatever follows.
        let open = self.dashes && self.marks && !last.text.ends_with(PARTS);
        let goes_on = line.indent >= 2 || line.text.starts_with(small) || open;
        let ended = last.text.ends_with(['.', ';']);
        let first = self.names.is_empty();
        match () {
            () if dash => (self.dashes || first) && line.blank_before <= 3,
            () if first => line.blank_before <= 1,
            () => goes_on && !ended && line.blank_before <= 1,
        }
    }

    /// Takes a line that [`goes_on`](List::goes_on) let pass.
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

    fn name(&mut self, text: &str) {
        let bare = text.trim_start_matches(['-', '–', '+', '•', ' ']).trim();
        if !bare.is_empty() {
            self.names.push(bare.to_owned());
        }
    }

    /// The names without the marks that part them; `None` where there is none.
    pub fn field(&self) -> Option<Field<Vec<String>>> {
        let bare = |name: &String| name.trim_end_matches([',', ';', '.', ' ']).to_owned();
        let names: Vec<String> =
            self.names.iter().map(bare).filter(|name| !name.is_empty()).collect();
        let last = self.last.as_ref()?.number;
        (!names.is_empty()).then_some(Field {
            value: names,
            lines: (self.first, last),
            confidence: 0.95,
        })
    }
}

/// What parts names from one another.
const PARTS: [char; 3] = [',', ';', '.'];

fn is_dash(text: &str) -> bool {
    text.starts_with(['-', '–', '+', '•'])
}
