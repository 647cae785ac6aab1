//! The description of the API in OpenAPI 3.1, generated from the table of routes.
//! In: the table of routes. Out: one JSON document.

use serde_json::{Value, json};

use super::route::{Kind, Parameter, Route};

/// The description of the routes below `/api/`.
pub fn document(routes: &[Route]) -> Value {
    let api = routes.iter().filter(|route| route.path.starts_with("/api/"));
    let paths: serde_json::Map<String, Value> =
        api.map(|route| (route.path.to_owned(), json!({ "get": operation(route) }))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": env!("CARGO_PKG_NAME"),
            "description": env!("CARGO_PKG_DESCRIPTION"),
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": env!("CARGO_PKG_LICENSE"), "identifier": env!("CARGO_PKG_LICENSE") },
        },
        "paths": paths,
        "components": {
            "schemas": { "Problem": {
                "type": "object",
                "required": ["type", "title", "status", "detail"],
                "properties": {
                    "type": { "type": "string" }, "title": { "type": "string" },
                    "status": { "type": "integer" }, "detail": { "type": "string" },
                    "id": { "type": "string" },
                },
            } },
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
        "security": [{}, { "token": [] }],
    })
}

fn operation(route: &Route) -> Value {
    let name = route.path.trim_start_matches("/api/v1/").replace(['/', '.', '-'], "_");
    let name: String = name.chars().filter(|letter| !matches!(letter, '{' | '}')).collect();
    let parameters: Vec<Value> = route.parameters.iter().map(|one| parameter(route, one)).collect();
    let media = route.media.split(';').next().unwrap_or_default();
    let problem = json!({ "$ref": "#/components/schemas/Problem" });
    let problem = |what: &str| {
        json!({ "description": what,
                "content": { "application/problem+json": { "schema": problem } } })
    };
    json!({
        "operationId": name,
        "summary": route.summary,
        "parameters": parameters,
        "responses": {
            "200": { "description": route.summary, "content": { media: { "schema": schema(route) } } },
            "304": { "description": "The answer that the caller has cached is still right." },
            "400": problem("A parameter is missing or wrong; `detail` says which."),
            "401": problem("A token is needed."),
            "403": problem("The server does not know this host name."),
            "404": problem("There is no such paper."),
            "410": problem("The file of a paper, or the state of a list, is gone."),
            "429": problem("Too many questions at once; ask again later."),
        },
    })
}

fn parameter(route: &Route, one: &Parameter) -> Value {
    let place = if route.path.contains(&format!("{{{}}}", one.name)) { "path" } else { "query" };
    json!({ "name": one.name, "in": place, "required": one.required, "description": one.what,
            "schema": kind(one.kind) })
}

fn schema(route: &Route) -> Value {
    if route.keys.is_empty() {
        let text = !route.media.starts_with("application/json");
        return json!({ "type": if text { "string" } else { "object" } });
    }
    let keys: serde_json::Map<String, Value> =
        route.keys.iter().map(|(name, one)| ((*name).to_owned(), kind(*one))).collect();
    let names: Vec<&str> = route.keys.iter().map(|(name, _)| *name).collect();
    json!({ "type": "object", "required": names, "properties": keys })
}

fn kind(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::MaybeText => json!({ "type": ["string", "null"] }),
        Kind::Count => json!({ "type": "integer", "minimum": 0 }),
        Kind::MaybeCount => json!({ "type": ["integer", "null"], "minimum": 0 }),
        Kind::Truth => json!({ "type": "boolean" }),
        Kind::Objects => json!({ "type": "array", "items": { "type": "object" } }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Object => json!({ "type": "object" }),
    }
}
