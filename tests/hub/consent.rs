//! Whatever people do in whichever order, nobody is in a filing without their own yes on its hash.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Value, json};

use crate::support::{App, code, person::Person};

/// What somebody does: numbers stand for people, channels and what was opened, as many as there are.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Vote(usize, usize, usize),
    Amend(usize, i64),
    Leave(usize),
    Compile,
    Open,
    End,
    File(usize, usize, bool, bool),
    Answer(usize),
}

const CHANNELS: [&str; 4] =
    ["OPERATOR_DESK", "MEDIATION_SITE", "REGULATOR_COMPLAINT", "CONSUMER_ASSOCIATION"];

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let n = || 0..12_usize;
    let deed = prop_oneof![
        6 => (n(), n(), n()).prop_map(|(who, ballot, what)| Deed::Vote(who, ballot, what)),
        1 => (n(), 1..1_000_i64).prop_map(|(who, fen)| Deed::Amend(who, fen)),
        1 => n().prop_map(Deed::Leave),
        3 => Just(Deed::Compile),
        3 => Just(Deed::Open),
        3 => Just(Deed::End),
        4 => (n(), n(), any::<bool>(), any::<bool>())
            .prop_map(|(ballot, channel, out, over)| Deed::File(ballot, channel, out, over)),
        2 => n().prop_map(Deed::Answer),
    ];
    prop::collection::vec(deed, 60)
}

struct World<'a> {
    app: &'a App,
    olga: Person<'a>,
    people: Vec<Person<'a>>,
    case: String,
    complaint: Option<String>,
    /// Ballots with the hash that is voted on.
    ballots: Vec<(String, String)>,
    filings: Vec<(String, String)>,
    /// What each person said last in each ballot, as the hub took it.
    said: BTreeMap<(String, String), String>,
}

impl World<'_> {
    async fn act(&mut self, deed: Deed) {
        match deed {
            Deed::Vote(who, ballot, what) => {
                let Some((ballot, hash)) = self.ballots.get(ballot % self.ballots.len().max(1)) else {
                    return;
                };
                let person = &self.people[who % self.people.len()];
                // Now and then the hash of another text, and a yes that lets nobody be named.
                let other = "00".repeat(32);
                let hash = if what == 11 { &other } else { hash };
                let choice = ["YES", "YES", "YES", "NO", "ABSTAIN"][what % 5];
                let input = json!({
                    "ballotId": ballot, "sha256": hash, "choice": choice, "releaseIdentity": choice == "YES" && what != 10,
                });
                let answer = person.try_ask(crate::support::story::VOTE, json!({ "i": input })).await;
                if code(&answer) == "OK" {
                    assert_ne!(hash, &other, "a vote on another text was taken");
                    self.said.insert((person.email.clone(), ballot.clone()), choice.to_owned());
                }
            }
            Deed::Amend(who, fen) => {
                let amend =
                    "mutation($i: AmendClaimInput!) { amendClaim(input: $i) { userErrors { code } } }";
                let input = json!({ "caseId": self.case, "amountFen": fen });
                self.people[who % self.people.len()].try_ask(amend, json!({ "i": input })).await;
            }
            Deed::Leave(who) => {
                let leave = "mutation($c: ID!) { leaveCase(input: {caseId: $c}) { userErrors { code } } }";
                self.people[who % self.people.len()].try_ask(leave, json!({ "c": self.case })).await;
            }
            Deed::Compile => {
                let answer =
                    self.olga.try_ask(crate::support::story::COMPILE, json!({ "c": self.case })).await;
                if let Some(id) = answer["data"]["compileComplaint"]["complaint"]["id"].as_str() {
                    self.complaint = Some(id.to_owned());
                }
            }
            Deed::Open => {
                let Some(complaint) = &self.complaint else { return };
                let ends = (self.app.hub.now() + TimeDelta::days(2)).to_rfc3339();
                let variables = json!({ "c": complaint, "t": ends });
                let answer = self.olga.try_ask(crate::support::story::OPEN_BALLOT, variables).await;
                let ballot = &answer["data"]["openBallot"]["ballot"];
                if let (Some(id), Some(hash)) = (ballot["id"].as_str(), ballot["sha256"].as_str()) {
                    self.ballots.push((id.to_owned(), hash.to_owned()));
                }
            }
            Deed::End => {
                self.app.wait(TimeDelta::days(2)).await;
                self.olga = Person::sign_in(self.app, &self.olga.email).await;
                for person in &mut self.people {
                    *person = Person::sign_in(self.app, &person.email).await;
                }
            }
            Deed::File(ballot, channel, out, over) => {
                let Some((ballot, _)) = self.ballots.get(ballot % self.ballots.len().max(1)).cloned() else {
                    return;
                };
                let reason = over.then_some("组织者已经核实，理由写在这里。");
                let more = json!({ "leaveOutBlocked": out, "overrideReason": reason });
                let answer = self.olga.file_at(&ballot, CHANNELS[channel % CHANNELS.len()], more).await;
                if let Some(id) = answer["data"]["fileComplaint"]["filing"]["id"].as_str() {
                    self.filings.push((id.to_owned(), ballot));
                }
            }
            Deed::Answer(which) => {
                let Some((filing, _)) = self.filings.get(which % self.filings.len().max(1)) else { return };
                self.olga.record(filing, "WITHDRAWN", json!({})).await;
            }
        }
    }

    /// Whoever is in a filing said yes in the ballot that carried it, last of all.
    async fn check(&self, told: &[Deed]) {
        let seen = "query($f: ID!) { node(id: $f) { ... on Filing { carriesMe memberCount } } }";
        for (filing, ballot) in &self.filings {
            let mut carried = 0;
            for person in &self.people {
                let answer = person.try_ask(seen, json!({ "f": filing })).await;
                if answer["data"]["node"]["carriesMe"] == Value::Bool(true) {
                    carried += 1;
                    let said = self.said.get(&(person.email.clone(), ballot.clone()));
                    assert_eq!(
                        said.map(String::as_str),
                        Some("YES"),
                        "{} in {filing} after {told:?}",
                        person.email
                    );
                }
            }
            let count = self.olga.ask(seen, json!({ "f": filing })).await["node"]["memberCount"].clone();
            assert!(carried <= count.as_i64().unwrap(), "{filing} after {told:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_filed_for_without_their_yes() {
    let mut runner = TestRunner::deterministic();
    let mut filed = 0;
    for _ in 0..4 {
        let told = deeds().new_tree(&mut runner).unwrap().current();
        let app = App::start().await;
        let addresses = ["olga", "p0", "p1", "p2"].map(|name| format!("{name}@example.org"));
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        let (mut people, case) = app.gathered(&addresses).await;
        let olga = people.remove(0);
        olga.set_quorum(&case, 1).await;
        olga.cite(&case).await;
        for (n, person) in people.iter().enumerate() {
            person
                .seal_identity("王小明", &format!("1381234567{n}"), &format!("上海市徐汇区漕溪北路 {n} 号"))
                .await;
        }
        let (ballots, filings, said) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut world = World { app: &app, olga, people, case, complaint: None, ballots, filings, said };
        for deed in &told {
            world.act(*deed).await;
        }
        app.work().await;
        world.check(&told).await;
        filed += world.filings.len();
    }
    assert!(filed > 1, "only {filed} filings were made, so nothing was put to the test");
}
