//! Merges, from the proposal to the case that both numbers lead to.

use chrono::TimeDelta;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{again, kinds, people};
use crate::support::{App, code};

#[tokio::test(flavor = "multi_thread")]
async fn two_cases_become_one_and_both_numbers_lead_to_it() {
    let app = App::start().await;
    let [olga, ann, bob, otto, cid] =
        people(&app, &["olga", "ann", "bob", "otto", "cid"]).await.try_into().ok().unwrap();
    let operator = olga.operator("卡盟甲").await;
    let (old, new) = (olga.case(&operator).await, otto.case(&operator).await);
    for (person, case, order) in [(&ann, &old, "A"), (&bob, &old, "B"), (&cid, &new, "C")] {
        person.join(case, &format!("KM2026110100000{order}"), 10_000).await;
    }
    ann.contact(&old).await;
    let (piece, kept_back) = (ann.pool(&old).await, ann.deposit(&old).await.0);
    olga.cite(&old).await;
    otto.cite(&new).await;
    app.work().await;
    app.empty_mailboxes();

    let merge = olga.propose(&old, &new).await;
    assert_eq!((&merge["state"], &merge["asksMe"]), (&json!("PROPOSED"), &json!(false)));
    app.work().await;
    assert_eq!(app.letters().iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["otto@example.org"]);
    for (person, told) in [(&olga, 1), (&otto, 1), (&ann, 0), (&cid, 0)] {
        let seen = person.look(&old).await;
        assert_eq!(
            seen["transfers"].as_array().unwrap().len(),
            told,
            "a proposal is for organisers: {}",
            person.email
        );
        assert!(!kinds(&seen).contains(&"MERGE_AGREED"));
    }
    assert_eq!(olga.with_transfer("acceptTransfer", &merge).await, "NOT_ASKED");
    assert_eq!(ann.with_transfer("acceptTransfer", &merge).await, "NOT_FOUND");
    app.empty_mailboxes();
    assert_eq!(otto.with_transfer("acceptTransfer", &merge).await, "OK");
    app.work().await;
    let mut told: Vec<String> = app.letters().iter().map(|mail| mail.to.clone()).collect();
    told.sort();
    assert_eq!(told, ["ann", "bob", "cid", "olga", "otto"].map(|name| format!("{name}@example.org")));
    assert!(app.letter_to("ann@example.org").text.contains("72"), "for how long one may object");
    let pending = app.guest(super::LOOK, json!({ "c": old })).await["data"]["case"].clone();
    assert_eq!(pending["transfers"][0]["state"], "AGREED", "whoever joins now sees it");
    assert_eq!(
        (&pending["transfers"][0]["iObject"], &pending["transfers"][0]["objections"]),
        (&Value::Null, &Value::Null)
    );

    let code_of_ann = ann.look(&old).await["membership"]["code"].clone();
    let (number, new_number) =
        (pending["number"].as_str().unwrap().to_owned(), otto.look(&new).await["number"].clone());
    assert_eq!(app.at_number(&number).await, old);
    app.empty_mailboxes();
    app.let_go().await;
    let [olga, ann, bob, otto, cid] = again([olga, ann, bob, otto, cid]).await;

    assert_eq!(app.at_number(&number).await, new);
    assert_eq!(app.at_number(new_number.as_str().unwrap()).await, new);
    let itself = "query($n: String!) { case(number: $n, follow: false) { id } }";
    assert_eq!(app.guest(itself, json!({ "n": number })).await["data"]["case"]["id"], old.as_str());
    let seen = cid.look(&new).await;
    assert_eq!(
        (&seen["memberCount"], &seen["claimedFen"], &seen["evidenceCount"]),
        (&json!(5), &json!(30_000), &json!(1))
    );
    assert_eq!(
        (&seen["citationCount"], seen["citations"].as_array().unwrap().len()),
        (&json!(1), 1),
        "cited in both, once in the result"
    );
    assert_eq!(seen["mergedFrom"], json!([{ "id": old }]));
    assert_eq!(seen["membership"]["pool"]["nodes"], json!([{ "id": piece, "memberCode": code_of_ann }]));
    assert!(kinds(&seen).contains(&"CASE_MERGED"));
    assert_eq!(app.letters_to("ann@example.org").len(), 1, "in the case where her seat is now");
    assert_eq!(app.letters_to("cid@example.org").len(), 1);

    let mine = ann.look(&new).await["membership"].clone();
    assert_eq!((&mine["code"], &mine["role"]), (&code_of_ann, &json!("MEMBER")));
    assert_eq!(mine["claim"]["orderNumber"], "KM2026110100000A");
    assert_eq!(mine["contactLog"], json!([{ "said": "请退款" }]));
    assert_eq!(
        mine["myEvidence"]["nodes"],
        json!([{ "id": kept_back, "state": "CLEANED" }, { "id": piece, "state": "CONFIRMED" }])
    );
    assert_eq!(mine["origins"], json!([{ "caseNumber": number, "code": code_of_ann }]));
    assert_eq!(
        olga.look(&new).await["membership"]["role"],
        "ORGANISER",
        "who ran the one runs the other too"
    );

    let history = ann.look(&old).await;
    assert_eq!(
        (&history["stage"], &history["outcome"], &history["memberCount"]),
        (&json!("CLOSED"), &json!("MERGED"), &json!(0))
    );
    assert_eq!(history["mergedInto"], json!({ "id": new }));
    assert_eq!(
        (&history["membership"]["code"], &history["membership"]["movedTo"]),
        (&code_of_ann, &json!({ "id": new }))
    );
    assert_eq!(
        (&history["membership"]["claim"], &history["membership"]["pool"]["nodes"]),
        (&Value::Null, &json!([]))
    );
    let leave = "mutation($c: ID!) { leaveCase(input: {caseId: $c}) { left userErrors { code message } } }";
    let refused = ann.try_ask(leave, json!({ "c": old })).await;
    assert_eq!(code(&refused), "SEAT_MOVED");
    assert!(refused.to_string().contains(new_number.as_str().unwrap()), "and is told where: {refused}");
    let reopen = "mutation($c: ID!) { reopenCase(input: {caseId: $c}) { userErrors { code } } }";
    assert_eq!(code(&olga.try_ask(reopen, json!({ "c": old })).await), "SEAT_MOVED");
    app.is_sound().await;

    // What is theirs is theirs to use where it is now.
    let withdraw = "mutation($e: ID!) { withdrawEvidence(input: {evidenceId: $e}) { userErrors { code } } }";
    ann.ask(withdraw, json!({ "e": piece })).await;
    let amend =
        "mutation($c: ID!) { amendClaim(input: {caseId: $c, amountFen: 9000}) { userErrors { code } } }";
    ann.ask(amend, json!({ "c": new })).await;
    bob.ask(leave, json!({ "c": new })).await;
    app.work().await;
    let seen = otto.look(&new).await;
    assert_eq!(
        (&seen["memberCount"], &seen["claimedFen"], &seen["evidenceCount"]),
        (&json!(4), &json!(19_000), &json!(0))
    );
    assert_eq!(bob.look(&old).await["membership"], Value::Null, "who left is a stranger to both");
    app.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_objects_stays_and_goes_on() {
    let app = App::start().await;
    let [olga, ann, bob, dan] = people(&app, &["olga", "ann", "bob", "dan"]).await.try_into().ok().unwrap();
    let operator = olga.operator("卡盟甲").await;
    let (old, new) = (olga.case(&operator).await, olga.case(&operator).await);
    ann.join(&old, "KM20261101000001", 100).await;
    bob.join(&old, "KM20261101000002", 200).await;
    let piece = bob.pool(&old).await;
    let merge = olga.propose(&old, &new).await;
    assert_eq!(merge["state"], "AGREED", "who runs both agrees alone");
    for (what, answer) in [
        ("withdrawObjection", "NOTHING_TO_CHANGE"),
        ("objectToTransfer", "OK"),
        ("objectToTransfer", "NOTHING_TO_CHANGE"),
        ("withdrawObjection", "OK"),
        ("objectToTransfer", "OK"),
    ] {
        assert_eq!(bob.with_transfer(what, &merge).await, answer, "{what}");
    }
    assert_eq!(dan.with_transfer("objectToTransfer", &merge).await, "NOT_MEMBER");
    let seen = ann.look(&old).await["transfers"][0].clone();
    assert_eq!((&seen["objections"], &seen["iObject"]), (&json!(1), &json!(false)));
    app.work().await;
    app.empty_mailboxes();
    app.let_go().await;
    let [olga, ann, bob, dan] = again([olga, ann, bob, dan]).await;

    let stayed = bob.look(&old).await;
    assert_eq!((&stayed["stage"], &stayed["outcome"]), (&json!("GATHERING"), &Value::Null));
    assert_eq!(
        (&stayed["memberCount"], &stayed["claimedFen"], &stayed["evidenceCount"]),
        (&json!(1), &json!(200), &json!(1))
    );
    assert_eq!((&stayed["mergedInto"], kinds(&stayed)[0]), (&json!({ "id": new }), "CASE_CONTINUED"));
    assert_eq!(stayed["membership"]["role"], "ORGANISER", "somebody has to run it");
    assert_eq!(stayed["membership"]["pool"]["nodes"][0]["id"], piece.as_str());
    assert_eq!(app.letters_to("bob@example.org").len(), 1);
    assert_eq!(
        app.at_number(stayed["number"].as_str().unwrap()).await,
        old,
        "the number leads to those who stayed"
    );
    assert_eq!(ann.look(&new).await["membership"]["claim"]["amountFen"], 100);
    assert_eq!(bob.look(&new).await["membership"], Value::Null);
    app.is_sound().await;

    // They may go on, and end it.
    dan.join(&old, "KM20261101000003", 300).await;
    assert_eq!(dan.look(&old).await["membership"]["claim"]["amountFen"], 300);
    bob.close(&old).await;
    let _ = olga;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_a_seat_in_both_has_one_afterwards() {
    let app = App::start().await;
    let names = ["olga", "both", "same", "two", "gone", "idle"];
    let [olga, both, same, two, gone, idle] = people(&app, &names).await.try_into().ok().unwrap();
    let operator = olga.operator("卡盟甲").await;
    let (old, new) = (olga.case(&operator).await, olga.case(&operator).await);
    // Claims in the old case, then in the new one.
    let leave = "mutation($c: ID!) { leaveCase(input: {caseId: $c}) { left userErrors { code } } }";
    for (person, here, there) in
        [(&same, "S1", "s-1"), (&two, "T1", "T2"), (&gone, "G1", "G2"), (&both, "B1", "")]
    {
        person.join(&old, &format!("KM202611010000{here}"), 1_000).await;
        if !there.is_empty() {
            person.join(&new, &format!("KM202611010000{there}"), 1_000).await;
        }
    }
    gone.ask(leave, json!({ "c": new })).await;
    let mail = two.pool(&old).await;
    let shared = same.pool(&old).await;
    same.contact(&old).await;
    // Somebody who organises the new case without a claim there.
    olga.join(&old, "KM2026110100009999", 500).await;
    idle.join(&new, "KM2026110100008888", 700).await;
    let codes = [
        same.look(&new).await["membership"]["code"].clone(),
        gone.look(&old).await["membership"]["code"].clone(),
    ];
    olga.propose(&old, &new).await;
    app.work().await;
    app.let_go().await;
    let [olga, both, same, two, gone, idle] = again([olga, both, same, two, gone, idle]).await;

    let seen = same.look(&new).await;
    assert_eq!(seen["membership"]["code"], codes[0], "the seat that was there");
    assert_eq!(
        (&seen["membership"]["claim"]["orderNumber"], &seen["membership"]["claim"]["orderIsDoubled"]),
        (&json!("KM202611010000s-1"), &json!(false))
    );
    assert_eq!(
        seen["membership"]["contactLog"].as_array().unwrap().len(),
        1,
        "what was added to the old seat came along"
    );
    assert_eq!(seen["membership"]["myEvidence"]["nodes"], json!([{ "id": shared, "state": "CONFIRMED" }]));
    assert_eq!(both.look(&new).await["membership"]["claim"]["orderNumber"], "KM202611010000B1");
    assert_eq!(olga.look(&new).await["membership"]["claim"]["amountFen"], 500);
    assert_eq!(olga.look(&new).await["membership"]["role"], "ORGANISER");
    let came_back = gone.look(&new).await["membership"].clone();
    assert_eq!(
        (&came_back["claim"]["orderNumber"], &came_back["origins"][0]["code"]),
        (&json!("KM202611010000G1"), &codes[1])
    );

    // Two orders are two claims, and a seat has one.
    let stayed = two.look(&old).await;
    assert_eq!(
        (&stayed["stage"], &stayed["memberCount"], &stayed["claimedFen"]),
        (&json!("GATHERING"), &json!(1), &json!(1_000))
    );
    assert_eq!(stayed["membership"]["claim"]["orderNumber"], "KM202611010000T1");
    assert_eq!(
        (&stayed["membership"]["role"], &stayed["membership"]["pool"]["nodes"][0]["id"]),
        (&json!("ORGANISER"), &json!(mail))
    );
    assert_eq!(two.look(&new).await["membership"]["claim"]["orderNumber"], "KM202611010000T2");
    let all = idle.look(&new).await;
    // olga, same, two, gone, both, idle; 500 + 5 × 1000 of which one order was claimed twice, and 700.
    assert_eq!((&all["memberCount"], &all["claimedFen"]), (&json!(6), &json!(500 + 4_000 + 700)));
    app.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_somebody_has_there_is_given_anew() {
    let app = App::start().await;
    let [olga, ann, bob] = people(&app, &["olga", "ann", "bob"]).await.try_into().ok().unwrap();
    let operator = olga.operator("卡盟甲").await;
    let (old, new) = (olga.case(&operator).await, olga.case(&operator).await);
    ann.join(&old, "KM20261101000001", 100).await;
    bob.join(&new, "KM20261101000002", 100).await;
    let clash = format!(
        "UPDATE members SET code = (SELECT code FROM (SELECT m.code FROM members m JOIN accounts a ON a.id = m.account_id \
         WHERE m.case_id = '{new}' AND a.email = 'bob@example.org') AS taken) \
         WHERE case_id = '{old}' AND account_id = (SELECT id FROM accounts WHERE email = 'ann@example.org')"
    );
    assert_eq!(app.hub.db.execute_unprepared(&clash).await.unwrap().rows_affected(), 1);
    let code = bob.look(&new).await["membership"]["code"].clone();
    assert_eq!(ann.look(&old).await["membership"]["code"], code);
    olga.propose(&old, &new).await;
    app.work().await;
    app.let_go().await;
    let [ann, bob] = again([ann, bob]).await;
    let anew = ann.look(&new).await["membership"].clone();
    assert_ne!(anew["code"], code);
    assert_eq!(anew["origins"][0]["code"], code, "what it was before is recorded");
    assert_eq!(bob.look(&new).await["membership"]["code"], code);
    assert_eq!(ann.look(&old).await["membership"]["code"], code, "in the old case it is the old one");
}

#[tokio::test(flavor = "multi_thread")]
async fn time_to_object_begins_when_the_letters_are_written() {
    let app = App::start().await;
    let [olga, ann] = people(&app, &["olga", "ann"]).await.try_into().ok().unwrap();
    let operator = olga.operator("卡盟甲").await;
    let (old, new) = (olga.case(&operator).await, olga.case(&operator).await);
    ann.join(&old, "KM20261101000001", 100).await;
    app.work().await;
    olga.propose(&old, &new).await;
    // Nobody works for a week.
    app.clock.advance(TimeDelta::days(7));
    let [olga, ann] = again([olga, ann]).await;
    assert_eq!(ann.look(&old).await["transfers"][0]["objectsUntil"], Value::Null);
    app.work().await;
    let merge = ann.look(&old).await["transfers"][0].clone();
    let until: chrono::DateTime<chrono::Utc> = merge["objectsUntil"].as_str().unwrap().parse().unwrap();
    assert_eq!(until, app.hub.now() + TimeDelta::hours(72), "a worker that was down costs nobody their say");
    app.wait(TimeDelta::hours(71)).await;
    let [olga, ann] = again([olga, ann]).await;
    assert_eq!(ann.with_transfer("objectToTransfer", &merge).await, "OK");
    assert_eq!(ann.with_transfer("withdrawObjection", &merge).await, "OK");
    // Nor at the minute when it ends; what is late is done late.
    app.clock.advance(TimeDelta::days(2));
    let [_, ann] = again([olga, ann]).await;
    assert_eq!(ann.with_transfer("objectToTransfer", &merge).await, "TRANSFER_NOT_OPEN");
    app.work().await;
    app.wait(TimeDelta::minutes(2)).await;
    assert_eq!(ann.look(&new).await["membership"]["claim"]["amountFen"], 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_lead_along_a_chain_as_far_as_one_may_see() {
    let app = App::start().await;
    let [olga, ann, mo] = people(&app, &["olga", "ann", "mo"]).await.try_into().ok().unwrap();
    chorus::service::account::promote(&app.hub, "mo@example.org", entity::AccountRole::Moderator)
        .await
        .unwrap();
    let operator = olga.operator("卡盟甲").await;
    let mut cases = Vec::new();
    for _ in 0..3 {
        let case = olga.case(&operator).await;
        cases.push((olga.look(&case).await["number"].as_str().unwrap().to_owned(), case));
    }
    let [(first, a), (second, b), (third, c)] = cases.try_into().ok().unwrap();
    ann.join(&a, "KM20261101000001", 100).await;
    let piece = ann.pool(&a).await;
    let mut folk = [olga, ann, mo];
    for (from, into) in [(&a, &b), (&b, &c)] {
        folk[0].propose(from, into).await;
        app.work().await;
        app.let_go().await;
        folk = again(folk).await;
    }
    let [olga, ann, mo] = folk;
    for number in [&first, &second, &third] {
        assert_eq!(app.at_number(number).await, c);
    }
    let mine = ann.look(&c).await["membership"].clone();
    let origins: Vec<_> =
        mine["origins"].as_array().unwrap().iter().map(|from| from["caseNumber"].clone()).collect();
    assert_eq!(origins, [json!(second), json!(first)]);
    assert_eq!(mine["pool"]["nodes"][0]["id"], piece.as_str());
    for case in [&a, &b] {
        assert_eq!(ann.look(case).await["membership"]["movedTo"], json!({ "id": c }));
    }
    app.is_sound().await;

    let hide = "mutation($c: ID!) { hideCase(input: {caseId: $c, reason: \"含有他人的个人信息\"}) { userErrors { code } } }";
    mo.ask(hide, json!({ "c": c })).await;
    for number in [&first, &second] {
        assert_eq!(app.at_number(number).await, b, "the last one that a guest may see");
    }
    let query = "query($n: String!) { case(number: $n) { id } }";
    assert_eq!(ann.ask(query, json!({ "n": first })).await["case"]["id"], c.as_str());
    assert_eq!(app.guest(super::LOOK, json!({ "c": b })).await["data"]["case"]["mergedInto"], Value::Null);
    let _ = olga;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mandate_ends_with_the_case_and_a_vote_that_runs_is_not_joined() {
    let app = App::start().await;
    let [olga, ann, bob] = people(&app, &["olga", "ann", "bob"]).await.try_into().ok().unwrap();
    let operator = olga.operator("卡盟甲").await;
    let (old, new) = (olga.case(&operator).await, olga.case(&operator).await);
    for (person, case, phone) in [(&ann, &old, "13812345678"), (&bob, &new, "13987654321")] {
        person.join(case, &format!("KM{phone}"), 100).await;
        person.seal_identity("王小明", phone, &format!("上海市徐汇区漕溪北路{}号", &phone[8..])).await;
    }
    for case in [&old, &new] {
        olga.set_quorum(case, 1).await;
    }
    olga.elect(&old, &ann).await;
    assert_eq!(code(&olga.try_ask(super::PROPOSE, json!({ "a": old, "b": new })).await), "BALLOT_RUNNING");
    app.wait(TimeDelta::days(2)).await;
    let [olga, ann, bob] = again([olga, ann, bob]).await;
    assert_eq!(ann.look(&old).await["membership"]["role"], "REPRESENTATIVE");
    assert_eq!(olga.propose(&old, &new).await["state"], "AGREED");
    app.work().await;
    let stand =
        "mutation($c: ID!) { standForRepresentative(input: {caseId: $c, statement: \"我愿意代表大家。\"}) {
        userErrors { code } } }";
    bob.ask(stand, json!({ "c": new })).await;
    let open = "mutation($c: ID!, $t: DateTime!) { openElection(input: {caseId: $c, closesAt: $t}) {
        ballot { id sha256 candidates { code } } userErrors { code } } }";
    let closes_at = (app.hub.now() + TimeDelta::days(6)).to_rfc3339();
    let ballot = olga.ask(open, json!({ "c": new, "t": closes_at })).await["openElection"]["ballot"].clone();
    app.let_go().await;
    let [ann, bob] = again([ann, bob]).await;
    let moved = ann.look(&new).await;
    assert_eq!(moved["membership"]["role"], "MEMBER", "the members there did not elect her");
    assert!(kinds(&ann.look(&old).await).contains(&"MANDATE_ENDED"));
    let vote = json!({
        "ballotId": ballot["id"], "sha256": ballot["sha256"], "choice": "YES",
        "candidates": [ballot["candidates"][0]["code"]],
    });
    let cast = crate::support::story::VOTE;
    assert_eq!(code(&ann.try_ask(cast, json!({ "i": vote })).await), "NOT_IN_ELECTORATE");
    assert_eq!(code(&bob.try_ask(cast, json!({ "i": vote })).await), "OK");
}
