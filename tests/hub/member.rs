//! Seats: taken with a claim, kept under one code, left and taken again.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::support::{
    App, code,
    person::Person,
    story::{JOIN, claim},
};

const LEAVE: &str = "mutation($c: ID!) { leaveCase(input: {caseId: $c}) { left userErrors { code } } }";
const AMEND: &str = "mutation($i: AmendClaimInput!) { amendClaim(input: $i) {
    claim { orderNumber orderMasked amountFen story storyShown boughtOn remedy } userErrors { code field } } }";

/// What this person sees of their own seat.
async fn membership(person: &Person<'_>, case: &str) -> Value {
    let query = "query($c: ID!) { case(id: $c) { membership { code role claim { orderIsDoubled amountFen }
        contactLog { said result } sharesContactDetails sharedContactDetails { phones addresses }
        myEvidence { edges { node { state } } } members { edges { node { code role } } } } } }";
    person.ask(query, json!({ "c": case })).await["case"]["membership"].clone()
}

async fn counts(person: &Person<'_>, case: &str) -> Value {
    person.ask("query($c: ID!) { case(id: $c) { memberCount claimedFen } }", json!({ "c": case })).await["case"].clone()
}

async fn people<'a>(app: &'a App, names: &[&str]) -> Vec<Person<'a>> {
    let mut people = Vec::new();
    for name in names {
        people.push(app.admit(&format!("{name}@example.org")).await);
    }
    people
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_is_named_twice_is_flagged_without_saying_whose() {
    let app = App::start().await;
    let [olga, ann, bob, cid] = people(&app, &["olga", "ann", "bob", "cid"]).await.try_into().ok().unwrap();
    let case = olga.case(&olga.operator("卡盟甲").await).await;
    let first = ann.join(&case, "KM20261101AB1234", 48_800).await;
    assert_eq!(first["claim"]["orderIsDoubled"], false);
    let second = bob.join(&case, "km-2026 1101 ab1234", 48_800).await;
    assert_eq!(second["claim"]["orderIsDoubled"], true, "also written otherwise: {second}");
    assert_eq!(cid.join(&case, "KM20261101AB1235", 48_800).await["claim"]["orderIsDoubled"], false);
    assert_eq!(membership(&ann, &case).await["claim"]["orderIsDoubled"], true);
    let told = second.to_string();
    assert!(!told.contains(first["code"].as_str().unwrap()) && !told.contains("ann"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_is_amended_and_its_sum_follows() {
    let app = App::start().await;
    let (gathered, case) = app.gathered(&["olga@example.org", "ann@example.org"]).await;
    let ann = &gathered[1];
    let input = json!({
        "caseId": case, "amountFen": 20_000, "orderNumber": "ZZ99887766554433",
        "story": "付款后没有收到卡密，请打电话13912345678联系我。",
    });
    let changed = ann.ask(AMEND, json!({ "i": input })).await["amendClaim"]["claim"].clone();
    assert_eq!(changed["amountFen"], 20_000);
    assert_eq!(
        (&changed["orderNumber"], &changed["orderMasked"]),
        (&json!("ZZ99887766554433"), &json!("ZZ99****4433"))
    );
    assert!(changed["story"].as_str().unwrap().contains("13912345678"), "its owner reads their own words");
    let shown = changed["storyShown"].as_str().unwrap();
    assert!(!shown.contains("13912345678") && shown.contains("【手机"), "{shown}");
    assert_eq!(changed["boughtOn"], "2026-11-01", "what is left out stays");
    app.work().await;
    assert_eq!(counts(ann, &case).await, json!({ "memberCount": 2, "claimedFen": 20_000 }));

    for (input, refused) in [
        (json!({ "caseId": case, "amountFen": 0 }), "OUT_OF_RANGE"),
        (json!({ "caseId": case, "boughtOn": "2027-01-01" }), "IN_FUTURE"),
    ] {
        assert_eq!(code(&ann.try_ask(AMEND, json!({ "i": input })).await), refused);
    }
    assert_eq!(
        code(&gathered[0].try_ask(AMEND, json!({ "i": { "caseId": case, "amountFen": 1 } })).await),
        "NO_CLAIM"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contact_log_is_anonymised() {
    let app = App::start().await;
    let (gathered, case) = app.gathered(&["olga@example.org", "ann@example.org"]).await;
    let add = "mutation($i: AddContactInput!) { addContact(input: $i) { contact { said } userErrors { code field } } }";
    let input = json!({
        "caseId": case, "happenedOn": "2026-11-05", "channel": "ONLINE_CHAT", "result": "REFUSED",
        "said": "我报了手机13812345678和邮箱wang@mail.example，客服说虚拟商品概不退换。",
    });
    let added = gathered[1].ask(add, json!({ "i": input })).await;
    let said = added["addContact"]["contact"]["said"].as_str().unwrap();
    assert!(!said.contains("13812345678") && !said.contains("wang@") && said.contains("概不退换"), "{said}");
    assert_eq!(
        membership(&gathered[1], &case).await["contactLog"],
        json!([{ "said": said, "result": "REFUSED" }])
    );
    assert_eq!(membership(&gathered[0], &case).await["contactLog"], json!([]), "everybody sees their own");
    let later = json!({
        "caseId": case, "happenedOn": "2026-12-05", "channel": "PHONE", "result": "NO_ANSWER", "said": "没有人接。",
    });
    assert_eq!(code(&gathered[1].try_ask(add, json!({ "i": later })).await), "IN_FUTURE");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_has_their_old_code_and_nobody_else_gets_it() {
    let app = App::start().await;
    let [olga, ann, bob, cid] = people(&app, &["olga", "ann", "bob", "cid"]).await.try_into().ok().unwrap();
    let case = olga.case(&olga.operator("卡盟甲").await).await;
    let first = ann.join(&case, "KM2026110100000001", 100).await;
    let deposit = "mutation($i: DepositTextInput!) { depositText(input: $i) { evidence { id copySha256 } userErrors { code } } }";
    let input =
        json!({ "caseId": case, "kind": "CHAT_LOG", "title": "聊天记录", "text": "客服：概不退换。" });
    let piece = ann.ask(deposit, json!({ "i": input })).await["depositText"]["evidence"].clone();
    let confirm = "mutation($e: ID!, $h: String!) { confirmEvidence(input: {evidenceId: $e, sha256: $h}) { evidence { state } userErrors { code } } }";
    ann.ask(confirm, json!({ "e": piece["id"], "h": piece["copySha256"] })).await;

    ann.ask(LEAVE, json!({ "c": case })).await;
    assert_eq!(membership(&ann, &case).await, Value::Null);
    assert_eq!(code(&ann.try_ask(LEAVE, json!({ "c": case })).await), "NOT_MEMBER");
    let mut codes = HashSet::from([first["code"].clone()]);
    for other in [&bob, &cid] {
        let other = other.join(&case, "KM2026110100000002", 200).await["code"].clone();
        assert!(codes.insert(other), "a code is given once");
    }
    let pool = "query($c: ID!) { case(id: $c) { membership { pool { edges { node { id } } } members { edges { node { code } } } } } }";
    let seen = bob.ask(pool, json!({ "c": case })).await["case"]["membership"].clone();
    assert_eq!(seen["pool"]["edges"], json!([]), "their evidence went with them");
    assert!(!seen["members"].to_string().contains(first["code"].as_str().unwrap()));

    let again = ann.join(&case, "KM2026110100000009", 900).await;
    assert_eq!((&again["code"], &again["userErrors"]), (&first["code"], &json!([])));
    assert_eq!(
        membership(&ann, &case).await["myEvidence"]["edges"],
        json!([{ "node": { "state": "WITHDRAWN" } }])
    );
    assert_eq!(code(&olga.try_ask(LEAVE, json!({ "c": case })).await), "LAST_ORGANISER");
}

#[tokio::test(flavor = "multi_thread")]
async fn joining_twice_at_once_takes_one_seat() {
    let app = App::start().await;
    let [olga, ann] = people(&app, &["olga", "ann"]).await.try_into().ok().unwrap();
    let case = olga.case(&olga.operator("卡盟甲").await).await;
    let join = |order| ann.try_ask(JOIN, json!({ "i": { "caseId": case, "claim": claim(order, 100) } }));
    let answers =
        tokio::join!(join("KM2026110100000001"), join("KM2026110100000002"), join("KM2026110100000003"));
    let mut codes = [code(&answers.0), code(&answers.1), code(&answers.2)];
    codes.sort_unstable();
    assert_eq!(codes, ["ALREADY_MEMBER", "ALREADY_MEMBER", "OK"]);
    assert_eq!(membership(&olga, &case).await["members"]["edges"].as_array().unwrap().len(), 2);
    app.work().await;
    assert_eq!(counts(&ann, &case).await, json!({ "memberCount": 2, "claimedFen": 100 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_adds_their_own_claim_and_stays_organiser() {
    let app = App::start().await;
    let [olga, ann] = people(&app, &["olga", "ann"]).await.try_into().ok().unwrap();
    let case = olga.case(&olga.operator("卡盟甲").await).await;
    let before = membership(&olga, &case).await;
    let joined = olga.join(&case, "KM2026110100000001", 100).await;
    assert_eq!((&joined["code"], &joined["userErrors"]), (&before["code"], &json!([])));
    assert_eq!(membership(&olga, &case).await["role"], "ORGANISER");
    let twice = json!({ "i": { "caseId": case, "claim": claim("KM2026110100000002", 100) } });
    assert_eq!(code(&olga.try_ask(JOIN, twice).await), "ALREADY_MEMBER");
    app.work().await;
    assert_eq!(
        counts(&olga, &case).await,
        json!({ "memberCount": 1, "claimedFen": 100 }),
        "one person, one claim"
    );
    ann.join(&case, "KM2026110100000003", 50).await;
    assert_eq!(membership(&ann, &case).await["role"], "MEMBER");
}

#[tokio::test(flavor = "multi_thread")]
async fn shared_contact_details_are_found_without_being_shown() {
    let app = App::start().await;
    let addresses = ["olga@example.org", "ann@example.org", "bob@example.org", "cid@example.org"];
    let (gathered, case) = app.gathered(&addresses).await;
    let [olga, ann, bob, cid] = gathered.try_into().ok().unwrap();
    ann.seal_identity("王小明", "13812345678", "上海市徐汇区漕溪北路 1 号 2 室").await;
    bob.seal_identity("李雷", "+86 138 1234 5678", "北京市海淀区中关村大街 3 号").await;
    cid.seal_identity("韩梅梅", "13700001111", "上海市徐汇区漕溪北路１号２室").await;
    let mut codes = Vec::new();
    for person in [&ann, &bob, &cid] {
        codes.push(membership(person, &case).await["code"].as_str().unwrap().to_owned());
    }
    let group = |a: usize, b: usize| {
        let mut pair = [codes[a].as_str(), codes[b].as_str()];
        pair.sort_unstable();
        json!([pair])
    };
    let shown = membership(&olga, &case).await["sharedContactDetails"].clone();
    assert_eq!(shown, json!({ "phones": group(0, 1), "addresses": group(0, 2) }), "codes only");
    for (person, shares) in [(&ann, true), (&bob, true), (&cid, true), (&olga, false)] {
        let own = membership(person, &case).await;
        assert_eq!(own["sharesContactDetails"], shares, "{}", person.email);
        if person.email != olga.email {
            assert_eq!(own["sharedContactDetails"], Value::Null, "only for who runs the case");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_are_rolled_up_a_moment_later() {
    let app = App::start().await;
    let addresses = ["olga@example.org", "ann@example.org", "bob@example.org"];
    let (gathered, case) = app.gathered(&addresses).await;
    let stranger = app.admit("eve@example.org").await;
    assert_eq!(counts(&gathered[1], &case).await["memberCount"], 0, "joining takes no lock on the case");
    app.work().await;
    assert_eq!(counts(&gathered[1], &case).await, json!({ "memberCount": 3, "claimedFen": 97_600 }));
    assert_eq!(
        counts(&stranger, &case).await,
        json!({ "memberCount": null, "claimedFen": null }),
        "too few to publish"
    );

    gathered[2].ask(LEAVE, json!({ "c": case })).await;
    app.work().await;
    assert_eq!(counts(&gathered[1], &case).await, json!({ "memberCount": 2, "claimedFen": 48_800 }));
    for n in 0..3 {
        let more = app.admit(&format!("more{n}@example.org")).await;
        more.join(&case, &format!("KM202611020000000{n}"), 10_000).await;
    }
    app.work().await;
    assert_eq!(
        counts(&stranger, &case).await,
        json!({ "memberCount": 5, "claimedFen": 78_000 }),
        "and only roughly"
    );
}
