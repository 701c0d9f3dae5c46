//! One of each role, and something of each kind that belongs to somebody.

use chorus::service::account::promote;
use chrono::TimeDelta;
use entity::AccountRole;
use serde_json::{Value, json};

use crate::support::{
    App,
    file::{REDACT, picture},
    person::Person,
    story::VOTE,
    terms::clause_of,
};

/// As whom somebody knocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Nobody in particular.
    Guest,
    /// An app that may read cases.
    Reader,
    /// An app that may not.
    Deaf,
    /// Somebody who signed in and has a seat nowhere.
    Stranger,
    /// Somebody who organises another case.
    Other,
    /// A moderator.
    Moderator,
    /// An admin.
    Admin,
    /// A member of the case, to whom claim, evidence, vote and identity belong.
    Member,
    /// Who organises the case.
    Organiser,
}

use Role::{Admin, Deaf, Guest, Member, Moderator, Organiser, Other, Reader, Stranger};

/// Every role, the least trusted first.
pub const ROLES: [Role; 9] = [Guest, Reader, Deaf, Stranger, Other, Moderator, Admin, Member, Organiser];

/// Who signed in.
pub const PEOPLE: &[Role] = &[Stranger, Other, Moderator, Admin, Member, Organiser];

/// Who may read what is public.
pub const READERS: &[Role] = &[Guest, Reader, Stranger, Other, Moderator, Admin, Member, Organiser];

/// Who has a seat in the case.
pub const INSIDE: &[Role] = &[Member, Organiser];

/// Who sees a case that was hidden.
pub const OVERSEERS: &[Role] = &[Moderator, Admin, Member, Organiser];

/// A case and what is in it.
pub struct Case {
    pub id: String,
    pub number: String,
    pub complaint: String,
    pub ballot: String,
    pub sha256: String,
}

/// Everybody and everything.
pub struct World<'a> {
    pub app: &'a App,
    people: Vec<(Role, Person<'a>)>,
    /// The member's second session, and an app of theirs.
    pub session: String,
    pub registered: String,
    reader: String,
    deaf: String,
    /// Tokens that were good once: of an account that was closed, and one that is too old.
    pub stale: [String; 2],
    pub operator: String,
    /// Filed with the operator's desk.
    pub filed: Case,
    pub filing: String,
    /// A draft of the organiser.
    pub draft: String,
    /// A case of the organiser's with the member in it, and its split that is agreed to.
    pub split: (String, String),
}

impl<'a> World<'a> {
    /// Tells the story up to a filing that was sent.
    pub async fn new(app: &'a App) -> Self {
        let mut people = Vec::new();
        for (role, name) in [
            (Organiser, "olga"),
            (Member, "ann"),
            (Stranger, "sam"),
            (Other, "otto"),
            (Moderator, "mo"),
            (Admin, "ada"),
        ] {
            people.push((role, app.person(name).await));
        }
        promote(&app.hub, "mo@example.org", AccountRole::Moderator).await.unwrap();
        promote(&app.hub, "ada@example.org", AccountRole::Admin).await.unwrap();
        let [olga, ann, _, otto, ..] = &people[..] else { unreachable!("six people were just made") };
        let (olga, ann, otto) = (&olga.1, &ann.1, &otto.1);

        let operator = olga.operator("卡盟甲").await;
        let draft = olga.draft(&operator).await;
        otto.case(&operator).await;
        let (reader, _) = olga.app_with(&["CASES_READ", "STATS_READ"]).await;
        let (deaf, _) = olga.app_with(&["WEBHOOKS"]).await;
        let (_, registered) = ann.app_with(&["WEBHOOKS"]).await;
        let filed = voted(olga, ann, &operator).await;
        olga.elect(&filed.id, ann).await;
        let too_old = ann.token.clone();
        let closed = close(app.person("cora").await).await;

        app.wait(TimeDelta::days(3)).await;
        let mut again = Vec::new();
        for (role, person) in people {
            again.push((role, person.again().await));
        }
        let mut world = Self {
            app,
            people: again,
            session: String::new(),
            registered,
            reader,
            deaf,
            stale: [closed, too_old],
            operator,
            filed,
            filing: String::new(),
            draft,
            split: Default::default(),
        };
        world.session = world.person(Member).oldest_session().await;
        world.filing = world.person(Organiser).file(&world.filed.ballot).await;
        world.split = world.splitting().await;
        let seen = clause_of(&world.operator, "虚拟商品一经售出概不退换");
        let seen = world.person(Member).submit(seen).await;
        world.person(Organiser).adopt(&seen).await;
        app.work().await;
        world
    }

