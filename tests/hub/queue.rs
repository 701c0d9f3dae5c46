//! What waits in the queue: an event becomes a letter to each member, whatever happens on the way.

use std::sync::Arc;

use chorus::{
    service::{self, letter::Announce},
    store,
    worker::Worker,
};
use chrono::TimeDelta;
use entity::{
    AccountId, AccountRole, CaseId, EventKind, LetterPreference, LetterState, Locale, MemberRole, Stage,
    account, case, event, letter, member, operator, suppression,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use tokio::sync::watch;

use crate::support::{
    App,
    mailbox::Mail,
    smtp::{MailServer, Moment, Options, Reaction},
};

/// A hub that mails to `server`.
async fn app(server: &MailServer, settings: &[(&str, &str)]) -> App {
    let port = server.port().to_string();
    let base = [
        ("CHORUS_MAIL__HOST", "127.0.0.1"),
        ("CHORUS_MAIL__PORT", &port),
        ("CHORUS_MAIL__ENCRYPTION", "none"),
        ("CHORUS_MAIL__FROM", "hub@example.org"),
    ];
    let settings: Vec<_> =
        base.iter().chain(settings).map(|(name, value)| (*name, (*value).to_owned())).collect();
    App::start_with(&settings).await
}

/// A case with a member at each of these addresses, all of whom want this of its news.
async fn case_of(app: &App, members: &[String], wish: LetterPreference) -> CaseId {
    let (hub, now) = (&app.hub, app.hub.now());
    let people: Vec<account::Model> = members
        .iter()
        .map(|email| account::Model {
            id: hub.mint(),
            email: email.clone(),
            mail_host: email.split('@').next_back().unwrap().to_owned(),
            password_hash: String::new(),
            role: AccountRole::Consumer,
            locale: Locale::En,
            letters: wish,
            discreet: false,
            created_at: now,
            closed_at: None,
        })
        .collect();
    let operator = operator::Model {
        id: hub.mint(),
        name: "卡盟甲".into(),
        legal_name: None,
        credit_code: None,
        icp: None,
        address: None,
        mailbox: None,
        confirmed_mailbox: None,
        site: None,
        hotline: None,
        reply_days: None,
        search: String::new(),
        created_by: people[0].id.clone(),
        created_at: now,
        updated_at: now,
    };
    let case = case::Model {
        id: hub.mint(),
        number: "QS-2026-000001".into(),
        operator_id: operator.id.clone(),
        category: "non-delivery".into(),
        title: "点卡充值不到账".into(),
        summary: String::new(),
        stage: Stage::Gathering,
        outcome: None,
        hidden_reason: None,
        quorum: 2,
        gather_until: None,
        search: String::new(),
        member_count: 0,
        claimed_fen: 0,
        evidence_count: 0,
        citation_count: 0,
        opened_by: people[0].id.clone(),
        created_at: now,
        published_at: Some(now),
        closed_at: None,
        updated_at: now,
    };
    let seats: Vec<member::Model> = people
        .iter()
        .enumerate()
        .map(|(place, person)| member::Model {
            id: hub.mint_blind(),
            case_id: case.id.clone(),
            account_id: person.id.clone(),
            code: format!("C{place:04}"),
            role: MemberRole::Member,
            joined_at: now,
            left_at: None,
        })
        .collect();
    let id = case.id.clone();
    hub.write(async |tx| {
        for person in people {
            store::insert(tx, person).await?;
        }
        store::insert(tx, operator).await?;
        store::insert(tx, case).await?;
        for seat in seats {
            store::insert(tx, seat).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    id
}

/// Something happens in a case.
async fn happen(app: &App, case: &CaseId, kind: EventKind) -> event::Model {
    let hub = &app.hub;
    let row = event::Model {
        id: hub.mint(),
        case_id: case.clone(),
        kind,
        actor: None,
        facts: json!({}),
        members: 1,
        claimed_fen: 0,
        evidence: 0,
        citations: 0,
        counted: false,
        happened_at: hub.now(),
    };
    let job = Announce { event: row.id.clone(), after: String::new() };
    hub.write(async |tx| {
        store::insert(tx, row.clone()).await?;
        service::letter::enqueue(hub, tx, Announce::KIND, &job).await
    })
    .await
    .unwrap();
    row
}

fn people(count: usize, host: &str) -> Vec<String> {
    (0..count).map(|place| format!("m{place}@{host}")).collect()
}

/// How many letters about an event wait, went out, and were given up.
async fn counts(app: &App, event: &event::Model) -> (i64, i64, i64) {
    store::letter::counts_of(&app.hub.db, &event.id).await.unwrap()
}

async fn letters(app: &App) -> Vec<letter::Model> {
    letter::Entity::find().all(&app.hub.db).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_member_gets_one_letter_whatever_goes_wrong_on_the_way() {
    let server = MailServer::start();
    let app = app(&server, &[]).await;
    let case = case_of(&app, &people(300, "example.com"), LetterPreference::Every).await;
    server.refuse("m3@example.com", "550 5.1.1 no such user m3@example.com");
    server.next(
        1,
        Moment::Rcpt("m4@example.com".into()),
        Reaction::Say("451 4.2.0 m4@example.com greylisted".into()),
    );
    server.next(1, Moment::Letter("m5@example.com".into()), Reaction::TakeAndHangUp);

    let news = happen(&app, &case, EventKind::BallotOpened).await;
    app.work().await;
    assert_eq!(counts(&app, &news).await, (2, 297, 1));
    let reasons: Vec<_> = letters(&app).await.into_iter().filter_map(|row| row.reason).collect();
    assert!(reasons.iter().all(|reason| !reason.contains('@')), "{reasons:?}");

    app.wait(TimeDelta::minutes(2)).await;
    assert_eq!(counts(&app, &news).await, (0, 299, 1));
    let received = server.letters();
    assert_eq!(received.len(), 300, "one was taken twice");
    let twice: Vec<_> = received.iter().filter(|letter| letter.to == ["m5@example.com"]).collect();
    assert_eq!(twice[0].bytes, twice[1].bytes, "and is seen to be one");

    let more = happen(&app, &case, EventKind::CaseClosed).await;
    app.work().await;
    assert_eq!(counts(&app, &more).await, (0, 299, 1));
    assert_eq!(suppression::Entity::find().count(&app.hub.db).await.unwrap(), 1);
    let kept = store::case::find(&app.hub.db, &case).await.unwrap().unwrap();
    assert_eq!(kept.member_count, 2, "the counts were rolled up");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_is_away_costs_hardly_an_attempt_and_no_letter() {
    let server = MailServer::start();
    let app = app(&server, &[]).await;
    drop(server);
    let case = case_of(&app, &people(600, "example.com"), LetterPreference::Every).await;
    let news = happen(&app, &case, EventKind::CaseClosed).await;
    app.work().await;
    assert_eq!(counts(&app, &news).await, (600, 0, 0));
    let attempts: i32 = letters(&app).await.iter().map(|row| row.attempts).sum();
    assert!(attempts <= 20, "{attempts} attempts at a closed door");
    app.wait(TimeDelta::days(4)).await;
    assert_eq!(counts(&app, &news).await, (600, 0, 0), "four days are not too many");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_news_is_one_letter_and_a_change_of_mind_counts() {
    let server = MailServer::start();
    let app = app(&server, &[]).await;
    let case = case_of(&app, &people(4, "example.com"), LetterPreference::Daily).await;
    let closed = happen(&app, &case, EventKind::CaseClosed).await;
    let reopened = happen(&app, &case, EventKind::CaseReopened).await;
    app.work().await;
    assert_eq!(server.taken(), 0);
    for (who, wish) in [("m1", LetterPreference::None), ("m2", LetterPreference::Results)] {
        let email = format!("{who}@example.com");
        let row = store::account::find_by_email(&app.hub.db, &email).await.unwrap().unwrap();
        let row = account::Model { letters: wish, ..row };
        app.hub.write(async |tx| store::save(tx, row).await).await.unwrap();
    }
    app.wait(TimeDelta::days(1)).await;

    let received: Vec<Mail> = server.take().iter().map(|letter| Mail::parse(&letter.bytes)).collect();
    let items = |who: &str| {
        let mail = received.iter().find(|mail| mail.to == format!("{who}@example.com"))?;
        Some(mail.text.matches("/cases/QS-2026-000001").count())
    };
    assert_eq!((items("m0"), items("m1"), items("m2"), items("m3")), (Some(2), None, Some(1), Some(2)));
    for event in [closed, reopened] {
        assert_eq!(counts(&app, &event).await, (0, 0, 4), "what was held is put aside");
    }
    app.wait(TimeDelta::days(1)).await;
    assert_eq!(server.take(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_wants_any_more_does_not_go() {
    let server = MailServer::start();
    let app = app(&server, &[]).await;
    let case = case_of(&app, &people(3, "example.com"), LetterPreference::Every).await;
    let news = happen(&app, &case, EventKind::CaseClosed).await;
    server.always(Moment::Mail, Reaction::Say("451 4.3.0 later".into()));
    app.work().await;
    let of = |place: usize| format!("m{place}@example.com");
    let closed = store::account::find_by_email(&app.hub.db, &of(0)).await.unwrap().unwrap();
    let silent = store::account::find_by_email(&app.hub.db, &of(1)).await.unwrap().unwrap();
    let now = app.hub.now();
    app.hub
        .write(async |tx| {
            let gone = account::Model { email: closed.id.to_string(), closed_at: Some(now), ..closed };
            store::save(tx, gone).await?;
            store::save(tx, account::Model { letters: LetterPreference::None, ..silent }).await
        })
        .await
        .unwrap();
    app.wait(TimeDelta::minutes(2)).await;
    let suppressed = letter::Entity::find()
        .filter(letter::Column::EventId.eq(news.id.clone()))
        .filter(letter::Column::State.eq(LetterState::Suppressed));
    assert_eq!(suppressed.count(&app.hub.db).await.unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_host_holds_up_nobody_else_and_a_stop_gives_back_what_was_not_begun() {
    let server = MailServer::start_with(Options::default());
    let app = app(&server, &[("CHORUS_MAIL__LEASE_SECONDS", "4")]).await;
    let mut addresses = people(600, "silent.example");
    for address in &addresses {
        server.always(Moment::Rcpt(address.clone()), Reaction::Silence);
    }
    addresses.extend(people(20, "quick.example"));
    let case = case_of(&app, &addresses, LetterPreference::Every).await;
    let news = happen(&app, &case, EventKind::CaseClosed).await;

    let (stop, stopped) = watch::channel(false);
    let worker = Arc::new(Worker::new(Arc::clone(&app.hub)).unwrap());
    let working = tokio::spawn(worker.run(stopped));
    while server.taken() < 20 {
        tokio::task::yield_now().await;
    }
    stop.send_replace(true);
    working.await.unwrap();
    assert_eq!(counts(&app, &news).await, (600, 20, 0));
    let waiting = letters(&app).await;
    let held = waiting.iter().filter(|row| row.state == LetterState::Sending).count();
    assert_eq!(held, 0, "nothing stays in the hands of a worker that has stopped");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_keep_to_the_pace_but_for_those_that_somebody_waits_for() {
    let server = MailServer::start();
    let app = app(&server, &[("CHORUS_MAIL__PER_HOST_PER_SECOND", "10")]).await;
    let case = case_of(&app, &people(100, "example.com"), LetterPreference::Every).await;
    let news = happen(&app, &case, EventKind::CaseClosed).await;
    app.work().await;
    let (waiting, sent, _) = counts(&app, &news).await;
    assert!(sent <= 11 && waiting + sent == 100, "{sent} went at once");

    let to = service::letter::To {
        account: None::<AccountId>,
        address: Some("new@example.com"),
        host: "example.com",
        locale: Locale::En,
    };
    let facts = json!({ "url": "https://hub.example.org/verify", "valid_hours": 24 });
    app.hub
        .write(async |tx| {
            service::letter::write(&app.hub, tx, to, chorus::mail::Template::VerifyEmail, facts).await
        })
        .await
        .unwrap();
    app.work().await;
    assert!(server.letters().iter().any(|letter| letter.to == ["new@example.com"]));
    for _ in 0..20 {
        app.wait(TimeDelta::seconds(1)).await;
    }
    assert_eq!(counts(&app, &news).await, (0, 100, 0));
}
