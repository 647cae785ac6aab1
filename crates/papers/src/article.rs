//! Reads the parts of a newspaper article: date line, kicker, headline, captions, byline, crumbs.
//! In: the lines of a paper that has no official head. Out: the part of each line, and date and
//! headline. Never takes a paragraph of the body for a caption without a cue.

use std::sync::OnceLock;

use vankien_text::span::Span;

use super::date;
use super::line::{Layout, Line, is_capital};
use super::table::rows;
use crate::document::{Field, Masthead, Place};

/// The parts of an article.
#[derive(Debug, Default)]
pub struct Article<'a> {
    /// Every line with the part it belongs to.
    pub lines: Vec<(Place, Line<'a>)>,
    /// Date and headline.
    pub masthead: Masthead,
}

/// Longer than this, in characters, is a paragraph.
const PARAGRAPH: usize = 180;

/// Reads `lines` as an article; `None` where nothing shows that they are one.
pub fn article<'a>(lines: &[Line<'a>], layout: Layout) -> Option<Article<'a>> {
    if layout != Layout::Whole {
        return None;
    }
    let mut masthead = Masthead::default();
    let (first, rest) = lines.split_first()?;
    let crumb = crumb(*first);
    let (mark, opening) = match crumb {
        Some((mark, iso, opening)) => {
            masthead.date = field(iso, &mark, 0.7);
            (Some(mark), opening)
        }
        None => (None, Some(*first)),
    };
    let lines = || opening.iter().chain(rest);
    let last = usize::from(opening.is_some()) + rest.len();
    let body = lines().position(|line| line.width > PARAGRAPH).unwrap_or(last);
    let place = |(index, line): (usize, &Line<'_>)| {
        let head = index < body.min(6);
        match () {
            () if head && dateline(line, &mut masthead) => Place::Caption,
            () if head && masthead.title.is_none() && is_kicker(line.text) => Place::Headline,
            () if is_caption(line) => Place::Caption,
            () if head && masthead.title.is_none() && is_headline(line) => {
                masthead.title = field(line.text.to_owned(), line, 0.7);
                Place::Headline
            }
            () if index + 4 >= last && index > 0 && closes(line.text) => Place::Caption,
            () => Place::Body,
        }
    };
    let places: Vec<Place> = lines().enumerate().map(place).collect();
    let captioned =
        |(place, line): (&Place, &Line<'_>)| *place == Place::Caption && !is_cue(line.text);
    if masthead.date.is_none() && !places.iter().zip(lines()).any(captioned) {
        return None;
    }
    let mark = mark.map(|mark| (Place::Caption, mark)).into_iter();
    let lines = mark.chain(places.into_iter().zip(lines().copied())).collect();
    Some(Article { lines, masthead })
}

/// `date 2024-12 Quang cảnh`: the field of a collector, and the rest of its line.
fn crumb<'a>(line: Line<'a>) -> Option<(Line<'a>, String, Option<Line<'a>>)> {
    let rest = line.text.strip_prefix("date ")?;
    let end = rest.find(' ').unwrap_or(rest.len());
    let iso = &rest[..end];
    let shaped = matches!(iso.len(), 7 | 10)
        && iso.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let cut = line.span.start + "date ".len() + end;
    let mark = part(line, Span::new(line.span.start, cut));
    let behind = rest[end..].trim_start();
    let rest = (!behind.is_empty())
        .then(|| part(line, Span::new(line.span.end - behind.len(), line.span.end)));
    shaped.then(|| (mark, iso.to_owned(), rest))
}

fn part<'a>(line: Line<'a>, span: Span) -> Line<'a> {
    let text = &line.text[span.start - line.span.start..span.end - line.span.start];
    Line { span, text, width: text.chars().count(), ..line }
}

/// `17/01/2022 - 19:09`, `Thứ hai, 17/01/2022, 19:09 (GMT+7)`, `Ngày 17 tháng 1 năm 2022`.
fn dateline(line: &Line<'_>, masthead: &mut Masthead) -> bool {
    if line.width > 60 || masthead.date.is_some() {
        return false;
    }
    let bare = line.text.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let lead = line.text[..line.text.len() - bare.len()].to_lowercase();
    let led = lead.is_empty()
        || ["thứ", "chủ nhật", "ngày", "cập nhật", "đăng", "xuất bản"]
            .iter()
            .any(|word| lead.starts_with(word));
    // `19:09 17/01/2022` has the hour first.
    let hour = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let bare = bare
        .split_once([' ', ','])
        .filter(|(first, _)| first.contains(':') && hour(first))
        .map_or(bare, |(_, rest)| rest.trim_start_matches([' ', ',', '-', '|']));
    let Some((length, iso)) = date::read(bare).filter(|_| led) else { return false };
    let rest = bare[length..].chars().filter(|letter| letter.is_alphabetic()).count();
    if rest <= 6 {
        masthead.date = field(iso, line, 0.95);
    }
    rest <= 6
}

