//! Where a filing can go, and which channel comes next.

use serde_json::{Value, json};

use crate::support::{App, code, voted::Voting};

const CHANNELS: &str =
    "{ channels { channel filesItself kinds body rung name goodFor notFor identity refusedAfter
    needs { kind when what provisionId } fields { id max } words { word status } refusals { ground then }
    deadlines waitWorkingDays provisions { id } before: provisions(on: \"2026-04-14\") { id } } }";

const NEXT: &str = "query($i: NextChannelInput!) { nextChannel(input: $i) { verdict text notice
    next { channel from reasons { reason text provisions { id } } deadline { kind dueOn basis provisional }
        needs { kind what } afterRefusal { ground then what } guide { name } }
    beside { channel } pending { channel deadline { dueOn basis } }
    blocked { channel bar text by provisions { id } } asked { fact text } } }";

const CASE_NEXT: &str = "query($c: ID!) { case(id: $c) { membership { nextChannel {
    verdict next { channel from reasons { reason } } pending { channel deadline { dueOn basis } }
    blocked { channel bar by } } } } }";

async fn next(app: &App, input: Value) -> Value {
    let answer = app.guest(NEXT, json!({ "i": input })).await;
    assert_eq!(code(&answer), "OK", "{answer}");
    answer["data"]["nextChannel"].clone()
}

