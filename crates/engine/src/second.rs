//! Second readings: another likely reading of a place where repair was not sure enough to change the text.
//!
//! In: a text and its second readings. Out: *stretches*, excerpts of the text with the second readings put in, and a
//! map back to the text. Stretches are indexed in a field of their own, so that positions and counts of the text field
//! do not change. Never changes the text that is shown. Ingest and search make stretches with this same code (law 3).

use vankien_text::span::Span;

use crate::record::SectionRecord;

/// Words of context on each side of a second reading. A longer phrase around it is not found there. A judgement, not
/// measured: hardly any phrase is longer, and each word of context enlarges the index. `cargo test -p vankien-engine
/// second::` and `cargo test -p vankien-search --test search` show the effect of a change; it needs a new fingerprint.
const CONTEXT_WORDS: usize = 6;

/// The character between two stretches in the indexed field; the tokenizer lets no phrase cross it.
pub(crate) const STRETCH_SEPARATOR: char = '\u{1e}';

/// An excerpt of a text with second readings put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondReading {
    /// The excerpt with the second readings.
    pub text: String,
    /// The pieces that `text` consists of, in order.
    pieces: Vec<Piece>,
}

/// A piece of a [`SecondReading`]: a copy of the section's text, or a second reading that replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    /// Its bytes in [`SecondReading::text`].
    to: Span,
    /// Its bytes in the text of the section.
    from: Span,
    /// Whether it is a second reading. The two spans may then differ in length.
    is_changed: bool,
}

impl SecondReading {
    /// Maps a range of `text` to the text of the section, and tells whether a second reading is part of it. A second
    /// reading that the range touches is mapped as a whole. An empty range at 0 and `false` if the range touches no
    /// piece.
    pub fn back(&self, span: Span) -> (Span, bool) {
        let first = self.pieces.partition_point(|piece| piece.to.end <= span.start);
        let inside: Vec<&Piece> =
            self.pieces[first..].iter().take_while(|piece| piece.to.start < span.end).collect();
        let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
            return (Span::default(), false);
        };
        let start = if first.is_changed {
            first.from.start
        } else {
            first.from.start + (span.start - first.to.start)
        };
        let end = if last.is_changed {
            last.from.end
        } else {
            last.from.start + (span.end - last.to.start)
        };
        (Span::new(start, end), inside.iter().any(|piece| piece.is_changed))
    }
}

/// The stretches of a section, in order, one for each group of second readings whose contexts touch; none if it has no
/// second reading.
pub fn second_readings(section: &SectionRecord) -> Vec<SecondReading> {
    let readings: Vec<(Span, &str)> =
        section.readings.iter().map(|one| (one.span, one.to.as_str())).collect();
    stretches(&section.text, &readings)
}

/// The heading of a section with the second readings in it put in, so that a restored heading ranks like a printed one.
/// `heading` stands in the text of the section, where line ends may part its words; one that does not stands as it is.
pub fn heading_with_readings(section: &SectionRecord, heading: &str) -> String {
    let within = place_of_heading(&section.text, heading);
    let Some(within) = within.filter(|_| !section.readings.is_empty()) else {
        return heading.to_owned();
    };
    let mut read = String::with_capacity(heading.len());
    let mut at = within.start;
    for reading in &section.readings {
        if reading.span.start >= at && reading.span.end <= within.end {
            read.push_str(&section.text[at..reading.span.start]);
            read.push_str(&reading.to);
            at = reading.span.end;
        }
    }
    read.push_str(&section.text[at..within.end]);
    read
}

/// How many bytes of a section may stand before its heading: its label (`Điều 5.`), and the rest of a line.
const MOST_BEFORE_HEADING: usize = 200;

/// Where the words of `heading` stand at the head of `text`, any blanks and line ends between them.
fn place_of_heading(text: &str, heading: &str) -> Option<Span> {
    let first = heading.split_whitespace().next()?;
    let starts = text.match_indices(first).map(|(at, _)| at);
    starts.take_while(|at| *at <= MOST_BEFORE_HEADING).find_map(|start| {
        let mut end = start;
        for word in heading.split_whitespace() {
            let rest = text[end..].trim_start();
            end = text.len() - rest.strip_prefix(word)?.len();
        }
        Some(Span::new(start, end))
    })
}

/// The stretches of `text`. `readings` are sorted and do not overlap: the bytes that may read otherwise, and their
/// second reading.
fn stretches(text: &str, readings: &[(Span, &str)]) -> Vec<SecondReading> {
    let mut found: Vec<SecondReading> = Vec::new();
    let mut end = 0;
    for (at, (span, to)) in readings.iter().enumerate() {
        let next = readings.get(at + 1).map_or(text.len(), |(next, _)| next.start);
        // The context neither reaches back into the last stretch nor beyond the next reading.
        let begin = end + context_start(&text[end..], span.start - end);
        if found.is_empty() || begin > end {
            found.push(SecondReading { text: String::new(), pieces: Vec::new() });
            end = begin;
        }
        let until = context_end(&text[..next], span.end);
        if let Some(stretch) = found.last_mut() {
            stretch.push_copy(text, Span::new(end, span.start));
            stretch.push(to, *span, true);
            stretch.push_copy(text, Span::new(span.end, until));
        }
        end = until;
    }
    found
}

impl SecondReading {
    fn push_copy(&mut self, text: &str, from: Span) {
        if !from.is_empty() {
            self.push(from.of(text), from, false);
        }
    }

    fn push(&mut self, text: &str, from: Span, is_changed: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push(Piece { to: Span::new(start, self.text.len()), from, is_changed });
    }
}

/// The byte where the context before byte `at` begins.
fn context_start(text: &str, at: usize) -> usize {
    let mut rest = &text[..at];
    for _ in 0..CONTEXT_WORDS {
        if rest.is_empty() {
            break;
        }
        rest = rest
            .trim_end_matches(char::is_whitespace)
            .trim_end_matches(|one: char| !one.is_whitespace());
    }
    rest.len()
}

/// The byte where the context behind byte `at` ends.
fn context_end(text: &str, at: usize) -> usize {
    let mut rest = &text[at..];
    for _ in 0..CONTEXT_WORDS {
        if rest.is_empty() {
            break;
        }
        rest = rest
            .trim_start_matches(|one: char| !one.is_whitespace())
            .trim_start_matches(char::is_whitespace);
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
    fn a_heading_reads_as_its_second_readings() {
        let text = "Dieu 5. Quan ly\n dat dai\nQuan ly dat";
        let at = |word: &str| text.find(word).map(|at| Span::new(at, at + word.len())).expect("it");
        let reading = |word: &str, to: &str| crate::record::PlacedEdit {
            span: at(word),
            line: 1,
            column: 1,
            from: word.into(),
            to: to.into(),
            why: vankien_text::Why::ALL[0],
            confidence: 0.5,
        };
        let section = SectionRecord {
            text: text.into(),
            readings: vec![reading("Dieu", "Điều"), reading("Quan", "Quản"), reading("dat", "đất")],
            ..SectionRecord::default()
        };
        assert_eq!(heading_with_readings(&section, "Quan ly dat dai"), "Quản ly\n đất dai");
        assert_eq!(heading_with_readings(&section, "Quan he"), "Quan he");
        assert_eq!(heading_with_readings(&section, ""), "");
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
