//! What a paper itself does to another that it cites, by the words around the citation.
//! In: the text of a section with its citations. Out: for each of them `implements`, `replaces`, ….
//! Never tells what the paper says of two others: `stated` does.

use super::cue::{Cue, cues};
use super::link::{Link, changes, is_passive, link, names_agent};
use super::lists::{lists, of_titles};
use super::provisions::{before_promulgation, parted_units_start, start_before};
use super::stated::{Statement, statements};
use super::wordings::new_wordings;
use crate::document::{Citation, Form, Masthead, Place, Section, leads};
use crate::effect::is_denied;
use crate::heading::label;
use crate::line::is_capital;
use crate::number::lead::kind_at_end;
use crate::number::may_change;
use vankien_text::span::{self, Cover, Span};

/// How far before a citation its cue may stand, in bytes. A judgement, not measured.
const REACH: usize = 240;

/// How far apart two cues may stand that make one statement, in bytes. A judgement, not measured.
const NEAR: usize = 48;

/// How far behind a citation the words may stand that end it, in bytes. A judgement, not measured: it bounds the work.
const REACH_BEHIND: usize = 1_000;

/// What a paper does to those that one of its sections cites, and what it says of two of them.
pub struct Relations<'t> {
    text: &'t str,
    citations: &'t [Citation],
    place: Place,
    /// How each citation hangs together with the next.
    links: Vec<Link>,
    /// For each citation the first and the last member of the list in which it stands.
    lists: Vec<(usize, usize)>,
    /// Where each item of the section begins, and the words that announce the list in which it stands.
    leads: Vec<(usize, &'t str)>,
    /// What the paper quotes as the new wording of another.
    wordings: Cover,
    /// For each citation the index of the first from it on that neither is the paper itself nor belongs to the title of
    /// the one before; the number of citations where there is none.
    others: Vec<usize>,
}

