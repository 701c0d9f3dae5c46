//! Custody: what was done with the evidence of a case is a chain that nobody rewrites unseen.

mod damage;
mod manifest;

use chorus::{domain::custody as chain, store};
use entity::{CaseId, CustodyAct, Id, custody};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use crate::support::{App, person::PASSWORD};

const WITHDRAW: &str =
    "mutation($e: ID!) { withdrawEvidence(input: {evidenceId: $e}) { userErrors { code } } }";

/// The chain of a case, after every link was checked and the head found at its end.
async fn chained(app: &App, case: &str) -> Vec<custody::Model> {
    let case = CaseId::parse(case).unwrap();
    let links = custody::Entity::find()
        .filter(custody::Column::CaseId.eq(case.clone()))
        .order_by_asc(custody::Column::Place)
        .all(&app.hub.db)
        .await
        .unwrap();
    let mut end = chain::start(&case);
    for link in &links {
        chain::check(&end, link).unwrap();
        end = chain::head(link);
    }
    assert_eq!(store::custody::head(&app.hub.db, &case).await.unwrap().unwrap_or(chain::start(&case)), end);
    links
}

fn acts(links: &[custody::Model]) -> Vec<&'static str> {
    links.iter().map(|link| link.act.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_act_adds_a_link_and_a_refused_one_adds_none() {
    let app = App::start().await;
    let (people, case) = app.gathered(&["olga@example.org", "ann@example.org"]).await;
    let [olga, ann] = people.try_into().ok().unwrap();
    assert!(chained(&app, &case).await.is_empty());
    let (piece, copy) = ann.deposit(&case).await;
    let refused = "mutation($e: ID!) { confirmEvidence(input: {evidenceId: $e, sha256: \"00\"}) { userErrors { code } } }";
    ann.try_ask(refused, json!({ "e": piece })).await;
    olga.try_ask(WITHDRAW, json!({ "e": piece })).await;
    ann.confirm(&piece, &copy).await;
    ann.ask(WITHDRAW, json!({ "e": piece })).await;
    ann.try_ask(WITHDRAW, json!({ "e": piece })).await;

    let links = chained(&app, &case).await;
    assert_eq!(acts(&links), ["deposited", "redacted", "confirmed", "withdrawn"]);
    assert_eq!((links[0].copy_sha256.as_ref(), links[1].copy_sha256.as_ref()), (None, Some(&copy)));
    assert!(links.iter().all(|link| link.evidence_id.as_str() == piece && link.filing_id.is_none()));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_takes_back_everything_and_who_closes_the_account_destroys_it() {
    let app = App::start().await;
    let (people, case) = app.gathered(&["olga@example.org", "ann@example.org", "bob@example.org"]).await;
    let [_, ann, bob] = people.try_into().ok().unwrap();
    for person in [&ann, &bob] {
        let (piece, copy) = person.deposit(&case).await;
        person.confirm(&piece, &copy).await;
        person.deposit(&case).await;
    }
    let before = chained(&app, &case).await.len();
    ann.ask(
        "mutation($c: ID!) { leaveCase(input: {caseId: $c}) { left userErrors { code } } }",
        json!({ "c": case }),
    )
    .await;
    assert_eq!(
        acts(&chained(&app, &case).await[before..]),
        ["withdrawn", "withdrawn"],
        "also what was kept back"
    );

    let close =
        "mutation($p: String!) { closeAccount(input: {currentPassword: $p}) { closed userErrors { code } } }";
    ann.ask(close, json!({ "p": PASSWORD })).await;
    bob.ask(close, json!({ "p": PASSWORD })).await;
    assert_eq!(
        acts(&chained(&app, &case).await[before + 2..]),
        ["destroyed", "destroyed", "withdrawn", "withdrawn", "destroyed", "destroyed"],
        "also what was withdrawn long ago"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_deposit_at_once_make_one_chain() {
    let app = App::start().await;
    let names: Vec<String> = (0..6).map(|n| format!("p{n}@example.org")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (people, case) = app.gathered(&names).await;
    let deposits = people.iter().flat_map(|person| [person, person]).map(|person| person.deposit(&case));
    futures_util::future::join_all(deposits).await;
    let links = chained(&app, &case).await;
    assert_eq!(links.len(), 24);
    assert_eq!(links.iter().filter(|link| link.act == CustodyAct::Redacted).count(), 12);
}
