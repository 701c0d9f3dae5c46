//! Splits: part of a case goes on by itself, under who runs the old one or a member who was asked.

use serde_json::{Value, json};

use super::{again, kinds, people};
use crate::support::{App, code, person::Person};

const SPLIT: &str = "mutation($i: ProposeSplitInput!) { proposeSplit(input: $i) {
    transfer { id state kind title into { id } } userErrors { code field } } }";

/// Olga's case with three members; the codes of the members.
async fn gathered<'a>(app: &'a App) -> ([Person<'a>; 4], String, Vec<Value>) {
    let [olga, ann, bob, cid] = people(app, &["olga", "ann", "bob", "cid"]).await.try_into().ok().unwrap();
    let case = olga.case(&olga.operator("卡盟甲").await).await;
    let mut codes = Vec::new();
    for (n, person) in [&ann, &bob, &cid].into_iter().enumerate() {
        codes.push(person.join(&case, &format!("KM2026110100000{n}"), 100).await["code"].clone());
    }
    app.work().await;
    ([olga, ann, bob, cid], case, codes)
}

#[tokio::test(flavor = "multi_thread")]
async fn part_of_a_case_goes_on_by_itself() {
    let app = App::start().await;
    let (folk, case, codes) = gathered(&app).await;
    let [olga, ann, bob, cid] = folk;
    olga.cite(&case).await;
    let piece = ann.pool(&case).await;
    app.work().await;
    app.empty_mailboxes();
    let input =
        json!({ "caseId": case, "title": "会员到期不退款", "criterion": { "codes": [codes[0], codes[1]] } });
    let split = olga.ask(SPLIT, json!({ "i": input })).await["proposeSplit"]["transfer"].clone();
    assert_eq!((&split["state"], &split["into"]), (&json!("AGREED"), &Value::Null));
    let outside = app.guest(super::LOOK, json!({ "c": case })).await["data"]["case"]["transfers"][0].clone();
    assert_eq!(
        (&outside["title"], &outside["criterion"]),
        (&json!("会员到期不退款"), &Value::Null),
        "pseudonyms are for members"
    );
    assert_eq!(cid.look(&case).await["transfers"][0]["criterion"]["codes"].as_array().unwrap().len(), 2);
    app.work().await;
    assert_eq!(app.letters().len(), 4);
    assert_eq!(bob.with_transfer("objectToTransfer", &split).await, "OK");
    app.let_go().await;
    let [olga, ann, bob, cid] = again([olga, ann, bob, cid]).await;

    let old = cid.look(&case).await;
    assert_eq!(
        (&old["stage"], &old["memberCount"], &old["claimedFen"], &old["evidenceCount"]),
        (&json!("GATHERING"), &json!(3), &json!(200), &json!(0))
    );
    assert_eq!((kinds(&old)[0], &old["mergedInto"]), ("CASE_SPLIT", &Value::Null));
    let new = old["splitInto"][0]["id"].as_str().unwrap().to_owned();
    let seen = ann.look(&new).await;
    assert_eq!((&seen["stage"], &seen["splitFrom"]), (&json!("GATHERING"), &json!({ "id": case })));
    assert_eq!(
        (&seen["memberCount"], &seen["claimedFen"], &seen["evidenceCount"], &seen["citationCount"]),
        (&json!(2), &json!(100), &json!(1), &json!(1))
    );
    assert_eq!(
        (&seen["membership"]["code"], &seen["membership"]["origins"][0]["caseNumber"]),
        (&codes[0], &old["number"])
    );
    assert_eq!(seen["membership"]["pool"]["nodes"][0]["id"], piece.as_str());
    assert_eq!(olga.look(&new).await["membership"]["role"], "ORGANISER", "who proposed it runs both");
    assert_eq!(olga.look(&case).await["membership"]["role"], "ORGANISER");
    assert_eq!(bob.look(&case).await["membership"]["claim"]["amountFen"], 100, "who objected stayed");
    assert_ne!(seen["number"], old["number"]);
    assert_eq!(app.at_number(old["number"].as_str().unwrap()).await, case);
    app.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_asked_to_run_the_new_case() {
    let app = App::start().await;
    let (folk, case, codes) = gathered(&app).await;
    let [olga, ann, bob, cid] = folk;
    app.empty_mailboxes();
    let own = olga.look(&case).await["membership"]["code"].clone();
    let input = |organiser: &Value| json!({ "caseId": case, "title": "会员到期不退款", "criterion": { "product": "点卡" }, "organiserCode": organiser });
    let answer = olga.try_ask(SPLIT, json!({ "i": input(&own) })).await;
    assert_eq!(code(&answer), "UNKNOWN", "who runs the old case is needed there: {answer}");
    let split = olga.ask(SPLIT, json!({ "i": input(&codes[1]) })).await["proposeSplit"]["transfer"].clone();
    assert_eq!(split["state"], "PROPOSED");
    app.work().await;
    assert_eq!(app.letters().iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["bob@example.org"]);
    assert_eq!(bob.look(&case).await["transfers"][0]["asksMe"], true);
    assert_eq!(cid.with_transfer("acceptTransfer", &split).await, "NOT_FOUND");
    assert_eq!(olga.with_transfer("acceptTransfer", &split).await, "NOT_ASKED");
    assert_eq!(bob.with_transfer("acceptTransfer", &split).await, "OK");
    app.work().await;
    assert_eq!(cid.with_transfer("objectToTransfer", &split).await, "OK");
    app.let_go().await;
    let [olga, ann, bob, cid] = again([olga, ann, bob, cid]).await;
    let old = cid.look(&case).await;
    assert_eq!(old["memberCount"], 2, "olga and who objected");
    let new = old["splitInto"][0]["id"].as_str().unwrap();
    let seen = ann.look(new).await;
    assert_eq!(
        (&seen["memberCount"], &seen["claimedFen"], &seen["membership"]["role"]),
        (&json!(2), &json!(200), &json!("MEMBER"))
    );
    assert_eq!(bob.look(new).await["membership"]["role"], "ORGANISER");
    assert_eq!(olga.look(new).await["membership"], Value::Null, "she does not run it");
    app.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_case_is_opened_for_nobody() {
    let app = App::start().await;
    let (folk, case, codes) = gathered(&app).await;
    let [olga, ann, bob, cid] = folk;
    for (criterion, refused) in [
        (json!({}), "REQUIRED"),
        (json!({ "codes": ["ZZZZZZZZ"] }), "UNKNOWN"),
        (json!({ "boughtFrom": "2026-11-02", "boughtTo": "2026-11-01" }), "TOO_EARLY"),
    ] {
        let input = json!({ "caseId": case, "title": "会员到期不退款", "criterion": criterion });
        assert_eq!(code(&olga.try_ask(SPLIT, json!({ "i": input })).await), refused);
    }
    let input =
        json!({ "caseId": case, "title": "会员到期不退款", "criterion": { "product": "没有人买过的东西" } });
    let split = olga.ask(SPLIT, json!({ "i": input })).await["proposeSplit"]["transfer"].clone();
    app.work().await;
    app.let_go().await;
    let [olga, ann, bob, cid] = again([olga, ann, bob, cid]).await;
    let note = "query($t: ID!) { node(id: $t) { ... on Transfer { state note } } }";
    assert_eq!(
        ann.ask(note, json!({ "t": split["id"] })).await["node"],
        json!({ "state": "CANCELLED", "note": "NOBODY" })
    );

    // Nor for members without anybody to run it.
    let input = json!({
        "caseId": case, "title": "会员到期不退款", "criterion": { "product": "点卡" }, "organiserCode": codes[2],
    });
    let split = olga.ask(SPLIT, json!({ "i": input })).await["proposeSplit"]["transfer"].clone();
    assert_eq!(cid.with_transfer("acceptTransfer", &split).await, "OK");
    assert_eq!(cid.with_transfer("objectToTransfer", &split).await, "OK");
    app.work().await;
    app.let_go().await;
    let [ann, bob, _] = again([ann, bob, olga]).await;
    assert_eq!(
        bob.ask(note, json!({ "t": split["id"] })).await["node"],
        json!({ "state": "CANCELLED", "note": "NO_ORGANISER" })
    );
    let seen = ann.look(&case).await;
    assert_eq!((&seen["memberCount"], &seen["splitInto"]), (&json!(4), &json!([])));
}
