//! Numbers as `model.bin` packs them.
//! In: bytes, places. Out: numbers, places of numbers, costs and chances. Never knows what a number means.

use std::sync::LazyLock;

/// Where `wanted` stands among the sorted numbers of two bytes between two places.
#[inline]
pub fn search(numbers: &[u8], low: u32, high: u32, wanted: u16) -> Option<usize> {
    seek(numbers, low, high, wanted).ok().map(|at| at as usize)
}

/// The same; where it is missing, the place of the next one.
#[inline]
pub fn seek(numbers: &[u8], mut low: u32, mut high: u32, wanted: u16) -> Result<u32, u32> {
    while low < high {
        let middle = low.midpoint(high);
        match double(numbers, middle as usize).cmp(&wanted) {
            std::cmp::Ordering::Equal => return Ok(middle),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    Err(low)
}

/// The `at`-th number of two bytes.
#[inline]
pub fn double(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[2 * at], bytes[2 * at + 1]])
}

/// A cost in nats: it is kept in sixteenths of them.
#[inline]
pub fn nats(cost: u8) -> f32 {
    f32::from(cost) / 16.0
}

/// How likely what costs so many sixteenths of a nat is.
#[inline]
pub fn share(sixteenths: usize) -> f32 {
    static SHARES: LazyLock<Vec<f32>> =
        LazyLock::new(|| (0..512_u16).map(|cost| (-f32::from(cost) / 16.0).exp()).collect());
    SHARES[sixteenths]
}

/// The `at`-th number of four bytes.
#[inline]
pub fn quad(bytes: &[u8], at: usize) -> u32 {
    bytes[4 * at..].first_chunk().map_or(0, |four| u32::from_le_bytes(*four))
}
