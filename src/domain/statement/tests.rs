use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn whole() -> Draft<'static> {
    Draft {
        operator: Some("示例卡盟"),
        order_number: Some("KM20261101123456"),
        bought_on: Some(day(11, 1)),
        product: Some("游戏点卡 500 元"),
        amount_fen: Some(48_800),
        payment_method: Some(PaymentMethod::Alipay),
        own_use: Some(true),
        promised: Some("付款后 10 分钟内发卡"),
        happened: Some("付款后一直没有收到卡密，订单显示“处理中”"),
        contacts: vec![
            Contact {
                happened_on: Some(day(11, 5)),
                channel: Some(ContactChannel::Phone),
                said: None,
                result: Some(ContactResult::NoAnswer),
            },
            Contact {
                happened_on: Some(day(11, 3)),
                channel: Some(ContactChannel::OnlineChat),
                said: Some("请求退款，客服回复“等待上级处理”"),
                result: Some(ContactResult::PutOff),
            },
        ],
        remedy: Some(Remedy::RefundFull),
        wanted_fen: None,
    }
}

#[test]
fn a_whole_claim_is_told_as_facts_and_then_a_demand() {
    let statement = draft(&whole(), day(11, 27)).unwrap();
    assert_eq!(
        statement.zh(),
        "2026年11月1日，我在“示例卡盟”购买“游戏点卡 500 元”，付款 488.00 元，付款方式为支付宝，订单编号 KM20261101123456。\
         本次购买是为生活消费，由本人使用。购买时得到的说明或者承诺是：“付款后 10 分钟内发卡”。\
         实际发生的情况是：付款后一直没有收到卡密，订单显示“处理中”。\
         2026年11月3日，我通过在线客服联系“示例卡盟”，沟通内容：“请求退款，客服回复“等待上级处理””。结果：对方推迟处理。\
         2026年11月5日，我通过电话联系“示例卡盟”。结果：对方没有答复。\n\
         请求对方全额退还已付款项 488.00 元（人民币肆佰捌拾捌元整）。"
    );
    assert_eq!(
        statement.en(),
        "On 1 November 2026, I ordered “游戏点卡 500 元” from “示例卡盟”, and paid CNY 488.00 by Alipay, order number \
         KM20261101123456. I bought it for my own daily use. What I was told or promised: “付款后 10 分钟内发卡”. \
         What happened, in my own words: “付款后一直没有收到卡密，订单显示“处理中””. \
         On 3 November 2026, I contacted “示例卡盟” by online chat: “请求退款，客服回复“等待上级处理””. Result: It was put off. \
         On 5 November 2026, I contacted “示例卡盟” by telephone. Result: There was no answer.\n\
         I ask the operator to refund in full what I paid, CNY 488.00."
    );
    assert_eq!(statement.missing, Vec::<&str>::new());
    assert_eq!(
        statement.sentences[4].fields,
        ["contacts.1.happenedOn", "contacts.1.channel", "contacts.1.said", "contacts.1.result", "operator"]
    );
    assert_eq!(statement.sentences.last().unwrap().fields, ["remedy", "amountFen"]);
}

#[test]
fn what_was_not_filled_in_is_not_told() {
    let told = |draft: Draft<'_>| {
        let statement = super::draft(&draft, day(11, 27)).unwrap();
        (statement.zh(), statement.en())
    };
    for (draft, zh, en) in [
        (Draft::default(), "", ""),
        (Draft { happened: Some("  \n"), ..Draft::default() }, "", ""),
        (Draft { amount_fen: Some(100), ..Draft::default() }, "付款 1.00 元。", "I paid CNY 1.00."),
        (Draft { order_number: Some("A1"), ..Draft::default() }, "订单编号 A1。", "Order number A1."),
        (
            Draft { bought_on: Some(day(11, 1)), ..Draft::default() },
            "2026年11月1日，我下单。",
            "On 1 November 2026, I ordered.",
        ),
        (Draft { product: Some("点卡"), ..Draft::default() }, "我购买“点卡”。", "I ordered “点卡”."),
        (
            Draft { payment_method: Some(PaymentMethod::WechatPay), ..Draft::default() },
            "付款方式为微信支付。",
            "Paid by WeChat Pay.",
        ),
        (
            Draft { own_use: Some(false), ..Draft::default() },
            "本次购买不是为本人生活消费。",
            "I did not buy it for my own daily use.",
        ),
        (
            Draft { happened: Some("没收到！"), ..Draft::default() },
            "实际发生的情况是：没收到！",
            "What happened, in my own words: “没收到！”",
        ),
        (
            Draft { remedy: Some(Remedy::Deliver), wanted_fen: Some(5_000), ..Draft::default() },
            "请求对方按约定交付或者履行，并支付 50.00 元（人民币伍拾元整）。",
            "I ask the operator to deliver as agreed and to pay CNY 50.00.",
        ),
        (
            Draft { remedy: Some(Remedy::RefundFull), ..Draft::default() },
            "请求对方全额退还已付款项。",
            "I ask the operator to refund in full what I paid.",
        ),
        (
            Draft { wanted_fen: Some(5_000), ..Draft::default() },
            "请求对方支付 50.00 元（人民币伍拾元整）。",
            "I ask the operator to pay CNY 50.00.",
        ),
        (
            Draft {
                contacts: vec![Contact { result: Some(ContactResult::Refused), ..Contact::default() }],
                ..Draft::default()
            },
            "对方拒绝了我的请求。",
            "My demand was refused.",
        ),
    ] {
        assert_eq!(told(draft), (zh.to_owned(), en.to_owned()));
    }
}

