//! The sentences of notes, reasons and web pages in Vietnamese and English.
//! In: a key and parameters. Out: the sentence of `words.tsv`; empty for an unknown key. Tests find a missing key of a
//! note, a reason, an edit, or a literal `say("…")` of a page; not one that a page builds at run time (`where.{place}`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

/// The parameters of a sentence by name.
pub type Parameters = Map<String, Value>;

/// The serialised fields of a value as parameters; empty for a value without fields.
pub fn parameters(value: &impl serde::Serialize) -> Parameters {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => Parameters::default(),
    }
}

/// A language of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Vietnamese.
    Vietnamese,
    /// English.
    English,
}

/// The table of sentences, with key, Vietnamese and English in each row.
static TABLE: &str = include_str!("words.tsv");

/// For each key the sentence in Vietnamese and in English.
static WORDS: LazyLock<BTreeMap<&str, [&str; 2]>> = LazyLock::new(|| rows().collect());

fn rows() -> impl Iterator<Item = (&'static str, [&'static str; 2])> {
    let rows = TABLE.lines().filter(|row| !row.starts_with('#')).skip(1);
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        Some((cells.next()?, [cells.next()?, cells.next()?]))
    })
}

/// A part of a sentence.
enum TemplatePart<'t> {
    Words(&'t str),
    /// The name of a parameter.
    Parameter(&'t str),
}

fn template_parts(template: &str) -> Vec<TemplatePart<'_>> {
    let mut all = Vec::new();
    let mut rest = template;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, behind)| Some((before, behind.split_once('}')?)))
    {
        all.push(TemplatePart::Words(before));
        all.push(TemplatePart::Parameter(name));
        rest = after;
    }
    all.push(TemplatePart::Words(rest));
    all
}

/// All keys, in the order of the table.
#[cfg(test)]
pub fn keys() -> impl Iterator<Item = &'static str> {
    rows().map(|(key, _)| key)
}

/// The names of the parameters of the Vietnamese and the English sentence for `key`, one after the other; a
/// name in both comes twice. Empty for an unknown key.
#[cfg(test)]
pub fn parameters_of(key: &str) -> Vec<&'static str> {
    let sentences = WORDS.get(key).into_iter().flatten();
    let parts = sentences.flat_map(|sentence| template_parts(sentence));
    parts
        .filter_map(|piece| match piece {
            TemplatePart::Parameter(name) => Some(name),
            TemplatePart::Words(_) => None,
        })
        .collect()
}

/// A number with points between thousands, as Vietnamese writes it: `38317` as `38.317`.
fn thousands(digits: &str) -> String {
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push('.');
        }
        shown.push(digit);
    }
    shown
}

impl Language {
    /// The sentence or words for `key`; empty for an unknown key.
    pub fn say(self, key: &str) -> &'static str {
        let found = WORDS.get(key);
        found.map_or("", |[vietnamese, english]| match self {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        })
    }

    /// The sentence for `key` with its parameters `{name}` filled in. A parameter that is missing or null leaves
    /// nothing. Lists are joined with commas; Vietnamese puts points between thousands.
    pub fn fill(self, key: &str, parameters: &Parameters) -> String {
        let mut sentence = String::new();
        for piece in template_parts(self.say(key)) {
            match piece {
                TemplatePart::Words(words) => sentence.push_str(words),
                TemplatePart::Parameter(name) => {
                    let value = parameters.get(name).unwrap_or(&Value::Null);
                    sentence.push_str(&self.shown(value));
                }
            }
        }
        sentence
    }

    /// A parameter as text.
    fn shown(self, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Array(all) => {
                all.iter().map(|one| self.shown(one)).collect::<Vec<_>>().join(", ")
            }
            Value::Number(number) if self == Language::Vietnamese => thousands(&number.to_string()),
            other => other.to_string(),
        }
    }

    /// The words for the reason of an edit. All old encodings have the same words.
    pub fn why(self, why: vankien_text::Why) -> &'static str {
        match why.channel() {
            Some(_) => self.say("why.encoding"),
            None => self.say(&format!("why.{}", why.name())),
        }
    }

    /// The words for the reason of an edit, by the name of the reason. For an old encoding its name is added.
    pub fn why_named(self, why: &str) -> String {
        match why.strip_prefix("misread-") {
            Some(encoding) => format!("{} {encoding}", self.say("why.encoding")),
            None => self.say(&format!("why.{why}")).to_owned(),
        }
    }

    /// The language code, as HTML uses it.
    pub fn code(self) -> &'static str {
        match self {
            Language::Vietnamese => "vi",
            Language::English => "en",
        }
    }

    /// The other language.
    pub fn other(self) -> Language {
        match self {
            Language::Vietnamese => Language::English,
            Language::English => Language::Vietnamese,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vankien_text::Why;

    #[test]
    fn the_table_is_in_order() {
        assert_eq!(TABLE.lines().nth(1), Some("key\tvi\ten"));
        let keys: Vec<&str> = rows().map(|(key, _)| key).collect();
        assert!(keys.is_sorted() && keys.windows(2).all(|pair| pair[0] != pair[1]));
        assert_eq!(keys.len(), TABLE.lines().count() - 2);
        assert!(rows().all(|(_, words)| words.iter().all(|word| !word.is_empty())));
    }

    #[test]
    fn every_field_of_a_masthead_has_a_name() {
        for (name, _) in vankien_papers::document::Masthead::default().texts() {
            let key = format!("field.{name}");
            assert!(!Language::Vietnamese.say(&key).is_empty(), "{key}");
        }
    }

    #[test]
    fn a_sentence_has_the_same_parameters_in_both_languages() {
        for (key, words) in rows() {
            let names = |sentence| {
                let mut names: Vec<&str> = template_parts(sentence)
                    .into_iter()
                    .filter_map(|piece| match piece {
                        TemplatePart::Parameter(name) => Some(name),
                        TemplatePart::Words(_) => None,
                    })
                    .collect();
                names.sort_unstable();
                names
            };
            assert_eq!(names(words[0]), names(words[1]), "{key}");
        }
    }

    #[test]
    fn parameters_are_put_in_as_each_language_writes_them() {
        let parameters = serde_json::json!({ "pages": 1200, "of": 38317 });
        let parameters = parameters.as_object().expect("an object");
        let said = |language: Language| language.fill("note.pages-without-text", parameters);
        assert_eq!(said(Language::English), "1200 of 38317 pages are scans without text");
        assert_eq!(said(Language::Vietnamese), "1.200 trong 38.317 trang là ảnh quét chưa có chữ");
    }

    #[test]
    fn every_reason_and_every_key_used_has_words() {
        assert!(Why::ALL.into_iter().all(|why| !Language::Vietnamese.why(why).is_empty()));
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/serve/page");
        let mut used = 0;
        for entry in std::fs::read_dir(folder).expect("the folder of the page") {
            let source = std::fs::read_to_string(entry.expect("a file").path()).expect("text");
            for rest in source.split("say(\"").skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                assert!(WORDS.contains_key(key), "{key} has no words");
                used += 1;
            }
        }
        assert!(used > 20);
    }
}
