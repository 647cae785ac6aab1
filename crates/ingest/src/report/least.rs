//! Keeps the values with the k smallest keys.
//! In: keys with values, in any order. Out: the values of the smallest keys, sorted by key; of values with equal keys
//! the first. A value is made only if its key is among the k smallest so far; a later key may still push it out.

use std::collections::BTreeMap;

/// The values with the smallest keys so far.
#[derive(Debug)]
pub struct Least<K, V> {
    /// At most this many values are kept.
    most: usize,
    kept: BTreeMap<K, V>,
}

impl<K: Ord, V> Least<K, V> {
    /// Keeps at most `most` values.
    pub fn new(most: usize) -> Least<K, V> {
        Least { most, kept: BTreeMap::new() }
    }

    /// Adds a value if its key is among the smallest so far; if `most` are kept, the largest key is dropped for
    /// it. A key that is kept already is ignored: its first value stays. `value` is called only if the value is
    /// added.
    pub fn add(&mut self, key: K, value: impl FnOnce() -> V) {
        if self.kept.contains_key(&key) {
            return;
        }
        if self.kept.len() >= self.most {
            if self.kept.last_key_value().is_none_or(|(last, _)| *last <= key) {
                return;
            }
            self.kept.pop_last();
        }
        self.kept.insert(key, value());
    }

    /// The values kept, sorted by key.
    pub fn into_values(self) -> Vec<V> {
        self.kept.into_values().collect()
    }

    /// The values kept, sorted by key.
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
            // A key that is kept already pushes no other out.
            [1, 2, 3].into_iter().for_each(|key| top.add(key, || 0));
            assert_eq!(top.into_values(), [10, 20, 30, 40, 50][..most.min(5)]);
        }
    }
}
