//! Whatever is called in whichever order, nobody has settled who did not say yes to that exact sheet.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::support::{App, code, offered::WITHDRAW_OFFER, person::Person};

/// What somebody does: numbers stand for people.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Offer(i64),
    Answer(usize, bool),
    /// On the hash of an offer that was before, or of another's sheet.
    Stale(usize, bool),
    Withdraw,
    Record(&'static str),
    TakeBack,
    Leave(usize),
    Close,
    Reopen,
    Wait,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let who = || 0..4_usize;
    let status = prop::sample::select(vec![
        "AGREED",
        "REPLIED",
        "OFFERED",
        "IN_PROCESS",
        "ENDED_NO_DEAL",
        "WITHDRAWN",
    ]);
    let deed = prop_oneof![
        4 => (1..5_i64).prop_map(|fen| Deed::Offer(fen * 10_000)),
        8 => (who(), any::<bool>()).prop_map(|(who, yes)| Deed::Answer(who, yes)),
        2 => (who(), any::<bool>()).prop_map(|(who, yes)| Deed::Stale(who, yes)),
        1 => Just(Deed::Withdraw),
        2 => status.prop_map(Deed::Record),
        1 => Just(Deed::TakeBack),
        1 => who().prop_map(Deed::Leave),
        1 => Just(Deed::Close),
        1 => Just(Deed::Reopen),
        4 => Just(Deed::Wait),
    ];
    prop::collection::vec(deed, 30)
}

/// What each member said last to each offer, and on which hash.
type Said = BTreeMap<(String, String), (bool, String)>;

struct World<'a> {
    app: &'a App,
    olga: Person<'a>,
    members: Vec<Person<'a>>,
    case: String,
    filing: String,
    said: Said,
    hashes: Vec<String>,
}

