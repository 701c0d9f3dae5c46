use proptest::prelude::*;

use super::*;

fn top(text: &str) -> Vec<&'static str> {
    guess(text).unwrap().into_iter().map(|guess| guess.category.id.as_str()).collect()
}

#[test]
fn a_plain_story_of_each_kind_is_recognised() {
    for (text, id) in [
        ("付款三天了，充值一直没有到账。", "non-delivery"),
        ("收到的卡密提示已被使用，激活不了。", "invalid-code"),
        ("页面写的是年卡，到手是月卡，与描述不符。", "misdescription"),
        ("平台无故冻结我的账号，申诉没有回复，也不说理由。", "account-frozen"),
        ("账户余额不让提现，也不退。", "balance-refused"),
        ("客服互相推诿，一直不回复。", "after-sales-stonewalled"),
        ("协议里写着概不退换，最终解释权归平台所有。", "unfair-terms"),
        ("广告说官方授权，其实没有，销量都是刷的。", "false-advertising"),
        ("没有提醒就自动续费扣款。", "auto-renewal"),
        ("平台关站失联，网站打不开了。", "platform-shut-down"),
        ("同一笔订单重复扣款两次。", "duplicate-charge"),
        ("原价是虚构的，老用户比新用户贵。", "misleading-price"),
        ("买的账号被原号主找回了。", "account-reclaimed"),
        ("孩子今年10岁，偷偷充值了三千元。", "minor-top-up"),
        ("银行卡被盗刷，不是我本人操作。", "unauthorised-payment"),
        ("平台不给注销账号。", "account-closure"),
        ("平台泄露了我的手机号和身份证，天天接到骚扰电话。", "personal-data"),
        ("商家不给开发票。", "other"),
    ] {
        assert_eq!(top(text).first(), Some(&id), "{text}");
    }
}

#[test]
fn a_guess_shows_the_words_that_led_to_it() {
    let text = "昨晚充了200块，到现在还没有到账，客服装死。";
    let guesses = guess(text).unwrap();
    assert_eq!(guesses.len(), 3);
    assert_eq!(guesses[0].category.id, "non-delivery");
    let words: Vec<&str> = guesses[0].words.iter().map(|word| word.span.of(text)).collect();
    assert!(words.iter().any(|word| word.contains("没有到账")), "{words:?}");
    assert!(guesses.windows(2).all(|pair| pair[0].score >= pair[1].score));
    assert!(guesses.iter().map(|guess| guess.score).sum::<f64>() <= 1.0 + 1e-9);
}

#[test]
fn nothing_speaks_for_anything_in_an_empty_text() {
    for text in ["", " \n", "，。！", "12345", "😡😡"] {
        assert!(guess(text).unwrap().is_empty(), "{text}");
    }
}

#[test]
fn a_text_has_a_longest_length() {
    let most = "充".repeat(LONGEST);
    assert!(guess(&most).is_ok());
    assert_eq!(guess(&(most + "值")).unwrap_err(), Refusal::TooLong { field: "text", max: LONGEST });
    assert!(guess(&"a".repeat(LONGEST + 1)).is_err());
}

#[test]
fn the_same_text_gets_the_same_advice() {
    let text = "买的号被找回，客服踢皮球，骗子平台";
    let input = Input { text, ..Input::default() };
    assert_eq!(format!("{:?}", advise(&input).unwrap()), format!("{:?}", advise(&input).unwrap()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gets_advice_whose_spans_lie_in_it(
        text in "\\PC{0,120}|[充值没到账卡密号被找回骗子客服退款0-9元 \u{200b}㈱ﷺ，。！“”\n]{0,120}",
        amount_fen in proptest::option::of(any::<i64>()),
        asked_operator in any::<bool>(),
        own_use in proptest::option::of(any::<bool>()),
    ) {
        let length = text.chars().count();
        let advice = advise(&Input { text: &text, amount_fen, asked_operator, own_use, ..Input::default() }).unwrap();
        let spans = (advice.guesses.iter().flat_map(|guess| guess.words.iter().map(|word| word.span)))
            .chain(advice.facts.iter().flat_map(|fact| fact.words.iter().copied()))
            .chain(advice.warnings.iter().map(|warning| warning.span))
            .chain(advice.resale.words.iter().copied());
        for span in spans {
            prop_assert!(span.start < span.end && span.end <= length, "{span:?} of {length}");
            prop_assert_eq!(span.of(&text).chars().count(), span.end - span.start);
        }
    }
}