impl<'t> Relations<'t> {
    /// For the `citations` of `text`, sorted by place; the text stands in this part of the paper. Linear in both.
    pub fn of(text: &'t str, citations: &'t [Citation], place: Place) -> Relations<'t> {
        let mut links: Vec<Link> =
            citations.windows(2).map(|pair| link(text, &pair[0], &pair[1])).collect();
        let lists = lists(text, citations, &mut links);
        let is_of_title = of_titles(&links, citations.len());
        let mut others = vec![citations.len(); citations.len() + 1];
        for at in (0..citations.len()).rev() {
            let is_other = citations[at].form != Form::Itself && !is_of_title[at];
            others[at] = if is_other { at } else { others[at + 1] };
        }
        let wordings = new_wordings(text);
        let leads = Vec::new();
        Relations { text, citations, place, links, lists, leads, wordings, others }
    }

    /// For a section of a document, with the words that announce its items.
    pub fn of_section(section: &'t Section) -> Relations<'t> {
        let leads = leads(&section.path, &section.lead, &section.inner, &section.text);
        Relations::of(&section.text, &section.citations, section.place).with_leads(leads)
    }

    /// The same with the words that announce the items of the section
    /// ([`document::leads`](crate::document::leads)): `Bãi bỏ các thông tư sau đây:` above `a) Thông tư số …`.
    pub fn with_leads(self, leads: Vec<(usize, &'t str)>) -> Relations<'t> {
        Relations { leads, ..self }
    }

    /// The words that announce the list in which the citation `at`, or the run of citations in which it stands, opens
    /// an item; `None` where it opens none.
    pub fn lead_of(&self, at: usize) -> Option<&'t str> {
        let (first, _) = self.lists[at];
        let start = self.citations[first].span.start;
        let next = self.leads.partition_point(|(begin, _)| *begin <= start);
        let (begin, lead) = self.leads[next.checked_sub(1)?];
        (!lead.is_empty() && opens_item(self.text, begin, start)).then_some(lead)
    }

    /// What the paper says of two others that it cites, in the order of the text. What a web page prints before or
    /// behind a paper says nothing.
    pub fn statements(&self) -> Vec<Statement> {
        if !self.place.is_of_paper() {
            return Vec::new();
        }
        statements(self.citations, &self.links)
    }

    /// What the paper does to the one that it cites with the citation `at`. `None` without a cue, where the paper
    /// speaks of itself, where the words say what another cited paper does, in the new wording that it gives to another
    /// paper, and for an index beyond the citations.
    pub fn to(&self, at: usize) -> Option<&'static str> {
        let citation = self.citations.get(at)?;
        let is_of_paper = !citation.form.is_of_itself();
        if !is_of_paper
            || self.wordings.overlaps(Span::new(citation.span.start, citation.span.start + 1))
        {
            return None;
        }
        let (first, last) = self.lists[at];
        // `Nghị định A được thay thế bởi Nghị định này`: the citing paper acts.
        if let (Some(Link::ActedOn(relation)), Some(next)) =
            (self.links.get(last), self.citations.get(last + 1))
            && next.form == Form::Itself
        {
            return Some(relation);
        }
        let before_list = first.checked_sub(1).map(|at| (&self.citations[at], self.links[at]));
        match before_list {
            Some((one, Link::Acts(relation))) if one.form == Form::Itself => return Some(relation),
            Some((_, Link::Acts(_) | Link::ActedOn(_) | Link::Unclear)) => return None,
            _ => {}
        }
        let start = self.citations[first].span.start;
        let parted = || {
            let units = parted_units_start(self.text, start)?;
            // `hướng dẫn tại các khoản …; khoản …` is another cue than `hướng dẫn khoản …`.
            let joint = self.text[units..start].strip_prefix("tại ").map_or(0, |_| "tại ".len());
            before(self.text, units + joint, self.place)
        };
        let announced = || announced(self.lead_of(at)?);
        let ended = || {
            // What the cited paper acts on belongs to its title, and so do those that amended it, and its short name.
            let own = &self.citations[last].canonical;
            let mut next = self.others[last + 1];
            let is_own = |next: usize| {
                own.is_some() && self.citations.get(next).is_some_and(|one| one.canonical == *own)
            };
            // Its short name, and one mention more: to pass all would cost too much in long lists.
            for _ in 0..2 {
                if is_own(next) {
                    next = self.others[next + 1];
                }
            }
            let next = self.citations.get(next);
            let from = self.citations[last].span.end;
            let end = next.map_or(self.text.len(), |next| next.span.start);
            let names_itself = sentence_before(self.text, start).contains("này có hiệu lực");
            ends(span::slice(self.text, from, end.min(from + REACH_BEHIND)), names_itself)
        };
        match announced().or_else(|| before(self.text, start, self.place)) {
            // `Phụ lục I kèm theo Nghị định … hết hiệu lực`: what was promulgated with it ends.
            Some("annexed") => ended().or(Some("annexed")),
            told => told.or_else(parted).or_else(ended),
        }
    }
}

/// What the words above a list say that the paper does to its members: `Bãi bỏ các thông tư sau đây:` (repeals the
/// following circulars). Only `based_on` and relations that change a paper count: other verbs may have other objects.
fn announced(lead: &str) -> Option<&'static str> {
    let words = format!(" {} ", super::wording::one_line(&without_titles(&lead.to_lowercase())));
    let all: Vec<Cue> = cues(&words).collect();
    let first = all.iter().find(|cue| {
        let tells = changes(cue.relation) || cue.relation == "based_on";
        tells && !is_passive(&words[..cue.start])
    })?;
    let is_expired = words[first.start..].starts_with("hết hiệu lực");
    let is_by_this = words[first.end..].contains(" này ") || words.contains(" này có hiệu lực");
    (!is_expired || is_by_this).then_some(first.relation)
}

/// Bytes within which a citation may open its item, behind label and units. A judgement, not measured.
const OPENING: usize = 400;

/// Whether nothing but its label, units, `toàn bộ` (the whole of) or `các` (plural) stands between byte `begin` of an
/// item and byte `start`. Behind words of [`OPENS_WITH_UNIT`] other words without a cue may stand.
fn opens_item(text: &str, begin: usize, start: usize) -> bool {
    if start - begin > OPENING {
        return false;
    }
    let line = span::slice(text, begin, start);
    if line.contains('\n') {
        return false;
    }
    let whole = span::slice(text, begin, begin + OPENING).lines().next().unwrap_or_default();
    let rest = label(whole).map_or(begin, |label| begin + whole.len() - label.rest.len());
    let rest = rest.min(start);
    // `a) Điều 5, Phụ lục I ban hành kèm theo Nghị định số …`: units as well.
    let start = before_promulgation(&text[..start]).map_or(start, |end| end.max(rest));
    let words = span::slice(text, rest, start).trim().to_lowercase();
    words.is_empty()
        || ["toàn bộ", "các"].contains(&words.as_str())
        || start_before(text, start) <= rest
        || OPENS_WITH_UNIT.iter().any(|unit| words.starts_with(unit))
            && cues(&words).next().is_none()
}

