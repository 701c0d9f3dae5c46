//! A filing to which the operator answers with an offer.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{App, code, person::Person, voted::Voting};

pub const RECORD_OFFER: &str = "mutation($i: RecordOfferInput!) { recordOffer(input: $i) {
    offer { id state source terms amountFen perMember sha256 asked closesAt } userErrors { code field message } } }";
pub const ANSWER_OFFER: &str = "mutation($o: ID!, $s: String!, $a: Boolean!) {
    answerOffer(input: {offerId: $o, sha256: $s, accept: $a}) { answer { accepts sha256 } userErrors { code field } } }";
pub const WITHDRAW_OFFER: &str =
    "mutation($o: ID!) { withdrawOffer(input: {offerId: $o, reason: \"对方撤回了方案。\"}) {
    offer { state reason } userErrors { code } } }";
const OFFERS: &str = "query($f: ID!) { node(id: $f) { ... on Filing { status carriesMe offers { id state source terms asked reason
    totals { accepted declined silent }
    mine { text sha256 amountFen answer { accepts sha256 } settlement { sha256 amountFen brokenAt } } } } } }";

impl Person<'_> {
    /// Records an offer of four fifths of the money, open for three days, with `more` input; gives the whole answer.
    pub async fn record_offer(&self, filing: &str, more: Value) -> Value {
        let ends = self.app.hub.now() + TimeDelta::days(3);
        let mut input =
            json!({ "filingId": filing, "terms": "退还八成货款，原路退回。", "closesAt": ends.to_rfc3339() });
        input.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        self.try_ask(RECORD_OFFER, json!({ "i": input })).await
    }

    /// Records an offer that is taken; gives its id.
    pub async fn offer(&self, filing: &str, more: Value) -> String {
        let answer = self.record_offer(filing, more).await;
        assert_eq!(code(&answer), "OK", "{answer}");
        answer["data"]["recordOffer"]["offer"]["id"].as_str().unwrap().to_owned()
    }

    /// A filing and the offers in answer to it, as this person sees them.
    pub async fn offers(&self, filing: &str) -> Value {
        self.ask(OFFERS, json!({ "f": filing })).await["node"].clone()
    }

    /// Answers the newest offer on the sheet that this person is shown; gives the code.
    pub async fn answer_offer(&self, filing: &str, accept: bool) -> String {
        let seen = self.offers(filing).await;
        let offer = &seen["offers"][0];
        let sha256 = offer["mine"]["sha256"].as_str().unwrap_or_default();
        self.answer_hash(offer["id"].as_str().unwrap(), sha256, accept).await
    }

    /// Answers an offer on this hash; gives the code.
    pub async fn answer_hash(&self, offer: &str, sha256: &str, accept: bool) -> String {
        let answer = self.try_ask(ANSWER_OFFER, json!({ "o": offer, "s": sha256, "a": accept })).await;
        code(&answer).to_owned()
    }

    /// Says what this person got of a filing, with `more` input; gives the code.
    pub async fn got(&self, filing: &str, got: &str, more: Value) -> String {
        let report = "mutation($i: ReportOutcomeInput!) { reportOutcome(input: $i) {
            outcome { got amountFen } userErrors { code field } } }";
        let mut input = json!({ "filingId": filing, "got": got });
        input.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        code(&self.try_ask(report, json!({ "i": input })).await).to_owned()
    }

    /// Goes on with one's claim because what was promised did not come; gives the code.
    pub async fn reopen_unpaid(&self, filing: &str) -> String {
        let reopen =
            "mutation($f: ID!) { reopenUnpaid(input: {filingId: $f}) { brokenAt userErrors { code } } }";
        code(&self.try_ask(reopen, json!({ "f": filing })).await).to_owned()
    }

    /// What members of a filing got, as this person is told.
    pub async fn outcomes(&self, filing: &str) -> Value {
        let query = "query($f: ID!) { node(id: $f) { ... on Filing { status channelWord
            outcomes { got people amountFen } myOutcome { got amountFen } } } }";
        self.ask(query, json!({ "f": filing })).await["node"].clone()
    }

    /// The stage of a case as this person sees it.
    pub async fn stage_of(&self, case: &str) -> String {
        let seen = self.ask("query($c: ID!) { case(id: $c) { stage } }", json!({ "c": case })).await;
        seen["case"]["stage"].as_str().unwrap().to_owned()
    }
}

impl App {
    /// A filing for ann and bob that the operator's desk has.
    pub async fn sent(&self) -> (Voting<'_>, String) {
        let voting = self.carried().await;
        let filing = voting.olga.file(&voting.ballot).await;
        self.work().await;
        (voting, filing)
    }
}

/// A filing for many members.
pub struct Crowd<'a> {
    pub olga: Person<'a>,
    pub members: Vec<Person<'a>>,
    pub case: String,
    pub ballot: String,
    pub filing: String,
}

impl App {
    /// A case that so many joined with a claim and a sealed identity.
    pub async fn assembled(&self, members: usize) -> Crowd<'_> {
        let addresses: Vec<String> = (0..members).map(|n| format!("m{n}@example.org")).collect();
        let all: Vec<&str> =
            std::iter::once("olga@example.org").chain(addresses.iter().map(String::as_str)).collect();
        let (mut people, case) = self.gathered(&all).await;
        let members = people.split_off(1);
        let olga = people.pop().unwrap();
        olga.cite(&case).await;
        for (n, member) in members.iter().enumerate() {
            member.seal_oneself(n).await;
        }
        Crowd { olga, members, case, ballot: String::new(), filing: String::new() }
    }

    /// A filing for so many members that the operator's desk has.
    pub async fn crowd(&self, members: usize) -> Crowd<'_> {
        let crowd = self.assembled(members).await;
        let (complaint, sha256) = crowd.olga.compile(&crowd.case).await;
        let ends = self.hub.now() + TimeDelta::days(3);
        let ballot = crowd.olga.open_ballot(&complaint, &ends.to_rfc3339()).await;
        for member in &crowd.members {
            member.vote(&ballot, &sha256, "YES").await;
        }
        self.wait(TimeDelta::days(3)).await;
        let crowd = Crowd { ballot, ..crowd }.again().await;
        let filing = crowd.olga.file(&crowd.ballot).await;
        self.work().await;
        Crowd { filing, ..crowd }
    }
}

impl Crowd<'_> {
    /// The same with everybody signed in again.
    pub async fn again(self) -> Self {
        let mut members = Vec::with_capacity(self.members.len());
        for member in self.members {
            members.push(member.again().await);
        }
        Self { olga: self.olga.again().await, members, ..self }
    }
}

impl Person<'_> {
    /// Seals an identity of one's own, the one of this number.
    pub async fn seal_oneself(&self, n: usize) {
        let name = format!("王{}", ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"][n % 10]);
        let address = format!("上海市徐汇区漕溪北路 {} 号 {} 室", n / 10 + 1, n % 10 + 1);
        self.seal_identity(&name, &format!("1381234{:04}", 5000 + n), &address).await;
    }
}
