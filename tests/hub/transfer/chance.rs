//! Whatever people do in whichever order, nobody loses a seat or a claim, and every number leads somewhere.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Value, json};

use crate::support::{
    App, code,
    person::Person,
    story::{JOIN, claim},
};

/// What somebody does: numbers stand for people, cases and transfers, as many as there are.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Join(usize, usize),
    Leave(usize, usize),
    Merge(usize, usize),
    Split(usize, usize),
    Object(usize, usize),
    Relent(usize, usize),
    Cancel(usize),
    Wait,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let n = || 0..12_usize;
    let deed = prop_oneof![
        4 => (n(), n()).prop_map(|(who, case)| Deed::Join(who, case)),
        1 => (n(), n()).prop_map(|(who, case)| Deed::Leave(who, case)),
        3 => (n(), n()).prop_map(|(from, into)| Deed::Merge(from, into)),
        2 => (n(), n()).prop_map(|(case, who)| Deed::Split(case, who)),
        2 => (n(), n()).prop_map(|(who, which)| Deed::Object(who, which)),
        1 => (n(), n()).prop_map(|(who, which)| Deed::Relent(who, which)),
        1 => n().prop_map(Deed::Cancel),
        3 => Just(Deed::Wait),
    ];
    prop::collection::vec(deed, 30)
}

struct World<'a> {
    app: &'a App,
    olga: Person<'a>,
    people: Vec<Person<'a>>,
    cases: Vec<String>,
    transfers: Vec<Value>,
    orders: usize,
    /// The orders that each person claims for, which is all that is known of them.
    claims: BTreeMap<String, Vec<String>>,
}

