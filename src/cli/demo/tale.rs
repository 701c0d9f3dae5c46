//! What a member of a case tells: the same each time, and seldom the same as another.

use chrono::{Datelike, Days, NaiveDate};
use entity::{ContactChannel, ContactResult, EvidenceKind, PaymentMethod, Remedy};

use super::{
    lot::Lot,
    person::Person,
    world::{Case, Operator, tales},
};
use crate::law;

const PAYMENTS: [PaymentMethod; 7] = [
    PaymentMethod::Alipay,
    PaymentMethod::Alipay,
    PaymentMethod::WechatPay,
    PaymentMethod::WechatPay,
    PaymentMethod::QqWallet,
    PaymentMethod::BankCard,
    PaymentMethod::Balance,
];

const CALLED: [&str; 5] = ["第二天", "当天晚上", "三天以后", "发现以后", "隔了一周"];

/// A claim as its member types it in.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) order: String,
    pub(super) bought_on: NaiveDate,
    pub(super) product: String,
    pub(super) amount_fen: i64,
    pub(super) payment: PaymentMethod,
    pub(super) own_use: bool,
    pub(super) story: String,
    pub(super) remedy: Remedy,
    pub(super) wanted_fen: Option<i64>,
}

/// An attempt to settle as it is typed in.
#[derive(Clone, Debug)]
pub(super) struct Contact {
    pub(super) on: NaiveDate,
    pub(super) channel: ContactChannel,
    pub(super) said: String,
    pub(super) result: ContactResult,
}

/// A text that is pooled.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) kind: EvidenceKind,
    pub(super) title: String,
    pub(super) text: String,
}

/// Who tells: a person in a case, on the day they joined.
#[derive(Clone, Copy)]
pub(super) struct Teller<'a> {
    pub(super) case: &'a Case,
    pub(super) operator: &'a Operator,
    pub(super) person: &'a Person,
    /// Their place among the members; 0 is the organiser.
    pub(super) seat: usize,
    pub(super) joined: NaiveDate,
}

