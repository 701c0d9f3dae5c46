//! The fixed Chinese words of a complaint.
//!
//! They are kept here and not in the locale files: the document is Chinese whatever language its
//! members read, and a new translation must not change the bytes of a text that was voted on.

use chrono::{Datelike, NaiveDate};
use entity::{ContactChannel, ContactResult, EvidenceKind, PaymentMethod, Remedy};

use super::money::{capitals, digits};
use super::schedule::Entry;

/// Runs of numbers spelt out before a list is cut short.
const RUNS: usize = 12;
/// Members called by name before the text refers to their rows.
const NAMED: usize = 6;

/// A day as documents write it: 2026年3月1日.
#[must_use]
pub fn date(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A number up to 99 as headings count it: 十二. Larger ones stay figures.
#[must_use]
pub fn numeral(number: u32) -> String {
    const ONES: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let one = |digit: u32| ONES[usize::try_from(digit).expect("a decimal digit")];
    match number {
        0 => "〇".to_owned(),
        1..=9 => one(number).to_owned(),
        10..=19 => format!("十{}", one(number % 10)),
        20..=99 => format!("{}十{}", one(number / 10), one(number % 10)),
        _ => number.to_string(),
    }
}

/// From one day to another, or the one day.
pub(super) fn period(first: NaiveDate, last: NaiveDate) -> String {
    if first == last { date(first) } else { format!("{}至{}", date(first), date(last)) }
}

/// An amount in figures and in capitals.
#[must_use]
pub fn amount(fen: i64) -> String {
    format!("{} 元（{}）", digits(fen), capitals(fen))
}

/// Ascending numbers with their runs joined: 1–3、5. The flag says that the list was cut.
pub(super) fn runs(numbers: &[u32]) -> (String, bool) {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, end)) if number == *end + 1 => *end = number,
            _ => runs.push((number, number)),
        }
    }
    let words = runs.iter().take(RUNS).map(|&(start, end)| match end - start {
        0 => start.to_string(),
        1 => format!("{start}、{end}"),
        _ => format!("{start}–{end}"),
    });
    (words.collect::<Vec<_>>().join("、"), runs.len() > RUNS)
}

/// Those of `all` members that a demand speaks for.
pub(super) fn complainants(some: &[&Entry], all: u32) -> String {
    if u32::try_from(some.len()) == Ok(all) {
        return if all == 1 { "投诉人".to_owned() } else { format!("全体 {all} 名投诉人") };
    }
    if some.len() <= NAMED {
        let labels: Vec<_> = some.iter().map(|entry| entry.label()).collect();
        return format!("投诉人{}", labels.join("、"));
    }
    let rows: Vec<_> = some.iter().map(|entry| entry.row).collect();
    let (rows, cut) = runs(&rows);
    let more = if cut { "等" } else { "" };
    format!("附表一序号 {rows} {more}共 {} 名投诉人", some.len())
}

/// How the price was paid.
#[must_use]
pub fn payment(method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::Alipay => "支付宝",
        PaymentMethod::WechatPay => "微信支付",
        PaymentMethod::QqWallet => "QQ钱包",
        PaymentMethod::BankCard => "银行卡",
        PaymentMethod::Balance => "平台余额",
        PaymentMethod::PrepaidCard => "充值卡",
        PaymentMethod::Other => "其他方式",
    }
}

/// What is asked for, as a column says it.
#[must_use]
pub fn remedy_zh(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::RefundFull => "全额退款",
        Remedy::RefundPart => "部分退款",
        Remedy::Deliver => "交付或履行",
        Remedy::Replace => "更换",
        Remedy::RestoreAccount => "恢复账户",
        Remedy::Compensation => "赔偿损失",
        Remedy::Other => "其他请求",
    }
}

/// How the operator was contacted.
#[must_use]
pub fn channel(channel: ContactChannel) -> &'static str {
    match channel {
        ContactChannel::OnlineChat => "在线客服",
        ContactChannel::Phone => "电话",
        ContactChannel::Email => "电子邮件",
        ContactChannel::Ticket => "工单",
        ContactChannel::Messenger => "社交软件",
        ContactChannel::Other => "其他途径",
    }
}

/// What came of a contact.
#[must_use]
pub fn result(result: ContactResult) -> &'static str {
    match result {
        ContactResult::NoAnswer => "未获答复",
        ContactResult::Refused => "拒绝请求",
        ContactResult::PutOff => "推迟处理",
        ContactResult::Promised => "承诺处理",
        ContactResult::PartlySettled => "部分解决",
    }
}

/// What a piece of evidence is.
#[must_use]
pub fn evidence(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Order => "订单",
        EvidenceKind::PaymentProof => "付款凭证",
        EvidenceKind::ProductPage => "商品页面",
        EvidenceKind::ChatLog => "聊天记录",
        EvidenceKind::CallRecording => "通话录音",
        EvidenceKind::ErrorScreen => "故障截图",
        EvidenceKind::OperatorTerms => "平台规则",
        EvidenceKind::Statement => "书面陈述",
        EvidenceKind::Other => "其他",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_run_together() {
        for (numbers, words) in
            [(&[][..], ""), (&[4], "4"), (&[1, 2], "1、2"), (&[1, 2, 3, 5, 7, 8, 9, 10], "1–3、5、7–10")]
        {
            assert_eq!(runs(numbers), (words.to_owned(), false));
        }
        let odd: Vec<u32> = (0..40).map(|n| 2 * n + 1).collect();
        let (words, cut) = runs(&odd);
        assert!(cut && words.ends_with("、23"), "{words}");
    }

    #[test]
    fn headings_count_in_chinese() {
        for (number, words) in
            [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九"), (100, "100")]
        {
            assert_eq!(numeral(number), words);
        }
    }

    #[test]
    fn a_period_of_one_day_is_that_day() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        assert_eq!(period(day, day), "2026年3月1日");
        assert_eq!(period(day, day.succ_opt().unwrap()), "2026年3月1日至2026年3月2日");
    }
}
