//! What somebody may not see looks to them like what is not there.

use serde_json::{Value, json};

use super::world::{INSIDE, OVERSEERS, PEOPLE, ROLES, Role, World};
use crate::support::{App, code};

const LOOK: &str = "query($c: ID!, $n: String!, $all: [ID!]!) {
    byId: case(id: $c) { id } byNumber: case(number: $n) { id } node(id: $c) { id } nodes(ids: $all) { id }
    cases(first: 100) { nodes { id } } }";

/// Asks for a case in every way there is; gives whether each found it.
async fn looks(world: &World<'_>, role: Role, case: &str, number: &str) -> [bool; 4] {
    let data = world.ask(role, LOOK, json!({ "c": case, "n": number, "all": [case] })).await["data"].clone();
    let is_listed =
        data["cases"]["nodes"].as_array().is_some_and(|nodes| nodes.iter().any(|node| node["id"] == case));
    assert!(!is_listed, "neither drafts nor hidden cases are listed");
    let found = |value: &Value| value["id"] == case;
    [found(&data["byId"]), found(&data["byNumber"]), found(&data["node"]), found(&data["nodes"][0])]
}

async fn number(world: &World<'_>, case: &str) -> String {
    let data = world
        .person(Role::Organiser)
        .ask("query($c: ID!) { case(id: $c) { number } }", json!({ "c": case }))
        .await;
    data["case"]["number"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_there_for_its_organiser_only() {
    let app = App::start().await;
    let world = World::new(&app).await;
    let number = number(&world, &world.draft).await;
    for role in ROLES {
        let sees = role == Role::Organiser;
        assert_eq!(looks(&world, role, &world.draft, &number).await, [sees; 4], "{role:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_case_is_there_for_its_members_and_for_moderators() {
    let app = App::start().await;
    let world = World::new(&app).await;
    let case = &world.filed;
    let hide = "mutation($c: ID!) { hideCase(input: {caseId: $c, reason: \"含有他人的个人信息\"}) { userErrors { code } } }";
    world.person(Role::Moderator).ask(hide, json!({ "c": case.id })).await;
    for role in ROLES {
        let (inside, sees) = (INSIDE.contains(&role), OVERSEERS.contains(&role));
        assert_eq!(looks(&world, role, &case.id, &case.number).await, [sees; 4], "{role:?}");
        let reason = world
            .ask(role, "query($c: ID!) { case(id: $c) { hiddenReason } }", json!({ "c": case.id }))
            .await;
        assert_eq!(reason["data"]["case"]["hiddenReason"].is_string(), sees, "{role:?}");
        let nodes = "query($all: [ID!]!) { nodes(ids: $all) { id } }";
        let all = [&case.complaint, &case.ballot, &world.filing];
        let found = world.ask(role, nodes, json!({ "all": all })).await["data"]["nodes"].clone();
        let found = [0, 1, 2].map(|place| found[place]["id"] == *all[place]);
        assert_eq!(found, [inside, inside, sees], "{role:?}: complaint, ballot and filing");
    }
}

/// Mutations on a thing, with the input that names it and the kinds of things it could be.
const ON_THINGS: &[(&str, &str)] = &[
    ("editCase(input: {caseId: $i, title: \"另一个标题\"})", "case"),
    ("publishCase(input: {caseId: $i})", "case"),
    ("closeCase(input: {caseId: $i, outcome: RESOLVED})", "case"),
    ("reopenCase(input: {caseId: $i})", "case"),
    ("leaveCase(input: {caseId: $i})", "case"),
    ("compileComplaint(input: {caseId: $i})", "case"),
    ("proposeCitation(input: {caseId: $i, provisionId: \"cpl-24\", why: \"应当退货\"})", "case"),
    ("amendClaim(input: {caseId: $i, amountFen: 1})", "case"),
    (
        "addContact(input: {caseId: $i, happenedOn: \"2026-11-01\", channel: PHONE, said: \"退款\", result: REFUSED})",
        "case",
    ),
    ("depositText(input: {caseId: $i, kind: STATEMENT, title: \"陈述\", text: \"没有收到卡密\"})", "case"),
    ("adoptCitation(input: {citationId: $i})", "citation"),
    ("dropCitation(input: {citationId: $i})", "citation"),
    ("openBallot(input: {complaintId: $i, closesAt: \"2026-12-10T02:00:00Z\"})", "complaint"),
    ("castVote(input: {ballotId: $i, sha256: \"00\", choice: NO})", "ballot"),
    ("withdrawRelease(input: {ballotId: $i})", "ballot"),
    ("fileComplaint(input: {ballotId: $i, channel: OPERATOR_DESK})", "ballot"),
    ("recordAnswer(input: {filingId: $i, status: IN_PROCESS})", "filing"),
    (
        "recordOffer(input: {filingId: $i, terms: \"退还八成货款\", closesAt: \"2026-12-20T02:00:00Z\"})",
        "filing",
    ),
    ("answerOffer(input: {offerId: $i, sha256: \"00\", accept: true})", "offer"),
    ("withdrawOffer(input: {offerId: $i, reason: \"对方撤回了方案\"})", "offer"),
    ("reportOutcome(input: {filingId: $i, got: REFUSED})", "filing"),
    ("reopenUnpaid(input: {filingId: $i})", "filing"),
    ("writeToOperator(input: {filingId: $i, text: \"请说明\"})", "filing"),
    ("revokeOperatorLink(input: {filingId: $i})", "filing"),
    ("openAnnexes(input: {filingId: $i})", "filing"),
    ("openFilingPack(input: {filingId: $i})", "filing"),
    ("recordSubmission(input: {filingId: $i, receipt: \"R-1\"})", "filing"),
    ("confirmEvidence(input: {evidenceId: $i, sha256: \"00\"})", "evidence"),
    ("withdrawEvidence(input: {evidenceId: $i})", "evidence"),
    ("redactEvidence(input: {evidenceId: $i, boxes: []})", "evidence"),
    ("destroyEvidence(input: {evidenceId: $i})", "evidence"),
    (
        "depositEvidence(input: {caseId: $i, uploadId: \"blob_00000000000000000000000000\", kind: ERROR_SCREEN, title: \"截图\"})",
        "case",
    ),
    ("proposeMerge(input: {caseId: $i, intoCaseId: $i})", "case"),
    ("proposeSplit(input: {caseId: $i, title: \"另立的集体投诉\", criterion: {product: \"点卡\"}})", "case"),
    ("acceptTransfer(input: {transferId: $i})", "transfer"),
    ("withdrawTransfer(input: {transferId: $i})", "transfer"),
    ("objectToTransfer(input: {transferId: $i})", "transfer"),
    ("withdrawObjection(input: {transferId: $i})", "transfer"),
    ("withdrawSighting(input: {sightingId: $i})", "sighting"),
    ("revokeApp(input: {appId: $i})", "app"),
    ("revokeSession(input: {sessionId: $i})", "session"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_thing_and_a_missing_one_get_the_same_answer() {
    let app = App::start().await;
    let world = World::new(&app).await;
    let case = &world.filed;
    let olga = world.person(Role::Organiser);
    let cited =
        olga.ask("query($c: ID!) { case(id: $c) { citations { id } } }", json!({ "c": case.id })).await;
    let pooled = "query($c: ID!) { case(id: $c) { membership { pool { nodes { id } } } } }";
    let pooled = olga.ask(pooled, json!({ "c": case.id })).await;
    let seen =
        "query($c: ID!) { case(id: $c) { operator { clauses { nodes { sightings { nodes { id } } } } } } }";
    let seen = olga.ask(seen, json!({ "c": case.id })).await;
    let offer = olga.offer(&world.filing, json!({})).await;
    let hide = "mutation($c: ID!) { hideCase(input: {caseId: $c, reason: \"含有他人的个人信息\"}) { userErrors { code } } }";
    for hidden in [&case.id, &world.split.0] {
        world.person(Role::Moderator).ask(hide, json!({ "c": hidden })).await;
    }
    let there = |kind: &str| match kind {
        "case" => case.id.clone(),
        "citation" => cited["case"]["citations"][0]["id"].as_str().unwrap().to_owned(),
        "complaint" => case.complaint.clone(),
        "ballot" => case.ballot.clone(),
        "filing" => world.filing.clone(),
        "offer" => offer.clone(),
        "evidence" => pooled["case"]["membership"]["pool"]["nodes"][0]["id"].as_str().unwrap().to_owned(),
        "transfer" => world.split.1.clone(),
        "sighting" => seen["case"]["operator"]["clauses"]["nodes"][0]["sightings"]["nodes"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned(),
        "app" => world.registered.clone(),
        "session" => world.session.clone(),
        other => panic!("{other}"),
    };
    for (call, kind) in ON_THINGS {
        let hidden = there(kind);
        let (prefix, _) = hidden.split_once('_').unwrap();
        let missing = format!("{prefix}_{}", "0".repeat(26));
        let query = format!("mutation($i: ID!) {{ {call} {{ userErrors {{ code }} }} }}");
        for role in PEOPLE.iter().filter(|role| !INSIDE.contains(role)) {
            let before = app.rows().await;
            let answer = world.ask(*role, &query, json!({ "i": hidden })).await;
            assert_eq!(code(&answer), "NOT_FOUND", "{call} as {role:?}: {answer}");
            for absent in
                [missing.as_str(), "opr_00000000000000000000000000", "", "💥", "case_'; DROP TABLE cases; --"]
            {
                let other = world.ask(*role, &query, json!({ "i": absent })).await;
                assert_eq!(other, answer, "{call} as {role:?} on {absent:?}");
            }
            assert_eq!(app.rows().await, before, "{call} as {role:?}");
        }
    }
    // A draft is hidden from moderators as well.
    for role in PEOPLE.iter().filter(|role| **role != Role::Organiser) {
        for (call, _) in ON_THINGS.iter().filter(|(_, kind)| *kind == "case") {
            let query = format!("mutation($i: ID!) {{ {call} {{ userErrors {{ code }} }} }}");
            let answer = world.ask(*role, &query, json!({ "i": world.draft })).await;
            assert_eq!(code(&answer), "NOT_FOUND", "{call} as {role:?}: {answer}");
        }
    }
    for role in [Role::Moderator, Role::Admin] {
        let answer = world.ask(role, hide, json!({ "c": world.draft })).await;
        assert_eq!(code(&answer), "NOT_FOUND", "{role:?}");
    }
}
