//! Loads `vankien.toml`.
//! In: a path. Out: the values of known keys with their lines, or an error that names the file and, if it could be
//! read, the line. Never ignores an unknown key, because it may be a misspelt one.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use vankien_system::error::Error as SystemError;

use super::keys::{KEYS, Key, Kind, Value};
use crate::error::{Error, Result, Usage};

/// The values of the keys that a file sets, by name, each with the line of its key (from 1).
pub type Values = BTreeMap<&'static str, (Value, usize)>;

/// The nearest known key is suggested for an unknown one that is at most 3 edits away (bytes left out, added, changed
/// or swapped with the next). A judgement, not measured. Some keys are as near to each other (`jobs` and `hosts`), so a
/// suggestion may be wrong.
const MAX_SUGGESTION_DISTANCE: usize = 3;

/// Loads the file at `path`. An error if it cannot be read, is no TOML, or has an unknown key or a wrong value.
pub fn load(path: &Path) -> Result<Values> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| Error::System(SystemError::Read { path: path.to_path_buf(), source }))?;
    parse(&text, path)
}

fn parse(text: &str, path: &Path) -> Result<Values> {
    let wrong = |at: usize, what: String| Usage::Config {
        path: path.to_path_buf(),
        line: line(text, at),
        what,
    };
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        wrong(at, format!("this is no valid TOML: {}", error.message().trim()))
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut values = Values::new();
    for (name, value) in table.get_ref() {
        let at = name.span().start;
        let Some(key) = KEYS.iter().find(|key| key.name == name.get_ref().as_ref()) else {
            return Err(wrong(at, unknown_key_message(name.get_ref())).into());
        };
        let found = value.get_ref();
        let parsed = parse_value(key.kind, found, folder).ok_or_else(|| {
            let (name, wanted) = (key.name, key.kind.expectation());
            wrong(at, format!("the key `{name}` takes {wanted}, not {}", shown(found)))
        })?;
        values.insert(key.name, (parsed, line(text, at)));
    }
    Ok(values)
}

/// The value, if it is of this kind, else `None`. Relative paths start at `folder`.
fn parse_value(kind: Kind, value: &DeValue<'_>, folder: &Path) -> Option<Value> {
    let text = || value.as_str().map(str::to_owned);
    let path = |text: &str| folder.join(text).to_string_lossy().into_owned();
    let texts = || -> Option<Vec<String>> {
        let all = value.as_array()?.iter();
        all.map(|one: &Spanned<DeValue<'_>>| one.get_ref().as_str().map(str::to_owned)).collect()
    };
    match kind {
        Kind::Text => text().map(Value::Text),
        Kind::Path => text().map(|text| Value::Text(path(&text))),
        Kind::Texts => texts().map(Value::Texts),
        Kind::Addresses => {
            let all = |texts: &Vec<String>| texts.iter().all(|text| text.parse::<IpAddr>().is_ok());
            texts().filter(all).map(Value::Texts)
        }
        Kind::Paths => {
            texts().map(|texts| Value::Texts(texts.iter().map(|text| path(text)).collect()))
        }
        Kind::Count => {
            let count = value.as_integer()?;
            u64::from_str_radix(count.as_str(), count.radix()).ok().map(Value::Count)
        }
        Kind::Address => text().filter(|text| text.parse::<SocketAddr>().is_ok()).map(Value::Text),
        Kind::OneOf(words) => text().filter(|text| words.contains(&text.as_str())).map(Value::Text),
    }
}

/// A wrong value as a message shows it: a text in quotation marks, of any other value only the type.
fn shown(value: &DeValue<'_>) -> String {
    match value.as_str() {
        Some(text) => format!("{text:?}"),
        None => format!("a value of type {}", value.type_str()),
    }
}

fn unknown_key_message(name: &str) -> String {
    let distance = |key: &&Key| edit_distance(key.name, name);
    let nearest = KEYS.iter().min_by_key(distance);
    let nearest = nearest.filter(|key| distance(key) <= MAX_SUGGESTION_DISTANCE);
    let way_out = match nearest {
        Some(key) => format!("did you mean `{}`?", key.name),
        None => {
            let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
            format!("the known keys are {}", names.join(", "))
        }
    };
    format!("the key `{name}` is unknown; {way_out}")
}

/// The edit distance with transpositions (optimal string alignment) between two names, in bytes: a letter outside of
/// ASCII counts as several.
fn edit_distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut costs = vec![vec![0; other.len() + 1]; one.len() + 1];
    for at in 0..=one.len() {
        for to in 0..=other.len() {
            costs[at][to] = if at == 0 || to == 0 {
                at + to
            } else {
                let is_same = one[at - 1] == other[to - 1];
                let changed = costs[at - 1][to - 1] + usize::from(!is_same);
                let least = changed.min(costs[at - 1][to] + 1).min(costs[at][to - 1] + 1);
                let is_swapped = at > 1
                    && to > 1
                    && one[at - 1] == other[to - 2]
                    && one[at - 2] == other[to - 1];
                if is_swapped { least.min(costs[at - 2][to - 2] + 1) } else { least }
            };
        }
    }
    costs[one.len()][other.len()]
}

/// The 1-based line of a byte.
fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str, wanted: &[&str]) {
        let told = parse(text, Path::new("vankien.toml")).expect_err(text).to_string();
        for part in wanted {
            assert!(told.contains(part), "{told}");
        }
    }

    #[test]
    fn errors_name_line_and_key() {
        wrong("# a\nexlude = []", &["vankien.toml, line 2", "`exlude`", "`exclude`"]);
        wrong("jobs = \"many\"", &["line 1", "`jobs`", "whole number", "\"many\""]);
        wrong("jobs = -1", &["`jobs`"]);
        wrong("\n\nocr = \"maybe\"", &["line 3", "\"never\" or \"auto\""]);
        wrong("listen = \"here\"", &["`listen`", "127.0.0.1:8080"]);
        wrong("trusted_proxies = ['here']", &["`trusted_proxies`", "127.0.0.1"]);
        wrong("paths = [1]", &["`paths`", "list of texts"]);
        wrong("jobs = 1\njobs = 2", &["line 2", "no valid TOML"]);
        wrong("index =", &["line 1", "no valid TOML"]);
        wrong("[something_else]\na = 1", &["`something_else`", "known keys are index"]);
    }

    #[test]
    fn paths_lead_on_from_the_file() {
        let values =
            parse("paths = ['a', '/b']\njobs = 0x10", Path::new("/c/d.toml")).expect("fine");
        assert_eq!(values["paths"].0, Value::Texts(vec!["/c/a".into(), "/b".into()]));
        assert_eq!(values["jobs"], (Value::Count(16), 2));
    }
}
