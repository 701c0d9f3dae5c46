//! Many hands at once make one offer, one result and one letter each.

use std::sync::Arc;

use chorus::{hub::Hub, store, worker::Worker};
use chrono::TimeDelta;
use entity::{Id, MemberRole};
use serde_json::json;

use crate::support::{App, code, mailed::readers, smtp::MailServer};

#[tokio::test(flavor = "multi_thread")]
async fn two_organisers_and_two_workers_give_one_result_and_one_letter_each() {
    let server = MailServer::start();
    let app = App::mailing(&server).await;
    let (v, filing) = app.sent().await;
    let bob = store::account::find_by_email(&app.hub.db, "bob@example.org").await.unwrap().unwrap();
    let case = entity::CaseId::parse(&v.case).unwrap();
    let promoted = app.hub.write(async |tx| {
        let mut seat = store::member::hold(tx, &case, &bob.id).await?.unwrap();
        seat.role = MemberRole::Organiser;
        store::save(tx, seat).await
    });
    promoted.await.unwrap();
    server.take();
    let record = async |person: &crate::support::person::Person<'_>| {
        code(&person.record_offer(&filing, json!({ "amountFen": 39_040 })).await)
    };
    let codes = tokio::join!(record(&v.olga), record(&v.bob), record(&v.olga), record(&v.bob));
    let mut codes = [codes.0, codes.1, codes.2, codes.3];
    codes.sort_unstable();
    assert_eq!(codes, ["OFFER_RUNNING", "OFFER_RUNNING", "OFFER_RUNNING", "OK"]);

    let other = Arc::new(Hub::open(app.hub.config.clone(), app.clock.clone()).await.unwrap());
    let other = Arc::new(Worker::new(other).unwrap());
    let both = async || {
        for _ in 0..2 {
            tokio::join!(app.work(), other.work_off());
        }
    };
    both().await;
    let everybody = ["ann@example.org", "bob@example.org", "olga@example.org"];
    assert_eq!(readers(&server.take()), everybody);
    let answers = tokio::join!(
        v.ann.answer_offer(&filing, true),
        v.bob.answer_offer(&filing, false),
        v.ann.answer_offer(&filing, true),
        v.bob.answer_offer(&filing, true),
        v.bob.answer_offer(&filing, true),
    );
    assert_eq!([answers.0, answers.1, answers.2, answers.3, answers.4], ["OK"; 5]);
    assert_eq!(v.bob.answer_offer(&filing, true).await, "OK");

    app.clock.advance(TimeDelta::days(3));
    both().await;
    let v = v.again().await;
    assert_eq!(readers(&server.take()), everybody, "one letter each");
    assert_eq!(v.ann.count_events(&v.case, "OFFER_CLOSED").await, 1);
    let seen = v.olga.offers(&filing).await;
    assert_eq!(seen["status"], "AGREED");
    assert_eq!(seen["offers"][0]["totals"], json!({ "accepted": 2, "declined": 0, "silent": 0 }));
}
