//! The sentences of a statement, each made from the fields it names.

use entity::Remedy;

use super::{Part, Sentence, Statement, Told, ToldContact, words};
use crate::domain::complaint::{self, capitals, digits};

pub(super) fn statement(told: &Told) -> Statement {
    let mut sentences = Vec::new();
    sentences.extend(told.purchase());
    sentences.extend(told.own_use());
    sentences.extend(told.promise());
    sentences.extend(told.event());
    sentences.extend(told.contacts.iter().filter_map(|contact| told.contact(contact)));
    sentences.extend(told.demand());
    Statement { sentences, missing: told.missing() }
}

/// A sentence in the making.
struct Making {
    zh: String,
    en: String,
    fields: Vec<String>,
}

impl Making {
    fn new() -> Self {
        Self { zh: String::new(), en: String::new(), fields: Vec::new() }
    }

    /// Adds words that come from a field.
    fn add(&mut self, field: &str, zh: &str, en: &str) {
        self.zh.push_str(zh);
        self.en.push_str(en);
        self.fields.push(field.to_owned());
    }

    /// Adds words that join others.
    fn join(&mut self, zh: &str, en: &str) {
        self.zh.push_str(zh);
        self.en.push_str(en);
    }

    /// The sentence, if any field is in it.
    fn done(self, part: Part) -> Option<Sentence> {
        let Self { zh, en, fields } = self;
        (!fields.is_empty()).then(|| Sentence {
            part,
            zh: ended(zh, '。'),
            en: ended(begun(&en), '.'),
            fields,
        })
    }
}

/// The text with a capital at its start.
fn begun(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
}

/// The text with a mark at its end.
fn ended(mut text: String, mark: char) -> String {
    let closed = text.trim_end_matches(['”', '"', '」', '）', ')']);
    if !closed.ends_with(['。', '！', '？', '…', '.', '!', '?', '；', ';']) {
        text.push(mark);
    }
    text
}

impl Told {
    /// When, where, what, for how much, under which number.
    fn purchase(&self) -> Option<Sentence> {
        let mut sentence = Making::new();
        if let Some(day) = self.bought_on {
            sentence.add(
                "boughtOn",
                &format!("{}，", complaint::date(day)),
                &format!("On {}, ", words::date(day)),
            );
        }
        let bought = self.bought_on.is_some() || self.operator.is_some() || self.product.is_some();
        if bought {
            sentence.join("我", "I ordered");
        }
        // The order of the words differs between the languages, so these two are put together for each.
        let product = self.product.as_ref();
        if let Some(product) = product {
            sentence.join("", &format!(" “{product}”"));
        }
        if let Some(operator) = &self.operator {
            sentence.add("operator", &format!("在“{operator}”"), &format!(" from “{operator}”"));
        }
        match product {
            Some(product) => sentence.add("product", &format!("购买“{product}”"), ""),
            None if bought => sentence.join("下单", ""),
            None => {}
        }
        if let Some(fen) = self.amount_fen {
            let (gap, en) = if bought { ("，", ", and paid") } else { ("", "I paid") };
            let fen = digits(fen);
            sentence.add("amountFen", &format!("{gap}付款 {fen} 元"), &format!("{en} CNY {fen}"));
        }
        if let Some(method) = self.payment_method {
            let how = words::payment(method).unwrap_or("in another way");
            let (gap, en) = match (self.amount_fen, bought) {
                (Some(_), _) => ("，", format!(" {how}")),
                (None, true) => ("，", format!(", and paid {how}")),
                (None, false) => ("", format!("paid {how}")),
            };
            sentence.add("paymentMethod", &format!("{gap}付款方式为{}", complaint::payment(method)), &en);
        }
        if let Some(number) = &self.order_number {
            if !sentence.zh.is_empty() {
                sentence.join("，", ", ");
            }
            sentence.add("orderNumber", &format!("订单编号 {number}"), &format!("order number {number}"));
        }
        sentence.done(Part::Facts)
    }

    fn own_use(&self) -> Option<Sentence> {
        let mut sentence = Making::new();
        match self.own_use? {
            true => {
                sentence.add("ownUse", "本次购买是为生活消费，由本人使用", "I bought it for my own daily use")
            }
            false => {
                sentence.add("ownUse", "本次购买不是为本人生活消费", "I did not buy it for my own daily use")
            }
        }
        sentence.done(Part::Facts)
    }

    fn promise(&self) -> Option<Sentence> {
        let promised = self.promised.as_ref()?;
        let mut sentence = Making::new();
        sentence.add(
            "promised",
            &format!("购买时得到的说明或者承诺是：“{promised}”"),
            &format!("What I was told or promised: “{promised}”"),
        );
        sentence.done(Part::Facts)
    }

