//! The grounds on which a market regulator does not accept a complaint (`crm-16`), in the order of the article.
//!
//! They hold for complaints from 15 April 2026. Those before went by Order 20, whose articles the catalogue does not carry,
//! so nothing is said of its grounds.

use serde::{Deserialize, Serialize};

/// A ground of refusal: an item of article 16 of the Measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Not a matter for the market regulator, or not for that office.
    OutsideRemit,
    /// A court, an arbitral body, a market regulator or other department, or a consumer association has it or had it.
    AlreadyHandled,
    /// Not bought for daily consumption, or no dispute with that operator is shown.
    NotConsumer,
    /// More than three years since the complainant knew or should have known.
    TooLate,
    /// What articles 10 and 11 ask for is missing, or something false was handed in.
    MaterialMissing,
    /// In somebody else's name, or the check of the identity was refused.
    FalseIdentity,
    /// Other cases of laws, regulations and rules.
    OtherLaw,
}

impl Ground {
    /// Every ground, in the order of the article.
    pub const ALL: [Self; 7] = [
        Self::OutsideRemit,
        Self::AlreadyHandled,
        Self::NotConsumer,
        Self::TooLate,
        Self::MaterialMissing,
        Self::FalseIdentity,
        Self::OtherLaw,
    ];

    /// The provision that lists the grounds.
    pub const PROVISION: &'static str = "crm-16";

    /// Its place in the article, as 第（二）项.
    #[must_use]
    pub const fn item_zh(self) -> &'static str {
        match self {
            Self::OutsideRemit => "第（一）项",
            Self::AlreadyHandled => "第（二）项",
            Self::NotConsumer => "第（三）项",
            Self::TooLate => "第（四）项",
            Self::MaterialMissing => "第（五）项",
            Self::FalseIdentity => "第（六）项",
            Self::OtherLaw => "第（七）项",
        }
    }

    /// The ground that a refusal's own words give, if they name its item or use its terms.
    #[must_use]
    pub fn told(words: &str) -> Option<Self> {
        let plain: String = words.chars().filter(|c| !c.is_whitespace() && !"（）()".contains(*c)).collect();
        let named = plain.split("第十六条").nth(1).and_then(|rest| {
            let rest = rest.strip_prefix("第一款").unwrap_or(rest);
            let item = rest.strip_prefix('第')?.chars().next()?;
            let at = "一二三四五六七".chars().position(|known| known == item)?;
            rest.chars().nth(2).filter(|c| *c == '项').map(|_| Self::ALL[at])
        });
        named.or_else(|| {
            let says = |(cues, _): &&(&[&str], Self)| cues.iter().any(|cue| plain.contains(cue));
            CUES.iter().find(says).map(|(_, ground)| *ground)
        })
    }
}

/// Terms of each ground. The first that matches wins, so the narrow ones stand first: who refuses the check of an
/// identity is not somebody who left it out.
const CUES: &[(&[&str], Ground)] = &[
    (&["冒用", "拒不配合", "拒绝核验"], Ground::FalseIdentity),
    (&["三年", "3年"], Ground::TooLate),
    (&["已经受理", "已受理", "已经处理", "处理过", "重复投诉", "法院", "仲裁"], Ground::AlreadyHandled),
    (&["生活消费", "不能证明", "无法证明", "牟利"], Ground::NotConsumer),
    (&["材料", "身份信息", "授权委托", "通讯地址"], Ground::MaterialMissing),
    (&["职责", "处理权限", "管辖"], Ground::OutsideRemit),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_is_told_by_its_item_or_its_terms() {
        let table = [
            (
                "依据《市场监督管理投诉举报处理办法》第十六条第（二）项，不予受理",
                Some(Ground::AlreadyHandled),
            ),
            ("《办法》第十六条第一款第(五)项", Some(Ground::MaterialMissing)),
            ("第十六条 第七项", Some(Ground::OtherLaw)),
            ("该事项不属于本局职责", Some(Ground::OutsideRemit)),
            ("本机关不具有处理权限", Some(Ground::OutsideRemit)),
            ("重复投诉", Some(Ground::AlreadyHandled)),
            ("法院已受理同一消费者权益争议", Some(Ground::AlreadyHandled)),
            ("不能证明与被投诉人之间存在消费者权益争议", Some(Ground::NotConsumer)),
            ("知道权益受到侵害之日起超过三年", Some(Ground::TooLate)),
            ("未提供真实身份信息", Some(Ground::MaterialMissing)),
            ("拒不配合核验真实身份信息", Some(Ground::FalseIdentity)),
            ("第十六条规定的情形", None),
            ("其他", None),
            ("", None),
        ];
        for (words, ground) in table {
            assert_eq!(Ground::told(words), ground, "{words}");
        }
    }
}
