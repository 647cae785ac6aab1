//! Where in a file something stands, in words.
//! In: page, lines, item. Out: `page 2, lines 3-5`, `khoản 1 Điều 5`. Never names a page that is not known.

/// The lines, behind the page where that is known.
pub fn page_and_lines(page: Option<u32>, lines: (u32, u32)) -> String {
    let lines = match lines {
        (first, last) if first == last => format!("line {first}"),
        (first, last) => format!("lines {first}-{last}"),
    };
    page.map_or_else(|| lines.clone(), |page| format!("page {page}, {lines}"))
}

/// An item as an office cites it, where it is of an article, else by its path; empty outside of items.
pub fn item_label(provision: Option<&str>, path: &str) -> String {
    match provision {
        Some(provision) => provision.to_owned(),
        None if path.is_empty() => String::new(),
        None => format!("section {path}"),
    }
}
