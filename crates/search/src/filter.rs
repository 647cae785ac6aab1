//! Filters of a question choose the papers that are searched:
//! `loai: so: chatluong: coquan: nguoiky: noi: nam: tu: den:`, in English
//! `kind: number: quality: issuer: signer: place: year: from: to:`.
//! In: a question. Out: its filters and the rest of it; then the papers that meet all filters.
//! Never leaves papers out silently: papers without a date that a date filter leaves out are counted.
//!
//! `field:a,b` chooses papers with any of these values, `field:?` papers without a value. A name of a body, a place or
//! a person chooses the papers with exactly that name. If there are none, it chooses all papers whose name contains it.
//! `field:~name` always chooses all papers whose name contains it.

mod checked;
mod choose;
mod days;
mod meet;
mod parse;
mod parts;

use vankien_engine::Engine;
use vankien_text::language::letters::QUOTES;
use vankien_text::span;

use self::checked::Filter;
use super::note::Note;
use super::question::lex::is_word_start;
use crate::error::{Error, Result};

// The papers that filters chose (`Selection`), and how each value was met (`FilterMatch`).
pub use self::choose::{FilterMatch, Selection};
// Puts back quotation marks that a shell took away from the value of a filter.
pub use self::parse::with_shell_quotes;
// Whether papers have exactly the value of a filter, or a value that contains it.
pub use self::parts::Exactness;

/// All filters of a question, checked. A paper must meet each of them. Without filters all papers are chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// In the order in which they were typed.
    all: Vec<Filter>,
}

impl Filters {
    /// Parses the filters of `question`. Gives them and the rest of the question. In the rest, each byte of a filter is
    /// replaced by a blank, so that byte offsets stay valid. Between quotation marks nothing is a filter.
    ///
    /// # Errors
    /// If a filter has no value, a value that its field does not admit, or stands behind `-` or `NOT`.
    pub fn parse(question: &str) -> Result<(Filters, String)> {
        let mut found = Filters::default();
        let mut rest = String::with_capacity(question.len());
        let mut at = 0;
        let mut is_quoted = false;
        while at < question.len() {
            let before = span::before(question, at).chars().next_back();
            let opens = before.is_none_or(|one| one.is_whitespace() || one == '(');
            if opens
                && !is_quoted
                && let Some(typed) = parse::parse_filter(span::after(question, at))
            {
                if is_negated(question, at, &rest) {
                    let negated = span::slice(question, at, at + typed.length);
                    let filter = negated.trim_start_matches('-');
                    let what = format!(
                        "negates the filter {filter}: filters choose papers and leave none out; name the others"
                    );
                    return Err(Error::Question { question: question.to_owned(), what });
                }
                at += typed.length;
                rest.extend(std::iter::repeat_n(' ', typed.length));
                found.all.push(Filter::new(question, typed)?);
                continue;
            }
            let letter = span::after(question, at).chars().next().unwrap_or(' ');
            rest.push(letter);
            at += letter.len_utf8();
            if QUOTES.contains(&letter) {
                is_quoted = !is_quoted && span::after(question, at).contains(QUOTES);
            }
        }
        Ok((found, rest))
    }

    /// Whether the question has no filter.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// A note on the first two filters that no paper can meet together; `None` if there are no such two.
    fn contradiction(&self) -> Option<Note> {
        for (at, one) in self.all.iter().enumerate() {
            for other in &self.all[at + 1..] {
                if one.excludes(other) {
                    let (first, second) = (one.shown(), other.shown());
                    return Some(Note::FiltersContradict { first, second });
                }
            }
        }
        None
    }

    /// The papers of `store` that meet all filters; all papers if there is no filter.
    pub fn select(&self, store: &dyn Engine) -> Result<Selection> {
        if self.is_empty() {
            return Ok(Selection::default());
        }
        let mut selection = choose::choose(store, &self.all)?;
        selection.contradiction = self.contradiction();
        Ok(selection)
    }

    /// The first filter that the paper at `path` does not meet, as typed; `None` if it meets all of them.
    pub fn first_refusing(&self, store: &dyn Engine, path: &str) -> Result<Option<String>> {
        for filter in &self.all {
            let selection = choose::choose(store, std::slice::from_ref(filter))?;
            if !store.is_chosen(&selection.chosen, path)? {
                return Ok(Some(filter.shown()));
            }
        }
        Ok(None)
    }
}

