//! The facts that members have in common, told in counted sentences.
//!
//! Every sentence says no more than what was entered: who stated it, how many did, and which
//! evidence shows it. No sentence names a member, so that a filing by all who voted repeats the
//! voted facts letter by letter.

use entity::{ContactChannel, ContactResult, EvidenceKind, PaymentMethod};
use serde::{Deserialize, Serialize};

use super::material::{Case, Contact, Evidence, Operator};
use super::money::digits;
use super::schedule::{Entry, Totals};
use super::{Ground, wording};

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// When, where and for how much members bought.
    Purchases,
    /// Whether they bought for daily life, and how they paid.
    Use,
    /// What went wrong.
    Dispute,
    /// What came of asking the operator.
    Contacts,
    /// A rule or an answer of the operator.
    Clause,
}

/// A common fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Counted from 1.
    pub number: u32,
    /// What it is about.
    pub topic: Topic,
    /// The sentence or two that tell it.
    pub text: String,
    /// Numbers of the evidence that shows it, ascending.
    pub evidence: Vec<u32>,
    /// Numbers of the grounds that build on it, ascending.
    pub grounds: Vec<u32>,
}

impl Fact {
    /// Where it is shown and what builds on it: 证据 1–3；法律依据第 2 项. Empty if nothing is.
    #[must_use]
    pub fn references(&self) -> String {
        let mut words = Vec::new();
        if !self.evidence.is_empty() {
            let (runs, cut) = wording::runs(&self.evidence);
            let more = if cut { format!(" 等 {} 件", self.evidence.len()) } else { String::new() };
            words.push(format!("证据 {runs}{more}"));
        }
        if !self.grounds.is_empty() {
            words.push(format!("法律依据第 {} 项", wording::runs(&self.grounds).0));
        }
        words.join("；")
    }
}

/// What the facts are drawn from.
pub(super) struct Source<'a> {
    pub(super) case: &'a Case,
    pub(super) operator: &'a Operator,
    pub(super) schedule: &'a [Entry],
    pub(super) totals: &'a Totals,
    pub(super) grounds: &'a [Ground],
    pub(super) evidence: &'a [Evidence],
}

/// Tells the common facts in the order of a complaint: purchase, dispute, contacts, clauses.
pub(super) fn all(source: &Source<'_>) -> Vec<Fact> {
    use EvidenceKind as Kind;

    let without_clause = |ground: &&Ground| ground.operator_clause.is_none();
    let general = source.grounds.iter().filter(without_clause).map(|ground| ground.number).collect();
    let mut facts = vec![
        source.fact(Topic::Purchases, source.purchases(), &[Kind::Order, Kind::ProductPage], vec![]),
        source.fact(Topic::Use, source.own_use(), &[Kind::PaymentProof], vec![]),
        source.fact(
            Topic::Dispute,
            source.dispute(),
            &[Kind::ErrorScreen, Kind::Statement, Kind::Other],
            general,
        ),
        source.fact(Topic::Contacts, source.contacts(), &[Kind::ChatLog, Kind::CallRecording], vec![]),
    ];
    for (clause, grounds) in clauses(source.grounds) {
        let text = format!("被投诉人的规则、页面或者答复中载有如下内容：“{clause}”");
        facts.push(source.fact(Topic::Clause, text, &[Kind::OperatorTerms], grounds));
    }
    for (number, fact) in (1..).zip(&mut facts) {
        fact.number = number;
    }
    facts
}

