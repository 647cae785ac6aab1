//! Which paper may act on which, by the numbers of both: by the rank of State papers, and by the year.
//! In: canonical numbers. Out: whether one may act on the other. Never judges the rank of papers of the Party or of
//! local bodies.
//!
//! A paper is amended, replaced, repealed or suspended only by the body that issued it or by one above it (Law
//! 80/2015/QH13, article 12).

use super::form::{is_assembly, is_year};

/// Whether the paper with the number `actor` may amend, replace, repeal or suspend the one with the number `object`.
/// True where the rank of one of them is not known.
pub fn may_change(actor: &str, object: &str) -> bool {
    match (rank(actor), rank(object)) {
        (Some(actor), Some(object)) => actor <= object,
        _ => true,
    }
}

/// Whether the paper with the number `actor` may tell in detail what the one with the number `object` rules: a lower
/// body does that for a higher one. True where the rank of one of them is not known.
pub fn may_guide(actor: &str, object: &str) -> bool {
    match (rank(actor), rank(object)) {
        (Some(actor), Some(object)) => actor > object,
        _ => true,
    }
}

/// Whether both numbers name the year of their paper, and `object` is of a later year than `actor`: then `actor` cannot
/// speak of it.
pub fn is_of_later_year(object: &str, actor: &str) -> bool {
    let year =
        |number: &'_ str| number.split(['/', '-']).find(|part| is_year(part)).map(str::to_owned);
    year(object).zip(year(actor)).is_some_and(|(object, actor)| object > actor)
}

/// The rank of the body that issued a paper with this number, from the highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Quốc hội (National Assembly) and its standing committee.
    Assembly,
    /// Chính phủ (Government).
    Government,
    /// Thủ tướng (Prime Minister).
    PrimeMinister,
    /// A minister: circulars.
    Minister,
}

/// The rank that the codes of a number tell; `None` for any other paper.
fn rank(canonical: &str) -> Option<Rank> {
    let codes = || canonical.split(['/', '-']).skip(1);
    if codes().any(is_assembly) {
        return Some(Rank::Assembly);
    }
    match codes().last()? {
        "CP" => Some(Rank::Government),
        "TTg" => Some(Rank::PrimeMinister),
        _ => codes().any(|code| ["TT", "TTLT"].contains(&code)).then_some(Rank::Minister),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lower_body_guides_the_higher_one_and_none_a_later_paper() {
        assert!(may_guide("69/2018/NĐ-CP", "05/2017/QH14"));
        assert!(may_guide("12/QĐ-UBND", "69/2018/NĐ-CP"));
        assert!(!may_guide("67/2013/NĐ-CP", "21/2013/TT-BCT"));
        assert!(!may_guide("69/2018/NĐ-CP", "08/2015/NĐ-CP"));
        assert!(is_of_later_year("146/2025/NĐ-CP", "69/2018/NĐ-CP"));
        assert!(!is_of_later_year("69/2018/NĐ-CP", "146/2025/NĐ-CP"));
        assert!(!is_of_later_year("59-NQ/TW", "69/2018/NĐ-CP"));
    }

    #[test]
    fn a_lower_body_changes_no_paper_of_a_higher_one() {
        for (actor, object) in [
            ("15/2012/QH13", "33/2020/NĐ-CP"),
            ("33/2020/NĐ-CP", "62/2015/NĐ-CP"),
            ("09/2026/NQ-CP", "46/2026/NĐ-CP"),
            ("25/2020/UBTVQH14", "15/2012/QH13"),
            ("12/2020/NĐ-CP", "7/2014/QĐ-TTg"),
            ("59-NQ/TW", "15/2012/QH13"),
            ("12/QĐ-UBND", "13/QĐ-UBND"),
        ] {
            assert!(may_change(actor, object), "{actor} {object}");
        }
        for (actor, object) in [
            ("33/2020/NĐ-CP", "15/2012/QH13"),
            ("09/2026/TT-BCT", "46/2026/NĐ-CP"),
            ("09/2026/TTLT-BCT-BTC", "7/2014/QĐ-TTg"),
            ("7/2014/QĐ-TTg", "46/2026/NĐ-CP"),
        ] {
            assert!(!may_change(actor, object), "{actor} {object}");
        }
    }
}
