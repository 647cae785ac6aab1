//! How two neighbouring citations hang together: as members of a list, or because one acts on the other.
//! In: two citations, the text between them, and the first word behind the second (its date and issuer skipped). Out:
//! the link.
//! `Nghị định A sửa đổi Nghị định B` (decree A amends decree B) and `Nghị định B được sửa đổi bởi Nghị định A` (B is
//! amended by A) say the same of the two. A cue is a verb that says what a paper does to another (`cue`). Of what
//! stands before the first only an open parenthesis counts.

use super::behind::behind;
use super::cue::{Cue, cues};
use super::provisions::start_before;
use super::wording::one_line;
use crate::document::{Citation, Form};
use crate::line::is_capital;
use vankien_text::span;

/// How two neighbouring citations hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Both are members of one list: what is said of the first is said of the second.
    List,
    /// As `List`, but the second stands beside A, not beside B and C, in `A guides B, C; D`. A semicolon joins so; also
    /// a comma before a paper on which A cannot act (`relation`).
    NextItem,
    /// The first does this to the second; the string is a relation of `relations.tsv`, such as `amends`.
    Acts(&'static str),
    /// The second does this to the first; only relations for which [`changes`] is true.
    ActedOn(&'static str),
    /// The first acts, but the words do not tell whether on the second.
    Unclear,
    /// Nothing connects them.
    Apart,
}

/// Citations with more than 1,000 bytes between them are [`Link::Apart`]. Titles and names of bodies may stand there. A
/// judgement, not measured; `cargo test -p vankien-papers relations` holds known sentences.
const LONGEST: usize = 1_000;

/// How the citations `one` and `two` of `text` hang together; `two` stands behind `one`.
pub fn link(text: &str, one: &Citation, two: &Citation) -> Link {
    if two.span.start < one.span.end || two.span.start - one.span.end > LONGEST {
        return Link::Apart;
    }
    let between = &text[one.span.end..two.span.start];
    let said = behind(between).length;
    let rest = without_bodies(between[said..].trim());
    let is_titled = || {
        let units = || start_before(text, two.span.start).saturating_sub(one.span.end);
        one.form != Form::Itself && is_titled_list(between, said, units().max(said))
    };
    if (is_list(rest) || is_short_name(rest, one, two) || is_titled())
        && !opens_clause(&text[two.span.end..])
    {
        let goes_on =
            rest.contains(';') && !is_inside_parentheses(&text[..one.span.start], between);
        return if goes_on { Link::NextItem } else { Link::List };
    }
    if ends_sentence(rest) {
        return Link::Apart;
    }
    let words = one_line(rest).to_lowercase();
    // `theo` (according to) is a cue as well, but here it only names the one who acts.
    let is_verb = |cue: &Cue| !AGENTS.contains(&&words[cue.start..cue.end]);
    let all: Vec<Cue> = cues(&words).filter(is_verb).collect();
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return Link::Apart };
    let before = &words[..first.start];
    // A paper that `hết hiệu lực` (ceases to have effect) does nothing; another may have ended it.
    let is_marked = is_passive(before) || words[first.start..].starts_with("hết hiệu lực");
    // `A sửa đổi, bổ sung tại B` (A, amended in B) is passive without its mark. In `A về sửa đổi một số điều tại B` (A,
    // on amending) it is not, and in `A hướng dẫn thuế (sửa đổi tại B)` the verb next to B is none of A.
    let is_one_act = first.relation == last.relation
        || all.windows(2).all(|pair| pair[1].start - pair[0].end <= JOINED);
    let is_title = before.trim_start().starts_with("về");
    let is_unmarked = is_one_act && !is_title && opens_with_verb(before);
    let is_passive = is_marked || is_unmarked && opens_with_agent(&words[last.end..]);
    if is_passive && names_agent(&words[first.end..]) {
        let is_told = changes(first.relation);
        return if is_told { Link::ActedOn(first.relation) } else { Link::Apart };
    }
    if is_marked || first.relation == "based_on" || !opens_with_verb(before) {
        return Link::Apart;
    }
    // `sửa đổi, bổ sung` (amends and adds to) and `hướng dẫn thi hành` (guides the implementing of) are one act; in
    // `sửa đổi các nghị định thi hành` (amends the decrees that implement) the second is not that of the first paper.
    if is_one_act {
        return Link::Acts(first.relation);
    }
    // `A hướng dẫn kế toán và Biểu số 03 ban hành kèm theo B`: another thing is promulgated with B.
    let names_other = rest.split(" và ").skip(1).any(|thing| thing.starts_with(char::is_uppercase));
    let is_other = last.relation == "annexed" && names_other;
    if is_other { Link::Apart } else { Link::Unclear }
}

/// Whether a paper that does this to another changes it, or the way it is applied.
pub fn changes(relation: &str) -> bool {
    ["amends", "replaces", "repeals", "suspends", "corrects", "consolidates", "guides"]
        .contains(&relation)
}

