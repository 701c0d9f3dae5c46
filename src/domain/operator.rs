//! What an operator is known by, and whether two are one.
//!
//! People know a platform by its name, a site, the firm in its terms, or only by who was paid. All of it is folded the
//! same way when it is recorded and when it is looked for, so that 「卡盟 乙」 is 「卡盟乙」 and `www.例子.中国` the
//! domain that it is in the address bar.

use entity::{KnownBy, OperatorId, operator, operator_identity};
use unicode_normalization::UnicodeNormalization;

/// The most domains that a host is looked for by.
const LEVELS: usize = 6;

/// The most characters that are looked for.
const LONGEST: usize = 320;

/// What is looked for: compatibility forms and case are evened out, white space is gone.
///
/// An ICP number loses the count of the site, so that all sites of one holder meet.
#[must_use]
pub fn folded(kind: KnownBy, value: &str) -> String {
    let plain: String = value.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect();
    let folded = match kind {
        KnownBy::Domain => idna::domain_to_ascii(&plain).unwrap_or(plain),
        KnownBy::Icp => match plain.rsplit_once('-') {
            Some((holder, site)) if site.bytes().all(|byte| byte.is_ascii_digit()) => holder.to_owned(),
            _ => plain,
        },
        _ => plain,
    };
    folded.chars().take(LONGEST).collect()
}

/// The host in the address of a site, or a bare domain, as people read it; none in anything else.
#[must_use]
pub fn host(raw: &str) -> Option<String> {
    let line: String = raw.nfkc().flat_map(char::to_lowercase).collect();
    let rest = line.trim().split_once("://").map_or(line.trim(), |(_, rest)| rest);
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let host = host.trim_end_matches('.').trim_start_matches("www.");
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_host = host.contains('.') && host.len() <= 253 && host.split('.').all(label);
    // Numbers alone are an address of a machine, an amount or a version.
    let is_named = host.rsplit('.').next().is_some_and(|last| last.chars().any(char::is_alphabetic));
    (is_host && is_named).then(|| host.to_owned())
}

/// A host and the domains it belongs to, folded: `pay.example.com` is also `example.com`.
#[must_use]
pub fn domains(host: &str) -> Vec<String> {
    let host = folded(KnownBy::Domain, host);
    let labels: Vec<&str> = host.split('.').collect();
    (0..labels.len().saturating_sub(1)).take(LEVELS).map(|from| labels[from..].join(".")).collect()
}

/// Hosts at which anybody can have a mailbox: one there says nothing of who reads it.
const OPEN_TO_ALL: [&str; 26] = [
    "qq.com",
    "foxmail.com",
    "163.com",
    "126.com",
    "yeah.net",
    "188.com",
    "sina.com",
    "sina.cn",
    "sohu.com",
    "139.com",
    "189.cn",
    "wo.cn",
    "21cn.com",
    "tom.com",
    "aliyun.com",
    "88.com",
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "icloud.com",
    "yahoo.com",
    "gmx.com",
    "proton.me",
    "protonmail.com",
];

/// Whether a mailbox is at a domain that an operator is known by, so that whoever reads it is of that operator.
#[must_use]
pub fn owns_mailbox(known: &[operator_identity::Model], mailbox: &str) -> bool {
    let Some((_, host)) = mailbox.rsplit_once('@') else { return false };
    let domains = domains(host);
    // `vip.qq.com` is as open as `qq.com`.
    !domains.iter().any(|domain| OPEN_TO_ALL.contains(&domain.as_str()))
        && known.iter().any(|known| known.kind == KnownBy::Domain && domains.contains(&known.folded))
}

/// All that an operator is known by: what its row says, and other names, domains and payees, none twice.
#[must_use]
pub fn identities(
    row: &operator::Model,
    others: impl IntoIterator<Item = (KnownBy, String)>,
) -> Vec<operator_identity::Model> {
    let own = [
        (KnownBy::Name, Some(&row.name)),
        (KnownBy::Firm, row.legal_name.as_ref()),
        (KnownBy::CreditCode, row.credit_code.as_ref()),
        (KnownBy::Icp, row.icp.as_ref()),
    ];
    let own = own.into_iter().filter_map(|(kind, value)| Some((kind, value?.clone())));
    let mut known: Vec<operator_identity::Model> = Vec::new();
    for (kind, value) in own.chain(others) {
        let folded = folded(kind, &value);
        let of_kind = || known.iter().filter(|other| other.kind == kind);
        if of_kind().any(|other| other.folded == folded) {
            continue;
        }
        let place = i32::try_from(of_kind().count()).unwrap_or(i32::MAX);
        known.push(operator_identity::Model { operator_id: row.id.clone(), kind, place, value, folded });
    }
    known
}

/// Whether something tells an operator from others: who is paid may be a firm that collects for many.
#[must_use]
pub fn tells_apart(kind: KnownBy) -> bool {
    kind != KnownBy::Payee
}

