//! Letters over a real mail server: each member gets exactly one for each change, and nobody else's data.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{
    App,
    mailed::{readers, until},
    smtp::{MailServer, Moment, Reaction},
};

const FOUR: [&str; 4] = ["olga@example.org", "ann@example.org", "bob@example.org", "cid@example.net"];

#[tokio::test(flavor = "multi_thread")]
async fn each_member_gets_one_letter_for_each_change_and_nobody_elses_data() {
    let server = MailServer::start();
    let app = App::mailing(&server).await;
    let (people, case) = app.gathered(&FOUR).await;
    let asked = "query($c: ID!) { case(id: $c) { membership { members { edges { node { code } } } } } }";
    let seen = people[1].ask(asked, json!({ "c": case })).await;
    let seats = seen["case"]["membership"]["members"]["edges"].as_array().unwrap().clone();
    let codes: Vec<_> = seats.iter().map(|seat| seat["node"]["code"].as_str().unwrap()).collect();
    app.work().await;
    assert_eq!(server.taken(), 0, "nobody is told who joined");

    let mut ids = Vec::new();
    for change in ["close", "reopen"] {
        match change {
            "close" => people[0].close(&case).await,
            _ => people[0].reopen(&case).await,
        }
        app.work().await;
        app.work().await;
        let letters = server.take();
        assert_eq!(readers(&letters), [FOUR[1], FOUR[2], FOUR[3], FOUR[0]], "{change}");
        for letter in &letters {
            let (words, raw) = (letter.words(), String::from_utf8_lossy(&letter.bytes).into_owned());
            assert!(words.contains("充值未到账集体投诉"), "{words}");
            for other in FOUR.iter().filter(|address| **address != letter.reader()) {
                assert!(!raw.contains(other) && !words.contains(other), "{other} stands in {raw}");
            }
            for private in ["KM2026", "488", "点卡", "13812345678", "没有收到卡密"] {
                assert!(!words.contains(private), "{private} stands in {words}");
            }
            for code in &codes {
                assert!(!words.contains(code), "{code} stands in {words}");
            }
            ids.push(letter.header("Message-ID").unwrap());
        }
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 8, "every letter has its own Message-ID");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_for_now_is_tried_later_and_a_repeat_is_the_same_letter() {
    let server = MailServer::start();
    let app = App::mailing(&server).await;
    let (people, case) = app.gathered(&FOUR).await;
    server.next(1, Moment::Rcpt(FOUR[1].into()), Reaction::Say("451 4.7.1 come back later".into()));
    server.next(1, Moment::Letter(FOUR[2].into()), Reaction::TakeAndHangUp);
    server.next(1, Moment::Letter(FOUR[3].into()), Reaction::Say("452 4.3.1 no room".into()));

    people[0].close(&case).await;
    app.work().await;
    let first = server.take();
    assert_eq!(readers(&first), [FOUR[2], FOUR[0]], "the others were refused");
    for put_off in &people[1..] {
        assert_eq!(put_off.newest_letter().await, ("QUEUED".to_owned(), 1), "{}", put_off.email);
    }

    app.wait(TimeDelta::minutes(2)).await;
    let second = server.take();
    assert_eq!(readers(&second), [FOUR[1], FOUR[2], FOUR[3]]);
    for sent in &people {
        assert_eq!(sent.newest_letter().await.0, "SENT", "{}", sent.email);
    }
    let [before, again] =
        [&first, &second].map(|all| all.iter().find(|letter| letter.reader() == FOUR[2]).unwrap());
    assert_eq!(before.header("Message-ID"), again.header("Message-ID"));
    assert_eq!(
        before.bytes, again.bytes,
        "the mail was taken before the connection broke: it comes again as it was"
    );

    app.wait(TimeDelta::days(1)).await;
    assert_eq!(server.taken(), 5, "nothing is left to send");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_refused_for_good_gets_no_more_news() {
    let server = MailServer::start();
    let app = App::mailing(&server).await;
    let (people, case) = app.gathered(&FOUR).await;
    server.refuse(FOUR[1], "550 5.1.1 no such user");

    people[0].close(&case).await;
    app.work().await;
    assert_eq!(readers(&server.take()), [FOUR[2], FOUR[3], FOUR[0]]);
    assert_eq!(people[1].newest_letter().await, ("FAILED".to_owned(), 1));

    people[0].reopen(&case).await;
    app.work().await;
    assert_eq!(readers(&server.take()), [FOUR[2], FOUR[3], FOUR[0]]);
    assert_eq!(people[1].newest_letter().await.0, "SUPPRESSED");
    app.wait(TimeDelta::days(6)).await;
    assert_eq!(server.taken(), 6, "nothing is tried again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_never_answers_does_not_hold_up_the_others() {
    let server = MailServer::start();
    let app = App::mailing(&server).await;
    let silent: Vec<_> = (0..8).map(|n| format!("s{n}@silent.example")).collect();
    let mut addresses = vec!["olga@example.org"];
    addresses.extend(silent.iter().map(String::as_str));
    addresses.extend(["ann@example.org", "bob@example.net"]);
    let (people, case) = app.gathered(&addresses).await;
    for address in &silent {
        server.always(Moment::Rcpt(address.clone()), Reaction::Silence);
    }

    people[0].close(&case).await;
    let others_have_theirs = until("the letters to everybody else", || server.taken() == 3);
    tokio::select! {
        () = app.work() => panic!("the silent host was not waited for"),
        () = others_have_theirs => {}
    }
    assert_eq!(readers(&server.take()), ["ann@example.org", "bob@example.net", "olga@example.org"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn preferences_say_which_news_comes_and_when() {
    let server = MailServer::start();
    let app = App::mailing(&server).await;
    let (people, case) = app.gathered(&FOUR).await;
    people[1].prefer("letters: DAILY").await;
    people[2].prefer("letters: RESULTS").await;
    people[3].prefer("letters: NONE").await;

    people[0].close(&case).await;
    app.work().await;
    assert_eq!(readers(&server.take()), [FOUR[2], FOUR[0]], "a result");
    people[0].reopen(&case).await;
    app.work().await;
    assert_eq!(readers(&server.take()), [FOUR[0]], "not a result");
    assert_eq!(people[1].newest_letter().await.0, "HELD");

    app.wait(TimeDelta::hours(9) - TimeDelta::seconds(1)).await;
    assert_eq!(server.take().len(), 0, "it is not 19:00 in Beijing yet");
    app.wait(TimeDelta::seconds(1)).await;
    let digests = server.take();
    assert_eq!(readers(&digests), [FOUR[1]]);
    assert!(digests[0].words().contains("今天有 2 条新进展"), "{}", digests[0].words());
    app.wait(TimeDelta::days(1)).await;
    assert_eq!(server.take().len(), 0, "the digest came once");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_changes_their_mind_while_letters_are_held_is_heard() {
    let server = MailServer::start();
    let app = App::mailing(&server).await;
    let (people, case) = app.gathered(&FOUR).await;
    for person in &people[1..] {
        person.prefer("letters: DAILY").await;
    }
    people[0].close(&case).await;
    people[0].reopen(&case).await;
    app.work().await;
    people[1].prefer("letters: NONE").await;
    people[2].prefer("letters: RESULTS").await;
    server.take();

    app.wait(TimeDelta::hours(9)).await;
    let digests = server.take();
    assert_eq!(readers(&digests), [FOUR[2], FOUR[3]]);
    for digest in digests {
        let items = if digest.reader() == FOUR[2] { "今天有 1 条" } else { "今天有 2 条" };
        assert!(digest.words().contains(items), "{}", digest.words());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discreet_letter_says_only_that_there_is_news() {
    let server = MailServer::start();
    let app = App::mailing(&server).await;
    let (people, case) = app.gathered(&FOUR[..2]).await;
    people[1].prefer("discreet: true").await;
    let seen = people[0].ask("query($c: ID!) { case(id: $c) { number } }", json!({ "c": case })).await;
    let number = seen["case"]["number"].as_str().unwrap();

    people[0].close(&case).await;
    app.work().await;
    for letter in server.take() {
        let words = letter.words();
        let tells =
            [number, "充值未到账", "卡盟甲", "投诉", "cases/"].iter().any(|fact| words.contains(fact));
        assert_eq!(tells, letter.reader() == FOUR[0], "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_stops_news_but_not_what_its_owner_asks_for() {
    let server = MailServer::start();
    let app = App::mailing(&server).await;
    let (people, case) = app.gathered(&FOUR[..2]).await;
    people[0].close(&case).await;
    app.work().await;
    let letters = server.take();
    let letter = letters.iter().find(|letter| letter.reader() == FOUR[1]).unwrap();
    assert_eq!(letter.header("List-Unsubscribe-Post").unwrap(), "List-Unsubscribe=One-Click");
    let link = letter.header("List-Unsubscribe").unwrap();
    let url = link.trim_start_matches('<').trim_end_matches('>').to_owned();
    assert!(url.starts_with(&app.url), "{url}");

    let looked = app.http().get(&url).send().await.unwrap();
    assert_eq!(looked.status(), 200);
    let seen = people[1].ask("{ viewer { letters } }", Value::Null).await;
    assert_eq!(seen["viewer"]["letters"], "EVERY", "a scanner that follows links stops nothing");
    let stopped = app.http().post(&url).header("Content-Type", "application/x-www-form-urlencoded");
    let stopped = stopped.body("List-Unsubscribe=One-Click");
    assert_eq!(stopped.send().await.unwrap().status(), 200);
    let forged = app.http().post(format!("{}x", url.replace("acc_", "acc_0"))).send().await.unwrap();
    assert_eq!(forged.status(), 404, "nobody stops the letters of another");

    people[0].reopen(&case).await;
    app.work().await;
    assert_eq!(readers(&server.take()), [FOUR[0]]);
    let reset =
        "mutation($e: String!) { requestPasswordReset(input: {email: $e}) { accepted userErrors { code } } }";
    app.guest(reset, json!({ "e": FOUR[1] })).await;
    app.work().await;
    let letters = server.take();
    assert_eq!(readers(&letters), [FOUR[1]]);
    assert_eq!(letters[0].header("List-Unsubscribe"), None, "whoever asked for it needs it");
}
