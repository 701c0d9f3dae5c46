use proptest::prelude::*;

use super::*;

fn told(text: &str) -> Vec<(Verdict, &'static str)> {
    let findings = analyse(text).unwrap();
    findings
        .into_iter()
        .map(|found| (found.verdict, found.category.map_or("", |category| category.id.as_str())))
        .collect()
}

fn strongest(text: &str) -> (Verdict, &'static str) {
    told(text).into_iter().min_by_key(|(verdict, _)| *verdict as u8).unwrap()
}

#[test]
fn the_same_words_are_judged_by_what_stands_beside_them() {
    for (text, verdict, category) in [
        ("虚拟商品一经售出，概不退换。", Verdict::Unfair, "no-refund"),
        ("虚拟商品售出后不支持七日无理由退货，存在质量问题的除外。", Verdict::Lawful, "no-refund"),
        ("本活动最终解释权归本平台所有。", Verdict::Unfair, "final-interpretation"),
        ("我们不保留最终解释权。", Verdict::Lawful, "final-interpretation"),
        ("平台有权随时封停账号，无需说明理由。", Verdict::Unfair, "arbitrary-ban"),
        ("商家不得以虚拟商品为由拒绝退款。", Verdict::Lawful, "no-refund"),
        ("我们并非不予退款，卡密无效的全额退款。", Verdict::Lawful, "no-refund"),
        ("余额180天未登录自动清零。", Verdict::Unfair, "balance-expiry"),
        ("充值余额长期有效。", Verdict::Lawful, "balance-expiry"),
    ] {
        assert_eq!(strongest(text), (verdict, category), "{text}");
    }
}

#[test]
fn what_is_no_term_is_passed_over() {
    for text in
        ["虚拟商品可以退款吗？", "为什么概不退换？", "第三条 服务内容", "客服工作时间为每日9时至22时。", ""]
    {
        assert!(
            told(text).iter().all(|(verdict, _)| !matches!(verdict, Verdict::Unfair)),
            "{text}: {:?}",
            told(text)
        );
    }
}

#[test]
fn disguises_do_not_help() {
    for text in [
        "3.2 虚*拟*商*品*一 经 售 出，概🚫不🚫退🚫换！！！",
        "虛擬商品一經售出，概不退換。",
        "虚拟商品一经售出，概\u{200b}不退\u{200b}换。",
        "【重要提示】虚拟商品一经售出,概不退换",
    ] {
        assert_eq!(strongest(text), (Verdict::Unfair, "no-refund"), "{text}");
    }
}

#[test]
fn two_terms_in_one_sentence_are_two_findings() {
    let found = told("虚拟商品一经售出概不退换；本活动最终解释权归本平台所有。");
    assert_eq!(found, [(Verdict::Unfair, "no-refund"), (Verdict::Unfair, "final-interpretation")]);
}

#[test]
fn signs_and_clauses_stand_where_they_say() {
    let text = "一、欢迎。\n二、本活动最终解释权归本平台所有。";
    let found = analyse(text).unwrap().pop().unwrap();
    assert_eq!(found.span.of(text), "二、本活动最终解释权归本平台所有。");
    assert!(found.signs.iter().any(|sign| sign.of(text) == "解释权"), "{:?}", found.signs);
}

#[test]
fn only_what_is_in_force_is_named() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    for category in catalogue().clause_categories() {
        for on in [day("2024-06-30"), day("2026-04-14"), day("2026-04-15"), day("2026-11-27")] {
            let found = Finding {
                span: Span { start: 0, end: 0 },
                verdict: Verdict::Unfair,
                category: Some(category),
                confidence: 1.0,
                signs: Vec::new(),
                example: None,
            };
            assert!(found.provisions(on).all(|provision| provision.in_force(on)));
        }
    }
    let found = analyse("本活动最终解释权归本平台所有。").unwrap().pop().unwrap();
    let primary = found.provisions(day("2026-11-27")).next().unwrap();
    assert_eq!(primary.id, "otm-21");
    assert_eq!(found.item("otm-21").unwrap().item_zh, "第（五）项");
}

#[test]
fn the_catalogue_is_known_without_the_wording_itself() {
    let (mut unfair, mut found, mut right, mut fair, mut wronged) = (0, 0, 0, 0, 0);
    for clause in catalogue().clauses() {
        for words in &clause.example_zh {
            let findings = analyse_beside(words, &Wordings::without(Some(words))).unwrap();
            let first = findings.iter().min_by_key(|found| found.verdict as u8).unwrap();
            let accused = usize::from(first.verdict == Verdict::Unfair);
            if clause.fair {
                (fair, wronged) = (fair + 1, wronged + accused);
            } else {
                let category = first.category.is_some_and(|category| category.id == clause.category);
                (unfair, found, right) = (unfair + 1, found + accused, right + usize::from(category));
            }
        }
    }
    assert!(found * 100 >= unfair * 95, "{found} of {unfair} found");
    assert!(right * 100 >= unfair * 92, "{right} of {unfair} of the right kind");
    assert!(wronged * 100 <= fair * 5, "{wronged} of {fair} fair ones called unfair");
}

#[test]
fn too_much_is_refused() {
    assert!(matches!(analyse(&"字".repeat(LONGEST + 1)), Err(Refusal::TooLong { field: "text", .. })));
}

proptest! {
    #[test]
    fn every_stretch_lies_in_the_text_and_clauses_do_not_overlap(
        text in "[概不退换虚拟商品一经售出解释权平台用户;；。，,\\n 1a\u{200b}🚫]{0,120}|\\PC{0,60}"
    ) {
        let length = text.chars().count();
        let mut end = 0;
        for found in analyse(&text).unwrap() {
            prop_assert!(found.span.start >= end && found.span.start < found.span.end && found.span.end <= length);
            end = found.span.end;
            prop_assert!(found.signs.iter().all(|sign| found.span.start <= sign.start && sign.end <= found.span.end));
            prop_assert!((0.0..=1.0).contains(&found.confidence));
        }
    }
}
