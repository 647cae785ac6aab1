//! How the values of filters were met, as JSON and in words.
//! In: values with their exactness. Out: views and one line of text. Never decides what is met.

use serde::Serialize;
use vankien_search::FilterMatch;

/// A value of a filter, and how it was met.
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

/// One line for a reader: `filters: coquan "Tỉnh ủy" exact`; `None` where there is no filter.
pub fn line(filters: &[FilterMatch]) -> Option<String> {
    let told = filters
        .iter()
        .map(|one| format!("{} \"{}\" {}", one.field, one.value, one.exactness.name()));
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| format!("filters: {}", told.join(", ")))
}
