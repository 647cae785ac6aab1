//! What a paper says of two others: `Nghị định A được thay thế bởi Nghị định B` (decree A is replaced by decree B).
//! In: the text of a section with its citations. Out: who does what to whom.
//! Never tells what the citing paper does itself: `relation` does.

use super::link::{Link, changes};
use crate::document::Citation;
use crate::number::may_change;

/// That one cited paper does something to another, by the words of the citing paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The index of the paper that acts, among the citations of the section.
    pub subject: usize,
    /// What it does: `amends`, `replaces`, … (`relations.tsv`).
    pub relation: &'static str,
    /// The index of the paper to which it is done.
    pub object: usize,
}

/// The statements of a section in the order of its text: of its `citations`, and how each hangs together with the next
/// (`links`). Neither side is the citing paper itself. Left out is what a paper would do to itself, and a change of a
/// paper that the other may not change by its rank.
pub fn statements(citations: &[Citation], links: &[Link]) -> Vec<Statement> {
    let mut found = Vec::new();
    for (at, link) in links.iter().enumerate() {
        if !matches!(link, Link::Acts(_) | Link::ActedOn(_)) {
            continue;
        }
        // All members of the list behind the words take part.
        let listed = links[at + 1..].iter().take_while(|link| **link == Link::List).count();
        for other in at + 1..=at + 1 + listed {
            match link {
                Link::Acts(relation) => {
                    found.push(Statement { subject: at, relation, object: other });
                }
                Link::ActedOn(relation) => {
                    let object = object(citations, links, at, other);
                    found.push(Statement { subject: other, relation, object });
                }
                Link::List | Link::NextItem | Link::Unclear | Link::Apart => {}
            }
        }
    }
    found.retain(|one| {
        let [subject, object] = [one.subject, one.object].map(|at| &citations[at].canonical);
        let numbers = subject.as_deref().zip(object.as_deref());
        let may = numbers.is_none_or(|(subject, object)| may_change(subject, object));
        may || !changes(one.relation) || one.relation == "guides"
    });
    let is_other = |at: usize| !citations[at].form.is_of_itself();
    found.retain(|statement| {
        let [subject, object] = [statement.subject, statement.object].map(|at| &citations[at]);
        let is_one = subject.canonical.is_some() && subject.canonical == object.canonical;
        !is_one && is_other(statement.subject) && is_other(statement.object)
    });
    found
}

/// The index of the paper on which the one at `subject` acts: the one at `at`, before the words; or else, where a paper
/// of the rank of the subject cannot change that, the paper in whose title it stands:
/// `Nghị định X quy định chi tiết Luật Y được sửa đổi bởi Nghị định Z` (decree X, which details law Y, as amended by
/// decree Z).
fn object(citations: &[Citation], links: &[Link], at: usize, subject: usize) -> usize {
    let number = |at: usize| citations[at].canonical.as_deref();
    let may = |object: usize| match (number(subject), number(object)) {
        (Some(subject), Some(object)) => may_change(subject, object),
        _ => true,
    };
    let holder = at.checked_sub(1).filter(|before| {
        matches!(links[*before], Link::Acts(_) | Link::Unclear) && !may(at) && may(*before)
    });
    holder.unwrap_or(at)
}
