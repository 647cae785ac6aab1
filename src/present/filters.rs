//! How the values of filters matched (exactly, or as a part of longer values), as JSON and as text.
//! In: values with their exactness. Out: views, and one line of text. Never decides what matches.

use serde::Serialize;
use vankien_search::FilterMatch;

/// A value of a filter, and how it matched.
#[derive(Debug, Serialize)]
pub struct FilterView<'a> {
    field: &'a str,
    value: &'a str,
    r#match: &'static str,
}

/// The views of all values, in order.
pub fn views(filters: &[FilterMatch]) -> Vec<FilterView<'_>> {
    fn view(one: &FilterMatch) -> FilterView<'_> {
        FilterView { field: &one.field, value: &one.value, r#match: one.exactness.name() }
    }
    filters.iter().map(view).collect()
}

/// All filters on one line: `filters: coquan "Tỉnh ủy" exact` (issuer: provincial committee); `None` without filters.
pub fn line(filters: &[FilterMatch]) -> Option<String> {
    if filters.is_empty() {
        return None;
    }
    let matches = filters
        .iter()
        .map(|one| format!("{} \"{}\" {}", one.field, one.value, one.exactness.name()));
    Some(format!("filters: {}", matches.collect::<Vec<_>>().join(", ")))
}
