//! What a section must hold to answer: parts of the question under AND, OR, NOT.
//! In: which parts a section holds, as bits. Out: whether it answers, or the first clause that fails.
//! Never ranks.

/// So many parts can stand under operators; one bit each.
pub const MOST_LEAVES: usize = 64;

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A part of the question, by its number.
    Leaf(usize),
    /// All of these.
    All(Vec<Node>),
    /// At least one of these.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
}

impl Node {
    /// Whether it holds where the parts in `mask` are found.
    pub fn holds(&self, mask: u64) -> bool {
        match self {
            Node::Leaf(part) => mask & bit(*part) != 0,
            Node::All(nodes) => nodes.iter().all(|node| node.holds(mask)),
            Node::Any(nodes) => nodes.iter().any(|node| node.holds(mask)),
            Node::Not(node) => !node.holds(mask),
        }
    }

    /// The first clause that does not hold; `None` where all do.
    pub fn fails(&self, mask: u64) -> Option<&Node> {
        match self {
            _ if self.holds(mask) => None,
            Node::All(nodes) => nodes.iter().find_map(|node| node.fails(mask)),
            _ => Some(self),
        }
    }

    /// In words; `name` names a part.
    pub fn words(&self, name: &dyn Fn(usize) -> String) -> String {
        let join = |nodes: &[Node], with: &str| {
            let words: Vec<String> = nodes.iter().map(|node| node.words(name)).collect();
            format!("({})", words.join(with))
        };
        match self {
            Node::Leaf(part) => name(*part),
            Node::All(nodes) => join(nodes, " AND "),
            Node::Any(nodes) => join(nodes, " OR "),
            Node::Not(node) => format!("NOT {}", node.words(name)),
        }
    }

    /// Hands on each part with whether it stands under an odd number of NOT.
    pub fn leaves(&self, negated: bool, hand_on: &mut impl FnMut(usize, bool)) {
        match self {
            Node::Leaf(part) => hand_on(*part, negated),
            Node::All(nodes) | Node::Any(nodes) => {
                nodes.iter().for_each(|node| node.leaves(negated, hand_on));
            }
            Node::Not(node) => node.leaves(!negated, hand_on),
        }
    }
}

/// The bit of a part that stands under an operator.
pub fn bit(part: usize) -> u64 {
    1_u64.checked_shl(part as u32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_holds_and_names_what_fails() {
        let either = Node::Any(vec![Node::Leaf(1), Node::Leaf(2)]);
        let tree = Node::All(vec![Node::Leaf(0), either, Node::Not(Box::new(Node::Leaf(3)))]);
        assert!(tree.holds(0b0011) && tree.holds(0b0101));
        assert!(!tree.holds(0b0001) && !tree.holds(0b1011) && !tree.holds(0));
        let name = |part: usize| format!("p{part}");
        let fails = |mask: u64| tree.fails(mask).map(|node| node.words(&name));
        assert_eq!(fails(0b0011), None);
        assert_eq!(fails(0b0010), Some("p0".to_owned()));
        assert_eq!(fails(0b0001), Some("(p1 OR p2)".to_owned()));
        assert_eq!(fails(0b1011), Some("NOT p3".to_owned()));
    }
}
