//! The rank of State papers, by their numbers: which may change which.
//! In: canonical numbers. Out: whether one may act on the other. Never judges papers of the Party or of local bodies.
//!
//! A paper is amended, replaced, repealed or suspended by the body that issued it or by one above it alone (Law 80/2015/QH13,
//! article 12).

use super::form::is_assembly;

/// Whether the paper with the number `actor` may amend, replace, repeal or suspend the one with the number `object`. True
/// where the rank of one of them is not known.
pub fn may_change(actor: &str, object: &str) -> bool {
    match (rank(actor), rank(object)) {
        (Some(actor), Some(object)) => actor <= object,
        _ => true,
    }
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
