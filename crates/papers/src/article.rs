//! Reads the parts of a newspaper article: date line, kicker (the line above a headline), headline, captions, byline,
//! crumbs (fields that a crawler wrote before the text).
//! In: the lines of a paper that has no official head. Out: the place of each line, and date and headline. Never takes
//! a paragraph of the body for a caption without a cue (words of `captions.tsv`).

use std::sync::OnceLock;

use vankien_text::span::Span;

use super::date;
use super::heading::{self, Style};
use super::line::{Layout, Line, is_capital};
use super::table::rows;
use crate::document::{Field, Masthead, Place};

/// A newspaper article that was read.
#[derive(Debug, Default)]
pub struct Article<'a> {
    /// Every line with its place: `Headline` (also kicker), `Caption` (also date line, crumb, byline, buttons) or
    /// `Body`. A crumb is cut off its line and stands before the rest of it.
    pub lines: Vec<(Place, Line<'a>)>,
    /// Only the date and the title (the headline) are filled in.
    pub masthead: Masthead,
}

/// A headline has at most 180 characters (included); a wider line is a paragraph of the body. A judgement, not
/// measured.
const PARAGRAPH: usize = 180;

/// Reads `lines` as an article. `None` where nothing shows that they are one (no date, no byline or button at the end,
/// no headline above a report), and where the first lines are numbered items, as those of other papers are. Where a
/// layout other than [`Layout::Whole`] has paragraphs in several lines, only a headline above a blank line shows it.
pub fn article<'a>(lines: &[Line<'a>], layout: Layout) -> Option<Article<'a>> {
    if layout != Layout::Whole {
        return wrapped_report(lines);
    }
    let mut masthead = Masthead::default();
    let (first, rest) = lines.split_first()?;
    if is_numbered_paper(lines) {
        return None;
    }
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
            // The first line of a report is its headline, though it opens as captions do: `Ông …`, `Người dân …`.
            () if index == 0 && mark.is_none() && !is_kicker(line.text) && opens_report(line) => {
                masthead.title = field(line.text.to_owned(), line, 0.7);
                Place::Headline
            }
            () if head && masthead.title.is_none() && is_kicker(line.text) => Place::Headline,
            () if is_caption(line) => Place::Caption,
            () if head
                && masthead.title.is_none()
                && (is_headline(line) || index == 0 && opens_report(line)) =>
            {
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
    let is_told = masthead.date.is_some() || places.iter().zip(lines()).any(captioned);
    let is_titled_report = || masthead.title.is_some() && is_report(&lines().collect::<Vec<_>>());
    if !(is_told || is_titled_report()) {
        return None;
    }
    let mark = mark.map(|mark| (Place::Caption, mark)).into_iter();
    let lines = mark.chain(places.into_iter().zip(lines().copied())).collect();
    Some(Article { lines, masthead })
}

/// `date 2024-12 Quang cảnh`: the field `date` that a crawler wrote, its date (`2024-12` or `2024-12-05`), and the rest
/// of the line (`None` where nothing follows). `None` where the line begins otherwise.
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

/// The piece of `line` at `span`, which are bytes of the whole text.
fn part<'a>(line: Line<'a>, span: Span) -> Line<'a> {
    let text = &line.text[span.start - line.span.start..span.end - line.span.start];
    Line { span, text, width: text.chars().count(), ..line }
}

