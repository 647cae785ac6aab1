//! Whose numbers they are: the body that counts, and the series that it keeps.
//! In: a masthead and the series of its number. Out: keys that the papers of one body and of one series share.
//! Never takes two bodies for one because they share a code: where several bodies have the code and the issuer is not
//! printed, the body is not known.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use vankien_engine::names::Name;
use vankien_papers::document::Masthead;
use vankien_papers::number;
use vankien_papers::series::{Counting, NumberSeries, Period};

/// A body that counts its papers by one rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Body {
    /// The rule by which it counts.
    pub counting: Counting,
    /// Its name where it is the only one with its code. Then code and issuer are left empty.
    name: Option<&'static str>,
    /// Else the code, in small letters.
    code: String,
    /// And the key of the issuer; `None` where the masthead does not tell which of the bodies with this code it is.
    issuer: Option<String>,
    /// The number in front of the point, in numbers such as `66.7/2025/NQ-CP`.
    parent: Option<u32>,
}

/// A series of a body. The period comes first in the order, so that what was counted in one period lies together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeriesKey {
    /// When it was counted; `None` where that is not known.
    pub period: Option<Period>,
    /// The kind of its papers.
    pub kind: Option<&'static str>,
    /// What its numbers print for the kind.
    pub symbol: Option<String>,
}

impl Body {
    /// The body, and its name to be shown; `None` where it is not known.
    pub fn of(masthead: &Masthead, series: &NumberSeries) -> (Body, Option<String>) {
        let issuer = if series.body.is_none() { issuer(masthead) } else { None };
        let (key, shown) = issuer.map_or((None, None), |name| (Some(name.key), Some(name.shown)));
        let body = Body {
            counting: series.counting,
            name: series.body,
            code: series.shared_code.clone(),
            issuer: key,
            parent: series.parent,
        };
        (body, series.body.map(str::to_owned).or(shown))
    }

    /// Whether it is known which body it is.
    pub fn is_known(&self) -> bool {
        self.name.is_some() || self.issuer.is_some()
    }
}

impl SeriesKey {
    /// The key of the series.
    pub fn of(series: NumberSeries) -> SeriesKey {
        SeriesKey { period: series.period, kind: series.kind, symbol: series.symbol }
    }
}

/// The issuer in a masthead, with the place of signing where its name fits many bodies; `None` where the issuer or that
/// place is missing.
fn issuer(masthead: &Masthead) -> Option<Name> {
    // The chairman of a people's committee signs decisions of its own register.
    const CHAIRMAN: &str = "chủ tịch ";
    let mut issuer = Name::of(&masthead.issuer.as_ref()?.value)?;
    if let Some(body) = issuer.key.strip_prefix(CHAIRMAN) {
        issuer = Name::of(body)?;
    }
    if !GENERIC.contains(&issuer.key) {
        return Some(issuer);
    }
    let place = Name::of(&masthead.place.as_ref()?.value)?;
    let key = format!("{} {}", issuer.key, place.key);
    Some(Name { key, shown: format!("{} ({})", issuer.shown, place.shown) })
}

/// The names of bodies that exist in many places, as keys: `Ủy ban nhân dân` (people's committee).
static GENERIC: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut keys = BTreeSet::new();
    for [_, name, _] in number::bodies() {
        let names = match name.split_once(" hoặc ") {
            // `Ban Tổ chức Tỉnh ủy hoặc Thành ủy`: the boards of the one committee or the other.
            Some((first, other)) => {
                let board = first.rsplit_once(' ').and_then(|(head, _)| head.rsplit_once(' '));
                let second =
                    board.map_or(other.to_owned(), |(board, _)| format!("{board} {other}"));
                vec![first.to_owned(), second]
            }
            None => vec![(*name).to_owned()],
        };
        keys.extend(names.iter().filter_map(|name| Name::of(name)).map(|name| name.key));
    }
    keys
});

#[cfg(test)]
mod tests {
    use vankien_papers::document::Field;
    use vankien_papers::series::numbered;

    use super::*;

    fn body(number: &str, issuer: &str, place: &str) -> (Body, Option<String>) {
        let field = |value: &str| {
            let value = value.to_owned();
            (!value.is_empty()).then_some(Field { value, lines: (1, 1), confidence: 1.0 })
        };
        let (number, issuer, place) = (field(number), field(issuer), field(place));
        let masthead = Masthead { number, issuer, place, ..Masthead::default() };
        Body::of(&masthead, &numbered(&masthead).expect("a number").series)
    }

    #[test]
    fn one_body_has_one_key() {
        let people = "Ủy ban nhân dân tỉnh Vân Hải";
        for (one, other, is_same) in [
            ((people, ""), ("UBND TỈNH VÂN HẢI", "Vân Hải"), true),
            ((people, ""), ("Chủ tịch Ủy ban nhân dân tỉnh Vân Hải", ""), true),
            ((people, ""), ("Ủy ban nhân dân tỉnh Sơn Đông", ""), false),
            (("Ủy ban nhân dân", "Vân Hải"), ("ỦY BAN NHÂN DÂN", "Vân Hải"), true),
            (("Ủy ban nhân dân", "Vân Hải"), ("Ủy ban nhân dân", "Sơn Đông"), false),
        ] {
            let (first, second) =
                (body("12/QĐ-UBND", one.0, one.1).0, body("13/QĐ-UBND", other.0, other.1).0);
            assert_eq!(first == second, is_same, "{one:?} {other:?}");
            assert!(first.is_known());
        }
        // What the head of a central body prints decides nothing.
        assert_eq!(body("12-NQ/TW", "Bộ Chính trị", "").0, body("13-NQ/TW", "", "").0);
    }

    #[test]
    fn a_code_of_many_bodies_names_none() {
        for (number, issuer) in
            [("12/QĐ-UBND", ""), ("12/QĐ-UBND", "Ủy ban nhân dân"), ("12-NQ/TU", "Thành ủy")]
        {
            assert!(!body(number, issuer, "").0.is_known(), "{number} {issuer}");
        }
        let (_, shown) = body("12-KH/BTCTU", "Ban Tổ chức Thành ủy", "Cần Thơ");
        assert_eq!(shown.as_deref(), Some("Ban Tổ chức Thành ủy (Cần Thơ)"));
    }
}