    /// The person in a role.
    pub fn person(&self, role: Role) -> &Person<'a> {
        let found = self.people.iter().find(|(theirs, _)| *theirs == role);
        &found.unwrap_or_else(|| panic!("{role:?} is no person")).1
    }

    /// What somebody shows at the door.
    pub fn token(&self, role: Role) -> Option<&str> {
        match role {
            Guest => None,
            Reader => Some(&self.reader),
            Deaf => Some(&self.deaf),
            person => Some(&self.person(person).token),
        }
    }

    /// Sends a request in a role.
    pub async fn ask(&self, role: Role, query: &str, variables: Value) -> Value {
        self.app.send(self.token(role), query, variables).await
    }

    /// A case of the organiser's that gathers, with the member in it.
    pub async fn gathering(&self, order: &str) -> String {
        let case = self.person(Organiser).case(&self.operator).await;
        self.person(Member).join(&case, order, 48_800).await;
        case
    }

    /// A case of the organiser's with the member in it that is to be split; its id and that of the split.
    async fn splitting(&self) -> (String, String) {
        let case = self.gathering("KM2026110100007777").await;
        let split = "mutation($i: ProposeSplitInput!) { proposeSplit(input: $i) { transfer { id } userErrors { code } } }";
        let criterion = json!({
            "product": "点卡", "boughtFrom": "2026-10-01", "boughtTo": "2026-11-30", "remedy": "REFUND_FULL",
        });
        let input = json!({ "caseId": case, "title": "另立的集体投诉", "criterion": criterion });
        let data = self.person(Organiser).ask(split, json!({ "i": input })).await;
        (case, data["proposeSplit"]["transfer"]["id"].as_str().unwrap().to_owned())
    }

    /// A case with a complaint that was not put to the vote.
    pub async fn compiled(&self) -> Case {
        compiled(self.person(Organiser), self.person(Member), &self.operator).await
    }

    /// A case whose ballot is open and has one vote.
    pub async fn voted(&self) -> Case {
        voted(self.person(Organiser), self.person(Member), &self.operator).await
    }

    /// A case whose ballot has passed and which is not filed yet; the clock moves and everybody signs in anew.
    pub async fn passed(&mut self) -> Case {
        let case = self.voted().await;
        self.wait(TimeDelta::days(3)).await;
        case
    }

    /// A reply of the operator's that a moderator let through.
    pub async fn correspond(&self) {
        let link = self.app.letter_to("tousu@kamen.example").token();
        let answer = "mutation($t: String!) { answerAsOperator(input: {token: $t, text: \"已经核实，正在处理。\", public: true}) {
            message { id } userErrors { code } } }";
        let answered = self.app.guest(answer, json!({ "t": link })).await;
        let id = &answered["data"]["answerAsOperator"]["message"]["id"];
        let decide = "mutation($m: ID!) { decideReply(input: {messageId: $m}) { userErrors { code } } }";
        self.person(Moderator).ask(decide, json!({ "m": id })).await;
    }

    /// An offer to which the member says yes, and which is over.
    pub async fn settle(&mut self) {
        let ends = self.app.hub.now() + TimeDelta::hours(1);
        let terms = json!({ "amountFen": 40_000, "payBy": "2026-12-20", "closesAt": ends.to_rfc3339() });
        self.person(Organiser).offer(&self.filing, terms).await;
        assert_eq!(self.person(Member).answer_offer(&self.filing, true).await, "OK");
        self.wait(TimeDelta::hours(1)).await;
        let pool = "query($c: ID!) { case(id: $c) { membership { myEvidence { nodes { id } } } } }";
        let seen = self.person(Member).ask(pool, json!({ "c": self.filed.id })).await;
        let proof = &seen["case"]["membership"]["myEvidence"]["nodes"][0]["id"];
        let more = json!({ "amountFen": 40_000, "evidenceId": proof });
        assert_eq!(self.person(Member).got(&self.filing, "PAID_IN_PART", more).await, "OK");
    }

    /// Moves the clock; everybody signs in anew.
    async fn wait(&mut self, by: TimeDelta) {
        self.app.wait(by).await;
        for (_, person) in &mut self.people {
            *person = Person::sign_in(self.app, &person.email).await;
        }
    }
}

/// A case that its only claimant voted for, with an end that has not come yet.
async fn voted(olga: &Person<'_>, ann: &Person<'_>, operator: &str) -> Case {
    let mut case = compiled(olga, ann, operator).await;
    case.ballot = olga.put_to_vote(&case.complaint).await;
    ann.vote(&case.ballot, &case.sha256, "YES").await;
    case
}

/// A case with one claim, evidence in the pool, and a version of its complaint.
async fn compiled(olga: &Person<'_>, ann: &Person<'_>, operator: &str) -> Case {
    let id = olga.draft(operator).await;
    olga.set_quorum(&id, 1).await;
    let shown = olga.ask(PUBLISH, json!({ "c": id })).await;
    let number = shown["publishCase"]["case"]["number"].as_str().unwrap().to_owned();
    ann.join(&id, &format!("KM20261101{}", number[3..].replace('-', "")), 48_800).await;
    ann.seal_identity("王小明", "13812345678", "上海市徐汇区漕溪北路 1 号 2 室").await;
    ann.contact(&id).await;
    let (piece, copy) = ann.deposit(&id).await;
    ann.confirm(&piece, &copy).await;
    let file = ann.deposit_file(&id, &picture(40, 30)).await;
    let boxes = json!([{ "page": 0, "x": 1, "y": 1, "width": 5, "height": 5 }]);
    let drawn = ann.ask(REDACT, json!({ "e": file["id"], "b": boxes })).await;
    let hash = drawn["redactEvidence"]["evidence"]["copySha256"].as_str().unwrap().to_owned();
    ann.confirm(file["id"].as_str().unwrap(), &hash).await;
    olga.cite(&id).await;
    let (complaint, sha256) = olga.compile(&id).await;
    Case { id, number, complaint, ballot: String::new(), sha256 }
}

