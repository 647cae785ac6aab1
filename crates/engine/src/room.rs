//! Room for numbers that one question leaves to the next on the same thread.
//! In: how many. Out: a list that gives its room back when it is dropped.
//! Never keeps what stood in it. Lists as long as the index are asked for with each question; taken from the
//! system each time they cost page faults, and memory that is free but not given back.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};
use std::thread::LocalKey;

/// So many lists of one kind are kept.
const KEPT: usize = 16;

/// Shorter lists cost nothing worth keeping; in bigger rooms they would take these from those who need them.
const SHORT: usize = 4_096;

/// Lists that wait to be used again, the smallest first.
type Waiting<T> = LocalKey<RefCell<Vec<Vec<T>>>>;

/// What rooms are kept for.
pub trait Kept: Copy + Default + 'static {
    /// The lists of this kind.
    fn waiting() -> &'static Waiting<Self>;
}

macro_rules! kept {
    ($($kind:ty),*) => {$(
        impl Kept for $kind {
            fn waiting() -> &'static Waiting<Self> {
                thread_local!(static WAITING: RefCell<Vec<Vec<$kind>>> = const { RefCell::new(Vec::new()) });
                &WAITING
            }
        }
    )*};
}

kept!(f32, u32, (u32, u32), (u32, u32, u32));

/// A list in such room.
#[derive(Debug)]
pub struct Room<T: Kept>(Vec<T>);

impl<T: Kept> Room<T> {
    /// So many zeros, in the least room that holds them: a big one is kept for those who need it.
    pub fn of(count: usize) -> Room<T> {
        if count < SHORT {
            return Room(vec![T::default(); count]);
        }
        let mut room = Room::taken(|waiting| waiting.partition_point(|one| one.capacity() < count));
        room.resize(count, T::default());
        room
    }

    /// Takes the list that stands where `place` says, or the last one before.
    fn taken(place: impl FnOnce(&[Vec<T>]) -> usize) -> Room<T> {
        let kept = T::waiting().try_with(|waiting| {
            let mut waiting = waiting.borrow_mut();
            let last = waiting.len().checked_sub(1)?;
            let place = place(&waiting).min(last);
            Some(waiting.remove(place))
        });
        Room(kept.ok().flatten().unwrap_or_default())
    }
}

impl<T: Kept> Default for Room<T> {
    fn default() -> Room<T> {
        Room::taken(<[_]>::len)
    }
}

impl<T: Kept> Drop for Room<T> {
    fn drop(&mut self) {
        let mut room = std::mem::take(&mut self.0);
        room.clear();
        // Where the thread ends there is nobody to leave it to.
        let _ = T::waiting().try_with(|waiting| {
            let mut waiting = waiting.borrow_mut();
            if waiting.len() < KEPT && room.capacity() >= SHORT {
                let place = waiting.partition_point(|one| one.capacity() < room.capacity());
                waiting.insert(place, room);
            }
        });
    }
}

impl<T: Kept> Deref for Room<T> {
    type Target = Vec<T>;

    #[inline]
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T: Kept> DerefMut for Room<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_in_room_that_is_used_again() {
        let mut first: Room<f32> = Room::of(SHORT + 1);
        first.fill(7.0);
        let place = first.as_ptr();
        drop(first);
        let short: Room<f32> = Room::of(2);
        assert_eq!(short.as_slice(), [0.0, 0.0]);
        let second: Room<f32> = Room::of(SHORT);
        assert_eq!((second.len(), second.as_ptr()), (SHORT, place));
        assert!(second.iter().all(|one| *one == 0.0));
        let third: Room<f32> = Room::default();
        assert!(third.is_empty());
    }
}
