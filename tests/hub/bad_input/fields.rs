//! Values that are well-formed and wrong: each is refused about its field, and nothing of it is kept.

use serde_json::{Value, json};

use crate::support::{App, code, person::Person, story::claim, terms::clause_of};

/// A value with one part replaced.
fn with(mut value: Value, part: &str, by: Value) -> Value {
    *value.pointer_mut(part).unwrap() = by;
    value
}

async fn refused(person: &Person<'_>, mutation: &str, input: Value, code_: &str, field: &str) {
    let ty = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query =
        format!("mutation($i: {ty}!) {{ {mutation}(input: $i) {{ userErrors {{ code field message }} }} }}");
    let before = person.app.rows().await;
    let answer = person.try_ask(&query, json!({ "i": input })).await;
    let shown: String = input.to_string().chars().take(200).collect();
    assert_eq!(code(&answer), code_, "{mutation} {shown}: {answer}");
    if answer["errors"].is_null() {
        let error = &answer["data"][mutation]["userErrors"][0];
        assert_eq!(error["field"].as_str().unwrap_or_default(), field, "{mutation} {shown}");
        assert!(!error["message"].as_str().unwrap().is_empty(), "{mutation} {shown}");
    }
    assert_eq!(person.app.rows().await, before, "{mutation} {shown}: something was written");
}