/// Whether two operators, by what each is known by, are one, or are known as one: they share a name, a domain or a
/// number.
///
/// Whoever recorded an operator may give it another's name; what that opens is a proposal to merge, to which the
/// organisers of the other case still have to agree.
#[must_use]
pub fn are_one(
    (one, known): (&OperatorId, &[operator_identity::Model]),
    (other, known_too): (&OperatorId, &[operator_identity::Model]),
) -> bool {
    let shared = |mine: &operator_identity::Model| {
        tells_apart(mine.kind)
            && known_too.iter().any(|theirs| tells_apart(theirs.kind) && theirs.folded == mine.folded)
    };
    one == other || known.iter().any(shared)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entity::Id;

    use super::*;

    #[test]
    fn a_mailbox_is_an_operators_at_its_own_domain_and_nowhere_else() {
        let row = operator(1, "卡盟", None);
        let known = |domain: &str| identities(&row, [(KnownBy::Domain, domain.to_owned())]);
        for (domain, mailbox, owns) in [
            ("kamen.example", "tousu@kamen.example", true),
            ("kamen.example", "tousu@mail.kamen.example", true),
            ("kamen.example", "tousu@KAMEN.example", true),
            ("mail.kamen.example", "tousu@kamen.example", false),
            ("kamen.example", "tousu@notkamen.example", false),
            ("kamen.example", "tousu@kamen.example.org", false),
            ("qq.com", "12345@qq.com", false),
            ("vip.qq.com", "12345@vip.qq.com", false),
            ("kamen.example", "nowhere", false),
        ] {
            assert_eq!(owns_mailbox(&known(domain), mailbox), owns, "{mailbox} of {domain}");
        }
    }

    fn operator(n: u8, name: &str, icp: Option<&str>) -> operator::Model {
        operator::Model {
            id: OperatorId::from_suffix(&format!("{n:026}")),
            name: name.to_owned(),
            legal_name: None,
            credit_code: None,
            icp: icp.map(str::to_owned),
            address: None,
            mailbox: None,
            confirmed_mailbox: None,
            site: None,
            hotline: None,
            reply_days: None,
            search: String::new(),
            created_by: entity::AccountId::from_suffix("1"),
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn operators_are_one_by_what_they_share() {
        let known = |row: &operator::Model, others: &[(KnownBy, &str)]| {
            let others = others.iter().map(|(kind, value)| (*kind, (*value).to_owned()));
            (row.id.clone(), identities(row, others))
        };
        let (plain, same_name) = (operator(1, "卡盟甲", None), operator(2, "卡盟 乙", None));
        let (with_icp, same_icp) =
            (operator(3, "丙", Some("沪ICP备1号")), operator(4, "丁", Some("沪icp备1号-3")));
        let alias = [(KnownBy::Alias, "卡盟乙")];
        let payee = [(KnownBy::Payee, "某某支付")];
        for (one, other, expected) in [
            (known(&plain, &[]), known(&plain, &[]), true),
            (known(&plain, &[]), known(&same_name, &[]), false),
            (known(&plain, &alias), known(&same_name, &[]), true),
            (known(&with_icp, &[]), known(&same_icp, &[]), true),
            (known(&plain, &[]), known(&with_icp, &[]), false),
            (known(&plain, &payee), known(&with_icp, &payee), false),
        ] {
            let (a, b) = ((&one.0, one.1.as_slice()), (&other.0, other.1.as_slice()));
            assert_eq!((are_one(a, b), are_one(b, a)), (expected, expected), "{one:?} {other:?}");
        }
    }

    #[test]
    fn what_is_known_twice_is_recorded_once() {
        let others = ["卡盟乙", "卡盟 乙", "KA盟"].map(|name| (KnownBy::Alias, name.to_owned()));
        let known = identities(&operator(1, "卡盟甲", None), others);
        let told: Vec<_> = known.iter().map(|row| (row.kind, row.place, row.folded.as_str())).collect();
        assert_eq!(
            told,
            [(KnownBy::Name, 0, "卡盟甲"), (KnownBy::Alias, 0, "卡盟乙"), (KnownBy::Alias, 1, "ka盟")]
        );
    }

    #[test]
    fn the_host_is_read_from_what_people_copy() {
        for (raw, expected) in [
            ("https://www.Kameng.example/order?x=1", Some("kameng.example")),
            ("kameng.example:8080", Some("kameng.example")),
            ("卡盟.中国", Some("卡盟.中国")),
            ("ｋａｍｅｎｇ.example.", Some("kameng.example")),
            ("卡盟", None),
            ("12.50", None),
            ("a..b", None),
        ] {
            assert_eq!(host(raw).as_deref(), expected, "{raw}");
        }
        assert_eq!(domains("pay.example.com"), ["pay.example.com", "example.com"]);
        assert_eq!(domains("卡盟.中国"), ["xn--hlrw93f.xn--fiqs8s"]);
    }
}
