//! Pseudonym codes: drawn at random for a seat, with no order to read from them.

/// Letters and digits that are not mistaken for each other; 32, so that five random bits pick one evenly.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A code made of random bytes: four characters, one more for each time a shorter one was taken.
#[must_use]
pub fn code(random: [u8; 8], tries: usize) -> String {
    let length = (4 + tries).min(random.len());
    random[..length].iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_grows_with_each_try() {
        assert_eq!(code([5, 22, 17, 0, 1, 2, 3, 4], 0), "7QK2");
        assert_eq!(code([5, 22, 17, 0, 1, 2, 3, 4], 2).len(), 6);
        assert_eq!(code([255; 8], 99), "ZZZZZZZZ");
    }
}
