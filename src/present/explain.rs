//! Explanations of scores, and why a paper is not among the hits, as JSON and as text.
//! In: an explained hit, or why a paper is none. Out: for a hit the summands (gains) and the factor of its score, and
//! the matches of each part of the question; for a paper that is none the reason.
//! Never rounds in JSON: there the sum of the gains, times the factor, is the score.

use std::io::{Result, Write};

use serde::Serialize;
use vankien_engine::paper_path;
use vankien_search::{Gain, Hit, Occurrences, WhyNot};

/// The explanation of one hit: the sum of the gains, times the factor, is the score.
#[derive(Debug, Serialize)]
pub struct ExplainView<'a> {
    score: f32,
    /// 1, except for sections behind those of the second pass and for sections that are shown below the answers.
    factor: f32,
    gains: Vec<GainView<'a>>,
    /// Those of the first 63 parts of the question that match in the section.
    parts: Vec<PartView<'a>>,
}

/// What one thing (a word, a pair of words, the heading, …) gives to a score.
#[derive(Debug, Serialize)]
struct GainView<'a> {
    kind: &'static str,
    /// The word, pair, phrase or number; empty where `kind` says all.
    what: &'a str,
    gives: f32,
    // How often it was counted: in the text, in the heading, and what heading and paper add. Null where the rerank did
    // not count it.
    text: Option<f32>,
    heading: Option<f32>,
    around: Option<f32>,
}

/// How often a part of the question matches in the section, by kind of match. Each match is of one of the first three
/// kinds, and may have repaired letters as well. Matches that the hit leaves out are not counted.
#[derive(Debug, Serialize)]
struct PartView<'a> {
    part: &'a str,
    as_typed: usize,
    other_marks: usize,
    second_reading: usize,
    repaired: usize,
}

/// The explanation of a hit; `None` if the search was not asked to explain. `parts` are those of the question.
pub fn view<'a>(hit: &'a Hit, parts: &'a [String]) -> Option<ExplainView<'a>> {
    let explained = hit.explained.as_ref()?;
    let gain = |gain: &'a Gain| {
        let of = |count: fn(&Occurrences) -> f32| gain.counted.as_ref().map(count);
        GainView {
            kind: gain.kind,
            what: &gain.what,
            gives: gain.gives,
            text: of(|counted| counted.text),
            heading: of(|counted| counted.heading),
            around: of(|counted| counted.around),
        }
    };
    Some(ExplainView {
        score: hit.score,
        factor: explained.factor,
        gains: explained.gains.iter().map(gain).collect(),
        parts: matched_parts(hit, parts),
    })
}

/// The first 63 parts of a question are explained: those that the bits of `Match::parts` distinguish. The 64th bit
/// stands for all further parts, which are left out here.
const MAX_EXPLAINED_PARTS: usize = 63;

/// The matches of each part that matches in the section; the other parts are left out.
fn matched_parts<'a>(hit: &'a Hit, parts: &'a [String]) -> Vec<PartView<'a>> {
    let mut matched = Vec::new();
    for (at, part) in parts.iter().enumerate().take(MAX_EXPLAINED_PARTS) {
        let mut view =
            PartView { part, as_typed: 0, other_marks: 0, second_reading: 0, repaired: 0 };
        for one in hit.matches.iter().filter(|one| one.parts >> at & 1 == 1) {
            view.repaired += usize::from(one.repaired);
            match (one.is_second, one.folded) {
                (true, _) => view.second_reading += 1,
                (_, true) => view.other_marks += 1,
                _ => view.as_typed += 1,
            }
        }
        if view.as_typed + view.other_marks + view.second_reading > 0 {
            matched.push(view);
        }
    }
    matched
}

/// Writes the explanation of a hit, or nothing if the search was not asked to explain.
pub fn write(out: &mut impl Write, hit: &Hit, parts: &[String]) -> Result<()> {
    let Some(view) = view(hit, parts) else { return Ok(()) };
    writeln!(out, "   score {:.3}", view.score)?;
    for gain in &view.gains {
        let counted = match (gain.text, gain.heading, gain.around) {
            (Some(text), Some(heading), Some(around)) => {
                format!("  in text {text:.2}, in heading {heading:.2}, by the paper +{around:.2}")
            }
            _ => String::new(),
        };
        let name = format!("{} {}", gain.kind, gain.what);
        writeln!(out, "     {:>8.3}  {}{counted}", gain.gives, name.trim_end())?;
    }
    if view.factor != 1.0 {
        writeln!(
            out,
            "     times {:.4}: the section is ranked behind others, whatever its gains",
            view.factor
        )?;
    }
    for part in &view.parts {
        let counts = [
            (part.as_typed, "as typed"),
            (part.other_marks, "with other marks"),
            (part.second_reading, "by a second reading"),
            (part.repaired, "with repaired letters"),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, how)| format!("{count} {how}")).collect();
        writeln!(out, "     matches of {}: {}", part.part, counts.join(", "))?;
    }
    Ok(())
}

/// Why a paper is not among the hits, or its rank, in JSON.
#[derive(Debug, Serialize)]
pub struct WhyNotView<'a> {
    r#type: &'static str,
    #[serde(flatten)]
    why: &'a WhyNot,
}

/// The view of why a paper is not among the hits, or of its rank.
pub fn why_not(why: &WhyNot) -> WhyNotView<'_> {
    WhyNotView { r#type: "why_not", why }
}

/// Writes as text why a paper is not among the hits, or its rank.
pub fn write_why_not(out: &mut impl Write, why: &WhyNot) -> Result<()> {
    let place = match (&why.section, why.lines) {
        (Some(section), Some((first, last))) => {
            let section = if section.is_empty() { "" } else { &format!("section {section}, ") };
            format!("{section}lines {first}-{last}")
        }
        _ => String::new(),
    };
    if let (Some(rank), Some(score)) = (why.rank, why.score) {
        return writeln!(
            out,
            "{}: its best section ({place}) has rank {rank} of {} (score {score:.3})",
            paper_path::shown(&why.path),
            why.total
        );
    }
    writeln!(
        out,
        "{}: not among the {} sections that answer",
        paper_path::shown(&why.path),
        why.total
    )?;
    if let Some(filter) = &why.filter {
        writeln!(out, "  the filter {filter} excludes it")?;
    }
    match &why.clause {
        Some(clause) => writeln!(out, "  a condition that it does not meet ({place}): {clause}")?,
        None if why.section.is_none() => {
            writeln!(out, "  none of its sections holds any part of the question")?;
        }
        None => {}
    }
    if !why.lacking.is_empty() {
        writeln!(out, "  not in this paper: {}", why.lacking.join(", "))?;
    }
    Ok(())
}
