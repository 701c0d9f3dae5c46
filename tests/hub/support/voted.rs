//! A case that has come as far as a ballot.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{App, person::Person};

/// A ballot, and who is concerned: olga runs the case, ann and bob have claims in it and their identity sealed.
pub struct Voting<'a> {
    pub olga: Person<'a>,
    pub ann: Person<'a>,
    pub bob: Person<'a>,
    pub case: String,
    pub complaint: String,
    pub sha256: String,
    pub ballot: String,
}

/// What a case asks for that was opened without saying.
const USUAL_QUORUM: i32 = 2;

impl App {
    /// A ballot that is open for three days and that two must carry.
    pub async fn voting(&self) -> Voting<'_> {
        self.voting_of(USUAL_QUORUM).await
    }

    /// A ballot that is open for three days, and how many must carry it.
    pub async fn voting_of(&self, quorum: i32) -> Voting<'_> {
        let (people, case) = self.gathered(&["olga@example.org", "ann@example.org", "bob@example.org"]).await;
        let [olga, ann, bob] = people.try_into().ok().expect("three people came");
        if quorum != USUAL_QUORUM {
            olga.set_quorum(&case, quorum).await;
        }
        olga.cite(&case).await;
        ann.seal_identity("王小明", "13812345678", "上海市徐汇区漕溪北路 1 号 2 室").await;
        bob.seal_identity("李雷", "13987654321", "北京市海淀区中关村大街 3 号").await;
        let (complaint, sha256) = olga.compile(&case).await;
        let ends = self.hub.now() + TimeDelta::days(3);
        let ballot = olga.open_ballot(&complaint, &ends.to_rfc3339()).await;
        Voting { olga, ann, bob, case, complaint, sha256, ballot }
    }

    /// A ballot that both members carried.
    pub async fn carried(&self) -> Voting<'_> {
        let voting = self.voting().await;
        voting.ann.vote(&voting.ballot, &voting.sha256, "YES").await;
        voting.bob.vote(&voting.ballot, &voting.sha256, "YES").await;
        voting.end().await
    }
}

impl Voting<'_> {
    /// The same after the ballot's end, with everybody signed in again.
    pub async fn end(self) -> Self {
        self.olga.app.wait(TimeDelta::days(3)).await;
        self.again().await
    }

    /// The same with everybody signed in again.
    pub async fn again(self) -> Self {
        Self {
            olga: self.olga.again().await,
            ann: self.ann.again().await,
            bob: self.bob.again().await,
            ..self
        }
    }
}

impl Person<'_> {
    /// Sets how many members must carry the next ballot of a case.
    pub async fn set_quorum(&self, case: &str, quorum: i32) {
        let edit = "mutation($c: ID!, $q: Int!) { editCase(input: {caseId: $c, quorum: $q}) { case { quorum } userErrors { code } } }";
        self.ask(edit, json!({ "c": case, "q": quorum })).await;
    }

    /// Records a channel's answer, with `more` input; gives the whole answer.
    pub async fn record(&self, filing: &str, status: &str, more: Value) -> Value {
        let mut input = json!({ "filingId": filing, "status": status });
        input.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        self.try_ask(RECORD, json!({ "i": input })).await
    }

    /// How often each kind of event stands in the timeline of a case.
    pub async fn count_events(&self, case: &str, kind: &str) -> usize {
        let query = "query($c: ID!) { case(id: $c) { timeline(first: 100) { edges { node { kind } } } } }";
        let seen = self.ask(query, json!({ "c": case })).await;
        let events = seen["case"]["timeline"]["edges"].as_array().unwrap().clone();
        events.iter().filter(|event| event["node"]["kind"] == kind).count()
    }
}

pub const RECORD: &str = "mutation($i: RecordAnswerInput!) { recordAnswer(input: $i) {
    filing { status channelWord ground receipt } userErrors { code field message } } }";
