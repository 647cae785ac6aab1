//! All papers known under one number (namesakes), and which of them a citation means.
//! In: the papers of a number, a citation, the masthead of the citing paper. Out: a decision with its reason. Never
//! reads the index.

use std::cell::RefCell;

use vankien_papers::document::{Citation, Masthead};

use super::citing_context::CitingContext;
use super::identity::{Decision, Identity};

/// All papers known under one number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Namesakes {
    /// The papers, by date, then by path. Where [`Namesakes`] is made of a list, in the order of that list.
    pub identities: Vec<Identity>,
    /// What was worked out for the citing paper that asked last.
    meant: LastContext,
}

/// A cache of what was worked out for the citing paper that asked last: the mentions of one paper come together.
#[derive(Clone, Debug, Default)]
struct LastContext(RefCell<Option<CitingContext>>);

impl PartialEq for LastContext {
    /// A cache takes no part in a comparison.
    fn eq(&self, _: &LastContext) -> bool {
        true
    }
}

impl Eq for LastContext {}

impl From<Vec<Identity>> for Namesakes {
    fn from(identities: Vec<Identity>) -> Namesakes {
        Namesakes { identities, meant: LastContext::default() }
    }
}

impl Namesakes {
    /// Which of the papers a citation means. `text` is that of the section with the citation, `citing` the masthead of
    /// its paper. A date printed with the number decides by itself, whether or not a paper of that date is known.
    pub fn decide(&self, text: &str, citation: &Citation, citing: &Masthead) -> Decision {
        if let Some(date) = &citation.date {
            return Decision { date: Some(date.clone()), ..Decision::default() };
        }
        let mut cache = self.meant.0.borrow_mut();
        let known = self.identities.len();
        if !cache.as_ref().is_some_and(|meant| meant.is_for(known, citing)) {
            *cache = Some(CitingContext::of(&self.identities, citing));
        }
        let decision = cache.as_ref().map(|meant| meant.decide(&self.identities, text, citation));
        decision.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::identity::SHOWN_CANDIDATES;
    use crate::reason::Reason;
    use vankien_papers::document::{Basis, Field, Form};
    use vankien_text::span::Span;

    fn namesakes() -> Namesakes {
        let one = |date: &str, title: &str| Identity {
            canonical: "59-NQ/TW".into(),
            date: Some(date.into()),
            title: Some(title.into()),
            ..Identity::default()
        };
        Namesakes::from(vec![
            one("2020-08-05", "xây dựng và phát triển thành phố Cần Thơ"),
            one("2025-01-24", "hội nhập quốc tế trong tình hình mới"),
        ])
    }

    /// A bare number may stand for several numbers: their papers come in the order of the numbers.
    #[test]
    fn the_earliest_of_the_later_papers_is_told_whatever_their_order() {
        let one = |number: &str, date: &str| Identity {
            canonical: number.into(),
            date: Some(date.into()),
            ..Identity::default()
        };
        let known = [one("59-KL/TW", "2025-01-24"), one("59-NQ/TW", "2020-08-05")];
        let citation = vankien_papers::citation::citations("theo Nghị quyết số 59-NQ/TW");
        let decide = |known: &[Identity], day: &str| {
            let day = Field { value: day.to_owned(), lines: (1, 1), confidence: 1.0 };
            let citing = Masthead { date: Some(day), ..Masthead::default() };
            let known = Namesakes::from(known.to_vec());
            known.decide("theo Nghị quyết số 59-NQ/TW", &citation[0], &citing).reason
        };
        let earliest = "2020-08-05".to_owned();
        let older_than_all = Some(Reason::OlderThanAll { date: earliest.clone() });
        assert_eq!(decide(&known, "2019-01-02"), older_than_all);
        let with_first = [&known[..], &[one("59-CT/TW", "2018-03-01")]].concat();
        let others_later = Some(Reason::OtherCameLater { date: earliest });
        assert_eq!(decide(&with_first, "2019-01-02"), others_later);
    }

    fn cites(text: &str, of_date: Option<&str>, day: Option<&str>) -> Decision {
        let start = text.find("59").expect("a number");
        let citation = Citation {
            span: Span::new(start, start + 8),
            canonical: Some("59-NQ/TW".into()),
            kind: None,
            issuer: None,
            date: None,
            of_date: of_date.map(str::to_owned),
            form: Form::Number,
            basis: Basis::Printed,
            confidence: 1.0,
            candidates: Vec::new(),
        };
        let day = day.map(|day| Field { value: day.into(), lines: (1, 1), confidence: 1.0 });
        let citing = Masthead { date: day, ..Masthead::default() };
        namesakes().decide(text, &citation, &citing)
    }

    #[test]
    fn a_paper_cannot_cite_what_came_later() {
        let decided = cites("theo 59-NQ/TW", None, Some("2021-03-01"));
        assert_eq!(decided.date.as_deref(), Some("2020-08-05"));
        assert_eq!(decided.reason, Some(Reason::OtherCameLater { date: "2025-01-24".into() }));
        let none = cites("theo 59-NQ/TW", None, Some("2019"));
        assert!(none.date.is_none() && none.reason.is_some());
    }

    #[test]
    fn date_and_title_decide() {
        let dated = cites("theo 59-NQ/TW", Some("2025-01-24"), None);
        assert_eq!(dated.date.as_deref(), Some("2025-01-24"));
        let titled = cites("59-NQ/TW về hội nhập quốc tế", None, Some("2025-06"));
        assert_eq!(titled.date.as_deref(), Some("2025-01-24"));
    }

    #[test]
    fn what_nothing_decides_stays_open() {
        let open = cites("theo 59-NQ/TW", None, Some("2025-06"));
        assert_eq!(open.date, None);
        let dates: Vec<_> = open.candidates.iter().map(|one| one.date.as_deref()).collect();
        assert_eq!(dates, [Some("2025-01-24"), Some("2020-08-05")]);
    }

    #[test]
    fn mentions_of_a_number_with_thousands_of_dates_share_what_it_may_mean() {
        let one = |at: usize| Identity {
            date: Some(format!("{:04}-{:02}-01", 1000 + at / 12, 1 + at % 12)),
            ..Identity::default()
        };
        let known = Namesakes::from((0..9_000).map(one).collect::<Vec<_>>());
        let citation = vankien_papers::citation::citations("theo Nghị quyết số 59-NQ/TW");
        let decide =
            || known.decide("theo Nghị quyết số 59-NQ/TW", &citation[0], &Masthead::default());
        let (first, second) = (decide(), decide());
        assert!(Arc::ptr_eq(&first.candidates, &second.candidates));
        assert_eq!(
            (first.candidates.len(), first.shown_candidates().len()),
            (9_000, SHOWN_CANDIDATES)
        );
        assert_eq!(first.reason, Some(Reason::NamedInPart { named: SHOWN_CANDIDATES, of: 9_000 }));
    }
}
