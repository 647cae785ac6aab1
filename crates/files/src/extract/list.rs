//! The numbers that word processors write before paragraphs by themselves.
//! In: how lists are numbered, then the paragraphs of a text one after the other. Out: the label of
//! each, as the printed page shows it. A law whose `Điều 5.` is counted has it nowhere else.

use std::collections::{HashMap, HashSet};

use super::count;

/// So many levels has a list.
pub const LEVELS: usize = 9;

/// How a level is numbered.
#[derive(Clone, Debug, Default)]
pub struct Level {
    /// Its first number.
    pub start: u32,
    /// The format of its numbers, as Word names it.
    pub format: String,
    /// `Điều %1.`
    pub text: String,
    /// Figures of other levels are arabic here.
    pub legal: bool,
    /// The level whose numbers begin this one anew; 0 for none. `None`: each one above.
    pub restart: Option<usize>,
}

/// A definition, which several lists may share.
#[derive(Clone, Debug, Default)]
pub struct Definition {
    /// From the outside in.
    pub levels: Vec<Level>,
    /// The style whose list this one is.
    pub link: Option<String>,
}

/// A list.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Which.
    pub definition: String,
    /// Where levels begin in it.
    pub starts: Vec<(usize, u32)>,
    /// Levels it defines itself.
    pub levels: Vec<(usize, Level)>,
}

/// All lists.
#[derive(Debug, Default)]
pub struct Numbering {
    /// By name.
    pub definitions: HashMap<String, Definition>,
    /// By number.
    pub lists: HashMap<String, List>,
}

/// How far the lists of a text have been counted.
#[derive(Debug, Default)]
pub struct Counters {
    by_definition: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<String>,
}

impl Numbering {
    /// The label of the next paragraph on `level` of `list`; `None` where it has none.
    pub fn label(&self, list: &str, level: usize, counters: &mut Counters) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let found = self.lists.get(list)?;
        let levels = &self.definitions.get(&found.definition)?.levels;
        let get = |at: usize| {
            let own = found.levels.iter().find(|(level, _)| *level == at).map(|(_, level)| level);
            own.or_else(|| levels.get(at))
        };
        let here = get(level)?;
        let counts = counters.by_definition.entry(found.definition.clone()).or_default();
        if counters.begun.insert(list.to_owned()) {
            for (at, start) in &found.starts {
                if let Some(count) = counts.get_mut(*at) {
                    *count = start.checked_sub(1);
                }
            }
        }
        let start = |at: usize| get(at).map_or(1, |level| level.start);
        counts[level] = Some(counts[level].map_or(start(level), |count| count.saturating_add(1)));
        for (at, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let again = get(at).and_then(|level| level.restart).is_none_or(|by| level < by);
            *count = count.filter(|_| !again);
        }
        let number = |at: usize| {
            let count = counts.get(at).copied().flatten().unwrap_or_else(|| start(at));
            let format = if here.legal { "decimal" } else { get(at).map_or("", |one| &one.format) };
            count::write(count, format)
        };
        let label = filled(&here.text, here.format == "bullet", number);
        Some(label).filter(|label| !label.is_empty())
    }
}

/// `Điều %1.` with its numbers; a bullet in a font of signs is one of Unicode.
fn filled(text: &str, bullet: bool, number: impl Fn(usize) -> String) -> String {
    if bullet {
        return text.chars().map(count::bullet).collect();
    }
    let mut label = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letters.peek().and_then(|next| next.to_digit(10)) {
            Some(level @ 1..=9) if letter == '%' => {
                letters.next();
                label.push_str(&number(level as usize - 1));
            }
            _ => label.push(letter),
        }
    }
    label.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(start: u32, format: &str, text: &str) -> Level {
        Level { start, format: format.into(), text: text.into(), ..Level::default() }
    }

    #[test]
    fn labels_are_counted_by_level() {
        let levels = vec![
            level(1, "upperRoman", "%1-"),
            level(3, "decimal", "Điều %2."),
            level(1, "lowerLetter", "%3)"),
        ];
        let mut numbering = Numbering::default();
        numbering.definitions.insert("a".into(), Definition { levels, link: None });
        numbering.lists.insert("1".into(), List { definition: "a".into(), ..List::default() });
        let mut counters = Counters::default();
        let mut labels = Vec::new();
        for level in [0, 1, 2, 2, 1, 0, 1] {
            labels.extend(numbering.label("1", level, &mut counters));
        }
        assert_eq!(labels, ["I-", "Điều 3.", "a)", "b)", "Điều 4.", "II-", "Điều 3."]);
        assert_eq!(numbering.label("2", 0, &mut counters), None);
    }
}