fn ids(provisions: &Value) -> Vec<&str> {
    provisions.as_array().unwrap().iter().map(|provision| provision["id"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_reads_where_a_filing_can_go() {
    let app = App::start().await;
    let answer = app.guest(CHANNELS, Value::Null).await;
    let channels = answer["data"]["channels"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let of = |name: &str| channels.iter().find(|guide| guide["channel"] == name).unwrap();
    assert_eq!(channels.len(), 8);
    let own: Vec<_> = channels.iter().filter(|guide| guide["filesItself"] == true).collect();
    assert_eq!((own.len(), &own[0]["channel"]), (1, &json!("OPERATOR_DESK")));

    let complaint = of("REGULATOR_COMPLAINT");
    assert_eq!(complaint["refusals"].as_array().unwrap().len(), 7);
    assert_eq!(complaint["identity"], json!(["NAME", "PHONE", "ADDRESS"]));
    assert!(ids(&complaint["provisions"]).contains(&"crm-16"));
    let before = ids(&complaint["before"]);
    assert!(before.contains(&"cplr-46") && !before.iter().any(|id| id.starts_with("crm-")), "{before:?}");
    assert!(of("CYBERSPACE_ADMINISTRATION")["notFor"].as_str().unwrap().contains("货款"));
    assert_eq!(of("REGULATOR_REPORT")["rung"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_asks_for_the_next_channel_with_what_they_know() {
    let app = App::start().await;
    let nothing = next(&app, json!({})).await;
    assert_eq!((&nothing["verdict"], &nothing["next"]["channel"]), (&json!("GO"), &json!("OPERATOR_DESK")));
    assert_eq!(nothing["asked"].as_array().unwrap().len(), 3);
    assert!(nothing["notice"].as_str().unwrap().contains("不是法律意见"));
    assert_eq!(
        nothing["next"]["deadline"],
        json!({ "kind": "OPERATOR_REPLY", "dueOn": "2026-12-01", "basis": "own-rule", "provisional": false })
    );

    let refused = json!({
        "category": "non-delivery", "people": 12, "amountFen": 300_000, "ownUse": true, "knownOn": "2026-06-01",
        "filings": [
            { "channel": "OPERATOR_DESK", "filedOn": "2026-09-01", "status": "ENDED_NO_DEAL" },
            { "channel": "MEDIATION_SITE", "filedOn": "2026-09-20", "status": "ENDED_NO_DEAL" },
            { "channel": "REGULATOR_COMPLAINT", "filedOn": "2026-11-02", "status": "SCREENED_OUT", "ground": "NOT_CONSUMER" },
        ],
    });
    let advice = next(&app, refused).await;
    let step = &advice["next"];
    assert_eq!(
        (&step["channel"], &step["afterRefusal"]["ground"]),
        (&json!("COURT"), &json!("NOT_CONSUMER"))
    );
    let reasons: Vec<_> =
        step["reasons"].as_array().unwrap().iter().map(|reason| reason["reason"].clone()).collect();
    assert_eq!(reasons, ["AFTER_REFUSAL", "LAST_RESORT", "REPRESENTATIVE", "SMALL_CLAIM"]);
    assert_eq!(ids(&step["reasons"][2]["provisions"]), ["cpc-56", "cpc-57", "cpci-75", "cpci-78"]);
    // Sunday, and seven days on is a Sunday again: the Civil Procedure Law moves it to the Monday.
    assert_eq!(step["deadline"]["dueOn"], "2026-11-30");

    let handled = json!({ "category": "non-delivery", "filings": [
        { "channel": "CONSUMER_ASSOCIATION", "filedOn": "2026-11-02", "status": "ACCEPTED" }] });
    let advice = next(&app, handled).await;
    let blocked = advice["blocked"].as_array().unwrap().iter();
    let complaint = blocked.clone().find(|blocked| blocked["channel"] == "REGULATOR_COMPLAINT").unwrap();
    assert_eq!(
        (&complaint["bar"], &complaint["by"]),
        (&json!("ALREADY_HANDLED"), &json!("CONSUMER_ASSOCIATION"))
    );
    assert_eq!(ids(&complaint["provisions"]), ["crm-16"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_with_its_field() {
    let app = App::start().await;
    let filing = json!({ "channel": "COURT", "filedOn": "2026-11-01", "status": "SUBMITTED" });
    for (input, expected) in [
        (json!({ "category": "nothing" }), "UNKNOWN"),
        (json!({ "people": 0 }), "OUT_OF_RANGE"),
        (json!({ "amountFen": -1 }), "OUT_OF_RANGE"),
        (json!({ "replyDays": 91 }), "OUT_OF_RANGE"),
        (json!({ "knownOn": "2026-11-23" }), "IN_FUTURE"),
        (json!({ "contacts": [{ "happenedOn": "1999-01-01", "result": "REFUSED" }] }), "TOO_EARLY"),
        (json!({ "filings": vec![filing; 51] }), "TOO_MANY"),
    ] {
        assert_eq!(code(&app.guest(NEXT, json!({ "i": input })).await), expected, "{input}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_told_the_next_channel_of_their_case() {
    let app = App::start().await;
    let Voting { olga, ann, case, ballot, .. } = app.carried().await;
    let advice = async |ends: &str| {
        let data = ann.ask(CASE_NEXT, json!({ "c": case })).await;
        let advice = data["case"]["membership"]["nextChannel"].clone();
        assert_eq!(advice["verdict"], ends, "{advice}");
        advice
    };
    assert_eq!(advice("GO").await["next"]["channel"], "OPERATOR_DESK");

    let elsewhere = "mutation($b: ID!) { fileComplaint(input: {ballotId: $b, channel: REGULATOR_COMPLAINT}) { filing { id } userErrors { code field } } }";
    let answer = olga.try_ask(elsewhere, json!({ "b": ballot })).await;
    assert_eq!(code(&answer), "NOT_ADMISSIBLE");

    let filing = olga.file(&ballot).await;
    app.work().await;
    let waiting = advice("WAIT").await;
    assert_eq!(waiting["pending"]["deadline"], json!({ "dueOn": "2026-11-28", "basis": "promise" }));
    assert_eq!(
        (&waiting["next"]["channel"], &waiting["next"]["from"]),
        (&json!("MEDIATION_SITE"), &json!("2026-11-29"))
    );

    let answer = "mutation($f: ID!) { recordAnswer(input: {filingId: $f, status: ENDED_NO_DEAL, ground: \"虚拟商品概不退换\"}) { userErrors { code } } }";
    olga.ask(answer, json!({ "f": filing })).await;
    let on = advice("GO").await;
    assert_eq!(
        (&on["next"]["channel"], &on["next"]["reasons"][0]["reason"]),
        (&json!("MEDIATION_SITE"), &json!("NOT_SETTLED"))
    );
    app.work().await;
}
