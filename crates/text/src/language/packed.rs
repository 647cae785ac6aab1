//! Little-endian numbers as `model.bin` packs them.
//! In: bytes, indices. Out: numbers, indices of numbers, costs, probabilities. Never knows what a number means.

use std::sync::LazyLock;

/// A cost is stored as a whole number of sixteenths of a nat: a byte reaches 255 of them, nearly 16 nats.
const STEPS_PER_NAT: f32 = 16.0;
/// Length of the table of [`probability`], indexed by the sum of two stored costs. Such a sum is at most 510.
const COST_SUMS: u16 = 512;

/// The index of `wanted` in `numbers`, packed `u16`s of which those with the indices `low..high` are sorted and
/// searched; `None` where it is not among these.
#[inline]
pub fn binary_search(numbers: &[u8], low: u32, high: u32, wanted: u16) -> Option<usize> {
    binary_search_or_next(numbers, low, high, wanted).ok().map(|at| at as usize)
}

/// The same; the `Err` holds the index of the next larger number, or `high` where there is none.
#[inline]
pub fn binary_search_or_next(
    numbers: &[u8],
    mut low: u32,
    mut high: u32,
    wanted: u16,
) -> Result<u32, u32> {
    while low < high {
        let middle = low.midpoint(high);
        match u16_at(numbers, middle as usize).cmp(&wanted) {
            std::cmp::Ordering::Equal => return Ok(middle),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    Err(low)
}

/// The `u16` with the index `at`, counted in numbers from 0.
#[inline]
pub fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[2 * at], bytes[2 * at + 1]])
}

/// A stored cost in nats.
#[inline]
pub fn nats(stored: u8) -> f32 {
    f32::from(stored) / STEPS_PER_NAT
}

/// The probability of a stored cost, or of the sum of two stored costs: `e^(-cost in nats)`.
#[inline]
pub fn probability(stored: usize) -> f32 {
    static PROBABILITIES: LazyLock<Vec<f32>> = LazyLock::new(|| {
        (0..COST_SUMS).map(|cost| (-f32::from(cost) / STEPS_PER_NAT).exp()).collect()
    });
    PROBABILITIES[stored]
}

/// The `u32` with the index `at`, counted in numbers from 0; 0 where the bytes end inside it or just before it.
#[inline]
pub fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes[4 * at..].first_chunk().map_or(0, |four| u32::from_le_bytes(*four))
}
