//! Postal addresses, made alike for comparison.
//!
//! A complaint may be refused when several people give the same address (`crm-17`), so equal
//! addresses must be found though only a keyed hash of each is kept. What is hashed is the form
//! made here; it is no address to send anything to.
//!
//! The same characters in another width, with other spaces or punctuation, give the same form.
//! Words are left alone: 3号楼 and 三号楼, 北京市 and 北京, an address with its district and one
//! without are different. A miss costs a warning that is not given; folding more would join
//! neighbours who have nothing to do with each other, and refuse them.

use unicode_normalization::UnicodeNormalization;

/// The form of an address under which it is compared; empty when it has no letter or digit.
///
/// Compatibility forms are folded (NFKC), letters are small, white space, punctuation and symbols
/// are gone. Between two digits the gap stays as one dash: 12号3-4 is not 12号34.
#[must_use]
pub fn comparable(address: &str) -> String {
    let mut form = String::with_capacity(address.len());
    let mut gap = false;
    for c in address.nfkc().flat_map(char::to_lowercase) {
        if !c.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && c.is_numeric() && form.ends_with(char::is_numeric) {
            form.push('-');
        }
        gap = false;
        form.push(c);
    }
    form
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_addresses_are_alike() {
        let form = "浙江省杭州市西湖区文三路12号b座3-401室";
        let table = [
            "浙江省杭州市西湖区文三路12号B座3-401室",
            "浙江省 杭州市 西湖区 文三路12号 B座 3－401室",
            "浙江省杭州市西湖区文三路１２号Ｂ座３—４０１室。",
            "浙江省,杭州市,西湖区,文三路12号（B座）3 401室",
            "\u{feff}浙江省杭州市西湖区文三路12号·b座·3#401室\n",
        ];
        for address in table {
            assert_eq!(comparable(address), form, "{address}");
        }
    }

    #[test]
    fn different_addresses_stay_different() {
        let table = [
            ("文三路12号3-4室", "文三路12号34室"),
            ("文三路1号23室", "文三路12号3室"),
            ("3号楼", "三号楼"),
            ("北京市海淀区", "北京海淀区"),
        ];
        for (one, other) in table {
            assert_ne!(comparable(one), comparable(other));
        }
    }

    #[test]
    fn an_address_of_marks_alone_is_empty() {
        assert_eq!(comparable(" ，。—— "), "");
    }

    proptest! {
        #[test]
        fn a_form_is_its_own_form(address in "[一-龥A-Za-z0-9０-９Ａ-Ｚ，。、 #（）—-]{0,40}") {
            let form = comparable(&address);
            prop_assert_eq!(comparable(&form), form);
        }

        #[test]
        fn any_text_has_a_form(address in "\\PC{0,40}") {
            let form = comparable(&address);
            prop_assert!(form.chars().all(|c| c == '-' || c.is_alphanumeric()));
        }
    }
}