impl World<'_> {
    async fn act(&mut self, deed: Deed) {
        let leave = "mutation($c: ID!) { leaveCase(input: {caseId: $c}) { left userErrors { code } } }";
        match deed {
            Deed::Join(who, case) => {
                let (person, case) =
                    (&self.people[who % self.people.len()], &self.cases[case % self.cases.len()]);
                self.orders += 1;
                let order = format!("KM20261101{:08}", self.orders);
                let answer = person
                    .try_ask(JOIN, json!({ "i": { "caseId": case, "claim": claim(&order, 100) } }))
                    .await;
                if code(&answer) == "OK" {
                    self.claims.entry(person.email.clone()).or_default().push(order);
                }
            }
            Deed::Leave(who, case) => {
                let (person, case) =
                    (&self.people[who % self.people.len()], &self.cases[case % self.cases.len()]);
                let seen = person.look(case).await;
                let order = seen["membership"]["claim"]["orderNumber"].as_str().map(str::to_owned);
                if code(&person.try_ask(leave, json!({ "c": case })).await) == "OK"
                    && let Some(order) = order
                {
                    self.claims.get_mut(&person.email).unwrap().retain(|known| *known != order);
                }
            }
            Deed::Merge(from, into) => {
                let (from, into) =
                    (&self.cases[from % self.cases.len()], &self.cases[into % self.cases.len()]);
                let answer = self.olga.try_ask(super::PROPOSE, json!({ "a": from, "b": into })).await;
                self.note(&answer["data"]["proposeMerge"]["transfer"]);
            }
            Deed::Split(case, who) => {
                let case = &self.cases[case % self.cases.len()];
                let seat =
                    self.people[who % self.people.len()].look(case).await["membership"]["code"].clone();
                let split = "mutation($i: ProposeSplitInput!) { proposeSplit(input: $i) { transfer { id } userErrors { code } } }";
                let input =
                    json!({ "caseId": case, "title": "另立的案件", "criterion": { "codes": [seat] } });
                if seat.is_string() {
                    let answer = self.olga.try_ask(split, json!({ "i": input })).await;
                    self.note(&answer["data"]["proposeSplit"]["transfer"]);
                }
            }
            Deed::Object(who, which) | Deed::Relent(who, which) => {
                let what =
                    if matches!(deed, Deed::Object(..)) { "objectToTransfer" } else { "withdrawObjection" };
                if let Some(transfer) = self.transfers.get(which % self.transfers.len().max(1)) {
                    self.people[who % self.people.len()].with_transfer(what, transfer).await;
                }
            }
            Deed::Cancel(which) => {
                if let Some(transfer) = self.transfers.get(which % self.transfers.len().max(1)) {
                    self.olga.with_transfer("withdrawTransfer", transfer).await;
                }
            }
            Deed::Wait => self.wait().await,
        }
    }

    fn note(&mut self, transfer: &Value) {
        if transfer.is_object() {
            self.transfers.push(transfer.clone());
        }
    }

    async fn wait(&mut self) {
        self.app.work().await;
        self.app.wait(TimeDelta::hours(72)).await;
        self.app.wait(TimeDelta::minutes(2)).await;
        self.olga = Person::sign_in(self.app, &self.olga.email).await;
        for person in &mut self.people {
            *person = Person::sign_in(self.app, &person.email).await;
        }
        let all = "{ cases(first: 100) { nodes { id } } }";
        let found = self.app.guest(all, json!({})).await["data"]["cases"]["nodes"].clone();
        self.cases =
            found.as_array().unwrap().iter().map(|case| case["id"].as_str().unwrap().to_owned()).collect();
        self.cases.sort();
    }

    /// Every claim that was made and not taken back stands once, in a seat of its owner; every number leads to a case
    /// that a guest sees, and to one that is not over by a merge.
    async fn check(&self, told: &[Deed]) {
        let mut stand: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let (mut seats, mut sum) = (0, 0);
        for person in self.people.iter().chain([&self.olga]) {
            for case in &self.cases {
                let seen = person.look(case).await["membership"].clone();
                seats += i64::from(!seen.is_null() && seen["movedTo"].is_null());
                if let Some(order) = seen["claim"]["orderNumber"].as_str() {
                    stand.entry(person.email.clone()).or_default().push(order.to_owned());
                    sum += 100;
                }
            }
        }
        let mut claims = self.claims.clone();
        claims.retain(|_, orders| !orders.is_empty());
        claims.values_mut().chain(stand.values_mut()).for_each(|orders| orders.sort());
        assert_eq!(stand, claims, "after {told:?}");
        let (mut members, mut fen) = (0, 0);
        for case in &self.cases {
            let seen = self.app.guest(super::LOOK, json!({ "c": case })).await["data"]["case"].clone();
            let reached = self.app.at_number(seen["number"].as_str().unwrap()).await;
            let stage =
                self.app.guest(super::LOOK, json!({ "c": reached })).await["data"]["case"]["stage"].clone();
            assert_eq!(stage, "GATHERING", "{case} leads to {reached} after {told:?}");
            let id = entity::Id::parse(case).unwrap();
            let row = chorus::store::case::find(&self.app.hub.db, &id).await.unwrap().unwrap();
            members += row.member_count;
            fen += row.claimed_fen;
        }
        assert_eq!((members, fen), (seats, sum), "the kept counts follow, after {told:?}");
        self.app.is_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_seat_and_no_claim_is_lost_whatever_happens() {
    let mut runner = TestRunner::deterministic();
    let mut moved = 0;
    for _ in 0..4 {
        let told = deeds().new_tree(&mut runner).unwrap().current();
        let app = App::start().await;
        let olga = app.admit("olga@example.org").await;
        let operator = olga.operator("卡盟甲").await;
        let mut people = Vec::new();
        for n in 0..3 {
            people.push(app.admit(&format!("p{n}@example.org")).await);
        }
        let mut cases = Vec::new();
        for _ in 0..3 {
            cases.push(olga.case(&operator).await);
        }
        let (transfers, claims) = (Vec::new(), BTreeMap::new());
        let mut world = World { app: &app, olga, people, cases, transfers, orders: 0, claims };
        for deed in &told {
            world.act(*deed).await;
        }
        world.wait().await;
        world.check(&told).await;
        moved += app.rows().await["seat_moves"];
    }
    assert!(moved > 10, "only {moved} seats went anywhere, so nothing was put to the test");
}
