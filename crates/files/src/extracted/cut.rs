//! Cuts an extracted text that is longer than its budget, or has more lines or pages.
//! In: an extracted text. Out: its beginning up to the end of a page or a line, and that it was cut.
//! Never cuts a letter; never leaves evidence or a page start behind the end.

use vankien_system::budget::{Budgets, Limit};
use vankien_text::span::Span;

use super::Extracted;

impl Extracted {
    /// The text up to the end of the last page and line within its budgets, where it is longer; of a single longer
    /// line up to the last blank.
    pub fn cut(&mut self, budgets: &Budgets) {
        let pages = budgets.count(Limit::Pages);
        if let Some(end) = pages.checked_sub(1).and_then(|last| self.page_starts.get(last)) {
            self.end_at(*end);
            self.provenance.limits.push(budgets.met(Limit::Pages).at_page(pages as u32));
        }
        let lines = budgets.count(Limit::Lines);
        let mut ends = memchr::memchr_iter(b'\n', self.text.as_bytes());
        if let Some(end) = lines.checked_sub(1).and_then(|last| ends.nth(last))
            && end + 1 < self.text.len()
        {
            self.end_at(end + 1);
            self.provenance.limits.push(budgets.met(Limit::Lines).at_line(lines as u32));
        }
        let most = budgets.count(Limit::TextBytes);
        if self.text.len() <= most {
            return;
        }
        let most = self.text.floor_char_boundary(most);
        let head = &self.text[..most];
        // A long line is cut behind a word: its beginning may be most of the paper.
        let line = head.rfind('\n').filter(|at| *at >= most / 2);
        let end = line.or_else(|| head.rfind(['\n', ' '])).map_or(most, |at| at + 1);
        self.end_at(end);
        let line = memchr::memchr_iter(b'\n', self.text.as_bytes()).count() as u32;
        self.provenance.limits.push(budgets.met(Limit::TextBytes).at_line(line.max(1)));
    }

    /// Takes away what stands from this byte on.
    fn end_at(&mut self, end: usize) {
        self.text.truncate(end);
        self.text.shrink_to_fit();
        self.page_starts.retain(|start| *start < end);
        self.evidence = self.evidence.within(Span::new(0, end));
        let pages = self.page_starts.len() as u32 + 1;
        self.scans.retain(|page| *page <= pages);
        self.ocr_pages.retain(|page| *page <= pages);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vankien_text::Evidence;

    fn cut(text: &str, text_bytes: u64) -> Extracted {
        let evidence = Evidence {
            words: vec![(Span::new(0, 1), 9), (Span::new(9, 10), 8)],
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
        assert_eq!(cut.evidence.words, [(Span::new(0, 1), 9)]);
        assert_eq!(
            cut.provenance.limits,
            [Budgets::DEFAULT.with(Limit::TextBytes, 9).met(Limit::TextBytes).at_line(2)]
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
        assert_eq!(extracted.provenance.limits, [budgets.met(Limit::Pages).at_page(2)]);
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
        let met = vec![budgets.met(Limit::Lines).at_line(2)];
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
