//! Filing by hand: led step by step, handed in, answered, and asked about.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    admissibility::ready,
    support::{App, code, person::Person, voted::Voting},
};

const ASSISTANT: &str =
    "query($f: ID!) { filingAssistant(filingId: $f) { members opensAnnexes guide { channel notFor }
    steps { number what provisionId } fields { id name text length max shortened } } }";

const ANNEXES: &str = "mutation($f: ID!, $a: String) { openAnnexes(input: {filingId: $f, after: $a}) {
    annexes { code name phone address orderNumber amountFen statement } userErrors { code } } }";

const SUBMIT: &str = "mutation($i: RecordSubmissionInput!) { recordSubmission(input: $i) {
    filing { id status delivery receipt sentAt } userErrors { code field } } }";

/// Files with the regulator; gives the filing's id.
async fn filed(v: &Voting<'_>) -> String {
    let answer = v.olga.file_at(&v.ballot, "REGULATOR_COMPLAINT", json!({})).await;
    answer["data"]["fileComplaint"]["filing"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

impl Person<'_> {
    async fn record_submission(&self, filing: &str, more: Value) -> Value {
        let mut input = json!({ "filingId": filing, "receipt": "1330000002026112500012345" });
        input.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        self.try_ask(SUBMIT, json!({ "i": input })).await
    }
}

async fn deadlines(person: &Person<'_>, case: &str) -> Vec<(String, String, bool)> {
    let query = "query($c: ID!) { case(id: $c) { filings { deadlines { kind dueOn metAt } } } }";
    let seen = person.ask(query, json!({ "c": case })).await;
    let rows = seen["case"]["filings"][0]["deadlines"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    rows.iter().map(|row| (text(&row["kind"]), text(&row["dueOn"]), !row["metAt"].is_null())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_representative_is_led_through_and_the_regulators_time_runs_from_the_day_it_was_handed_in() {
    let app = App::start().await;
    let v = ready(&app).await;
    let filing = filed(&v).await;
    app.work().await;
    assert_eq!(app.letters_to("tousu@kamen.example").len(), 0, "nothing is mailed to the operator");

    let led = v.ann.ask(ASSISTANT, json!({ "f": filing })).await["filingAssistant"].clone();
    assert_eq!((&led["members"], &led["opensAnnexes"]), (&json!(2), &json!(true)));
    assert_eq!(led["steps"][0]["provisionId"], "crm-13");
    for field in led["fields"].as_array().unwrap() {
        assert!(field["length"].as_i64() <= field["max"].as_i64(), "{field}");
        let text = field["text"].as_str().unwrap();
        for secret in ["王小明", "李雷", "13812345678", "13987654321"] {
            assert!(!text.contains(secret), "{field}");
        }
    }
    let organiser = v.olga.ask(ASSISTANT, json!({ "f": filing })).await["filingAssistant"].clone();
    assert_eq!(organiser["opensAnnexes"], false);
    assert_eq!(code(&v.bob.try_ask(ASSISTANT, json!({ "f": filing })).await), "REPRESENTATIVES_ONLY");

    // Handed in yesterday, as far as the hub goes back; not before it was filed.
    app.wait(TimeDelta::days(1)).await;
    let v = v.again().await;
    let filed_on = (app.hub.now() + TimeDelta::hours(8) - TimeDelta::days(1)).date_naive();
    let early = json!({ "onDay": (filed_on - TimeDelta::days(1)).to_string() });
    assert_eq!(code(&v.ann.record_submission(&filing, early).await), "TOO_EARLY");
    let future = json!({ "onDay": (filed_on + TimeDelta::days(9)).to_string() });
    assert_eq!(code(&v.ann.record_submission(&filing, future).await), "IN_FUTURE");
    assert_eq!(
        code(&v.ann.record_submission(&filing, json!({ "receipt": "号".repeat(81) })).await),
        "TOO_LONG"
    );
    assert_eq!(code(&v.ann.record_submission(&filing, json!({ "receipt": " " })).await), "REQUIRED");
    assert_eq!(code(&v.bob.record_submission(&filing, json!({})).await), "REPRESENTATIVES_ONLY");
    let theirs = v.bob.deposit(&v.case).await.0;
    assert_eq!(code(&v.ann.record_submission(&filing, json!({ "proofId": theirs })).await), "NOT_FOUND");
    let proof = v.ann.deposit(&v.case).await.0;
    let done =
        v.ann.record_submission(&filing, json!({ "onDay": filed_on.to_string(), "proofId": proof })).await;
    assert_eq!(code(&done), "OK", "{done}");
    assert_eq!(done["data"]["recordSubmission"]["filing"]["status"], "SUBMITTED");
    assert_eq!(code(&v.ann.record_submission(&filing, json!({})).await), "NOT_HANDED_IN", "once is enough");
    app.work().await;
    assert_eq!(v.ann.count_events(&v.case, "FILING_SENT").await, 1);

    // Filed on Monday 30 November 2026 or so: seven working days are told, and sixty days from the acceptance.
    let set = deadlines(&v.ann, &v.case).await;
    assert_eq!((set.len(), set[0].0.as_str(), set[0].2), (1, "ACCEPTANCE_DECISION", false));
    let accepted_on = filed_on + TimeDelta::days(1);
    let accepted = v.olga.record(&filing, "ACCEPTED", json!({ "onDay": accepted_on.to_string() })).await;
    assert_eq!(code(&accepted), "OK", "{accepted}");
    let set = deadlines(&v.ann, &v.case).await;
    assert_eq!(
        set.iter().map(|row| (row.0.as_str(), row.2)).collect::<Vec<_>>(),
        [("ACCEPTANCE_DECISION", true), ("MEDIATION_END", false)]
    );
    let end = set[1].1.parse::<chrono::NaiveDate>().unwrap();
    assert!(end >= accepted_on + TimeDelta::days(60), "{end}");
    app.work().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn annexes_open_for_whoever_represents_and_their_owners_see_it() {
    let app = App::start().await;
    let v = ready(&app).await;
    let filing = filed(&v).await;
    app.work().await;
    for (person, expected) in [(&v.olga, "REPRESENTATIVES_ONLY"), (&v.bob, "REPRESENTATIVES_ONLY")] {
        assert_eq!(code(&person.try_ask(ANNEXES, json!({ "f": filing })).await), expected);
    }
    let openings = "{ viewer { openings { nodes { filingId openedBy } } } }";
    let before = v.bob.ask(openings, Value::Null).await["viewer"]["openings"]["nodes"].clone();
    assert_eq!(before, json!([{ "filingId": filing, "openedBy": null }]), "the filing was drawn up from it");

    let opened = v.ann.ask(ANNEXES, json!({ "f": filing })).await["openAnnexes"]["annexes"].clone();
    let mut names: Vec<_> =
        opened.as_array().unwrap().iter().map(|annex| annex["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["李雷", "王小明"]);
    let last = opened[1]["code"].clone();
    let rest = v.ann.ask(ANNEXES, json!({ "f": filing, "a": last })).await;
    assert_eq!(rest["openAnnexes"]["annexes"], json!([]));
    let ann = v.ann.code_in(&v.case).await;
    let after = v.bob.ask(openings, Value::Null).await["viewer"]["openings"]["nodes"].clone();
    assert_eq!(after[0], json!({ "filingId": filing, "openedBy": ann }));

    let resign = "mutation($c: ID!) { resignMandate(input: {caseId: $c}) { userErrors { code } } }";
    v.ann.ask(resign, json!({ "c": v.case })).await;
    assert_eq!(code(&v.ann.try_ask(ANNEXES, json!({ "f": filing })).await), "REPRESENTATIVES_ONLY");
    app.work().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_representative_is_asked_a_few_times_and_then_no_more() {
    let app = App::start().await;
    let v = ready(&app).await;
    let filing = filed(&v).await;
    app.work().await;
    app.empty_mailboxes();
    for _ in 0..60 {
        app.wait(TimeDelta::days(1)).await;
    }
    assert_eq!(app.letters_to("ann@example.org").len(), 4, "asked to hand it in");
    assert_eq!(app.letters_to("bob@example.org").len(), 0, "nobody else is");
    let v = v.again().await;
    assert_eq!(code(&v.ann.record_submission(&filing, json!({})).await), "OK");
    app.work().await;
    app.empty_mailboxes();
    app.wait(TimeDelta::days(3)).await;
    assert_eq!(app.letters_to("ann@example.org").len(), 1, "asked how it stands");
    let v = v.again().await;
    let ended = json!({ "ground": "双方未达成一致" });
    assert_eq!(code(&v.olga.record(&filing, "ENDED_NO_DEAL", ended).await), "OK");
    app.work().await;
    app.empty_mailboxes();
    for _ in 0..30 {
        app.wait(TimeDelta::days(1)).await;
    }
    let letters = app.letters_to("ann@example.org");
    assert!(
        letters.iter().all(|letter| letter.text.contains("实际得到")),
        "how it stands is not asked any more"
    );
    assert_eq!(letters.len(), 2, "only what she got, of which she is reminded twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_record_at_once_hand_it_in_once() {
    let app = App::start().await;
    let v = ready(&app).await;
    let filing = filed(&v).await;
    app.work().await;
    app.empty_mailboxes();
    let answers = tokio::join!(
        v.ann.record_submission(&filing, json!({})),
        v.olga.record_submission(&filing, json!({})),
        v.ann.record_submission(&filing, json!({}))
    );
    let mut codes = [code(&answers.0), code(&answers.1), code(&answers.2)];
    codes.sort_unstable();
    assert_eq!(codes, ["NOT_HANDED_IN", "NOT_HANDED_IN", "OK"]);
    app.work().await;
    assert_eq!(v.ann.count_events(&v.case, "FILING_SENT").await, 1);
    assert_eq!(deadlines(&v.ann, &v.case).await.len(), 1);
    assert_eq!(app.letters_to("bob@example.org").len(), 1);
}