/// At most 8 bytes from the end of one verb to the start of the next where both are one act: ` hoặc ` (or) has 8.
/// More gives [`Link::Unclear`]. A judgement, not measured; `cargo test -p vankien-papers relations` holds known
/// sentences.
const JOINED: usize = 8;

/// Whether nothing stands between two citations but what joins the members of a list, `between`: a mark or a word, the
/// title of the first, the label of the next item.
fn is_list(between: &str) -> bool {
    // `(sau đây gọi là Nghị định số 10) và`: the parenthesis of the first closes.
    let between = between.strip_prefix([')', '”']).map_or(between, str::trim_start);
    for joint in [",", ";", "và", "hoặc", "cùng"] {
        if let Some(rest) = between.strip_prefix(joint)
            && is_label(rest)
        {
            return true;
        }
    }
    // `… quy định về phí;` + `b)`: the title of a member may stand behind its number.
    between.rsplit_once(';').is_some_and(|(title, label)| {
        is_label(label)
            && !title.contains([';', '\n'])
            && cues(&title.to_lowercase()).next().is_none()
    })
}

/// `rest`, what stands behind a number and its date, without bodies that no table knows:
/// `của Thanh tra Chính phủ quy định`. They end where the title begins.
fn without_bodies(rest: &str) -> &str {
    const TITLES: [&str; 8] = [
        " quy định ",
        " về ",
        " ban hành ",
        " hướng dẫn ",
        " sửa đổi",
        " bổ sung ",
        " bãi bỏ ",
        " thay thế ",
    ];
    let names_body = rest
        .strip_prefix("của ")
        .or_else(|| rest.strip_prefix(", "))
        .is_some_and(|body| body.starts_with(char::is_uppercase));
    if !names_body {
        return rest;
    }
    let head = span::slice(rest, 0, LONGEST_BODIES);
    let title = TITLES.iter().filter_map(|verb| head.find(verb)).min();
    match title {
        Some(at) if !head[..at].contains([';', '.', '(', '\n']) => &rest[at + 1..],
        _ => rest,
    }
}

/// Bytes that the bodies of one paper may take behind its number: four ministries take 180. A judgement, not measured.
const LONGEST_BODIES: usize = 250;

/// Whether `before` opens a parenthesis near its end that `between` does not close:
/// `(sửa đổi bởi Nghị định A; Nghị định B)`.
fn is_inside_parentheses(before: &str, between: &str) -> bool {
    let near = span::slice(before, before.len().saturating_sub(LONGEST), before.len());
    let open = near.rfind('(').filter(|open| !near[*open..].contains([')', '\n']));
    open.is_some() && !between.contains(')')
}

/// Whether the second citation is a short name that a parenthesis gives to the first:
/// `Nghị định số 10/2016/NĐ-CP (sau đây gọi là Nghị định số 10/2016/NĐ-CP)`. `between` stands between them, without
/// date and issuer of the first.
fn is_short_name(between: &str, one: &Citation, two: &Citation) -> bool {
    one.canonical.is_some()
        && one.canonical == two.canonical
        && NAMING.iter().any(|words| between.ends_with(words))
        && between.rfind('(').is_some_and(|open| !between[open..].contains(')'))
}

/// Words that give a short name: named, written, called, with or without *short*.
const NAMING: [&str; 6] =
    ["gọi là", "gọi tắt là", "viết là", "viết gọn là", "viết tắt là", "gọi chung là"];

/// Whether there stand between two citations the title of the first, then a mark, `và` (and) or `hoặc` (or), then
/// perhaps units of the second: ` quy định về phí và Điều 5 `; or without a title a mark or such a word and units. The
/// date and issuer of the first take `said` bytes of `between`; at byte `run`, not before them, those words begin that
/// may name units.
fn is_titled_list(between: &str, said: usize, run: usize) -> bool {
    const JOINTS: [&str; 4] = [",", ";", "và ", "hoặc "];
    let Some(words) = between.get(run..) else { return false };
    // `quy định về hóa đơn, chứng từ, `: `từ` (from) may name units, but belongs to the title.
    let Some(joint) = JOINTS.iter().filter_map(|joint| words.find(joint)).min() else {
        return false;
    };
    // A mark among units, `tại khoản 2, khoản 3 Điều 5 `, joins no papers.
    if words[..joint].trim().contains(' ') {
        return false;
    }
    let title = without_bodies(between[said..run + joint].trim());
    let has_units = words[joint..].contains(char::is_alphanumeric);
    // Date and issuer in capitals were not read: they stand before the verb.
    let in_capitals = is_capital(title).then(|| title.to_lowercase());
    let has_verb = |verb: &&str| match &in_capitals {
        Some(words) => words.contains(verb),
        None => title.starts_with(verb),
    };
    let is_title = TITLE_VERBS.iter().any(has_verb)
        && !title.contains([';', '\n', '(', '“'])
        && !ends_sentence(title);
    is_title || title.is_empty() && has_units
}

