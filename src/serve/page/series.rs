//! The series of numbers on the page of the report: what is missing, what several papers bear.
//! In: the view of the series. Out: HTML.
//! Lists no more ranges, numbers and papers than the text does ([`MOST_NAMED`]), and says how many more there are. Only
//! the other files of a paper are all named.

use maud::{Markup, html};
use vankien_engine::paper_path;

use crate::present::series::{
    AllSeriesView, DoubleView, MOST_NAMED, PeriodView, SeriesView, UnplacedView, ranges,
};
use crate::present::words::Language;

/// Writes the name of a paper, by its id and its path: a link where the page has links.
type PaperName<'a> = &'a dyn Fn(&str, &str) -> Markup;

/// The section on the series.
pub fn series(view: &AllSeriesView<'_>, language: Language, paper: PaperName<'_>) -> Markup {
    let say = |key| language.say(key);
    html! {
        section {
            h2 { (say("report.series")) ": " (view.series) }
            p { (say("report.series.missing")) ": " strong { (view.missing) } "; "
                (say("report.series.doubles")) ": " strong { (view.doubles) } "; "
                (say("report.series.single")) ": " (view.single) }
            @if !view.named.is_empty() {
                details open[view.named.len() <= 5] {
                    summary { (say("report.series.list")) }
                    ul {
                        @for one in &view.named { li { (one_series(one, language, paper)) } }
                        (rest(view.listed as usize, view.shown))
                    }
                }
            }
            (unplaced(&view.unplaced, language, paper))
        }
    }
}

fn unplaced(view: &UnplacedView<'_>, language: Language, paper: PaperName<'_>) -> Markup {
    html! {
        @if view.numbers > 0 {
            details {
                summary { (language.say("report.series.unplaced")) ": " (view.numbers) }
                ul {
                    @for one in &view.named {
                        li {
                            (paper(&one.id, &paper_path::shown(one.path))) " "
                            span.quiet { bdi { (one.number) } " · "
                                (language.say(&format!("report.series.no-{}", one.why))) }
                        }
                    }
                    (rest(view.numbers as usize, view.shown))
                }
            }
        }
    }
}

fn one_series(series: &SeriesView<'_>, language: Language, paper: PaperName<'_>) -> Markup {
    let say = |key| language.say(key);
    html! {
        strong { bdi { (series.pattern) } } " "
        span.quiet {
            (series.issuer.unwrap_or(say("report.series.no-issuer")))
            @if let Some(kind) = series.kind { ", " (kind) }
            ", " (period(series.period.as_ref(), language))
        }
        ": " (series.held) " " (say("report.series.held")) " (" (series.first) "–" (series.last) "); "
        @if series.missing_count > 0 {
            (say("report.series.missing")) " (" (series.missing_count) "): "
            (cut(series.missing))
        } @else if series.is_placed() {
            (say("report.series.none-missing"))
        } @else {
            (say("report.series.not-told"))
        }
        @if !series.unsure.is_empty() {
            "; " (say("report.series.unsure")) ": " (cut(series.unsure))
        }
        (numbers("report.series.doubles", &series.doubles, language, paper))
        (numbers("report.series.copies", &series.copies, language, paper))
    }
}

/// The numbers that several files bear.
fn numbers(
    title: &str,
    all: &[DoubleView<'_>],
    language: Language,
    paper: PaperName<'_>,
) -> Markup {
    html! {
        @if !all.is_empty() {
            div { (language.say(title)) ":"
                ul {
                    @for double in all.iter().take(MOST_NAMED) {
                        li { (one_double(double, language, paper)) }
                    }
                    (rest(all.len(), MOST_NAMED))
                }
            }
        }
    }
}

fn one_double(double: &DoubleView<'_>, language: Language, paper: PaperName<'_>) -> Markup {
    html! {
        bdi { (double.number) }
        ul {
            @for bearer in double.papers.iter().take(MOST_NAMED) {
                li {
                    (paper(&bearer.id, &paper_path::shown(bearer.path)))
                    " " span.quiet {
                        @if let Some(date) = bearer.date { (date) }
                        @if let Some(title) = bearer.title { " · " (title) }
                        @if !bearer.also_in.is_empty() {
                            " · " (language.say("also.in")) " " (bearer.also_in.join(", "))
                        }
                    }
                }
            }
            (rest(double.papers.len(), MOST_NAMED))
        }
    }
}

fn period(period: Option<&PeriodView>, language: Language) -> String {
    let key = match period {
        Some(PeriodView { kind: "year", .. }) => "report.series.year",
        Some(PeriodView { kind: "assembly-term", .. }) => "report.series.assembly-term",
        Some(_) => "report.series.party-term",
        None => return language.say("report.series.no-period").to_owned(),
    };
    period.map_or(String::new(), |period| format!("{} {}", language.say(key), period.name))
}

fn cut(all: &[(u32, u32)]) -> Markup {
    let (words, more) = ranges(all);
    html! { (words) @if more > 0 { ", … " span.quiet { "(+ " (more) ")" } } }
}

/// How many more there are than are shown.
fn rest(all: usize, shown: usize) -> Markup {
    html! { @if all > shown { li.quiet { "+ " (all - shown) } } }
}
