//! Which citations are members of one list, so that what is said of the first is said of all.
//! In: the citations of a section, and how each hangs together with the next. Out: for each the first and the last
//! member of its list, and whether it belongs to the title of one before it.
//! Never looks at the words before a list: `relation` does.

use super::link::{Link, changes};
use super::provisions::start_before;
use crate::document::{Citation, Form};
use crate::number::{is_of_later_year, may_change, may_guide};
use vankien_text::span;

/// At most so many bytes may stand between a paper in a title and the next member of the list of the outer paper. A
/// judgement, not measured.
const LONGEST_TITLE: usize = 240;

/// The first and the last member of the list in which each citation stands. Where a list would hang on a paper that
/// cannot act on its next member ([`cannot_act`]), its link becomes [`Link::NextItem`].
pub fn lists(text: &str, citations: &[Citation], links: &mut [Link]) -> Vec<(usize, usize)> {
    let mut first: Vec<usize> = Vec::with_capacity(citations.len());
    // Where the item begins in which each citation stands: `Nghị định A hướng dẫn Luật B, Luật C` is one item.
    let mut items: Vec<usize> = Vec::with_capacity(citations.len());
    for at in 0..citations.len() {
        let Some(before) = at.checked_sub(1) else {
            first.push(at);
            items.push(at);
            continue;
        };
        let actor = items[before];
        // `Thông tư A quy định chi tiết Luật B đối với ngành Giáo dục và Thông tư C`: the title of A goes on behind B.
        let may_go_on = links[before] == Link::List
            || links[before] == Link::Apart
                && ends_with_joint(text, &citations[before], &citations[at]);
        if may_go_on
            && actor < before
            && cannot_act(&citations[actor], links[actor], &citations[at])
        {
            links[before] = Link::NextItem;
        }
        let is_in_item = citations[before].form != Form::Itself
            && matches!(
                links[before],
                Link::Acts(_) | Link::ActedOn(_) | Link::Unclear | Link::List
            );
        items.push(if is_in_item { actor } else { at });
        first.push(match links[before] {
            Link::List => first[before],
            // A semicolon goes on with A, on which B and C hang.
            Link::NextItem => first[actor],
            _ => at,
        });
    }
    let mut lists: Vec<(usize, usize)> = first.into_iter().map(|first| (first, 0)).collect();
    for at in (0..citations.len()).rev() {
        let goes_on = matches!(links.get(at), Some(Link::List | Link::NextItem));
        lists[at].1 = if goes_on { lists[at + 1].1 } else { at };
    }
    lists
}

/// Which citations belong to the title of one before them: those on which it acts, those that amended it, and the lists
/// of which these are the first.
pub fn of_titles(links: &[Link], count: usize) -> Vec<bool> {
    let mut found = vec![false; count];
    for at in 1..count {
        found[at] = match links[at - 1] {
            Link::Acts(_) | Link::ActedOn(_) | Link::Unclear => true,
            Link::List => found[at - 1],
            Link::NextItem | Link::Apart => false,
        };
    }
    found
}

/// Whether only words of a title stand between two citations, at most [`LONGEST_TITLE`] bytes of them, and then `và`
/// (and) or a comma, and the units of the second.
fn ends_with_joint(text: &str, one: &Citation, two: &Citation) -> bool {
    let (from, to) = (one.span.end, start_before(text, two.span.start));
    if to <= from || to - from > LONGEST_TITLE {
        return false;
    }
    // The joint stands before the units of the second, where `và` is a word among units as well.
    let title = span::slice(text, from, to);
    let units = span::slice(text, to, two.span.start).trim_start();
    !title.contains([';', '\n', '(', '“', '.'])
        && (units.starts_with("và ") || units.starts_with(','))
}

/// Whether `actor` cannot do to `object` what `link` says that it does to the one behind it: by the rank of both or
/// their years. In `Nghị định A hướng dẫn Luật B, Thông tư C` circular C goes on with the list of decree A.
fn cannot_act(actor: &Citation, link: Link, object: &Citation) -> bool {
    let Some((actor, object)) = actor.canonical.as_deref().zip(object.canonical.as_deref()) else {
        return false;
    };
    let by_rank = match link {
        Link::Acts("guides") => !may_guide(actor, object),
        Link::Acts(relation) if changes(relation) => !may_change(actor, object),
        _ => false,
    };
    matches!(link, Link::Acts(_) | Link::Unclear) && (by_rank || is_of_later_year(object, actor))
}