/// The line above a headline: who speaks, or the column of the paper.
fn is_kicker(text: &str) -> bool {
    text.ends_with(':') || (is_capital(text) && text.chars().count() <= 60)
}

fn is_headline(line: &Line<'_>) -> bool {
    (20..=PARAGRAPH).contains(&line.width) && !line.text.ends_with(['.', ';', ',', '…'])
}

const CUES: &str = include_str!("captions.tsv");

/// The rows of `captions.tsv` of one sort.
fn cues(sort: &'static str) -> impl Iterator<Item = &'static str> {
    static ROWS: OnceLock<Vec<[&'static str; 2]>> = OnceLock::new();
    let all = ROWS.get_or_init(|| rows(CUES).collect());
    all.iter().filter(move |[_, other]| *other == sort).map(|[cue, _]| *cue)
}

fn is_cue(text: &str) -> bool {
    let whole = |cue: &str| {
        let rest = text.strip_prefix(cue);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    };
    cues("opening").any(whole)
}

/// No caption is wider, in characters.
const WIDEST_CAPTION: usize = 140;

/// The words under a picture: short, opened by a cue, and no sentence; or a sentence that tells
/// what the picture shows.
fn is_caption(line: &Line<'_>) -> bool {
    let &Line { text, width, .. } = line;
    if width > WIDEST_CAPTION || !is_cue(text) {
        return false;
    }
    let shows = || cues("showing").any(|cue| text.contains(cue));
    let sentence = text.ends_with(['.', '!', '?']);
    !sentence || (width <= 110 && shows())
}

/// Byline, source and the buttons of the page.
fn closes(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let by_name = is_capital(text) && (2..=6).contains(&words) && !text.ends_with(['.', ':']);
    let labelled = cues("byline").any(|cue| text.starts_with(cue)) && text.chars().count() < 80;
    by_name || labelled || cues("button").any(|cue| text == cue)
}

fn field(value: String, line: &Line<'_>, confidence: f32) -> Option<Field<String>> {
    Some(Field { value, lines: (line.number, line.number), confidence })
}

#[cfg(test)]
mod tests {
    use super::super::line::{layout, lines};
    use super::*;
    use crate::document::LineKind;

    #[test]
    fn reads_the_parts_of_an_article() {
        let body = "Sáng 17-1, Ban Thường vụ họp kiểm điểm tập thể và cá nhân. ".repeat(5);
        let text = format!(
            "17/01/2022 - 19:09\n\nĐồng chí Lê Văn Tám, Bí thư Huyện ủy:\n\nTập trung thực hiện có hiệu quả nghị quyết\n\nĐồng chí Lê Văn Tám phát biểu kết luận.\n\n{body}\n\nTin, ảnh: ANH DŨNG\n\nChia sẻ bài viết"
        );
        let found = lines(&text);
        let article = article(&found, layout(&found, LineKind::Open).0).expect("an article");
        let places: Vec<Place> = article.lines.iter().map(|(place, _)| *place).collect();
        use Place::{Body, Caption, Headline};
        assert_eq!(places, [Caption, Headline, Headline, Caption, Body, Caption, Caption]);
        assert_eq!(article.masthead.date.expect("dated").value, "2022-01-17");
        assert_eq!(article.masthead.title.expect("titled").lines, (5, 5));
    }

    #[test]
    fn a_crumb_is_parted_from_the_caption_behind_it() {
        let text =
            format!("date 2024-12 Quang cảnh hội nghị\n\n{}.", "Hội nghị thống nhất ".repeat(20));
        let found = lines(&text);
        let article = article(&found, Layout::Whole).expect("an article");
        assert_eq!(article.lines[1].1.text, "Quang cảnh hội nghị");
        assert_eq!(article.masthead.date.expect("dated").value, "2024-12");
    }

    #[test]
    fn other_papers_are_none() {
        let found =
            lines("Điều 1. Phạm vi\nLuật này quy định.\nĐiều 2. Đối tượng\nLuật này áp dụng.");
        assert!(article(&found, Layout::Whole).is_none());
    }

    #[test]
    fn the_table_is_in_order() {
        let rows: Vec<&str> = CUES.lines().skip(1).collect();
        assert!(rows.is_sorted() && rows.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(CUES.starts_with("# ") && unicode_normalization::is_nfc(CUES));
    }
}
