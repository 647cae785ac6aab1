//! What the page says, in Vietnamese and English.
//! In: a key. Out: the words of `words.tsv`. Never shows a reader a key: a test holds the table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// In which language the page speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Vietnamese.
    Vietnamese,
    /// English.
    English,
}

static TABLE: &str = include_str!("words.tsv");

static WORDS: LazyLock<BTreeMap<&str, [&str; 2]>> = LazyLock::new(|| rows().collect());

fn rows() -> impl Iterator<Item = (&'static str, [&'static str; 2])> {
    let rows = TABLE.lines().filter(|row| !row.starts_with('#')).skip(1);
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        Some((cells.next()?, [cells.next()?, cells.next()?]))
    })
}

impl Language {
    /// The words for `key`.
    pub fn say(self, key: &str) -> &'static str {
        let found = WORDS.get(key);
        found.map_or("", |[vietnamese, english]| match self {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        })
    }

    /// The words for the reason of an edit.
    pub fn why(self, why: vankien_text::Why) -> &'static str {
        match why.channel() {
            Some(_) => self.say("why.encoding"),
            None => self.say(&format!("why.{}", why.name())),
        }
    }

    /// The same for a reason that is given by its name; an encoding keeps that name.
    pub fn why_named(self, why: &str) -> String {
        match why.strip_prefix("misread-") {
            Some(encoding) => format!("{} {encoding}", self.say("why.encoding")),
            None => self.say(&format!("why.{why}")).to_owned(),
        }
    }

    /// The name that HTML uses.
    pub fn code(self) -> &'static str {
        match self {
            Language::Vietnamese => "vi",
            Language::English => "en",
        }
    }

    /// The other one.
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
    fn every_reason_and_every_key_used_has_words() {
        assert!(Why::ALL.into_iter().all(|why| !Language::Vietnamese.why(why).is_empty()));
        let sources = [
            include_str!("graph.rs"),
            include_str!("mod.rs"),
            include_str!("search.rs"),
            include_str!("mentions.rs"),
            include_str!("paper.rs"),
            include_str!("report.rs"),
            include_str!("text.rs"),
        ];
        let mut used = 0;
        for source in sources {
            for rest in source.split("say(\"").skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                assert!(WORDS.contains_key(key), "{key} has no words");
                used += 1;
            }
        }
        assert!(used > 20);
    }
}