/// Whether the first line begins with a numbered item, or one of the first [`FIRST_LINES`] lines with an article, a
/// chapter, an annex or the like.
fn is_numbered_paper(lines: &[Line<'_>]) -> bool {
    let mut labels = lines.iter().take(FIRST_LINES).filter_map(|line| heading::label(line.text));
    lines.first().is_some_and(is_numbered) || labels.any(|label| label.is_heading())
}

/// Whether an item with a number or a letter begins on the line.
fn is_numbered(line: &Line<'_>) -> bool {
    heading::label(line.text).is_some_and(|label| !matches!(label.style, Style::Sign(_)))
}

/// At least 2 of the first [`FIRST_LINES`] lines of a report are wide and end as a sentence does. A judgement, not
/// measured.
const SENTENCES: usize = 2;

/// The first 12 lines are looked at to know a report or a numbered paper. A judgement, not measured.
const FIRST_LINES: usize = 12;

/// Whether the first of `lines` are those of a report: at least [`SENTENCES`] sentences of 50 characters or more, and
/// no numbered item.
fn is_report(lines: &[&Line<'_>]) -> bool {
    let first = &lines[..lines.len().min(FIRST_LINES)];
    let is_sentence =
        |line: &&&Line<'_>| line.width >= 50 && line.text.ends_with(['.', '”', '…', '?', '!']);
    first.iter().filter(is_sentence).count() >= SENTENCES
        && !first.iter().any(|line| is_numbered(line))
}

/// Whether the first line of a text may be its headline: 8 to [`PARAGRAPH`] characters, three words or more, and no
/// mark of a sentence or list at its end. A question mark may stand there.
fn opens_report(line: &Line<'_>) -> bool {
    (8..=PARAGRAPH).contains(&line.width)
        && line.text.split_whitespace().count() >= 3
        && !line.text.ends_with(['.', ';', ',', ':'])
}

/// At most 3 printed lines for a headline, for the date lines above it and for those below it. A judgement, not
/// measured.
const HEADLINE_LINES: usize = 3;

/// Reads a report whose paragraphs were broken into lines: its headline stands above a blank line. `None` where that is
/// missing, or where fewer than three wide lines or a numbered item follow.
fn wrapped_report<'a>(lines: &[Line<'a>]) -> Option<Article<'a>> {
    let mut masthead = Masthead::default();
    let mut places = vec![Place::Body; lines.len()];
    let mut at = 0;
    while at < lines.len().min(HEADLINE_LINES) && dateline(&lines[at], &mut masthead) {
        places[at] = Place::Caption;
        at += 1;
    }
    let end = (at + 1..lines.len().min(at + HEADLINE_LINES + 1))
        .find(|row| lines[*row].blank_before > 0)?;
    let title: Vec<&str> = lines[at..end].iter().map(|line| line.text).collect();
    let title = title.join(" ");
    let is_headline = (8..=PARAGRAPH).contains(&title.chars().count())
        && title.starts_with(|first: char| {
            first.is_uppercase() || first.is_ascii_digit() || "“\"'".contains(first)
        })
        && !title.ends_with(['.', ';', ',', ':'])
        && heading::label(&title).is_none();
    if !is_headline {
        return None;
    }
    places[at..end].fill(Place::Headline);
    for row in end..lines.len().min(end + HEADLINE_LINES) {
        if dateline(&lines[row], &mut masthead) {
            places[row] = Place::Caption;
        }
    }
    let below = lines[end..].iter().take(FIRST_LINES);
    let is_full = |line: &&Line<'_>| line.width >= 50;
    if below.clone().filter(is_full).count() < 3 || below.clone().any(is_numbered) {
        return None;
    }
    let (first, last) = (lines[at].number, lines[end - 1].number);
    masthead.title = Some(Field { value: title, lines: (first, last), confidence: 0.6 });
    Some(Article { lines: places.into_iter().zip(lines.iter().copied()).collect(), masthead })
}

/// Words and signs with which a date line opens, in small letters: day of the week, Sunday, day, updated, posted,
/// published, at, time, names of newspapers, according to.
const DATE_LEADS: [&str; 14] = [
    "thứ",
    "chủ nhật",
    "ngày",
    "cập nhật",
    "đăng",
    "xuất bản",
    "lúc",
    "thời gian",
    "vgp",
    "báo",
    "theo",
    "gmt",
    "(",
    "|",
];

/// A date line has at most 70 characters (included). A judgement, not measured.
const WIDEST_DATELINE: usize = 70;

/// Whether the line is a date line, whose date it then sets: `17/01/2022 - 19:09`, `19:09 17/01/2022`,
/// `Thứ hai, 17/01/2022, 19:09 (GMT+7)`, `Ngày 17 tháng 1 năm 2022`. `false` once the masthead has a date.
fn dateline(line: &Line<'_>, masthead: &mut Masthead) -> bool {
    if line.width > WIDEST_DATELINE || masthead.date.is_some() {
        return false;
    }
    let starts = line.text.char_indices().filter(|(at, one)| {
        let before = line.text[..*at].chars().next_back();
        one.is_ascii_digit()
            && !before.is_some_and(|before| before.is_alphanumeric() || "/:".contains(before))
    });
    let read = |at: usize| {
        let (length, iso) = date::read(&line.text[at..])?;
        (iso.len() == 10).then_some((at, length, iso))
    };
    let Some((at, length, iso)) = starts.map(|(at, _)| at).find_map(read) else { return false };
    let lead = line.text[..at].to_lowercase();
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_led = letters(&lead) == 0
        || DATE_LEADS.iter().any(|word| lead.trim_start().starts_with(word))
        || (letters(&lead) <= 24 && lead.trim_end().ends_with(['|', '-', ',', '(']));
    let is_date = is_led && letters(&line.text[at + length..]) <= 6;
    if is_date {
        masthead.date = field(iso, line, 0.95);
    }
    is_date
}

/// Whether a line stands above a headline as its kicker: it names who speaks (ends with a colon), or the column of the
/// newspaper (at most 60 characters in capitals).
fn is_kicker(text: &str) -> bool {
    text.ends_with(':') || (is_capital(text) && text.chars().count() <= 60)
}

/// Whether the line may be a headline: 20 to [`PARAGRAPH`] characters, and no mark of a sentence or list at its end.
fn is_headline(line: &Line<'_>) -> bool {
    (20..=PARAGRAPH).contains(&line.width) && !line.text.ends_with(['.', ';', ',', '…'])
}