/// Words in small letters with which an item opens that names a part of a paper, before other words that may stand
/// there: `Điều 1 và Mẫu số 1 Phụ lục` (article 1, and form 1 of the annex).
const OPENS_WITH_UNIT: [&str; 7] =
    ["điểm ", "khoản ", "điều ", "mục ", "phụ lục ", "mẫu số ", "biểu số "];

/// Whether a paper with this masthead may do this to the one that it cites: not to itself, as an annex seems to that
/// names the paper with which it is promulgated, and nothing that changes a paper of a higher body. The number of a
/// circular (`/TT`) under another printed kind is misread, and tells nothing. `true` where one of the numbers is
/// unknown.
pub fn is_possible(relation: &str, citation: &Citation, own: &Masthead) -> bool {
    const CHANGES: [&str; 4] = ["amends", "replaces", "repeals", "suspends"];
    let number = own.number.as_ref().map(|field| field.value.as_str());
    let Some((number, cited)) = number.zip(citation.canonical.as_deref()) else { return true };
    let kind = own.kind.as_ref().map(|field| field.value.as_str());
    let is_circular = number.contains("/TT") && !number.contains("/TTr");
    let is_misread = is_circular && kind.is_some_and(|kind| !kind.starts_with("Thông tư"));
    number != cited && (!CHANGES.contains(&relation) || is_misread || may_change(number, cited))
}

/// `hết hiệu lực` (ceases to have effect) in the rest of the sentence, `after` a citation: the citing paper repeals
/// where it names itself, there or before the citation (`names_itself`); else the words tell a state that no paper
/// made.
fn ends(after: &str, names_itself: bool) -> Option<&'static str> {
    let (before, ends) = sentence(after).split_once("hết hiệu lực")?;
    if is_denied(before) {
        return None;
    }
    (names_itself || ends.contains(" này")).then_some("repeals")
}

/// The words of the sentence, item or line before byte `start`, at most [`REACH`] bytes of them.
fn sentence_before(text: &str, start: usize) -> &str {
    let before = span::slice(text, start.saturating_sub(REACH), start);
    let part = before.rsplit(['\n', ';']).next().unwrap_or_default();
    part.rsplit_once(". ").map_or(part, |(_, sentence)| sentence)
}

