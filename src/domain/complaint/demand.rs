//! What is asked for: one demand for each remedy, an answer, and mediation.

use entity::Remedy;
use serde::{Deserialize, Serialize};

use super::material::Operator;
use super::schedule::{Entry, Totals};
use super::wording;

/// Working days for an answer where the operator promises no time of its own.
const REPLY_WORKING_DAYS: u32 = 7;

/// One demand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// Counted from 1.
    pub number: u32,
    /// The remedy; none for the answer and the mediation, which all members ask for.
    pub remedy: Option<Remedy>,
    /// The sentence that asks for it.
    pub text: String,
    /// Codes of the members who ask for it, in the order of the schedule.
    pub members: Vec<String>,
    /// Money asked for under it, in fen.
    pub wanted_fen: i64,
}

/// Draws up the demands of a schedule.
pub(super) fn all(schedule: &[Entry], totals: &Totals, operator: &Operator) -> Vec<Demand> {
    let mut demands: Vec<Demand> =
        Remedy::ALL.iter().filter_map(|&remedy| of(remedy, schedule, totals)).collect();
    for text in [reply(operator), mediation(totals)] {
        demands.push(Demand { number: 0, remedy: None, text, members: vec![], wanted_fen: 0 });
    }
    for (number, demand) in (1..).zip(&mut demands) {
        demand.number = number;
    }
    demands
}

/// The sentence that adds up all the money asked for, if any is.
pub(super) fn sum(totals: &Totals) -> Option<String> {
    (totals.wanted_fen > 0).then(|| format!("以上金钱请求合计 {}。", wording::amount(totals.wanted_fen)))
}

fn of(remedy: Remedy, schedule: &[Entry], totals: &Totals) -> Option<Demand> {
    let asking: Vec<&Entry> = schedule.iter().filter(|entry| entry.remedy == remedy).collect();
    if asking.is_empty() {
        return None;
    }
    let who = wording::complainants(&asking, totals.members);
    // Cannot overflow: the totals, which hold every one of these amounts, did not.
    let wanted_fen = asking.iter().filter_map(|entry| entry.wanted_fen).sum();
    let open = asking.iter().filter(|entry| entry.wanted_fen.is_none()).count();
    let text = match remedy {
        Remedy::RefundFull => format!("向{who}退还所付款项，共计 {}", wording::amount(wanted_fen)),
        Remedy::RefundPart => format!("向{who}退还部分款项{}", money(wanted_fen, open)),
        Remedy::Compensation => format!("赔偿{who}的损失{}", money(wanted_fen, open)),
        Remedy::Deliver => {
            format!("向{who}交付所购商品或者提供所购服务{}", and_money(wanted_fen))
        }
        Remedy::Replace => {
            format!("为{who}更换符合约定、能够正常使用的商品{}", and_money(wanted_fen))
        }
        Remedy::RestoreAccount => {
            format!("恢复{who}的账户以及账户内余额、商品和权益的正常使用{}", and_money(wanted_fen))
        }
        Remedy::Other => format!("满足{who}在附表二中写明的请求{}", and_money(wanted_fen)),
    };
    Some(Demand {
        number: 0,
        remedy: Some(remedy),
        text: text + if remedy == Remedy::Other { "。" } else { "；各人的请求见附表一。" },
        members: asking.iter().map(|entry| entry.code.clone()).collect(),
        wanted_fen,
    })
}

/// A sum of which `open` members have not named their part.
fn money(fen: i64, open: usize) -> String {
    match (fen, open) {
        (0, _) => "，金额由双方协商确定".to_owned(),
        (fen, 0) => format!("，共计 {}", wording::amount(fen)),
        (fen, open) => {
            format!("，已明确的金额共计 {}，另有 {open} 名投诉人的金额由双方协商确定", wording::amount(fen))
        }
    }
}

fn and_money(fen: i64) -> String {
    if fen == 0 { String::new() } else { format!("，并支付 {}", wording::amount(fen)) }
}

fn reply(operator: &Operator) -> String {
    let time = match operator.reply_days {
        Some(days) => format!("自收到本投诉书之日起 {days} 日内（即其自行承诺的答复期限内）"),
        None => format!("自收到本投诉书之日起 {REPLY_WORKING_DAYS} 个工作日内"),
    };
    format!("{time}，对上述各项请求逐项作出书面答复，并说明事实和理由。")
}

fn mediation(totals: &Totals) -> String {
    let jointly = if totals.members > 1 { "按共同投诉处理，" } else { "" };
    format!("本投诉书提交有处理权限的机关或者消费者组织的，请求{jointly}依法组织调解。")
}
