//! A Boolean condition over the parts of a question: AND, OR, NOT. A part is one operand as typed: a word, phrase, NEAR
//! or number. (Not one of several papers in a file.)
//! In: the set of parts that a section or paper holds, as a bit mask. Out: whether the condition is true, or its first
//! operand that is false. Never ranks.

/// At most this many parts of a question can be operands, numbered from 0: each is one bit of a `u64`.
pub const MAX_PARTS: usize = 64;

/// A Boolean expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The section holds the part of the question with this number, from 0.
    Leaf(usize),
    /// AND: all of these. True without operands.
    All(Vec<Condition>),
    /// OR: at least one of these. False without operands.
    Any(Vec<Condition>),
    /// NOT.
    Not(Box<Condition>),
}

impl Condition {
    /// Whether the condition is true of a section that holds the parts in `mask`.
    pub fn holds(&self, mask: u64) -> bool {
        match self {
            Condition::Leaf(part) => mask & bit(*part) != 0,
            Condition::All(operands) => operands.iter().all(|operand| operand.holds(mask)),
            Condition::Any(operands) => operands.iter().any(|operand| operand.holds(mask)),
            Condition::Not(operand) => !operand.holds(mask),
        }
    }

    /// The first operand that is false for `mask`; `None` if the condition is true. ANDs that stand directly in ANDs
    /// are looked into; an OR, a NOT or a single part is returned whole.
    pub fn first_failure(&self, mask: u64) -> Option<&Condition> {
        if self.holds(mask) {
            return None;
        }
        match self {
            Condition::All(operands) => {
                operands.iter().find_map(|operand| operand.first_failure(mask))
            }
            _ => Some(self),
        }
    }

    /// The condition written with AND, OR, NOT and parentheses; `name` gives the text of a part.
    pub fn to_text(&self, name: &dyn Fn(usize) -> String) -> String {
        let join = |operands: &[Condition], operator: &str| {
            let texts: Vec<String> = operands.iter().map(|operand| operand.to_text(name)).collect();
            format!("({})", texts.join(operator))
        };
        match self {
            Condition::Leaf(part) => name(*part),
            Condition::All(operands) => join(operands, " AND "),
            Condition::Any(operands) => join(operands, " OR "),
            Condition::Not(operand) => format!("NOT {}", operand.to_text(name)),
        }
    }

    /// Calls `visit` with the number of each part, from left to right, and whether it is negated (under an odd number
    /// of NOTs). A part that stands twice is visited twice. Callers start with `negated` = false.
    pub fn visit_parts(&self, negated: bool, visit: &mut impl FnMut(usize, bool)) {
        match self {
            Condition::Leaf(part) => visit(*part, negated),
            Condition::All(operands) | Condition::Any(operands) => {
                operands.iter().for_each(|operand| operand.visit_parts(negated, visit));
            }
            Condition::Not(operand) => operand.visit_parts(!negated, visit),
        }
    }
}

/// The bit of a part in a mask; 0 for a number of [`MAX_PARTS`] or more.
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
        let fails = |mask: u64| tree.first_failure(mask).map(|one| one.to_text(&name));
        assert_eq!(fails(0b0011), None);
        assert_eq!(fails(0b0010), Some("p0".to_owned()));
        assert_eq!(fails(0b0001), Some("(p1 OR p2)".to_owned()));
        assert_eq!(fails(0b1011), Some("NOT p3".to_owned()));
    }
}
