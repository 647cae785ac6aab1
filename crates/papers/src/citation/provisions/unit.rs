//! A unit of a paper: an article, a clause, a point, ….
//! In: nothing. Out: plain values, their words, and which lies within which. Never reads a text.

use serde::Serialize;

use super::level::Level;

/// A unit of a paper that a citation names, from its innermost level outwards. Each level is `None` where the citation
/// does not name it, else the bare label as printed: `a`, `2`, `5a`, `II`. An ordinal is the word without `thứ`:
/// `nhất`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Provision {
    /// `tiết`: what a point is divided into.
    pub subpoint: Option<String>,
    /// `điểm`.
    pub point: Option<String>,
    /// `khoản`.
    pub clause: Option<String>,
    /// `điều`.
    pub article: Option<String>,
    /// `tiểu mục`.
    pub subsection: Option<String>,
    /// `mục`.
    pub section: Option<String>,
    /// `chương`.
    pub chapter: Option<String>,
    /// `phần`.
    pub part: Option<String>,
    /// `phụ lục`.
    pub annex: Option<String>,
}

impl Provision {
    /// Gives it a label at a level.
    pub fn set(&mut self, level: Level, label: &str) {
        let field = match level {
            Level::Subpoint => &mut self.subpoint,
            Level::Point => &mut self.point,
            Level::Clause => &mut self.clause,
            Level::Article => &mut self.article,
            Level::Subsection => &mut self.subsection,
            Level::Section => &mut self.section,
            Level::Chapter => &mut self.chapter,
            Level::Part => &mut self.part,
            Level::Annex => &mut self.annex,
        };
        *field = Some(label.to_owned());
    }
}

impl Provision {
    /// The same unit with `đ` for `d` in its labels; `None` where no label holds a `d`.
    pub fn with_barred_d(&self) -> Option<Provision> {
        let mut other = self.clone();
        for label in other.labels_mut().into_iter().flatten() {
            *label = label.replace(['d', 'D'], "đ");
        }
        (other != *self).then_some(other)
    }

    /// Whether this unit is `whole` or a part of it: each level that `whole` names has the same label here. The case of
    /// letters does not count: Roman numbers are typed small as well.
    pub fn is_within(&self, whole: &Provision) -> bool {
        self.labels().into_iter().zip(whole.labels()).all(|(own, asked)| match (own, asked) {
            (_, None) => true,
            (Some(own), Some(asked)) => own.to_lowercase() == asked.to_lowercase(),
            (None, Some(_)) => false,
        })
    }

    /// The label of each level, from the innermost outwards.
    pub fn labels(&self) -> [Option<&str>; 9] {
        let Provision { subpoint, point, clause, article, subsection, section, chapter, .. } = self;
        let inner = [subpoint, point, clause, article, subsection, section, chapter];
        let [subpoint, point, clause, article, subsection, section, chapter] =
            inner.map(Option::as_deref);
        let (part, annex) = (self.part.as_deref(), self.annex.as_deref());
        [subpoint, point, clause, article, subsection, section, chapter, part, annex]
    }

    fn labels_mut(&mut self) -> [&mut Option<String>; 9] {
        let Provision {
            subpoint,
            point,
            clause,
            article,
            subsection,
            section,
            chapter,
            part,
            annex,
        } = self;
        [subpoint, point, clause, article, subsection, section, chapter, part, annex]
    }

    /// The unit in words, from the innermost level outwards: `điểm a khoản 2 Điều 5`.
    pub fn words(&self) -> String {
        const NAMES: [&str; 9] =
            ["tiết", "điểm", "khoản", "Điều", "tiểu mục", "Mục", "Chương", "Phần", "Phụ lục"];
        let named = NAMES.into_iter().zip(self.labels());
        let named = named.filter_map(|(name, label)| Some(format!("{name} {}", label?)));
        named.collect::<Vec<_>>().join(" ")
    }
}
