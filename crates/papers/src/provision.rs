//! Names an item as an office cites it: `điểm a khoản 2 Điều 5` (point a, clause 2, article 5).
//! In: the text of a section, the items inside, a range of the text. Out: the words, or `None` outside of articles; or
//! the numbers of the units around the range.
//! Items outside of articles have no such name; callers show their path of item numbers.
//! Never names a dash or a level that an office has no word for.

use vankien_text::span::{self, Span};

use super::citation::Provision;
use super::heading::{Style, label};
use crate::document::SubSection;

/// Bytes at the beginning of an item in which its label (`Điều 5.`, `2.`, `a)`) is parsed. A line can be a whole
/// paragraph; the limit bounds the work. A judgement, not measured: a label takes only a few characters. A limit that
/// is too small fails `cargo test -p vankien-papers provision`.
const LABEL: usize = 200;

/// Names the smallest article (`Điều`), clause (`khoản`) or point (`điểm`) that contains all of `span`. `text` is the
/// text of one section, `inner` its inner items, and `span` a range of bytes of `text`. `None` if no article
/// contains `span`.
///
/// Chapters and other levels above an article are left out: article numbers do not begin again within a paper, so the
/// number of the article is enough.
pub fn provision(text: &str, inner: &[SubSection], span: Span) -> Option<String> {
    let Provision { point, clause, article, .. } = unit_at(text, inner, span);
    article.is_some().then(|| Provision { point, clause, article, ..Provision::default() }.words())
}

/// The smallest unit of its paper that contains all of `span`, with the units around it, as far as the section tells
/// them: `text` is the text of one section, `inner` its inner items, `span` a range of bytes of `text`. An item under a
/// Roman number is a section (`Mục II`) where no article contains it. Everything is `None` outside of items.
pub fn unit_at(text: &str, inner: &[SubSection], span: Span) -> Provision {
    // From the innermost item outwards; the section itself begins at byte 0.
    let starts = SubSection::around(inner, span).map(|item| item.start).chain([0]);
    let mut unit = Provision::default();
    for start in starts {
        let line = span::slice(text, start, start + LABEL).lines().next().unwrap_or_default();
        let Some(label) = label(line) else { continue };
        let level = match label.style {
            Style::Letter => &mut unit.point,
            Style::Number => &mut unit.clause,
            Style::Article => &mut unit.article,
            Style::Roman | Style::Division => &mut unit.section,
            Style::Subdivision => &mut unit.subsection,
            Style::Chapter => &mut unit.chapter,
            Style::Part => &mut unit.part,
            Style::Appendix => &mut unit.annex,
            _ => continue,
        };
        // The section itself may begin with the label of its first item.
        level.get_or_insert_with(|| label.number.to_owned());
        if label.style == Style::Article {
            // The numbers of articles do not begin again within a paper: what stands around the article is not needed.
            break;
        }
    }
    unit
}

#[cfg(test)]
mod tests {
    use crate::document::LineKind;
    use crate::structure;
    use vankien_text::span::Span;

    #[track_caller]
    fn check(paper: &str, words: &str, wanted: Option<&str>) {
        let document = structure(paper, &[], LineKind::Paragraph);
        let holds = |text: &str| text.find(words);
        let found = document.sections.iter().find_map(|one| Some((one, holds(&one.text)?)));
        let (section, at) = found.expect("a section holds the words");
        let span = Span::new(at, at + words.len());
        let named = super::provision(&section.text, &section.inner, span);
        assert_eq!(named.as_deref(), wanted, "{words}");
    }

    #[test]
    fn items_are_named_from_the_inside_out() {
        let law = "Chương I\nQUY ĐỊNH CHUNG\nĐiều 5. Phạm vi\n1. Cấp tỉnh gồm:\na) Sở một;\n\
                   - nhà hai;\nb) Ban ba.\n2. Cấp xã.\nĐiều 6. Hiệu lực\nTừ ngày ký.";
        for (words, wanted) in [
            ("Phạm vi", "Điều 5"),
            ("Cấp tỉnh", "khoản 1 Điều 5"),
            ("Sở một", "điểm a khoản 1 Điều 5"),
            ("nhà hai", "điểm a khoản 1 Điều 5"),
            ("Sở một;\n- nhà hai;\nb) Ban ba", "khoản 1 Điều 5"),
            ("Cấp xã", "khoản 2 Điều 5"),
            ("Từ ngày ký", "Điều 6"),
        ] {
            check(law, words, Some(wanted));
        }
    }

    #[test]
    fn papers_without_articles_name_nothing() {
        let plan = "I- Mục tiêu\n1. Việc chung\na) Việc nhỏ.\nII- Nhiệm vụ\n1. Việc khác";
        check(plan, "Việc nhỏ", None);
        check(plan, "Mục tiêu", None);
    }
}
