//! Finding the people with the same problem: before complaining alone, and before opening another case.

use chorus::{
    hub::Hub,
    service::{
        self,
        access::{Caller, Party},
        matching::Told,
    },
};
use chrono::TimeDelta;
use entity::Locale;
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr};

use crate::support::{App, code, person::Person};

const SIMILAR: &str = "query($i: SimilarCasesInput!) { similarCases(input: $i) {
    case { id number operator { name } } score reasons { kind text words } } }";
const OPEN: &str =
    "mutation($i: OpenCaseInput!) { openCase(input: $i) { case { id number timeline { nodes { kind text } } }
    similarCases { case { number } reasons { kind } } userErrors { code field message } } }";
const PUBLISH: &str =
    "mutation($c: ID!) { publishCase(input: {caseId: $c}) { case { stage } userErrors { code } } }";

/// The ids of the cases that are offered, the best first.
async fn similar(app: &App, input: Value) -> Vec<String> {
    let answer = app.guest(SIMILAR, json!({ "i": input })).await;
    let found = answer["data"]["similarCases"].as_array().unwrap_or_else(|| panic!("{answer}")).clone();
    found.iter().map(|hit| hit["case"]["id"].as_str().unwrap().to_owned()).collect()
}

async fn operator(olga: &Person<'_>, input: Value) -> String {
    let create = "mutation($i: CreateOperatorInput!) { createOperator(input: $i) { operator { id payees } userErrors { code } } }";
    let data = olga.ask(create, json!({ "i": input })).await;
    data["createOperator"]["operator"]["id"].as_str().unwrap().to_owned()
}

/// Opens and publishes a case; gives its id.
async fn gather(olga: &Person<'_>, operator: &str, category: &str, title: &str, summary: &str) -> String {
    let input = json!({ "operatorId": operator, "category": category, "title": title, "summary": summary,
        "notJoining": "购买的商品不同，需要分开处理。" });
    let data = olga.ask(OPEN, json!({ "i": input })).await;
    let id = data["openCase"]["case"]["id"].as_str().unwrap_or_else(|| panic!("{data}")).to_owned();
    olga.ask(PUBLISH, json!({ "c": id })).await;
    id
}

