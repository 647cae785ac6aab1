//! The text of a paper in paragraphs.
//! In: a document and the lines of its extracted text. Out: its sections, a paragraph a line; what runs on every page
//! stands as a paragraph of its own beside the one that it interrupts. Never drops a line of a section.

use vankien_text::span::{Lines, Span};

use super::parts::{Document, Place, Section};

/// A paragraph of a section.
struct Paragraph<'d> {
    /// Its text, without the line end.
    text: &'d str,
    /// First and last line of the extracted text that it was made from, 1-based.
    lines: (u32, u32),
}

impl Document {
    /// Its sections, one paragraph a line. `lines` must be those of the extracted text.
    pub fn reflowed(&self, lines: &Lines) -> String {
        let is_running = |section: &&Section| section.place == Place::Running;
        let mut running = self
            .sections
            .iter()
            .filter(is_running)
            .flat_map(|one| paragraphs(one, lines))
            .peekable();
        let size = self.sections.iter().map(|section| section.text.len() + 1).sum();
        let mut text = String::with_capacity(size);
        let mut add = |paragraph: &Paragraph<'_>| {
            text.push_str(paragraph.text);
            text.push('\n');
        };
        for section in self.sections.iter().filter(|section| !is_running(section)) {
            for paragraph in paragraphs(section, lines) {
                while let Some(before) = running.next_if(|one| one.lines.0 < paragraph.lines.0) {
                    add(&before);
                }
                add(&paragraph);
                while let Some(inside) = running.next_if(|one| one.lines.0 < paragraph.lines.1) {
                    add(&inside);
                }
            }
        }
        running.for_each(|rest| add(&rest));
        text
    }
}

/// The paragraphs of a section, in order.
fn paragraphs<'d>(section: &'d Section, lines: &Lines) -> impl Iterator<Item = Paragraph<'d>> {
    let mut start = 0;
    section.text.split('\n').map(move |text| {
        let span = Span::new(start, start + text.len());
        start += text.len() + 1;
        Paragraph { text, lines: section.lines_of(span, lines) }
    })
}