/// Words with which a title may begin behind its number: rules, on, promulgates, guides.
const TITLE_VERBS: [&str; 4] = ["quy định", "về", "ban hành", "hướng dẫn"];

/// Whether a clause of its own goes on behind a citation: `; Nghị định B còn hiệu lực` (decree B is still in force) is
/// no member of a list. A title, a mark and the next member open none.
fn opens_clause(after: &str) -> bool {
    let rest = after[behind(after).length..].trim_start();
    // `Luật B đã được sửa đổi theo Luật C` names B as it is now.
    let rest = AS_AMENDED.iter().find_map(|words| rest.strip_prefix(words)).map_or(rest, |_| "");
    let word = rest.split(|mark: char| !mark.is_alphanumeric()).next().unwrap_or_default();
    CLAUSE.contains(&word)
}

/// Words behind a citation that tell the version of the paper, and are no clause: (already) amended.
const AS_AMENDED: [&str; 2] = ["đã được sửa đổi", "được sửa đổi"];

/// Words behind a citation that make it the subject of a clause: is, has, is (done), is (done, to its harm), still,
/// not, states, (past tense), gives. Such a citation is no member of a list.
const CLAUSE: [&str; 9] = ["là", "có", "được", "bị", "còn", "không", "nêu", "đã", "cho"];

/// Whether `text` is empty, `và` (and), or the label of an item and nothing else: `-`, `b)`, `12.`; at most two letters
/// or digits, with a mark (a judgement, not measured), so that `iii)` is none.
fn is_label(text: &str) -> bool {
    let text = text.trim();
    let bare = text.trim_matches(|mark: char| "-–+•().:/".contains(mark) || mark.is_whitespace());
    let is_marked = bare.len() < text.len();
    let is_short = bare.chars().count() <= 2;
    bare.is_empty()
        || bare == "và"
        || is_marked && is_short && bare.chars().all(char::is_alphanumeric)
}

/// Whether a sentence or an item ends inside `text`.
fn ends_sentence(text: &str) -> bool {
    text.contains(';')
        || text.match_indices('.').any(|(at, _)| text[at + 1..].starts_with([' ', '\n']))
}

/// Whether the verb behind `before` (in small letters) is passive: one of its last words is `được` (is) or `bị` (is, to
/// its harm); see [`REACH_OF_PASSIVE`].
pub fn is_passive(before: &str) -> bool {
    let words = before.rsplit([' ', '(', '“']).filter(|word| !word.is_empty());
    let mut words = words.take(REACH_OF_PASSIVE);
    words.any(|word| word == "được" || word == "bị")
}

/// The last 3 words before a verb are searched for the mark of the passive voice, the mark included: `được Chính phủ
/// sửa đổi` (is amended by the Government). A judgement, not measured; `cargo test -p vankien-papers relations` holds
/// known sentences.
const REACH_OF_PASSIVE: usize = 3;

/// Words before the one who acts: by, with, according to, in.
const AGENTS: [&str; 4] = ["bởi", "bằng", "theo", "tại"];

/// Whether `words`, those up to a citation, name it as the one who acts. The provision that does it may stand between:
/// `tại Điều 5 của` (in article 5 of).
pub fn names_agent(words: &str) -> bool {
    let mut words = words.rsplit(' ').filter(|word| !word.is_empty());
    words
        .find(|word| !IN_PROVISION.contains(word) && !word.chars().any(|one| one.is_ascii_digit()))
        .is_some_and(|word| AGENTS.contains(&word))
}

/// Whether the one who acts follows the verb at once: `tại Luật …`, `một số điều theo Luật …`.
fn opens_with_agent(words: &str) -> bool {
    let words = words.trim_start();
    let words = words.strip_prefix("một số điều").unwrap_or(words).trim_start();
    AGENTS.iter().any(|agent| words.starts_with(agent))
}

/// Words in small letters that may stand between the name of a paper that acts and its citation, because they name a
/// provision: article, clause, point, (plural), letters of points, of, and, comma. Words with a digit may, too.
const IN_PROVISION: [&str; 12] =
    ["điều", "khoản", "điểm", "các", "a", "b", "c", "d", "đ", "của", "và", ","];

/// Words that may stand between a paper and what it does: has, about, rules, promulgates, and.
const BEFORE_VERB: [&str; 10] =
    ["đã", "về", "việc", "v/v", "quy", "định", "ban", "hành", "và", "có"];

/// Whether the cue behind `before`, the words between a paper and that cue, is the verb of the paper: none but words of
/// [`BEFORE_VERB`] stand between.
fn opens_with_verb(before: &str) -> bool {
    let words = before.split(|mark: char| mark.is_whitespace() || ",(“\"-–".contains(mark));
    words.filter(|word| !word.is_empty()).all(|word| BEFORE_VERB.contains(&word))
}