/// Whether the filter at byte `at` of `question` begins with `-`, or stands behind `-` or `NOT`. `rest` is the question
/// before it, with blanks in place of other filters.
fn is_negated(question: &str, at: usize, rest: &str) -> bool {
    let before = rest.trim_end_matches(|one: char| one.is_whitespace() || one == '(');
    let is_behind = |operator: &str| {
        before.strip_suffix(operator).is_some_and(|start| is_word_start(before, start.len()))
    };
    span::after(question, at).starts_with('-') || is_behind("-") || is_behind("NOT")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(question: &str) -> (Filters, String) {
        let (filters, rest) = Filters::parse(question).expect("filters");
        (filters, rest.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn filters_are_taken_out_of_a_question() {
        let (filters, rest) = read("tham nhũng loại:\"nghị quyết\" nam:2024 số: 59");
        assert_eq!((filters.all.len(), rest.as_str()), (2, "tham nhũng số: 59"));
        assert_eq!(filters.all[0].values[0].typed, "nghị quyết");
        let (filters, rest) = read("loai:Nghị quyết nam:2025 59-NQ/TW");
        assert_eq!((filters.all.len(), rest.as_str()), (2, "59-NQ/TW"));
        assert_eq!(read("loai: CT quán triệt").1, "quán triệt");
        assert_eq!(read("so:59 nq tw quán triệt").1, "quán triệt");
        assert!(Filters::parse("59-NQ/TW nam:").is_err());
    }

    #[test]
    fn dates_of_every_form() {
        for (value, day, wanted) in [
            ("nam:2024", "2024-06-18", true),
            ("nam:2020-2024", "2023", true),
            ("nam:2020-2024", "2025-01-01", false),
            ("tu:18/6/2024", "2024-06-18", true),
            ("tu:2024-07", "2024-06-18", false),
            ("den:2024-06", "2024-06-30", true),
            ("from:2024-06-10", "2024-06", true),
            ("to:2023", "2024-06", false),
        ] {
            assert_eq!(read(value).0.all[0].values[0].admits_date(day), wanted, "{value} {day}");
        }
        assert!(Filters::parse("nam:xưa").is_err());
    }

    #[test]
    fn contradictions_are_told() {
        assert!(read("tu:2024 den:2023").0.contradiction().is_some());
        assert!(read("nam:2023 nam:2024").0.contradiction().is_some());
        assert!(read("loai:NQ loai:CT").0.contradiction().is_some());
        assert!(read("tu:2023 den:2024 loai:NQ").0.contradiction().is_none());
        assert!(read("loai:NQ,CT loai:CT").0.contradiction().is_none());
        assert!(read("nam:?,2023 nam:2024").0.contradiction().is_none());
    }

    #[test]
    fn values_that_one_paper_may_bear_are_no_contradiction() {
        for (question, is_contradiction) in [
            ("loai:NQ loai:\"nghị quyết\"", false),
            ("loai:nghị quyết loai:Nghi Quyet", false),
            ("loai:\"quyết định\" loai:QĐ", false),
            ("loai:\"quyết định\" loai:\"quy định\"", true),
            ("so:59 so:59-NQ/TW", false),
            ("so:059 so:59", false),
            ("so:59/NQ-TW so:59-NQ/TW", false),
            ("so:\"nghị quyết 59\" so:59-NQ/TW", false),
            ("so:\"Nghị định 168/2024\" so:168/2024/NĐ-CP", false),
            ("so:168/NĐ-CP so:168/2024/NĐ-CP", false),
            ("so:\"luật 64/2025\" so:64/2025/QH15", false),
            ("so:\"Quyết định 327-CT\" so:327-CT", false),
            ("so:66.7/2025/NQ-CP so:66", false),
            ("so:58 so:59-NQ/TW", true),
            ("so:58-NQ/TW so:59-NQ/TW", true),
            ("so:59-NQ/TU so:59-NQ/TW", true),
            ("so:59-CT/TW so:59-NQ/TW", true),
            ("so:168/2023/NĐ-CP so:168/2024/NĐ-CP", true),
            ("so:\"chỉ thị 59\" so:59-NQ/TW", true),
            ("so:66.17/2025/NQ-CP so:66.7/2025/NQ-CP", true),
            ("quality:good chatluong:tốt", false),
            ("quality:good chatluong:kém", true),
        ] {
            let filters = read(question).0;
            assert_eq!(filters.all.len(), 2, "{question}");
            assert_eq!(filters.contradiction().is_some(), is_contradiction, "{question}");
        }
    }

    #[test]
    fn a_filter_is_not_negated() {
        for question in [
            "-loai:NQ",
            "tham -loai:NQ",
            "tham - loai:NQ",
            "(- loai:NQ)",
            "tham (- loai:NQ)",
            "tham AND (-(loai:NQ))",
            "(tham)-(loai:NQ)",
            "(NOT loai:NQ)",
            "NOT nam:2024 loai:NQ",
        ] {
            assert!(Filters::parse(question).is_err(), "{question}");
        }
        for question in ["tham- loai:NQ", "(loai:NQ)", "KNOT loai:NQ", "tham (loai:NQ)"] {
            assert!(Filters::parse(question).is_ok(), "{question}");
        }
    }

    #[test]
    fn a_filter_has_one_value_or_several() {
        let values = |question: &str| -> Vec<String> {
            let filters = read(question).0;
            filters.all[0].values.iter().map(|value| value.typed.clone()).collect()
        };
        assert_eq!(values("loai:NQ,CT tham"), ["NQ", "CT"]);
        assert_eq!(values("loai:nghị quyết,chỉ thị tham"), ["nghị quyết", "chỉ thị"]);
        assert_eq!(values("coquan:\"Bộ Văn hóa, Thể thao và Du lịch\",\"Sở Nội vụ\" x").len(), 2);
        assert_eq!(values("so:59-NQ/TW,06/QĐ-TTg"), ["59-NQ/TW", "06/QĐ-TTg"]);
        assert_eq!(read("loai:NQ, tham").1, "tham");
        let of = |question: &str| read(question).0.all[0].values[0].clone();
        assert!(of("coquan:?").is_null && !of("coquan:\"?\"").is_null);
        assert!(of("coquan:~UBND").contains && of("coquan:~\"UBND tỉnh\"").contains);
        assert!(Filters::parse("nam:?,2024").is_ok() && Filters::parse("coquan:~ x").is_err());
    }
}
