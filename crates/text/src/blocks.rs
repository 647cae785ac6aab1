//! Passes over what holds nothing worth a look, many bytes at a time.
//! In: bytes, and what each of them, with the one behind it, must be. Out: how many blocks are all of that.
//! Never decides where a character begins: a block may end inside one.

/// How many bytes at the head of `bytes` lie in whole blocks of `BLOCK`, of which every byte with the one behind it
/// `fits`. That must ask no question that could end early (`&`, not `&&`), so that several are looked at together.
#[inline]
pub fn passed<const BLOCK: usize>(bytes: &[u8], fits: impl Fn(u8, u8) -> bool) -> usize {
    let whole = |(block, behind): &(&[u8], &[u8])| {
        let both = block.iter().zip(*behind);
        behind.len() == BLOCK && both.fold(true, |all, (one, next)| all & fits(*one, *next))
    };
    let behind = bytes.get(1..).unwrap_or_default();
    bytes.chunks(BLOCK).zip(behind.chunks(BLOCK)).take_while(whole).count() * BLOCK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_passed_up_to_the_first_that_does_not_fit() {
        for length in 0..50_usize {
            let plain = vec![b'a'; length];
            assert_eq!(passed::<8>(&plain, |one, _| one == b'a'), length.saturating_sub(1) / 8 * 8);
            for at in 0..length {
                let mut odd = plain.clone();
                odd[at] = b'b';
                let whole = length.saturating_sub(1) / 8 * 8;
                assert_eq!(passed::<8>(&odd, |one, _| one == b'a'), whole.min(at / 8 * 8));
                let before = at.saturating_sub(1) / 8 * 8;
                assert_eq!(
                    passed::<8>(&odd, |_, next| next == b'a'),
                    whole.min(if at == 0 { whole } else { before })
                );
            }
        }
    }
}
