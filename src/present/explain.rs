//! What a score is made of, and why a paper is not among the hits, as JSON and in words.
//! In: a hit that was explained. Out: gains by name that add up to the score.
//! Never rounds in JSON: there the gains add up.

use std::io::{Result, Write};

use serde::Serialize;
use vankien_search::{Gain, Hit, Occurrences, WhyNot};

/// The explanation of one hit.
#[derive(Debug, Serialize)]
pub struct ExplainView<'a> {
    score: f32,
    factor: f32,
    gains: Vec<GainView<'a>>,
    parts: Vec<PartView<'a>>,
}

#[derive(Debug, Serialize)]
struct GainView<'a> {
    kind: &'static str,
    what: &'a str,
    gives: f32,
    text: Option<f32>,
    heading: Option<f32>,
    around: Option<f32>,
}

/// How a part of the question is met in the section.
#[derive(Debug, Serialize)]
struct PartView<'a> {
    part: &'a str,
    as_typed: usize,
    other_marks: usize,
    second_reading: usize,
    repaired: usize,
}

/// The explanation of a hit; `parts` are those of the question.
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
        parts: met(hit, parts),
    })
}

/// How each part is met; the last bit of a match stands for all further parts, which are left out.
fn met<'a>(hit: &'a Hit, parts: &'a [String]) -> Vec<PartView<'a>> {
    let mut met = Vec::new();
    for (at, part) in parts.iter().enumerate().take(63) {
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
            met.push(view);
        }
    }
    met
}

/// Writes the explanation of a hit below its passage, if there is one.
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
            "     times {:.4}: it stands behind those that were looked at closely",
            view.factor
        )?;
    }
    for part in &view.parts {
        let counts = [
            (part.as_typed, "as typed"),
            (part.other_marks, "with other marks"),
            (part.second_reading, "by a second reading"),
            (part.repaired, "with mended letters"),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, how)| format!("{count} {how}")).collect();
        writeln!(out, "     met: {}: {}", part.part, counts.join(", "))?;
    }
    Ok(())
}

/// What became of a paper, as one object.
#[derive(Debug, Serialize)]
pub struct WhyNotView<'a> {
    r#type: &'static str,
    #[serde(flatten)]
    why: &'a WhyNot,
}

/// The view of it.
pub fn why_not(why: &WhyNot) -> WhyNotView<'_> {
    WhyNotView { r#type: "why_not", why }
}

/// Says in words why a paper is not among the hits.
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
            "{}: its best section ({place}) is number {rank} of {} (score {score:.3})",
            why.path, why.total
        );
    }
    writeln!(out, "{}: not among the {} sections that answer", why.path, why.total)?;
    if let Some(filter) = &why.filter {
        writeln!(out, "  the filter {filter} leaves it out")?;
    }
    match &why.clause {
        Some(clause) => writeln!(out, "  what must hold and does not ({place}): {clause}")?,
        None if why.section.is_none() => writeln!(out, "  none of its sections holds any of it")?,
        None => {}
    }
    if !why.lacking.is_empty() {
        writeln!(out, "  nowhere in it: {}", why.lacking.join(", "))?;
    }
    Ok(())
}