async fn close(person: Person<'_>) -> String {
    let close =
        "mutation($p: String!) { closeAccount(input: {currentPassword: $p}) { closed userErrors { code } } }";
    person.ask(close, json!({ "p": crate::support::person::PASSWORD })).await;
    person.token
}

const PUBLISH: &str =
    "mutation($c: ID!) { publishCase(input: {caseId: $c}) { case { number } userErrors { code } } }";

impl Person<'_> {
    /// Opens a case and leaves it a draft; gives its id.
    pub async fn draft(&self, operator: &str) -> String {
        let open = "mutation($i: OpenCaseInput!) { openCase(input: $i) { case { id } userErrors { code } } }";
        let input = json!({
            "operatorId": operator, "category": "non-delivery", "title": "充值未到账集体投诉",
            "summary": "付款后长期未收到卡密，客服拒绝处理。", "notJoining": "购买的商品和经过不同。",
        });
        let data = self.ask(open, json!({ "i": input })).await;
        data["openCase"]["case"]["id"].as_str().unwrap().to_owned()
    }

    /// Registers an app with a scope; gives its secret and its id.
    pub async fn app_with(&self, scopes: &[&str]) -> (String, String) {
        let register = "mutation($i: RegisterAppInput!) { registerApp(input: $i) { app { id } secret userErrors { code } } }";
        let data = self.ask(register, json!({ "i": { "name": "看板", "scopes": scopes } })).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&data["registerApp"]["secret"]), text(&data["registerApp"]["app"]["id"]))
    }

    /// Opens a ballot of two days; gives its id.
    pub async fn put_to_vote(&self, complaint: &str) -> String {
        let closes_at = (self.app.hub.now() + TimeDelta::days(2)).to_rfc3339();
        self.open_ballot(complaint, &closes_at).await
    }

    /// Opens an election in which a member stands and votes for themself.
    pub async fn elect(&self, case: &str, member: &Person<'_>) {
        let stand = "mutation($c: ID!) { standForRepresentative(input: {caseId: $c, statement: \"我愿意代表大家。\"}) {
            userErrors { code } } }";
        member.ask(stand, json!({ "c": case })).await;
        let open = "mutation($c: ID!, $t: DateTime!) { openElection(input: {caseId: $c, closesAt: $t}) {
            ballot { id sha256 candidates { code } } userErrors { code } } }";
        let closes_at = (self.app.hub.now() + TimeDelta::days(2)).to_rfc3339();
        let opened = self.ask(open, json!({ "c": case, "t": closes_at })).await;
        let ballot = &opened["openElection"]["ballot"];
        let input = json!({
            "ballotId": ballot["id"], "sha256": ballot["sha256"], "choice": "YES",
            "candidates": [ballot["candidates"][0]["code"]],
        });
        member.ask(VOTE, json!({ "i": input })).await;
    }

    /// Adds an attempt to settle to the contact log.
    pub async fn contact(&self, case: &str) {
        let add =
            "mutation($i: AddContactInput!) { addContact(input: $i) { contact { id } userErrors { code } } }";
        let input = json!({
            "caseId": case, "happenedOn": "2026-11-05", "channel": "ONLINE_CHAT", "said": "请退款", "result": "REFUSED",
        });
        self.ask(add, json!({ "i": input })).await;
    }

    /// Deposits a text; gives its id and the hash of its copy.
    pub async fn deposit(&self, case: &str) -> (String, String) {
        let deposit = "mutation($i: DepositTextInput!) { depositText(input: $i) { evidence { id copySha256 } userErrors { code } } }";
        let input = json!({
            "caseId": case, "kind": "CHAT_LOG", "title": "与客服的聊天", "text": "客服：虚拟商品概不退换。我的手机号 13812345678。",
            "capturedOn": "2026-11-05",
        });
        let data = self.ask(deposit, json!({ "i": input })).await;
        let piece = &data["depositText"]["evidence"];
        (piece["id"].as_str().unwrap().to_owned(), piece["copySha256"].as_str().unwrap().to_owned())
    }

    /// Puts the copy into the pool.
    pub async fn confirm(&self, piece: &str, copy: &str) {
        let confirm = "mutation($e: ID!, $s: String!) {
            confirmEvidence(input: {evidenceId: $e, sha256: $s}) { evidence { state } userErrors { code } } }";
        self.ask(confirm, json!({ "e": piece, "s": copy })).await;
    }

    /// The session that was begun first of those that stand.
    async fn oldest_session(&self) -> String {
        let data = self.ask("{ viewer { sessions { id } } }", json!({})).await;
        let sessions = data["viewer"]["sessions"].as_array().unwrap();
        sessions.last().unwrap()["id"].as_str().unwrap().to_owned()
    }
}
