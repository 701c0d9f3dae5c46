//! Fields as bytes that can be read in one way only, for whatever is hashed and checked by others.
//!
//! Each field is its length in bytes as four bytes, the highest first, and then its UTF-8. The first field names
//! what is hashed, so that a hash of one kind never passes for one of another; an absent field is empty. No two
//! lists of fields make the same bytes.

/// The bytes of `fields` under the name of what they are.
#[must_use]
pub fn framed<'a>(name: &'a str, fields: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    for field in std::iter::once(name).chain(fields) {
        let length = u32::try_from(field.len()).expect("what is framed is ids, hashes and times");
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(field.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads framed bytes back.
    fn read(mut bytes: &[u8]) -> Vec<String> {
        let mut fields = Vec::new();
        while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
            let (field, rest) = rest.split_at(u32::from_be_bytes(*length).try_into().unwrap());
            fields.push(String::from_utf8(field.to_vec()).unwrap());
            bytes = rest;
        }
        fields
    }

    #[test]
    fn a_field_is_its_length_and_its_bytes() {
        assert_eq!(framed("ab", ["", "一"]), b"\0\0\0\x02ab\0\0\0\0\0\0\0\x03\xe4\xb8\x80");
    }

    proptest! {
        #[test]
        fn what_is_framed_is_read_back(name in any::<String>(), fields in any::<Vec<String>>()) {
            let bytes = framed(&name, fields.iter().map(String::as_str));
            let mut all = vec![name];
            all.extend(fields);
            prop_assert_eq!(read(&bytes), all);
        }
    }
}
