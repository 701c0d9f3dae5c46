//! Whether something was bought for own use: consumers' law is for them (cpl-2), and a regulator does not take up a
//! complaint that is not about own consumption (crm-16, crm-17).

use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::{
    folded::{Folded, Span},
    pattern::Pattern,
};

const DATA: &str = include_str!("resale.toml");

/// Words that are shown.
const SHOWN: usize = 5;

static RESALE: LazyLock<Data> =
    LazyLock::new(|| parse(DATA).expect("the embedded words are checked by a test"));

/// What it was bought for, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// They said it was for own use.
    Own,
    /// They said it was to sell on.
    Resale,
    /// They did not say, and their words sound like trade.
    Unclear,
    /// They did not say, and nothing makes it doubtful.
    Unasked,
}

/// Whether own use is in doubt.
#[derive(Clone, Debug)]
pub struct Resale {
    /// What it was bought for.
    pub bought_for: Use,
    /// Words that sound like trade, in the order of the text.
    pub words: Vec<Span>,
}

impl Resale {
    /// The question to ask, in Chinese and English, where it matters.
    #[must_use]
    pub fn question(&self) -> Option<(&'static str, &'static str)> {
        (self.bought_for == Use::Unclear).then_some((&RESALE.question_zh, &RESALE.question_en))
    }

    /// Why it matters, in Chinese and English, where it does.
    #[must_use]
    pub fn why(&self) -> Option<(&'static str, &'static str)> {
        match self.bought_for {
            Use::Unclear => Some((&RESALE.why_zh, &RESALE.why_en)),
            Use::Resale => Some((&RESALE.trade_zh, &RESALE.trade_en)),
            Use::Own if !self.words.is_empty() => Some((&RESALE.doubt_zh, &RESALE.doubt_en)),
            Use::Own | Use::Unasked => None,
        }
    }

    /// Ids of the provisions that make it matter, of every edition, where it does.
    #[must_use]
    pub fn provisions(&self) -> &'static [String] {
        if self.why().is_some() { &RESALE.provisions } else { &[] }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    question_zh: String,
    question_en: String,
    why_zh: String,
    why_en: String,
    trade_zh: String,
    trade_en: String,
    doubt_zh: String,
    doubt_en: String,
    provisions: Vec<String>,
    patterns: Vec<Pattern>,
    /// Words inside which a find means nothing.
    but: Vec<Pattern>,
}

fn parse(text: &str) -> Result<Data, toml::de::Error> {
    toml::from_str(text)
}

/// Reads what a text and its author say about it.
pub(super) fn of(text: &Folded, own_use: Option<bool>) -> Resale {
    let harmless: Vec<_> =
        RESALE.but.iter().flat_map(|but| but.find_iter(text.as_str())).map(|found| found.range()).collect();
    let mut words: Vec<Span> = RESALE
        .patterns
        .iter()
        .flat_map(|pattern| pattern.find_iter(text.as_str()))
        .filter(|found| !harmless.iter().any(|but| but.start < found.end() && found.start() < but.end))
        .map(|found| text.span(&found.range()))
        .collect();
    words.sort();
    words.dedup_by(|later, earlier| later.overlaps(*earlier));
    words.truncate(SHOWN);
    let bought_for = match own_use {
        Some(true) => Use::Own,
        Some(false) => Use::Resale,
        None if words.is_empty() => Use::Unasked,
        None => Use::Unclear,
    };
    Resale { bought_for, words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::catalogue;

    #[test]
    fn its_provisions_exist() {
        for id in &RESALE.provisions {
            assert!(catalogue().provision(id).is_some(), "{id}");
        }
    }

    #[test]
    fn trade_is_told_from_own_use() {
        for (text, own_use, bought_for, words) in [
            (
                "我是做代理的，进货 50 张点卡，有 10 张废卡",
                None,
                Use::Unclear,
                &["我是做代理的", "进货", "50 张点卡"][..],
            ),
            ("从他家拿货再卖给客户", None, Use::Unclear, &["拿货", "再卖"]),
            ("批发了一批卡密做分销", None, Use::Unclear, &["批发", "一批卡", "分销"]),
            ("我的下级代理也没收到", None, Use::Unclear, &["我的下级代理"]),
            ("买了两张点卡自己用", None, Use::Unasked, &[]),
            ("卖家转手把号卖给别人", None, Use::Unasked, &[]),
            ("他是代理商，货源有问题", None, Use::Unasked, &[]),
            ("进货 50 张", Some(true), Use::Own, &["进货", "50 张"]),
            ("买了一张", Some(false), Use::Resale, &[]),
        ] {
            let resale = of(&Folded::new(text), own_use);
            assert_eq!(resale.bought_for, bought_for, "{text}");
            assert_eq!(resale.words.iter().map(|span| span.of(text)).collect::<Vec<_>>(), words, "{text}");
            assert_eq!(resale.question().is_some(), bought_for == Use::Unclear);
            assert_eq!(resale.provisions().is_empty(), resale.why().is_none());
        }
    }
}
