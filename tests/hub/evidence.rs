//! Evidence: anonymised, looked at by its owner, and only then in the pool.

use chorus::service::letter::sha256;
use serde_json::{Value, json};

use crate::support::{App, code, person::Person};

const DEPOSIT: &str = "mutation($i: DepositTextInput!) { depositText(input: $i) {
    evidence { id state title copy copySha256 original originalSha256 } userErrors { code field } } }";
const CONFIRM: &str =
    "mutation($e: ID!, $h: String!) { confirmEvidence(input: {evidenceId: $e, sha256: $h}) {
    evidence { state } userErrors { code field } } }";
const WITHDRAW: &str = "mutation($e: ID!) { withdrawEvidence(input: {evidenceId: $e}) { evidence { state } userErrors { code } } }";

async fn deposit(person: &Person<'_>, case: &str, text: &str) -> Value {
    let input = json!({ "caseId": case, "kind": "CHAT_LOG", "title": "与客服的聊天", "text": text });
    person.ask(DEPOSIT, json!({ "i": input })).await["depositText"]["evidence"].clone()
}

/// The pool as this person sees it.
async fn pool(person: &Person<'_>, case: &str) -> Vec<Value> {
    let query = "query($c: ID!) { case(id: $c) { membership { pool { edges { node { id copy original memberCode state } } } } } }";
    let seen = person.ask(query, json!({ "c": case })).await;
    let edges = seen["case"]["membership"]["pool"]["edges"].as_array().unwrap().clone();
    edges.into_iter().map(|edge| edge["node"].clone()).collect()
}

/// The placeholder that stands in place of a telephone number.
async fn placeholder(person: &Person<'_>, case: &str, phone: &str) -> String {
    let copy =
        deposit(person, case, &format!("请联系{phone}，谢谢。")).await["copy"].as_str().unwrap().to_owned();
    assert!(!copy.contains(phone), "{copy}");
    copy.split('【').nth(1).unwrap().split('】').next().unwrap().to_owned()
}