impl Teller<'_> {
    fn lot(&self, about: &str) -> Lot {
        Lot::of(&format!("{}/{}/{about}", self.case.label(), self.seat))
    }

    /// Their claim.
    pub(super) fn claim(&self) -> Claim {
        let tale = tales().of(&self.case.category);
        let mut lot = self.lot("claim");
        let bought_on = self.joined - Days::new(lot.between(2, 45).unsigned_abs());
        let product = lot.pick(&tale.products);
        let cents = if lot.percent(40) { lot.between(1, 9) * 10 } else { 0 };
        let amount_fen = lot.between(product.yuan[0], product.yuan[1]) * 100 + cents;
        let remedy = *lot.pick(&tale.remedies);
        let wanted_fen = match remedy {
            Remedy::RefundPart => Some(amount_fen * lot.between(3, 8) / 10),
            Remedy::Compensation => Some(amount_fen + 10_000 * lot.between(0, 5)),
            _ => None,
        };
        let mut claim = Claim {
            order: order_number(&self.operator.order, bought_on, &mut lot),
            bought_on,
            product: product.name.clone(),
            amount_fen,
            payment: *lot.pick(&PAYMENTS),
            own_use: !lot.percent(5),
            story: String::new(),
            remedy,
            wanted_fen,
        };
        claim.story = self.story(&claim);
        claim
    }

    fn story(&self, claim: &Claim) -> String {
        let shared = &tales().shared;
        let mut lot = self.lot("story");
        let mut parts = vec![lot.pick(&tales().of(&self.case.category).happened), lot.pick(&shared.pressed)];
        let more = lot.pick(&shared.pressed);
        if lot.percent(30) && parts[1] != more {
            parts.push(more);
        }
        if lot.percent(40) {
            parts.push(lot.pick(&shared.personal));
        }
        parts.push(lot.pick(&shared.closing));
        let between = if lot.percent(25) { "\n" } else { "" };
        let text = parts.into_iter().map(String::as_str).collect::<Vec<_>>().join(between);
        self.fill(&text, claim, &mut lot)
    }

    /// Their attempts to settle; one in five made none.
    pub(super) fn contacts(&self, claim: &Claim) -> Vec<Contact> {
        let mut lot = self.lot("contact");
        let count = lot.between(0, 4).min(2);
        let days = (self.joined - claim.bought_on).num_days();
        let mut contacts: Vec<Contact> = (0..count)
            .map(|_| {
                let result = *lot.pick(ContactResult::ALL);
                let said = lot.pick(tales().shared.said.of(result)).clone();
                Contact {
                    on: claim.bought_on + Days::new(lot.between(1, days).unsigned_abs()),
                    channel: *lot.pick(ContactChannel::ALL),
                    said: self.fill(&said, claim, &mut lot),
                    result,
                }
            })
            .collect();
        contacts.sort_by_key(|contact| contact.on);
        contacts
    }

    /// What they pool; most have nothing at hand. The organiser brings the operator's terms.
    pub(super) fn pieces(&self, claim: &Claim) -> Vec<Piece> {
        let mut lot = self.lot("evidence");
        let mut pieces = Vec::new();
        if self.seat == 0
            && let Some(terms) = terms(self.case, self.operator)
        {
            pieces.push(terms);
        }
        if lot.percent(45) {
            let lines = lot.pick(&tales().shared.chat).lines.join("\n");
            pieces.push(Piece {
                kind: EvidenceKind::ChatLog,
                title: format!("与{}客服的聊天记录", self.operator.name),
                text: self.fill(&lines, claim, &mut lot),
            });
        }
        if lot.percent(20) {
            let paper = lot.pick(&tales().shared.paper);
            pieces.push(Piece {
                kind: paper.kind,
                title: paper.title.clone(),
                text: self.fill(&paper.text, claim, &mut lot),
            });
        }
        pieces
    }

    fn fill(&self, text: &str, claim: &Claim, lot: &mut Lot) -> String {
        let person = self.person;
        let mut out = String::with_capacity(text.len() * 2);
        let mut rest = text;
        // A conversation goes on from minute to minute.
        let mut minute = lot.between(9 * 60, 20 * 60);
        while let Some((before, behind)) = rest.split_once('{') {
            let (slot, after) = behind.split_once('}').unwrap_or((behind, ""));
            out.push_str(before);
            out.push_str(&match slot {
                "product" => claim.product.clone(),
                "yuan" => yuan(claim.amount_fen),
                "order" => claim.order.clone(),
                "bought" => format!("{}月{}日", claim.bought_on.month(), claim.bought_on.day()),
                "days" => (self.joined - claim.bought_on).num_days().to_string(),
                "operator" => self.operator.name.clone(),
                "called" => (*lot.pick(&CALLED)).to_owned(),
                "minute" => {
                    minute += lot.between(0, 4);
                    format!("{:02}:{:02}", minute / 60, minute % 60)
                }
                "name" => person.name.clone(),
                "phone" => person.phone.clone(),
                "idno" => person.identity_number.clone(),
                "card" => person.card.clone(),
                "qq" => person.qq.clone(),
                "wechat" => person.wechat.clone(),
                "mail" => person.mail.clone(),
                "address" => person.address.clone(),
                unknown => format!("{{{unknown}}}"),
            });
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// The operator's terms with the clauses that the case is about.
fn terms(case: &Case, operator: &Operator) -> Option<Piece> {
    let clauses: Vec<String> = case.clauses.iter().filter_map(|id| wording(id)).collect();
    let numbered = (1..).zip(&clauses).map(|(number, clause)| format!("{number}. {clause}"));
    let text =
        format!("《{}用户服务规则》（节选）\n{}", operator.name, numbered.collect::<Vec<_>>().join("\n"));
    let title = format!("{}用户服务规则节选", operator.name);
    (!clauses.is_empty()).then_some(Piece { kind: EvidenceKind::OperatorTerms, title, text })
}

/// How the operator words a clause of the law catalogue.
pub(super) fn wording(clause: &str) -> Option<String> {
    law::catalogue().clauses().iter().find(|known| known.id == clause)?.example_zh.first().cloned()
}

fn yuan(fen: i64) -> String {
    if fen % 100 == 0 { (fen / 100).to_string() } else { format!("{}.{:02}", fen / 100, fen % 100) }
}

fn order_number(shape: &str, day: NaiveDate, lot: &mut Lot) -> String {
    let dated = shape.replace("{date}", &day.format("%Y%m%d").to_string());
    dated.chars().map(|c| if c == '#' { lot.digits(1) } else { c.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::demo::world::world;

    #[test]
    fn no_slot_is_left_open_and_the_same_seat_tells_the_same() {
        for case in &world().case {
            let operator = world().operator.iter().find(|operator| operator.key == case.operator).unwrap();
            for seat in 0..40 {
                let person = Person::of(seat);
                let teller = Teller { case, operator, person: &person, seat, joined: case.opened };
                let claim = teller.claim();
                let mut texts = vec![claim.story.clone()];
                texts.extend(teller.contacts(&claim).into_iter().map(|contact| contact.said));
                texts.extend(teller.pieces(&claim).into_iter().map(|piece| piece.text));
                assert!(texts.iter().all(|text| !text.contains(['{', '}'])), "{texts:?}");
                assert_eq!(teller.claim().story, claim.story);
            }
        }
    }
}
