//! The second readings of a section: what else may stand where repair left the text alone.
//! In: a text and its open readings. Out: stretches of the text with all of them put in, and the way
//! back. Indexed in a field of their own, so that positions and counts of the text stay what they are.
//! Never changes shown text; analysed at ingest and by a question from the same stretches (law 3).

use vankien_text::span::Span;

use crate::record::SectionRecord;

/// How many words around an open reading can be part of a phrase with it.
const CONTEXT: usize = 6;

/// Between two stretches; the tokenizer lets no phrase go across it.
pub(crate) const APART: char = '\u{1e}';

/// A stretch of the text with other readings in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Second {
    /// As it may read.
    pub text: String,
    /// Where pieces of `text` come from, in order; a changed piece comes whole.
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    to: Span,
    from: Span,
    is_changed: bool,
}

impl Second {
    /// Where a range of `text` stands in the section, and whether a changed piece is part of it.
    pub fn back(&self, span: Span) -> (Span, bool) {
        let first = self.pieces.partition_point(|piece| piece.to.end <= span.start);
        let inside: Vec<&Piece> =
            self.pieces[first..].iter().take_while(|piece| piece.to.start < span.end).collect();
        let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
            return (Span::default(), false);
        };
        let start = match first.is_changed {
            true => first.from.start,
            false => first.from.start + (span.start - first.to.start),
        };
        let end = match last.is_changed {
            true => last.from.end,
            false => last.from.start + (span.end - last.to.start),
        };
        (Span::new(start, end), inside.iter().any(|piece| piece.is_changed))
    }
}

/// The stretches of a section around its open readings.
pub fn seconds(section: &SectionRecord) -> Vec<Second> {
    let readings: Vec<(Span, &str)> =
        section.readings.iter().map(|one| (one.span, one.to.as_str())).collect();
    stretches(&section.text, &readings)
}

/// The same for readings in order of the text, none overlapping another.
pub fn stretches(text: &str, readings: &[(Span, &str)]) -> Vec<Second> {
    let mut found: Vec<Second> = Vec::new();
    let mut end = 0;
    for (at, (span, to)) in readings.iter().enumerate() {
        let next = readings.get(at + 1).map_or(text.len(), |(next, _)| next.start);
        // What lies behind the next reading or before the last stretch is no part of this one.
        let begin = end + before(&text[end..], span.start - end);
        if found.is_empty() || begin > end {
            found.push(Second { text: String::new(), pieces: Vec::new() });
            end = begin;
        }
        let until = after(&text[..next], span.end);
        if let Some(second) = found.last_mut() {
            second.copy(text, Span::new(end, span.start));
            second.put(*span, to);
            second.copy(text, Span::new(span.end, until));
        }
        end = until;
    }
    found
}

impl Second {
    fn copy(&mut self, text: &str, from: Span) {
        if !from.is_empty() {
            self.push(from.of(text), from, false);
        }
    }

    fn put(&mut self, from: Span, to: &str) {
        self.push(to, from, true);
    }

    fn push(&mut self, text: &str, from: Span, is_changed: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push(Piece { to: Span::new(start, self.text.len()), from, is_changed });
    }
}

/// Where the words of context before byte `at` begin.
fn before(text: &str, at: usize) -> usize {
    let blank = |one: char| one.is_whitespace();
    let mut rest = &text[..at];
    for _ in 0..CONTEXT {
        if rest.is_empty() {
            break;
        }
        rest = rest.trim_end_matches(blank).trim_end_matches(|one: char| !one.is_whitespace());
    }
    rest.len()
}

/// Where the words of context behind byte `at` end.
fn after(text: &str, at: usize) -> usize {
    let blank = |one: char| one.is_whitespace();
    let mut rest = &text[at..];
    for _ in 0..CONTEXT {
        if rest.is_empty() {
            break;
        }
        rest = rest.trim_start_matches(|one: char| !one.is_whitespace()).trim_start_matches(blank);
    }
    text.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_leads_back_to_the_text() {
        let text = "Thực hiện nghi quyet của Đảng bộ tỉnh về việc này va sau";
        let at = |word: &str| text.find(word).map(|at| Span::new(at, at + word.len())).expect("it");
        let readings = [(at("nghi"), "nghị"), (at("quyet"), "quyết"), (at("va"), "và")];
        let found = stretches(text, &readings);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text, text.replace("nghi quyet", "nghị quyết").replace(" va ", " và "));
        let phrase = found[0].text.find("hiện nghị").expect("it");
        let span = Span::new(phrase, phrase + "hiện nghị".len());
        let (back, is_changed) = found[0].back(span);
        assert_eq!((back.of(text), is_changed), ("hiện nghi", true));
        let plain = found[0].text.find("Đảng").expect("it");
        let (back, is_changed) = found[0].back(Span::new(plain, plain + "Đảng".len()));
        assert_eq!((back.of(text), is_changed), ("Đảng", false));
    }

    #[test]
    fn far_readings_are_stretches_of_their_own() {
        let text = format!("mot {}hai", "chữ ".repeat(30));
        let end = text.len();
        let readings = [(Span::new(0, 3), "một"), (Span::new(end - 3, end), "hải")];
        let found = stretches(&text, &readings);
        let texts: Vec<&str> = found.iter().map(|one| one.text.trim()).collect();
        assert_eq!(texts, ["một chữ chữ chữ chữ chữ", "chữ chữ chữ chữ chữ chữ hải"]);
    }
}
