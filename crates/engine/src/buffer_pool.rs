//! A pool of large buffers of numbers, one pool per thread, so that questions reuse the buffers of earlier questions.
//! In: how many elements. Out: a buffer of zeros whose allocation returns to the pool when it is dropped, unless it is
//! small or the pool is full.
//! Never hands out old contents. Each question needs buffers with one element per section of the index; allocating them
//! anew costs page faults, and memory that the allocator does not return to the system.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};
use std::thread::LocalKey;

/// At most this many free buffers of one element type are kept by a thread; further ones are freed. A judgement, not
/// measured: more than one question uses at a time. `cargo bench --bench questions` shows the effect of a change.
const MAX_FREE_BUFFERS: usize = 16;

/// [`Buffer::zeroed`] takes no buffer of fewer elements (not bytes) from the pool, and no allocation with less capacity
/// is returned to it: they are cheap to allocate, and must not hold a large allocation. A judgement, not measured;
/// `cargo bench --bench questions` shows the effect of a change.
const MIN_POOLED_ELEMENTS: usize = 4_096;

/// The free buffers of one element type on one thread, sorted by capacity.
type FreeBuffers<T> = LocalKey<RefCell<Vec<Vec<T>>>>;

/// An element type of pooled buffers.
pub trait Pooled: Copy + Default + 'static {
    /// The free buffers of this element type on this thread.
    fn free_buffers() -> &'static FreeBuffers<Self>;
}

macro_rules! pooled {
    ($($kind:ty),*) => {$(
        impl Pooled for $kind {
            fn free_buffers() -> &'static FreeBuffers<Self> {
                thread_local!(static FREE: RefCell<Vec<Vec<$kind>>> = const { RefCell::new(Vec::new()) });
                &FREE
            }
        }
    )*};
}

pooled!(f32, u32, (u32, u32), (u32, u32, u32));

/// A growable buffer. When it is dropped, its allocation returns to the pool of the thread that drops it. The default
/// value is empty, in the largest free allocation.
#[derive(Debug)]
pub struct Buffer<T: Pooled>(Vec<T>);

impl<T: Pooled> Buffer<T> {
    /// A buffer of `count` zeros. Takes the smallest free allocation that holds them, else grows the largest free one.
    pub fn zeroed(count: usize) -> Buffer<T> {
        if count < MIN_POOLED_ELEMENTS {
            return Buffer(vec![T::default(); count]);
        }
        let mut buffer =
            Buffer::take_free(|free| free.partition_point(|one| one.capacity() < count));
        buffer.resize(count, T::default());
        buffer
    }

    /// Takes the free buffer that `choose` gives the index of, or the last one if the index is too large. Empty without
    /// an allocation if none is free.
    fn take_free(choose: impl FnOnce(&[Vec<T>]) -> usize) -> Buffer<T> {
        let taken = T::free_buffers().try_with(|free| {
            let mut free = free.borrow_mut();
            let last = free.len().checked_sub(1)?;
            let at = choose(&free).min(last);
            Some(free.remove(at))
        });
        Buffer(taken.ok().flatten().unwrap_or_default())
    }
}

impl<T: Pooled> Default for Buffer<T> {
    fn default() -> Buffer<T> {
        Buffer::take_free(<[_]>::len)
    }
}

impl<T: Pooled> Drop for Buffer<T> {
    fn drop(&mut self) {
        let mut buffer = std::mem::take(&mut self.0);
        buffer.clear();
        // Fails while the thread ends, when its pool is gone already: the buffer is freed then.
        let _ = T::free_buffers().try_with(|free| {
            let mut free = free.borrow_mut();
            if free.len() < MAX_FREE_BUFFERS && buffer.capacity() >= MIN_POOLED_ELEMENTS {
                let at = free.partition_point(|one| one.capacity() < buffer.capacity());
                free.insert(at, buffer);
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
        let mut first: Buffer<f32> = Buffer::zeroed(MIN_POOLED_ELEMENTS + 1);
        first.fill(7.0);
        let place = first.as_ptr();
        drop(first);
        let short: Buffer<f32> = Buffer::zeroed(2);
        assert_eq!(short.as_slice(), [0.0, 0.0]);
        let second: Buffer<f32> = Buffer::zeroed(MIN_POOLED_ELEMENTS);
        assert_eq!((second.len(), second.as_ptr()), (MIN_POOLED_ELEMENTS, place));
        assert!(second.iter().all(|one| *one == 0.0));
        let third: Buffer<f32> = Buffer::default();
        assert!(third.is_empty());
    }
}
