//! The table of the addresses of the server; only [`METRICS`] is apart. Made from it: the router and, of the routes below
//! `/api/`, the OpenAPI document.
//! In: nothing. Out: the table. Answers only `/api/v1/openapi.json` itself; other modules answer the rest.

use super::asked::Asked;
use super::reply::{Problem, Reply};
use super::route::{Kind, Parameter, Route};
use super::{api, openapi, original, page};

const fn parameter(name: &'static str, kind: Kind, what: &'static str) -> Parameter {
    Parameter { name, what, required: false, kind }
}

// Parameters that several addresses share.

const QUESTION: Parameter = Parameter {
    required: true,
    ..parameter("q", Kind::Text, "Words, \"phrases\", numbers of papers, filters such as nam:2024.")
};
const OPTIONAL_QUESTION: Parameter =
    parameter("q", Kind::Text, "Words, \"phrases\", numbers of papers, filters; none for all.");
const ID: Parameter = Parameter {
    required: true,
    ..parameter("id", Kind::Text, "The id of a paper; below /api its number works too.")
};
const COUNT: Parameter =
    parameter("n", Kind::Count, "Number of rows; 0 for as many as one answer holds.");
const CURSOR: Parameter = parameter(
    "cursor",
    Kind::Text,
    "`next` of the answer before, to get the next rows from the same state of the index.",
);
const NO_EXPAND: Parameter = parameter("no_expand", Kind::Truth, "Do not expand abbreviations.");
const CONTEXT: Parameter =
    parameter("context", Kind::Count, "Number of sentences before and after each passage.");
const VERBATIM: Parameter =
    parameter("verbatim", Kind::Truth, "Match marks and punctuation exactly as typed.");
const BODY: Parameter = parameter("body", Kind::Truth, "Search only the running text.");
const MENTION_ORDER: Parameter = parameter("sort", Kind::Text, "path, paper or date.");
const ALL: Parameter = parameter(
    "all",
    Kind::Truth,
    "Show a paragraph that several papers share once for each paper.",
);
const GROUP: Parameter =
    parameter("group", Kind::Text, "paper: show each paper once, with its best section.");
const HIT_ORDER: Parameter =
    parameter("sort", Kind::Text, "score or date (the newest papers first).");
const SCOPE: Parameter = parameter(
    "scope",
    Kind::Text,
    "section or paper: what must hold all parts of the question; with paper, every place is shown.",
);
const EXPLAIN: Parameter = parameter("explain", Kind::Truth, "Show how each score is computed.");
const PRINT_FORMAT: Parameter =
    parameter("format", Kind::Text, "html: all mentions grouped by paper, for printing.");
const FROM_SECTION: Parameter =
    parameter("from", Kind::Text, "The section to show a long paper from.");
const LANG: Parameter = parameter("lang", Kind::Text, "vi or en.");

/// The media type of JSON.
const JSON: &str = "application/json";
/// The media type of pages.
const HTML: &str = "text/html; charset=utf-8";