/// The table of cues: words, and their sort (opening, showing, byline, button).
const CUES: &str = include_str!("captions.tsv");

/// The words of `captions.tsv` of one sort, in order of the table.
fn cues(sort: &'static str) -> impl Iterator<Item = &'static str> {
    static ROWS: OnceLock<Vec<[&'static str; 2]>> = OnceLock::new();
    let all = ROWS.get_or_init(|| rows(CUES).collect());
    all.iter().filter(move |[_, other]| *other == sort).map(|[cue, _]| *cue)
}

/// Whether `text` begins with the words that open a caption.
fn is_cue(text: &str) -> bool {
    let whole = |cue: &str| {
        let rest = text.strip_prefix(cue);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    };
    cues("opening").any(whole)
}

/// A caption has at most 140 characters (included). A judgement, not measured.
const WIDEST_CAPTION: usize = 140;

/// Whether the line is the words under a picture. A cue opens it, and it has at most [`WIDEST_CAPTION`] characters. If
/// it is a sentence, it has at most 110 characters and a word that tells what the picture shows.
fn is_caption(line: &Line<'_>) -> bool {
    let &Line { text, width, .. } = line;
    if width > WIDEST_CAPTION || !is_cue(text) {
        return false;
    }
    let shows = || cues("showing").any(|cue| text.contains(cue));
    let sentence = text.ends_with(['.', '!', '?']);
    !sentence || (width <= 110 && shows())
}

/// Whether the line is a byline, a source or a button of the web page. Only the last four lines are asked.
fn closes(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let by_name = is_capital(text) && (2..=6).contains(&words) && !text.ends_with(['.', ':']);
    let labelled = cues("byline").any(|cue| text.starts_with(cue)) && text.chars().count() < 80;
    by_name || labelled || cues("button").any(|cue| text == cue)
}

/// A field read from one line.
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
    fn date_lines_have_many_forms() {
        for (text, date) in [
            ("17/01/2022 - 19:09", Some("2022-01-17")),
            ("Thứ hai, 17/01/2022, 19:09 (GMT+7)", Some("2022-01-17")),
            ("Thứ 3 ngày 10/12/2024, 14:20 GMT+7", Some("2024-12-10")),
            ("14:30 25/02/2020", Some("2020-02-25")),
            ("Cập nhật lúc 10:20, Thứ sáu, 21/06/2024 (GMT+7)", Some("2024-06-21")),
            ("07:00 | 12/05/2023", Some("2023-05-12")),
            ("Ngày đăng: 12/05/2023", Some("2023-05-12")),
            ("VGP News | 15/04/2024 10:22", Some("2024-04-15")),
            ("Chủ nhật, ngày 5 tháng 6 năm 2022", Some("2022-06-05")),
            ("Báo Vân Hải - 05/08/2020 07:15", Some("2020-08-05")),
            ("Sáng 18/02/2023, hàng nghìn người dân có mặt", None),
            ("Quyết định số 12 ngày 18/02/2023 của tỉnh", None),
            ("16/19 chỉ tiêu đạt", None),
        ] {
            let lines = lines(text);
            let mut masthead = Masthead::default();
            let found = dateline(&lines[0], &mut masthead);
            assert_eq!(masthead.date.map(|date| date.value).as_deref(), date, "{text}");
            assert_eq!(found, date.is_some(), "{text}");
        }
    }

    #[test]
    fn a_headline_needs_neither_date_nor_caption() {
        let sentence = "Sáng 10/12, tại huyện Gia Bình, lãnh đạo tỉnh dự lễ khởi công dự án xây dựng sân bay mới.";
        let title = |text: &str| {
            let lines = lines(text);
            let article = article(&lines, layout(&lines, LineKind::Open).0)?;
            article.masthead.title.map(|title| title.value)
        };
        let whole = format!("Khởi công sân bay Gia Bình\n{sentence}\n{sentence}\n{sentence}");
        assert_eq!(title(&whole).as_deref(), Some("Khởi công sân bay Gia Bình"));
        let wrapped = "Khởi công sân bay Gia Bình, cách thành phố\nHải Dương 25 km\n\nSáng 10/12, tại huyện Gia Bình (tỉnh Bắc Ninh), Thủ tướng\nChính phủ dự lễ khởi công dự án xây dựng sân bay mới và phát biểu\nvới các đại biểu có mặt trong buổi lễ vào sáng hôm nay tại huyện.";
        assert_eq!(
            title(wrapped).as_deref(),
            Some("Khởi công sân bay Gia Bình, cách thành phố Hải Dương 25 km")
        );
        let law = "Quy định về đất đai\nĐiều 1. Phạm vi\nLuật này quy định về chế độ sở hữu đất đai, quyền và nghĩa vụ của người dân.\nĐiều 2. Đối tượng\nLuật này áp dụng đối với cơ quan nhà nước và người sử dụng đất trong cả nước.";
        assert_eq!(title(law), None);
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
