//! A pool of buffers for numbers, one pool a thread: what a question needs is left to the next.
//! In: how many numbers. Out: a buffer of so many zeros that goes back to the pool when it is dropped.
//! Never keeps what stood in it. Buffers as long as the index are asked for with each question; allocated each time they
//! cost page faults, and memory that the allocator does not give back.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};
use std::thread::LocalKey;

/// Buffers of one element type that a thread keeps at most; the others are freed.
const MOST_KEPT: usize = 16;

/// Elements below which a buffer is allocated anew: such a short one costs little, and would occupy a large one.
const LEAST_POOLED: usize = 4_096;

/// The free buffers of one element type on one thread, by growing capacity.
type Waiting<T> = LocalKey<RefCell<Vec<Vec<T>>>>;

/// The element types that buffers are pooled for.
pub trait Pooled: Copy + Default + 'static {
    /// The free buffers of this element type on this thread.
    fn waiting() -> &'static Waiting<Self>;
}

macro_rules! pooled {
    ($($kind:ty),*) => {$(
        impl Pooled for $kind {
            fn waiting() -> &'static Waiting<Self> {
                thread_local!(static WAITING: RefCell<Vec<Vec<$kind>>> = const { RefCell::new(Vec::new()) });
                &WAITING
            }
        }
    )*};
}

pooled!(f32, u32, (u32, u32), (u32, u32, u32));

/// A growable buffer that returns to the pool of its thread when it is dropped.
#[derive(Debug)]
pub struct Buffer<T: Pooled>(Vec<T>);

impl<T: Pooled> Buffer<T> {
    /// A buffer of `count` zeros, in the smallest free allocation that holds them.
    pub fn of(count: usize) -> Buffer<T> {
        if count < LEAST_POOLED {
            return Buffer(vec![T::default(); count]);
        }
        let mut buffer =
            Buffer::taken(|waiting| waiting.partition_point(|one| one.capacity() < count));
        buffer.resize(count, T::default());
        buffer
    }

    /// Takes the free buffer at `place`, or the largest; an empty one where none is free.
    fn taken(place: impl FnOnce(&[Vec<T>]) -> usize) -> Buffer<T> {
        let kept = T::waiting().try_with(|waiting| {
            let mut waiting = waiting.borrow_mut();
            let last = waiting.len().checked_sub(1)?;
            let place = place(&waiting).min(last);
            Some(waiting.remove(place))
        });
        Buffer(kept.ok().flatten().unwrap_or_default())
    }
}

impl<T: Pooled> Default for Buffer<T> {
    fn default() -> Buffer<T> {
        Buffer::taken(<[_]>::len)
    }
}

impl<T: Pooled> Drop for Buffer<T> {
    fn drop(&mut self) {
        let mut buffer = std::mem::take(&mut self.0);
        buffer.clear();
        // While the thread ends there is no pool any more.
        let _ = T::waiting().try_with(|waiting| {
            let mut waiting = waiting.borrow_mut();
            if waiting.len() < MOST_KEPT && buffer.capacity() >= LEAST_POOLED {
                let place = waiting.partition_point(|one| one.capacity() < buffer.capacity());
                waiting.insert(place, buffer);
            }
        });
    }
}

impl<T: Pooled> Deref for Buffer<T> {
    type Target = Vec<T>;

    #[inline]
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T: Pooled> DerefMut for Buffer<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_that_is_used_again_holds_zeros() {
        let mut first: Buffer<f32> = Buffer::of(LEAST_POOLED + 1);
        first.fill(7.0);
        let place = first.as_ptr();
        drop(first);
        let short: Buffer<f32> = Buffer::of(2);
        assert_eq!(short.as_slice(), [0.0, 0.0]);
        let second: Buffer<f32> = Buffer::of(LEAST_POOLED);
        assert_eq!((second.len(), second.as_ptr()), (LEAST_POOLED, place));
        assert!(second.iter().all(|one| *one == 0.0));
        let third: Buffer<f32> = Buffer::default();
        assert!(third.is_empty());
    }
}
