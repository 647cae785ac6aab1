//! The term of a Party committee in which a paper was issued.
//! In: the level of the committee, its name, a date. Out: the name of the term.
//! Never a term for a day on which it may have been the old one or the new one.

use std::sync::OnceLock;

use crate::table::rows;

/// A row of `terms.tsv`: a change from one term to the next.
struct Change {
    level: &'static str,
    /// The first day on which a committee of the level may have been in its new term.
    first_day: &'static str,
    /// The last day on which one may have been in the old term.
    last_day: &'static str,
    /// The new term; empty where it is not known.
    term: &'static str,
}

/// The term of a committee of this level on a date in ISO form, which may lack its day or its month. `issuer` tells a
/// provincial committee from one below that has the same code; without it, the lower level counts. `None` where the
/// days that the date may mean are not all in one known term.
pub fn term(level: &str, issuer: Option<&str>, date: &str) -> Option<&'static str> {
    let level = match level {
        "province" if !issuer.is_some_and(is_provincial) => "local",
        other => other,
    };
    let (earliest, latest) = days(date)?;
    let term = term_on(level, &earliest)?;
    (term_on(level, &latest) == Some(term)).then_some(term)
}

/// The first and the last day that a date may mean. No month has more than 31 days; the last day is only compared.
fn days(date: &str) -> Option<(String, String)> {
    match date.len() {
        4 => Some((format!("{date}-01-01"), format!("{date}-12-31"))),
        7 => Some((format!("{date}-01"), format!("{date}-31"))),
        10 => Some((date.to_owned(), date.to_owned())),
        _ => None,
    }
}

/// The term on one day; `None` before the first row, and during a change.
fn term_on(level: &str, day: &str) -> Option<&'static str> {
    static CHANGES: OnceLock<Vec<Change>> = OnceLock::new();
    let changes = CHANGES.get_or_init(|| {
        let row = |[level, first_day, last_day, term]: [&'static str; 4]| Change {
            level,
            first_day,
            last_day,
            term,
        };
        rows(include_str!("terms.tsv")).map(row).collect()
    });
    let of_level = changes.iter().filter(|change| change.level == level);
    let change = of_level.take_while(|change| change.first_day <= day).last()?;
    (change.last_day < day && !change.term.is_empty()).then_some(change.term)
}

/// Whether the issuer is a committee of a province or of a city of that rank, or one of its boards.
fn is_provincial(issuer: &str) -> bool {
    let issuer = issuer.to_lowercase().replace("uỷ", "ủy");
    rows(include_str!("provincial.tsv")).any(|[words]| issuer.contains(words))
}
