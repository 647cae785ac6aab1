//! Citations as JSON, as text and as a graph.
//! In: a [`Document`], a section as stored, or an index and a number. Out: the rows of `show`, `citations`, `cites`,
//! `cited-by`, and graphs.
//! Never leaves a key of JSON out: unknown values are null.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Result, Write};

use serde::Serialize;
use vankien_engine::paper_path;
use vankien_engine::{PaperRecord, SectionRecord};
use vankien_papers;
use vankien_papers::citation::{Provision, Relations, is_possible, provisions};
use vankien_papers::document::{Basis, Citation, Document, Form, Place};
use vankien_search::Searcher;
use vankien_search::identity::{Candidate, Decision};
use vankien_search::mentions::{Mention, Wanted};
use vankien_text::span::{Lines, Span};

use super::edits::round_to_hundredths;
use super::place::{self, page_and_lines};
use super::reasons::{self, ReasonView};
use super::stated::{self, StatedView};
use super::style::Style;

/// A citation in JSON.
#[derive(Debug, Serialize)]
pub struct CitationView {
    r#type: &'static str,
    /// The file that cites.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: String,
    /// The number of the paper that cites; `None` if none was found in it. In a file of several papers the number of
    /// the first, whichever of them cites.
    pub document: Option<String>,
    /// The section of the citing paper: item numbers from the outermost to the innermost, such as `2/3`. Empty for text
    /// outside of numbered items.
    pub section: String,
    /// The same as an office cites it, if it belongs to an article: `khoản 2 Điều 5` (clause 2 of Article 5).
    #[serde(skip)]
    pub provision: Option<String>,
    /// The words of the citation, on one line.
    pub surface: String,
    /// The canonical number of the cited paper, printed there or told by the paper or the index; `None` if it cannot be
    /// told, as for `Nghị quyết 59` (resolution 59) without an issuer.
    pub canonical: Option<String>,
    kind: Option<String>,
    issuer: Option<String>,
    date: Option<String>,
    /// The form of the citation: full, number, short, alias, …
    pub form: Form,
    /// What the citing paper does to the cited one: implements, based_on, amends, …; `None` if the text does not tell,
    /// or tells what is not possible ([`is_possible`]).
    pub relation: Option<&'static str>,
    /// The articles, clauses, … of the cited paper that it cites; empty if it cites the paper as a whole.
    provisions: Vec<Provision>,
    /// First and last line of the extracted text, from 1, both inclusive.
    pub lines: (u32, u32),
    /// The page, from 1, if it is known.
    pub page: Option<u32>,
    r#where: Place,
    confidence: f32,
    /// The date that distinguishes the cited paper from its namesakes, if it is known.
    pub of_date: Option<String>,
    /// The papers that it may mean: at most 20 that the index holds or finds cited, or else what the citing paper
    /// itself leaves open. Empty if nothing has to be decided, or if it is decided for a citation with a whole number
    /// or with the name of a law. For a bare number the papers that are meant stay here, beside `of_date`. `reason`
    /// says that there are more than 20, unless it gives another reason.
    #[serde(serialize_with = "reasons::serialize_candidates")]
    pub candidates: Vec<Candidate>,
    /// Why it means this paper.
    #[serde(flatten)]
    pub reason: ReasonView,
    #[serde(skip)]
    basis: Basis,
}

impl CitationView {
    /// Whether the paper itself cites another paper: neither by its own number nor by a word for itself. What stands in
    /// front matter, back matter or a stamp cites nothing.
    pub fn is_outward(&self) -> bool {
        !self.form.is_of_itself() && self.r#where.is_of_paper()
    }

    /// Adds what the index knows of the cited paper.
    fn decided(self, decision: Decision) -> CitationView {
        let none = decision.candidates.is_empty();
        CitationView {
            candidates: if none { self.candidates } else { decision.shown_candidates().to_vec() },
            canonical: self.canonical.or(decision.number),
            of_date: decision.date.or(self.of_date),
            reason: reasons::view(decision.reason.as_ref(), self.basis),
            ..self
        }
    }

    /// The name of the cited paper in a graph: number and date, or the words of the citation.
    fn node(&self) -> String {
        match (&self.canonical, &self.of_date) {
            (Some(number), Some(date)) => format!("{number} ({date})"),
            (Some(number), None) => number.clone(),
            (None, _) => self.surface.clone(),
        }
    }

    fn of(
        path: &str,
        document: Option<&str>,
        text: &str,
        place: Place,
        citation: &Citation,
        relation: Option<&'static str>,
    ) -> CitationView {
        let owned = |name: &Option<std::borrow::Cow<'static, str>>| {
            name.as_ref().map(|name| name.clone().into_owned())
        };
        CitationView {
            r#type: "citation",
            path: path.to_owned(),
            document: document.map(str::to_owned),
            section: String::new(),
            provision: None,
            surface: citation.surface(text),
            canonical: citation.canonical.clone(),
            kind: owned(&citation.kind),
            issuer: owned(&citation.issuer),
            date: citation.date.clone(),
            form: citation.form,
            // The caller has left out what is not possible (`is_possible`).
            relation,
            provisions: provisions(text, citation),
            lines: (0, 0),
            page: None,
            r#where: place,
            confidence: round_to_hundredths(citation.confidence),
            of_date: citation.of_date.clone(),
            candidates: citation.candidates.iter().map(|name| Candidate::of_name(name)).collect(),
            reason: reasons::view(None, citation.basis),
            basis: citation.basis,
        }
    }
}

