//! Markdown: which bytes of a text are marks (markup, no words of the paper), and where its pages begin.
//! In: the text of the file. Out: the marks in order, each with the character that stands for it, and the bytes at
//! which pages begin. Lines stay as they are: no line end is a mark.
//! Never leaves out a word of the text or a label of a list. Marks are also the descriptions of pictures, the addresses
//! of links, HTML comments and lines that mark a page. A drawn rule stays, unless Markdown takes it for the underline
//! of a heading.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use vankien_text::span::{self, Span};

/// What the file says beyond its words.
#[derive(Debug, Default)]
pub struct Markdown {
    /// The bytes that are marks, in order, without overlaps, each with the character to be read instead: a tab for a
    /// mark between two cells, `&` for `&amp;`; `None` for a mark that is left out.
    pub markup: Vec<(Span, Option<char>)>,
    /// Bytes of the text at which pages 2, 3, … begin.
    pub page_starts: Vec<usize>,
}

/// Finds the marks and the pages of `text`.
pub fn parse(text: &str) -> Markdown {
    let (marks, page_starts) = page_marks(text);
    let mut kept = Kept::default();
    let mut rest = 0;
    // A mark of a page is no heading and no rule: the parser sees what stands between them.
    for mark in marks.iter().copied().chain([Span::new(text.len(), text.len())]) {
        kept.parse(text, Span::new(rest, mark.start));
        rest = mark.end;
    }
    Markdown { markup: kept.markup(text), page_starts }
}

/// Stretches of text that are kept.
#[derive(Debug, Default)]
struct Kept {
    /// Each with the character to be read instead: for a reference (`&amp;`) its character, for an HTML tag between
    /// cells a tab; `None` for text that stays as it is.
    spans: Vec<(Span, Option<char>)>,
}

/// Indented code is parsed as Markdown again, at most twice one inside the other: converters indent what they centre.
/// Deeper indented code stays as it is. A judgement, not measured.
const DEEPEST: usize = 2;

impl Kept {
    fn parse(&mut self, text: &str, part: Span) {
        self.parse_at(text, part, 0);
    }

    fn parse_at(&mut self, text: &str, part: Span, depth: usize) {
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        let events = Parser::new_ext(part.of(text), options).into_offset_iter();
        let mut in_image = 0;
        let mut is_indented = false;
        for (event, range) in events {
            let span = Span::new(part.start + range.start, part.start + range.end);
            match event {
                Event::Start(Tag::Image { .. }) => in_image += 1,
                Event::End(TagEnd::Image) => in_image -= 1,
                _ if in_image > 0 => {}
                Event::Start(Tag::CodeBlock(kind)) => is_indented = kind == CodeBlockKind::Indented,
                Event::End(TagEnd::CodeBlock) => is_indented = false,
                Event::Text(_) if is_indented && depth < DEEPEST => {
                    self.parse_at(text, unindented(text, span), depth + 1);
                }
                Event::Text(words) => self.text(text, span, &words),
                Event::Code(_) => self.keep(without_ticks(text, span)),
                Event::InlineHtml(_) | Event::Html(_) => self.html(text, span),
                Event::Rule => self.keep(span),
                Event::Start(Tag::Item) => self.keep(label(text, span)),
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str, span: Span, words: &str) {
        let is_reference = span.of(text).starts_with('&') && span.of(text) != words;
        match words.chars().next().filter(|_| is_reference) {
            Some(letter) => self.spans.push((span, Some(letter))),
            None => self.keep(span),
        }
    }

    fn keep(&mut self, span: Span) {
        if !span.is_empty() {
            self.spans.push((span, None));
        }
    }

    /// Keeps the words between HTML tags. A tag that parts two cells or lines becomes a tab.
    fn html(&mut self, text: &str, span: Span) {
        let mut from = span.start;
        let html = span.of(text);
        let mut at = 0;
        while let Some(open) = html[at..].find('<').map(|open| at + open) {
            let Some(length) = tag_length(&html[open..]) else {
                at = open + 1;
                continue;
            };
            self.keep(Span::new(from, span.start + open));
            at = open + length;
            from = span.start + at;
            if parts_cells(&html[open..at]) {
                self.spans.push((Span::new(span.start + open, from), Some('\t')));
            }
        }
        self.keep(Span::new(from, span.end));
    }

    /// All that is not kept, line ends and blanks aside; and the bars between cells.
    fn markup(mut self, text: &str) -> Vec<(Span, Option<char>)> {
        self.spans.sort_by_key(|(span, _)| *span);
        let mut writer = Marks { text, lines: lines(text), markup: Vec::new() };
        let mut from = 0;
        let end = (Span::new(text.len(), text.len()), None);
        for (span, stands_for) in self.spans.into_iter().chain([end]) {
            if span.start < from {
                continue;
            }
            writer.hide(Span::new(from, span.start));
            match stands_for {
                Some(_) => writer.markup.push((span, stands_for)),
                None => writer.bars(span),
            }
            from = span.end;
        }
        writer.markup
    }
}

/// A line of the text.
struct TextLine {
    /// The byte at which it begins.
    start: usize,
    /// Whether its first character that is no blank is a bar (`|`), as in rows of tables.
    is_row: bool,
    /// The bytes of the text at which its first and its last letter or figure begin; both 0 where it has none.
    words: (usize, usize),
}

fn lines(text: &str) -> Vec<TextLine> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let first = line.find(char::is_alphanumeric);
        let last = line.rfind(char::is_alphanumeric);
        let words = first.zip(last).map_or((0, 0), |(first, last)| (start + first, start + last));
        lines.push(TextLine { start, is_row: line.trim_start().starts_with('|'), words });
        start += line.len();
    }
    lines
}

