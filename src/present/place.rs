//! Places in a paper, in words.
//! In: page, lines, item. Out: `page 2, lines 3-5`, `khoản 1 Điều 5` (clause 1 of Article 5). Never invents a page.

/// Page, if it is known, and lines: first and last, from 1, both inclusive.
pub fn page_and_lines(page: Option<u32>, lines: (u32, u32)) -> String {
    let lines = match lines {
        (first, last) if first == last => format!("line {first}"),
        (first, last) => format!("lines {first}-{last}"),
    };
    page.map_or_else(|| lines.clone(), |page| format!("page {page}, {lines}"))
}

/// An item as an office cites it, if it belongs to an article, or else by its path. Empty for text outside of items.
pub fn item_label(provision: Option<&str>, path: &str) -> String {
    match provision {
        Some(provision) => provision.to_owned(),
        None if path.is_empty() => String::new(),
        None => format!("section {path}"),
    }
}
