//! Why a citation means a certain paper, as JSON and as sentences.
//! In: decisions and candidates. Out: `reason` as an English sentence, `reason_code` for programs; sentences from
//! `words.tsv`.
//! Never decides which paper is meant.

use serde::{Serialize, Serializer};
use serde_json::Value;
use vankien_engine::paper_path;
use vankien_papers::document::Basis;
use vankien_search::Reason;
use vankien_search::identity::{Candidate, Decision};

use super::words::{Language, parameters};

/// The reason of a decision. Both keys are null if nothing had to be decided.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReasonView {
    /// The reason as a sentence.
    pub reason: Option<String>,
    reason_code: Option<String>,
}

/// The view of the reason that the index gives (`decided`), or else of the `basis` that the citation itself gives.
pub fn view(decided: Option<&Reason>, basis: Basis) -> ReasonView {
    let code = |code: &str| ReasonView {
        reason: Some(basis_sentence(code)),
        reason_code: Some(code.to_owned()),
    };
    match (decided, basis.code()) {
        (Some(reason), _) => reason_view(reason),
        (None, Some(basis)) => code(basis),
        (None, None) => ReasonView::default(),
    }
}

fn reason_view(reason: &Reason) -> ReasonView {
    let code = parameters(reason).get("reason_code").and_then(Value::as_str).map(str::to_owned);
    ReasonView { reason: Some(sentence(reason)), reason_code: code }
}

fn basis_sentence(code: &str) -> String {
    Language::English.say(&format!("basis.{code}")).to_owned()
}

/// A reason as an English sentence.
pub fn sentence(reason: &Reason) -> String {
    let fields = parameters(reason);
    let code = fields.get("reason_code").and_then(Value::as_str).unwrap_or_default();
    Language::English.fill(&format!("reason.{code}"), &fields)
}

#[derive(Serialize)]
struct CandidateView<'a> {
    canonical: &'a str,
    date: Option<&'a str>,
    title: Option<&'a str>,
    #[serde(flatten, serialize_with = "paper_path::serialize_option")]
    path: Option<&'a str>,
    #[serde(flatten)]
    reason: ReasonView,
}

/// Serialises the papers that a citation may mean, for `serde`.
pub fn serialize_candidates<S: Serializer>(
    candidates: &impl AsRef<[Candidate]>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(candidates.as_ref().iter().map(|one| CandidateView {
        canonical: &one.canonical,
        date: one.date.as_deref(),
        title: one.title.as_deref(),
        path: one.path.as_deref(),
        reason: reason_view(&one.reason),
    }))
}

/// A paper that a citation may mean, as English text: number, date, title, reason.
pub fn candidate(one: &Candidate) -> String {
    let date = one.date.as_ref().map(|date| format!(" of {date}")).unwrap_or_default();
    let title = one.title.as_ref().map(|title| format!(" “{title}”")).unwrap_or_default();
    format!("{}{date}{title}: {}", one.canonical, sentence(&one.reason))
}

/// Which of the papers with one number a citation means, or may mean, as English text: by their dates, and the reason.
/// Candidates without a date, and those that are not shown, are left out. `means none of these` where neither a date
/// nor a candidate is known.
pub fn decision(decision: &Decision) -> String {
    let why =
        decision.reason.as_ref().map(|why| format!(": {}", sentence(why))).unwrap_or_default();
    match &decision.date {
        Some(date) => format!("means the one of {date}{why}"),
        None if decision.candidates.is_empty() => format!("means none of these{why}"),
        None => {
            let dates = decision.shown_candidates().iter().filter_map(|one| one.date.as_deref());
            let dates = dates.collect::<Vec<_>>().join(" or of ");
            format!("may mean the one of {dates}{why}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::{keys, parameters_of};
    use super::*;

    #[test]
    fn every_reason_has_a_sentence_and_every_sentence_a_reason() {
        let date = || "2025-01-24".to_owned();
        let reasons = [
            Reason::OtherCameLater { date: date() },
            Reason::OlderThanAll { date: date() },
            Reason::TitleNearBy,
            Reason::IssuerOfPlace,
            Reason::SamePlace,
            Reason::LatestBefore { date: date() },
            Reason::Before { date: date() },
            Reason::CitingUndated,
            Reason::DateUnknown,
            Reason::OnlyOne,
            Reason::NamedByPaper,
            Reason::NamedInPart { named: 20, of: 30 },
        ];
        let mut used = Vec::new();
        for reason in &reasons {
            let fields = parameters(reason);
            let key = format!("reason.{}", fields["reason_code"].as_str().expect("a code"));
            assert!(!Language::English.fill(&key, &fields).is_empty(), "{key}");
            assert!(parameters_of(&key).iter().all(|name| fields.contains_key(*name)), "{key}");
            used.push(key);
        }
        let bases = [
            Basis::Printed,
            Basis::Issuer,
            Basis::Twin,
            Basis::Series,
            Basis::Open,
            Basis::Alias,
            Basis::Title,
            Basis::Name,
            Basis::Itself,
            Basis::LastOfKind,
        ];
        for code in bases.into_iter().filter_map(Basis::code) {
            assert!(!basis_sentence(code).is_empty(), "{code}");
            used.push(format!("basis.{code}"));
        }
        for key in keys().filter(|key| key.starts_with("reason.") || key.starts_with("basis.")) {
            assert!(used.iter().any(|one| one == key), "{key}");
        }
    }

    #[test]
    fn what_was_decided_comes_before_what_is_printed() {
        let decided = Reason::OtherCameLater { date: "2025-01-24".into() };
        let view = |decided, basis| serde_json::to_value(view(decided, basis)).expect("JSON");
        assert_eq!(
            view(Some(&decided), Basis::Twin),
            serde_json::json!({ "reason": "the paper of 2025-01-24 came later", "reason_code": "other-came-later" })
        );
        assert_eq!(
            view(None, Basis::Twin),
            serde_json::json!({ "reason": "the same paper cites this number in full", "reason_code": "cited-in-full" })
        );
        assert_eq!(
            view(None, Basis::Printed),
            serde_json::json!({ "reason": null, "reason_code": null })
        );
    }
}