/// The marks found so far.
struct Marks<'t> {
    text: &'t str,
    lines: Vec<TextLine>,
    markup: Vec<(Span, Option<char>)>,
}

impl Marks<'_> {
    /// Makes marks of all that stands in `gap` but blanks and line ends.
    fn hide(&mut self, gap: Span) {
        let mut at = gap.start;
        for word in gap.of(self.text).split_inclusive(char::is_whitespace) {
            let length = word.trim_end().len();
            if length > 0 {
                let stands_for = self.stands_for(at).filter(|_| word.contains('|'));
                self.markup.push((Span::new(at, at + length), stands_for));
            }
            at += word.len();
        }
    }

    /// Makes marks of the bars in `span` that stand on lines beginning with a bar: rows of a table that the parser did
    /// not recognise.
    fn bars(&mut self, span: Span) {
        for (offset, _) in span.of(self.text).match_indices('|') {
            let at = span.start + offset;
            if self.line_of(at).is_some_and(|line| line.is_row) {
                let stands_for = self.stands_for(at);
                self.markup.push((Span::new(at, at + 1), stands_for));
            }
        }
    }

    fn line_of(&self, at: usize) -> Option<&TextLine> {
        let next = self.lines.partition_point(|line| line.start <= at);
        next.checked_sub(1).map(|index| &self.lines[index])
    }

    /// A tab where words stand before and behind byte `at` on its line, so that a mark there parts two cells; else
    /// `None`.
    fn stands_for(&self, at: usize) -> Option<char> {
        let line = self.line_of(at)?;
        (line.words.0 < at && at < line.words.1).then_some('\t')
    }
}

/// A line of indented code without its blanks in front.
fn unindented(text: &str, span: Span) -> Span {
    let line = span.of(text);
    Span::new(span.end - line.trim_start_matches([' ', '\t']).len(), span.end)
}

/// The words of code between ticks.
fn without_ticks(text: &str, span: Span) -> Span {
    let code = span.of(text);
    let front = code.len() - code.trim_start_matches('`').len();
    let inner = code[front..].trim_end_matches('`');
    Span::new(span.start + front, span.start + front + inner.len())
}

/// The label of an item: `- `, `1. `, `2) `. It is text.
fn label(text: &str, span: Span) -> Span {
    let item = span.of(text);
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    let sign = item[digits..].chars().next().map_or(0, char::len_utf8);
    Span::new(span.start, span.start + digits + sign)
}

/// An HTML tag or comment has at most 4,000 bytes; what is longer is text. A judgement, not measured.
const LONGEST_TAG: usize = 4_000;

