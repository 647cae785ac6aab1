//! Skips bytes that need no closer look, a block at a time, so that the compiler can use vector instructions.
//! In: bytes, and a condition on a byte and the next one. Out: how many bytes the leading blocks have in which every
//! byte satisfies it.
//! Never decides where a character begins: a block may end inside one.

/// The number of bytes at the start of `bytes` that may be skipped: a multiple of `BLOCK`, 0 if not even the first
/// block fits. A block fits if `fits(byte, next byte)` holds for each of its bytes. A block that is not full, or that
/// no byte follows, never fits. `fits` must not branch (`&`, not `&&`), or it is not vectorised.
#[inline]
pub fn skip_blocks<const BLOCK: usize>(bytes: &[u8], fits: impl Fn(u8, u8) -> bool) -> usize {
    let block_fits = |(block, next_bytes): &(&[u8], &[u8])| {
        let pairs = block.iter().zip(*next_bytes);
        next_bytes.len() == BLOCK && pairs.fold(true, |all, (one, next)| all & fits(*one, *next))
    };
    let next_bytes = bytes.get(1..).unwrap_or_default();
    bytes.chunks(BLOCK).zip(next_bytes.chunks(BLOCK)).take_while(block_fits).count() * BLOCK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_skipped_up_to_the_first_that_does_not_fit() {
        for length in 0..50_usize {
            let plain = vec![b'a'; length];
            assert_eq!(
                skip_blocks::<8>(&plain, |one, _| one == b'a'),
                length.saturating_sub(1) / 8 * 8
            );
            for at in 0..length {
                let mut odd = plain.clone();
                odd[at] = b'b';
                let whole = length.saturating_sub(1) / 8 * 8;
                assert_eq!(skip_blocks::<8>(&odd, |one, _| one == b'a'), whole.min(at / 8 * 8));
                let before = at.saturating_sub(1) / 8 * 8;
                assert_eq!(
                    skip_blocks::<8>(&odd, |_, next| next == b'a'),
                    whole.min(if at == 0 { whole } else { before })
                );
            }
        }
    }
}