/// Two operators, with two cases against the first and one against the second.
async fn world(olga: &Person<'_>) -> [String; 5] {
    let star = operator(
        olga,
        json!({ "name": "星海卡盟", "aliases": ["星海发卡"], "domains": ["xinghai.example"],
            "payees": ["海南星海网络科技"], "icp": "琼ICP备2026001号-2" }),
    )
    .await;
    let fish = operator(olga, json!({ "name": "飞鱼数卡商城" })).await;
    let late = gather(
        olga,
        &star,
        "non-delivery",
        "星海卡盟点卡一直不到账",
        "在星海卡盟买 Steam 钱包充值卡，付款以后一直没有到账，客服说等系统，等了几天没有下文。",
    )
    .await;
    let frozen = gather(
        olga,
        &star,
        "account-frozen",
        "星海卡盟无故冻结账号",
        "登录时提示账号被冻结，里面还有余额，申诉之后没有人回复，也不说明理由和依据。",
    )
    .await;
    let other = gather(
        olga,
        &fish,
        "non-delivery",
        "飞鱼数卡代充不到账",
        "找飞鱼代充视频会员，钱付了好几天，会员一直没有到账，店家不再回复。",
    )
    .await;
    [star, fish, late, frozen, other]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_finds_the_people_with_the_same_problem_and_is_told_why() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let [star, _, late, frozen, other] = world(&olga).await;
    let text = "昨天充的 steam 钱包充值卡，到现在还没到账";
    for (input, expected) in [
        (json!({ "text": text, "operatorId": star }), vec![&late]),
        (json!({ "text": text, "operatorName": "星海发卡" }), vec![&late]),
        (json!({ "text": text, "operatorName": "https://pay.xinghai.example/order?id=1" }), vec![&late]),
        (json!({ "text": text, "payee": "海南星海网络科技" }), vec![&late]),
        (json!({ "text": text, "icp": "琼ICP备2026001号" }), vec![&late]),
        (json!({ "text": "星海卡盟把我的号冻结了，余额拿不出来，申诉没人理" }), vec![&frozen]),
        (json!({ "operatorId": star }), vec![&frozen, &late]),
        (json!({ "category": "non-delivery", "operatorName": "飞鱼数卡商城" }), vec![&other]),
        (json!({ "text": "今天天气不错" }), vec![]),
        (json!({}), vec![]),
    ] {
        assert_eq!(
            similar(&app, input.clone()).await,
            expected.into_iter().cloned().collect::<Vec<_>>(),
            "{input}"
        );
    }
    // Nobody named the operator: the words lead there.
    assert_eq!(similar(&app, json!({ "text": text })).await.first(), Some(&late));

    let input = json!({ "text": text, "payee": "海南星海网络科技", "boughtOn": "2026-11-01" });
    let answer = app.guest(SIMILAR, json!({ "i": input })).await;
    let hit = &answer["data"]["similarCases"][0];
    let kinds: Vec<_> = hit["reasons"].as_array().unwrap().iter().map(|reason| &reason["kind"]).collect();
    assert_eq!(kinds, ["OPERATOR", "CATEGORY", "WORDS", "TIME"], "{hit}");
    assert_eq!(hit["reasons"][0]["text"], "针对的经营者的收款方是“海南星海网络科技”。");
    assert!(hit["reasons"][2]["words"].as_array().unwrap().contains(&json!("钱包充值卡")), "{hit}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_found_by_the_clause_that_it_cites() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let [_, _, late, ..] = world(&olga).await;
    let input = json!({ "clause": "本站虚拟商品一经售出概不退换！" });
    assert_eq!(similar(&app, input.clone()).await, Vec::<String>::new());
    olga.cite(&late).await;
    let answer = app.guest(SIMILAR, json!({ "i": input })).await;
    let hit = &answer["data"]["similarCases"][0];
    assert_eq!(
        (&hit["case"]["id"], &hit["reasons"][0]["kind"]),
        (&json!(late), &json!("CLAUSE")),
        "{answer}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_cases_that_can_be_joined_are_offered() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    chorus::service::account::promote(&app.hub, "olga@example.org", entity::AccountRole::Moderator)
        .await
        .unwrap();
    let [star, _, late, frozen, _] = world(&olga).await;
    let ask = json!({ "operatorId": star });
    let draft = json!({ "operatorId": star, "category": "auto-renewal", "title": "自动续费关不掉",
        "summary": "每个月自动扣费，找不到关闭的入口，客服让自己研究。", "notJoining": "问题不同。" });
    olga.ask(OPEN, json!({ "i": draft })).await;
    assert_eq!(similar(&app, ask.clone()).await, [frozen.as_str(), late.as_str()], "a draft is not offered");

    let hide = "mutation($c: ID!) { hideCase(input: {caseId: $c, reason: \"有个人信息\"}) { case { id } userErrors { code } } }";
    olga.ask(hide, json!({ "c": frozen })).await;
    assert_eq!(similar(&app, ask.clone()).await, [late.as_str()]);
    let close = "mutation($c: ID!) { closeCase(input: {caseId: $c, outcome: RESOLVED}) { case { id } userErrors { code } } }";
    olga.ask(close, json!({ "c": late })).await;
    assert_eq!(similar(&app, ask.clone()).await, Vec::<String>::new());
    let reopen = "mutation($c: ID!) { reopenCase(input: {caseId: $c}) { case { id } userErrors { code } } }";
    olga.ask(reopen, json!({ "c": late })).await;
    assert_eq!(similar(&app, ask).await, [late.as_str()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_case_is_found_at_once_here_and_soon_on_another_node() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let star = operator(&olga, json!({ "name": "星海卡盟" })).await;
    let there = Hub::open(app.hub.config.clone(), app.clock.clone()).await.unwrap();
    let guest = Caller { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), locale: Locale::ZhCn, party: Party::Guest };
    let ask = async || {
        let told =
            Told {
                text: "充值没有到账".into(), operator_name: Some("星海卡盟".into()), ..Told::default()
            };
        let hits = service::matching::find(&there, &guest, told).await.unwrap();
        hits.into_iter().map(|hit| hit.seen.case.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ask().await, Vec::<String>::new());
    let case =
        gather(&olga, &star, "non-delivery", "充值一直不到账", "付款以后充值一直没有到账，客服不理。").await;
    let here = json!({ "text": "充值没有到账", "operatorName": "星海卡盟" });
    assert_eq!(similar(&app, here.clone()).await, [case.as_str()], "no clock was moved");
    app.clock.advance(TimeDelta::seconds(1));
    assert_eq!(ask().await, [case.as_str()]);

    // Another name is known there as soon.
    let olga = olga.again().await;
    let edit = "mutation($i: EditOperatorInput!) { editOperator(input: $i) { operator { aliases } userErrors { code } } }";
    olga.ask(edit, json!({ "i": { "operatorId": star, "name": "大海数卡", "aliases": ["蓝海点卡行"] } }))
        .await;
    assert_eq!(
        similar(&app, json!({ "text": "充值没有到账", "operatorName": "蓝海点卡行" })).await,
        [case.as_str()]
    );
    app.clock.advance(TimeDelta::seconds(1));
    let told = Told { operator_name: Some("蓝海点卡行".into()), ..Told::default() };
    assert_eq!(service::matching::find(&there, &guest, told).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_opens_a_case_beside_another_says_why() {
    let app = App::start().await;
    let (olga, ann) = (app.person("olga").await, app.person("ann").await);
    let [star, _, _, _, _] = world(&olga).await;
    let draft = |not_joining: Option<&str>| {
        json!({ "i": { "operatorId": star, "category": "non-delivery", "title": "星海的点卡没有到账",
            "summary": "昨天买的点卡，付款之后到今天也没有到账，找客服没有回应。", "notJoining": not_joining } })
    };
    let before = app.rows().await;
    let answer = ann.try_ask(OPEN, draft(None)).await;
    let payload = &answer["data"]["openCase"];
    assert_eq!((code(&answer).as_str(), &payload["case"]), ("SIMILAR_CASES", &Value::Null));
    let number = payload["similarCases"][0]["case"]["number"].as_str().unwrap();
    assert_eq!(payload["similarCases"].as_array().unwrap().len(), 1, "{answer}");
    assert_eq!(payload["userErrors"][0]["field"], "notJoining");
    assert!(payload["userErrors"][0]["message"].as_str().unwrap().contains(number), "{answer}");
    assert_eq!(app.rows().await, before, "nothing was opened");

    assert_eq!(code(&ann.try_ask(OPEN, draft(Some("短"))).await), "TOO_SHORT");
    let reason = "我们买的是实体卡，要走另外的程序，有事打我电话13812345678。";
    let data = ann.ask(OPEN, draft(Some(reason))).await;
    let told = data["openCase"]["case"]["timeline"]["nodes"][0]["text"].as_str().unwrap();
    assert!(
        told.contains(number) && told.contains("要走另外的程序") && !told.contains("13812345678"),
        "{told}"
    );
    assert_eq!(data["openCase"]["similarCases"], Value::Null);

    // Where nobody is near, nothing has to be said.
    let other = json!({ "i": { "operatorId": star, "category": "auto-renewal", "title": "连续包月取消不掉",
        "summary": "会员每个月自动续费，取消的入口藏得很深，没有任何提醒。" } });
    assert_eq!(code(&ann.try_ask(OPEN, other).await), "OK");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_merged_leads_to_the_case_that_goes_on() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let star = operator(&olga, json!({ "name": "星海卡盟" })).await;
    let words = ["充值一直不到账", "付款以后充值一直没有到账，客服不理。"];
    let old = gather(&olga, &star, "non-delivery", words[0], words[1]).await;
    let new = gather(&olga, &star, "non-delivery", words[0], words[1]).await;
    let propose = "mutation($f: ID!, $t: ID!) { proposeMerge(input: {caseId: $f, intoCaseId: $t}) { transfer { state } userErrors { code } } }";
    olga.ask(propose, json!({ "f": old, "t": new })).await;
    app.work().await;
    app.wait(TimeDelta::hours(73)).await;
    app.wait(TimeDelta::minutes(2)).await;
    let input = json!({ "text": "充值没有到账", "operatorName": "星海卡盟" });
    assert_eq!(similar(&app, input).await, [new.as_str()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_unknown_or_too_often_is_refused() {
    let app = App::start_with(&[("CHORUS_LIMITS__SEARCHES_PER_MINUTE", "8".into())]).await;
    for (input, expected) in [
        (json!({ "text": "长".repeat(5_001) }), "TOO_LONG"),
        (json!({ "clause": "长".repeat(1_001) }), "TOO_LONG"),
        (json!({ "payee": "长".repeat(201) }), "TOO_LONG"),
        (json!({ "operatorName": "名\u{0}" }), "BAD_CHARACTERS"),
        (json!({ "category": "nonsense" }), "UNKNOWN"),
        (json!({ "operatorId": "opr_00000000000000000000000000" }), "NOT_FOUND"),
        (json!({ "operatorId": "nonsense" }), "NOT_FOUND"),
        (json!({}), "OK"),
        (json!({}), "OK"),
        (json!({}), "RATE_LIMITED"),
    ] {
        let answer = app.guest(SIMILAR, json!({ "i": input })).await;
        assert_eq!(code(&answer), expected, "{}", input.to_string().chars().take(80).collect::<String>());
    }
    let olga = app.person("olga").await;
    let many = json!({ "i": { "name": "卡盟", "payees": vec!["收款"; 21] } });
    let create = "mutation($i: CreateOperatorInput!) { createOperator(input: $i) { userErrors { code } } }";
    assert_eq!(code(&olga.try_ask(create, many).await), "TOO_MANY");
}
