//! Makes blocks (paragraphs, tables) from the tags and the text of a web page.
//! In: tags and text in order. Out: blocks. Tags that are never closed, or closed twice, are tolerated; only an element
//! of `LEFT_OUT` that is never closed takes all text behind it, except a `head`, which ends at `body`.

use std::ops::Range;

use super::super::font::{self, LegacyFont};
use super::super::number_format;
use super::super::writing::{
    Block, MAX_TABLE_DEPTH, PAGE_BREAK, Run, Writing, push_page_break, push_text,
};

/// Elements whose contents nobody reads as text.
const LEFT_OUT: [&str; 10] = [
    "script", "style", "noscript", "template", "svg", "select", "button", "iframe", "head",
    "object",
];
/// Elements whose contents stand around the text of a page: menus, related lists, footers.
const OUTSIDE: [&str; 3] = ["nav", "aside", "footer"];
/// The values of the attribute `role` that say the same.
const OUTSIDE_ROLES: [&str; 3] = ["navigation", "complementary", "contentinfo"];
/// Elements that begin and end a line.
const BLOCKS: [&str; 31] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "section",
    "article",
    "header",
    "main",
    "blockquote",
    "pre",
    "hr",
    "center",
    "address",
    "fieldset",
    "figure",
    "figcaption",
    "table",
    "tr",
    "td",
    "th",
    "caption",
];
/// Void elements, which have no closing tag.
const VOID: [&str; 9] = ["br", "hr", "img", "input", "meta", "link", "wbr", "col", "area"];
/// At most 1,000 fonts and at most 1,000 lists are open at once. More deeply nested ones are ignored. A judgement, not
/// measured: it bounds the memory and the time for hostile pages (`benches/hostile.py`).
const MAX_OPEN: usize = 1_000;

/// An open table.
struct Table {
    rows: Vec<Vec<Vec<Block>>>,
    in_cell: bool,
    /// The blocks before the table, of the page or of the outer cell.
    outer: Vec<Block>,
}

/// An open list.
struct List {
    /// The next number and its format; `None` for a list with bullets.
    next: Option<(u32, String)>,
}

/// Builds the blocks of a page.
#[derive(Default)]
pub struct Reader {
    blocks: Vec<Block>,
    runs: Vec<Run>,
    tables: Vec<Table>,
    lists: Vec<List>,
    /// The labels of open list items that have no text yet, outermost first, each with the number of lists that were
    /// open around it. They are written before the next text, in whatever element of the item it stands.
    labels: Vec<(usize, String)>,
    /// Open elements that set a font, with that font. Open elements of the same names inside them are kept too.
    fonts: Vec<(String, Option<LegacyFont>)>,
    /// The element that is being left out, and how many of its name are open.
    skipped: Option<(String, usize)>,
    /// How many `pre` are open.
    preformatted: usize,
    /// The open element whose contents stand outside the text of the page (menu, aside, footer): its name, how many
    /// elements of this name are open, and the index of its first block.
    outside: Option<(String, usize, usize)>,
    /// As [`Writing::outside`].
    outside_runs: Vec<Range<usize>>,
}

