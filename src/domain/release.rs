//! The consent to be named: told for each receiver apart, as the law on personal information asks (`pipl-23`).
//!
//! Before their identity leaves the house a member is told who receives it, how they are reached, what for, in which way
//! and which kinds of data; they agree to each receiver by itself, and may take that back until the filing is made.
//! What they were told is kept by its hash.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::channel::{IdentityPart, Kind, Rules};

/// Who is told of, apart from the channel.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Number of the case.
    pub case_number: &'a str,
    /// Name of the operator, on its licence where that is known.
    pub operator: &'a str,
    /// Its complaint mailbox.
    pub mailbox: Option<&'a str>,
    /// Hash of the text that would be filed.
    pub sha256: &'a str,
}

/// What a member is told about one receiver. Its text is Chinese, as the filing is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Who receives the data.
    pub receiver: String,
    /// How they are reached.
    pub contact: String,
    /// What for.
    pub purpose: String,
    /// In which way.
    pub manner: String,
    /// Which kinds of data.
    pub kinds: Vec<&'static str>,
}

impl Statement {
    /// What a channel would receive.
    #[must_use]
    pub fn of(rules: &Rules, about: About<'_>) -> Self {
        let by_mail = rules.way() != Kind::Assisted;
        let (receiver, contact) = if by_mail {
            (about.operator.to_owned(), about.mailbox.unwrap_or("投诉邮箱尚未登记").to_owned())
        } else {
            (rules.name_zh.clone(), "由代表人在其公布的渠道提交，联系方式以该机构公布的为准".to_owned())
        };
        let asked = |part| rules.identity.contains(&part);
        let kinds = [
            (true, "姓名"),
            (true, "电话号码"),
            (asked(IdentityPart::Address), "通讯地址"),
            (asked(IdentityPart::Document), "身份证件种类和号码"),
            (true, "订单编号、购买日期、商品、金额和付款方式"),
            (true, "本人陈述和与经营者的沟通记录"),
            (true, "已放入证据池的证据（由代表人提交时包括原件）"),
        ];
        Self {
            receiver,
            contact,
            purpose: format!(
                "处理案件 {} 的合并投诉（文本 SHA-256 为 {}），解决本人与“{}”的消费争议",
                about.case_number, about.sha256, about.operator
            ),
            manner: if by_mail {
                "以电子邮件发送投诉书、名册和数据文件".to_owned()
            } else {
                "由推选的代表人查阅、下载并提交投诉书、名册和证据；每次查阅都有记录，本人可以看到".to_owned()
            },
            kinds: kinds.into_iter().filter(|(told, _)| *told).map(|(_, kind)| kind).collect(),
        }
    }

    /// What the member reads before they agree.
    #[must_use]
    pub fn text(&self) -> String {
        format!(
            "接收方：{}\n联系方式：{}\n处理目的：{}\n处理方式：{}\n个人信息的种类：{}\n\
             本同意只对上列接收方有效，在提交之前可以随时撤回。",
            self.receiver,
            self.contact,
            self.purpose,
            self.manner,
            self.kinds.join("；"),
        )
    }

    /// SHA-256 of [`text`](Self::text), lower-case hex.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.text()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::channel;

    const ABOUT: About<'_> = About {
        case_number: "QS-2026-000123",
        operator: "某某网络科技有限公司",
        mailbox: None,
        sha256: "ab",
    };

    #[test]
    fn every_channel_is_told_of_with_all_that_the_law_asks() {
        for rules in channel::all() {
            let statement = Statement::of(rules, ABOUT);
            for told in [&statement.receiver, &statement.contact, &statement.purpose, &statement.manner] {
                assert!(!told.is_empty(), "{:?}", rules.channel);
            }
            let asks = rules.identity.contains(&IdentityPart::Document);
            assert_eq!(statement.text().contains("身份证件"), asks, "{:?}", rules.channel);
            assert_eq!(statement.sha256().len(), 64);
        }
    }

    #[test]
    fn the_operator_is_named_and_what_changes_changes_the_hash() {
        let desk = channel::of(entity::Channel::OperatorDesk);
        let told = Statement::of(desk, About { mailbox: Some("tousu@kamen.example"), ..ABOUT });
        assert!(told.text().contains("某某网络科技有限公司") && told.text().contains("tousu@kamen.example"));
        assert_ne!(told.sha256(), Statement::of(desk, ABOUT).sha256());
    }
}