/// What a paper cites, and what it says of two others, each in the order of its sections. Citations that are not
/// outward ([`CitationView::is_outward`]) are among them.
#[derive(Default)]
pub struct Cited {
    /// The citations.
    pub citations: Vec<CitationView>,
    /// What it says of two others: that decree A amends decree B.
    pub stated: Vec<StatedView>,
}

/// What the paper at `path` cites (also what is not outward, see [`CitationView::is_outward`]), and what it says of two
/// others. `text` is its extracted text. `decide` gets the text of a section and a citation in it, and gives what the
/// index knows of the cited paper.
pub fn of_document(
    path: &str,
    text: &str,
    document: &Document,
    decide: impl Fn(&str, &Citation) -> Decision,
) -> Cited {
    let lines = Lines::of(text);
    let own = document.masthead.number.as_ref().map(|field| field.value.as_str());
    let mut cited = Cited::default();
    for section in &document.sections {
        let citations = &section.citations;
        let relations = Relations::of_section(section);
        let place_of = |span: Span| {
            let lines = section.lines_of(span, &lines);
            (lines, document.page_of(lines.0))
        };
        for (at, citation) in citations.iter().enumerate() {
            let (lines, page) = place_of(citation.span);
            let masthead = &document.masthead;
            let relation = relations.to(at);
            let relation = relation.filter(|relation| is_possible(relation, citation, masthead));
            let view =
                CitationView::of(path, own, &section.text, section.place, citation, relation);
            cited.citations.push(CitationView {
                section: section.path_of(citation.span).to_owned(),
                provision: vankien_papers::provision(&section.text, &section.inner, citation.span),
                lines,
                page,
                ..view.decided(decide(&section.text, citation))
            });
        }
        let all = 0..citations.len();
        let found = (section.text.as_str(), citations.as_slice());
        cited.stated.extend(stated::of_section(path, found, &relations, &all, place_of));
    }
    cited
}

/// What a paper does to those that one of its stored sections cites, as the words tell it (also what is not possible,
/// see [`is_possible`]), and what that section says of two others.
pub fn record_relations(section: &SectionRecord) -> Relations<'_> {
    section.relations()
}