/// How many bytes the tag or comment at the beginning of `html` takes; `None` if none begins there.
fn tag_length(html: &str) -> Option<usize> {
    let html = span::slice(html, 0, LONGEST_TAG);
    if html.starts_with("<!--") {
        return html.find("-->").map(|end| end + 3);
    }
    let is_tag =
        html[1..].starts_with(|first: char| first.is_ascii_alphabetic() || "/!?".contains(first));
    html.find('>').filter(|_| is_tag).map(|end| end + 1)
}

/// Whether a tag is `br`, `td` or `th`, opening or closing: one that parts two lines or two cells.
fn parts_cells(tag: &str) -> bool {
    let name =
        tag[1..].trim_start_matches('/').split(|one: char| !one.is_ascii_alphanumeric()).next();
    let name = name.unwrap_or_default().to_ascii_lowercase();
    ["br", "td", "th"].contains(&name.as_str())
}

/// A line that marks a page or a picture has at most 120 bytes, blanks at its ends left out. A judgement, not measured.
const LONGEST_MARK: usize = 120;

/// The lines that mark a page or a picture (without their line ends), and the bytes at which pages 2, 3, … begin. A
/// mark that names its page tells how many pages stand before it: pages that no mark names begin at the same byte. A
/// mark that names an earlier page begins none.
fn page_marks(text: &str) -> (Vec<Span>, Vec<usize>) {
    let mut marks = Vec::new();
    let mut page_starts = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        if let Some(mark) = page_mark(body.trim()) {
            marks.push(Span::new(start, start + body.len()));
            let page = match mark {
                PageMark::Begins(number) => number,
                PageMark::Breaks => page_starts.len() + 2,
                PageMark::Picture => 1,
            };
            // Pages without text begin where the next one does.
            while page_starts.len() + 1 < page.min(MOST_PAGES) {
                page_starts.push(start);
            }
        }
        start += line.len();
    }
    (marks, page_starts)
}

/// At most 5,000 pages: a mark that names a later page counts as one of page 5,000. A judgement, not measured.
const MOST_PAGES: usize = 5_000;

/// What a line that marks a page or a picture says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageMark {
    /// The page with this number, from 1, begins.
    Begins(usize),
    /// The next page begins.
    Breaks,
    /// A picture stood there.
    Picture,
}