#[test]
fn fields_are_checked_as_in_a_claim() {
    for (draft, field) in [
        (Draft { amount_fen: Some(0), ..whole() }, "amountFen"),
        (Draft { wanted_fen: Some(-1), ..whole() }, "wantedFen"),
        (Draft { bought_on: Some(day(11, 28)), ..whole() }, "boughtOn"),
        (Draft { product: Some("两\n行"), ..whole() }, "product"),
        (Draft { contacts: vec![Contact::default(); MOST_CONTACTS + 1], ..whole() }, "contacts"),
        (
            Draft {
                contacts: vec![Contact { happened_on: Some(day(12, 1)), ..Contact::default() }],
                ..whole()
            },
            "happenedOn",
        ),
    ] {
        assert_eq!(super::draft(&draft, day(11, 27)).unwrap_err().field().as_deref(), Some(field));
    }
    let long = "长".repeat(5_001);
    assert!(super::draft(&Draft { happened: Some(&long), ..whole() }, day(11, 27)).is_err());
}

#[test]
fn what_is_missing_is_named() {
    let missing = |draft: Draft<'_>| super::draft(&draft, day(11, 27)).unwrap().missing;
    assert_eq!(missing(Draft { product: None, contacts: vec![], ..whole() }), ["product", "contacts"]);
    assert_eq!(missing(Draft { remedy: Some(Remedy::Compensation), ..whole() }), ["wantedFen"]);
    assert_eq!(missing(Draft::default()).len(), 11);
}

fn figures(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_sentence_names_its_fields_and_no_figure_is_invented(
        texts in proptest::array::uniform5(proptest::option::of("[\\PC\n]{0,30}")),
        day_of_year in proptest::option::of(1u32..300),
        amounts in proptest::array::uniform2(proptest::option::of(1i64..1_000_000_000)),
        closed in proptest::array::uniform4(proptest::option::of(0usize..5)),
        own_use in proptest::option::of(any::<bool>()),
    ) {
        let [operator, order_number, promised, happened, said] = &texts;
        let bought_on = day_of_year.and_then(|ordinal| NaiveDate::from_yo_opt(2026, ordinal));
        let made = Draft {
            operator: operator.as_deref(),
            order_number: order_number.as_deref(),
            bought_on,
            product: None,
            amount_fen: amounts[0],
            payment_method: closed[0].map(|at| PaymentMethod::ALL[at]),
            own_use,
            promised: promised.as_deref(),
            happened: happened.as_deref(),
            contacts: vec![Contact {
                happened_on: bought_on,
                channel: closed[1].map(|at| ContactChannel::ALL[at]),
                said: said.as_deref(),
                result: closed[2].map(|at| ContactResult::ALL[at]),
            }],
            remedy: closed[3].map(|at| Remedy::ALL[at]),
            wanted_fen: amounts[1],
        };
        // Direction marks and line breaks in a line are refused; everything else is told.
        let Ok(statement) = draft(&made, day(11, 27)) else { return Ok(()) };
        use unicode_normalization::UnicodeNormalization as _;
        let mut allowed: BTreeSet<String> =
            texts.iter().flatten().flat_map(|text| figures(&text.nfc().collect::<String>())).collect();
        for fen in amounts.iter().flatten() {
            allowed.extend(figures(&crate::domain::complaint::digits(*fen)));
        }
        if let Some(day) = bought_on {
            allowed.extend(figures(&crate::domain::complaint::date(day)));
        }
        for sentence in &statement.sentences {
            prop_assert!(!sentence.fields.is_empty() && !sentence.zh.is_empty() && !sentence.en.is_empty());
            prop_assert!(figures(&sentence.zh).is_subset(&allowed), "{} {allowed:?}", sentence.zh);
        }
        let parts: Vec<Part> = statement.sentences.iter().map(|sentence| sentence.part).collect();
        prop_assert!(parts.is_sorted());
    }
}
