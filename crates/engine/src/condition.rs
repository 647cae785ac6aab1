//! What a section must hold to answer: parts of a question under AND, OR, NOT.
//! In: which parts a section holds, as bits. Out: whether it answers, or the first clause that fails.
//! Never ranks.

/// So many parts can stand under operators; one bit each.
pub const MOST_LEAVES: usize = 64;

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A part of the question, by its number.
    Leaf(usize),
    /// All of these.
    All(Vec<Condition>),
    /// At least one of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
}

impl Condition {
    /// Whether it holds where the parts in `mask` are found.
    pub fn holds(&self, mask: u64) -> bool {
        match self {
            Condition::Leaf(part) => mask & bit(*part) != 0,
            Condition::All(ones) => ones.iter().all(|one| one.holds(mask)),
            Condition::Any(ones) => ones.iter().any(|one| one.holds(mask)),
            Condition::Not(one) => !one.holds(mask),
        }
    }

    /// The first clause that does not hold; `None` where all do.
    pub fn fails(&self, mask: u64) -> Option<&Condition> {
        match self {
            _ if self.holds(mask) => None,
            Condition::All(ones) => ones.iter().find_map(|one| one.fails(mask)),
            _ => Some(self),
        }
    }

    /// In words; `name` names a part.
    pub fn words(&self, name: &dyn Fn(usize) -> String) -> String {
        let join = |ones: &[Condition], with: &str| {
            let words: Vec<String> = ones.iter().map(|one| one.words(name)).collect();
            format!("({})", words.join(with))
        };
        match self {
            Condition::Leaf(part) => name(*part),
            Condition::All(ones) => join(ones, " AND "),
            Condition::Any(ones) => join(ones, " OR "),
            Condition::Not(one) => format!("NOT {}", one.words(name)),
        }
    }

    /// Hands on each part with whether it stands under an odd number of NOT.
    pub fn leaves(&self, negated: bool, hand_on: &mut impl FnMut(usize, bool)) {
        match self {
            Condition::Leaf(part) => hand_on(*part, negated),
            Condition::All(ones) | Condition::Any(ones) => {
                ones.iter().for_each(|one| one.leaves(negated, hand_on));
            }
            Condition::Not(one) => one.leaves(!negated, hand_on),
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
        let either = Condition::Any(vec![Condition::Leaf(1), Condition::Leaf(2)]);
        let tree = Condition::All(vec![
            Condition::Leaf(0),
            either,
            Condition::Not(Box::new(Condition::Leaf(3))),
        ]);
        assert!(tree.holds(0b0011) && tree.holds(0b0101));
        assert!(!tree.holds(0b0001) && !tree.holds(0b1011) && !tree.holds(0));
        let name = |part: usize| format!("p{part}");
        let fails = |mask: u64| tree.fails(mask).map(|one| one.words(&name));
        assert_eq!(fails(0b0011), None);
        assert_eq!(fails(0b0010), Some("p0".to_owned()));
        assert_eq!(fails(0b0001), Some("(p1 OR p2)".to_owned()));
        assert_eq!(fails(0b1011), Some("NOT p3".to_owned()));
    }
}
