//! The long way of a case: from the election of a representative to the supplement for whoever came late.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{
    App, code,
    mailed::readers,
    offered::Crowd,
    smtp::{MailServer, Received},
    story::{COMPILE, VOTE},
};

/// The members of the case.
const MANY: usize = 40;

impl Crowd<'_> {
    /// Compiles a version, puts it to the vote for two days and closes the ballot; gives its id.
    async fn decide(&mut self, choice: &str) -> String {
        let (complaint, sha256) = self.olga.compile(&self.case).await;
        let ends = self.olga.app.hub.now() + TimeDelta::days(2);
        let ballot = self.olga.open_ballot(&complaint, &ends.to_rfc3339()).await;
        for member in &self.members {
            member.vote(&ballot, &sha256, choice).await;
        }
        self.pass(TimeDelta::days(2)).await;
        ballot
    }

    /// Lets time pass; everybody signs in again.
    async fn pass(&mut self, time: TimeDelta) {
        self.olga.app.wait(time).await;
        for person in self.members.iter_mut().chain([&mut self.olga]) {
            *person = crate::support::person::Person::sign_in(person.app, &person.email).await;
        }
    }

    /// Something new, without which a version would say what the one before said.
    async fn amend(&self, amount_fen: i64) {
        let amend = "mutation($c: ID!, $f: Int!) { amendClaim(input: {caseId: $c, amountFen: $f}) { userErrors { code } } }";
        self.members[1].ask(amend, json!({ "c": self.case, "f": amount_fen })).await;
    }

    /// Files with the regulator over what still stands in the way, and hands it in.
    async fn hand_in(&self, ballot: &str) -> String {
        let file = "mutation($i: FileComplaintInput!) { fileComplaint(input: $i) { filing { id } userErrors { code message } } }";
        let input = json!({
            "ballotId": ballot, "channel": "REGULATOR_COMPLAINT", "overrideReason": "经营者逾期没有答复，材料随后补齐。",
        });
        let filed = self.olga.ask(file, json!({ "i": input })).await;
        let filing = filed["fileComplaint"]["filing"]["id"].as_str().unwrap().to_owned();
        let submit = "mutation($f: ID!) { recordSubmission(input: {filingId: $f, receipt: \"12315-1\"}) { userErrors { code } } }";
        self.members[0].ask(submit, json!({ "f": filing })).await;
        filing
    }

    /// How many members share a telephone number, as the check before a filing with the regulator finds.
    async fn sharing(&self) -> i64 {
        let check = "query($c: ID!) { checkAdmissibility(caseId: $c, channel: REGULATOR_COMPLAINT) {
            entries { members finding { fault } } } }";
        let report = self.olga.ask(check, json!({ "c": self.case })).await;
        let entries = report["checkAdmissibility"]["entries"].as_array().unwrap().clone();
        let found =
            entries.iter().find(|entry| entry["finding"]["fault"].as_str().unwrap().contains("PHONE"));
        found.map_or(0, |entry| entry["members"].as_i64().unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_members_go_the_long_way() {
    let server = MailServer::start();
    let app = App::mailing(&server).await;
    let mut crowd = app.assembled(MANY).await;
    // Two share a telephone number at first.
    crowd.members[39].seal_identity("赵四十", "13812345038", "上海市徐汇区漕溪北路 99 号 1 室").await;

    elect(&mut crowd).await;
    crowd.decide("NO").await;
    assert_eq!(crowd.olga.stage_of(&crowd.case).await, "GATHERING", "the first version was rejected");
    crowd.amend(48_900).await;
    let ballot = crowd.decide("YES").await;
    server.take();
    let desk = crowd.olga.file(&ballot).await;
    app.work().await;
    assert_eq!(to_desk(&server.take()), 1, "the desk has it, and nobody else");

    crowd.pass(TimeDelta::days(5)).await;
    assert_eq!(crowd.olga.count_events(&crowd.case, "DEADLINE_OVERDUE").await, 1);
    crowd.amend(49_000).await;
    let ballot = crowd.decide("YES").await;
    assert_eq!(crowd.sharing().await, 2);
    let refused = crowd.hand_in(&ballot).await;
    let ground = json!({ "ground": "两名投诉人共用同一电话", "channelWord": "不予受理" });
    assert_eq!(code(&crowd.olga.record(&refused, "SCREENED_OUT", ground).await), "OK");
    crowd.members[39].seal_oneself(39).await;
    assert_eq!(crowd.sharing().await, 0);
    crowd.amend(49_100).await;
    let ballot = crowd.decide("YES").await;
    let taken = crowd.hand_in(&ballot).await;
    assert_eq!(code(&crowd.olga.record(&taken, "ACCEPTED", json!({ "channelWord": "已受理" })).await), "OK");

    offer(&mut crowd, &taken).await;
    outcomes(&mut crowd, &taken).await;
    supplement(&mut crowd, &server, &desk).await;
}

/// The members elect the first of them.
async fn elect(crowd: &mut Crowd<'_>) {
    let stand = "mutation($c: ID!) { standForRepresentative(input: {caseId: $c, statement: \"我愿意代表大家。\"}) { userErrors { code } } }";
    crowd.members[0].ask(stand, json!({ "c": crowd.case })).await;
    let open = "mutation($c: ID!, $t: DateTime!) { openElection(input: {caseId: $c, closesAt: $t}) {
        ballot { id sha256 candidates { code } } userErrors { code } } }";
    let ends = (crowd.olga.app.hub.now() + TimeDelta::days(1)).to_rfc3339();
    let opened = crowd.olga.ask(open, json!({ "c": crowd.case, "t": ends })).await;
    let ballot = &opened["openElection"]["ballot"];
    let candidate = &ballot["candidates"][0]["code"];
    for member in &crowd.members {
        let input = json!({
            "ballotId": ballot["id"], "sha256": ballot["sha256"], "choice": "YES", "candidates": [candidate],
        });
        member.ask(VOTE, json!({ "i": input })).await;
    }
    crowd.pass(TimeDelta::days(1)).await;
    let elected = "query($c: ID!) { case(id: $c) { membership { representatives { code } } } }";
    let seen = crowd.olga.ask(elected, json!({ "c": crowd.case })).await;
    assert_eq!(seen["case"]["membership"]["representatives"], json!([{ "code": candidate }]));
}