/// A citation of a stored section, on these lines and this page, with its relation ([`record_relations`]), which is
/// left out where it is not possible. `decision` is what the index knows of the cited paper.
pub fn record_citation(
    paper: &PaperRecord,
    section: &SectionRecord,
    (citation, relation): (&Citation, Option<&'static str>),
    (lines, page): ((u32, u32), Option<u32>),
    decision: Decision,
) -> CitationView {
    let own = paper.masthead.number.as_ref().map(|field| field.value.as_str());
    let relation = relation.filter(|relation| is_possible(relation, citation, &paper.masthead));
    let view =
        CitationView::of(&section.path, own, &section.text, section.place, citation, relation);
    CitationView {
        section: section.path_of(citation.span).to_owned(),
        provision: section.provision_of(citation.span),
        lines,
        page,
        ..view.decided(decision)
    }
}

/// The citation of a mention of a number, whose section has these relations; `None` for a mention of words.
fn mention_citation(
    mention: &Mention<'_>,
    relations: &[Option<&'static str>],
) -> Option<CitationView> {
    let (section, lines) = (mention.section, mention.lines());
    let place = (lines, section.page_of(lines.0));
    let citation = mention.citation?;
    let at = section.citations.partition_point(|one| one.span < citation.span);
    let relation = relations.get(at).copied().flatten();
    let decision = mention.decision.clone();
    Some(record_citation(mention.paper, section, (citation, relation), place, decision))
}

/// A place that concerns a cited paper.
pub enum Citing {
    /// Another paper cites it.
    Citation(Box<CitationView>),
    /// Another paper says what the cited paper does to a third one, or a third one to it.
    Stated(StatedView),
}

/// Calls `hand_on` with each place where another paper cites the paper that `number` names, or may cite it, by path of
/// the citing paper, until it gives `false`. `number` may come with filters; without a number nothing is handed on.
/// What a section says of the paper and a third one comes before the first citation of the paper in that section, but
/// only if the number of the paper can be told from the section: not for a bare number or the name of a law.
pub fn cited_by(
    searcher: &Searcher,
    number: &str,
    mut hand_on: impl FnMut(Citing) -> bool,
) -> crate::error::Result<()> {
    // The section of the last mention: path and first line, its relations, and its statements not yet handed on.
    let mut last = (String::new(), 0);
    let mut relations: Vec<Option<&'static str>> = Vec::new();
    let mut stated: Vec<StatedView> = Vec::new();
    // The numbers whose statements were handed on.
    let mut told = BTreeSet::new();
    searcher.mentions(number, Wanted::default(), |mention| {
        let record = mention.section;
        let section = (record.path.clone(), record.lines.0);
        if last != section {
            let of_section = record_relations(record);
            let all = 0..record.citations.len();
            relations = all.clone().map(|at| of_section.to(at)).collect();
            stated = stated::of_record(mention.paper, record, &of_section, &all);
            told.clear();
            last = section;
        }
        let view = mention_citation(mention, &relations).filter(CitationView::is_outward);
        let Some(view) = view else { return true };
        let is_meant = |row: &StatedView| {
            [&row.subject, &row.object].into_iter().any(|one| view.canonical.as_ref() == Some(one))
        };
        // What is said of other papers waits for the first citation of those.
        let mut meant = Vec::new();
        if told.insert(view.canonical.clone()) {
            (meant, stated) = std::mem::take(&mut stated).into_iter().partition(is_meant);
        }
        meant.into_iter().all(|row| hand_on(Citing::Stated(row)))
            && hand_on(Citing::Citation(Box::new(view)))
    })?;
    Ok(())
}

/// Writes citations as text: the path of the citing paper where it changes, a line for each citation, and below that a
/// line for each paper that it may mean.
#[derive(Debug, Default)]
pub struct TextWriter {
    /// The citing paper of the last line.
    path: String,
}

impl TextWriter {
    /// Writes one citation.
    pub fn write(&mut self, out: &mut impl Write, view: &CitationView, style: Style) -> Result<()> {
        if view.path != self.path {
            self.path.clone_from(&view.path);
            writeln!(out, "{}", style.strong(&paper_path::shown(&view.path)))?;
        }
        let number = view.canonical.as_deref().unwrap_or("?");
        let place = page_and_lines(view.page, view.lines);
        let item = place::item_label(view.provision.as_deref(), &view.section);
        let place = match view.page {
            None if !item.is_empty() => format!("{item}, {place}"),
            _ => place,
        };
        let place = style.quiet(&place);
        let form = serde_json::to_value(view.form).ok();
        let form = form.as_ref().and_then(|form| form.as_str()).unwrap_or_default();
        let relation = view.relation.unwrap_or("cites");
        writeln!(out, "  {number:<18} {form:<7}{relation:<11} {}  {place}", view.surface)?;
        for candidate in &view.candidates {
            writeln!(out, "      may be {}", reasons::candidate(candidate))?;
        }
        Ok(())
    }
}

/// A graph of papers and their relations.
#[derive(Debug, Default, Serialize)]
pub struct Graph {
    /// Citing papers (number and path, or the path alone) and cited papers (number, and date if known; or the words of
    /// the citation), sorted. A paper that cites and is cited is two nodes.
    pub nodes: Vec<String>,
    /// The relations.
    pub edges: Vec<GraphEdge>,
}

/// A relation of one paper to another.
#[derive(Debug, Serialize)]
pub struct GraphEdge {
    /// The paper that cites.
    pub from: String,
    /// The paper that is cited.
    pub to: String,
    /// The relation: cites, implements, amends, …
    pub relation: &'static str,
    /// The number of citations.
    pub count: usize,
}

impl Graph {
    /// The graph of those of the citations that are outward ([`CitationView::is_outward`]).
    pub fn of(views: &[CitationView]) -> Graph {
        let mut counts: BTreeMap<(String, String, &'static str), usize> = BTreeMap::new();
        for view in views.iter().filter(|view| view.is_outward()) {
            let from = match &view.document {
                Some(number) => format!("{number} [{}]", paper_path::shown(&view.path)),
                None => paper_path::shown(&view.path).into_owned(),
            };
            *counts.entry((from, view.node(), view.relation.unwrap_or("cites"))).or_default() += 1;
        }
        let ends = counts.keys().flat_map(|(from, to, _)| [from.clone(), to.clone()]);
        let nodes: BTreeSet<String> = ends.collect();
        let edge = |((from, to, relation), count)| GraphEdge { from, to, relation, count };
        Graph { nodes: nodes.into_iter().collect(), edges: counts.into_iter().map(edge).collect() }
    }

    /// Writes the graph for Graphviz. The label of an edge is its relation, with the number of several citations:
    /// `amends ×2`.
    pub fn write_dot(&self, out: &mut impl Write) -> Result<()> {
        let quoted =
            |name: &str| format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""));
        writeln!(out, "digraph papers {{")?;
        for node in &self.nodes {
            writeln!(out, "  {};", quoted(node))?;
        }
        for GraphEdge { from, to, relation, count } in &self.edges {
            let label =
                if *count > 1 { format!("{relation} ×{count}") } else { (*relation).into() };
            writeln!(out, "  {} -> {} [label={}];", quoted(from), quoted(to), quoted(&label))?;
        }
        writeln!(out, "}}")
    }
}
