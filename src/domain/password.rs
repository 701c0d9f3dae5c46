//! What a password must be: long enough, not too long to hash, and not one that everybody tries first.
//!
//! After NIST SP 800-63B §3.1.1: length matters, rules about kinds of characters do not help.

use super::refusal::Refusal;

const FIRST_TRIED: [&str; 12] = [
    "password",
    "123456789",
    "1234567890",
    "qwertyuiop",
    "11111111",
    "00000000",
    "88888888",
    "iloveyou",
    "woaini1314",
    "5201314520",
    "abcd1234",
    "a123456789",
];

/// Takes a new password of 10 to 128 characters.
///
/// # Errors
/// `TooShort`, `TooLong` or `PasswordWeak`.
pub fn check(password: &str, email: &str) -> Result<(), Refusal> {
    const FIELD: &str = "password";
    let length = password.chars().count();
    if length < 10 {
        return Err(Refusal::TooShort { field: FIELD, min: 10 });
    }
    if length > 128 {
        return Err(Refusal::TooLong { field: FIELD, max: 128 });
    }
    let lower = password.to_lowercase();
    let mut distinct: Vec<char> = lower.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let name = email.split('@').next().unwrap_or_default();
    let derived = !name.is_empty() && name.len() * 2 > length && lower.contains(name);
    if distinct.len() < 4
        || derived
        || FIRST_TRIED.iter().any(|tried| lower == *tried || lower == tried.repeat(2))
    {
        return Err(Refusal::PasswordWeak { field: FIELD });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_unusual_passes() {
        for (password, good) in [
            ("correct horse", true),
            ("一把很长的中文口令吗是的", true),
            ("short", false),
            ("aaaaaaaaaaaa", false),
            ("1234567890", false),
            ("ann.miller@1", false),
        ] {
            assert_eq!(check(password, "ann.miller@example.org").is_ok(), good, "{password}");
        }
    }
}
