//! The fixed English words of a statement, beside the Chinese ones of a complaint.

use chrono::{Datelike, NaiveDate};
use entity::{ContactChannel, ContactResult, PaymentMethod, Remedy};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day as English documents write it: 1 March 2026.
pub(super) fn date(day: NaiveDate) -> String {
    let month = usize::try_from(day.month0()).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&"");
    format!("{} {month} {}", day.day(), day.year())
}

pub(super) fn payment(method: PaymentMethod) -> Option<&'static str> {
    match method {
        PaymentMethod::Alipay => Some("by Alipay"),
        PaymentMethod::WechatPay => Some("by WeChat Pay"),
        PaymentMethod::QqWallet => Some("by QQ Wallet"),
        PaymentMethod::BankCard => Some("by bank card or transfer"),
        PaymentMethod::Balance => Some("from my balance with the operator"),
        PaymentMethod::PrepaidCard => Some("with a prepaid card or code"),
        PaymentMethod::Other => None,
    }
}

pub(super) fn channel(channel: ContactChannel) -> Option<&'static str> {
    match channel {
        ContactChannel::OnlineChat => Some("by online chat"),
        ContactChannel::Phone => Some("by telephone"),
        ContactChannel::Email => Some("by e-mail"),
        ContactChannel::Ticket => Some("by a ticket"),
        ContactChannel::Messenger => Some("by messenger"),
        ContactChannel::Other => None,
    }
}

/// What came of a contact, in Chinese and English.
pub(super) fn result(result: ContactResult) -> (&'static str, &'static str) {
    match result {
        ContactResult::NoAnswer => ("对方没有答复", "There was no answer"),
        ContactResult::Refused => ("对方拒绝了我的请求", "My demand was refused"),
        ContactResult::PutOff => ("对方推迟处理", "It was put off"),
        ContactResult::Promised => ("对方承诺处理", "Something was promised"),
        ContactResult::PartlySettled => ("问题部分解决", "It was settled in part"),
    }
}

/// What is asked for, in Chinese and English, with the sum if one belongs to it.
pub(super) fn remedy(remedy: Remedy, sum: Option<(&str, &str)>) -> (String, String) {
    let with = |zh: &str, en: &str| match sum {
        Some((sum_zh, sum_en)) => (format!("{zh} {sum_zh}"), format!("{en} {sum_en}")),
        None => (zh.to_owned(), en.to_owned()),
    };
    match remedy {
        Remedy::RefundFull => with("全额退还已付款项", "to refund in full what I paid,"),
        Remedy::RefundPart => with("退还部分已付款项", "to refund a part of what I paid,"),
        Remedy::Compensation => with("赔偿损失", "to compensate my loss,"),
        Remedy::Deliver => with("按约定交付或者履行", "to deliver as agreed"),
        Remedy::Replace => with("更换为符合约定的商品", "to replace it by one that is as agreed"),
        Remedy::RestoreAccount => with("恢复我的账户", "to restore my account"),
        Remedy::Other => with("按本人另行说明的请求处理", "to do as I ask elsewhere in this claim"),
    }
}
