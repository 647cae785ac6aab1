//! The path of a paper, and the machine that ingested it where a store holds papers of several.
//! In: a path as walked, the name of a machine. Out: one text that names the paper in its store, and its two parts.
//! Never changes a path. Sorted as texts, papers are in the order of their paths, then of their machines.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

/// Stands between path and machine. No path holds it.
const SEPARATOR: char = '\0';

/// The text that names the paper at `path` (as walked) that the machine `origin` ingested.
pub fn with_origin(path: &str, origin: &str) -> String {
    format!("{path}{SEPARATOR}{origin}")
}

/// The path as walked, and the machine that ingested the paper; `None` where a store holds papers of one machine alone.
pub fn split(path: &str) -> (&str, Option<&str>) {
    match path.split_once(SEPARATOR) {
        Some((path, origin)) => (path, Some(origin)),
        None => (path, None),
    }
}

/// A path as it is shown to people: `MACHINE:PATH`, or the path alone where a store holds papers of one machine.
pub fn shown(path: &str) -> Cow<'_, str> {
    match split(path) {
        (path, Some(origin)) => Cow::Owned(format!("{origin}:{path}")),
        (path, None) => Cow::Borrowed(path),
    }
}

#[derive(Serialize)]
struct Parts<'p> {
    path: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'p str>,
}

/// Serialises the path of a paper as two keys of the object around it: `path` as walked, and `origin`, the machine, which
/// is left out where a store holds papers of one machine. For `#[serde(flatten, serialize_with = …)]`.
pub fn serialize<S: Serializer>(path: &impl AsRef<str>, serializer: S) -> Result<S::Ok, S::Error> {
    let (path, origin) = split(path.as_ref());
    Parts { path, origin }.serialize(serializer)
}

/// The same for a path that may be missing: then `path` is null.
pub fn serialize_option<S: Serializer>(
    path: &Option<impl AsRef<str>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct NoPath {
        path: Option<()>,
    }
    match path {
        Some(path) => serialize(path, serializer),
        None => NoPath { path: None }.serialize(serializer),
    }
}

/// The same for a path that may be missing: then neither key is there.
pub fn serialize_if_any<S: Serializer>(
    path: &Option<impl AsRef<str>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Nothing {}
    match path {
        Some(path) => serialize(path, serializer),
        None => Nothing {}.serialize(serializer),
    }
}

/// Serialises paths as they are shown to people ([`shown`]).
pub fn serialize_all<S: Serializer>(
    paths: &impl AsRef<[String]>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(paths.as_ref().iter().map(|path| shown(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back_in_order() {
        let named = with_origin("a/b.txt", "máy-1");
        assert_eq!(split(&named), ("a/b.txt", Some("máy-1")));
        assert_eq!((&*shown(&named), &*shown("a:b")), ("máy-1:a/b.txt", "a:b"));
        assert_eq!(split("a/b.txt"), ("a/b.txt", None));
        let mut all =
            [with_origin("a.txt.bak", "1"), with_origin("a.txt", "2"), with_origin("a.txt", "1")];
        all.sort();
        assert_eq!(all.map(|one| shown(&one).into_owned()), ["1:a.txt", "2:a.txt", "1:a.txt.bak"]);
    }

    #[test]
    fn an_object_has_the_origin_beside_the_path() {
        #[derive(Serialize)]
        struct View {
            id: u8,
            #[serde(flatten, serialize_with = "serialize")]
            path: String,
            #[serde(serialize_with = "serialize_all")]
            also_in: Vec<String>,
            #[serde(flatten, serialize_with = "serialize_option")]
            other: Option<String>,
        }
        let json = |path: &str| {
            let also_in = vec![with_origin("c", "n")];
            let view = View { id: 1, path: path.to_owned(), also_in, other: None };
            serde_json::to_string(&view).expect("JSON")
        };
        assert_eq!(json("a"), r#"{"id":1,"path":"a","also_in":["n:c"],"path":null}"#);
        let named = r#"{"id":1,"path":"a","origin":"m","also_in":["n:c"],"path":null}"#;
        assert_eq!(json(&with_origin("a", "m")), named);
    }
}
