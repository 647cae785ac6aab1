//! The least of many, and no more of them than are wanted.

use std::collections::BTreeMap;

/// Keeps the values with the least keys.
pub struct Least<K, V> {
    most: usize,
    kept: BTreeMap<K, V>,
}

impl<K: Ord, V> Least<K, V> {
    /// Keeps at most so many values.
    pub fn new(most: usize) -> Least<K, V> {
        Least { most, kept: BTreeMap::new() }
    }

    /// Keeps what `value` makes if its key is among the least.
    pub fn add(&mut self, key: K, value: impl FnOnce() -> V) {
        if self.kept.len() >= self.most {
            if self.kept.last_key_value().is_none_or(|(last, _)| *last <= key) {
                return;
            }
            self.kept.pop_last();
        }
        self.kept.insert(key, value());
    }

    /// What was kept, in order of the keys.
    pub fn into_values(self) -> Vec<V> {
        self.kept.into_values().collect()
    }

    /// What was kept, in order of the keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.kept.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_least_whatever_their_order() {
        for most in [0, 1, 3, 9] {
            let mut top = Least::new(most);
            [5, 1, 4, 2, 3].into_iter().for_each(|key| top.add(key, || key * 10));
            assert_eq!(top.into_values(), [10, 20, 30, 40, 50][..most.min(5)]);
        }
    }
}
