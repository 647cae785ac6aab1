//! What one paper does to the other that it cites, by the cue before the citation.
//! In: a text and the place of a citation. Out: `implements`, `replaces`, ….
//! Never looks beyond the sentence.

use std::sync::OnceLock;

use crate::document::{Citation, Form, Place};
use crate::table::rows;

/// How far before a citation its cue may stand, in bytes.
const REACH: usize = 240;

/// How far apart two cues may stand that make one statement, in bytes.
const NEAR: usize = 48;

/// What the paper does to what it cites, in a text that stands in this part of it; `None` without a
/// cue, and where it speaks of itself.
pub fn relation(text: &str, citation: &Citation, place: Place) -> Option<&'static str> {
    if matches!(citation.form, Form::Own | Form::Itself) {
        return None;
    }
    let after = &text[citation.span.end..];
    let after = after[super::behind::behind(after).length..].trim_start();
    if after.starts_with("hết hiệu lực") {
        return Some("repeals");
    }
    before(text, citation.span.start, place)
}

/// The relation that the words before byte `start` tell.
fn before(text: &str, start: usize, place: Place) -> Option<&'static str> {
    let from = (start.saturating_sub(REACH)..start).find(|at| text.is_char_boundary(*at))?;
    let before = &text[from..start];
    let ends = before.match_indices([';', '\n', '.']).filter(|(at, mark)| match *mark {
        // A title is broken by hand; a point inside a number ends nothing.
        "\n" => place == Place::Body,
        "." => before[at + 1..].starts_with([' ', '\n']),
        _ => true,
    });
    let before = before[ends.max().map_or(0, |(at, _)| at + 1)..].to_lowercase();
    let before = without_titles(&before);
    let words: String = format!(" {} ", super::wording::one_line(&before));
    let (start, relation) = last_cue(&words)?;
    // `được thay thế bằng`: neither of the two does it.
    let passive = [" được", " bị"].iter().any(|mark| words[..start].ends_with(mark));
    let other = [" bằng ", " bởi "].iter().any(|mark| words.ends_with(mark));
    if (passive && relation != "implements") || other {
        return None;
    }
    // `sơ kết 3 năm thực hiện`, `hướng dẫn thực hiện`: what is done to the paper stands first.
    let nearer = words[..start].rfind(',').map_or(0, |comma| comma + 1);
    let clause = &words[nearer..=start];
    match last_cue(clause) {
        Some((at, first)) if relation == "implements" && start - nearer - at < NEAR => Some(first),
        _ => Some(relation),
    }
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

/// The cue that ends last in `words`, the longest of those: where it begins, and its relation.
fn last_cue(words: &str) -> Option<(usize, &'static str)> {
    let found = cues().iter().filter_map(|[cue, relation]| {
        let at = words.rfind(&format!(" {cue} ")).max(words.rfind(&format!(" {cue}, ")))?;
        Some((at + cue.len(), cue.len(), at, *relation))
    });
    found.max().map(|(_, _, at, relation)| (at, relation))
}

fn cues() -> &'static [[&'static str; 2]] {
    static CUES: OnceLock<Vec<[&'static str; 2]>> = OnceLock::new();
    CUES.get_or_init(|| rows(include_str!("relations.tsv")).collect())
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
        check("tổ chức sơ kết Nghị quyết 59", Some("reviews"));
        check("Thay thế Nghị quyết 59", Some("replaces"));
        check("sửa đổi, bổ sung Nghị quyết 59", Some("amends"));
        check("ban hành kèm theo Nghị quyết 59", Some("annexed"));
        check("thực hiện xong. Nghị quyết 59", None);
        check("Trong Nghị quyết 59", None);
        check("được thay thế bằng Nghị quyết 59", None);
        check("Kế hoạch “thực hiện đề án” và Nghị quyết 59", None);
        check("Kế hoạch “về thực hiện Nghị quyết 59”", Some("implements"));
        check("trả lời Công văn của quý cơ quan theo Nghị quyết 59", Some("replies"));
        check("kiểm tra việc thực hiện Nghị quyết 59", Some("reviews"));
        check("Điều khoản thi hành\nNghị quyết 59", None);
    }
}
