//! Words that tell what one paper does to another: `thay thế` (replaces), `căn cứ` (based on).
//! In: words in small letters, on one line. Out: the cues among them, in order.
//! Never decides which paper acts: `link` and `relation` do.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::table::rows;

/// A cue in a text.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// The byte at which it begins.
    pub start: usize,
    /// The byte behind its last.
    pub end: usize,
    /// What it says that a paper does to another.
    pub relation: &'static str,
}

/// A search for all cues at once.
struct Search {
    finder: AhoCorasick,
    /// The relation of each pattern of `finder`.
    relations: Vec<&'static str>,
}

static SEARCH: LazyLock<Search> = LazyLock::new(|| {
    let (cues, relations): (Vec<&str>, Vec<&'static str>) =
        rows(include_str!("relations.tsv")).map(|[cue, relation]| (cue, relation)).unzip();
    let finder = AhoCorasick::new(cues);
    Search { finder: finder.expect("a small table of words"), relations }
});

/// What the table writes for words that only look like a cue: `theo dõi` (to monitor) has `theo` (according to) in it.
const NO_RELATION: &str = "-";

/// The cues of `words`, in order. Of cues that begin at the same place the longest counts, and none begins inside
/// another. Words that only look like a cue ([`NO_RELATION`]) are left out.
pub fn cues(words: &str) -> impl Iterator<Item = Cue> + '_ {
    let search = &*SEARCH;
    let is_whole = |found: &aho_corasick::Match| {
        !words[..found.start()].ends_with(char::is_alphanumeric)
            && !words[found.end()..].starts_with(char::is_alphanumeric)
    };
    let mut found: Vec<aho_corasick::Match> =
        search.finder.find_overlapping_iter(words).filter(is_whole).collect();
    found.sort_by_key(|one| (one.start(), std::cmp::Reverse(one.end())));
    let mut behind = 0;
    found.retain(|one| {
        let is_next = one.start() >= behind;
        behind = if is_next { one.end() } else { behind };
        is_next
    });
    let cue = |found: aho_corasick::Match| Cue {
        start: found.start(),
        end: found.end(),
        relation: search.relations[found.pattern().as_usize()],
    };
    found.into_iter().map(cue).filter(|cue| cue.relation != NO_RELATION)
}
