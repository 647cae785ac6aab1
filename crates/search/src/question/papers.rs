//! A question as it is asked of whole papers.
//! In: a question of sections. Out: the same of papers: what stood beside each other must all be there. Never ranks.

use super::asked::Question;
use crate::note::Note;
use crate::question::part::Part;
use crate::scope::Scope;
use crate::weak;
use vankien_engine::condition::{Condition, MAX_PARTS};

impl Question {
    /// The question as it is asked of whole papers: words beside each other must all be there, but for those that only
    /// ask, as if `AND` stood between them.
    pub fn of_papers(mut self) -> Question {
        let dispensable = weak::dispensable(&self.runs);
        let in_tree = self.tree.is_some();
        let mut demands: Vec<Condition> = self.tree.take().into_iter().collect();
        let mut left = false;
        for (at, part) in self.parts.iter().enumerate() {
            let only_asks = matches!(part, Part::Word(word)
                if word.is_plain() && dispensable.contains(&word.term));
            if only_asks || (in_tree && !self.loose.contains(&at)) {
                continue;
            }
            match at < MAX_PARTS {
                true => demands.push(Condition::Leaf(at)),
                false => left = true,
            }
            self.sought.insert(at);
        }
        if left {
            self.notes.push(Note::TooManyWordsOfPaper { most: MAX_PARTS });
        }
        if !demands.is_empty() {
            let tree = match demands.len() {
                1 => demands.remove(0),
                _ => Condition::All(demands),
            };
            (self.tree, self.scope) = (Some(tree), Scope::Paper);
            self.loose.clear();
        }
        self
    }
}
