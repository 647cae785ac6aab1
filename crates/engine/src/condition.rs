//! A Boolean condition over the parts of a question: AND, OR, NOT.
//! In: the set of parts that a section holds, as a bit mask. Out: whether the condition is true, or its first operand
//! that is false. Never ranks.

/// How many parts of a question can be operands: each part is one bit of a `u64`.
pub const MAX_PARTS: usize = 64;

/// A Boolean expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The section holds the part of the question with this number.
    Leaf(usize),
    /// AND: all of these.
    All(Vec<Condition>),
    /// OR: at least one of these.
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

    /// The first operand of the outermost ANDs that is false for `mask`; `None` if the condition is true.
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

    /// Calls `visit` with each part and whether it is negated (under an odd number of NOTs). Callers start with `negated`
    /// = false.
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

/// The bit of a part in a mask; 0 for a part beyond [`MAX_PARTS`].
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
