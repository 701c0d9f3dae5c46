//! What members really got: asked after an end, told by each for themself, and shown beside what the channel says.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{App, code};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_settled_is_asked_once_they_should_have_been_paid_and_reminded_twice() {
    let app = App::start().await;
    let (v, filing) = app.sent().await;
    v.olga.offer(&filing, json!({ "amountFen": 39_040, "payBy": "2026-11-30" })).await;
    assert_eq!(v.ann.answer_offer(&filing, true).await, "OK");
    app.wait(TimeDelta::days(3)).await;
    app.empty_mailboxes();
    // The 28th; the 30th must be over in Beijing.
    app.wait(TimeDelta::days(2)).await;
    assert_eq!(app.letters_to("ann@example.org").len(), 0);
    app.wait(TimeDelta::days(1)).await;
    let asked = app.letters_to("ann@example.org");
    assert_eq!(asked.len(), 1);
    assert!(asked[0].text.contains("实际得到") && !asked[0].text.contains("390"), "{}", asked[0].text);
    assert_eq!(app.letters_to("bob@example.org").len(), 0, "for him nothing has ended");
    for (days, letters) in [(7, 2), (7, 3), (7, 3), (30, 3)] {
        app.wait(TimeDelta::days(days)).await;
        let asked: Vec<_> = app
            .letters_to("ann@example.org")
            .into_iter()
            .filter(|letter| letter.text.contains("实际得到"))
            .collect();
        assert_eq!(asked.len(), letters);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_got_is_theirs_to_say_and_ends_the_asking() {
    let app = App::start().await;
    let (v, filing) = app.sent().await;
    for (got, more, answer) in [
        ("PAID_IN_FULL", json!({}), "REQUIRED"),
        ("PAID_IN_PART", json!({ "amountFen": 0 }), "OUT_OF_RANGE"),
        (
            "PAID_IN_PART",
            json!({ "amountFen": 100, "evidenceId": "evd_00000000000000000000000000" }),
            "NOT_FOUND",
        ),
        ("REFUSED", json!({}), "OK"),
        ("PAID_IN_PART", json!({ "amountFen": 10_000 }), "OK"),
    ] {
        assert_eq!(v.ann.got(&filing, got, more).await, answer, "{got}");
    }
    assert_eq!(v.olga.got(&filing, "REFUSED", json!({})).await, "NOT_IN_FILING");
    assert_eq!(
        v.ann.outcomes(&filing).await["myOutcome"],
        json!({ "got": "PAID_IN_PART", "amountFen": 10_000 })
    );
    assert_eq!(v.bob.outcomes(&filing).await["myOutcome"], Value::Null);
    assert_eq!(v.olga.outcomes(&filing).await["myOutcome"], Value::Null);

    let end = json!({ "ground": "双方未达成一致", "channelWord": "调解终止" });
    assert_eq!(code(&v.olga.record(&filing, "ENDED_NO_DEAL", end).await), "OK");
    app.empty_mailboxes();
    app.work().await;
    let asked = |address: &str| {
        app.letters_to(address).into_iter().filter(|letter| letter.text.contains("实际得到")).count()
    };
    assert_eq!((asked("ann@example.org"), asked("bob@example.org")), (0, 1), "she has said it already");
    let leave = "mutation($c: ID!) { leaveCase(input: {caseId: $c}) { left userErrors { code } } }";
    v.bob.ask(leave, json!({ "c": v.case })).await;
    assert_eq!(
        v.bob.got(&filing, "NO_ANSWER", json!({})).await,
        "OK",
        "what he got is his to say also when he has left"
    );
    app.work().await;
    let seen = v.olga.outcomes(&filing).await;
    assert_eq!(
        (&seen["channelWord"], &seen["outcomes"]),
        (&json!("调解终止"), &json!([])),
        "two are too few to be told of"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_shows_what_many_got_and_is_reopened_by_who_was_not_paid() {
    let app = App::start().await;
    let crowd = app.crowd(12).await;
    crowd.olga.offer(&crowd.filing, json!({ "amountFen": 40_000, "payBy": "2026-11-30" })).await;
    for member in &crowd.members {
        assert_eq!(member.answer_offer(&crowd.filing, true).await, "OK");
    }
    app.wait(TimeDelta::days(3)).await;
    let crowd = crowd.again().await;
    assert_eq!(crowd.olga.outcomes(&crowd.filing).await["status"], "AGREED");
    let close =
        "mutation($c: ID!) { closeCase(input: {caseId: $c, outcome: RESOLVED}) { userErrors { code } } }";
    crowd.olga.ask(close, json!({ "c": crowd.case })).await;
    let last = &crowd.members[11];
    assert_eq!(last.got(&crowd.filing, "NO_ANSWER", json!({})).await, "OK");
    assert_eq!(last.reopen_unpaid(&crowd.filing).await, "NOT_DUE_YET");

    app.wait(TimeDelta::days(3)).await;
    let crowd = crowd.again().await;
    for member in &crowd.members[..7] {
        assert_eq!(member.got(&crowd.filing, "PAID_IN_FULL", json!({ "amountFen": 40_000 })).await, "OK");
    }
    app.work().await;
    let told = json!([{ "got": "PAID_IN_FULL", "people": 7, "amountFen": 280_000 }]);
    let seen = app.guest(
        "query($f: ID!) { node(id: $f) { ... on Filing { status outcomes { got people amountFen } } } }",
        json!({ "f": crowd.filing }),
    );
    // One got nothing and four are silent: five, of whom none can be told from the others.
    assert_eq!(seen.await["data"]["node"], json!({ "status": "AGREED", "outcomes": told }));

    let [paid, silent, last] = [0, 10, 11].map(|n| &crowd.members[n]);
    assert_eq!(paid.reopen_unpaid(&crowd.filing).await, "PROMISE_KEPT");
    assert_eq!(silent.reopen_unpaid(&crowd.filing).await, "PROMISE_KEPT", "he has not said what he got");
    assert_eq!(crowd.olga.reopen_unpaid(&crowd.filing).await, "NOT_SETTLED");
    let again = tokio::join!(last.reopen_unpaid(&crowd.filing), last.reopen_unpaid(&crowd.filing));
    let mut again = [again.0, again.1];
    again.sort_unstable();
    assert_eq!(again, ["NOT_SETTLED", "OK"]);
    assert_eq!(crowd.olga.stage_of(&crowd.case).await, "GATHERING");
    assert_eq!(crowd.olga.count_events(&crowd.case, "CASE_REOPENED").await, 1);
    assert!(last.offers(&crowd.filing).await["offers"][0]["mine"]["settlement"]["brokenAt"].is_string());
}