/// The text up to the end of its first sentence or line.
fn sentence(text: &str) -> &str {
    let end = text.match_indices(['.', ';', '\n']).find(|(at, mark)| {
        *mark != "." || text[at + 1..].starts_with([' ', '\n']) || at + 1 == text.len()
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// The relation that the words before byte `start` tell.
fn before(text: &str, start: usize, place: Place) -> Option<&'static str> {
    let words = clause_before(text, start, place);
    let all: Vec<Cue> = cues(&words).collect();
    let last = all.last()?;
    if does_nothing(&words, &all) || place == Place::Body && is_name_of_act(&words, &all) {
        return None;
    }
    // `sửa đổi Quy chế ban hành kèm theo Quyết định …`: what was promulgated with it is changed.
    // Not `hủy bỏ biện pháp được lập theo Mẫu ban hành kèm theo …`: there another cue stands between.
    if last.relation == "annexed" {
        let mut earlier = all.iter().rev().skip_while(|cue| cue.relation == "annexed").peekable();
        // What is guided is the paper, not its annex.
        let nearest = earlier.peek().is_some_and(|cue| changes(cue.relation));
        if let Some(change) = earlier.take_while(|cue| changes(cue.relation)).last()
            && nearest
            && change.relation != "guides"
        {
            return Some(change.relation);
        }
    }
    // `sửa đổi, bổ sung và thay thế một số nội dung`: of several verbs for one object the first tells.
    let mut run = all.len() - 1;
    while run > 0 && [", ", " và ", " hoặc "].contains(&&words[all[run - 1].end..all[run].start])
    {
        run -= 1;
    }
    if run + 1 < all.len() && changes(all[run].relation) {
        return Some(all[run].relation);
    }
    if last.relation == "based_on" && !opens_ground(&words, last) {
        return Some("implements").filter(|_| !is_noun(&words[..last.start]));
    }
    // `thực hiện đánh giá theo Nghị định …`: what stands before `theo` is done by the paper, not to it.
    if &words[last.start..last.end] == "theo" {
        return Some(last.relation);
    }
    // `sơ kết 3 năm thực hiện`, `hướng dẫn thực hiện`: what is done to the paper stands first.
    let clause = words[..last.start].rfind(',').map_or(0, |comma| comma + 1);
    let earlier = all.iter().rev().find(|cue| cue.start >= clause && cue.end <= last.start);
    match earlier {
        Some(cue) if last.relation == "implements" && last.start - cue.start < NEAR => {
            Some(cue.relation)
        }
        _ => Some(last.relation),
    }
}

/// Whether `căn cứ` opens a ground of the paper, at the head of a clause: `Căn cứ Luật …`, `- Căn cứ Luật …`. Inside
/// one it tells those who act what to go by: `việc xử lý căn cứ quy định tại Nghị định …`.
fn opens_ground(words: &str, cue: &Cue) -> bool {
    let before = words[..cue.start].trim();
    let is_at_head = before.is_empty() || before.ends_with([',', '-', '–', '+', '*', ':']);
    is_at_head || before.ends_with(" và")
}

/// Whether the words before `căn cứ` make a noun of it: `một trong các căn cứ quy định tại …` (one of the grounds …).
fn is_noun(before: &str) -> bool {
    let word = before.trim_end().rsplit(' ').next().unwrap_or_default();
    ["các", "những", "là", "làm", "có", "hai", "ba", "của"].contains(&word)
}

/// The words of the sentence or item before byte `start`, at most [`REACH`] bytes of them: small letters on one line, a
/// blank at either end.
fn clause_before(text: &str, start: usize, place: Place) -> String {
    let before = span::slice(text, start.saturating_sub(REACH), start);
    let ends = before.match_indices([';', '\n', '.']).filter(|(at, mark)| match *mark {
        // A title is broken by hand; the members of a list stand below the words that announce them. A point inside a
        // number ends nothing.
        "\n" => {
            let is_heading = is_capital(before[..*at].rsplit('\n').next().unwrap_or_default())
                && is_capital(before[at + 1..].split('\n').next().unwrap_or_default());
            place == Place::Body && !before[..*at].trim_end().ends_with(':') && !is_heading
        }
        "." => before[at + 1..].starts_with([' ', '\n']),
        _ => true,
    });
    let before = before[ends.max().map_or(0, |(at, _)| at + 1)..].to_lowercase();
    format!(" {} ", super::wording::one_line(&without_titles(&before)))
}

/// Whether `words`, those before a citation, with the cues `all` say that another paper acts, or none.
fn does_nothing(words: &str, all: &[Cue]) -> bool {
    let Some(last) = all.last() else { return true };
    let is_expired = words[last.start..].starts_with("hết hiệu lực");
    let ends_itself = words[..last.start].trim_end().ends_with(" này");
    if is_expired && (ends_itself || !words[last.end..].contains(" này ")) {
        return true;
    }
    // `bổ sung nội dung đã được quy định tại Luật …`: what is changed is no part of the law.
    if changes(last.relation) && words[last.end..].contains("quy định cụ thể tại") {
        return true;
    }
    // `được thay thế bằng`: neither of the two does it.
    let is_done_by_other = [" bằng ", " bởi "].iter().any(|mark| words.ends_with(mark));
    let may_be_passive = ["implements", "annexed"].contains(&last.relation);
    if is_passive(&words[..last.start]) && !may_be_passive || is_done_by_other {
        return true;
    }
    // `Hiến pháp đã được sửa đổi theo Nghị quyết …`: the cited paper acts.
    // `được đính chính theo cách thức quy định tại Nghị định …`: it tells how.
    all.iter().any(|cue| {
        changes(cue.relation)
            && is_passive(&words[..cue.start])
            && names_agent(&words[cue.end..])
            && !words[cue.end..].contains(" quy định ")
    }) || last.relation == "implements" && only_points(words, last)
}

/// Whether the words behind a cue name a thing that the cited paper only rules:
/// `thực hiện dự án của cơ quan quy định tại Nghị định …`, `mang theo cờ, trừ trường hợp quy định tại …`; or a thing
/// that was given by it: `đã được cấp theo`.
fn only_points(words: &str, cue: &Cue) -> bool {
    const POINTS: [&str; 4] = [" quy định tại ", " quy định ở ", " nêu tại ", " quy định trong "];
    // What is obeyed are rules, wherever they stand.
    if ["tuân thủ", "chấp hành"].contains(&&words[cue.start..cue.end]) {
        return false;
    }
    let behind = &words[cue.end..];
    let thing = POINTS.iter().filter_map(|point| behind.rfind(point)).max();
    let thing = thing.map_or("", |at| &behind[..at]);
    let is_past = || {
        let before: Vec<&str> = words[..cue.start].rsplit(' ').take(MOST_WORDS_OF_PAST).collect();
        before.contains(&"được") && before.contains(&"đã")
    };
    let is_theo = &words[cue.start..cue.end] == "theo";
    thing.contains([',', ';'])
        || thing.split(' ').count() > MOST_WORDS_OF_THING
        || is_theo && is_past()
}

/// A thing of at most 5 words may stand between a cue and `quy định tại` (ruled in):
/// `thực hiện các nhiệm vụ quy định tại`. The value is one more, because the blank before the words is counted as an
/// empty one. A judgement.
const MOST_WORDS_OF_THING: usize = 6;

/// `đã được` (was) stands among the last 5 words before `theo` where something was given by a paper. The value is one
/// more, because the blank behind the words is counted as an empty one. A judgement.
const MOST_WORDS_OF_PAST: usize = 6;

/// Whether the words that amend belong to the name of an act: `Luật sửa đổi, bổ sung một số điều của` (the law that
/// amends …). What a paper promulgates (`ban hành Thông tư sửa đổi`) is itself.
fn is_name_of_act(words: &str, cues: &[Cue]) -> bool {
    let Some(first) = cues.iter().find(|cue| cue.relation == "amends") else { return false };
    let before = words[..first.start].trim_end();
    let law = ["bộ luật", "luật", "pháp lệnh"].iter().find_map(|kind| before.strip_suffix(kind));
    // `pháp luật điều chỉnh` (the law governs) names none.
    if before.ends_with("pháp luật") {
        return false;
    }
    let kind = law.or_else(|| kind_at_end(before).map(|(at, _)| &before[..at]));
    kind.is_some_and(|before| !before.trim_end().ends_with("ban hành"))
}

/// The words without what stands whole in quotation marks: a title says what another paper does.
fn without_titles(words: &str) -> String {
    let mut rest = words;
    let mut kept = String::with_capacity(words.len());
    while let Some((before, quoted)) = rest.split_once('“') {
        let Some((_, after)) = quoted.split_once('”') else { break };
        kept.push_str(before);
        rest = after;
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: Option<&str>) {
        let at = text.find("Nghị").expect("a citation");
        assert_eq!(before(text, at, Place::Body), wanted, "{text}");
    }

    #[test]
    fn the_nearest_cue_decides() {
        check("Sơ kết 3 năm thực hiện Nghị quyết 59", Some("reviews"));
        check("theo dõi, thực hiện Nghị quyết 59", Some("implements"));
        check("sửa đổi, bổ sung Quy chế ban hành kèm theo Nghị quyết 59", Some("amends"));
        check("hủy bỏ lệnh được lập theo Mẫu ban hành kèm theo Nghị quyết 59", Some("annexed"));
        check("Bãi bỏ một số cụm từ tại Nghị quyết 59", Some("amends"));
        check("tổ chức sơ kết Nghị quyết 59", Some("reviews"));
        check("Thay thế Nghị quyết 59", Some("replaces"));
        check("sửa đổi, bổ sung Nghị quyết 59", Some("amends"));
        check("ban hành kèm theo Nghị quyết 59", Some("annexed"));
        check("thực hiện xong. Nghị quyết 59", None);
        check("Trong Nghị quyết 59", None);
        check("được thay thế bằng Nghị quyết 59", None);
        check("Kế hoạch “thực hiện đề án” và Nghị quyết 59", None);
        check("Kế hoạch “về thực hiện Nghị quyết 59”", Some("implements"));
        check("trả lời Công văn của quý cơ quan theo Nghị quyết 59", Some("implements"));
        check("kiểm tra việc thực hiện Nghị quyết 59", Some("reviews"));
        check("Điều khoản thi hành\nNghị quyết 59", None);
    }
}
