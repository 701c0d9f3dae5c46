//! The steps that stories share, each through the API.

use serde_json::{Value, json};

use super::person::Person;

impl Person<'_> {
    /// Records an operator with a complaint mailbox; gives its id.
    pub async fn operator(&self, name: &str) -> String {
        let create = "mutation($i: CreateOperatorInput!) { createOperator(input: $i) { operator { id } userErrors { code field message } } }";
        // The mailbox is at the domain of the one that most stories are about.
        let mut domains = vec![format!("{}.example", name.len())];
        domains.extend((name == "卡盟甲").then(|| "kamen.example".to_owned()));
        let input = json!({
            "name": name, "mailbox": "tousu@kamen.example", "domains": domains,
            "replyDays": 3, "aliases": [format!("{name}平台")],
        });
        let data = self.ask(create, json!({ "i": input })).await;
        data["createOperator"]["operator"]["id"].as_str().unwrap().to_owned()
    }

    /// Opens and publishes a case; gives its id.
    pub async fn case(&self, operator: &str) -> String {
        let open = "mutation($i: OpenCaseInput!) { openCase(input: $i) { case { id number stage } userErrors { code field message } } }";
        let input = json!({
            "operatorId": operator, "category": "non-delivery", "title": "充值未到账集体投诉",
            "summary": "付款后长期未收到卡密，客服以虚拟商品不支持退换为由拒绝处理。",
            "notJoining": "购买的商品和经过不同。",
        });
        let data = self.ask(open, json!({ "i": input })).await;
        let id = data["openCase"]["case"]["id"].as_str().unwrap().to_owned();
        let publish =
            "mutation($c: ID!) { publishCase(input: {caseId: $c}) { case { stage } userErrors { code } } }";
        let data = self.ask(publish, json!({ "c": id })).await;
        assert_eq!(data["publishCase"]["case"]["stage"], "GATHERING");
        id
    }

    /// Joins a case with a claim; gives the payload.
    pub async fn join(&self, case: &str, order: &str, amount_fen: i64) -> Value {
        let data =
            self.ask(JOIN, json!({ "i": { "caseId": case, "claim": claim(order, amount_fen) } })).await;
        data["joinCase"].clone()
    }

    /// Proposes a provision with the operator's clause, and adopts it.
    pub async fn cite(&self, case: &str) {
        let propose = "mutation($i: ProposeCitationInput!) { proposeCitation(input: $i) { citation { id quote } userErrors { code message } } }";
        let input = json!({
            "caseId": case, "provisionId": "cpl-26", "clause": "虚拟商品一经售出概不退换",
            "why": "格式条款排除消费者依法要求退款的权利。",
        });
        let data = self.ask(propose, json!({ "i": input })).await;
        let id = data["proposeCitation"]["citation"]["id"].as_str().unwrap().to_owned();
        let adopt = "mutation($c: ID!) { adoptCitation(input: {citationId: $c}) { citation { state } userErrors { code } } }";
        self.ask(adopt, json!({ "c": id })).await;
    }

    /// Compiles a version; gives its id and hash.
    pub async fn compile(&self, case: &str) -> (String, String) {
        let data = self.ask(COMPILE, json!({ "c": case })).await;
        let complaint = &data["compileComplaint"]["complaint"];
        (complaint["id"].as_str().unwrap().to_owned(), complaint["sha256"].as_str().unwrap().to_owned())
    }

    /// Opens a ballot that ends at this instant; gives its id.
    pub async fn open_ballot(&self, complaint: &str, closes_at: &str) -> String {
        let data = self.ask(OPEN_BALLOT, json!({ "c": complaint, "t": closes_at })).await;
        data["openBallot"]["ballot"]["id"].as_str().unwrap().to_owned()
    }

    /// Votes.
    pub async fn vote(&self, ballot: &str, sha256: &str, choice: &str) {
        let input = json!({ "ballotId": ballot, "sha256": sha256, "choice": choice, "releaseIdentity": choice == "YES" });
        self.ask(VOTE, json!({ "i": input })).await;
    }

    /// Files what a ballot carried; gives the filing's id.
    pub async fn file(&self, ballot: &str) -> String {
        let data = self.ask(FILE, json!({ "b": ballot })).await;
        data["fileComplaint"]["filing"]["id"].as_str().unwrap().to_owned()
    }
}

pub const JOIN: &str = "mutation($i: JoinCaseInput!) { joinCase(input: $i) {
    code claim { id orderMasked orderNumber storyShown amountFen orderIsDoubled } userErrors { code field message } } }";
pub const COMPILE: &str = "mutation($c: ID!) { compileComplaint(input: {caseId: $c}) {
    complaint { id version sha256 memberCount claimedFen } userErrors { code message } } }";
pub const OPEN_BALLOT: &str =
    "mutation($c: ID!, $t: DateTime!) { openBallot(input: {complaintId: $c, closesAt: $t}) {
    ballot { id sha256 electorate state } userErrors { code message } } }";
pub const VOTE: &str = "mutation($i: CastVoteInput!) { castVote(input: $i) { vote { choice } userErrors { code field message } } }";
pub const FILE: &str = "mutation($b: ID!) { fileComplaint(input: {ballotId: $b, channel: OPERATOR_DESK}) {
    filing { id status delivery } userErrors { code message } } }";

/// A claim that is taken.
pub fn claim(order: &str, amount_fen: i64) -> Value {
    json!({
        "orderNumber": order, "boughtOn": "2026-11-01", "product": "游戏点卡 500 元", "amountFen": amount_fen,
        "paymentMethod": "ALIPAY", "ownUse": true, "remedy": "REFUND_FULL",
        "story": "付款后一直没有收到卡密，客服说虚拟商品概不退换，我的手机号是13812345678。",
    })
}
