use proptest::prelude::*;

use super::*;

/// The words found, what they are and what to say instead.
fn found(text: &str) -> Vec<(Kind, &str, String)> {
    lint(text).into_iter().map(|warning| (warning.kind, warning.span.of(text), warning.calmer)).collect()
}

#[test]
fn every_rule_is_complete() {
    for group in GROUPS.iter() {
        assert!(group.why_zh.ends_with('。') && group.why_en.ends_with('.'), "{:?}", group.kind);
        assert!(!group.rules.is_empty());
        for rule in &group.rules {
            assert!(!rule.pattern.is_match(""), "{} finds nothing", rule.pattern.as_str());
            assert_eq!(rule.why_zh.is_some(), rule.why_en.is_some());
        }
    }
}

#[test]
fn calmer_words_need_no_warning() {
    for rule in GROUPS.iter().flat_map(|group| &group.rules) {
        let calm = rule.calmer.replace("$1", "");
        assert_eq!(found(&calm), [], "{calm}");
    }
}

#[test]
fn words_that_weaken_a_complaint_are_found_with_calmer_ones() {
    use Kind::{Exaggeration, Insult, Threat, Verdict};
    for (text, kind, words, calmer) in [
        ("他们就是骗子，收了钱不发货", Verdict, "骗子", "没有按约定履行的商家"),
        ("骗 子平台", Verdict, "骗 子平台", "平台"),
        ("这个骗纸公司", Verdict, "骗纸公司", "公司"),
        ("涉嫌诈骗我300元", Verdict, "涉嫌诈骗", "收款后没有按约定履行"),
        ("这已经是犯罪行为了", Verdict, "犯罪行为", "不符合规定的行为"),
        ("骗了我500块", Verdict, "骗了我", "收了我"),
        ("我被骗了", Verdict, "被骗了", "付款后没有得到约定的商品"),
        ("老板跑路了", Verdict, "跑路了", "停止经营并且失去联系"),
        ("客服是个傻逼", Insult, "傻逼", ""),
        ("垃圾平台不退钱", Insult, "垃圾平台", "该平台"),
        ("奸商！", Insult, "奸商", "商家"),
        ("真是不要脸", Insult, "真是不要脸", "不合理"),
        ("他妈的到现在没发货", Insult, "他妈的", ""),
        ("ＳＢ客服", Insult, "ＳＢ", ""),
        ("不退款就曝光你们", Threat, "不退款就曝光你们", "否则将依法向有关部门投诉"),
        ("我要让你们倒闭", Threat, "我要让你们倒闭", "将依法维护自己的权利"),
        ("等着瞧", Threat, "等着瞧", "将依法维护自己的权利"),
        ("再这样我就跳楼", Threat, "跳楼", "这件事给我造成了很大的压力"),
        ("找了客服八百遍", Exaggeration, "八百遍", "多次（请写明次数和日期）"),
        ("热线永远占线", Exaggeration, "永远占线", "多次都（请写明次数和日期）"),
        ("所有人都没收到", Exaggeration, "所有人都", "我和我知道的其他买家"),
        ("还我钱！！！！", Exaggeration, "！！！！", "。"),
        ("These scammers took my money", Verdict, "scammers", "the seller did not keep the agreement"),
        ("Stupid support", Insult, "Stupid", ""),
    ] {
        assert!(found(text).contains(&(kind, words, calmer.to_owned())), "{text}: {:?}", found(text));
    }
}

#[test]
fn words_that_only_look_alike_are_passed_over() {
    for text in [
        "我拨打了反诈中心的电话。",
        "反诈骗中心让我保留证据。",
        "被诈骗后报警，派出所已经立案。",
        "公安机关以诈骗罪立案。",
        "依据《中华人民共和国反电信网络诈骗法》提出。",
        "根据消费者权益保护法第五十五条，构成欺诈的应当退一赔三。",
        "页面提示：谨防诈骗。",
        "天天收到垃圾短信。",
        "客服骂我傻x，还说爱买不买。",
        "客服说：“你就是骗子，想白嫖我们的卡密”。",
        "对方回复“虚拟商品一经售出概不退换，后果自负，曝光也没用”。",
        "孩子拿他妈的手机充值。",
        "他妈妈的账户被扣款。",
        "我怕被骗，所以录了屏。",
        "请问这是否违法？",
        "我不是骗子，订单是真的。",
        "如不处理，我将向 12315 投诉并向法院起诉。",
        "2026年11月1日付款 500 元，至今未到账，请求全额退款。",
        "电脑中了勒索病毒。",
        "客服电话打了11次，没有人接。",
        "买的流氓兔皮肤没到账",
        "游戏卡死了三次",
        "I reported the fraud to the police.",
        "",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn a_word_in_scare_quotes_is_the_authors_own() {
    assert_eq!(found("这帮“骗子”收了钱").len(), 1);
    assert_eq!(found("客服说我是“骗子”"), []);
}

#[test]
fn warnings_stand_in_order_and_apart() {
    let text = "垃圾平台，骗子，骗了我500，等着瞧！！！";
    let warnings = lint(text);
    assert_eq!(warnings.len(), 5, "{warnings:?}");
    assert!(warnings.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
}

proptest! {
    #[test]
    fn any_text_is_read_and_every_span_lies_in_it(
        text in "\\PC{0,80}|[骗子诈垃圾平台他妈的“”\"《》!？。 \u{200b}㈱a-z\n]{0,80}",
    ) {
        let length = text.chars().count();
        let mut end = 0;
        for warning in lint(&text) {
            prop_assert!(end <= warning.span.start && warning.span.start < warning.span.end);
            end = warning.span.end;
        }
        prop_assert!(end <= length);
    }
}