/// Thirty accept what the representative records, ten decline.
async fn offer(crowd: &mut Crowd<'_>, filing: &str) {
    let ends = crowd.olga.app.hub.now() + TimeDelta::days(3);
    let pay_by = (ends + TimeDelta::days(2)).format("%Y-%m-%d").to_string();
    crowd.members[0].offer(filing, json!({ "amountFen": 40_000, "payBy": pay_by })).await;
    for (n, member) in crowd.members.iter().enumerate() {
        assert_eq!(member.answer_offer(filing, n < 30).await, "OK");
    }
    crowd.pass(TimeDelta::days(3)).await;
    let seen = crowd.members[35].offers(filing).await;
    assert_eq!(seen["status"], "REPLIED", "it goes on for those who declined");
    assert_eq!(seen["offers"][0]["totals"], json!({ "accepted": 30, "declined": 10, "silent": 0 }));
    assert_eq!(crowd.olga.stage_of(&crowd.case).await, "FILED");
}

/// Twenty-five were paid; five were not, and have the case reopened.
async fn outcomes(crowd: &mut Crowd<'_>, filing: &str) {
    crowd.pass(TimeDelta::days(4)).await;
    for (n, member) in crowd.members[..30].iter().enumerate() {
        let (got, more) =
            if n < 25 { ("PAID_IN_FULL", json!({ "amountFen": 40_000 })) } else { ("NO_ANSWER", json!({})) };
        assert_eq!(member.got(filing, got, more).await, "OK");
    }
    crowd.pass(TimeDelta::minutes(1)).await;
    let told = json!([
        { "got": "NO_ANSWER", "people": 5, "amountFen": null },
        { "got": "PAID_IN_FULL", "people": 25, "amountFen": 1_000_000 },
    ]);
    assert_eq!(crowd.members[35].outcomes(filing).await["outcomes"], told);
    let close = "mutation($c: ID!) { closeCase(input: {caseId: $c, outcome: PARTLY_RESOLVED}) { userErrors { code } } }";
    crowd.olga.ask(close, json!({ "c": crowd.case })).await;
    for member in &crowd.members[25..30] {
        assert_eq!(member.reopen_unpaid(filing).await, "OK");
    }
    assert_eq!(crowd.members[0].reopen_unpaid(filing).await, "PROMISE_KEPT");
    assert_eq!(crowd.olga.stage_of(&crowd.case).await, "GATHERING");
    for (kind, times) in [("CASE_REOPENED", 1), ("PROMISE_BROKEN", 4)] {
        assert_eq!(crowd.olga.count_events(&crowd.case, kind).await, times, "{kind}");
    }
    // Ten who declined, and five to whom the promise was not kept.
    let compiled = crowd.olga.ask(COMPILE, json!({ "c": crowd.case })).await;
    assert_eq!(compiled["compileComplaint"]["complaint"]["memberCount"], 15);
}

/// Two who came late go to the desk by a filing of their own.
async fn supplement(crowd: &mut Crowd<'_>, server: &MailServer, desk: &str) {
    let app = crowd.olga.app;
    let mut late = Vec::new();
    for n in 0..2 {
        let person = app.admit(&format!("late{n}@example.org")).await;
        person.join(&crowd.case, &format!("KM20261119{n:08}"), 20_000).await;
        person.seal_oneself(60 + n).await;
        late.push(person);
    }
    let compile =
        "mutation($c: ID!) { compileComplaint(input: {caseId: $c, supplementaryTo: OPERATOR_DESK}) {
        complaint { id sha256 memberCount } userErrors { code } } }";
    let compiled =
        crowd.olga.ask(compile, json!({ "c": crowd.case })).await["compileComplaint"]["complaint"].clone();
    assert_eq!(compiled["memberCount"], 2);
    let ends = (app.hub.now() + TimeDelta::days(2)).to_rfc3339();
    let ballot = crowd.olga.open_ballot(compiled["id"].as_str().unwrap(), &ends).await;
    for person in &late {
        person.vote(&ballot, compiled["sha256"].as_str().unwrap(), "YES").await;
    }
    crowd.pass(TimeDelta::days(2)).await;
    server.take();
    let second = crowd.olga.file(&ballot).await;
    app.work().await;
    assert_eq!(to_desk(&server.take()), 1);
    let seen: Value = crowd.olga.offers(&second).await;
    assert_eq!(seen["status"], "SUBMITTED");
    assert_eq!(crowd.olga.offers(desk).await["status"], "SUBMITTED", "the first one goes on beside it");
}

/// How many of these letters went to the operator's desk, each with its documents.
fn to_desk(letters: &[Received]) -> usize {
    let desk: Vec<_> = letters.iter().filter(|letter| letter.reader() == "tousu@kamen.example").collect();
    for letter in &desk {
        assert!(letter.bytes.len() > 10_000, "the documents are attached");
    }
    assert!(readers(letters).len() >= desk.len());
    desk.len()
}