impl Source<'_> {
    fn fact(&self, topic: Topic, text: String, kinds: &[EvidenceKind], grounds: Vec<u32>) -> Fact {
        let shown = self.evidence.iter().filter(|piece| kinds.contains(&piece.kind));
        Fact { number: 0, topic, text, evidence: shown.map(|piece| piece.number).collect(), grounds }
    }

    fn purchases(&self) -> String {
        let Totals { members, paid_fen, lowest_fen, highest_fen, first_on, last_on, .. } = self.totals;
        let site = self.operator.site.as_ref().map_or(String::new(), |site| format!("（{site}）"));
        let range = if lowest_fen == highest_fen {
            String::new()
        } else {
            format!("，单笔金额 {} 元至 {} 元", digits(*lowest_fen), digits(*highest_fen))
        };
        format!(
            "{}，{members} 名投诉人在被投诉人经营的“{}”{site}购买商品或者服务，共 {members} 笔订单，\
             已付款项合计 {}{range}。各笔订单的编号、日期、商品和金额见附表一。",
            wording::period(*first_on, *last_on),
            self.operator.name,
            wording::amount(*paid_fen),
        )
    }

    fn own_use(&self) -> String {
        let own = self.schedule.iter().filter(|entry| entry.own_use).count();
        let rest = self.schedule.len() - own;
        let purpose = match (own, rest) {
            (own, 0) => format!("{own} 名投诉人均说明系为生活消费需要购买、供本人使用"),
            (0, _) => "各投诉人的购买用途见附表一".to_owned(),
            _ => format!(
                "{own} 名投诉人说明系为生活消费需要购买、供本人使用，其余 {rest} 名投诉人的用途见附表一"
            ),
        };
        let methods = PaymentMethod::ALL.iter().filter_map(|&method| {
            let count = self.schedule.iter().filter(|entry| entry.payment_method == method).count();
            (count > 0).then(|| format!("{} {count} 笔", wording::payment(method)))
        });
        format!("{purpose}。付款方式为：{}。", methods.collect::<Vec<_>>().join("，"))
    }

    fn dispute(&self) -> String {
        format!(
            "根据各投诉人的陈述和提交的证据，上述订单发生的争议属于同一类问题：{}。\
             每名投诉人遇到的具体情况见附表二。",
            self.case.category,
        )
    }

    fn contacts(&self) -> String {
        let members = self.schedule.iter().filter(|entry| !entry.contacts.is_empty()).count();
        let contacts: Vec<&Contact> = self.schedule.iter().flat_map(|entry| &entry.contacts).collect();
        let days = contacts.iter().map(|contact| contact.on);
        let (Some(first), Some(last)) = (days.clone().min(), days.max()) else {
            return "各投诉人未提交与被投诉人沟通的记录。".to_owned();
        };
        let channels = ContactChannel::ALL.iter().filter_map(|&channel| {
            let count = contacts.iter().filter(|contact| contact.channel == channel).count();
            (count > 0).then(|| format!("{} {count} 次", wording::channel(channel)))
        });
        let results = ContactResult::ALL.iter().filter_map(|&result| {
            let count = contacts.iter().filter(|contact| contact.result == result).count();
            (count > 0).then(|| format!("{} {count} 次", wording::result(result)))
        });
        let rest = match self.schedule.len() - members {
            0 => String::new(),
            rest => format!("其余 {rest} 名投诉人未提交沟通记录。"),
        };
        format!(
            "提出本投诉之前，{members} 名投诉人于{}与被投诉人沟通共 {} 次（{}），结果为：{}。\
             {rest}各次沟通的时间和内容见附表三。",
            wording::period(first, last),
            contacts.len(),
            channels.collect::<Vec<_>>().join("，"),
            results.collect::<Vec<_>>().join("，"),
        )
    }
}

/// The operator's clauses, each once, with the grounds they are held against.
fn clauses(grounds: &[Ground]) -> Vec<(&str, Vec<u32>)> {
    let mut clauses: Vec<(&str, Vec<u32>)> = Vec::new();
    for ground in grounds {
        let Some(clause) = ground.operator_clause.as_deref() else { continue };
        match clauses.iter_mut().find(|(known, _)| *known == clause) {
            Some((_, numbers)) => numbers.push(ground.number),
            None => clauses.push((clause, vec![ground.number])),
        }
    }
    clauses
}
