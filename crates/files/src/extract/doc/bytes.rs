//! Little-endian numbers at an offset of a byte slice; `None` beyond its end. Never panics.

/// The byte at `at`.
pub fn u8_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

/// The two bytes at `at`.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

/// The four bytes at `at`.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// The four bytes at `at`, as a `usize`: for numbers that are offsets, lengths or indexes.
pub fn index_at(bytes: &[u8], at: usize) -> Option<usize> {
    u32_at(bytes, at).map(|number| number as usize)
}

/// `length` bytes from `at`.
pub fn slice(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

/// The entries of a PLC (a list of positions with records, [MS-DOC] 2.2.2): `n + 1` positions of four bytes, then `n`
/// records of `size` bytes. Gives start position, end position (exclusive) and record of each entry.
pub fn plc(bytes: &[u8], size: usize) -> impl Iterator<Item = (u32, u32, &[u8])> {
    let count = bytes.len().saturating_sub(4) / (4 + size);
    (0..count).filter_map(move |index| {
        let record = slice(bytes, 4 * (count + 1) + index * size, size)?;
        Some((u32_at(bytes, 4 * index)?, u32_at(bytes, 4 * index + 4)?, record))
    })
}