impl Reader {
    /// A tag opens; `get` gives the value of an attribute of this tag.
    pub fn open(&mut self, name: &str, get: &dyn Fn(&str) -> Option<String>) {
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += usize::from(skipped == name);
            // A `head` without a closing tag ends where the body begins.
            if name == "body" && skipped == "head" {
                self.skipped = None;
            }
            return;
        }
        if LEFT_OUT.contains(&name) {
            self.skipped = Some((name.to_owned(), 1));
            return;
        }
        if BLOCKS.contains(&name) || OUTSIDE.contains(&name) {
            self.end_paragraph();
        }
        self.open_outside(name, get);
        if name == "p" {
            // A paragraph without a closing tag ends where the next one begins, and its font with it.
            self.end_font(name);
        }
        let style = get("style").unwrap_or_default().to_lowercase();
        if style.contains("page-break-before:always") || style.contains("page-break-before: always")
        {
            push_page_break(&mut self.runs);
        }
        let face = get("face").filter(|_| name == "font").or_else(|| family(&get("style")?));
        if let Some(face) = face.filter(|_| !VOID.contains(&name) && self.fonts.len() < MAX_OPEN) {
            let first = face.split(',').next().unwrap_or_default();
            let first = first.trim_matches([' ', '"', '\'']);
            self.fonts.push((name.to_owned(), font::legacy_font(first)));
        } else if self.fonts.iter().any(|(open, _)| open == name) && self.fonts.len() < MAX_OPEN {
            // Kept so that its closing tag does not close the outer element of the same name.
            let font = self.font();
            self.fonts.push((name.to_owned(), font));
        }
        self.begin(name, get);
    }

    /// Begins what the tag stands for: a line, a list, a table or a part of one.
    fn begin(&mut self, name: &str, get: &dyn Fn(&str) -> Option<String>) {
        match name {
            "br" => push_text(&mut self.runs, "\n", None),
            "pre" => self.preformatted += 1,
            "ul" | "ol" if self.lists.len() < MAX_OPEN => {
                let start = get("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                let next = (name == "ol").then(|| (start, get("type").unwrap_or_default()));
                self.lists.push(List { next });
            }
            "li" => self.label(),
            "table" if self.tables.len() < MAX_TABLE_DEPTH => {
                let outer = std::mem::take(&mut self.blocks);
                self.tables.push(Table { rows: Vec::new(), in_cell: false, outer });
            }
            "tr" => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            "td" | "th" => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.in_cell = true;
                }
            }
            _ => {}
        }
    }

    /// Closes the element of a tag that opens and closes at once (`<td/>`). In HTML `<p/>` and `<div/>` open an
    /// element, and void elements are never open: nothing happens for these.
    pub fn close_empty(&mut self, name: &str) {
        if !VOID.contains(&name) && !["p", "div"].contains(&name) {
            self.close(name);
        }
    }

    /// A tag closes.
    pub fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipped {
            if skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            return;
        }
        if BLOCKS.contains(&name) || OUTSIDE.contains(&name) {
            self.end_paragraph();
        }
        self.close_outside(name);
        self.end_font(name);
        match name {
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "li" => self.drop_labels(self.lists.len()),
            "ul" | "ol" => {
                self.lists.pop();
                self.drop_labels(self.lists.len() + 1);
            }
            "td" | "th" | "tr" => self.end_cell(),
            "table" => self.end_table(),
            _ => {}
        }
    }

    /// Text between tags.
    pub fn text(&mut self, text: &str) {
        if self.skipped.is_some() {
            return;
        }
        if self.preformatted > 0 {
            return self.push(text);
        }
        let blank = |letter: char| letter.is_ascii_whitespace();
        let mut shown = String::with_capacity(text.len());
        if text.starts_with(blank) && self.wants_blank() {
            shown.push(' ');
        }
        for word in text.split_ascii_whitespace() {
            if !shown.is_empty() && !shown.ends_with(' ') {
                shown.push(' ');
            }
            shown.push_str(word);
        }
        if text.ends_with(blank) && !shown.is_empty() && !shown.ends_with(' ') {
            shown.push(' ');
        }
        self.push(&shown);
    }

    /// The blocks of the page.
    pub fn finish(mut self) -> Writing {
        self.end_paragraph();
        while !self.tables.is_empty() {
            self.end_table();
        }
        // A menu that is never closed would take the whole page: it is read as text.
        Writing { blocks: self.blocks, outside: self.outside_runs, ..Writing::default() }
    }

    /// Begins a run of blocks outside the text, if the tag opens one. None begins in a table, whose blocks stand in
    /// cells, and none within another one.
    fn open_outside(&mut self, name: &str, get: &dyn Fn(&str) -> Option<String>) {
        match &mut self.outside {
            Some((open, depth, _)) => *depth += usize::from(open == name),
            None if self.tables.is_empty() && !VOID.contains(&name) => {
                let has_role = || get("role").is_some_and(|r| OUTSIDE_ROLES.contains(&r.as_str()));
                if OUTSIDE.contains(&name) || has_role() {
                    self.end_paragraph();
                    self.outside = Some((name.to_owned(), 1, self.blocks.len()));
                }
            }
            None => {}
        }
    }

    /// Ends the run of blocks outside the text, if the tag closes the element that began it.
    fn close_outside(&mut self, name: &str) {
        let Some((open, depth, first)) = &mut self.outside else { return };
        if open != name {
            return;
        }
        *depth -= 1;
        if *depth > 0 {
            return;
        }
        let first = *first;
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.end_paragraph();
        self.outside = None;
        if first < self.blocks.len() {
            self.outside_runs.push(first..self.blocks.len());
        }
    }

    /// Ends the font of an element, and the fonts of all elements that were left open in it.
    fn end_font(&mut self, name: &str) {
        if let Some(at) = self.fonts.iter().rposition(|(open, _)| open == name) {
            self.fonts.truncate(at);
        }
    }

    fn font(&self) -> Option<LegacyFont> {
        self.fonts.last().and_then(|(_, font)| *font)
    }

    /// Whether a blank may be written here: not at the beginning of a line, not after another blank.
    fn wants_blank(&self) -> bool {
        self.runs.last().is_some_and(|run| !run.text.ends_with([' ', '\n', PAGE_BREAK]))
    }

    /// Adds text to the open paragraph. The labels that wait for text stand before its first letter.
    fn push(&mut self, text: &str) {
        let font = self.font();
        let shown = text.trim_start();
        let blanks = &text[..text.len() - shown.len()];
        push_text(&mut self.runs, blanks, font);
        if !shown.is_empty() {
            for (_, label) in std::mem::take(&mut self.labels) {
                push_text(&mut self.runs, &label, None);
            }
        }
        push_text(&mut self.runs, shown, font);
    }

    /// Begins a list item: its number or dash waits for its text.
    fn label(&mut self) {
        let label = match self.lists.last_mut().map(|list| &mut list.next) {
            Some(Some((next, format))) => {
                *next = next.saturating_add(1);
                format!("{}. ", number_format::format_number(*next - 1, format))
            }
            _ => "- ".to_owned(),
        };
        let depth = self.lists.len();
        self.drop_labels(depth);
        self.labels.push((depth, label));
    }

    /// Drops the labels of items with at least `depth` lists around them: these items end without text. As in a word
    /// processor file, an item without text is counted and shows no label.
    fn drop_labels(&mut self, depth: usize) {
        self.labels.retain(|(lists, _)| *lists < depth);
    }

    fn end_paragraph(&mut self) {
        if self.runs.iter().all(|run| run.text.trim().is_empty() && !run.text.contains(PAGE_BREAK))
        {
            self.runs.clear();
        } else {
            self.blocks.push(Block::Paragraph(std::mem::take(&mut self.runs)));
        }
    }

    fn end_cell(&mut self) {
        self.end_paragraph();
        let Some(table) = self.tables.last_mut() else { return };
        if !std::mem::take(&mut table.in_cell) {
            return;
        }
        let cell = std::mem::take(&mut self.blocks);
        match table.rows.last_mut() {
            Some(row) => row.push(cell),
            None => table.rows.push(vec![cell]),
        }
    }

    fn end_table(&mut self) {
        self.end_cell();
        let Some(table) = self.tables.pop() else { return };
        // Text in a table but outside of its cells is put before the table, as browsers do.
        let stray = std::mem::replace(&mut self.blocks, table.outer);
        self.blocks.extend(stray);
        self.blocks.push(Block::Table(table.rows));
    }
}

/// The font families that a CSS style names, as written there; `None` if it names none.
fn family(style: &str) -> Option<String> {
    let at = style.to_ascii_lowercase().find("font-family")?;
    let rest = style.get(at + "font-family".len()..)?.trim_start().strip_prefix(':')?;
    Some(rest.split(';').next().unwrap_or(rest).to_owned())
}
