//! Cuts an extracted text that exceeds its budgets of bytes, lines or pages.
//! In: an extracted text. Out: its beginning up to the end of a page, a line or, in a long line, a word, and a record
//! of each exceeded budget. Never cuts inside a character; never keeps evidence or page starts beyond the end.

use vankien_system::budget::{Budgets, Limit};
use vankien_text::span::Span;

use super::Extracted;

impl Extracted {
    /// Cuts the text at the end of the last page or line within `budgets`. If a long last line would take more than
    /// half of the bytes with it, the text is cut after its last blank or line end within the budget, or after the last
    /// whole character where there is none. Each budget that is exceeded is recorded in the provenance. A budget of 0
    /// pages or 0 lines cuts nothing.
    pub fn cut(&mut self, budgets: &Budgets) {
        let pages = budgets.value_usize(Limit::Pages);
        if let Some(end) = pages.checked_sub(1).and_then(|last| self.page_starts.get(last)) {
            self.end_at(*end);
            self.provenance.limits.push(budgets.exceeded(Limit::Pages).at_page(pages as u32));
        }
        let lines = budgets.value_usize(Limit::Lines);
        let mut ends = memchr::memchr_iter(b'\n', self.text.as_bytes());
        if let Some(end) = lines.checked_sub(1).and_then(|last| ends.nth(last))
            && end + 1 < self.text.len()
        {
            self.end_at(end + 1);
            self.provenance.limits.push(budgets.exceeded(Limit::Lines).at_line(lines as u32));
        }
        let max_bytes = budgets.value_usize(Limit::TextBytes);
        if self.text.len() <= max_bytes {
            return;
        }
        let max_end = self.text.floor_char_boundary(max_bytes);
        let head = &self.text[..max_end];
        // If the last line begins in the first half of the budget, cutting before it would drop most of the text:
        // such a line is cut after a word instead.
        let line_end = head.rfind('\n').filter(|index| *index >= max_end / 2);
        let last_separator = line_end.or_else(|| head.rfind(['\n', ' ']));
        self.end_at(last_separator.map_or(max_end, |index| index + 1));
        let line_count = memchr::memchr_iter(b'\n', self.text.as_bytes()).count() as u32;
        self.provenance.limits.push(budgets.exceeded(Limit::TextBytes).at_line(line_count.max(1)));
    }

    /// Removes the text from byte `end` on, with its page starts, pages, stamps, menus and evidence.
    fn end_at(&mut self, end: usize) {
        self.text.truncate(end);
        self.text.shrink_to_fit();
        self.page_starts.retain(|start| *start < end);
        self.evidence = self.evidence.within(Span::new(0, end));
        let lines = self.text.split_inclusive('\n').count() as u32;
        self.stamp_lines.retain(|line| *line <= lines);
        self.outside_lines.retain(|line| *line <= lines);
        let pages = self.page_starts.len() as u32 + 1;
        self.scans.retain(|page| *page <= pages);
        self.ocr_pages.retain(|page| *page <= pages);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vankien_text::{Evidence, OcrWord};

    fn cut(text: &str, text_bytes: u64) -> Extracted {
        let evidence = Evidence {
            words: vec![
                (Span::new(0, 1), OcrWord::read_once(9)),
                (Span::new(9, 10), OcrWord::read_once(8)),
            ],
            ..Default::default()
        };
        let mut extracted = Extracted {
            text: text.into(),
            page_starts: vec![4, 8],
            scans: vec![2, 3],
            evidence,
            ..Extracted::default()
        };
        extracted.cut(&Budgets::DEFAULT.with(Limit::TextBytes, text_bytes));
        extracted
    }

    #[test]
    fn ends_with_a_line() {
        let whole = cut("abc\nabc\nabc\n", 12);
        assert!(whole.provenance.limits.is_empty() && whole.text.len() == 12);
        let cut = cut("abc\nabc\nabc\n", 9);
        assert_eq!(cut.text, "abc\nabc\n");
        assert_eq!((cut.page_starts, cut.scans), (vec![4], vec![2]));
        assert_eq!(cut.evidence.words, [(Span::new(0, 1), OcrWord::read_once(9))]);
        assert_eq!(
            cut.provenance.limits,
            [Budgets::DEFAULT.with(Limit::TextBytes, 9).exceeded(Limit::TextBytes).at_line(2)]
        );
    }

    #[test]
    fn ends_with_a_page() {
        let mut extracted = Extracted {
            text: "ab\n\u{c}cd\n\u{c}ef\n".into(),
            page_starts: vec![4, 8],
            ..Extracted::default()
        };
        let budgets = Budgets::DEFAULT.with(Limit::Pages, 2);
        extracted.cut(&budgets);
        assert_eq!(
            (&*extracted.text, &extracted.page_starts[..]),
            ("ab\n\u{c}cd\n\u{c}", &[4][..])
        );
        assert_eq!(extracted.provenance.limits, [budgets.exceeded(Limit::Pages).at_page(2)]);
        extracted.cut(&budgets);
        assert_eq!(extracted.provenance.limits.len(), 1, "twice is once");
    }

    #[test]
    fn ends_with_so_many_lines() {
        let budgets = Budgets::DEFAULT.with(Limit::Lines, 2);
        let cut = |text: &str| {
            let mut extracted = Extracted { text: text.into(), ..Extracted::default() };
            extracted.cut(&budgets);
            (extracted.text, extracted.provenance.limits)
        };
        assert_eq!(cut("a\nb\n"), ("a\nb\n".into(), Vec::new()));
        let met = vec![budgets.exceeded(Limit::Lines).at_line(2)];
        assert_eq!(cut("a\nb\nc"), ("a\nb\n".into(), met.clone()));
        assert_eq!(cut("a\n\n\n\nc\n"), ("a\n\n".into(), met));
    }

    #[test]
    fn cuts_one_long_line_behind_a_word_and_no_letter() {
        assert_eq!(cut("abcd efgh ijkl", 8).text, "abcd ");
        assert_eq!(cut("a\nbcd efgh ijkl", 8).text, "a\nbcd ");
        assert_eq!(cut("ộộộộộ", 8).text, "ộộ");
    }
}
