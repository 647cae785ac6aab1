//! Automatic numbers of lists and headings in word processors.
//! In: the numbering definitions of a file, then its paragraphs one after the other. Out: the label of each paragraph,
//! as the printed page shows it. In a law with automatic numbers, `Điều 5.` (Article 5) is in no text of the file.

use std::collections::{HashMap, HashSet};

use super::number_format;

/// Levels of a list, as Word defines it. A deeper level, which OpenDocument may have, counts as the last.
/// Levels are counted from 0 in this file.
pub const LEVELS: usize = 9;

/// The numbering of one level.
#[derive(Clone, Debug, Default)]
pub struct Level {
    /// Its first number.
    pub start: u32,
    /// The number format, as Word names it (`upperRoman`, `bullet`, `none`) or, for ODT, as OpenDocument does
    /// (`I`, `a`, `1`); [`number_format::format_number`] knows both.
    pub format: String,
    /// The pattern of the label, with `%1` for the number of level 0: `Điều %1.` (Article)
    pub text: String,
    /// Whether all numbers in this label are arabic, its own too, whatever the formats of the levels ("legal"
    /// numbering).
    pub legal: bool,
    /// How many outer levels restart the numbers of this one: `Some(1)` only level 0, `Some(0)` none. `None`: each
    /// outer level does.
    pub restart: Option<usize>,
}

/// A numbering definition (Word: abstract numbering), which several lists may share.
#[derive(Clone, Debug, Default)]
pub struct Definition {
    /// The levels, outermost first.
    pub levels: Vec<Level>,
    /// The style from whose list the levels are taken; `None` if the definition has levels of its own.
    pub link: Option<String>,
}

/// A list that paragraphs belong to: a definition, and what the list overrides in it.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The identifier of its definition in [`Numbering::definitions`].
    pub definition: String,
    /// Levels whose first number the list overrides, with that number. Applied once, at the first paragraph of
    /// the list; a level that this paragraph or a later one restarts begins with [`Level::start`] again. An
    /// override of 0 gives [`Level::start`] too.
    pub starts: Vec<(usize, u32)>,
    /// Levels whose numbering the list overrides.
    pub levels: Vec<(usize, Level)>,
}

/// The numbering of a file.
#[derive(Debug, Default)]
pub struct Numbering {
    /// Definitions by their identifier in the file.
    pub definitions: HashMap<String, Definition>,
    /// Lists by their identifier in the file.
    pub lists: HashMap<String, List>,
}

/// The numbers that the paragraphs so far have reached.
#[derive(Debug, Default)]
pub struct Counters {
    /// By identifier of the definition: the last number of each level; `None` where the level begins anew. Lists of one
    /// definition count on together.
    by_definition: HashMap<String, [Option<u32>; LEVELS]>,
    /// Identifiers of the lists that have had a paragraph. Their overridden first numbers ([`List::starts`]) no longer
    /// apply.
    begun: HashSet<String>,
}

impl Numbering {
    /// Counts the next paragraph on level `depth` of the list `list_id` and gives its label. Levels beyond the last
    /// count as the last. `None` if the list, its definition or the level is unknown, or the label is empty.
    pub fn label(&self, list_id: &str, depth: usize, counters: &mut Counters) -> Option<String> {
        let depth = depth.min(LEVELS - 1);
        let list = self.lists.get(list_id)?;
        let levels = &self.definitions.get(&list.definition)?.levels;
        let level_at = |depth: usize| {
            let own = list.levels.iter().find(|(own_depth, _)| *own_depth == depth);
            own.map(|(_, level)| level).or_else(|| levels.get(depth))
        };
        let level = level_at(depth)?;
        let counts = counters.by_definition.entry(list.definition.clone()).or_default();
        if counters.begun.insert(list_id.to_owned()) {
            for (depth, start) in &list.starts {
                if let Some(count) = counts.get_mut(*depth) {
                    *count = start.checked_sub(1);
                }
            }
        }
        let start_at = |depth: usize| level_at(depth).map_or(1, |level| level.start);
        counts[depth] = Some(match counts[depth] {
            Some(count) => count.saturating_add(1),
            None => start_at(depth),
        });
        for (inner, count) in counts.iter_mut().enumerate().skip(depth + 1) {
            let restart = level_at(inner).and_then(|level| level.restart);
            if restart.is_none_or(|outer_levels| depth < outer_levels) {
                *count = None;
            }
        }
        let number_at = |depth: usize| {
            let count = counts.get(depth).copied().flatten().unwrap_or_else(|| start_at(depth));
            let own_format = || level_at(depth).map_or("", |level| &level.format);
            let format = if level.legal { "decimal" } else { own_format() };
            number_format::format_number(count, format)
        };
        let label = fill_pattern(&level.text, level.format == "bullet", number_at);
        Some(label).filter(|label| !label.is_empty())
    }
}

/// A pattern such as `Điều %1.` with its numbers. A pattern that is a bullet gets the bullet of Unicode.
fn fill_pattern(pattern: &str, is_bullet: bool, number_at: impl Fn(usize) -> String) -> String {
    if is_bullet {
        return pattern.chars().map(number_format::unicode_bullet).collect();
    }
    let mut label = String::new();
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letters.peek().and_then(|next| next.to_digit(10)) {
            Some(level @ 1..=9) if letter == '%' => {
                letters.next();
                label.push_str(&number_at(level as usize - 1));
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