fn case(operator: &str) -> Value {
    json!({
        "operatorId": operator, "category": "non-delivery", "title": "充值未到账", "summary": "付款后长期未收到卡密，客服拒绝处理。",
        "quorum": 2, "gatherUntil": "2026-12-24T00:00:00Z",
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_needs_words_numbers_and_days_that_make_sense() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let operator = olga.operator("卡盟甲").await;
    let long = "长".repeat(100_000);
    for (part, by, code, field) in [
        ("/title", json!(""), "REQUIRED", "title"),
        ("/title", json!("   \t "), "REQUIRED", "title"),
        ("/title", json!("短"), "TOO_SHORT", "title"),
        ("/title", json!(long), "TOO_LONG", "title"),
        ("/title", json!("标题里有\u{0}空字符"), "BAD_CHARACTERS", "title"),
        ("/title", json!("标题被\u{202e}反过来"), "BAD_CHARACTERS", "title"),
        ("/title", json!("两行\n标题"), "BAD_CHARACTERS", "title"),
        ("/summary", json!(long), "TOO_LONG", "summary"),
        ("/summary", json!("正文里有\u{0}空字符，后面还有一些字。"), "BAD_CHARACTERS", "summary"),
        ("/summary", json!("正文被\u{2066}隔离\u{2069}起来，后面还有一些字。"), "BAD_CHARACTERS", "summary"),
        ("/category", json!("no-such-kind"), "UNKNOWN", "category"),
        ("/operatorId", json!("opr_00000000000000000000000000"), "UNKNOWN", "operatorId"),
        ("/operatorId", json!("case_00000000000000000000000000"), "NOT_FOUND", ""),
        ("/operatorId", json!("\u{0}"), "NOT_FOUND", ""),
        ("/quorum", json!(0), "OUT_OF_RANGE", "quorum"),
        ("/quorum", json!(-7), "OUT_OF_RANGE", "quorum"),
        ("/gatherUntil", json!("2020-01-01T00:00:00Z"), "DEADLINE_TOO_SOON", "gatherUntil"),
        ("/gatherUntil", json!("9999-12-31T23:59:59Z"), "DEADLINE_TOO_FAR", "gatherUntil"),
    ] {
        refused(&olga, "openCase", with(case(&operator), part, by), code, field).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_and_what_belongs_to_it_must_be_possible() {
    let app = App::start().await;
    let (olga, ann) = (app.person("olga").await, app.person("ann").await);
    let operator = olga.operator("卡盟甲").await;
    let case = olga.case(&operator).await;
    let join = json!({ "caseId": case, "claim": claim("KM2026110100001234", 48_800) });
    let long = "长".repeat(100_000);
    for (part, by, code, field) in [
        ("/claim/amountFen", json!(-1), "OUT_OF_RANGE", "amountFen"),
        ("/claim/amountFen", json!(0), "OUT_OF_RANGE", "amountFen"),
        ("/claim/amountFen", json!(i64::MAX), "OUT_OF_RANGE", "amountFen"),
        ("/claim/amountFen", json!(i64::MIN), "OUT_OF_RANGE", "amountFen"),
        ("/claim/amountFen", json!(48.8), "BAD_INPUT", ""),
        ("/claim/amountFen", json!("48800"), "BAD_INPUT", ""),
        ("/claim/boughtOn", json!("2026-11-23"), "IN_FUTURE", "boughtOn"),
        ("/claim/boughtOn", json!("1900-01-01"), "TOO_EARLY", "boughtOn"),
        ("/claim/boughtOn", json!("2026-02-30"), "BAD_INPUT", ""),
        ("/claim/remedy", json!("REFUND_PART"), "REQUIRED", "wantedFen"),
        ("/claim/remedy", json!("PRISON"), "BAD_INPUT", ""),
        ("/claim/orderNumber", json!(""), "REQUIRED", "orderNumber"),
        ("/claim/product", json!("点\u{0}卡"), "BAD_CHARACTERS", "product"),
        ("/claim/story", json!(long), "TOO_LONG", "story"),
        ("/claim/story", json!("付款后没有收到\u{202d}卡密，客服不理。"), "BAD_CHARACTERS", "story"),
        ("/caseId", json!("case_00000000000000000000000000"), "NOT_FOUND", ""),
        ("/caseId", json!("member_00000000000000000000000000"), "NOT_FOUND", ""),
    ] {
        refused(&ann, "joinCase", with(join.clone(), part, by), code, field).await;
    }
    ann.join(&case, "KM2026110100001234", 48_800).await;
    let piece = json!({ "caseId": case, "kind": "STATEMENT", "title": "陈述", "text": "没有收到卡密", "capturedOn": "2026-11-01" });
    let contact = json!({ "caseId": case, "happenedOn": "2026-11-01", "channel": "PHONE", "said": "退款", "result": "REFUSED" });
    let cite =
        json!({ "caseId": case, "provisionId": "cpl-26", "why": "格式条款无效", "onDay": "2026-11-01" });
    for (mutation, input, code, field) in [
        ("depositText", with(piece.clone(), "/text", json!(long)), "TOO_LONG", "text"),
        ("depositText", with(piece.clone(), "/text", json!("")), "REQUIRED", "text"),
        ("depositText", with(piece.clone(), "/title", json!("\u{0}")), "BAD_CHARACTERS", "title"),
        ("depositText", with(piece.clone(), "/kind", json!("RUMOUR")), "BAD_INPUT", ""),
        ("depositText", with(piece, "/capturedOn", json!("2030-01-01")), "IN_FUTURE", "capturedOn"),
        ("addContact", with(contact.clone(), "/happenedOn", json!("2030-01-01")), "IN_FUTURE", "happenedOn"),
        ("addContact", with(contact, "/said", json!(long)), "TOO_LONG", "said"),
        ("proposeCitation", with(cite.clone(), "/provisionId", json!("cpl-999")), "UNKNOWN", "provisionId"),
        ("proposeCitation", with(cite.clone(), "/onDay", json!("2030-01-01")), "IN_FUTURE", "onDay"),
        ("proposeCitation", with(cite.clone(), "/onDay", json!("1980-01-01")), "NOT_IN_FORCE", "onDay"),
        ("proposeCitation", with(cite, "/why", json!("因\u{0}为")), "BAD_CHARACTERS", "why"),
        ("amendClaim", json!({ "caseId": case, "amountFen": -5 }), "OUT_OF_RANGE", "amountFen"),
        ("amendClaim", json!({ "caseId": case, "amountFen": 48_800 }), "NOTHING_TO_CHANGE", ""),
        ("joinCase", join, "ALREADY_MEMBER", ""),
    ] {
        refused(&ann, mutation, input, code, field).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_and_operators_must_be_reachable() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let long = "a".repeat(100_000);
    for (mutation, input, code, field) in [
        (
            "register",
            json!({ "email": "no address", "password": "一把相当长的口令 2026" }),
            "BAD_FORMAT",
            "email",
        ),
        (
            "register",
            json!({ "email": format!("{long}@example.org"), "password": "一把相当长的口令 2026" }),
            "TOO_LONG",
            "email",
        ),
        (
            "register",
            json!({ "email": "a@example.org\r\nBcc: b@example.org", "password": "一把相当长的口令 2026" }),
            "BAD_FORMAT",
            "email",
        ),
        ("register", json!({ "email": "a@example.org", "password": "short" }), "TOO_SHORT", "password"),
        ("register", json!({ "email": "a@example.org", "password": long }), "TOO_LONG", "password"),
        ("createOperator", json!({ "name": "" }), "REQUIRED", "name"),
        ("createOperator", json!({ "name": "卡盟", "replyDays": -3 }), "OUT_OF_RANGE", "replyDays"),
        (
            "createOperator",
            json!({ "name": "卡盟", "creditCode": "91310000000000000X" }),
            "BAD_CHECKSUM",
            "creditCode",
        ),
        ("createOperator", json!({ "name": "卡盟", "mailbox": "nowhere" }), "BAD_FORMAT", "mailbox"),
        ("createOperator", json!({ "name": "卡盟", "aliases": vec!["卡"; 500] }), "TOO_MANY", "aliases"),
        (
            "sealIdentity",
            json!({ "name": "王\u{202e}小明", "phone": "13812345678" }),
            "BAD_CHARACTERS",
            "name",
        ),
        ("sealIdentity", json!({ "name": "王小明", "phone": "12" }), "BAD_FORMAT", "phone"),
        ("registerApp", json!({ "name": "看板", "scopes": [] }), "REQUIRED", "scopes"),
        ("registerApp", json!({ "name": "看板", "scopes": ["EVERYTHING"] }), "BAD_INPUT", ""),
    ] {
        refused(&olga, mutation, input, code, field).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_register_is_told_must_be_provable() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let operator = olga.operator("卡盟甲").await;
    let case = olga.case(&operator).await;
    let seen = clause_of(&operator, "虚拟商品一经售出概不退换");
    let mut whole = seen.clone();
    whole["document"] = json!("用户协议");
    let mut both = seen.clone();
    both["evidenceId"] = json!("evd_00000000000000000000000000");
    let mut absent = both.clone();
    absent["sha256"] = json!(null);
    for (input, code, field) in [
        (with(seen.clone(), "/text", json!("")), "REQUIRED", "text"),
        (with(seen.clone(), "/text", json!("——……！！")), "REQUIRED", "text"),
        (with(seen.clone(), "/text", json!("长".repeat(1_001))), "TOO_LONG", "text"),
        (with(seen.clone(), "/text", json!("概不\u{0}退换，不论何故")), "BAD_CHARACTERS", "text"),
        (with(whole.clone(), "/text", json!("长".repeat(200_001))), "TOO_LONG", "text"),
        (with(whole.clone(), "/document", json!("长".repeat(81))), "TOO_LONG", "document"),
        (with(whole, "/document", json!("用户\n协议")), "BAD_CHARACTERS", "document"),
        (with(seen.clone(), "/sha256", json!("ab")), "BAD_FORMAT", "sha256"),
        (with(seen.clone(), "/sha256", json!(null)), "REQUIRED", "sha256"),
        (with(seen.clone(), "/url", json!(null)), "REQUIRED", "url"),
        (with(seen.clone(), "/url", json!("javascript:alert(1)")), "BAD_FORMAT", "url"),
        (with(seen.clone(), "/url", json!("https://10.0.0.1/terms")), "BAD_FORMAT", "url"),
        (
            with(seen.clone(), "/url", json!(format!("https://kamen.example/{}", "a".repeat(500)))),
            "TOO_LONG",
            "url",
        ),
        (with(seen.clone(), "/seenOn", json!(null)), "REQUIRED", "seenOn"),
        (with(seen.clone(), "/seenOn", json!("2030-01-01")), "IN_FUTURE", "seenOn"),
        (with(seen.clone(), "/seenOn", json!("1900-01-01")), "TOO_EARLY", "seenOn"),
        (with(seen.clone(), "/operatorId", json!("opr_00000000000000000000000000")), "UNKNOWN", "operatorId"),
        (with(seen.clone(), "/operatorId", json!(case)), "NOT_FOUND", ""),
        (both, "EITHER_OR", "sha256"),
        (absent, "NOT_FOUND", ""),
    ] {
        refused(&olga, "submitTerm", input, code, field).await;
    }
    let waits = olga.submit(seen).await;
    for (mutation, input, code, field) in [
        ("rejectSighting", json!({ "sightingId": waits, "reason": "不" }), "TOO_SHORT", "reason"),
        ("rejectSighting", json!({ "sightingId": waits, "reason": "长".repeat(501) }), "TOO_LONG", "reason"),
        ("rejectSighting", json!({ "sightingId": case, "reason": "没有这一句" }), "NOT_FOUND", ""),
        (
            "proposeCitation",
            json!({ "caseId": case, "provisionId": "cpl-26", "why": "格式条款无效", "termId": "trm_00000000000000000000000000" }),
            "UNKNOWN",
            "termId",
        ),
    ] {
        refused(&olga, mutation, input, code, field).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_only_unusual_is_taken_as_it_is() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let operator = olga.operator("卡盟甲 🎮").await;
    let open = "mutation($i: OpenCaseInput!) { openCase(input: $i) { case { id title summary operator { name } } userErrors { code } } }";
    let unusual = "👨‍👩‍👧 充值未到账 ĄĘ مرحبا 'quotes\" <b>&amp;</b> {{braces}}";
    let data = olga.ask(open, json!({ "i": with(case(&operator), "/title", json!(unusual)) })).await;
    assert_eq!(data["openCase"]["case"]["title"], unusual);
    assert_eq!(data["openCase"]["case"]["operator"]["name"], "卡盟甲 🎮");
    let seen = olga
        .ask("query($c: ID!) { case(id: $c) { title } }", json!({ "c": data["openCase"]["case"]["id"] }))
        .await;
    assert_eq!(seen["case"]["title"], unusual, "read again as it was written");
}