/// What a line marks; `None` for a line of text. It knows the forms of the converters whose output was seen: `# Page
/// 1`, `--- Page 1 ---`, `<!-- PageNumber="1" -->`, `<!-- PageBreak -->`, `{0}` with ten dashes or more (which counts
/// from 0), `<!-- image -->`, `![…](…)`.
fn page_mark(line: &str) -> Option<PageMark> {
    if line.len() > LONGEST_MARK {
        return None;
    }
    if let Some(rest) = line.strip_prefix('{') {
        let (number, rule) = rest.split_once('}')?;
        let is_rule = rule.len() >= 10 && rule.bytes().all(|byte| byte == b'-');
        return number
            .parse::<usize>()
            .ok()
            .filter(|_| is_rule)
            .map(|page| PageMark::Begins(page + 1));
    }
    if line.starts_with("![") && line.ends_with(')') && line.matches('(').count() == 1 {
        return Some(PageMark::Picture);
    }
    let comment = line.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    let inner = match comment {
        Some(inner) => inner,
        None => {
            let inner = line.trim_matches(['#', '-', '=', '*', '_', '[', ']', ' ']);
            // Words alone may be text: `Trang 5` (Page 5).
            if inner.len() == line.len() {
                return None;
            }
            inner
        }
    };
    let lower = inner.trim().to_lowercase();
    match lower.as_str() {
        "image" | "picture" | "picture text" => return comment.map(|_| PageMark::Picture),
        "pagebreak" | "page break" | "page-break" => return Some(PageMark::Breaks),
        _ => {}
    }
    let rest = ["pagenumber", "page", "trang"].iter().find_map(|word| lower.strip_prefix(word))?;
    let rest = rest.trim_start_matches([' ', '=', ':', '"', '\'', '#']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number: usize = rest[..digits].parse().ok().filter(|number| *number > 0)?;
    let behind = rest[digits..].trim_matches([' ', '"', '\'', '/']);
    let is_count = behind.is_empty()
        || ["of ", "trên "].iter().any(|word| behind.starts_with(word))
        || behind.bytes().all(|byte| byte.is_ascii_digit());
    is_count.then_some(PageMark::Begins(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text without its marks.
    fn plain(text: &str) -> String {
        let mut plain = String::new();
        let mut from = 0;
        for (span, stands_for) in parse(text).markup {
            assert!(span.start >= from && !span.of(text).contains('\n'), "{text:?} {span:?}");
            plain.push_str(&text[from..span.start]);
            plain.extend(stands_for);
            from = span.end;
        }
        plain + &text[from..]
    }

    #[test]
    fn marks_go_and_words_stay() {
        for (text, wanted) in [
            ("**CHÍNH PHỦ**", "CHÍNH PHỦ"),
            ("# NGHỊ ĐỊNH\n", " NGHỊ ĐỊNH\n"),
            ("*Hà Nội, ngày 26 tháng 3 năm 2021*", "Hà Nội, ngày 26 tháng 3 năm 2021"),
            ("1. Về\ntrách nhiệm\n2. Hai", "1. Về\ntrách nhiệm\n2. Hai"),
            ("- một\n- hai **ba**", "- một\n- hai ba"),
            ("a) một\nb) hai", "a) một\nb) hai"),
            ("**-----**\n\n*****\n\n-----", "-----\n\n*****\n\n-----"),
            ("Điều 1\\. Phạm vi & đối tượng &amp; khác", "Điều 1. Phạm vi & đối tượng & khác"),
            ("xem [Luật](http://a.vn/x) này", "xem Luật này"),
            ("một<br>hai <sup>1</sup>", "một\thai 1"),
            ("    **CHÍNH PHỦ**\n    Số: 1", "    CHÍNH PHỦ\n    Số: 1"),
            ("**ĐẢNG CỘNG SẢN\nVIỆT NAM**\n-------", "ĐẢNG CỘNG SẢN\nVIỆT NAM\n"),
            ("> trích", " trích"),
            ("5 * 3 * 2 và a_b_c", "5 * 3 * 2 và a_b_c"),
        ] {
            assert_eq!(plain(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn cells_are_parted_by_tabs() {
        let text = "| **CHÍNH PHỦ**<br>-- | **CỘNG HÒA** |\n|---|---|\n| Số: 1 | Hà Nội |\n";
        assert_eq!(plain(text), " CHÍNH PHỦ\t-- \t CỘNG HÒA \n\n Số: 1 \t Hà Nội \n");
        assert_eq!(plain("|\nBAN CHẤP HÀNH\nTRUNG ƯƠNG\n|\n"), "\nBAN CHẤP HÀNH\nTRUNG ƯƠNG\n\n");
        let html = "<table><tr><td>BỘ</td><td>CỘNG</td></tr></table>\n";
        assert_eq!(plain(html).split_whitespace().collect::<Vec<_>>(), ["BỘ", "CỘNG"]);
    }

    #[test]
    fn page_marks_begin_pages_and_are_no_text() {
        for (mark, page) in [
            ("# Page 2", Some(PageMark::Begins(2))),
            ("--- Page 3 ---", Some(PageMark::Begins(3))),
            ("{0}------------------------", Some(PageMark::Begins(1))),
            ("<!-- PageNumber=\"4\" -->", Some(PageMark::Begins(4))),
            ("<!-- PageBreak -->", Some(PageMark::Breaks)),
            ("**Trang 5/12**", Some(PageMark::Begins(5))),
            ("![](_page_0_Picture_0.jpeg)", Some(PageMark::Picture)),
            ("<!-- image -->", Some(PageMark::Picture)),
            ("Trang 5", None),
            ("## Page one", None),
            ("# Trang bị", None),
            ("-----", None),
        ] {
            assert_eq!(page_mark(mark), page, "{mark}");
        }
        let text = "# Page 1\n\nmột\n\n# Page 3\n\nba\n";
        assert_eq!(plain(text).replace(' ', ""), "\n\nmột\n\n\n\nba\n");
        let third = text.find("# Page 3").expect("it is there");
        assert_eq!(parse(text).page_starts, [third, third]);
    }
}
