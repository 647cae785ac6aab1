//! Counts mentions: in all, by form of citation, by place in the paper (body, footnote …), by year.
//! In: one mention after the other. Out: the totals. Never drops one: the counts by form add up to the list. The total,
//! places and years leave out citations that do not print the number.

use std::collections::BTreeMap;

use vankien_papers::document::Form;

/// The totals of a list of mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many mentions. Of a number only those that print it, but not in the masthead of the paper that bears it: see
    /// [`is_counted`].
    pub total: usize,
    /// How many papers hold a counted mention.
    pub papers: usize,
    /// How many mentions of each form (see [`form_name`]); also forms that the total leaves out.
    pub by_form: BTreeMap<&'static str, usize>,
    /// How many counted mentions stand at each place of papers: masthead, body, footnote …
    pub by_where: BTreeMap<&'static str, usize>,
    /// How many counted mentions stand in papers of each year; [`UNDATED`] for papers without a date.
    pub by_year: BTreeMap<String, usize>,
    /// The path of the paper of the last counted mention; `None` before the first.
    last: Option<String>,
}

/// The word for an unknown year in [`Tally::by_year`].
pub const UNDATED: &str = "undated";

impl Tally {
    /// Counts one mention in the paper at `path`, which bears this `date`; `place` is the place in the paper. The
    /// mentions of one paper must come together.
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

    /// Counts mentions of words whose papers, places and years are not known: only in the total and by form.
    pub fn add_many(&mut self, count: usize) {
        self.total += count;
        *self.by_form.entry(form_name(None)).or_default() += count;
    }

    /// How many mentions were listed, those too that the total leaves out.
    pub fn listed(&self) -> usize {
        self.by_form.values().sum()
    }
}

/// Whether the total counts mentions of this form: citations that print the number, and all mentions of words (`None`).
/// Not the number in the masthead of the paper that bears it ([`Form::Own`]).
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
