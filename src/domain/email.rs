//! E-mail addresses.

use super::refusal::Refusal;

/// An address, lower-cased, with the host it is at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    /// The whole address.
    pub address: String,
    /// What stands behind the at-sign.
    pub host: String,
}

impl Email {
    /// Reads an address; its syntax is what the mail library takes, without quoted parts and address literals.
    ///
    /// # Errors
    /// `Required`, `TooLong` or `BadFormat` about `field`.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Refusal> {
        let raw = raw.trim();
        if raw.is_empty() {
            return Err(Refusal::Required { field });
        }
        if raw.len() > 254 {
            return Err(Refusal::TooLong { field, max: 254 });
        }
        let address: lettre::Address =
            raw.to_lowercase().parse().map_err(|_| Refusal::BadFormat { field })?;
        let host = address.domain();
        if raw.contains(['"', '[', ' ']) || !raw.is_ascii() || !host.contains('.') {
            return Err(Refusal::BadFormat { field });
        }
        Ok(Self { address: address.to_string(), host: host.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_what_only_looks_like_one() {
        for (raw, good) in [
            ("Ann@Example.org", true),
            (" a.b+c@mail.example.cn ", true),
            ("", false),
            ("ann", false),
            ("ann@", false),
            ("ann@localhost", false),
            ("\"a b\"@example.org", false),
            ("a@[127.0.0.1]", false),
            ("a@example.org\r\nBcc: b@example.org", false),
        ] {
            assert_eq!(Email::parse("email", raw).is_ok(), good, "{raw:?}");
        }
        assert_eq!(Email::parse("email", "Ann@Example.org").unwrap().host, "example.org");
    }
}
