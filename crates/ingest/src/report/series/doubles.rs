//! Tells the papers apart that bear one number.
//! In: the papers of one number. Out: different papers, each with the files that hold a copy of it.
//! Takes two bearers for two papers only if their dates or titles differ, so that two scans of one paper are one.

use std::collections::BTreeSet;

use vankien_engine::analyse::{self, Tokens};

/// A paper that bears a number.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bearer {
    /// Its date in ISO form; `None` where it is not printed, or not of the year in its number.
    pub date: Option<String>,
    /// Its path as walked.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// The paths of other files that hold the same paper, sorted.
    pub also_in: Vec<String>,
}

/// Papers of one number that each further one is compared with, at most: a number that more papers bear is no number of
/// a series. A judgement, not measured; it keeps the work linear.
const MOST_COMPARED: usize = 16;

/// Words of a title that are compared, at most. A judgement, not measured.
const MOST_WORDS: usize = 60;

/// The different papers among the bearers of one number, by date, then by path, those without a date last. A copy of a
/// paper is among its `also_in`.
pub fn different(mut bearers: Vec<Bearer>) -> Vec<Bearer> {
    // Papers with a date first: one without a date is a copy if it may be.
    bearers.sort_by(|one, other| {
        (one.date.is_none(), &one.date, &one.path).cmp(&(
            other.date.is_none(),
            &other.date,
            &other.path,
        ))
    });
    let mut papers: Vec<(Bearer, BTreeSet<String>)> = Vec::new();
    for bearer in bearers {
        let words = words(bearer.title.as_deref().unwrap_or_default());
        let known = papers.iter_mut().rev().take(MOST_COMPARED);
        let mut same = known.filter(|(paper, of_paper)| is_same(paper, of_paper, &bearer, &words));
        match same.next() {
            Some((paper, _)) => {
                // The more exact date tells later bearers apart.
                let exact = |date: &Option<String>| date.as_ref().map_or(0, String::len);
                if exact(&bearer.date) > exact(&paper.date) {
                    paper.date.clone_from(&bearer.date);
                }
                paper.also_in.push(bearer.path);
                paper.also_in.extend(bearer.also_in);
                paper.also_in.sort();
                paper.also_in.dedup();
            }
            None => papers.push((bearer, words)),
        }
    }
    papers.into_iter().map(|(paper, _)| paper).collect()
}

/// Whether two bearers of one number may be one paper: neither their dates nor their titles tell them apart.
fn is_same(
    one: &Bearer,
    words_of_one: &BTreeSet<String>,
    other: &Bearer,
    words_of_other: &BTreeSet<String>,
) -> bool {
    let dates_differ = match (&one.date, &other.date) {
        // Each date is as exact as it was printed.
        (Some(one), Some(other)) => {
            !one.starts_with(other.as_str()) && !other.starts_with(one.as_str())
        }
        _ => false,
    };
    !dates_differ && !are_other_titles(words_of_one, words_of_other)
}

/// Whether two titles are those of different papers: they share less than half of the words of the shorter one. A scan
/// loses letters and a page cuts the end.
fn are_other_titles(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let shorter = one.len().min(other.len());
    one.intersection(other).count() * 2 < shorter
}

/// The words of a title without their marks.
fn words(title: &str) -> BTreeSet<String> {
    let mut tokens = Tokens::new(title);
    let mut words = BTreeSet::new();
    while words.len() < MOST_WORDS && tokens.advance() {
        words.insert(analyse::folded(tokens.term()).to_owned());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bearer(path: &str, date: &str, title: &str) -> Bearer {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Bearer { path: path.into(), date: some(date), title: some(title), also_in: Vec::new() }
    }

    #[test]
    fn date_or_title_tells_papers_apart() {
        const SCHOOLS: &str = "Về phát triển trường học";
        for (date, title, papers) in [
            ("2021-07-15", SCHOOLS, 1),
            ("2021-07-15", "Ve phat trien truong hoc", 1),
            ("2021-07-15", "Về phát triển", 1),
            ("2021-07", SCHOOLS, 1),
            ("", SCHOOLS, 1),
            ("2021-07-15", "", 1),
            ("", "", 1),
            ("2021-07-16", SCHOOLS, 2),
            ("2021-07-15", "Bãi bỏ một số văn bản của tỉnh", 2),
            ("", "Bãi bỏ một số văn bản của tỉnh", 2),
        ] {
            let both = vec![bearer("a", "2021-07-15", SCHOOLS), bearer("b", date, title)];
            let found = different(both);
            assert_eq!(found.len(), papers, "{date} {title}");
            assert_eq!(found[0].also_in.len(), 2 - papers, "a copy is told");
        }
    }

    #[test]
    fn the_order_of_the_files_is_all_one() {
        let all = ["2021", "2022", "", "2021-05"].map(|date| bearer(date, date, ""));
        let mut turned = all.to_vec();
        turned.reverse();
        assert_eq!(different(all.to_vec()), different(turned));
    }
}