/// All addresses of the server but [`METRICS`].
pub static ROUTES: &[Route] = &[
    Route {
        path: "/",
        summary: "The page: a search box, and ranked passages.",
        media: HTML,
        parameters: &[OPTIONAL_QUESTION, SCOPE, CURSOR, LANG],
        keys: &[],
        answer: page::search,
    },
    Route {
        path: "/mentions",
        summary: "Every mention as a page.",
        media: HTML,
        parameters: &[
            OPTIONAL_QUESTION,
            SCOPE,
            VERBATIM,
            BODY,
            MENTION_ORDER,
            CURSOR,
            PRINT_FORMAT,
            LANG,
        ],
        keys: &[],
        answer: page::mentions,
    },
    Route {
        path: "/report",
        summary: "The report on the papers as a page.",
        media: HTML,
        parameters: &[LANG],
        keys: &[],
        answer: page::report,
    },
    Route {
        path: "/papers/{id}",
        summary: "A paper as a page: repaired text, sections, edits, citations.",
        media: HTML,
        parameters: &[ID, OPTIONAL_QUESTION, FROM_SECTION, LANG],
        keys: &[],
        answer: page::paper,
    },
    Route {
        path: "/papers/{id}/graph",
        summary: "The papers around one, as a picture and as a list.",
        media: HTML,
        parameters: &[ID, parameter("steps", Kind::Count, "How far away: 1 or 2."), LANG],
        keys: &[],
        answer: page::graph,
    },
    Route {
        path: "/papers/{id}/original",
        summary: "The unchanged file, named only by its id.",
        media: "application/octet-stream",
        parameters: &[ID],
        keys: &[],
        answer: original::original,
    },
    Route {
        path: "/static/page.css",
        summary: "The style of the page.",
        media: page::CSS,
        parameters: &[],
        keys: &[],
        answer: page::style,
    },
    Route {
        path: "/static/icon.svg",
        summary: "The icon of the page.",
        media: page::PICTURE,
        parameters: &[],
        keys: &[],
        answer: page::icon,
    },
    Route {
        path: "/static/page.js",
        summary: "The script of the page, which works without it too.",
        media: page::SCRIPT,
        parameters: &[],
        keys: &[],
        answer: page::script,
    },
    Route {
        path: "/api/v1/search",
        summary: "Ranked passages: the hits of `vankien search --json`.",
        media: JSON,
        parameters: &[
            QUESTION, COUNT, CURSOR, SCOPE, CONTEXT, NO_EXPAND, ALL, GROUP, HIT_ORDER, EXPLAIN,
        ],
        keys: &[
            ("hits", Kind::Objects),
            ("next", Kind::MaybeText),
            ("type", Kind::Text),
            ("total", Kind::Count),
            ("as_phrase", Kind::MaybeCount),
            ("scope", Kind::Text),
            ("papers", Kind::MaybeCount),
            ("shown", Kind::Count),
            ("complete", Kind::Truth),
            ("partial", Kind::Count),
            ("other_readings", Kind::Count),
            ("read_as", Kind::MaybeText),
            ("readings", Kind::Objects),
            ("understood", Kind::Texts),
            ("notes", Kind::Objects),
            ("literal", Kind::Objects),
            ("expanded", Kind::Objects),
            ("suggestion", Kind::MaybeText),
            ("namesakes", Kind::Objects),
            ("filters", Kind::Objects),
        ],
        answer: api::search,
    },
    Route {
        path: "/api/v1/mentions",
        summary: "Every mention: the rows of `vankien mentions --json`.",
        media: JSON,
        parameters: &[QUESTION, COUNT, CURSOR, SCOPE, VERBATIM, BODY, NO_EXPAND, MENTION_ORDER],
        keys: &[
            ("mentions", Kind::Objects),
            ("next", Kind::MaybeText),
            ("shown", Kind::Count),
            ("notes", Kind::Objects),
            ("type", Kind::Text),
            ("total", Kind::Count),
            ("papers", Kind::Count),
            ("by_form", Kind::Object),
            ("by_where", Kind::Object),
            ("by_year", Kind::Object),
            ("undated_left_out", Kind::MaybeCount),
            ("complete", Kind::Truth),
            ("unread", Kind::Object),
            ("filters", Kind::Objects),
        ],
        answer: api::mentions,
    },
    Route {
        path: "/api/v1/mentions.csv",
        summary: "Every mention as a table for a spreadsheet: `vankien mentions --csv`.",
        media: "text/csv; charset=utf-8",
        parameters: &[QUESTION, SCOPE, VERBATIM, BODY, NO_EXPAND, MENTION_ORDER],
        keys: &[],
        answer: api::mentions_csv,
    },
    Route {
        path: "/api/v1/papers",
        summary: "The papers that filters choose: the rows of `vankien list --json`.",
        media: JSON,
        parameters: &[
            parameter("q", Kind::Text, "Filters such as loai:NQ nam:2024; none for all papers."),
            COUNT,
            CURSOR,
        ],
        keys: &[
            ("papers", Kind::Objects),
            ("total", Kind::Count),
            ("shown", Kind::Count),
            ("next", Kind::MaybeText),
            ("notes", Kind::Objects),
            ("filters", Kind::Objects),
        ],
        answer: api::papers,
    },
    Route {
        path: "/api/v1/papers/{id}",
        summary: "One paper with sections, citations and edits: `vankien show --json`.",
        media: JSON,
        parameters: &[ID, CURSOR],
        keys: &[
            ("path", Kind::Text),
            ("pages", Kind::MaybeCount),
            ("quality", Kind::Text),
            ("obtained", Kind::Text),
            ("obtained_code", Kind::Text),
            ("masthead", Kind::Object),
            ("parts", Kind::Objects),
            ("sections", Kind::Objects),
            ("citations", Kind::Objects),
            ("stated", Kind::Objects),
            ("notes", Kind::Objects),
            ("edits", Kind::Objects),
            ("changed", Kind::Truth),
            ("edits_complete", Kind::Truth),
            ("next", Kind::MaybeText),
        ],
        answer: api::paper,
    },
    Route {
        path: "/api/v1/papers/{id}/citations",
        summary: "What a paper cites: the rows of `vankien citations --json`.",
        media: JSON,
        parameters: &[ID, COUNT, CURSOR],
        keys: &[
            ("citations", Kind::Objects),
            ("stated", Kind::Objects),
            ("stated_total", Kind::Count),
            ("total", Kind::Count),
            ("shown", Kind::Count),
            ("next", Kind::MaybeText),
        ],
        answer: api::citations,
    },
    Route {
        path: "/api/v1/cited-by",
        summary: "Where a paper is cited: the rows of `vankien cited-by --json`.",
        media: JSON,
        parameters: &[QUESTION, COUNT, CURSOR],
        keys: &[
            ("citations", Kind::Objects),
            ("stated", Kind::Objects),
            ("stated_total", Kind::Count),
            ("total", Kind::Count),
            ("shown", Kind::Count),
            ("next", Kind::MaybeText),
        ],
        answer: api::cited_by,
    },
    Route {
        path: "/api/v1/dossier",
        summary: "All that is known of a number or a paper: the object of `vankien dossier --json`.",
        media: JSON,
        parameters: &[
            Parameter {
                required: true,
                ..parameter("q", Kind::Text, "The number of a paper, or the end of its path.")
            },
            parameter("at", Kind::Text, "A day: whether each state held then."),
        ],
        keys: &[
            ("number", Kind::MaybeText),
            ("at", Kind::MaybeText),
            ("namesakes", Kind::Objects),
            ("unassigned", Kind::Objects),
            ("unassigned_total", Kind::Count),
            ("complete", Kind::Truth),
            ("unread", Kind::Object),
            ("notes", Kind::Objects),
        ],
        answer: api::dossier,
    },
    Route {
        path: "/api/v1/facets",
        summary: "Papers by kind, issuer, place, year, signer and quality: `vankien facets --json`.",
        media: JSON,
        parameters: &[OPTIONAL_QUESTION, SCOPE],
        keys: &[
            ("papers", Kind::Count),
            ("kind", Kind::Objects),
            ("issuer", Kind::Objects),
            ("place", Kind::Objects),
            ("year", Kind::Objects),
            ("signer", Kind::Objects),
            ("quality", Kind::Objects),
            ("filters", Kind::Objects),
        ],
        answer: api::facets,
    },
    Route {
        path: "/api/v1/report",
        summary: "The report on the papers, with places to check by eye: `vankien report --json`.",
        media: JSON,
        parameters: &[
            parameter(
                "n",
                Kind::Count,
                "Number of papers, or of series of numbers, that each list names; 0 for as many as possible.",
            ),
            parameter("samples", Kind::Count, "Number of places to check by eye, of each kind."),
        ],
        keys: &[
            ("papers", Kind::Count),
            ("pages", Kind::Count),
            ("ocr_pages", Kind::Count),
            ("unread_pages", Kind::Count),
            ("sections", Kind::Count),
            ("passages", Kind::Count),
            ("bytes", Kind::Count),
            ("formats", Kind::Objects),
            ("quality", Kind::Object),
            ("poor", Kind::Object),
            ("limited", Kind::Object),
            ("undated", Kind::Object),
            ("unnumbered", Kind::Object),
            ("legacy", Kind::Object),
            ("encodings", Kind::Objects),
            ("unread_numbers", Kind::Object),
            ("suspect_letters", Kind::Object),
            ("series", Kind::Object),
            ("edits", Kind::Objects),
        ],
        answer: api::report,
    },
    Route {
        path: "/api/v1/suggest",
        summary: "Numbers, frequent phrases and titles that begin as typed.",
        media: JSON,
        parameters: &[QUESTION],
        keys: &[("suggestions", Kind::Objects)],
        answer: api::suggest,
    },
    Route {
        path: "/api/v1/health",
        summary: "Whether the server answers, and from which state of the index.",
        media: JSON,
        parameters: &[],
        keys: &[
            ("status", Kind::Text),
            ("program", Kind::Text),
            ("state", Kind::Text),
            ("papers", Kind::Count),
            ("sections", Kind::Count),
        ],
        answer: api::health,
    },
    Route {
        path: "/api/v1/openapi.json",
        summary: "This description.",
        media: JSON,
        parameters: &[],
        keys: &[],
        answer: openapi,
    },
];

/// Answers with the description of the API.
fn openapi(_: &Asked) -> Result<Reply, Problem> {
    Reply::json(&openapi::document(ROUTES))
}

/// The address of the counters for Prometheus. It is no route of the table: the counters belong to the server, not to a
/// state of the index.
pub const METRICS: &str = "/metrics";
