//! Every mutation, knocked at by everybody.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    schema::Schema,
    world::{Case, ROLES, Role, World},
};
use crate::support::{App, code, story::claim, terms::clause_of};

const OK: &str = "OK";
/// Not signed in.
const AUTH: &str = "UNAUTHENTICATED";
/// It is not theirs, and they are not told whether there is one.
const NONE: &str = "NOT_FOUND";
/// They see the case but have no seat in it.
const SEAT: &str = "NOT_MEMBER";
const ORG: &str = "ORGANISERS_ONLY";
const MOD: &str = "MODERATORS_ONLY";

/// What a mutation answers: guests and apps (who must be answered alike), then strangers, organisers of another
/// case, moderators, admins, members, organisers. Rows stand in the order in which they are tried, and within a row
/// the least trusted tries first, so that a door which lets somebody in too early shows in what comes after.
///
/// A code such as `NO_CLAIM` stands for somebody who was let in and had nothing there to work on.
#[rustfmt::skip]
const ROWS: &[(&str, [&str; 7])] = &[
    // Doors that are open to everybody; what is handed in is wrong, so that nobody is changed.
    ("register",             [OK, OK, OK, OK, OK, OK, OK]),
    ("requestPasswordReset", [OK, OK, OK, OK, OK, OK, OK]),
    ("verifyEmail",          ["TOKEN_INVALID"; 7]),
    ("confirmEmail",         ["TOKEN_INVALID"; 7]),
    ("resetPassword",        ["TOKEN_INVALID"; 7]),
    ("signIn",               ["SIGN_IN_FAILED"; 7]),
    ("refreshSession",       ["SESSION_INVALID"; 7]),
    // While the member's identity is complete.
    ("standForRepresentative", [AUTH, SEAT, SEAT, SEAT, SEAT, OK, "NO_CLAIM"]),
    ("openElection",         [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    ("withdrawCandidacy",    [AUTH, SEAT, SEAT, SEAT, SEAT, OK, "NOT_A_CANDIDATE"]),
    // One's own account; what belongs to the member is theirs alone.
    ("updatePreferences",    [AUTH, OK, OK, OK, OK, OK, OK]),
    ("sealIdentity",         [AUTH, OK, OK, OK, OK, OK, OK]),
    ("changePassword",       [AUTH, "PASSWORD_WRONG", "PASSWORD_WRONG", "PASSWORD_WRONG", "PASSWORD_WRONG", "PASSWORD_WRONG", "PASSWORD_WRONG"]),
    ("changeEmail",          [AUTH, "PASSWORD_WRONG", "PASSWORD_WRONG", "PASSWORD_WRONG", "PASSWORD_WRONG", "PASSWORD_WRONG", "PASSWORD_WRONG"]),
    ("closeAccount",         [AUTH, "PASSWORD_WRONG", "PASSWORD_WRONG", "PASSWORD_WRONG", "PASSWORD_WRONG", "PASSWORD_WRONG", "PASSWORD_WRONG"]),
    ("makeCalendarLink",     [AUTH, OK, OK, OK, OK, OK, OK]),
    ("revokeCalendarLink",   [AUTH, OK, OK, OK, OK, OK, OK]),
    ("registerApp",          [AUTH, OK, OK, OK, OK, OK, OK]),
    ("revokeApp",            [AUTH, NONE, NONE, NONE, NONE, OK, NONE]),
    ("revokeSession",        [AUTH, NONE, NONE, NONE, NONE, OK, NONE]),
    // Operators belong to whoever recorded them.
    ("createOperator",       [AUTH, OK, OK, OK, OK, OK, OK]),
    ("editOperator",         [AUTH, MOD, MOD, OK, OK, MOD, OK]),
    ("confirmMailbox",       [AUTH, MOD, MOD, OK, OK, MOD, MOD]),
    // What the member submitted about an operator; who organises another case against it decides first.
    ("submitTerm",           [AUTH, OK, OK, OK, OK, OK, OK]),
    ("withdrawSighting",     [AUTH, NONE, NONE, NONE, NONE, OK, NONE]),
    ("adoptSighting",        [AUTH, NONE, OK, "SIGHTING_DECIDED", "SIGHTING_DECIDED", ORG, "SIGHTING_DECIDED"]),
    ("rejectSighting",       [AUTH, NONE, OK, "SIGHTING_DECIDED", "SIGHTING_DECIDED", ORG, "SIGHTING_DECIDED"]),
    // A case and what is in it.
    ("openCase",             [AUTH, OK, OK, OK, OK, OK, OK]),
    ("publishCase",          [AUTH, NONE, NONE, NONE, NONE, NONE, OK]),
    ("editCase",             [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    ("proposeCitation",      [AUTH, SEAT, SEAT, SEAT, SEAT, OK, OK]),
    ("adoptCitation",        [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    ("dropCitation",         [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    ("addContact",           [AUTH, SEAT, SEAT, SEAT, SEAT, OK, "NO_CLAIM"]),
    ("amendClaim",           [AUTH, SEAT, SEAT, SEAT, SEAT, OK, "NO_CLAIM"]),
    ("depositText",          [AUTH, SEAT, SEAT, SEAT, SEAT, OK, OK]),
    ("stageUpload",          [AUTH, OK, OK, OK, OK, OK, OK]),
    ("depositEvidence",      [AUTH, SEAT, SEAT, SEAT, SEAT, "UPLOAD_UNFINISHED", NONE]),
    ("cancelUpload",         [AUTH, NONE, NONE, NONE, NONE, OK, NONE]),
    ("redactEvidence",       [AUTH, NONE, NONE, NONE, NONE, "NO_PAGES", NONE]),
    ("confirmEvidence",      [AUTH, NONE, NONE, NONE, NONE, OK, NONE]),
    ("withdrawEvidence",     [AUTH, NONE, NONE, NONE, NONE, OK, NONE]),
    ("destroyEvidence",      [AUTH, NONE, NONE, NONE, NONE, OK, NONE]),
    // The organiser has no claim of their own, so nothing to vote on.
    ("compileComplaint",     [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    ("openBallot",           [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    ("castVote",             [AUTH, SEAT, SEAT, SEAT, SEAT, OK, "NOT_IN_ELECTORATE"]),
    ("withdrawRelease",      [AUTH, SEAT, SEAT, SEAT, SEAT, OK, OK]),
    ("openAnnexes",          [AUTH, SEAT, SEAT, SEAT, SEAT, OK, "REPRESENTATIVES_ONLY"]),
    ("openFilingPack",       [AUTH, SEAT, SEAT, SEAT, SEAT, OK, "REPRESENTATIVES_ONLY"]),
    ("recordSubmission",     [AUTH, SEAT, SEAT, SEAT, SEAT, "NOT_HANDED_IN", "NOT_HANDED_IN"]),
    ("openReplacement",      [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, "NOT_A_CANDIDATE"]),
    ("resignMandate",        [AUTH, SEAT, SEAT, SEAT, SEAT, OK, "NOT_A_REPRESENTATIVE"]),
    ("openWithdrawal",       [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    ("fileComplaint",        [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    ("recordAnswer",         [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    // The member has resigned by now; the organiser is in no filing.
    ("recordOffer",          [AUTH, SEAT, SEAT, SEAT, SEAT, "REPRESENTATIVES_ONLY", OK]),
    ("answerOffer",          [AUTH, SEAT, SEAT, SEAT, SEAT, OK, "NOT_IN_OFFER"]),
    ("withdrawOffer",        [AUTH, SEAT, SEAT, SEAT, SEAT, "REPRESENTATIVES_ONLY", OK]),
    ("reportOutcome",        [AUTH, SEAT, SEAT, SEAT, SEAT, OK, "NOT_IN_FILING"]),
    ("reopenUnpaid",         [AUTH, SEAT, SEAT, SEAT, SEAT, "NOT_SETTLED", "NOT_SETTLED"]),
    ("writeToOperator",      [AUTH, SEAT, SEAT, SEAT, SEAT, "REPRESENTATIVES_ONLY", OK]),
    ("revokeOperatorLink",   [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    ("decideReply",          [AUTH, MOD, MOD, NONE, NONE, MOD, MOD]),
    // By the link of a filing's mail, which none of them has.
    ("answerAsOperator",     [NONE; 7]),
    ("askForDetails",        [NONE; 7]),
    ("makeOffer",            [NONE; 7]),
    ("takeBackOffer",        [NONE; 7]),
    // Merges and splits; what is only proposed is seen by who runs either side.
    ("proposeMerge",         [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    ("proposeSplit",         [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    ("acceptTransfer",       [AUTH, NONE, "NOT_ASKED", NONE, NONE, NONE, OK]),
    ("objectToTransfer",     [AUTH, SEAT, SEAT, SEAT, SEAT, OK, OK]),
    ("withdrawObjection",    [AUTH, SEAT, SEAT, SEAT, SEAT, OK, OK]),
    ("withdrawTransfer",     [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    ("closeCase",            [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    ("reopenCase",           [AUTH, SEAT, SEAT, SEAT, SEAT, ORG, OK]),
    // The moderator has done it already when the admin tries.
    ("hideCase",             [AUTH, MOD, MOD, OK, "CASE_HIDDEN", MOD, MOD]),
    ("restoreCase",          [AUTH, MOD, MOD, OK, "NOT_HIDDEN", MOD, MOD]),
    ("leaveCase",            [AUTH, SEAT, SEAT, SEAT, SEAT, OK, "LAST_ORGANISER"]),
    ("joinCase",             [AUTH, OK, OK, OK, OK, OK, OK]),
    ("signOut",              [AUTH, OK, OK, OK, OK, OK, OK]),
];

/// What the inputs name.
struct Things {
    operator: String,
    /// To be taken back, adopted and rejected.
    sightings: [String; 3],
    draft: String,
    case: String,
    citation: String,
    piece: (String, String),
    upload: String,
    compiled: Case,
    voted: Case,
    passed: Case,
    filed: String,
    filing: String,
    /// Open, with the hash of its sheet.
    offer: (String, String),
    app: String,
    session: String,
    /// Cases of the organiser's with the member in them, and one to go to.
    joined: [String; 4],
    /// Proposed by who organises another case, and agreed to.
    proposed: String,
    agreed: String,
}

impl Things {
    async fn new(world: &mut World<'_>) -> Self {
        let offered = world.passed().await;
        let filing = world.person(Role::Organiser).file(&offered.ballot).await;
        let passed = world.passed().await;
        let (olga, ann) = (world.person(Role::Organiser), world.person(Role::Member));
        let offer = olga.offer(&filing, json!({})).await;
        let seen = ann.offers(&filing).await;
        let sheet = seen["offers"][0]["mine"]["sha256"].as_str().unwrap().to_owned();
        let case = world.gathering("KM2026110100001234").await;
        olga.cite(&case).await;
        let propose = "mutation($i: ProposeCitationInput!) { proposeCitation(input: $i) { citation { id } userErrors { code } } }";
        let input = json!({ "caseId": case, "provisionId": "cpl-20", "why": "应当真实、全面地告知。" });
        let proposed = ann.ask(propose, json!({ "i": input })).await;
        let mut joined = Vec::new();
        for n in 0..3 {
            joined.push(world.gathering(&format!("KM2026110100005{n:03}")).await);
        }
        joined.push(olga.case(&world.operator).await);
        let joined: [String; 4] = joined.try_into().unwrap();
        let otto = world.person(Role::Other);
        let theirs = otto.case(&world.operator).await;
        let id = |transfer: Value| transfer["id"].as_str().unwrap().to_owned();
        let mut sightings = Vec::new();
        for clause in ["一经售出概不退换", "超过时效不予处理", "最终解释权归平台所有"]
        {
            sightings.push(ann.submit(clause_of(&world.operator, clause)).await);
        }
        Self {
            sightings: sightings.try_into().unwrap(),
            proposed: id(otto.propose(&theirs, &joined[3]).await),
            agreed: id(olga.propose(&joined[2], &joined[3]).await),
            joined,
            citation: proposed["proposeCitation"]["citation"]["id"].as_str().unwrap().to_owned(),
            piece: ann.deposit(&case).await,
            upload: ann.stage(100).await.1,
            operator: world.operator.clone(),
            draft: world.draft.clone(),
            filed: world.filed.id.clone(),
            filing: world.filing.clone(),
            offer: (offer, sheet),
            app: world.registered.clone(),
            session: world.session.clone(),
            case,
            compiled: world.compiled().await,
            voted: world.voted().await,
            passed,
        }
    }

    /// The input of a mutation, the same for everybody but for what must be new.
    fn input(&self, mutation: &str, role: Role) -> Value {
        let place = ROLES.iter().position(|known| *known == role).unwrap();
        match mutation {
            "register" => {
                json!({ "email": format!("new{place}@example.org"), "password": "又一把相当长的口令 2027" })
            }
            "requestPasswordReset" => json!({ "email": format!("new{place}@example.org") }),
            "verifyEmail" | "confirmEmail" => json!({ "token": "not-a-token" }),
            "resetPassword" => json!({ "token": "not-a-token", "password": "又一把相当长的口令 2027" }),
            "signIn" => json!({ "email": "ann@example.org", "password": "不是这一把口令 2026" }),
            "refreshSession" => json!({ "refreshToken": "not-a-token" }),
            "updatePreferences" => json!({ "letters": "EVERY" }),
            "sealIdentity" => json!({ "name": "王小明", "phone": "13812345678" }),
            "changePassword" => json!({ "currentPassword": "wrong", "password": "又一把相当长的口令 2027" }),
            "changeEmail" => json!({ "currentPassword": "wrong", "email": "other@example.org" }),
            "closeAccount" => json!({ "currentPassword": "wrong" }),
            "registerApp" => json!({ "name": "看板", "scopes": ["CASES_READ"] }),
            "revokeApp" => json!({ "appId": self.app }),
            "revokeSession" => json!({ "sessionId": self.session }),
            "createOperator" => json!({ "name": format!("卡盟之{place}") }),
            "editOperator" => {
                json!({ "operatorId": self.operator, "name": format!("卡盟甲{place}"), "mailbox": "tousu@kamen.example", "domains": ["kamen.example"] })
            }
            "confirmMailbox" => json!({ "operatorId": self.operator, "mailbox": "tousu@kamen.example" }),
            "submitTerm" => clause_of(&self.operator, &format!("虚拟商品第{place}类概不退换")),
            "withdrawSighting" => json!({ "sightingId": self.sightings[0] }),
            "adoptSighting" => json!({ "sightingId": self.sightings[1] }),
            "rejectSighting" => json!({ "sightingId": self.sightings[2], "reason": "快照里没有这一句" }),
            "openCase" => json!({
                "operatorId": self.operator, "category": "non-delivery", "title": "另一件集体投诉",
                "summary": "付款后长期未收到卡密，客服拒绝处理。", "notJoining": "购买的商品和经过不同。",
            }),
            "publishCase" => json!({ "caseId": self.draft }),
            "editCase" => json!({ "caseId": self.case, "title": format!("改过的标题 {place}") }),
            "proposeCitation" => {
                let provision = if role == Role::Member { "cpl-23" } else { "cpl-24" };
                json!({ "caseId": self.case, "provisionId": provision, "why": "应当退货退款。" })
            }
            "adoptCitation" | "dropCitation" => json!({ "citationId": self.citation }),
            "addContact" => json!({
                "caseId": self.case, "happenedOn": "2026-11-05", "channel": "PHONE", "said": "请退款", "result": "REFUSED",
            }),
            "amendClaim" => json!({ "caseId": self.case, "amountFen": 48_900 }),
            "depositText" => {
                json!({ "caseId": self.case, "kind": "STATEMENT", "title": "陈述", "text": "付款后没有收到卡密。" })
            }
            "stageUpload" => json!({ "length": 100 }),
            "depositEvidence" => {
                json!({ "caseId": self.case, "uploadId": self.upload, "kind": "ERROR_SCREEN", "title": "截图" })
            }
            "cancelUpload" => json!({ "uploadId": self.upload }),
            "redactEvidence" => json!({ "evidenceId": self.piece.0, "boxes": [] }),
            "confirmEvidence" => json!({ "evidenceId": self.piece.0, "sha256": self.piece.1 }),
            "withdrawEvidence" | "destroyEvidence" => json!({ "evidenceId": self.piece.0 }),
            "compileComplaint" | "closeCase" | "reopenCase" | "restoreCase" | "leaveCase" | "hideCase"
            | "joinCase" => {
                let mut input = json!({ "caseId": self.case });
                match mutation {
                    "closeCase" => input["outcome"] = json!("UNRESOLVED"),
                    "hideCase" => input["reason"] = json!("含有他人的个人信息"),
                    "joinCase" => input["claim"] = claim(&format!("KM202611020000{place:04}"), 30_000),
                    _ => {}
                }
                input
            }
            "proposeMerge" => json!({ "caseId": self.joined[0], "intoCaseId": self.joined[3] }),
            "proposeSplit" => {
                json!({ "caseId": self.joined[1], "title": "另立的集体投诉", "criterion": { "product": "点卡" } })
            }
            "acceptTransfer" => json!({ "transferId": self.proposed }),
            "objectToTransfer" | "withdrawObjection" | "withdrawTransfer" => {
                json!({ "transferId": self.agreed })
            }
            "openBallot" => {
                json!({ "complaintId": self.compiled.complaint, "closesAt": "2026-12-10T02:00:00Z" })
            }
            "castVote" => {
                json!({ "ballotId": self.voted.ballot, "sha256": self.voted.sha256, "choice": "NO" })
            }
            "standForRepresentative" => json!({ "caseId": self.voted.id, "statement": "我愿意代表大家。" }),
            "openElection" => json!({ "caseId": self.voted.id, "closesAt": "2026-12-10T02:00:00Z" }),
            "withdrawCandidacy" => json!({ "caseId": self.voted.id }),
            "openReplacement" => json!({
                "caseId": self.filed, "leaving": "ZZZZ", "candidate": "YYYY", "reason": "原代表人辞任。",
                "closesAt": "2026-12-10T02:00:00Z",
            }),
            "withdrawRelease" => json!({ "ballotId": self.voted.ballot }),
            "resignMandate" => json!({ "caseId": self.filed }),
            "openWithdrawal" => json!({
                "filingId": self.filing, "reason": "对方已经退款。", "closesAt": "2026-12-10T02:00:00Z",
            }),
            "fileComplaint" => json!({ "ballotId": self.passed.ballot, "channel": "OPERATOR_DESK" }),
            "openAnnexes" | "openFilingPack" => json!({ "filingId": self.filing }),
            "recordSubmission" => json!({ "filingId": self.filing, "receipt": "R-1" }),
            "recordAnswer" => json!({ "filingId": self.filing, "status": "IN_PROCESS" }),
            "recordOffer" => json!({
                "filingId": self.filing, "terms": "退还八成货款。", "amountFen": 39_040, "closesAt": "2026-12-20T02:00:00Z",
            }),
            "answerOffer" => json!({ "offerId": self.offer.0, "sha256": self.offer.1, "accept": true }),
            "withdrawOffer" => json!({ "offerId": self.offer.0, "reason": "对方撤回了方案。" }),
            "reportOutcome" => json!({ "filingId": self.filing, "got": "NO_ANSWER" }),
            "reopenUnpaid" => json!({ "filingId": self.filing }),
            "writeToOperator" => json!({ "filingId": self.filing, "text": "请说明退款的到账时间。" }),
            "revokeOperatorLink" => json!({ "filingId": self.filing }),
            "decideReply" => json!({ "messageId": "msg_00000000000000000000000000" }),
            "answerAsOperator" | "askForDetails" => json!({ "token": "not-a-token", "text": "已经处理。" }),
            "makeOffer" => {
                json!({ "token": "not-a-token", "terms": "退还八成货款。", "closesAt": "2026-12-20T02:00:00Z" })
            }
            "takeBackOffer" => {
                json!({ "token": "not-a-token", "offerId": self.offer.0, "reason": "改提新方案。" })
            }
            "makeCalendarLink" | "revokeCalendarLink" | "signOut" => json!({}),
            other => panic!("{other} has a row but no input"),
        }
    }
}

fn column(role: Role) -> usize {
    ROLES.iter().position(|known| *known == role).unwrap().saturating_sub(2)
}

#[test]
fn every_mutation_of_the_schema_has_a_row() {
    let schema = Schema::read();
    let rows: BTreeSet<&str> = ROWS.iter().map(|(mutation, _)| *mutation).collect();
    assert_eq!(rows, schema.fields("Mutation"));
    assert_eq!(rows.len(), ROWS.len(), "no row twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mutation_answers_each_role_as_the_table_says() {
    let app = App::start().await;
    let mut world = World::new(&app).await;
    let things = Things::new(&mut world).await;
    let schema = Schema::read();
    let mut wrong = Vec::new();
    for (mutation, expected) in ROWS {
        let ty = &schema.field("Mutation", mutation).input;
        let query = format!("mutation($i: {ty}) {{ {mutation}(input: $i) {{ userErrors {{ code }} }} }}");
        for stale in &world.stale {
            let answer =
                app.send(Some(stale), &query, json!({ "i": things.input(mutation, Role::Guest) })).await;
            if code(&answer) != AUTH {
                wrong.push(format!("{mutation} with a stale token: {answer}"));
            }
        }
        for role in ROLES {
            let before = app.rows().await;
            let answer = world.ask(role, &query, json!({ "i": things.input(mutation, role) })).await;
            let (expected, got) = (expected[column(role)], code(&answer));
            if got != expected {
                wrong.push(format!("{mutation} as {role:?}: expected {expected}, got {got}"));
            }
            if expected != OK && app.rows().await != before {
                wrong.push(format!("{mutation} as {role:?}: {got}, and yet something was written"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