impl World<'_> {
    async fn act(&mut self, deed: Deed) {
        match deed {
            Deed::Offer(fen) => {
                self.olga.record_offer(&self.filing, json!({ "amountFen": fen })).await;
            }
            Deed::Answer(who, accept) => {
                let person = &self.members[who];
                let seen = person.offers(&self.filing).await;
                let (offer, mine) = (&seen["offers"][0]["id"], &seen["offers"][0]["mine"]["sha256"]);
                if let (Some(offer), Some(hash)) = (offer.as_str(), mine.as_str()) {
                    self.hashes.push(hash.to_owned());
                    if person.answer_hash(offer, hash, accept).await == "OK" {
                        let key = (offer.to_owned(), person.email.clone());
                        self.said.insert(key, (accept, hash.to_owned()));
                    }
                }
            }
            Deed::Stale(who, accept) => {
                let person = &self.members[who];
                let seen = person.offers(&self.filing).await;
                let Some(offer) = seen["offers"][0]["id"].as_str() else { return };
                let mine = seen["offers"][0]["mine"]["sha256"].as_str().unwrap_or_default();
                for hash in self.hashes.iter().filter(|hash| *hash != mine).take(2) {
                    assert_ne!(
                        person.answer_hash(offer, hash, accept).await,
                        "OK",
                        "{hash} is not the sheet"
                    );
                }
            }
            Deed::Withdraw => {
                let seen = self.olga.offers(&self.filing).await;
                if let Some(offer) = seen["offers"][0]["id"].as_str() {
                    self.olga.try_ask(WITHDRAW_OFFER, json!({ "o": offer })).await;
                }
            }
            Deed::Record(status) => {
                self.olga.record(&self.filing, status, json!({ "ground": "双方未达成一致" })).await;
            }
            Deed::TakeBack => self.take_back().await,
            Deed::Leave(who) => {
                let leave =
                    "mutation($c: ID!) { leaveCase(input: {caseId: $c}) { left userErrors { code } } }";
                self.members[who].try_ask(leave, json!({ "c": self.case })).await;
            }
            Deed::Close => {
                let close = "mutation($c: ID!) { closeCase(input: {caseId: $c, outcome: RESOLVED}) { userErrors { code } } }";
                self.olga.try_ask(close, json!({ "c": self.case })).await;
            }
            Deed::Reopen => {
                let reopen = "mutation($c: ID!) { reopenCase(input: {caseId: $c}) { userErrors { code } } }";
                self.olga.try_ask(reopen, json!({ "c": self.case })).await;
            }
            Deed::Wait => self.wait().await,
        }
    }

    /// A ballot on taking the filing back, to which the first member says yes.
    async fn take_back(&mut self) {
        let open = "mutation($f: ID!, $t: DateTime!) { openWithdrawal(input: {filingId: $f, reason: \"对方已经退款。\", closesAt: $t}) {
            ballot { id sha256 } userErrors { code } } }";
        let ends = (self.app.hub.now() + TimeDelta::days(1)).to_rfc3339();
        let opened = self.olga.try_ask(open, json!({ "f": self.filing, "t": ends })).await;
        let ballot = &opened["data"]["openWithdrawal"]["ballot"];
        if let Some(id) = ballot["id"].as_str() {
            let input = json!({ "ballotId": id, "sha256": ballot["sha256"], "choice": "YES" });
            self.members[0].try_ask(crate::support::story::VOTE, json!({ "i": input })).await;
        }
    }

    async fn wait(&mut self) {
        self.app.wait(TimeDelta::days(1)).await;
        for member in &mut self.members {
            *member = Person::sign_in(self.app, &member.email).await;
        }
        self.olga = Person::sign_in(self.app, &self.olga.email).await;
    }

    /// Every settlement there is was made of a yes to that sheet, and no filing is agreed without one.
    async fn check(&self, deeds: &[Deed]) {
        let settled = entity::settlement::Entity::find().all(&self.app.hub.db).await.unwrap();
        for row in &settled {
            let seat = chorus::store::member::get(&self.app.hub.db, &row.member_id).await.unwrap().unwrap();
            let account =
                chorus::store::account::find(&self.app.hub.db, &seat.account_id).await.unwrap().unwrap();
            let said = self.said.get(&(row.offer_id.to_string(), account.email.clone()));
            assert_eq!(said, Some(&(true, row.sha256.clone())), "{} in {deeds:?}", account.email);
        }
        let seen = self.olga.offers(&self.filing).await;
        assert!(seen["status"] != "AGREED" || !settled.is_empty(), "{deeds:?}");
        let open = seen["offers"].as_array().unwrap().iter().filter(|offer| offer["state"] == "OPEN").count();
        assert!(open <= 1, "{deeds:?}");
        let stage = self.olga.stage_of(&self.case).await;
        assert!(open == 0 || stage == "OFFER", "{stage} in {deeds:?}");
        assert!(
            stage != "OFFER" || seen["status"] == "OFFERED",
            "{stage} and {} in {deeds:?}",
            seen["status"]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_settles_without_a_yes_of_their_own() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..3 {
        let walk = deeds().new_tree(&mut runner).unwrap().current();
        let app = App::start().await;
        let crowd = app.crowd(4).await;
        let mut world = World {
            app: &app,
            olga: crowd.olga,
            members: crowd.members,
            case: crowd.case,
            filing: crowd.filing,
            said: Said::new(),
            hashes: Vec::new(),
        };
        for (place, deed) in walk.iter().enumerate() {
            world.act(*deed).await;
            world.check(&walk[..=place]).await;
        }
        // Wherever it ended, it goes on: an open offer ends by itself, and a filing or the case can be ended.
        for _ in 0..4 {
            world.wait().await;
        }
        world.check(&walk).await;
        let end =
            world.olga.record(&world.filing, "ENDED_NO_DEAL", json!({ "ground": "双方未达成一致" })).await;
        assert!(["OK", "STEP_NOT_ALLOWED"].contains(&code(&end).as_str()), "{end}");
        let close =
            "mutation($c: ID!) { closeCase(input: {caseId: $c, outcome: RESOLVED}) { userErrors { code } } }";
        let closed = code(&world.olga.try_ask(close, json!({ "c": world.case })).await);
        assert!(["OK", "ALREADY_CLOSED"].contains(&closed.as_str()), "{closed}");
        let _: Value = world.olga.offers(&world.filing).await;
    }
}
