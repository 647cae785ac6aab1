//! Turns a question about sections into one about whole papers (`--scope paper`).
//! In: a question of sections. Out: the same of papers: words beside each other must then all be there. Never ranks.

use super::asked::Question;
use crate::note::Note;
use crate::question::part::Part;
use crate::question_words;
use crate::scope::Scope;
use vankien_engine::condition::{Condition, MAX_PARTS};

impl Question {
    /// The question as it is asked of whole papers: as if `AND` stood between words beside each other. Words that only
    /// ask are not required, nor, with a note, parts beyond the limit of conditions. Where nothing is required, it
    /// stays a question of sections.
    pub fn for_whole_papers(mut self) -> Question {
        let dispensable = question_words::dispensable_terms(&self.runs);
        let in_tree = self.tree.is_some();
        let mut demands: Vec<Condition> = self.tree.take().into_iter().collect();
        let mut some_left_out = false;
        for (at, part) in self.parts.iter().enumerate() {
            let only_asks = matches!(part, Part::Word(word)
                if word.is_plain() && dispensable.contains(&word.term));
            if only_asks || (in_tree && !self.loose.contains(&at)) {
                continue;
            }
            if at < MAX_PARTS {
                demands.push(Condition::Leaf(at));
            } else {
                some_left_out = true;
            }
            self.sought.insert(at);
        }
        if some_left_out {
            self.notes.push(Note::TooManyWordsOfPaper { most: MAX_PARTS });
        }
        if !demands.is_empty() {
            let is_single = demands.len() == 1;
            let tree = if is_single { demands.remove(0) } else { Condition::All(demands) };
            self.tree = Some(tree);
            self.scope = Scope::Paper;
            self.loose.clear();
        }
        self
    }
}
