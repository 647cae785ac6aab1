//! Queries in the language of OpenSearch for what a plan asks.
//! In: words, phrases, filters. Out: JSON. Never scores as this program does: the cluster only picks candidates.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::analyse::{self, NUMBER_LEAD, OWN_LEAD};
use crate::filter::{ChosenPapers, ColumnFilter};
use crate::paper_path;
use crate::plan::{Numbers, Phrase, TextField};
use crate::terms::Terms;

/// A field of terms, as typed; its name with `_folded` behind it is that of their folded forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The text.
    Text,
    /// The second readings.
    Second,
    /// The heading.
    Title,
}

impl Field {
    fn typed(self) -> &'static str {
        match self {
            Field::Text => "text",
            Field::Second => "second",
            Field::Title => "title",
        }
    }

    fn folded(self) -> &'static str {
        match self {
            Field::Text => "text_folded",
            Field::Second => "second_folded",
            Field::Title => "title_folded",
        }
    }
}

impl From<TextField> for Field {
    fn from(field: TextField) -> Field {
        match field {
            TextField::Text => Field::Text,
            TextField::Second => Field::Second,
        }
    }
}

/// Nothing.
pub fn none() -> Value {
    json!({ "match_none": {} })
}

/// All of `queries`, without a score.
pub fn all(queries: Vec<Value>) -> Value {
    json!({ "bool": { "filter": queries } })
}

/// At least one of `queries`; nothing where there are none.
pub fn any(mut queries: Vec<Value>) -> Value {
    match queries.len() {
        0 => none(),
        1 => queries.remove(0),
        _ => json!({ "bool": { "should": queries, "minimum_should_match": 1 } }),
    }
}

/// All that `query` does not match.
pub fn not(query: &Value) -> Value {
    json!({ "bool": { "must_not": [query] } })
}

/// The sections that hold a word in a field. `exact`: with the typed marks.
pub fn word(terms: &Terms, field: Field, exact: bool) -> Value {
    match term_of(terms, field, exact) {
        Term::One(field, term) => json!({ "term": { (field): term } }),
        Term::Some(field, terms) => json!({ "terms": { (field): terms } }),
    }
}

/// What a word stands for in the fields of a cluster.
enum Term<'t> {
    One(&'static str, &'t str),
    Some(&'static str, Vec<&'t str>),
}

fn term_of(terms: &Terms, field: Field, exact: bool) -> Term<'_> {
    match terms {
        Terms::Typed(term) => Term::One(field.typed(), term),
        Terms::AnyMarks(term) if exact && analyse::has_marks(term) => {
            Term::One(field.typed(), term)
        }
        Terms::AnyMarks(term) => Term::One(field.folded(), analyse::folded(term)),
        Terms::Forms(forms) => {
            let forms = forms.iter().filter(|form| !exact || form.is_exact);
            Term::Some(field.typed(), forms.map(|form| form.term.as_str()).collect())
        }
    }
}

/// The sections that hold the words of a phrase side by side. `exact`: all with the typed marks.
pub fn phrase(phrase: &Phrase, exact: bool) -> Value {
    let field = Field::from(phrase.field);
    let words: Vec<Term<'_>> =
        phrase.words.iter().map(|word| term_of(word, field, exact)).collect();
    let query = match &words[..] {
        [] => none(),
        [_] => word(&phrase.words[0], field, exact),
        [Term::One(first, _), ..] if words.iter().all(|one| one.is_one_in(first)) => {
            let terms: Vec<&str> = words.iter().filter_map(Term::one).collect();
            json!({ "match_phrase": { (*first): terms.join(" ") } })
        }
        _ => spans(&words, field),
    };
    match &phrase.only {
        Some(paths) => all(vec![query, at_paths(paths)]),
        None => query,
    }
}

/// The papers and sections at paths with their origins ([`paper_path`]).
fn at_paths(paths: &BTreeSet<String>) -> Value {
    let mut by_origin: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        if let (path, Some(origin)) = paper_path::split(path) {
            by_origin.entry(origin).or_default().push(path);
        }
    }
    let of_origin = |(origin, paths): (&str, Vec<&str>)| {
        all(vec![json!({ "term": { "origin": origin } }), json!({ "terms": { "path": paths } })])
    };
    any(by_origin.into_iter().map(of_origin).collect())
}

impl<'t> Term<'t> {
    fn is_one_in(&self, field: &str) -> bool {
        matches!(self, Term::One(of, _) if *of == field)
    }

    fn one(&self) -> Option<&'t str> {
        match self {
            Term::One(_, term) => Some(term),
            Term::Some(..) => None,
        }
    }
}

/// Words side by side of which some stand in the field of folded terms or stand for several terms. The two fields have
/// the same places.
fn spans(words: &[Term<'_>], field: Field) -> Value {
    let typed = field.typed();
    let span = |of: &'static str, term: &str| {
        let one = json!({ "span_term": { (of): term } });
        if of == typed {
            one
        } else {
            json!({ "span_field_masking": { "query": one, "field": typed } })
        }
    };
    let mut clauses = Vec::new();
    for word in words {
        clauses.push(match word {
            Term::One(of, term) => span(of, term),
            Term::Some(_, terms) if terms.is_empty() => return none(),
            Term::Some(of, terms) => {
                let spans: Vec<Value> = terms.iter().map(|term| span(of, term)).collect();
                json!({ "span_or": { "clauses": spans } })
            }
        });
    }
    json!({ "span_near": { "clauses": clauses, "slop": 0, "in_order": true } })
}

/// The sections that hold one of these terms of the text.
pub fn any_term(terms: &[String]) -> Value {
    json!({ "terms": { "terms": terms } })
}

/// The sections that bear one of the numbers asked for, or are the units asked for (by their keys).
pub fn bears(numbers: &Numbers, units: &[String]) -> Value {
    let own: Vec<String> = numbers.own.iter().map(|key| format!("{OWN_LEAD}{key}")).collect();
    any(vec![any_term(&own), json!({ "ids": { "values": units } })])
}

/// The sections that cite one of the numbers, or are the units; with `aside` those that cite them aside, too.
pub fn cites(numbers: &Numbers, units: &[String], aside: bool) -> Value {
    let aside = numbers.aside.iter().filter(|_| aside);
    let cited = numbers.cited.iter().chain(aside);
    let cited: Vec<String> = cited.map(|key| format!("{NUMBER_LEAD}{key}")).collect();
    any(vec![any_term(&cited), json!({ "ids": { "values": units } })])
}

/// The papers that match all filters, and their sections.
pub fn chosen(papers: &ChosenPapers) -> Value {
    filters(papers.filters.iter().flatten())
}

/// The papers that match `filters`, and their sections.
pub fn filters<'f>(filters: impl Iterator<Item = &'f ColumnFilter>) -> Value {
    let met = filters.map(|filter| {
        let name = filter.column.name();
        let mut accepted = vec![json!({ "terms": { (name): filter.values } })];
        if filter.accepts_missing {
            accepted.push(not(&json!({ "exists": { "field": name } })));
        }
        any(accepted)
    });
    all(met.collect())
}
