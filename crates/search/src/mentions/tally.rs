//! Counts mentions: in all, by form, place and year.
//! In: one mention after the other. Out: the totals. Never drops one: the total equals the list.

use std::collections::BTreeMap;

use vankien_papers::document::Form;

/// The totals of a list of mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many mentions; of a number those that carry it: full, number and short forms.
    pub total: usize,
    /// How many papers hold one that is counted.
    pub papers: usize,
    /// How many of each form, those too that the total leaves out.
    pub by_form: BTreeMap<&'static str, usize>,
    /// How many of the total in each part of a paper.
    pub by_where: BTreeMap<&'static str, usize>,
    /// How many of the total in papers of each year; `undated` for papers without a date.
    pub by_year: BTreeMap<String, usize>,
    /// The paper that was counted last.
    last: Option<String>,
}

/// The word for a year that is not known.
pub const UNDATED: &str = "undated";

impl Tally {
    /// Counts one mention in the paper at `path` with this date.
    pub fn add(&mut self, path: &str, date: Option<&str>, form: Option<Form>, place: &'static str) {
        *self.by_form.entry(form_name(form)).or_default() += 1;
        if !is_counted(form) {
            return;
        }
        self.total += 1;
        *self.by_where.entry(place).or_default() += 1;
        let year = date.and_then(|date| date.get(..4)).unwrap_or(UNDATED);
        *self.by_year.entry(year.to_owned()).or_default() += 1;
        if self.last.as_deref() != Some(path) {
            self.papers += 1;
            self.last = Some(path.to_owned());
        }
    }

    /// Counts mentions of words of which nothing else is known.
    pub fn add_many(&mut self, count: usize) {
        self.total += count;
        *self.by_form.entry(form_name(None)).or_default() += count;
    }

    /// How many rows were listed.
    pub fn listed(&self) -> usize {
        self.by_form.values().sum()
    }
}

/// Whether the total counts mentions of this form; a phrase has none.
pub fn is_counted(form: Option<Form>) -> bool {
    matches!(form, None | Some(Form::Full | Form::Number | Form::Short))
}

/// The word that JSON uses for a form; `phrase` where words were asked for.
pub fn form_name(form: Option<Form>) -> &'static str {
    match form {
        None => "phrase",
        Some(Form::Full) => "full",
        Some(Form::Number) => "number",
        Some(Form::Short) => "short",
        Some(Form::Alias) => "alias",
        Some(Form::Itself) => "self",
        Some(Form::Title) => "title",
        Some(Form::Own) => "own",
    }
}