const PAIR: [&str; 2] = ["olga@example.org", "ann@example.org"];

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_chat_log_hides_who_speaks_and_keeps_what_is_said() {
    let app = App::start().await;
    let (people, case) = app.gathered(&PAIR).await;
    let chat = "我：我叫王小明，手机号13900001111，身份证号11010519491231002X，邮箱 wang@mail.example\n\
        卡盟甲客服：虚拟商品一经售出概不退换，订单金额488.00元，2026年11月1日付款。";
    let piece = deposit(&people[1], &case, chat).await;
    let copy = piece["copy"].as_str().unwrap();
    for hidden in ["13900001111", "11010519491231002X", "wang@mail.example", "王小明"] {
        assert!(!copy.contains(hidden), "{hidden} stands in {copy}");
    }
    for kept in ["卡盟甲", "概不退换", "488.00元", "2026年11月1日", "【手机", "【身份证"] {
        assert!(copy.contains(kept), "{kept} is missing in {copy}");
    }
    assert_eq!(piece["original"], chat, "its owner reads the original");
    assert_eq!(piece["copySha256"], sha256(copy.as_bytes()));
    assert_eq!(piece["originalSha256"], sha256(chat.as_bytes()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_authors_own_name_is_hidden_without_a_word_before_it() {
    let app = App::start().await;
    let (people, case) = app.gathered(&PAIR).await;
    let ann = &people[1];
    ann.seal_identity("欧阳若澜", "13812345678", "上海市徐汇区漕溪北路 1 号 2 室").await;
    let long = "客服说不能退。".repeat(2_000);
    for text in ["晚上好，欧阳若澜在吗", &format!("{long}欧阳若澜")] {
        let copy = deposit(ann, &case, text).await["copy"].as_str().unwrap().to_owned();
        assert!(!copy.contains("若澜") && copy.contains("【姓名1】"), "{copy}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_has_one_placeholder_in_a_case_and_another_in_another_case() {
    let app = App::start().await;
    let (people, case) = app.gathered(&PAIR).await;
    let [olga, ann] = people.try_into().ok().unwrap();
    let (one, other) = ("13900001111", "13700002222");
    let (first, second) = (placeholder(&ann, &case, one).await, placeholder(&ann, &case, other).await);
    assert_ne!(first, second);
    assert_eq!(placeholder(&olga, &case, one).await, first, "also when somebody else says it");
    assert_eq!(placeholder(&olga, &case, "139 0000 1111").await, first, "and when it is written otherwise");

    let elsewhere = olga.case(&olga.operator("点卡乙坊").await).await;
    ann.join(&elsewhere, "KM2026110200000001", 100).await;
    let there = [placeholder(&ann, &elsewhere, other).await, placeholder(&ann, &elsewhere, one).await];
    assert_eq!(there, [first, second], "numbered in the order in which they come up there");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_in_the_pool_before_its_owner_confirmed_what_they_saw() {
    let app = App::start().await;
    let (people, case) = app.gathered(&PAIR).await;
    let [olga, ann] = people.try_into().ok().unwrap();
    let piece = deposit(&ann, &case, "客服：请提供手机号。我：13900001111。").await;
    assert_eq!(piece["state"], "CLEANED");
    assert!(pool(&olga, &case).await.is_empty() && pool(&ann, &case).await.is_empty());

    let confirm = |hash: &Value| json!({ "e": piece["id"], "h": hash });
    assert_eq!(code(&ann.try_ask(CONFIRM, confirm(&json!("0".repeat(64)))).await), "EVIDENCE_CHANGED");
    assert_eq!(code(&ann.try_ask(CONFIRM, confirm(&piece["originalSha256"])).await), "EVIDENCE_CHANGED");
    assert_eq!(code(&olga.try_ask(CONFIRM, confirm(&piece["copySha256"])).await), "NOT_FOUND", "not hers");
    assert!(pool(&olga, &case).await.is_empty());
    ann.ask(CONFIRM, confirm(&piece["copySha256"])).await;
    assert_eq!(code(&ann.try_ask(CONFIRM, confirm(&piece["copySha256"])).await), "EVIDENCE_NOT_CLEANED");

    let [seen] = pool(&olga, &case).await.try_into().unwrap();
    assert_eq!(
        (&seen["copy"], &seen["original"]),
        (&piece["copy"], &Value::Null),
        "who runs the case reads the copy only"
    );
    assert!(seen["memberCode"].is_string());
    app.work().await;
    let count = "query($c: ID!) { case(id: $c) { evidenceCount } }";
    assert_eq!(ann.ask(count, json!({ "c": case })).await["case"]["evidenceCount"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_is_withdrawn_by_its_owner_for_good() {
    let app = App::start().await;
    let (people, case) = app.gathered(&PAIR).await;
    let [olga, ann] = people.try_into().ok().unwrap();
    let piece = deposit(&ann, &case, "客服：概不退换。").await;
    let (id, confirm) = (json!({ "e": piece["id"] }), json!({ "e": piece["id"], "h": piece["copySha256"] }));
    ann.ask(CONFIRM, confirm.clone()).await;
    assert_eq!(code(&olga.try_ask(WITHDRAW, id.clone()).await), "NOT_FOUND");
    assert_eq!(pool(&olga, &case).await.len(), 1);
    assert_eq!(ann.ask(WITHDRAW, id.clone()).await["withdrawEvidence"]["evidence"]["state"], "WITHDRAWN");
    assert!(pool(&olga, &case).await.is_empty());
    assert_eq!(code(&ann.try_ask(WITHDRAW, id).await), "EVIDENCE_GONE");
    assert_eq!(code(&ann.try_ask(CONFIRM, confirm).await), "EVIDENCE_NOT_CLEANED", "it does not come back");
    app.work().await;
    let count = "query($c: ID!) { case(id: $c) { evidenceCount } }";
    assert_eq!(ann.ask(count, json!({ "c": case })).await["case"]["evidenceCount"], 0);
}