    fn event(&self) -> Option<Sentence> {
        let happened = self.happened.as_ref()?;
        let mut sentence = Making::new();
        sentence.add(
            "happened",
            &format!("实际发生的情况是：{happened}"),
            &format!("What happened, in my own words: “{happened}”"),
        );
        sentence.done(Part::Facts)
    }

    fn contact(&self, contact: &ToldContact) -> Option<Sentence> {
        let field = |name: &str| format!("contacts.{}.{name}", contact.place);
        let other = self.operator.as_ref().map_or("对方".to_owned(), |operator| format!("“{operator}”"));
        let other_en =
            self.operator.as_ref().map_or("the operator".to_owned(), |operator| format!("“{operator}”"));
        let mut sentence = Making::new();
        if let Some(day) = contact.happened_on {
            let (zh, en) = (complaint::date(day), words::date(day));
            sentence.add(&field("happenedOn"), &format!("{zh}，"), &format!("On {en}, "));
        }
        if let Some(channel) = contact.channel {
            let en = words::channel(channel).unwrap_or("in another way");
            sentence.add(
                &field("channel"),
                &format!("我通过{}联系{other}", complaint::channel(channel)),
                &format!("I contacted {other_en} {en}"),
            );
        } else if contact.happened_on.is_some() || contact.said.is_some() {
            sentence.join(&format!("我联系{other}"), &format!("I contacted {other_en}"));
        }
        if let Some(said) = &contact.said {
            sentence.add(&field("said"), &format!("，沟通内容：“{said}”"), &format!(": “{said}”"));
        }
        if let Some(result) = contact.result {
            let (zh, en) = words::result(result);
            let (gap, gap_en) =
                if sentence.zh.is_empty() { ("", "") } else { ("。结果：", ". Result: ") };
            sentence.add(&field("result"), &format!("{gap}{zh}"), &format!("{gap_en}{en}"));
        }
        if self.operator.is_some() && !sentence.fields.is_empty() && sentence.zh.contains(&other) {
            sentence.fields.push("operator".to_owned());
        }
        sentence.done(Part::Facts)
    }

    fn demand(&self) -> Option<Sentence> {
        let mut sentence = Making::new();
        // As in the complaint: a full refund without a sum of its own means the price.
        let sum = match (self.wanted_fen, self.remedy) {
            (Some(fen), _) => Some(("wantedFen", fen)),
            (None, Some(Remedy::RefundFull)) => self.amount_fen.map(|fen| ("amountFen", fen)),
            _ => None,
        };
        let shown = sum.map(|(field, fen)| {
            (field, format!("{} 元（{}）", digits(fen), capitals(fen)), format!("CNY {}", digits(fen)))
        });
        let money = |remedy| matches!(remedy, Remedy::RefundFull | Remedy::RefundPart | Remedy::Compensation);
        if let Some(remedy) = self.remedy {
            let own = shown.as_ref().filter(|_| money(remedy)).map(|(_, zh, en)| (zh.as_str(), en.as_str()));
            let (zh, en) = words::remedy(remedy, own);
            sentence.add(
                "remedy",
                &format!("请求对方{zh}"),
                &format!("I ask the operator {}", en.trim_end_matches(',')),
            );
            match shown {
                Some((field, ..)) if own.is_some() => sentence.add(field, "", ""),
                Some((field, zh, en)) => {
                    sentence.add(field, &format!("，并支付 {zh}"), &format!(" and to pay {en}"))
                }
                None => {}
            }
        } else if let Some((field, zh, en)) = shown {
            sentence.add(field, &format!("请求对方支付 {zh}"), &format!("I ask the operator to pay {en}"));
        }
        sentence.done(Part::Demand)
    }

    /// Names of the fields that a complete statement has and this one does not.
    fn missing(&self) -> Vec<&'static str> {
        let sum_needed = matches!(self.remedy, Some(Remedy::RefundPart | Remedy::Compensation));
        [
            ("operator", self.operator.is_none()),
            ("orderNumber", self.order_number.is_none()),
            ("boughtOn", self.bought_on.is_none()),
            ("product", self.product.is_none()),
            ("amountFen", self.amount_fen.is_none()),
            ("paymentMethod", self.payment_method.is_none()),
            ("ownUse", self.own_use.is_none()),
            ("promised", self.promised.is_none()),
            ("happened", self.happened.is_none()),
            ("contacts", self.contacts.is_empty()),
            ("remedy", self.remedy.is_none()),
            ("wantedFen", sum_needed && self.wanted_fen.is_none()),
        ]
        .into_iter()
        .filter_map(|(field, missing)| missing.then_some(field))
        .collect()
    }
}
